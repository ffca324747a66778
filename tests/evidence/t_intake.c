/*
 * Several files at a time: while the disk is busy with some, others are read, unpacked and indexed.
 * None of that may show: files are reported in order and once they are whole, repeats are known,
 * and an index made while its content came is the one that is made from all of it.
 */
#include "tests/evidence/scratch.h"

#include "evidence/index.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

enum { FILES = 9 };

/* Lines with a time each; `odd` lines of another layout begin behind the given byte. */
static struct text make_log(unsigned seed, size_t bytes, size_t odd_from)
{
    struct text log;
    text_init(&log, 0);
    for (unsigned i = 0; log.len < bytes; i++) {
        unsigned second = i % 60, minute = i / 60 % 60, hour = i / 3600 % 24;
        if (log.len >= odd_from)
            text_addf(&log, "[%02u/Nov/2026:%02u:%02u:%02u +0000] WARN worker-%u took %u\n",
                      seed + 1, hour, minute, second, seed, i);
        else
            text_addf(&log, "2026-11-%02u %02u:%02u:%02u INFO worker-%u: job %u done\n", seed + 1,
                      hour, minute, second, seed, i);
    }
    return log;
}

static void file_name(char *out, size_t size, unsigned i)
{
    snprintf(out, size, "in/%u.log", i);
}

/* ---- order ---- */

static struct evidence_depot *depot; /* of the test that runs */
static unsigned reported;

/* At the time of the report each file is in its place and whole. */
static enum status check_report(void *context, const struct evidence_capture *capture,
                                const struct evidence_source *sources, size_t count,
                                struct error *ret_error)
{
    struct error error = ERROR_NONE;
    struct scratch *scratch = context;
    char name[40];
    assert_ok(evidence_verify_capture(depot, &capture->hash, capture->size, &error));
    for (size_t i = 0; i < count; i++) {
        struct span content;
        assert_ok(evidence_content_open(depot, &sources[i], capture->packing, &content, &error));
        struct sha256 hash = sha256_of(content);
        assert_true(sha256_equal(&hash, &sources[i].hash));
        evidence_content_close(content);
    }
    file_name(name, sizeof name, reported++);
    assert_string_equal(sources[0].name, name + strlen("in/"));
    return scratch->stop ? error_set(ret_error, scratch->stop, "stopped by the test") : STATUS_OK;
}

static struct text pack_zip_of_large_ones(void)
{
    struct zip_maker maker;
    zip_maker_init(&maker);
    for (unsigned i = 0; i < 6; i++) {
        char name[40];
        struct text log = make_log(i + 20, (5 << 20) + i, SIZE_MAX);
        snprintf(name, sizeof name, "%u.txt", i);
        zip_maker_file(&maker, name, log.at);
        text_release(&log);
    }
    return zip_maker_end(&maker);
}

static void write_files(struct scratch *scratch)
{
    for (unsigned i = 0; i < FILES; i++) {
        char name[40];
        /* large and small ones in turns */
        struct text log = make_log(i, i % 3 == 2 ? 100 : (2 << 20) + i, SIZE_MAX), packed = log;
        if (i == 1) packed = pack_gzip(text_span(&log));
        if (i == 4) packed = pack_zstd(text_span(&log));
        file_name(name, sizeof name, i);
        scratch_write(scratch, name, text_span(&packed));
        if (packed.at != log.at) text_release(&packed);
        text_release(&log);
    }
}

static void in_order_and_whole(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    depot = scratch->depot;
    reported = 0;
    write_files(scratch);
    scratch->collector.took = check_report;
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(reported, FILES);
    assert_int_equal(scratch->skip_count, 0);
    scratch_assert_clean(scratch);
    scratch_free(scratch);
}

static void many_large_entries(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text zip = pack_zip_of_large_ones();
    size_t captures, strangers, raws;
    scratch_write(scratch, "in/0.zip", text_span(&zip));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->source_count, 6);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(raws, 6);
    scratch_assert_clean(scratch);
    text_release(&zip);
    scratch_free(scratch);
}

static void a_stop_leaves_nothing_half_done(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    depot = scratch->depot;
    reported = 0;
    write_files(scratch);
    scratch->collector.took = check_report;
    scratch->stop = STATUS_INTERRUPTED;
    assert_status(scratch_collect(scratch, "in", &error), STATUS_INTERRUPTED);
    assert_int_equal(reported, 1); /* who said stop is told of nothing more */
    scratch_assert_clean(scratch);
    scratch_free(scratch);
}

/* ---- repeats ---- */

static void repeats_are_known_while_the_first_one_waits(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text log = make_log(1, 6 << 20, SIZE_MAX);
    struct text packed = pack_gzip(text_span(&log)), other = pack_zstd(text_span(&log));
    size_t captures, strangers, raws;
    scratch_write(scratch, "in/0.log", text_span(&log));
    scratch_write(scratch, "in/1.log", text_span(&log));
    scratch_write(scratch, "in/2.gz", text_span(&packed));
    scratch_write(scratch, "in/3.zst", text_span(&other));
    scratch_write(scratch, "in/4.gz", text_span(&packed));
    assert_ok(scratch_collect(scratch, "in", &error));
    assert_int_equal(scratch->capture_count, 5);
    assert_int_equal(scratch->known_count, 2);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 3);
    assert_int_equal(raws, 1);
    scratch_assert_clean(scratch);
    text_release(&log);
    text_release(&packed);
    text_release(&other);
    scratch_free(scratch);
}

/* ---- indexes ---- */

static bool give_hints(void *context, const struct evidence_capture *capture,
                       const struct evidence_source *source, struct evidence_index_hints *ret)
{
    (void)context;
    ret->modified = source->modified;
    ret->now = capture->collected;
    ret->name = source->name;
    return true;
}

/* The index that was kept, beside one made from all of the content with the same hints. */
static void check_index(struct scratch *scratch, const struct seen_source *seen, struct span log)
{
    struct error error = ERROR_NONE;
    char path[4096];
    struct evidence_index kept, made;
    struct evidence_reader reader = evidence_reader_of_span(&log);
    struct evidence_index_hints hints = {.kind = seen->source.kind, .threads = 1};
    give_hints(NULL, &scratch->last, &seen->source, &hints);
    assert_true(seen->source.size == log.len);
    assert_ok(evidence_index_path(scratch->depot, &seen->source.hash, path, sizeof path, &error));
    assert_ok(evidence_index_open(path, &seen->source.hash, &kept, &error));
    assert_ok(evidence_index_build(&reader, &hints, &made, &error));
    assert_true(kept.kind == EVIDENCE_LOG && made.count > 1000);
    assert_int_equal(kept.count, made.count);
    assert_memory_equal(kept.time, made.time, made.count * sizeof *made.time);
    assert_memory_equal(kept.start, made.start, (made.count + 1) * sizeof *made.start);
    assert_memory_equal(kept.level, made.level, made.count);
    assert_memory_equal(kept.layout, made.layout, made.count);
    assert_memory_equal(kept.flags, made.flags, made.count * sizeof *made.flags);
    assert_int_equal(kept.layout_count, made.layout_count);
    for (unsigned i = 0; i < made.layout_count; i++)
        assert_string_equal(kept.layouts[i].name, made.layouts[i].name);
    evidence_index_close(&kept);
    evidence_index_close(&made);
}

/* Packed as one member, as two (whose end states the size of the second alone), as zstd, as xz,
 * plain; with one layout all along, and with one that only the middle and the tail have; and of a
 * size that is written past the system's cache and goes round in memory more than once. */
static void an_index_made_on_the_way_is_the_same(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    static const size_t odd_from[] = {SIZE_MAX, 3 << 20, SIZE_MAX, 11 << 20};
    static const size_t sizes[] = {6 << 20, 6 << 20, 21 << 20, 21 << 20};
    for (size_t i = 0; i < 4; i++) {
        for (unsigned how = 0; how < 5; how++) {
            struct scratch *scratch = scratch_new();
            struct text log = make_log(2, sizes[i], odd_from[i]), bytes;
            struct span all = text_span(&log), half = span_sub(all, 0, all.len / 3);
            if (how == 0) bytes = make_log(2, sizes[i], odd_from[i]);
            if (how == 1 || how == 2) bytes = pack_gzip(how == 1 ? all : half);
            if (how == 2) {
                struct text second = pack_gzip(span_from(all, half.len));
                text_add(&bytes, text_span(&second));
                text_release(&second);
            }
            if (how == 3) bytes = pack_zstd(all);
            if (how == 4) bytes = pack_xz(all);
            scratch_write(scratch, "in/app.log", text_span(&bytes));
            scratch->collector.hints = give_hints;
            assert_ok(scratch_collect(scratch, "in", &error));
            assert_int_equal(scratch->source_count, 1);
            check_index(scratch, &scratch->sources[0], all);
            scratch_assert_content(scratch, 0, all);
            text_release(&bytes);
            text_release(&log);
            scratch_free(scratch);
        }
    }
}

static size_t files_below(const char *path)
{
    size_t count = 0;
    char inner[4096];
    struct stat st;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        assert_int_equal(lstat(inner, &st), 0);
        count += S_ISDIR(st.st_mode) ? files_below(inner) : 1;
    }
    closedir(folder);
    return count;
}

/* Whatever states a size that it has not: nothing of what was begun on its word is left. */
static void what_is_refused_leaves_no_index(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct text log = make_log(3, 6 << 20, SIZE_MAX);
    struct text packed = pack_gzip(text_span(&log)), zip = pack_zip_of_large_ones();
    memcpy(packed.at + packed.len - 4, "\x00\x00\x40\x00", 4); /* 4 MiB: within the budget, wrong */
    scratch_write(scratch, "in/0.gz", text_span(&packed));
    packed.at[packed.len / 2] ^= 0x55;
    memcpy(packed.at + packed.len - 4, "\x00\x00\x60\x00", 4);
    scratch_write(scratch, "in/1.gz", text_span(&packed));
    scratch->collector.budget.file_bytes = 5 << 20;
    scratch->collector.hints = give_hints;
    assert_ok(scratch_collect(scratch, "in/0.gz", &error));
    assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
    char index[200];
    snprintf(index, sizeof index, "%s/index", scratch->workspace);
    assert_int_equal(files_below(index), 0);
    scratch_forget(scratch);
    scratch->collector.budget.file_bytes = 64 << 20;
    assert_ok(scratch_collect(scratch, "in/1.gz", &error)); /* damaged: kept packed */
    assert_int_equal(scratch->source_count, 1);
    assert_true(scratch->sources[0].source.size == packed.len);
    scratch_forget(scratch);
    scratch_write(scratch, "in/2.zip", text_span(&zip));
    scratch->collector.budget.total_bytes = zip.len + (26 << 20); /* five of six entries fit */
    assert_ok(scratch_collect(scratch, "in/2.zip", &error));
    assert_int_equal(scratch->source_count, 0);
    assert_int_equal(files_below(index), 1); /* of the packed bytes above */
    scratch_assert_clean(scratch);
    text_release(&log);
    text_release(&packed);
    text_release(&zip);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order_and_whole),
        cmocka_unit_test(many_large_entries),
        cmocka_unit_test(a_stop_leaves_nothing_half_done),
        cmocka_unit_test(repeats_are_known_while_the_first_one_waits),
        cmocka_unit_test(an_index_made_on_the_way_is_the_same),
        cmocka_unit_test(what_is_refused_leaves_no_index),
    };
    return cmocka_run_group_tests_name("evidence intake", tests, NULL, NULL);
}
