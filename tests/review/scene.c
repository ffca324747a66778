#include "tests/review/scene.h"

enum { ENTRIES_MOST = 400, ARENA = 64 << 20 };

static instant day(void)
{
    return civil_days(2026, 3, 4) * NS_PER_DAY;
}

instant scene_time(const char *time)
{
    struct error error = ERROR_NONE;
    instant at;
    duration width;
    assert_ok(instant_parse(span_of(time), NULL, day(), &at, &width, &error));
    return at;
}

struct review_id scene_id(const char *id)
{
    struct error error = ERROR_NONE;
    struct review_id read;
    assert_ok(review_id_read(span_of(id), &read, &error));
    return read;
}

void *scene_find(struct scene *scene, const char *id)
{
    struct review_entry *entry = review_find(&scene->review, scene_id(id));
    if (!entry) fail_msg("no %s in the scene", id);
    return entry;
}

/* One line of a scene. */
struct line {
    struct review_stored stored;
    struct span times;
};

static struct line read_line(struct scene *scene, struct span text)
{
    struct error error = ERROR_NONE;
    struct line line = {.stored.version = 1};
    struct span rest = text, id = span_cut(&rest, ' ');
    assert_ok(review_id_read(id, &line.stored.id, &error));
    if (span_is(span_trim(rest), "-")) return line;
    size_t end = rest.len;
    while (end && rest.at[end - 1] != '}') end--;
    char *body = arena_copy(&scene->arena, span_sub(rest, 0, end));
    assert_true(body && end);
    for (char *at = body; *at; at++)
        if (*at == '\'') *at = '"';
    line.stored.body = span_of(body);
    line.times = span_from(rest, end);
    return line;
}

static size_t read_lines(struct scene *scene, const char *entries, struct line lines[])
{
    struct span rest = span_of(entries);
    size_t count = 0;
    while (rest.len) {
        const struct span line = span_trim(span_cut(&rest, '\n'));
        if (!line.len) continue;
        assert_true(count < ENTRIES_MOST);
        lines[count++] = read_line(scene, line);
    }
    return count;
}

static void set_times(struct scene *scene, struct review *review, const struct line *line)
{
    const struct review_typing typing = {.day = day()};
    struct span rest = span_trim(line->times);
    struct error error = ERROR_NONE;
    while (rest.len) {
        struct span value = span_cut(&rest, ' ');
        const struct span name = span_cut(&value, '=');
        const enum review_kind kind = (enum review_kind)line->stored.id.kind;
        const struct review_field *field = review_field_find(kind, name);
        assert_true(field && field->type == REVIEW_TYPE_TIME);
        struct review_time *time =
            (void *)((char *)review_find(review, line->stored.id) + field->at);
        assert_ok(review_time_read(value, &typing, &scene->arena, time, &error));
    }
}

void scene_open(struct scene *scene, const char *entries)
{
    struct line lines[ENTRIES_MOST];
    struct review_stored stored[ENTRIES_MOST];
    *scene = (struct scene){.error = ERROR_NONE};
    struct error error = ERROR_NONE;
    arena_init(&scene->arena, ARENA);
    scene->now = civil_days(2026, 3, 6) * NS_PER_DAY + 9 * NS_PER_HOUR;
    const size_t count = read_lines(scene, entries, lines);
    for (size_t i = 0; i < count; i++) stored[i] = lines[i].stored;
    assert_ok(review_assemble(1, "00000000000000000000000000000001", stored, count, &scene->arena,
                              &scene->review, &error));
    for (size_t i = 0; i < count; i++) set_times(scene, &scene->review, &lines[i]);
}

void scene_close(struct scene *scene)
{
    arena_release(&scene->arena);
}

enum status scene_put(struct scene *scene, const char *entries)
{
    struct line lines[ENTRIES_MOST];
    struct review_stored stored[ENTRIES_MOST];
    struct review_change changes[ENTRIES_MOST];
    struct review after;
    struct error error = ERROR_NONE;
    const size_t count = read_lines(scene, entries, lines);
    for (size_t i = 0; i < count; i++) stored[i] = lines[i].stored;
    assert_ok(review_with(&scene->review, stored, count, &scene->arena, &after, &error));
    for (size_t i = 0; i < count; i++) {
        lines[i].stored.id = stored[i].id;
        if (stored[i].body.at) set_times(scene, &after, &lines[i]);
        changes[i] = (struct review_change){stored[i].id, review_find(&scene->review, stored[i].id),
                                            review_find(&after, stored[i].id)};
    }
    scene->error = ERROR_NONE;
    enum status status = review_complete(&after, changes, count, scene->now, &scene->error);
    if (status == STATUS_OK) status = review_check(&after, changes, count, &scene->error);
    if (status == STATUS_OK) scene->review = after;
    return status;
}

void scene_settle(struct scene *scene)
{
    struct error error = ERROR_NONE;
    assert_ok(review_settle(&scene->review, &scene->arena, &scene->settled, &error));
}

void scene_try(const char *entries, const struct scene_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct scene scene;
        scene_open(&scene, entries);
        const enum status status = scene_put(&scene, rules[i].put);
        if (!rules[i].refused) {
            if (status) fail_msg("%s: %s", rules[i].put, scene.error.message);
        } else if (status != STATUS_BAD_INPUT ||
                   span_find(span_of(scene.error.message), span_of(rules[i].refused)) == SIZE_MAX) {
            fail_msg("%s: \"%s\", wanted \"%s\"", rules[i].put, scene.error.message,
                     rules[i].refused);
        }
        scene_close(&scene);
    }
}
