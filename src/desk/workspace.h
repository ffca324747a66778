/* The evidence of a workspace, loaded onto one clock as far as somebody needs it. */
#ifndef DESK_WORKSPACE_H
#define DESK_WORKSPACE_H

#include "desk/formats.h"
#include "report/report.h"
#include "store/store.h"

enum workspace_need {
    WORKSPACE_INDEXES = 1,  /* sources with index and content */
    WORKSPACE_CLOCKS = 2,   /* zones and offsets found */
    WORKSPACE_READING = 4,  /* events and series of documents */
    WORKSPACE_FINDINGS = 8, /* hot spots, milestones, conflicts */
    WORKSPACE_TEMPLATES = 16,
    WORKSPACE_ALL = 31,
    WORKSPACE_WINDOWS = 32, /* made ready for many windows: for who stays open */
    WORKSPACE_READERS = 64, /* contents can be read too, which is quicker when all of it is */
};

struct desk_wanted {
    unsigned needs;       /* enum workspace_need; each includes those before it */
    const char *zone;     /* to be shown; NULL is UTC */
    const uint32_t *only; /* ids of the sources to load, and nothing of the others is looked at;
                             NULL: all */
    size_t only_count;
};

/* Once loaded it is not written any more until it is closed: several threads may read it. */
struct workspace {
    const char *folder;
    bool temporary; /* for whoever opened it: to be removed at the end */
    struct evidence_depot *depot;
    struct store_source *stored; /* by id; those that were wanted */
    size_t count;
    struct timeline_source *sources; /* by number, same order as stored */
    struct report_source *custody;
    struct evidence_index *indexes;
    struct span *contents;
    size_t opened;                       /* indexes and contents in use */
    int *files;                          /* open for the readers; -1 for none. NULL without them */
    struct evidence_reader *readers;     /* by number, where there is a file */
    struct zone **zones;                 /* stated by people, by number; NULL entries */
    struct timeline_prepared **prepared; /* by number; NULL entries, or NULL */
    struct timeline_zones *found;
    struct zone *shown; /* NULL is UTC */
    struct timeline_reading reading;
    struct timeline_findings findings;
    struct evidence_templates *templates;
    struct report_model model; /* borrows all of the above */
};

/* A source that is damaged or gone is told as passed over and stays empty: the others can still be
 * read. Opens the store for itself, and closes it again before the long part. */
enum status desk_workspace_open(const char *folder, const struct desk_wanted *wanted,
                                const struct desk_doing *doing, struct arena *arena,
                                struct workspace *ret, struct error *error);
void desk_workspace_close(struct workspace *workspace);

/* Is there a workspace in this folder? One whose database is gone is one still: repair brings it
 * back. */
bool desk_is_workspace(const char *folder, struct arena *arena);
/* Mines the kinds of messages of all logs, noted at times on the one clock. Their numbers are the
 * same for the same evidence. ids[source][record] (NULL: not wanted) receives each record's number;
 * *ret is the caller's (evidence_templates_free). */
enum status desk_mine(const struct workspace *workspace, uint32_t *const *ids,
                      struct evidence_templates **ret, struct error *error);
/* The index of one source, opened or built again, in *ret; again, too, when `formats` (or NULL) are
 * others than those that made it. */
enum status desk_index(struct evidence_depot *depot, const struct store_source *source,
                       const struct evidence_formats *formats, const struct desk_doing *doing,
                       struct evidence_index *ret, struct error *error);
/* A source by "S3" or "3", by its name, or by a part of its name; NOT_FOUND when several fit. */
enum status desk_source(const struct store_source *sources, size_t count, const char *which,
                        uint32_t *ret_number, struct error *error);
/* Is this failure about one source alone, so that the others can be read? */
bool desk_can_do_without(enum status status);
/* That failure in words, with the source in front. */
struct error desk_left_out(const struct store_source *source, const struct error *why);

/* What somebody typed to see a part of a timeline; NULL is all. */
struct desk_window {
    const char *mark; /* before names in sentences: "--" where they are options, else "" */
    const char *from, *to, *level;
    const char *const *sources; /* each may be several, with commas between */
    size_t source_count;
};
/* `ret->source_on` is in the arena. A time without a date is on the day of the last record. */
enum status desk_filter(const struct workspace *workspace, const struct desk_window *window,
                        struct arena *arena, struct timeline_filter *ret, struct error *error);

#endif
