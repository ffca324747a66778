/*
 * Terminal sessions: prompts, commands and what they answered, without times.
 *
 * The history with the same commands in the same order dates them; what a command answered then
 * becomes part of its event. Commands that no history has stay without a time.
 */
#include "exchange/internal.h"

#include <stdlib.h>

enum { COMMANDS_MOST = 2000, ANSWER_LINES = 20, ANSWER_MOST = 160, LINE_MOST = 4096 };

struct command {
    struct span text, output, whole, user;
};

/* "maya@web1:~/orders-api$ ls": true with the command and who is at the prompt. */
static bool prompt_of(struct span line, struct span *ret_user, struct span *ret_command)
{
    size_t at = span_find(span_sub(line, 0, 120), SPAN("@"));
    *ret_user = (struct span){NULL, 0};
    if (at == SIZE_MAX) {
        bool bare = span_starts(line, SPAN("$ ")) || span_starts(line, SPAN("# ")) ||
                    span_starts(line, SPAN("% "));
        *ret_command = span_from(line, 2);
        return bare && line.at[0] == '$' && line.len > 2;
    }
    size_t from = at;
    while (from > 0 && line.at[from - 1] != ' ' && line.at[from - 1] != '[') from--;
    if (from > 40 || from == at) return false;
    for (size_t i = at + 1; i + 1 < line.len && i < at + 200; i++) {
        if (!memchr("$#%", line.at[i], 3) || line.at[i + 1] != ' ') continue;
        *ret_user = span_sub(line, from, at - from);
        *ret_command = span_trim(span_from(line, i + 1));
        return true;
    }
    return false;
}

static bool next_command(struct span *rest, struct command *ret)
{
    struct span user, text;
    while (rest->len) {
        struct span from = *rest, line = span_cut(rest, '\n');
        if (!prompt_of(span_trim(span_sub(line, 0, LINE_MOST)), &user, &text) || text.len == 0)
            continue;
        *ret = (struct command){.text = text, .user = user, .output = *rest};
        while (rest->len) {
            struct span before = *rest;
            line = span_cut(rest, '\n');
            if (!prompt_of(span_trim(span_sub(line, 0, LINE_MOST)), &user, &text)) continue;
            *rest = before;
            break;
        }
        ret->output.len = (size_t)(rest->at - ret->output.at);
        ret->whole = span_sub(from, 0, (size_t)(rest->at - from.at));
        return true;
    }
    return false;
}

/* ---- what an answer says about success ---- */

static bool holds_any(struct span line, const char *const *list)
{
    for (; *list; list++)
        if (span_find_nocase(line, span_of(*list)) != SIZE_MAX) return true;
    return false;
}

/* A line in which a program says that it did not do its work: "psql: error: ...". */
static bool says_failure(struct span line, bool shows_text)
{
    static const char *const leads[] = {
        "error:", "fatal:", "error ", "bash: ", "-bash: ", "sh: ", "zsh: ", NULL};
    static const char *const words[] = {
        ": error:",           "refused",   "failed",      "not found", "no such file",
        "permission denied",  "timed out", "exit status", "exit code", "traceback (most",
        "command terminated", NULL};
    static const char *const zero[] = {"exit status 0", "exit code 0", "0 failed",
                                       "failed=0",      "failed: 0",   NULL};
    for (size_t i = 0; leads[i]; i++)
        if (span_equal_nocase(span_sub(line, 0, strlen(leads[i])), span_of(leads[i]))) return true;
    /* What grep, cat and queries print was said by others at other times. */
    if (shows_text) return span_find(line, SPAN(": error: ")) < 24;
    return !holds_any(line, zero) && holds_any(line, words);
}

/* The line that tells of failure, else the first one that is not empty. */
static struct span answer_of(const struct command *command, bool shows_text, bool *ret_failed)
{
    struct span rest = command->output, first = {NULL, 0};
    *ret_failed = false;
    for (size_t i = 0; i < ANSWER_LINES && rest.len; i++) {
        struct span line = span_trim(span_sub(span_cut(&rest, '\n'), 0, LINE_MOST));
        if (line.len == 0) continue;
        if (first.len == 0) first = line;
        if (!says_failure(line, shows_text)) continue;
        *ret_failed = true;
        return line;
    }
    return first;
}

static void add_answer(struct reading *reading, const struct command *command,
                       struct timeline_event *event)
{
    bool failed;
    struct span answer = answer_of(command, event->kind == TIMELINE_ACT_LOOK, &failed);
    event->failed = event->failed || failed;
    if (answer.len)
        event->what =
            reading_say(reading, "%s; %s: %s", event->what, failed ? "it did not work" : "answer",
                        reading_keep(reading, answer, ANSWER_MOST));
    event->basis =
        reading_say(reading, "%s; answer from %s", event->basis, reading_source(reading)->name);
}

/* ---- finding the history ---- */

static struct span command_of(const struct reading *reading, const struct told *told)
{
    const struct timeline_place *place = &told->event.place;
    return history_command(span_sub(reading->sources[place->source].content, (size_t)place->from,
                                    (size_t)(place->to - place->from)));
}

/* Commands are compared as they are shown: runs of blanks count as one. */
static bool same_command(struct span a, struct span b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        bool blank = a.at[i] == ' ' || a.at[i] == '\n', other = b.at[k] == ' ' || b.at[k] == '\n';
        if (blank != other || (!blank && a.at[i] != b.at[k])) return false;
        for (i++; blank && i < a.len && a.at[i] == ' ';) i++;
        for (k++; other && k < b.len && b.at[k] == ' ';) k++;
    }
    return i == a.len && k == b.len;
}

/* Equal for commands that same_command() takes for one (FNV-1a). */
static uint64_t hash_of(struct span text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len;) {
        bool blank = text.at[i] == ' ' || text.at[i] == '\n';
        hash = (hash ^ (unsigned char)(blank ? ' ' : text.at[i])) * UINT64_C(0x100000001b3);
        for (i++; blank && i < text.len && text.at[i] == ' ';) i++;
    }
    return hash;
}

struct typed {
    uint64_t hash;
    size_t at; /* number of its telling */
};

/* The commands of one history by hash, then in order: a long session does not walk a long history
 * once for each command. */
struct history {
    struct typed *list;
    size_t room, from, to; /* tellings */
};

static int by_hash(const void *a, const void *b)
{
    const struct typed *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static void read_history(struct reading *reading, size_t from, size_t to, struct history *ret)
{
    ret->from = ret->to = from;
    if (reading->status) return;
    reading->status =
        grow_array(&ret->list, &ret->room, to - from, sizeof *ret->list, reading->error);
    if (reading->status) return;
    for (size_t i = from; i < to; i++)
        ret->list[i - from] = (struct typed){hash_of(command_of(reading, &reading->told[i])), i};
    if (to > from) qsort(ret->list, to - from, sizeof *ret->list, by_hash);
    ret->to = to;
}

struct match {
    size_t from, to; /* tellings of one history */
    size_t hits;
};

/* The first telling of this command from number `from` on; history->to for none. */
static size_t find_command(const struct reading *reading, const struct history *history,
                           struct span text, size_t from)
{
    uint64_t hash = hash_of(text);
    size_t low = 0, count = history->to - history->from, high = count;
    while (low < high) {
        size_t probe = low + (high - low) / 2;
        const struct typed *typed = &history->list[probe];
        if (typed->hash < hash || (typed->hash == hash && typed->at < from))
            low = probe + 1;
        else
            high = probe;
    }
    for (; low < count && history->list[low].hash == hash; low++)
        if (same_command(command_of(reading, &reading->told[history->list[low].at]), text))
            return history->list[low].at;
    return history->to;
}

static size_t count_hits(const struct reading *reading, struct span session,
                         const struct history *history)
{
    struct command command;
    size_t hits = 0, from = history->from;
    for (size_t i = 0; i < COMMANDS_MOST && from < history->to && next_command(&session, &command);
         i++) {
        size_t at = find_command(reading, history, command.text, from);
        if (at == history->to) continue;
        hits++;
        from = at + 1;
    }
    return hits;
}

/* The history that has most of the session's commands; of equals the one with the same handle. */
static struct match best_history(struct reading *reading, struct history *history)
{
    const struct timeline_source *source = reading_source(reading);
    struct span handle = handle_of_name(span_of(source->name));
    struct match best = {0, 0, 0};
    size_t from = 0, to;
    for (; from < reading->told_count; from = to) {
        uint32_t other = reading->told[from].event.place.source;
        for (to = from; to < reading->told_count; to++)
            if (reading->told[to].event.place.source != other) break;
        if (reading->sources[other].index->kind != EVIDENCE_SHELL_HISTORY) continue;
        read_history(reading, from, to, history);
        size_t hits = count_hits(reading, source->content, history) * 2;
        struct span its = handle_of_name(span_of(reading->sources[other].name));
        if (hits && handle.len && span_equal(its, handle)) hits++;
        if (hits > best.hits) best = (struct match){from, to, hits};
    }
    return best;
}

static void tell_undated(struct reading *reading, const struct command *command)
{
    struct timeline_event event = {.place = reading_place(reading, command->whole)};
    typed_event(reading, command->text, &event);
    event.actor = reading_keep(reading, command->user, KEY_MOST);
    event.basis = reading_say(reading, "no history gives it a time%s", event.basis);
    add_answer(reading, command, &event);
    reading_add_undated(reading, &event);
}

void session_read(struct reading *reading)
{
    struct history history = {.list = NULL};
    struct match match = best_history(reading, &history);
    struct span rest = reading_source(reading)->content;
    struct command command;
    size_t number = 0;
    read_history(reading, match.from, match.to, &history);
    for (; number < COMMANDS_MOST && !reading->status && next_command(&rest, &command); number++) {
        size_t at = find_command(reading, &history, command.text, match.from);
        if (at == history.to) {
            tell_undated(reading, &command);
            continue;
        }
        struct timeline_event *event = &reading->told[at].event;
        if (!*event->actor) event->actor = reading_keep(reading, command.user, KEY_MOST);
        add_answer(reading, &command, event);
        match.from = at + 1;
    }
    free(history.list);
    if (number == COMMANDS_MOST)
        reading_notice(reading, "more than %d commands; the rest is not read", COMMANDS_MOST);
}
