/*
 * Records whose first line is not the one with the stamp: "Record: 12", "Event[3]:", a line of
 * signs, and then the time some lines below. Such a head is known when every stamp of the sample
 * has one at the same distance above it, nothing else looks like it, and the content begins with
 * one: a line that ends records stands behind the last stamp, too, and not before the first. Where
 * the distance varies, the head may be what begins the paragraph that the stamp stands in.
 */
#include "evidence/lines_score.h"
#include "evidence/probe.h"

enum { PARAGRAPH = 0, DISTANCE_MOST = 8, STAMPS_LEAST = 3, SHORTEST = 3 };

static struct span bare(struct span line)
{
    while (line.len && byte_is_one_of(line.at[line.len - 1], " \t\r")) line.len--;
    return line;
}

bool line_is_head(const struct line_layouts *layouts, struct span line)
{
    const struct line_head *head = &layouts->head;
    line = bare(line);
    return line.len >= (size_t)head->begin_len + head->end_len &&
           memcmp(line.at, head->begin, head->begin_len) == 0 &&
           memcmp(line.at + line.len - head->end_len, head->end, head->end_len) == 0;
}

static bool has_letters(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') return true;
    return false;
}

/* What both lines begin and end with, without digits, which number records. */
static void narrow(struct line_head *head, struct span line)
{
    size_t same = 0;
    while (same < head->begin_len && same < line.len && head->begin[same] == line.at[same]) same++;
    head->begin_len = (uint8_t)same;
    size_t left = line.len - same;
    for (same = 0; same < head->end_len && same < left; same++)
        if (head->end[head->end_len - 1 - same] != line.at[line.len - 1 - same]) break;
    memmove(head->end, head->end + head->end_len - same, same);
    head->end_len = (uint8_t)same;
}

static void start_with(struct line_head *head, struct span line)
{
    size_t len = 0, end = 0;
    while (len < line.len && len < sizeof head->begin && !byte_is_digit(line.at[len])) len++;
    memcpy(head->begin, line.at, len);
    while (end < sizeof head->end && end < line.len - len &&
           !byte_is_digit(line.at[line.len - 1 - end]))
        end++;
    memcpy(head->end, line.at + line.len - end, end);
    head->begin_len = (uint8_t)len;
    head->end_len = (uint8_t)end;
}

/* A line with a clock of its own is a record of another sort. Numbers may be anything. */
static bool has_clock(struct span line)
{
    size_t at = probe_find_stamp(span_sub(line, 0, 300), 0), digits = 0;
    if (at == SIZE_MAX) return false;
    while (at + digits < line.len && byte_is_digit(line.at[at + digits])) digits++;
    return digits < 10;
}

/* The line `distance` lines above line `i`, or for PARAGRAPH the first behind a blank one. False
 * where the sample is cut before it. */
static bool line_above(const struct line_detection *detection, size_t i, size_t distance,
                       size_t *ret)
{
    const struct line_sample *sample = detection->sample;
    size_t at = i;
    for (; distance == PARAGRAPH || i - at < distance; at--) {
        if (at == 0) {
            *ret = 0;
            return distance == PARAGRAPH;
        }
        if (sample->segment[at - 1] != sample->segment[i] || i - at == DISTANCE_MOST) return false;
        if (distance == PARAGRAPH && detection->blank[at - 1]) break;
    }
    *ret = at;
    return true;
}

/* The head that stands `distance` lines above all stamps, or at their paragraphs' beginnings. */
static bool head_at(const struct line_detection *detection, size_t distance, struct line_head *ret)
{
    const struct line_sample *sample = detection->sample;
    struct line_head head = {.begin_len = 0};
    size_t last = SIZE_MAX, stamps = 0, at;
    for (size_t i = 0; i < sample->count; i++) {
        if (!detection->hits[i]) continue;
        /* where a sample is cut, the head may be missing */
        bool cut = !line_above(detection, i, distance, &at);
        bool near = !cut && (at == i || (last != SIZE_MAX && at <= last));
        last = i;
        if (cut && sample->segment[i] > 0) continue;
        if (cut || near) return false;
        struct span line = bare(sample->lines[at]);
        if (line.len < SHORTEST || byte_is_one_of(line.at[0], " \t") || has_clock(line))
            return false;
        if (stamps++ == 0)
            start_with(&head, line);
        else
            narrow(&head, line);
        if (head.begin_len + head.end_len < SHORTEST || head.begin_len == 0) return false;
    }
    *ret = head;
    return stamps >= STAMPS_LEAST;
}

/* Nothing else looks like it. A line of signs may also close the whole. */
static bool is_of_stamps_alone(const struct line_detection *detection, struct line_layouts *layouts)
{
    const struct line_sample *sample = detection->sample;
    const struct line_head *head = &layouts->head;
    size_t heads = 0, stamps = 0, last = 0;
    bool signs = !has_letters(head->begin, head->begin_len);
    for (size_t i = 0; i < sample->count; i++) {
        heads += line_is_head(layouts, sample->lines[i]);
        stamps += detection->hits[i];
        if (detection->hits[i]) last = i;
    }
    size_t behind = 0;
    for (size_t i = last; i < sample->count; i++) behind += line_is_head(layouts, sample->lines[i]);
    return behind <= signs && heads - behind <= stamps;
}

/* No paragraph begins nearer to its stamp than that. */
static bool reaches(const struct line_detection *detection, size_t distance)
{
    size_t at;
    for (size_t i = 0; i < detection->sample->count; i++)
        if (detection->hits[i] && line_above(detection, i, PARAGRAPH, &at) && i - at < distance)
            return false;
    return true;
}

void lines_find_head(const struct line_detection *detection, struct line_layouts *layouts)
{
    const struct line_layout *layout = &layouts->item[0];
    uint8_t style = layout->face.style;
    if (detection->sample->count == 0 || detection->sample->offsets[0] != 0 ||
        layout->face.framing != FRAMING_LINES || layout->place == PLACE_NONE ||
        style == STYLE_TWO_LINES || style == STYLE_MYSQL_SLOW || style == STYLE_SCCM ||
        style == STYLE_CRI)
        return;
    size_t distance = DISTANCE_MOST;
    for (; distance > 0; distance--)
        if (head_at(detection, distance, &layouts->head) && is_of_stamps_alone(detection, layouts))
            break;
    struct line_head near = layouts->head;
    if (reaches(detection, distance) && head_at(detection, PARAGRAPH, &layouts->head) &&
        is_of_stamps_alone(detection, layouts))
        return;
    layouts->head = distance > 0 ? near : (struct line_head){.begin_len = 0};
}
