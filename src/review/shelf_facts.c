/* Facts: the short values of an entry by which reviews are compared and listed. */
#include "review/shelf.h"

#include <assert.h>

typedef enum status each_fact(void *context, const struct review_field *field, struct span value,
                              struct error *error);

struct teller {
    each_fact *each;
    void *context;
    const struct review_field *field;
    struct error *error;
};

static enum status tell(const struct teller *teller, const char *value)
{
    return teller->each(teller->context, teller->field, span_of(value), teller->error);
}

static enum status tell_words(const struct teller *teller, uint32_t mask)
{
    enum status status = STATUS_OK;
    const struct vocabulary *words = teller->field->words;
    for (size_t i = 1; !status && i < words->count; i++)
        if (mask >> i & 1) status = tell(teller, words->words[i].word);
    return status;
}

static enum status tell_lines(const struct teller *teller, const struct review_lines *lines)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < lines->count; i++) status = tell(teller, lines->at[i]);
    return status;
}

static enum status tell_refs(const struct teller *teller, const struct review_id *ids, size_t count)
{
    enum status status = STATUS_OK;
    char id[16];
    for (size_t i = 0; !status && i < count; i++) status = tell(teller, review_id_text(ids[i], id));
    return status;
}

static enum status tell_instant(const struct teller *teller, instant at, enum instant_style style)
{
    struct text text;
    text_init(&text, 64);
    instant_add_text(&text, at, NULL, style, -1);
    enum status status = tell(teller, text.at);
    text_release(&text);
    return status;
}

static enum status tell_count(const struct teller *teller, int64_t count)
{
    struct text text;
    text_init(&text, 32);
    text_addf(&text, "%lld", (long long)count);
    enum status status = tell(teller, text.at);
    text_release(&text);
    return status;
}

static enum status tell_field(const struct teller *teller, const void *member)
{
    switch (teller->field->type) {
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_HASH: return tell(teller, *(const char *const *)member);
    case REVIEW_TYPE_WORD:
        return tell(teller, teller->field->words->words[*(const uint8_t *)member].word);
    case REVIEW_TYPE_WORDS: return tell_words(teller, *(const uint32_t *)member);
    case REVIEW_TYPE_FLAG: return tell(teller, "yes");
    case REVIEW_TYPE_COUNT: return tell_count(teller, *(const int64_t *)member);
    case REVIEW_TYPE_DATE:
        return tell_instant(teller, *(const int32_t *)member * NS_PER_DAY, INSTANT_DATE);
    case REVIEW_TYPE_INSTANT: return tell_instant(teller, *(const instant *)member, INSTANT_FULL);
    case REVIEW_TYPE_LINES: return tell_lines(teller, member);
    case REVIEW_TYPE_REF: return tell_refs(teller, member, 1);
    case REVIEW_TYPE_REFS:
        return tell_refs(teller, ((const struct review_refs *)member)->at,
                         ((const struct review_refs *)member)->count);
    case REVIEW_TYPE_TEXT:
    case REVIEW_TYPE_TIME:
    case REVIEW_TYPE_PLACES: break;
    }
    assert(false); /* the table of record.h calls a text, a time or places a fact */
    return STATUS_OK;
}

enum status review_entry_facts(const struct review_entry *entry, each_fact *each, void *context,
                               struct error *error)
{
    const struct review_kind_spec *kind = &review_kinds[entry->id.kind];
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < kind->count; i++) {
        const struct review_field *field = &kind->fields[i];
        if (!(field->flags & REVIEW_FACT) || !review_is_stated(entry, field)) continue;
        status = tell_field(&(struct teller){each, context, field, error},
                            (const char *)entry + field->at);
    }
    return status;
}
