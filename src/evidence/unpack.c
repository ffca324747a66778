#include "evidence/archive.h"
#include "evidence/unpack_coder.h"

#include <assert.h>
#include <inttypes.h>

/* Names of entries, mostly. */
static const size_t NAMES_CAP = (size_t)256 << 20;
enum { NAME_MAX_BYTES = 4096 };

/* One archive being read. Archives within archives are a stack of these, not a recursion. */
struct level {
    enum evidence_packing packing;
    struct span packed;
    struct unpack_pot *pot; /* owns `packed`; NULL for the outermost */
    const char *member;     /* of the packed content; "" for the outermost */
    instant modified;
    struct archive archive;
    size_t next, kept;
};

struct unpacking {
    const struct unpack_sink *sink;
    struct evidence_budget *left;
    struct arena names;
    struct level levels[UNPACK_LEVELS_MAX];
    int depth; /* levels in use */
};

static bool skippable_then_zstd(struct span head)
{
    const unsigned char *at = (const unsigned char *)head.at;
    if (head.len < 8 || (at[0] & 0xf0) != 0x50 || memcmp(at + 1, "\x2a\x4d\x18", 3) != 0)
        return false;
    uint32_t len = at[4] | (uint32_t)at[5] << 8 | (uint32_t)at[6] << 16 | (uint32_t)at[7] << 24;
    return span_starts(span_from(head, (size_t)len + 8), SPAN("\x28\xb5\x2f\xfd"));
}

static bool is_office_document(struct span head)
{
    static const char *const first_names[] = {"[Content_Types].xml", "_rels/.rels", "mimetype"};
    if (head.len < 30) return false;
    size_t len = (unsigned char)head.at[26] | (size_t)(unsigned char)head.at[27] << 8;
    for (size_t i = 0; i < sizeof first_names / sizeof first_names[0]; i++)
        if (span_is(span_sub(head, 30, len), first_names[i])) return true;
    return false;
}

enum evidence_packing unpack_packing_of(struct span head)
{
    if (span_starts(head, SPAN("\x1f\x8b\x08"))) return EVIDENCE_PACKED_GZIP;
    if (span_starts(head, SPAN("\xfd\x37\x7a\x58\x5a\x00"))) return EVIDENCE_PACKED_XZ;
    if (unpack_is_bzip2(head)) return EVIDENCE_PACKED_BZIP2;
    if (span_starts(head, SPAN("\x28\xb5\x2f\xfd")) || skippable_then_zstd(head))
        return EVIDENCE_PACKED_ZSTD;
    if (span_starts(head, SPAN("PK\x05\x06"))) return EVIDENCE_PACKED_ZIP;
    if (span_starts(head, SPAN("PK\x03\x04")) && !is_office_document(head))
        return EVIDENCE_PACKED_ZIP;
    if (tar_is(head)) return EVIDENCE_PACKED_TAR;
    return EVIDENCE_PACKED_PLAIN;
}

static enum status account_for(struct unpack_out *out, size_t len, struct error *error)
{
    assert(out->size <= out->left->file_bytes);
    if (len > out->left->file_bytes - out->size)
        return error_set(error, STATUS_LIMIT,
                         "unpacks to more than %" PRIu64 " bytes, the most for one content; if "
                         "that is right, raise it with --budget-file",
                         out->left->file_bytes);
    if (len > out->left->total_bytes)
        return error_set(error, STATUS_LIMIT,
                         "the bytes for one call are used up; raise them with --budget-total, or "
                         "collect in several calls");
    out->left->total_bytes -= len;
    out->size += len;
    return STATUS_OK;
}

enum status unpack_add(struct unpack_out *out, struct span bytes, struct error *error)
{
    enum status status = account_for(out, bytes.len, error);
    return status ? status : out->sink->add(out->sink->context, out->pot, bytes, error);
}

enum status unpack_grew(struct unpack_out *out, size_t len, struct error *error)
{
    enum status status = account_for(out, len, error);
    return status ? status : out->sink->grew(out->sink->context, out->pot, len, error);
}

static bool is_archive(enum evidence_packing packing)
{
    return packing == EVIDENCE_PACKED_ZIP || packing == EVIDENCE_PACKED_TAR;
}

static void note(const struct unpacking *job, const char *member, const struct error *why)
{
    job->sink->note(job->sink->context, member, why);
}

/* BAD_INPUT becomes a note and the caller's error stays untouched; all else is the caller's. */
static enum status pass_on(const struct error *why, struct error *error)
{
    if (error) *error = *why;
    return why->status;
}

static enum status open_level(struct unpacking *job, struct span packed,
                              enum evidence_packing packing, struct unpack_pot *pot,
                              const char *member, instant modified, struct error *error)
{
    assert(job->depth < UNPACK_LEVELS_MAX);
    struct level level = {.packing = packing, .packed = packed, .pot = pot, .member = member};
    level.modified = modified;
    struct archive *archive = &level.archive;
    enum status status = STATUS_OK;
    if (packing == EVIDENCE_PACKED_ZIP) status = zip_open(packed, job->left, archive, error);
    if (packing == EVIDENCE_PACKED_TAR)
        status = tar_open(packed, job->left, &job->names, archive, error);
    if (status) return status;
    if (archive->end.status) note(job, member, &archive->end);
    job->left->entries -= archive->count;
    job->levels[job->depth++] = level;
    return STATUS_OK;
}

/* An archive that gave nothing is a source itself, so that no evidence goes unseen. */
static enum status close_level(struct unpacking *job, struct error *error)
{
    const struct unpack_sink *sink = job->sink;
    assert(job->depth > 0);
    struct level *level = &job->levels[--job->depth];
    enum status status = STATUS_OK;
    archive_close(&level->archive);
    if (level->kept == 0)
        status = sink->keep(sink->context, level->pot, level->member, level->modified, error);
    else if (level->pot)
        sink->drop(sink->context, level->pot);
    if (job->depth) job->levels[job->depth - 1].kept++;
    return status;
}

/* Those that count: a tar packs nothing, and `logs.tar.gz` is one thing to people. */
static int levels_of(const struct unpacking *job)
{
    int levels = 0;
    for (int i = 0; i < job->depth; i++) levels += job->levels[i].packing != EVIDENCE_PACKED_TAR;
    return levels;
}

/* Takes a complete content: opens it when it is packed itself, else it is a source. */
static enum status settle(struct unpacking *job, struct unpack_pot *pot, const char *member,
                          instant modified, struct error *error)
{
    const struct unpack_sink *sink = job->sink;
    struct span view;
    enum status status = sink->view(sink->context, pot, &view, error);
    if (status) {
        sink->drop(sink->context, pot);
        return status;
    }
    enum evidence_packing packing = unpack_packing_of(view);
    struct error why = ERROR_NONE;
    if (packing != EVIDENCE_PACKED_PLAIN && levels_of(job) < job->left->depth &&
        job->depth < UNPACK_LEVELS_MAX) {
        status = open_level(job, view, packing, pot, member, modified, &why);
        if (status == STATUS_OK) return STATUS_OK;
        if (status != STATUS_BAD_INPUT) {
            sink->drop(sink->context, pot);
            return pass_on(&why, error);
        }
        note(job, member, &why);
    } else if (packing != EVIDENCE_PACKED_PLAIN) {
        error_set(&why, STATUS_LIMIT,
                  "is an archive within %d others; it is kept packed: unpack it to see inside",
                  levels_of(job));
        note(job, member, &why);
    }
    job->levels[job->depth - 1].kept++;
    return sink->keep(sink->context, pot, member, modified, error);
}

static void note_end(const struct unpacking *job, const struct level *level, enum unpack_end end,
                     uint64_t size, size_t rest)
{
    struct error why = ERROR_NONE;
    const char *word = evidence_packing_word(level->packing);
    if (end == UNPACK_ENDS_EARLY)
        error_set(&why, STATUS_BAD_INPUT,
                  "the %s data ends early: the %" PRIu64 " bytes before the cut are taken", word,
                  size);
    else
        error_set(&why, STATUS_BAD_INPUT,
                  "%zu bytes after the end of the %s data are not %s: they are kept in the "
                  "original, but not read",
                  rest, word, word);
    note(job, level->member, &why);
}

static void expect(const struct unpacking *job, const struct unpack_out *out, const char *member,
                   instant modified, uint64_t size)
{
    const struct unpack_sink *sink = job->sink;
    if (size > job->left->file_bytes || size > job->left->total_bytes) size = 0;
    if (sink->expect) sink->expect(sink->context, out->pot, member, modified, size);
}

/* gzip, zstd, xz, bzip2: their one content. */
static enum status next_of_stream(struct unpacking *job, struct level *level, struct error *error)
{
    const struct unpack_sink *sink = job->sink;
    struct unpack_out out = {.sink = sink, .left = job->left};
    struct error why = ERROR_NONE;
    enum unpack_end end = UNPACK_WHOLE;
    size_t rest = 0;
    level->next = 1;
    enum status status = sink->begin(sink->context, &out.pot, error);
    if (status) return status;
    instant modified = INSTANT_NONE;
    if (level->packing == EVIDENCE_PACKED_GZIP) modified = unpack_gzip_modified(level->packed);
    if (modified == INSTANT_NONE) modified = level->modified;
    expect(job, &out, level->member, modified, unpack_stream_states(level->packed, level->packing));
    status = unpack_stream(level->packed, level->packing, &out, &end, &rest, &why);
    if (status == STATUS_OK && end == UNPACK_ENDS_EARLY && out.size == 0)
        status = error_set(&why, STATUS_BAD_INPUT,
                           "the %s data ends before its first byte: kept as "
                           "it came",
                           evidence_packing_word(level->packing));
    if (status) {
        sink->drop(sink->context, out.pot);
        if (status != STATUS_BAD_INPUT) return pass_on(&why, error);
        note(job, level->member, &why);
        return STATUS_OK;
    }
    if (end != UNPACK_WHOLE) note_end(job, level, end, out.size, rest);
    return settle(job, out.pot, level->member, modified, error);
}

/* "outer.zip!inner.log"; control bytes and what is not UTF-8 are shown escaped, a second entry of
 * the same name gets "#2". NULL when the arena is full. */
static const char *member_of(struct unpacking *job, const struct level *level,
                             const struct archive_entry *entry)
{
    struct text text;
    text_init(&text, 0);
    if (level->member[0]) text_addf(&text, "%s!", level->member);
    text_add_visible(&text, entry->name);
    if (entry->twin > 1) text_addf(&text, "#%u", (unsigned)entry->twin);
    const char *member =
        text_status(&text, NULL) ? NULL : arena_copy(&job->names, text_span(&text));
    text_release(&text);
    return member;
}

static enum status next_of_archive(struct unpacking *job, struct level *level, struct error *error)
{
    const struct unpack_sink *sink = job->sink;
    const struct archive_entry *entry = &level->archive.entries[level->next++];
    struct unpack_out out = {.sink = sink, .left = job->left};
    struct error why = ERROR_NONE;
    if (entry->folder) return STATUS_OK;
    if (entry->name.len > NAME_MAX_BYTES) {
        error_set(&why, STATUS_BAD_INPUT, "entry %zu has a name of %zu bytes: passed over",
                  level->next, entry->name.len);
        note(job, level->member, &why);
        return STATUS_OK;
    }
    const char *member = member_of(job, level, entry);
    if (!member) return arena_full(&job->names, error);
    if (entry->refused) {
        error_set(&why, STATUS_BAD_INPUT, "%s", entry->refused);
        note(job, member, &why);
        return STATUS_OK;
    }
    enum status status = sink->begin(sink->context, &out.pot, error);
    if (status) return status;
    instant modified = entry->modified == INSTANT_NONE ? level->modified : entry->modified;
    expect(job, &out, member, modified, entry->size);
    status = level->packing == EVIDENCE_PACKED_ZIP ? zip_unpack(&level->archive, entry, &out, &why)
                                                   : tar_unpack(&level->archive, entry, &out, &why);
    if (status) {
        sink->drop(sink->context, out.pot);
        if (status != STATUS_BAD_INPUT) return pass_on(&why, error);
        note(job, member, &why);
        return STATUS_OK;
    }
    return settle(job, out.pot, member, modified, error);
}

static void drop_levels(struct unpacking *job)
{
    while (job->depth) {
        struct level *level = &job->levels[--job->depth];
        archive_close(&level->archive);
        if (level->pot) job->sink->drop(job->sink->context, level->pot);
    }
}

enum status unpack(struct span packed, enum evidence_packing packing, instant modified,
                   struct evidence_budget *left, const struct unpack_sink *sink,
                   struct error *error)
{
    assert(packing != EVIDENCE_PACKED_PLAIN);
    struct unpacking job = {.sink = sink, .left = left};
    struct error why = ERROR_NONE;
    arena_init(&job.names, NAMES_CAP);
    enum status status = open_level(&job, packed, packing, NULL, "", modified, &why);
    if (status == STATUS_BAD_INPUT) {
        note(&job, "", &why);
        status = sink->keep(sink->context, NULL, "", modified, error);
    } else if (status) {
        pass_on(&why, error);
    }
    while (status == STATUS_OK && job.depth) {
        struct level *level = &job.levels[job.depth - 1];
        bool archive = is_archive(level->packing);
        size_t most = archive ? level->archive.count : 1;
        if (level->next == most)
            status = close_level(&job, error);
        else if (archive)
            status = next_of_archive(&job, level, error);
        else
            status = next_of_stream(&job, level, error);
    }
    drop_levels(&job);
    arena_release(&job.names);
    return status;
}
