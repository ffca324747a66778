#include "command/workspace.h"

static enum status write_count(struct call *call, uint64_t records, uint64_t events,
                               struct error *error)
{
    struct text out;
    text_init(&out, 0);
    if (call_json(call)) {
        struct json_writer json;
        json_begin(&json, &out);
        json_object(&json);
        json_member_uint(&json, "records", records);
        json_member_uint(&json, "events", events);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_addf(&out, "%llu\n", (unsigned long long)(records + events));
    }
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

static enum status search(struct call *call, struct workspace *workspace, struct listing *listing,
                          uint64_t *ret_rows, struct error *error)
{
    struct timeline_filter filter;
    uint64_t records = 0, events = 0;
    enum status status = filter_of_call(call, workspace, &filter, error);
    if (status) return status;
    listing->events = !filter.level_mask && listing->template_number == UINT32_MAX;
    if (!call_has(call, "count"))
        return listing_write(call, workspace, &filter, listing, ret_rows, error);
    status = listing_count(call, workspace, &filter, listing, &records, &events, error);
    if (status == STATUS_OK) status = write_count(call, records, events, error);
    if (status == STATUS_OK) *ret_rows = records + events;
    return status;
}

static enum status read_options(struct call *call, struct listing *listing, struct error *error)
{
    enum status status = listing_format(call, &listing->format, error);
    if (status == STATUS_OK) status = call_number(call, "limit", &listing->limit, error);
    if (status == STATUS_OK) status = listing_template(call, &listing->template_number, error);
    if (status == STATUS_OK && call_has(call, "count") &&
        (call_has(call, "limit") || call_has(call, "format")))
        status = error_set(error, STATUS_USAGE,
                           "--count lists nothing: it goes without --limit and --format (--json "
                           "is fine)");
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    struct evidence_query *query = NULL;
    struct listing listing = {.untimed = true};
    uint64_t rows = 0;
    enum status status = read_options(call, &listing, error);
    if (status == STATUS_OK)
        status =
            desk_is_wrong(evidence_query_new(span_of(call->operands[0]), call_has(call, "regex"),
                                             call_has(call, "ignore-case"), &query, error),
                          error);
    if (status) return status;
    listing.query = query;
    unsigned needs = WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_READERS;
    /* events have neither level nor kind of message: then nobody waits for them */
    if (!call_has(call, "level") && !call_has(call, "template")) needs |= WORKSPACE_READING;
    status = workspace_load(call, needs, false, &workspace, error);
    if (status == STATUS_OK) {
        status = search(call, &workspace, &listing, &rows, error);
        workspace_release(&workspace);
    }
    evidence_query_free(query);
    if (status == STATUS_OK && rows == 0) return STATUS_FINDINGS;
    return status;
}

static const struct option_spec options[] = {
    FILTER_OPTIONS,
    {"template", 0, "NUMBER",
     "only records of this kind of message, as postmortem templates numbers them"},
    {"regex", 'E', NULL, "TEXT is a regular expression (PCRE2)"},
    {"ignore-case", 'i', NULL, "capital and small letters are the same"},
    {"limit", 'n', "ROWS", "stop after this many rows"},
    {"count", 'c', NULL, "only say how many rows there are"},
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_search = {
    .name = "search",
    .operands = "TEXT",
    .least = 1,
    .most = 1,
    .summary = "find text in everything collected, in time order",
    .text =
        "Rows come as soon as nothing earlier can be found any more. A window, sources, a level "
        "or a kind of message make it quicker: what they rule out is not read.\n\n"
        "A record is found once, however often it holds the text. Records without a time come "
        "last, and only when no window is given. Exit code 1 means that nothing was found.",
    .example = "postmortem search -i 'pool exhausted' --from 05:55",
    .options = options,
    .run = run,
};
