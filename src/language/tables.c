/* What the tables of data/guard say, and the words of the lists in language.h. */
#include "language/rules.h"

#include <assert.h>

/* A class's bit within one half of struct word_classes. */
#define RULE_BIT(half, class) ((uint64_t)((class) / 64 == (half)) << ((class) % 64))

#include "language/tables.inc"

const char *const language_fields[LANGUAGE_FIELD_COUNT] = {
#define X(NAME, name, help) name,
    LANGUAGE_FIELDS(X)
#undef X
};
const char *const language_field_helps[LANGUAGE_FIELD_COUNT] = {
#define X(NAME, name, help) help,
    LANGUAGE_FIELDS(X)
#undef X
};
const char *const language_levels[LANGUAGE_LEVEL_COUNT] = {
#define X(NAME, name, help) name,
    LANGUAGE_LEVELS(X)
#undef X
};

bool language_find_class(struct span word, enum language_class *ret)
{
    for (unsigned i = 0; i < LANGUAGE_CLASS_COUNT; i++) {
        const struct language_about_class *class = &language_classes[i];
        if (!span_equal_nocase(word, span_of(class->code)) &&
            !span_equal_nocase(word, span_of(class->name)))
            continue;
        *ret = (enum language_class)i;
        return true;
    }
    return false;
}

bool language_find_field(struct span word, enum language_field *ret)
{
    for (unsigned i = 0; i < LANGUAGE_FIELD_COUNT; i++) {
        if (!span_is(word, language_fields[i])) continue;
        *ret = (enum language_field)i;
        return true;
    }
    return false;
}

bool language_find_level(struct span word, enum language_level *ret)
{
    for (unsigned i = 0; i < LANGUAGE_LEVEL_COUNT; i++) {
        if (!span_is(word, language_levels[i])) continue;
        *ret = (enum language_level)i;
        return true;
    }
    return false;
}

const struct language_rule *language_find_rule(struct span id)
{
    for (size_t i = 0; i < language_rule_count; i++)
        if (span_equal_nocase(id, span_of(language_rules[i].id))) return &language_rules[i];
    return NULL;
}

enum language_level fields_level(enum language_class class, enum language_field field,
                                 unsigned weight)
{
    assert(weight >= 1 && weight <= 3);
    return (enum language_level)field_levels[class][field][weight - 1];
}

bool fields_of_people(enum language_class class, enum language_field field)
{
    return field_of_people[class][field];
}

const char *fields_question(const struct language_rule *rule, enum language_field field)
{
    const bool remedy = field == LANGUAGE_FIELD_REMEDIATION || field == LANGUAGE_FIELD_ACTIONS;
    return remedy && remedy_questions[rule->class] ? remedy_questions[rule->class] : rule->question;
}
