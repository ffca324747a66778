#include "command/workspace.h"

struct collecting {
    struct call *call;
    struct text names; /* JSON list of what was taken and skipped; only with --json */
    struct json_writer json;
    bool as_json;
    bool following; /* each thing is told as it comes */
};

/* While files are followed each object is a line of its own, at once. */
static void tell_now(struct collecting *c)
{
    if (!c->following) return;
    text_addc(&c->names, '\n');
    /* ignoring: who listens may have gone, what comes is kept all the same */
    (void)output_text(&c->call->out, &c->names, NULL);
    text_clear(&c->names);
    json_begin(&c->json, &c->names);
}

static void list_taken(struct collecting *c, const struct evidence_capture *capture,
                       const struct evidence_source *sources, size_t count)
{
    char hex[65];
    sha256_hex(&capture->hash, hex);
    json_object(&c->json);
    json_member_string(&c->json, "path", capture->origin);
    json_member_string(&c->json, "sha256", hex);
    json_member_uint(&c->json, "bytes", capture->size);
    json_member_bool(&c->json, "known", capture->known);
    json_member_array(&c->json, "sources");
    for (size_t i = 0; i < count; i++) {
        json_object(&c->json);
        json_member_string(&c->json, "name", sources[i].name);
        json_member_string(&c->json, "kind", evidence_kind_word(sources[i].kind));
        json_object_end(&c->json);
    }
    json_array_end(&c->json);
    json_object_end(&c->json);
    tell_now(c);
}

static void say_taken(const struct collecting *c, const struct evidence_capture *capture,
                      const struct evidence_source *sources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        output_notice(c->call, "%s: %.1f kB kept, %s", sources[i].name, (double)capture->size / 1e3,
                      evidence_kind_word(sources[i].kind));
}

static void took(void *context, const struct evidence_capture *capture,
                 const struct evidence_source *sources, size_t count)
{
    struct collecting *c = context;
    if (c->as_json)
        list_taken(c, capture, sources, count);
    else if (c->following)
        say_taken(c, capture, sources, count);
}

static void skipped(void *context, const char *path, const struct error *why, bool failure)
{
    struct collecting *c = context;
    if (failure || !c->call->quiet) output_error(c->call, why);
    if (!c->as_json) return;
    json_object(&c->json);
    json_member_string(&c->json, "path", path);
    json_member_string(&c->json, "note", why->message);
    json_object_end(&c->json);
    tell_now(c);
}

/* Damage in an earlier source is no failure of this call. */
static void tell_left_out(void *context, const struct error *why)
{
    const struct call *call = context;
    if (!call->quiet) output_error(call, why);
}

static bool asked_to_stop(void *context)
{
    (void)context;
    return os_stop_asked();
}

static enum status follow(struct collecting *c, const char *folder, const char *const *paths,
                          size_t count, const struct desk_collecting *how, struct desk_tally *ret,
                          struct error *error)
{
    const struct call *call = c->call;
    struct desk_following following = {.collecting = *how, .input_name = call_value(call, "name")};
    const char *every = call_value(call, "every");
    following.collecting.stop = asked_to_stop;
    enum status status = call_size(call, "part", &following.part_bytes, error);
    if (status == STATUS_OK && every)
        status = desk_is_wrong(duration_parse(span_of(every), &following.every, error), error);
    if (status == STATUS_OK && every && following.every < NS_PER_S)
        status = error_set(error, STATUS_USAGE, "--every wants at least a second");
    if (status) return status;
    os_hold_stop();
    return desk_follow(folder, paths, count, &following, ret, error);
}

static enum status gather(struct collecting *c, const char *folder, const char *const *paths,
                          size_t count, struct desk_tally *ret, struct error *error)
{
    struct call *call = c->call;
    char user[256];
    const char *by = call_value(call, "by"), *name = call_value(call, "name");
    const struct desk_given given = {"standard input", name, INSTANT_NONE, NULL};
    struct desk_collecting how = {.by = by ? by : os_user(user, sizeof user),
                                  .given = &given,
                                  .given_count = name != NULL,
                                  .budget = EVIDENCE_BUDGET_DEFAULT,
                                  .doing = call_doing(call),
                                  .context = c,
                                  .took = took,
                                  .skipped = skipped};
    how.doing.passed_over = tell_left_out;
    struct desk_tally tally = {0};
    enum status status = call_size(call, "budget-file", &how.budget.file_bytes, error);
    if (status == STATUS_OK)
        status = call_size(call, "budget-total", &how.budget.total_bytes, error);
    if (status == STATUS_OK && c->following)
        status = follow(c, folder, paths, count, &how, &tally, error);
    else if (status == STATUS_OK)
        status = desk_collect(folder, paths, count, &how, &call->arena, &tally, error);
    if (status == STATUS_OK && !c->following)
        status = desk_follow_leftovers(folder, &how, &tally, error);
    output_progress_end(call);
    if (status == STATUS_OK) *ret = tally;
    return status;
}

enum status collect_into(struct call *call, const char *folder, const char *const *paths,
                         size_t count, bool tell, struct desk_tally *ret, struct error *error)
{
    struct collecting c = {.call = call, .as_json = tell && call_json(call)};
    c.following = tell && call_has(call, "follow");
    text_init(&c.names, 0);
    json_begin(&c.json, &c.names);
    if (c.as_json && !c.following) json_array(&c.json);
    enum status status = gather(&c, folder, paths, count, ret, error);
    if (c.as_json && !c.following) {
        json_array_end(&c.json);
        text_addc(&c.names, '\n');
        /* What was taken before a failure is kept, so it is told all the same. */
        enum status told = output_text(&call->out, &c.names, status ? NULL : error);
        if (status == STATUS_OK) status = told;
    }
    text_release(&c.names);
    return status;
}

/* A name for standard input is for standard input. */
static enum status check_options(const struct call *call, struct error *error)
{
    bool input = false;
    for (size_t i = 0; i < call->operand_count; i++)
        input = input || strcmp(call->operands[i], "-") == 0;
    if (call_has(call, "name") && !input)
        return error_set(error, STATUS_USAGE,
                         "--name says what standard input is called; give - as a path with it");
    if (call_value(call, "name") && desk_is_line("--name", call_value(call, "name"), error))
        return STATUS_USAGE;
    if ((call_has(call, "every") || call_has(call, "part")) && !call_has(call, "follow"))
        return error_set(error, STATUS_USAGE, "--every and --part go with --follow");
    return STATUS_OK;
}

static enum status run(struct call *call, struct error *error)
{
    const char *folder;
    struct desk_tally tally;
    enum status status = check_options(call, error);
    if (status == STATUS_OK) status = workspace_find(call, &folder, error);
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
    {"follow", 'f', NULL, "go on as files grow, until Ctrl-C or the end of input"},
    {"name", 0, "NAME", "what standard input is called"},
    {"every", 0, "DURATION",
     "with --follow: longest time until what came is a source (default: 5s, later an eighth of the "
     "time followed)"},
    {"part", 0, "SIZE", "with --follow: largest part (default 256M)"},
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
        "twice are one. Text, gzip, zstd, xz, bzip2, zip and tar are unpacked for reading within "
        "budgets. "
        "What a file is, is told by its content and not by its name. A path of - is standard "
        "input, "
        "which --name gives a name.\n"
        "With --follow files are read on as they grow, through rotation (renamed, or emptied), and "
        "so is standard input: journalctl -f -o export | postmortem collect --follow --name "
        "journal -. What was read is on disk within about a second; it becomes a source in parts "
        "that end "
        "where a record ends, named app.log, app.log+1048576 and so on, from that byte. Ctrl-C "
        "ends it with everything kept; what a killed run left is taken in by the next collect. A "
        "file "
        "that was followed before goes on where that ended.\n"
        "Symbolic links, devices and files that cannot be read are named and skipped, the others "
        "are still collected, and the exit code tells.",
    .example = "postmortem collect /var/log/nginx ~/Downloads/chat-export.zip",
    .options = options,
    .run = run,
};
