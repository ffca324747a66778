/* An entry as a form in an editor. */
#include "review/member.h"

#include <assert.h>

enum { WIDTH = 98 };

/* ---- writing ---- */

static void comment(struct text *out, struct span words)
{
    struct text wrapped;
    text_init(&wrapped, 0);
    text_add_wrapped(&wrapped, words, 0, WIDTH);
    struct span rest = text_span(&wrapped);
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        text_adds(out, "# ");
        text_add(out, line);
        text_addc(out, '\n');
    }
    text_release(&wrapped);
}

static void comment_on(struct text *out, const struct review_field *field)
{
    struct text words;
    text_init(&words, 0);
    text_adds(&words, field->help);
    for (size_t i = 1; field->words && i < field->words->count; i++)
        text_addf(&words, "%s%s", i == 1 ? "; words: " : ", ", field->words->words[i].word);
    comment(out, text_span(&words));
    text_release(&words);
}

static void heading(struct text *out, const struct review_entry *entry)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    char id[16];
    if (entry->version)
        text_addf(out, "# %s %s, version %u. ", review_id_text(entry->id, id), spec->name,
                  (unsigned)entry->version);
    else
        text_addf(out, "# New %s. ", spec->name);
    text_adds(out, "Lines that begin with # are not kept.\n"
                   "# A long text goes below its field, each line behind four spaces; an empty "
                   "value takes back.\n");
}

/* Below the field's line, each line behind four spaces; a line without content stays empty. */
static void block(struct text *out, struct span value)
{
    text_addc(out, '\n');
    while (value.len) {
        struct span line = span_cut(&value, '\n');
        if (line.len) text_adds(out, "    ");
        text_add(out, line);
        text_addc(out, '\n');
    }
}

void review_form_write(const struct review_entry *entry, bool all_fields, struct text *out)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct text value;
    char name[40];
    text_init(&value, 0);
    heading(out, entry);
    for (size_t i = 0; i < spec->count; i++) {
        const struct review_field *field = &spec->fields[i];
        bool stated = review_is_stated(entry, field);
        if (field->flags & REVIEW_DERIVED || (!stated && !all_fields)) continue;
        if (all_fields) {
            text_addc(out, '\n');
            comment_on(out, field);
        }
        text_clear(&value);
        review_field_text(entry, field, &value);
        text_addf(out, "%s:", member_option(field, name));
        if (!stated)
            text_addc(out, '\n');
        else if (field->type == REVIEW_TYPE_TEXT || memchr(value.at, '\n', value.len))
            block(out, text_span(&value));
        else
            text_addf(out, " %s\n", value.at);
    }
    if (value.status && !out->status) out->status = value.status;
    text_release(&value);
}

/* ---- reading ---- */

struct form {
    struct review_entry *entry; /* the copy that is filled */
    const struct review_typing *typing;
    struct arena *arena;
    struct error *error;
    const struct review_field *field; /* whose value is being collected; NULL: none yet */
    size_t line, field_line;
    uint64_t seen;
    struct text value, before;
    struct text blank; /* lines without content, which count when the block goes on */
};

static struct span without_end(struct span s)
{
    while (s.len && byte_is_one_of(s.at[s.len - 1], " \t\n")) s.len--;
    return s;
}

/* A value that says what the entry has already is left alone: a time stays what it meant. */
static enum status take_value(struct form *form)
{
    if (!form->field) return STATUS_OK;
    struct span value = text_span(&form->value);
    text_clear(&form->before);
    review_field_text(form->entry, form->field, &form->before);
    enum status status = text_status(&form->before, form->error);
    if (!status) status = text_status(&form->value, form->error);
    if (!status && !span_equal(without_end(value), without_end(text_span(&form->before))))
        status =
            review_set(form->entry, form->field, value, form->typing, form->arena, form->error);
    if (status) error_place(form->error, "line %zu", form->field_line);
    return status;
}

static enum status wrong_line(struct form *form, struct span line, const char *why)
{
    enum status status = error_set(form->error, STATUS_BAD_INPUT, "\"%.*s\": %s",
                                   (int)(line.len < 80 ? line.len : 80), line.at, why);
    error_place(form->error, "line %zu", form->line);
    return status;
}

/* "name: value" */
static enum status begin_field(struct form *form, struct span line)
{
    const struct review_kind_spec *spec = &review_kinds[form->entry->id.kind];
    size_t colon = span_find(line, SPAN(":"));
    enum status status = take_value(form);
    if (status) return status;
    if (colon == SIZE_MAX)
        return wrong_line(form, line,
                          "neither a field and a colon, nor text behind four spaces, nor a comment "
                          "after #");
    const struct review_field *field = review_field_find((enum review_kind)form->entry->id.kind,
                                                         span_trim(span_sub(line, 0, colon)));
    if (!field)
        return wrong_line(form, line, "no such field; text that goes on stands behind four spaces");
    if (field->flags & REVIEW_DERIVED)
        return wrong_line(form, line, "the program fills this field itself: take the line out");
    uint64_t bit = UINT64_C(1) << (field - spec->fields);
    if (form->seen & bit) return wrong_line(form, line, "the field stands there twice: keep one");
    form->seen |= bit;
    form->field = field;
    form->field_line = form->line;
    text_clear(&form->blank);
    text_clear(&form->value);
    text_add(&form->value, span_trim(span_from(line, colon + 1)));
    return STATUS_OK;
}

/* Four spaces, a tab, or what there is of them. */
static struct span without_indent(struct span line)
{
    size_t indent = 0;
    if (line.len && line.at[0] == '\t') return span_from(line, 1);
    while (indent < 4 && indent < line.len && line.at[indent] == ' ') indent++;
    return span_from(line, indent);
}

/* Each line of a block ends with a line break: a list in it is parted by these, not by commas. */
static enum status go_on(struct form *form, struct span line)
{
    struct text *value = &form->value;
    if (!form->field) return wrong_line(form, line, "text without a field above it");
    if (value->len && value->at[value->len - 1] != '\n') text_addc(value, '\n');
    text_add(value, text_span(&form->blank));
    text_clear(&form->blank);
    text_add(value, without_indent(line));
    text_addc(value, '\n');
    return STATUS_OK;
}

static enum status take_line(struct form *form, struct span line)
{
    form->line++;
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    if (line.len && line.at[0] == '#') return STATUS_OK;
    if (span_trim(line).len == 0) {
        text_add(&form->blank, without_indent(line));
        text_addc(&form->blank, '\n');
        return text_status(&form->blank, form->error);
    }
    return byte_is_one_of(line.at[0], " \t") ? go_on(form, line) : begin_field(form, line);
}

enum status review_form_read(struct span form, struct review_entry *entry,
                             const struct review_typing *typing, struct arena *arena,
                             struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    if (form.len > BODY_MAX)
        return error_set(error, STATUS_LIMIT, "a form of %zu bytes: at most %d are taken", form.len,
                         BODY_MAX);
    struct form reading = {.typing = typing, .arena = arena, .error = error};
    reading.entry = arena_alloc(arena, spec->size);
    if (!reading.entry) return arena_full(arena, error);
    memcpy(reading.entry, entry, spec->size);
    text_init(&reading.value, 0);
    text_init(&reading.before, 0);
    text_init(&reading.blank, 0);
    enum status status = STATUS_OK;
    if (span_starts(form, SPAN("\xef\xbb\xbf"))) form = span_from(form, 3);
    while (!status && form.len) status = take_line(&reading, span_cut(&form, '\n'));
    if (!status) status = take_value(&reading);
    if (!status) memcpy(entry, reading.entry, spec->size);
    text_release(&reading.blank);
    text_release(&reading.before);
    text_release(&reading.value);
    return status;
}
