#include "tests/evidence/scratch.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status record(void *context, const struct evidence_capture *capture,
                          const struct evidence_source *sources, size_t count, struct error *error)
{
    struct scratch *scratch = context;
    (void)error;
    scratch->capture_count++;
    scratch->known_count += capture->known;
    scratch->last = *capture;
    for (size_t i = 0; i < count && scratch->source_count < SEEN_MAX; i++) {
        struct seen_source *seen = &scratch->sources[scratch->source_count++];
        seen->source = sources[i];
        seen->packing = capture->packing;
        sha256_hex(&capture->hash, seen->capture);
        sha256_hex(&sources[i].hash, seen->hash);
        assert_true(sha256_equal(&capture->hash, &sources[i].capture));
        snprintf(seen->name, sizeof seen->name, "%s", sources[i].name);
        snprintf(seen->member, sizeof seen->member, "%s", sources[i].member);
        seen->source.name = seen->name;
        seen->source.member = seen->member;
    }
    return scratch->stop ? error_set(error, scratch->stop, "stopped by the test") : STATUS_OK;
}

static void record_skip(void *context, const char *path, const struct error *why)
{
    struct scratch *scratch = context;
    assert_int_not_equal(why->status, STATUS_OK);
    assert_true(why->message[0] != '\0' && why->where[0] != '\0');
    if (scratch->skip_count == SEEN_MAX) return;
    snprintf(scratch->skips[scratch->skip_count].path, sizeof scratch->skips[0].path, "%s", path);
    scratch->skips[scratch->skip_count++].why = *why;
}

struct scratch *scratch_new(void)
{
    struct error error = ERROR_NONE;
    struct scratch *scratch = calloc(1, sizeof *scratch);
    assert_non_null(scratch);
    /* In memory where that can be had: thousands of flushes to a disk take their time. */
    snprintf(scratch->root, sizeof scratch->root, "/dev/shm/postmortem-test-XXXXXX");
    if (!mkdtemp(scratch->root)) {
        snprintf(scratch->root, sizeof scratch->root, "/tmp/postmortem-test-XXXXXX");
        assert_non_null(mkdtemp(scratch->root));
    }
    snprintf(scratch->workspace, sizeof scratch->workspace, "%s/ws", scratch->root);
    assert_ok(os_make_folder(scratch->workspace, &error));
    assert_ok(evidence_depot_create(scratch->workspace, &error));
    assert_ok(evidence_depot_open(scratch->workspace, &scratch->depot, &error));
    scratch->collector = (struct evidence_collector){.context = scratch,
                                                     .took = record,
                                                     .skipped = record_skip,
                                                     .by = "tester",
                                                     .budget = EVIDENCE_BUDGET_DEFAULT};
    return scratch;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

void scratch_free(struct scratch *scratch)
{
    evidence_depot_close(scratch->depot);
    nftw(scratch->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(scratch);
}

void scratch_forget(struct scratch *scratch)
{
    scratch->source_count = scratch->capture_count = 0;
    scratch->known_count = scratch->skip_count = 0;
}

const char *scratch_path(struct scratch *scratch, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", scratch->root, name);
    return path;
}

const char *scratch_write(struct scratch *scratch, const char *name, struct span bytes)
{
    struct error error = ERROR_NONE;
    char folder[4096];
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(folder, sizeof folder, "%s/%.*s", scratch->root, (int)(slash - name), name);
        assert_ok(os_make_folder(folder, &error));
    }
    const char *path = scratch_path(scratch, name);
    int fd;
    (void)os_remove(path, NULL);
    assert_ok(os_create(path, &fd, &error));
    assert_ok(os_write(fd, path, bytes, &error));
    os_close(fd);
    return path;
}

enum status scratch_collect(struct scratch *scratch, const char *name, struct error *error)
{
    const char *path = strcmp(name, "-") == 0 ? name : scratch_path(scratch, name);
    return evidence_collect(scratch->depot, &path, 1, &scratch->collector, error);
}

const struct error *scratch_skip(const struct scratch *scratch)
{
    assert_int_equal(scratch->skip_count, 1);
    return &scratch->skips[0].why;
}

struct census {
    struct evidence_depot *depot;
    size_t captures, strangers;
    bool verify;
};

static enum status count_one(void *context, const char *path, const struct sha256 *hash,
                             struct error *error)
{
    struct census *census = context;
    struct os_facts facts;
    if (!hash) {
        census->strangers++;
        return STATUS_OK;
    }
    census->captures++;
    if (!census->verify) return STATUS_OK;
    enum status status = os_facts(path, &facts, error);
    return status ? status : evidence_verify_capture(census->depot, hash, facts.size, error);
}

static enum status count_raw(void *context, const char *name, struct error *error)
{
    size_t *raws = context;
    size_t len = strlen(name);
    (void)error;
    *raws += len > 4 && strcmp(name + len - 4, ".raw") == 0;
    return STATUS_OK;
}

struct raws {
    const char *folder;
    size_t count;
};

static enum status count_raws(void *context, const char *name, struct error *error)
{
    struct raws *raws = context;
    char path[400];
    snprintf(path, sizeof path, "%s/%s", raws->folder, name);
    return strlen(name) == 2 ? os_list(path, count_raw, &raws->count, error) : STATUS_OK;
}

void scratch_census(struct scratch *scratch, size_t *captures, size_t *strangers, size_t *raws)
{
    struct error error = ERROR_NONE;
    struct census census = {.depot = scratch->depot};
    char folder[100];
    struct raws found = {.folder = folder};
    assert_ok(evidence_depot_walk(scratch->depot, count_one, &census, &error));
    snprintf(folder, sizeof folder, "%s/index", scratch->workspace);
    assert_ok(os_list(folder, count_raws, &found, &error));
    *captures = census.captures;
    *strangers = census.strangers;
    *raws = found.count;
}

void scratch_assert_content(struct scratch *scratch, size_t number, struct span wanted)
{
    struct error error = ERROR_NONE;
    struct span content;
    struct seen_source *seen = &scratch->sources[number];
    assert_ok(
        evidence_content_open(scratch->depot, &seen->source, seen->packing, &content, &error));
    assert_true(span_equal(content, wanted));
    evidence_content_close(content);
}

void scratch_assert_clean(struct scratch *scratch)
{
    struct error error = ERROR_NONE;
    struct census census = {.depot = scratch->depot, .verify = true};
    assert_ok(evidence_depot_walk(scratch->depot, count_one, &census, &error));
    assert_int_equal(census.strangers, 0);
}
