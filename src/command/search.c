#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    struct timeline_filter filter;
    struct evidence_query *query = NULL;
    struct listing listing = {.events = true, .untimed = true, .template_number = UINT32_MAX};
    uint64_t rows = 0;
    enum status status = listing_format(call, &listing.format, error);
    if (status == STATUS_OK) status = call_number(call, "limit", &listing.limit, error);
    if (status == STATUS_OK)
        status =
            desk_is_wrong(evidence_query_new(span_of(call->operands[0]), call_has(call, "regex"),
                                             call_has(call, "ignore-case"), &query, error),
                          error);
    listing.query = query;
    if (status) return status;
    status = workspace_load(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_READING, false,
                            &workspace, error);
    if (status == STATUS_OK) {
        status = filter_of_call(call, &workspace, &filter, error);
        listing.events = status == STATUS_OK && !filter.level_mask;
        if (status == STATUS_OK)
            status = listing_write(call, &workspace, &filter, &listing, &rows, error);
        workspace_release(&workspace);
    }
    evidence_query_free(query);
    if (status == STATUS_OK && rows == 0) return STATUS_FINDINGS;
    return status;
}

static const struct option_spec options[] = {
    FILTER_OPTIONS,
    {"regex", 'E', NULL, "TEXT is a regular expression (PCRE2)"},
    {"ignore-case", 'i', NULL, "capital and small letters are the same"},
    {"limit", 'n', "ROWS", "stop after this many rows"},
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
    .text = "Records without a time come last, and only when no window is given. Exit code 1 means "
            "that nothing was found.",
    .example = "postmortem search -i 'pool exhausted' --from 05:55",
    .options = options,
    .run = run,
};
