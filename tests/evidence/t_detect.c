/*
 * What the program makes of files that nobody prepared it for. The cases are in detect.txt: what is
 * expected, and the text. Kind, layouts, records, times and levels are told by detection alone.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "evidence/evidence.h"

#define CASES SOURCE_ROOT "/tests/evidence/detect.txt"

static struct error error;

struct expected {
    struct span name, kind, first, last, levels, layout, guess, as, modified, file, zone, formats;
    uint64_t records, timed, layouts;
    bool has_records, has_timed, has_layouts;
};

/* ---- the text of a case ---- */

/* Lines of a case are as they stand, but for "\e" (escape), "\t" and "\0", "\q" which is nothing
 * (so that a line can begin with a word of the cases), and "@N text" for N lines in which {} is the
 * line's number, {s} that number as seconds below 60, {m} as minutes. */
static void put_unescaped(struct text *out, struct span line)
{
    for (size_t i = 0; i < line.len; i++) {
        char next = i + 1 < line.len && line.at[i] == '\\' ? line.at[i + 1] : '\0';
        if (next == 'e' || next == 't' || next == '0')
            text_addc(out, next == 'e' ? '\033' : next == 't' ? '\t' : '\0');
        else if (next != 'q') {
            text_addc(out, line.at[i]);
            continue;
        }
        i++;
    }
    text_addc(out, '\n');
}

static void put_repeated(struct text *out, struct span line)
{
    uint64_t times = 0;
    line = span_from(line, 1);
    assert_true(span_to_u64(span_cut(&line, ' '), &times));
    for (uint64_t n = 0; n < times; n++) {
        struct text one;
        text_init(&one, 0);
        for (size_t i = 0; i < line.len; i++) {
            struct span rest = span_from(line, i);
            const struct {
                const char *mark;
                uint64_t value;
                int width;
            } marks[] = {{"{}", n, 1},
                         {"{s}", n % 60, 2},
                         {"{m}", n / 60 % 60, 2},
                         {"{h}", n / 3600 % 24, 2}};
            size_t j = 0;
            while (j < 4 && !span_starts(rest, span_of(marks[j].mark))) j++;
            if (j == 4) {
                text_addc(&one, line.at[i]);
                continue;
            }
            text_addf(&one, "%0*llu", marks[j].width, (unsigned long long)marks[j].value);
            i += strlen(marks[j].mark) - 1;
        }
        put_unescaped(out, text_span(&one));
        text_release(&one);
    }
}

static void put_encoded(struct text *out, struct span text, struct span as)
{
    bool wide = span_starts(as, SPAN("utf16")), big = span_is(as, "utf16be");
    if (wide) text_add(out, big ? SPAN("\xfe\xff") : SPAN("\xff\xfe"));
    if (span_is(as, "bom") || span_is(as, "bom crlf")) text_adds(out, "\xef\xbb\xbf");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool crlf = c == '\n' && span_find(as, SPAN("crlf")) != SIZE_MAX;
        for (int unit = crlf ? 0 : 1; unit < 2; unit++) {
            char now = unit == 0 ? '\r' : c;
            if (wide && big) text_addc(out, '\0');
            text_addc(out, now);
            if (wide && !big) text_addc(out, '\0');
        }
    }
    if (span_find(as, SPAN("cut")) != SIZE_MAX) out->len--; /* no newline at the end */
}

/* ---- comparing ---- */

static bool is_time(struct span wanted, int64_t time, bool local)
{
    struct text text;
    text_init(&text, 0);
    if (time == EVIDENCE_NO_TIME)
        text_adds(&text, "none");
    else
        instant_add_text(&text, time, NULL, INSTANT_FULL, -1);
    struct span got = text_span(&text);
    bool zone = wanted.len > 0 && wanted.at[wanted.len - 1] == 'Z';
    if (wanted.len > 0 && !zone && got.len > 0 && local && got.at[got.len - 1] == 'Z') got.len--;
    bool same = span_equal(got, wanted);
    if (!same) printf("#    is %.*s\n", (int)got.len, got.at);
    text_release(&text);
    return same;
}

static struct span levels_of(const struct evidence_index *index, struct text *into)
{
    for (uint64_t i = 0; i < index->count; i++)
        text_addf(into, "%s%s", i ? " " : "",
                  evidence_level_word((enum evidence_level)index->level[i]));
    return text_span(into);
}

static bool has_layout(const struct evidence_index *index, struct span name)
{
    for (unsigned i = 0; i < index->layout_count; i++)
        if (span_find(span_of(index->layouts[i].name), name) != SIZE_MAX) return true;
    return false;
}

static uint16_t guess_of(struct span words)
{
    uint16_t flags = 0;
    while (words.len) {
        struct span word = span_cut(&words, ' ');
        if (span_is(word, "day")) flags |= EVIDENCE_DAY_GUESS;
        if (span_is(word, "year")) flags |= EVIDENCE_YEAR_INFERRED;
        if (span_is(word, "date")) flags |= EVIDENCE_DATE_INFERRED;
        if (span_is(word, "boot")) flags |= EVIDENCE_SINCE_BOOT;
        if (span_is(word, "leap")) flags |= EVIDENCE_LEAP_GUESS;
    }
    return flags;
}

static unsigned wrong(const char *what)
{
    printf("#    %s\n", what);
    return 1;
}

static unsigned compare(const struct expected *e, const struct evidence_index *index)
{
    const uint16_t guesses = EVIDENCE_DAY_GUESS | EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED |
                             EVIDENCE_SINCE_BOOT | EVIDENCE_LEAP_GUESS;
    unsigned bad = 0;
    struct text levels;
    text_init(&levels, 0);
    if (e->has_records && index->count != e->records) bad += wrong("records");
    if (e->has_timed && index->timed != e->timed) bad += wrong("timed");
    if (e->has_layouts && index->layout_count != e->layouts) bad += wrong("layouts");
    bool local = index->local > 0;
    if (e->first.len && !is_time(e->first, index->first, local)) bad += wrong("first");
    if (e->last.len && !is_time(e->last, index->last, local)) bad += wrong("last");
    if (e->levels.len && !span_equal(levels_of(index, &levels), e->levels)) {
        printf("#    %s\n", levels.at);
        bad += wrong("levels");
    }
    if (e->layout.len && !has_layout(index, e->layout)) bad += wrong("layout");
    if (e->zone.len && !span_is(e->zone, index->zone_stated)) bad += wrong("zone");
    if (index->count && index->timed && !span_is(e->guess, "any") &&
        (index->flags[index->count - 1] & guesses) != guess_of(e->guess))
        bad += wrong("guess");
    for (unsigned i = 0; bad && i < index->layout_count; i++)
        printf("#    layout %u: %s (%s) at %x: %llu of %llu records, %llu timed\n", i,
               index->layouts[i].name, index->layouts[i].stamp, index->layouts[i].position,
               (unsigned long long)index->layouts[i].records, (unsigned long long)index->count,
               (unsigned long long)index->timed);
    text_release(&levels);
    return bad;
}

static instant modified_of(struct span text)
{
    duration width;
    instant at = INT64_C(1938038400) * NS_PER_S; /* 2031-06-01 */
    if (text.len)
        assert_true(instant_parse(text, NULL, INSTANT_NONE, &at, &width, NULL) == STATUS_OK);
    return at;
}

static struct evidence_formats *formats_of(struct span lines)
{
    struct evidence_formats *formats = evidence_formats_new();
    struct text text;
    text_init(&text, 0);
    assert_non_null(formats);
    put_unescaped(&text, lines);
    for (size_t i = 0; i < text.len; i++) /* a \e parts the lines */
        if (text.at[i] == '\033') text.at[i] = '\n';
    assert_ok(evidence_formats_read(formats, text_span(&text), "formats.tsv", &error));
    text_release(&text);
    return formats;
}

static unsigned check(const struct expected *e, struct span text)
{
    struct text content;
    struct evidence_index index;
    char file[100];
    unsigned bad = 0;
    text_init(&content, 0);
    put_encoded(&content, text, e->as);
    struct span bytes = text_span(&content);
    snprintf(file, sizeof file, "%.*s", (int)e->file.len, e->file.at ? e->file.at : "");
    enum evidence_kind kind = evidence_kind_of(span_sub(bytes, 0, 1 << 20), bytes.len, NULL);
    struct evidence_formats *formats = formats_of(e->formats);
    if (evidence_formats_fit(formats, span_sub(bytes, 0, 1 << 20))) kind = EVIDENCE_LOG;
    struct evidence_reader reader = evidence_reader_of_span(&bytes);
    struct evidence_index_hints hints = {.kind = kind,
                                         .modified = modified_of(e->modified),
                                         .now = modified_of(e->modified) + NS_PER_DAY,
                                         .name = file[0] ? file : NULL,
                                         .formats = formats,
                                         .threads = 1};
    if (!span_is(e->kind.len ? e->kind : SPAN("log"), evidence_kind_word(kind))) {
        printf("#    kind is %s\n", evidence_kind_word(kind));
        bad++;
    }
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    bad += compare(e, &index);
    assert_int_equal(index.formats, evidence_formats_mark(formats));
    evidence_index_close(&index);
    evidence_formats_free(formats);
    text_release(&content);
    if (bad) printf("#  in %.*s\n", (int)e->name.len, e->name.at);
    return bad > 0;
}

/* ---- reading the cases ---- */

static void take_number(struct span value, uint64_t *ret, bool *ret_has)
{
    assert_true(span_to_u64(value, ret));
    *ret_has = true;
}

static void read_fact(struct expected *e, struct span line)
{
    struct span key = span_cut(&line, ' ');
    const struct {
        const char *name;
        struct span *to;
    } texts[] = {{"kind", &e->kind},     {"first", &e->first},       {"last", &e->last},
                 {"levels", &e->levels}, {"layout", &e->layout},     {"guess", &e->guess},
                 {"as", &e->as},         {"modified", &e->modified}, {"file", &e->file},
                 {"zone", &e->zone},     {"formats", &e->formats}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (span_is(key, texts[i].name)) {
            *texts[i].to = line;
            return;
        }
    if (span_is(key, "records"))
        take_number(line, &e->records, &e->has_records);
    else if (span_is(key, "timed"))
        take_number(line, &e->timed, &e->has_timed);
    else if (span_is(key, "layouts"))
        take_number(line, &e->layouts, &e->has_layouts);
    else
        fail_msg("%.*s is no fact", (int)key.len, key.at);
}

/* The line that begins the next case stays; NULL at the end. */
static bool next_line(struct span *rest, struct span *ret)
{
    if (rest->len == 0 || span_starts(*rest, SPAN("=== "))) return false;
    *ret = span_cut(rest, '\n');
    return true;
}

static unsigned check_next(struct span *rest, const char *only)
{
    struct expected e = {.name = span_cut(rest, '\n')};
    struct text text;
    struct span line;
    unsigned bad = 0;
    e.name = span_from(e.name, 4);
    text_init(&text, 0);
    while (next_line(rest, &line) && !span_is(line, "---")) read_fact(&e, line);
    while (next_line(rest, &line))
        if (span_starts(line, SPAN("@")))
            put_repeated(&text, line);
        else
            put_unescaped(&text, line);
    if (!only || span_find(e.name, span_of(only)) != SIZE_MAX) bad = check(&e, text_span(&text));
    text_release(&text);
    return bad;
}

static void files_are_read_as_they_are_meant(void **state)
{
    (void)state;
    struct text all;
    unsigned cases = 0, bad = 0;
    const char *only = os_env("CASE");
    text_init(&all, 0);
    assert_ok(os_slurp(CASES, 1 << 20, &all, &error));
    struct span rest = text_span(&all), line;
    while (next_line(&rest, &line)) continue;
    for (; rest.len; cases++) bad += check_next(&rest, only);
    text_release(&all);
    assert_true(cases > 20);
    if (bad) fail_msg("%u of %u cases", bad, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_as_they_are_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
