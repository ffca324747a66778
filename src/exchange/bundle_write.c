/* A bundle, written as a stream: the record, then each evidence file as it is given. */
#include "exchange/bundle.h"

#include <assert.h>
#include <stdlib.h>

struct sink {
    enum status (*write)(void *context, struct span bytes, struct error *error);
    void *context;
};

/* What passes by on its way into the bundle. */
struct passing {
    const struct sink *sink;
    struct sha256_run *run;
    uint64_t size, most;
};

static enum status pass(void *to, struct span bytes, struct error *error)
{
    struct passing *passing = to;
    if (bytes.len > passing->most - passing->size)
        return error_set(error, STATUS_DAMAGED, "it is longer than the %llu bytes it had",
                         (unsigned long long)passing->most);
    passing->size += bytes.len;
    sha256_add(passing->run, bytes);
    return passing->sink->write(passing->sink->context, bytes, error);
}

static enum status write_header(const struct sink *sink, const char *name, uint64_t size,
                                struct error *error)
{
    char header[BUNDLE_BLOCK];
    bundle_header(name, size, header);
    return sink->write(sink->context, (struct span){header, sizeof header}, error);
}

static enum status write_zeros(const struct sink *sink, size_t count, struct error *error)
{
    static const char zeros[2 * BUNDLE_BLOCK];
    assert(count <= sizeof zeros);
    return count ? sink->write(sink->context, (struct span){zeros, count}, error) : STATUS_OK;
}

/* Evidence is hashed as it passes: a bundle never holds other bytes than its record says. */
static enum status write_evidence(const struct sink *sink, const struct exchange_evidence *evidence,
                                  struct error *error)
{
    char name[BUNDLE_NAME];
    bundle_part_name(&evidence->hash, name);
    enum status status = write_header(sink, name, evidence->size, error);
    if (status) return status;
    struct passing passing = {sink, sha256_new(), 0, evidence->size};
    if (!passing.run) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    status = evidence->read(evidence->context, evidence, pass, &passing, error);
    struct sha256 hash = sha256_end(passing.run);
    if (!status && (passing.size != evidence->size || !sha256_equal(&hash, &evidence->hash)))
        status = error_set(error, STATUS_DAMAGED,
                           "its bytes are not those that were collected; `postmortem verify` tells "
                           "more");
    if (status) {
        error_place(error, "%s", name);
        return status;
    }
    return write_zeros(sink, bundle_padding(evidence->size), error);
}

static int by_hash(const void *a, const void *b)
{
    const struct exchange_evidence *const *x = a, *const *y = b;
    return memcmp((*x)->hash.bytes, (*y)->hash.bytes, sizeof(*x)->hash.bytes);
}

static enum status write_record(const struct sink *sink, const struct exchange_bundle *bundle,
                                const struct exchange_evidence **evidence, size_t count,
                                struct error *error)
{
    struct text json;
    struct bundle_part *parts = calloc(count + 1, sizeof *parts);
    if (!parts) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct bundle_part){evidence[i]->hash, evidence[i]->size};
    text_init(&json, BUNDLE_RECORD_BYTES);
    enum status status = bundle_json_write(bundle, parts, count, &json, error);
    if (!status) status = write_header(sink, BUNDLE_RECORD, json.len, error);
    if (!status) status = sink->write(sink->context, text_span(&json), error);
    if (!status) status = write_zeros(sink, bundle_padding(json.len), error);
    text_release(&json);
    free(parts);
    return status;
}

enum status exchange_bundle_write(const struct exchange_bundle *bundle,
                                  const struct exchange_evidence *evidence, size_t count,
                                  enum status (*write)(void *context, struct span bytes,
                                                       struct error *error),
                                  void *context, struct error *error)
{
    const struct sink sink = {write, context};
    size_t kept = 0;
    const struct exchange_evidence **list = calloc(count + 1, sizeof *list);
    if (!list) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) list[i] = &evidence[i];
    qsort(list, count, sizeof *list, by_hash);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_hash(&list[kept - 1], &list[i])) list[kept++] = list[i];
    enum status status = write_record(&sink, bundle, list, kept, error);
    for (size_t i = 0; !status && i < kept; i++) status = write_evidence(&sink, list[i], error);
    if (!status) status = write_zeros(&sink, 2 * BUNDLE_BLOCK, error);
    free(list);
    return status;
}
