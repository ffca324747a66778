#include "command/internal.h"

/* mdoc takes a line that begins with . or ' as a request, and a backslash as an escape. */
static void add_escaped(struct text *out, struct span words)
{
    if (words.len && (words.at[0] == '.' || words.at[0] == '\'')) text_adds(out, "\\&");
    for (size_t i = 0; i < words.len; i++) {
        if (words.at[i] == '\\')
            text_adds(out, "\\e");
        else
            text_addc(out, words.at[i]);
    }
}

/* Sentences begin lines of their own, as mdoc wants them. */
static void add_sentences(struct text *out, struct span paragraph)
{
    while (paragraph.len) {
        size_t end = span_find(paragraph, SPAN(". "));
        struct span sentence = span_sub(paragraph, 0, end == SIZE_MAX ? paragraph.len : end + 1);
        add_escaped(out, sentence);
        text_addc(out, '\n');
        paragraph = span_from(paragraph, sentence.len + 1);
    }
}

static void add_options(struct text *out, const struct option_spec *options)
{
    text_adds(out, ".Bl -tag -width Ds\n");
    for (; options && options->name; options++) {
        text_adds(out, ".It ");
        if (options->letter) text_addf(out, "Fl %c , ", options->letter);
        text_addf(out, "Fl Fl %s", options->name);
        if (options->value && options->value[0] == '[')
            text_adds(out, " Ns Op Ns = Ns Cm no");
        else if (options->value)
            text_addf(out, " Ar %s", options->value);
        text_addc(out, '\n');
        add_sentences(out, span_of(options->help));
    }
    text_adds(out, ".El\n");
}

/* Where a command takes the fields of several kinds, the command of each kind lists them. */
static enum status add_fields(struct call *call, struct text *out, const struct command_spec *spec,
                              struct error *error)
{
    const struct option_spec *fields;
    if (!spec->fields) return STATUS_OK;
    if (spec->fields & (spec->fields - 1)) {
        text_adds(out, ".Pp\nTakes the fields of entries as options as well.\n");
        return STATUS_OK;
    }
    enum status status = fields_options(spec, &call->arena, &fields, error);
    if (status) return status;
    text_adds(out, ".Pp\nFields:\n");
    add_options(out, fields);
    return STATUS_OK;
}

static enum status add_command(struct call *call, struct text *out, const struct command_spec *spec,
                               struct error *error)
{
    text_addf(out, ".Ss %s", spec->name);
    if (*spec->operands) text_addf(out, " %s", spec->operands);
    text_addc(out, '\n');
    add_sentences(out, span_of(spec->summary));
    struct span rest = span_of(spec->text);
    while (rest.len) {
        struct span paragraph = span_cut(&rest, '\n');
        if (paragraph.len == 0) continue;
        text_adds(out, ".Pp\n");
        add_sentences(out, paragraph);
    }
    if (spec->options) add_options(out, spec->options);
    enum status status = add_fields(call, out, spec, error);
    text_adds(out, ".Pp\nExample:\n.Dl ");
    add_escaped(out, span_of(spec->example));
    text_addc(out, '\n');
    return status;
}

static void add_exit_codes(struct text *out)
{
    text_adds(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
#define X(name, exit_code, http, meaning) text_addf(out, ".It %d\n%s\n", exit_code, meaning);
    STATUS_TABLE(X)
#undef X
    text_adds(out, ".El\n");
}

enum status manual_print(struct call *call, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_adds(&out,
              ".Dd November 22, 2026\n.Dt POSTMORTEM 1\n.Os\n.Sh NAME\n.Nm postmortem\n"
              ".Nd find out what happened, without blame, and come out better prepared\n"
              ".Sh SYNOPSIS\n.Nm\n.Op Fl C Ar DIR\n.Ar command\n.Op Ar option ...\n"
              ".Op Ar operand ...\n.Sh DESCRIPTION\n"
              "After an outage,\n.Nm\n"
              "turns a heap of evidence (logs, metrics, pictures, chat, alerts, deploys, shell\n"
              "history) into one timeline on one clock, and says how far to trust it.\n"
              "Evidence is kept as it came and never altered.\n"
              "Times that are not certain are shown as intervals.\n.Pp\n"
              "Options of every command:\n");
    add_options(&out, command_common);
    text_adds(&out, ".Sh COMMANDS\n");
    enum status status = STATUS_OK;
    for (size_t i = 0; command_specs[i] && status == STATUS_OK; i++)
        status = add_command(call, &out, command_specs[i], error);
    text_adds(&out,
              ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
              ".It Ev POSTMORTEM_WORKSPACE\nthe workspace when\n.Fl C\nis not given\n"
              ".It Ev POSTMORTEM_ZONEINFO\nfolder of time zone files\n"
              ".It Ev TMPDIR\nwhere commands with paths instead of a workspace keep theirs for "
              "the call\n"
              ".It Ev POSTMORTEM_BY\nwho writes, where\n.Fl Fl by\nis not given\n"
              ".It Ev VISUAL , EDITOR\nthe editor that\n.Ic edit\nopens\n"
              ".It Ev NO_COLOR\nwhen set, output has no colour\n.El\n");
    add_exit_codes(&out);
    if (status == STATUS_OK) status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}
