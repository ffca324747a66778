/* Where a review stands: what is missing, what needs a question, what changed, who takes part. */
#include "web/entry.h"
#include "web/pages.h"
#include "web/server.h"

/* ---- the steps ---- */

static void add_step(struct web_request *request, struct value *list, unsigned number,
                     const char *word, const char *meaning, const struct review_review *own,
                     const char *path)
{
    struct model *model = &request->model;
    struct value *item = value_object(model, list, NULL);
    bool closed = own->status == REVIEW_STATUS_CLOSED;
    unsigned at = closed ? REVIEW_STAGE_COUNT : own->stage;
    value_count(model, item, "number", (int64_t)number);
    value_text(model, item, "word", word);
    value_text(model, item, "meaning", meaning);
    if (*path == '!')
        value_text(model, item, "href", path + 1);
    else
        value_textf(model, item, "href", "/PM%u%s", request->review, path);
    value_flag(model, item, "done", number < at);
    value_flag(model, item, "current", number == at);
    value_flag(model, item, "may_go",
               number > 0 && number < REVIEW_STAGE_COUNT && number != at && web_leads(request));
}

static void add_steps(struct web_request *request, const struct review_review *own)
{
    static const char *const paths[REVIEW_STAGE_COUNT] = {
        [REVIEW_STAGE_COLLECT] = "/timeline",   [REVIEW_STAGE_TIMELINE] = "/timeline",
        [REVIEW_STAGE_DISCUSS] = "/discussion", [REVIEW_STAGE_CAUSES] = "/causes",
        [REVIEW_STAGE_REMEDIATE] = "/plan",     [REVIEW_STAGE_PUBLISH] = "/report",
        [REVIEW_STAGE_FOLLOW_UP] = "/plan",
    };
    struct value *list = value_list(&request->model, NULL, "steps");
    add_step(request, list, 0, "decide", "that it is worth a review, and who takes part", own,
             "/people");
    for (unsigned stage = 1; stage < REVIEW_STAGE_COUNT; stage++)
        add_step(request, list, stage, vocabulary_word(&review_words_stage, stage),
                 vocabulary_meaning(&review_words_stage, stage), own, paths[stage]);
    add_step(request, list, REVIEW_STAGE_COUNT, "learn", "what it shares with other reviews", own,
             "!/learning");
}

/* States of the whole that can be gone to beside the stages. */
static void add_states(struct web_request *request, const struct review_review *own)
{
    static const struct {
        uint8_t state;
        const char *words;
    } states[] = {{REVIEW_STATUS_CLOSED, "Close the review"},
                  {REVIEW_STATUS_REOPENED, "Open it again"},
                  {REVIEW_STATUS_HANDED_OVER, "Hand it over: its texts leave with it"}};
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "states");
    if (!web_leads(request)) return;
    bool out = own->status == REVIEW_STATUS_PUBLISHED || own->status == REVIEW_STATUS_CLOSED;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (own->status == states[i].state) continue;
        if (states[i].state != REVIEW_STATUS_HANDED_OVER && !out) continue;
        if (states[i].state == REVIEW_STATUS_HANDED_OVER && (out || !own->handed_to)) continue;
        struct value *item = value_object(model, list, NULL);
        value_text(model, item, "state", vocabulary_word(&review_words_status, states[i].state));
        value_text(model, item, "words", states[i].words);
    }
}

/* ---- what else ---- */

static void add_head(struct web_request *request, const struct review *review)
{
    struct model *model = &request->model;
    const struct review_review *own = review->own;
    struct value *to = value_object(model, NULL, "head");
    const struct review_field *day = review_field_find(REVIEW_KIND_REVIEW, SPAN("day"));
    value_text(model, to, "called", review_called(review));
    value_text(model, to, "title", own->title);
    value_text(model, to, "severity", own->severity);
    value_text(model, to, "sort", vocabulary_word(&review_words_sort, own->sort));
    value_text(model, to, "circle", vocabulary_word(&review_words_circle, own->circle));
    value_text(model, to, "circle_help", vocabulary_meaning(&review_words_circle, own->circle));
    value_text(model, to, "status", vocabulary_word(&review_words_status, own->status));
    value_text(model, to, "standing", review_standing(review));
    value_text(model, to, "day", fields_text(request, &own->entry, day));
    value_text(model, to, "why_held", own->why_held);
    value_text(model, to, "summary", own->summary);
    value_text(model, to, "impact", own->impact);
    value_count(model, to, "base", own->entry.version);
    web_when(request, to, "meeting", own->meeting);
    web_when(request, to, "published", own->published);
}

static void add_people(struct web_request *request, const struct review *review)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "who");
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        struct value *item = value_object(model, list, NULL);
        struct value *parts = value_list(model, item, "takes");
        value_text(model, item, "role", person->role ? person->role : "somebody");
        value_text(model, item, "href", web_entry_href(request, request->review, person->entry.id));
        value_flag(model, item, "involved", person->involved);
        for (unsigned p = 1; p < review_words_part.count; p++)
            if (person->parts & 1u << p)
                value_text(model, parts, NULL, vocabulary_word(&review_words_part, p));
    }
}

static void add_counts(struct web_request *request, const struct review *review)
{
    static const struct {
        enum review_kind kind;
        const char *path, *key;
    } places[] = {
        {REVIEW_KIND_EVENT, "/timeline", "e"},       {REVIEW_KIND_STATEMENT, "/discussion", "s"},
        {REVIEW_KIND_FACTOR, "/causes", "f"},        {REVIEW_KIND_ITEM, "/plan", "i"},
        {REVIEW_KIND_QUESTION, "/discussion", "q"},  {REVIEW_KIND_EXHIBIT, "/timeline", "x"},
        {REVIEW_KIND_HYPOTHESIS, "/discussion", "h"}};
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "holds");
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        size_t count = 0, seen = 0;
        const struct review_entry *entries = review_entries(review, places[i].kind, &count);
        for (size_t j = 0; j < count; j++)
            seen += web_sees(
                request, review,
                review_entry_at((struct review_entry *)(uintptr_t)entries, places[i].kind, j));
        const struct review_kind_spec *spec = &review_kinds[places[i].kind];
        struct value *item = value_object(model, list, NULL);
        value_text(model, item, "name", seen == 1 ? spec->name : spec->plural);
        value_text(model, item, "kind", spec->name);
        value_count(model, item, "number", (int64_t)seen);
        value_textf(model, item, "href", "/PM%u%s", request->review, places[i].path);
        value_textf(model, item, "new_href", "/PM%u/new/%s", request->review, spec->name);
    }
}

static enum status add_last(struct web_request *request, struct desk *desk, struct error *error)
{
    enum { LAST = 6 };
    struct review_past *past;
    bool *seen = NULL;
    uint64_t more;
    size_t count = 0;
    enum status status = store_history(desk->store, desk->review.number, NULL, &request->arena,
                                       &past, &count, error);
    if (status == STATUS_OK)
        status = history_seen(request, &desk->review, past, count, &seen, error);
    struct value *to = value_object(&request->model, NULL, "last");
    return status ? status : history_add(request, desk, to, past, count, seen, LAST, &more, error);
}

/* All that the overview shows; `refused` (may be NULL): why a stage could not be gone to. */
static enum status fill_overview(struct web_request *request, struct desk *desk,
                                 const char *refused, struct error *error)
{
    struct model *model = &request->model;
    const struct review *review = &desk->review;
    web_title(request, review->own->title ? review->own->title : "A review");
    value_text(model, NULL, "refused", refused);
    add_head(request, review);
    add_steps(request, review->own);
    add_states(request, review->own);
    add_people(request, review);
    add_counts(request, review);
    enum status status = ready_needs(request, desk, 0, value_object(model, NULL, "todo"), error);
    if (status == STATUS_OK)
        status = ready_notices(request, desk, value_object(model, NULL, "worth"), error);
    return status ? status : add_last(request, desk, error);
}

enum status web_overview(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = fill_overview(request, &desk, NULL, error);
    desk_close(&desk);
    return status;
}

/* ---- going to another stage ---- */

static enum status read_wish(struct web_request *request, uint8_t *stage, uint8_t *state,
                             struct error *error)
{
    const char *to = web_field(request, "stage"), *as = web_field(request, "status");
    enum status status = vocabulary_read(&review_words_stage, span_of(to ? to : ""), stage, error);
    if (status == STATUS_OK)
        status = vocabulary_read(&review_words_status, span_of(as ? as : ""), state, error);
    if (status == STATUS_OK && !*stage && !*state)
        return error_set(error, STATUS_USAGE, "say which stage or status to go to");
    return desk_is_wrong(status, error);
}

/* A refusal names commands where a page has links. */
static const char *without_command(struct web_request *request, const char *message)
{
    const char *tail = strstr(message, ". 'postmortem");
    if (!tail) tail = strstr(message, ": postmortem");
    size_t len = tail ? (size_t)(tail - message) : strlen(message);
    const char *copy = arena_copy(&request->arena, (struct span){message, len});
    return copy ? copy : "this cannot be gone to yet";
}

static enum status go(struct web_request *request, struct desk *desk, struct error *error)
{
    struct error why = ERROR_NONE;
    uint8_t stage = 0, state = 0;
    size_t missing = 0;
    enum status status = read_wish(request, &stage, &state, error);
    if (status) return status;
    status = desk_stage(desk, stage, state, request->now, &missing, &why);
    if (status == STATUS_USAGE && !web_is_api(request)) {
        desk_close(desk);
        status = web_desk(request, false, desk, error);
        if (status == STATUS_OK)
            status = fill_overview(request, desk, without_command(request, why.message), error);
        if (status == STATUS_OK) status = web_render(request, error);
        if (status == STATUS_OK) request->response.http = 422;
        return status;
    }
    if (status) {
        if (error) *error = why;
        return status;
    }
    const char *href = arena_printf(&request->arena, "/PM%u", request->review);
    const char *told =
        arena_printf(&request->arena, "it stands at \"%s\" now%s", review_standing(&desk->review),
                     missing ? "; what is missing up to here is listed" : "");
    if (!href || !told) return arena_full(&request->arena, error);
    if (web_is_api(request)) {
        value_text(&request->model, NULL, "standing", review_standing(&desk->review));
        value_count(&request->model, NULL, "missing", (int64_t)missing);
    }
    return web_done(request, href, told, desk->change, error);
}

enum status web_stage(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    enum status status = web_desk(request, true, &desk, error);
    if (status) return status;
    status = go(request, &desk, error);
    desk_close(&desk);
    return status;
}
