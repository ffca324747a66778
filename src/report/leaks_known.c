/* Words that the review itself says must not leave: names, handles, hosts of its evidence. */
#include "report/leaks.h"

#include <stdlib.h>

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
    return compare_nocase(((const struct leaks_known *)a)->word,
                          ((const struct leaks_known *)b)->word);
}

/* Whether a text has the word, with no letters around it. */
static bool has_word(struct span text, struct span word)
{
    struct span rest = text;
    for (;;) {
        size_t at = span_find_nocase(rest, word);
        if (at == SIZE_MAX) return false;
        bool starts = at == 0 || !leaks_is_word(rest.at[at - 1]);
        bool ends = at + word.len == rest.len || !leaks_is_word(rest.at[at + word.len]);
        if (starts && ends) return true;
        rest = span_from(rest, at + word.len);
    }
}

/* Components may be named, and roles are what names are replaced by. */
bool leaks_may_be_said(const struct review *review, struct span word)
{
    for (size_t i = 0; i < review->own->components.count; i++)
        if (compare_nocase(span_of(review->own->components.at[i]), word) == 0) return true;
    for (size_t i = 0; i < review->people.count; i++) {
        if (has_word(span_of(review->people.at[i].role), word)) return true;
    }
    return false;
}

static void add_known(struct leaks *leaks, struct leaks_known known)
{
    if (leaks->status || known.word.len < 2 || leaks_may_be_said(leaks->review, known.word)) return;
    leaks->status = grow_array(&leaks->known, &leaks->known_room, leaks->known_count + 1,
                               sizeof *leaks->known, leaks->error);
    if (leaks->status) return;
    leaks->known[leaks->known_count++] = known;
}

/* Each word of it by itself; one of two letters only with the rest behind it. */
static void add_name(struct leaks *leaks, const char *name)
{
    struct span rest = span_trim(span_of(name));
    while (rest.len) {
        size_t len = 0;
        while (len < rest.len && leaks_is_word(rest.at[len])) len++;
        struct span word = span_sub(rest, 0, len), follow = span_from(rest, len);
        bool alone = len >= 3;
        if (alone || follow.len > 1)
            add_known(leaks,
                      (struct leaks_known){.word = word,
                                           .follow = alone ? (struct span){0} : follow,
                                           .rule = "name",
                                           .part = true,
                                           .why = "belongs to the name of somebody in the review"});
        rest = span_from(follow, 1);
    }
}

/* "db-7:/var/log/x", "ssh://db-7/var": the host that evidence came from. */
static void add_host(struct leaks *leaks, const char *origin)
{
    struct span rest = span_of(origin);
    size_t scheme = span_find(rest, SPAN("://"));
    if (scheme != SIZE_MAX) rest = span_from(rest, scheme + 3);
    const char *at = rest.len ? memchr(rest.at, '@', rest.len) : NULL;
    if (at) rest = span_from(rest, (size_t)(at - rest.at) + 1);
    size_t len = 0;
    while (len < rest.len && leaks_is_token(rest.at[len])) len++;
    bool ends =
        len < rest.len && (rest.at[len] == ':' || (scheme != SIZE_MAX && rest.at[len] == '/'));
    struct span host = span_sub(rest, 0, len);
    bool shaped = false;
    for (size_t i = 0; i < host.len; i++)
        shaped |=
            host.at[i] == '-' || host.at[i] == '.' || (host.at[i] >= '0' && host.at[i] <= '9');
    if (ends && shaped && len > 2)
        add_known(leaks, (struct leaks_known){.word = host,
                                              .rule = "host",
                                              .why = "is the host that evidence came from",
                                              .any_case = true});
}

/* A word of letters alone may begin a sentence. */
static bool is_plain_word(struct span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z') return false;
    return true;
}

/* The policy prints names; for everybody only of those who chose to be named. */
static bool may_be_named(const struct leaks *leaks, const struct review_person *person,
                         unsigned circle)
{
    if (person->named && leaks->review->own->naming != REVIEW_NAMING_ROLES &&
        leaks->review->own->naming != REVIEW_NAMING_NONE)
        return true;
    return leaks->review->own->naming == REVIEW_NAMING_NAMES && circle != REVIEW_CIRCLE_PUBLIC;
}

void leaks_gather_known(struct leaks *leaks, unsigned circle)
{
    const struct review *review = leaks->review;
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        if (!may_be_named(leaks, person, circle)) add_name(leaks, person->name);
        for (size_t j = 0; j < person->handles.count; j++) {
            struct span handle = span_trim(span_of(person->handles.at[j]));
            if (span_starts(handle, SPAN("@"))) handle = span_from(handle, 1);
            add_known(leaks, (struct leaks_known){.word = handle,
                                                  .rule = "handle",
                                                  .why = "is a handle of somebody in the review",
                                                  .any_case = !is_plain_word(handle)});
        }
    }
    for (size_t i = 0; leaks->wide && i < review->exhibits.count; i++)
        add_host(leaks, review->exhibits.at[i].origin);
    if (leaks->known_count) qsort(leaks->known, leaks->known_count, sizeof *leaks->known, by_word);
}

/* What is known about the word at these bytes. Several people may share one. */
const struct leaks_known *leaks_find_known(const struct leaks *leaks, size_t from, size_t to)
{
    struct span word = span_sub(leaks->text, from, to - from);
    struct span after = span_from(leaks->text, to);
    size_t low = 0, high = leaks->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_nocase(leaks->known[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < leaks->known_count; low++) {
        const struct leaks_known *known = &leaks->known[low];
        if (compare_nocase(known->word, word) != 0) return NULL;
        if ((known->any_case || span_equal(known->word, word)) && span_starts(after, known->follow))
            return known;
    }
    return NULL;
}
