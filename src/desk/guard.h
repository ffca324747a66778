/*
 * What a team set for the guard, beside the text: settings (.postmortem-guard) and the findings
 * that were set aside (.postmortem-guard-baseline). docs/formats/guard.md has both formats.
 * For every door of the guard; strings and lists live in the arena that was given.
 */
#ifndef DESK_GUARD_H
#define DESK_GUARD_H

#include "base/base.h"
#include "language/language.h"

#define GUARD_SETTINGS_NAME ".postmortem-guard"
#define GUARD_BASELINE_NAME ".postmortem-guard-baseline"

/* A finding that somebody set aside. */
struct guard_dismissal {
    uint64_t fingerprint;
    const char *rule;      /* its id */
    const char *reason;    /* one line, never empty */
    const char *beginning; /* of the sentence, for whoever reads the file */
};

struct guard_baseline {
    const char *path;                   /* NULL: there is none */
    bool is_there;                      /* false: it would be made */
    struct guard_dismissal *dismissals; /* by fingerprint, each once */
    size_t count;
    uint64_t *fingerprints; /* the same, alone */
    const char **remarks;   /* the file's lines with #, in order */
    size_t remark_count;
};

struct guard {
    const char *folder;        /* absolute; where settings and baseline are, or would be */
    const char *path;          /* of the settings; NULL: there are none */
    const char *baseline_path; /* as the settings name it; NULL: they do not */
    const char **ignored;      /* patterns of paths below `folder` */
    size_t ignored_count;
    struct guard_baseline baseline;
    struct language_settings settings; /* for language_request */
};

/* Reads settings; `name` is told with a line that is not understood (BAD_INPUT), which also tells
 * what is possible. Fills all but folder, path and baseline. */
enum status desk_guard_settings_read(struct span text, const char *name, struct arena *arena,
                                     struct guard *ret, struct error *error);

/* Reads a baseline; BAD_INPUT names the line. */
enum status desk_guard_baseline_read(struct span text, const char *name, struct arena *arena,
                                     struct guard_baseline *ret, struct error *error);
/* Reads the file that its path names; one that is missing is empty. */
enum status desk_guard_baseline_load(struct guard_baseline *baseline, struct arena *arena,
                                     struct error *error);
/* Adds findings, which it puts in order, to the file as it is by now, and takes over what others
 * wrote there meanwhile; one that is there already gets the reason given here. */
enum status desk_guard_baseline_add(struct guard_baseline *baseline, struct guard_dismissal *add,
                                    size_t count, struct arena *arena, struct error *error);
/* What may stand as a reason: text on one line. */
bool desk_guard_is_reason(struct span words);
/* The entry of a finding of this text; strings in `arena`. */
enum status desk_guard_dismissal_of(const struct language_finding *finding, struct span text,
                                    const char *reason, struct arena *arena,
                                    struct guard_dismissal *ret, struct error *error);
/* NULL: it is not there. */
const struct guard_dismissal *desk_guard_set_aside(const struct guard_baseline *baseline,
                                                   uint64_t fingerprint);

/* The settings for texts in a folder ("" or "." is here): those of `config` where it is given, else
 * the nearest in the folder or above, up to a folder with .git or the root; where there are none,
 * *ret says where they would be. The baseline is `baseline` where it is given. `writing`: a
 * baseline that is named and not there will be made. */
struct guard_wish {
    const char *config, *baseline; /* NULL: as found */
    bool writing;
};
enum status desk_guard_find(const char *folder, const struct guard_wish *wish, struct arena *arena,
                            struct guard *ret, struct error *error);
/* The settings of a team together with what a review knows: names, and what was set aside. */
enum status desk_guard_with(const struct language_settings *team,
                            const struct language_settings *known, struct arena *arena,
                            struct language_settings *ret, struct error *error);
/* Whether the settings say to pass over this path ("docs/a.md", as it was named or met). */
enum status desk_guard_ignores(const struct guard *guard, const char *path, struct arena *arena,
                               bool *ret, struct error *error);

/* Whether a path fits a pattern: * and ? within a name, ** across folders; one without a slash
 * fits any name on the way, and what lies below it. */
bool desk_guard_fits(struct span pattern, struct span path);

#endif
