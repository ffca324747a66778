/* Items as CSV: for a tracker, or for a table in a meeting. */
#include "exchange/events.h"

#include <assert.h>

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whoever looks after an item, as the review's name policy lets it be printed. */
static const char *named(const struct review *review, const char *written)
{
    if (!written || !*written) return "";
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        bool handle = false;
        for (size_t h = 0; h < person->handles.count; h++)
            handle = handle || same(person->handles.at[h], written);
        if (same(person->role, written)) return written;
        if (handle || same(person->name, written)) return review_print_name(review, person);
    }
    return review->own->naming == REVIEW_NAMING_NAMES ? written : "named in the record";
}

static void add_cell(struct text *out, const struct review *review, const struct review_item *item,
                     const struct review_field *field)
{
    struct text cell;
    text_init(&cell, 0);
    if (field->flags & REVIEW_NAMES) {
        assert(field->type == REVIEW_TYPE_LINE);
        text_adds(&cell, named(review, *(const char *const *)(const void *)((const char *)item +
                                                                            field->at)));
    } else if (review_is_stated(&item->entry, field)) {
        review_field_text(&item->entry, field, &cell);
    }
    text_addc(out, ',');
    text_add_csv(out, text_span(&cell));
    text_release(&cell);
}

enum status exchange_items_write(const struct review *review, struct text *out, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_ITEM];
    char id[16];
    text_adds(out, "id");
    for (size_t i = 0; i < spec->count; i++) text_addf(out, ",%s", spec->fields[i].name);
    text_adds(out, "\r\n");
    for (size_t n = 0; n < review->items.count; n++) {
        const struct review_item *item = &review->items.at[n];
        text_adds(out, review_id_text(item->entry.id, id));
        for (size_t i = 0; i < spec->count; i++) add_cell(out, review, item, &spec->fields[i]);
        text_adds(out, "\r\n");
    }
    return text_status(out, error);
}
