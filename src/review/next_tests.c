/* Open tests of ways that are drawn, as questions of the meeting. */
#include "review/asking.h"

struct testing {
    const struct review *review;
    struct arena *arena;
    const struct causes_graph *graph;
    struct review_id about;
    struct review_next *next;
    size_t count;
};

static bool is_about(const struct testing *t, struct review_id way, struct review_id without)
{
    const struct review_id about = t->about;
    if (!about.number || review_id_equal(about, way) || review_id_equal(about, without))
        return true;
    const struct review_entry *entry = review_find(t->review, way);
    return entry && review_id_equal(((const struct review_way *)entry)->brings, about);
}

/* "W3 F10" for the call that notes the answer, and why now. */
static bool add(struct testing *t, const struct causes_question *question, struct review_id way,
                struct review_id without)
{
    char which[16], what[16] = "all";
    const struct causes_way *drawn = &t->graph->ways[question->way];
    const bool whole = question->link == CAUSES_NONE;
    const struct causes_said *said = whole ? &drawn->complete : &drawn->links[question->link].test;
    struct review_asked *asked = arena_alloc(t->arena, sizeof *asked);
    review_id_text(way, which);
    if (!whole) review_id_text(without, what);
    const char *code = arena_copy(t->arena, span_of(which));
    const char *because =
        arena_printf(t->arena, "%s; postmortem suppose PM%u %s %s ANSWER \"...\"",
                     said->answer ? "left open" : "not tested yet", t->review->number, which, what);
    if (!asked || !code || !because) return false;
    *asked = (struct review_asked){.code = code, .topic = "", .text = question->text};
    t->next[t->count++] = (struct review_next){asked, whole ? way : without, because};
    return true;
}

enum status review_open_tests(const struct review *review, const struct review_settled *settled,
                              struct review_id about, struct arena *arena, struct review_next **ret,
                              size_t *ret_count, struct error *error)
{
    struct review_causes causes;
    struct causes_question *questions = NULL;
    struct testing t = {.review = review, .arena = arena, .about = about};
    size_t count = 0;
    enum status status = review_causes_of(review, settled, arena, &causes, error);
    if (status == STATUS_OK && causes.drawn)
        status = causes_questions(&causes.graph, arena, &questions, &count, error);
    if (status) return status;
    t.graph = &causes.graph;
    t.next = arena_array(arena, count + 1, sizeof *t.next);
    if (!t.next) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) {
        const struct causes_way *drawn = &causes.graph.ways[questions[i].way];
        struct review_id way, without = {0, 0};
        if (!drawn->name || review_id_read(span_of(drawn->name), &way, NULL)) continue;
        if (questions[i].link != CAUSES_NONE &&
            review_id_read(
                span_of(causes.graph.conditions[drawn->links[questions[i].link].condition].name),
                &without, NULL))
            continue;
        if (is_about(&t, way, without) && !add(&t, &questions[i], way, without))
            return arena_full(arena, error);
    }
    *ret = t.next;
    *ret_count = t.count;
    return STATUS_OK;
}
