#include "command/internal.h"

enum { WIDTH = 78 };

static void add_options(struct text *out, const struct option_spec *options)
{
    for (; options && options->name; options++) {
        text_addf(out, options->letter ? "  -%c, " : "      ", options->letter);
        bool may = options->value && options->value[0] == '['; /* may be taken back */
        text_addf(out, "--%s%s%s\n", options->name, !options->value || may ? "" : " ",
                  may              ? "[=no]"
                  : options->value ? options->value
                                   : "");
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

/* One kind's fields are told one by one; where a command takes those of several kinds, the command
 * of each kind tells more. */
static enum status add_fields(struct call *call, struct text *out, const struct command_spec *spec,
                              struct error *error)
{
    const struct option_spec *fields;
    if (!spec->fields) return STATUS_OK;
    bool several = spec->fields & (spec->fields - 1);
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        struct command_spec one = *spec;
        one.fields = spec->fields & 1u << kind;
        if (!one.fields) continue;
        enum status status = fields_options(&one, &call->arena, &fields, error);
        if (status) return status;
        text_addf(out, "\nFields of %s (%s)\n", review_kinds[kind].plural, review_kinds[kind].help);
        if (!several) add_options(out, fields);
        struct text names;
        text_init(&names, 0);
        for (; several && fields->name; fields++)
            text_addf(&names, "%s--%s", names.len ? " " : "", fields->name);
        if (several) text_add_wrapped(out, text_span(&names), 6, WIDTH);
        text_release(&names);
    }
    return STATUS_OK;
}

enum status help_print(struct call *call, const struct command_spec *spec, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_addf(&out, "postmortem %s%s%s%s: %s\n", spec->name,
              spec->options || spec->fields ? " [OPTION...]" : "", *spec->operands ? " " : "",
              spec->operands, spec->summary);
    add_paragraphs(&out, spec->text);
    if (spec->options) {
        text_adds(&out, "\nOptions\n");
        add_options(&out, spec->options);
    }
    enum status status = add_fields(call, &out, spec, error);
    text_adds(&out, "\nOptions of every command\n");
    add_options(&out, command_common);
    text_addf(&out, "\nExample\n  %s\n", spec->example);
    if (status == STATUS_OK) status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

/* Which command begins a group in the overview. */
static const struct {
    const char *first, *title;
} groups[] = {{"init", "The workspace and its evidence"},
              {"new", "A review, as it grows"},
              {"find", "All reviews together"},
              {"lint", "The words"},
              {"report", "In and out"},
              {"verify", "Care"},
              {"help", "Help"}};

enum status help_overview(struct call *call, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_adds(&out,
              "postmortem: find out what happened, without blame, and come out better prepared\n\n"
              "usage: postmortem [-C DIR] COMMAND [OPTION...] [OPERAND...]\n\n");
    for (size_t i = 0, group = 0; command_specs[i]; i++) {
        bool first = group < sizeof groups / sizeof groups[0] &&
                     strcmp(groups[group].first, command_specs[i]->name) == 0;
        if (first) text_addf(&out, "%s%s\n", group ? "\n" : "", groups[group].title);
        group += first;
        text_addf(&out, "  %-10s %s\n", command_specs[i]->name, command_specs[i]->summary);
    }
    text_adds(&out, "\nFirst steps\n"
                    "  postmortem init review && cd review\n"
                    "  postmortem collect ~/incident-files\n"
                    "  postmortem timeline\n"
                    "  postmortem new \"what users met\" --day 2026-11-22\n"
                    "  postmortem event --from-timeline\n"
                    "  postmortem ready\n\n"
                    "postmortem help COMMAND tells more; postmortem man prints the manual.\n");
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}
