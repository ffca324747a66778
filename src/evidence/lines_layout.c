/* Layouts ready for matching. */
#include <assert.h>
#include <stdio.h>

#include "evidence/lines.h"

/* How a member's name stands in the line; 0 for none. */
static size_t set_key(char *to, size_t room, const char *name, bool json)
{
    int len = json ? snprintf(to, room, "\"%s\"", name) : snprintf(to, room, "%s=", name);
    assert(len > 0 && (size_t)len < room);
    return name[0] ? (size_t)len : 0;
}

void line_layout_lock(struct line_layout *layout)
{
    struct evidence_layout *face = &layout->face;
    layout->place = (enum line_place)((face->position & PLACE_MASK) >> PLACE_SHIFT);
    layout->number = face->position & PLACE_NUMBER;
    layout->needle = span_of(face->time_key);
    if (face->framing == FRAMING_LINES) return;
    bool json = face->framing == FRAMING_JSON_LINES;
    layout->time_key_len = set_key(layout->time_key, sizeof layout->time_key, face->time_key, json);
    layout->level_key_len =
        set_key(layout->level_key, sizeof layout->level_key, face->level_key, json);
    layout->message_key_len =
        set_key(layout->message_key, sizeof layout->message_key, face->message_key, json);
}

void line_layout_of(const struct evidence_layout *face, struct stamp_made *made,
                    struct line_layout *ret)
{
    *ret = (struct line_layout){.face = *face};
    if (stamp_is_pattern(face->stamp))
        ret->format = stamp_compile(span_of(face->stamp), made, NULL) ? NULL : &made->format;
    else
        ret->format = face->stamp[0] ? stamp_format_named(span_of(face->stamp)) : NULL;
    line_layout_lock(ret);
}
