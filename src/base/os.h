/*
 * The one seam to the outside world: files, directories, the wall clock, the environment.
 *
 * Nothing else in the program calls open, read, write, rename, fsync or clock_gettime, so a build
 * with -Dfaults=true can make any of these calls fail (see os_fault.c and tests/faults/).
 * Interrupted calls are retried; short reads and writes are continued.
 */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/error.h"
#include "base/instant.h"
#include "base/span.h"
#include "base/text.h"

struct os_facts {
    enum os_kind { OS_FILE, OS_FOLDER, OS_SYMLINK, OS_DEVICE, OS_PIPE, OS_SOCKET } kind;
    uint64_t size;
    instant modified;
    instant changed; /* anything about the file, as the file system notes by itself */
    uint64_t number; /* of the file in its file system, whatever its name */
    uint64_t device; /* the number of that file system */
};

/* Opens for reading; *ret_fd is close-on-exec and owned by the caller (os_close). `follow` false
 * refuses a symbolic link in the last part with BAD_INPUT. Never blocks on a FIFO. */
enum status os_open_read(const char *path, bool follow, int *ret_fd, struct error *error);
/* Creates a new file for reading and writing, mode 0600; BUSY when it is there already. */
enum status os_create(const char *path, int *ret_fd, struct error *error);
/* Opens for reading and writing in place, without following a last symbolic link; creates the file
 * (mode 0600) when it is missing and `create` says so. */
enum status os_open_write(const char *path, bool create, int *ret_fd, struct error *error);
/* Opens for appending, as a log is written; creates the file (mode 0600) when it is missing. */
enum status os_open_append(const char *path, int *ret_fd, struct error *error);
void os_close(int fd); /* -1 is fine */
/* Takes the right to write from an open file's owner and everybody else (mode 0400). */
enum status os_make_read_only(int fd, const char *path, struct error *error);

/* Facts of a path (not following a last symbolic link) or of an open file. */
enum status os_facts(const char *path, struct os_facts *ret, struct error *error);
enum status os_facts_fd(int fd, const char *path, struct os_facts *ret, struct error *error);

/* Reads up to `len` bytes; *ret_len is less only at the end of the file. */
enum status os_read(int fd, const char *path, void *to, size_t len, size_t *ret_len,
                    struct error *error);
/* Reads what is there now, up to `len` bytes; waits only when nothing is. *ret_len 0: the end. */
enum status os_read_some(int fd, const char *path, void *to, size_t len, size_t *ret_len,
                         struct error *error);
enum status os_read_at(int fd, const char *path, uint64_t offset, void *to, size_t len,
                       size_t *ret_len, struct error *error);
enum status os_write(int fd, const char *path, struct span bytes, struct error *error);
enum status os_write_at(int fd, const char *path, uint64_t offset, struct span bytes,
                        struct error *error);
/* Writing past the cache that the system keeps of files, for large contents that come but once:
 * memory that would hold them is not taken, and getting it costs more than the disk does. A second
 * way into a file that is there, open for writing as usual too; -1 where system or file system have
 * none. os_sync of either makes all of it safe. */
int os_open_direct(const char *path);
/* Writes whole blocks from memory that is aligned to a block, at an offset that is. *ret_len is
 * less than the whole blocks where the file system refuses: the rest is for os_write_at. */
enum { OS_DIRECT_BLOCK = 4096 };
enum status os_write_direct(int fd, const char *path, uint64_t offset, struct span bytes,
                            size_t *ret_len, struct error *error);
enum status os_sync(int fd, const char *path, struct error *error); /* fsync */
/* Lets the disk begin with what was written there, without waiting: a later os_sync is shorter. */
void os_begin_sync(int fd, uint64_t offset, uint64_t len);
/* Takes room on the disk for bytes that are going to be written there: writing is cheaper then, and
 * flushing other files waits less for this one. A hint: the file's size stays, and nothing happens
 * where the file system cannot. os_shorten gives back what was not needed. */
void os_reserve(int fd, uint64_t offset, uint64_t len);
enum status os_sync_folder(const char *path, struct error *error);
/* Cuts an open file off behind `len` bytes. */
enum status os_shorten(int fd, const char *path, uint64_t len, struct error *error);
/* Replaces `to` atomically. Does not sync the folder. */
enum status os_rename(const char *from, const char *to, struct error *error);
enum status os_remove(const char *path, struct error *error); /* a file; NOT_FOUND when absent */
/* An empty folder; fails when something is in it. */
enum status os_remove_folder(const char *path, struct error *error);
enum status os_make_folder(const char *path, struct error *error); /* fine when it exists */

/* Reads a whole file into `ret` (initialised by the caller); LIMIT beyond `cap` bytes. */
enum status os_slurp(const char *path, size_t cap, struct text *ret, struct error *error);
/* Writes a whole file so that a reader, a crash or a power cut sees the old or the new, never a
 * part: temporary file beside it, fsync, rename, fsync of the folder. Who may read and write a file
 * that is there already stays; a new one has mode 0600. */
enum status os_replace(const char *path, struct span bytes, struct error *error);
/* The same for a content in several parts, written one after another. */
enum status os_replace_parts(const char *path, const struct span *parts, size_t count,
                             struct error *error);

/* Maps a file read-only; *ret borrows from the mapping until os_unmap. A file that others may
 * shrink must not be mapped (a read past its end is fatal): only our own write-once files are. */
enum status os_map(const char *path, struct span *ret, struct error *error);
/* As os_map, for a file of somebody else's: maps a copy of it that no other program can reach, in
 * TMPDIR or /var/tmp, so that nothing anybody does to the file meanwhile matters. */
enum status os_map_copy(const char *path, struct span *ret, struct error *error);
void os_unmap(struct span mapping);
/* Only little of a mapping is going to be read, here and there: a hint to read nothing ahead. */
void os_read_little(struct span mapping);

/* Names in a folder, sorted by bytes, without "." and "..": calls `each` for one after another
 * until it returns other than OK. */
enum status os_list(const char *path,
                    enum status (*each)(void *context, const char *name, struct error *error),
                    void *context, struct error *error);

/* An exclusive advisory lock on a folder, or on a file (created when missing), held until
 * os_unlock. BUSY when somebody else holds it. */
enum status os_lock(const char *path, int *ret_fd, struct error *error);
/* The same, but waits up to `longest` for it. */
enum status os_lock_within(const char *path, duration longest, int *ret_fd, struct error *error);
void os_unlock(int fd);

/* A second name for the same file; BAD_INPUT where the file system cannot (the caller copies). */
enum status os_link(const char *from, const char *to, struct error *error);

/* Runs a program and waits for its end; argv[0] is looked for in PATH, NULL ends argv. No shell.
 * Meanwhile the keyboard's interrupts are the other program's. *ret_code is its exit code, 128 and
 * the signal's number when a signal ended it. NOT_FOUND when there is no such program. */
enum status os_run(const char *const *argv, int *ret_code, struct error *error);

/* Asks for large pages under a big block of the heap: fewer page faults while it is filled. A hint:
 * the contents stay, and nothing happens where the system has none. */
void os_use_large_pages(void *at, size_t len);
/* From now on heap blocks of a megabyte and more go back to the system when they are freed. */
void os_give_back_large_blocks(void);

/* Waits up to `longest` until something can be read there (its end counts). False: nothing yet. */
bool os_wait_read(int fd, duration longest);
/* From now on a wish to stop (SIGINT, SIGTERM) ends nothing by itself: os_stop_asked tells of it.
 * Of this thread and those that it begins later. */
void os_hold_stop(void);
bool os_stop_asked(void);
/* Waits up to `longest` for such a wish, and takes it: asked again, there is none. */
bool os_wait_stop(duration longest);

instant os_now(void);
duration os_thread_time(void);  /* what this thread has taken of the processor; 0 when unknown */
void os_sleep(duration length); /* or less, when a signal comes */
const char *os_env(const char *name); /* borrows; NULL when unset or empty */
/* The working folder, absolute; UNREADABLE when it is gone. */
enum status os_here(struct text *ret, struct error *error);
const char *os_user(char *buffer, size_t size); /* login name or "unknown"; gives `buffer` */
unsigned os_cpus(void);                         /* at least 1 */
bool os_is_terminal(int fd);

#endif
