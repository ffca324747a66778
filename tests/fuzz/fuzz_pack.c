/*
 * Packs of git, from any bytes.
 *
 * An input that begins with "PACK" is taken as it is. Any other is a list of entries that become a
 * sound pack around unsound contents: a type, a length of two bytes, that many bytes; so deltas are
 * reached without guessing zlib streams.
 */
#include "tests/fuzz/fuzz.h"

#include "exchange/internal.h"

#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

enum { INPUT_MOST = 1 << 16, ENTRIES_MOST = 200 };

struct looking {
    size_t found, size;
};

static bool look(void *context, const struct git_found *found)
{
    struct looking *looking = context;
    struct git_commit commit;
    assert(found->type == GIT_COMMIT || found->type == GIT_TAG);
    assert(found->from < found->to && found->to <= looking->size);
    if (git_commit_of(found->type, found->body, &commit)) assert(commit.date.len > 0);
    looking->found++;
    return looking->found < 1000;
}

static void read_pack(struct span pack)
{
    struct looking looking = {.size = pack.len};
    struct git_pack_facts facts;
    enum status status = git_pack_each(pack, look, &looking, &facts, NULL);
    assert(status == STATUS_OK);
    assert(facts.read <= facts.entries);
}

static void add_entry(struct text *pack, unsigned type, struct span body, size_t last)
{
    unsigned char packed[1 << 17];
    uLongf len = sizeof packed;
    size_t from = pack->len;
    text_addc(pack, (char)(type << 4 | (body.len & 15) | 0x80));
    text_addc(pack, (char)((body.len >> 4 & 0x7f) | 0x80));
    text_addc(pack, (char)(body.len >> 11));
    if (type == GIT_OFS) { /* on the entry before; the distance in three bytes */
        size_t back = from - last - 128 - 128 * 128;
        text_addc(pack, (char)(back >> 14 | 0x80));
        text_addc(pack, (char)((back >> 7 & 0x7f) | 0x80));
        text_addc(pack, (char)(back & 0x7f));
    }
    if (type == GIT_REF) {
        unsigned char hash[20];
        git_hash(GIT_COMMIT, SPAN("author a <a> 1 +0\ncommitter a <a> 1 +0\n\ns\n"), hash);
        text_add(pack, (struct span){(const char *)hash, 20});
    }
    int code = compress2(packed, &len, (const Bytef *)body.at, (uLong)body.len, 1);
    assert(code == Z_OK);
    text_add(pack, (struct span){(const char *)packed, len});
}

static void make_pack(struct span entries)
{
    struct text pack;
    size_t last = 0;
    text_init(&pack, 0);
    text_add(&pack,
             (struct span){"PACK\0\0\0\2\0\0\0\xc8", 12}); /* 200 entries, or it ends early */
    for (int i = 0; i < ENTRIES_MOST && entries.len >= 3; i++) {
        const unsigned char *head = (const unsigned char *)entries.at;
        struct span body = span_sub(entries, 3, (size_t)(head[1] << 8 | head[2]) & 0x3fff);
        size_t from = pack.len;
        add_entry(&pack, head[0] & 7, body.at ? body : SPAN(""), last);
        entries = span_from(entries, 3 + body.len);
        last = from;
    }
    read_pack(text_span(&pack));
    text_release(&pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size < INPUT_MOST ? size : INPUT_MOST};
    if (span_starts(input, SPAN("PACK")))
        read_pack(input);
    else
        make_pack(input);
    return 0;
}
