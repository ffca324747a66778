#include "tests/test.h"

#include "evidence/stamp_quick.h"

#include <stdio.h>

/* A stamp in the notation of data/stamps.tsv. */
static void describe(const struct stamp *stamp, struct text *text)
{
    static const struct {
        uint16_t flag;
        const char *word;
    } words[] = {
        {STAMP_SHORT_YEAR, " short-year"},     {STAMP_LEAP, " leap"},
        {STAMP_ZONE_UNCLEAR, " zone-unclear"}, {STAMP_SINCE_BOOT, " since-boot"},
        {STAMP_SENTINEL, " no-time"},          {STAMP_EPOCH, " number"},
        {STAMP_DATE_ONLY, " date-only"},       {STAMP_NO_HOUR, " no-hour"},
    };
    text_clear(text);
    struct text full;
    text_init(&full, 0);
    instant_add_text(&full, stamp->time, NULL, INSTANT_FULL, stamp->digits);
    struct span civil = text_span(&full);
    if (stamp->flags & STAMP_SENTINEL) {
        assert_true(stamp->time == INSTANT_NONE);
        text_adds(text, "-");
    } else {
        if (!(stamp->flags & STAMP_OFFSET)) civil.len--; /* the Z */
        if (stamp->flags & (STAMP_NO_DATE | STAMP_SINCE_BOOT)) {
            assert_true(span_starts(civil, SPAN("1970-01-01")));
            civil = span_from(civil, 10);
        } else if (stamp->flags & STAMP_NO_YEAR) {
            assert_true(span_starts(civil, SPAN("1972-")));
            text_addc(text, '-');
            civil = span_from(civil, 4);
        }
        text_add(text, civil);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (stamp->flags & words[i].flag) text_adds(text, words[i].word);
    text_release(&full);
}

static void every_format_reads_its_example(void **state)
{
    (void)state;
    struct text got;
    text_init(&got, 0);
    for (unsigned i = 0; i < stamp_format_count(); i++) {
        const struct stamp_format *format = stamp_format_get(i);
        struct span example = stamp_format_example(format);
        struct stamp stamp;
        if (!stamp_read(format, example, &stamp) || stamp.len != example.len)
            fail_msg("\"%s\" does not read \"%s\"", stamp_format_name(format), example.at);
        describe(&stamp, &got);
        if (!span_equal(text_span(&got), stamp_format_reading(format)))
            fail_msg("\"%s\" reads \"%s\" as \"%s\", the table says \"%s\"",
                     stamp_format_name(format), example.at, got.at,
                     stamp_format_reading(format).at);
        assert_true(stamp_format_named(span_of(stamp_format_name(format))) == format);
        const struct stamp_format *swapped = stamp_format_swapped(format);
        if (swapped) assert_true(stamp_format_swapped(swapped) == format);
    }
    text_release(&got);
}

static void assert_reading(const struct stamp_format *format, struct span text, size_t len,
                           struct span reading, const char *where)
{
    struct stamp stamp;
    struct text got;
    text_init(&got, 0);
    if (!stamp_read(format, text, &stamp))
        fail_msg("%s: \"%s\" does not read \"%.*s\"", where, stamp_format_name(format),
                 SPAN_ARGS(text));
    describe(&stamp, &got);
    if (stamp.len != len || !span_equal(text_span(&got), reading))
        fail_msg("%s: %u bytes of \"%.*s\" read as \"%s\", wanted %zu as \"%.*s\"", where,
                 stamp.len, SPAN_ARGS(text), got.at, len, SPAN_ARGS(reading));
    text_release(&got);
}

/* A format that is to be locked must also be proposed, and nothing that reads further. */
static void assert_proposed(const struct stamp_format *format, struct span text, const char *where)
{
    const struct stamp_format *formats[8];
    struct stamp stamps[8];
    unsigned count = stamp_candidates(text, true, formats, stamps, 8);
    for (unsigned i = 0; i < count; i++) {
        if (stamps[i].len != stamps[0].len) break;
        if (formats[i] == format) return;
    }
    fail_msg("%s: \"%s\" is not among the longest of %u candidates, which begin with \"%s\"", where,
             stamp_format_name(format), count, count ? stamp_format_name(formats[0]) : "");
}

/* "\e" becomes the escape byte. */
static void unescape(struct span line, struct text *ret)
{
    text_clear(ret);
    for (size_t i; (i = span_find(line, SPAN("\\e"))) != SIZE_MAX; line = span_from(line, i + 2)) {
        text_add(ret, span_sub(line, 0, i));
        text_addc(ret, '\x1b');
    }
    text_add(ret, line);
}

static void every_layout_is_read(void **state)
{
    (void)state;
    struct text table, line;
    text_init(&table, 0);
    text_init(&line, 0);
    struct error error = ERROR_NONE;
    assert_ok(os_slurp(SOURCE_ROOT "/tests/evidence/stamps.tsv", 1 << 20, &table, &error));
    struct span rest = text_span(&table);
    bool seen[105] = {false};
    for (int number = 1; rest.len; number++) {
        struct span row = span_cut(&rest, '\n');
        if (!row.len || row.at[0] == '#') continue;
        char where[32];
        snprintf(where, sizeof where, "line %d", number);
        uint64_t layout = 0;
        assert_true(span_to_u64(span_cut(&row, '\t'), &layout) && layout >= 1 && layout <= 104);
        seen[layout] = true;
        const struct stamp_format *format = stamp_format_named(span_cut(&row, '\t'));
        struct span stamp = span_cut(&row, '\t'), reading = span_cut(&row, '\t');
        if (!format) fail_msg("%s: no such format", where);
        unescape(row, &line);
        size_t at = span_find(text_span(&line), stamp);
        if (at == SIZE_MAX) fail_msg("%s: the stamp is not in the line", where);
        struct span text = span_from(text_span(&line), at);
        assert_reading(format, text, stamp.len, reading, where);
        assert_proposed(format, text, where);
    }
    for (int i = 1; i <= 104; i++)
        if (!seen[i]) fail_msg("layout %d has no line", i);
    text_release(&line);
    text_release(&table);
}

/* reading NULL: the format must not read the text; `left` bytes stay behind the stamp */
static const struct {
    const char *format, *text;
    size_t left;
    const char *reading;
} ambiguities[] = {
    /* zone abbreviations */
    {"iso", "2029-01-02 03:04:05 PST", 0, "2029-01-02T11:04:05Z"},
    {"iso", "2029-01-02 03:04:05 CST", 0, "2029-01-02T03:04:05 zone-unclear"},
    {"iso", "2029-01-02 03:04:05 BST:", 1, "2029-01-02T03:04:05 zone-unclear"},
    {"iso", "2029-01-02 03:04:05 INFO", 5, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05 UTCX", 5, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05 CET-relay", 10, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05 GMT+0130", 0, "2029-01-02T01:34:05Z"},
    {"iso", "2029-01-02 03:04:05 UTC-5", 0, "2029-01-02T08:04:05Z"},
    {"iso", "2029-01-02 03:04:05UTC", 0, "2029-01-02T03:04:05Z"},
    {"iso", "2029-01-02T03:04:05z", 0, "2029-01-02T03:04:05Z"},
    {"iso", "2029-01-02T03:04:05Zulu", 4, "2029-01-02T03:04:05"},
    /* offsets */
    {"iso", "2029-01-02 03:04:05 +0530 x", 2, "2029-01-01T21:34:05Z"},
    {"iso", "2029-01-02 03:04:05 -1234 x", 8, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05 -10 x", 6, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05+13:45", 0, "2029-01-01T13:19:05Z"},
    {"iso", "2029-01-02 03:04:05-9", 0, NULL},
    {"iso", "2029-01-02 03:04:05-99:00", 0, NULL},
    {"iso", "2029-01-02 03:04:05-05:99", 0, NULL},
    {"iso", "2029-01-02 03:04:05-12345", 0, NULL},
    {"iso", "2029-01-02 03:04:05-main", 5, "2029-01-02T03:04:05"},
    {"iso", "2029-01-01T00:30:00+01:00", 0, "2028-12-31T23:30:00Z"},
    /* placeholders */
    {"iso", "0001-01-01T00:00:00Z", 0, "- no-time"},
    {"iso", "0000-00-00 00:00:00", 0, "- no-time"},
    {"iso", "0000-05-06 00:00:00", 0, "- no-time"},
    {"iso", "9999-12-31T23:59:59.999Z", 0, "- no-time"},
    {"iso", "1601-01-01T00:00:00Z", 0, "- no-time"},
    {"iso", "1970-01-01T00:00:00Z", 0, "- no-time"},
    {"iso", "1970-01-01T01:00:00+01:00", 0, "- no-time"},
    {"iso", "1970-01-01T00:00:00-05:00", 0, "- no-time"},
    {"iso", "1969-12-31T19:00:00-05:00", 0, "- no-time"},
    {"iso", "1970-01-01T00:00:00.001Z", 0, "1970-01-01T00:00:00.001Z"},
    {"clock", "00:00:00", 0, "T00:00:00"},
    /* dates that are none */
    {"iso", "2029-02-29 00:00:00", 0, NULL},
    {"iso", "2028-02-29 00:00:00", 0, "2028-02-29T00:00:00"},
    {"iso", "2029-13-01 00:00:00", 0, NULL},
    {"iso", "2029-04-31 00:00:00", 0, NULL},
    {"iso", "2029-00-10 00:00:00", 0, NULL},
    {"iso", "1500-01-01 00:00:00", 0, NULL},
    {"iso", "2500-01-01 00:00:00", 0, NULL},
    {"iso", "2029-04-30 24:00:00", 0, NULL},
    {"iso", "2029-04-30 23:60:00", 0, NULL},
    {"syslog", "Feb 29 12:00:00", 0, "--02-29T12:00:00"},
    {"syslog", "Feb 30 12:00:00", 0, NULL},
    {"syslog", "Marvin 12 12:00:00", 0, NULL},
    {"iso ordinal", "2029-366T00:00:00", 0, NULL},
    {"iso ordinal", "2028-366T00:00:00", 0, "2028-12-31T00:00:00"},
    {"iso week", "2029-W53-1T00:00:00", 0, NULL},
    {"iso week", "2026-W01-1T00:00:00", 0, "2025-12-29T00:00:00"},
    /* leap seconds end a quarter of an hour */
    {"iso", "2016-12-31T23:59:60Z", 0, "2017-01-01T00:00:00Z leap"},
    {"iso", "2017-01-01T05:29:60+05:30", 0, "2017-01-01T00:00:00Z leap"},
    {"iso", "2016-12-31T23:59:60.5Z", 0, "2017-01-01T00:00:00.5Z leap"},
    {"iso", "2016-12-31T23:58:60Z", 0, NULL},
    {"iso", "2016-12-31T23:59:61Z", 0, NULL},
    /* twelve hours */
    {"m/d/Y, 12 hours", "3/4/2029 12:00:00 AM", 0, "2029-03-04T00:00:00"},
    {"m/d/Y, 12 hours", "3/4/2029 12:00:00 pm", 0, "2029-03-04T12:00:00"},
    {"m/d/Y, 12 hours", "3/4/2029 1:00:00 p.m. x", 2, "2029-03-04T13:00:00"},
    {"m/d/Y, 12 hours", "3/4/2029 1:00:00\xe2\x80\xafPM", 0, "2029-03-04T13:00:00"},
    {"m/d/Y, 12 hours", "3/4/2029 1:00:00PM", 0, "2029-03-04T13:00:00"},
    {"m/d/Y, 12 hours", "3/4/2029 1:00:00", 0, NULL},
    {"m/d/Y, 12 hours", "3/4/2029 13:00:00 PM", 0, NULL},
    {"m/d/Y, 12 hours", "3/4/2029 0:00:00 AM", 0, NULL},
    {"m/d/Y, 12 hours", "3/4/2029 1:00:00 AMBER", 0, NULL},
    /* decimals */
    {"iso", "2029-01-02 03:04:05.1", 0, "2029-01-02T03:04:05.1"},
    {"iso", "2029-01-02 03:04:05.12345678", 0, "2029-01-02T03:04:05.12345678"},
    {"iso", "2029-01-02 03:04:05.123456789987654 x", 2, "2029-01-02T03:04:05.123456789"},
    {"iso", "2029-01-02 03:04:05. x", 3, "2029-01-02T03:04:05"},
    {"iso", "2029-01-02 03:04:05, Info", 6, "2029-01-02T03:04:05"},
    {"iso, colon before ms", "2029-01-02 03:04:05:067", 0, "2029-01-02T03:04:05.067"},
    {"iso, colon before ms", "2029-01-02 03:04:05:0678", 0, NULL},
    /* two digits of a year */
    {"yy/mm/dd", "69/01/02 03:04:05", 0, "2069-01-02T03:04:05 short-year"},
    {"yy/mm/dd", "70/01/02 03:04:05", 0, "1970-01-02T03:04:05 short-year"},
    /* numbers, addresses and versions */
    {"iso", "2029-01-02 03:04:051", 0, NULL},
    {"iso to the minute", "2029-01-02 03:04:65", 0, NULL},
    {"iso to the minute", "2029-01-02 03:04: x", 3, "2029-01-02T03:04:00"},
    {"clock", "10:11:12:13:14:15", 0, NULL},
    {"clock", "10:11:12:ab:cd:ef", 0, NULL},
    {"clock", "10:11:12abc", 0, NULL},
    {"date", "2029-01-02-3", 0, NULL},
    {"date", "2029-01-02T03", 0, NULL},
    {"date d.m.Y", "1.2.2029.4", 0, NULL},
    /* no day at all, with a clock: nothing remembered may stand for it */
    {"iso", "0000-00-00 12:34:56", 0, "- no-time"},
    /* epochs */
    {"epoch", "1556138400.000100", 0, "2019-04-24T20:40:00.000100Z number"},
    {"epoch", "1556138400123.5", 0, "2019-04-24T20:40:00.1235Z number"},
    {"epoch", "1556138400123456789.5", 0, "2019-04-24T20:40:00.123456789Z number"},
    {"epoch", "999999999", 0, "2001-09-09T01:46:39Z number"},
    {"epoch", "599999999", 0, NULL}, /* 1989 */
    {"epoch", "15561384001", 0, NULL},
    {"epoch", "99999999999", 0, NULL},
    {"epoch", "9999999999999999999", 0, NULL},
    {"epoch", "9999999999", 0, NULL}, /* 2286: no instant */
    {"tai64n", "@40000000586846a300000000", 0, "2016-12-31T23:59:59.000000000Z"},
    {"tai64n", "@40000000586846a400000000", 0, "2017-01-01T00:00:00.000000000Z"}, /* leap */
    {"tai64n", "@40000000586846a5075bcd15", 0, "2017-01-01T00:00:00.123456789Z"},
    {"tai64n", "@4000000058684680ffffffff", 0, NULL},
    {"tai64n", "@400000005867168b000000001", 0, NULL},
};

static void ambiguities_are_settled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ambiguities / sizeof ambiguities[0]; i++) {
        const struct stamp_format *format = stamp_format_named(span_of(ambiguities[i].format));
        struct span text = span_of(ambiguities[i].text);
        struct stamp stamp = {.time = 77};
        if (!format) fail_msg("no format \"%s\"", ambiguities[i].format);
        if (ambiguities[i].reading)
            assert_reading(format, text, text.len - ambiguities[i].left,
                           span_of(ambiguities[i].reading), ambiguities[i].text);
        else if (stamp_read(format, text, &stamp) || stamp.time != 77)
            fail_msg("\"%s\" reads \"%s\"", ambiguities[i].format, ambiguities[i].text);
    }
}

static void detection_proposes_with_care(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool epochs;
        const char *first; /* NULL: nothing */
    } cases[] = {
        {"2023.10.12 build of the relay", true, NULL},
        {"10.11.12.13 - - \"GET\"", true, NULL},
        {"2023.10.12.1 released", true, NULL},
        {"1556138400 1 Component", false, NULL},
        {"1556138400 1 Component", true, "epoch"},
        {"20290102030405 begins", false, NULL},
        {"2029-01-02 03:04:05 x", false, "iso"},
        {"2029-01-02 build", false, "date"},
        {"2029/01/02 03:04 x", false, "y/m/d to the minute"},
        {"2029-1-2 3:04:05 x", false, "y-m-d, one digit"},
        {"00:1b:44:11:3a:b7 joined", false, NULL},
        {"192 items", true, NULL},
        {"May contain nuts", true, NULL},
        {"", true, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct stamp_format *formats[4];
        struct stamp stamps[4];
        unsigned count =
            stamp_candidates(span_of(cases[i].text), cases[i].epochs, formats, stamps, 4);
        const char *first = count ? stamp_format_name(formats[0]) : NULL;
        if (!first != !cases[i].first || (first && strcmp(first, cases[i].first) != 0))
            fail_msg("\"%s\" is first read as \"%s\"", cases[i].text, first ? first : "nothing");
    }
}

static void candidates_are_sorted_and_bounded(void **state)
{
    (void)state;
    const struct stamp_format *formats[8], *few[2];
    struct stamp stamps[8], few_stamps[2];
    struct span text = SPAN("06-04-29,10:00:07.882,0,77");
    unsigned count = stamp_candidates(text, false, formats, stamps, 8);
    assert_true(count >= 3); /* day first, month first, year first */
    for (unsigned i = 1; i < count; i++) assert_true(stamps[i - 1].len >= stamps[i].len);
    assert_int_equal(stamp_candidates(text, false, few, few_stamps, 2), 2);
    assert_true(few[0] == formats[0] && few[1] == formats[1]);
    assert_int_equal(stamp_candidates(text, false, few, few_stamps, 0), 0);
}

static void epochs_stay_within_their_window(void **state)
{
    (void)state;
    instant latest = INT64_C(1600000000) * NS_PER_S;
    struct stamp stamp;
    assert_true(stamp_epoch(SPAN("1600000000"), latest, &stamp));
    assert_true(stamp.time == latest && stamp.flags == (STAMP_OFFSET | STAMP_EPOCH));
    assert_false(stamp_epoch(SPAN("1600000000.000000001"), latest, &stamp));
    assert_false(stamp_epoch(SPAN("1600000001"), latest, &stamp));
    assert_true(stamp_epoch(SPAN("631152000"), latest, &stamp));
    assert_false(stamp_epoch(SPAN("631151999"), latest, &stamp));
    assert_false(stamp_epoch(SPAN("1500000000 "), latest, &stamp));
    assert_false(stamp_epoch(SPAN("1500000000."), latest, &stamp));
    assert_false(stamp_epoch(SPAN(""), latest, &stamp));
    assert_true(stamp_epoch(SPAN("1556138400.000100"), latest, &stamp));
    assert_true(stamp.time == INT64_C(1556138400000100000) && stamp.digits == 6);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* Changes a few bytes to ones that stamps are made of, or cuts, and now and then restores all. */
static void mutate(struct span example, char *text, size_t *len, uint64_t *seed)
{
    static const char bytes[] = "0123456789019   :.,-+/TZPMaACETUJanebDc\xe2\x88\x92\0";
    if (next_random(seed) % 8 == 0 || *len == 0) {
        memcpy(text, example.at, example.len);
        *len = example.len;
    }
    for (uint64_t n = next_random(seed) % 3; n; n--)
        text[next_random(seed) % *len] = bytes[next_random(seed) % sizeof bytes];
    if (next_random(seed) % 16 == 0) *len = next_random(seed) % (*len + 1);
}

static void assert_same(const struct stamp_format *format, struct stamp_reader *reader,
                        struct span text)
{
    struct stamp by_read, by_reader;
    bool read = stamp_read(format, text, &by_read);
    bool again = stamp_reader_read(reader, text, &by_reader);
    if (read != again ||
        (read && (by_read.time != by_reader.time || by_read.flags != by_reader.flags ||
                  by_read.digits != by_reader.digits || by_read.len != by_reader.len)))
        fail_msg("\"%s\": the reader differs on \"%.*s\"", stamp_format_name(format),
                 SPAN_ARGS(text));
}

static void the_reader_answers_as_stamp_read(void **state)
{
    (void)state;
    uint64_t seed = 20290624;
    for (unsigned i = 0; i < stamp_format_count(); i++) {
        const struct stamp_format *format = stamp_format_get(i);
        struct span example = stamp_format_example(format);
        struct stamp_reader reader;
        stamp_reader_init(&reader, format);
        char text[128];
        assert_true(example.len && example.len <= sizeof text);
        size_t len = 0;
        for (int n = 0; n < 4000; n++) {
            mutate(example, text, &len, &seed);
            /* In a piece of memory of its own, so that sanitizers see a byte too many. */
            char *exact = malloc(len + 1);
            assert_non_null(exact);
            memcpy(exact + 1, text, len);
            assert_same(format, &reader, (struct span){exact + 1, len});
            free(exact);
        }
    }
}

static const char *const dates[] = {"2029-01-02", "2029-01-03", "1970-01-01", "0001-01-01",
                                    "2029-02-30", "1969-12-31", "1970-01-02"};
static const char *const clocks[] = {"T03:04:05",   " 03:04:05",           " 23:59:60",
                                     " 00:00:00",   " 19:00:00",           " 03:04:65",
                                     " 03:04:05.1", " 03:04:05.123456789", " 03:04:05,123"};
static const char *const tails[] = {
    "",
    "Z",
    "z",
    "Zx",
    " UTC",
    " UTC ",
    " UTC\"",
    " CET ",
    " CET:",
    " CETA",
    " CET-a",
    " CET+1",
    " GMT+1",
    " GMT-7:30 ",
    "CET ",
    " CST ",
    " CSTX",
    " INFO",
    " INFO ",
    "+01:00",
    "+0100 ",
    "-05",
    "-05:00 x",
    " +0530",
    " +0530 ",
    " +0520 ",
    " -05 x",
    " -050",
    "-0",
    "5",
    " 5",
    " -",
    "-",
    "-x",
    "\xe2\x88\x92"
    "05:00",
    " \xe2\x88\x92"
    "0500 ",
    "\xe2",
    " \xe2\x82\xac",
    "+15:30",
    "+0060 ",
    " -0360 ",
    "+00:75 ",
    "-14:45x",
    "+01:60",
    "+14:59 ",
    "+1:00",
    " [a]",
    "]",
    " ",
    " U",
    " UT",
    " UTC\xe2\x88\x92"
    "5",
    " T ",
    " Z",
};

/* Lines of one format that differ in all that the reader remembers or takes a short way for. */
static void the_reader_follows_mixed_lines(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct stamp_reader reader;
    stamp_reader_init(&reader, stamp_format_named(SPAN("iso")));
    for (int round = 0; round < 300000; round++) {
        char text[80];
        int len = snprintf(text, sizeof text, "%s%s%s", dates[next_random(&seed) % 7],
                           clocks[next_random(&seed) % 9],
                           tails[next_random(&seed) % (sizeof tails / sizeof tails[0])]);
        assert_same(reader.format, &reader, (struct span){text, (size_t)len});
    }
}

static void the_offset_is_read_anew(void **state)
{
    (void)state;
    struct stamp_reader reader;
    struct stamp stamp;
    stamp_reader_init(&reader, stamp_format_named(SPAN("iso")));
    assert_true(stamp_reader_read(&reader, SPAN("2029-10-28T02:30:00+02:00"), &stamp));
    instant first = stamp.time;
    assert_true(stamp_reader_read(&reader, SPAN("2029-10-28T02:30:00+01:00"), &stamp));
    assert_true(stamp.time - first == NS_PER_HOUR);
    assert_true(stamp_reader_read(&reader, SPAN("2029-10-28T02:30:00"), &stamp));
    assert_false(stamp.flags & STAMP_OFFSET);
}

/* A date that no instant holds is none of the common sort; the words of the one before it are
 * still there and must not be taken for it. */
static void a_far_year_ends_quick_reading(void **state)
{
    struct stamp_reader reader;
    struct stamp stamp;
    char near[STAMP_QUICK_ROOM] = "2026-03-04T10:02:17.25Z level=info";
    char far[STAMP_QUICK_ROOM] = "4052-03-04T10:02:18Z level=info";
    (void)state;
    stamp_reader_init(&reader, stamp_format_named(SPAN("iso")));
    assert_false(stamp_quick(&reader, near, near + sizeof near, &stamp));
    assert_true(stamp_reader_read(&reader, (struct span){near, sizeof near}, &stamp));
    assert_true(stamp_quick(&reader, near, near + sizeof near, &stamp));
    assert_true(stamp.flags & STAMP_OFFSET);
    stamp_reader_read(&reader, (struct span){far, sizeof far}, &stamp);
    assert_false(stamp_quick(&reader, near, near + sizeof near, &stamp));
    assert_true(stamp_reader_read(&reader, (struct span){near, sizeof near}, &stamp));
    assert_true(stamp.flags & STAMP_OFFSET);
}

/* Every word of up to four capitals that base knows as a zone is read as one. */
/* Reading looks at a window: what fills it goes on behind it, on either way of reading. */
static void endless_decimals_are_no_stamp(void **state)
{
    (void)state;
    char line[400] = "2029-06-24 10:00:07.5 x";
    const struct stamp_format *formats[4];
    struct stamp stamps[4], stamp;
    struct stamp_reader reader;
    assert_true(stamp_candidates(span_of(line), false, formats, stamps, 4) > 0);
    stamp_reader_init(&reader, formats[0]);
    assert_true(stamp_reader_read(&reader, span_of(line), &stamp));
    memset(line + 20, '3', 300);
    assert_false(stamp_read(formats[0], span_of(line), &stamp));
    assert_false(stamp_reader_read(&reader, span_of(line), &stamp));
}

static void clear_abbreviations_are_taken(void **state)
{
    (void)state;
    const struct stamp_format *iso = stamp_format_named(SPAN("iso"));
    char text[] = "2029-01-02 03:04:05 .....";
    int known = 0;
    for (int word = 0; word < 26 * 26 * 26 * 27; word++) {
        int letters[4] = {word % 26, word / 26 % 26, word / 676 % 26, word / 17576 - 1};
        size_t len = letters[3] < 0 ? 3 : 4;
        for (size_t i = 0; i < len; i++) text[20 + i] = (char)('A' + letters[i]);
        int32_t offset;
        struct stamp stamp;
        if (!zone_abbreviation((struct span){text + 20, len}, &offset)) continue;
        known++;
        if (!stamp_read(iso, (struct span){text, 20 + len}, &stamp) || stamp.len != 20 + len ||
            stamp.time != (INT64_C(1862017445) - offset) * NS_PER_S)
            fail_msg("%.*s", (int)len, text + 20);
    }
    assert_true(known > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_reads_its_example),
        cmocka_unit_test(every_layout_is_read),
        cmocka_unit_test(ambiguities_are_settled),
        cmocka_unit_test(detection_proposes_with_care),
        cmocka_unit_test(candidates_are_sorted_and_bounded),
        cmocka_unit_test(epochs_stay_within_their_window),
        cmocka_unit_test(the_reader_answers_as_stamp_read),
        cmocka_unit_test(the_reader_follows_mixed_lines),
        cmocka_unit_test(the_offset_is_read_anew),
        cmocka_unit_test(a_far_year_ends_quick_reading),
        cmocka_unit_test(endless_decimals_are_no_stamp),
        cmocka_unit_test(clear_abbreviations_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
