/* Help for what the guard asks: a page for each class of words. */
#include "web/pages.h"
#include "web/server.h"

static void tell_examples(struct model *model, struct value *rule, const char *key,
                          const char *const *examples)
{
    struct value *list = value_list(model, rule, key);
    for (size_t i = 0; examples[i] && i < 3; i++) value_text(model, list, NULL, examples[i]);
}

static void tell_rules(struct model *model, enum language_class class)
{
    struct value *list = value_list(model, NULL, "rules");
    for (size_t i = 0; i < language_rule_count; i++) {
        const struct language_rule *rule = &language_rules[i];
        if (rule->class != class) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "id", rule->id);
        value_text(model, to, "title", rule->title);
        value_text(model, to, "question", rule->question);
        tell_examples(model, to, "asked", rule->hits);
        tell_examples(model, to, "quiet", rule->misses);
    }
}

static void tell_class(struct model *model, struct value *to,
                       const struct language_about_class *class)
{
    value_text(model, to, "name", class->name);
    value_text(model, to, "title", class->title);
    value_text(model, to, "why", class->why);
    value_text(model, to, "question", class->question);
    value_text(model, to, "way_out", class->way_out);
    value_text(model, to, "bias", class->bias);
    value_textf(model, to, "href", "/help/guard/%s", class->name);
}

enum status web_guard_help(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    (void)error;
    web_title(request, "What the guard asks about");
    struct value *list = value_list(model, NULL, "classes");
    for (size_t i = 0; i < LANGUAGE_CLASS_COUNT; i++)
        tell_class(model, value_object(model, list, NULL), &language_classes[i]);
    return STATUS_OK;
}

enum status web_guard_class(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    enum language_class class;
    if (!language_find_class(request->captured[0], &class))
        return web_nothing_there(request, error);
    web_title(request, language_classes[class].title);
    tell_class(model, value_object(model, NULL, "class"), &language_classes[class]);
    tell_rules(model, class);
    return STATUS_OK;
}
