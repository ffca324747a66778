#include "base/os.h"

#include "base/os_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int os_open_direct(const char *path)
{
    int flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW;
#ifdef O_DIRECT
    return os_fault("open") ? -1 : open(path, flags | O_DIRECT);
#elif defined F_NOCACHE /* macOS */
    int fd = os_fault("open") ? -1 : open(path, flags);
    if (fd < 0 || fcntl(fd, F_NOCACHE, 1) == 0) return fd;
    close(fd);
    return -1;
#else
    (void)path;
    (void)flags;
    return -1;
#endif
}

enum status os_write_direct(int fd, const char *path, uint64_t offset, struct span bytes,
                            size_t *ret_len, struct error *error)
{
    size_t done = 0;
    while (bytes.len - done >= OS_DIRECT_BLOCK) {
        size_t whole = (bytes.len - done) & ~(size_t)(OS_DIRECT_BLOCK - 1);
        off_t at = (off_t)(offset + done);
        ssize_t n = os_fault("write") ? -1 : pwrite(fd, bytes.at + done, whole, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EINVAL) break;
        if (n < 0) return error_set_errno(error, "write", path);
        if (n < OS_DIRECT_BLOCK) break;
        done += (size_t)n & ~(size_t)(OS_DIRECT_BLOCK - 1);
    }
    *ret_len = done;
    return STATUS_OK;
}

void os_read_little(struct span mapping)
{
    /* ignoring: without it more is read than is wanted */
    if (mapping.len)
        (void)posix_madvise((void *)(uintptr_t)mapping.at, mapping.len, POSIX_MADV_RANDOM);
}
