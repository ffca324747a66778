#include "command/internal.h"

#include <stdio.h>
#include <unistd.h>

static enum status write_stdout(void *context, struct span bytes, struct error *error)
{
    (void)context;
    return os_write(STDOUT_FILENO, "standard output", bytes, error);
}

struct report_sink output_stdout(void)
{
    return (struct report_sink){.write = write_stdout};
}

enum status call_input(struct text *ret, struct error *error)
{
    char piece[1 << 16];
    size_t len = sizeof piece;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && len == sizeof piece) {
        status = os_read(STDIN_FILENO, "standard input", piece, sizeof piece, &len, error);
        if (status) return status;
        text_add(ret, (struct span){piece, len});
        status = text_status(ret, error);
    }
    return status;
}

static enum status gather(void *context, struct span bytes, struct error *error)
{
    struct text *page = context;
    text_add(page, bytes);
    return text_status(page, error);
}

struct report_sink output_gathered(struct text *into)
{
    return (struct report_sink){.context = into, .write = gather};
}

bool output_ends_in(const char *path, const char *ending)
{
    size_t len = strlen(path), wanted = strlen(ending);
    return len >= wanted && strcmp(path + len - wanted, ending) == 0;
}

enum status output_text(const struct report_sink *sink, struct text *text, struct error *error)
{
    enum status status = text_status(text, error);
    if (status == STATUS_OK && text->len)
        status = sink->write(sink->context, text_span(text), error);
    text_clear(text);
    return status;
}

static enum status may_write(const char *path, struct error *error)
{
    struct os_facts facts;
    char folder[4096];
    /* a file put in place of /dev/null would stay there for everybody */
    if (os_facts(path, &facts, NULL) == STATUS_OK && facts.kind != OS_FILE)
        return error_set(error, STATUS_USAGE,
                         "%s is a folder, link or device: -o wants a file (- is standard output)",
                         path);
    const char *slash = strrchr(path, '/');
    int len = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
                       slash ? path : ".");
    if (len > 0 && (size_t)len < sizeof folder && os_facts(folder, &facts, NULL) != STATUS_OK)
        return error_set(error, STATUS_NOT_FOUND, "cannot write %s: there is no folder %s", path,
                         folder);
    return STATUS_OK;
}

enum status output_file(const char *path, struct span bytes, struct error *error)
{
    enum status status = may_write(path, error);
    return status ? status : os_replace(path, bytes, error);
}

enum status output_draft_begin(struct call *call, const char *path, struct output_draft *ret,
                               struct error *error)
{
    *ret = (struct output_draft){.path = path, .fd = -1};
    if (strcmp(path, "-") == 0) {
        ret->out = &call->out;
        return STATUS_OK;
    }
    enum status status = may_write(path, error);
    if (status) return status;
    ret->temporary = arena_printf(&call->arena, "%s.part-%ld", path, (long)getpid());
    if (!ret->temporary) return arena_full(&call->arena, error);
    return os_create(ret->temporary, &ret->fd, error);
}

enum status output_draft_write(void *context, struct span bytes, struct error *error)
{
    struct output_draft *draft = context;
    draft->bytes += bytes.len;
    if (draft->out) return draft->out->write(draft->out->context, bytes, error);
    return os_write(draft->fd, draft->temporary, bytes, error);
}

enum status output_draft_end(struct output_draft *draft, bool whole, struct error *error)
{
    enum status status = STATUS_OK;
    if (draft->fd < 0) return status;
    if (whole) status = os_sync(draft->fd, draft->temporary, error);
    os_close(draft->fd);
    draft->fd = -1;
    if (whole && status == STATUS_OK) status = os_rename(draft->temporary, draft->path, error);
    /* ignoring: what is left behind is named after the file it was to be */
    if (!whole || status) (void)os_remove(draft->temporary, NULL);
    return status;
}

enum status output_written(struct call *call, const char *path, uint64_t bytes, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    if (!call_json(call)) {
        text_add_visible(&out, span_of(path));
        output_notice(call, "written: %s (%.1f kB)", out.at, (double)bytes / 1e3);
        text_release(&out);
        return STATUS_OK;
    }
    struct json_writer json;
    json_begin(&json, &out);
    json_object(&json);
    json_member_string(&json, "written", path);
    json_member_uint(&json, "bytes", bytes);
    json_object_end(&json);
    text_addc(&out, '\n');
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

void output_notice(const struct call *call, const char *format, ...)
{
    va_list args;
    if (call->quiet) return;
    output_progress_end(call);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

void output_passed_over(struct call *call, const struct error *error)
{
    if (call->passed_over == STATUS_OK) call->passed_over = error->status;
    output_error(call, error);
}

struct output_told {
    struct error what;
    struct output_told *next;
};

void output_warning(struct call *call, const struct error *error)
{
    for (const struct output_told *told = call->told; told; told = told->next)
        if (strcmp(told->what.where, error->where) == 0 &&
            strcmp(told->what.message, error->message) == 0)
            return;
    struct output_told *told = arena_alloc(&call->arena, sizeof *told);
    if (told) {
        *told = (struct output_told){*error, call->told};
        call->told = told;
    }
    output_error(call, error);
}

void output_error(const struct call *call, const struct error *error)
{
    output_progress_end(call);
    const char *colour = call->err_terminal && output_colour(call) ? "\033[1;31m" : "";
    const char *plain = *colour ? "\033[0m" : "";
    if (error->where[0])
        fprintf(stderr, "%spostmortem:%s %s: %s\n", colour, plain, error->where, error->message);
    else
        fprintf(stderr, "%spostmortem:%s %s\n", colour, plain, error->message);
}

void output_progress(const struct call *call, const char *doing, uint64_t bytes, const char *what)
{
    if (!call->err_terminal || call->quiet) return;
    struct text line;
    text_init(&line, 4096);
    text_addf(&line, "\r\033[K%s %.1f MB ", doing, (double)bytes / 1e6);
    text_add_visible(&line, span_sub(span_of(what), 0, 60));
    fputs(line.at, stderr);
    fflush(stderr);
    text_release(&line);
}

void output_progress_end(const struct call *call)
{
    if (call->err_terminal && !call->quiet) fputs("\r\033[K", stderr);
}

bool output_colour(const struct call *call)
{
    const char *wish = call_value(call, "color");
    if (wish && strcmp(wish, "always") == 0) return true;
    if (wish && strcmp(wish, "never") == 0) return false;
    const char *terminal = os_env("TERM");
    return call->out_terminal && !os_env("NO_COLOR") && terminal && strcmp(terminal, "dumb") != 0;
}
