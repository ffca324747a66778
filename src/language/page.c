/* A text read sentence by sentence. */
#include "language/page_parts.h"

#include <stdlib.h>

/* A text is taken for English or not by this much of its prose. */
enum { SAMPLE_BYTES = 1 << 14 };

static void restart(struct page *page)
{
    page->open = page->item = page->quoted = page->said = page->table = page->titled = false;
    page->list_depth = page->level = 0;
    page->row_from = page->row_to = 0;
    page->piece_to = page->block_to = 0;
    page->plain_len = page->sentence_at = 0;
    memset(page->fields, page->given_field, sizeof page->fields);
    page_off_clear(page, OFF_REGION);
    page_off_clear(page, OFF_BLOCK);
    page_off_clear(page, OFF_WHOLE);
    page_begin(page);
}

/* The next piece of a block written down; false at the end. */
static bool next_piece(struct page *page)
{
    page->piece_first = page->piece_to >= page->block_to;
    if (page->piece_first) {
        if (page->block_done) page_off_clear(page, OFF_BLOCK);
        page->block_done = false;
        do {
            if (!page_block(page, &page->now)) return false;
        } while (page->fields[page->level] == LANGUAGE_FIELD_QUOTATION);
        page->block_done = true;
        page->piece_to = page->now.from;
        page->block_to = page->now.to;
    }
    page_write(page, page->piece_to, page->block_to);
    page->sentence_at = 0;
    return true;
}

/* Looks at the first of the prose, or, for remarks that cover all of the text, at all of it. */
static void look_ahead(struct page *page, bool remarks)
{
    struct english_count count = {0};
    size_t seen = 0;
    page->only_remarks = true;
    restart(page);
    while ((remarks || seen < SAMPLE_BYTES) && next_piece(page)) {
        if (seen < SAMPLE_BYTES) english_count((struct span){page->plain, page->plain_len}, &count);
        seen += page->plain_len;
    }
    page->only_remarks = false;
    page->foreign = !english_is(&count);
    page->remark_wrong = NULL;
    restart(page);
}

enum status page_open(const struct language_request *request, struct page **ret,
                      struct error *error)
{
    struct page *page = calloc(1, sizeof *page);
    char *plain = malloc(PLAIN_BYTES);
    size_t *source = malloc(PLAIN_BYTES * sizeof *source);
    uint8_t *rules = calloc(language_rule_count + 1, 1);
    struct span *reasons = calloc(language_rule_count + 1, sizeof *reasons);
    if (!page || !plain || !source || !rules || !reasons) {
        free(page), free(plain), free(source), free(rules), free(reasons);
        return error_set(error, STATUS_NO_MEMORY, "no memory to read a text");
    }
    page->text = request->text;
    page->document = request->document;
    page->given_field = (uint8_t)request->field;
    page->plain = plain;
    page->source = source;
    page->off.rules = rules;
    page->off.reasons = reasons;
    look_ahead(page, span_find(page->text, SPAN("off-file")) != SIZE_MAX);
    *ret = page;
    return STATUS_OK;
}

void page_close(struct page *page)
{
    if (!page) return;
    free(page->off.reasons);
    free(page->off.rules);
    free(page->source);
    free(page->plain);
    free(page);
}

bool page_is_foreign(const struct page *page)
{
    return page->foreign;
}

size_t page_foreign_sentences(const struct page *page)
{
    return page->foreign_sentences;
}

/* The bytes before the words of a block: a time that a timeline's line begins with. */
static size_t lead(const struct page *page, struct span plain)
{
    if (!page->piece_first) return 0;
    size_t n = said_time(plain);
    return n < plain.len ? n : 0;
}

static bool is_prose(struct span words)
{
    for (size_t i = 0; i < words.len; i++)
        if (is_word(words.at[i]) && !byte_is_digit(words.at[i])) return true;
    return false;
}

/* Whether a whole piece is left out. */
static bool is_left_out(struct page *page, struct span plain)
{
    uint8_t field = page->fields[page->level];
    page->piece_foreign = english_none(plain);
    return (field == LANGUAGE_FIELD_EVENT || field == LANGUAGE_FIELD_CONTEXT) &&
           page->piece_first && said_statement(span_from(plain, page->sentence_at));
}

static void tell(struct page *page, size_t from, size_t to, struct sentence *ret)
{
    bool last = to >= page->plain_len && page->piece_to >= page->block_to;
    bool first = page->piece_first && from == page->piece_lead;
    bool stopped =
        is_in(page->plain[to - 1], ".!?)\"'") &&
        (is_in(page->plain[to - 1], ".!?") || (to - from > 1 && is_in(page->plain[to - 2], ".!?")));
    page->held_at = to;
    page->held = page->plain[to];
    page->plain[to] = '\0';
    page->sentence_from = page->source[from];
    *ret = (struct sentence){.plain = page->plain + from,
                             .len = to - from,
                             .source = page->source + from,
                             .kind = page->now.kind,
                             .field = page->fields[page->level],
                             .starts = first,
                             .ends = last,
                             .listed = page->now.listed,
                             .lone = first && last && !stopped,
                             .off = page->off_marks ? &page->off : NULL};
}

bool page_next(struct page *page, struct sentence *ret)
{
    if (page->foreign || page->given_field == LANGUAGE_FIELD_QUOTATION) return false;
    if (page->held_at) page->plain[page->held_at] = page->held;
    page->held_at = 0;
    for (;;) {
        if (page->sentence_at >= page->plain_len) {
            if (!next_piece(page)) return false;
            struct span plain = {page->plain, page->plain_len};
            page->piece_lead = page->sentence_at = lead(page, plain);
            if (is_left_out(page, plain)) page->sentence_at = page->plain_len;
            continue;
        }
        struct span plain = {page->plain, page->plain_len};
        size_t from = page->sentence_at, to = sentence_end(plain, from);
        struct span words = span_sub(plain, from, to - from);
        page->sentence_at = to < plain.len && plain.at[to] == ' ' ? to + 1 : to;
        if (!is_prose(words) || page_is_template(words)) continue;
        if (page->piece_foreign) {
            page->foreign_sentences++;
            continue;
        }
        tell(page, from, to, ret);
        return true;
    }
}

const char *page_remark_wrong(const struct page *page, struct language_place *ret)
{
    if (!page->remark_wrong) return NULL;
    struct page other = {.text = page->text};
    *ret = page_place(&other, page->remark_at);
    return page->remark_wrong;
}

size_t page_end(const struct page *page, const struct sentence *sentence, size_t to)
{
    if (to == 0) return sentence->source[0];
    size_t from = sentence->source[to - 1];
    unsigned char plain = (unsigned char)sentence->plain[to - 1];
    unsigned char own = (unsigned char)page->text.at[from];
    if (own < 0x80 && own != plain) return sentence->source[to];
    uint32_t rune;
    size_t n = utf8_next(span_from(page->text, from), &rune);
    return from + (n ? n : 1);
}
