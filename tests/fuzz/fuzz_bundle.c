/* Reads arbitrary bytes as a bundle, and as the record in one with its hash put right so that what
 * the hash guards is reached as well. What is read must be written again in the same bytes. */
#include <assert.h>

#include "exchange/bundle.h"
#include "tests/fuzz/fuzz.h"

static enum status take(void *context, const struct sha256 *hash, struct span bytes,
                        struct error *error)
{
    struct sha256 really = sha256_of(bytes);
    (void)context;
    (void)error;
    assert(sha256_equal(hash, &really));
    return STATUS_OK;
}

static void read_record(struct span json)
{
    struct exchange_bundle bundle;
    struct bundle_part *parts = NULL;
    size_t count = 0;
    struct arena arena;
    struct text whole, again;
    char hex[65];
    struct sha256 check = sha256_of(json);
    sha256_hex(&check, hex);
    text_init(&whole, 0);
    text_init(&again, 0);
    arena_init(&arena, (size_t)1 << 28);
    text_add(&whole, json);
    text_addf(&whole, BUNDLE_CHECK "%s" BUNDLE_CHECK_END, hex);
    if (!bundle_json_read(text_span(&whole), &arena, &bundle, &parts, &count, NULL)) {
        enum status status = bundle_json_write(&bundle, parts, count, &again, NULL);
        assert(status == STATUS_OK && span_equal(text_span(&whole), text_span(&again)));
    }
    arena_release(&arena);
    text_release(&again);
    text_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct exchange_bundle bundle;
    struct arena arena;
    struct span bytes = {(const char *)data, size};
    arena_init(&arena, (size_t)1 << 28);
    (void)bundle_of_bytes(bytes, &arena, &bundle, take, NULL, NULL);
    arena_release(&arena);
    read_record(bytes);
    return 0;
}
