#include "evidence/account.h"

#include "evidence/lines.h"

static void add_key(struct text *ret, const char *word, const char *key)
{
    text_addf(ret, "%s %s", word, key);
}

void evidence_layout_place(const struct evidence_layout *layout, struct text *ret)
{
    unsigned number = (layout->position & PLACE_NUMBER) + 1u;
    if (layout->framing >= FRAMING_DOCUMENT || layout->stamp[0] == '\0') {
        if (layout->time_key[0]) add_key(ret, "key", layout->time_key);
        return;
    }
    switch ((enum line_place)((layout->position & PLACE_MASK) >> PLACE_SHIFT)) {
    case PLACE_COLUMN:
        if (number == 1)
            text_adds(ret, "start");
        else
            text_addf(ret, "column %u", number);
        break;
    case PLACE_WORD: text_addf(ret, "word %u", number); break;
    case PLACE_AFTER: add_key(ret, "after", layout->time_key); break;
    case PLACE_KEY: add_key(ret, "key", layout->time_key); break;
    case PLACE_FIELD:
        text_addf(ret, "field %u %s", number,
                  layout->time_key[0] == '\t' ? "tab" : layout->time_key);
        break;
    case PLACE_NONE: break;
    }
}

void evidence_layout_level(const struct evidence_layout *layout, struct text *ret)
{
    bool text = layout->framing == FRAMING_LINES;
    if (layout->level_key[0])
        add_key(ret, "key", layout->level_key);
    else if (text && (layout->style == STYLE_WORD || layout->style == STYLE_WORD_LETTER))
        text_addf(ret, "word %u", layout->level_word + 1u);
    else if (text && layout->style == STYLE_BEFORE)
        text_adds(ret, "before");
}

static void note_flags(const struct line_layout *layout, struct span text,
                       struct evidence_stamp *ret)
{
    struct stamp stamp;
    if (!layout->format || !stamp_read(layout->format, text, &stamp)) return;
    ret->zone_unclear = (stamp.flags & STAMP_ZONE_UNCLEAR) != 0;
    ret->short_year = (stamp.flags & STAMP_SHORT_YEAR) != 0;
}

/* The first line of the record that has the stamp; a content's first record may begin with others.
 */
static void find_in_lines(const struct line_layout *layout, struct span record, uint64_t start,
                          struct evidence_stamp *ret)
{
    enum { LINES_MOST = 5000 };
    struct span rest = record;
    for (unsigned i = 0; i < LINES_MOST && rest.len > 0; i++) {
        struct stamp_reader reader = {.format = layout->format};
        struct line_hit hit;
        struct span line = span_sub(span_cut(&rest, '\n'), 0, LINE_WINDOW);
        if (span_starts(line, SPAN("\xef\xbb\xbf"))) line = span_from(line, 3);
        if (layout->format) stamp_reader_init(&reader, layout->format);
        if (!line_match(layout, kernels_plain(), &reader, line, &hit) || hit.stamp.len == 0)
            continue;
        ret->from = start + (uint64_t)(line.at - record.at) + hit.stamp_at;
        ret->to = ret->from + hit.stamp.len;
        note_flags(layout, span_from(line, hit.stamp_at), ret);
        return;
    }
}

void evidence_stamp_of(const struct evidence_index *index, struct span content, uint64_t record,
                       struct evidence_stamp *ret)
{
    const struct evidence_layout *face = &index->layouts[index->layout[record]];
    const struct index_owner *owner = index->owner;
    struct span text = evidence_record(index, content, record);
    *ret = (struct evidence_stamp){0};
    if (face->framing >= FRAMING_DOCUMENT || !owner || index->time[record] == EVIDENCE_NO_TIME)
        return;
    if (!(face->position & (PLACE_WIDE_LE | PLACE_WIDE_BE))) {
        find_in_lines(&owner->lines[index->layout[record]], text, index->start[record], ret);
        return;
    }
    struct evidence_fields fields;
    evidence_fields_of(index, content, record, &fields);
    if (fields.stamp.len == 0) return;
    ret->from = (uint64_t)(fields.stamp.at - content.at);
    ret->to = ret->from + fields.stamp.len;
}

bool evidence_stamp_example(unsigned number, struct span *ret_name, struct span *ret_example)
{
    const struct stamp_format *format = stamp_format_get(number);
    if (!format) return false;
    *ret_name = span_of(stamp_format_name(format));
    *ret_example = stamp_format_example(format);
    return true;
}
