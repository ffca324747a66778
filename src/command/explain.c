/* `explain`: the classes and rules of the guard, the biases behind them, and what a review does not
 * look for. */
#include "command/internal.h"

#include "language/language.h"
#include <stdio.h>

enum { WIDTH = 78, LABEL = 10 };

/* What is not looked for in a review, and the classes that listen for it. */
static const struct {
    const char *title, *text;
    enum language_class classes[3];
    size_t count;
} not_looked_for[] = {
    {"That it was predictable",
     "With the ending in hand the way to it looks plain. Before it, the same signs lay among many "
     "others. In remediation the later knowledge is welcome: which information, where, by when?",
     {LANGUAGE_CLASS_HINDSIGHT, LANGUAGE_CLASS_CERTAINTY},
     2},
    {"What did not happen",
     "\"Should have\", \"could have\" and \"failed to\" tell of a past that never was. What was "
     "done, and what made it the sensible step, is what others can learn from.",
     {LANGUAGE_CLASS_COUNTERFACTUAL, LANGUAGE_CLASS_NORMATIVE},
     2},
    {"The one thing that would have had to be different",
     "Several conditions had to come together, each necessary, only jointly sufficient. Changing "
     "one leaves the others where they are.",
     {LANGUAGE_CLASS_ONE_THING, LANGUAGE_CLASS_SINGLE_CAUSE},
     2},
    {"Who is to blame, and what an error explains",
     "Where a person or a slip is the answer, the search ends before the conditions are found.",
     {LANGUAGE_CLASS_BLAME, LANGUAGE_CLASS_HUMAN_ERROR},
     2},
    {"Whether a decision was right, by how it ended",
     "Good decisions can end badly. What counts is what was known, at stake and possible then.",
     {LANGUAGE_CLASS_OUTCOME},
     1},
    {"What fits the first idea",
     "An idea is tested by what might speak against it.",
     {LANGUAGE_CLASS_CONFIRMATION},
     1},
};
enum { NOT_LOOKED_FOR = sizeof not_looked_for / sizeof not_looked_for[0] };

static const char *level_of_weight(unsigned weight)
{
    static const enum language_level levels[] = {LANGUAGE_LEVEL_OFF, LANGUAGE_LEVEL_NOTE,
                                                 LANGUAGE_LEVEL_HINT, LANGUAGE_LEVEL_WARNING};
    return language_levels[levels[weight]];
}

/* A class by code, by name, or by the first word of its bias ("attribution", "hindsight-bias"). */
static bool find_class(struct span word, enum language_class *ret)
{
    static const char ending[] = "-bias";
    if (language_find_class(word, ret)) return true;
    size_t len = strlen(ending);
    if (word.len > len && span_is(span_from(word, word.len - len), ending)) word.len -= len;
    for (unsigned i = 0; i < LANGUAGE_CLASS_COUNT; i++) {
        struct span bias = span_of(language_classes[i].bias);
        if (!bias.len || !span_equal_nocase(span_cut(&bias, ' '), word)) continue;
        *ret = (enum language_class)i;
        return true;
    }
    return false;
}

/* ---- text ---- */

/* Words in lines behind `indent` spaces; `before` stands in those of the first. */
static void add_hanging(struct text *out, const char *before, size_t indent, const char *words)
{
    struct text lines;
    const size_t len = strlen(before);
    text_init(&lines, 0);
    text_add_wrapped(&lines, span_of(words), indent, WIDTH);
    text_adds(out, before);
    text_add(out, span_from(text_span(&lines), len < indent ? len : indent));
    text_release(&lines);
}

static void add_labelled(struct text *out, const char *label, const char *words)
{
    if (words && *words) add_hanging(out, label, LABEL, words);
}

static void add_fields(struct text *out, enum language_class class, unsigned weight)
{
    struct text words;
    text_init(&words, 0);
    for (unsigned i = 0; i < LANGUAGE_FIELD_COUNT; i++) {
        enum language_level level = fields_level(class, i, weight);
        text_addf(&words, "%s%s (%s)", words.len ? ", " : "", language_fields[i],
                  language_levels[level]);
    }
    add_labelled(out, "Speaks in", words.at);
    text_release(&words);
}

static void add_examples(struct text *out, const char *title, const char *const *examples)
{
    text_addf(out, "\n%s\n", title);
    for (; *examples; examples++) add_hanging(out, "  - ", 4, *examples);
}

static void add_rule(struct text *out, const struct language_rule *rule)
{
    const struct language_about_class *class = &language_classes[rule->class];
    text_addf(out, "%s (%s, %s): %s\n\n", rule->id, class->name, level_of_weight(rule->weight),
              rule->title);
    add_labelled(out, "Why", rule->why);
    add_labelled(out, "Question", rule->question);
    add_labelled(out, "Way out", class->way_out);
    add_fields(out, rule->class, rule->weight);
    add_examples(out, "Asks about", rule->hits);
    add_examples(out, "Stays quiet on", rule->misses);
}

static void add_rules_of(struct text *out, enum language_class class)
{
    for (size_t i = 0; i < language_rule_count; i++) {
        const struct language_rule *rule = &language_rules[i];
        char before[32];
        if (rule->class != class) continue;
        (void)snprintf(before, sizeof before, "  %-6s %-8s ", rule->id,
                       level_of_weight(rule->weight));
        add_hanging(out, before, strlen(before), rule->title);
    }
}

static void add_class(struct text *out, enum language_class which)
{
    const struct language_about_class *class = &language_classes[which];
    text_addf(out, "%s %s: %s\n\n", class->code, class->name, class->title);
    add_labelled(out, "Why", class->why);
    add_labelled(out, "Question", class->question);
    add_labelled(out, "Way out", class->way_out);
    add_labelled(out, "Bias", class->bias);
    add_fields(out, which, 3);
    text_adds(out, "\nRules\n");
    add_rules_of(out, which);
}

static void add_all(struct text *out)
{
    text_adds(out, "What a review does not look for\n");
    for (size_t i = 0; i < NOT_LOOKED_FOR; i++) {
        struct text title;
        text_init(&title, 0);
        text_addf(&title, "%s (", not_looked_for[i].title);
        for (size_t j = 0; j < not_looked_for[i].count; j++)
            text_addf(&title, "%s%s", j ? ", " : "",
                      language_classes[not_looked_for[i].classes[j]].name);
        text_adds(&title, ")");
        text_adds(out, "\n");
        text_add_wrapped(out, text_span(&title), 2, WIDTH);
        text_release(&title);
        text_add_wrapped(out, span_of(not_looked_for[i].text), 4, WIDTH);
    }
    text_adds(out, "\nBiases\n");
    for (unsigned i = 0; i < LANGUAGE_CLASS_COUNT; i++) {
        const char *bias = language_classes[i].bias;
        if (bias && *bias) text_add_wrapped(out, span_of(bias), 2, WIDTH);
    }
    for (unsigned i = 0; i < LANGUAGE_CLASS_COUNT; i++) {
        text_addf(out, "\n%s %s: %s\n", language_classes[i].code, language_classes[i].name,
                  language_classes[i].title);
        add_rules_of(out, i);
    }
}

/* ---- JSON: an object a line ---- */

static void json_said(struct json_writer *json, const char *key, const char *value)
{
    json_member_string(json, key, value && *value ? value : NULL);
}

static void json_fields(struct json_writer *json, enum language_class class, unsigned weight)
{
    json_member_object(json, "fields");
    for (unsigned i = 0; i < LANGUAGE_FIELD_COUNT; i++)
        json_said(json, language_fields[i], language_levels[fields_level(class, i, weight)]);
    json_object_end(json);
}

static void json_list(struct json_writer *json, const char *key, const char *const *strings)
{
    json_member_array(json, key);
    for (; *strings; strings++) json_string(json, *strings);
    json_array_end(json);
}

static void json_rule(struct text *out, const struct language_rule *rule)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_said(&json, "rule", rule->id);
    json_said(&json, "class", language_classes[rule->class].name);
    json_said(&json, "level", level_of_weight(rule->weight));
    json_said(&json, "title", rule->title);
    json_said(&json, "why", rule->why);
    json_said(&json, "question", rule->question);
    json_said(&json, "way_out", language_classes[rule->class].way_out);
    json_fields(&json, rule->class, rule->weight);
    json_list(&json, "hits", rule->hits);
    json_list(&json, "misses", rule->misses);
    json_object_end(&json);
    text_addc(out, '\n');
}

static void json_class(struct text *out, enum language_class which)
{
    const struct language_about_class *class = &language_classes[which];
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_said(&json, "class", class->name);
    json_said(&json, "code", class->code);
    json_said(&json, "title", class->title);
    json_said(&json, "why", class->why);
    json_said(&json, "question", class->question);
    json_said(&json, "way_out", class->way_out);
    json_said(&json, "bias", class->bias);
    json_fields(&json, which, 3);
    json_member_array(&json, "rules");
    for (size_t i = 0; i < language_rule_count; i++)
        if (language_rules[i].class == which) json_string(&json, language_rules[i].id);
    json_array_end(&json);
    json_object_end(&json);
    text_addc(out, '\n');
}

static void json_all(struct text *out)
{
    for (size_t i = 0; i < NOT_LOOKED_FOR; i++) {
        struct json_writer json;
        json_begin(&json, out);
        json_object(&json);
        json_said(&json, "not_looked_for", not_looked_for[i].title);
        json_said(&json, "why", not_looked_for[i].text);
        json_member_array(&json, "classes");
        for (size_t j = 0; j < not_looked_for[i].count; j++)
            json_string(&json, language_classes[not_looked_for[i].classes[j]].name);
        json_array_end(&json);
        json_object_end(&json);
        text_addc(out, '\n');
    }
    for (unsigned i = 0; i < LANGUAGE_CLASS_COUNT; i++) json_class(out, i);
}

/* ---- the call ---- */

static enum status explain(struct call *call, const char *word, struct text *out,
                           struct error *error)
{
    enum language_class class;
    const struct language_rule *rule = language_find_rule(span_of(word));
    bool as_json = call_json(call);
    if (rule) {
        (as_json ? json_rule : add_rule)(out, rule);
    } else if (find_class(span_of(word), &class)) {
        (as_json ? json_class : add_class)(out, class);
    } else {
        return error_set(error, STATUS_USAGE,
                         "there is no rule, class or bias \"%s\"; postmortem explain lists them",
                         word);
    }
    return STATUS_OK;
}

static enum status run(struct call *call, struct error *error)
{
    struct text out;
    enum status status = STATUS_OK;
    text_init(&out, 0);
    if (!call->operand_count) (call_json(call) ? json_all : add_all)(&out);
    for (size_t i = 0; i < call->operand_count && status == STATUS_OK; i++) {
        if (i && !call_json(call)) text_addc(&out, '\n');
        status = explain(call, call->operands[i], &out, error);
    }
    if (status == STATUS_OK) status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

const struct command_spec command_explain = {
    .name = "explain",
    .operands = "[RULE|CLASS|BIAS]...",
    .most = UINT32_MAX,
    .summary = "explain rules of the guard, their classes and the biases behind them",
    .text = "For each: why it matters, the question that is asked, a way out, examples, and in "
            "which parts of a review it speaks. Without operands: what a review does not look "
            "for, the biases, and all classes with their rules.",
    .example = "postmortem explain hindsight",
    .run = run,
};
