/* The discussion as it stands: questions, ideas of what was going on, differing accounts, what was
 * said, the seven areas, what is parked, and what is open. */
#include "web/pages.h"
#include "web/talk.h"

static bool said(const char *text)
{
    return text && *text;
}

static void add_questions(struct web_request *request, const struct desk *desk)
{
    const struct review *review = &desk->review;
    struct value *open = value_list(&request->model, NULL, "questions");
    struct value *closed = value_list(&request->model, NULL, "questions_done");
    for (size_t i = 0; i < review->questions.count; i++) {
        unsigned state = review->questions.at[i].state;
        bool done = state == REVIEW_ASKING_ANSWERED || state == REVIEW_ASKING_SKIPPED;
        talk_question(request, desk, done ? closed : open, &review->questions.at[i]);
    }
}

static void add_hypotheses(struct web_request *request, const struct desk *desk)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "hypotheses");
    char id[16];
    for (size_t i = 0; i < desk->review.hypotheses.count; i++) {
        const struct review_hypothesis *each = &desk->review.hypotheses.at[i];
        struct value *to = value_object(model, list, NULL);
        bool open = each->state <= REVIEW_IDEA_TESTED;
        value_text(model, to, "id", review_id_text(each->entry.id, id));
        value_text(model, to, "href", web_entry_href(request, request->review, each->entry.id));
        value_count(model, to, "version", each->entry.version);
        value_text(model, to, "text", each->text);
        value_text(model, to, "role", each->role);
        value_text(model, to, "state",
                   vocabulary_word(&review_words_idea, each->state ? each->state : 1u));
        value_text(model, to, "test", each->test);
        value_text(model, to, "result", each->result);
        value_text(model, to, "why", each->why);
        value_flag(model, to, "open", open);
        talk_refs(request, desk, to, "support", &each->support);
        talk_refs(request, desk, to, "against", &each->against);
        value_flag(model, to, "only_support", each->support.count && !each->against.count);
        value_flag(model, to, "only_against", each->against.count && !each->support.count);
        value_flag(model, to, "untested", !said(each->test));
    }
}

static const char *text_of(const struct review_entry *entry)
{
    return review_entry_line(entry);
}

/* Accounts side by side: who says so, what, and by which time. */
static void add_claims(struct web_request *request, const struct desk *desk, struct value *to,
                       const struct review_conflict *conflict)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, to, "claims");
    char id[16];
    for (size_t i = 0; i < conflict->claims.count; i++) {
        const struct review_entry *entry = review_find(&desk->review, conflict->claims.at[i]);
        if (!entry || !web_sees(request, &desk->review, entry)) continue;
        struct value *claim = value_object(model, list, NULL);
        value_text(model, claim, "id", review_id_text(entry->id, id));
        value_text(model, claim, "href", web_entry_href(request, request->review, entry->id));
        value_text(model, claim, "text", text_of(entry));
        if (entry->id.kind == REVIEW_KIND_STATEMENT)
            value_text(model, claim, "role",
                       talk_role(&desk->review, (const struct review_statement *)entry));
        if (entry->id.kind == REVIEW_KIND_EVENT) {
            const struct review_event *event = (const struct review_event *)entry;
            value_text(model, claim, "role", event->actor);
            value_text(model, claim, "time", event->at.raw);
            value_text(model, claim, "basis", event->basis);
        }
    }
}

static void add_conflicts(struct web_request *request, const struct desk *desk,
                          const struct review_settled *settled)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "conflicts");
    struct value *found = value_list(model, NULL, "contradictions");
    char id[16];
    for (size_t i = 0; i < desk->review.conflicts.count; i++) {
        const struct review_conflict *each = &desk->review.conflicts.at[i];
        struct value *to = value_object(model, list, NULL);
        unsigned state = each->disposition ? each->disposition : REVIEW_DISPOSITION_OPEN;
        value_text(model, to, "id", review_id_text(each->entry.id, id));
        value_text(model, to, "href", web_entry_href(request, request->review, each->entry.id));
        value_count(model, to, "version", each->entry.version);
        value_text(model, to, "text", each->text);
        value_text(model, to, "state", vocabulary_meaning(&review_words_disposition, state));
        value_flag(model, to, "open", state == REVIEW_DISPOSITION_OPEN);
        value_text(model, to, "explanation", each->explanation);
        struct value *choices = value_list(model, to, "choices");
        for (unsigned w = 1; w < REVIEW_DISPOSITION_COUNT; w++) {
            struct value *choice = value_object(model, choices, NULL);
            value_text(model, choice, "word", vocabulary_word(&review_words_disposition, w));
            value_text(model, choice, "meaning", vocabulary_meaning(&review_words_disposition, w));
            value_flag(model, choice, "chosen", w == state);
        }
        add_claims(request, desk, to, each);
    }
    for (size_t i = 0; i < settled->contradiction_count; i++)
        value_text(model, value_object(model, found, NULL), "text",
                   settled->contradictions[i].text);
}

/* Each sort that there is something of, in the order of the vocabulary; first accounts of others
 * only when all are in, what was struck out never. */
static void add_statements(struct web_request *request, const struct desk *desk)
{
    struct model *model = &request->model;
    const struct review *review = &desk->review;
    struct value *list = value_list(model, NULL, "sorts");
    for (unsigned code = 1; code < REVIEW_CODE_COUNT; code++) {
        struct value *sort = NULL, *within = NULL;
        for (size_t i = 0; i < review->statements.count; i++) {
            const struct review_statement *each = &review->statements.at[i];
            unsigned is = each->code ? each->code : REVIEW_CODE_OTHER;
            if (is != code || each->withdrawn || !web_sees(request, review, &each->entry)) continue;
            if (!sort) {
                sort = value_object(model, list, NULL);
                value_text(model, sort, "word", vocabulary_word(&review_words_code, code));
                value_text(model, sort, "meaning", vocabulary_meaning(&review_words_code, code));
                within = value_list(model, sort, "statements");
            }
            struct value *to = talk_statement(request, desk, within, each);
            value_flag(model, to, "is_tool", code == REVIEW_CODE_TOOL);
        }
    }
}

static void add_areas(struct web_request *request, const struct desk *desk)
{
    struct model *model = &request->model;
    struct review_area_cover areas[7];
    struct value *list = value_list(model, NULL, "areas");
    review_areas_of(&desk->review, areas);
    for (size_t i = 0; i < 7; i++) {
        const struct review_area *entry = areas[i].entry;
        struct value *to = value_object(model, list, NULL);
        value_textf(model, to, "id", "A%u", (unsigned)areas[i].area);
        value_text(model, to, "word", vocabulary_word(&review_words_area, areas[i].area));
        value_text(model, to, "meaning", vocabulary_meaning(&review_words_area, areas[i].area));
        value_text(model, to, "state", vocabulary_word(&review_words_cover, areas[i].state));
        value_flag(model, to, "open", areas[i].state <= REVIEW_COVER_OPEN);
        if (!entry) continue;
        value_text(model, to, "found", entry->found);
        value_count(model, to, "version", entry->entry.version);
        value_text(model, to, "href", web_entry_href(request, request->review, entry->entry.id));
    }
}

void talk_parked(struct web_request *request, const struct desk *desk)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "parked");
    char id[16];
    for (size_t i = 0; i < desk->review.items.count; i++) {
        const struct review_item *item = &desk->review.items.at[i];
        if (item->state > REVIEW_ITEM_STATE_IDEA) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "id", review_id_text(item->entry.id, id));
        value_text(model, to, "href", web_entry_href(request, request->review, item->entry.id));
        value_text(model, to, "text", item->text);
        value_text(model, to, "raised_by", item->raised_by);
        talk_refs(request, desk, to, "serves", &item->serves);
    }
}

void talk_open_questions(struct web_request *request, const struct desk *desk)
{
    const struct review *review = &desk->review;
    struct value *list = value_list(&request->model, NULL, "open_questions");
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        if (each->code != REVIEW_CODE_OPEN || each->withdrawn || said(each->answer)) continue;
        if (!web_sees(request, review, &each->entry)) continue;
        struct value *to = talk_statement(request, desk, list, each);
        value_flag(&request->model, to, "nobody", !said(each->asked_of));
    }
}

static void add_accounts(struct web_request *request, const struct review *review)
{
    size_t waiting = 0;
    if (review_accounts_apart(review, &waiting)) value_flag(&request->model, NULL, "apart", true);
}

enum status web_discussion(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_settled settled;
    struct review_next *next = NULL;
    size_t count = 0;
    struct model *model = &request->model;
    web_title(request, "Discussion");
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = desk_settle(&desk, &settled, NULL, error);
    if (status == STATUS_OK)
        status = review_next_questions(&desk.review, &settled, (struct review_id){0, 0}, NULL, 5,
                                       &request->arena, &next, &count, error);
    if (status == STATUS_OK) {
        struct value *offered = value_list(model, NULL, "offered");
        for (size_t i = 0; i < count; i++) talk_offer(request, &desk.review, offered, &next[i]);
        add_questions(request, &desk);
        add_hypotheses(request, &desk);
        add_conflicts(request, &desk, &settled);
        add_statements(request, &desk);
        add_areas(request, &desk);
        talk_parked(request, &desk);
        talk_open_questions(request, &desk);
        talk_roles(request, &desk.review);
        add_accounts(request, &desk.review);
        talk_words(request, "cover", &review_words_cover);
    }
    desk_close(&desk);
    return status;
}
