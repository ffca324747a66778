/*
 * Logs: records that state a change by themselves. They are few among millions, so plain words that
 * such records hold are looked for in the bytes, and only the records around them are read.
 */
#include "exchange/internal.h"

#include <assert.h>

enum { HEAD = 1 << 20 };

static size_t find_from(const struct candidates *c, size_t needle, size_t from)
{
    size_t at = span_find(span_from(c->source->content, from), span_of(c->needles[needle]));
    return at == SIZE_MAX ? SIZE_MAX : from + at;
}

void candidates_open(struct candidates *candidates, const struct timeline_source *source,
                     const char *const *needles, size_t most)
{
    *candidates = (struct candidates){.source = source, .needles = needles, .left = most};
    for (size_t i = 0; needles[i]; i++) {
        assert(i < sizeof candidates->hits / sizeof candidates->hits[0]);
        candidates->hits[i] = find_from(candidates, i, 0);
    }
}

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

bool candidates_next(struct candidates *candidates, uint64_t *ret_record)
{
    const struct evidence_index *index = candidates->source->index;
    size_t first = SIZE_MAX;
    if (candidates->next >= index->count) return false;
    size_t from = (size_t)index->start[candidates->next];
    for (size_t i = 0; candidates->needles[i]; i++) {
        if (candidates->hits[i] < from) candidates->hits[i] = find_from(candidates, i, from);
        if (candidates->hits[i] < first) first = candidates->hits[i];
    }
    if (first == SIZE_MAX) return false;
    if (candidates->left == 0) {
        candidates->cut = true;
        return false;
    }
    candidates->left--;
    *ret_record = record_of(index, candidates->next, first);
    candidates->next = *ret_record + 1;
    return true;
}

void log_say_cut(struct reading *reading, const struct candidates *candidates, size_t told,
                 const char *what)
{
    if (told >= CHANGES_MOST)
        reading_notice(reading, "more than %d %s; the rest stays records", CHANGES_MOST, what);
    else if (candidates->cut)
        reading_notice(reading, "only the first %d records that may tell of %s were read",
                       EXAMINED_MOST, what);
}

struct span log_object(struct span record, const char *member)
{
    const struct span none = {NULL, 0};
    struct span object = span_from(record, span_find(record, SPAN("{")));
    if (object.len == 0 || json_find(object, member, NULL, NULL)) return object;
    /* The first record of a document has the head of the document in front of its element. */
    object = span_from(object, span_find(object, SPAN("[")));
    object = span_from(object, span_find(object, SPAN("{")));
    return object.len && json_find(object, member, NULL, NULL) ? object : none;
}

/* Requests alone: nothing in them is a change, and they are the largest logs. */
static bool is_access_log(const struct evidence_index *index)
{
    bool access = index->layout_count > 0;
    for (unsigned i = 0; i < index->layout_count; i++)
        access = access && strstr(index->layouts[i].name, "access log");
    return access;
}

void log_read(struct reading *reading)
{
    struct span head = span_sub(reading_source(reading)->content, 0, HEAD);
    struct span text = span_trim(head);
    bool json = text.len && (text.at[0] == '{' || text.at[0] == '[');
    if (table_read_tickets(reading) || is_access_log(reading_source(reading)->index)) return;
    log_deploys(reading);
    if (json) log_flags(reading);
    log_restarts(reading);
    if (span_find(head, SPAN("LOG")) != SIZE_MAX) log_postgres(reading);
    /* exports that hold nothing else */
    bool cluster = span_find(head, SPAN("\"involvedObject\"")) != SIZE_MAX ||
                   span_find(head, SPAN("\"regarding\"")) != SIZE_MAX;
    if (json && cluster) log_kubernetes(reading);
    if (json && span_find(head, SPAN("\"eventSource\"")) != SIZE_MAX) log_cloudtrail(reading);
}
