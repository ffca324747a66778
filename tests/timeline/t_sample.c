/* The clocks of the sample outage, whose truth is known: the application's is 37 s ahead, the web
 * server's error log is New York time without saying so, everything else is right and in UTC. */
#include <string.h>

#include "tests/evidence/scratch.h"
#include "timeline/timeline.h"

#define SAMPLE SOURCE_ROOT "/examples/orders-api-outage/"

enum { MOST = 128 };

struct sample {
    struct scratch *scratch;
    struct evidence_index indexes[MOST];
    struct timeline_source sources[MOST];
    struct timeline_clock clocks[MOST];
    size_t count;
    struct arena arena;
    struct timeline_zones *zones;
};

static void open_source(struct sample *sample, const struct seen_source *seen)
{
    struct error error;
    struct timeline_source *source = &sample->sources[sample->count];
    struct evidence_index *index = &sample->indexes[sample->count];
    assert_true(sample->count < MOST);
    assert_ok(evidence_content_open(sample->scratch->depot, &seen->source, seen->packing,
                                    &source->content, &error));
    struct evidence_reader reader = evidence_reader_of_span(&source->content);
    /* the run ended at 05:57:30; files in a checkout carry the date of the checkout */
    struct evidence_index_hints hints = {.kind = seen->source.kind,
                                         .modified = INT64_C(1795327080) * NS_PER_S,
                                         .now = INT64_C(1795330800) * NS_PER_S,
                                         .name = seen->source.name};
    assert_ok(evidence_index_build(&reader, &hints, index, &error));
    source->id = (uint32_t)++sample->count;
    source->name = seen->source.name;
    source->index = index;
}

static int set_up(void **state)
{
    static const char *const folders[] = {SAMPLE "app",   SAMPLE "deploy",   SAMPLE "host",
                                          SAMPLE "nginx", SAMPLE "postgres", SAMPLE "support"};
    struct sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    struct error error;
    sample->scratch = scratch_new();
    arena_init(&sample->arena, 1 << 24);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *const paths[] = {folders[i]};
        assert_ok(evidence_collect(sample->scratch->depot, paths, 1, &sample->scratch->collector,
                                   &error));
    }
    for (size_t i = 0; i < sample->scratch->source_count; i++)
        open_source(sample, &sample->scratch->sources[i]);
    assert_ok(timeline_find_clocks(sample->sources, sample->count, &sample->arena, sample->clocks,
                                   &sample->zones, &error));
    *state = sample;
    return 0;
}

static int tear_down(void **state)
{
    struct sample *sample = *state;
    timeline_zones_free(sample->zones);
    arena_release(&sample->arena);
    for (size_t i = 0; i < sample->count; i++) {
        evidence_index_close(&sample->indexes[i]);
        evidence_content_close(sample->sources[i].content);
    }
    scratch_free(sample->scratch);
    free(sample);
    return 0;
}

static const struct timeline_clock *clock_of(const struct sample *sample, const char *name)
{
    for (size_t i = 0; i < sample->count; i++)
        if (strstr(sample->sources[i].name, name)) return &sample->clocks[i];
    fail_msg("no source is named %s", name);
    return NULL;
}

static void the_application_is_37_seconds_ahead(void **state)
{
    const struct sample *sample = *state;
    const struct timeline_clock *clock = clock_of(sample, "orders-api.jsonl");
    int64_t truth = 37 * NS_PER_S, within = NS_PER_S / 5;
    if (clock->offset_least > truth || clock->offset_most < truth ||
        clock->offset_least < truth - within || clock->offset_most > truth + within)
        fail_msg("[%lld, %lld] ns: %s", (long long)clock->offset_least,
                 (long long)clock->offset_most, clock->why);
    assert_int_equal(clock->offset_basis, TIMELINE_BASIS_FOUND);
    assert_true(clock->ties > 50000);
    assert_non_null(strstr(sample->sources[clock->against].name, "access.log"));
    assert_non_null(strstr(clock->why, "ids shared with S"));
}

static void the_others_are_not_moved(void **state)
{
    const struct sample *sample = *state;
    for (size_t i = 0; i < sample->count; i++) {
        const struct timeline_clock *clock = &sample->clocks[i];
        if (strstr(sample->sources[i].name, "orders-api.jsonl")) continue;
        if (clock->offset_least + clock->offset_most != 0 || clock->offset_most > 10 * NS_PER_MS)
            fail_msg("%s: [%lld, %lld] ns: %s", sample->sources[i].name,
                     (long long)clock->offset_least, (long long)clock->offset_most, clock->why);
    }
    const struct timeline_clock *access = clock_of(sample, "access.log");
    assert_int_equal(access->offset_basis, TIMELINE_BASIS_FOUND); /* others vote for it */
    assert_non_null(strstr(access->why, "Taken as right"));
}

static void zones_that_nobody_wrote_are_found(void **state)
{
    const struct sample *sample = *state;
    static const struct {
        const char *name, *zone, *why;
    } cases[] = {
        {"error.log", "-05:00", "requests by their clients"},
        {"messages.log", "UTC", "equal messages"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct timeline_clock *clock = clock_of(sample, cases[i].name);
        if (clock->zone_basis != TIMELINE_BASIS_FOUND)
            fail_msg("%s: %s", cases[i].name, clock->why);
        assert_string_equal(zone_name(clock->zone), cases[i].zone);
        assert_non_null(strstr(clock->why, cases[i].why));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_application_is_37_seconds_ahead),
        cmocka_unit_test(the_others_are_not_moved),
        cmocka_unit_test(zones_that_nobody_wrote_are_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
