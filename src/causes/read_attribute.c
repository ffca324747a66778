/* Lines "word: value" about a condition, an item or the graph. */
#include "causes/read.h"

#include <assert.h>

enum sort { S_TEXT, S_WORD, S_TIME, S_SOURCES, S_ALSO, S_TARGETS, S_CUT, S_TITLE, S_DELAY };

static const struct attribute {
    const char *word;
    enum sort sort;
    bool of_item;
    size_t offset; /* in the condition or the item */
    const struct vocabulary *words;
    uint8_t effect; /* of targets */
} attributes[] = {
#define C(member) offsetof(struct causes_condition, member)
    {"instead", S_TEXT, false, C(instead), NULL, 0},
    {"expected", S_TEXT, false, C(expected), NULL, 0},
    {"good for", S_TEXT, false, C(good_for), NULL, 0},
    {"stop", S_TEXT, false, C(stop), NULL, 0},
    {"evidence", S_TEXT, false, C(evidence), NULL, 0},
    {"shared", S_TEXT, false, C(shared), NULL, 0},
    {"text", S_TEXT, false, C(text), NULL, 0},
    {"category", S_WORD, false, C(category), &causes_words_category, 0},
    {"part", S_WORD, false, C(part), &causes_words_part, 0},
    {"was", S_WORD, false, C(was), &causes_words_was, 0},
    {"since", S_TIME, false, C(since), NULL, 0},
    {"until", S_TIME, false, C(until), NULL, 0},
    {"sources", S_SOURCES, false, 0, NULL, 0},
    {"also", S_ALSO, false, 0, NULL, 0},
#undef C
    {"removes", S_TARGETS, true, 0, NULL, CAUSES_EFFECT_REMOVES},
    {"weakens", S_TARGETS, true, 0, NULL, CAUSES_EFFECT_WEAKENS},
    {"detects", S_TARGETS, true, 0, NULL, CAUSES_EFFECT_DETECTS},
    {"limits", S_TARGETS, true, 0, NULL, CAUSES_EFFECT_LIMITS},
    {"prepares", S_TARGETS, true, 0, NULL, CAUSES_EFFECT_PREPARES},
    {"cuts", S_CUT, true, 0, NULL, 0},
    {"title", S_TITLE, false, 0, NULL, 0},
    {"delay", S_DELAY, false, 0, NULL, 0},
};
enum { ATTRIBUTES = sizeof attributes / sizeof attributes[0] };
_Static_assert(ATTRIBUTES <= 32, "a bit each in draft.seen");

static void of_words(struct reader *r, const struct attribute *a, struct span value,
                     struct causes_condition *condition)
{
    struct error error = ERROR_NONE;
    uint8_t *to = (uint8_t *)condition + a->offset;
    if (vocabulary_read(a->words, value, to, &error) || *to == 0)
        reader_mistake(r, r->line, "%s: %s", a->word,
                       value.len ? error.message : "a word is missing behind it");
}

static void of_time(struct reader *r, const struct attribute *a, struct span value,
                    struct causes_condition *condition)
{
    struct error error = ERROR_NONE;
    struct causes_time time;
    if (read_time(value, &time, &error))
        reader_mistake(r, r->line, "%s: %s", a->word, error.message);
    else
        memcpy((char *)condition + a->offset, &time, sizeof time);
}

/* "INC-3, INC-7" */
static void of_also(struct reader *r, struct span value, struct causes_condition *condition)
{
    size_t room = 1;
    for (size_t i = 0; i < value.len; i++) room += value.at[i] == ',';
    const char **also = arena_array(r->arena, room, sizeof *also);
    if (!also) {
        r->status = arena_full(r->arena, r->error);
        return;
    }
    while (value.len) {
        struct span one = span_trim(span_cut(&value, ','));
        if (one.len) also[condition->also_count++] = reader_keep(r, one);
    }
    condition->also = also;
}

static void of_condition(struct reader *r, const struct attribute *a, struct span value)
{
    struct draft *draft = &r->drafts.at[r->condition];
    uint32_t bit = UINT32_C(1) << (a - attributes);
    uint64_t sources;
    if (draft->seen & bit) {
        reader_mistake(r, r->line, "\"%s:\" was stated of %.*s already: put both on one line",
                       a->word, (int)(draft->name.len < 80 ? draft->name.len : 80), draft->name.at);
        return;
    }
    draft->seen |= bit;
    switch (a->sort) {
    case S_TEXT: {
        const char *kept = value.len ? reader_keep(r, value) : NULL;
        memcpy((char *)&draft->condition + a->offset, &kept, sizeof kept);
        break;
    }
    case S_WORD: of_words(r, a, value, &draft->condition); break;
    case S_TIME: of_time(r, a, value, &draft->condition); break;
    case S_ALSO: of_also(r, value, &draft->condition); break;
    case S_SOURCES:
        if (span_to_u64(value, &sources) && sources <= UINT32_MAX)
            draft->condition.sources = (uint32_t)sources;
        else
            reader_mistake(r, r->line, "sources: write how many they are, such as 2");
        break;
    default: assert(false); /* the caller has told the others apart */
    }
}

/* "C3, C4" */
static void of_targets(struct reader *r, const struct attribute *a, struct span value)
{
    struct causes_item *item = &r->items.at[r->item].item;
    if (item->effect && item->effect != a->effect) {
        reader_mistake(r, r->line,
                       "an item does one thing, and this one \"%s\" already: write a second item",
                       vocabulary_word(&causes_words_effect, item->effect));
        return;
    }
    item->effect = a->effect;
    while (value.len && !r->status) {
        struct span name = span_trim(span_cut(&value, ','));
        if (!name.len) continue;
        uint32_t condition = reader_condition(r, name);
        if (condition == CAUSES_NONE) continue;
        struct draft_target *target = READER_ADD(r, r->targets);
        if (target) *target = (struct draft_target){r->item, condition, CAUSES_NONE};
    }
}

/* "onset = C1 & C2", "onset" or "W3" */
static void of_cut(struct reader *r, struct span value)
{
    struct span rest = value, name = span_trim(span_cut(&rest, '='));
    struct draft_cut cut = {r->item, CAUSES_NONE, CAUSES_NONE, name, r->line};
    if (name.len < value.len && memchr(value.at, '=', value.len)) {
        cut.effect = reader_condition(r, name);
        /* a draft beside the graph holds what the cut says */
        if (cut.effect == CAUSES_NONE || !reader_draft(r, name)) return;
        cut.holds = (uint32_t)r->drafts.count - 1;
        size_t drafts = r->drafts.count, named = r->named;
        read_ways(r, cut.holds, rest, NULL);
        if (r->drafts.count - drafts != r->named - named)
            reader_mistake(r, r->line,
                           "name the group in parentheses: the graph calls it %.*s.1 or the like",
                           (int)(name.len < 80 ? name.len : 80), name.at);
    }
    struct draft_cut *added = READER_ADD(r, r->cuts);
    if (added) *added = cut;
}

static void of_graph(struct reader *r, const struct attribute *a, struct span value)
{
    struct error error = ERROR_NONE;
    unsigned *line = a->sort == S_TITLE ? &r->title_line : &r->delay_line;
    if (*line) {
        reader_mistake(r, r->line, "\"%s:\" was stated on line %u already: take one of them away",
                       a->word, *line);
        return;
    }
    *line = r->line;
    if (a->sort == S_TITLE)
        r->title = value;
    else if (duration_parse(value, &r->delay, &error))
        reader_mistake(r, r->line, "delay: %s", error.message);
    else if (r->delay <= 0)
        reader_mistake(r, r->line, "delay: write a time above 0, such as 15 min");
}

bool read_attribute(struct reader *r, struct span word, struct span value)
{
    const struct attribute *a = attributes;
    while (a < attributes + ATTRIBUTES && !span_is(word, a->word)) a++;
    if (a == attributes + ATTRIBUTES) return false;
    if (a->sort == S_TITLE || a->sort == S_DELAY) {
        of_graph(r, a, value);
    } else if (a->of_item && r->item == CAUSES_NONE) {
        reader_mistake(r, r->line,
                       "\"%s:\" belongs below an item: write \"R1 item: what will be done\" before",
                       a->word);
    } else if (!a->of_item && r->condition == CAUSES_NONE) {
        reader_mistake(r, r->line,
                       "\"%s:\" belongs below a condition: write \"C1: what was so\" before",
                       a->word);
    } else if (a->sort == S_TARGETS) {
        of_targets(r, a, value);
    } else if (a->sort == S_CUT) {
        of_cut(r, value);
    } else {
        of_condition(r, a, value);
    }
    return true;
}

bool is_like_word(struct span name, const char **ret_word)
{
    static const char *const others[] = {"test", "complete", "condition", "item"};
    for (size_t i = 0; i < name.len; i++)
        if ((name.at[i] < 'a' || name.at[i] > 'z') && name.at[i] != '-') return false;
    for (size_t i = 0; i < ATTRIBUTES + sizeof others / sizeof others[0]; i++) {
        const char *word = i < ATTRIBUTES ? attributes[i].word : others[i - ATTRIBUTES];
        size_t length = strlen(word);
        if (name.len + 2 < length || name.len > length + 2) continue;
        size_t away = span_distance(name, span_of(word));
        if (away > (length > 5 ? 2u : 1u) || (away && name.len < 4)) continue;
        *ret_word = word;
        return true;
    }
    return false;
}
