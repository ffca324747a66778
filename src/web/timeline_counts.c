/* Numbers for the canvas: records per source, sort of level and piece of time; single records as
 * marks; series as smallest and largest value per pixel. All compact, none of it text. */
#include "web/pages.h"
#include "web/timeline.h"

#include <math.h>
#include <stdlib.h>

enum { BUCKETS = 4096, MARKS = 4000, POINTS = 4096 };

struct piece {
    instant from;
    duration width;
    uint64_t count;
};

/* A whole number of microseconds, as the model gives them. */
static enum status read_us(struct web_request *request, const char *name, instant *ret,
                           struct error *error)
{
    struct span typed = span_of(web_query(request, name) ? web_query(request, name) : "");
    bool minus = span_starts(typed, SPAN("-"));
    uint64_t us;
    if (!span_to_u64(minus ? span_sub(typed, 1, typed.len) : typed, &us) ||
        us > INT64_MAX / NS_PER_US)
        return error_set(error, STATUS_USAGE,
                         "%s wants microseconds since 1970, such as 1795326957000000", name);
    *ret = minus ? -(instant)us * NS_PER_US : (instant)us * NS_PER_US;
    return STATUS_OK;
}

static enum status read_piece(struct web_request *request, const char *count, uint64_t most,
                              struct piece *ret, struct error *error)
{
    instant to = 0;
    int64_t length;
    enum status status = read_us(request, "from", &ret->from, error);
    if (status == STATUS_OK) status = read_us(request, "to", &to, error);
    if (status == STATUS_OK)
        status = web_query_number(request, count, 1, most, (most + 3) / 4, &ret->count, error);
    if (status) return status;
    if (__builtin_sub_overflow(to, ret->from, &length) || length / (int64_t)ret->count <= 0)
        return error_set(error, STATUS_USAGE, "from must be before to, by a microsecond a piece");
    ret->width = length / (int64_t)ret->count;
    return STATUS_OK;
}

static bool is_asked(const char *lanes, uint32_t id)
{
    struct span rest = span_of(lanes ? lanes : "");
    uint64_t number;
    if (rest.len == 0) return true;
    while (rest.len) {
        struct span one = span_cut(&rest, ',');
        if (span_starts(one, SPAN("S"))) one = span_sub(one, 1, one.len);
        if (span_to_u64(one, &number) && number == id) return true;
    }
    return false;
}

/* The levels from `from` to `to` summed, as an array; without the zeros at its end, and nothing at
 * all when there are none. */
static void add_group(struct text *out, const char *name, const uint32_t *counts, size_t buckets,
                      unsigned from, unsigned to)
{
    size_t used = 0;
    for (unsigned level = from; level <= to; level++)
        for (size_t b = buckets; b > used; b--)
            if (counts[level * buckets + b - 1]) used = b;
    if (used == 0) return;
    text_addf(out, ",\"%s\":[", name);
    for (size_t b = 0; b < used; b++) {
        uint64_t sum = 0;
        for (unsigned level = from; level <= to; level++) sum += counts[level * buckets + b];
        text_addf(out, b ? ",%llu" : "%llu", (unsigned long long)sum);
    }
    text_addc(out, ']');
}

static enum status add_counts(struct timeline_view *view, const struct piece *piece,
                              struct text *out, struct error *error)
{
    size_t buckets = (size_t)piece->count, cells = buckets * EVIDENCE_LEVEL_COUNT;
    uint32_t *counts = arena_array(&view->request->arena, cells, sizeof *counts);
    const char *lanes = web_query(view->request, "lane");
    bool first = true;
    if (!counts) return arena_full(&view->request->arena, error);
    text_addf(out, "{\"from\":%lld,\"width\":%lld,\"buckets\":%zu,\"lanes\":[",
              (long long)web_timeline_us(piece->from), (long long)(piece->width / NS_PER_US),
              buckets);
    for (size_t i = 0; i < view->workspace.count; i++) {
        const struct timeline_source *source = &view->workspace.sources[i];
        if (source->index->kind != EVIDENCE_LOG || !source->index->timed) continue;
        if (!is_asked(lanes, source->id)) continue;
        memset(counts, 0, cells * sizeof *counts);
        enum status status =
            timeline_count(source, 1, piece->from, piece->width, buckets, counts, error);
        if (status) return status;
        text_addf(out, "%s{\"id\":\"S%u\"", first ? "" : ",", source->id);
        add_group(out, "all", counts, buckets, 0, EVIDENCE_LEVEL_COUNT - 1);
        add_group(out, "warn", counts, buckets, EVIDENCE_LEVEL_WARN, EVIDENCE_LEVEL_WARN);
        add_group(out, "error", counts, buckets, EVIDENCE_LEVEL_ERROR, EVIDENCE_LEVEL_FATAL);
        text_addc(out, '}');
        first = false;
    }
    text_adds(out, "]}");
    return text_status(out, error);
}

/* Opens, lets `fill` write, and answers with it; a tag of the evidence alone: the address says the
 * rest, and nothing else goes into these numbers. */
static enum status answer(struct web_request *request,
                          enum status (*fill)(struct timeline_view *, struct text *,
                                              struct error *),
                          struct error *error)
{
    struct timeline_view view;
    struct text out;
    enum status status = web_timeline_open(request, true, false, &view, error);
    if (status) return status;
    text_init(&out, 32 << 20);
    status = fill(&view, &out, error);
    if (status == STATUS_OK) status = text_status(&out, error);
    if (status == STATUS_OK) {
        web_bytes(request, "application/json; charset=utf-8", &out);
        request->response.etag =
            arena_printf(&request->arena, "\"e%s\"", web_evidence_tag(view.evidence));
    }
    text_release(&out);
    web_timeline_close(&view);
    return status;
}

static enum status fill_counts(struct timeline_view *view, struct text *out, struct error *error)
{
    struct piece piece;
    enum status status = read_piece(view->request, "buckets", BUCKETS, &piece, error);
    return status ? status : add_counts(view, &piece, out, error);
}

enum status web_timeline_counts(struct web_request *request, struct error *error)
{
    return answer(request, fill_counts, error);
}

/* ---- marks ---- */

struct marks {
    struct timeline_view *view;
    struct text *out;
    size_t count;
    bool more;
};

static bool add_mark(void *context, const struct timeline_entry *entry)
{
    struct marks *marks = context;
    const struct timeline_source *source = &marks->view->workspace.sources[entry->source];
    const struct evidence_index *index = source->index;
    if (index->kind != EVIDENCE_LOG) return true;
    if (marks->count == MARKS) {
        marks->more = true;
        return false;
    }
    uint8_t level = index->level[entry->record];
    text_addf(marks->out, "%s[%lld,%u,%d,%llu,%llu]", marks->count ? "," : "",
              (long long)web_timeline_us(entry->at), source->id,
              level >= EVIDENCE_LEVEL_ERROR  ? 2
              : level == EVIDENCE_LEVEL_WARN ? 1
                                             : 0,
              (unsigned long long)index->start[entry->record],
              (unsigned long long)index->start[entry->record + 1]);
    marks->count++;
    return true;
}

/* Each is [time, source, 0 other | 1 warning | 2 error, first byte, byte behind]. */
static enum status fill_marks(struct timeline_view *view, struct text *out, struct error *error)
{
    struct marks marks = {view, out, 0, false};
    struct timeline_asked asked = {.after = {.at = INSTANT_NONE}};
    struct piece piece = {.count = 1};
    bool *on = arena_array(&view->request->arena, view->workspace.count + 1, sizeof *on);
    if (!on) return arena_full(&view->request->arena, error);
    for (size_t i = 0; i < view->workspace.count; i++)
        on[i] = view->workspace.sources[i].index->kind == EVIDENCE_LOG;
    enum status status = read_piece(view->request, "pieces", 1, &piece, error);
    if (status) return status;
    asked.filter = (struct timeline_filter){piece.from, piece.from + piece.width, 0, on};
    text_adds(out, "{\"marks\":[");
    status = web_timeline_walk(view, &asked, add_mark, &marks, error);
    text_addf(out, "],\"more\":%s}", marks.more ? "true" : "false");
    return status;
}

enum status web_timeline_marks(struct web_request *request, struct error *error)
{
    return answer(request, fill_marks, error);
}

/* ---- series ---- */

struct range {
    double least, most;
    bool any;
};

static void add_numbers(struct text *out, const char *name, const struct range *ranges,
                        size_t count, bool most)
{
    struct json_writer json;
    text_addf(out, ",\"%s\":", name);
    json_begin(&json, out);
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        if (ranges[i].any)
            json_number(&json, most ? ranges[i].most : ranges[i].least);
        else
            json_null(&json);
    json_array_end(&json);
}

static enum status fill_series(struct timeline_view *view, struct text *out, struct error *error)
{
    const struct timeline_reading *reading = &view->workspace.reading;
    struct piece piece;
    uint64_t number = 0;
    enum status status = read_piece(view->request, "px", POINTS, &piece, error);
    if (status == STATUS_OK)
        status =
            web_query_number(view->request, "number", 0, UINT32_MAX, UINT32_MAX, &number, error);
    if (status) return status;
    if (number >= reading->series_count)
        return error_set(error, STATUS_NOT_FOUND, "there is no such series; the model names all");
    const struct timeline_series *series = &reading->series[number];
    struct range *ranges = arena_array(&view->request->arena, piece.count, sizeof *ranges);
    if (!ranges) return arena_full(&view->request->arena, error);
    for (size_t i = 0; i < series->count; i++) {
        int64_t past;
        if (series->at[i] == INSTANT_NONE || isnan(series->value[i]) ||
            __builtin_sub_overflow(series->at[i], piece.from, &past) || past < 0 ||
            past / piece.width >= (int64_t)piece.count)
            continue;
        struct range *range = &ranges[past / piece.width];
        double value = series->value[i];
        if (!range->any || value < range->least) range->least = value;
        if (!range->any || value > range->most) range->most = value;
        range->any = true;
    }
    text_addf(out, "{\"number\":%llu,\"from\":%lld,\"width\":%lld", (unsigned long long)number,
              (long long)web_timeline_us(piece.from), (long long)(piece.width / NS_PER_US));
    add_numbers(out, "min", ranges, (size_t)piece.count, false);
    add_numbers(out, "max", ranges, (size_t)piece.count, true);
    text_addc(out, '}');
    return STATUS_OK;
}

enum status web_timeline_series(struct web_request *request, struct error *error)
{
    return answer(request, fill_series, error);
}
