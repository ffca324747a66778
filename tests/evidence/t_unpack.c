/* gzip, zstd, xz, bzip2: by content; cut, damaged, bombs; the unpacked copy is rebuilt when lost.
 */
#include "evidence/evidence.h"
#include "evidence/unpack.h"
#include "tests/evidence/scratch.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <zlib.h>

static const struct {
    const char *name;
    enum evidence_packing packing;
    struct text (*pack)(struct span bytes);
} packers[] = {
    {"gzip", EVIDENCE_PACKED_GZIP, pack_gzip},
    {"zstd", EVIDENCE_PACKED_ZSTD, pack_zstd},
    {"xz", EVIDENCE_PACKED_XZ, pack_xz},
    {"bzip2", EVIDENCE_PACKED_BZIP2, pack_bzip2},
};
enum { PACKERS = sizeof packers / sizeof packers[0] };

/* Lines that do not pack too well, so that a cut is in the middle of the data. */
static struct text some_log(size_t least)
{
    struct text log;
    text_init(&log, 0);
    uint32_t seed = 7;
    while (log.len < least) {
        seed = seed * 1664525 + 1013904223;
        text_addf(&log, "2026-11-22T05:54:53Z request %08x took %u ms\n", (unsigned)seed,
                  (unsigned)(seed >> 20));
    }
    return log;
}

static void each_packing_by_content(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const size_t sizes[] = {0, 100, 300000, 5000000};
    for (size_t i = 0; i < PACKERS; i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            struct scratch *scratch = scratch_new();
            struct text log = some_log(sizes[k]);
            struct text packed = packers[i].pack(text_span(&log));
            scratch_write(scratch, "in/not-its-name.txt", text_span(&packed));
            assert_ok(scratch_collect(scratch, "in/not-its-name.txt", &error));
            assert_int_equal(scratch->skip_count, 0);
            assert_int_equal(scratch->source_count, 1);
            assert_int_equal(scratch->sources[0].packing, packers[i].packing);
            struct sha256 hash = sha256_of(text_span(&packed));
            assert_true(sha256_equal(&hash, &scratch->last.hash));
            hash = sha256_of(text_span(&log));
            assert_true(sha256_equal(&hash, &scratch->sources[0].source.hash));
            assert_int_equal(scratch->sources[0].source.size, log.len);
            scratch_assert_content(scratch, 0, text_span(&log));
            scratch_assert_clean(scratch);
            text_release(&log);
            text_release(&packed);
            scratch_free(scratch);
        }
    }
}

static void lost_and_damaged_copies_come_back(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const size_t sizes[] = {100, 5000000};
    for (size_t k = 0; k < 2; k++) {
        struct scratch *scratch = scratch_new();
        struct text log = some_log(sizes[k]);
        struct text packed = pack_gzip(text_span(&log));
        char copy[200];
        scratch_write(scratch, "in/a.gz", text_span(&packed));
        assert_ok(scratch_collect(scratch, "in/a.gz", &error));
        snprintf(copy, sizeof copy, "%s/index/%.2s/%s.raw", scratch->workspace,
                 scratch->sources[0].hash, scratch->sources[0].hash + 2);
        assert_ok(os_remove(copy, &error));
        scratch_assert_content(scratch, 0, text_span(&log));
        assert_ok(os_replace(copy, SPAN("of another size"), &error));
        scratch_assert_content(scratch, 0, text_span(&log));
        if (sizes[k] < 1000) { /* small copies are hashed at each opening */
            text_clear(&packed);
            for (size_t i = 0; i < log.len; i++) text_addc(&packed, 'x');
            assert_ok(os_replace(copy, text_span(&packed), &error));
            scratch_assert_content(scratch, 0, text_span(&log));
        }
        text_release(&log);
        text_release(&packed);
        scratch_free(scratch);
    }
}

static enum status count_path(void *context, const char *path, const struct error *why,
                              struct error *error)
{
    (void)error;
    assert_true(strstr(path, "/index/") && *why->message);
    ++*(size_t *)context;
    return STATUS_OK;
}

static void verifying_finds_damaged_indexes(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct evidence_index index;
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG, .name = "a.log"};
    struct span log = SPAN("2026-03-04T10:00:00Z INFO one\n2026-03-04T10:00:01Z WARN two\n");
    struct sha256 hash = sha256_of(log);
    struct text file;
    char path[4096];
    size_t removed = 0;
    scratch_write(scratch, "in/a.log", log);
    assert_ok(scratch_collect(scratch, "in", &error));
    struct evidence_reader reader = evidence_reader_of_span(&log);
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    assert_ok(evidence_index_path(scratch->depot, &hash, path, sizeof path, &error));
    assert_ok(evidence_index_save(&index, path, &hash, &error));
    evidence_index_close(&index);
    assert_ok(evidence_verify_index(scratch->depot, count_path, &removed, &error));
    assert_int_equal(removed, 0);
    text_init(&file, 0);
    assert_ok(os_slurp(path, 1 << 20, &file, &error));
    for (size_t at = 0; at < file.len; at += at < 200 ? 1 : 61) {
        file.at[at] ^= 4;
        assert_ok(os_replace(path, text_span(&file), &error));
        file.at[at] ^= 4;
        removed = 0;
        assert_ok(evidence_verify_index(scratch->depot, count_path, &removed, &error));
        if (removed != 1) fail_msg("byte %zu of the index", at);
    }
    text_release(&file);
    scratch_free(scratch);
}

static void verifying_finds_damaged_copies(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text log = some_log(5000000), packed = pack_zstd(text_span(&log));
    struct text small = pack_gzip(SPAN("small\n"));
    char copy[200];
    size_t removed = 0;
    scratch_write(scratch, "in/a.zst", text_span(&packed));
    scratch_write(scratch, "in/b.gz", text_span(&small));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_ok(evidence_verify_index(scratch->depot, count_path, &removed, &error));
    assert_int_equal(removed, 0);
    log.at[2500000] ^= 1;
    snprintf(copy, sizeof copy, "%s/index/%.2s/%s.raw", scratch->workspace,
             scratch->sources[0].hash, scratch->sources[0].hash + 2);
    assert_ok(os_replace(copy, text_span(&log), &error));
    log.at[2500000] ^= 1;
    assert_ok(evidence_verify_index(scratch->depot, count_path, &removed, &error));
    assert_int_equal(removed, 1);
    scratch_assert_content(scratch, 0, text_span(&log));
    scratch_assert_content(scratch, 1, SPAN("small\n"));
    text_release(&log);
    text_release(&packed);
    text_release(&small);
    scratch_free(scratch);
}

static void a_cut_gives_what_came_before(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct text log = some_log(3000000);
    for (size_t i = 0; i < PACKERS; i++) {
        struct scratch *scratch = scratch_new();
        struct text packed = packers[i].pack(text_span(&log));
        struct span cut = span_sub(text_span(&packed), 0, packed.len * 2 / 3);
        scratch_write(scratch, "in/cut", cut);
        assert_ok(scratch_collect(scratch, "in/cut", &error));
        assert_status(scratch_skip(scratch)->status, STATUS_BAD_INPUT);
        assert_non_null(strstr(scratch_skip(scratch)->message, "ends early"));
        assert_int_equal(scratch->source_count, 1);
        uint64_t size = scratch->sources[0].source.size;
        assert_in_range(size, 1, log.len - 1);
        scratch_assert_content(scratch, 0, span_sub(text_span(&log), 0, (size_t)size));
        assert_int_equal(scratch->last.size, cut.len);
        text_release(&packed);
        scratch_free(scratch);
    }
    text_release(&log);
}

static void damage_inside_is_kept_packed(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct text log = some_log(400000);
    for (size_t i = 0; i < PACKERS; i++) {
        struct scratch *scratch = scratch_new();
        struct text packed = packers[i].pack(text_span(&log));
        size_t captures, strangers, raws;
        /* gzip: its checksum; xz and zstd: in the middle (libzstd's simple call adds no checksum)
         */
        size_t at = packers[i].packing == EVIDENCE_PACKED_GZIP ? packed.len - 6 : packed.len / 2;
        memset(packed.at + at, 0xff, packers[i].packing == EVIDENCE_PACKED_GZIP ? 1 : 2000);
        scratch_write(scratch, "in/bad", text_span(&packed));
        assert_ok(scratch_collect(scratch, "in/bad", &error));
        assert_non_null(strstr(scratch_skip(scratch)->message, "damaged"));
        assert_int_equal(scratch->source_count, 1);
        assert_true(sha256_equal(&scratch->sources[0].source.hash, &scratch->last.hash));
        scratch_assert_content(scratch, 0, text_span(&packed));
        scratch_census(scratch, &captures, &strangers, &raws);
        assert_int_equal(captures, 1);
        assert_int_equal(strangers + raws, 0);
        text_release(&packed);
        scratch_free(scratch);
    }
    text_release(&log);
}

static void more_members_and_strange_tails(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const struct {
        const char *tail;
        size_t len;
        bool told;
    } tails[] = {{"", 0, false}, {"\0\0\0\0\0\0\0\0", 8, false}, {"\0garbage", 8, true}};
    for (size_t i = 0; i < PACKERS; i++) {
        for (size_t k = 0; k < sizeof tails / sizeof tails[0]; k++) {
            struct scratch *scratch = scratch_new();
            struct text one = packers[i].pack(SPAN("one\n"));
            struct text two = packers[i].pack(SPAN("two\n"));
            text_add(&one, text_span(&two));
            if (packers[i].packing == EVIDENCE_PACKED_ZSTD) /* a skippable frame */
                text_add(&one, SPAN("\x5a\x2a\x4d\x18\x03\x00\x00\x00xyz"));
            text_add(&one, (struct span){tails[k].tail, tails[k].len});
            scratch_write(scratch, "in/two", text_span(&one));
            assert_ok(scratch_collect(scratch, "in/two", &error));
            assert_int_equal(scratch->skip_count, tails[k].told);
            assert_int_equal(scratch->source_count, 1);
            scratch_assert_content(scratch, 0, SPAN("one\ntwo\n"));
            text_release(&one);
            text_release(&two);
            scratch_free(scratch);
        }
    }
}

static void skippable_frame_first(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text frame = pack_zstd(SPAN("content\n"));
    struct text all;
    text_init(&all, 0);
    text_add(&all, SPAN("\x50\x2a\x4d\x18\x02\x00\x00\x00hi"));
    text_add(&all, text_span(&frame));
    scratch_write(scratch, "in/skip", text_span(&all));
    assert_ok(scratch_collect(scratch, "in/skip", &error));
    assert_int_equal(scratch->sources[0].packing, EVIDENCE_PACKED_ZSTD);
    scratch_assert_content(scratch, 0, SPAN("content\n"));
    text_release(&frame);
    text_release(&all);
    scratch_free(scratch);
}

/* A gigabyte of zeros: sixteen members of 64 MiB, each packed to almost nothing. */
static struct text bomb(struct text (*pack)(struct span bytes))
{
    size_t len = (size_t)64 << 20;
    char *zeros = calloc(1, len);
    assert_non_null(zeros);
    struct text one = pack((struct span){zeros, len}), all;
    text_init(&all, 0);
    for (int i = 0; i < 16; i++) text_add(&all, text_span(&one));
    text_release(&one);
    free(zeros);
    return all;
}

/* ---- gzip beside zlib ---- */

enum outcome { WHOLE, EARLY, TRAILING, DAMAGED };

/* What zlib alone makes of it: members one after another. */
static enum outcome by_zlib(struct span packed, struct text *ret)
{
    z_stream stream = {0};
    unsigned char piece[4096];
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (z_const Bytef *)(uintptr_t)packed.at;
    stream.avail_in = (uInt)packed.len;
    enum outcome outcome = DAMAGED;
    for (;;) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        int code = inflate(&stream, Z_NO_FLUSH);
        size_t made = sizeof piece - stream.avail_out;
        text_add(ret, (struct span){(const char *)piece, made});
        if (code == Z_OK && made) continue;
        if (code == Z_OK || code == Z_BUF_ERROR) outcome = stream.avail_in ? DAMAGED : EARLY;
        if (code != Z_STREAM_END) break;
        for (; stream.avail_in && *stream.next_in == 0; stream.avail_in--) stream.next_in++;
        outcome = stream.avail_in ? TRAILING : WHOLE;
        bool more = stream.avail_in >= 2 && stream.next_in[0] == 0x1f && stream.next_in[1] == 0x8b;
        if (!more) break;
        outcome = DAMAGED; /* until the next member is sound */
        assert_int_equal(inflateReset(&stream), Z_OK);
    }
    inflateEnd(&stream);
    return outcome;
}

static enum status add_to_text(void *context, struct unpack_pot *pot, struct span bytes,
                               struct error *error)
{
    (void)pot;
    text_add(context, bytes);
    return text_status(context, error);
}

static void assert_as_zlib(struct span packed)
{
    struct error error = ERROR_NONE;
    struct text wanted, got;
    text_init(&wanted, 0);
    text_init(&got, 0);
    struct evidence_budget left = EVIDENCE_BUDGET_DEFAULT;
    const struct unpack_sink sink = {.context = &got, .add = add_to_text};
    struct unpack_out out = {.sink = &sink, .left = &left};
    enum unpack_end end = UNPACK_WHOLE;
    size_t rest = 0;
    enum outcome outcome = by_zlib(packed, &wanted);
    enum status status = unpack_stream(packed, EVIDENCE_PACKED_GZIP, &out, &end, &rest, &error);
    assert_status(status, outcome == DAMAGED ? STATUS_BAD_INPUT : STATUS_OK);
    if (outcome != DAMAGED) {
        assert_int_equal(end, outcome == WHOLE   ? UNPACK_WHOLE
                              : outcome == EARLY ? UNPACK_ENDS_EARLY
                                                 : UNPACK_TRAILING);
        assert_true(span_equal(text_span(&wanted), text_span(&got)));
    }
    text_release(&wanted);
    text_release(&got);
}

/* Whichever library unpacks here, cut and damaged streams give to the byte what zlib gives: another
 * machine has to make the same content of the same capture. */
static void gzip_is_what_zlib_says(void **state)
{
    (void)state;
    uint32_t seed = 20261122;
    static const size_t sizes[] = {0, 1, 700, 40000, 900000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct text log = some_log(sizes[i]);
        struct text one = pack_gzip(text_span(&log)), both = pack_gzip(SPAN("first member\n"));
        text_add(&both, text_span(&one));
        assert_as_zlib(text_span(&one));
        assert_as_zlib(text_span(&both));
        for (int k = 0; k < 60; k++) {
            seed = seed * 1664525 + 1013904223;
            size_t at = (seed >> 8) % both.len;
            assert_as_zlib(span_sub(text_span(&both), 0, at));
            both.at[at] = (char)(both.at[at] ^ (1 << (seed & 7)));
            assert_as_zlib(text_span(&both));
            both.at[at] = (char)(both.at[at] ^ (1 << (seed & 7)));
        }
        for (int bit = 0; bit < 80; bit++) { /* all of the first member's header */
            both.at[bit / 8] = (char)(both.at[bit / 8] ^ (1 << bit % 8));
            assert_as_zlib(text_span(&both));
            both.at[bit / 8] = (char)(both.at[bit / 8] ^ (1 << bit % 8));
        }
        for (size_t cut = 1; cut < 60 && cut < one.len; cut++)
            assert_as_zlib(span_sub(text_span(&one), 0, one.len - cut));
        text_release(&one);
        text_release(&both);
        text_release(&log);
    }
}

static void bombs_stop_at_the_budget(void **state)
{
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < PACKERS; i++) {
        struct text packed = bomb(packers[i].pack);
        assert_in_range(packed.len, 1, 1100000);
        for (int total = 0; total < 2; total++) {
            struct scratch *scratch = scratch_new();
            size_t captures, strangers, raws;
            uint64_t budget = (uint64_t)8 << 20;
            if (total)
                scratch->collector.budget.total_bytes = budget;
            else
                scratch->collector.budget.file_bytes = budget;
            scratch_write(scratch, "in/bomb", text_span(&packed));
            scratch_write(scratch, "in/calm", SPAN("after it\n"));
            /* Were one byte more written, it would be for want of space that it stops. */
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){budget, limit.rlim_max}), 0);
            assert_ok(scratch_collect(scratch, "in", &error));
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
            assert_status(scratch->skips[0].why.status, STATUS_LIMIT);
            assert_non_null(
                strstr(scratch->skips[0].why.message, total ? "--budget-total" : "--budget-file"));
            scratch_census(scratch, &captures, &strangers, &raws);
            assert_int_equal(strangers + raws, 0);
            assert_int_equal(captures, 1); /* the run goes on */
            assert_string_equal(scratch->sources[0].name, "calm");
            scratch_free(scratch);
        }
        text_release(&packed);
    }
}

static void packed_twice_and_too_often(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct text packed = pack_gzip(SPAN("deep\n"));
    for (int depth = 1; depth <= 5; depth++) {
        struct scratch *scratch = scratch_new();
        scratch_write(scratch, "in/deep", text_span(&packed));
        assert_ok(scratch_collect(scratch, "in/deep", &error));
        assert_int_equal(scratch->source_count, 1);
        if (depth <= 3) {
            assert_int_equal(scratch->skip_count, 0);
            scratch_assert_content(scratch, 0, SPAN("deep\n"));
        } else {
            assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
            assert_non_null(strstr(scratch_skip(scratch)->message, "kept packed"));
        }
        struct text outer = pack_gzip(text_span(&packed));
        text_release(&packed);
        packed = outer;
        scratch_free(scratch);
    }
    text_release(&packed);
}

static void a_gzip_header_tells_the_time(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text packed = pack_gzip(SPAN("x\n"));
    memcpy(packed.at + 4, "\x00\x24\xa0\x69", 4);
    scratch_write(scratch, "in/x.gz", text_span(&packed));
    assert_ok(scratch_collect(scratch, "in/x.gz", &error));
    assert_true(scratch->sources[0].source.modified == INT64_C(0x69a02400) * NS_PER_S);
    assert_true(scratch->last.modified != scratch->sources[0].source.modified);
    text_release(&packed);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_packing_by_content),
        cmocka_unit_test(lost_and_damaged_copies_come_back),
        cmocka_unit_test(verifying_finds_damaged_copies),
        cmocka_unit_test(verifying_finds_damaged_indexes),
        cmocka_unit_test(a_cut_gives_what_came_before),
        cmocka_unit_test(damage_inside_is_kept_packed),
        cmocka_unit_test(more_members_and_strange_tails),
        cmocka_unit_test(skippable_frame_first),
        cmocka_unit_test(gzip_is_what_zlib_says),
        cmocka_unit_test(bombs_stop_at_the_budget),
        cmocka_unit_test(packed_twice_and_too_often),
        cmocka_unit_test(a_gzip_header_tells_the_time),
    };
    return cmocka_run_group_tests_name("evidence unpack", tests, NULL, NULL);
}
