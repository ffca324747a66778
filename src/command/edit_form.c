/* An entry as a form: written for an editor, read back, and never lost. */
#include "command/bulk.h"
#include "command/edit.h"

#include <stdio.h>
#include <unistd.h>

enum { FORM_BYTES = 4 << 20 };

/* "# E12 event, version 3. ..." tells what the form was made from; 0 when it does not. */
static uint32_t version_of(struct span form)
{
    struct span first = span_cut(&form, '\n');
    size_t at = span_find(first, SPAN("version "));
    if (at == SIZE_MAX || !span_starts(first, SPAN("#"))) return 0;
    struct span digits = span_from(first, at + 8);
    size_t len = 0;
    uint64_t version = 0;
    while (len < digits.len && digits.at[len] >= '0' && digits.at[len] <= '9') len++;
    return span_to_u64(span_sub(digits, 0, len), &version) && version <= UINT32_MAX
               ? (uint32_t)version
               : 0;
}

/* What a form says, without what explains it. */
static void add_said(struct text *out, struct span form)
{
    while (form.len) {
        struct span line = span_cut(&form, '\n');
        if (line.len == 0 || line.at[0] == '#' || line.at[line.len - 1] == ':') continue;
        text_adds(out, "    ");
        text_add_visible(out, line);
        text_addc(out, '\n');
    }
}

/* Both texts, so that nobody has to guess what the other wrote. */
static enum status tell_stale(struct desk *desk, const struct review_entry *now, struct span form,
                              uint32_t base, struct error *error)
{
    char name[16];
    struct text out, current;
    const char *id = review_id_text(now->id, name);
    text_init(&out, 0);
    text_init(&current, 0);
    review_form_write(now, false, &current);
    text_addf(&out, "%s as it is now (version %u, by ", id, now->version);
    text_add_visible(&out, span_of(now->author ? now->author : "somebody"));
    text_adds(&out, "):\n");
    add_said(&out, text_span(&current));
    text_addf(&out, "%s as you wrote it (from version %u):\n", id, base);
    add_said(&out, form);
    output_notice(desk_call(desk), "%s", out.at);
    text_release(&current);
    text_release(&out);
    return error_set(error, STATUS_BUSY,
                     "%s was changed meanwhile: it is at version %u, your form was made from %u; "
                     "nothing was overwritten. Take over what you need, write version %u in the "
                     "form's first line, and give it with --form",
                     id, now->version, base, now->version);
}

/* A form of the review itself may change its zone and day: its times are read by those. */
static enum status frame(struct desk *desk, struct span form, const struct review_entry *entry,
                         struct error *error)
{
    struct review_entry *first = review_entry_copy(entry, desk->arena);
    if (entry->id.kind != REVIEW_KIND_REVIEW) return STATUS_OK;
    if (!first) return arena_full(desk->arena, error);
    if (review_form_read(form, first, &desk->typing, desk->arena, NULL)) return STATUS_OK;
    return desk_typing(desk, (const struct review_review *)first, error);
}

static enum status store_form(struct desk *desk, const struct review_entry *entry, struct span form,
                              struct error *error)
{
    uint32_t base = version_of(form);
    if (base && base != entry->version) return tell_stale(desk, entry, form, base, error);
    struct review_entry *changed = review_entry_copy(entry, desk->arena);
    if (!changed) return arena_full(desk->arena, error);
    enum status status = frame(desk, form, entry, error);
    if (status == STATUS_OK)
        status = review_form_read(form, changed, &desk->typing, desk->arena, error);
    return status ? desk_is_wrong(status, error) : edit_save(desk, changed, error);
}

enum status edit_from_form(struct call *call, struct error *error)
{
    struct desk desk;
    struct text form;
    struct review_entry *entry = NULL;
    text_init(&form, FORM_BYTES);
    enum status status = bulk_slurp(call_value(call, "form"), &form, error);
    if (status == STATUS_OK) {
        status = call_desk(call, true, &desk, error);
        if (status == STATUS_OK) {
            status = edit_find(&desk, &entry, error);
            if (status == STATUS_OK) status = store_form(&desk, entry, text_span(&form), error);
            desk_close(&desk);
        }
    }
    text_release(&form);
    return status;
}

/* ---- the editor ---- */

struct editing {
    struct call *call;
    const char *path; /* of the form, a file of its own */
    uint32_t review;
    struct review_id id;
    struct text before, after;
    bool changed; /* the file holds what the person wrote */
};

static enum status read_entry(struct editing *e, struct error *error)
{
    struct desk desk;
    struct review_entry *entry = NULL;
    enum status status = call_desk(e->call, false, &desk, error);
    if (status) return status;
    status = edit_find(&desk, &entry, error);
    if (status == STATUS_OK) {
        e->review = desk.review.number;
        e->id = entry->id;
        review_form_write(entry, true, &e->before);
        status = text_status(&e->before, error);
    }
    desk_close(&desk);
    return status;
}

static enum status write_file(struct editing *e, struct error *error)
{
    char name[16];
    int fd = -1;
    const char *folder = os_env("TMPDIR");
    e->path = arena_printf(&e->call->arena, "%s/postmortem-PM%u-%s-%ld-%lld.txt",
                           folder ? folder : "/tmp", e->review, review_id_text(e->id, name),
                           (long)getpid(), (long long)os_now());
    if (!e->path) return arena_full(&e->call->arena, error);
    enum status status = os_create(e->path, &fd, error);
    if (status) return status;
    status = os_write(fd, e->path, text_span(&e->before), error);
    os_close(fd);
    return status;
}

/* VISUAL or EDITOR, its words cut at spaces; no shell looks at them. */
static enum status run_editor(struct editing *e, struct error *error)
{
    enum { WORDS = 32 };
    const char *argv[WORDS + 2], *editor = os_env("VISUAL");
    size_t count = 0;
    int code = 0;
    if (!editor) editor = os_env("EDITOR");
    if (!editor && !os_is_terminal(STDIN_FILENO))
        return error_set(error, STATUS_USAGE,
                         "no editor is named and there is no terminal for one; name yours in "
                         "VISUAL or EDITOR, or state fields: postmortem help edit");
    struct span rest = span_trim(span_of(editor ? editor : "vi"));
    while (rest.len && count < WORDS) {
        struct span word = span_cut(&rest, ' ');
        if (word.len == 0) continue;
        argv[count] = arena_copy(&e->call->arena, word);
        if (!argv[count++]) return arena_full(&e->call->arena, error);
    }
    if (count == 0) argv[count++] = "vi";
    argv[count++] = e->path;
    argv[count] = NULL;
    enum status status = os_run(argv, &code, error);
    if (status == STATUS_NOT_FOUND)
        return error_set(error, status,
                         "there is no editor \"%s\"; name yours in VISUAL or EDITOR, or state "
                         "fields: postmortem help edit",
                         argv[0]);
    if (status == STATUS_OK && code != 0)
        status = error_set(error, STATUS_UNREADABLE,
                           "the editor ended with %d, so nothing was changed", code);
    return status;
}

static enum status store_edited(struct editing *e, struct error *error)
{
    struct desk desk;
    enum status status = call_desk(e->call, true, &desk, error);
    if (status) return status;
    status = desk_load(&desk, e->review, error);
    struct review_entry *entry = status ? NULL : review_find(&desk.review, e->id);
    char name[16];
    if (status == STATUS_OK && !entry)
        status = error_set(error, STATUS_BUSY, "%s was taken out meanwhile; nothing was stored",
                           review_id_text(e->id, name));
    if (status == STATUS_OK) status = store_form(&desk, entry, text_span(&e->after), error);
    desk_close(&desk);
    return status;
}

/* What the person wrote is read even when the editor ended badly: nothing of it is lost. */
static enum status edit(struct editing *e, struct error *error)
{
    enum status status = read_entry(e, error);
    if (status == STATUS_OK) status = write_file(e, error);
    if (status) return status;
    status = run_editor(e, error);
    enum status read = os_slurp(e->path, FORM_BYTES, &e->after, status ? NULL : error);
    if (status == STATUS_OK) status = read;
    e->changed = read ? read != STATUS_NOT_FOUND /* nothing is there to be kept */
                      : !span_equal(text_span(&e->before), text_span(&e->after));
    if (status == STATUS_OK && !e->changed) output_notice(e->call, "nothing was changed");
    if (status == STATUS_OK && e->changed) status = store_edited(e, error);
    return status;
}

enum status edit_in_editor(struct call *call, struct error *error)
{
    struct editing e = {.call = call};
    text_init(&e.before, 0);
    text_init(&e.after, 0);
    enum status status = edit(&e, error);
    char name[16];
    if (status && e.changed)
        fprintf(stderr,
                "your text is kept in %s; when it is right: postmortem edit PM%u %s --form %s\n",
                e.path, e.review, review_id_text(e.id, name), e.path);
    else if (e.path)
        (void)os_remove(e.path, NULL); /* ignoring: the form holds nothing new */
    text_release(&e.before);
    text_release(&e.after);
    return status;
}
