/* The stamp of a record whose place is known, so that the whole text is the stamp. */
#include "evidence/document.h"

enum { CANDIDATES = 8 };

void document_clock_init(struct document_clock *clock, const struct evidence_index_hints *hints)
{
    *clock = (struct document_clock){.latest = INT64_MAX};
    instant now = hints->now, modified = hints->modified;
    instant last = now == INSTANT_NONE || modified > now ? modified : now;
    if (last != INSTANT_NONE) clock->latest = instant_add(last, NS_PER_DAY);
}

static uint16_t digits_flag(const struct stamp *stamp)
{
    return (uint16_t)((unsigned)(stamp->digits > 9 ? 9 : stamp->digits) << 12);
}

/* What a stamp says when it stands alone: nothing can be inferred from its neighbours here. */
static struct document_time settled(const struct stamp *stamp, const struct stamp_format *format)
{
    struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};
    if (stamp->flags &
        (STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SENTINEL | STAMP_DATE_ONLY | STAMP_SINCE_BOOT))
        return none;
    struct document_time time = {stamp->time, digits_flag(stamp), format};
    if (!(stamp->flags & (STAMP_OFFSET | STAMP_EPOCH))) time.flags |= EVIDENCE_LOCAL;
    if (stamp->flags & STAMP_LEAP) time.flags |= EVIDENCE_LEAP;
    if (format && stamp_format_swapped(format)) time.flags |= EVIDENCE_DAY_GUESS;
    return time;
}

/* Seconds, or thousandths and so on by magnitude; "1795326790 +0000" of git names its zone too. */
static bool is_number(struct span text, struct span *ret)
{
    size_t i = 0, dots = 0;
    while (i < text.len && ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '.'))
        dots += text.at[i++] == '.';
    *ret = span_sub(text, 0, i);
    return i >= 9 && dots <= 1 && (i == text.len || text.at[i] == ' ');
}

/* Formats that differ in the order of day and month are settled by the first day above 12. */
static void judge_order(struct document_clock *clock, struct span text)
{
    struct stamp stamp;
    const struct stamp_format *partner = stamp_format_swapped(clock->reader.format);
    if (partner && !clock->day_proven) clock->day_proven = !stamp_read(partner, text, &stamp);
}

/* The format of the stamps so far does not fit: true when that is because day and month are the
 * other way round; the clock then goes on with the partner. */
static bool flip(struct document_clock *clock, struct span text, struct stamp *ret)
{
    const struct stamp_format *partner = stamp_format_swapped(clock->reader.format);
    if (!partner || !stamp_read(partner, text, ret) || ret->len != text.len) return false;
    clock->day_flipped = !clock->day_proven;
    clock->day_proven = true;
    stamp_reader_init(&clock->reader, partner);
    return true;
}

struct document_time document_clock_read(struct document_clock *clock, struct span text)
{
    struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};
    const struct stamp_format *formats[CANDIDATES];
    struct stamp stamps[CANDIDATES], stamp;
    struct span number;
    text = span_trim(text);
    if (is_number(text, &number))
        return stamp_epoch(number, clock->latest, &stamp) ? settled(&stamp, NULL) : none;
    if (clock->locked && stamp_reader_read(&clock->reader, text, &stamp) && stamp.len == text.len) {
        judge_order(clock, text);
        return settled(&stamp, clock->reader.format);
    }
    if (clock->locked && flip(clock, text, &stamp)) return settled(&stamp, clock->reader.format);
    unsigned count = stamp_candidates(text, false, formats, stamps, CANDIDATES);
    if (count == 0) return none;
    clock->locked = true;
    stamp_reader_init(&clock->reader, formats[0]);
    judge_order(clock, text);
    return settled(&stamps[0], formats[0]);
}
