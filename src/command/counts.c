#include "command/workspace.h"

enum { BUCKETS_MOST = 100000, CELLS_MOST = 1 << 26 };
static const duration WIDEST = 3660 * NS_PER_DAY;

struct counts {
    instant from;
    duration width;
    size_t whole;    /* buckets of that width */
    duration rest;   /* width of one more, cut by the window's end; 0 for none */
    uint32_t *cells; /* source by level by bucket */
    uint32_t *last;  /* source by level: the one that is cut */
};

static enum status read_width(const struct call *call, duration *ret, struct error *error)
{
    duration width = 0;
    enum status status =
        desk_is_wrong(duration_parse(span_of(call_value(call, "counts")), &width, error), error);
    if (status == STATUS_OK && (width <= 0 || width > WIDEST))
        status = error_set(error, STATUS_USAGE,
                           "--counts wants a width such as 10s or 1m, ten years at most");
    if (status == STATUS_OK) *ret = width;
    return status;
}

/* Buckets begin at --from, else at a whole multiple of their width; the last one ends with --to. */
static enum status place_buckets(struct counts *counts, const struct timeline_filter *filter,
                                 struct interval span, size_t sources, struct error *error)
{
    instant from = filter->from, to = filter->to;
    if (to == INSTANT_OPEN_END) to = instant_add(span.latest, 1);
    if (from == INSTANT_OPEN_START && span.earliest != INSTANT_NONE) {
        duration rest = span.earliest % counts->width;
        from = instant_add(span.earliest, rest < 0 ? -rest - counts->width : -rest);
    }
    if (span.earliest == INSTANT_NONE || to <= from) return STATUS_OK;
    uint64_t length = (uint64_t)to - (uint64_t)from;
    uint64_t whole = length / (uint64_t)counts->width;
    if (whole >= BUCKETS_MOST || (whole + 1) * EVIDENCE_LEVEL_COUNT * (sources + 1) > CELLS_MOST)
        return error_set(error, STATUS_LIMIT,
                         "%llu buckets for %zu sources are too many: choose a wider one, or a "
                         "window with --from and --to",
                         (unsigned long long)whole + 1, sources);
    counts->from = from;
    counts->whole = (size_t)whole;
    counts->rest = (duration)(length % (uint64_t)counts->width);
    return STATUS_OK;
}

/* Unsigned, because a window can be longer than a duration can tell. */
static instant bucket_start(const struct counts *counts, size_t bucket)
{
    return (instant)((uint64_t)counts->from + (uint64_t)bucket * (uint64_t)counts->width);
}

static enum status count(struct call *call, const struct workspace *workspace,
                         struct counts *counts, struct error *error)
{
    size_t rows = workspace->count * EVIDENCE_LEVEL_COUNT;
    enum status status = STATUS_OK;
    counts->cells = arena_array(&call->arena, rows * counts->whole + 1, sizeof *counts->cells);
    counts->last = arena_array(&call->arena, rows + 1, sizeof *counts->last);
    if (!counts->cells || !counts->last) return arena_full(&call->arena, error);
    if (counts->whole)
        status = timeline_count(workspace->sources, workspace->count, counts->from, counts->width,
                                counts->whole, counts->cells, error);
    if (status == STATUS_OK && counts->rest)
        status = timeline_count(workspace->sources, workspace->count,
                                bucket_start(counts, counts->whole), counts->rest, 1, counts->last,
                                error);
    return status;
}

static void add_row(struct text *out, const struct workspace *workspace, instant at, size_t source,
                    const char *level, uint32_t records, bool as_json)
{
    struct text time;
    text_init(&time, 0);
    instant_add_text(&time, at, workspace->shown, INSTANT_FULL, -1);
    if (as_json)
        text_addf(out, "{\"time\":\"%s\",\"source\":\"S%u\",\"level\":\"%s\",\"records\":%u}\n",
                  time.at, workspace->sources[source].id, level, records);
    else
        text_addf(out, "%s,S%u,%s,%u\n", time.at, workspace->sources[source].id, level, records);
    text_release(&time);
}

static enum status write_rows(struct call *call, const struct workspace *workspace,
                              const struct timeline_filter *filter, const struct counts *counts,
                              bool as_json, struct error *error)
{
    enum status status = STATUS_OK;
    struct text out;
    text_init(&out, 0);
    if (!as_json) text_adds(&out, "time,source,level,records\n");
    for (size_t b = 0; b < counts->whole + (counts->rest > 0) && status == STATUS_OK; b++) {
        for (size_t s = 0; s < workspace->count; s++) {
            if (filter->source_on && !filter->source_on[s]) continue;
            for (unsigned level = 0; level < EVIDENCE_LEVEL_COUNT; level++) {
                size_t row = s * EVIDENCE_LEVEL_COUNT + level;
                uint32_t n =
                    b < counts->whole ? counts->cells[row * counts->whole + b] : counts->last[row];
                if (n && (!filter->level_mask || filter->level_mask >> level & 1))
                    add_row(&out, workspace, bucket_start(counts, b), s,
                            evidence_level_word((enum evidence_level)level), n, as_json);
            }
        }
        if (out.len > 1 << 16) status = output_text(&call->out, &out, error);
    }
    if (status == STATUS_OK) status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

/* Nothing but the columns of the indexes is read. */
enum status counts_write(struct call *call, const struct workspace *workspace,
                         const struct timeline_filter *filter, bool as_json, struct error *error)
{
    struct counts counts = {0};
    enum status status = read_width(call, &counts.width, error);
    if (status == STATUS_OK)
        status = place_buckets(&counts, filter, workspace->findings.span, workspace->count, error);
    if (status == STATUS_OK) status = count(call, workspace, &counts, error);
    return status ? status : write_rows(call, workspace, filter, &counts, as_json, error);
}
