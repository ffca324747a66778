/* A field as a person reads and types it. */
#include "review/member.h"

static void add_words(uint32_t mask, const struct vocabulary *words, struct text *out)
{
    const char *before = "";
    for (size_t i = 1; i < words->count; i++) {
        if (!(mask & 1u << i)) continue;
        text_addf(out, "%s%s", before, words->words[i].word);
        before = ", ";
    }
}

static void add_refs(const struct review_refs *refs, struct text *out)
{
    char id[16];
    for (size_t i = 0; i < refs->count; i++)
        text_addf(out, "%s%s", i ? ", " : "", review_id_text(refs->at[i], id));
}

/* "a.log:120-340", or the hash where the source has no name; without bytes the whole of it. */
static void add_place(const struct review_place *place, struct text *out)
{
    char hex[65];
    sha256_hex(&place->content, hex);
    text_adds(out, place->name ? place->name : hex);
    if (place->from || place->to)
        text_addf(out, ":%llu-%llu", (unsigned long long)place->from,
                  (unsigned long long)place->to);
}

/* What commas cannot part, or what would be taken for "+X", stands one a line. */
static bool wants_lines(struct span element, bool first)
{
    return memchr(element.at, ',', element.len) || (first && byte_is_one_of(element.at[0], "+-"));
}

static struct span element_of(const struct review_entry *entry, const struct review_field *field,
                              size_t i, struct text *scratch)
{
    if (field->type == REVIEW_TYPE_LINES) return span_of(MEMBER_OF(entry, field, LINES)->at[i]);
    text_clear(scratch);
    add_place(&MEMBER_OF(entry, field, PLACES)->at[i], scratch);
    return text_span(scratch);
}

static void add_elements(const struct review_entry *entry, const struct review_field *field,
                         size_t count, struct text *out)
{
    struct text scratch;
    bool lines = false;
    text_init(&scratch, 0);
    for (size_t i = 0; i < count; i++)
        lines = lines || wants_lines(element_of(entry, field, i, &scratch), i == 0);
    for (size_t i = 0; i < count; i++) {
        if (i && !lines) text_adds(out, ", ");
        text_add(out, element_of(entry, field, i, &scratch));
        if (lines) text_addc(out, '\n');
    }
    text_release(&scratch);
}

void review_field_text(const struct review_entry *entry, const struct review_field *field,
                       struct text *out)
{
    if (!review_is_stated(entry, field)) return;
    char id[16];
    switch (field->type) {
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_TEXT:
    case REVIEW_TYPE_HASH: text_adds(out, *MEMBER_OF(entry, field, LINE)); break;
    case REVIEW_TYPE_WORD:
        text_adds(out, vocabulary_word(field->words, *MEMBER_OF(entry, field, WORD)));
        break;
    case REVIEW_TYPE_WORDS: add_words(*MEMBER_OF(entry, field, WORDS), field->words, out); break;
    case REVIEW_TYPE_FLAG: text_adds(out, "yes"); break;
    case REVIEW_TYPE_COUNT:
        text_addf(out, "%lld", (long long)*MEMBER_OF(entry, field, COUNT));
        break;
    case REVIEW_TYPE_DATE: member_day_text(*MEMBER_OF(entry, field, DATE), out); break;
    case REVIEW_TYPE_INSTANT:
        instant_add_text(out, *MEMBER_OF(entry, field, INSTANT), NULL, INSTANT_FULL, -1);
        break;
    case REVIEW_TYPE_TIME: text_adds(out, MEMBER_OF(entry, field, TIME)->raw); break;
    case REVIEW_TYPE_REF: text_adds(out, review_id_text(*MEMBER_OF(entry, field, REF), id)); break;
    case REVIEW_TYPE_REFS: add_refs(MEMBER_OF(entry, field, REFS), out); break;
    case REVIEW_TYPE_LINES:
        add_elements(entry, field, MEMBER_OF(entry, field, LINES)->count, out);
        break;
    case REVIEW_TYPE_PLACES:
        add_elements(entry, field, MEMBER_OF(entry, field, PLACES)->count, out);
        break;
    }
}
