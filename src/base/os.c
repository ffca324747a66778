#include "base/os.h"

#include "base/arena.h"
#include "base/os_fault.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

/* What O_NOFOLLOW says of a symbolic link: ELOOP by POSIX, EMLINK on FreeBSD. */
static bool says_link(int number)
{
    return number == ELOOP || number == EMLINK;
}

enum status os_open_read(const char *path, bool follow, int *ret_fd, struct error *error)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);
    int fd = os_fault("open") ? -1 : open(path, flags);
    if (fd < 0 && says_link(errno)) {
        error_set(error, STATUS_BAD_INPUT, "is a symbolic link; name the file it points to");
        error_place(error, "%s", path);
        return STATUS_BAD_INPUT;
    }
    if (fd < 0) return error_set_errno(error, "open", path);
    *ret_fd = fd;
    return STATUS_OK;
}

enum status os_create(const char *path, int *ret_fd, struct error *error)
{
    int fd = os_fault("create") ? -1 : open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) {
        error_set(error, STATUS_BUSY, "exists already");
        error_place(error, "%s", path);
        return STATUS_BUSY;
    }
    if (fd < 0) return error_set_errno(error, "create", path);
    *ret_fd = fd;
    return STATUS_OK;
}

enum status os_open_write(const char *path, bool create, int *ret_fd, struct error *error)
{
    int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | (create ? O_CREAT : 0);
    int fd = os_fault("open") ? -1 : open(path, flags, 0600);
    if (fd < 0) return error_set_errno(error, "open", path);
    *ret_fd = fd;
    return STATUS_OK;
}

enum status os_open_append(const char *path, int *ret_fd, struct error *error)
{
    int flags = O_WRONLY | O_CLOEXEC | O_APPEND | O_CREAT | O_NOCTTY;
    int fd = os_fault("open") ? -1 : open(path, flags, 0600);
    if (fd < 0) return error_set_errno(error, "open", path);
    *ret_fd = fd;
    return STATUS_OK;
}

void os_close(int fd)
{
    if (fd >= 0) close(fd);
}

enum status os_make_read_only(int fd, const char *path, struct error *error)
{
    if (os_fault("chmod") || fchmod(fd, 0400)) return error_set_errno(error, "protect", path);
    return STATUS_OK;
}

static instant instant_of(const struct timespec *at)
{
    bool fits = at->tv_sec > -9000000000 && at->tv_sec < 9000000000;
    return fits ? (instant)at->tv_sec * NS_PER_S + at->tv_nsec : INSTANT_NONE;
}

static struct os_facts facts_of(const struct stat *st)
{
    struct os_facts facts = {.kind = OS_DEVICE};
    if (S_ISREG(st->st_mode)) facts.kind = OS_FILE;
    if (S_ISDIR(st->st_mode)) facts.kind = OS_FOLDER;
    if (S_ISLNK(st->st_mode)) facts.kind = OS_SYMLINK;
    if (S_ISFIFO(st->st_mode)) facts.kind = OS_PIPE;
    if (S_ISSOCK(st->st_mode)) facts.kind = OS_SOCKET;
    facts.device = (uint64_t)st->st_dev;
    facts.size = st->st_size > 0 ? (uint64_t)st->st_size : 0;
    facts.number = (uint64_t)st->st_ino;
#ifdef __APPLE__
    facts.modified = instant_of(&st->st_mtimespec);
    facts.changed = instant_of(&st->st_ctimespec);
#else
    facts.modified = instant_of(&st->st_mtim);
    facts.changed = instant_of(&st->st_ctim);
#endif
    return facts;
}

enum status os_facts(const char *path, struct os_facts *ret, struct error *error)
{
    struct stat st;
    if (os_fault("stat") || lstat(path, &st)) return error_set_errno(error, "look at", path);
    *ret = facts_of(&st);
    return STATUS_OK;
}

enum status os_facts_fd(int fd, const char *path, struct os_facts *ret, struct error *error)
{
    struct stat st;
    if (os_fault("stat") || fstat(fd, &st)) return error_set_errno(error, "look at", path);
    *ret = facts_of(&st);
    return STATUS_OK;
}

enum status os_read(int fd, const char *path, void *to, size_t len, size_t *ret_len,
                    struct error *error)
{
    size_t done = 0;
    while (done < len) {
        ssize_t n = os_fault("read") ? -1 : read(fd, (char *)to + done, len - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_set_errno(error, "read", path);
        if (n == 0) break;
        done += (size_t)n;
    }
    *ret_len = done;
    return STATUS_OK;
}

enum status os_read_some(int fd, const char *path, void *to, size_t len, size_t *ret_len,
                         struct error *error)
{
    ssize_t n;
    do n = os_fault("read") ? -1 : read(fd, to, len);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_set_errno(error, "read", path);
    *ret_len = (size_t)n;
    return STATUS_OK;
}

enum status os_read_at(int fd, const char *path, uint64_t offset, void *to, size_t len,
                       size_t *ret_len, struct error *error)
{
    size_t done = 0;
    while (done < len) {
        off_t at = (off_t)(offset + done);
        ssize_t n = os_fault("read") ? -1 : pread(fd, (char *)to + done, len - done, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_set_errno(error, "read", path);
        if (n == 0) break;
        done += (size_t)n;
    }
    *ret_len = done;
    return STATUS_OK;
}

enum status os_write(int fd, const char *path, struct span bytes, struct error *error)
{
    while (bytes.len) {
        ssize_t n = os_fault("write") ? -1 : write(fd, bytes.at, bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_set_errno(error, "write", path);
        bytes = span_from(bytes, (size_t)n);
    }
    return STATUS_OK;
}

enum status os_write_at(int fd, const char *path, uint64_t offset, struct span bytes,
                        struct error *error)
{
    while (bytes.len) {
        ssize_t n = os_fault("write") ? -1 : pwrite(fd, bytes.at, bytes.len, (off_t)offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_set_errno(error, "write", path);
        bytes = span_from(bytes, (size_t)n);
        offset += (uint64_t)n;
    }
    return STATUS_OK;
}

static int flush(int fd)
{
#ifdef F_FULLFSYNC /* macOS: fsync alone leaves the data in the cache of the disk */
    if (fcntl(fd, F_FULLFSYNC) == 0) return 0;
#endif
    return fsync(fd);
}

enum status os_sync(int fd, const char *path, struct error *error)
{
    /* Never retried: after a failed fsync the kernel may report the next one as good although the
     * data is gone. */
    if (os_fault("sync") || flush(fd)) return error_set_errno(error, "flush to disk", path);
    return STATUS_OK;
}

void os_begin_sync(int fd, uint64_t offset, uint64_t len)
{
#ifdef SYNC_FILE_RANGE_WRITE
    /* ignoring: it promises nothing, os_sync does */
    (void)sync_file_range(fd, (off_t)offset, (off_t)len, SYNC_FILE_RANGE_WRITE);
#else
    (void)fd;
    (void)offset;
    (void)len;
#endif
}

void os_reserve(int fd, uint64_t offset, uint64_t len)
{
#ifdef FALLOC_FL_KEEP_SIZE
    /* ignoring: a disk that is full is told by os_write */
    (void)fallocate(fd, FALLOC_FL_KEEP_SIZE, (off_t)offset, (off_t)len);
#else
    (void)fd;
    (void)offset;
    (void)len;
#endif
}

enum status os_sync_folder(const char *path, struct error *error)
{
    int fd = os_fault("open") ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return error_set_errno(error, "open the folder", path);
    enum status status = os_sync(fd, path, error);
    close(fd);
    return status;
}

enum status os_shorten(int fd, const char *path, uint64_t len, struct error *error)
{
    if (os_fault("shorten") || ftruncate(fd, (off_t)len))
        return error_set_errno(error, "shorten", path);
    return STATUS_OK;
}

enum status os_rename(const char *from, const char *to, struct error *error)
{
    if (os_fault("rename") || rename(from, to)) return error_set_errno(error, "put in place", to);
    return STATUS_OK;
}

enum status os_remove(const char *path, struct error *error)
{
    if (os_fault("remove") || unlink(path)) return error_set_errno(error, "remove", path);
    return STATUS_OK;
}

enum status os_remove_folder(const char *path, struct error *error)
{
    if (os_fault("remove") || rmdir(path)) return error_set_errno(error, "remove the folder", path);
    return STATUS_OK;
}

enum status os_make_folder(const char *path, struct error *error)
{
    if (os_fault("mkdir") || (mkdir(path, 0700) && errno != EEXIST))
        return error_set_errno(error, "make the folder", path);
    return STATUS_OK;
}

enum status os_slurp(const char *path, size_t cap, struct text *ret, struct error *error)
{
    int fd;
    enum status status = os_open_read(path, true, &fd, error);
    if (status) return status;
    char piece[65536];
    size_t len = sizeof piece;
    while (status == STATUS_OK && len == sizeof piece) {
        status = os_read(fd, path, piece, sizeof piece, &len, error);
        if (status) break;
        if (ret->len + len > cap) {
            status = error_set(error, STATUS_LIMIT, "is larger than the limit of %zu bytes", cap);
            error_place(error, "%s", path);
            break;
        }
        text_add(ret, (struct span){piece, len});
        status = text_status(ret, error);
    }
    os_close(fd);
    return status;
}

static enum status folder_of(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (!slash)
        snprintf(out, size, ".");
    else if (len == 0)
        snprintf(out, size, "/");
    else if (len < size)
        snprintf(out, size, "%.*s", (int)len, path);
    else
        return STATUS_LIMIT;
    return STATUS_OK;
}

enum status os_replace(const char *path, struct span bytes, struct error *error)
{
    return os_replace_parts(path, &bytes, 1, error);
}

/* A new file beside `path`. Several threads or runs may replace one file at a time: each writes a
 * file of its own, and none takes another's for a leftover. */
static enum status create_beside(const char *path, char temporary[PATH_ROOM], int *ret_fd,
                                 struct error *error)
{
    enum status status = STATUS_BUSY;
    uint64_t mark = (uint64_t)os_now();
    for (int tries = 0; status == STATUS_BUSY && tries < 100; tries++, mark++) {
        int len =
            snprintf(temporary, PATH_ROOM, "%s.%ld-%" PRIx64 ".tmp", path, (long)getpid(), mark);
        if (len < 0 || len >= PATH_ROOM)
            return error_set(error, STATUS_LIMIT, "the path is too long");
        status = os_create(temporary, ret_fd, error);
    }
    return status;
}

/* Those who could read and write the file at `path` can do so with the one that replaces it. */
static enum status keep_mode(const char *path, int fd, struct error *error)
{
    struct stat st;
    if (lstat(path, &st) || !S_ISREG(st.st_mode)) return STATUS_OK;
    if (os_fault("chmod") || fchmod(fd, st.st_mode & 0777))
        return error_set_errno(error, "protect", path);
    return STATUS_OK;
}

enum status os_replace_parts(const char *path, const struct span *parts, size_t count,
                             struct error *error)
{
    char temporary[PATH_ROOM], folder[PATH_ROOM];
    int fd = -1;
    if (folder_of(path, folder, sizeof folder))
        return error_set(error, STATUS_LIMIT, "the path is too long");
    enum status status = create_beside(path, temporary, &fd, error);
    if (status) return status;
    status = keep_mode(path, fd, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = os_write(fd, temporary, parts[i], error);
    if (status == STATUS_OK) status = os_sync(fd, temporary, error);
    os_close(fd);
    if (status == STATUS_OK) status = os_rename(temporary, path, error);
    if (status == STATUS_OK) return os_sync_folder(folder, error);
    (void)unlink(temporary); /* ignoring: the first failure is the one to report */
    return status;
}

static enum status map_open(int fd, const char *path, struct span *ret, struct error *error)
{
    struct os_facts facts = {0};
    enum status status = os_facts_fd(fd, path, &facts, error);
    if (status == STATUS_OK && facts.size == 0) {
        *ret = (struct span){NULL, 0};
    } else if (status == STATUS_OK) {
        void *at =
            os_fault("map") ? MAP_FAILED : mmap(NULL, facts.size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED)
            status = error_set_errno(error, "map", path);
        else
            *ret = (struct span){at, facts.size};
    }
    return status;
}

enum status os_map(const char *path, struct span *ret, struct error *error)
{
    int fd = -1;
    enum status status = os_open_read(path, true, &fd, error);
    if (status) return status;
    status = map_open(fd, path, ret, error);
    os_close(fd);
    return status;
}

static enum status copy_open(int from, const char *path, int to, const char *copy,
                             struct error *error)
{
    char piece[65536];
    size_t len = sizeof piece;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && len == sizeof piece) {
        status = os_read(from, path, piece, sizeof piece, &len, error);
        if (status == STATUS_OK) status = os_write(to, copy, (struct span){piece, len}, error);
    }
    return status;
}

enum status os_map_copy(const char *path, struct span *ret, struct error *error)
{
    char name[PATH_ROOM], copy[PATH_ROOM];
    const char *folder = os_env("TMPDIR");
    int from = -1, to = -1;
    int len = snprintf(name, sizeof name, "%s/postmortem", folder ? folder : "/var/tmp");
    if (len < 0 || len >= PATH_ROOM)
        return error_set(error, STATUS_LIMIT, "the path in TMPDIR is too long");
    enum status status = os_open_read(path, true, &from, error);
    if (status == STATUS_OK) status = create_beside(name, copy, &to, error);
    if (status == STATUS_OK) status = os_remove(copy, error); /* it lives as long as it is mapped */
    if (status == STATUS_OK) status = copy_open(from, path, to, copy, error);
    if (status == STATUS_OK) status = map_open(to, copy, ret, error);
    os_close(to);
    os_close(from);
    return status;
}

void os_unmap(struct span mapping)
{
    if (mapping.len) munmap((void *)(uintptr_t)mapping.at, mapping.len);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status read_names(DIR *folder, const char *path, char ***names, size_t *count,
                              struct error *error)
{
    size_t room = 0;
    for (;;) {
        errno = 0;
        struct dirent *entry = os_fault("list") ? NULL : readdir(folder);
        if (!entry && errno) return error_set_errno(error, "read the folder", path);
        if (!entry) return STATUS_OK;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        enum status status = grow_array(names, &room, *count + 1, sizeof **names, error);
        if (status) return status;
        (*names)[*count] = strdup(entry->d_name);
        if (!(*names)[*count]) return error_set(error, STATUS_NO_MEMORY, "out of memory");
        ++*count;
    }
}

enum status os_list(const char *path,
                    enum status (*each)(void *context, const char *name, struct error *error),
                    void *context, struct error *error)
{
    char **names = NULL;
    size_t count = 0;
    DIR *folder = os_fault("open") ? NULL : opendir(path);
    if (!folder) return error_set_errno(error, "open the folder", path);
    enum status status = read_names(folder, path, &names, &count, error);
    closedir(folder);
    if (status == STATUS_OK && count) qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        if (status == STATUS_OK) status = each(context, names[i], error);
        free(names[i]);
    }
    free(names);
    return status;
}

enum status os_lock(const char *path, int *ret_fd, struct error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EISDIR) fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return error_set_errno(error, "open the lock", path);
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        bool held = errno == EWOULDBLOCK;
        enum status status = held ? STATUS_BUSY : error_set_errno(error, "lock", path);
        close(fd);
        if (!held) return status;
        error_set(error, STATUS_BUSY,
                  "another run is making changes here; try again when it is done");
        error_place(error, "%s", path);
        return STATUS_BUSY;
    }
    *ret_fd = fd;
    return STATUS_OK;
}

enum status os_lock_within(const char *path, duration longest, int *ret_fd, struct error *error)
{
    enum status status;
    duration waited = 0, next = NS_PER_MS;
    while ((status = os_lock(path, ret_fd, error)) == STATUS_BUSY && waited < longest) {
        os_sleep(next);
        waited += next;
        if (next < 32 * NS_PER_MS) next *= 2;
    }
    return status;
}

void os_unlock(int fd)
{
    os_close(fd);
}

instant os_now(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now)) return 0;
    return (instant)now.tv_sec * NS_PER_S + now.tv_nsec;
}

duration os_thread_time(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)) return 0;
    return (duration)now.tv_sec * NS_PER_S + now.tv_nsec;
}

void os_sleep(duration length)
{
    struct timespec span = {.tv_sec = length / NS_PER_S, .tv_nsec = length % NS_PER_S};
    (void)nanosleep(&span, NULL); /* ignoring: who waits looks again anyway */
}

const char *os_env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

const char *os_user(char *buffer, size_t size)
{
    struct passwd entry, *found = NULL;
    char room[4096];
    assert(size);
    if (getpwuid_r(geteuid(), &entry, room, sizeof room, &found) || !found) found = NULL;
    snprintf(buffer, size, "%s", found ? found->pw_name : "unknown");
    return buffer;
}

enum status os_here(struct text *ret, struct error *error)
{
    char path[PATH_ROOM];
    if (os_fault("getcwd") || !getcwd(path, sizeof path))
        return error_set_errno(error, "tell the name of", "the working folder");
    text_adds(ret, path);
    return text_status(ret, error);
}

unsigned os_cpus(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (unsigned)count;
}

bool os_is_terminal(int fd)
{
    return isatty(fd) == 1;
}
