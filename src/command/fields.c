/* Fields of entries as options of commands. */
#include "command/internal.h"

/* "good_for" is typed "good-for". */
static const char *option_name(const char *before, const char *name, struct arena *arena)
{
    char *option = arena_printf(arena, "%s%s%s", before, *before ? "-" : "", name);
    for (char *at = option; at && *at; at++)
        if (*at == '_') *at = '-';
    return option;
}

static const struct option_spec *find(const struct option_spec *options, const char *name)
{
    for (; options && options->name; options++)
        if (strcmp(options->name, name) == 0) return options;
    return NULL;
}

const char *fields_option(const struct command_spec *spec, enum review_kind kind,
                          const struct review_field *field, struct arena *arena)
{
    const char *name = option_name("", field->name, arena);
    if (!name || (!find(command_common, name) && !find(spec->options, name))) return name;
    return option_name(review_kinds[kind].name, field->name, arena);
}

static const char *value_name(const struct review_field *field)
{
    switch (field->type) {
    case REVIEW_TYPE_WORD: return "WORD";
    case REVIEW_TYPE_WORDS: return "WORD,...";
    case REVIEW_TYPE_FLAG: return "[no]";
    case REVIEW_TYPE_COUNT: return "NUMBER";
    case REVIEW_TYPE_DATE: return "DAY";
    case REVIEW_TYPE_INSTANT:
    case REVIEW_TYPE_TIME: return "TIME";
    case REVIEW_TYPE_HASH: return "SHA256";
    case REVIEW_TYPE_LINES: return "TEXT,...";
    case REVIEW_TYPE_REF: return "ID";
    case REVIEW_TYPE_REFS: return "ID,...";
    case REVIEW_TYPE_PLACES: return "PLACE,...";
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_TEXT: break;
    }
    return "TEXT";
}

/* What a field is, with the words it takes where the help does not name them itself. */
static const char *help_of(const struct review_field *field, struct arena *arena)
{
    const struct vocabulary *words = field->words;
    if (!words || strstr(field->help, words->words[words->count - 1].word)) return field->help;
    struct text help;
    text_init(&help, 0);
    text_addf(&help, "%s:", field->help);
    for (size_t i = 1; i < words->count; i++)
        text_addf(&help, "%s %s", i == 1 ? "" : ",", words->words[i].word);
    const char *copy = arena_copy(arena, text_span(&help));
    text_release(&help);
    return copy;
}

enum status fields_options(const struct command_spec *spec, struct arena *arena,
                           const struct option_spec **ret, struct error *error)
{
    size_t most = 0, count = 0;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++)
        if (spec->fields >> kind & 1) most += review_kinds[kind].count;
    struct option_spec *options = arena_array(arena, most + 1, sizeof *options);
    if (!options) return arena_full(arena, error);
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        for (size_t i = 0; spec->fields >> kind & 1 && i < review_kinds[kind].count; i++) {
            const struct review_field *field = &review_kinds[kind].fields[i];
            if (field->flags & REVIEW_DERIVED) continue;
            const char *name = fields_option(spec, kind, field, arena);
            const char *help = help_of(field, arena);
            if (!name || !help) return arena_full(arena, error);
            if (find(options, name)) continue;
            options[count++] = (struct option_spec){name, 0, value_name(field), help};
        }
    }
    *ret = options;
    return STATUS_OK;
}

static bool is_field(const struct call *call, const struct option_spec *option)
{
    for (const struct option_spec *row = call->fields; row && row->name; row++)
        if (row == option) return true;
    return false;
}

bool fields_given(const struct call *call)
{
    for (size_t i = 0; i < call->given_count; i++)
        if (is_field(call, call->given[i].option)) return true;
    return false;
}

enum status fields_fit(struct call *call, enum review_kind kind, struct error *error)
{
    const struct option_spec *fields;
    struct command_spec one = *call->spec;
    one.fields = 1u << kind;
    enum status status = fields_options(&one, &call->arena, &fields, error);
    for (size_t i = 0; i < call->given_count && status == STATUS_OK; i++) {
        const struct option_spec *option = call->given[i].option;
        if (is_field(call, option) && !find(fields, option->name))
            status = error_set(error, STATUS_USAGE,
                               "--%s is no field of %s; postmortem help %s lists those that are",
                               option->name, review_kinds[kind].plural, call->spec->name);
    }
    return status;
}
