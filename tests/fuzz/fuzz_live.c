/*
 * Changes of a live text, as a browser may send them. The first byte says how much of the rest is
 * the text; what is left is JSON. What is taken must leave UTF-8 of the length it says, runs of
 * accounts that are as long as the text, and a way back.
 */
#include "tests/fuzz/fuzz.h"
#include "web/live.h"

#include <assert.h>
#include <stdlib.h>

static size_t units_of(const struct live_runs *runs)
{
    size_t units = 0;
    for (size_t i = 0; i < runs->count; i++) units += runs->at[i].units;
    return units;
}

/* The change that leads back is one, too. */
static void go_back(struct span from, struct span to, struct arena *arena)
{
    struct text json, out;
    struct model model;
    struct live_change change;
    text_init(&json, 0);
    text_init(&out, 0);
    live_change_between(from, to, &json);
    assert(model_init(&model, arena, NULL) == STATUS_OK);
    assert(value_json(&model, NULL, "c", text_span(&json), NULL) == STATUS_OK);
    assert(live_change_read(value_get(model.root, "c"), arena, &change, NULL) == STATUS_OK);
    assert(live_change_apply(&change, from, &out, NULL) == STATUS_OK);
    assert(span_equal(text_span(&out), to));
    text_release(&out);
    text_release(&json);
}

static void try_change(const struct live_change *change, struct span text, struct arena *arena)
{
    struct text out;
    struct live_runs runs = {0}, again = {0};
    struct live_change all = {
        .parts = &(struct live_part){.units = live_units(text), .insert = text}, .count = 1};
    text_init(&out, 0);
    if (live_change_apply(change, text, &out, NULL) == STATUS_OK) {
        struct text json;
        assert(utf8_is_valid(text_span(&out)) && out.len <= (size_t)LIVE_TEXT);
        assert(live_runs_apply(&runs, &all, 0, NULL) == STATUS_OK);
        assert(live_runs_apply(&runs, change, 7, NULL) == STATUS_OK);
        assert(units_of(&runs) == live_units(text_span(&out)));
        text_init(&json, 0);
        live_runs_write(&runs, &json);
        assert(live_runs_read(text_span(&json), arena, &again, NULL) == STATUS_OK);
        assert(again.count == runs.count);
        text_release(&json);
        go_back(text_span(&out), text, arena);
    }
    free(again.at);
    free(runs.at);
    text_release(&out);
}

/* What a text of a review may hold. */
static bool is_plain(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) return false;
    }
    return utf8_is_valid(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct model model;
    struct live_change change;
    if (size == 0) return 0;
    struct span rest = {(const char *)data + 1, size - 1};
    struct span text = span_sub(rest, 0, data[0]), json = span_from(rest, text.len);
    arena_init(&arena, (size_t)64 << 20);
    assert(model_init(&model, &arena, NULL) == STATUS_OK);
    (void)live_has_half(json);
    if (is_plain(text) && value_json(&model, NULL, "c", json, NULL) == STATUS_OK &&
        live_change_read(value_get(model.root, "c"), &arena, &change, NULL) == STATUS_OK)
        try_change(&change, text, &arena);
    arena_release(&arena);
    return 0;
}
