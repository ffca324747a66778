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

struct known { /* a word that the review itself says must not leave */
    struct span word;
    struct span follow; /* what must stand behind it: "Bo" alone is too short for a name */
    const char *rule, *why;
    bool any_case;
};

struct search {
    struct leaks leaks;
    const struct review *review;
    struct known *known; /* sorted by word without case */
    size_t known_count, known_room;
    bool wide;
    bool page; /* the text is a page of ours */
};

/* ---- the list ---- */

void leaks_add(struct leaks *leaks, const char *rule, size_t from, size_t to, size_t shown,
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

/* ---- what the review knows ---- */

static int compare_nocase(struct span a, struct span b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        int x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
        if (x >= 'A' && x <= 'Z') x += 'a' - 'A';
        if (y >= 'A' && y <= 'Z') y += 'a' - 'A';
        if (x != y) return x - y;
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

static int by_word(const void *a, const void *b)
{
    return compare_nocase(((const struct known *)a)->word, ((const struct known *)b)->word);
}

static bool is_word_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static bool is_token_byte(char byte)
{
    return is_word_byte(byte) || byte == '.' || byte == '-' || byte == '_';
}

/* Components may be named, and roles are what names are replaced by. */
static bool is_public_word(const struct review *review, struct span word)
{
    for (size_t i = 0; i < review->own->components.count; i++)
        if (compare_nocase(span_of(review->own->components.at[i]), word) == 0) return true;
    for (size_t i = 0; i < review->people.count; i++) {
        struct span role = span_of(review->people.at[i].role);
        if (role.len && span_find_nocase(role, word) != SIZE_MAX) return true;
    }
    return false;
}

static void add_known(struct search *search, struct known known)
{
    if (search->leaks.status || known.word.len < 2 || is_public_word(search->review, known.word))
        return;
    search->leaks.status = grow_array(&search->known, &search->known_room, search->known_count + 1,
                                      sizeof *search->known, search->leaks.error);
    if (search->leaks.status) return;
    search->known[search->known_count++] = known;
}

/* Each word of it by itself; one of two letters only with the rest behind it. */
static void add_name(struct search *search, const char *name)
{
    struct span rest = span_trim(span_of(name));
    while (rest.len) {
        size_t len = 0;
        while (len < rest.len && is_word_byte(rest.at[len])) len++;
        struct span word = span_sub(rest, 0, len), follow = span_from(rest, len);
        bool alone = len >= 3;
        if (alone || follow.len > 1)
            add_known(search, (struct known){.word = word,
                                             .follow = alone ? (struct span){0} : follow,
                                             .rule = "name",
                                             .why = "is of the name of somebody in the review"});
        rest = span_from(follow, 1);
    }
}

/* "db-7:/var/log/x", "ssh://db-7/var": the host that evidence came from. */
static void add_host(struct search *search, const char *origin)
{
    struct span rest = span_of(origin);
    size_t scheme = span_find(rest, SPAN("://"));
    if (scheme != SIZE_MAX) rest = span_from(rest, scheme + 3);
    const char *at = rest.len ? memchr(rest.at, '@', rest.len) : NULL;
    if (at) rest = span_from(rest, (size_t)(at - rest.at) + 1);
    size_t len = 0;
    while (len < rest.len && is_token_byte(rest.at[len])) len++;
    bool ends =
        len < rest.len && (rest.at[len] == ':' || (scheme != SIZE_MAX && rest.at[len] == '/'));
    struct span host = span_sub(rest, 0, len);
    bool shaped = false;
    for (size_t i = 0; i < host.len; i++)
        shaped |=
            host.at[i] == '-' || host.at[i] == '.' || (host.at[i] >= '0' && host.at[i] <= '9');
    if (ends && shaped && len > 2)
        add_known(search, (struct known){.word = host,
                                         .rule = "host",
                                         .why = "is the host that evidence came from",
                                         .any_case = true});
}

/* The policy prints names; for everybody only of those who chose to be named. */
static bool may_be_named(const struct search *search, const struct review_person *person,
                         unsigned circle)
{
    if (person->named && search->review->own->naming != REVIEW_NAMING_ROLES &&
        search->review->own->naming != REVIEW_NAMING_NONE)
        return true;
    return search->review->own->naming == REVIEW_NAMING_NAMES && circle != REVIEW_CIRCLE_PUBLIC;
}

static void gather_known(struct search *search, unsigned circle)
{
    const struct review *review = search->review;
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        if (!may_be_named(search, person, circle)) add_name(search, person->name);
        for (size_t j = 0; j < person->handles.count; j++) {
            struct span handle = span_trim(span_of(person->handles.at[j]));
            if (span_starts(handle, SPAN("@"))) handle = span_from(handle, 1);
            add_known(search, (struct known){.word = handle,
                                             .rule = "handle",
                                             .why = "is a handle of somebody in the review",
                                             .any_case = true});
        }
    }
    for (size_t i = 0; search->wide && i < review->exhibits.count; i++)
        add_host(search, review->exhibits.at[i].origin);
    if (search->known_count)
        qsort(search->known, search->known_count, sizeof *search->known, by_word);
}

/* What is known about the word at these bytes. Several people may share one. */
static const struct known *find_known(const struct search *search, size_t from, size_t to)
{
    struct span word = span_sub(search->leaks.text, from, to - from);
    struct span after = span_from(search->leaks.text, to);
    size_t low = 0, high = search->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_nocase(search->known[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < search->known_count; low++) {
        const struct known *known = &search->known[low];
        if (compare_nocase(known->word, word) != 0) return NULL;
        if ((known->any_case || span_equal(known->word, word)) && span_starts(after, known->follow))
            return known;
    }
    return NULL;
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
    while (end < text.len && is_token_byte(text.at[end])) dots += text.at[end++] == '.';
    while (end > at + 1 && !is_word_byte(text.at[end - 1])) dots -= text.at[--end] == '.';
    return dots && end > at + 4 ? end : 0;
}

/* ---- the pass ---- */

static void add_parts(struct search *search, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && is_word_byte(search->leaks.text.at[end])) end++;
        const struct known *known = find_known(search, i, end);
        if (known) leaks_add(&search->leaks, known->rule, i, end, SIZE_MAX, known->why);
        i = end + 1;
    }
}

/* A word with dots, dashes and underscores in it; gives where to go on. */
static size_t look_at_word(struct search *search, size_t from)
{
    struct span text = search->leaks.text;
    size_t to = from;
    while (to < text.len && is_token_byte(text.at[to])) to++;
    size_t next = to;
    while (to > from + 1 && !is_word_byte(text.at[to - 1])) to--;
    if (next < text.len && text.at[next] == '@') {
        size_t end = mail_end(text, next);
        if (end) {
            leaks_add(&search->leaks, "mail", from, end, SIZE_MAX, "is a mail address");
            return end;
        }
    }
    struct span word = span_sub(text, from, to - from);
    const struct known *known = find_known(search, from, to);
    if (known)
        leaks_add(&search->leaks, known->rule, from, to, SIZE_MAX, known->why);
    else if (search->wide && is_host(word) && !is_public_word(search->review, word))
        leaks_add(&search->leaks, "host", from, to, SIZE_MAX, "looks like the name of a host");
    else
        add_parts(search, from, to);
    return next;
}

/* "@somebody" in a message; mail addresses begin before their @. */
static size_t look_at_mention(struct search *search, size_t at)
{
    struct span text = search->leaks.text;
    size_t to = at + 1;
    while (to < text.len && is_token_byte(text.at[to])) to++;
    while (to > at + 1 && !is_word_byte(text.at[to - 1])) to--;
    if (to < at + 3) return at + 1;
    const struct known *known = find_known(search, at + 1, to);
    if (known || search->wide)
        leaks_add(&search->leaks, "handle", at, to, SIZE_MAX,
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

static size_t look_at(struct search *search, size_t at)
{
    struct span text = search->leaks.text;
    const char *why;
    size_t from, end;
    char byte = text.at[at];
    if (byte == '<' && search->page && (end = after_assets(text, at))) return end;
    if ((end = leaks_secret(text, at, &from, &why))) {
        leaks_add(&search->leaks, "secret", from, end, 4, why);
        return end;
    }
    if (search->wide && (is_word_byte(byte) || byte == ':') && (end = leaks_address(text, at))) {
        leaks_add(&search->leaks, "address", at, end, SIZE_MAX, "is the address of a machine");
        return end;
    }
    if (byte == '@') return look_at_mention(search, at);
    return is_word_byte(byte) ? look_at_word(search, at) : at + 1;
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
    struct search search = {
        .leaks = {.text = text, .arena = arena, .line = 1, .error = error},
        .review = review,
        .wide = circle >= REVIEW_CIRCLE_COMPANY,
        .page = span_starts(text, SPAN("<!DOCTYPE html>")),
    };
    struct leaks *leaks = &search.leaks;
    gather_known(&search, circle);
    for (size_t at = 0; at < text.len && !leaks->status;) at = look_at(&search, at);
    if (!leaks->status) join_names(leaks);
    struct report_leak *list = NULL;
    if (!leaks->status) {
        list = arena_array(arena, leaks->count ? leaks->count : 1, sizeof *list);
        if (!list) leaks->status = arena_full(arena, error);
    }
    if (!leaks->status) {
        if (leaks->count) memcpy(list, leaks->at, leaks->count * sizeof *list);
        *ret = list;
        *ret_count = leaks->count;
    }
    free(leaks->at);
    free(search.known);
    return leaks->status;
}
