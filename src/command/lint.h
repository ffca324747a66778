/* What the parts of `lint` share: which texts, which findings, and how they are told. */
#ifndef COMMAND_LINT_H
#define COMMAND_LINT_H

#include "command/internal.h"
#include "desk/desk.h"

/* One text to look at; all borrowed. */
struct lint_text {
    const char *name; /* as it is told: a path, "-", or "PM1 E12 what" */
    struct span text;
    bool document; /* see struct language_request */
    enum language_field field;
    const struct review *of;           /* NULL: a file */
    const char *review, *entry, *part; /* "PM1", "E12", "what"; NULL: a file */
    const char *record; /* the command that answers an offer about hindsight; NULL: none */
};

struct lint;

/* A way to tell findings. `begin` comes before the first, `end` behind the last; each only appends
 * to lint->out. */
struct lint_teller {
    void (*begin)(struct lint *lint);
    void (*finding)(struct lint *lint, const struct language_finding *finding);
    void (*end)(struct lint *lint);
    bool each;      /* all findings of a sentence, whatever --every says */
    bool set_aside; /* those that were set aside as well */
};
extern const struct lint_teller lint_text_teller, lint_json_teller, lint_sarif_teller,
    lint_github_teller;

struct lint_tally {
    size_t texts, set_aside, foreign, ignored;
    size_t aside_at; /* the sentence that was counted last as set aside, SIZE_MAX: none */
    size_t levels[LANGUAGE_LEVEL_COUNT]; /* findings that were told */
    bool failing;                        /* one of the level of --fail or above was there */
};

struct lint {
    struct call *call;
    bool review; /* the texts are those of reviews; false: of files */
    const struct lint_teller *teller;
    enum language_level level; /* told from here on */
    enum language_level fail;  /* LANGUAGE_LEVEL_COUNT: never */
    bool every, colour;
    bool documents;            /* texts are documents; false: they are of `field` */
    enum language_field field; /* of a document before its first heading */
    struct guard_wish wish;

    const char *why; /* what is set aside is so for this reason; NULL: nothing is */
    bool asking;     /* a finding becomes a question */
    bool one;        /* only this one is meant: */
    uint64_t fingerprint;
    struct guard_dismissal *aside; /* to be put into the baseline at hand; owned */
    size_t aside_count, aside_room, aside_all;

    struct guard guard;                /* for the texts at hand; see lint_enter */
    const char *guard_folder;          /* whose it is; NULL: none yet */
    struct language_settings settings; /* of the guard, with what lint_know told */
    const struct lint_text *text;      /* at hand */

    struct text out; /* handed out piece by piece */
    struct json_writer json;
    struct lint_tally tally;
};

/* From now on the texts are of this folder: finds its settings. */
enum status lint_enter(struct lint *lint, const char *folder, struct error *error);
/* From now on, until the next lint_enter or lint_know, with what a review knows; in `arena`. */
enum status lint_know(struct lint *lint, const struct language_settings *known, struct arena *arena,
                      struct error *error);
/* Looks at one text and tells its findings. */
enum status lint_look(struct lint *lint, const struct lint_text *text, struct error *error);
/* Whether the call is about reviews: it names one, or an entry, or nothing at all. */
bool lint_is_review(const struct call *call);
/* The texts of the review or entry that the call names, or of all open reviews; or what becomes of
 * their findings (why, asking). */
enum status lint_reviews(struct lint *lint, struct error *error);
/* The files and folders that the call names. */
enum status lint_files(struct lint *lint, struct error *error);

/* The words of a finding, and those of its sentence. */
struct span lint_words(const struct lint *lint, const struct language_finding *finding);
/* The command that keeps what a finding leads to: a wish for information. NULL: none. */
const char *lint_record(const struct lint *lint, const struct language_finding *finding);

#endif
