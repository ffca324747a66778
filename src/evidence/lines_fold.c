/* Joins what the scan had to leave apart, since it looks at one line at a time. */
#include <assert.h>

#include "evidence/lines.h"

bool line_amends(const struct line_layouts *layouts, struct span line, struct line_hit *ret)
{
    const struct line_layout *layout = &layouts->item[layouts->amended - 1];
    *ret = (struct line_hit){.level = EVIDENCE_LEVEL_NONE};
    if (layouts->head.begin_len) {
        ret->mark = MARK_SCCM_BEGIN;
        return line_is_head(layouts, line);
    }
    if (layout->face.style == STYLE_TWO_LINES) {
        size_t end = span_find(span_sub(line, 0, 16), SPAN(": "));
        if (end == SIZE_MAX) return false;
        ret->level = level_of_value(span_sub(line, 0, end), false);
        ret->mark = MARK_LEVEL;
        return ret->level != EVIDENCE_LEVEL_NONE && end >= 4;
    }
    if (layout->face.style == STYLE_SCCM) {
        ret->mark = MARK_SCCM_BEGIN;
        return span_starts(line, SPAN("<![LOG["));
    }
    if (span_starts(line, SPAN("# User@Host:"))) {
        ret->mark = MARK_USER;
        return true;
    }
    if (!span_starts(line, SPAN("SET timestamp="))) return false;
    struct span digits = span_from(line, 14);
    size_t len = 0;
    while (len < digits.len && digits.at[len] != ';') len++;
    ret->mark = MARK_SET_TIME;
    return stamp_epoch(span_sub(digits, 0, len), INT64_MAX, &ret->stamp);
}

static void move_record(struct index_builder *builder, size_t to, size_t from)
{
    builder->time[to] = builder->time[from];
    builder->start[to] = builder->start[from];
    builder->flags[to] = builder->flags[from];
    builder->level[to] = builder->level[from];
    builder->layout[to] = builder->layout[from];
}

struct folding {
    uint8_t before;  /* mark of the last line that was a record or part of one */
    uint8_t partial; /* the open part of a container line, or none */
};

/* True when the record stays one of its own; `last` is the one before it. */
static bool stays(struct index_builder *builder, struct folding *folding, uint8_t mark, size_t at,
                  size_t last, bool has_last)
{
    switch ((enum line_mark)mark) {
    case MARK_PARTIAL_OUT:
    case MARK_PARTIAL_ERR:
    case MARK_WHOLE_OUT:
    case MARK_WHOLE_ERR: {
        bool part = mark == MARK_PARTIAL_OUT || mark == MARK_PARTIAL_ERR;
        bool err = mark == MARK_PARTIAL_ERR || mark == MARK_WHOLE_ERR;
        uint8_t stream = err ? MARK_PARTIAL_ERR : MARK_PARTIAL_OUT;
        bool joins = has_last && folding->partial == stream;
        folding->partial = part ? stream : MARK_NONE;
        return !joins;
    }
    case MARK_LEVEL:
        if (has_last && builder->level[last] == EVIDENCE_LEVEL_NONE)
            builder->level[last] = builder->level[at];
        return false;
    case MARK_USER: return !has_last || folding->before != MARK_MYSQL_TIME;
    case MARK_SET_TIME:
        if (has_last && builder->time[last] == EVIDENCE_NO_TIME) {
            builder->time[last] = builder->time[at];
            builder->flags[last] |= builder->flags[at];
        }
        return false;
    case MARK_SCCM_END:
        if (!has_last || folding->before != MARK_SCCM_BEGIN) return true;
        builder->time[last] = builder->time[at];
        builder->level[last] = builder->level[at];
        builder->flags[last] |= builder->flags[at];
        return false;
    default: folding->partial = MARK_NONE; return true;
    }
}

void lines_fold(const struct line_layouts *layouts, struct index_builder *builder)
{
    struct folding folding = {MARK_NONE, MARK_NONE};
    size_t kept = 0;
    bool needed = layouts->head.begin_len > 0;
    for (unsigned i = 0; i < layouts->count; i++) {
        uint8_t style = layouts->item[i].face.style;
        needed = needed || style == STYLE_CRI || style == STYLE_TWO_LINES ||
                 style == STYLE_MYSQL_SLOW || style == STYLE_SCCM;
    }
    if (!needed) return;
    bool heads = layouts->head.begin_len > 0;
    for (size_t i = 0; i < builder->count; i++) {
        uint8_t mark = builder->layout[i] >> SCAN_MARK_SHIFT;
        /* a head without a stamp is a line of the record before */
        if (heads && folding.before == MARK_SCCM_BEGIN && mark == MARK_SCCM_BEGIN && kept > 1)
            kept--;
        builder->layout[i] &= SCAN_LAYOUT;
        bool stay = stays(builder, &folding, mark, i, kept - 1, kept > 0);
        folding.before = mark;
        if (stay)
            move_record(builder, kept++, i);
        else if (kept > 0)
            builder->flags[kept - 1] |= builder->flags[i] & EVIDENCE_BINARY;
    }
    if (heads && folding.before == MARK_SCCM_BEGIN && kept > 1) kept--;
    builder->count = kept;
}

void lines_drop_unused(struct line_layouts *layouts, struct index_builder *builder)
{
    uint8_t number[EVIDENCE_LAYOUTS_MAX] = {0};
    unsigned kept = 0;
    bool moved = false;
    for (unsigned i = 0; i < layouts->count; i++) {
        if (builder->count == 0 || !memchr(builder->layout, (int)i, builder->count)) continue;
        number[i] = (uint8_t)kept;
        moved = moved || i != kept;
        if (i != kept) layouts->item[kept] = layouts->item[i];
        line_layout_lock(&layouts->item[kept++]);
    }
    if (kept == 0) return;
    layouts->count = kept;
    for (size_t i = 0; moved && i < builder->count; i++)
        builder->layout[i] = number[builder->layout[i]];
}
