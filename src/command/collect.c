#include "command/workspace.h"

struct collecting {
    struct call *call;
    struct text names; /* JSON list of what was taken and skipped; only with --json */
    struct json_writer json;
    bool as_json;
};

static void list_taken(struct collecting *c, const struct evidence_capture *capture,
                       const struct evidence_source *sources, size_t count)
{
    char hex[65];
    sha256_hex(&capture->hash, hex);
    json_object(&c->json);
    json_key(&c->json, "path");
    json_string(&c->json, capture->origin);
    json_key(&c->json, "sha256");
    json_string(&c->json, hex);
    json_key(&c->json, "bytes");
    json_uint(&c->json, capture->size);
    json_key(&c->json, "known");
    json_bool(&c->json, capture->known);
    json_key(&c->json, "sources");
    json_array(&c->json);
    for (size_t i = 0; i < count; i++) {
        json_object(&c->json);
        json_key(&c->json, "name");
        json_string(&c->json, sources[i].name);
        json_key(&c->json, "kind");
        json_string(&c->json, evidence_kind_word(sources[i].kind));
        json_object_end(&c->json);
    }
    json_array_end(&c->json);
    json_object_end(&c->json);
}

static void took(void *context, const struct evidence_capture *capture,
                 const struct evidence_source *sources, size_t count)
{
    struct collecting *c = context;
    if (c->as_json) list_taken(c, capture, sources, count);
}

static void skipped(void *context, const char *path, const struct error *why, bool failure)
{
    struct collecting *c = context;
    if (failure || !c->call->quiet) output_error(c->call, why);
    if (!c->as_json) return;
    json_object(&c->json);
    json_key(&c->json, "path");
    json_string(&c->json, path);
    json_key(&c->json, "note");
    json_string(&c->json, why->message);
    json_object_end(&c->json);
}

/* Damage in an earlier source is no failure of this call. */
static void tell_left_out(void *context, const struct error *why)
{
    const struct call *call = context;
    if (!call->quiet) output_error(call, why);
}

static enum status gather(struct collecting *c, const char *folder, const char *const *paths,
                          size_t count, struct desk_tally *ret, struct error *error)
{
    struct call *call = c->call;
    char user[256];
    const char *by = call_value(call, "by");
    struct desk_collecting how = {.by = by ? by : os_user(user, sizeof user),
                                  .budget = EVIDENCE_BUDGET_DEFAULT,
                                  .doing = call_doing(call),
                                  .context = c,
                                  .took = took,
                                  .skipped = skipped};
    how.doing.passed_over = tell_left_out;
    enum status status = call_size(call, "budget-file", &how.budget.file_bytes, error);
    if (status == STATUS_OK)
        status = call_size(call, "budget-total", &how.budget.total_bytes, error);
    if (status == STATUS_OK)
        status = desk_collect(folder, paths, count, &how, &call->arena, ret, error);
    output_progress_end(call);
    return status;
}

enum status collect_into(struct call *call, const char *folder, const char *const *paths,
                         size_t count, bool tell, struct desk_tally *ret, struct error *error)
{
    struct collecting c = {.call = call, .as_json = tell && call_json(call)};
    text_init(&c.names, 0);
    json_begin(&c.json, &c.names);
    if (c.as_json) json_array(&c.json);
    enum status status = gather(&c, folder, paths, count, ret, error);
    if (c.as_json) {
        json_array_end(&c.json);
        text_addc(&c.names, '\n');
        /* What was taken before a failure is kept, so it is told all the same. */
        enum status told = output_text(&call->out, &c.names, status ? NULL : error);
        if (status == STATUS_OK) status = told;
    }
    text_release(&c.names);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    const char *folder;
    struct desk_tally tally;
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK)
        status =
            collect_into(call, folder, call->operands, call->operand_count, true, &tally, error);
    if (status) return status;
    if (!call_json(call)) {
        struct text out;
        text_init(&out, 0);
        text_addf(&out, "collected %zu file%s (%.1f MB), %zu new source%s",
                  tally.files + tally.known, tally.files + tally.known == 1 ? "" : "s",
                  (double)tally.bytes / 1e6, tally.sources, tally.sources == 1 ? "" : "s");
        if (tally.known) text_addf(&out, ", %zu known already", tally.known);
        if (tally.noted) text_addf(&out, ", %zu notes (above)", tally.noted);
        text_addc(&out, '\n');
        status = output_text(&call->out, &out, error);
        text_release(&out);
    }
    if (status || tally.first_failure == STATUS_OK) return status;
    return error_set(error, tally.first_failure,
                     "not everything could be taken as it is; see the notes above");
}

static const struct option_spec options[] = {
    {"by", 0, "NAME", "who collects (default: the login name)"},
    {"budget-file", 0, "SIZE", "largest single content, unpacked (default 64G)"},
    {"budget-total", 0, "SIZE", "all contents of this call, unpacked (default 256G)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_collect = {
    .name = "collect",
    .operands = "PATH...",
    .least = 1,
    .most = UINT32_MAX,
    .summary = "take in logs, chat, alerts, metrics, deploys, pictures, shell history",
    .text =
        "Files and folders are kept exactly as they come, named by their SHA-256; the same bytes "
        "twice are one. Text, gzip, zstd, xz and zip are unpacked for reading within budgets. What "
        "a "
        "file is, is told by its content and not by its name. A path of - is standard input.\n"
        "Symbolic links, devices and files that cannot be read are named and skipped, the others "
        "are still collected, and the exit code tells.",
    .example = "postmortem collect /var/log/nginx ~/Downloads/chat-export.zip",
    .options = options,
    .run = run,
};
