/* A review on the desk of a call: named by its operands, given what its options state, told. */
#ifndef COMMAND_DESK_H
#define COMMAND_DESK_H

#include "command/workspace.h"

/* The call that a desk was opened for. */
static inline struct call *desk_call(const struct desk *desk)
{
    return desk->door;
}

/* Opens the workspace of the call, as its options name it and the author; see desk_open. */
enum status call_desk(struct call *call, bool for_changes, struct desk *ret, struct error *error);
/* The run of a command that works on the desk from its first check to its end. */
enum status desk_run(struct call *call, bool for_changes,
                     enum status (*work)(struct desk *desk, struct error *error),
                     struct error *error);

/* Loads the review that the call's first operand names, or the only one there is. `most` is how
 * many operands the command takes behind it; *ret_used is 1 when the first operand was the name. */
enum status desk_review(struct desk *desk, size_t most, size_t *ret_used, struct error *error);
/* Gives every field that the call's options state; *ret_given counts them. */
enum status desk_options(struct desk *desk, enum review_kind kind, struct review_entry *entry,
                         size_t *ret_given, struct error *error);

/* Tells what was saved: ids, or JSON; then, on a terminal, what might deserve a question. */
enum status desk_tell(struct desk *desk, const struct desk_put *puts, size_t count,
                      struct error *error);
/* The command that keeps a wish for information about an entry. */
void desk_wish(uint32_t review, struct review_id about, char *out, size_t size);

/* The entry that a command is about, from its operands behind the review and from its options
 * (entry.c). USAGE when neither states anything. */
enum status entry_fill(struct desk *desk, size_t used, struct review_entry *entry,
                       struct error *error);
/* The run of every command that adds one entry. */
enum status entry_run(struct call *call, struct error *error);

/* Options of every command that writes to the record. */
#define DESK_OPTIONS                                                                               \
    {"why", 0, "REASON", "why this is changed, for the history"},                                  \
    {                                                                                              \
        "by", 0, "NAME", "who writes it (default: POSTMORTEM_BY, else the login name)"             \
    }

#endif
