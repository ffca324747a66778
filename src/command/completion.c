/* Completion for shells, from the same table as the parser and the help. */
#include "command/internal.h"
#include "language/language.h"

static void add_words(struct text *out, const struct vocabulary *words)
{
    for (size_t i = 1; i < words->count; i++) text_addf(out, " %s", words->words[i].word);
}

/* Words that operands of a command take, if any. */
static void add_operands(struct text *out, const struct command_spec *spec)
{
    static const struct {
        const char *command;
        const struct vocabulary *words;
    } worded[] = {{"say", &review_words_code},
                  {"stage", &review_words_stage},
                  {"area", &review_words_area},
                  {"meeting", &review_words_meeting}};
    for (size_t i = 0; i < sizeof worded / sizeof worded[0]; i++)
        if (strcmp(spec->name, worded[i].command) == 0) add_words(out, worded[i].words);
    for (size_t i = 0; command_specs[i] && strcmp(spec->name, "help") == 0; i++)
        text_addf(out, " %s", command_specs[i]->name);
    for (size_t i = 0; i < LANGUAGE_CLASS_COUNT && strcmp(spec->name, "explain") == 0; i++)
        text_addf(out, " %s", language_classes[i].name);
}

/* Words of an option that is not a field, by what its value is called. */
static void add_values(struct text *out, const struct option_spec *option)
{
    if (!option->value) return;
    if (strcmp(option->value, "CIRCLE") == 0) add_words(out, &review_words_circle);
    if (strcmp(option->value, "STAGE") == 0) add_words(out, &review_words_stage);
    if (strcmp(option->value, "DEPTH") == 0) text_adds(out, " gist story all");
    if (strncmp(option->value, "LEAST", 5) == 0) text_adds(out, " warning hint offer note");
    if (strcmp(option->value, "LEAST|never") == 0) text_adds(out, " never");
    for (size_t i = 0; i < LANGUAGE_FIELD_COUNT && strcmp(option->value, "FIELD") == 0; i++)
        text_addf(out, " %s", language_fields[i]);
}

static void add_options(struct text *out, const struct option_spec *options)
{
    for (; options && options->name; options++) text_addf(out, " --%s", options->name);
}

/* In single quotes of a shell; fish escapes a quote, the others leave and enter again. */
static void add_quoted(struct text *out, const char *words, bool fish, const char *also)
{
    text_addc(out, '\'');
    for (const char *at = words; *at; at++) {
        if (*at == '\'')
            text_adds(out, fish ? "\\'" : "'\\''");
        else if (strchr(also, *at))
            text_addf(out, "\\%c", *at);
        else
            text_addc(out, *at);
    }
    text_addc(out, '\'');
}

/* The words that an option takes, of all kinds of the command that have a field of that name. */
static enum status words_of(struct call *call, const struct command_spec *spec, const char *option,
                            struct text *words, struct error *error)
{
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        for (size_t i = 0; spec->fields >> kind & 1 && i < review_kinds[kind].count; i++) {
            const struct review_field *field = &review_kinds[kind].fields[i];
            if (!field->words || field->flags & REVIEW_DERIVED) continue;
            const char *name = fields_option(spec, kind, field, &call->arena);
            if (!name) return arena_full(&call->arena, error);
            if (strcmp(name, option) == 0) add_words(words, field->words);
        }
    }
    return STATUS_OK;
}

/* Calls `each` for every option of the command that takes words of a vocabulary. */
static enum status each_worded(struct call *call, const struct command_spec *spec,
                               void (*each)(struct text *out, const struct command_spec *spec,
                                            const char *option, const char *words),
                               struct text *out, struct error *error)
{
    const struct option_spec *fields;
    struct text words;
    enum status status = fields_options(spec, &call->arena, &fields, error);
    text_init(&words, 0);
    const struct option_spec *own = spec->options;
    for (; status == STATUS_OK && own && own->name; own++) {
        text_clear(&words);
        add_values(&words, own);
        if (words.len) each(out, spec, own->name, words.at);
    }
    for (; status == STATUS_OK && fields->name; fields++) {
        text_clear(&words);
        status = words_of(call, spec, fields->name, &words, error);
        if (status == STATUS_OK && words.len) each(out, spec, fields->name, words.at);
    }
    text_release(&words);
    return status;
}

/* ---- bash and zsh ---- */

static void bash_words(struct text *out, const struct command_spec *spec, const char *option,
                       const char *words)
{
    text_addf(out, "    %s:--%s) words=\"%s\" ;;\n", spec->name, option, words);
}

static void zsh_words(struct text *out, const struct command_spec *spec, const char *option,
                      const char *words)
{
    text_addf(out, "    (%s:--%s) values=(%s) ;;\n", spec->name, option, words);
}

static enum status add_cases(struct call *call, struct text *out, bool zsh, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; command_specs[i] && status == STATUS_OK; i++)
        status = each_worded(call, command_specs[i], zsh ? zsh_words : bash_words, out, error);
    return status;
}

static enum status add_option_cases(struct call *call, struct text *out, bool zsh,
                                    struct error *error)
{
    for (size_t i = 0; command_specs[i]; i++) {
        const struct command_spec *spec = command_specs[i];
        const struct option_spec *fields;
        enum status status = fields_options(spec, &call->arena, &fields, error);
        if (status) return status;
        text_addf(out, zsh ? "    (%s) options=(" : "    %s) options=\"", spec->name);
        add_options(out, spec->options);
        add_options(out, fields);
        add_options(out, command_common);
        text_adds(out, zsh ? "); operands=(" : "\" operands=\"");
        add_operands(out, spec);
        text_adds(out, zsh ? ") ;;\n" : "\" ;;\n");
    }
    return STATUS_OK;
}

static void add_commands(struct text *out, const char *between)
{
    for (size_t i = 0; command_specs[i]; i++)
        text_addf(out, "%s%s", i ? between : "", command_specs[i]->name);
}

static enum status bash(struct call *call, struct text *out, struct error *error)
{
    text_adds(out,
              "# postmortem completion for bash: source it, or put it where bash looks\n"
              "_postmortem() {\n"
              "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
              "  local command= words= options= operands= word\n"
              "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case $word in\n    ");
    add_commands(out, "|");
    text_adds(out, ") command=$word; break ;;\n    esac\n  done\n"
                   "  if [ -z \"$command\" ]; then\n    COMPREPLY=($(compgen -W \"");
    add_commands(out, " ");
    text_adds(out, "\" -- \"$current\"))\n    return\n  fi\n  case $command:$previous in\n");
    enum status status = add_cases(call, out, false, error);
    text_adds(out, "  esac\n  if [ -n \"$words\" ]; then\n"
                   "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n    return\n  fi\n"
                   "  case $command in\n");
    if (status == STATUS_OK) status = add_option_cases(call, out, false, error);
    text_adds(out, "  esac\n  case $current in\n"
                   "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
                   "    *) COMPREPLY=($(compgen -W \"$operands\" -- \"$current\")) ;;\n"
                   "  esac\n}\ncomplete -o default -F _postmortem postmortem\n");
    return status;
}

static enum status zsh(struct call *call, struct text *out, struct error *error)
{
    text_adds(out, "#compdef postmortem\n"
                   "_postmortem() {\n"
                   "  local -a commands options operands values\n  local command word\n"
                   "  for word in ${words[2,CURRENT-1]}; do\n    case $word in\n    (");
    add_commands(out, "|");
    text_adds(out, ") command=$word; break ;;\n    esac\n  done\n"
                   "  if [[ -z $command ]]; then\n    commands=(\n");
    for (size_t i = 0; command_specs[i]; i++) {
        struct text row;
        text_init(&row, 0);
        text_addf(&row, "%s\n%s", command_specs[i]->name, command_specs[i]->summary);
        struct span rest = text_span(&row), name = span_cut(&rest, '\n');
        text_addf(out, "      %.*s:", SPAN_ARGS(name));
        add_quoted(out, rest.at, false, ":");
        text_addc(out, '\n');
        text_release(&row);
    }
    text_adds(out, "    )\n    _describe command commands\n    return\n  fi\n"
                   "  case $command:${words[CURRENT-1]} in\n");
    enum status status = add_cases(call, out, true, error);
    text_adds(out, "  esac\n  if (( $#values )); then\n    compadd -- $values\n    return\n  fi\n"
                   "  case $command in\n");
    if (status == STATUS_OK) status = add_option_cases(call, out, true, error);
    text_adds(out, "  esac\n  if [[ $PREFIX == -* ]]; then\n    compadd -- $options\n"
                   "  else\n    compadd -- $operands\n    _files\n  fi\n}\n"
                   "if [[ $funcstack[1] == _postmortem ]]; then\n  _postmortem \"$@\"\nelse\n"
                   "  compdef _postmortem postmortem\nfi\n");
    return status;
}

/* ---- fish ---- */

static void fish_options(struct text *out, const struct command_spec *spec,
                         const struct option_spec *options)
{
    for (; options && options->name; options++) {
        text_adds(out, "complete -c postmortem");
        if (spec) text_addf(out, " -n '__fish_seen_subcommand_from %s'", spec->name);
        text_addf(out, " -l %s", options->name);
        if (options->letter) text_addf(out, " -s %c", options->letter);
        if (options->value && options->value[0] != '[') text_adds(out, " -r");
        text_adds(out, " -d ");
        add_quoted(out, options->help, true, "\\");
        text_addc(out, '\n');
    }
}

static void fish_words(struct text *out, const struct command_spec *spec, const char *option,
                       const char *words)
{
    text_addf(out, "complete -c postmortem -n '__fish_seen_subcommand_from %s' -l %s -xa '%s'\n",
              spec->name, option, words);
}

static enum status fish(struct call *call, struct text *out, struct error *error)
{
    text_adds(out, "# postmortem completion for fish\n");
    for (size_t i = 0; command_specs[i]; i++) {
        const struct command_spec *spec = command_specs[i];
        const struct option_spec *fields;
        text_addf(out, "complete -c postmortem -n __fish_use_subcommand -a %s -d ", spec->name);
        add_quoted(out, spec->summary, true, "\\");
        text_addc(out, '\n');
        enum status status = fields_options(spec, &call->arena, &fields, error);
        if (status) return status;
        fish_options(out, spec, spec->options);
        fish_options(out, spec, fields);
        status = each_worded(call, spec, fish_words, out, error);
        if (status) return status;
        struct text operands;
        text_init(&operands, 0);
        add_operands(&operands, spec);
        if (operands.len)
            text_addf(out, "complete -c postmortem -n '__fish_seen_subcommand_from %s' -a '%s'\n",
                      spec->name, operands.at);
        text_release(&operands);
    }
    fish_options(out, NULL, command_common);
    return STATUS_OK;
}

static enum status run(struct call *call, struct error *error)
{
    static const struct {
        const char *shell;
        enum status (*write)(struct call *call, struct text *out, struct error *error);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(call->operands[0], shells[i].shell) != 0) continue;
        struct text out;
        text_init(&out, 0);
        enum status status = shells[i].write(call, &out, error);
        if (status == STATUS_OK) status = output_text(&call->out, &out, error);
        text_release(&out);
        return status;
    }
    return error_set(error, STATUS_USAGE, "completion is for bash, zsh or fish, not \"%s\"",
                     call->operands[0]);
}

const struct command_spec command_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish",
    .least = 1,
    .most = 1,
    .summary = "print the completion of a shell: commands, options, words",
    .text = "Made from the same table as --help.",
    .example = "source <(postmortem completion bash)",
    .run = run,
};
