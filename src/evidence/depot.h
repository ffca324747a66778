/*
 * The depot: the folders `evidence/` and `index/` of a workspace.
 *
 * What is collected is a *capture*: the bytes exactly as they came, named by their SHA-256, written
 * once, never altered. A capture holds one or more *sources*: itself, or what is packed in it (one
 * for gzip, zstd, xz, bzip2; one for each entry of a zip or tar). A source's content is also named
 * by its SHA-256, so the same log plain and gzipped is one content. Unpacked contents and indexes
 * live in `index/` and can be deleted: they are made again from the captures.
 *
 * Packings are told by their first bytes. What cannot be unpacked without doubt (damaged,
 * encrypted, a checksum that does not match) is not guessed at: a damaged stream or archive is a
 * source as it came, packed. Office documents, though zip files inside, are documents and stay
 * whole.
 */
#ifndef EVIDENCE_DEPOT_H
#define EVIDENCE_DEPOT_H

#include "evidence/kind.h"

struct evidence_depot; /* may be used by several threads */

/* Creates the two folders in an existing folder (fine when they exist). */
enum status evidence_depot_create(const char *workspace, struct error *error);
enum status evidence_depot_open(const char *workspace, struct evidence_depot **ret,
                                struct error *error);
void evidence_depot_close(struct evidence_depot *depot); /* NULL is fine */

#define EVIDENCE_PACKINGS(X)                                                                       \
    X(PLAIN, "plain")                                                                              \
    X(GZIP, "gzip")                                                                                \
    X(ZSTD, "zstd")                                                                                \
    X(XZ, "xz")                                                                                    \
    X(ZIP, "zip")                                                                                  \
    X(TAR, "tar")                                                                                  \
    X(BZIP2, "bzip2")

enum evidence_packing {
#define X(name, word) EVIDENCE_PACKED_##name,
    EVIDENCE_PACKINGS(X)
#undef X
};

const char *evidence_packing_word(enum evidence_packing packing);
bool evidence_packing_from_word(struct span word, enum evidence_packing *ret);

/* One file as it came. Strings are borrowed for the length of the callback or the arena. */
struct evidence_capture {
    struct sha256 hash;
    uint64_t size;      /* bytes as they came */
    const char *origin; /* the path as collected, or "standard input"; raw bytes, show escaped */
    const char *by;     /* who collected it */
    instant collected;
    instant modified; /* of the file; INSTANT_NONE when unknown */
    enum evidence_packing packing;
    bool known; /* the same bytes were in the depot before */
};

/* One content within a capture. */
struct evidence_source {
    struct sha256 hash; /* of the unpacked content */
    uint64_t size;      /* bytes of the unpacked content */
    struct sha256 capture;
    const char *member; /* entry name within an archive ("inner.zip!a.log" in an inner one), "" when
                           there is none; escaped like text_add_visible; the second entry of a name
                           ends with "#2"; never used as a path */
    const char *name;   /* shown to people: path below what was collected, plus "!entry" for a zip;
                           escaped like text_add_visible */
    instant modified;   /* gzip or zip header's time when it has one, else the file's; a zip
                           without exact times states local time, taken here as if it were UTC */
    enum evidence_kind kind;
    struct evidence_picture picture; /* for kind PICTURE */
};

/* Absolute limits against bombs; a ratio alone proves nothing (real logs reach 100:1). They are
 * checked before a byte is written, so the disk never holds more than they allow. */
struct evidence_budget {
    uint64_t file_bytes;  /* largest single file or content, unpacked */
    uint64_t total_bytes; /* all that one call reads and unpacks, also what it has known before */
    uint64_t entries;     /* entries of all archives of one call */
    int depth;            /* archives within archives: a .gz in a .zip is 2; at most 8 */
};
#define EVIDENCE_BUDGET_DEFAULT                                                                    \
    ((struct evidence_budget){UINT64_C(64) << 30, UINT64_C(256) << 30, 100000, 3})

struct evidence_index_hints; /* of index.h */

struct evidence_collector {
    void *context;
    /* Fills *ret with how a content is to be indexed, and returns true when its index is wanted: it
     * is made while the content comes and while the disk is busy with it, and kept unless something
     * goes wrong; then it is made when somebody asks for it. The source has its names and times,
     * but neither hash nor size nor kind; the hints' kind is filled in later. What the hints borrow
     * stays until evidence_collect returns. May be NULL. */
    bool (*hints)(void *context, const struct evidence_capture *capture,
                  const struct evidence_source *source, struct evidence_index_hints *ret);
    /* One capture is durable on disk, with its sources. Returning other than OK stops the run. */
    enum status (*took)(void *context, const struct evidence_capture *capture,
                        const struct evidence_source *sources, size_t count, struct error *error);
    /* Something about one path has to be said; `why` does so in a sentence, which also tells what
     * is kept. Mostly the path was passed over (symbolic link, device, unreadable, over budget:
     * then nothing of it is kept, and the status is LIMIT); but also what was taken with a
     * reservation: BUSY, it changed while it was read (the capture is exactly what was read);
     * BAD_INPUT, packed data that ends early (the content is what came before the cut), is damaged
     * (kept packed), or has an entry that cannot be read ("a.zip!entry"; the others are taken). The
     * run goes on. */
    void (*skipped)(void *context, const char *path, const struct error *why);
    /* Bytes so far; may be NULL. Called a few times a second at most. */
    void (*progress)(void *context, uint64_t bytes, const char *path);
    const char *by; /* who collects; borrowed */
    struct evidence_budget budget;
};

/* Takes in files and folders (walked in byte order of names, links not followed; a `.git` folder or
 * a bare repository gives its packs, loose commits and the reflog of HEAD; a workspace's own files
 * are left out). "-" is standard input. A file is read up to the size it had when it was opened.
 * Fails only when the depot itself cannot be written, memory is out, or a callback stopped it;
 * whatever is wrong with one path is `skipped`. Killed at any moment it leaves temporary files at
 * most (evidence_depot_tidy): each capture is complete and on disk before it is reported. */
enum status evidence_collect(struct evidence_depot *depot, const char *const *paths, size_t count,
                             const struct evidence_collector *collector, struct error *error);

/* Puts a capture's bytes into the depot as they come from a bundle or a backup: durable before it
 * returns, healing what is there and damaged. DAMAGED when they have another hash. */
enum status evidence_depot_keep(struct evidence_depot *depot, const struct sha256 *hash,
                                struct span bytes, struct error *error);

/* Maps the content of a source, unpacking it again when the unpacked copy is missing or damaged.
 * *ret borrows until evidence_content_close. */
enum status evidence_content_open(struct evidence_depot *depot,
                                  const struct evidence_source *source,
                                  enum evidence_packing packing, struct span *ret,
                                  struct error *error);
void evidence_content_close(struct span content);
/* The file that holds the content which evidence_content_open maps. */
enum status evidence_content_path(const struct evidence_depot *depot,
                                  const struct evidence_source *source,
                                  enum evidence_packing packing, char *out, size_t size,
                                  struct error *error);

/* Path of the capture's file, of the unpacked content, of the index: in `out` (at least 4096). */
enum status evidence_capture_path(const struct evidence_depot *depot, const struct sha256 *hash,
                                  char *out, size_t size, struct error *error);
enum status evidence_index_path(const struct evidence_depot *depot, const struct sha256 *content,
                                char *out, size_t size, struct error *error);

/* Reads one capture again and compares size and hash: OK, DAMAGED or NOT_FOUND. */
enum status evidence_verify_capture(struct evidence_depot *depot, const struct sha256 *hash,
                                    uint64_t size, struct error *error);

/* Reads everything in index/ again: unpacked contents against their names, indexes against their
 * checksums. Calls `each` with the path of what does not match, and removes it: it is made again
 * when it is next opened. */
enum status evidence_verify_index(struct evidence_depot *depot,
                                  enum status (*each)(void *context, const char *path,
                                                      const struct error *why, struct error *error),
                                  void *context, struct error *error);

/* What lies in the depot: calls `each` with every capture file's hash, and with false for leftovers
 * (temporary files of a run that was killed, strangers). */
enum status evidence_depot_walk(struct evidence_depot *depot,
                                enum status (*each)(void *context, const char *path,
                                                    const struct sha256 *hash_or_null,
                                                    struct error *error),
                                void *context, struct error *error);
/* Removes temporary files left by runs that were killed. Call with the workspace locked. */
enum status evidence_depot_tidy(struct evidence_depot *depot, size_t *ret_removed,
                                struct error *error);

#endif
