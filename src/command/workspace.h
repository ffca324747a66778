/* A workspace as the commands use it: found, opened, and loaded as far as a command needs. */
#ifndef COMMAND_WORKSPACE_H
#define COMMAND_WORKSPACE_H

#include "command/internal.h"
#include "store/store.h"

enum workspace_need {
    WORKSPACE_INDEXES = 1,  /* sources with index and content */
    WORKSPACE_CLOCKS = 2,   /* zones and offsets found */
    WORKSPACE_READING = 4,  /* events and series of documents */
    WORKSPACE_FINDINGS = 8, /* hot spots, milestones, conflicts */
    WORKSPACE_TEMPLATES = 16,
    WORKSPACE_ALL = 31,
};

struct workspace {
    const char *folder;
    bool temporary; /* made for this call alone; removed at the end */
    struct evidence_depot *depot;
    struct store_source *stored; /* by id */
    size_t count;
    struct timeline_source *sources; /* by number, same order as stored */
    struct report_source *custody;
    struct evidence_index *indexes;
    struct span *contents;
    size_t opened;       /* indexes and contents in use */
    struct zone **zones; /* stated by people, by number; NULL entries */
    struct timeline_zones *found;
    struct zone *shown; /* --zone; NULL is UTC */
    struct timeline_reading reading;
    struct timeline_findings findings;
    struct evidence_templates *templates;
    struct report_model model; /* borrows all of the above */
};

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
/* Mines the kinds of messages of all logs, noted at times on the one clock. Their numbers are the
 * same for the same evidence. ids[source][record] (NULL: not wanted) receives each record's number;
 * *ret is the caller's (evidence_templates_free). */
enum status workspace_mine(const struct workspace *workspace, uint32_t *const *ids,
                           struct evidence_templates **ret, struct error *error);
void workspace_release(struct workspace *workspace);
/* A source by "S3" or "3", by its name, or by a part of its name; NOT_FOUND when several fit. */
enum status workspace_source(const struct workspace *workspace, const char *which,
                             uint32_t *ret_number, struct error *error);

/* Collects into a workspace (collect.c); `tell` prints JSON where the call asks for it. */
struct collect_tally {
    size_t files, known, sources;
    size_t noted; /* paths that were passed over, or taken with a reservation */
    uint64_t bytes;
    enum status first_failure; /* OK when everything was taken */
};
enum status collect_into(struct call *call, const char *folder, const char *const *paths,
                         size_t count, bool tell, struct collect_tally *ret, struct error *error);
/* Is this failure about one source alone, so that the others can be read? */
bool workspace_can_do_without(enum status status);
/* That failure in words, with the source in front. */
struct error workspace_left_out(const struct store_source *source, const struct error *why);
/* The index of one source, opened or built again, in *ret. */
enum status workspace_index(struct call *call, struct evidence_depot *depot,
                            const struct store_source *source, struct evidence_index *ret,
                            struct error *error);

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
    bool untimed;                       /* then the records that have no time */
    uint32_t template_number;           /* UINT32_MAX is all */
    enum report_format format;
};
enum status listing_write(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_rows, struct error *error);
enum status listing_format(const struct call *call, enum report_format *ret, struct error *error);

#endif
