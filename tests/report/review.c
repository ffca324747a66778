#include "tests/report/review.h"

#include <stdio.h>

enum { ENTRIES_MAX = 20000 };

/* 2026-11-26T12:00:00Z */
#define MADE_AT (INT64_C(1795694400) * NS_PER_S)

static void path_of(const char *name, char path[600])
{
    const char *folder = getenv("REPORT_DATA");
    assert_non_null(folder);
    snprintf(path, 600, "%s/%s", folder, name);
}

static struct span read_file(const char *name, struct arena *arena)
{
    char path[600], *bytes;
    path_of(name, path);
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be read", path);
    enum { MOST = 1 << 20 };
    bytes = arena_alloc(arena, MOST);
    size_t len = fread(bytes, 1, MOST, file);
    fclose(file);
    return (struct span){bytes, len};
}

void made_put(struct made *made, const char *id, const char *body)
{
    struct error error;
    struct review_stored stored = {.version = 1, .author = "tests", .written = MADE_AT};
    assert_ok(review_id_read(span_of(id), &stored.id, &error));
    size_t at = 0;
    while (at < made->count && !review_id_equal(made->stored[at].id, stored.id)) at++;
    if (!body) {
        assert_true(at < made->count);
        made->stored[at] = made->stored[--made->count];
        return;
    }
    stored.body = (struct span){arena_copy(&made->arena, span_of(body)), strlen(body)};
    if (at == made->count) made->count++;
    assert_true(made->count <= ENTRIES_MAX);
    made->stored[at] = stored;
}

void made_read(struct made *made, const char *name)
{
    *made = (struct made){0};
    arena_init(&made->arena, (size_t)1 << 30);
    made->stored = arena_array(&made->arena, ENTRIES_MAX, sizeof *made->stored);
    struct span rest = read_file(name, &made->arena);
    while (rest.len) {
        struct span line = span_cut(&rest, '\n'), id = span_cut(&line, ' ');
        made_put(made, arena_copy(&made->arena, id), arena_copy(&made->arena, line));
    }
}

void made_settle(struct made *made)
{
    struct error error;
    assert_ok(review_assemble(7, "00112233445566778899aabbccddeeff", made->stored, made->count,
                              &made->arena, &made->review, &error));
    assert_ok(review_settle(&made->review, &made->arena, &made->settled, &error));
    assert_ok(review_bounds_of(&made->review, &made->settled, &made->arena, &made->bounds, &error));
    assert_ok(review_quality_of(&made->review, &made->settled, &made->bounds, &made->arena,
                                &made->quality, &error));
    made->report = (struct report_review){
        .review = &made->review,
        .settled = &made->settled,
        .bounds = &made->bounds,
        .quality = &made->quality,
        .depth = REPORT_ALL,
        .circle = REVIEW_CIRCLE_TEAM,
        .made = MADE_AT,
    };
}

void made_rich(struct made *made)
{
    made_read(made, "rich.txt");
    made_settle(made);
}

static void make_hostile(struct review_entry *entry, const struct review_field *field)
{
    char *member = (char *)entry + field->at;
    struct review_lines *lines = (void *)member;
    struct review_places *places = (void *)member;
    if (field->type == REVIEW_TYPE_LINE || field->type == REVIEW_TYPE_TEXT)
        *(const char **)(void *)member = MADE_HOSTILE;
    if (field->type == REVIEW_TYPE_TIME) ((struct review_time *)(void *)member)->raw = MADE_HOSTILE;
    for (size_t i = 0; field->type == REVIEW_TYPE_LINES && i < lines->count; i++)
        lines->at[i] = MADE_HOSTILE;
    for (size_t i = 0; field->type == REVIEW_TYPE_PLACES && i < places->count; i++)
        places->at[i].name = MADE_HOSTILE;
}

void made_hostile(struct made *made)
{
    made_rich(made);
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        struct review_entry *entries =
            review_entries(&made->review, (enum review_kind)kind, &count);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < review_kinds[kind].count; j++)
                make_hostile(review_entry_at(entries, (enum review_kind)kind, i),
                             &review_kinds[kind].fields[j]);
    }
}

void made_release(struct made *made)
{
    arena_release(&made->arena);
}

static enum status append(void *context, struct span bytes, struct error *error)
{
    text_add(context, bytes);
    return text_status(context, error);
}

struct report_sink made_sink(struct text *out)
{
    return (struct report_sink){out, append};
}

void made_render(const struct made *made, made_renderer *render, struct text *out)
{
    struct error error;
    struct report_sink sink = made_sink(out);
    assert_ok(render(&made->report, &sink, &error));
}

void assert_golden(const struct text *text, const char *name)
{
    char path[600], golden[100];
    struct arena arena;
    snprintf(golden, sizeof golden, "../golden/%s", name);
    path_of(golden, path);
    if (getenv("UPDATE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text->at, 1, text->len, file), text->len);
        fclose(file);
    }
    arena_init(&arena, 4 << 20);
    struct span wanted = read_file(golden, &arena), got = text_span(text);
    size_t line = 1, i = 0;
    for (; i < wanted.len && i < got.len && wanted.at[i] == got.at[i]; i++)
        line += got.at[i] == '\n';
    if (!span_equal(wanted, got))
        fail_msg("%s differs from line %zu on: %.*s", name, line, SPAN_ARGS(span_sub(got, i, 60)));
    arena_release(&arena);
}

size_t count_of(const struct text *text, const char *words)
{
    size_t count = 0;
    struct span rest = text_span(text);
    for (;;) {
        size_t at = span_find(rest, span_of(words));
        if (at == SIZE_MAX) return count;
        count++;
        rest = span_from(rest, at + strlen(words));
    }
}

void assert_has(const struct text *text, const char *words)
{
    if (count_of(text, words) == 0) fail_msg("the report lacks: %s", words);
}

void assert_lacks(const struct text *text, const char *words)
{
    if (count_of(text, words)) fail_msg("the report has: %s", words);
}
