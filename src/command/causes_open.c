/* Where the graphs of `causes` come from: files that people typed, fault trees of other programs,
 * and reviews. */
#include "command/causes.h"

enum { FILE_BYTES = 256 << 20 };

static bool looks_like_xml(struct span text)
{
    /* UTF-16 with its mark: no typed text, and the reader of XML knows it */
    if (span_starts(text, SPAN("\xff\xfe<")) || span_starts(text, SPAN("\xfe\xff\0<"))) return true;
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    return span_starts(span_trim(text), SPAN("<"));
}

struct mistakes {
    struct call *call;
    const char *path;
    size_t count;
};

static void tell_mistake(void *context, unsigned line, const char *words)
{
    struct mistakes *mistakes = context;
    struct error error = ERROR_NONE;
    /* The first is the error of the call, and told at its end. */
    if (mistakes->count++ == 0) return;
    error_set(&error, STATUS_BAD_INPUT, "%s", words);
    error_place(&error, "%s:%u", mistakes->path, line);
    output_passed_over(mistakes->call, &error);
}

void causes_place(struct error *error, const char *name)
{
    char within[sizeof error->where];
    if (!error) return;
    memcpy(within, error->where, sizeof within);
    error->where[0] = '\0';
    const char *line = strncmp(within, "line ", 5) == 0 ? within + 5 : within;
    error_place(error, *line ? "%s:%s" : "%s", name, line);
}

enum status causes_read_file(struct call *call, const char *path, struct causes_graph *ret,
                             struct error *error)
{
    struct text text;
    const bool piped = strcmp(path, "-") == 0;
    struct mistakes mistakes = {call, piped ? "standard input" : path, 0};
    text_init(&text, FILE_BYTES);
    enum status status =
        piped ? call_input(&text, error) : os_slurp(path, FILE_BYTES, &text, error);
    /* What is read lives in the text. */
    const char *kept = status ? NULL : arena_copy(&call->arena, text_span(&text));
    if (status == STATUS_OK && !kept) status = arena_full(&call->arena, error);
    if (status == STATUS_OK) {
        struct span whole = {kept, text.len};
        status = looks_like_xml(whole)
                     ? exchange_psa_read(whole, &call->arena, ret, error)
                     : causes_read(whole, &call->arena, tell_mistake, &mistakes, ret, error);
        if (status) causes_place(error, mistakes.path);
    }
    text_release(&text);
    return status;
}

enum status causes_of_desk(struct desk *desk, struct causes_source *ret, struct error *error)
{
    struct call *call = desk_call(desk);
    struct review_causes causes;
    enum status status = desk_causes(desk, &causes, error);
    if (status) return status;
    const char *name = arena_printf(&call->arena, "PM%u", desk->review.number);
    if (!name) return arena_full(&call->arena, error);
    *ret = (struct causes_source){name, causes.graph, causes.implied, false};
    return STATUS_OK;
}

enum status causes_open_desk(struct causes_door *door, struct error *error)
{
    if (door->open) return STATUS_OK;
    enum status status = call_desk(door->call, false, &door->desk, error);
    door->open = status == STATUS_OK;
    return status;
}

enum status causes_open_review(struct causes_door *door, uint32_t number, struct causes_source *ret,
                               struct error *error)
{
    enum status status = causes_open_desk(door, error);
    if (status == STATUS_OK) status = desk_load(&door->desk, number, error);
    return status ? status : causes_of_desk(&door->desk, ret, error);
}

enum status causes_open(struct causes_door *door, const char *operand, struct causes_source *ret,
                        struct error *error)
{
    struct os_facts facts;
    uint32_t number = 0;
    size_t used;
    enum status status = STATUS_OK;
    if (operand && (strcmp(operand, "-") == 0 || os_facts(operand, &facts, NULL) == STATUS_OK)) {
        struct causes_source source = {.name = operand, .typed = true};
        status = causes_read_file(door->call, operand, &source.graph, error);
        if (status == STATUS_OK) *ret = source;
        return status;
    }
    status = causes_open_desk(door, error);
    if (status) return status;
    if (!operand) {
        status = desk_review(&door->desk, 0, &used, error);
        return status ? status : causes_of_desk(&door->desk, ret, error);
    }
    status = store_review_named(door->desk.store, span_of(operand), &number, error);
    return status ? status : causes_open_review(door, number, ret, error);
}

void causes_close(struct causes_door *door)
{
    if (door->open) desk_close(&door->desk);
    door->open = false;
}
