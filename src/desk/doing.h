/* What is told while something takes its time. */
#ifndef DESK_DOING_H
#define DESK_DOING_H

#include "base/base.h"

struct desk_doing { /* each function may be NULL */
    void *context;
    void (*progress)(void *context, const char *doing, uint64_t bytes, const char *name);
    void (*notice)(void *context, const char *words); /* nothing is lost by it */
    /* something was left out while the rest goes on */
    void (*passed_over)(void *context, const struct error *why);
    /* somebody has something to mend, but what was asked for is done */
    void (*warning)(void *context, const struct error *why);
};

#endif
