/*
 * Routers and switches: a configuration that somebody changed (Cisco IOS, Arista, Junos), and
 * neighbours that go. Told by the names that their messages carry.
 */
#include "exchange/internal.h"

#define ROWS(X)                                                                                    \
    X("SYS-5-CONFIG_I", CHANGE_CONFIG)                                                             \
    X("SYS-5-CONFIG_STARTUP", CHANGE_CONFIG)                                                       \
    X("UI_COMMIT:", CHANGE_CONFIG)                                                                 \
    X("UI_COMMIT_COMPLETED", CHANGE_CONFIG)                                                        \
    X("BGP-5-ADJCHANGE", SIGNAL)                                                                   \
    X("RPD_BGP_NEIGHBOR_STATE_CHANGED", SIGNAL)                                                    \
    X("OSPF-5-ADJCHG", SIGNAL)

static const struct {
    const char *needle;
    enum timeline_event_kind kind;
} rows[] = {
#define X(needle, kind) {needle, TIMELINE_##kind},
    ROWS(X)
#undef X
};

static const char *const router_needles[] = {
#define X(needle, kind) needle,
    ROWS(X)
#undef X
        NULL};

const struct look look_routers = {.needles = router_needles};

/* "neighbor 192.0.2.1 Down": one that comes back is no sign of trouble. */
static bool goes_down(struct span text)
{
    return span_find_nocase(text, SPAN(" down")) != SIZE_MAX ||
           span_find_nocase(text, SPAN("to Idle")) != SIZE_MAX ||
           span_find_nocase(text, SPAN("from Established")) != SIZE_MAX;
}

static bool tell_line(struct reading *reading, struct span line, struct interval at)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t found = span_find(line, span_of(rows[i].needle));
        if (found == SIZE_MAX) continue;
        struct span text = span_from(line, found);
        if (rows[i].kind == TIMELINE_SIGNAL && !goes_down(text)) return false;
        const char *what = reading_keep(reading, text, WHAT_MOST / 2);
        const struct told told = {.event = {.kind = rows[i].kind,
                                            .at = at,
                                            .what = what,
                                            .basis = "line of the router's log",
                                            .place = reading_place(reading, line)},
                                  .same = reading_say(reading, "router %s", what),
                                  .trust = TRUST_LOG};
        reading_tell(reading, &told);
        return true;
    }
    return false;
}

void log_routers(struct reading *reading)
{
    struct candidates candidates;
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_ROUTERS);
    while (candidates_next(&candidates, told))
        if (interval_is_known(candidates.at))
            told += tell_line(reading, candidates.record, candidates.at);
    log_say_cut(&candidates, told, "changes of routers");
}
