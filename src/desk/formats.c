#include "desk/formats.h"

const char *desk_formats_own(struct arena *arena)
{
    const char *base = os_env("XDG_CONFIG_HOME"), *home = os_env("HOME");
    if (base && base[0] == '/') return arena_printf(arena, "%s/postmortem/formats.tsv", base);
    return home ? arena_printf(arena, "%s/.config/postmortem/formats.tsv", home) : NULL;
}

/* Where faults go: NULL is to whoever asked, as a failure. */
struct adding {
    struct evidence_formats *formats;
    const struct desk_doing *doing;
    bool strict;
};

static void leave_out(void *context, const struct error *why)
{
    const struct adding *adding = context;
    struct error told = ERROR_NONE;
    if (!adding->doing || !adding->doing->warning) return;
    error_set(
        &told, why->status,
        "%s. It is left out and the rest read without it; once mended, see: postmortem formats",
        why->message);
    error_place(&told, "%s", why->where);
    adding->doing->warning(adding->doing->context, &told);
}

/* Zones are the system's: this room knows them, evidence/ does not look. */
static enum status check_zones(struct adding *adding, size_t from, struct error *error)
{
    struct evidence_formats *formats = adding->formats;
    for (size_t i = from; i < evidence_formats_count(formats);) {
        const struct evidence_format *format = evidence_formats_get(formats, i);
        struct zone *zone = NULL;
        struct error why = ERROR_NONE;
        enum status status = format->zone[0] ? zone_load(format->zone, &zone, &why) : STATUS_OK;
        zone_free(zone);
        if (status == STATUS_OK) {
            i++;
            continue;
        }
        error_place(&why, "%s:%u", format->path, format->line);
        if (adding->strict) {
            if (error) *error = why;
            return status == STATUS_NOT_FOUND ? STATUS_BAD_INPUT : status;
        }
        leave_out(adding, &why);
        evidence_formats_drop(formats, i);
    }
    return STATUS_OK;
}

static enum status read_file(struct adding *adding, const char *path, struct span text,
                             struct error *error)
{
    if (adding->strict) return evidence_formats_read(adding->formats, text, path, error);
    return evidence_formats_read_good(adding->formats, text, path, leave_out, adding, error);
}

static enum status add_file(struct adding *adding, const char *path, struct error *error)
{
    struct text text;
    struct os_facts facts;
    struct error why = ERROR_NONE;
    size_t before = evidence_formats_count(adding->formats);
    if (os_facts(path, &facts, NULL) == STATUS_NOT_FOUND) return STATUS_OK;
    text_init(&text, 0);
    enum status status = os_slurp(path, EVIDENCE_FORMATS_BYTES, &text, &why);
    if (status == STATUS_OK) {
        status = read_file(adding, path, text_span(&text), error);
    } else {
        error_place(&why, "%s", path);
        if (adding->strict || status == STATUS_NO_MEMORY) {
            if (error) *error = why;
        } else {
            leave_out(adding, &why);
            status = STATUS_OK;
        }
    }
    text_release(&text);
    return status ? status : check_zones(adding, before, error);
}

static enum status add_both(struct adding *adding, const char *folder,
                            struct evidence_formats **ret, struct error *error)
{
    struct arena arena;
    adding->formats = evidence_formats_new();
    enum status status =
        adding->formats ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "no memory for formats");
    arena_init(&arena, 1 << 20);
    const char *here = folder ? arena_printf(&arena, "%s/formats.tsv", folder) : NULL;
    const char *own = desk_formats_own(&arena);
    if (status == STATUS_OK && here) status = add_file(adding, here, error);
    if (status == STATUS_OK && own) status = add_file(adding, own, error);
    arena_release(&arena);
    if (status)
        evidence_formats_free(adding->formats);
    else
        *ret = adding->formats;
    return status;
}

enum status desk_formats(const char *folder, struct evidence_formats **ret, struct error *error)
{
    struct adding adding = {.strict = true};
    return add_both(&adding, folder, ret, error);
}

enum status desk_formats_good(const char *folder, const struct desk_doing *doing,
                              struct evidence_formats **ret, struct error *error)
{
    struct adding adding = {.doing = doing};
    return add_both(&adding, folder, ret, error);
}
