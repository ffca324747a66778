/* Clocks of made-up incidents whose true offsets and zones are known. */
#include "tests/timeline/fixture.h"

#include <stdio.h>
#include <string.h>

#define S  NS_PER_S
#define T0 (INT64_C(1795326893) * S) /* 2026-11-22T05:54:53Z */

enum { SOURCES_MOST = 6, REQUESTS = 1500, FRAMING_JSON_LINES = 1 };

/* How one source writes down what happens. */
struct scribe {
    const char *name;
    duration ahead;  /* of its clock */
    duration drift;  /* gained over the whole run */
    long zone;       /* minutes east, of stamps without offset; NO_ZONE for stamps with offset */
    unsigned digits; /* decimals */
    bool took;       /* says how long a request took */
    bool ids;
    duration late; /* at most so long after the request does it write, besides */
};
#define OFFSET_WRITTEN 100000

struct incident {
    struct fixture fixture[SOURCES_MOST];
    struct timeline_source sources[SOURCES_MOST];
    struct timeline_clock clocks[SOURCES_MOST];
    size_t count;
    struct arena arena;
    struct timeline_zones *zones;
    uint64_t seed;
};

static void incident_init(struct incident *incident, uint64_t seed)
{
    memset(incident, 0, sizeof *incident);
    incident->seed = seed;
    arena_init(&incident->arena, 1 << 24);
}

static void incident_release(struct incident *incident)
{
    for (size_t i = 0; i < incident->count; i++) fixture_release(&incident->fixture[i]);
    arena_release(&incident->arena);
    timeline_zones_free(incident->zones);
}

static uint64_t pick(struct incident *incident, uint64_t below)
{
    return fixture_random(&incident->seed) % below;
}

/* What the scribe's clock shows, cut to the digits that it writes. */
static int64_t stamp(const struct scribe *scribe, instant at, unsigned *ret_flags)
{
    double share = (double)(at - T0) / (double)(600 * S);
    at += scribe->ahead + (int64_t)(share * (double)scribe->drift);
    *ret_flags = FIXTURE_DIGITS(scribe->digits);
    if (scribe->zone != OFFSET_WRITTEN) {
        at += scribe->zone * NS_PER_MIN;
        *ret_flags |= EVIDENCE_LOCAL;
    }
    int64_t width = S;
    for (unsigned i = 0; i < scribe->digits; i++) width /= 10;
    return at - at % width;
}

static void note(struct incident *incident, size_t source, const struct scribe *scribe, instant at,
                 bool failed, const char *line)
{
    unsigned flags;
    int64_t time = stamp(scribe, at, &flags);
    fixture_add(&incident->fixture[source], time, flags,
                failed ? EVIDENCE_LEVEL_ERROR : EVIDENCE_LEVEL_INFO, line);
}

/* Blocks of forty requests that come all at once, without a period. */
static bool in_burst(size_t number)
{
    size_t block = number / 40;
    return (7 * block * block + 3 * block) % 37 < 12;
}

/* Start of a request: ten minutes with a burst now and then. */
static instant arrival(struct incident *incident, size_t number)
{
    instant at = T0 + (int64_t)number * (600 * S / REQUESTS);
    if (in_burst(number)) at = T0 + (int64_t)(number / 40 * 40) * (600 * S / REQUESTS);
    return at + (int64_t)pick(incident, (uint64_t)S);
}

static void add_request(struct incident *incident, const struct scribe *scribes, size_t count,
                        size_t number)
{
    instant start = arrival(incident, number);
    uint64_t id = fixture_random(&incident->seed);
    bool failed = in_burst(number) && pick(incident, 5) == 0;
    duration took = (int64_t)(3 + pick(incident, 60)) * NS_PER_MS;
    duration margin = 2 * NS_PER_MS; /* each later source sees a little less of the request */
    for (size_t i = 0; i<count; i++, start += margin / 2, took -= took> margin ? margin : 0) {
        const struct scribe *scribe = &scribes[i];
        char line[256], key[64] = "";
        if (scribe->ids)
            snprintf(key, sizeof key, ",\"request_id\":\"%016llx\"", (unsigned long long)id);
        char ms[48] = "";
        if (scribe->took)
            snprintf(ms, sizeof ms, ",\"duration_ms\":%.3f", (double)took / (double)NS_PER_MS);
        snprintf(line, sizeof line, "{\"msg\":\"request\"%s%s,\"status\":%d}", key, ms,
                 failed ? 503 : 200);
        duration late = scribe->late ? (int64_t)pick(incident, (uint64_t)scribe->late) : 0;
        note(incident, i, scribe, start + took + late, failed, line);
    }
}

static void happen(struct incident *incident, const struct scribe *scribes, size_t count)
{
    incident->count = count;
    for (size_t i = 0; i < count; i++) fixture_init(&incident->fixture[i]);
    for (size_t n = 0; n < REQUESTS; n++) add_request(incident, scribes, count, n);
    for (size_t i = 0; i < count; i++) {
        incident->sources[i] = fixture_source(&incident->fixture[i], scribes[i].name);
        incident->sources[i].id = (uint32_t)i + 1;
        struct evidence_layout *layout = &incident->fixture[i].index.layouts[0];
        layout->framing = FRAMING_JSON_LINES;
        snprintf(layout->message_key, sizeof layout->message_key, "msg");
    }
}

static void find(struct incident *incident)
{
    struct error error;
    assert_ok(timeline_find_clocks(incident->sources, incident->count, &incident->arena,
                                   incident->clocks, &incident->zones, &error));
    for (size_t i = 0; i < incident->count; i++) {
        assert_non_null(incident->clocks[i].why);
        assert_true(strlen(incident->clocks[i].why) > 10);
    }
}

static duration found_offset(const struct incident *incident, size_t source)
{
    const struct timeline_clock *clock = &incident->clocks[source];
    return clock->offset_least + (clock->offset_most - clock->offset_least) / 2;
}

static long found_zone(const struct incident *incident, size_t source)
{
    const struct timeline_clock *clock = &incident->clocks[source];
    if (clock->zone_basis != TIMELINE_BASIS_FOUND) return OFFSET_WRITTEN;
    return zone_offset(clock->zone, T0, NULL) / 60;
}

static void check_offset(const struct incident *incident, size_t source, duration want,
                         duration within)
{
    const struct timeline_clock *clock = &incident->clocks[source];
    duration away = found_offset(incident, source) - want;
    if (away < -within || away > within || clock->offset_least > want + NS_PER_MS ||
        clock->offset_most < want - NS_PER_MS)
        fail_msg("source %zu: offset [%lld, %lld] us, wanted %lld us; %s", source,
                 (long long)clock->offset_least / 1000, (long long)clock->offset_most / 1000,
                 (long long)want / 1000, clock->why);
}

/* One of three clocks is off; the two that agree are believed. */
static void skews_are_found(void **state)
{
    (void)state;
    static const unsigned digits[] = {0, 3, 6};
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct incident incident;
        incident_init(&incident, seed);
        duration skew = (int64_t)pick(&incident, 240 * S) - 120 * S;
        if (skew > -100 * NS_PER_MS && skew < 100 * NS_PER_MS) skew = 100 * NS_PER_MS;
        struct scribe scribes[] = {
            {"edge.log", 0, 0, OFFSET_WRITTEN, digits[seed % 3], true, true, 0},
            {"app.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
            {"db.log", 0, 0, OFFSET_WRITTEN, 6, seed % 2, true, 0},
        };
        size_t wrong = seed % 3;
        scribes[wrong].ahead = skew;
        happen(&incident, scribes, 3);
        find(&incident);
        for (size_t i = 0; i < 3; i++)
            check_offset(&incident, i, i == wrong ? skew : 0, 200 * NS_PER_MS);
        const struct timeline_clock *clock = &incident.clocks[wrong];
        assert_int_equal(clock->offset_basis, TIMELINE_BASIS_FOUND);
        assert_true(clock->ties > 1000 && clock->against != wrong && clock->against < 3);
        assert_non_null(strstr(clock->why, "ids shared with S"));
        incident_release(&incident);
    }
}

static void zones_are_found_in_quarters_of_an_hour(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct incident incident;
        incident_init(&incident, seed);
        long zone = ((long)pick(&incident, 28 * 4 + 1) - 14 * 4) * 15;
        duration skew = (int64_t)pick(&incident, 60 * S) - 30 * S;
        struct scribe scribes[] = {
            {"edge.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
            {"local.log", skew, 0, zone, 0, false, true, 0},
            {"db.log", 0, 0, OFFSET_WRITTEN, 3, false, true, 0},
        };
        happen(&incident, scribes, 3);
        find(&incident);
        if (found_zone(&incident, 1) != zone)
            fail_msg("zone %ld, wanted %ld; %s", found_zone(&incident, 1), zone,
                     incident.clocks[1].why);
        check_offset(&incident, 1, skew, 500 * NS_PER_MS);
        incident_release(&incident);
    }
}

/* No ids at all: the bursts alone. */
static void zones_are_found_by_activity(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct incident incident;
        incident_init(&incident, seed);
        long zone = ((long)pick(&incident, 28 * 4 + 1) - 14 * 4) * 15;
        struct scribe scribes[] = {
            {"edge.log", 0, 0, OFFSET_WRITTEN, 3, false, false, 0},
            {"local.log", 0, 0, zone, 0, false, false, 0},
        };
        happen(&incident, scribes, 2);
        find(&incident);
        if (found_zone(&incident, 1) != zone)
            fail_msg("zone %ld, wanted %ld; %s", found_zone(&incident, 1), zone,
                     incident.clocks[1].why);
        assert_non_null(strstr(incident.clocks[1].why, "correlation"));
        assert_int_equal(incident.clocks[0].offset_basis, TIMELINE_BASIS_NONE);
        incident_release(&incident);
    }
}

/* Two logs that have nothing to do with each other. */
static void what_is_not_related_stays_unknown(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct incident incident;
        incident_init(&incident, seed);
        incident.count = 2;
        for (size_t i = 0; i < 2; i++) {
            struct scribe scribe = {"x.log", 0, 0, i ? -300 : OFFSET_WRITTEN, 3, false, false, 0};
            fixture_init(&incident.fixture[i]);
            instant at = T0 + (int64_t)pick(&incident, 60 * S);
            for (int n = 0; n < 2000; n++) {
                at += (int64_t)pick(&incident, 600 * NS_PER_MS);
                if (n % 100 < (int)pick(&incident, 30)) at -= at % S; /* bursts of its own */
                if (n % 400 == 0) at += (int64_t)pick(&incident, 20 * S);
                char line[64];
                snprintf(line, sizeof line, "{\"msg\":\"step %d of %zu\"}", n, i);
                note(&incident, i, &scribe, at, pick(&incident, 40) == 0, line);
            }
            incident.sources[i] = fixture_source(&incident.fixture[i], "x.log");
            incident.fixture[i].index.layouts[0].framing = FRAMING_JSON_LINES;
        }
        find(&incident);
        if (incident.clocks[1].zone_basis != TIMELINE_BASIS_NONE)
            fail_msg("seed %llu: %s", (unsigned long long)seed, incident.clocks[1].why);
        assert_null(incident.clocks[1].zone);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(incident.clocks[i].offset_basis, TIMELINE_BASIS_NONE);
            assert_true(incident.clocks[i].unconfirmed);
            assert_true(incident.clocks[i].offset_least == 0 &&
                        incident.clocks[i].offset_most == 0);
        }
        assert_non_null(strstr(incident.clocks[1].why, "taken as UTC"));
        incident_release(&incident);
    }
}

static void drift_is_told_and_covered(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 5);
    struct scribe scribes[] = {
        {"edge.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
        {"app.log", 20 * S, 6 * S, OFFSET_WRITTEN, 3, true, true, 0},
        {"db.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
    };
    happen(&incident, scribes, 3);
    find(&incident);
    const struct timeline_clock *clock = &incident.clocks[1];
    assert_non_null(strstr(clock->why, "drifts"));
    assert_true(clock->offset_least < 22 * S && clock->offset_most > 24 * S);
    assert_true(clock->offset_least > 19 * S && clock->offset_most < 27 * S);
    assert_null(strstr(incident.clocks[2].why, "drifts"));
    incident_release(&incident);
}

/* A few ids that are equal by chance, at any distance, prove nothing. */
static void chance_is_not_taken_for_a_tie(void **state)
{
    (void)state;
    static const size_t equals[] = {5, 19, 300};
    for (size_t c = 0; c < 3; c++) {
        struct incident incident;
        incident_init(&incident, 77 + c);
        struct scribe scribes[] = {
            {"a.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
            {"b.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
        };
        incident.count = 2;
        for (size_t i = 0; i < 2; i++) fixture_init(&incident.fixture[i]);
        for (size_t n = 0; n < 2000; n++)
            for (size_t i = 0; i < 2; i++) {
                bool same = pick(&incident, 2000) < equals[c];
                uint64_t id = same ? UINT64_C(0xabcdef0000000000) + pick(&incident, equals[c])
                                   : fixture_random(&incident.seed);
                char line[96];
                snprintf(line, sizeof line, "{\"msg\":\"x\",\"request_id\":\"%016llx\"}",
                         (unsigned long long)id);
                note(&incident, i, &scribes[i], T0 + (int64_t)n * S + (int64_t)i * 40 * S, false,
                     line);
            }
        for (size_t i = 0; i < 2; i++) {
            incident.sources[i] = fixture_source(&incident.fixture[i], scribes[i].name);
            incident.fixture[i].index.layouts[0].framing = FRAMING_JSON_LINES;
        }
        find(&incident);
        for (size_t i = 0; i < 2; i++)
            if (incident.clocks[i].offset_least || incident.clocks[i].offset_most)
                fail_msg("%zu: %s", equals[c], incident.clocks[i].why);
        incident_release(&incident);
    }
}

/* A queue's worker writes long after the request: that is no clock. */
static void waiting_is_not_taken_for_an_offset(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 9);
    struct scribe scribes[] = {
        {"edge.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
        {"worker.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 40 * S},
    };
    happen(&incident, scribes, 2);
    find(&incident);
    for (size_t i = 0; i < 2; i++)
        if (incident.clocks[i].offset_least || incident.clocks[i].offset_most)
            fail_msg("%s", incident.clocks[i].why);
    incident_release(&incident);
}

static void stated_clocks_are_kept_and_believed(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 13);
    struct scribe scribes[] = {
        {"edge.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
        {"app.log", 0, 0, OFFSET_WRITTEN, 3, true, true, 0},
        {"db.log", 0, 0, -300, 3, true, true, 0},
    };
    happen(&incident, scribes, 3);
    struct zone *zone = zone_fixed(-5 * 3600);
    incident.sources[2].clock.zone = zone;
    incident.sources[2].clock.zone_basis = TIMELINE_BASIS_STATED;
    /* somebody knows that the database host is 10 s behind: then so are the others */
    incident.sources[2].clock.offset_least = incident.sources[2].clock.offset_most = -10 * S;
    incident.sources[2].clock.offset_basis = TIMELINE_BASIS_STATED;
    find(&incident);
    assert_ptr_equal(incident.clocks[2].zone, zone);
    assert_int_equal(incident.clocks[2].offset_basis, TIMELINE_BASIS_STATED);
    check_offset(&incident, 0, -10 * S, 100 * NS_PER_MS);
    check_offset(&incident, 1, -10 * S, 100 * NS_PER_MS);
    incident_release(&incident);
    zone_free(zone);
}

/* The same messages written by two daemons, one of them without a zone: too few to correct a clock
 * by, enough for the zone. */
static void equal_messages_tell_the_zone(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 21);
    struct scribe scribes[] = {
        {"messages", 0, 0, 330, 0, false, false, 0},
        {"syslog", 0, 0, OFFSET_WRITTEN, 6, false, false, 0},
        {"chat", 500 * S, 0, OFFSET_WRITTEN, 3, false, false, 0},
    };
    incident.count = 3;
    for (size_t i = 0; i < 3; i++) {
        fixture_init(&incident.fixture[i]);
        for (int n = 0; n < 8; n++) {
            char line[96];
            snprintf(line, sizeof line, "{\"msg\":\"deploy orders-api 2.%d.0 finished: success\"}",
                     n);
            note(&incident, i, &scribes[i], T0 + n * 17 * S + n * 130 * NS_PER_MS, false, line);
        }
        incident.sources[i] = fixture_source(&incident.fixture[i], scribes[i].name);
        incident.fixture[i].index.layouts[0].framing = FRAMING_JSON_LINES;
        struct evidence_layout *layout = &incident.fixture[i].index.layouts[0];
        snprintf(layout->message_key, sizeof layout->message_key, "msg");
    }
    incident.fixture[2].index.kind = EVIDENCE_CHAT; /* quotes, and is not asked */
    find(&incident);
    if (found_zone(&incident, 0) != 330) fail_msg("%s", incident.clocks[0].why);
    for (size_t i = 0; i < 3; i++) assert_int_equal(found_offset(&incident, i), 0);
    incident_release(&incident);
}

/* One request a second at an edge and a service behind it that writes twice about each; for three
 * seconds all fail. The third source tells of one deploy. */
static void deploy_story(struct incident *incident, duration edge, duration app, instant told)
{
    struct scribe scribes[] = {{"access.log", edge, 0, OFFSET_WRITTEN, 3, true, true, 0},
                               {"app.log", app, 0, OFFSET_WRITTEN, 3, false, true, 0},
                               {"deploys.jsonl", 0, 0, OFFSET_WRITTEN, 3, false, false, 0}};
    incident->count = 3;
    for (size_t i = 0; i < 3; i++) fixture_init(&incident->fixture[i]);
    for (int n = 0; n < 2400; n++) {
        instant at = T0 + n * 250 * NS_PER_MS;
        uint64_t id = fixture_random(&incident->seed);
        bool failed = at >= T0 + 300 * S && at < T0 + 303 * S;
        char line[160], status[24];
        snprintf(status, sizeof status, failed ? "503" : "200");
        snprintf(
            line, sizeof line,
            "{\"msg\":\"request\",\"request_id\":\"%016llx\",\"status\":%s,\"duration_ms\":40}",
            (unsigned long long)id, status);
        note(incident, 0, &scribes[0], at + 40 * NS_PER_MS, failed, line);
        for (int half = 0; half < 2; half++) {
            snprintf(line, sizeof line, "{\"msg\":\"%s\",\"request_id\":\"%016llx\"}",
                     half ? "answered" : "taken up", (unsigned long long)id);
            note(incident, 1, &scribes[1], at + (1 + half * 38) * NS_PER_MS, failed, line);
        }
    }
    note(incident, 2, &scribes[2], told, false, "{\"msg\":\"version 3.4.1\"}");
    for (size_t i = 0; i < 3; i++) {
        incident->sources[i] = fixture_source(&incident->fixture[i], scribes[i].name);
        incident->fixture[i].index.layouts[0].framing = FRAMING_JSON_LINES;
    }
}

static void deploys_and_convention_choose_the_right_clock(void **state)
{
    (void)state;
    static const struct {
        duration edge, app; /* how far each is off */
        instant told;       /* of the deploy */
        duration want[2];
        const char *why;
    } cases[] = {
        {0, 60 * S, T0 + 303 * S, {0, 60 * S}, "deploy is told of"},
        {0, -60 * S, T0 + 303 * S, {0, -60 * S}, "deploy is told of"},
        {60 * S, 0, T0 + 303 * S, {60 * S, 0}, "deploy is told of"},
        {-60 * S, 0, T0 + 303 * S, {-60 * S, 0}, "deploy is told of"},
        /* told of at another time, it says nothing: the edge is kept, whoever is wrong */
        {0, -60 * S, T0 + 120 * S, {0, -60 * S}, "by convention"},
        {60 * S, 0, T0 + 120 * S, {0, -60 * S}, "by convention"},
        /* it fits both clocks: says nothing either */
        {0, -4 * S, T0 + 301 * S, {0, -4 * S}, "by convention"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct incident incident;
        incident_init(&incident, 50 + i);
        deploy_story(&incident, cases[i].edge, cases[i].app, cases[i].told);
        find(&incident);
        for (size_t n = 0; n < 2; n++)
            check_offset(&incident, n, cases[i].want[n], 100 * NS_PER_MS);
        size_t right = cases[i].want[0] ? 1 : 0;
        if (!strstr(incident.clocks[right].why, cases[i].why))
            fail_msg("case %zu: %s", i, incident.clocks[right].why);
        incident_release(&incident);
    }
}

/* Two clocks differ and there is nobody to ask: they are brought together, and that is said. */
static void two_clocks_alone_are_brought_together(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 41);
    struct scribe scribes[] = {
        {"edge.log", 0, 0, OFFSET_WRITTEN, 0, true, true, 0},
        {"app.log", 37 * S, 0, OFFSET_WRITTEN, 3, true, true, 0},
    };
    happen(&incident, scribes, 2);
    find(&incident);
    duration apart = found_offset(&incident, 1) - found_offset(&incident, 0);
    assert_true(apart > 36900 * NS_PER_MS && apart < 37100 * NS_PER_MS);
    size_t right = incident.clocks[0].offset_most == 0 ? 0 : 1;
    assert_int_equal(incident.clocks[right].offset_basis, TIMELINE_BASIS_NONE);
    assert_non_null(strstr(incident.clocks[right].why, "Nothing says which"));
    assert_int_equal(incident.clocks[1 - right].offset_basis, TIMELINE_BASIS_FOUND);
    incident_release(&incident);
}

/* Nobody has a zone: the difference is found all the same, and nothing more is claimed. */
static void clocks_without_any_zone_are_compared(void **state)
{
    (void)state;
    static const long others[] = {-300, 60};
    for (size_t i = 0; i < 2; i++) {
        struct incident incident;
        incident_init(&incident, 31);
        struct scribe scribes[] = {
            {"edge.log", 0, 0, -300, 3, true, true, 0},
            {"app.log", 20 * S, 0, -300, 3, true, true, 0},
            {"db.log", 0, 0, others[i], 3, true, true, 0},
        };
        happen(&incident, scribes, 3);
        find(&incident);
        check_offset(&incident, 1, 20 * S, 50 * NS_PER_MS);
        check_offset(&incident, 0, 0, 50 * NS_PER_MS);
        check_offset(&incident, 2, 0, 50 * NS_PER_MS);
        for (size_t k = 0; k < 3; k++) incident.sources[k].clock = incident.clocks[k];
        instant edge = timeline_record_time(&incident.sources[0], 700);
        instant db = timeline_record_time(&incident.sources[2], 700);
        assert_true(edge - db < S && db - edge < S);
        bool found = others[i] != -300;
        assert_int_equal(incident.clocks[0].zone_basis == TIMELINE_BASIS_FOUND ||
                             incident.clocks[2].zone_basis == TIMELINE_BASIS_FOUND,
                         found);
        assert_int_equal(incident.clocks[1].offset_basis, TIMELINE_BASIS_FOUND);
        incident_release(&incident);
    }
}

/* Times from one end of time to the other, in order and not: any answer will do, but no harm. */
static void the_ends_of_time_do_no_harm(void **state)
{
    (void)state;
    static const int64_t ends[] = {INT64_MIN + 1, INT64_MAX - 1, 0, -1, INT64_MAX / 2};
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct incident incident;
        incident_init(&incident, seed);
        incident.count = 4;
        for (size_t i = 0; i < incident.count; i++) {
            fixture_init(&incident.fixture[i]);
            int64_t end = ends[pick(&incident, 5)];
            for (size_t n = 0; n < 120; n++) {
                char line[96];
                uint64_t spread = pick(&incident, 2) ? 1000 : UINT64_MAX;
                uint64_t away = pick(&incident, spread);
                int64_t at = (int64_t)(end < 0 ? (uint64_t)end + away : (uint64_t)end - away);
                if (at == EVIDENCE_NO_TIME) at++;
                if (seed % 3) at = end; /* neatly apart, as a clock would be */
                snprintf(line, sizeof line, "{\"msg\":\"x\",\"request_id\":\"abcdef12%08zx\"}", n);
                fixture_add(&incident.fixture[i], at, seed % 2 && i % 2 ? EVIDENCE_LOCAL : 0,
                            EVIDENCE_LEVEL_ERROR, line);
            }
            incident.sources[i] = fixture_source(&incident.fixture[i], "x.log");
            incident.fixture[i].index.layouts[0].framing = FRAMING_JSON_LINES;
        }
        find(&incident);
        for (size_t i = 0; i < incident.count; i++)
            assert_true(incident.clocks[i].offset_least <= incident.clocks[i].offset_most);
        incident_release(&incident);
    }
}

static void nothing_has_clocks_too(void **state)
{
    (void)state;
    struct incident incident;
    incident_init(&incident, 1);
    find(&incident);
    fixture_init(&incident.fixture[0]);
    incident.sources[0] = fixture_source(&incident.fixture[0], "empty");
    incident.count = 1;
    timeline_zones_free(incident.zones);
    find(&incident);
    assert_int_equal(incident.clocks[0].offset_basis, TIMELINE_BASIS_NONE);
    assert_int_equal(incident.clocks[0].against, UINT32_MAX);
    incident_release(&incident);
}

/* Ties found once serve other offsets: as found anew on clocks that are stated, also from bytes. */
static void ties_serve_other_offsets(void **state)
{
    (void)state;
    static const struct scribe scribes[] = {
        {.name = "edge", .zone = OFFSET_WRITTEN, .digits = 6, .ids = true, .took = true},
        {.name = "app", .zone = OFFSET_WRITTEN, .digits = 6, .ids = true},
        {.name = "db", .zone = OFFSET_WRITTEN, .digits = 6, .ids = true}};
    struct incident incident;
    struct timeline_ties *ties = NULL, *read = NULL;
    struct timeline_clock again[3];
    struct timeline_zones *zones = NULL;
    struct error error;
    struct text bytes;
    incident_init(&incident, 5);
    happen(&incident, scribes, 3);
    text_init(&bytes, 0);
    assert_ok(timeline_find_ties(incident.sources, 3, &ties, &error));
    timeline_ties_write(ties, &bytes);
    for (size_t len = 0; len < bytes.len; len += 13)
        assert_false(timeline_ties_read(span_sub(text_span(&bytes), 0, len), 3, &read));
    assert_false(timeline_ties_read(text_span(&bytes), 2, &read));
    assert_true(timeline_ties_read(text_span(&bytes), 3, &read));
    for (int round = 0; round < 2; round++) {
        struct timeline_clock *stated = &incident.sources[1].clock;
        stated->offset_basis = TIMELINE_BASIS_STATED;
        stated->offset_least = (1 + round) * 3 * S;
        stated->offset_most = stated->offset_least + round * S;
        find(&incident);
        assert_ok(timeline_clocks_from(incident.sources, 3, read, &incident.arena, again, &zones,
                                       &error));
        for (size_t i = 0; i < 3; i++) {
            assert_string_equal(again[i].why, incident.clocks[i].why);
            assert_true(again[i].offset_least == incident.clocks[i].offset_least &&
                        again[i].offset_most == incident.clocks[i].offset_most);
        }
        duration moved = found_offset(&incident, 1) - found_offset(&incident, 0);
        assert_true(moved > -2 * S && moved < 2 * S); /* both follow the stated one */
        timeline_zones_free(zones);
        if (round == 0) timeline_zones_free(incident.zones);
    }
    timeline_ties_free(ties);
    timeline_ties_free(read);
    text_release(&bytes);
    incident_release(&incident);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_serve_other_offsets),
        cmocka_unit_test(skews_are_found),
        cmocka_unit_test(zones_are_found_in_quarters_of_an_hour),
        cmocka_unit_test(zones_are_found_by_activity),
        cmocka_unit_test(what_is_not_related_stays_unknown),
        cmocka_unit_test(drift_is_told_and_covered),
        cmocka_unit_test(chance_is_not_taken_for_a_tie),
        cmocka_unit_test(waiting_is_not_taken_for_an_offset),
        cmocka_unit_test(stated_clocks_are_kept_and_believed),
        cmocka_unit_test(equal_messages_tell_the_zone),
        cmocka_unit_test(deploys_and_convention_choose_the_right_clock),
        cmocka_unit_test(two_clocks_alone_are_brought_together),
        cmocka_unit_test(clocks_without_any_zone_are_compared),
        cmocka_unit_test(the_ends_of_time_do_no_harm),
        cmocka_unit_test(nothing_has_clocks_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
