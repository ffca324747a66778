#include "command/internal.h"

enum { WIDTH = 78 };

static void add_options(struct text *out, const struct option_spec *options)
{
    for (; options && options->name; options++) {
        text_addf(out, options->letter ? "  -%c, " : "      ", options->letter);
        text_addf(out, "--%s%s%s\n", options->name, options->value ? " " : "",
                  options->value ? options->value : "");
        text_add_wrapped(out, span_of(options->help), 10, WIDTH);
    }
}

static void add_paragraphs(struct text *out, const char *paragraphs)
{
    struct span rest = span_of(paragraphs);
    while (rest.len) {
        struct span paragraph = span_cut(&rest, '\n');
        if (paragraph.len == 0) continue;
        text_addc(out, '\n');
        text_add_wrapped(out, paragraph, 0, WIDTH);
    }
}

enum status help_print(struct call *call, const struct command_spec *spec, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_addf(&out, "postmortem %s%s%s%s: %s\n", spec->name, spec->options ? " [OPTION...]" : "",
              *spec->operands ? " " : "", spec->operands, spec->summary);
    add_paragraphs(&out, spec->text);
    if (spec->options) {
        text_adds(&out, "\nOptions\n");
        add_options(&out, spec->options);
    }
    text_adds(&out, "\nOptions of every command\n");
    add_options(&out, command_common);
    text_addf(&out, "\nExample\n  %s\n", spec->example);
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

enum status help_overview(struct call *call, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_adds(&out,
              "postmortem: find out what happened, without blame, and come out better prepared\n\n"
              "usage: postmortem [-C DIR] COMMAND [OPTION...] [OPERAND...]\n\n");
    for (size_t i = 0; command_specs[i]; i++)
        text_addf(&out, "  %-10s %s\n", command_specs[i]->name, command_specs[i]->summary);
    text_adds(&out, "\nFirst steps\n"
                    "  postmortem init review && cd review\n"
                    "  postmortem collect ~/incident-files\n"
                    "  postmortem timeline\n"
                    "  postmortem report timeline -o timeline.html\n\n"
                    "postmortem help COMMAND tells more; postmortem man prints the manual.\n");
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}
