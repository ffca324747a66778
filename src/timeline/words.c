#include "timeline/timeline.h"

#include <assert.h>

const char *timeline_event_code(enum timeline_event_kind kind)
{
    static const char *const codes[] = {
#define X(name, code) code,
        TIMELINE_EVENT_KINDS(X)
#undef X
    };
    assert((unsigned)kind < TIMELINE_EVENT_KIND_COUNT);
    return codes[kind];
}

const char *timeline_milestone_word(enum timeline_milestone_kind kind)
{
    static const char *const words[] = {
#define X(name, word) word,
        TIMELINE_MILESTONES(X)
#undef X
    };
    assert((unsigned)kind < TIMELINE_MILESTONE_COUNT);
    return words[kind];
}

const char *timeline_spot_word(enum timeline_spot_kind kind)
{
    static const char *const words[] = {
#define X(name, word) word,
        TIMELINE_SPOTS(X)
#undef X
    };
    assert((unsigned)kind < TIMELINE_SPOT_COUNT);
    return words[kind];
}
