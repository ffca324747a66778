/* An item as a model: in the list with what may be done next, and as a form with all its fields. */
#include "web/plan.h"

static const char *const fields[] = {
    "text",      "detail",  "type",     "kind",    "strength",     "strength_reason",
    "effect",    "outcome", "owner",    "team",    "due",          "effort",
    "done_when", "proof",   "serves",   "areas",   "side_effects", "reason",
    "waits_for", "until",   "tracker",  "done",    "checked",      "check_method",
    "result",    "level",   "evidence", "held_in", "not_held_in",  "replaced_by",
    "raised_by", "breaks",  "cuts",     "broader",
};

/* The texts of an item's fields, by their names, as a person types them; what is not stated is "".
 */
static void put_fields(const struct graph_page *page, struct value *to,
                       const struct review_item *item)
{
    struct model *model = &page->request->model;
    struct text typed;
    text_init(&typed, 0);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct review_field *field = review_field_find(REVIEW_KIND_ITEM, span_of(fields[i]));
        text_clear(&typed);
        if (review_is_stated(&item->entry, field)) review_field_text(&item->entry, field, &typed);
        /* what is not stated must not be looked up further out */
        if (typed.len)
            value_span(model, to, fields[i], text_span(&typed));
        else
            value_flag(model, to, fields[i], false);
    }
    text_release(&typed);
}

/* ---- what may be done next ---- */

struct step {
    uint8_t state;
    const char *words, *key, *sort; /* which small form it opens; NULL: at once */
    uint32_t from;                  /* mask of states */
};
#define STATE(name) (1u << REVIEW_ITEM_STATE_##name)
#define IDEAS       (STATE(NONE) | STATE(IDEA) | STATE(SHAPED))
#define PLANNED     (STATE(ACCEPTED) | STATE(WAITING))
static const struct step steps[] = {
    {REVIEW_ITEM_STATE_ACCEPTED, "Accept", "a", NULL,
     IDEAS | STATE(WAITING) | STATE(DONE) | STATE(DECLINED)},
    {REVIEW_ITEM_STATE_DONE, "Done", "d", NULL, PLANNED},
    {REVIEW_ITEM_STATE_VERIFIED, "It works", "v", "verified", STATE(DONE) | STATE(NOT_EFFECTIVE)},
    {REVIEW_ITEM_STATE_NOT_EFFECTIVE, "It does not help", "b", "checked",
     STATE(DONE) | STATE(VERIFIED)},
    {REVIEW_ITEM_STATE_WAITING, "Wait", "w", "waiting", STATE(ACCEPTED) | IDEAS},
    {REVIEW_ITEM_STATE_SUPERSEDED, "Merge", "m", "merged", IDEAS | PLANNED},
    {REVIEW_ITEM_STATE_DECLINED, "Decline", "x", "declined", IDEAS | PLANNED},
    {REVIEW_ITEM_STATE_RETIRED, "Retire", "r", "declined", STATE(VERIFIED) | STATE(DONE)},
};

static void add_steps(const struct graph_page *page, struct value *to,
                      const struct review_item *item)
{
    struct model *model = &page->request->model;
    struct value *list = value_list(model, to, "steps");
    struct text needs;
    text_init(&needs, 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!(steps[i].from >> item->state & 1)) continue;
        text_clear(&needs);
        review_item_needs(item, steps[i].state, &needs);
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "state", vocabulary_word(&review_words_item_state, steps[i].state));
        value_text(model, one, "words", steps[i].words);
        value_text(model, one, "key", steps[i].key);
        value_flag(model, one, "at_once", !steps[i].sort && needs.len == 0);
        value_flag(model, one, "in_form", !steps[i].sort && needs.len != 0);
        if (steps[i].sort) value_flag(model, one, steps[i].sort, true);
        value_flag(model, one, "small_form", steps[i].sort != NULL);
    }
    text_release(&needs);
}

static void add_state(const struct graph_page *page, struct value *to,
                      const struct review_item *item)
{
    struct model *model = &page->request->model;
    unsigned state = item->state ? item->state : REVIEW_ITEM_STATE_IDEA;
    bool open = state <= REVIEW_ITEM_STATE_ACCEPTED || state == REVIEW_ITEM_STATE_WAITING;
    int32_t today = instant_day(page->request->now);
    value_text(model, to, "state", vocabulary_word(&review_words_item_state, state));
    value_text(model, to, "state_meaning", vocabulary_meaning(&review_words_item_state, state));
    value_flag(model, to, "parked", item->parked);
    value_flag(model, to, "overdue", open && item->due != REVIEW_NO_DAY && item->due < today);
    value_count(model, to, "postponed", item->postponed == REVIEW_NO_COUNT ? 0 : item->postponed);
}

void web_plan_item(const struct graph_page *page, struct value *list,
                   const struct review_item *item)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct value *to = value_object(model, list, NULL);
    char name[16];
    struct text needs;
    put_fields(page, to, item);
    value_text(model, to, "id", review_id_text(item->entry.id, name));
    value_count(model, to, "version", item->entry.version);
    value_text(model, to, "href", web_entry_href(request, page->review->number, item->entry.id));
    value_textf(model, to, "edit_href", "/PM%u/plan/%s", page->review->number, name);
    add_state(page, to, item);
    text_init(&needs, 0);
    if (item->state <= REVIEW_ITEM_STATE_SHAPED)
        review_item_needs(item, REVIEW_ITEM_STATE_ACCEPTED, &needs);
    if (needs.len)
        value_span(model, to, "needs", text_span(&needs));
    else
        value_flag(model, to, "needs", false);
    text_release(&needs);
    struct value *factors = value_list(model, to, "acts_on");
    for (size_t i = 0; i < item->breaks.count; i++) {
        const struct review_entry *factor = review_find(page->review, item->breaks.at[i]);
        struct value *one = value_object(model, factors, NULL);
        if (!factor) continue;
        value_text(model, one, "name", review_id_text(factor->id, name));
        value_text(model, one, "line", review_entry_line(factor));
        value_text(model, one, "link", web_entry_href(request, page->review->number, factor->id));
    }
    add_steps(page, to, item);
}

/* ---- the form ---- */

static bool names(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

static void add_choice(const struct graph_page *page, struct value *list,
                       const struct review_entry *entry, bool chosen)
{
    struct model *model = &page->request->model;
    struct value *one = value_object(model, list, NULL);
    char name[16];
    value_text(model, one, "name", review_id_text(entry->id, name));
    value_text(model, one, "line", review_entry_line(entry));
    value_flag(model, one, "chosen", chosen);
}

static void add_choices(const struct graph_page *page, const struct review_item *item)
{
    const struct review *review = page->review;
    struct model *model = &page->request->model;
    struct value *factors = value_list(model, NULL, "factor_choices");
    for (size_t i = 0; i < review->factors.count; i++)
        if (review->factors.at[i].part != REVIEW_ROLE_OF_FACTOR_OUTCOME)
            add_choice(page, factors, &review->factors.at[i].entry,
                       names(&item->breaks, review->factors.at[i].entry.id));
    struct value *ways = value_list(model, NULL, "way_choices");
    for (size_t i = 0; i < review->ways.count; i++) {
        const struct review_way *way = &review->ways.at[i];
        struct value *one = value_object(model, ways, NULL);
        const struct review_entry *effect = review_find(review, way->brings);
        char name[16];
        value_text(model, one, "name", review_id_text(way->entry.id, name));
        value_text(model, one, "line", effect ? review_entry_line(effect) : "");
        value_flag(model, one, "chosen", names(&item->cuts, way->entry.id));
    }
    struct value *areas = value_list(model, NULL, "area_choices");
    for (unsigned i = 1; i < review_words_area.count; i++) {
        struct value *one = value_object(model, areas, NULL);
        value_text(model, one, "name", vocabulary_word(&review_words_area, i));
        value_text(model, one, "line", vocabulary_meaning(&review_words_area, i));
        value_flag(model, one, "chosen", item->areas >> i & 1);
    }
    web_words(model, NULL, "types", &review_words_type_of_item, item->type);
    web_words(model, NULL, "kinds", &review_words_help, item->kind);
    web_words(model, NULL, "strengths", &review_words_strength, item->strength);
    web_words(model, NULL, "effects", &review_words_effect, item->effect);
    web_words(model, NULL, "outcomes", &review_words_outcome, item->outcome);
}

/* Each due date that it has had, first to last. */
static enum status add_due_dates(const struct graph_page *page, struct review_id id,
                                 struct error *error)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct review_past *past = NULL;
    size_t count = 0;
    int32_t last = REVIEW_NO_DAY;
    struct value *list = value_list(model, NULL, "due_dates");
    int64_t dates = 0;
    enum status status =
        store_history(request->store, request->review, &id, &request->arena, &past, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct review_entry *entry = NULL;
        struct text day, at;
        if (!past[i].body.at) continue;
        status = review_body_read(REVIEW_KIND_ITEM, past[i].body, &request->arena, &entry, error);
        if (status) break;
        const struct review_item *item = (const struct review_item *)entry;
        if (item->due == last) continue;
        last = item->due;
        struct value *one = value_object(model, list, NULL);
        dates++;
        text_init(&day, 32);
        text_init(&at, 32);
        if (item->due != REVIEW_NO_DAY)
            instant_add_text(&day, item->due * NS_PER_DAY, NULL, INSTANT_DATE, 0);
        instant_add_text(&at, past[i].at, NULL, INSTANT_DATE, 0);
        if (day.len)
            value_span(model, one, "day", text_span(&day));
        else
            value_flag(model, one, "day", false);
        value_span(model, one, "on", text_span(&at));
        value_text(model, one, "why", past[i].why);
        text_release(&day);
        text_release(&at);
    }
    value_flag(model, NULL, "due_moved", dates > 1);
    return status;
}

enum status web_plan_form(const struct graph_page *page, const struct review_item *item,
                          struct error *error)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct value *to = value_object(model, NULL, "item");
    char name[16];
    struct text needs;
    bool is_new = item->entry.id.number == 0;
    const char *title =
        is_new ? "A new item"
               : arena_printf(&request->arena, "Shape %s", review_id_text(item->entry.id, name));
    web_title(request, title);
    put_fields(page, to, item);
    if (!is_new) value_text(model, to, "id", name);
    value_count(model, to, "version", item->entry.version);
    add_state(page, to, item);
    text_init(&needs, 0);
    review_item_needs(item, REVIEW_ITEM_STATE_ACCEPTED, &needs);
    value_span(model, to, "needs", text_span(&needs));
    text_release(&needs);
    add_choices(page, item);
    return is_new ? STATUS_OK : add_due_dates(page, item->entry.id, error);
}
