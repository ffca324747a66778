#include "desk/formats.h"

const char *desk_formats_own(struct arena *arena)
{
    const char *base = os_env("XDG_CONFIG_HOME"), *home = os_env("HOME");
    if (base && base[0] == '/') return arena_printf(arena, "%s/postmortem/formats.tsv", base);
    return home ? arena_printf(arena, "%s/.config/postmortem/formats.tsv", home) : NULL;
}

/* Zones are the system's: this room knows them, evidence/ does not look. */
static enum status check_zones(const struct evidence_formats *formats, size_t from,
                               struct error *error)
{
    for (size_t i = from; i < evidence_formats_count(formats); i++) {
        const struct evidence_format *format = evidence_formats_get(formats, i);
        struct zone *zone = NULL;
        if (format->zone[0] == '\0') continue;
        enum status status = zone_load(format->zone, &zone, error);
        zone_free(zone);
        if (status == STATUS_OK) continue;
        error_place(error, "%s:%u", format->path, format->line);
        return status == STATUS_NOT_FOUND ? STATUS_BAD_INPUT : status;
    }
    return STATUS_OK;
}

static enum status add_file(struct evidence_formats *formats, const char *path, struct error *error)
{
    struct text text;
    struct os_facts facts;
    size_t before = evidence_formats_count(formats);
    if (os_facts(path, &facts, NULL) == STATUS_NOT_FOUND) return STATUS_OK;
    text_init(&text, 0);
    enum status status = os_slurp(path, EVIDENCE_FORMATS_BYTES, &text, error);
    if (status == STATUS_OK)
        status = evidence_formats_read(formats, text_span(&text), path, error);
    else
        error_place(error, "%s", path);
    text_release(&text);
    return status ? status : check_zones(formats, before, error);
}

enum status desk_formats(const char *folder, struct evidence_formats **ret, struct error *error)
{
    struct arena arena;
    struct evidence_formats *formats = evidence_formats_new();
    enum status status =
        formats ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "no memory for formats");
    arena_init(&arena, 1 << 20);
    const char *here = folder ? arena_printf(&arena, "%s/formats.tsv", folder) : NULL;
    const char *own = desk_formats_own(&arena);
    if (status == STATUS_OK && here) status = add_file(formats, here, error);
    if (status == STATUS_OK && own) status = add_file(formats, own, error);
    arena_release(&arena);
    if (status)
        evidence_formats_free(formats);
    else
        *ret = formats;
    return status;
}
