/*
 * Commits and annotated tags of a pack (git's documentation, gitformat-pack): entries one after
 * another, each a type, a size, for deltas a base, and a zlib stream whose end alone tells where
 * the next one begins. So everything is inflated once; only commits, tags and deltas on them are
 * kept.
 *
 * Everything is budgeted: bytes inflated, bytes kept, the size of one object. A pack that breaks
 * off gives what came before.
 */
#include "exchange/internal.h"

#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    OBJECT_MOST = 1 << 20,
    KEPT_MOST = 96 << 20,
    ROUNDS_MOST = 50,
    CHUNK = 64 * 1024,
};

struct object {
    size_t from, to; /* bytes of the pack */
    struct span body;
    unsigned char hash[20];
    enum git_type type;
};

/* A delta on an object that is named by its hash and may come later. */
struct waiting {
    size_t from, to;
    struct span delta;
    unsigned char base[20];
    bool done;
};

struct unpacking {
    struct span pack;
    size_t at;
    uint64_t left; /* bytes that may still be inflated */
    struct arena kept;
    struct object *objects; /* by place in the pack; those of the second pass behind them */
    size_t object_count, object_room;
    struct waiting *waiting;
    size_t waiting_count, waiting_room;
    bool (*each)(void *context, const struct git_found *found);
    void *context;
    bool enough;
    struct git_pack_facts facts;
    struct error *error;
};

struct entry {
    enum git_type type;
    uint64_t size;
    size_t from;
    uint64_t back; /* GIT_OFS: how far before `from` its base begins */
    const unsigned char *base;
};

static bool next_byte(struct unpacking *u, unsigned *ret)
{
    if (u->at >= u->pack.len) return false;
    *ret = (unsigned char)u->pack.at[u->at++];
    return true;
}

static bool read_head(struct unpacking *u, struct entry *ret)
{
    unsigned byte, shift = 4;
    *ret = (struct entry){.from = u->at};
    if (!next_byte(u, &byte)) return false;
    ret->type = (enum git_type)((byte >> 4) & 7);
    ret->size = byte & 15;
    while (byte & 0x80) {
        if (shift > 53 || !next_byte(u, &byte)) return false;
        ret->size |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    }
    if (ret->type == GIT_OFS) {
        if (!next_byte(u, &byte)) return false;
        ret->back = byte & 0x7f;
        while (byte & 0x80) {
            if (ret->back > UINT64_MAX >> 9 || !next_byte(u, &byte)) return false;
            ret->back = ((ret->back + 1) << 7) | (byte & 0x7f);
        }
    } else if (ret->type == GIT_REF) {
        if (u->pack.len - u->at < 20) return false;
        ret->base = (const unsigned char *)u->pack.at + u->at;
        u->at += 20;
    }
    return (int)ret->type >= 1 && (int)ret->type != 5;
}

/* Inflates the stream at `at`; `to` (of the entry's size) may be NULL: then it is passed over. */
static bool inflate_entry(struct unpacking *u, uint64_t size, char *to)
{
    unsigned char chunk[CHUNK];
    z_stream stream = {0};
    uint64_t out = 0;
    int code = Z_OK;
    if (size > u->left) {
        u->facts.stopped = "the budget of inflated bytes is used up";
        return false;
    }
    if (inflateInit(&stream) != Z_OK) return false;
    while (code == Z_OK) {
        size_t in = u->pack.len - u->at;
        uint64_t room = size - out;
        bool keep = to && room > 0;
        stream.next_in = (z_const Bytef *)u->pack.at + u->at;
        stream.avail_in = in < (1u << 30) ? (uInt)in : (1u << 30);
        stream.next_out = keep ? (Bytef *)to + out : chunk;
        stream.avail_out = keep && room < (1u << 30) ? (uInt)room : (uInt)sizeof chunk;
        if (keep && room >= (1u << 30)) break;
        uInt given = stream.avail_in, wanted = stream.avail_out;
        code = inflate(&stream, Z_NO_FLUSH);
        u->at += given - stream.avail_in;
        out += wanted - stream.avail_out;
        if (out > size) code = Z_DATA_ERROR;
    }
    inflateEnd(&stream);
    u->left -= size;
    return code == Z_STREAM_END && out == size;
}

/* ---- deltas ---- */

static bool delta_size(struct span *delta, uint64_t *ret)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && delta->len; shift += 7) {
        unsigned char byte = (unsigned char)delta->at[0];
        *delta = span_from(*delta, 1);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return *ret = value, true;
    }
    return false;
}

/* Takes the bytes that the bits of a copy instruction announce. */
static bool copy_operand(struct span *delta, unsigned bits, unsigned count, uint32_t *ret)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!(bits & (1u << i))) continue;
        if (delta->len == 0) return false;
        value |= (uint32_t)(unsigned char)delta->at[0] << (8 * i);
        *delta = span_from(*delta, 1);
    }
    *ret = value;
    return true;
}

static bool apply(struct span base, struct span delta, char *to, uint64_t size)
{
    uint64_t out = 0;
    while (delta.len) {
        unsigned code = (unsigned char)delta.at[0];
        struct span piece;
        delta = span_from(delta, 1);
        if (code & 0x80) {
            uint32_t offset, len;
            if (!copy_operand(&delta, code & 15, 4, &offset)) return false;
            if (!copy_operand(&delta, (code >> 4) & 7, 3, &len)) return false;
            if (len == 0) len = 0x10000;
            if (offset > base.len || len > base.len - offset) return false;
            piece = span_sub(base, offset, len);
        } else {
            if (code == 0 || code > delta.len) return false;
            piece = span_sub(delta, 0, code);
            delta = span_from(delta, code);
        }
        if (piece.len > size - out) return false;
        memcpy(to + out, piece.at, piece.len);
        out += piece.len;
    }
    return out == size;
}

/* ---- objects ---- */

static enum status out_of_room(struct unpacking *u)
{
    struct error why = ERROR_NONE;
    enum status status = arena_full(&u->kept, &why);
    if (status != STATUS_LIMIT) {
        if (u->error) *u->error = why;
        return status;
    }
    u->facts.stopped = "the budget of kept commits is used up";
    return STATUS_OK;
}

static enum status keep_object(struct unpacking *u, enum git_type type, size_t from, size_t to,
                               struct span body)
{
    enum status status =
        grow_array(&u->objects, &u->object_room, u->object_count + 1, sizeof *u->objects, u->error);
    if (status) return status;
    struct object *object = &u->objects[u->object_count++];
    *object = (struct object){.from = from, .to = to, .body = body, .type = type};
    git_hash(type, body, object->hash);
    struct git_found found = {.type = type, .body = body, .from = from, .to = to};
    memcpy(found.hash, object->hash, sizeof found.hash);
    if (!u->each(u->context, &found)) u->enough = true;
    return STATUS_OK;
}

/* `base` with `delta` on it becomes an object at from..to. */
static enum status solve(struct unpacking *u, const struct object *base, struct span delta,
                         size_t from, size_t to)
{
    uint64_t base_size, size;
    enum git_type type = base->type;
    if (!delta_size(&delta, &base_size) || !delta_size(&delta, &size) ||
        base_size != base->body.len || size > OBJECT_MOST) {
        u->facts.unsolved++;
        return STATUS_OK;
    }
    if (size > u->left) {
        u->facts.stopped = "the budget of inflated bytes is used up";
        return STATUS_OK;
    }
    u->left -= size;
    char *body = arena_alloc(&u->kept, size + 1);
    if (!body) return out_of_room(u);
    if (!apply(base->body, delta, body, size)) {
        u->facts.unsolved++;
        return STATUS_OK;
    }
    return keep_object(u, type, from, to, (struct span){body, size});
}

static const struct object *object_at(const struct unpacking *u, size_t from)
{
    size_t low = 0, high = u->object_count;
    while (low < high) {
        size_t probe = low + (high - low) / 2;
        if (u->objects[probe].from < from)
            low = probe + 1;
        else
            high = probe;
    }
    return low < u->object_count && u->objects[low].from == from ? &u->objects[low] : NULL;
}

static enum status keep_waiting(struct unpacking *u, const struct entry *entry, struct span delta)
{
    enum status status = grow_array(&u->waiting, &u->waiting_room, u->waiting_count + 1,
                                    sizeof *u->waiting, u->error);
    if (status) return status;
    struct waiting *waiting = &u->waiting[u->waiting_count++];
    *waiting = (struct waiting){.from = entry->from, .to = u->at, .delta = delta};
    memcpy(waiting->base, entry->base, sizeof waiting->base);
    return STATUS_OK;
}

static enum status read_entry(struct unpacking *u)
{
    struct entry entry;
    const struct object *base = NULL;
    if (!read_head(u, &entry)) {
        u->facts.stopped = "an entry's head is not as git writes it";
        return STATUS_OK;
    }
    if (entry.type == GIT_OFS && entry.back > 0 && entry.back <= entry.from)
        base = object_at(u, entry.from - (size_t)entry.back);
    bool wanted = entry.size <= OBJECT_MOST && (entry.type == GIT_COMMIT || entry.type == GIT_TAG ||
                                                entry.type == GIT_REF || base);
    /* A stream holds at most some thousand times its own length: no memory for what cannot be. */
    if (wanted && entry.size / 1100 > u->pack.len - u->at) wanted = false;
    char *body = wanted ? arena_alloc(&u->kept, (size_t)entry.size + 1) : NULL;
    if (wanted && !body) return out_of_room(u);
    if (!inflate_entry(u, entry.size, body)) {
        if (!u->facts.stopped) u->facts.stopped = "a stream is damaged or cut off";
        return STATUS_OK;
    }
    if (!wanted) return STATUS_OK;
    struct span text = {body, (size_t)entry.size};
    if (entry.type == GIT_REF) return keep_waiting(u, &entry, text);
    if (base) return solve(u, base, text, entry.from, u->at);
    return keep_object(u, entry.type, entry.from, u->at, text);
}

/* ---- deltas that name their base ---- */

static int by_hash(const void *a, const void *b)
{
    const struct object *x = *(const struct object *const *)a;
    const struct object *y = *(const struct object *const *)b;
    return memcmp(x->hash, y->hash, sizeof x->hash);
}

static const struct object *object_named(struct object **sorted, size_t count,
                                         const unsigned char *hash)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t probe = low + (high - low) / 2;
        int order = memcmp(sorted[probe]->hash, hash, 20);
        if (order == 0) return sorted[probe];
        if (order < 0)
            low = probe + 1;
        else
            high = probe;
    }
    return NULL;
}

/* One round over those that wait; *ret_solved how many became objects. */
static enum status solve_round(struct unpacking *u, size_t *ret_solved)
{
    struct object **sorted = NULL, *bases = NULL;
    size_t room = 0, bases_room = 0, count = u->object_count;
    *ret_solved = 0;
    enum status status = grow_array(&sorted, &room, count, sizeof(struct object *), u->error);
    if (!status) status = grow_array(&bases, &bases_room, count, sizeof *bases, u->error);
    if (status) goto out;
    /* A copy: objects that are added meanwhile may move the list. */
    memcpy(bases, u->objects, count * sizeof *bases);
    for (size_t i = 0; i < count; i++) sorted[i] = &bases[i];
    qsort(sorted, count, sizeof(struct object *), by_hash);
    for (size_t i = 0; i < u->waiting_count && !status && !u->enough && !u->facts.stopped; i++) {
        struct waiting *waiting = &u->waiting[i];
        const struct object *base =
            waiting->done ? NULL : object_named(sorted, count, waiting->base);
        if (!base) continue;
        waiting->done = true;
        (*ret_solved)++;
        status = solve(u, base, waiting->delta, waiting->from, waiting->to);
    }
out:
    free(sorted);
    free(bases);
    return status;
}

static enum status solve_waiting(struct unpacking *u)
{
    size_t solved = 1;
    enum status status = STATUS_OK;
    for (int i = 0; i < ROUNDS_MOST && solved && u->object_count && u->waiting_count && !status;
         i++)
        status = solve_round(u, &solved);
    return status;
}

static uint32_t big_endian(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

enum status git_pack_each(struct span pack, bool (*each)(void *context, const struct git_found *),
                          void *context, struct git_pack_facts *ret, struct error *error)
{
    struct unpacking u = {.pack = pack, .at = 12, .each = each, .context = context, .error = error};
    enum status status = STATUS_OK;
    if (pack.len < 12 || memcmp(pack.at, "PACK", 4) != 0 || big_endian(pack.at + 4) - 2 > 1) {
        *ret = (struct git_pack_facts){.stopped = "it does not begin like a pack"};
        return STATUS_OK;
    }
    arena_init(&u.kept, KEPT_MOST);
    /* No honest pack inflates a hundredfold, and a small one may do so. */
    u.left = pack.len < (SIZE_MAX >> 8) ? (32u << 20) + (uint64_t)pack.len * 100 : UINT64_MAX;
    if (u.left > UINT64_C(2) << 30) u.left = UINT64_C(2) << 30;
    u.facts.entries = big_endian(pack.at + 8);
    while (!status && !u.enough && !u.facts.stopped && u.facts.read < u.facts.entries) {
        status = read_entry(&u);
        if (!u.facts.stopped) u.facts.read++;
    }
    if (!status && !u.enough) status = solve_waiting(&u);
    if (!status) *ret = u.facts;
    free(u.objects);
    free(u.waiting);
    arena_release(&u.kept);
    return status;
}
