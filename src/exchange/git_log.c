/* The output of git log, text: one record a commit. */
#include "exchange/internal.h"

static struct span header(struct span record, const char *name)
{
    struct span rest = record, key = span_of(name);
    while (rest.len) {
        struct span line = span_trim(span_cut(&rest, '\n'));
        if (line.len == 0) break;
        if (span_starts(line, key)) return span_trim(span_from(line, key.len));
    }
    return (struct span){NULL, 0};
}

static struct span subject_of(struct span record)
{
    struct span rest = record, line = {NULL, 0};
    while (rest.len && span_trim(span_cut(&rest, '\n')).len) continue; /* the headers */
    while (rest.len && line.len == 0) line = span_trim(span_cut(&rest, '\n'));
    return line;
}

static void read_commit(struct reading *reading, uint64_t number)
{
    const struct timeline_source *source = reading_source(reading);
    struct span record = evidence_record(source->index, source->content, number), refs;
    if (!span_starts(record, SPAN("commit "))) return;
    struct span rest = span_from(record, 7), line = span_cut(&rest, '\n');
    struct span hash = {line.at, 0};
    while (hash.len < line.len && memchr("0123456789abcdef", line.at[hash.len], 16)) hash.len++;
    refs = span_trim(span_from(line, hash.len));
    struct span author = header(record, "Author:"), person = author;
    struct span written = header(record, "AuthorDate:"), set = header(record, "CommitDate:");
    const char *subject = reading_keep(reading, subject_of(record), WHAT_MOST / 2);
    const char *names = reading_keep(reading, refs, KEY_MOST);
    struct told told = {
        .event = {.kind = TIMELINE_CHANGE_CODE,
                  .at = timeline_record_interval(source, number),
                  .end = INTERVAL_NONE,
                  .actor = reading_keep(reading, span_trim(span_cut(&person, '<')), KEY_MOST),
                  .key = reading_keep(reading, span_sub(hash, 0, 7), KEY_MOST),
                  .what = reading_say(reading, "commit %.*s: %s%s%s",
                                      (int)(hash.len < 7 ? hash.len : 7), hash.at, subject,
                                      *names ? " " : "", names),
                  .basis = set.len && !span_equal(set, written)
                               ? reading_say(reading, "committer's date; written %s",
                                             reading_keep(reading, written, KEY_MOST))
                               : (set.len ? "committer's date" : "author's date"),
                  .place = reading_place(reading, record)},
        .same = reading_say(reading, "commit %.*s", SPAN_ARGS(hash)),
        .trust = TRUST_LOG};
    if (hash.len >= 7 && interval_is_known(told.event.at)) reading_tell(reading, &told);
}

void git_log_read(struct reading *reading)
{
    const struct evidence_index *index = reading_source(reading)->index;
    for (uint64_t i = 0; i < index->count && !reading_is_full(reading); i++)
        read_commit(reading, i);
}
