/* Positions of the protocol, and what edits make of a text. */
#include "tests/test.h"

#include "command/lsp.h"

#define THUMB "\xf0\x9f\x91\x8d" /* 4 bytes, 2 units */
#define ACUTE "\xc3\xa9"         /* 2 bytes, 1 unit */

/* ---- positions ---- */

static const char mixed[] = "a" THUMB "b\r\n" ACUTE "c\rd\n\n\xff" THUMB;

static void a_position_becomes_a_byte(void **state)
{
    (void)state;
    static const struct {
        uint64_t line, character;
        size_t utf8, utf16;
    } cases[] = {
        {0, 0, 0, 0},   {0, 1, 1, 1},   {0, 2, 1, 1}, /* within the thumb: before it */
        {0, 3, 1, 5},   {0, 4, 1, 6},   {0, 5, 5, 6},
        {0, 6, 6, 6},   {0, 99, 6, 6}, /* not past the end of the line */
        {1, 0, 8, 8},   {1, 1, 8, 10},  {1, 2, 10, 11},
        {1, 3, 11, 11}, {2, 0, 12, 12}, {2, 1, 13, 13},
        {3, 0, 14, 14}, {3, 5, 14, 14}, {4, 0, 15, 15},
        {4, 1, 16, 16}, {4, 2, 16, 16}, {4, 3, 16, 20},
        {4, 9, 20, 20}, {5, 0, 20, 20}, {UINT64_MAX, 0, 20, 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct lsp_position at = {cases[i].line, cases[i].character};
        assert_int_equal(lsp_byte_of(SPAN(mixed), at, false), cases[i].utf8);
        assert_int_equal(lsp_byte_of(SPAN(mixed), at, true), cases[i].utf16);
    }
}

/* Every byte where a character begins, there and back, forwards and backwards. */
static void a_byte_becomes_its_position(void **state)
{
    (void)state;
    static const size_t borders[] = {0, 1, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16, 20};
    const size_t count = sizeof borders / sizeof borders[0];
    for (int utf16 = 0; utf16 < 2; utf16++) {
        struct lsp_walk walk = {.text = SPAN(mixed), .utf16 = utf16};
        for (size_t i = 0; i < 2 * count; i++) {
            const size_t byte = borders[i < count ? i : 2 * count - 1 - i];
            struct lsp_position at = lsp_walk_to(&walk, byte);
            assert_int_equal(lsp_byte_of(SPAN(mixed), at, utf16), byte);
        }
    }
    struct lsp_walk walk = {.text = SPAN(mixed), .utf16 = true};
    struct lsp_position last = lsp_walk_to(&walk, 999);
    assert_int_equal(last.line, 4);
    assert_int_equal(last.character, 3);
    assert_int_equal(lsp_walk_to(&walk, 7).character,
                     4); /* between CR and LF: the end of the line */
    assert_int_equal(lsp_walk_to(&walk, 3).character, 1); /* within the thumb */
}

/* ---- edits ---- */

#define AT(line, character)  "{\"line\":" #line ",\"character\":" #character "}"
#define EDIT(from, to, text) "{\"range\":{\"start\":" from ",\"end\":" to "},\"text\":\"" text "\"}"

static enum status edited(const char *text, const char *changes, bool utf16,
                          struct lsp_documents *ret)
{
    struct lsp_document *document;
    *ret = (struct lsp_documents){0};
    assert_int_equal(lsp_documents_open(ret, SPAN("a:b"), &document, NULL), STATUS_OK);
    text_adds(&document->text, text);
    return lsp_document_change(document, span_of(changes), utf16, NULL);
}

static void edits_are_applied_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *text, *changes;
        bool utf16;
        const char *becomes;
    } cases[] = {
        {"ab", "[]", true, "ab"},
        {"ab", "[{\"text\":\"x\\ny\"}]", true, "x\ny"},
        {"ab", "[" EDIT(AT(0, 1), AT(0, 1), "x") "]", true, "axb"},
        {"ab", "[" EDIT(AT(0, 0), AT(0, 2), "") "]", true, ""},
        {"", "[" EDIT(AT(0, 0), AT(0, 0), "x") "]", true, "x"},
        {"ab", "[" EDIT(AT(0, 1), AT(0, 2), "x") "," EDIT(AT(0, 1), AT(0, 1), "y") "]", true,
         "ayx"},
        {"ab", "[{\"text\":\"cd\"}," EDIT(AT(0, 1), AT(9, 9), "\\u00e9") "]", true, "c" ACUTE},
        {"a" THUMB "b", "[" EDIT(AT(0, 3), AT(0, 4), "") "]", true, "a" THUMB},
        {"a" THUMB "b", "[" EDIT(AT(0, 5), AT(0, 6), "") "]", false, "a" THUMB},
        {"a" THUMB "b", "[" EDIT(AT(0, 2), AT(0, 3), "x") "]", true, "axb"},
        {"a\r\nb\rc\nd", "[" EDIT(AT(1, 0), AT(3, 0), "") "]", true, "a\r\nd"},
        {"a\r\nb", "[" EDIT(AT(0, 1), AT(1, 0), "") "]", true, "ab"},
        {"a\r\nb", "[" EDIT(AT(0, 7), AT(0, 9), "x") "]", true, "ax\r\nb"},
        {"ab", "[" EDIT(AT(0, 2), AT(0, 1), "x") "]", true, "abx"},
        {"ab", "[" EDIT(AT(0, 1), AT(0, 1), "\\ud83d\\udc4d\\udc4d") "]", true,
         "a" THUMB "\xef\xbf\xbd"
         "b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct lsp_documents documents;
        assert_int_equal(edited(cases[i].text, cases[i].changes, cases[i].utf16, &documents),
                         STATUS_OK);
        assert_string_equal(documents.items[0].text.at, cases[i].becomes);
        lsp_documents_release(&documents);
    }
}

static void edits_that_say_too_little_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "7",
                                        "{}",
                                        "[7]",
                                        "[{}]",
                                        "[{\"range\":{},\"text\":\"\"}]",
                                        "[{\"text\":7}]",
                                        "[{\"range\":{\"start\":" AT(0, 0) "},\"text\":\"\"}]",
                                        "[" EDIT(AT(-1, 0), AT(0, 0), "") "]",
                                        "[" EDIT(AT(0, 1.5), AT(0, 2), "") "]"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct lsp_documents documents;
        assert_int_equal(edited("ab", cases[i], true, &documents), STATUS_BAD_INPUT);
        lsp_documents_release(&documents);
    }
}

/* ---- framing ---- */

static void a_message_is_whole_wherever_it_is_cut(void **state)
{
    (void)state;
    static const char two[] = "Content-Length: 2\r\n\r\n{}X: y\r\ncontent-length:3\r\n\r\n[1]";
    for (size_t cut = 0; cut <= sizeof two - 1; cut++) {
        struct lsp_frame frame;
        struct text seen;
        lsp_frame_init(&frame);
        text_init(&seen, 0);
        for (int half = 0; half < 2; half++) {
            struct span rest = half ? span_from(SPAN(two), cut) : span_sub(SPAN(two), 0, cut);
            enum lsp_event event = LSP_MESSAGE;
            while (event != LSP_MORE) {
                assert_int_equal(lsp_frame_take(&frame, &rest, &event, NULL), STATUS_OK);
                if (event == LSP_MESSAGE) text_add(&seen, text_span(&frame.bytes));
            }
            assert_int_equal(rest.len, 0);
        }
        assert_string_equal(seen.at, "{}[1]");
        text_release(&seen);
        lsp_frame_release(&frame);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_position_becomes_a_byte),
        cmocka_unit_test(a_byte_becomes_its_position),
        cmocka_unit_test(edits_are_applied_in_their_order),
        cmocka_unit_test(edits_that_say_too_little_are_refused),
        cmocka_unit_test(a_message_is_whole_wherever_it_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
