/*
 * A postmortem in Markdown, from any bytes: what comes out can be stored as it is, its times have
 * their bounds the right way round, and what was not placed names a line of the input.
 */
#include "tests/fuzz/fuzz.h"

#include "exchange/exchange.h"

#include <assert.h>

enum { INPUT_MOST = 1 << 16 };

static void check_time(const struct review_time *time)
{
    if (time->at.earliest != INSTANT_NONE) assert(time->at.earliest <= time->at.latest);
}

static void check_entry(const struct review_entry *entry, struct arena *arena)
{
    struct review_entry *back;
    struct text body, again;
    text_init(&body, 0);
    text_init(&again, 0);
    review_body_write(entry, &body);
    enum status status = review_body_read(entry->id.kind, text_span(&body), arena, &back, NULL);
    assert(status == STATUS_OK || status == STATUS_LIMIT);
    if (status == STATUS_OK) {
        review_body_write(back, &again);
        assert(span_equal(text_span(&body), text_span(&again)));
    }
    text_release(&body);
    text_release(&again);
    if (entry->id.kind != REVIEW_KIND_EVENT) return;
    const struct review_event *event = (const struct review_event *)entry;
    check_time(&event->at);
    check_time(&event->end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size < INPUT_MOST ? size : INPUT_MOST};
    struct review_typing typing = {.day = INSTANT_NONE};
    struct exchange_import import;
    struct arena arena;
    arena_init(&arena, (size_t)256 << 20);
    enum status status = exchange_markdown_read(text, "fuzz.md", &typing, &arena, &import, NULL);
    assert(status == STATUS_OK || status == STATUS_LIMIT || status == STATUS_BAD_INPUT);
    if (status == STATUS_OK) {
        assert(import.count > 0 && import.entries[0]->id.kind == REVIEW_KIND_REVIEW);
        for (size_t i = 0; i < import.count; i++) check_entry(import.entries[i], &arena);
        for (size_t i = 0; i < import.unplaced_count; i++)
            assert(import.unplaced[i].line >= 1 && *import.unplaced[i].why);
        for (size_t i = 0; i < import.notice_count; i++) assert(*import.notices[i]);
    }
    arena_release(&arena);
    return 0;
}
