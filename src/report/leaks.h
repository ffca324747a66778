/* What the files that look for leaks share. */
#ifndef REPORT_LEAKS_H
#define REPORT_LEAKS_H

#include "report/report.h"

struct leaks_known { /* a word that must not leave */
    struct span word;
    struct span follow; /* what must stand behind it: "Bo" alone is too short for a name */
    const char *rule, *why;
    bool any_case;
    bool part; /* also as a part of a longer word: "maria-pc" */
};

struct leaks {
    const struct review *review;
    struct leaks_known *known; /* on the heap; sorted by word without case */
    size_t known_count, known_room;
    bool wide; /* machines are looked for as well */
    bool page; /* the text is a page of ours */
    struct span text;
    struct arena *arena;    /* borrowed */
    struct report_leak *at; /* on the heap while it grows */
    size_t count, room;
    size_t counted_to; /* bytes whose lines are counted */
    uint32_t line;
    struct error *error;
    enum status status; /* sticky */
};

/* ---- what the review knows (leaks_known.c) ---- */

void leaks_gather_known(struct leaks *leaks, unsigned circle);
/* What is known about the word at these bytes of the text, or NULL. */
const struct leaks_known *leaks_find_known(const struct leaks *leaks, size_t from, size_t to);
/* Components may be named, and roles are what names are replaced by. */
bool leaks_may_be_said(const struct review *review, struct span word);
static inline bool leaks_is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}
/* A word with dots, dashes and underscores in it. */
static inline bool leaks_is_token(char byte)
{
    return leaks_is_word(byte) || byte == '.' || byte == '-' || byte == '_';
}

/* ---- shapes ---- */

/* A secret that begins at `at`: its end, or 0 for none (leaks_secrets.c). *ret_from is where the
 * secret itself begins. */
size_t leaks_secret(struct span text, size_t at, size_t *ret_from, const char **ret_why);
/* An IPv4 or IPv6 address that begins at `at`: its end, or 0 (leaks_address.c). */
size_t leaks_address(struct span text, size_t at);

#endif
