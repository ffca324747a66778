/* What postmortem-bench can do, one function for each word of its command line. */
#ifndef BENCH_TOOLS_H
#define BENCH_TOOLS_H

#include "evidence/evidence.h"

struct tool_call {
    const char *const *paths; /* the files to work on */
    size_t count;
    uint64_t threads;
    uint64_t records, sources, burst; /* of columns that are made up */
    const char *folder;               /* for what is written */
};

/* All write one line of JSON a file, or one for all, to standard output; merge_tool the records. */

/* Finds the records of each file; the index is kept in memory and freed before the next file. */
enum status index_tool(const struct tool_call *call, struct error *error);
/* Indexes the files, merges them by time and writes the bytes of all records that have a time, in
 * order. */
enum status merge_tool(const struct tool_call *call, struct error *error);
/* Merges `sources` columns of `records` times in all, which take turns in bursts of 1 to `burst`:
 * as entries, as stretches, once more with other clock offsets, and by qsort of pairs. */
enum status columns_tool(const struct tool_call *call, struct error *error);
/* Counts kinds of message in each file, on one thread. */
enum status templates_tool(const struct tool_call *call, struct error *error);
/* Counts newlines by the widest registers here: the limit of anything that looks at each byte. */
enum status newlines_tool(const struct tool_call *call, struct error *error);
/* Saves the indexes of all files in `folder`, opens them again for the first time and once more,
 * and merges them twice with other clock offsets. */
enum status reopen_tool(const struct tool_call *call, struct error *error);
/* What finding records, putting them in order and counting kinds of message each cost the
 * processors. */
enum status phases_tool(const struct tool_call *call, struct error *error);

/* ---- shared ---- */

/* The index of one file, read and not mapped, as collecting does. */
enum status tool_index(const char *path, unsigned threads, struct evidence_index *ret,
                       struct error *error);
/* One merge of all sources as stretches, kept together as a reader of the whole would. */
struct tool_stretches {
    double seconds;
    size_t count;
};
struct timeline_source;
enum status tool_stretches(const struct timeline_source *sources, size_t count,
                           struct tool_stretches *ret, struct error *error);
static inline double tool_seconds(instant from)
{
    return (double)(os_now() - from) / 1e9;
}

#endif
