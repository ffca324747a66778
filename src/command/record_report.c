/* `report REVIEW`: one document for several depths of reading, checked before it leaves. */
#include "command/record.h"

enum { REPORT_BYTES = 1 << 30, TEMPLATE_BYTES = 1 << 20 };

enum format { FORMAT_HTML, FORMAT_MARKDOWN, FORMAT_JSON };

struct writing {
    struct call *call;
    enum format format;
    enum report_depth depth;
    uint8_t circle;
    const char *path;
    struct text page;
};

static enum status read_format(struct writing *w, struct error *error)
{
    const char *wish = call_value(w->call, "format");
    if (wish && strcmp(wish, "html") == 0)
        w->format = FORMAT_HTML;
    else if (wish && (strcmp(wish, "markdown") == 0 || strcmp(wish, "md") == 0))
        w->format = FORMAT_MARKDOWN;
    else if (wish && strcmp(wish, "json") == 0)
        w->format = FORMAT_JSON;
    else if (wish)
        return error_set(error, STATUS_USAGE, "--format wants markdown, html or json, not \"%s\"",
                         wish);
    else if (output_ends_in(w->path, ".md") || output_ends_in(w->path, ".markdown") ||
             call_has(w->call, "template"))
        w->format = FORMAT_MARKDOWN;
    else if (output_ends_in(w->path, ".json") || (strcmp(w->path, "-") == 0 && call_json(w->call)))
        w->format = FORMAT_JSON;
    else
        w->format = FORMAT_HTML;
    const char *name = strrchr(w->path, '/'), *dot = strrchr(name ? name : w->path, '.');
    if (!wish && w->format == FORMAT_HTML && dot && strcmp(w->path, "-") != 0 &&
        strcmp(dot, ".html") != 0 && strcmp(dot, ".htm") != 0)
        return error_set(error, STATUS_USAGE,
                         "a report of a review ends in .html, .md or .json; %s does not", w->path);
    if (call_has(w->call, "template") && call_has(w->call, "sheet"))
        return error_set(error, STATUS_USAGE, "--sheet has parts of its own, and no template");
    if (call_has(w->call, "template") && w->format != FORMAT_MARKDOWN)
        return error_set(error, STATUS_USAGE, "a template gives Markdown: write to a .md file");
    return STATUS_OK;
}

static enum status read_wishes(struct writing *w, struct error *error)
{
    static const char *const depths[] = {"gist", "story", "all"};
    const char *depth = call_value(w->call, "depth"), *circle = call_value(w->call, "for");
    w->path = call_value(w->call, "output");
    w->depth = depth ? 0 : REPORT_ALL;
    w->circle = REVIEW_CIRCLE_TEAM;
    if (!w->path)
        return error_set(error, STATUS_USAGE,
                         "report wants -o FILE.html (or .md, .json; - prints)");
    for (size_t i = 0; depth && i < 3; i++)
        if (strcmp(depth, depths[i]) == 0) w->depth = (enum report_depth)(i + 1);
    if (!w->depth)
        return error_set(error, STATUS_USAGE, "--depth wants gist, story or all, not \"%s\"",
                         depth);
    if (circle && (!*circle || vocabulary_read(&review_words_circle, span_of(circle), &w->circle,
                                               NULL) != STATUS_OK))
        return error_set(error, STATUS_USAGE,
                         "--for wants private, team, company or public, not \"%s\"", circle);
    return read_format(w, error);
}

static enum status render(struct writing *w, const struct record *record, struct error *error)
{
    const struct report_sink sink = output_gathered(&w->page);
    const char *path = call_value(w->call, "template");
    struct text template_text;
    if (!path && w->format == FORMAT_HTML) return report_review_html(&record->report, &sink, error);
    if (!path && w->format == FORMAT_JSON) return report_review_json(&record->report, &sink, error);
    if (!path) return report_review_markdown(&record->report, &sink, error);
    text_init(&template_text, TEMPLATE_BYTES);
    enum status status = os_slurp(path, TEMPLATE_BYTES, &template_text, error);
    if (status == STATUS_OK)
        status = report_review_template(&record->report, text_span(&template_text), &sink, error);
    if (status) error_place(error, "%s", path);
    text_release(&template_text);
    return status;
}

/* ---- what had better stay ---- */

static void leak_json(struct json_writer *json, const struct report_leak *leak)
{
    json_object(json);
    json_member_uint(json, "line", leak->line);
    json_member_string(json, "rule", leak->rule);
    json_member_string(json, "text", leak->text);
    json_member_string(json, "why", leak->why);
    json_object_end(json);
}

static enum status tell_leaks(struct writing *w, const struct report_leak *leaks, size_t count,
                              struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    for (size_t i = 0; i < count; i++) {
        if (call_json(w->call)) {
            leak_json(&json, &leaks[i]);
            json.pending = false;
            text_addc(&out, '\n');
            continue;
        }
        text_addf(&out, "line %u: %s \"", leaks[i].line, leaks[i].rule);
        text_add_visible(&out, span_of(leaks[i].text));
        text_adds(&out, "\": ");
        text_add_visible(&out, span_of(leaks[i].why));
        text_addc(&out, '\n');
    }
    enum status status = output_text(&w->call->out, &out, error);
    text_release(&out);
    return status;
}

/* FINDINGS, and nothing is written, when something is in it that had better stay. */
static enum status check(struct writing *w, const struct review *review, struct error *error)
{
    struct report_leak *leaks = NULL;
    size_t count = 0;
    if (w->circle == REVIEW_CIRCLE_PRIVATE) return STATUS_OK;
    enum status status = report_leaks(review, text_span(&w->page), w->circle, &w->call->arena,
                                      &leaks, &count, error);
    if (status || count == 0) return status;
    if (call_has(w->call, "despite-leaks")) {
        output_notice(w->call, "%zu finds of names, hosts or secrets go out with it", count);
        return STATUS_OK;
    }
    status = tell_leaks(w, leaks, count, error);
    if (status) return status;
    output_notice(w->call,
                  "not written: %zu finds that had better stay inside; change the entries, or "
                  "write it with --despite-leaks",
                  count);
    return STATUS_FINDINGS;
}

static enum status write(struct writing *w, struct desk *desk, struct error *error)
{
    struct record record;
    enum status status = record_prepare(desk, &desk->review, &record, error);
    if (status) return status;
    record.report.depth = w->depth;
    record.report.circle = w->circle;
    record.report.sheet = call_has(w->call, "sheet");
    status = render(w, &record, error);
    if (status == STATUS_OK) status = check(w, &record.review, error);
    if (status == STATUS_OK && strcmp(w->path, "-") == 0)
        status = output_text(&w->call->out, &w->page, error);
    else if (status == STATUS_OK)
        status = output_file(w->path, text_span(&w->page), error);
    if (status == STATUS_OK && strcmp(w->path, "-") != 0)
        status = output_written(w->call, w->path, w->page.len, error);
    record_release(&record);
    return status;
}

enum status record_report(struct call *call, struct error *error)
{
    struct desk desk;
    struct writing w = {.call = call};
    size_t used = 0;
    enum status status = read_wishes(&w, error);
    if (status == STATUS_OK) status = call_desk(call, false, &desk, error);
    if (status) return status;
    text_init(&w.page, REPORT_BYTES);
    status = desk_review(&desk, 0, &used, error);
    if (status == STATUS_OK) status = write(&w, &desk, error);
    text_release(&w.page);
    desk_close(&desk);
    return status;
}
