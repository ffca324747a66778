/*
 * PostgreSQL: changes of the schema, waits for locks, connections that an administrator ended. The
 * words are the same in its text, CSV and JSON logs, so the record's bytes are searched as they
 * are.
 */
#include "exchange/internal.h"

#include <stdlib.h>

enum { OBJECTS_MOST = 64, PROCESSES_MOST = 64, STATEMENT_MOST = 200 };
static const duration ONE_SPAN = 3 * NS_PER_S;

/* Waits for one object, which become one span as long as they overlap. */
struct wait {
    char object[KEY_MOST];
    struct interval from, to;
    struct timeline_place place;
    uint64_t processes[PROCESSES_MOST];
    size_t process_count;
    double longest; /* ms */
    bool ended;     /* the last line says that the lock was had */
    bool used;
};

struct postgres {
    struct reading *reading;
    struct wait waits[OBJECTS_MOST];
    struct interval ended_from, ended_to; /* connections ended by an administrator */
    struct timeline_place ended_place;
    size_t ended;
    size_t told;
};

static struct interval earlier(struct interval at, double ms)
{
    duration by = ms < 1e12 ? (duration)(ms * 1e6) : 0;
    return (struct interval){instant_add(at.earliest, -by), instant_add(at.latest, -by)};
}

static bool number_at(struct span text, double *ret)
{
    char copy[32], *end;
    size_t len = 0;
    while (len < text.len && len + 1 < sizeof copy && memchr("0123456789.", text.at[len], 11))
        len++;
    if (len) memcpy(copy, text.at, len);
    copy[len] = '\0';
    *ret = strtod(copy, &end);
    return len > 0 && *end == '\0';
}

/* ---- schema ---- */

static struct span statement_of(struct span record)
{
    size_t at = span_find(record, SPAN("statement: "));
    struct span text = span_from(record, at == SIZE_MAX ? record.len : at + 11);
    size_t end = 0;
    while (end < text.len && end < STATEMENT_MOST && !memchr(";\"\n", text.at[end], 3)) end++;
    return span_trim(span_sub(text, 0, end));
}

static bool tell_statement(struct reading *reading, struct span record, struct interval at)
{
    static const char *const verbs[] = {"create ", "alter ", "drop ", "truncate ", "reindex "};
    struct span statement = statement_of(record);
    bool ddl = false;
    double ms;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        ddl = ddl || span_equal_nocase(span_sub(statement, 0, strlen(verbs[i])), span_of(verbs[i]));
    if (!ddl || span_find_nocase(span_sub(statement, 0, 24), SPAN(" temp")) != SIZE_MAX)
        return false;
    size_t duration_at = span_find(record, SPAN("duration: "));
    bool timed = duration_at < span_find(record, SPAN("statement: ")) &&
                 number_at(span_from(record, duration_at + 10), &ms);
    const char *text = json_keep(reading, statement, STATEMENT_MOST);
    struct told told = {
        .event = {.kind = TIMELINE_CHANGE_DATA,
                  .at = timed ? earlier(at, ms) : at,
                  .end = timed ? at : INTERVAL_NONE,
                  .actor = "database",
                  .what = reading_say(reading, "schema changed: %s", text),
                  .basis = timed ? "end and duration of the statement in the database's log"
                                 : "line of the statement in the database's log",
                  .key = reading_keep(reading, span_of(text), KEY_MOST),
                  .place = reading_place(reading, record)},
        .same = reading_say(reading, "ddl %s", text),
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    return true;
}

/* ---- locks ---- */

static void flush_wait(struct postgres *pg, struct wait *wait)
{
    struct reading *reading = pg->reading;
    if (!wait->used) return;
    wait->used = false;
    size_t count = wait->process_count;
    struct told told = {
        .event = {.kind = TIMELINE_BLOCK,
                  .at = wait->from,
                  .end = wait->to,
                  .actor = "database",
                  .what = reading_say(reading,
                                      "%s%zu process%s waited for locks on %s, the longest "
                                      "for %.1f s%s",
                                      count == PROCESSES_MOST ? "at least " : "", count,
                                      count == 1 ? "" : "es", wait->object, wait->longest / 1000,
                                      wait->ended ? "" : " and more"),
                  .basis = "lines of the database's log about waiting for locks",
                  .key = reading_say(reading, "%s", wait->object),
                  .place = wait->place},
        .same = reading_say(reading, "lock %s", wait->object),
        .trust = TRUST_TOOL};
    reading_tell(reading, &told);
    pg->told++;
}

/* The wait that this line belongs to: of the same object, not long over. */
static struct wait *wait_for(struct postgres *pg, struct span object, struct interval from)
{
    struct wait *place = &pg->waits[0];
    for (size_t i = 0; i < OBJECTS_MOST; i++) {
        struct wait *wait = &pg->waits[i];
        if (wait->used && span_is(object, wait->object)) {
            if (from.earliest <= instant_add(wait->to.latest, ONE_SPAN)) return wait;
            place = wait;
            break;
        }
        if (place->used && (!wait->used || wait->to.latest < place->to.latest)) place = wait;
    }
    flush_wait(pg, place);
    *place = (struct wait){.from = from, .to = from, .used = true};
    memcpy(place->object, object.at, object.len);
    return place;
}

static void note_process(struct wait *wait, uint64_t process)
{
    for (size_t i = 0; i < wait->process_count; i++)
        if (wait->processes[i] == process) return;
    if (wait->process_count < PROCESSES_MOST) wait->processes[wait->process_count++] = process;
}

/* "process 17330 still waiting for ShareLock on relation 16405 of database 16385 after 1000.3 ms"
 */
static bool take_wait(struct postgres *pg, struct span record, struct interval at)
{
    size_t begin = span_find(record, SPAN("process "));
    struct span rest = span_from(record, begin == SIZE_MAX ? record.len : begin + 8);
    struct span number = span_cut(&rest, ' ');
    uint64_t process;
    double ms;
    bool acquired = span_starts(rest, SPAN("acquired "));
    if (!span_to_u64(number, &process)) return false;
    if (!acquired && !span_starts(rest, SPAN("still waiting for "))) return false;
    rest = span_sub(rest, 0, 300);
    size_t on = span_find(rest, SPAN(" on ")), after = span_find(rest, SPAN(" after "));
    if (on == SIZE_MAX || after == SIZE_MAX || after <= on + 4 || after - on - 4 >= KEY_MOST ||
        !number_at(span_from(rest, after + 7), &ms))
        return false;
    struct span object = span_sub(rest, on + 4, after - on - 4);
    struct interval from = earlier(at, ms);
    struct wait *wait = wait_for(pg, object, from);
    struct timeline_place place = reading_place(pg->reading, record);
    if (wait->process_count == 0) wait->place = place;
    if (from.earliest < wait->from.earliest) wait->from = from;
    if (at.latest > wait->to.latest) wait->to = at;
    wait->place.to = place.to;
    wait->ended = acquired;
    if (ms > wait->longest) wait->longest = ms;
    note_process(wait, process);
    return true;
}

/* ---- connections ended ---- */

static void flush_ended(struct postgres *pg)
{
    struct reading *reading = pg->reading;
    if (pg->ended == 0) return;
    struct told told = {
        .event = {.kind = TIMELINE_EFFECT,
                  .at = pg->ended_from,
                  .end = pg->ended > 1 ? pg->ended_to : INTERVAL_NONE,
                  .actor = "database",
                  .what =
                      reading_say(reading, "%zu connection%s ended by an administrator's command",
                                  pg->ended, pg->ended == 1 ? "" : "s"),
                  .basis = "lines of the database's log",
                  .key = "terminated connections",
                  .place = pg->ended_place},
        .same = "terminated connections",
        .trust = TRUST_TOOL};
    pg->ended = 0;
    pg->told++;
    reading_tell(reading, &told);
}

static void take_ended(struct postgres *pg, struct span record, struct interval at)
{
    struct timeline_place place = reading_place(pg->reading, record);
    if (pg->ended && at.earliest > instant_add(pg->ended_to.latest, ONE_SPAN)) flush_ended(pg);
    if (pg->ended++ == 0) {
        pg->ended_from = pg->ended_to = at;
        pg->ended_place = place;
    }
    if (at.latest > pg->ended_to.latest) pg->ended_to = at;
    if (at.earliest < pg->ended_from.earliest) pg->ended_from = at;
    pg->ended_place.to = place.to;
}

#define ENDED "terminating connection due to admin"

static const char *const needles[] = {
    "still waiting for ",  " acquired ",          ENDED,
    "statement: CREATE",   "statement: create",   "statement: ALTER",
    "statement: alter",    "statement: DROP",     "statement: drop",
    "statement: TRUNCATE", "statement: truncate", NULL};

const struct look look_postgres = {.needles = needles};

void log_postgres(struct reading *reading)
{
    struct candidates candidates;
    struct postgres *pg = arena_alloc(reading->arena, sizeof *pg);
    if (!pg) {
        reading->status = arena_full(reading->arena, reading->error);
        return;
    }
    pg->reading = reading;
    candidates_open(&candidates, reading, LOOK_POSTGRES);
    while (candidates_next(&candidates, pg->told)) {
        const struct span record = candidates.record;
        const struct interval at = candidates.at;
        if (!interval_is_known(at)) continue;
        if (span_find(record, SPAN(ENDED)) != SIZE_MAX)
            take_ended(pg, record, at);
        else if (!take_wait(pg, record, at) && tell_statement(reading, record, at))
            pg->told++;
    }
    flush_ended(pg);
    for (size_t i = 0; i < OBJECTS_MOST; i++) flush_wait(pg, &pg->waits[i]);
    log_say_cut(&candidates, pg->told, "changes and waits of the database");
}
