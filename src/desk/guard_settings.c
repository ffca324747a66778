/* The settings of the guard, line by line. */
#include "desk/guard.h"

enum { NAMES_MAX = 10000, SUGGEST_DISTANCE = 2 };

struct spans {
    struct span *at;
    size_t count;
};

struct reading {
    const char *name;
    size_t line;
    struct arena *arena;
    size_t room; /* of each list: no more than the text has lines */
    uint8_t *levels;
    struct spans people, components, ignored, baseline;
};

static enum status wrong(const struct reading *reading, struct error *error)
{
    error_place(error, "%s:%zu", reading->name, reading->line);
    return STATUS_BAD_INPUT;
}

/* The rule whose id is nearest to a word, for who mistyped; NULL: none is near. */
static const struct language_rule *nearest_rule(struct span word)
{
    const struct language_rule *found = NULL;
    size_t least = SUGGEST_DISTANCE + 1;
    for (size_t i = 0; i < language_rule_count; i++) {
        size_t distance = span_distance(word, span_of(language_rules[i].id));
        if (distance < least) {
            least = distance;
            found = &language_rules[i];
        }
    }
    return found;
}

/* Cuts a word and the blanks behind it. */
static struct span cut_word(struct span *rest)
{
    size_t n = 0;
    while (n < rest->len && rest->at[n] != ' ' && rest->at[n] != '\t') n++;
    const struct span word = span_sub(*rest, 0, n);
    *rest = span_trim(span_from(*rest, n));
    return word;
}

/* Sets the most that a rule, or each rule of a class, may say. */
static enum status set_level(struct reading *reading, struct span word, enum language_level level,
                             struct error *error)
{
    enum language_class class;
    const struct language_rule *rule = language_find_rule(word);
    if (rule) {
        reading->levels[rule - language_rules] = (uint8_t)level;
        return STATUS_OK;
    }
    if (!language_find_class(word, &class)) {
        const struct language_rule *near = nearest_rule(word);
        error_set(error, STATUS_BAD_INPUT,
                  "there is no rule or class \"%.*s\"%s%s%s; postmortem explain lists them",
                  SPAN_ARGS(span_sub(word, 0, 60)), near ? " (perhaps " : "", near ? near->id : "",
                  near ? ")" : "");
        return wrong(reading, error);
    }
    for (size_t i = 0; i < language_rule_count; i++)
        if (language_rules[i].class == class) reading->levels[i] = (uint8_t)level;
    return STATUS_OK;
}

static enum status need_reason(const struct reading *reading, struct span reason,
                               struct error *error)
{
    const bool any = reason.len > 0;
    const bool rule = language_find_rule(cut_word(&reason)) != NULL;
    if (any && !rule) return STATUS_OK;
    error_set(error, STATUS_BAD_INPUT, "%s",
              any ? "one rule or class a line, with a reason behind it"
                  : "off needs a reason behind the rule or class, for those who read this later");
    return wrong(reading, error);
}

static enum status take_off(struct reading *reading, struct span rest, struct error *error)
{
    const struct span word = cut_word(&rest);
    enum status status = need_reason(reading, rest, error);
    return status ? status : set_level(reading, word, LANGUAGE_LEVEL_OFF, error);
}

static enum status take_level(struct reading *reading, struct span rest, struct error *error)
{
    enum language_level level;
    const struct span word = cut_word(&rest), name = cut_word(&rest);
    if (!language_find_level(name, &level) || level == LANGUAGE_LEVEL_OFFER) {
        error_set(error, STATUS_BAD_INPUT,
                  "level wants note, hint, warning or off behind the rule or class, not \"%.*s\"",
                  SPAN_ARGS(span_sub(name, 0, 60)));
        return wrong(reading, error);
    }
    if (level == LANGUAGE_LEVEL_OFF) {
        enum status status = need_reason(reading, rest, error);
        if (status) return status;
    } else if (rest.len) {
        error_set(error, STATUS_BAD_INPUT, "nothing may follow the level: \"%.*s\"",
                  SPAN_ARGS(span_sub(rest, 0, 60)));
        return wrong(reading, error);
    }
    return set_level(reading, word, level, error);
}

static enum status add(struct reading *reading, struct spans *list, struct span value,
                       struct error *error)
{
    if (!list->at) list->at = arena_array(reading->arena, reading->room, sizeof *list->at);
    char *copy = arena_copy(reading->arena, value);
    if (!list->at || !copy) return arena_full(reading->arena, error);
    if (list->count == NAMES_MAX) {
        error_set(error, STATUS_LIMIT, "more than %d of these", NAMES_MAX);
        error_place(error, "%s:%zu", reading->name, reading->line);
        return STATUS_LIMIT;
    }
    list->at[list->count++] = (struct span){copy, value.len};
    return STATUS_OK;
}

static enum status take_person(struct reading *reading, struct span rest, struct error *error)
{
    return add(reading, &reading->people, rest, error);
}

static enum status take_component(struct reading *reading, struct span rest, struct error *error)
{
    return add(reading, &reading->components, rest, error);
}

static enum status take_ignore(struct reading *reading, struct span rest, struct error *error)
{
    return add(reading, &reading->ignored, rest, error);
}

static enum status take_baseline(struct reading *reading, struct span rest, struct error *error)
{
    if (reading->baseline.count) {
        error_set(error, STATUS_BAD_INPUT, "there is a baseline already: \"%.*s\"",
                  SPAN_ARGS(reading->baseline.at[0]));
        return wrong(reading, error);
    }
    return add(reading, &reading->baseline, rest, error);
}

static const struct {
    const char *word, *form;
    enum status (*take)(struct reading *reading, struct span rest, struct error *error);
} lines[] = {
    {"off", "off RULE|CLASS REASON", take_off},
    {"level", "level RULE|CLASS note|hint|warning|off", take_level},
    {"person", "person NAME", take_person},
    {"component", "component NAME", take_component},
    {"ignore", "ignore GLOB", take_ignore},
    {"baseline", "baseline FILE", take_baseline},
};
enum { LINES = sizeof lines / sizeof lines[0] };

static enum status no_such_line(const struct reading *reading, struct span line,
                                struct error *error)
{
    struct text forms;
    text_init(&forms, 0);
    for (size_t i = 0; i < LINES; i++) text_addf(&forms, "%s%s", i ? "; " : "", lines[i].form);
    error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is not understood; a line is one of: %s; # REMARK",
              SPAN_ARGS(span_sub(line, 0, 60)), forms.at);
    text_release(&forms);
    return wrong(reading, error);
}

static enum status read_line(struct reading *reading, struct span line, struct error *error)
{
    struct span rest = line;
    const struct span word = cut_word(&rest);
    for (size_t i = 0; i < LINES; i++) {
        if (!span_is(word, lines[i].word)) continue;
        if (rest.len) return lines[i].take(reading, rest, error);
        error_set(error, STATUS_BAD_INPUT, "\"%s\" wants more: %s", lines[i].word, lines[i].form);
        return wrong(reading, error);
    }
    return no_such_line(reading, line, error);
}

static enum status hand_over(const struct reading *reading, struct guard *ret, struct error *error)
{
    const char **ignored = arena_array(reading->arena, reading->ignored.count + 1, sizeof *ignored);
    if (!ignored) return arena_full(reading->arena, error);
    for (size_t i = 0; i < reading->ignored.count; i++) ignored[i] = reading->ignored.at[i].at;
    ret->ignored = ignored;
    ret->ignored_count = reading->ignored.count;
    ret->baseline_path = reading->baseline.count ? reading->baseline.at[0].at : NULL;
    ret->settings = (struct language_settings){
        .rule_levels = reading->levels,
        .names = {.people = reading->people.at,
                  .people_count = reading->people.count,
                  .components = reading->components.at,
                  .component_count = reading->components.count},
    };
    return STATUS_OK;
}

enum status desk_guard_settings_read(struct span text, const char *name, struct arena *arena,
                                     struct guard *ret, struct error *error)
{
    struct reading reading = {.name = name, .arena = arena, .room = 1};
    for (size_t i = 0; i < text.len; i++) reading.room += text.at[i] == '\n';
    if (reading.room > NAMES_MAX) reading.room = NAMES_MAX;
    reading.levels = arena_alloc(arena, language_rule_count + 1);
    if (!reading.levels) return arena_full(arena, error);
    memset(reading.levels, LANGUAGE_LEVEL_COUNT, language_rule_count);
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    while (text.len) {
        struct span line = span_trim(span_cut(&text, '\n'));
        reading.line++;
        if (line.len == 0 || line.at[0] == '#') continue;
        enum status status = read_line(&reading, line, error);
        if (status) return status;
    }
    return hand_over(&reading, ret, error);
}
