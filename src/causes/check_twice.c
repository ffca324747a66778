/*
 * Conditions that seem to say the same: by their name in the library of factors, by the same words
 * in any order, or by words that differ in the spelling of one. Numbers and short words are taken
 * as they are: "replica 1" is not "replica 2", and "not" changes everything.
 *
 * Nothing is compared with everything: keys of words are sorted, once for whole texts and once with
 * each word left out, and only neighbours with the same key are looked at.
 */
#include "causes/check.h"

#include <stdlib.h>

enum {
    WORDS_MOST = 24,         /* longer texts are compared as they are by their first words alone */
    LONG_WORD = 5,           /* shorter words are not taken for a spelling of another */
    NEIGHBOURS = 8,          /* looked at after each, in a group of one key */
    KEYS_MOST = 4000000,     /* with more, spelling is not looked at */
    SAME_WHOLE = WORDS_MOST, /* the key of a whole text: no word is left out */
    SAME_FACTOR,             /* the key of a name in the library */
};

/* Words that say little; their place and number differ without a difference in meaning. */
static const char *const little[] = {"a", "an", "the", "is", "was", "are", "were", "of"};

struct word {
    char at[24]; /* small letters, cut; the rest is in the hash */
    uint8_t len;
    uint64_t hash;
};
struct bag {
    struct word words[WORDS_MOST];
    size_t count;
};
struct key {
    uint64_t hash;
    uint32_t condition;
    uint32_t kind; /* which word is left out, or SAME_WHOLE, SAME_FACTOR */
};
struct twice {
    struct check *check;
    struct key *keys; /* heap */
    size_t count, room;
    uint32_t *same; /* of each condition: one it was found to be the same as, plus one */
};

/* FNV-1a, mixed at the end so that sums of hashes keep apart. */
static uint64_t hash_bytes(uint64_t hash, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ (unsigned char)bytes.at[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 29;
    hash *= UINT64_C(0xbf58476d1ce4e5b9);
    return hash ^ hash >> 32;
}

static bool is_wordly(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

static char small(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool says_little(const struct word *word)
{
    for (size_t i = 0; i < sizeof little / sizeof little[0]; i++)
        if (span_is((struct span){word->at, word->len}, little[i])) return true;
    return false;
}

static int by_word(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The words of a text, sorted; what is beyond the most makes a last word of its own. */
static void read_bag(const char *text, struct bag *ret)
{
    ret->count = 0;
    while (*text) {
        for (; *text && !is_wordly(*text); text++) {
        }
        struct word word = {.hash = UINT64_C(0xcbf29ce484222325)};
        bool rest = ret->count == WORDS_MOST - 1;
        const char *from = text;
        for (; *text && (rest || is_wordly(*text)); text++) {
            char byte = small(*text);
            word.hash = (word.hash ^ (unsigned char)byte) * UINT64_C(0x100000001b3);
            if (word.len < sizeof word.at) word.at[word.len++] = byte;
        }
        word.hash = hash_bytes(word.hash, SPAN(""));
        if (text > from && !says_little(&word)) ret->words[ret->count++] = word;
    }
    qsort(ret->words, ret->count, sizeof *ret->words, by_word);
}

static enum status add_key(struct twice *twice, uint64_t hash, uint32_t condition, uint32_t kind,
                           struct error *error)
{
    enum status status =
        grow_array(&twice->keys, &twice->room, twice->count + 1, sizeof *twice->keys, error);
    if (!status) twice->keys[twice->count++] = (struct key){hash, condition, kind};
    return status;
}

static enum status add_keys(struct twice *twice, uint32_t i, struct error *error)
{
    const struct causes_condition *at = condition_at(twice->check, i);
    enum status status = STATUS_OK;
    if (is_said(at->shared))
        status = add_key(twice, hash_bytes(1, span_of(at->shared)), i, SAME_FACTOR, error);
    struct bag bag;
    read_bag(at->text, &bag);
    if (bag.count == 0) return status;
    uint64_t whole = bag.count;
    for (size_t k = 0; k < bag.count; k++) whole += bag.words[k].hash;
    if (!status) status = add_key(twice, whole, i, SAME_WHOLE, error);
    for (size_t k = 0; k < bag.count && bag.count >= 3 && !status; k++)
        if (twice->count < KEYS_MOST && bag.words[k].len >= LONG_WORD)
            status = add_key(twice, ~(whole - bag.words[k].hash), i, (uint32_t)k, error);
    return status;
}

/* Groups of one key together; whole texts and factors keep apart from texts with a word left out.
 */
static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    if (x->condition != y->condition) return x->condition < y->condition ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static bool has_digit(const struct word *word)
{
    for (size_t i = 0; i < word->len; i++)
        if (word->at[i] >= '0' && word->at[i] <= '9') return true;
    return false;
}

/* One letter put in, taken out or replaced. */
static bool is_spelling(const struct word *a, const struct word *b)
{
    if (a->len < LONG_WORD || b->len < LONG_WORD || has_digit(a) || has_digit(b)) return false;
    return span_distance((struct span){a->at, a->len}, (struct span){b->at, b->len}) == 1;
}

/* Whether two bags hold the same words; `left_a`, `left_b`: but these, WORDS_MOST for none. */
static bool same_words(const struct bag *a, size_t left_a, const struct bag *b, size_t left_b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        i += i == left_a;
        k += k == left_b;
        if (i >= a->count || k >= b->count) return i >= a->count && k >= b->count;
        if (a->words[i].hash != b->words[k].hash) return false;
    }
}

static bool say_the_same(const struct twice *twice, const struct key *x, const struct key *y)
{
    const struct causes_condition *a = condition_at(twice->check, x->condition);
    const struct causes_condition *b = condition_at(twice->check, y->condition);
    if (x->kind == SAME_FACTOR || y->kind == SAME_FACTOR)
        return x->kind == y->kind && strcmp(a->shared, b->shared) == 0;
    struct bag words_a, words_b;
    read_bag(a->text, &words_a);
    read_bag(b->text, &words_b);
    if (!same_words(&words_a, x->kind, &words_b, y->kind)) return false;
    return x->kind == SAME_WHOLE || is_spelling(&words_a.words[x->kind], &words_b.words[y->kind]);
}

static enum status tell_twice(struct twice *twice, uint32_t a, uint32_t b, struct error *error)
{
    struct check *check = twice->check;
    struct causes_finding found = finding_of(CAUSES_RULE_TWICE, CAUSES_NONE, a, CAUSES_NONE);
    found.others = check_kept(check, &b, 1);
    found.other_count = 1;
    found.text = arena_printf(check->arena, "%s and %s seem to say the same.",
                              check_named(check, a), check_named(check, b));
    found.question =
        arena_printf(check->arena, "Are %s and %s two conditions, or one that was noted twice?",
                     check_named(check, a), check_named(check, b));
    return check_tell(check, found, error);
}

/* Neighbours of one key; each condition is told once, with the first that it is the same as. */
static enum status compare(struct twice *twice, struct error *error)
{
    enum status status = STATUS_OK;
    qsort(twice->keys, twice->count, sizeof *twice->keys, by_key);
    for (size_t i = 0; i < twice->count && !status; i++)
        for (size_t k = i + 1; k < twice->count && k <= i + NEIGHBOURS && !status; k++) {
            const struct key *x = &twice->keys[i], *y = &twice->keys[k];
            if (y->hash != x->hash) break;
            if (x->condition == y->condition || twice->same[y->condition] ||
                !say_the_same(twice, x, y))
                continue;
            twice->same[y->condition] = x->condition + 1;
            status = tell_twice(twice, x->condition, y->condition, error);
        }
    return status;
}

enum status check_twice(struct check *check, struct error *error)
{
    uint32_t count = check->graph->condition_count;
    struct twice twice = {.check = check, .same = calloc((size_t)count + 1, sizeof *twice.same)};
    if (!twice.same) return error_set(error, STATUS_NO_MEMORY, "out of memory for duplicates");
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < count && !status; i++) status = add_keys(&twice, i, error);
    if (!status && twice.count) status = compare(&twice, error);
    free(twice.keys);
    free(twice.same);
    return status;
}
