/* A workspace as the commands use it: found, opened, and told of. */
#ifndef COMMAND_WORKSPACE_H
#define COMMAND_WORKSPACE_H

#include "command/internal.h"

/* The folder by -C, by POSTMORTEM_WORKSPACE, or by looking upwards from here. NOT_FOUND says how to
 * make one. */
enum status workspace_find(struct call *call, const char **ret_folder, struct error *error);
/* Finds, opens and loads what `needs` asks for (each need includes those before it). When the call
 * has operands that are paths and `adhoc`, they are collected into a temporary workspace instead.
 */
enum status workspace_load(struct call *call, unsigned needs, bool adhoc, struct workspace *ret,
                           struct error *error);
/* Loads a workspace and prints one rendering of it in the format that the call asks for. */
typedef enum status (*workspace_renderer)(const struct report_model *, enum report_format,
                                          const struct report_sink *, struct error *);
enum status workspace_print(struct call *call, unsigned needs, bool adhoc,
                            workspace_renderer renderer, struct error *error);
void workspace_release(struct workspace *workspace);
/* Progress, notices and what is passed over, told as the call wants it. */
struct desk_doing call_doing(struct call *call);

/* Collects into a workspace (collect.c); `tell` prints JSON where the call asks for it. */
enum status collect_into(struct call *call, const char *folder, const char *const *paths,
                         size_t count, bool tell, struct desk_tally *ret, struct error *error);
/* Reads --from, --to, --source and --level into a filter (filter.c). `source_on` is in the call's
 * arena. */
enum status filter_of_call(struct call *call, const struct workspace *workspace,
                           struct timeline_filter *ret, struct error *error);
bool filter_given(const struct call *call);
#define WINDOW_OPTIONS                                                                             \
    {"from", 0, "TIME", "start of the window, such as 2026-11-22T05:54Z, 05:54 or @1795326957"},   \
        {"to", 0, "TIME", "end of the window (not included)"},                                     \
    {                                                                                              \
        "source", 's', "SOURCE", "only these: S3, a name, or part of one; may be repeated"         \
    }
#define FILTER_OPTIONS                                                                             \
    WINDOW_OPTIONS,                                                                                \
    {                                                                                              \
        "level", 'l', "LEVEL", "only records of this level or worse: warn, error, ..."             \
    }

/* Counts of records per source and level in buckets, as CSV or as one JSON object a line
 * (counts.c).
 */
enum status counts_write(struct call *call, const struct workspace *workspace,
                         const struct timeline_filter *filter, bool as_json, struct error *error);

/* Writes a listing of records (and events) that pass filter and query (listing.c). */
struct listing {
    const struct evidence_query *query; /* NULL is all */
    uint64_t limit;                     /* 0 is none */
    bool events;                        /* put events between the records */
    bool untimed;                       /* with a query: then the records that have no time */
    uint32_t template_number;           /* UINT32_MAX is all */
    enum report_format format;
};
enum status listing_write(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_rows, struct error *error);
/* Counts what a listing with a query would hold. */
enum status listing_count(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_records, uint64_t *ret_events, struct error *error);
/* Reads --template; UINT32_MAX when it is not given. */
enum status listing_template(const struct call *call, uint32_t *ret, struct error *error);
enum status listing_format(const struct call *call, enum report_format *ret, struct error *error);

#endif
