/* Pictures and other forms of a graph, written to files. */
#include "command/causes.h"

enum { PICTURE_BYTES = 1 << 30 };

static enum status write_text(const struct report_graph *graph, const struct report_sink *sink,
                              struct error *error)
{
    struct text out;
    text_init(&out, PICTURE_BYTES);
    causes_write(graph->graph, &out);
    enum status status = output_text(sink, &out, error);
    text_release(&out);
    return status;
}

static enum status write_psa(const struct report_graph *graph, const struct report_sink *sink,
                             struct error *error)
{
    struct text out;
    text_init(&out, PICTURE_BYTES);
    enum status status = exchange_psa_write(graph->graph, &out, error);
    if (status == STATUS_OK) status = output_text(sink, &out, error);
    text_release(&out);
    return status;
}

/* Every option that names a file, and what it gets. */
static const struct {
    const char *option;
    enum status (*write)(const struct report_graph *graph, const struct report_sink *sink,
                         struct error *error);
} forms[] = {
    {"svg", report_graph_svg}, {"dot", report_graph_dot}, {"mermaid", report_graph_mermaid},
    {"text", write_text},      {"psa", write_psa},
};
enum { FORMS = sizeof forms / sizeof forms[0] };

bool causes_has_form(const struct call *call)
{
    bool has = false;
    for (size_t i = 0; i < FORMS; i++) has |= call_has(call, forms[i].option);
    return has;
}

static enum status write_form(struct call *call, size_t form, const struct report_graph *graph,
                              struct error *error)
{
    const char *path = call_value(call, forms[form].option);
    struct text page;
    text_init(&page, PICTURE_BYTES);
    const struct report_sink sink = output_gathered(&page);
    enum status status = forms[form].write(graph, &sink, error);
    if (status == STATUS_OK && strcmp(path, "-") == 0)
        status = output_text(&call->out, &page, error);
    else if (status == STATUS_OK && (status = output_file(path, text_span(&page), error)) == 0)
        status = output_written(call, path, page.len, error);
    text_release(&page);
    return status;
}

enum status causes_write_forms(struct call *call, const struct report_graph *graph,
                               struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < FORMS && status == STATUS_OK; i++)
        if (call_has(call, forms[i].option)) status = write_form(call, i, graph, error);
    return status;
}
