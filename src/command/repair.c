/* `repair`: the record from its log and a backup, then the evidence by its hashes. */
#include "command/desk.h"

struct repairing {
    struct call *call;
    const char *folder, *backup; /* backup NULL: from what is sound here */
    struct evidence_depot *depot, *saved;
    struct text out;
    struct json_writer json;
    size_t lost, healed;
};

static void tell(struct repairing *r, const char *where, const char *what)
{
    if (call_json(r->call)) {
        json_object(&r->json);
        json_member_string(&r->json, "where", where);
        json_member_string(&r->json, "what", what);
        json_object_end(&r->json);
        return;
    }
    text_add_visible(&r->out, span_of(where));
    text_adds(&r->out, ": ");
    text_add_visible(&r->out, span_of(what));
    text_addc(&r->out, '\n');
}

static enum status note_lost(void *context, const struct store_fault *fault, struct error *error)
{
    struct repairing *r = context;
    (void)error;
    r->lost++;
    tell(r, fault->where, fault->what);
    return STATUS_OK;
}

static enum status heal(struct repairing *r, const struct evidence_capture *capture,
                        struct error *error)
{
    char path[4096];
    struct span bytes;
    struct error why = ERROR_NONE;
    enum status status =
        r->saved ? evidence_capture_path(r->saved, &capture->hash, path, sizeof path, error)
                 : STATUS_NOT_FOUND;
    if (status == STATUS_OK) status = os_map(path, &bytes, &why);
    if (status == STATUS_OK) {
        status = evidence_depot_keep(r->depot, &capture->hash, bytes, &why);
        os_unmap(bytes);
    }
    if (status == STATUS_OK) {
        r->healed++;
        tell(r, capture->origin, "put back from the backup");
        return STATUS_OK;
    }
    if (!desk_can_do_without(status)) {
        if (why.status) *error = why;
        return status;
    }
    r->lost++;
    tell(r, capture->origin,
         r->saved
             ? "is damaged or missing, and the backup has no sound copy; collect it again"
             : "is damaged or missing; take it from a backup with --from, or collect it again");
    return STATUS_OK;
}

static enum status heal_evidence(struct repairing *r, struct error *error)
{
    struct store *store = NULL;
    struct evidence_capture *captures = NULL;
    size_t count = 0;
    enum status status = store_open(r->folder, false, &store, error);
    if (status == STATUS_OK)
        status = store_captures(store, &r->call->arena, &captures, &count, error);
    store_close(store);
    if (status == STATUS_OK) status = evidence_depot_create(r->folder, error);
    if (status == STATUS_OK) status = evidence_depot_open(r->folder, &r->depot, error);
    if (status == STATUS_OK && r->backup) status = evidence_depot_open(r->backup, &r->saved, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        enum status bad =
            evidence_verify_capture(r->depot, &captures[i].hash, captures[i].size, error);
        if (bad == STATUS_DAMAGED || bad == STATUS_NOT_FOUND)
            status = heal(r, &captures[i], error);
        else
            status = bad;
    }
    evidence_depot_close(r->saved);
    evidence_depot_close(r->depot);
    return status;
}

static void tell_end(struct repairing *r)
{
    if (call_json(r->call)) {
        json_array_end(&r->json);
        json_member_uint(&r->json, "healed", r->healed);
        json_member_uint(&r->json, "lost", r->lost);
        json_object_end(&r->json);
        text_addc(&r->out, '\n');
    } else {
        text_addf(&r->out, "%zu captures put back; %zu things are lost%s\n", r->healed, r->lost,
                  r->lost ? ", named above" : "");
    }
}

static enum status run(struct call *call, struct error *error)
{
    struct repairing r = {.call = call, .backup = call_value(call, "from")};
    enum status status = workspace_find(call, &r.folder, error);
    if (status) return status;
    text_init(&r.out, 0);
    json_begin(&r.json, &r.out);
    if (call_json(call)) {
        json_object(&r.json);
        json_member_array(&r.json, "told");
    }
    status = store_repair(r.folder, r.backup, note_lost, &r, error);
    if (status == STATUS_OK) status = heal_evidence(&r, error);
    tell_end(&r);
    if (status == STATUS_OK) status = output_text(&call->out, &r.out, error);
    text_release(&r.out);
    if (status || r.lost == 0) return status;
    return error_set(error, STATUS_DAMAGED,
                     "%zu things could not be put back; the damaged database is kept beside",
                     r.lost);
}

static const struct option_spec options[] = {
    {"from", 0, "DIR", "a backup of this workspace, to take from it what is lost here"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_repair = {
    .name = "repair",
    .operands = "",
    .summary = "put back what verify found damaged or lost",
    .text = "Changes and evidence are taken from the backup by their hashes; what is sound here "
            "stays, also what came after the backup. The damaged database is kept beside. Without "
            "--from what is sound is kept, what is derived is made again, and what is lost is "
            "named.",
    .example = "postmortem repair --from ../orders-2026-11-22",
    .options = options,
    .run = run,
};
