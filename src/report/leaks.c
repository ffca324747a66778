/*
 * What might leave with a report although it had better stay.
 *
 * One pass over the text, word by word. What the review knows (names, handles, hosts) is looked up
 * in a sorted list; addresses and secrets are known by their shape. It is a help for the one who
 * reads before sending, not a promise: few false alarms are worth more than a long list that
 * nobody reads.
 */
#include "report/leaks.h"

#include <stdlib.h>

/* ---- the list ---- */

/* Leaks come in the order of the text. `shown` is how many of its bytes may be repeated. */
static void add_leak(struct leaks *leaks, const char *rule, size_t from, size_t to, size_t shown,
                     const char *why)
{
    if (leaks->status) return;
    leaks->status =
        grow_array(&leaks->at, &leaks->room, leaks->count + 1, sizeof *leaks->at, leaks->error);
    if (leaks->status) return;
    for (; leaks->counted_to < from; leaks->counted_to++)
        leaks->line += leaks->text.at[leaks->counted_to] == '\n';
    struct span found = span_sub(leaks->text, from, to - from);
    char *text = shown < found.len ? arena_printf(leaks->arena, "%.*s...", (int)shown, found.at)
                                   : arena_copy(leaks->arena, found);
    if (!text) {
        leaks->status = arena_full(leaks->arena, leaks->error);
        return;
    }
    leaks->at[leaks->count++] = (struct report_leak){
        .rule = rule, .from = from, .to = to, .line = leaks->line, .text = text, .why = why};
}

/* ---- shapes ---- */

static bool is_one_of(struct span word, const char *const *words)
{
    for (; *words; words++)
        if (span_equal_nocase(word, span_of(*words))) return true;
    return false;
}

/* A dotted name: of an inside zone, or three labels and more under a zone of the public tree. Files
 * (access.log, app.py) and kinds of events (act.fix) have neither. */
static bool is_host(struct span token)
{
    static const char *const inside[] = {"internal", "local",    "lan",         "corp",
                                         "intra",    "intranet", "localdomain", "consul",
                                         "home",     "svc",      NULL};
    static const char *const zones[] = {"com",  "net", "org",  "io",  "dev", "cloud", "app",
                                        "co",   "eu",  "uk",   "de",  "fr",  "nl",    "ch",
                                        "at",   "us",  "ca",   "au",  "in",  "jp",    "biz",
                                        "tech", "ai",  "arpa", "edu", "gov", "info",  NULL};
    size_t labels = 1, last = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (token.at[i] != '.') continue;
        if (i == last) return false; /* "..", or a dot first */
        labels++;
        last = i + 1;
    }
    struct span zone = span_from(token, last);
    if (labels < 2 || zone.len < 2) return false;
    return is_one_of(zone, inside) || (labels >= 3 && is_one_of(zone, zones));
}

/* The end of a mail address whose part before the @ ends at `at`; 0 for none. */
static size_t mail_end(struct span text, size_t at)
{
    size_t end = at + 1, dots = 0;
    while (end < text.len && leaks_is_token(text.at[end])) dots += text.at[end++] == '.';
    while (end > at + 1 && !leaks_is_word(text.at[end - 1])) dots -= text.at[--end] == '.';
    return dots && end > at + 4 ? end : 0;
}

/* ---- the pass ---- */

static void add_parts(struct leaks *leaks, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && leaks_is_word(leaks->text.at[end])) end++;
        const struct leaks_known *known = leaks_find_known(leaks, i, end);
        if (known && known->part) add_leak(leaks, known->rule, i, end, SIZE_MAX, known->why);
        i = end + 1;
    }
}

/* A word with dots, dashes and underscores in it; gives where to go on. */
static size_t look_at_word(struct leaks *leaks, size_t from)
{
    struct span text = leaks->text;
    size_t to = from;
    while (to < text.len && leaks_is_token(text.at[to])) to++;
    size_t next = to;
    while (to > from + 1 && !leaks_is_word(text.at[to - 1])) to--;
    if (next < text.len && text.at[next] == '@') {
        size_t end = mail_end(text, next);
        if (end) {
            add_leak(leaks, "mail", from, end, SIZE_MAX, "is a mail address");
            return end;
        }
    }
    struct span word = span_sub(text, from, to - from);
    const struct leaks_known *known = leaks_find_known(leaks, from, to);
    if (known)
        add_leak(leaks, known->rule, from, to, SIZE_MAX, known->why);
    else if (leaks->wide && is_host(word) && !leaks_may_be_said(leaks->review, word))
        add_leak(leaks, "host", from, to, SIZE_MAX, "looks like the name of a host");
    else
        add_parts(leaks, from, to);
    return next;
}

/* "@somebody" in a message; mail addresses begin before their @. */
static size_t look_at_mention(struct leaks *leaks, size_t at)
{
    struct span text = leaks->text;
    size_t to = at + 1;
    while (to < text.len && leaks_is_token(text.at[to])) to++;
    while (to > at + 1 && !leaks_is_word(text.at[to - 1])) to--;
    if (to < at + 3) return at + 1;
    const struct leaks_known *known = leaks_find_known(leaks, at + 1, to);
    if (known || leaks->wide)
        add_leak(leaks, "handle", at, to, SIZE_MAX,
                 known ? known->why : "addresses somebody by a handle");
    return to;
}

/* A page's own style and script are ours; what others wrote into it cannot begin one. */
static size_t after_assets(struct span text, size_t at)
{
    static const char *const ends[][2] = {{"<style>", "</style>"}, {"<script>", "</script>"}};
    for (int i = 0; i < 2; i++) {
        if (!span_starts(span_from(text, at), span_of(ends[i][0]))) continue;
        size_t end = span_find(span_from(text, at), span_of(ends[i][1]));
        return end == SIZE_MAX ? text.len : at + end;
    }
    return 0;
}

static size_t look_at(struct leaks *leaks, size_t at)
{
    struct span text = leaks->text;
    const char *why;
    size_t from, end;
    char byte = text.at[at];
    if (byte == '<' && leaks->page && (end = after_assets(text, at))) return end;
    if ((end = leaks_secret(text, at, &from, &why))) {
        add_leak(leaks, "secret", from, end, 4, why);
        return end;
    }
    if (leaks->wide && (leaks_is_word(byte) || byte == ':') && (end = leaks_address(text, at))) {
        add_leak(leaks, "address", at, end, SIZE_MAX, "is the address of a machine");
        return end;
    }
    if (byte == '@') return look_at_mention(leaks, at);
    return leaks_is_word(byte) ? look_at_word(leaks, at) : at + 1;
}

/* "Maria", "Lopez" beside each other are one. */
static void join_names(struct leaks *leaks)
{
    size_t kept = 0;
    for (size_t i = 0; i < leaks->count && !leaks->status; i++) {
        struct report_leak *last = kept ? &leaks->at[kept - 1] : NULL;
        const struct report_leak *leak = &leaks->at[i];
        bool joins = last && strcmp(leak->rule, "name") == 0 && strcmp(last->rule, "name") == 0 &&
                     leak->from == last->to + 1 && leaks->text.at[last->to] == ' ';
        if (!joins) {
            leaks->at[kept++] = *leak;
            continue;
        }
        last->to = leak->to;
        last->text =
            arena_copy(leaks->arena, span_sub(leaks->text, last->from, last->to - last->from));
        if (!last->text) leaks->status = arena_full(leaks->arena, leaks->error);
    }
    leaks->count = kept;
}

enum status report_leaks(const struct review *review, struct span text, uint8_t circle,
                         struct arena *arena, struct report_leak **ret, size_t *ret_count,
                         struct error *error)
{
    struct leaks leaks = {
        .review = review,
        .wide = circle >= REVIEW_CIRCLE_COMPANY,
        .page = span_starts(text, SPAN("<!DOCTYPE html>")),
        .text = text,
        .arena = arena,
        .line = 1,
        .error = error,
    };
    struct report_leak *list = NULL;
    leaks_gather_known(&leaks, circle);
    for (size_t at = 0; at < text.len && !leaks.status;) at = look_at(&leaks, at);
    if (!leaks.status) join_names(&leaks);
    if (!leaks.status) {
        list = arena_array(arena, leaks.count ? leaks.count : 1, sizeof *list);
        if (!list) leaks.status = arena_full(arena, error);
    }
    if (!leaks.status) {
        if (leaks.count) memcpy(list, leaks.at, leaks.count * sizeof *list);
        *ret = list;
        *ret_count = leaks.count;
    }
    free(leaks.at);
    free(leaks.known);
    return leaks.status;
}
