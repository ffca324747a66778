#include "command/workspace.h"

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

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    uint32_t number = 0;
    enum status status = workspace_load(call, 0, false, &workspace, error);
    if (status) return status;
    status = workspace_source(&workspace, call->operands[0], &number, error);
    if (status == STATUS_OK)
        status = copy_capture(call, &workspace, number, call_value(call, "output"), error);
    workspace_release(&workspace);
    return status;
}

static const struct option_spec options[] = {
    {"output", 'o', "FILE", "where to write (default: standard output)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_export = {
    .name = "export",
    .operands = "SOURCE",
    .least = 1,
    .most = 1,
    .summary = "give a collected file back, byte for byte as it came",
    .text =
        "The file is checked against its SHA-256 before it is given out. For a source within an "
        "archive the whole archive is given.",
    .example = "postmortem export S3 -o access.log.gz",
    .options = options,
    .run = run,
};
