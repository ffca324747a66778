/* What an index says about all its records: how many of each level, first and last, which are late.
 * Runs over every record of every content: whole columns at a time, and few branches in each. */
#include "evidence/internal.h"

/* Local times, instants and times since boot are three scales: order is judged within each. */
enum { SCALES = 3, SCALE_FLAGS = EVIDENCE_LOCAL | EVIDENCE_SINCE_BOOT };

static unsigned scale_of(uint16_t flags)
{
    if (flags & EVIDENCE_SINCE_BOOT) return 2;
    return flags & EVIDENCE_LOCAL ? 1 : 0;
}

uint64_t count_bytes(const uint8_t *at, uint64_t count, uint8_t wanted)
{
    uint64_t found = 0;
    for (uint64_t i = 0; i < count;) {
        uint64_t end = count - i < 255 ? count : i + 255; /* a byte counts so far */
        uint8_t part = 0;
        for (; i < end; i++) part = (uint8_t)(part + (at[i] == wanted));
        found += part;
    }
    return found;
}

/* A stamp of whole seconds is not late when it follows one with decimals of the same second. */
static uint64_t width_of(uint16_t flags)
{
    static const uint64_t widths[16] = {999999999, 99999999, 9999999, 999999, 99999,
                                        9999,      999,      99,      9};
    return widths[EVIDENCE_DIGITS(flags)];
}

/* What is known of the times of one scale. */
struct scale_facts {
    int64_t low, high; /* EVIDENCE_NO_TIME both while there are none */
    uint64_t timed, late;
};

/* Blocks of records in which nothing is late and nothing is without a time are the common case,
 * and told without a branch for each record. */
enum { RISE = 128 };

bool times_rise(const int64_t *times, uint64_t count, int64_t high)
{
    /* top bits: a time that is missing has one, and so has a fall where no time has one */
    uint64_t bits = (uint64_t)high | (uint64_t)times[0] | ((uint64_t)times[0] - (uint64_t)high);
    for (uint64_t i = 1; i < count; i++)
        bits |= (uint64_t)times[i] | ((uint64_t)times[i] - (uint64_t)times[i - 1]);
    return bits >> 63 == 0;
}

/* Up to where records from `from` on are of one scale. */
static uint64_t scale_end(const uint16_t *flags, uint64_t from, uint64_t count)
{
    enum { SOME = 8 }; /* where layouts take turns, whole blocks would be looked at in vain */
    unsigned scale = flags[from] & SCALE_FLAGS;
    uint64_t to = from + 1;
    while (to < count && to - from < SOME && (flags[to] & SCALE_FLAGS) == scale) to++;
    for (; to - from >= SOME && to + RISE <= count; to += RISE) {
        unsigned others = 0;
        for (uint64_t i = 0; i < RISE; i++) others |= flags[to + i] ^ scale;
        if (others & SCALE_FLAGS) break;
    }
    while (to < count && (flags[to] & SCALE_FLAGS) == scale) to++;
    return to;
}

/* Records [from, to) of one scale. Late ones and those without a time are the exception; whether a
 * time is before another is not (lines of several threads), so that is no branch. */
static void count_run(struct index_builder *builder, uint64_t from, uint64_t to,
                      struct scale_facts *facts)
{
    const int64_t *times = builder->time;
    const uint16_t *flags = builder->flags;
    int64_t low = facts->low, high = facts->high;
    uint64_t i = from, untimed = 0, late = 0;
    for (; i < to && high == EVIDENCE_NO_TIME; i++) low = high = times[i];
    if (high == EVIDENCE_NO_TIME) return;
    untimed = i > from ? i - from - 1 : 0;
    while (i < to) {
        uint64_t end = to - i < RISE ? to : i + RISE;
        if (times_rise(times + i, end - i, high)) {
            high = times[end - 1];
            i = end;
        }
        for (; i < end; i++) {
            int64_t time = times[i];
            high = time > high ? time : high;
            /* 0 for most; without a time it is more than any width */
            if ((uint64_t)high - (uint64_t)time > width_of(flags[i])) {
                if (time == EVIDENCE_NO_TIME) {
                    untimed++;
                    continue;
                }
                builder->flags[i] |= EVIDENCE_LATE;
                late++;
            }
            low = time < low ? time : low;
        }
    }
    facts->low = low;
    facts->high = high;
    facts->timed += to - from - untimed;
    facts->late += late;
}

static void note_times(struct evidence_index *index, const struct scale_facts facts[SCALES])
{
    index->first = index->last = EVIDENCE_NO_TIME;
    /* seconds since boot say nothing beside real dates */
    bool dated = facts[0].high != EVIDENCE_NO_TIME || facts[1].high != EVIDENCE_NO_TIME;
    for (unsigned i = 0; i < SCALES; i++) {
        index->timed += facts[i].timed;
        index->late += facts[i].late;
        if (facts[i].high == EVIDENCE_NO_TIME || (i == 2 && dated)) continue;
        if (index->first == EVIDENCE_NO_TIME || facts[i].low < index->first)
            index->first = facts[i].low;
        if (index->last == EVIDENCE_NO_TIME || facts[i].high > index->last)
            index->last = facts[i].high;
    }
    index->local = facts[1].timed;
}

void index_builder_count(struct index_builder *builder, struct evidence_index *index)
{
    struct scale_facts facts[SCALES];
    for (unsigned i = 0; i < SCALES; i++)
        facts[i] = (struct scale_facts){EVIDENCE_NO_TIME, EVIDENCE_NO_TIME, 0, 0};
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++)
        index->level_count[i] = count_bytes(builder->level, builder->count, (uint8_t)i);
    for (unsigned i = 0; i < builder->layout_count; i++)
        index->layouts[i].records = count_bytes(builder->layout, builder->count, (uint8_t)i);
    for (uint64_t from = 0, to; from < builder->count; from = to) {
        to = scale_end(builder->flags, from, builder->count);
        count_run(builder, from, to, &facts[scale_of(builder->flags[from])]);
    }
    note_times(index, facts);
}
