/* Names of entries and fields. */
#include "review/record.h"

#include <assert.h>
#include <stdio.h>

const char *review_id_text(struct review_id id, char *out)
{
    assert(id.kind < REVIEW_KIND_COUNT);
    snprintf(out, 16, "%s%u", review_kinds[id.kind].letter, (unsigned)id.number);
    return out;
}

enum status review_id_read(struct span text, struct review_id *ret, struct error *error)
{
    size_t letters = 0;
    while (letters < text.len && (text.at[letters] < '0' || text.at[letters] > '9')) letters++;
    struct span letter = span_sub(text, 0, letters);
    uint64_t number;
    bool good = span_to_u64(span_from(text, letters), &number) && number <= UINT32_MAX;
    for (uint32_t kind = 0; good && kind < REVIEW_KIND_COUNT; kind++) {
        if (!span_equal_nocase(letter, span_of(review_kinds[kind].letter))) continue;
        if (number == 0 && kind != REVIEW_KIND_REVIEW) break;
        *ret = (struct review_id){kind, (uint32_t)number};
        return STATUS_OK;
    }
    return error_set(error, STATUS_BAD_INPUT,
                     "\"%.*s\" is no id: ids look like E12 (an event) or I3 (an item), a letter "
                     "and a number from 1 on; PM0 is the review itself",
                     (int)(text.len < 40 ? text.len : 40), text.at ? text.at : "");
}

static bool same_name(struct span typed, const char *name)
{
    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.at[i] == '-' ? '_' : typed.at[i];
        if (c == '\0' || c != name[i]) return false;
    }
    return name[typed.len] == '\0';
}

const struct review_field *review_field_find(enum review_kind kind, struct span name)
{
    assert(kind < REVIEW_KIND_COUNT);
    const struct review_kind_spec *spec = &review_kinds[kind];
    for (size_t i = 0; i < spec->count; i++)
        if (same_name(name, spec->fields[i].name)) return &spec->fields[i];
    return NULL;
}
