/*
 * Makes a workspace full of reviews for the store bench: postmortem-bench-reviews FOLDER REVIEWS
 * EVENTS SEED. Each review has its events over an hour, with statements, factors and items; words
 * are drawn from a small vocabulary, so that a search finds few or many.
 */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const nouns[] = {"pool",  "queue",   "index", "replica", "cache", "lock",
                                    "flag",  "deploy",  "page",  "probe",   "disk",  "session",
                                    "shard", "gateway", "token", "backup"};
static const char *const verbs[] = {"grew",    "stood still", "was paused", "answered late",
                                    "filled",  "moved",       "restarted",  "was looked at",
                                    "emptied", "fell behind"};
static const char *const shared[] = {"no limit on idle work", "address copied into a script",
                                     "roll-out without guardrail", "threshold raised against noise",
                                     "repair takes a lock"};

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(dice->state >> 33) % sides;
}

#define PICK(dice, list) (list)[roll((dice), sizeof(list) / sizeof *(list))]

struct making {
    struct arena arena;
    struct dice dice;
    struct store_edit *edits;
    size_t count;
    instant start;
};

static void add(struct making *making, const struct review_entry *entry)
{
    struct text body;
    text_init(&body, 0);
    review_body_write(entry, &body);
    making->edits[making->count++] =
        (struct store_edit){entry->id, 0, {arena_copy(&making->arena, text_span(&body)), body.len}};
    text_release(&body);
}

static void *entry(struct making *making, enum review_kind kind, size_t number)
{
    struct review_entry *made = review_entry_new(kind, &making->arena);
    made->id = (struct review_id){kind, (uint32_t)number};
    return made;
}

static struct review_time at(struct making *making, instant time)
{
    struct text raw;
    text_init(&raw, 0);
    instant_add_text(&raw, time, NULL, INSTANT_FULL, 3);
    struct review_time made = {.raw = arena_copy(&making->arena, text_span(&raw)),
                               .at = {time, time + NS_PER_MS - 1}};
    text_release(&raw);
    return made;
}

static void add_review(struct making *making, size_t number)
{
    struct review_review *own = entry(making, REVIEW_KIND_REVIEW, 0);
    own->title = arena_printf(&making->arena, "%s %s, case %zu", PICK(&making->dice, nouns),
                              PICK(&making->dice, verbs), number);
    own->sort = REVIEW_SORT_INCIDENT;
    own->severity = roll(&making->dice, 2) ? "SEV2" : "SEV3";
    own->stage = REVIEW_STAGE_FOLLOW_UP;
    own->status = REVIEW_STATUS_PUBLISHED;
    own->day = (int32_t)(making->start / NS_PER_DAY);
    own->agreed = own->published = making->start + 3 * NS_PER_DAY;
    add(making, &own->entry);
}

static void add_event(struct making *making, size_t number, size_t events)
{
    static const uint8_t anchors[] = {
        REVIEW_EVENT_TRIGGER, REVIEW_EVENT_SIGNAL,    REVIEW_EVENT_IMPACT_START,
        REVIEW_EVENT_ALERT,   REVIEW_EVENT_DETECT,    REVIEW_EVENT_ACK,
        REVIEW_EVENT_ACT_FIX, REVIEW_EVENT_MITIGATED, REVIEW_EVENT_IMPACT_END};
    struct review_event *event = entry(making, REVIEW_KIND_EVENT, number);
    size_t step = events / sizeof anchors + 1;
    event->kind = number % step == 0 ? anchors[number / step % sizeof anchors] : REVIEW_EVENT_NOTE;
    event->at = at(making, making->start + (instant)number * 15 * NS_PER_S +
                               (instant)roll(&making->dice, 9000) * NS_PER_MS);
    event->actor = PICK(&making->dice, nouns);
    event->object = PICK(&making->dice, nouns);
    event->what =
        arena_printf(&making->arena, "the %s %s while the %s %s", event->actor,
                     PICK(&making->dice, verbs), event->object, PICK(&making->dice, verbs));
    event->context = arena_printf(&making->arena, "on the screen: %u of %u, the %s panel",
                                  roll(&making->dice, 100), roll(&making->dice, 100),
                                  PICK(&making->dice, nouns));
    event->certainty = REVIEW_CERTAINTY_TESTIMONY;
    add(making, &event->entry);
}

static void add_rest(struct making *making)
{
    for (size_t i = 1; i <= 12; i++) {
        struct review_statement *said = entry(making, REVIEW_KIND_STATEMENT, i);
        said->code = (uint8_t)(1 + roll(&making->dice, REVIEW_CODE_COUNT - 1));
        said->role = "on-call engineer";
        said->text = arena_printf(&making->arena, "the %s %s", PICK(&making->dice, nouns),
                                  PICK(&making->dice, verbs));
        if (said->code == REVIEW_CODE_TOOL) said->tool = PICK(&making->dice, nouns);
        add(making, &said->entry);
    }
    for (size_t i = 1; i <= 4; i++) {
        struct review_factor *factor = entry(making, REVIEW_KIND_FACTOR, i);
        factor->text = arena_printf(&making->arena, "the %s %s", PICK(&making->dice, nouns),
                                    PICK(&making->dice, verbs));
        if (roll(&making->dice, 3) == 0) factor->shared = PICK(&making->dice, shared);
        add(making, &factor->entry);
        struct review_item *item = entry(making, REVIEW_KIND_ITEM, i);
        item->text = arena_printf(&making->arena, "Limit the %s", PICK(&making->dice, nouns));
        item->state = (uint8_t)(1 + roll(&making->dice, REVIEW_ITEM_STATE_COUNT - 1));
        item->due = (int32_t)(making->start / NS_PER_DAY) + 14;
        add(making, &item->entry);
    }
}

static enum status make(struct store *store, size_t reviews, size_t events, uint64_t seed,
                        struct error *error)
{
    struct making making = {.dice = {seed}};
    enum status status = STATUS_OK;
    making.edits = calloc(events + 64, sizeof *making.edits);
    if (!making.edits) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 1; i <= reviews && status == STATUS_OK; i++) {
        struct store_author author = {"bench", "", 0};
        uint32_t number;
        arena_init(&making.arena, (size_t)64 << 20);
        making.count = 0;
        making.start = INT64_C(1600000000) * NS_PER_S + (instant)i * 20 * NS_PER_HOUR;
        author.at = making.start + NS_PER_DAY;
        add_review(&making, i);
        for (size_t e = 1; e <= events; e++) add_event(&making, e, events);
        add_rest(&making);
        status = store_new_review(store, NULL, making.edits, making.count, &author, &number, error);
        arena_release(&making.arena);
    }
    free(making.edits);
    return status;
}

int main(int argc, char **argv)
{
    uint64_t reviews, events, seed;
    struct store *store = NULL;
    struct error error = ERROR_NONE;
    if (argc != 5 || !span_to_u64(span_of(argv[2]), &reviews) ||
        !span_to_u64(span_of(argv[3]), &events) || !span_to_u64(span_of(argv[4]), &seed)) {
        fprintf(stderr, "usage: postmortem-bench-reviews FOLDER REVIEWS EVENTS SEED\n");
        return 2;
    }
    enum status status = store_create(argv[1], &error);
    if (status == STATUS_OK) status = evidence_depot_create(argv[1], &error);
    if (status == STATUS_OK) status = store_open(argv[1], true, &store, &error);
    if (status == STATUS_OK) status = make(store, reviews, events, seed, &error);
    store_close(store);
    if (status) fprintf(stderr, "%s: %s\n", error.where, error.message);
    return status_exit_code(status);
}
