/*
 * What the depot's tests share: a scratch folder with a workspace in it, a recorder of what collect
 * reports, and makers of packed bytes, good and bad.
 */
#ifndef TESTS_EVIDENCE_SCRATCH_H
#define TESTS_EVIDENCE_SCRATCH_H

#include "tests/test.h"

#include "evidence/depot.h"

enum { SEEN_MAX = 512 };

struct seen_source {
    char capture[65], hash[65]; /* hex */
    char name[600], member[600];
    struct evidence_source source; /* its strings point to the arrays above */
    enum evidence_packing packing;
};

struct scratch {
    char root[64]; /* holds "ws", a workspace, and whatever the test writes */
    char workspace[80];
    struct evidence_depot *depot;
    struct evidence_collector collector;
    /* what collect reported since scratch_forget */
    struct seen_source sources[SEEN_MAX];
    size_t source_count, capture_count, known_count, skip_count;
    struct evidence_capture last; /* its strings are gone */
    struct {
        char path[1200];
        struct error why;
    } skips[SEEN_MAX];
    enum status stop; /* what the recorder returns for a capture */
};

struct scratch *scratch_new(void);
void scratch_free(struct scratch *scratch); /* removes the folder */
void scratch_forget(struct scratch *scratch);
/* Writes a file below the root, making its folders; gives its path (overwritten by the next call).
 */
const char *scratch_write(struct scratch *scratch, const char *name, struct span bytes);
const char *scratch_path(struct scratch *scratch, const char *name);
/* Collects one path below the root. */
enum status scratch_collect(struct scratch *scratch, const char *name, struct error *error);
/* The one skip that was reported; fails when there is another number of them. */
const struct error *scratch_skip(const struct scratch *scratch);
/* Files in the workspace: captures, leftovers, unpacked contents. */
void scratch_census(struct scratch *scratch, size_t *captures, size_t *strangers, size_t *raws);
/* The content of the source of that number, opened as readers do. */
void scratch_assert_content(struct scratch *scratch, size_t number, struct span wanted);
/* Fails unless every capture's bytes have the hash of its name, and no stranger is there. */
void scratch_assert_clean(struct scratch *scratch);

/* ---- packed bytes: text_release the result ---- */

struct text pack_gzip(struct span bytes);
struct text pack_zstd(struct span bytes);
struct text pack_xz(struct span bytes);
struct text pack_bzip2(struct span bytes);

struct zip_maker {
    struct text bytes, directory;
    unsigned count;
    bool zip64; /* write 64-bit sizes and places */
};

struct zip_item {
    struct span name, content;
    bool stored;
    uint16_t flags;
    uint16_t method;     /* when not 0: claim this method, store the bytes */
    uint32_t wrong_crc;  /* xor */
    int64_t wrong_size;  /* added to the stated size */
    uint32_t attributes; /* upper half: Unix mode; sets "made on Unix" */
    uint32_t utc;        /* when not 0: extended time stamp */
    bool descriptor;     /* sizes behind the data, zeros before it */
};

void zip_maker_init(struct zip_maker *maker);
void zip_maker_add(struct zip_maker *maker, const struct zip_item *item);
void zip_maker_file(struct zip_maker *maker, const char *name, const char *content);
struct text zip_maker_end(struct zip_maker *maker); /* releases the maker */

#endif
