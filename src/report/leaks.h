/* What the files that look for leaks share. */
#ifndef REPORT_LEAKS_H
#define REPORT_LEAKS_H

#include "report/report.h"

struct leaks {
    struct span text;
    struct arena *arena;    /* borrowed */
    struct report_leak *at; /* on the heap while it grows */
    size_t count, room;
    size_t counted_to; /* bytes whose lines are counted */
    uint32_t line;
    struct error *error;
    enum status status; /* sticky */
};

/* Leaks come in the order of the text. `shown` is how many of its bytes may be repeated. */
void leaks_add(struct leaks *leaks, const char *rule, size_t from, size_t to, size_t shown,
               const char *why);
/* A secret that begins at `at`: its end, or 0 for none (leaks_secrets.c). *ret_from is where the
 * secret itself begins. */
size_t leaks_secret(struct span text, size_t at, size_t *ret_from, const char **ret_why);
/* An IPv4 or IPv6 address that begins at `at`: its end, or 0 (leaks_address.c). */
size_t leaks_address(struct span text, size_t at);

#endif
