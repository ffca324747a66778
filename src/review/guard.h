/*
 * The guard in the record: every text of a review is looked at as what it is (data/guard/fields.tsv
 * says what speaks up where), with the names that the review itself knows. It asks; it changes
 * nothing, holds nothing up, and nothing is kept about who wrote what.
 *
 * What was set aside stays with the review (PM0, set_aside): a line "FINGERPRINT RULE REASON
 * "SENTENCE"" each. A sentence that changes has another fingerprint, and is asked about again.
 */
#ifndef REVIEW_GUARD_H
#define REVIEW_GUARD_H

#include "language/language.h"
#include "review/record.h"

/* What a field of this entry is for, by guarded.c; LANGUAGE_FIELD_QUOTATION for words as they were
 * said, and for what is no prose (names, times, links): neither is looked at. */
enum language_field review_guard_field(const struct review_entry *entry,
                                       const struct review_field *field);

/* What a review itself knows, in `arena`: names of people (with their handles) and of components,
 * tools and sources, and what was set aside. Borrows the review's strings. */
enum status review_guard_known(const struct review *review, struct arena *arena,
                               struct language_settings *ret, struct error *error);

/* A text that is looked at. */
struct review_text {
    struct review_id about;
    const struct review_field *field;
    enum language_field is;
    struct span text; /* the whole field */
};
/* A walk over all of them, kind by kind, field by field: begins with the review and, where one
 * entry alone is meant, with that. Quotes and statements that were withdrawn are passed over. */
struct review_texts {
    const struct review *review;
    const struct review_entry *only;
    unsigned kind; /* where it goes on */
    size_t entry, field;
};
bool review_texts_next(struct review_texts *texts, struct review_text *ret);

/* A finding, its places counted in the text of the field. Borrowed for the call. */
struct review_found {
    const struct review_text *text;
    const struct language_finding *finding;
};
/* Takes one; not OK ends the work with that status. */
typedef enum status review_guard_sink(void *context, const struct review_found *found,
                                      struct error *error);

/* Looks at the texts of `only`, or of all entries (NULL), by the settings given (those of the
 * review, with rule_levels where a user set some). *ret_asked counts sentences with a hint or a
 * warning that was not set aside. `sink` NULL: count alone. */
enum status review_guard(const struct review *review, const struct review_entry *only,
                         const struct language_settings *settings, review_guard_sink *sink,
                         void *context, size_t *ret_asked, struct error *error);

/* The reason for which a finding was set aside in a review; empty: it was not. Borrows. */
struct span review_aside_reason(const struct review *review, uint64_t fingerprint);
/* Before findings are put aside, once: the list that they join is copied into `arena`, to grow. */
enum status review_aside_begin(struct review *review, struct arena *arena, struct error *error);
/* Puts a finding aside in review->own, for a reason; BAD_INPUT when there is none, LIMIT when the
 * list is full. Nothing changes when it stands there already. Strings live in `arena`. */
enum status review_set_aside(struct review *review, const struct review_found *found,
                             struct span reason, struct arena *arena, struct error *error);
/* The question that a finding puts to the meeting, about its entry, queued; the one that is there
 * when it was put already (its number is not 0). */
enum status review_ask_finding(const struct review *review, const struct review_found *found,
                               struct arena *arena, struct review_question **ret,
                               struct error *error);
/* Whether a finding leads to the wish list: hindsight where something is to be done about it. */
bool review_found_is_wish(const struct review_found *found);

#endif
