#include "evidence/short_bytes.h"
#include "tests/evidence/index_with.h"
#include "tests/test.h"

static struct error error;

static void build(const char *text, struct evidence_index *ret)
{
    static struct span content; /* outlives the reader */
    content = span_of(text);
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INSTANT_NONE,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, ret, &error));
}

static void continued_lines_belong_to_their_record(void **state)
{
    (void)state;
    static const char text[] = "starting up\n"
                               "2026-03-04 10:00:00,100 INFO main ready\n"
                               "2026-03-04 10:00:01,200 ERROR main failed\n"
                               "java.lang.Error: at 2026-03-04 10:00:00\n"
                               "\tat a.b(C.java:12)\n"
                               "\n"
                               "2026-03-04 10:00:02,300 WARN main over";
    struct evidence_index index;
    build(text, &index);
    assert_int_equal(index.count, 3);
    assert_int_equal(index.start[0], 0);
    assert_int_equal(index.start[1], 52);
    assert_int_equal(index.start[3], sizeof text - 1);
    assert_int_equal(index.level[0], EVIDENCE_LEVEL_INFO);
    assert_int_equal(index.level[1], EVIDENCE_LEVEL_ERROR);
    assert_int_equal(index.level[2], EVIDENCE_LEVEL_WARN);
    assert_int_equal(EVIDENCE_DIGITS(index.flags[0]), 3);
    assert_true(index.flags[0] & EVIDENCE_LOCAL);
    assert_int_equal(index.local, 3);
    evidence_index_close(&index);
}

static void objects_without_a_time_are_records(void **state)
{
    (void)state;
    struct evidence_index index;
    build("{\"time\":\"2026-03-04T10:00:00Z\",\"level\":\"warn\",\"msg\":\"a\"}\n"
          "{\"msg\":\"no time here\"}\n"
          "{\"inner\":{\"time\":\"2020-03-04T10:00:00Z\"},\"time\":\"2026-03-04T10:00:01Z\"}\n",
          &index);
    assert_int_equal(index.count, 3);
    assert_true(index.time[1] == EVIDENCE_NO_TIME);
    assert_int_equal(index.time[2] - index.time[0], NS_PER_S);
    assert_int_equal(index.level[0], EVIDENCE_LEVEL_WARN);
    assert_int_equal(index.timed, 2);
    evidence_index_close(&index);
}

/* Thousands of records over turns of the year, most in order, some late, some with a whole date. */
static void years_are_those_of_each_record(void **state)
{
    enum { RECORDS = 4000 };
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static int64_t expected[RECORDS];
    int64_t at = civil_days(2023, 12, 30) * NS_PER_DAY;
    uint64_t seed = 3;
    struct evidence_index index;
    struct text out;
    (void)state;
    text_init(&out, 0);
    for (unsigned i = 0; i < RECORDS; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1;
        /* now close together, now hours apart */
        at += i / 500 % 2 ? (int64_t)(seed >> 60) * NS_PER_S
                          : (int64_t)(seed >> 61) * 2 * NS_PER_HOUR;
        expected[i] = at - (seed >> 40 & 0xff ? 0 : 2 * NS_PER_S);
        struct civil civil = civil_of_instant(expected[i]);
        if (i > 100 && (seed >> 30 & 0x1ff) == 0)
            text_addf(&out, "%d-%02d-%02dT%02d:%02d:%02dZ web job done\n", civil.year, civil.month,
                      civil.day, civil.hour, civil.minute, civil.second);
        else
            text_addf(&out, "%s %2d %02d:%02d:%02d web-01 cron[7]: job done\n",
                      months[civil.month - 1], civil.day, civil.hour, civil.minute, civil.second);
    }
    struct span content = {out.at, out.len};
    struct evidence_reader reader = evidence_reader_of_span(&content);
    /* dated more than a year later: its February 29 tells the year */
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = at + 400 * NS_PER_DAY,
                                         .now = at + 401 * NS_PER_DAY,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    assert_int_equal(index.layout_count, 2);
    assert_int_equal(index.count, RECORDS);
    for (unsigned i = 0; i < RECORDS; i++) assert_true(index.time[i] == expected[i]);
    evidence_index_close(&index);
    text_release(&out);
}

static void text_without_times_is_lines(void **state)
{
    (void)state;
    struct evidence_index index;
    build("one\n two\n\nthree\n", &index);
    assert_int_equal(index.count, 2);
    assert_int_equal(index.timed, 0);
    assert_int_equal(index.start[1], 10);
    evidence_index_close(&index);
}

/* ---- however it is cut, the records are the same ---- */

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* Lines of several layouts with continued lines, odd bytes, long and empty lines among them. */
static void put_log(struct text *out, uint64_t *seed, size_t lines)
{
    static const char *const levels[] = {"INFO", "WARN", "ERROR", "debug", "noticed"};
    uint64_t form = next_random(seed) % 4;
    for (size_t i = 0; i < lines; i++) {
        unsigned s = (unsigned)(i / 7 % 60), ms = (unsigned)(next_random(seed) % 1000);
        const char *level = levels[next_random(seed) % 5];
        switch ((form * 16 + next_random(seed) % 12) & 31) {
        case 0: text_adds(out, "\tat shop.Net.send(Net.java:12)\n"); break;
        case 1: text_adds(out, "\n"); break;
        case 2: text_add(out, (struct span){"binary \0 \xff\n", 11}); break;
        case 3:
            text_addf(out, "{\"ts\":%u.%03u,\"level\":\"%s\"}\n", 1772618537 + s, ms, level);
            break;
        case 4: text_addf(out, "{\"a\":{\"ts\":1},\"level\":\"%s\"}\r\n", level); break;
        case 5:
        case 17:
            for (unsigned j = 0; j < ms * 2; j++) text_adds(out, "long line, ");
            text_adds(out, "ERROR\n");
            break;
        case 16:
        case 18:
            text_addf(out, "2026-03-04T10:02:%02u.%03u02Z stdout %s %s\n", s, ms,
                      ms % 3 ? "F" : "P", level);
            break;
        case 19:
            text_addf(out, "Dec %2u 23:59:%02u web1 sshd[%u]: %s: x\n", s / 2 + 1, s, ms, level);
            break;
        default:
            text_addf(out, "2026-03-04 10:02:%02u,%03u %s [main] caf\xc3\xa9 %s\n", s, ms, level,
                      level);
            break;
        }
    }
    if (next_random(seed) % 2) out->at[--out->len] = '\0';
}

static void assert_same(const struct evidence_index *a, const struct evidence_index *b)
{
    size_t count = (size_t)a->count;
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->start, b->start, (count + 1) * sizeof *a->start);
    assert_memory_equal(a->time, b->time, count * sizeof *a->time);
    assert_memory_equal(a->flags, b->flags, count * sizeof *a->flags);
    assert_memory_equal(a->level, b->level, count);
    assert_memory_equal(a->layout, b->layout, count);
    assert_memory_equal(a->layouts, b->layouts, sizeof a->layouts);
}

static void however_cut_records_are_the_same(void **state)
{
    (void)state;
    uint64_t seed = 20260304;
    for (unsigned round = 0; round < 60; round++) {
        static const size_t chunks[] = {1, 7, 100, 1000, 65536, 100000};
        struct text text;
        struct evidence_index whole, cut;
        const struct line_options plain = {kernels_plain(), 1, LINE_CHUNK};
        text_init(&text, 0);
        put_log(&text, &seed, 20 + next_random(&seed) % 300);
        index_with(text_span(&text), &plain, &whole);
        for (unsigned i = 0; i < 4; i++) {
            size_t chunk = chunks[next_random(&seed) % 6];
            if (chunk < 1000 && text.len > 100000) chunk = 1000;
            struct line_options options = {i % 2 ? kernels_plain() : kernels_best(), 1 + i % 3,
                                           chunk};
            index_with(text_span(&text), &options, &cut);
            assert_same(&whole, &cut);
            evidence_index_close(&cut);
        }
        evidence_index_close(&whole);
        text_release(&text);
    }
}

/* ---- what the first samples do not show ---- */

static void index_text(const struct text *text, struct evidence_index *ret)
{
    const struct line_options options = {kernels_best(), 2, 1 << 20};
    index_with(text_span(text), &options, ret);
}

static void a_layout_between_the_samples_is_found(void **state)
{
    (void)state;
    struct text text;
    struct evidence_index index;
    text_init(&text, 0);
    for (unsigned i = 0; i < 20000; i++)
        if (i >= 4000 && i < 7000)
            text_addf(&text, "W0304 10:%02u:%02u.000000  1 a.go:1] here and not there\n",
                      i / 60 % 60, i % 60);
        else
            text_addf(&text, "2026-03-04 10:%02u:%02u,000 INFO main something happened here\n",
                      i / 60 % 60, i % 60);
    index_text(&text, &index);
    assert_int_equal(index.count, 20000);
    assert_int_equal(index.layout_count, 2);
    assert_int_equal(index.level_count[EVIDENCE_LEVEL_WARN], 3000);
    evidence_index_close(&index);
    text_release(&text);
}

/* Days above 12 stand only where no sample is taken: 5, 6 January, ..., 2 February. */
static void day_and_month_are_told_by_the_whole_file(void **state)
{
    (void)state;
    struct text text;
    struct evidence_index index;
    text_init(&text, 0);
    for (unsigned i = 0; i < 29 * 700; i++) {
        unsigned day = 5 + i / 700;
        text_addf(&text, "%02u/%02u/2026 %02u:%02u:%02u something happened here\n",
                  day > 31 ? day - 31 : day, day > 31 ? 2 : 1, i % 700 / 60, i % 60, i % 60);
    }
    index_text(&text, &index);
    assert_int_equal(index.count, 29 * 700);
    assert_int_equal(index.layout_count, 1);
    assert_string_equal(index.layouts[0].stamp, "d/m/Y");
    assert_int_equal(index.first, INT64_C(1767571200) * NS_PER_S);
    assert_int_equal(index.last / NS_PER_DAY - index.first / NS_PER_DAY, 28);
    assert_false(index.flags[0] & EVIDENCE_DAY_GUESS);
    evidence_index_close(&index);
    text_release(&text);
}

/* ---- contents that are not in memory ---- */

static const char first_line[] = "2026-03-04 10:00:00,100 INFO main a line of 300 MB follows: ";
static const char last_line[] = "\n2026-03-04 10:00:01,100 ERROR main over\n";
enum { FIRST = sizeof first_line - 1, LAST = sizeof last_line - 1, MIDDLE = 300000000 };

static enum status read_long_line(void *context, uint64_t offset, void *to, size_t len,
                                  size_t *ret_len, struct error *problem)
{
    char *out = to;
    size_t done = 0;
    (void)context;
    (void)problem;
    for (uint64_t at = offset; done < len && at < FIRST + MIDDLE + LAST; at++) {
        if (at >= FIRST && at < FIRST + MIDDLE) {
            uint64_t left = FIRST + MIDDLE - at;
            size_t run = len - done < left ? len - done : (size_t)left;
            memset(out + done, 'x', run);
            done += run;
            at += run - 1;
        } else {
            out[done++] = at < FIRST ? first_line[at] : last_line[at - FIRST - MIDDLE];
        }
    }
    *ret_len = done;
    return STATUS_OK;
}

static void a_huge_line_is_one_record(void **state)
{
    (void)state;
    struct evidence_reader reader = {NULL, read_long_line, FIRST + MIDDLE + LAST};
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INSTANT_NONE,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 2};
    struct evidence_index index;
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    assert_int_equal(index.count, 2);
    assert_int_equal(index.start[1], FIRST + MIDDLE + 1);
    assert_int_equal(index.level[0], EVIDENCE_LEVEL_INFO);
    assert_int_equal(index.level[1], EVIDENCE_LEVEL_ERROR);
    evidence_index_close(&index);
}

/* The window on a long line may end within a character: the text is clean all the same. */
static void a_cut_character_is_no_fault(void **state)
{
    (void)state;
    struct text text;
    struct evidence_index index;
    text_init(&text, 0);
    while (text.len < LINE_BUFFER - LINE_WINDOW - 50)
        text_adds(&text, "2026-03-04 10:00:00,100 INFO main all is well yet\n");
    while (text.len < LINE_BUFFER - LINE_WINDOW - 1) text_addc(&text, 'x');
    text_addc(&text, '\n'); /* the next line fills the rest of the first buffer exactly */
    text_adds(&text, "2026-03-04 10:00:01,100 INFO ");
    while (text.len < LINE_BUFFER - 1) text_addc(&text, 'y');
    text_adds(&text, "\xc3\xa9 and more\n2026-03-04 10:00:02,100 INFO the end\n");
    index_text(&text, &index);
    assert_true(index.count > 2);
    assert_int_equal(index.start[index.count - 2], LINE_BUFFER - LINE_WINDOW);
    assert_int_equal(index.flags[index.count - 2] & EVIDENCE_BINARY, 0);
    evidence_index_close(&index);
    text_release(&text);
}

/* Half of a zone's name is another zone, and the signs of TZ rules mean the opposite elsewhere. */
static void a_zone_is_stated_whole_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *header, *zone;
    } cases[] = {
        {"Log opened, TZ=Europe/Berlin", "Europe/Berlin"},
        {"TZ=America/Port-au-Prince", "America/Port-au-Prince"},
        {"# TZ=Etc/GMT+5; PID 7", "Etc/GMT+5"},
        {"TZ=EST5EDT", "EST5EDT"},
        {"TZ=UTC", "UTC"},
        {"TZ=UTC-5", ""},
        {"TZ=<+03>-3", ""},
        {"NOTZ=UTC", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;
        struct evidence_index index;
        text_init(&text, 0);
        text_addf(&text, "%s\n2026-03-04 10:00:00 up\n2026-03-04 10:00:01 ready\n",
                  cases[i].header);
        index_text(&text, &index);
        assert_string_equal(index.zone_stated, cases[i].zone);
        evidence_index_close(&index);
        text_release(&text);
    }
}

/* Lines of 50 bytes; the bytes from 1,000,000 on cannot be read. */
static enum status read_up_to(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                              struct error *problem)
{
    static const char line[] = "2026-03-04 10:00:00,100 INFO main all is well yet\n";
    char *out = to;
    bool *armed = context;
    if (*armed && offset + len > 1000000)
        return error_set(problem, STATUS_UNREADABLE, "the disk is broken");
    for (size_t i = 0; i < len; i++) out[i] = line[(offset + i) % (sizeof line - 1)];
    *ret_len = len;
    return STATUS_OK;
}

static void a_failing_read_ends_all_threads(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 4; threads++) {
        bool armed = true;
        struct evidence_reader reader = {&armed, read_up_to, 5000000};
        const struct line_options options = {kernels_best(), threads, 100000};
        struct evidence_index_hints hints = {
            .kind = EVIDENCE_LOG, .modified = INSTANT_NONE, .now = INT64_C(1795400000) * NS_PER_S};
        struct line_layouts none = {.header_date = INSTANT_NONE};
        struct line_scan_facts facts;
        struct index_builder builder;
        struct line_scan scan = {.reader = &reader,
                                 .layouts = &none,
                                 .kernels = options.kernels,
                                 .threads = threads,
                                 .chunk = options.chunk,
                                 .buffer = LINE_BUFFER,
                                 .region_shift = lines_region_shift(reader.size)};
        index_builder_init(&builder);
        assert_status(lines_index_with(&reader, &hints, &options, &builder, &error),
                      STATUS_UNREADABLE);
        assert_status(lines_scan(&scan, &builder, &facts, &error), STATUS_UNREADABLE);
        assert_string_equal(error.message, "the disk is broken");
        index_builder_release(&builder);
    }
}

static void agrees_with_plain(const struct kernels *fast)
{
    const struct kernels *plain = kernels_plain();
    static const char alphabet[] = "\"leveltsinforwarnERROR{[:, \n\033\x80=";
    static const struct span keys[] = {{"\"level\"", 7}, {"\"ts\"", 4}, {"t=", 2}, {"level=", 6}};
    uint64_t seed = 7;
    for (unsigned round = 0; round < 20000; round++) {
        char bytes[400 + KERNEL_SLACK] = {0};
        uint32_t a[408], b[408];
        struct level_places c, d;
        bool seen_a, seen_b;
        size_t len = next_random(&seed) % 400;
        for (size_t i = 0; i < len; i++)
            bytes[i] = alphabet[next_random(&seed) % (sizeof alphabet - (round % 2))];
        for (unsigned i = 0; i < 4; i++) {
            char sign = i < 2 ? '{' : '"';
            if (len > 40) memcpy(bytes + next_random(&seed) % (len - 20), keys[i].at, keys[i].len);
            assert_int_equal(plain->find_key(bytes, len, keys[i], sign, &seen_a),
                             fast->find_key(bytes, len, keys[i], sign, &seen_b));
            assert_int_equal(seen_a, seen_b);
        }
        char before = round % 5 ? 'x' : '\n';
        if (round % 7 == 0) memset(bytes + len / 4, '\n', len / 4);
        size_t count = plain->newlines(bytes, len, before, a, &seen_a);
        assert_int_equal(fast->newlines(bytes, len, before, b, &seen_b), count);
        assert_memory_equal(a, b, count * sizeof *a);
        assert_int_equal(seen_a, seen_b);
        /* the fast one may name more places than there are, never fewer */
        size_t most = round % 3 ? len : round % 97;
        plain->level_starts(bytes, most < len ? most : len, 'x', &c);
        fast->level_starts(bytes, most < len ? most : len, 'x', &d);
        for (unsigned i = 0; i < 2; i++) assert_int_equal(c.starts[i] & ~d.starts[i], 0);
        assert_memory_equal(c.letters, d.letters, sizeof c.letters);
        assert_int_equal(c.escapes, d.escapes);
    }
}

/* Lines of many lengths over several parts, now and then short or empty ones. */
static void newlines_agree(const struct kernels *fast)
{
    enum { MOST = 20000 };
    const struct kernels *plain = kernels_plain();
    char *bytes = malloc(MOST + KERNEL_SLACK);
    uint32_t *a = malloc((MOST + 8) * sizeof *a), *b = malloc((MOST + 8) * sizeof *b);
    uint64_t seed = 13;
    assert_true(bytes && a && b);
    for (unsigned round = 0; round < 400; round++) {
        size_t len = next_random(&seed) % MOST, most = 2 + next_random(&seed) % 300;
        bool seen_a, seen_b;
        memset(bytes, 'x', len);
        memset(bytes + len, '\n', KERNEL_SLACK); /* what is behind is none of them */
        for (size_t i = next_random(&seed) % most; i < len; i += next_random(&seed) % most)
            bytes[i++] = '\n';
        if (round % 3 == 0 && len > 0)
            bytes[next_random(&seed) % len] = "\n\x80\xff\x7f\x01"[round / 3 % 6];
        char before = round % 2 ? 'x' : '\n';
        size_t count = plain->newlines(bytes, len, before, a, &seen_a);
        assert_int_equal(fast->newlines(bytes, len, before, b, &seen_b), count);
        assert_memory_equal(a, b, count * sizeof *a);
        assert_int_equal(seen_a, seen_b);
    }
    free(bytes);
    free(a);
    free(b);
}

/* Characters of all lengths, with now and then a byte of another in their place. */
static void clean_text_agrees(const struct kernels *fast)
{
    static const uint32_t runes[] = {'a',    '\n',    0x7f,   0x80,    0x7ff,    0x800,
                                     0xd7ff, 0xe000,  0xffff, 0x10000, 0x10ffff, 0xe4,
                                     0x20ac, 0x1f600, 1,      0xfffd};
    static const char odd[] =
        "\x80\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff\x90\x9f\xa0\x8f\0a";
    const struct kernels *plain = kernels_plain();
    uint64_t seed = 17;
    unsigned clean = 0;
    for (unsigned round = 0; round < 60000; round++) {
        char bytes[160];
        size_t len = 0, most = next_random(&seed) % 130;
        while (len < most)
            len +=
                utf8_put(runes[next_random(&seed) % (sizeof runes / sizeof *runes)], bytes + len);
        if (round % 4 == 0) len = most; /* the last one may be cut */
        for (unsigned i = round % 3; i > 0 && len > 0; i--)
            bytes[next_random(&seed) % len] = odd[next_random(&seed) % (sizeof odd - 1)];
        bool is = plain->clean(bytes, len);
        assert_int_equal(fast->clean(bytes, len), is);
        clean += is;
    }
    assert_in_range(clean, 15000, 45000);
    for (unsigned i = 0; i < 1 << 16; i++) { /* each pair, and with two continuations behind */
        char bytes[40];
        memset(bytes, 'x', sizeof bytes);
        for (size_t place = 29; place < 36; place += 3) {
            memcpy(bytes + place, (char[4]){(char)(i >> 8), (char)i, '\xa5', '\xa5'}, 4);
            for (size_t len = place + 1; len <= place + 4; len++)
                assert_int_equal(fast->clean(bytes, len), plain->clean(bytes, len));
        }
    }
}

static void bytes_are_found_among_64(void **state)
{
    static const char alphabet[] = "a\n \x80\xff\x01\x00z\x21";
    char bytes[64];
    uint64_t seed = 11;
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = alphabet[next_random(&seed) % sizeof alphabet];
        char wanted = alphabet[round % sizeof alphabet];
        uint64_t where = short_where(bytes, wanted);
        for (size_t i = 0; i < sizeof bytes; i++)
            assert_int_equal(where >> i & 1, bytes[i] == wanted);
    }
}

static void kernels_agree(void **state)
{
    (void)state;
    for (unsigned set = KERNELS_PLAIN + 1; set < KERNEL_SETS; set++) {
        const struct kernels *fast = kernels_of((enum kernel_set)set);
        if (!fast) continue;
        agrees_with_plain(fast);
        newlines_agree(fast);
        clean_text_agrees(fast);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continued_lines_belong_to_their_record),
        cmocka_unit_test(objects_without_a_time_are_records),
        cmocka_unit_test(text_without_times_is_lines),
        cmocka_unit_test(years_are_those_of_each_record),
        cmocka_unit_test(however_cut_records_are_the_same),
        cmocka_unit_test(a_layout_between_the_samples_is_found),
        cmocka_unit_test(day_and_month_are_told_by_the_whole_file),
        cmocka_unit_test(a_huge_line_is_one_record),
        cmocka_unit_test(a_cut_character_is_no_fault),
        cmocka_unit_test(a_zone_is_stated_whole_or_not_at_all),
        cmocka_unit_test(a_failing_read_ends_all_threads),
        cmocka_unit_test(kernels_agree),
        cmocka_unit_test(bytes_are_found_among_64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
