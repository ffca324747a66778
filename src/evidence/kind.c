/* Detection of kinds by content: from what is sure (magic bytes) to what is only likely (text). */
#include "evidence/kind.h"

#include "evidence/probe.h"

#include <zlib.h>

static const char *const words[] = {
#define X(name, word, records) word,
    EVIDENCE_KINDS(X)
#undef X
};

const char *evidence_kind_word(enum evidence_kind kind)
{
    return (unsigned)kind < EVIDENCE_KIND_COUNT ? words[kind] : "unknown";
}

bool evidence_kind_from_word(struct span word, enum evidence_kind *ret)
{
    for (unsigned i = 0; i < EVIDENCE_KIND_COUNT; i++) {
        if (!span_is(word, words[i])) continue;
        *ret = (enum evidence_kind)i;
        return true;
    }
    return false;
}

bool probe_line(const struct probe *probe, struct span *rest, struct span *ret_line)
{
    if (rest->len == 0) return false;
    if (!probe->whole && !memchr(rest->at, '\n', rest->len)) return false;
    *ret_line = span_cut(rest, '\n');
    if (ret_line->len && ret_line->at[ret_line->len - 1] == '\r') ret_line->len--;
    return true;
}

static bool git_pack(struct span head)
{
    if (span_starts(head, SPAN("# v2 git bundle\n")) ||
        span_starts(head, SPAN("# v3 git bundle\n")))
        return true;
    return span_starts(head, SPAN("PACK\0\0\0\2")) || span_starts(head, SPAN("PACK\0\0\0\3"));
}

/* A loose object is a zlib stream of "commit 241\0...": inflating the first bytes is enough. */
static bool git_object(struct span head)
{
    static const char *const types[] = {"commit ", "tree ", "blob ", "tag "};
    unsigned char out[32] = {0};
    if (head.len < 8 || (head.at[0] & 0x0f) != 8) return false;
    z_stream stream = {0};
    if (inflateInit(&stream) != Z_OK) return false;
    stream.next_in = (z_const Bytef *)head.at;
    stream.avail_in = head.len < 512 ? (uInt)head.len : 512;
    stream.next_out = out;
    stream.avail_out = sizeof out;
    int code = inflate(&stream, Z_SYNC_FLUSH);
    struct span text = {(const char *)out, sizeof out - stream.avail_out};
    inflateEnd(&stream);
    if (code != Z_OK && code != Z_STREAM_END) return false;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (!span_starts(text, span_of(types[i]))) continue;
        struct span size = span_from(text, strlen(types[i]));
        uint64_t bytes;
        size_t end = span_find(size, (struct span){"", 1});
        return end != SIZE_MAX && span_to_u64(span_sub(size, 0, end), &bytes);
    }
    return false;
}

/* Containers and programs that may hold runs of text, so that counting bytes could be misled. */
static bool binary_magic(struct span head)
{
    static const struct span magics[] = {
        {"\x7f"
         "ELF",
         4},
        {"%PDF-", 5},
        {"LPKSHHRH", 8}, /* systemd journal file */
        {"SQLite format 3", 15},
        {"\x1f\x8b", 2},
        {"PK\3\4", 4},
        {"\xfd"
         "7zXZ",
         5},
        {"\x28\xb5\x2f\xfd", 4},
        {"BZh", 3},
        {"OggS", 4},
        {"RIFF", 4},
    };
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (span_starts(head, magics[i])) return true;
    return false;
}

/* A log may hold terminal escapes and a hole of NULs, where a crash or a truncation tore it; a
 * binary is full of them, and of other bytes. */
static bool mostly_binary(struct span head)
{
    enum { HOLE_LEAST = 16 };
    size_t odd = 0, run = 0, hole = 0;
    for (size_t i = 0; i <= head.len; i++) {
        unsigned char c = i < head.len ? (unsigned char)head.at[i] : 'x';
        if (c == 0) {
            run++;
            continue;
        }
        if (run < HOLE_LEAST)
            odd += run;
        else
            hole += run;
        run = 0;
        odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1b;
    }
    return odd > (head.len - hole) / (hole > head.len / 5 ? 100 : 5) || hole == head.len;
}

/* UTF-16 text as Windows tools write it: every other byte of the ASCII part is NUL. */
static bool stamped_utf16(struct span head, bool whole)
{
    bool little = span_starts(head, SPAN("\xff\xfe"));
    if (!little && !span_starts(head, SPAN("\xfe\xff"))) return false;
    char narrow[8192];
    size_t len = 0;
    for (size_t i = 2; i + 1 < head.len && len < sizeof narrow; i += 2) {
        char high = head.at[little ? i + 1 : i], low = head.at[little ? i : i + 1];
        narrow[len++] = high ? '?' : low;
    }
    struct probe probe = {{narrow, len}, whole && head.len <= 2 * sizeof narrow};
    return probe_stamped(&probe);
}

static enum evidence_kind kind_of_text(const struct probe *probe)
{
    enum evidence_kind kind;
    struct probe_csv csv;
    struct span name;
    if (probe_json(probe, &kind)) return kind;
    if (probe_journal_export(probe)) return EVIDENCE_LOG;
    if (probe_git_log(probe)) return EVIDENCE_GIT_LOG;
    if (probe_history(probe)) return EVIDENCE_SHELL_HISTORY;
    if (probe_mail(probe)) return EVIDENCE_MAIL;
    if (probe_session(probe)) return EVIDENCE_SHELL_SESSION;
    if (probe_written(probe)) return EVIDENCE_ATTACHMENT;
    if (span_starts(probe->head, SPAN("# HELP ")) || span_starts(probe->head, SPAN("# TYPE ")))
        return EVIDENCE_ATTACHMENT; /* one scrape of metrics: values without times */
    if (probe_xml(probe, &name)) return EVIDENCE_LOG;
    if (probe_csv(probe, &csv)) return csv.log ? EVIDENCE_LOG : EVIDENCE_TABLE;
    return probe_stamped(probe) ? EVIDENCE_LOG : EVIDENCE_ATTACHMENT;
}

enum evidence_kind evidence_kind_of(struct span head, uint64_t total,
                                    struct evidence_picture *ret_picture)
{
    struct probe probe = {head, head.len >= total};
    struct evidence_picture picture = {0};
    if (ret_picture) *ret_picture = picture;
    if (head.len == 0) return EVIDENCE_ATTACHMENT;
    if (probe_picture(&probe, &picture)) {
        if (ret_picture) *ret_picture = picture;
        return EVIDENCE_PICTURE;
    }
    if (git_pack(head)) return EVIDENCE_GIT_PACK;
    if (git_object(head)) return EVIDENCE_GIT_OBJECT;
    if (stamped_utf16(head, probe.whole)) return EVIDENCE_LOG;
    if (binary_magic(head) || mostly_binary(head)) return EVIDENCE_ATTACHMENT;
    if (span_starts(head, SPAN("\xef\xbb\xbf"))) probe.head = span_from(head, 3);
    return kind_of_text(&probe);
}
