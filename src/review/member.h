/*
 * What the files that read and write entries share: an entry's members by their field, and what a
 * string must be.
 *
 * A line is at most 4,000 bytes of UTF-8 without line breaks and control characters, a text at most
 * 1 MiB with '\n' between its lines and no control character but tabs; neither has white space at
 * its ends (a text keeps the blanks that its first line begins with: they mean something in
 * Markdown).
 */
#ifndef REVIEW_MEMBER_H
#define REVIEW_MEMBER_H

#include "review/record.h"

enum { BODY_MAX = 4 << 20, LIST_MAX = 10000, LINE_MAX_BYTES = 4000, TEXT_MAX_BYTES = 1 << 20 };

/* The member of a field; `type` is a word of REVIEW_TYPES. */
#define MEMBER(entry, field, type)                                                                 \
    ((REVIEW_##type##_MEMBER *)(void *)((char *)(entry) + (field)->at))
#define MEMBER_OF(entry, field, type)                                                              \
    ((const REVIEW_##type##_MEMBER *)(const void *)((const char *)(entry) + (field)->at))

/* What a field takes, for error sentences: "one line of text". */
const char *member_takes(enum review_type type);
/* The name as options and forms say it, '-' for '_'; `out` has 40 bytes; gives `out`. */
const char *member_option(const struct review_field *field, char *out);
/* Nothing stated. */
void member_clear(struct review_entry *entry, const struct review_field *field);

/* A line or text as it is kept, from what somebody gave: checked, trimmed, line breaks made '\n';
 * *ret is NULL when nothing is left. BAD_INPUT or LIMIT say what is wrong with it. */
enum status member_string(struct span given, bool one_line, struct arena *arena, const char **ret,
                          struct error *error);
/* The same for what the program itself put there, without refusing: what is no UTF-8 becomes
 * U+FFFD, a control character a blank, what is too long is cut. Borrows from `given` or
 * from `scratch`. */
struct span member_tidy(const char *given, bool one_line, struct text *scratch);

/* ---- lists: LINES, REFS, PLACES ---- */

/* One of the three, by the type of the field. */
struct member_element {
    const char *line;
    struct review_id id;
    struct review_place place;
};
size_t member_count(const struct review_entry *entry, const struct review_field *field);
struct member_element member_element(const struct review_entry *entry,
                                     const struct review_field *field, size_t i);
/* Appends to a list that has grown by this alone since it was clear; what strings it has are
 * borrowed. LIMIT when the list is full. */
enum status member_append(struct review_entry *entry, const struct review_field *field,
                          const struct member_element *element, struct arena *arena,
                          struct error *error);

/* ---- ids, days, places ---- */

/* An id that the field may name; BAD_INPUT says what it names. */
enum status member_id_read(const struct review_field *field, struct span text,
                           struct review_id *ret, struct error *error);
bool member_day_read(struct span text, int32_t *ret); /* YYYY-MM-DD */
void member_day_text(int32_t day, struct text *out);

/* A list from what a person typed, for review_set; on failure the entry is as it was. */
enum status member_list_set(struct review_entry *entry, const struct review_field *field,
                            struct span typed, const struct review_typing *typing,
                            struct arena *arena, struct error *error);

/* Reads a body into a struct of the kind that is all zero. */
enum status body_read_into(enum review_kind kind, struct span body, struct arena *arena,
                           struct review_entry *entry, struct error *error);

#endif
