/* The curated story: the review's own events, settled against each other. */
#include "web/timeline.h"

/* The groups of events that have lanes and shapes of their own, by the beginning of their code. */
static const struct {
    const char *begins, *group;
} groups[] = {
    {"change", "change"},    {"state", "change"},    {"trigger", "change"},
    {"alert", "alert"},      {"page", "alert"},      {"silent", "alert"},
    {"signal", "alert"},     {"report", "report"},   {"comm.cust", "report"},
    {"act", "action"},       {"improv", "action"},   {"effect", "action"},
    {"restart", "action"},   {"impact", "impact"},   {"fault", "impact"},
    {"mitigated", "impact"}, {"recover", "impact"},  {"resolved", "impact"},
    {"reopen", "impact"},    {"detect", "people"},   {"ack", "people"},
    {"declare", "people"},   {"severity", "people"}, {"join", "people"},
    {"leave", "people"},     {"role", "people"},     {"handover", "people"},
    {"observe", "people"},   {"hypo", "people"},     {"decide", "people"},
    {"block", "people"},     {"comm", "people"},
};

static const char *group_of(const char *code)
{
    for (size_t i = 0; code && i < sizeof groups / sizeof groups[0]; i++)
        if (span_starts(span_of(code), span_of(groups[i].begins))) return groups[i].group;
    return "other";
}

const char *web_timeline_group(const char *code)
{
    return group_of(code);
}

static void add_places(struct timeline_view *view, struct value *in,
                       const struct review_places *places)
{
    struct model *model = &view->request->model;
    struct value *list = value_list(model, in, "places");
    for (size_t i = 0; i < places->count; i++) {
        const struct review_place *place = &places->at[i];
        for (uint32_t s = 0; s < view->workspace.count; s++) {
            if (!sha256_equal(&view->workspace.stored[s].facts.hash, &place->content)) continue;
            struct value *one = value_object(model, list, NULL);
            struct timeline_place at = {s, place->from, place->to};
            web_timeline_place(view, one, "place", &at);
            value_text(model, one, "name", view->workspace.sources[s].name);
            break;
        }
    }
}

static void add_event(struct timeline_view *view, struct value *list,
                      const struct review_moment *moment)
{
    struct model *model = &view->request->model;
    const struct review_event *event = moment->event;
    struct value *to = value_object(model, list, NULL);
    const char *code = vocabulary_word(&review_words_event, event->kind);
    char name[16];
    value_text(model, to, "id", review_id_text(event->entry.id, name));
    value_text(model, to, "href",
               web_entry_href(view->request, view->request->review, event->entry.id));
    value_text(model, to, "kind", code);
    value_text(model, to, "group", group_of(code));
    value_text(model, to, "what", event->what);
    value_text(model, to, "actor", event->actor);
    value_text(model, to, "basis", event->basis);
    value_text(model, to, "typed", event->at.raw);
    value_flag(model, to, "turning", event->turning);
    value_flag(model, to, "narrowed", moment->narrowed);
    web_timeline_at(view, to, "at", moment->start);
    if (moment->end.earliest != INSTANT_NONE) web_timeline_at(view, to, "end", moment->end);
    add_places(view, to, &event->evidence);
}

static void add_zone(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    struct value *zone = value_object(model, NULL, "zone");
    value_text(model, zone, "shown", view->zone ? zone_name(view->zone) : "UTC");
    value_text(model, zone, "review", view->desk.zone ? zone_name(view->desk.zone) : "UTC");
    const char *asked = web_query(view->request, "zone");
    value_text(model, zone, "asked", asked && *asked ? asked : "review");
    value_flag(model, zone, "is_utc", !view->zone || strcmp(zone_name(view->zone), "UTC") == 0);
}

enum status web_timeline_story(struct timeline_view *view, struct error *error)
{
    struct model *model = &view->request->model;
    struct review_settled settled;
    enum status status = desk_settle(&view->desk, &settled, NULL, error);
    if (status) return status;
    add_zone(view);
    value_text(model, NULL, "loading", view->loading);
    if (settled.window.earliest != INSTANT_NONE)
        web_timeline_at(view, NULL, "window", settled.window);
    struct value *list = value_list(model, NULL, "story");
    for (size_t i = 0; i < settled.count; i++) add_event(view, list, &settled.moments[i]);
    struct value *wrong = value_list(model, NULL, "contradictions");
    for (size_t i = 0; i < settled.contradiction_count; i++)
        value_text(model, wrong, NULL, settled.contradictions[i].text);
    return STATUS_OK;
}
