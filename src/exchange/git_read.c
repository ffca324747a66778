/* Git's own containers as sources: bundles and packs, and single loose objects. */
#include "exchange/internal.h"

#include <zlib.h>

enum { REFS_MOST = 1000, LOOSE_MOST = 1 << 20 };

struct ref {
    struct span hash, name;
};

struct bundle {
    struct reading *reading;
    struct span pack;
    struct ref refs[REFS_MOST];
    size_t ref_count;
    bool other_names; /* objects are named by SHA-256 */
};

static struct span short_ref(struct span name)
{
    if (span_starts(name, SPAN("refs/heads/"))) return span_from(name, 11);
    if (span_starts(name, SPAN("refs/tags/"))) return span_from(name, 10);
    return name;
}

/* The lines in front of the pack: capabilities, what is presupposed, names of commits. */
static void read_bundle_head(struct span content, struct bundle *bundle)
{
    struct span rest = content;
    bundle->pack = content;
    if (!span_starts(content, SPAN("# v"))) return;
    span_cut(&rest, '\n');
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        if (line.len == 0) break;
        if (line.at[0] == '@') {
            bundle->other_names = bundle->other_names || span_is(line, "@object-format=sha256");
            continue;
        }
        struct span name = line, hash = span_cut(&name, ' ');
        if (line.at[0] == '-' || hash.len != 40 || span_is(name, "HEAD")) continue;
        if (bundle->ref_count < REFS_MOST)
            bundle->refs[bundle->ref_count++] = (struct ref){hash, short_ref(name)};
    }
    bundle->pack = rest;
}

static const char *refs_of(struct reading *reading, const struct bundle *bundle, const char *hash)
{
    struct text names;
    text_init(&names, 0);
    for (size_t i = 0; i < bundle->ref_count && names.len < KEY_MOST; i++) {
        if (!span_is(bundle->refs[i].hash, hash)) continue;
        text_adds(&names, names.len ? ", " : "");
        text_add(&names, span_sub(bundle->refs[i].name, 0, KEY_MOST));
    }
    const char *kept = reading_keep(reading, text_span(&names), KEY_MOST);
    text_release(&names);
    return kept;
}

static bool tell_found(void *context, const struct git_found *found)
{
    struct bundle *bundle = context;
    struct reading *reading = bundle->reading;
    struct span part = span_sub(bundle->pack, found->from, found->to - found->from);
    char hash[41];
    git_hex(found->hash, hash);
    git_tell(reading, found->type, hash, found->body, reading_place(reading, part),
             refs_of(reading, bundle, hash));
    return !reading_is_full(reading);
}

void git_pack_read(struct reading *reading)
{
    struct bundle bundle = {.reading = reading};
    struct git_pack_facts facts;
    read_bundle_head(reading_source(reading)->content, &bundle);
    if (bundle.other_names) {
        reading_notice(reading, "its commits are named by SHA-256, which is not read");
        return;
    }
    reading->status = git_pack_each(bundle.pack, tell_found, &bundle, &facts, reading->error);
    if (reading->status) return;
    if (facts.stopped)
        reading_notice(reading, "read up to entry %llu of %llu: %s", (unsigned long long)facts.read,
                       (unsigned long long)facts.entries, facts.stopped);
    if (facts.unsolved)
        reading_notice(reading, "%llu changed objects do not fit what they are based on",
                       (unsigned long long)facts.unsolved);
}

/* The whole stream when it is at most LOOSE_MOST bytes. */
static bool inflate_all(struct span packed, struct text *out)
{
    unsigned char chunk[16 * 1024];
    z_stream stream = {0};
    int code = Z_OK;
    if (packed.len > LOOSE_MOST || inflateInit(&stream) != Z_OK) return false;
    stream.next_in = (z_const Bytef *)packed.at;
    stream.avail_in = (uInt)packed.len;
    while (code == Z_OK && out->len <= LOOSE_MOST) {
        stream.next_out = chunk;
        stream.avail_out = sizeof chunk;
        code = inflate(&stream, Z_NO_FLUSH);
        text_add(out, (struct span){(const char *)chunk, sizeof chunk - stream.avail_out});
    }
    inflateEnd(&stream);
    return code == Z_STREAM_END && out->len <= LOOSE_MOST && text_status(out, NULL) == STATUS_OK;
}

void git_object_read(struct reading *reading)
{
    struct span content = reading_source(reading)->content, body;
    unsigned char hash[20];
    char hex[41];
    struct text text;
    text_init(&text, 0);
    bool whole = inflate_all(content, &text);
    body = text_span(&text);
    enum git_type type = span_starts(body, SPAN("commit ")) ? GIT_COMMIT
                         : span_starts(body, SPAN("tag "))  ? GIT_TAG
                                                            : GIT_BLOB;
    size_t end = span_find(span_sub(body, 0, 64), (struct span){"", 1});
    if (!whole || end == SIZE_MAX) {
        reading_notice(reading, "the object is damaged or larger than a commit");
    } else if (type != GIT_BLOB) {
        body = span_from(body, end + 1);
        git_hash(type, body, hash);
        git_hex(hash, hex);
        git_tell(reading, type, hex, body, reading_place(reading, content), "");
    }
    text_release(&text);
}
