/* Used by base/os.c alone: where a test build makes operating-system calls fail. */
#ifndef BASE_OS_FAULT_H
#define BASE_OS_FAULT_H

#include <stdbool.h>

#ifdef OS_FAULTS
/* True when this call of `operation` is to fail, with errno set. POSTMORTEM_FAULT holds
 * "OPERATION:N:ERRNO[:sticky]": the Nth call (from 1) of that operation ("any" for all) fails with
 * the errno name; "kill" as ERRNO raises SIGKILL there instead; with ":sticky" all later calls fail
 * too. */
bool os_fault(const char *operation);
#else
static inline bool os_fault(const char *operation)
{
    (void)operation;
    return false;
}
#endif

#endif
