/*
 * Unpacking of gzip, zstd, xz, bzip2, zip and tar. Whatever the bytes are: the budgets hold, each
 * pot that was begun is kept or dropped once, nothing is lost without a word, and member names are
 * harmless text.
 */
#include "tests/fuzz/fuzz.h"

#include "evidence/unpack.h"

#include <assert.h>
#include <stdlib.h>

struct unpack_pot {
    struct text bytes;
    bool viewed;
};

struct counts {
    struct evidence_budget budget;
    uint64_t added;
    size_t begun, ended, kept, notes;
};

static enum status begin(void *context, struct unpack_pot **ret, struct error *error)
{
    struct counts *counts = context;
    struct unpack_pot *pot = calloc(1, sizeof *pot);
    if (!pot) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    text_init(&pot->bytes, 0);
    counts->begun++;
    *ret = pot;
    return STATUS_OK;
}

static enum status add(void *context, struct unpack_pot *pot, struct span bytes,
                       struct error *error)
{
    struct counts *counts = context;
    assert(!pot->viewed);
    text_add(&pot->bytes, bytes);
    counts->added += bytes.len;
    assert(pot->bytes.len <= counts->budget.file_bytes);
    assert(counts->added <= counts->budget.total_bytes);
    return text_status(&pot->bytes, error);
}

static enum status view(void *context, struct unpack_pot *pot, struct span *ret,
                        struct error *error)
{
    (void)context, (void)error;
    assert(!pot->viewed);
    pot->viewed = true;
    *ret = text_span(&pot->bytes);
    return STATUS_OK;
}

static void drop(void *context, struct unpack_pot *pot)
{
    struct counts *counts = context;
    counts->ended++;
    text_release(&pot->bytes);
    free(pot);
}

static void check_member(const char *member)
{
    struct text again;
    text_init(&again, 0);
    text_add_visible(&again, span_of(member));
    assert(strcmp(again.at, member) == 0); /* nothing in it that would have to be escaped */
    text_release(&again);
}

static enum status keep(void *context, struct unpack_pot *pot, const char *member, instant modified,
                        struct error *error)
{
    struct counts *counts = context;
    (void)modified, (void)error;
    check_member(member);
    counts->kept++;
    if (!pot) return STATUS_OK;
    assert(pot->viewed);
    drop(context, pot);
    return STATUS_OK;
}

static void note(void *context, const char *member, const struct error *why)
{
    struct counts *counts = context;
    check_member(member);
    assert(why->status == STATUS_BAD_INPUT || why->status == STATUS_LIMIT);
    assert(why->message[0]);
    counts->notes++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    enum evidence_packing packing = unpack_packing_of(bytes);
    if (packing == EVIDENCE_PACKED_PLAIN) return 0;
    struct counts counts = {.budget = {1 << 20, 4 << 20, 64, 3}};
    struct evidence_budget left = counts.budget;
    const struct unpack_sink sink = {.context = &counts,
                                     .begin = begin,
                                     .add = add,
                                     .view = view,
                                     .keep = keep,
                                     .drop = drop,
                                     .note = note};
    struct error error = ERROR_NONE;
    enum status status = unpack(bytes, packing, INSTANT_NONE, &left, &sink, &error);
    assert(status == STATUS_OK || status == STATUS_LIMIT);
    assert(status == error.status);
    assert(counts.begun == counts.ended);
    assert(status == STATUS_LIMIT || counts.kept > 0);
    assert(left.total_bytes == counts.budget.total_bytes - counts.added);
    return 0;
}
