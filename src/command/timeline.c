#include "command/workspace.h"

static enum status write_findings(struct call *call, const struct workspace *workspace,
                                  enum report_format format, struct error *error)
{
    switch (format) {
    case REPORT_JSON: return report_findings_json(&workspace->model, &call->out, error);
    case REPORT_MARKDOWN: return report_findings_markdown(&workspace->model, &call->out, error);
    case REPORT_TEXT: return report_findings_text(&workspace->model, &call->out, error);
    case REPORT_CSV: break;
    }
    return error_set(error, STATUS_USAGE,
                     "findings are no table; for rows add --records or a window");
}

static enum status write_rows(struct call *call, struct workspace *workspace,
                              const struct timeline_filter *filter, enum report_format format,
                              struct error *error)
{
    struct listing listing = {.format = format};
    struct evidence_query *query = NULL;
    const char *text = call_value(call, "text");
    uint64_t rows;
    enum status status = call_number(call, "limit", &listing.limit, error);
    if (status == STATUS_OK) status = listing_template(call, &listing.template_number, error);
    listing.events = listing.template_number == UINT32_MAX && !filter->level_mask;
    if (status == STATUS_OK && text)
        status = evidence_query_new(span_of(text), false, true, &query, error);
    listing.query = query;
    if (status == STATUS_OK)
        status = listing_write(call, workspace, filter, &listing, &rows, error);
    evidence_query_free(query);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    struct timeline_filter filter;
    enum report_format format;
    bool rows = filter_given(call) || call_has(call, "records") || call_has(call, "text") ||
                call_has(call, "template");
    if (call_has(call, "summary")) rows = false;
    enum status status = listing_format(call, &format, error);
    if (status == STATUS_OK && call_has(call, "counts") &&
        (call_has(call, "text") || call_has(call, "template") || call_has(call, "limit") ||
         call_has(call, "summary") || format == REPORT_MARKDOWN))
        status =
            error_set(error, STATUS_USAGE,
                      "--counts goes with --from, --to, --source and --level alone, and prints "
                      "CSV or JSON");
    if (status) return status;
    unsigned needs = rows && !call_has(call, "counts")
                         ? WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_READING
                         : WORKSPACE_ALL & ~(unsigned)WORKSPACE_TEMPLATES;
    status = workspace_load(call, needs, true, &workspace, error);
    if (status) return status;
    status = filter_of_call(call, &workspace, &filter, error);
    if (status == STATUS_OK) {
        if (call_has(call, "counts"))
            status = counts_write(call, &workspace, &filter, format == REPORT_JSON, error);
        else if (rows)
            status = write_rows(call, &workspace, &filter, format, error);
        else
            status = write_findings(call, &workspace, format, error);
    }
    workspace_release(&workspace);
    return status;
}

static const struct option_spec options[] = {
    FILTER_OPTIONS,
    {"text", 't', "TEXT", "only records and events that hold this text, case ignored"},
    {"template", 0, "NUMBER",
     "only records of this kind of message, as postmortem templates numbers them"},
    {"records", 0, NULL, "list records and events even without a window or filter"},
    {"summary", 0, NULL, "tell the findings, those of the whole timeline, even with a window"},
    {"counts", 0, "WIDTH",
     "count records per source and level in buckets of this width, such as 10s; CSV or JSON"},
    {"limit", 'n', "ROWS", "stop after this many rows"},
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_timeline = {
    .name = "timeline",
    .operands = "[PATH...]",
    .most = UINT32_MAX,
    .summary = "one timeline on one clock: findings, or the records of a window",
    .text =
        "Without a window or filter it tells the findings: the clocks that were found, milestones "
        "and durations as intervals, hot spots, gaps, contradictions, and the events of chat, "
        "alerts, deploys and shells. With a window, a filter or --records it lists records of all "
        "sources merged, with the events between them, each with source, bytes and hash.\n"
        "With PATHs it needs no workspace: they are collected into one that lasts for this call.",
    .example = "postmortem timeline --from 05:54 --to 05:56 --level warn --zone Europe/Lisbon",
    .options = options,
    .run = run,
};
