/*
 * Which records of logs may tell of a change: they are few among millions, so plain words that such
 * records hold are looked for in the bytes, and only the records around them are looked at.
 *
 * Nothing here knows a clock, so what was found once serves whatever is stated of clocks.
 */
#include "base/finder_many.h"
#include "exchange/internal.h"

#include <stdlib.h>

enum { HEAD = 1 << 20, EXPORT_HEAD = 1 << 16, SHORT_LIST = 2000 };

static const struct look *const looks[LOOK_COUNT] = {
    [LOOK_DEPLOYS] = &look_deploys,       [LOOK_FLAGS] = &look_flags,
    [LOOK_RESTARTS] = &look_restarts,     [LOOK_POSTGRES] = &look_postgres,
    [LOOK_KUBERNETES] = &look_kubernetes, [LOOK_CLOUDTRAIL] = &look_cloudtrail,
    [LOOK_PAGERS] = &look_pagers,         [LOOK_NAGIOS] = &look_nagios,
    [LOOK_MESSAGES] = &look_messages,     [LOOK_RUNS] = &look_runs,
    [LOOK_TICKETS] = &look_tickets,       [LOOK_ROUTERS] = &look_routers,
};

/* Requests alone: nothing in them is a change, and they are the largest logs. */
static bool is_access_log(const struct evidence_index *index)
{
    bool access = index->layout_count > 0;
    for (unsigned i = 0; i < index->layout_count; i++)
        access = access && strstr(index->layouts[i].name, "access log");
    return access;
}

/* Exports hold nothing else, so their first bytes show what they are. */
static unsigned look_if(const struct timeline_source *source, unsigned look)
{
    const struct span head = span_sub(source->content, 0, EXPORT_HEAD);
    for (const char *const *needles = looks[look]->needles; *needles; needles++)
        if (span_find(head, span_of(*needles)) != SIZE_MAX) return 1U << look;
    return 0;
}

/* "[1762389000] SERVICE ALERT" is no list. */
static bool is_json(struct span text)
{
    struct span inside = span_trim(span_from(text, 1));
    return text.len && (text.at[0] == '{' || (text.at[0] == '[' && inside.len &&
                                              (inside.at[0] == '{' || inside.at[0] == '[')));
}

/* A bit for each look that such a source is worth. */
static unsigned looks_of(const struct timeline_source *source)
{
    struct span head = span_sub(source->content, 0, HEAD), text = span_trim(head);
    unsigned mask = 1U << LOOK_DEPLOYS | 1U << LOOK_RESTARTS;
    if (source->index->kind != EVIDENCE_LOG || source->content.len == 0 ||
        is_access_log(source->index))
        return 0;
    if (span_find(head, SPAN("LOG")) != SIZE_MAX) mask |= 1U << LOOK_POSTGRES;
    if (!is_json(text)) return mask | 1U << LOOK_ROUTERS | look_if(source, LOOK_NAGIOS);
    mask |= 1U << LOOK_FLAGS | look_if(source, LOOK_PAGERS) | look_if(source, LOOK_MESSAGES) |
            look_if(source, LOOK_RUNS) | look_if(source, LOOK_TICKETS);
    /* exports that hold nothing else */
    if (span_find(head, SPAN("\"involvedObject\"")) != SIZE_MAX ||
        span_find(head, SPAN("\"regarding\"")) != SIZE_MAX)
        mask |= 1U << LOOK_KUBERNETES;
    if (span_find(head, SPAN("\"eventSource\"")) != SIZE_MAX ||
        span_find(head, SPAN("\"SourceIdentifier\"")) != SIZE_MAX)
        mask |= 1U << LOOK_CLOUDTRAIL;
    return mask;
}

/* ---- one look at one source ---- */

/* Records that hold one of the needles, in file order, each once. */
struct seeking {
    const struct timeline_source *source;
    struct finder_many finder;
    uint64_t next; /* record */
};

/* The record that holds this byte. */
static uint64_t record_of(const struct evidence_index *index, uint64_t from, size_t at)
{
    uint64_t low = from, high = index->count;
    while (high - low > 1) {
        uint64_t probe = low + (high - low) / 2;
        if (index->start[probe] <= at)
            low = probe;
        else
            high = probe;
    }
    return low;
}

static bool seek(struct seeking *seeking, uint64_t *ret_record)
{
    const struct evidence_index *index = seeking->source->index;
    if (seeking->next >= index->count) return false;
    const size_t from = (size_t)index->start[seeking->next];
    const size_t at = finder_many_next(&seeking->finder, span_from(seeking->source->content, from));
    if (at == SIZE_MAX) return false;
    *ret_record = record_of(index, seeking->next, from + at);
    seeking->next = *ret_record + 1;
    return true;
}

static enum status follow(const struct timeline_source *source, const struct look *look,
                          struct leads *ret, struct error *error)
{
    bool list = look->list_needles && source->index->count <= SHORT_LIST;
    struct seeking seeking = {.source = source};
    finder_many_init(&seeking.finder, list ? look->list_needles : look->needles);
    size_t room = 0, left = EXAMINED_MOST;
    uint64_t record;
    enum status status = STATUS_OK;
    while (!status && seek(&seeking, &record)) {
        if (left-- == 0) {
            ret->cut = true;
            break;
        }
        if (look->may_tell && !look->may_tell(source, record)) continue;
        status = grow_array(&ret->records, &room, ret->count + 1, sizeof *ret->records, error);
        if (!status) ret->records[ret->count++] = record;
    }
    return status;
}

/* ---- all of them ---- */

struct finding {
    const struct timeline_source *sources;
    struct leads *leads; /* LOOK_COUNT a source; on the heap while they are found */
    unsigned *looks;     /* of each source, as looks_of */
};

static enum status choose_looks(void *context, size_t task, unsigned worker, struct error *error)
{
    struct finding *finding = context;
    (void)worker, (void)error;
    finding->looks[task] = looks_of(&finding->sources[task]);
    return STATUS_OK;
}

static enum status find_one(void *context, size_t task, unsigned worker, struct error *error)
{
    struct finding *finding = context;
    const struct timeline_source *source = &finding->sources[task / LOOK_COUNT];
    const unsigned look = (unsigned)(task % LOOK_COUNT);
    (void)worker;
    if (!(finding->looks[task / LOOK_COUNT] >> look & 1)) return STATUS_OK;
    return follow(source, looks[look], &finding->leads[task], error);
}

static struct exchange_leads *leads_new(size_t count, struct arena *arena)
{
    struct exchange_leads *leads = arena_alloc(arena, sizeof *leads);
    if (!leads) return NULL;
    leads->count = count;
    leads->of = arena_array(arena, count + 1, LOOK_COUNT * sizeof *leads->of);
    return leads->of ? leads : NULL;
}

enum status exchange_find_leads(const struct timeline_source *sources, size_t count,
                                struct arena *arena, struct exchange_leads **ret,
                                struct error *error)
{
    struct exchange_leads *leads = leads_new(count, arena);
    if (!leads) return arena_full(arena, error);
    struct finding finding = {sources, calloc(count + 1, LOOK_COUNT * sizeof *finding.leads),
                              arena_array(arena, count + 1, sizeof *finding.looks)};
    if (!finding.looks) {
        free(finding.leads);
        return arena_full(arena, error);
    }
    if (!finding.leads) return error_set(error, STATUS_NO_MEMORY, "no memory to read logs");
    enum status status = threads_run(os_cpus(), count, choose_looks, &finding, error);
    if (!status) status = threads_run(os_cpus(), count * LOOK_COUNT, find_one, &finding, error);
    for (size_t i = 0; i < count * LOOK_COUNT; i++) {
        struct leads *found = &finding.leads[i];
        leads->of[i] = *found;
        leads->of[i].records = arena_array(arena, found->count + 1, sizeof *found->records);
        if (!status && !leads->of[i].records) status = arena_full(arena, error);
        if (!status && found->count)
            memcpy(leads->of[i].records, found->records, found->count * sizeof *found->records);
        free(found->records);
    }
    free(finding.leads);
    if (!status) *ret = leads;
    return status;
}

/* ---- as bytes ---- */

static void codec_leads(struct codec *codec, struct leads *leads)
{
    codec_bool(codec, &leads->cut);
    leads->records = codec_array(codec, leads->records, &leads->count, sizeof *leads->records,
                                 sizeof *leads->records);
    codec_bytes(codec, leads->records, leads->count * sizeof *leads->records);
}

void exchange_leads_write(const struct exchange_leads *leads, struct text *out)
{
    struct codec codec = codec_to(out);
    for (size_t i = 0; i < leads->count * LOOK_COUNT; i++) {
        struct leads copy = leads->of[i];
        codec_leads(&codec, &copy);
    }
}

bool exchange_leads_read(struct span bytes, const struct timeline_source *sources, size_t count,
                         struct arena *arena, struct exchange_leads **ret)
{
    struct exchange_leads *leads = leads_new(count, arena);
    struct codec codec = codec_from(bytes, arena);
    if (!leads) return false;
    for (size_t i = 0; i < count * LOOK_COUNT && !codec.bad; i++) {
        struct leads *read = &leads->of[i];
        codec_leads(&codec, read);
        for (size_t k = 0; k < read->count; k++)
            if (read->records[k] >= sources[i / LOOK_COUNT].index->count ||
                (k && read->records[k] <= read->records[k - 1]))
                codec.bad = true;
    }
    if (!codec_ended_well(&codec)) return false;
    *ret = leads;
    return true;
}
