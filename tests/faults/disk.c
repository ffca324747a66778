/*
 * A rough disk, preloaded in front of the C library.
 *
 * It writes down everything that a program does to files
 * below $CUT_ROOT: names made and moved, bytes written, and when it asked for them to be safe. From
 * that record disk.py builds the disks that a power cut at any moment may leave behind.
 *
 * With $CUT_EAT set, requests to make things safe are swallowed: the control that must lose data.
 * $CUT_FAIL "N:ERRNO" makes the Nth call of the process that touches such a file fail
 * ("N:ERRNO:sticky": and all later ones; "N:short": the Nth write is cut in half). $CUT_COUNT names
 * a file that gets the number of such calls when the process ends.
 *
 * One record: operation, two path lengths, offset, data length (all 64-bit little-endian), the
 * paths, the data. A record is one write in append mode, so several processes can share the log.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MAKE_FOLDER, REMOVE_FOLDER };

#define REAL(name)                                                                                 \
    static __typeof__(name) *real_##name;                                                          \
    if (!real_##name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name);

static int log_fd(void)
{
    static int fd = -2;
    const char *path = getenv("CUT_LOG");
    if (fd == -2) {
        REAL(open64)
        fd = path ? real_open64(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    }
    return fd;
}

static int is_ours(const char *path)
{
    const char *root = getenv("CUT_ROOT");
    size_t len = root ? strlen(root) : 0;
    return root && strncmp(path, root, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

static void note(enum operation operation, const char *path, const char *other, uint64_t offset,
                 const void *data, size_t len)
{
    int saved = errno;
    uint64_t head[5] = {operation, strlen(path), other ? strlen(other) : 0, offset, len};
    struct iovec parts[4] = {{head, sizeof head},
                             {(void *)(uintptr_t)path, head[1]},
                             {(void *)(uintptr_t)(other ? other : ""), head[2]},
                             {(void *)(uintptr_t)data, len}};
    if (is_ours(path) && log_fd() >= 0) {
        ssize_t written = writev(log_fd(), parts, data ? 4 : 3);
        if (written < 0) abort(); /* a record with holes would prove nothing */
    }
    errno = saved;
}

static unsigned long calls;

static void __attribute__((destructor)) tell_count(void)
{
    const char *path = getenv("CUT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%lu", calls);
    fclose(file);
}

static int errno_of(const char *name)
{
    if (strncmp(name, "ENOSPC", 6) == 0) return ENOSPC;
    if (strncmp(name, "EDQUOT", 6) == 0) return EDQUOT;
    if (strncmp(name, "EROFS", 5) == 0) return EROFS;
    return EIO;
}

/* The N in front of a plan; *rest is what stands behind it. */
static unsigned long number_of(const char *plan, const char **rest)
{
    unsigned long number = 0;
    for (; *plan >= '0' && *plan <= '9'; plan++)
        number = number * 10 + (unsigned long)(*plan - '0');
    *rest = plan;
    return number;
}

/* Counts a call that touches one of our files; true when it is to fail, with errno set. */
static int fails(void)
{
    const char *plan = getenv("CUT_FAIL");
    unsigned long number = __sync_add_and_fetch(&calls, 1);
    if (!plan) return 0;
    const char *rest;
    unsigned long wanted = number_of(plan, &rest);
    if (*rest != ':' || strncmp(rest, ":short", 6) == 0) return 0;
    if (number != wanted && !(strstr(rest, ":sticky") && number > wanted)) return 0;
    errno = errno_of(rest + 1);
    return 1;
}

/* The length that a write is allowed. */
static size_t allowed(size_t len)
{
    const char *plan = getenv("CUT_FAIL");
    const char *rest;
    if (!plan || number_of(plan, &rest) != calls || strcmp(rest, ":short") != 0) return len;
    return len > 1 ? len / 2 : len;
}

static int path_of(int fd, char out[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, out, PATH_MAX - 1);
    out[len > 0 ? len : 0] = '\0';
    return len > 0 && is_ours(out);
}

/* Paths are noted as the kernel sees them, so that a relative and an absolute one are the same. */
static const char *whole(const char *path, char out[PATH_MAX])
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    char *resolved = realpath(*folder ? folder : "/", NULL);
    snprintf(out, PATH_MAX, "%s/%s", resolved ? resolved : "", name);
    free(resolved);
    return out;
}

static int opened(int fd, int existed, int flags)
{
    char path[PATH_MAX];
    if (fd >= 0 && path_of(fd, path)) {
        if (!existed && (flags & O_CREAT)) note(CREATE, path, NULL, 0, NULL, 0);
        if (existed && (flags & O_TRUNC)) note(TRUNCATE, path, NULL, 0, NULL, 0);
    }
    return fd;
}

#define MODE_OF(flags, last)                                                                       \
    mode_t mode = 0;                                                                               \
    if ((flags)&O_CREAT) {                                                                         \
        va_list list;                                                                              \
        va_start(list, last);                                                                      \
        mode = va_arg(list, mode_t);                                                               \
        va_end(list);                                                                              \
    }

int open64(const char *path, int flags, ...)
{
    REAL(open64)
    MODE_OF(flags, flags)
    char a[PATH_MAX];
    if (is_ours(whole(path, a)) && fails()) return -1;
    int existed = access(path, F_OK) == 0;
    return opened(real_open64(path, flags, mode), existed, flags);
}

int open(const char *path, int flags, ...)
{
    REAL(open)
    MODE_OF(flags, flags)
    char a[PATH_MAX];
    if (is_ours(whole(path, a)) && fails()) return -1;
    int existed = access(path, F_OK) == 0;
    return opened(real_open(path, flags, mode), existed, flags);
}

ssize_t write(int fd, const void *data, size_t len)
{
    REAL(write)
    char path[PATH_MAX];
    int ours = path_of(fd, path);
    if (ours && fails()) return -1;
    off_t at = ours ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real_write(fd, data, ours ? allowed(len) : len);
    if (ours && done > 0) note(WRITE, path, NULL, (uint64_t)at, data, (size_t)done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
    REAL(pwrite64)
    char path[PATH_MAX];
    int ours = path_of(fd, path);
    if (ours && fails()) return -1;
    ssize_t done = real_pwrite64(fd, data, ours ? allowed(len) : len, offset);
    if (done > 0 && ours) note(WRITE, path, NULL, (uint64_t)offset, data, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
    return pwrite64(fd, data, len, offset);
}

int ftruncate64(int fd, off64_t size)
{
    REAL(ftruncate64)
    char path[PATH_MAX];
    int ours = path_of(fd, path);
    if (ours && fails()) return -1;
    int failed = real_ftruncate64(fd, size);
    if (!failed && ours) note(TRUNCATE, path, NULL, (uint64_t)size, NULL, 0);
    return failed;
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}

/* What one sees of a disk that swallows requests is that they succeed. */
static int sync_with(int (*real)(int), int fd)
{
    char path[PATH_MAX];
    int ours = path_of(fd, path);
    if (ours && fails()) return -1;
    if (getenv("CUT_EAT")) return 0;
    int failed = real(fd);
    if (!failed && ours) note(SYNC, path, NULL, 0, NULL, 0);
    return failed;
}

int fsync(int fd)
{
    REAL(fsync)
    return sync_with(real_fsync, fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync)
    return sync_with(real_fdatasync, fd);
}

ssize_t read(int fd, void *to, size_t len)
{
    REAL(read)
    char path[PATH_MAX];
    return path_of(fd, path) && fails() ? -1 : real_read(fd, to, len);
}

ssize_t pread64(int fd, void *to, size_t len, off64_t offset)
{
    REAL(pread64)
    char path[PATH_MAX];
    return path_of(fd, path) && fails() ? -1 : real_pread64(fd, to, len, offset);
}

int rename(const char *from, const char *to)
{
    REAL(rename)
    char a[PATH_MAX], b[PATH_MAX];
    whole(from, a);
    whole(to, b);
    if (is_ours(a) && fails()) return -1;
    int failed = real_rename(from, to);
    if (!failed) note(RENAME, a, b, 0, NULL, 0);
    return failed;
}

int unlink(const char *path)
{
    REAL(unlink)
    char a[PATH_MAX];
    whole(path, a);
    if (is_ours(a) && fails()) return -1;
    int failed = real_unlink(path);
    if (!failed) note(UNLINK, a, NULL, 0, NULL, 0);
    return failed;
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir)
    char a[PATH_MAX];
    whole(path, a);
    if (is_ours(a) && fails()) return -1;
    int failed = real_mkdir(path, mode);
    if (!failed) note(MAKE_FOLDER, a, NULL, 0, NULL, 0);
    return failed;
}

int rmdir(const char *path)
{
    REAL(rmdir)
    char a[PATH_MAX];
    whole(path, a);
    int failed = real_rmdir(path);
    if (!failed) note(REMOVE_FOLDER, a, NULL, 0, NULL, 0);
    return failed;
}
