/* Reads arbitrary bytes as a list of events; each event that is placed must be one that the record
 * keeps: its body is read as it is written. */
#include <assert.h>

#include "exchange/exchange.h"
#include "tests/fuzz/fuzz.h"

static void check(const struct review_entry *entry, struct arena *arena)
{
    struct review_entry *again = NULL;
    struct text body, second;
    text_init(&body, 0);
    text_init(&second, 0);
    review_body_write(entry, &body);
    enum status status = review_body_read(REVIEW_KIND_EVENT, text_span(&body), arena, &again, NULL);
    assert(status == STATUS_OK);
    review_body_write(again, &second);
    assert(span_equal(text_span(&body), text_span(&second)));
    text_release(&body);
    text_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct review_typing typing = {.day = 1772582400 * NS_PER_S}; /* 2026-03-04 */
    struct exchange_import import;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 28);
    if (!exchange_events_read((struct span){(const char *)data, size}, "fuzz", &typing, &arena,
                              &import, NULL))
        for (size_t i = 0; i < import.count; i++) {
            assert(import.entries[i]->id.number == i + 1);
            check(import.entries[i], &arena);
        }
    arena_release(&arena);
    return 0;
}
