/*
 * Accuracy on logs of many programs: every file of layouts/ goes the way of a collected one (its
 * kind is told, then it is indexed), and every record is compared with what it means.
 *
 * A record is right when its beginning, time to the nanosecond, zone, decimals, level and flags
 * are. A wrong one is "silent" when nothing in the index warns of it: no flag that the time is
 * inferred or guessed, no time or level left out. At least 99 % must be right, and none silently
 * wrong. Each difference and the counts are printed.
 */
#include "tests/test.h"

#include <stdio.h>

#include "evidence/evidence.h"

#define LAYOUTS SOURCE_ROOT "/tests/evidence/layouts"

enum { CELLS = 8, RECORDS_MAX = 64, NOW = 1795400000 };

static struct error error;

struct row {
    struct span cell[CELLS];
};
enum { FILE_NAME, RECORD, LINE, TIME, ZONE, DECIMALS, LEVEL, FLAGS };
enum { NAME_GIVEN = 1, MODIFIED, LIMIT = 4 };

struct counts {
    size_t files, records, right, wrong, silent;
};

/* The next line of a table that is no comment. */
static bool next_row(struct span *rest, struct row *ret)
{
    while (rest->len > 0) {
        struct span line = span_cut(rest, '\n');
        if (line.len == 0 || line.at[0] == '#') continue;
        for (int i = 0; i < CELLS; i++) ret->cell[i] = span_cut(&line, '\t');
        return true;
    }
    return false;
}

/* ---- times as the table writes them; read without the code that is tested ---- */

static int64_t number_at(struct span text, size_t at, size_t len)
{
    uint64_t value = 0;
    assert_true(span_to_u64(span_sub(text, at, len), &value));
    return (int64_t)value;
}

/* "Z", "+02", "+0200", "+02:00" in seconds, 0 for nothing */
static int64_t offset_of(struct span text)
{
    if (text.len < 3) return 0;
    int64_t seconds = number_at(text, 1, 2) * 3600;
    if (text.len > 4) seconds += number_at(text, text.len - 2, 2) * 60;
    return text.at[0] == '-' ? -seconds : seconds;
}

static instant fraction_of(struct span *rest)
{
    instant value = 0, unit = NS_PER_S;
    if (!span_starts(*rest, SPAN("."))) return 0;
    for (*rest = span_from(*rest, 1); rest->len > 0 && rest->at[0] >= '0' && rest->at[0] <= '9';
         *rest = span_from(*rest, 1)) {
        unit /= 10;
        value += (rest->at[0] - '0') * unit;
    }
    return value;
}

static instant wanted_time(struct span text)
{
    if (span_is(text, "-")) return EVIDENCE_NO_TIME;
    if (text.at[0] == '+') {
        struct span seconds = span_from(text, 1), rest = seconds;
        size_t point = span_find(seconds, SPAN("."));
        rest = span_from(seconds, point);
        return number_at(seconds, 0, point) * NS_PER_S + fraction_of(&rest);
    }
    int64_t days = civil_days((int)number_at(text, 0, 4), (int)number_at(text, 5, 2),
                              (int)number_at(text, 8, 2));
    int64_t seconds = days * 86400 + number_at(text, 11, 2) * 3600 + number_at(text, 14, 2) * 60 +
                      number_at(text, 17, 2);
    struct span rest = span_from(text, 19);
    instant fraction = fraction_of(&rest);
    return (seconds - offset_of(rest)) * NS_PER_S + fraction;
}

/* ---- one record ---- */

static bool is_one_of(struct span choices, const char *word)
{
    while (choices.len > 0)
        if (span_is(span_cut(&choices, '|'), word)) return true;
    return false;
}

static bool time_is_one_of(struct span choices, instant time)
{
    while (choices.len > 0)
        if (wanted_time(span_cut(&choices, '|')) == time) return true;
    return false;
}

static const struct {
    uint16_t flag;
    const char *word;
} flag_words[] = {{EVIDENCE_YEAR_INFERRED, "year"}, {EVIDENCE_DATE_INFERRED, "date"},
                  {EVIDENCE_DAY_GUESS, "day"},      {EVIDENCE_LEAP, "leap"},
                  {EVIDENCE_SINCE_BOOT, "boot"},    {EVIDENCE_LEAP_GUESS, "tai"}};

static void add_flags(struct text *out, uint16_t flags)
{
    size_t before = out->len;
    for (size_t i = 0; i < sizeof flag_words / sizeof flag_words[0]; i++) {
        if (!(flags & flag_words[i].flag)) continue;
        if (out->len > before) text_addc(out, ' ');
        text_adds(out, flag_words[i].word);
    }
    if (out->len == before) text_addc(out, '-');
}

static uint16_t wanted_flags(struct span words)
{
    uint16_t flags = 0;
    while (words.len > 0) {
        struct span word = span_cut(&words, ' ');
        for (size_t i = 0; i < sizeof flag_words / sizeof flag_words[0]; i++)
            if (span_is(word, flag_words[i].word)) flags |= flag_words[i].flag;
    }
    return flags;
}

struct verdict {
    bool right, silent;
    struct text why;
};

static void differs(struct verdict *verdict, const char *what, bool silent)
{
    if (!verdict->right) text_adds(&verdict->why, ", ");
    verdict->right = false;
    verdict->silent = verdict->silent || silent;
    text_adds(&verdict->why, what);
}

/* What stands in the index about a record, for people. */
static void add_record(struct text *out, const struct evidence_index *index, size_t at)
{
    if (index->time[at] == EVIDENCE_NO_TIME)
        text_addc(out, '-');
    else
        instant_add_text(out, index->time[at], NULL, INSTANT_FULL, -1);
    text_addf(out, " %s %u %s ", index->flags[at] & EVIDENCE_LOCAL ? "local" : "stated",
              EVIDENCE_DIGITS(index->flags[at]),
              evidence_level_word((enum evidence_level)index->level[at]));
    add_flags(out, index->flags[at]);
}

static void judge_time(const struct row *row, const struct evidence_index *index, size_t at,
                       struct verdict *verdict)
{
    const uint16_t guesses = EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED | EVIDENCE_DAY_GUESS |
                             EVIDENCE_SINCE_BOOT | EVIDENCE_LEAP_GUESS;
    uint16_t flags = index->flags[at], wanted = wanted_flags(row->cell[FLAGS]);
    struct span zone = row->cell[ZONE];
    bool local = flags & EVIDENCE_LOCAL, none = index->time[at] == EVIDENCE_NO_TIME;
    if (!time_is_one_of(row->cell[TIME], index->time[at]))
        differs(verdict, "time", !none && !(flags & guesses));
    if (none) return;
    if (span_is(zone, "stated") && local) differs(verdict, "zone", false);
    if (span_is(zone, "source") && !local) differs(verdict, "zone", true);
    if (span_starts(zone, SPAN("header ")) &&
        !span_is(span_from(zone, 7), index->zone_stated[0] ? index->zone_stated : "-"))
        differs(verdict, "zone", !local);
    if (!span_is(row->cell[DECIMALS], "-") &&
        (int64_t)EVIDENCE_DIGITS(flags) != number_at(row->cell[DECIMALS], 0, 2))
        differs(verdict, "decimals", true);
    uint16_t all = 0;
    for (size_t i = 0; i < sizeof flag_words / sizeof flag_words[0]; i++) all |= flag_words[i].flag;
    if ((flags & all) != wanted) differs(verdict, "flags", (wanted & ~flags) != 0);
}

static void judge(const struct row *row, const struct evidence_index *index, size_t at,
                  struct verdict *verdict)
{
    enum evidence_level level = (enum evidence_level)index->level[at];
    judge_time(row, index, at, verdict);
    if (!is_one_of(row->cell[LEVEL], evidence_level_word(level)))
        differs(verdict, "level", level != EVIDENCE_LEVEL_NONE);
}

/* ---- one file ---- */

struct file {
    struct text content;
    struct row rows[RECORDS_MAX];
    size_t row_count;
    size_t lines[RECORDS_MAX]; /* of the records found */
    struct evidence_index index;
};

static void note(struct counts *counts, const struct row *row, size_t line, struct verdict *verdict)
{
    counts->records++;
    if (verdict->right) {
        counts->right++;
        return;
    }
    counts->wrong++;
    counts->silent += verdict->silent;
    printf("# %.*s:%zu: %s%s\n", SPAN_ARGS(row->cell[FILE_NAME]), line,
           verdict->silent ? "SILENT " : "", verdict->why.at);
}

static void compare_row(const struct file *file, const struct row *row, struct counts *counts)
{
    const struct evidence_index *index = &file->index;
    struct verdict verdict = {.right = true, .silent = false};
    size_t line = (size_t)number_at(row->cell[LINE], 0, 4), at = 0;
    text_init(&verdict.why, 0);
    while (at < index->count && at < RECORDS_MAX && file->lines[at] != line) at++;
    if (at >= index->count || at >= RECORDS_MAX) {
        differs(&verdict, "no record begins here", true);
    } else {
        judge(row, index, at, &verdict);
        text_adds(&verdict.why, "; is ");
        add_record(&verdict.why, index, at);
        text_adds(&verdict.why, " in ");
        text_adds(&verdict.why, index->layouts[index->layout[at]].name);
    }
    text_adds(&verdict.why, "; not ");
    text_add(&verdict.why, row->cell[TIME]);
    text_addc(&verdict.why, ' ');
    text_add(&verdict.why, row->cell[LEVEL]);
    text_addc(&verdict.why, ' ');
    text_add(&verdict.why, row->cell[FLAGS]);
    note(counts, row, line, &verdict);
    text_release(&verdict.why);
}

/* Records that begin where none does. */
static void count_others(const struct file *file, struct counts *counts)
{
    for (size_t at = 0; at < file->index.count && at < RECORDS_MAX; at++) {
        bool known = false;
        for (size_t i = 0; i < file->row_count; i++)
            known = known || (size_t)number_at(file->rows[i].cell[LINE], 0, 4) == file->lines[at];
        if (known) continue;
        struct verdict verdict = {.right = true, .silent = false};
        text_init(&verdict.why, 0);
        differs(&verdict, "a record begins here: ", true);
        add_record(&verdict.why, &file->index, at);
        note(counts, &file->rows[0], file->lines[at], &verdict);
        text_release(&verdict.why);
    }
}

static void index_file(struct file *file, struct span name, instant modified)
{
    char path[500], given[200];
    struct span content;
    text_init(&file->content, 0);
    snprintf(path, sizeof path, LAYOUTS "/%.*s", SPAN_ARGS(file->rows[0].cell[FILE_NAME]));
    snprintf(given, sizeof given, "%.*s", SPAN_ARGS(name));
    assert_ok(os_slurp(path, 1 << 20, &file->content, &error));
    content = text_span(&file->content);
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = evidence_kind_of(content, content.len, NULL),
                                         .modified = modified,
                                         .now = NOW * NS_PER_S,
                                         .name = given,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, &file->index, &error));
    for (size_t at = 0; at < file->index.count && at < RECORDS_MAX; at++) {
        file->lines[at] = 1;
        for (size_t i = 0; i < file->index.start[at]; i++) file->lines[at] += content.at[i] == '\n';
    }
}

static void check_file(const struct row *source, struct span table, struct counts *counts)
{
    struct file file = {.row_count = 0};
    while (file.row_count < RECORDS_MAX && next_row(&table, &file.rows[file.row_count]))
        if (span_equal(file.rows[file.row_count].cell[FILE_NAME], source->cell[FILE_NAME]))
            file.row_count++;
    if (file.row_count == 0) fail_msg("nothing known of %.*s", SPAN_ARGS(source->cell[FILE_NAME]));
    index_file(&file, source->cell[NAME_GIVEN], wanted_time(source->cell[MODIFIED]));
    for (size_t i = 0; i < file.row_count; i++) compare_row(&file, &file.rows[i], counts);
    count_others(&file, counts);
    counts->files++;
    evidence_index_close(&file.index);
    text_release(&file.content);
}

static void logs_mean_what_they_say(void **state)
{
    struct counts counts = {.files = 0}, limits = {.files = 0};
    struct text sources, table;
    struct row source;
    (void)state;
    text_init(&sources, 0);
    text_init(&table, 0);
    assert_ok(os_slurp(LAYOUTS "/sources.tsv", 1 << 20, &sources, &error));
    assert_ok(os_slurp(LAYOUTS "/expected.tsv", 1 << 20, &table, &error));
    for (struct span rest = text_span(&sources); next_row(&rest, &source);)
        check_file(&source, text_span(&table), source.cell[LIMIT].len ? &limits : &counts);
    printf("# beyond a known limit: %zu files, %zu of %zu records right\n", limits.files,
           limits.right, limits.records);
    printf("# layouts: %zu, records: %zu, right: %zu (%.2f %%), wrong: %zu, silently wrong: %zu\n",
           counts.files, counts.records, counts.right,
           100.0 * (double)counts.right / (double)counts.records, counts.wrong, counts.silent);
    assert_true(counts.files >= 120 && counts.records >= 400);
    assert_true(counts.right * 100 >= counts.records * 99);
    assert_int_equal(counts.silent, 0);
    text_release(&sources);
    text_release(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs_mean_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
