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

enum status output_text(const struct report_sink *sink, struct text *text, struct error *error)
{
    enum status status = text_status(text, error);
    if (status == STATUS_OK && text->len)
        status = sink->write(sink->context, text_span(text), error);
    text_clear(text);
    return status;
}

void output_notice(const struct call *call, const char *format, ...)
{
    char line[2048];
    va_list args;
    if (call->quiet) return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    output_progress_end(call);
    fprintf(stderr, "%s\n", line);
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
