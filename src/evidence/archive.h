/* Archives: zip and tar, as lists of entries that are checked before anything is unpacked. */
#ifndef EVIDENCE_ARCHIVE_H
#define EVIDENCE_ARCHIVE_H

#include "evidence/unpack.h"

struct archive_entry {
    struct span name;                /* as stored; any bytes */
    uint64_t size;                   /* unpacked, as stated */
    uint64_t packed_at, packed_size; /* of a tar's last entry less than `size` when that was cut */
    uint64_t header_at;              /* of a zip's local header */
    instant modified;                /* INSTANT_NONE when not stated */
    uint32_t crc;                    /* in a zip */
    uint32_t twin;                   /* 1 for the first entry of this name, 2 for the second, ... */
    uint16_t method;                 /* in a zip */
    bool folder;
    const char *refused; /* a sentence: why its content cannot be had; NULL when it can */
};

struct archive {
    struct span bytes;             /* borrowed */
    struct archive_entry *entries; /* owned, in the archive's order */
    size_t count;
    struct error end; /* what is wrong behind the last entry; its status OK when nothing is */
};

void archive_close(struct archive *archive); /* safe on a zeroed struct */
/* Tells entries of equal names apart: sets each one's `twin`. */
enum status archive_count_twins(struct archive *archive, struct error *error);

/* ---- zip_directory.c, zip_entry.c ---- */

/* Reads and checks the directory: sizes, places, overlaps. BAD_INPUT when it is no sound zip; LIMIT
 * when entries overlap, are more than are left, or state more bytes than `left` allows. */
enum status zip_open(struct span bytes, const struct evidence_budget *left, struct archive *ret,
                     struct error *error);
/* BAD_INPUT when the entry cannot be read (unknown method, damaged, wrong checksum). */
enum status zip_unpack(const struct archive *zip, const struct archive_entry *entry,
                       struct unpack_out *out, struct error *error);

/* ---- tar.c ---- */

bool tar_is(struct span head); /* begins with a tar's header, its checksum right */
/* Reads all headers. Names that had to be put together lie in `names`. LIMIT when the entries are
 * more than are left. A cut or damaged archive gives the entries before that place, and `end`. */
enum status tar_open(struct span bytes, const struct evidence_budget *left, struct arena *names,
                     struct archive *ret, struct error *error);
/* What is there of the entry. */
enum status tar_unpack(const struct archive *tar, const struct archive_entry *entry,
                       struct unpack_out *out, struct error *error);

#endif
