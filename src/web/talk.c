/* What the pages of the talk share. */
#include "web/talk.h"

/* ---- times ---- */

static void add_instant(const struct desk *desk, instant at, struct text *out)
{
    const struct review_review *own = desk->review.own;
    if (at == INSTANT_OPEN_START || at == INSTANT_OPEN_END) {
        text_adds(out, "open");
        return;
    }
    instant local = instant_add(at, zone_offset(desk->zone, at, NULL) * NS_PER_S);
    if (own->day == REVIEW_NO_DAY || instant_day(local) != own->day) {
        instant_add_text(out, at, desk->zone, INSTANT_DATE, 0);
        text_addc(out, ' ');
    }
    instant_add_text(out, at, desk->zone, INSTANT_CLOCK, 0);
}

void talk_time(struct web_request *request, const struct desk *desk, struct value *in,
               const char *key, struct interval at)
{
    struct text words;
    if (at.earliest == INSTANT_NONE || at.latest == INSTANT_NONE) return;
    text_init(&words, 0);
    add_instant(desk, at.earliest, &words);
    if (at.latest != at.earliest && at.latest / NS_PER_S != at.earliest / NS_PER_S) {
        text_adds(&words, " to ");
        add_instant(desk, at.latest, &words);
    }
    value_span(&request->model, in, key, text_span(&words));
    text_release(&words);
}

void talk_instant(struct web_request *request, const struct desk *desk, struct value *in,
                  const char *key, instant at)
{
    if (at != INSTANT_NONE) talk_time(request, desk, in, key, (struct interval){at, at});
}

/* ---- entries ---- */

bool talk_holds(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

const char *talk_role(const struct review *review, const struct review_statement *statement)
{
    if (statement->role && *statement->role) return statement->role;
    const struct review_person *person =
        statement->person.number
            ? (const struct review_person *)review_find(review, statement->person)
            : NULL;
    return person && person->role ? person->role : "";
}

void talk_refs(struct web_request *request, const struct desk *desk, struct value *in,
               const char *key, const struct review_refs *refs)
{
    char id[16];
    struct value *list = value_list(&request->model, in, key);
    for (size_t i = 0; i < refs->count; i++) {
        const struct review_entry *entry = review_find(&desk->review, refs->at[i]);
        if (!entry || !web_sees(request, &desk->review, entry)) continue;
        entry = web_shown(request, entry);
        if (!entry) continue;
        struct value *to = value_object(&request->model, list, NULL);
        value_text(&request->model, to, "id", review_id_text(entry->id, id));
        value_text(&request->model, to, "href",
                   web_entry_href(request, request->review, entry->id));
        value_text(&request->model, to, "line", review_entry_line(entry));
    }
}

struct value *talk_statement(struct web_request *request, const struct desk *desk, struct value *in,
                             const struct review_statement *statement)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, in, NULL);
    const struct vocabulary *codes = &review_words_code;
    char id[16];
    value_text(model, to, "id", review_id_text(statement->entry.id, id));
    value_text(model, to, "href", web_entry_href(request, request->review, statement->entry.id));
    value_count(model, to, "version", statement->entry.version);
    value_text(model, to, "code", vocabulary_word(codes, statement->code));
    value_text(model, to, "means", vocabulary_meaning(codes, statement->code));
    value_text(model, to, "text", statement->text);
    value_text(model, to, "role", talk_role(&desk->review, statement));
    talk_time(request, desk, to, "of", statement->of.at);
    talk_time(request, desk, to, "said", statement->said.at);
    value_flag(model, to, "quote", statement->quote);
    value_flag(model, to, "asks_consent",
               statement->quote && statement->consent <= REVIEW_CONSENT_ASKED);
    value_text(model, to, "consent", vocabulary_word(&review_words_consent, statement->consent));
    value_flag(model, to, "withdrawn", statement->withdrawn);
    value_text(model, to, "then", statement->then);
    value_text(model, to, "now", statement->now);
    value_text(model, to, "through", statement->through);
    if (web_sees_names(request)) value_text(model, to, "asked_of", statement->asked_of);
    value_text(model, to, "answer", statement->answer);
    talk_refs(request, desk, to, "about", &statement->about);
    return to;
}

struct value *talk_question(struct web_request *request, const struct desk *desk, struct value *in,
                            const struct review_question *question)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, in, NULL);
    const struct review_asked *bank =
        question->bank ? review_bank_find(span_of(question->bank)) : NULL;
    unsigned state = question->state ? question->state : REVIEW_ASKING_QUEUED;
    char id[16];
    value_text(model, to, "id", review_id_text(question->entry.id, id));
    value_text(model, to, "href", web_entry_href(request, request->review, question->entry.id));
    value_count(model, to, "version", question->entry.version);
    value_text(model, to, "bank", question->bank);
    value_text(model, to, "text",
               question->text && *question->text ? question->text
               : bank                            ? bank->text
                                                 : review_entry_line(&question->entry));
    value_text(model, to, "state", vocabulary_word(&review_words_asking, state));
    value_text(model, to, "answer", question->answer);
    value_flag(model, to, "open",
               state != REVIEW_ASKING_ANSWERED && state != REVIEW_ASKING_SKIPPED);
    talk_refs(request, desk, to, "about", &question->about);
    talk_refs(request, desk, to, "says", &question->says);
    return to;
}

/* ---- what forms choose from ---- */

void talk_roles(struct web_request *request, const struct review *review)
{
    struct value *list = value_list(&request->model, NULL, "roles");
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        if (!person->role || !*person->role) continue;
        struct value *to = value_object(&request->model, list, NULL);
        value_text(&request->model, to, "role", person->role);
    }
}

void talk_words(struct web_request *request, const char *key, const struct vocabulary *words)
{
    struct value *list = value_list(&request->model, NULL, key);
    for (unsigned i = 1; i < words->count; i++) {
        struct value *to = value_object(&request->model, list, NULL);
        value_text(&request->model, to, "word", words->words[i].word);
        value_text(&request->model, to, "meaning", words->words[i].meaning);
    }
}

/* ---- the meeting ---- */

static instant length_of(const struct review_meeting *meeting)
{
    int64_t minutes = meeting->minutes > 0 && meeting->minutes < 1440 ? meeting->minutes : 60;
    return minutes * 60 * NS_PER_S;
}

/* Half as long again as planned, and a quarter of an hour: people run over. */
bool talk_meeting_runs(const struct review_meeting *meeting, instant now)
{
    if (!meeting || meeting->at == INSTANT_NONE || meeting->held || now < meeting->at) return false;
    return now < instant_add(meeting->at, length_of(meeting) * 3 / 2 + (instant)15 * 60 * NS_PER_S);
}

const struct review_meeting *talk_meeting(const struct review *review, instant now)
{
    const struct review_meeting *runs = NULL, *next = NULL, *last = NULL;
    for (size_t i = 0; i < review->meetings.count; i++) {
        const struct review_meeting *meeting = &review->meetings.at[i];
        if (talk_meeting_runs(meeting, now)) runs = meeting;
        if (!meeting->held && meeting->at > now && (!next || meeting->at < next->at))
            next = meeting;
        if (!last || meeting->at >= last->at) last = meeting;
    }
    return runs ? runs : next ? next : last;
}

const struct review_event *talk_focus(struct web_request *request, const struct review *review,
                                      const struct review_settled *settled)
{
    struct review_id id;
    const char *at = web_query(request, "at");
    if (at && review_id_read(span_of(at), &id, NULL) == STATUS_OK && id.kind == REVIEW_KIND_EVENT) {
        const struct review_entry *found = review_find(review, id);
        if (found) return (const struct review_event *)found;
    }
    for (size_t i = 0; i < settled->count; i++)
        if (settled->moments[i].event->turning) return settled->moments[i].event;
    return settled->count ? settled->moments[0].event : NULL;
}

const char *talk_back(struct web_request *request, const char *otherwise)
{
    const char *to = web_field(request, "to");
    const char *own = arena_printf(&request->arena, "/PM%u/", request->review);
    const char *back = arena_printf(&request->arena, "/PM%u/%s", request->review, otherwise);
    if (to && own && span_starts(span_of(to), span_of(own)) && !strpbrk(to, "\\\r\n")) return to;
    return back ? back : "/";
}
