#include "tests/language/pages.h"

#include "tests/test.h"

static struct page *opened(struct span text)
{
    struct language_request request = {
        .text = text, .document = true, .field = LANGUAGE_FIELD_ANALYSIS};
    struct error error = ERROR_NONE;
    struct page *page;
    assert_ok(page_open(&request, &page, &error));
    return page;
}

static void add_plain(const struct sentence *sentence, struct text *out)
{
    static const char masks[] = {[PLAIN_CODE] = '`', [PLAIN_LINK] = '^', [PLAIN_QUOTED] = '"'};
    for (size_t i = 0; i < sentence->len; i++) {
        unsigned char c = (unsigned char)sentence->plain[i];
        text_addc(out, c < sizeof masks ? masks[c] : (char)c);
    }
    text_addc(out, '\n');
}

static void read_all(struct span text, bool full, struct text *out)
{
    static const char *const kinds[] = {"text", "heading", "item", "cell"};
    struct page *page = opened(text);
    struct sentence sentence;
    while (page_next(page, &sentence)) {
        if (full)
            text_addf(out, "%s %s %s%s%s%s%s: ", language_fields[sentence.field],
                      kinds[sentence.kind], sentence.starts ? "S" : "", sentence.ends ? "E" : "",
                      sentence.listed ? "L" : "", sentence.lone ? "1" : "",
                      sentence.off ? " off" : "");
        add_plain(&sentence, out);
    }
    page_close(page);
}

void pages_plain(struct span text, struct text *out)
{
    read_all(text, false, out);
}

void pages_full(struct span text, struct text *out)
{
    read_all(text, true, out);
}

size_t pages_check(struct span text)
{
    struct page *page = opened(text);
    struct sentence sentence;
    size_t count = 0, last = 0;
    while (page_next(page, &sentence)) {
        count++;
        assert_true(sentence.len > 0 && sentence.len <= LANGUAGE_SENTENCE_BYTES);
        assert_int_equal(sentence.plain[sentence.len], '\0');
        assert_null(memchr(sentence.plain, '\0', sentence.len));
        assert_true(sentence.source[0] >= last);
        for (size_t i = 0; i <= sentence.len; i++) {
            assert_true(sentence.source[i] >= last && sentence.source[i] <= text.len);
            assert_true(page_is_border(page, sentence.source[i]));
            last = sentence.source[i];
        }
        size_t end = page_end(page, &sentence, sentence.len);
        assert_true(end > sentence.source[0] && end <= text.len && page_is_border(page, end));
        struct language_place place = page_place(page, sentence.source[0]);
        assert_int_equal(place.byte, sentence.source[0]);
        assert_true(place.column <= place.byte && place.runes <= place.column);
        assert_true(place.units >= place.runes && place.text_units <= place.byte);
    }
    page_close(page);
    return count;
}
