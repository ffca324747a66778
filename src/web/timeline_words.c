/* Times, clocks and places as the timeline tells them. */
#include "web/timeline.h"

int64_t web_timeline_us(instant at)
{
    int64_t us = at / NS_PER_US;
    return us - (at % NS_PER_US < 0);
}

/* "05:54:53.12", with its date on another day than the page's. */
static void add_time(const struct timeline_view *view, struct text *out, instant at)
{
    instant local = instant_add(at, zone_offset(view->zone, at, NULL) * NS_PER_S);
    if (instant_day(local) != view->day) {
        instant_add_text(out, at, view->zone, INSTANT_DATE, 0);
        text_addc(out, ' ');
    }
    struct text digits; /* to the millisecond, without zeros at its end */
    text_init(&digits, 0);
    instant_add_text(&digits, at / NS_PER_MS * NS_PER_MS, view->zone, INSTANT_CLOCK, -1);
    text_add(out, text_span(&digits));
    text_release(&digits);
}

static void add_one(struct timeline_view *view, struct value *to, const char *iso,
                    const char *shown, instant at)
{
    struct text words;
    text_init(&words, 0);
    instant_add_text(&words, at, view->zone, INSTANT_FULL, -1);
    value_span(&view->request->model, to, iso, text_span(&words));
    text_clear(&words);
    add_time(view, &words, at);
    value_span(&view->request->model, to, shown, text_span(&words));
    text_release(&words);
}

/* What is narrower than this, or is a stamp's own second or minute, reads as one time. */
static bool reads_as_one(struct interval at)
{
    static const duration widths[] = {NS_PER_S, NS_PER_MIN};
    if (at.latest < instant_add(at.earliest, 10 * NS_PER_MS)) return true;
    for (size_t i = 0; i < 2; i++)
        if (at.latest == instant_add(at.earliest, widths[i] - 1) && at.earliest % widths[i] == 0)
            return true;
    return false;
}

void web_timeline_at(struct timeline_view *view, struct value *in, const char *key,
                     struct interval at)
{
    struct model *model = &view->request->model;
    struct value *to = value_object(model, in, key);
    bool from = instant_is_known(at.earliest), until = instant_is_known(at.latest);
    if (from) value_count(model, to, "earliest", web_timeline_us(at.earliest));
    if (until) value_count(model, to, "latest", web_timeline_us(at.latest));
    if (from) add_one(view, to, "iso", "text", at.earliest);
    if (until && !(from && reads_as_one(at))) add_one(view, to, "until_iso", "until", at.latest);
    if (from && !until) value_text(model, to, "before", "not before ");
    if (!from && until) value_text(model, to, "before", "not after ");
    if (!from && !until) value_text(model, to, "before", "not known");
}

void web_timeline_place(struct timeline_view *view, struct value *in, const char *key,
                        const struct timeline_place *place)
{
    if (place->source >= view->workspace.count) return;
    struct model *model = &view->request->model;
    uint32_t id = view->workspace.sources[place->source].id;
    if (place->to > place->from)
        value_textf(model, in, key, "S%u:%llu-%llu", id, (unsigned long long)place->from,
                    (unsigned long long)place->to);
    else
        value_textf(model, in, key, "S%u", id);
}

/* "stamps tell their zone", "America/New_York, found; 37.0 s ahead, give or take 0.1 s" */
void web_timeline_clock(struct timeline_view *view, struct value *in,
                        const struct timeline_source *source)
{
    static const char *const bases[] = {[TIMELINE_BASIS_NONE] = "taken for it, not known",
                                        [TIMELINE_BASIS_CONTENT] = "said in the content",
                                        [TIMELINE_BASIS_FOUND] = "found",
                                        [TIMELINE_BASIS_STATED] = "stated by a person"};
    struct model *model = &view->request->model;
    const struct timeline_clock *clock = &source->clock;
    if (!source->index->timed) return;
    if (source->index->local == 0)
        value_text(model, in, "zone", "in the stamps");
    else
        value_textf(model, in, "zone", "%s, %s", clock->zone ? zone_name(clock->zone) : "UTC",
                    bases[clock->zone_basis]);
    if (clock->offset_least > 0 || clock->offset_most < 0) {
        double least = (double)clock->offset_least / 1e9, most = (double)clock->offset_most / 1e9;
        double mid = (least + most) / 2;
        value_textf(model, in, "clock", "%.2f s %s, give or take %.2f s", mid < 0 ? -mid : mid,
                    mid < 0 ? "behind" : "ahead", (most - least) / 2);
    }
    value_text(model, in, "why", clock->why);
}

void web_timeline_text(struct timeline_view *view, struct value *in, const char *key,
                       struct span bytes, size_t most)
{
    struct text shown;
    struct span cut = span_sub(bytes, 0, most);
    while (cut.len < bytes.len && cut.len && ((unsigned char)bytes.at[cut.len] & 0xc0) == 0x80)
        cut.len--;
    text_init(&shown, 0);
    text_add_visible(&shown, cut);
    if (cut.len < bytes.len) text_adds(&shown, " ...");
    value_span(&view->request->model, in, key, text_span(&shown));
    text_release(&shown);
}
