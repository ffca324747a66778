/* postmortem-bench merge FILE...: many logs as one stream, for measuring. */
#ifndef BENCH_MERGE_TOOL_H
#define BENCH_MERGE_TOOL_H

#include "base/base.h"

/* Indexes the files, merges them by time and writes the bytes of all records that have a time, in
 * order, to standard output. `threads` index; 0 is as many as there are processors. */
enum status merge_tool(const char *const *paths, size_t count, unsigned threads,
                       struct error *error);

#endif
