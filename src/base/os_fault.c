#include "base/os_fault.h"

#ifdef OS_FAULTS

#include "base/span.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The only mutable global of the program, and only in builds made for fault tests. */
static atomic_ullong calls;

static int errno_named(struct span name)
{
    static const struct {
        const char *name;
        int number;
    } names[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EACCES", EACCES},
                 {"EMFILE", EMFILE}, {"EROFS", EROFS},   {"ENOMEM", ENOMEM}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_is(name, names[i].name)) return names[i].number;
    return EIO;
}

bool os_fault(const char *operation)
{
    const char *plan = getenv("POSTMORTEM_FAULT");
    if (!plan) return false;
    struct span rest = span_of(plan);
    struct span which = span_cut(&rest, ':'), nth = span_cut(&rest, ':');
    struct span name = span_cut(&rest, ':');
    uint64_t wanted;
    if (!span_to_u64(nth, &wanted)) return false;
    if (!span_is(which, "any") && !span_is(which, operation)) return false;
    uint64_t call = atomic_fetch_add(&calls, 1) + 1;
    bool sticky = span_is(rest, "sticky");
    if (call < wanted || (call > wanted && !sticky)) return false;
    if (span_is(name, "kill")) raise(SIGKILL);
    errno = errno_named(name);
    return true;
}

#else

/* ISO C wants a declaration in every file. */
extern int os_fault_unused;

#endif
