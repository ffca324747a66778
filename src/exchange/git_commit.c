/* Commits and annotated tags as git stores them: header lines, an empty line, the message. */
#include "exchange/internal.h"

#include <openssl/evp.h>
#include <stdio.h>

/* "Jun Park <jun@example.test> 1795326790 +0000": the person, and the date behind. */
static void split_person(struct span line, struct span *ret_person, struct span *ret_date)
{
    const char *close = line.len ? memrchr(line.at, '>', line.len) : NULL;
    if (!close) return;
    size_t end = (size_t)(close - line.at) + 1;
    *ret_person = span_trim(span_sub(line, 0, end));
    *ret_date = span_trim(span_from(line, end));
}

bool git_commit_of(enum git_type type, struct span body, struct git_commit *ret)
{
    struct git_commit commit = {.tag = {NULL, 0}};
    while (body.len) {
        struct span line = span_cut(&body, '\n'), rest = line, key = span_cut(&rest, ' ');
        if (line.len == 0) break;
        if (line.at[0] == ' ') continue; /* a signature goes on */
        if (span_is(key, "author")) split_person(rest, &commit.author, &commit.author_date);
        if (span_is(key, "committer") || span_is(key, "tagger"))
            split_person(rest, &commit.committer, &commit.date);
        if (span_is(key, "tag")) commit.tag = rest;
        if (span_is(key, "object")) commit.object = rest;
    }
    while (body.len && commit.subject.len == 0) commit.subject = span_trim(span_cut(&body, '\n'));
    if (commit.date.len == 0 || (type == GIT_TAG && commit.tag.len == 0)) return false;
    *ret = commit;
    return true;
}

void git_hash(enum git_type type, struct span body, unsigned char out[20])
{
    char head[40];
    unsigned len = 0;
    int head_len =
        snprintf(head, sizeof head, "%s %zu", type == GIT_TAG ? "tag" : "commit", body.len);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    memset(out, 0, 20);
    /* Names of objects, not a proof of anything: git's SHA-1 is what the repository uses. */
    if (context && EVP_DigestInit_ex(context, EVP_sha1(), NULL)) {
        EVP_DigestUpdate(context, head, (size_t)head_len + 1);
        EVP_DigestUpdate(context, body.at, body.len);
        EVP_DigestFinal_ex(context, out, &len);
    }
    EVP_MD_CTX_free(context);
}

void git_hex(const unsigned char hash[20], char out[41])
{
    for (size_t i = 0; i < 20; i++) {
        out[2 * i] = "0123456789abcdef"[hash[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    out[40] = '\0';
}

static struct interval date_of(const struct reading *reading, struct span date)
{
    return reading_epoch(reading, span_cut(&date, ' '));
}

/* The part of a person that is a name: without the address. */
static const char *name_of(struct reading *reading, struct span person)
{
    return reading_keep(reading, span_trim(span_cut(&person, '<')), KEY_MOST);
}

/* What differs from the plain case: written at another time, or by somebody else. */
static const char *written_words(struct reading *reading, const struct git_commit *commit)
{
    struct interval written = date_of(reading, commit->author_date);
    if (!interval_is_known(written) || span_equal(commit->author_date, commit->date)) return "";
    return reading_say(reading, "; written %s",
                       reading_clock_text(reading, written.earliest, true));
}

void git_tell(struct reading *reading, enum git_type type, const char *hash, struct span body,
              struct timeline_place place, const char *refs)
{
    struct git_commit commit;
    if (!git_commit_of(type, body, &commit)) {
        reading_notice(reading, "%s %.7s is not as git writes it",
                       type == GIT_TAG ? "tag" : "commit", hash);
        return;
    }
    const char *subject = reading_keep(reading, commit.subject, WHAT_MOST / 2);
    struct told told = {.event = {.kind = TIMELINE_CHANGE_CODE,
                                  .at = date_of(reading, commit.date),
                                  .end = INTERVAL_NONE,
                                  .place = place},
                        .trust = TRUST_TOOL};
    if (!interval_is_known(told.event.at)) return;
    if (type == GIT_TAG) {
        const char *tag = reading_keep(reading, commit.tag, KEY_MOST);
        told.event.actor = name_of(reading, commit.committer);
        told.event.key = tag;
        told.event.what = reading_say(reading, "tag %s set on %.*s: %s", tag,
                                      (int)(commit.object.len < 7 ? commit.object.len : 7),
                                      commit.object.len ? commit.object.at : "", subject);
        told.event.basis = "tagger's date";
    } else {
        told.event.actor = name_of(reading, commit.author);
        told.event.key = reading_say(reading, "%.7s", hash);
        told.event.what = reading_say(reading, "commit %.7s: %s%s%s%s", hash, subject,
                                      *refs ? " (" : "", refs, *refs ? ")" : "");
        told.event.basis =
            reading_say(reading, "committer's date%s", written_words(reading, &commit));
    }
    told.same = reading_say(reading, "commit %s", hash);
    reading_tell(reading, &told);
}
