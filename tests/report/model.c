#include "tests/report/model.h"

#include <math.h>
#include <stdio.h>

const char *const model_names[] = {"small", "hostile", "empty", "one", "thousand",
                                   "many",  "long",    "wild",  NULL};

enum { SECONDS = 280, BEFORE = 120 };

/* The set of templates is opaque to the page, so a test may bring its own. */
struct evidence_templates {
    struct evidence_template shapes[60];
    size_t count;
};

size_t evidence_templates_count(const struct evidence_templates *set)
{
    return set->count;
}

const struct evidence_template *evidence_templates_get(const struct evidence_templates *set,
                                                       size_t number)
{
    assert_true(number < set->count);
    return &set->shapes[number];
}

/* ---- pieces ---- */

static const char *piece(struct model *model, bool hostile, const char *words)
{
    const char *made = hostile ? arena_printf(&model->arena, "%s %s", words, MODEL_CANARY)
                               : arena_printf(&model->arena, "%s", words);
    assert_non_null(made);
    return made;
}

static void make_sources(struct model *model, size_t logs)
{
    model->log_count = logs;
    model->logs = arena_array(&model->arena, logs + 1, sizeof *model->logs);
    model->sources = arena_array(&model->arena, logs + 2, sizeof *model->sources);
    model->custody = arena_array(&model->arena, logs + 2, sizeof *model->custody);
    assert_non_null(model->logs);
    assert_non_null(model->sources);
    assert_non_null(model->custody);
    for (size_t i = 0; i < logs; i++) fixture_init(&model->logs[i]);
}

static void add_custody(struct model *model, size_t i, bool hostile)
{
    struct timeline_source *source = &model->sources[i];
    model->custody[i] = (struct report_source){
        .facts = {.hash = sha256_of(span_of(source->name)), .size = source->content.len},
        .packing = i == 0 ? EVIDENCE_PACKED_GZIP : EVIDENCE_PACKED_PLAIN,
        .origin = piece(model, hostile, "examples/captured"),
        .collected = MODEL_START + 3600 * NS_PER_S,
        .by = piece(model, hostile, "on-call")};
    model->custody[i].facts.capture =
        i == 0 ? sha256_of(SPAN("packed")) : model->custody[i].facts.hash;
}

static void finish_source(struct model *model, size_t i, const char *name, bool hostile)
{
    model->sources[i] = fixture_source(&model->logs[i], piece(model, hostile, name));
    model->sources[i].id = (uint32_t)i + 1;
    model->sources[i].clock = (struct timeline_clock){
        .why = piece(model, hostile, "nothing speaks against it"), .against = UINT32_MAX};
    memcpy(model->logs[i].index.layouts[0].name, "text", 5);
    add_custody(model, i, hostile);
    model->report.source_count = i + 1;
}

static void add_access_log(struct model *model, size_t i, bool hostile)
{
    char line[512];
    for (int s = 0; s < SECONDS; s++) {
        bool impact = s >= BEFORE && s < BEFORE + 119;
        for (int k = 0; k < 20; k++) {
            if (s > 60 && s < 75) continue;
            bool failed = impact && k % 20 != 0;
            snprintf(line, sizeof line, "GET /orders %d %s", failed ? 503 : 200,
                     hostile ? MODEL_CANARY : "ok");
            fixture_add(&model->logs[i], MODEL_START + (s - BEFORE) * NS_PER_S + k * 40 * NS_PER_MS,
                        FIXTURE_DIGITS(3),
                        failed && k == 7 ? EVIDENCE_LEVEL_ERROR : EVIDENCE_LEVEL_INFO, line);
        }
    }
    finish_source(model, i, "nginx/access.log", hostile);
}

static void add_app_log(struct model *model, size_t i, bool hostile)
{
    for (int s = 0; s < SECONDS; s += 3)
        fixture_add(&model->logs[i], MODEL_START + (s - BEFORE) * NS_PER_S, FIXTURE_DIGITS(3),
                    s > BEFORE && s % 4 == 0 ? EVIDENCE_LEVEL_WARN : EVIDENCE_LEVEL_INFO,
                    hostile ? MODEL_CANARY "\n\tat line 2 " MODEL_CANARY
                            : "skipping response, client has gone\n\tat checkout.js:41");
    finish_source(model, i, "app/orders-api.jsonl", hostile);
    model->sources[i].clock.offset_least = 36950 * NS_PER_MS;
    model->sources[i].clock.offset_most = 37050 * NS_PER_MS;
    model->sources[i].clock.offset_basis = TIMELINE_BASIS_FOUND;
    model->sources[i].clock.ties = 1200;
    model->sources[i].clock.against = 0;
}

/* The smallest PNG there is: one pixel. */
static void add_picture(struct model *model, size_t i, bool hostile)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4"
                              "\x89\0\0\0\rIDATx\x9c"
                              "c\xf8\xcf\xc0\xf0\x1f\0\5\0\1\xff\x89\x99="
                              "\x1d\0\0\0\0IEND\xae"
                              "B`\x82";
    finish_source(model, i, "metrics/graph.png", hostile);
    model->logs[i].index.kind = EVIDENCE_PICTURE;
    model->sources[i].content = SPAN(png);
    model->custody[i].facts.size = sizeof png - 1;
    model->custody[i].facts.kind = EVIDENCE_PICTURE;
    model->custody[i].facts.picture = (struct evidence_picture){"image/png", 1, 1};
}

static void add_events(struct model *model, size_t count, bool hostile)
{
    static const struct {
        enum timeline_event_kind kind;
        int at;
        const char *actor, *what;
        bool failed;
    } events[] = {
        {TIMELINE_CHANGE_DEPLOY, -87, "deploy-bot", "deploy orders-api 2.3.0", false},
        {TIMELINE_CHANGE_CONFIG, -17, "ramp-bot", "loyalty_pct to 46", false},
        {TIMELINE_REPORT, 14, "customer", "ticket 7731: checkout hangs", false},
        {TIMELINE_OBSERVE, 36, "support", "nothing is paging", false},
        {TIMELINE_ALERT, 54, "OrdersApiErrorRateHigh", "OrdersApiErrorRateHigh fires", false},
        {TIMELINE_ACK, 61, "on-call", "takes the page", false},
        {TIMELINE_ACT_FIX, 69, "on-call", "bin/kill-idle.sh", true},
        {TIMELINE_ACT_FIX, 93, "dba", "CREATE INDEX loyalty_ledger_account", false},
    };
    enum { LISTED = sizeof events / sizeof events[0] };
    struct timeline_event *made = arena_array(&model->arena, count + 1, sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < count; i++) {
        size_t k = i < LISTED ? i : LISTED - 1;
        instant at = MODEL_START + events[k].at * NS_PER_S + (instant)(i - k) * NS_PER_MS;
        made[i] = (struct timeline_event){.kind = events[k].kind,
                                          .at = {at, at + (k == 3 ? 20 * NS_PER_S : 0)},
                                          .end = INTERVAL_NONE,
                                          .actor = piece(model, hostile, events[k].actor),
                                          .what = piece(model, hostile, events[k].what),
                                          .basis = piece(model, hostile, "time of the message"),
                                          .key = "",
                                          .place = {0, 120 * i, 120 * i + 60},
                                          .failed = events[k].failed};
    }
    model->reading.events = made;
    model->reading.event_count = count;
}

static void add_series(struct model *model, bool hostile)
{
    enum { POINTS = 56 };
    struct timeline_series *series = arena_array(&model->arena, 2, sizeof *series);
    instant *at = arena_array(&model->arena, POINTS, sizeof *at);
    double *value = arena_array(&model->arena, POINTS, sizeof *value);
    for (int i = 0; i < POINTS; i++) {
        at[i] = MODEL_START + (5 * i - BEFORE) * NS_PER_S;
        value[i] = i == 40 ? NAN : i < 24 ? 20 : 20 + 900 * exp(-(i - 30) * (i - 30) / 40.0);
    }
    const char *name = hostile ? "p95{path=\"" MODEL_CANARY "\"}"
                               : "http_p95_ms{job=\"orders-api\",path=\"/checkout\"}";
    series[0] = (struct timeline_series){name, POINTS, at, value, 5 * NS_PER_S, {0, 0, 40}};
    series[1] = (struct timeline_series){"up", 1, at, value, 5 * NS_PER_S, {0, 0, 40}};
    model->reading.series = series;
    model->reading.series_count = 2;
}

static void set_milestone(struct model *model, enum timeline_milestone_kind kind, instant earliest,
                          instant latest, struct timeline_place place, const char *basis)
{
    model->findings.milestones[kind] =
        (struct timeline_milestone){kind, {earliest, latest}, basis, place, false};
}

static void add_milestones(struct model *model, bool hostile)
{
    struct timeline_place whole = {.source = 0}, spot = {0, 120, 300};
    const instant s = MODEL_START;
    const char *basis = piece(model, hostile, "first of several 1 s buckets above 5 %");
    set_milestone(model, TIMELINE_MILESTONE_CHANGE, s - 17 * NS_PER_S, s - 17 * NS_PER_S, spot,
                  basis);
    set_milestone(model, TIMELINE_MILESTONE_IMPACT_START, s - NS_PER_S, s + NS_PER_S, whole, basis);
    set_milestone(model, TIMELINE_MILESTONE_ALERT, s + 54 * NS_PER_S, s + 54 * NS_PER_S, spot,
                  basis);
    set_milestone(model, TIMELINE_MILESTONE_DETECTION, s + 14 * NS_PER_S, s + 54 * NS_PER_S, spot,
                  basis);
    set_milestone(model, TIMELINE_MILESTONE_ACT, s + 69 * NS_PER_S, s + 69 * NS_PER_S, spot, basis);
    set_milestone(model, TIMELINE_MILESTONE_IMPACT_END, s + 118 * NS_PER_S, s + 119 * NS_PER_S,
                  whole, basis);
    set_milestone(model, TIMELINE_MILESTONE_RESOLVED, s + 140 * NS_PER_S, INSTANT_OPEN_END, spot,
                  basis);
}

static void add_spots(struct model *model, size_t count, bool hostile)
{
    struct timeline_spot *spots = arena_array(&model->arena, count + 1, sizeof *spots);
    const instant s = MODEL_START;
    for (size_t i = 0; i < count; i++) {
        spots[i] = (struct timeline_spot){TIMELINE_SPOT_BURST,
                                          s + (instant)i * NS_PER_S,
                                          s + (instant)(i + 9) * NS_PER_S,
                                          4,
                                          piece(model, hostile, "40 errors where 1 is usual"),
                                          {0, 0, 0}};
        if (i == 0) {
            spots[i] = (struct timeline_spot){TIMELINE_SPOT_GAP,
                                              s - 60 * NS_PER_S,
                                              s - 45 * NS_PER_S,
                                              4,
                                              piece(model, hostile, "no record for 15 s"),
                                              {0, 0, 0}};
        } else if (i == 2) {
            spots[i].place = (struct timeline_place){1, 0, 100};
        } else if (i == 1) {
            spots[i].kind = TIMELINE_SPOT_METRIC;
            spots[i].why =
                arena_printf(&model->arena, "%s leaves its band", model->reading.series[0].name);
        }
    }
    model->findings.spots = spots;
    model->findings.spot_count = count;
}

static void add_conflicts(struct model *model, bool hostile)
{
    struct timeline_conflict *conflict = arena_alloc(&model->arena, sizeof *conflict);
    *conflict = (struct timeline_conflict){
        .what = piece(model, hostile, "two sources disagree about the order"),
        .which = piece(model, hostile, "A before B (S1)\nB before A (S2)"),
        .places = {{0, 10, 20}, {1, 5, 9}},
        .place_count = 2};
    model->findings.conflicts = conflict;
    model->findings.conflict_count = 1;
    const char **notices = arena_array(&model->arena, 1, sizeof *notices);
    notices[0] = piece(model, hostile, "metrics/x.json: value 3 of series 2 is not a number");
    model->reading.notices = notices;
    model->reading.notice_count = 1;
}

static void add_findings(struct model *model, bool hostile)
{
    static struct timeline_duration durations[2];
    float *share = arena_array(&model->arena, SECONDS, sizeof *share);
    for (int s = 0; s < SECONDS; s++)
        share[s] = s > 60 && s < 75 ? NAN : s >= BEFORE && s < BEFORE + 119 ? 0.95f : 0.002f;
    struct timeline_findings *f = &model->findings;
    add_milestones(model, hostile);
    f->span = (struct interval){MODEL_START - 30 * NS_PER_DAY, MODEL_START + 160 * NS_PER_S};
    f->impact_from = MODEL_START - BEFORE * NS_PER_S;
    f->impact_width = NS_PER_S;
    f->impact_buckets = SECONDS;
    f->impact_share = share;
    f->impact_basis = piece(model, hostile, "requests in nginx/access.log that failed");
    const struct timeline_duration made[] = {
        {"impact duration", "impact start to impact end", {true, 117 * NS_PER_S, 120 * NS_PER_S}},
        {"time to acknowledge", "alert to acknowledgement", {false, 0, 0}}};
    f->durations = arena_array(&model->arena, 2, sizeof *durations);
    memcpy(f->durations, made, sizeof made);
    f->duration_count = 2;
}

static void add_templates(struct model *model, bool hostile)
{
    struct evidence_templates *set = arena_alloc(&model->arena, sizeof *set);
    set->count = 50;
    for (size_t i = 0; i < set->count; i++) {
        set->shapes[i] =
            (struct evidence_template){.text = piece(model, hostile, "GET /orders <*>"),
                                       .count = 10 + i,
                                       .first = MODEL_START,
                                       .last = MODEL_START + NS_PER_S};
        set->shapes[i].level_count[i == 3 ? EVIDENCE_LEVEL_ERROR : EVIDENCE_LEVEL_INFO] = 10 + i;
    }
    model->report.templates = set;
}

/* ---- models ---- */

static void make_story(struct model *model, size_t events, size_t spots, bool hostile)
{
    make_sources(model, 3);
    add_access_log(model, 0, hostile);
    add_app_log(model, 1, hostile);
    add_picture(model, 2, hostile);
    add_events(model, events, hostile);
    model->reading.undated = model->reading.events;
    model->reading.undated_count = 1;
    add_series(model, hostile);
    add_findings(model, hostile);
    add_spots(model, spots, hostile);
    add_conflicts(model, hostile);
    add_templates(model, hostile);
}

static void make_logs(struct model *model, size_t count, instant step)
{
    char name[64];
    make_sources(model, count);
    for (size_t i = 0; i < count; i++) {
        for (int r = 0; r < 12; r++)
            fixture_add(&model->logs[i], MODEL_START + r * step, 0, EVIDENCE_LEVEL_INFO, "a line");
        snprintf(name, sizeof name, "host-%zu/messages", i);
        finish_source(model, i, name, false);
    }
    model->findings.span = (struct interval){MODEL_START, MODEL_START + 11 * step};
}

static void make_wild(struct model *model)
{
    make_logs(model, 1, NS_PER_S);
    fixture_add(&model->logs[0], INT64_MIN + 2, 0, EVIDENCE_LEVEL_INFO, "at the beginning of time");
    fixture_add(&model->logs[0], INT64_MAX, 0, EVIDENCE_LEVEL_INFO, "at the end of time");
    finish_source(model, 0, "wild.log", false);
    add_events(model, 8, false);
    add_series(model, false);
    model->reading.events[0].at = (struct interval){INT64_MIN + 2, INT64_MAX - 1};
    model->reading.events[1].at = (struct interval){INSTANT_OPEN_START, MODEL_START};
    model->reading.events[2].at = INTERVAL_NONE;
    model->findings.span = (struct interval){INT64_MIN + 2, INT64_MAX - 1};
}

void model_init(struct model *model, const char *name)
{
    *model = (struct model){0};
    arena_init(&model->arena, 0);
    model->arena.cap = (size_t)256 << 20;
    model->findings.span = INTERVAL_NONE;
    model->findings.impact_basis = "";
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++)
        set_milestone(model, (enum timeline_milestone_kind)i, INSTANT_NONE, INSTANT_NONE,
                      (struct timeline_place){.source = UINT32_MAX}, "");
    make_sources(model, 0);
    bool hostile = strcmp(name, "hostile") == 0;
    if (strcmp(name, "small") == 0) make_story(model, 8, 6, false);
    if (hostile) make_story(model, 8, 6, true);
    if (strcmp(name, "many") == 0) make_story(model, 5000, 3000, false);
    if (strcmp(name, "one") == 0) make_logs(model, 1, NS_PER_S);
    if (strcmp(name, "thousand") == 0) make_logs(model, 1000, NS_PER_S);
    if (strcmp(name, "wild") == 0) make_wild(model);
    if (strcmp(name, "long") == 0) {
        make_logs(model, 2, 30 * NS_PER_DAY);
        add_findings(model, false);
        model->findings.span.latest = MODEL_START + 330 * NS_PER_DAY;
    }
    model->report.title = piece(model, hostile, "orders-api outage");
    model->report.made = MODEL_START + 2 * 3600 * NS_PER_S;
    model->report.sources = model->sources;
    model->report.custody = model->custody;
    model->report.reading = &model->reading;
    model->report.findings = &model->findings;
}

void model_release(struct model *model)
{
    for (size_t i = 0; i < model->log_count; i++) fixture_release(&model->logs[i]);
    arena_release(&model->arena);
}

static enum status append(void *context, struct span bytes, struct error *error)
{
    text_add(context, bytes);
    return text_status(context, error);
}

void model_page(const struct model *model, struct text *page)
{
    struct error error = ERROR_NONE;
    struct report_sink sink = {page, append};
    assert_ok(report_findings_html(&model->report, &sink, &error));
}
