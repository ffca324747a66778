/* Restarts: processes that say they stop or start, several lines of one restart as one event. */
#include "exchange/internal.h"

static const duration ONE_RESTART = 3 * NS_PER_S;

struct restart {
    struct interval first, last;
    struct timeline_place place;
    const char *process, *by;
    size_t lines;
    bool stops; /* the last line is about the end of a process */
};

static const char *process_of(struct reading *reading, const struct evidence_fields *fields,
                              struct span record)
{
    if (fields->process.len) return json_keep(reading, fields->process, KEY_MOST);
    if (record.len && record.at[0] == '{')
        return json_keep(reading, json_first_part(record, "svc service app name"), KEY_MOST);
    return "";
}

static void flush(struct reading *reading, struct restart *restart)
{
    struct told told = {
        .event = {.kind = TIMELINE_RESTART,
                  .at = restart->first,
                  .actor = restart->by,
                  .key = restart->process,
                  .basis = reading_say(reading, "%zu line%s in which a process starts or stops",
                                       restart->lines, restart->lines == 1 ? "" : "s"),
                  .place = restart->place},
        .trust = restart->by && *restart->by ? TRUST_MESSAGE : TRUST_LOG};
    if (restart->lines == 0) return;
    const char *name = *restart->process ? restart->process : "a process";
    bool both = restart->lines > 1 || told.trust == TRUST_MESSAGE;
    told.event.what = reading_say(reading, "%s %s", name,
                                  both ? "restarted" : (restart->stops ? "stopped" : "started"));
    if (restart->lines > 1) told.event.end = restart->last;
    if (*restart->process) told.same = reading_say(reading, "restart %s", restart->process);
    restart->lines = 0;
    reading_tell(reading, &told);
}

static bool tells_stop(struct span message)
{
    static const char *const words[] = {"shut", "stop", "sigterm", "sigkill", "exit"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_find_nocase(message, span_of(words[i])) != SIZE_MAX) return true;
    return false;
}

/* "orders-api restarted by maya" */
static bool restarted_by(struct reading *reading, struct span message, struct restart *ret)
{
    struct span word, last = {NULL, 0}, by = {NULL, 0};
    bool found = false, next = false;
    for (int i = 0; i < 40 && next_word(&message, &word); i++) {
        if (next) by = word;
        next = found && by.len == 0 && span_equal_nocase(word, SPAN("by"));
        if (!found && span_is(word, "restarted") && last.len) {
            found = true;
            ret->process = reading_keep(reading, last, KEY_MOST);
        }
        last = word;
    }
    if (found && by.len) ret->by = reading_keep(reading, by, KEY_MOST);
    return found && by.len;
}

static void add_line(struct reading *reading, struct restart *open, const struct restart *line)
{
    bool same = open->lines && strcmp(open->process, line->process) == 0 &&
                line->first.earliest <= instant_add(open->last.latest, ONE_RESTART) &&
                line->first.earliest >= open->first.earliest;
    if (!same) {
        flush(reading, open);
        *open = *line;
        return;
    }
    open->last = line->last;
    open->stops = line->stops;
    open->place.to = line->place.to;
    open->lines++;
    if (!open->by) open->by = line->by;
}

static const char *const needles[] = {"istening",        "hutting down",     "hutdown",
                                      "SIGTERM",         "SIGKILL",          "accept connections",
                                      "for connections", "tarting up",       "server start",
                                      "restarted",       "exited with code", NULL};

enum { RESTARTED_WITHIN = 300 }; /* bytes of the message */

static bool may_be_restart(const struct timeline_source *source, uint64_t record)
{
    struct evidence_fields fields;
    evidence_fields_of(source->index, source->content, record, &fields);
    struct span message = span_sub(fields.message, 0, RESTARTED_WITHIN);
    return (fields.is_restart && !fields.is_request) ||
           span_find(message, SPAN("restarted")) != SIZE_MAX;
}

const struct look look_restarts = {.needles = needles, .may_tell = may_be_restart};

void log_restarts(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    struct candidates candidates;
    struct restart open = {.lines = 0};
    /* PostgreSQL's text log names no process, its JSON log a part of the server. */
    bool postgres = span_find(span_sub(source->content, 0, 1 << 16),
                              SPAN("database system is ready")) != SIZE_MAX;
    size_t told = 0;
    candidates_open(&candidates, reading, LOOK_RESTARTS);
    while (candidates_next(&candidates, told)) {
        const struct span record = candidates.record;
        struct restart line = {.first = candidates.at, .lines = 1};
        struct evidence_fields fields;
        if (!interval_is_known(line.first)) continue;
        evidence_fields_of(source->index, source->content, candidates.number, &fields);
        line.last = line.first;
        line.place = reading_place(reading, record);
        if (!restarted_by(reading, span_sub(fields.message, 0, RESTARTED_WITHIN), &line)) {
            if (!fields.is_restart || fields.is_request) continue;
            line.process = postgres ? "postgresql" : process_of(reading, &fields, record);
            line.stops = tells_stop(span_sub(fields.message, 0, 200));
        }
        add_line(reading, &open, &line);
        told++;
    }
    flush(reading, &open);
    log_say_cut(&candidates, told, "restarts");
}
