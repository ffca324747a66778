/* Events in one go: all of them or none. */
#include "command/bulk.h"

#include <unistd.h>

enum { BULK_BYTES = 16 << 20 };

enum status bulk_slurp(const char *path, struct text *ret, struct error *error)
{
    if (strcmp(path, "-") != 0) return os_slurp(path, BULK_BYTES, ret, error);
    char piece[65536];
    size_t got = 0;
    do {
        enum status status =
            os_read(STDIN_FILENO, "standard input", piece, sizeof piece, &got, error);
        if (status) return status;
        text_add(ret, (struct span){piece, got});
        if (ret->len > BULK_BYTES)
            return error_set(error, STATUS_LIMIT, "standard input has more than %d MiB",
                             BULK_BYTES >> 20);
    } while (got == sizeof piece);
    return text_status(ret, error);
}

void bulk_tell_unplaced(const struct call *call, const char *name,
                        const struct exchange_import *import)
{
    struct text line;
    text_init(&line, 0);
    for (size_t i = 0; i < import->notice_count; i++) {
        text_clear(&line);
        text_add_visible(&line, span_of(import->notices[i]));
        output_notice(call, "%s", line.at);
    }
    for (size_t i = 0; i < import->unplaced_count; i++) {
        text_clear(&line);
        text_add_visible(&line, span_of(name));
        text_addf(&line, ":%u: not placed: ", import->unplaced[i].line);
        text_add_visible(&line, span_of(import->unplaced[i].why));
        text_adds(&line, ": ");
        text_add_visible(&line, span_sub(span_of(import->unplaced[i].text), 0, 200));
        output_notice(call, "%s", line.at);
    }
    text_release(&line);
}

enum status bulk_puts(struct desk *desk, const struct exchange_import *import,
                      struct desk_put **ret, struct error *error)
{
    struct desk_put *puts = arena_array(desk->arena, import->count + 1, sizeof *puts);
    if (!puts) return arena_full(desk->arena, error);
    for (size_t i = 0; i < import->count; i++)
        puts[i] =
            (struct desk_put){.id = {import->entries[i]->id.kind, 0}, .entry = import->entries[i]};
    *ret = puts;
    return STATUS_OK;
}

enum status bulk_events(struct desk *desk, struct span text, const char *name, struct error *error)
{
    struct exchange_import import = {0};
    struct desk_put *puts = NULL;
    enum status status =
        exchange_events_read(text, name, &desk->typing, desk->arena, &import, error);
    if (status) return status;
    bulk_tell_unplaced(desk_call(desk), name, &import);
    if (import.unplaced_count && !call_has(desk_call(desk), "partly"))
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: %zu %s could not be placed, so nothing was stored; correct them, "
                         "or take the others with --partly",
                         name, import.unplaced_count,
                         import.unplaced_count == 1 ? "line" : "lines");
    if (import.count == 0)
        return error_set(error, STATUS_BAD_INPUT, "%s: there is no event in it", name);
    status = bulk_puts(desk, &import, &puts, error);
    if (status == STATUS_OK) status = desk_save(desk, puts, import.count, error);
    return status ? status : desk_tell(desk, puts, import.count, error);
}
