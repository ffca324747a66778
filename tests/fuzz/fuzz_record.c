/*
 * Bodies and forms of the record. The first line names a kind; what follows is a body when it
 * begins with '{', else a form.
 *
 * What is accepted is written, read and written again without a change; so are its form and its
 * copy; and no field's own text upsets the field.
 */
#include "tests/fuzz/fuzz.h"

#include "review/review.h"

#include <assert.h>

enum { ARENA = 256 << 20 };

static enum status one_source(void *context, struct span which, struct review_place *ret,
                              struct error *error)
{
    (void)context;
    if (!which.len) return error_set(error, STATUS_NOT_FOUND, "no source");
    *ret = (struct review_place){.content = {{(unsigned char)which.at[0]}}, .name = "s, t"};
    return STATUS_OK;
}
static const struct review_typing typing = {.day = 1795305600 * NS_PER_S, .source = one_source};

static void body_of(const struct review_entry *entry, struct text *out)
{
    text_clear(out);
    review_body_write(entry, out);
    assert(text_status(out, NULL) == STATUS_OK);
}

static void texts_can_be_typed(struct review_entry *entry, struct arena *arena)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct text text;
    text_init(&text, 0);
    for (size_t i = 0; i < spec->count; i++) {
        const struct review_field *field = &spec->fields[i];
        text_clear(&text);
        review_field_text(entry, field, &text);
        enum status status = review_set(entry, field, text_span(&text), &typing, arena, NULL);
        assert(status == STATUS_OK || field->type == REVIEW_TYPE_TIME);
    }
    text_release(&text);
}

static void settles(struct review_entry *entry, struct arena *arena)
{
    enum review_kind kind = (enum review_kind)entry->id.kind;
    struct review_entry *again;
    struct text first, second, form;
    text_init(&first, 0);
    text_init(&second, 0);
    text_init(&form, 0);
    body_of(entry, &first);
    enum status status = review_body_read(kind, text_span(&first), arena, &again, NULL);
    assert(status == STATUS_OK);
    body_of(again, &second);
    assert(span_equal(text_span(&first), text_span(&second)));
    again = review_entry_copy(again, arena);
    assert(again && review_entry_line(again));
    review_form_write(again, first.len & 1, &form);
    status = review_form_read(text_span(&form), again, &typing, arena, NULL);
    assert(status == STATUS_OK);
    body_of(again, &second);
    assert(span_equal(text_span(&first), text_span(&second)));
    review_entry_words(again, &form);
    texts_can_be_typed(again, arena);
    text_release(&form);
    text_release(&second);
    text_release(&first);
}

/* An event when no kind has this name. */
static enum review_kind kind_named(struct span name)
{
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++)
        if (span_is(name, review_kinds[kind].name)) return (enum review_kind)kind;
    return REVIEW_KIND_EVENT;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = {(const char *)data, size};
    enum review_kind kind = kind_named(span_cut(&rest, '\n'));
    struct arena arena;
    struct review_entry *entry;
    arena_init(&arena, ARENA);
    bool accepted;
    if (rest.len && rest.at[0] == '{') {
        accepted = !review_body_read(kind, rest, &arena, &entry, NULL);
    } else {
        entry = review_entry_new(kind, &arena);
        accepted = entry && !review_form_read(rest, entry, &typing, &arena, NULL);
    }
    if (accepted) settles(entry, &arena);
    arena_release(&arena);
    return 0;
}
