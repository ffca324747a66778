#include "command/workspace.h"

#include <stdio.h>

static void add_json(struct text *out, const struct store_source *source,
                     const struct store_clock *clock)
{
    char id[16];
    struct json_writer json;
    snprintf(id, sizeof id, "S%u", source->id);
    json_begin(&json, out);
    json_object(&json);
    json_member_string(&json, "source", id);
    json_member_string(&json, "name", source->facts.name);
    json_member(&json, "zone", clock->zone);
    if (clock->has_offset) {
        json_member_seconds(&json, "offset_least_s", clock->offset_least);
        json_member_seconds(&json, "offset_most_s", clock->offset_most);
    }
    json_member_string(&json, "why", clock->why);
    json_object_end(&json);
    text_addc(out, '\n');
}

/* What is stated now, so that a slip of the keyboard is seen. */
static enum status tell(struct call *call, const struct store_source *source,
                        const struct store_clock *clock, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    if (call_json(call)) {
        add_json(&out, source, clock);
    } else {
        text_addf(&out, "S%u ", source->id);
        text_add_visible(&out, span_of(source->facts.name));
        text_adds(&out, clock->zone || clock->has_offset ? ": stated" : ": nothing is stated now");
        if (clock->zone) text_addf(&out, " zone %s", clock->zone);
        if (clock->zone && clock->has_offset) text_addc(&out, ',');
        if (clock->has_offset) {
            text_adds(&out, " ahead by ");
            duration_add_text(&out, clock->offset_least);
            if (clock->offset_most != clock->offset_least) text_adds(&out, " to ");
            if (clock->offset_most != clock->offset_least)
                duration_add_text(&out, clock->offset_most);
        }
        text_addc(&out, '\n');
    }
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

static enum status state(struct call *call, const char *which, const struct store_clock *clock,
                         struct error *error)
{
    struct workspace workspace;
    struct store *store = NULL;
    uint32_t number = 0;
    enum status status = workspace_load(call, 0, false, &workspace, error);
    if (status) return status;
    status = desk_source(workspace.stored, workspace.count, which, &number, error);
    if (status == STATUS_OK) status = store_open(workspace.folder, true, &store, error);
    if (status == STATUS_OK)
        status = store_state_clock(store, workspace.stored[number].id, clock, error);
    store_close(store);
    if (status == STATUS_OK) status = tell(call, &workspace.stored[number], clock, error);
    workspace_release(&workspace);
    return status;
}

static enum status set(struct call *call, struct error *error)
{
    char user[256];
    const char *offset = call_value(call, "offset"), *why = call_value(call, "why");
    const char *zone = call_value(call, "source-zone");
    struct store_clock clock = {.by = os_user(user, sizeof user),
                                .why = why ? why : "stated without a reason",
                                .stated = os_now()};
    if (!zone && !offset)
        return error_set(error, STATUS_USAGE, "clocks set wants --source-zone, --offset, or both");
    enum status status = desk_clock(zone, offset, "--", &clock, error);
    return status ? status : state(call, call->operands[1], &clock, error);
}

static enum status reset(struct call *call, struct error *error)
{
    char user[256];
    struct store_clock clock = {.by = os_user(user, sizeof user), .why = "", .stated = os_now()};
    return state(call, call->operands[1], &clock, error);
}

static enum status list(struct call *call, struct error *error)
{
    return workspace_print(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS, false, report_clocks, error);
}

static enum status run(struct call *call, struct error *error)
{
    if (call->operand_count == 0) return list(call, error);
    bool named = call->operand_count == 2;
    if (named && strcmp(call->operands[0], "set") == 0) return set(call, error);
    if (named && strcmp(call->operands[0], "reset") == 0) return reset(call, error);
    return error_set(
        error, STATUS_USAGE,
        "clocks takes nothing, \"set SOURCE\" or \"reset SOURCE\"; see: postmortem help clocks");
}

static const struct option_spec options[] = {
    {"source-zone", 0, "ZONE",
     "set: the zone of stamps that state none, such as America/New_York or -05:00"},
    {"offset", 0, "DURATION", "set: how far the clock is ahead, such as 37s, -2m or 36.5s..37.5s"},
    {"why", 0, "TEXT", "set: how this is known"},
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_clocks = {
    .name = "clocks",
    .operands = "[set SOURCE | reset SOURCE]",
    .most = 2,
    .summary = "zone and offset of every source's clock, with the evidence for it",
    .text = "Zones and offsets are found from ids that sources share, from equal messages, and by "
            "correlation. What a person states with set takes precedence; reset takes it back. The "
            "evidence itself is never changed.",
    .example = "postmortem clocks set S3 --offset 37s --why 'chrony was off on that host'",
    .options = options,
    .run = run,
};
