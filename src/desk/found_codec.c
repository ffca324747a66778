#include "desk/found_codec.h"

static void flow_interval(struct codec *codec, struct interval *interval)
{
    codec_i64(codec, &interval->earliest);
    codec_i64(codec, &interval->latest);
}

static void flow_place(struct codec *codec, size_t sources, struct timeline_place *place)
{
    codec_u32(codec, &place->source);
    codec_u64(codec, &place->from);
    codec_u64(codec, &place->to);
    if (place->source >= sources && place->source != UINT32_MAX) codec->bad = true;
}

void found_codec_clock(struct codec *codec, struct found_clock *found)
{
    struct timeline_clock *clock = &found->clock;
    uint32_t zone_basis = clock->zone_basis, offset_basis = clock->offset_basis;
    codec_bool(codec, &found->stated);
    codec_string(codec, &found->zone);
    codec_choice(codec, &zone_basis, TIMELINE_BASIS_STATED + 1);
    codec_choice(codec, &offset_basis, TIMELINE_BASIS_STATED + 1);
    clock->zone_basis = (enum timeline_basis)zone_basis;
    clock->offset_basis = (enum timeline_basis)offset_basis;
    codec_i64(codec, &clock->offset_least);
    codec_i64(codec, &clock->offset_most);
    codec_words(codec, &clock->why);
    codec_u32(codec, &clock->ties);
    codec_u32(codec, &clock->against);
    codec_bool(codec, &clock->unconfirmed);
    codec_i64(codec, &clock->unsettled);
}

/* ---- reading ---- */

static void flow_event(struct codec *codec, size_t sources, struct timeline_event *event)
{
    uint32_t kind = event->kind;
    codec_choice(codec, &kind, TIMELINE_EVENT_KIND_COUNT);
    event->kind = (enum timeline_event_kind)kind;
    codec_bool(codec, &event->failed);
    codec_bool(codec, &event->said);
    flow_interval(codec, &event->at);
    flow_interval(codec, &event->end);
    codec_words(codec, &event->actor);
    codec_words(codec, &event->what);
    codec_words(codec, &event->basis);
    codec_words(codec, &event->key);
    flow_place(codec, sources, &event->place);
}

static void flow_events(struct codec *codec, size_t sources, struct timeline_event **events,
                        size_t *count)
{
    enum { EVENT_LEAST = 77 };
    *events = codec_array(codec, *events, count, sizeof **events, EVENT_LEAST);
    for (size_t i = 0; i < *count && !codec->bad; i++) flow_event(codec, sources, &(*events)[i]);
}

static void flow_series(struct codec *codec, size_t sources, struct timeline_series *series)
{
    size_t values = series->count;
    /* a series borrows its numbers: writing only reads through these */
    instant *at = (instant *)(uintptr_t)series->at;
    double *value = (double *)(uintptr_t)series->value;
    codec_words(codec, &series->name);
    codec_i64(codec, &series->step);
    flow_place(codec, sources, &series->place);
    at = codec_array(codec, at, &series->count, sizeof *at, sizeof *at);
    codec_bytes(codec, at, series->count * sizeof *at);
    value = codec_array(codec, value, &values, sizeof *value, sizeof *value);
    codec_bytes(codec, value, values * sizeof *value);
    if (values != series->count) codec->bad = true;
    series->at = at;
    series->value = value;
}

void found_codec_reading(struct codec *codec, size_t sources, struct timeline_reading *reading)
{
    enum { SERIES_LEAST = 48, NOTICE_LEAST = 4 };
    flow_events(codec, sources, &reading->events, &reading->event_count);
    flow_events(codec, sources, &reading->undated, &reading->undated_count);
    reading->series = codec_array(codec, reading->series, &reading->series_count,
                                  sizeof *reading->series, SERIES_LEAST);
    for (size_t i = 0; i < reading->series_count && !codec->bad; i++)
        flow_series(codec, sources, &reading->series[i]);
    reading->notices = codec_array(codec, reading->notices, &reading->notice_count,
                                   sizeof *reading->notices, NOTICE_LEAST);
    for (size_t i = 0; i < reading->notice_count && !codec->bad; i++)
        codec_words(codec, &reading->notices[i]);
}

/* ---- findings ---- */

static void flow_milestone(struct codec *codec, size_t sources, enum timeline_milestone_kind kind,
                           struct timeline_milestone *milestone)
{
    milestone->kind = kind;
    flow_interval(codec, &milestone->at);
    codec_words(codec, &milestone->basis);
    codec_bool(codec, &milestone->unconfirmed);
    flow_place(codec, sources, &milestone->place);
}

static void flow_duration(struct codec *codec, struct timeline_duration *length)
{
    codec_words(codec, &length->word);
    codec_words(codec, &length->formula);
    codec_bool(codec, &length->length.known);
    codec_i64(codec, &length->length.least);
    codec_i64(codec, &length->length.most);
}

static void flow_spot(struct codec *codec, size_t sources, struct timeline_spot *spot)
{
    uint32_t kind = spot->kind;
    codec_choice(codec, &kind, TIMELINE_SPOT_COUNT);
    spot->kind = (enum timeline_spot_kind)kind;
    codec_i64(codec, &spot->from);
    codec_i64(codec, &spot->to);
    codec_bytes(codec, &spot->score, sizeof spot->score);
    codec_words(codec, &spot->why);
    flow_place(codec, sources, &spot->place);
}

static void flow_conflict(struct codec *codec, size_t sources, struct timeline_conflict *conflict)
{
    const uint32_t most = sizeof conflict->places / sizeof conflict->places[0];
    uint32_t count = (uint32_t)conflict->place_count;
    codec_words(codec, &conflict->what);
    codec_words(codec, &conflict->which);
    codec_choice(codec, &count, most + 1);
    conflict->place_count = count;
    for (uint32_t i = 0; i < count; i++) flow_place(codec, sources, &conflict->places[i]);
}

static void flow_impact(struct codec *codec, struct timeline_findings *findings)
{
    bool known = findings->impact_share != NULL;
    float *share = (float *)(uintptr_t)findings->impact_share; /* writing only reads through it */
    codec_i64(codec, &findings->impact_from);
    codec_i64(codec, &findings->impact_width);
    codec_words(codec, &findings->impact_basis);
    codec_bool(codec, &known);
    share = codec_array(codec, share, &findings->impact_buckets, sizeof *share,
                        known ? sizeof *share : 1);
    if (known) codec_bytes(codec, share, findings->impact_buckets * sizeof *share);
    findings->impact_share = known ? share : NULL;
}

void found_codec_findings(struct codec *codec, size_t sources, struct timeline_findings *f)
{
    enum { DURATION_LEAST = 28, SPOT_LEAST = 52, CONFLICT_LEAST = 12 };
    flow_interval(codec, &f->span);
    for (unsigned i = 0; i < TIMELINE_MILESTONE_COUNT; i++)
        flow_milestone(codec, sources, (enum timeline_milestone_kind)i, &f->milestones[i]);
    f->durations =
        codec_array(codec, f->durations, &f->duration_count, sizeof *f->durations, DURATION_LEAST);
    for (size_t i = 0; i < f->duration_count && !codec->bad; i++)
        flow_duration(codec, &f->durations[i]);
    f->spots = codec_array(codec, f->spots, &f->spot_count, sizeof *f->spots, SPOT_LEAST);
    for (size_t i = 0; i < f->spot_count && !codec->bad; i++)
        flow_spot(codec, sources, &f->spots[i]);
    f->conflicts =
        codec_array(codec, f->conflicts, &f->conflict_count, sizeof *f->conflicts, CONFLICT_LEAST);
    for (size_t i = 0; i < f->conflict_count && !codec->bad; i++)
        flow_conflict(codec, sources, &f->conflicts[i]);
    flow_impact(codec, f);
}
