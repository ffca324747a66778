/*
 * Runs of build servers (GitHub Actions, as the API and the command line export them) that deploy.
 *
 * A run is a deploy only when its name says so; tests and builds run all day.
 */
#include "exchange/internal.h"

static bool says(struct span text, const char *word)
{
    return span_find_nocase(text, span_of(word)) != SIZE_MAX;
}

static void tell_run(struct reading *reading, struct span object)
{
    struct span name = json_first_part(object, "name workflowName workflow_name");
    struct span title = json_first_part(object, "display_title displayTitle head_commit.message");
    struct span outcome = json_first_part(object, "conclusion");
    bool back = says(name, "rollback") || says(name, "roll back") || says(title, "rollback") ||
                says(title, "roll back");
    if (!back && !says(name, "deploy") && !says(name, "release") && !says(name, "rollout")) return;
    struct interval at = reading_stamp(
        reading, json_first_part(object, "run_started_at startedAt created_at createdAt"));
    if (outcome.len == 0 || !interval_is_known(at)) return;
    bool failed = !span_is(outcome, "success");
    const char *what =
        reading_say(reading, "%s: %s%s%s", json_keep(reading, name, KEY_MOST),
                    json_keep(reading, title, WHAT_MOST / 4), failed ? ", ended with " : "",
                    failed ? json_keep(reading, outcome, 40) : "");
    struct told told = {
        .event = {.kind = back ? TIMELINE_ACT_UNDO : TIMELINE_CHANGE_DEPLOY,
                  .at = at,
                  .end = reading_stamp(reading, json_first_part(object, "updated_at updatedAt")),
                  .actor = json_keep(reading, json_first_part(object, "actor.login"), KEY_MOST),
                  .what = what,
                  .basis = "start of the build server's run; the rollout is within it",
                  .place = reading_place(reading, object),
                  .failed = failed},
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
}

static const char *const run_needles[] = {"\"conclusion\"", NULL};

const struct look look_runs = {.needles = run_needles};

void log_runs(struct reading *reading)
{
    struct candidates candidates;
    candidates_open(&candidates, reading, LOOK_RUNS);
    while (candidates_next(&candidates, 0)) { /* all of them */
        const struct span record = candidates.record;
        struct span object = log_object(record, "conclusion");
        if (object.len) tell_run(reading, object);
    }
}
