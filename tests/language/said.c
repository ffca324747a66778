#include "tests/language/said.h"

#include "tests/test.h"

static enum status gather(void *context, const struct language_finding *finding,
                          struct error *error)
{
    struct said *said = context;
    const unsigned class = finding->rule->class;
    (void)error;
    said->count++;
    if (finding->level > said->level[class]) {
        said->level[class] = finding->level;
        said->rule[class] = finding->rule->id;
    }
    return STATUS_OK;
}

struct said said_of(struct span text, struct span field)
{
    enum language_field known = LANGUAGE_FIELD_ANALYSIS;
    struct said said = {0};
    struct language_summary summary;
    struct error error = ERROR_NONE;
    const bool document = span_is(field, "document");
    if (!document && !language_find_field(field, &known))
        fail_msg("no field is called %.*s", SPAN_ARGS(field));
    const struct language_request request = {.text = text, .document = document, .field = known};
    assert_ok(language_check(&request, gather, &said, &summary, &error));
    return said;
}

size_t said_table(const char *path, size_t columns, struct text *content, struct table_row **ret)
{
    struct error error = ERROR_NONE;
    struct table_row *rows = NULL;
    size_t count = 0, room = 0, line = 0;
    assert_true(columns <= TABLE_COLUMNS);
    text_init(content, 0);
    assert_ok(os_slurp(path, 1 << 22, content, &error));
    for (struct span rest = text_span(content); rest.len > 0;) {
        struct span row = span_cut(&rest, '\n');
        line++;
        if (row.len == 0 || row.at[0] == '#') continue;
        assert_ok(grow_array(&rows, &room, count + 1, sizeof *rows, &error));
        rows[count].line = line;
        for (size_t i = 0; i < columns; i++) {
            rows[count].cells[i] = span_trim(span_cut(&row, '\t'));
            if (rows[count].cells[i].len == 0) fail_msg("%s:%zu: %zu cells", path, line, columns);
        }
        count++;
    }
    *ret = rows;
    return count;
}
