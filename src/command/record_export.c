/* `export REVIEW`: a bundle that holds all of it, or one of the plain formats. */
#include "command/record.h"

static enum status render(struct desk *desk, const char *format, struct text *out,
                          struct error *error)
{
    struct review_settled settled;
    if (strcmp(format, "ics") == 0) return exchange_calendar_write(&desk->review, out, error);
    if (strcmp(format, "items-csv") == 0) return exchange_items_write(&desk->review, out, error);
    enum status status = desk_settle(desk, &settled, NULL, error);
    if (status) return status;
    return exchange_events_write(&desk->review, &settled,
                                 strcmp(format, "csv") == 0 ? EXCHANGE_CSV : EXCHANGE_JSONL, out,
                                 error);
}

static enum status export_plain(struct desk *desk, const char *format, const char *path,
                                struct error *error)
{
    struct text out;
    text_init(&out, 0);
    enum status status = render(desk, format, &out, error);
    uint64_t bytes = out.len;
    bool printed = strcmp(path, "-") == 0;
    if (status == STATUS_OK && printed)
        status = output_text(&desk_call(desk)->out, &out, error);
    else if (status == STATUS_OK)
        status = output_file(path, text_span(&out), error);
    if (status == STATUS_OK && !printed)
        status = output_written(desk_call(desk), path, bytes, error);
    text_release(&out);
    return status;
}

enum status record_export(struct call *call, struct error *error)
{
    static const char *const formats[] = {"bundle", "csv", "jsonl", "items-csv", "ics"};
    struct desk desk;
    size_t used = 0;
    bool known = false;
    const char *format = call_value(call, "format"), *path = call_value(call, "output");
    if (!format) format = "bundle";
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        known = known || strcmp(format, formats[i]) == 0;
    if (!known)
        return error_set(error, STATUS_USAGE,
                         "--format wants bundle, csv, jsonl, items-csv or ics, not \"%s\"", format);
    bool bundle = strcmp(format, "bundle") == 0;
    if (bundle && !path && call->out_terminal)
        return error_set(error, STATUS_USAGE,
                         "a bundle is no text: say where with -o FILE.pmreview");
    if (!path) path = "-";
    enum status status = call_desk(call, false, &desk, error);
    if (status) return status;
    status = desk_review(&desk, 0, &used, error);
    if (status == STATUS_OK)
        status =
            bundle ? record_bundle(&desk, path, error) : export_plain(&desk, format, path, error);
    desk_close(&desk);
    return status;
}
