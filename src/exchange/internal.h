/* What the files of exchange/ share among themselves. */
#ifndef EXCHANGE_INTERNAL_H
#define EXCHANGE_INTERNAL_H

#include "exchange/exchange.h"

enum {
    TOLD_MOST = 50000, /* events of one source; what is beyond stays records */
    WHAT_MOST = 400,   /* bytes of a sentence */
    KEY_MOST = 120,
    NOTICES_MOST = 20, /* of one source */
};

/* How good the time of a telling is: where several tell the same, the lowest gives the time. */
enum trust {
    TRUST_TOOL,    /* the tool that did it wrote its own line */
    TRUST_LOG,     /* a log beside it */
    TRUST_MESSAGE, /* mail, chat: sent about it */
};

/* An event as one source tells it, and what shows that another one tells the same. */
struct told {
    struct timeline_event event;
    const char *same;   /* equal in all tellings of one thing; NULL joins with nothing */
    const char *detail; /* must be equal too where both have one: fingerprint, value; or NULL */
    enum trust trust;
};

struct person {
    const char *id, *name;
    bool support; /* the directory's title says so */
};

/* The work of one exchange_read() call. A failure is sticky: later calls do nothing. */
struct reading {
    const struct timeline_source *sources;
    size_t count;
    uint32_t source; /* number of the one being read */
    struct arena *arena;
    struct error *error;
    enum status status;
    struct told *told;                         /* heap, as all lists here */
    size_t told_count, told_room, told_before; /* before the source being read */
    struct timeline_event *undated;
    size_t undated_count, undated_room;
    struct timeline_series *series;
    size_t series_count, series_room;
    const char **notices;
    size_t notice_count, notice_room, notice_before;
    const struct exchange_leads *leads;
    struct person *people; /* by id, once sorted */
    size_t person_count, person_room;
    struct text scratch;
};

/* ---- reading.c ---- */

void reading_init(struct reading *reading, const struct timeline_source *sources, size_t count,
                  struct arena *arena, struct error *error);
void reading_release(struct reading *reading);
/* Joins, sorts and hands over to the arena. */
enum status reading_finish(struct reading *reading, struct timeline_reading *ret);
void reading_begin(struct reading *reading, uint32_t source);
const struct timeline_source *reading_source(const struct reading *reading);

/* An `end` of zeros (left out by the caller) is none, and so are texts that are NULL. */
void reading_tell(struct reading *reading, const struct told *told);
bool reading_is_full(const struct reading *reading); /* failed, or TOLD_MOST of this source */
void reading_add_undated(struct reading *reading, const struct timeline_event *event);
/* One sentence; the source's name is put in front of it. */
void reading_notice(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Texts in the arena; never NULL ("" after a failure). */
const char *reading_say(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* White space runs become one blank; cut at `most` bytes between characters, then "..." follows. */
const char *reading_keep(struct reading *reading, struct span text, size_t most);
/* 05:54:53.120, or with the date in front. */
const char *reading_clock_text(struct reading *reading, instant at, bool with_date);

/* Times of the source being read, its clock applied. INTERVAL_NONE for what is no time. */
struct interval reading_stamp(const struct reading *reading, struct span text);   /* RFC 3339 */
struct interval reading_epoch(const struct reading *reading, struct span digits); /* "17.95" */

static inline bool interval_is_known(struct interval interval)
{
    return interval.earliest != INSTANT_NONE;
}

/* The place of `part` of the source's content. */
struct timeline_place reading_place(const struct reading *reading, struct span part);

/* ---- join.c ---- */

/* Several tellings of one thing become one event: the best time stays, the others are named in its
 * basis. Sorts `told` by time. */
void tellings_join(struct reading *reading);

/* ---- json_parts.c ---- */

/* Raw text of a member (strings without quotes), empty when there is none or it is null. */
struct span json_part(struct span object, const char *path);
/* The first of several members that is there; names separated by blanks. */
struct span json_first_part(struct span object, const char *paths);
/* The decoded text of a part, as reading_keep keeps it. */
/* The decoded text of a part; valid until the next call. */
struct span json_plain(struct reading *reading, struct span raw);
const char *json_keep(struct reading *reading, struct span raw, size_t most);

/* Elements of the array at `path`, one after another, also when the document is cut off. */
struct json_elements {
    struct json_reader reader;
    struct span in;
    bool open;
    bool broken; /* it did not end with the array's own end */
};
bool json_elements_open(struct json_elements *elements, struct span document, const char *path);
bool json_elements_next(struct json_elements *elements, struct span *ret);
/* Takes the next of several values written one after another off the front. */
bool json_next_value(struct span *rest, struct span *ret);

/* ---- cues.c ---- */

enum cue_where { CUE_CHAT = 1, CUE_SUPPORT = 2, CUE_SHELL = 4 };

struct cue {
    enum timeline_event_kind kind;
    unsigned where; /* enum cue_where */
    const char *pattern, *hit, *miss;
    uint64_t first; /* bit per first character that its first word can have */
};

size_t cue_count(void);
const struct cue *cue_get(size_t number);
/* The first row of the table that fits, or NULL; `ret_words` gets the words that it fitted. */
struct cue_words {
    char text[80];
};
const struct cue *cue_find(struct span text, enum cue_where where, struct cue_words *ret_words);
bool cue_matches(const struct cue *cue, struct span text);

/* A cue for the sentences of written timelines (data/timeline-cues.tsv). */
struct told_cue {
    uint8_t kind;   /* enum review_event_word */
    struct cue cue; /* its kind is of no account */
};
size_t told_cue_count(void);
const struct told_cue *told_cue_get(size_t number);
/* The first row that fits a sentence, or NULL. */
const struct told_cue *cue_find_told(struct span text);

/* ---- one reader for each kind of source ---- */

void people_read(struct reading *reading);
void people_sort(struct reading *reading);
const struct person *people_find(const struct reading *reading, struct span id);

void chat_read(struct reading *reading);
/* Slack's mark-up as plain text, appended to the reading's scratch: names for <@U1>, labels for
 * links, entities decoded. */
void chat_plain(struct reading *reading, struct span text);
/* A message of any other chat: its kind by the cues, as chat_read() tells one. `plain` lives on. */
void chat_tell(struct reading *reading, struct interval at, const char *actor, struct span plain,
               struct span place, const char *basis);
/* "inc-orders" of "chat/inc-orders/2026-11-22.json". */
struct span chat_channel(struct span source_name);

/* "[FIRING:1] Name ..." and "[RESOLVED] Name": what alert mails and bots write. */
enum alert_word { ALERT_WORD_NONE, ALERT_WORD_FIRING, ALERT_WORD_RESOLVED };
enum alert_word alert_heading(struct span text, struct span *ret_name);

void alerts_read(struct reading *reading);
/* Bodies of Alertmanager kept line by line, which are taken for a log or, when they are few, for an
 * attachment; false for any other. */
bool alerts_read_log(struct reading *reading);
void mail_read(struct reading *reading);
void series_read(struct reading *reading);
/* One more series, its arrays in the arena; nothing once something failed. */
void series_add(struct reading *reading, const struct timeline_series *series);
/* A table of which every row is a time and numbers; false when it is no such table. */
bool series_read_table(struct reading *reading);
/* Answers of CloudWatch and Datadog; false for anything else. */
bool series_read_cloud(struct reading *reading);
bool series_time_name(struct span name); /* "Time", "timestamp": the column of times */
/* Alerts from ALERTS series, when nothing else tells of alerts. */
void series_alerts(struct reading *reading);
void history_read(struct reading *reading);
/* The command of a history's record, without the mark of its time. */
struct span history_command(struct span record);
/* Kind, what, key of a typed command; basis is the half sentence about its kind. */
void typed_event(struct reading *reading, struct span command, struct timeline_event *ret);
void session_read(struct reading *reading);
/* "maya" of "shell/bash_history_maya"; empty when the name has no handle. */
struct span handle_of_name(struct span source_name);
void table_read(struct reading *reading);
/* Tickets with a column "severity" or "message" are taken for a log: rows are reports all the same.
 * False when the source is no such table. */
bool table_read_tickets(struct reading *reading);
/* Metrics whose header was not taken for one; false when the source is no such table. */
bool table_read_metrics(struct reading *reading);
void log_read(struct reading *reading);

/* ---- words.c: what several readers look for in text ---- */

/* "orders-api 2.3.0 (903a36c) ... by jun ... started" */
struct rollout {
    struct span service, version, commit, by;
    enum rollout_phase { ROLLOUT_DONE, ROLLOUT_STARTED, ROLLOUT_FINISHED } phase;
    bool failed, back;
};
bool rollout_of_text(struct span text, struct rollout *ret);
void rollout_tell(struct reading *reading, const struct rollout *rollout, struct interval at,
                  struct timeline_place place, enum trust trust, const char *basis);
/* Takes the next word off the front: runs without blanks, quotes and brackets taken off. */
bool next_word(struct span *rest, struct span *ret);

/* ---- git: git_log.c, git_pack.c, git_commit.c ---- */

void git_log_read(struct reading *reading);
void git_pack_read(struct reading *reading);
void git_object_read(struct reading *reading);

enum git_type { GIT_COMMIT = 1, GIT_TREE = 2, GIT_BLOB = 3, GIT_TAG = 4, GIT_OFS = 6, GIT_REF = 7 };

/* One commit or annotated tag as it is stored; spans borrow. */
struct git_commit {
    struct span subject, author, author_date, committer, date; /* dates as "epoch zone" */
    struct span tag, object;                                   /* of a tag */
};
bool git_commit_of(enum git_type type, struct span body, struct git_commit *ret);
/* `refs` in words, "" for none. */
void git_tell(struct reading *reading, enum git_type type, const char *hash, struct span body,
              struct timeline_place place, const char *refs);
void git_hash(enum git_type type, struct span body, unsigned char out[20]);
void git_hex(const unsigned char hash[20], char out[41]);

/* A pack's commits and annotated tags. */
struct git_found {
    enum git_type type;
    struct span body; /* valid during the call */
    unsigned char hash[20];
    size_t from, to; /* bytes of the pack */
};
struct git_pack_facts {
    uint64_t entries;    /* as stated */
    uint64_t read;       /* passed over or read */
    uint64_t unsolved;   /* deltas whose base is not here or that do not fit it */
    const char *stopped; /* why not all was read; NULL when all was */
};
/* Calls `each` for every commit and tag until it says false. OK also for a damaged pack: what came
 * before the damage counts, and facts say so. */
enum status git_pack_each(struct span pack, bool (*each)(void *context, const struct git_found *),
                          void *context, struct git_pack_facts *ret, struct error *error);

/* ---- logs: each looks for its own kinds of records (leads.c, log_*.c) ---- */

enum { EXAMINED_MOST = 20000, CHANGES_MOST = 500 }; /* records looked at, events told */

enum {
    LOOK_DEPLOYS,
    LOOK_FLAGS,
    LOOK_RESTARTS,
    LOOK_POSTGRES,
    LOOK_KUBERNETES,
    LOOK_CLOUDTRAIL,
    LOOK_PAGERS,
    LOOK_NAGIOS,
    LOOK_MESSAGES,
    LOOK_RUNS,
    LOOK_TICKETS,
    LOOK_ROUTERS,
    LOOK_COUNT
};

/* What is looked for: words of which a record holds one, NULL at their end; for a source of few
 * records others, if there are any; and whether a record may tell of a change at all; NULL: each
 * may. */
struct look {
    const char *const *needles, *const *list_needles;
    bool (*may_tell)(const struct timeline_source *source, uint64_t record);
};
extern const struct look look_deploys, look_flags, look_restarts, look_postgres, look_kubernetes,
    look_cloudtrail, look_pagers, look_nagios, look_messages, look_runs, look_tickets, look_routers;

struct leads {
    uint64_t *records; /* in file order */
    size_t count;
    bool cut; /* there are more than EXAMINED_MOST */
};

struct exchange_leads {
    size_t count;     /* of sources */
    struct leads *of; /* LOOK_COUNT a source */
};

/* Goes through the leads of the source being read. */
struct candidates {
    struct reading *reading;
    const struct leads *leads;
    size_t next;
    bool cut; /* all were gone through, and there are more than were looked at */
    /* the one at hand */
    uint64_t number;
    struct span record; /* trimmed */
    struct interval at;
};
void candidates_open(struct candidates *candidates, struct reading *reading, unsigned look);
/* False behind the last, when the reading is full, and when CHANGES_MOST events were `told`. */
bool candidates_next(struct candidates *candidates, size_t told);
/* Says in a notice that not all was read, if so. */
void log_say_cut(const struct candidates *candidates, size_t told, const char *what);
/* The JSON object of a record that has this member; empty for none. */
struct span log_object(struct span record, const char *member);

void log_deploys(struct reading *reading);
void log_flags(struct reading *reading);
void log_restarts(struct reading *reading);
void log_postgres(struct reading *reading);
void log_kubernetes(struct reading *reading);
void log_cloudtrail(struct reading *reading);
/* Runs of build servers that deploy. */
void log_runs(struct reading *reading);
/* Tickets of customers and issues of colleagues, as their trackers export them. */
void log_tickets(struct reading *reading);
/* Changes typed at routers and switches, and neighbours that go. */
void log_routers(struct reading *reading);
/* The list of releases that Argo CD and Helm print; false when the source is none. */
bool history_of_releases(struct reading *reading);
/* Incidents and steps of pagers and alarms (JSON); states and notices of Nagios (text). */
void log_pagers(struct reading *reading);
void log_nagios(struct reading *reading);
/* Messages of chats whose exports are lists in JSON, and lines with a name in angle brackets. */
void log_messages(struct reading *reading);
void log_spoken_lines(struct reading *reading);

#endif
