/* Durations between milestones, as intervals; definitions in docs/timeline.md. */
#include "timeline/findings.h"

static const struct {
    const char *word, *formula;
    enum timeline_milestone_kind from, to;
} table[] = {
    {"time to signal", "impact start to first signal", TIMELINE_MILESTONE_IMPACT_START,
     TIMELINE_MILESTONE_SIGNAL},
    {"notice gap", "first signal to detection", TIMELINE_MILESTONE_SIGNAL,
     TIMELINE_MILESTONE_DETECTION},
    {"time to detect", "impact start to detection", TIMELINE_MILESTONE_IMPACT_START,
     TIMELINE_MILESTONE_DETECTION},
    {"time to alert", "impact start to first alert", TIMELINE_MILESTONE_IMPACT_START,
     TIMELINE_MILESTONE_ALERT},
    {"time to acknowledge", "first alert to acknowledgement", TIMELINE_MILESTONE_ALERT,
     TIMELINE_MILESTONE_ACK},
    {"time to first action", "detection to first action", TIMELINE_MILESTONE_DETECTION,
     TIMELINE_MILESTONE_ACT},
    {"repair time", "first action to mitigation", TIMELINE_MILESTONE_ACT,
     TIMELINE_MILESTONE_MITIGATION},
    {"time to mitigate", "impact start to mitigation", TIMELINE_MILESTONE_IMPACT_START,
     TIMELINE_MILESTONE_MITIGATION},
    {"time to restore", "impact start to impact end", TIMELINE_MILESTONE_IMPACT_START,
     TIMELINE_MILESTONE_IMPACT_END},
};

enum status durations_of(const struct timeline_milestone *milestones, struct arena *arena,
                         struct timeline_duration **ret, size_t *ret_count, struct error *error)
{
    enum { COUNT = sizeof table / sizeof table[0] };
    struct timeline_duration *durations = arena_array(arena, COUNT, sizeof *durations);
    if (!durations) return arena_full(arena, error);
    for (size_t i = 0; i < COUNT; i++) {
        durations[i].word = table[i].word;
        durations[i].formula = table[i].formula;
        durations[i].length =
            interval_between(milestones[table[i].from].at, milestones[table[i].to].at);
    }
    *ret = durations;
    *ret_count = COUNT;
    return STATUS_OK;
}
