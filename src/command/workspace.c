/* The workspace of a call: found, or made for the call alone. */
#include "command/workspace.h"

#include <stdio.h>
#include <unistd.h>

enum status workspace_find(struct call *call, const char **ret_folder, struct error *error)
{
    const char *given = call_value(call, "workspace");
    if (!given) given = os_env("POSTMORTEM_WORKSPACE");
    if (given) {
        *ret_folder = given;
        return STATUS_OK;
    }
    const char *folder = ".";
    for (int up = 0; up < 40 && folder; up++) {
        if (desk_is_workspace(folder, &call->arena)) {
            *ret_folder = folder;
            return STATUS_OK;
        }
        folder = arena_printf(&call->arena, "%s%s", up ? folder : "", up ? "/.." : "..");
    }
    return error_set(error, STATUS_NOT_FOUND,
                     "no workspace here or above; make one with: postmortem init");
}

/* ---- a workspace for one call ---- */

static enum status make_temporary(struct call *call, const char **ret_folder, struct error *error)
{
    const char *base = os_env("TMPDIR");
    const char *folder = arena_printf(&call->arena, "%s/postmortem-%ld-%lld", base ? base : "/tmp",
                                      (long)getpid(), (long long)os_now());
    if (!folder) return arena_full(&call->arena, error);
    enum status status = os_make_folder(folder, error);
    if (status) return status;
    *ret_folder = folder; /* from here on it is removed, whatever happens */
    status = evidence_depot_create(folder, error);
    return status ? status : store_create(folder, error);
}

struct removal {
    struct arena *arena;
    const char *folder;
    int depth;
};

static enum status remove_entry(void *context, const char *name, struct error *error)
{
    struct removal *removal = context;
    struct os_facts facts;
    const char *path = arena_printf(removal->arena, "%s/%s", removal->folder, name);
    if (!path || os_facts(path, &facts, error)) return STATUS_OK;
    if (facts.kind == OS_FOLDER && removal->depth < 4) {
        struct removal below = {removal->arena, path, removal->depth + 1};
        enum status status = os_list(path, remove_entry, &below, error);
        (void)os_remove_folder(path,
                               NULL); /* ignoring: a temporary folder that stays is harmless */
        return status;
    }
    return os_remove(path, error);
}

static void remove_temporary(const char *folder)
{
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct removal removal = {&arena, folder, 0};
    (void)os_list(folder, remove_entry, &removal, NULL); /* ignoring: nothing to tell the reader */
    (void)os_remove_folder(folder, NULL);                /* ignoring: as above */
    arena_release(&arena);
}

/* ---- loading ---- */

static void progress(void *context, const char *doing, uint64_t bytes, const char *name)
{
    output_progress(context, doing, bytes, name);
}

static void notice(void *context, const char *words)
{
    output_notice(context, "%s", words);
}

static void passed_over(void *context, const struct error *why)
{
    output_passed_over(context, why);
}

static void warning(void *context, const struct error *why)
{
    output_warning(context, why);
}

struct desk_doing call_doing(struct call *call)
{
    return (struct desk_doing){call, progress, notice, passed_over, warning};
}

/* Collects the operands into a workspace for this call alone. */
static enum status collect_here(struct call *call, const char **ret_folder, struct error *error)
{
    struct desk_tally tally;
    enum status status = make_temporary(call, ret_folder, error);
    if (status == STATUS_OK)
        status = collect_into(call, *ret_folder, call->operands, call->operand_count, false, &tally,
                              error);
    if (status) return status;
    if (tally.files == 0 && tally.known == 0)
        return error_set(error, tally.first_failure ? tally.first_failure : STATUS_NOT_FOUND,
                         "nothing here could be collected");
    call->passed_over = tally.first_failure;
    return STATUS_OK;
}

enum status workspace_load(struct call *call, unsigned needs, bool adhoc, struct workspace *ret,
                           struct error *error)
{
    struct desk_wanted wanted = {.needs = needs, .zone = call_value(call, "zone")};
    struct desk_doing doing = call_doing(call);
    const char *folder = NULL;
    bool temporary = adhoc && call->operand_count;
    enum status status =
        temporary ? collect_here(call, &folder, error) : workspace_find(call, &folder, error);
    if (status == STATUS_OK)
        status = desk_workspace_open(folder, &wanted, &doing, &call->arena, ret, error);
    output_progress_end(call);
    if (status) {
        if (temporary && folder) remove_temporary(folder);
        return status;
    }
    ret->temporary = temporary;
    ret->model.colour = output_colour(call);
    return STATUS_OK;
}

void workspace_release(struct workspace *workspace)
{
    const char *temporary = workspace->temporary ? workspace->folder : NULL;
    desk_workspace_close(workspace);
    if (temporary) remove_temporary(temporary);
}

enum status workspace_print(struct call *call, unsigned needs, bool adhoc,
                            workspace_renderer renderer, struct error *error)
{
    struct workspace workspace;
    enum report_format format;
    enum status status = listing_format(call, &format, error);
    if (status) return status;
    status = workspace_load(call, needs, adhoc, &workspace, error);
    if (status) return status;
    status = renderer(&workspace.model, format, &call->out, error);
    workspace_release(&workspace);
    return status;
}
