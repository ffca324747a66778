/* `stats`: what all reviews say together. */
#include "command/stats.h"

static enum status run(struct call *call, struct error *error)
{
    struct desk desk;
    struct stats stats = {0};
    struct text out;
    enum status status = call_desk(call, false, &desk, error);
    if (status) return status;
    text_init(&out, 0);
    status = desk_stats(&desk, NULL, &stats, error);
    if (status == STATUS_OK) {
        if (call_json(call))
            stats_json(&stats, &out);
        else
            stats_text(&stats, &out);
        status = output_text(&call->out, &out, error);
    }
    text_release(&out);
    desk_close(&desk);
    return status;
}

const struct command_spec command_stats = {
    .name = "stats",
    .operands = "",
    .summary = "what all reviews say together: durations, what comes back, how found, follow-up",
    .text =
        "Durations are all their points and a median with an interval by order statistics, which "
        "takes at least 6 points; there are no means, because few and skewed values have none "
        "worth having. Shares are k of n with their interval. What is left out is said with "
        "its count. Counts are of incidents, not of mentions, and never of people.",
    .example = "postmortem stats --json",
    .run = run,
};
