#include "command/internal.h"

static const struct option_spec *find_long(const struct option_spec *options, struct span name)
{
    for (; options && options->name; options++)
        if (span_is(name, options->name)) return options;
    return NULL;
}

static const struct option_spec *find_short(const struct option_spec *options, char letter)
{
    for (; options && options->name; options++)
        if (options->letter == letter) return options;
    return NULL;
}

/* The options of every command, then the command's own, then the fields of its entries. */
static const struct option_spec *find(const struct call *call, struct span name, char letter)
{
    const struct option_spec *const tables[] = {
        command_common, call->spec ? call->spec->options : NULL, call->fields};
    const struct option_spec *found = NULL;
    for (size_t i = 0; i < 3 && !found; i++)
        found = letter ? find_short(tables[i], letter) : find_long(tables[i], name);
    return found;
}

static enum status usage(const struct call *call, struct error *error, const char *what,
                         const char *which)
{
    const char *name = call->spec ? call->spec->name : "";
    return error_set(error, STATUS_USAGE, "%s %s; see: postmortem help%s%s", what, which,
                     *name ? " " : "", name);
}

static enum status give(struct call *call, const struct option_spec *option, const char *value,
                        struct error *error)
{
    if (call->given_count == CALL_OPTIONS_MAX)
        return error_set(error, STATUS_USAGE, "more than %d options", CALL_OPTIONS_MAX);
    call->given[call->given_count].option = option;
    call->given[call->given_count++].value = value;
    return STATUS_OK;
}

/* "--name", "--name=value", "--name value"; *used counts the following arguments taken. */
static enum status take_long(struct call *call, const char *argument, const char *next, int *used,
                             struct error *error)
{
    struct span rest = span_of(argument + 2);
    bool has_value = memchr(rest.at, '=', rest.len) != NULL;
    struct span name = span_cut(&rest, '=');
    const struct option_spec *option = find(call, name, 0);
    if (!option) return usage(call, error, "no such option:", argument);
    if (!option->value)
        return has_value ? usage(call, error, "takes no value:", argument)
                         : give(call, option, "", error);
    if (has_value) return give(call, option, rest.at, error);
    if (option->value[0] == '[') return give(call, option, "yes", error);
    if (!next) return usage(call, error, "needs a value:", argument);
    *used = 1;
    return give(call, option, next, error);
}

/* "-C DIR", "-CDIR", "-iq" */
static enum status take_short(struct call *call, const char *argument, const char *next, int *used,
                              struct error *error)
{
    for (const char *at = argument + 1; *at; at++) {
        const struct option_spec *option = find(call, SPAN(""), *at);
        if (!option) return usage(call, error, "no such option:", argument);
        const char *value = "";
        if (option->value) {
            value = at[1] ? at + 1 : next;
            if (!value) return usage(call, error, "needs a value:", argument);
            *used = at[1] ? 0 : 1;
        }
        enum status status = give(call, option, value, error);
        if (status || option->value) return status;
    }
    return STATUS_OK;
}

static enum status take_operand(struct call *call, const char **operands, const char *argument,
                                struct error *error)
{
    if (!call->spec) {
        call->spec = command_named(span_of(argument));
        if (!call->spec) return usage(call, error, "no such command:", argument);
        return fields_options(call->spec, &call->arena, &call->fields, error);
    }
    operands[call->operand_count++] = argument;
    return STATUS_OK;
}

enum status call_parse(struct call *call, int argc, char **argv, struct error *error)
{
    bool options_end = false;
    const char **operands = arena_array(&call->arena, (size_t)argc + 1, sizeof *operands);
    if (!operands) return arena_full(&call->arena, error);
    call->operands = operands;
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i], *next = i + 1 < argc ? argv[i + 1] : NULL;
        enum status status;
        int used = 0;
        if (!options_end && strcmp(argument, "--") == 0) {
            options_end = true;
            continue;
        }
        if (!options_end && strncmp(argument, "--", 2) == 0)
            status = take_long(call, argument, next, &used, error);
        else if (!options_end && argument[0] == '-' && argument[1])
            status = take_short(call, argument, next, &used, error);
        else
            status = take_operand(call, operands, argument, error);
        if (status) return status;
        i += used;
    }
    const char *when = call_value(call, "color");
    if (when && strcmp(when, "always") && strcmp(when, "never") && strcmp(when, "auto"))
        return error_set(error, STATUS_USAGE, "--color wants always, never or auto, not \"%s\"",
                         when);
    if (!call->spec || call_has(call, "help")) return STATUS_OK;
    if (call->operand_count < call->spec->least)
        return error_set(error, STATUS_USAGE, "%s needs %s; see: postmortem help %s",
                         call->spec->name, call->spec->operands, call->spec->name);
    if (call->operand_count > call->spec->most)
        return error_set(error, STATUS_USAGE, "%s does not take %s; see: postmortem help %s",
                         call->spec->name, operands[call->spec->most], call->spec->name);
    return STATUS_OK;
}

const char *call_value(const struct call *call, const char *option)
{
    for (size_t i = call->given_count; i > 0; i--)
        if (strcmp(call->given[i - 1].option->name, option) == 0) return call->given[i - 1].value;
    return NULL;
}

bool call_has(const struct call *call, const char *option)
{
    return call_value(call, option) != NULL;
}

bool call_json(const struct call *call)
{
    return call_has(call, "json");
}

enum status call_number(const struct call *call, const char *option, uint64_t *ret,
                        struct error *error)
{
    const char *value = call_value(call, option);
    if (!value || span_to_u64(span_of(value), ret)) return STATUS_OK;
    return error_set(error, STATUS_USAGE, "--%s wants a whole number, not \"%s\"", option, value);
}

enum status call_size(const struct call *call, const char *option, uint64_t *ret,
                      struct error *error)
{
    const char *value = call_value(call, option);
    if (!value) return STATUS_OK;
    struct span digits = span_of(value);
    static const char units[] = "KMGT";
    const char *unit = digits.len ? strchr(units, digits.at[digits.len - 1]) : NULL;
    unsigned shift = unit && *unit ? 10 * ((unsigned)(unit - units) + 1) : 0;
    uint64_t number;
    if (shift) digits.len--;
    if (!span_to_u64(digits, &number) || number > UINT64_MAX >> shift)
        return error_set(error, STATUS_USAGE, "--%s wants a size such as 500M or 64G, not \"%s\"",
                         option, value);
    *ret = number << shift;
    return STATUS_OK;
}
