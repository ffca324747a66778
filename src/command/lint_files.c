/* Files and folders for `lint`: one after another, in the order of their names. */
#include "command/lint.h"

#include <stdlib.h>
#include <unistd.h>

#define FILE_BYTES ((size_t)1 << 30)

struct pending {
    const char **at; /* paths still to look at, the next one last; owned */
    size_t count, room;
};

struct folder {
    struct lint *lint;
    const char *path;
    struct pending *pending;
};

static bool is_prose(const char *name)
{
    static const char *const endings[] = {".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (output_ends_in(name, endings[i])) return true;
    return false;
}

static enum status push(struct pending *pending, const char *path, struct error *error)
{
    enum status status =
        grow_array(&pending->at, &pending->room, pending->count + 1, sizeof *pending->at, error);
    if (status == STATUS_OK) pending->at[pending->count++] = path;
    return status;
}

static enum status note_name(void *context, const char *name, struct error *error)
{
    struct folder *folder = context;
    struct arena *arena = &folder->lint->call->arena;
    if (name[0] == '.' || strcmp(name, "node_modules") == 0) return STATUS_OK;
    bool here = strcmp(folder->path, ".") == 0; /* "a.md", as a code host knows it, not "./a.md" */
    const char *slash = here || output_ends_in(folder->path, "/") ? "" : "/";
    const char *path = arena_printf(arena, "%s%s%s", here ? "" : folder->path, slash, name);
    return path ? push(folder->pending, path, error) : arena_full(arena, error);
}

/* Puts the names of a folder on the pile, so that the first comes off first. */
static enum status open_folder(struct lint *lint, const char *path, struct pending *pending,
                               struct error *error)
{
    struct folder folder = {lint, path, pending};
    size_t from = pending->count;
    enum status status = os_list(path, note_name, &folder, error);
    for (size_t i = from, j = pending->count; i + 1 < j; i++) {
        const char *first = pending->at[i];
        pending->at[i] = pending->at[--j];
        pending->at[j] = first;
    }
    return status;
}

static enum status enter_folder_of(struct lint *lint, const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    struct span folder = {path, slash ? (size_t)(slash - path) : 0};
    if (slash == path) folder.len = 1;
    const char *copy = arena_copy(&lint->call->arena, folder.len ? folder : SPAN("."));
    return copy ? lint_enter(lint, copy, error) : arena_full(&lint->call->arena, error);
}

/* No word would be found in it, and that would be told as nothing to ask about. */
static enum status refuse_utf16(const char *name, struct span text, struct error *error)
{
    const bool marked = span_starts(text, SPAN("\xff\xfe")) || span_starts(text, SPAN("\xfe\xff"));
    if (!marked || !memchr(text.at, '\0', text.len)) return STATUS_OK;
    error_set(error, STATUS_BAD_INPUT, "is UTF-16: save it as UTF-8");
    error_place(error, "%s", name);
    return STATUS_BAD_INPUT;
}

static enum status look(struct lint *lint, const char *name, struct span text, struct error *error)
{
    struct lint_text one = {
        .name = name, .text = text, .document = lint->documents, .field = lint->field};
    return lint_look(lint, &one, error);
}

/* What is wrong with one file does not stop the others; anything else ends the call. */
static enum status pass_over(struct lint *lint, enum status status, const struct error *why,
                             struct error *error)
{
    if (status == STATUS_NOT_FOUND || status == STATUS_UNREADABLE || status == STATUS_BAD_INPUT ||
        status == STATUS_LIMIT) {
        output_passed_over(lint->call, why);
        return STATUS_OK;
    }
    if (status) *error = *why;
    return status;
}

static enum status look_at_file(struct lint *lint, const char *path, struct text *text,
                                struct error *error)
{
    struct error why = ERROR_NONE;
    bool ignored = false;
    enum status status = enter_folder_of(lint, path, error);
    if (status == STATUS_OK)
        status = desk_guard_ignores(&lint->guard, path, &lint->call->arena, &ignored, error);
    if (status == STATUS_OK && ignored) lint->tally.ignored++;
    if (status || ignored) return status;
    text_clear(text);
    status = os_slurp(path, FILE_BYTES, text, &why);
    if (status == STATUS_OK) status = refuse_utf16(path, text_span(text), &why);
    return status ? pass_over(lint, status, &why, error) : look(lint, path, text_span(text), error);
}

static enum status look_at_input(struct lint *lint, struct text *text, struct error *error)
{
    enum status status = lint_enter(lint, ".", error);
    text_clear(text);
    if (status == STATUS_OK) status = call_input(text, error);
    if (status == STATUS_OK) status = refuse_utf16("standard input", text_span(text), error);
    return status ? status : look(lint, "-", text_span(text), error);
}

static bool leads_to_folder(const char *link, struct arena *arena)
{
    struct os_facts facts;
    const char *path = arena_printf(arena, "%s/", link);
    return path && os_facts(path, &facts, NULL) == STATUS_OK && facts.kind == OS_FOLDER;
}

/* A path that was named, or met in a folder; links are followed where they are named. */
static enum status look_at(struct lint *lint, const char *path, bool named, struct pending *pending,
                           struct text *text, struct error *error)
{
    struct os_facts facts;
    struct error why = ERROR_NONE;
    enum status status = os_facts(path, &facts, &why);
    if (status) return pass_over(lint, status, &why, error);
    if (facts.kind == OS_FOLDER ||
        (named && facts.kind == OS_SYMLINK && leads_to_folder(path, &lint->call->arena))) {
        status = open_folder(lint, path, pending, &why);
        return pass_over(lint, status, &why, error);
    }
    if (!named && (facts.kind != OS_FILE || !is_prose(path))) return STATUS_OK;
    if (facts.kind == OS_FILE || facts.kind == OS_SYMLINK)
        return look_at_file(lint, path, text, error);
    status = error_set(&why, STATUS_BAD_INPUT, "is no file: hand it to standard input, as -");
    error_place(&why, "%s", path);
    return pass_over(lint, status, &why, error);
}

enum status lint_files(struct lint *lint, struct error *error)
{
    struct pending pending = {0};
    struct text text;
    enum status status = STATUS_OK;
    text_init(&text, FILE_BYTES);
    for (size_t i = 0; i < lint->call->operand_count && status == STATUS_OK; i++) {
        const char *operand = lint->call->operands[i];
        if (strcmp(operand, "-") == 0) {
            status = look_at_input(lint, &text, error);
            continue;
        }
        status = look_at(lint, operand, true, &pending, &text, error);
        while (pending.count && status == STATUS_OK)
            status = look_at(lint, pending.at[--pending.count], false, &pending, &text, error);
    }
    text_release(&text);
    free(pending.at);
    return status;
}
