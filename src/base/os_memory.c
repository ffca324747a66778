#include "base/os.h"

#include <stdlib.h>
#include <sys/mman.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void os_use_large_pages(void *at, size_t len)
{
    const uintptr_t large = (uintptr_t)2 << 20; /* of the common machines; others round it */
    uintptr_t from = ((uintptr_t)at + large - 1) & ~(large - 1);
    uintptr_t to = ((uintptr_t)at + len) & ~(large - 1);
    /* ignoring: without large pages the block works as well */
    if (from < to) (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

/* By itself glibc lets ever larger blocks share one heap, in which those of a size that comes
 * seldom leave holes: ten large indexes, one after another, took three times what the largest
 * needs. And it gives the end of the heap back at every chance, so that one content after another
 * gets the same pages anew.
 */
void os_give_back_large_blocks(void)
{
#ifdef __GLIBC__
    /* ignoring: without it the program needs more memory, and is right */
    (void)mallopt(M_MMAP_THRESHOLD, 3 << 19);
    (void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
#endif
}
