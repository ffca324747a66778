/* A review on the desk: found, loaded, changed and told by the commands of the record. */
#ifndef COMMAND_DESK_H
#define COMMAND_DESK_H

#include "command/workspace.h"

struct desk {
    struct call *call;
    const char *folder;
    struct store *store;
    bool changing;        /* holds the workspace's write lock */
    struct review review; /* as it is now; number 0: not loaded, or new */
    struct zone *zone;    /* of the review; NULL is UTC */
    struct review_typing typing;
    struct workspace sources; /* the list alone, for places; loaded when it is needed */
    struct store_author author;
    uint64_t change; /* number of the last change saved; 0: nothing changed */
    char user[256];
};

/* Opens the workspace of the call; for changes it waits for the write lock and holds it until
 * desk_save or desk_close. */
enum status desk_open(struct call *call, bool for_changes, struct desk *ret, struct error *error);
void desk_close(struct desk *desk); /* takes back what was not saved */
/* The run of a command that works on the desk from its first check to its end. */
enum status desk_run(struct call *call, bool for_changes,
                     enum status (*work)(struct desk *desk, struct error *error),
                     struct error *error);

/* Loads the review that the call's first operand names, or the only one there is. `most` is how
 * many operands the command takes behind it; *ret_used is 1 when the first operand was the name. */
enum status desk_review(struct desk *desk, size_t most, size_t *ret_used, struct error *error);
enum status desk_load(struct desk *desk, uint32_t number, struct error *error);
/* Is this operand a review's number ("PM7"), or the id of an entry ("E12", "PM0")? */
bool desk_is_review(const char *operand);
bool desk_is_entry(const char *operand);
/* The entry that an operand names, by its id or by words that only its line has; NOT_FOUND tells
 * what helps. */
enum status desk_entry(const struct desk *desk, const char *operand, struct review_entry **ret,
                       struct error *error);

/* What times without zone and date mean from now on: the review's own zone and day. */
enum status desk_typing(struct desk *desk, const struct review_review *own, struct error *error);
/* Gives a field what was typed; what cannot be read is a wrong call. */
enum status desk_set(struct desk *desk, struct review_entry *entry, const char *field,
                     struct span typed, struct error *error);
/* Gives every field that the call's options state; *ret_given counts them. */
enum status desk_options(struct desk *desk, enum review_kind kind, struct review_entry *entry,
                         size_t *ret_given, struct error *error);

struct desk_put {
    struct review_id id;        /* number 0: new; set by desk_save */
    struct review_entry *entry; /* NULL: take it out */
};
/* Puts entries into the review as one change: completed, checked, stored, and on disk when this
 * returns OK. A review with number 0 is made; its first put is PM0. */
enum status desk_save(struct desk *desk, struct desk_put *puts, size_t count, struct error *error);
/* As desk_save for a review whose own entry (PM0) was changed in place; `before` is how it was. */
enum status desk_save_own(struct desk *desk, const struct review_entry *before,
                          struct error *error);

/* Tells what was saved: ids, or JSON; then, on a terminal, what might deserve a question. */
enum status desk_tell(struct desk *desk, const struct desk_put *puts, size_t count,
                      struct error *error);
/* Looks at the texts of one entry, or all (NULL), as review_guard does, by the settings that hold
 * for the workspace and with what the review knows. */
enum status desk_guard(struct desk *desk, const struct review_entry *only, review_guard_sink *sink,
                       void *context, size_t *ret_asked, struct error *error);
/* The command that keeps a wish for information about an entry. */
void desk_wish(uint32_t review, struct review_id about, char *out, size_t size);
/* "PM7" */
void desk_json_review(uint32_t number, struct json_writer *json);
/* An object with review, id, version and body. */
void desk_json(const struct desk *desk, const struct review_entry *entry, struct json_writer *json);

/* The entry that a command is about, from its operands behind the review and from its options
 * (entry.c). USAGE when neither states anything. */
enum status entry_fill(struct desk *desk, size_t used, struct review_entry *entry,
                       struct error *error);
/* The run of every command that adds one entry. */
enum status entry_run(struct call *call, struct error *error);

/* Settled times and anchors of the review on the desk, in the call's arena. */
enum status desk_settle(struct desk *desk, struct review_settled *settled,
                        struct review_bounds *bounds, struct error *error);

/* Options of every command that writes to the record. */
#define DESK_OPTIONS                                                                               \
    {"why", 0, "REASON", "why this is changed, for the history"},                                  \
    {                                                                                              \
        "by", 0, "NAME", "who writes it (default: POSTMORTEM_BY, else the login name)"             \
    }

#endif
