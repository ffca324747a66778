#include "tests/report/graph.h"

#include <assert.h>
#include <stdlib.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct spec_condition {
    const char *name, *text;
    uint8_t form, part, was, barrier;
};
struct spec_way {
    const char *effect, *members; /* separated by spaces; "!" before one: not so */
    uint32_t enough;              /* 0: all */
    uint8_t reason, complete;
};
struct spec_item {
    const char *name, *target; /* a condition; "way:N": the way of that number in the table */
    uint8_t effect, standing;
};
struct spec {
    const char *title;
    const struct spec_condition *conditions;
    size_t condition_count;
    const struct spec_way *ways;
    size_t way_count;
    const struct spec_item *items;
    size_t item_count;
};

#define F(form) CAUSES_FORM_##form
#define P(part) CAUSES_PART_##part
static const struct spec_condition outage_conditions[] = {
    {"E1", "load spike at 19:00: spam, and a job that deletes a flagged account", F(EVENT),
     P(TRIGGER), 0, 0},
    {"C1", "no archive of the log: a replica that lags cannot catch up", F(ABSENCE), P(LATENT), 0,
     0},
    {"C2", "seeding a replica again is manual, and wipes it first", F(STATE), P(LATENT), 0, 0},
    {"C3", "the copy waits in silence for the primary", F(STATE), P(LATENT), 0, 0},
    {"C4", "limits on senders and connections made first tries end early", F(STATE), 0,
     CAUSES_WAS_UNKNOWN, 0},
    {"C5", "shells on db1 and db2 look alike", F(STATE), P(LATENT), 0, 0},
    {"C6", "late in the evening, under pressure, nobody to read along", F(STATE), 0, 0, 0},
    {"B1", "nothing asks before a live data folder is removed", F(BARRIER), 0, 0,
     CAUSES_BARRIER_ABSENT},
    {"B2", "the nightly dump is empty: client 9.2, server 9.6", F(BARRIER), 0, 0,
     CAUSES_BARRIER_SILENT},
    {"B3", "mails of the failing dump are rejected", F(BARRIER), 0, 0, CAUSES_BARRIER_BYPASSED},
    {"B4", "no snapshots of disks on database hosts", F(BARRIER), 0, 0, CAUSES_BARRIER_ABSENT},
    {"B5", "restoring was never rehearsed, and nobody owns it", F(ABSENCE), P(LATENT), 0, 0},
    {"C7", "the only copy lies on slow disks of staging", F(STATE), P(LATENT), 0, 0},
    {"M1", "snapshot taken by hand at 17:20, by chance", F(MITIGATOR), 0, CAUSES_WAS_NO,
     CAUSES_BARRIER_HELD},
    {"X1", "the primary is lost to a disk fault", F(EVENT), 0, CAUSES_WAS_NO, 0},
    {"N1", "the replica is out of step for good", F(EVENT), P(STEP), 0, 0},
    {"N2", "db2 is wiped to be seeded again", F(ACT), P(STEP), 0, 0},
    {"N3", "it looks stuck, and the wipe is tried again", F(PROCESS), P(STEP), 0, 0},
    {"N4", "the removal runs on db1", F(ACT), P(STEP), 0, 0},
    {"N5", "data of the primary is gone at 23:30", 0, P(STEP), 0, 0},
    {"N6", "the dump is of no use, and nobody knows", 0, P(STEP), 0, 0},
    {"T1", "outage of 18 hours", 0, P(OUTCOME), 0, CAUSES_OUTCOME_LENGTH},
    {"T2", "6 hours of writes lost", 0, P(OUTCOME), 0, CAUSES_OUTCOME_DEPTH},
    {"T3", "24 hours of writes lost, not reached", 0, P(OUTCOME), CAUSES_WAS_NO,
     CAUSES_OUTCOME_DEPTH},
};
static const struct spec_way outage_ways[] = {
    {"N1", "E1 C1", 0, 0, CAUSES_ANSWER_NO},
    {"N2", "N1 C2", 0, 0, 0},
    {"N3", "N2 C3", 0, 0, 0},
    {"N3", "N2 C4", 0, CAUSES_REASON_WHICH, 0},
    {"N4", "N3 C5 C6 B1", 0, 0, CAUSES_ANSWER_NO},
    {"N5", "N4", 0, 0, 0},
    {"N5", "X1", 0, CAUSES_REASON_MIGHT, 0},
    {"N6", "B2 B3", 0, 0, 0},
    {"N6", "B2 B5", 0, CAUSES_REASON_BOTH, 0},
    {"T1", "N5 N1 B4 C7", 0, 0, 0},
    {"T2", "N5 N1 B4 N6", 0, 0, CAUSES_ANSWER_NO},
    {"T3", "T2 M1", 0, 0, 0},
};
static const struct spec_item outage_items[] = {
    {"R1", "B1", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_VERIFIED},
    {"R2", "B3", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_PLANNED},
    {"R3", "B5", CAUSES_EFFECT_WEAKENS, CAUSES_STANDING_PLANNED},
    {"R4", "way:6", CAUSES_EFFECT_REMOVES, CAUSES_STANDING_IDEA},
    {"R5", "C5", CAUSES_EFFECT_DETECTS, CAUSES_STANDING_OUT},
};

static const struct spec_condition hostile_conditions[] = {
    {"T1", "</text><script>alert(\"1\")</script> & 'quoted' ]]> --> <!--", 0, P(OUTCOME), 0, 0},
    {"T2", "\"];\nsubgraph x; end; %% `code` #35; | {a} (b) \\\" \\n", 0, P(OUTCOME), 0, 0},
    {"F1", "a\x01\x1b[31mred\x7f \xff\xfe \xe2\x80\xaegnp.exe", F(STATE), 0, 0, 0},
    {"F2",
     "averyveryveryveryveryveryveryverylongwordwithoutanyplacetobreakitaveryveryveryveryveryveryver"
     "yv"
     "erylongword\xf0\x9f\x94\xa5\xe7\x81\xab\xe7\x81\xab\xe7\x81\xab\xe7\x81\xab\xe7\x81\xab",
     F(EVENT), 0, 0, 0},
    {"F3-\xc3\xa4.x_1", "", F(BARRIER), 0, 0, 0},
    {"F4", "no link leads here", F(ABSENCE), 0, 0, 0},
};
static const struct spec_way hostile_ways[] = {
    {"T1", "F1 F2 !F3-\xc3\xa4.x_1", 2, 0, 0},
    {"T2", "F1 F2", 0, 0, 0},
};

static const struct spec_condition one_conditions[] = {
    {"onset", "payments are refused", 0, P(OUTCOME), 0, CAUSES_OUTCOME_ONSET},
};
static const struct spec_condition circle_conditions[] = {
    {"T1", "slow", 0, P(OUTCOME), 0, 0},
    {"N1", "retries", F(PROCESS), 0, 0, 0},
    {"C1", "no limit on retries", F(STATE), 0, 0, 0},
};
static const struct spec_way circle_ways[] = {{"T1", "N1 C1", 0, 0, 0}, {"N1", "T1", 0, 0, 0}};
#undef F
#undef P

static uint32_t find(const struct causes_condition *conditions, size_t count, struct span name)
{
    for (uint32_t i = 0; i < count; i++)
        if (span_is(name, conditions[i].name)) return i;
    assert(false); /* a name of the table */
    return CAUSES_NONE;
}

static struct causes_way make_way(const struct spec_way *spec, unsigned number,
                                  const struct causes_condition *conditions, size_t count,
                                  struct arena *arena)
{
    /* tests of all kinds, in turn */
    static const uint8_t answers[] = {CAUSES_ANSWER_NO, CAUSES_ANSWER_NONE, CAUSES_ANSWER_NO,
                                      CAUSES_ANSWER_CANNOT_TELL, CAUSES_ANSWER_YES};
    struct causes_link *links = arena_array(arena, 8, sizeof *links);
    struct span rest = span_of(spec->members);
    uint32_t found = 0;
    assert(links);
    for (; rest.len; found++) {
        struct span name = span_cut(&rest, ' ');
        links[found].absent = name.at[0] == '!';
        if (links[found].absent) name = span_from(name, 1);
        links[found].condition = find(conditions, count, name);
        links[found].test.answer = answers[(number + found) % LENGTH(answers)];
    }
    return (struct causes_way){.effect = find(conditions, count, span_of(spec->effect)),
                               .enough = spec->enough ? spec->enough : found,
                               .count = found,
                               .links = links,
                               .reason = spec->reason,
                               .complete.answer = spec->complete};
}

static void turn_round(struct causes_parts *parts, struct causes_condition *conditions,
                       struct causes_way *ways)
{
    size_t n = parts->condition_count, m = parts->way_count;
    for (size_t i = 0; i < n / 2; i++) {
        struct causes_condition kept = conditions[i];
        conditions[i] = conditions[n - 1 - i];
        conditions[n - 1 - i] = kept;
    }
    for (size_t i = 0; i < m / 2; i++) {
        struct causes_way kept = ways[i];
        ways[i] = ways[m - 1 - i];
        ways[m - 1 - i] = kept;
    }
}

static const struct causes_graph *make(const struct spec *spec, bool turned, struct arena *arena)
{
    struct causes_condition *conditions =
        arena_array(arena, spec->condition_count, sizeof *conditions);
    struct causes_way *ways = arena_array(arena, spec->way_count + 1, sizeof *ways);
    struct causes_item *items = arena_array(arena, spec->item_count + 1, sizeof *items);
    struct causes_graph *graph = arena_alloc(arena, sizeof *graph);
    struct error error = ERROR_NONE;
    assert(conditions && ways && items && graph);
    for (size_t i = 0; i < spec->condition_count; i++) {
        const struct spec_condition *from = &spec->conditions[i];
        bool outcome = from->part == CAUSES_PART_OUTCOME;
        conditions[i] = (struct causes_condition){.name = from->name,
                                                  .text = from->text,
                                                  .form = from->form,
                                                  .part = from->part,
                                                  .was = from->was,
                                                  .barrier = outcome ? 0 : from->barrier,
                                                  .outcome = outcome ? from->barrier : 0,
                                                  .since = {INSTANT_NONE, INSTANT_NONE},
                                                  .until = {INSTANT_NONE, INSTANT_NONE}};
    }
    struct causes_parts parts = {.title = spec->title,
                                 .conditions = conditions,
                                 .condition_count = spec->condition_count,
                                 .ways = ways,
                                 .way_count = spec->way_count,
                                 .items = items,
                                 .item_count = spec->item_count};
    if (turned) turn_round(&parts, conditions, ways); /* before names become numbers */
    for (unsigned i = 0; i < spec->way_count; i++)
        ways[turned ? spec->way_count - 1 - i : i] =
            make_way(&spec->ways[i], i, conditions, spec->condition_count, arena);
    for (size_t i = 0; i < spec->item_count; i++) {
        const struct spec_item *from = &spec->items[i];
        struct causes_target *target = arena_alloc(arena, sizeof *target);
        bool way = strncmp(from->target, "way:", 4) == 0;
        assert(target);
        target->way = CAUSES_NONE;
        target->condition = CAUSES_NONE;
        if (way) {
            uint32_t number = (uint32_t)(from->target[4] - '0');
            target->way = turned ? (uint32_t)spec->way_count - 1 - number : number;
        } else {
            target->condition = find(conditions, spec->condition_count, span_of(from->target));
        }
        items[i] = (struct causes_item){.name = from->name,
                                        .text = "",
                                        .effect = from->effect,
                                        .standing = from->standing,
                                        .targets = target,
                                        .count = 1};
    }
    if (causes_graph_make(&parts, arena, graph, &error)) {
        assert(false); /* a graph of the table */
        return NULL;
    }
    return graph;
}

/* ---- 200 boxes ---- */

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

static const struct causes_graph *make_many(bool turned, struct arena *arena)
{
    enum { CONDITIONS = 150, WAYS = 60 };
    static const char *const texts[] = {
        "the pool is sized for sixty of a hundred hosts",
        "retries hide errors for ten minutes",
        "restart",
        "the check skips files that are larger than a mebibyte",
        "no staged rollout for this class of configuration, which is read at start",
        "pages only on errors at the edge"};
    struct spec_condition *conditions = arena_array(arena, CONDITIONS, sizeof *conditions);
    struct spec_way *ways = arena_array(arena, WAYS, sizeof *ways);
    uint64_t seed = 7;
    assert(conditions && ways);
    for (uint32_t i = 0; i < CONDITIONS; i++)
        conditions[i] = (struct spec_condition){
            .name = arena_printf(arena, "%c%u",
                                 i < 3    ? 'T'
                                 : i < 48 ? 'N'
                                          : 'F',
                                 i),
            .text = texts[draw(&seed, LENGTH(texts))],
            .form = (uint8_t)(i < 48 ? 0 : 1 + draw(&seed, CAUSES_FORM_COUNT - 1)),
            .part = i < 3    ? CAUSES_PART_OUTCOME
                    : i < 48 ? CAUSES_PART_STEP
                             : 0,
            .was = (uint8_t)(i >= 48 && draw(&seed, 8) == 0 ? CAUSES_WAS_NO : 0)};
    uint32_t leaf = 48, step = 3;
    for (uint32_t i = 0; i < WAYS; i++) {
        uint32_t effect = i < 48 ? i : 3 + draw(&seed, 45), below = step < 48 ? step++ : 0;
        uint32_t count = 1 + draw(&seed, 3);
        const char *members = below ? arena_printf(arena, "N%u", below) : "";
        for (uint32_t k = 0; k < count; k++) {
            bool shared = leaf == CONDITIONS || (leaf > 60 && draw(&seed, 5) == 0);
            uint32_t number = shared ? 48 + (leaf - 48 - 1 - k * 3) % (leaf - 48) : leaf++;
            members = arena_printf(arena, "%s%sF%u", members, *members ? " " : "", number);
        }
        ways[i] = (struct spec_way){.effect = conditions[effect].name,
                                    .members = members,
                                    .reason = i < 48 ? 0 : CAUSES_REASON_MIGHT};
    }
    struct spec spec = {"many", conditions, CONDITIONS, ways, WAYS, NULL, 0};
    return make(&spec, turned, arena);
}

const struct causes_graph *graph_example(const char *name, bool turned, struct arena *arena)
{
    static const struct spec outage = {
        "GitLab.com, 2017-01-31", outage_conditions, LENGTH(outage_conditions), outage_ways,
        LENGTH(outage_ways),      outage_items,      LENGTH(outage_items)};
    static const struct spec hostile = {"</title><b> & \"x\"",
                                        hostile_conditions,
                                        LENGTH(hostile_conditions),
                                        hostile_ways,
                                        LENGTH(hostile_ways),
                                        NULL,
                                        0};
    static const struct spec one = {NULL, one_conditions, 1, NULL, 0, NULL, 0};
    static const struct spec circle = {
        NULL, circle_conditions, LENGTH(circle_conditions), circle_ways, LENGTH(circle_ways), NULL,
        0};
    if (strcmp(name, "outage") == 0) return make(&outage, turned, arena);
    if (strcmp(name, "hostile") == 0) return make(&hostile, turned, arena);
    if (strcmp(name, "one") == 0) return make(&one, turned, arena);
    if (strcmp(name, "circle") == 0) return make(&circle, turned, arena);
    if (strcmp(name, "many") == 0) return make_many(turned, arena);
    return NULL;
}
