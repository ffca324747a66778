/*
 * Which index files were checked in full, so that they need not be read whole each time.
 *
 * Beside abc.idx stands abc.seen: size, number, times and header checksum that the index had when
 * all its checks passed. Whoever changes a file changes the time that the file system keeps of it
 * (ctime), which no program can set; then the index is checked in full again, as it is after it was
 * copied. What changes without the file system's knowledge (a disk that forgets) is found by
 * evidence_index_check alone.
 */
#include <stdio.h>
#include <xxhash.h>

#include "evidence/depot.h"
#include "evidence/internal.h"

enum { PATH_MOST = 4200 };

/* A file system may note times no finer than this: what is changed twice within looks unchanged. */
#define TOO_YOUNG (2 * NS_PER_S)

struct note {
    char magic[8];
    uint64_t size, number, header;
    int64_t modified, changed;
    uint64_t check; /* XXH3 of the bytes before */
};

static const char magic[8] = {'p', 'm', 's', 'e', 'e', 'n', '1', '\n'};

static bool note_path(const char *path, char ret[PATH_MOST])
{
    size_t len = strlen(path), suffix = strlen(".idx");
    if (len < suffix || strcmp(path + len - suffix, ".idx") != 0 || len >= PATH_MOST - suffix)
        return false;
    snprintf(ret, PATH_MOST, "%.*s.seen", (int)(len - suffix), path);
    return true;
}

static struct note note_of(const struct index_seen *seen)
{
    struct note note = {.size = seen->size,
                        .number = seen->number,
                        .header = seen->header,
                        .modified = seen->modified,
                        .changed = seen->changed};
    memcpy(note.magic, magic, sizeof magic);
    note.check = XXH3_64bits(&note, offsetof(struct note, check));
    return note;
}

bool index_seen_now(const char *path, struct span file, struct index_seen *ret)
{
    struct os_facts facts;
    if (file.len < INDEX_HEADER_CHECK + sizeof ret->header) return false;
    if (os_facts(path, &facts, NULL) || facts.kind != OS_FILE || facts.size != file.len ||
        facts.changed == INSTANT_NONE)
        return false;
    *ret = (struct index_seen){.size = facts.size,
                               .number = facts.number,
                               .modified = facts.modified,
                               .changed = facts.changed};
    memcpy(&ret->header, file.at + INDEX_HEADER_CHECK, sizeof ret->header);
    return true;
}

bool index_seen_before(const char *path, const struct index_seen *seen)
{
    char beside[PATH_MOST];
    struct note want = note_of(seen);
    struct text text;
    if (!note_path(path, beside)) return false;
    text_init(&text, 0);
    bool known = os_slurp(beside, sizeof want, &text, NULL) == STATUS_OK &&
                 text.len == sizeof want && memcmp(text.at, &want, sizeof want) == 0;
    text_release(&text);
    return known;
}

void index_seen_note(const char *path, const struct index_seen *seen, instant now)
{
    char beside[PATH_MOST];
    struct note note = note_of(seen);
    if (seen->changed > instant_add(now, -TOO_YOUNG) || !note_path(path, beside)) return;
    /* ignoring: where it cannot be kept the index is checked again next time */
    (void)os_replace(beside, (struct span){(const char *)&note, sizeof note}, NULL);
}
