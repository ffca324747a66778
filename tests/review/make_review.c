/* A review that could be one. */
#include "tests/review/make.h"

#include <stdio.h>
#include <stdlib.h>

enum { ENTRIES_MAX = 180 };

struct making {
    uint64_t seed;
    struct arena *arena;
    instant start; /* of the incident */
    struct review_stored *stored;
    size_t count;
    uint32_t given[REVIEW_KIND_COUNT];
};

static size_t below(struct making *m, size_t end)
{
    return (size_t)(make_number(&m->seed) % end);
}

static void *must(void *memory)
{
    if (!memory) abort();
    return memory;
}

static const char *one_of(struct making *m, const char *const *texts, size_t count)
{
    return texts[below(m, count)];
}
#define ONE_OF(m, texts) one_of((m), (texts), sizeof(texts) / sizeof(texts)[0])

static const char *const roles[] = {"on-call engineer", "incident lead", "support agent",
                                    "database engineer"};
static const char *const parts[] = {"orders-api", "writer pool", "load balancer", "flag service"};
static const char *const doings[] = {"restarted the workers", "read the dashboard",
                                     "asked in the channel",  "rolled the release back",
                                     "raised the limit",      "looked at the slow queries"};
static const char *const reasons[] = {
    "the graph of yesterday looked the same", "nothing had been changed that day",
    "the runbook says so\n\n- first the pool\n- then the queue", "die Anzeige war grün"};

/* A new entry with the next number of its kind. */
static void *begin(struct making *m, enum review_kind kind)
{
    struct review_entry *entry = must(review_entry_new(kind, m->arena));
    entry->id.number = kind == REVIEW_KIND_REVIEW ? 0 : ++m->given[kind];
    return entry;
}

static void end(struct making *m, void *made)
{
    const struct review_entry *entry = made;
    struct text body;
    text_init(&body, 0);
    review_body_write(entry, &body);
    if (text_status(&body, NULL) || m->count == ENTRIES_MAX) abort();
    struct span kept = {must(arena_copy(m->arena, text_span(&body))), body.len};
    m->stored[m->count] =
        (struct review_stored){.id = entry->id,
                               .version = 1 + (uint32_t)below(m, 3),
                               .body = kept,
                               .author = roles[m->count % 2],
                               .written = m->start + NS_PER_DAY + (instant)m->count * NS_PER_MIN};
    m->count++;
    text_release(&body);
}

static struct review_id some(struct making *m, enum review_kind kind)
{
    return (struct review_id){kind, 1 + (uint32_t)below(m, m->given[kind])};
}

static struct review_refs refs(struct making *m, struct review_id a, struct review_id b)
{
    struct review_id *at = must(arena_array(m->arena, 2, sizeof *at));
    at[0] = a;
    at[1] = b;
    return (struct review_refs){at, review_id_equal(a, b) ? 1 : 2};
}

static struct review_lines lines(struct making *m, const char *a, const char *b)
{
    const char **at = must(arena_array(m->arena, 2, sizeof *at));
    at[0] = a;
    at[1] = b;
    return (struct review_lines){at, 2};
}

/* A time as somebody would write it, from to the minute to a range. */
static struct review_time at(struct making *m, instant when)
{
    struct text raw;
    struct review_time time = {.at = {when, when}};
    text_init(&raw, 0);
    instant minute = when - when % NS_PER_MIN;
    switch (below(m, 4)) {
    case 0: instant_add_text(&raw, when, NULL, INSTANT_FULL, -1); break;
    case 1:
        instant_add_text(&raw, minute, NULL, INSTANT_FULL, 0);
        raw.len = 16; /* 2026-03-04T10:02, and what is open with it */
        time.at = (struct interval){minute, minute + NS_PER_MIN - 1};
        break;
    case 2:
        instant_add_text(&raw, when, NULL, INSTANT_FULL, -1);
        text_addc(&raw, '~');
        time.at = (struct interval){when - 5 * NS_PER_MIN, when + 5 * NS_PER_MIN};
        time.approximate = true;
        break;
    default:
        instant_add_text(&raw, when, NULL, INSTANT_FULL, -1);
        text_adds(&raw, "..");
        instant_add_text(&raw, when + NS_PER_MIN, NULL, INSTANT_FULL, -1);
        time.at.latest = when + NS_PER_MIN;
    }
    time.raw = must(arena_copy(m->arena, text_span(&raw)));
    text_release(&raw);
    return time;
}

static struct review_places evidence(struct making *m)
{
    struct review_place *place = must(arena_array(m->arena, 1, sizeof *place));
    uint64_t number = below(m, 5);
    *place = (struct review_place){.content = sha256_of((struct span){(char *)&number, 8}),
                                   .from = below(m, 5000),
                                   .name = "orders-api.log"};
    place->to = place->from + 80;
    return (struct review_places){place, 1};
}

static void make_own(struct making *m)
{
    static const char *const titles[] = {"Orders could not be paid", "Search answered slowly",
                                         "Invoices went out twice", "Einkaufskorb leer"};
    struct review_review *own = begin(m, REVIEW_KIND_REVIEW);
    own->title =
        must(arena_printf(m->arena, "%s (%u)", ONE_OF(m, titles), (unsigned)below(m, 10000)));
    own->sort = (uint8_t)(1 + below(m, REVIEW_SORT_COUNT - 1));
    own->severity = below(m, 2) ? "SEV2" : "SEV3";
    own->stage = (uint8_t)(1 + below(m, REVIEW_STAGE_COUNT - 1));
    own->status =
        own->stage == REVIEW_STAGE_FOLLOW_UP ? REVIEW_STATUS_PUBLISHED : REVIEW_STATUS_OPEN;
    own->circle = REVIEW_CIRCLE_TEAM;
    own->naming = (uint8_t)below(m, REVIEW_NAMING_COUNT);
    own->day = (int32_t)(m->start / NS_PER_DAY);
    own->zone = "UTC";
    own->components = lines(m, ONE_OF(m, parts), "checkout");
    own->summary = "Users met an error page; nothing they had entered was lost.";
    if (own->stage > REVIEW_STAGE_TIMELINE) own->agreed = m->start + 3 * NS_PER_DAY;
    if (own->stage > REVIEW_STAGE_PUBLISH) own->published = m->start + 9 * NS_PER_DAY;
    end(m, own);
}

static void make_people(struct making *m)
{
    static const uint8_t of[] = {REVIEW_PART_FACILITATOR, REVIEW_PART_NOTE_TAKER, REVIEW_PART_OWNER,
                                 REVIEW_PART_PARTICIPANT, REVIEW_PART_PARTICIPANT};
    static const char *const aliases[] = {"facilitator", "note-taker", "owner of orders",
                                          "on-call engineer", "support agent"};
    for (size_t i = 0; i < sizeof of; i++) {
        struct review_person *person = begin(m, REVIEW_KIND_PERSON);
        person->role = aliases[i];
        person->parts = 1u << of[i];
        person->involved = i > 2;
        person->named = below(m, 2);
        if (below(m, 2)) person->name = must(arena_printf(m->arena, "Person %zu", i));
        if (person->involved) person->account = REVIEW_ACCOUNT_GIVEN;
        end(m, person);
    }
}

static void make_exhibits(struct making *m)
{
    for (size_t n = 2 + below(m, 3); n; n--) {
        struct review_exhibit *exhibit = begin(m, REVIEW_KIND_EXHIBIT);
        exhibit->name = must(arena_printf(m->arena, "orders-%zu.log", n));
        exhibit->presence = (uint8_t)(1 + below(m, REVIEW_PRESENCE_COUNT - 1));
        exhibit->size = (int64_t)below(m, 1 << 30);
        exhibit->collected = m->start + NS_PER_DAY + 1;
        exhibit->what = "requests as the balancer saw them";
        end(m, exhibit);
    }
}

/* "E4+90s": so long after the event before. */
static struct review_time after_the_last(struct making *m, instant by)
{
    const char *raw = arena_printf(m->arena, "E%u+%llds", m->given[REVIEW_KIND_EVENT] - 1,
                                   (long long)(by / NS_PER_S));
    return (struct review_time){.raw = must((void *)raw), .at = INTERVAL_NONE, .relative = true};
}

/* In order of time, so that `after` runs backwards alone. */
static void make_events(struct making *m, size_t count)
{
    static const uint8_t first[] = {REVIEW_EVENT_CHANGE_DEPLOY, REVIEW_EVENT_IMPACT_START,
                                    REVIEW_EVENT_ALERT, REVIEW_EVENT_DETECT, REVIEW_EVENT_ACK};
    instant when = m->start, step = 0;
    for (size_t i = 0; i < count; i++) {
        struct review_event *event = begin(m, REVIEW_KIND_EVENT);
        event->kind = i < sizeof first ? first[i] : (uint8_t)(1 + below(m, REVIEW_EVENT_COUNT - 1));
        if (i + 2 == count) event->kind = REVIEW_EVENT_IMPACT_END;
        if (i + 1 == count) event->kind = REVIEW_EVENT_RESOLVED;
        event->at = i && below(m, 8) == 0 ? after_the_last(m, step) : at(m, when);
        event->basis = "the service's own log";
        event->actor = ONE_OF(m, roles);
        event->what = must(arena_printf(m->arena, "%s, step %zu", ONE_OF(m, doings), i));
        event->certainty = (uint8_t)(1 + below(m, REVIEW_CERTAINTY_COUNT - 1));
        event->areas = 2u << below(m, REVIEW_AREA_COUNT - 1);
        if (below(m, 2)) event->context = ONE_OF(m, reasons);
        if (below(m, 2)) event->intent = "to see whether it helps";
        if (below(m, 2)) event->evidence = evidence(m);
        if (below(m, 4) == 0) event->known = at(m, when + NS_PER_HOUR);
        if (below(m, 4) == 0) event->known_to = lines(m, roles[0], roles[1]);
        if (below(m, 3) == 0 && i >= 12) { /* certainly earlier: the widest time has ten minutes */
            struct review_id before = {REVIEW_KIND_EVENT, event->entry.id.number - 12};
            event->after = refs(m, before, before);
            event->order_basis = "the second answers the first";
        }
        event->turning = below(m, 9) == 0;
        end(m, event);
        step = NS_PER_MIN + (instant)below(m, 300) * NS_PER_S;
        when += step;
    }
}

static void make_statements(struct making *m)
{
    for (size_t n = 4 + below(m, 20); n; n--) {
        struct review_statement *statement = begin(m, REVIEW_KIND_STATEMENT);
        statement->code = (uint8_t)(1 + below(m, REVIEW_CODE_COUNT - 1));
        statement->text = ONE_OF(m, reasons);
        statement->role = ONE_OF(m, roles);
        statement->person = some(m, REVIEW_KIND_PERSON);
        statement->about = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_EVENT));
        statement->said = at(m, m->start + 2 * NS_PER_DAY);
        statement->areas = 2u << below(m, REVIEW_AREA_COUNT - 1);
        statement->first = below(m, 4) == 0;
        if (statement->code == REVIEW_CODE_CONF) statement->sureness = (int64_t)below(m, 11);
        end(m, statement);
    }
    for (size_t n = 1 + below(m, 6); n; n--) {
        struct review_question *question = begin(m, REVIEW_KIND_QUESTION);
        question->text = "What did the screen show at that moment?";
        question->about = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_STATEMENT));
        question->state = (uint8_t)(1 + below(m, REVIEW_ASKING_COUNT - 1));
        if (question->state == REVIEW_ASKING_ANSWERED) question->answer = ONE_OF(m, reasons);
        end(m, question);
    }
}

static void make_ideas(struct making *m)
{
    static const char *const shared[] = {"pool without limit", "alert by mail",
                                         "flag without owner"};
    for (size_t n = 1 + below(m, 3); n; n--) {
        struct review_hypothesis *idea = begin(m, REVIEW_KIND_HYPOTHESIS);
        idea->text = "the new release holds connections longer";
        idea->role = ONE_OF(m, roles);
        idea->raised = at(m, m->start + NS_PER_HOUR / 2);
        idea->state = (uint8_t)(1 + below(m, REVIEW_IDEA_COUNT - 1));
        idea->support = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_STATEMENT));
        if (below(m, 2)) idea->against = refs(m, some(m, REVIEW_KIND_EVENT), idea->support.at[1]);
        end(m, idea);
    }
    for (size_t n = 2 + below(m, 4); n; n--) {
        struct review_factor *factor = begin(m, REVIEW_KIND_FACTOR);
        factor->text = must(arena_printf(m->arena, "condition %zu was there before", n));
        factor->outcome = (uint8_t)(1 + below(m, REVIEW_OUTCOME_COUNT - 1));
        factor->category = (uint8_t)(1 + below(m, REVIEW_CATEGORY_COUNT - 1));
        factor->part = (uint8_t)(1 + below(m, REVIEW_ROLE_OF_FACTOR_COUNT - 1));
        factor->still = (uint8_t)(1 + below(m, REVIEW_YESNO_COUNT - 1));
        if (below(m, 2)) factor->shared = ONE_OF(m, shared);
        factor->areas = 2u << below(m, REVIEW_AREA_COUNT - 1);
        factor->rests_on = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_EXHIBIT));
        end(m, factor);
    }
}

/* Every item has what acceptance asks for; further fields by its state. */
static void make_items(struct making *m)
{
    int32_t day = (int32_t)(m->start / NS_PER_DAY);
    for (size_t n = 1 + below(m, 6); n; n--) {
        struct review_item *item = begin(m, REVIEW_KIND_ITEM);
        bool replaceable = item->entry.id.number > 1;
        item->text = must(arena_printf(m->arena, "Give the pool a limit, part %zu", n));
        do item->state = (uint8_t)(1 + below(m, REVIEW_ITEM_STATE_COUNT - 1));
        while (item->state == REVIEW_ITEM_STATE_SUPERSEDED && !replaceable);
        item->type = (uint8_t)(1 + below(m, REVIEW_TYPE_OF_ITEM_COUNT - 1));
        item->kind = (uint8_t)(1 + below(m, REVIEW_HELP_COUNT - 1));
        item->strength = (uint8_t)(1 + below(m, REVIEW_STRENGTH_COUNT - 1));
        item->strength_reason = "the limit holds without anybody's doing";
        item->effect = (uint8_t)(1 + below(m, REVIEW_EFFECT_COUNT - 1));
        item->outcome = (uint8_t)(1 + below(m, REVIEW_OUTCOME_COUNT - 1));
        item->owner = "owner of orders";
        item->team = "orders";
        item->due = day + 10 + (int32_t)below(m, 60);
        item->done_when = "a load test at twice the traffic keeps answering";
        item->proof = "connections stay below the limit for a month";
        item->breaks = refs(m, some(m, REVIEW_KIND_FACTOR), some(m, REVIEW_KIND_FACTOR));
        item->serves = refs(m, some(m, REVIEW_KIND_STATEMENT), some(m, REVIEW_KIND_STATEMENT));
        item->areas = 2u << below(m, REVIEW_AREA_COUNT - 1);
        item->side_effects = "requests wait when the limit is met";
        if (item->state == REVIEW_ITEM_STATE_DECLINED || item->state == REVIEW_ITEM_STATE_RETIRED)
            item->reason = "the pool goes away this year";
        if (item->state == REVIEW_ITEM_STATE_WAITING) {
            item->waits_for = "the new driver";
            item->until = day + 90;
        }
        if (item->state == REVIEW_ITEM_STATE_SUPERSEDED)
            item->replaced_by = (struct review_id){REVIEW_KIND_ITEM, item->entry.id.number - 1};
        if (item->state >= REVIEW_ITEM_STATE_DONE && item->state <= REVIEW_ITEM_STATE_NOT_EFFECTIVE)
            item->done = day + 20;
        if (item->state == REVIEW_ITEM_STATE_VERIFIED ||
            item->state == REVIEW_ITEM_STATE_NOT_EFFECTIVE) {
            bool works = item->state == REVIEW_ITEM_STATE_VERIFIED;
            item->checked = day + 50;
            item->check_method = "the load test, run by another person";
            item->result = works ? REVIEW_RESULT_EFFECTIVE : REVIEW_RESULT_NOT;
            item->level = REVIEW_PROOF_EXERCISED;
            item->evidence = evidence(m);
        }
        end(m, item);
    }
}

static void make_rest(struct making *m)
{
    for (uint8_t area = 1; area < REVIEW_AREA_COUNT; area++) {
        struct review_area *cover = begin(m, REVIEW_KIND_AREA);
        cover->area = area;
        cover->state = (uint8_t)(1 + below(m, REVIEW_COVER_COUNT - 1));
        if (cover->state == REVIEW_COVER_DISCUSSED) cover->found = ONE_OF(m, reasons);
        cover->rests_on = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_STATEMENT));
        end(m, cover);
    }
    struct review_conflict *conflict = begin(m, REVIEW_KIND_CONFLICT);
    conflict->text = "who saw the graph first";
    conflict->claims = refs(m, some(m, REVIEW_KIND_STATEMENT), some(m, REVIEW_KIND_EVENT));
    conflict->disposition = REVIEW_DISPOSITION_VIEWPOINT;
    conflict->explanation = "they looked at two panels";
    end(m, conflict);
    struct review_measure *measure = begin(m, REVIEW_KIND_MEASURE);
    measure->what = "orders that were not paid at the first try";
    measure->value = must(arena_printf(m->arena, "%u", (unsigned)below(m, 100000)));
    measure->figure = REVIEW_FIGURE_MEASURED;
    measure->source = "payment database";
    measure->final = true;
    end(m, measure);
    struct review_document *document = begin(m, REVIEW_KIND_DOCUMENT);
    document->title = "When the pool is full";
    document->state = (uint8_t)(1 + below(m, REVIEW_CURRENT_COUNT - 1));
    document->about = refs(m, some(m, REVIEW_KIND_EVENT), some(m, REVIEW_KIND_EVENT));
    end(m, document);
    struct review_meeting *meeting = begin(m, REVIEW_KIND_MEETING);
    meeting->kind = REVIEW_MEETING_DISCUSSION;
    meeting->at = m->start + 4 * NS_PER_DAY;
    meeting->minutes = 60;
    meeting->held = below(m, 2);
    if (meeting->held) meeting->learned = meeting->present = 3 + (int64_t)below(m, 5);
    end(m, meeting);
}

/* Drawn from later factors to earlier ones, so that nothing runs in a circle. */
static void make_causes(struct making *m)
{
    const uint32_t factors = m->given[REVIEW_KIND_FACTOR];
    for (uint32_t effect = 2; effect <= factors; effect += 1 + (uint32_t)below(m, 2)) {
        struct review_way *way = begin(m, REVIEW_KIND_WAY);
        const struct review_id first = {REVIEW_KIND_FACTOR, 1 + (uint32_t)below(m, effect - 1)};
        const struct review_id second = {REVIEW_KIND_FACTOR, 1 + (uint32_t)below(m, effect - 1)};
        way->brings = (struct review_id){REVIEW_KIND_FACTOR, effect};
        way->needs = refs(m, first, second);
        way->reason = (uint8_t)below(m, REVIEW_REASON_FOR_COUNT);
        if (below(m, 3) == 0) way->enough = 1;
        if (below(m, 3) == 0) way->note = ONE_OF(m, reasons);
        end(m, way);
        if (below(m, 3) == 0) continue;
        struct review_supposition *supposition = begin(m, REVIEW_KIND_SUPPOSITION);
        supposition->way = way->entry.id;
        if (below(m, 2)) supposition->without = first;
        supposition->answer = (uint8_t)(1 + below(m, REVIEW_ANSWER_COUNT - 1));
        supposition->because = ONE_OF(m, reasons);
        supposition->rests_on =
            refs(m, some(m, REVIEW_KIND_STATEMENT), some(m, REVIEW_KIND_STATEMENT));
        end(m, supposition);
    }
}

void make_review(uint64_t seed, struct arena *arena, struct review *ret,
                 struct review_stored **ret_stored, size_t *ret_count)
{
    struct making m = {.seed = seed, .arena = arena};
    struct error error = ERROR_NONE;
    m.start = (instant)(1735689600 + below(&m, 40000000)) * NS_PER_S;
    m.stored = must(arena_array(arena, ENTRIES_MAX, sizeof *m.stored));
    make_own(&m);
    make_people(&m);
    make_exhibits(&m);
    make_events(&m, 7 + below(&m, 50));
    make_statements(&m);
    make_ideas(&m);
    make_items(&m);
    make_rest(&m);
    char uid[33];
    uint64_t high = make_number(&m.seed), low = make_number(&m.seed);
    make_causes(&m);
    snprintf(uid, sizeof uid, "%016llx%016llx", (unsigned long long)high, (unsigned long long)low);
    if (review_assemble(1, uid, m.stored, m.count, arena, ret, &error)) abort();
    if (ret_stored) *ret_stored = m.stored;
    if (ret_count) *ret_count = m.count;
}
