/* `backup`: database and evidence into a new folder, read again when written. */
#include "command/desk.h"

struct backing {
    struct call *call;
    const char *to;
    struct evidence_depot *from_depot, *to_depot;
    size_t captures;
    uint64_t bytes;
};

/* A second name for a file that is never altered costs nothing, and shares its fate: a copy does
 * not. */
static enum status link_capture(struct backing *b, const char *from, const struct sha256 *hash,
                                struct error *error)
{
    char to[4096], folder[4096];
    struct os_facts facts;
    enum status status = evidence_capture_path(b->to_depot, hash, to, sizeof to, error);
    if (status) return status;
    if (os_facts(to, &facts, NULL) == STATUS_OK) return STATUS_OK;
    size_t len = (size_t)(strrchr(to, '/') - to);
    memcpy(folder, to, len);
    folder[len] = '\0';
    status = os_make_folder(folder, error);
    if (status == STATUS_OK) status = os_link(from, to, error);
    return status ? status : os_sync_folder(folder, error);
}

static enum status copy_capture(struct backing *b, const struct evidence_capture *capture,
                                struct error *error)
{
    char from[4096];
    struct span bytes;
    output_progress(b->call, "backing up", b->bytes, capture->origin);
    enum status status =
        evidence_capture_path(b->from_depot, &capture->hash, from, sizeof from, error);
    if (status) return status;
    status =
        call_has(b->call, "link") ? link_capture(b, from, &capture->hash, error) : STATUS_BAD_INPUT;
    if (status == STATUS_BAD_INPUT) { /* not wanted, or not possible here */
        status = os_map(from, &bytes, error);
        if (status == STATUS_OK) {
            status = evidence_depot_keep(b->to_depot, &capture->hash, bytes, error);
            os_unmap(bytes);
        }
    }
    if (status == STATUS_OK)
        status = evidence_verify_capture(b->to_depot, &capture->hash, capture->size, error);
    if (status) {
        error_place(error, "%s", capture->origin);
        return status;
    }
    b->captures++;
    b->bytes += capture->size;
    return STATUS_OK;
}

/* Damage in one file does not keep the others from being saved: it is told, and the exit code
 * tells. */
static enum status copy_evidence(struct backing *b, const struct evidence_capture *captures,
                                 size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct error why = ERROR_NONE;
        enum status status = copy_capture(b, &captures[i], &why);
        if (desk_can_do_without(status)) {
            output_passed_over(b->call, &why);
        } else if (status) {
            *error = why;
            return status;
        }
    }
    return STATUS_OK;
}

static enum status note_fault(void *context, const struct store_fault *fault, struct error *error)
{
    struct backing *b = context;
    struct error told = ERROR_NONE;
    (void)error;
    error_set(&told, STATUS_DAMAGED, "%s", fault->what);
    error_place(&told, "%s", fault->where);
    output_passed_over(b->call, &told);
    return STATUS_OK;
}

/* The copy itself says which evidence belongs to it, and is read again as a whole. */
static enum status back_up(struct backing *b, const char *folder, struct error *error)
{
    struct store *store = NULL;
    struct evidence_capture *captures = NULL;
    size_t count = 0;
    enum status status = store_open(folder, false, &store, error);
    if (status == STATUS_OK) status = store_backup(store, b->to, error);
    store_close(store);
    store = NULL;
    if (status == STATUS_OK) status = store_open(b->to, false, &store, error);
    if (status == STATUS_OK) status = store_verify(store, note_fault, b, error);
    if (status == STATUS_OK)
        status = store_captures(store, &b->call->arena, &captures, &count, error);
    store_close(store);
    if (status == STATUS_OK) status = evidence_depot_create(b->to, error);
    if (status == STATUS_OK) status = evidence_depot_open(folder, &b->from_depot, error);
    if (status == STATUS_OK) status = evidence_depot_open(b->to, &b->to_depot, error);
    if (status == STATUS_OK) status = copy_evidence(b, captures, count, error);
    evidence_depot_close(b->from_depot);
    evidence_depot_close(b->to_depot);
    output_progress_end(b->call);
    return status;
}

static enum status tell(const struct backing *b, struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (call_json(b->call)) {
        json_object(&json);
        json_member_string(&json, "backup", b->to);
        json_member_uint(&json, "captures", b->captures);
        json_member_uint(&json, "bytes", b->bytes);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_adds(&out, "backed up and read again: ");
        text_add_visible(&out, span_of(b->to));
        text_addf(&out, " (%zu captures, %.1f MB)\n", b->captures, (double)b->bytes / 1e6);
    }
    enum status status = output_text(&b->call->out, &out, error);
    text_release(&out);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct backing backing = {.call = call, .to = call->operands[0]};
    const char *folder;
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK) status = back_up(&backing, folder, error);
    return status ? status : tell(&backing, error);
}

static const struct option_spec options[] = {
    {"link", 0, NULL, "share the evidence's files instead of copying them: quick, on one disk"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_backup = {
    .name = "backup",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .summary = "copy the whole workspace into a new folder, while others work",
    .text = "What is written is read again and checked. A backup is a workspace of its own: "
            "repair takes from it, and -C DIR looks into it. With --link a damaged file is damaged "
            "in both: it saves from mistakes, not from disks.",
    .example = "postmortem backup ../orders-2026-11-22",
    .options = options,
    .run = run,
};
