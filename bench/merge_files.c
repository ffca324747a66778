/* Writes ten files for the merge bench: lines that begin with an ISO stamp of fixed width and
 * differ in it, interleaved in time in runs of 1 to 50 lines. Byte order is time order, so `sort
 * -m` on the files is the true merge.
 *
 *     merge_files [--lines 1300000] [--seed 1] --out DIR */
#include <stdlib.h>
#include <string.h>

#include "bench/generate/maker.h"

#define FILES 10

static void line(struct maker *to, const struct phrase *phrase, int64_t now)
{
    static const char *const words[LEVELS] = {"NONE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
    struct stamp stamp = stamp_of(now);
    put_date(to, &stamp);
    put_char(to, 'T');
    put_clock(to, &stamp);
    put_char(to, '.');
    put_padded(to, stamp.nanosecond / 1000, 6, '0');
    put_phrase(to, "Z {w} {s}[{n}]: ");
    put_text(to, words[phrase->level]);
    put_phrase(to, " request={u} ");
    put_phrase(to, phrase->text);
    put_line_end(to);
    count_record(to, phrase->level, now);
}

static bool fill(struct maker *makers, uint64_t lines)
{
    struct maker *lead = &makers[0]; /* whose clock and random source all follow */
    uint64_t written = 0;
    while (written < lines) {
        struct maker *to = &makers[maker_below(lead, FILES)];
        uint32_t run = 1 + maker_below(lead, 50);
        for (uint32_t i = 0; i < run && written < lines; i++, written++) {
            lead->now += 1000; /* at least a microsecond, the precision of the stamps */
            int64_t now = maker_tick(lead);
            line(to, maker_choose(lead), now);
            if (!maker_keep(to)) return false;
        }
    }
    for (int i = 0; i < FILES; i++) {
        makers[i].now = lead->now;
        if (!maker_finish(&makers[i])) return false;
    }
    return true;
}

static bool write_all(const char *out, uint64_t lines, uint64_t seed)
{
    struct maker makers[FILES] = {0};
    char path[4096];
    bool ok = true;
    for (int i = 0; ok && i < FILES; i++) {
        int length = snprintf(path, sizeof path, "%s/merge-%02d.log", out, i);
        ok = length > 0 && (size_t)length < sizeof path &&
             maker_init(&makers[i], path, &kind_app_text, seed + (uint64_t)i);
    }
    ok = ok && fill(makers, lines);
    for (int i = 0; i < FILES; i++) maker_release(&makers[i]);
    return ok;
}

static bool parse_number(const char *text, uint64_t *ret)
{
    uint64_t value = 0;
    if (!*text || strlen(text) > 15) return false;
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9') return false;
        value = value * 10 + (uint64_t)(*c - '0');
    }
    *ret = value;
    return true;
}

int main(int argc, char **argv)
{
    uint64_t lines = 1300000, seed = 1;
    const char *out = NULL;
    bool ok = argc % 2 == 1;
    for (int i = 1; ok && i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--lines") == 0)
            ok = parse_number(argv[i + 1], &lines);
        else if (strcmp(argv[i], "--seed") == 0)
            ok = parse_number(argv[i + 1], &seed);
        else if (strcmp(argv[i], "--out") == 0)
            out = argv[i + 1];
        else
            ok = false;
    }
    if (!ok || !out) {
        fprintf(stderr, "usage: merge_files [--lines 1300000] [--seed 1] --out DIR\n");
        return 2;
    }
    return write_all(out, lines, seed) ? 0 : 1;
}
