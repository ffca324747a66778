#include "tests/timeline/fixture.h"

void fixture_init(struct fixture *fixture)
{
    *fixture = (struct fixture){0};
    text_init(&fixture->content, 0);
}

void fixture_release(struct fixture *fixture)
{
    free(fixture->time);
    free(fixture->start);
    free(fixture->level);
    free(fixture->layout);
    free(fixture->flags);
    text_release(&fixture->content);
}

static void *grown(void *items, size_t count, size_t size)
{
    items = realloc(items, count * size);
    assert_non_null(items);
    return items;
}

void fixture_add(struct fixture *fixture, int64_t time, unsigned flags, enum evidence_level level,
                 const char *line)
{
    if (fixture->count + 2 > fixture->room) {
        size_t room = fixture->room = fixture->room ? 2 * fixture->room : 64;
        fixture->time = grown(fixture->time, room, sizeof *fixture->time);
        fixture->start = grown(fixture->start, room, sizeof *fixture->start);
        fixture->level = grown(fixture->level, room, sizeof *fixture->level);
        fixture->layout = grown(fixture->layout, room, sizeof *fixture->layout);
        fixture->flags = grown(fixture->flags, room, sizeof *fixture->flags);
    }
    size_t i = fixture->count++;
    fixture->time[i] = time;
    fixture->start[i] = fixture->content.len;
    fixture->level[i] = (uint8_t)level;
    fixture->layout[i] = 0;
    fixture->flags[i] = (uint16_t)flags;
    if (line) text_addf(&fixture->content, "%s\n", line);
}

struct timeline_source fixture_source(struct fixture *fixture, const char *name)
{
    struct evidence_index *index = &fixture->index;
    *index = (struct evidence_index){.count = fixture->count,
                                     .size = fixture->content.len,
                                     .time = fixture->time,
                                     .start = fixture->start,
                                     .level = fixture->level,
                                     .layout = fixture->layout,
                                     .flags = fixture->flags,
                                     .kind = EVIDENCE_LOG,
                                     .layout_count = 1,
                                     .first = EVIDENCE_NO_TIME,
                                     .last = EVIDENCE_NO_TIME};
    if (fixture->count) fixture->start[fixture->count] = fixture->content.len;
    index->layouts[0].records = fixture->count;
    for (size_t i = 0; i < fixture->count; i++) {
        int64_t time = fixture->time[i];
        index->level_count[fixture->level[i]]++;
        if (time == EVIDENCE_NO_TIME) continue;
        index->timed++;
        index->local += (fixture->flags[i] & EVIDENCE_LOCAL) != 0;
        if (index->first == EVIDENCE_NO_TIME || time < index->first) index->first = time;
        if (time < index->last) {
            fixture->flags[i] |= EVIDENCE_LATE;
            index->late++;
        } else {
            index->last = time;
        }
    }
    return (struct timeline_source){
        .name = name, .index = index, .content = text_span(&fixture->content)};
}
