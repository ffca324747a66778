#include "command/record.h"

/* Copies the capture's own file: what comes out has the hash that came in. */
static enum status copy_capture(struct call *call, const struct workspace *workspace,
                                uint32_t number, const char *to, struct error *error)
{
    char path[4096];
    struct span bytes;
    const struct evidence_capture *capture = &workspace->stored[number].capture;
    enum status status =
        evidence_verify_capture(workspace->depot, &capture->hash, capture->size, error);
    if (status == STATUS_OK)
        status = evidence_capture_path(workspace->depot, &capture->hash, path, sizeof path, error);
    if (status == STATUS_OK) status = os_map(path, &bytes, error);
    if (status) return status;
    bool printed = !to || strcmp(to, "-") == 0;
    if (printed)
        status = call->out.write(call->out.context, bytes, error);
    else
        status = output_file(to, bytes, error);
    if (status == STATUS_OK && !printed) status = output_written(call, to, bytes.len, error);
    os_unmap(bytes);
    return status;
}

static enum status export_source(struct call *call, struct error *error)
{
    struct workspace workspace;
    uint32_t number = 0;
    enum status status = workspace_load(call, 0, false, &workspace, error);
    if (status) return status;
    status = desk_source(workspace.stored, workspace.count, call->operands[0], &number, error);
    if (status == STATUS_OK)
        status = copy_capture(call, &workspace, number, call_value(call, "output"), error);
    workspace_release(&workspace);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    bool review = call_has(call, "format") || call_has(call, "no-evidence");
    enum status status = review ? STATUS_OK : record_is_meant(call, &review, error);
    if (status) return status;
    return review ? record_export(call, error) : export_source(call, error);
}

static const struct option_spec options[] = {
    {"output", 'o', "FILE", "where to write (default: standard output)"},
    {"format", 'f', "FORMAT",
     "of a review: bundle (the default), csv or jsonl (events), items-csv, or ics (meetings and "
     "due "
     "dates)"},
    {"no-evidence", 0, NULL, "bundle: leave the evidence itself out; its hashes stay"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_export = {
    .name = "export",
    .operands = "[REVIEW]|SOURCE",
    .most = 1,
    .summary = "give a review out in one file, or a collected file byte for byte as it came",
    .text =
        "A bundle holds the review with its whole history, and the evidence it rests on: import "
        "reads it back, and the same review gives the same bytes. It holds names as they were "
        "entered: what is for readers outside is made by report.\n\n"
        "A collected file is checked against its SHA-256 before it is given out. For a source "
        "within an archive the whole archive is given.",
    .example = "postmortem export PM1 -o orders.pmreview",
    .options = options,
    .run = run,
};
