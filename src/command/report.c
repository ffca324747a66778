#include "command/record.h"

#include <stdio.h>
#include <unistd.h>

typedef enum status (*renderer)(const struct report_model *, const struct report_sink *,
                                struct error *);

/* NULL for an ending that no report has. */
static renderer renderer_for(const struct call *call, const char *path)
{
    if (strcmp(path, "-") == 0 && call_json(call)) return report_findings_json;
    if (output_ends_in(path, ".md")) return report_findings_markdown;
    if (output_ends_in(path, ".json")) return report_findings_json;
    if (output_ends_in(path, ".txt")) return report_findings_text;
    const char *name = strrchr(path, '/');
    bool ending = strchr(name ? name : path, '.') != NULL;
    if (output_ends_in(path, ".html") || output_ends_in(path, ".htm") || strcmp(path, "-") == 0 ||
        !ending)
        return report_findings_html;
    return NULL;
}

static enum status write_report(struct call *call, struct workspace *workspace, const char *path,
                                struct error *error)
{
    struct text page;
    struct report_sink sink = output_gathered(&page);
    const char *title = call_value(call, "title");
    if (title) workspace->model.title = title;
    workspace->model.colour = false;
    text_init(&page, (size_t)1 << 30);
    enum status status = renderer_for(call, path)(&workspace->model, &sink, error);
    bool printed = strcmp(path, "-") == 0;
    if (status == STATUS_OK && printed)
        status = output_text(&call->out, &page, error);
    else if (status == STATUS_OK)
        status = output_file(path, text_span(&page), error);
    if (status == STATUS_OK && !printed) status = output_written(call, path, page.len, error);
    text_release(&page);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    const char *path = call_value(call, "output");
    if (call->operand_count == 0 || strcmp(call->operands[0], "timeline") != 0)
        return record_report(call, error);
    if (!path)
        return error_set(error, STATUS_USAGE,
                         "report wants -o FILE.html (or .md, .json, .txt; - prints)");
    if (!renderer_for(call, path))
        return error_set(error, STATUS_USAGE,
                         "a report ends in .html, .md, .json or .txt; %s does not", path);
    enum status status = workspace_load(call, WORKSPACE_ALL, false, &workspace, error);
    if (status) return status;
    status = write_report(call, &workspace, path, error);
    workspace_release(&workspace);
    return status;
}

static const struct option_spec options[] = {
    {"output", 'o', "FILE",
     "where to write; .md, .json and .txt choose the format, all else is HTML; - prints"},
    {"title", 0, "TEXT", "timeline: heading of the report"},
    {"zone", 'z', "ZONE", "show times in this zone (default UTC; of a review its own)"},
    {"depth", 0, "DEPTH", "of a review: gist, story or all (the default)"},
    {"for", 0, "CIRCLE", "of a review: private, team (the default), company or public"},
    {"format", 'f', "FORMAT", "of a review: markdown, html or json, whatever the file's name"},
    {"sheet", 0, NULL, "of a review: the facilitator's sheet for the meeting"},
    {"template", 0, "FILE", "of a review: Markdown of your own with {{part}} and {{field:title}}"},
    {"despite-leaks", 0, NULL, "of a review: write it although names, hosts or secrets are in it"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_report = {
    .name = "report",
    .operands = "timeline|[REVIEW]",
    .most = 1,
    .summary = "write a review, or the timeline of the evidence, as one page or file",
    .text =
        "The report of a review is one document at three depths of reading. It prints roles; names "
        "only by the review's name policy. Before a report for a circle wider than private is "
        "written it is searched for names, handles, hosts, addresses and secrets: what is found is "
        "listed with its line, nothing is written, and the exit code is 1.\n\n"
        "The page of the timeline shows lanes of all sources, milestones as intervals, gaps, "
        "metrics and pictures, and takes every line back to source, bytes and hash.\n\n"
        "Pages need no network and no script; they print, and follow light and dark. The file is "
        "replaced as a whole or not at all.",
    .example = "postmortem report PM1 --for company --depth story -o orders.html",
    .options = options,
    .run = run,
};
