/* How a condition is named in a sentence, and how it is supposed away in a question. */
#include "causes/check.h"

#include <inttypes.h>

enum { TEXT_MOST = 160, LIST_MOST = 8 };

/* The text, cut at a character. */
static void add_text(struct text *to, const char *words)
{
    size_t len = strlen(words);
    size_t cut = len;
    if (len > TEXT_MOST) {
        cut = TEXT_MOST;
        while (cut > 0 && ((unsigned char)words[cut] & 0xC0) == 0x80) cut--;
    }
    text_adds(to, "\"");
    text_add(to, (struct span){words, cut});
    text_adds(to, cut < len ? "...\"" : "\"");
}

void say_quoted(struct text *to, const struct causes_condition *condition)
{
    if (is_said(condition->text))
        add_text(to, condition->text);
    else
        text_adds(to, condition->name);
}

void say_condition(struct text *to, const struct causes_condition *condition)
{
    text_adds(to, condition->name);
    if (!is_said(condition->text)) return;
    text_addc(to, ' ');
    add_text(to, condition->text);
}

static void say_more(struct text *to, size_t shown, size_t count)
{
    if (count > shown) text_addf(to, "; and %zu more", count - shown);
}

void say_list(struct text *to, const struct causes_graph *graph, const uint32_t *conditions,
              size_t count, say_how *how)
{
    size_t shown = count < LIST_MOST ? count : LIST_MOST;
    for (size_t i = 0; i < shown; i++) {
        if (i) text_adds(to, "; ");
        how(to, &graph->conditions[conditions[i]]);
    }
    say_more(to, shown, count);
}

void say_way(struct text *to, const struct causes_graph *graph, const struct causes_way *way,
             say_how *how)
{
    size_t shown = way->count < LIST_MOST ? way->count : LIST_MOST;
    for (size_t i = 0; i < shown; i++) {
        if (i) text_adds(to, "; ");
        if (way->links[i].absent) text_adds(to, "not: ");
        how(to, &graph->conditions[way->links[i].condition]);
    }
    say_more(to, shown, way->count);
}

/* What is put before the quoted condition to suppose that it had been otherwise, by its form. */
static const char *const supposed[CAUSES_FORM_COUNT] = {
    [CAUSES_FORM_NONE] = "Suppose this had not been so",
    [CAUSES_FORM_STATE] = "Suppose this had not been so",
    [CAUSES_FORM_EVENT] = "Suppose this had not happened",
    [CAUSES_FORM_PROCESS] = "Suppose this had not gone on",
    [CAUSES_FORM_ABSENCE] = "Suppose what is missing here had been there",
    [CAUSES_FORM_ACT] = "Suppose this step had not come up",
    [CAUSES_FORM_BARRIER] = "Suppose a guard had held here",
    [CAUSES_FORM_MITIGATOR] = "Suppose this had been there and had helped",
};

/* An effect of no form in particular. */
static bool came_from_others(const struct causes_condition *condition)
{
    return !causes_is_leaf(condition) &&
           (condition->form == CAUSES_FORM_NONE || condition->form == CAUSES_FORM_STATE);
}

void say_suppose(struct text *to, const struct causes_graph *graph, const struct causes_link *link)
{
    const struct causes_condition *condition = &graph->conditions[link->condition];
    assert(condition->form < CAUSES_FORM_COUNT);
    if (!link->absent && is_said(condition->instead)) {
        struct span instead = span_trim(span_of(condition->instead));
        if (instead.at[instead.len - 1] == '.') instead.len--;
        text_adds(to, "Suppose it had been otherwise: ");
        text_add(to, instead);
    } else {
        text_adds(to, link->absent                  ? "Suppose this had been so"
                      : came_from_others(condition) ? "Suppose this had not come about"
                                                    : supposed[condition->form]);
        text_adds(to, ": ");
        say_quoted(to, condition);
    }
    text_adds(to, ". ");
}
