#include "language/names.h"

#include <stdlib.h>

#include "language/grammar.h"

#define NAMES_MOST 1024 /* names that are kept; later ones are not learnt */
#define NAME_BYTES 31
#define TABLE      4096 /* slots, a power of two well above NAMES_MOST */

struct name {
    char bytes[NAME_BYTES];
    uint8_t len;
    uint8_t kinds; /* 1 << enum name_kind */
};

enum name_kind { NAME_PERSON, NAME_COMPONENT };

struct names {
    struct name names[NAMES_MOST];
    uint16_t slots[TABLE]; /* number of a name, from 1; 0: none */
    size_t count;
};

static size_t slot_of(const struct names *names, struct span lower)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < lower.len; i++) h = (h ^ (unsigned char)lower.at[i]) * 16777619u;
    size_t slot = (h ^ h >> 15) % TABLE;
    while (names->slots[slot]) {
        const struct name *name = &names->names[names->slots[slot] - 1];
        if (name->len == lower.len && memcmp(name->bytes, lower.at, lower.len) == 0) break;
        slot = (slot + 1) % TABLE;
    }
    return slot;
}

static void add(struct names *names, struct span word, enum name_kind kind)
{
    char bytes[NAME_BYTES];
    if (word.len == 0 || word.len > NAME_BYTES) return;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        bytes[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    size_t slot = slot_of(names, (struct span){bytes, word.len});
    if (!names->slots[slot]) {
        if (names->count == NAMES_MOST) return;
        struct name *name = &names->names[names->count++];
        memcpy(name->bytes, bytes, word.len);
        name->len = (uint8_t)word.len;
        names->slots[slot] = (uint16_t)names->count;
    }
    struct name *name = &names->names[names->slots[slot] - 1];
    name->kinds = (uint8_t)(name->kinds | 1u << kind);
}

void names_classes(const struct names *names, struct span lower, bool capital,
                   struct word_classes *classes)
{
    if (!names || names->count == 0 || lower.len == 0 || lower.len > NAME_BYTES) return;
    size_t slot = slot_of(names, lower);
    if (!names->slots[slot]) return;
    unsigned kinds = names->names[names->slots[slot] - 1].kinds;
    if (kinds & 1u << NAME_COMPONENT) word_add(classes, W_COMPONENT);
    if (kinds & 1u << NAME_PERSON && capital) word_add(classes, W_NAME);
}

/* ---- what the request gave ---- */

/* A part of a name of several words says nothing by itself when it is a common word of people,
 * their work, or of grammar: "Order Team API", "Review App". */
static bool is_common(struct span part)
{
    static const enum language_word_class common[] = {W_DET,    W_PREP,   W_AND,   W_ROLE,  W_TEAM,
                                                      W_PERSON, W_USER,   W_MODAL, W_PRON,  W_WORK,
                                                      W_NORM,   W_OUTAGE, W_BE,    W_SUBORD};
    char bytes[NAME_BYTES];
    if (part.len > NAME_BYTES) return false;
    for (size_t i = 0; i < part.len; i++)
        bytes[i] = byte_is_upper(part.at[i]) ? (char)(part.at[i] | 0x20) : part.at[i];
    uint16_t entry = lexicon_find((struct span){bytes, part.len});
    if (entry == NO_WORD) return false;
    struct word_classes classes = lexicon_classes(entry);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (word_is(classes, common[i])) return true;
    return false;
}

static void add_given(struct names *names, struct span given, enum name_kind kind)
{
    struct span whole = span_trim(given), rest = whole;
    bool parts = memchr(whole.len ? whole.at : "", ' ', whole.len) != NULL;
    while (rest.len > 0) {
        struct span part = span_cut(&rest, ' ');
        if (part.len > 0 && part.at[0] == '@') part = span_from(part, 1);
        if (parts && (part.len < 3 || is_common(part))) continue;
        if (kind == NAME_PERSON && part.len < 2) continue;
        add(names, part, kind);
    }
}

enum status names_new(const struct language_names *given, struct names **ret, struct error *error)
{
    struct names *names = calloc(1, sizeof *names);
    if (!names) return error_set(error, STATUS_NO_MEMORY, "no memory for the names of a text");
    for (size_t i = 0; given && i < given->people_count; i++)
        add_given(names, given->people[i], NAME_PERSON);
    for (size_t i = 0; given && i < given->component_count; i++)
        add_given(names, given->components[i], NAME_COMPONENT);
    *ret = names;
    return STATUS_OK;
}

void names_free(struct names *names)
{
    free(names);
}

/* ---- what the text shows ---- */

static struct span text_of(const struct parse *parse, size_t i)
{
    return parse_lower(parse, &parse->words[i]);
}

static bool has(const struct parse *parse, size_t i, enum language_word_class class)
{
    return word_is(parse->words[i].classes, class);
}

/* A capitalised word that no list has: "Ana", "Lind". */
static bool may_be_name(const struct parse *parse, size_t i)
{
    const struct word *word = &parse->words[i];
    if (i >= parse->word_count || !word->capital || word->capitals || word->to - word->from < 2)
        return false;
    return has(parse, i, W_NAME) ||
           (word->entry == NO_WORD && !word->compound && !has(parse, i, W_CODE) &&
            !has(parse, i, W_ADVERB) && !has(parse, i, W_VERB) && !has(parse, i, W_NUMBER));
}

static bool heads_a_list_of_people(struct span word)
{
    static const char *const heads[] = {"author",    "authors",      "facilitator", "facilitators",
                                        "owner",     "owners",       "commander",   "scribe",
                                        "attendees", "participants", "responders",  "on-call",
                                        "reviewers", "lead",         "written"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (span_is(word, heads[i])) return true;
    return false;
}

/* "Authors: Ana Lind, Bo Ek", "Incident commander: Ana", "Written by Ana Lind" */
static void learn_list(struct names *names, const struct parse *parse)
{
    size_t at = 1;
    while (at < 4 && at < parse->word_count &&
           !((has(parse, at, W_BREAK) || span_is(text_of(parse, at), "by")) &&
             heads_a_list_of_people(text_of(parse, at - 1))))
        at++;
    if (at == 4) return;
    at++;
    for (; at < parse->word_count; at++) {
        if (may_be_name(parse, at) && !has(parse, at, W_COMPONENT))
            add(names, text_of(parse, at), NAME_PERSON);
        else if (!has(parse, at, W_PUNCT) && !has(parse, at, W_AND) && !has(parse, at, W_HANDLE))
            return;
    }
}

/* "10:02 Ana restarted the pool": behind a time, a capitalised word and then what people did. */
static void learn_actor(struct names *names, const struct parse *parse)
{
    size_t at = 0;
    bool timed = false;
    while (at < parse->word_count && at < 8 &&
           (has(parse, at, W_NUMBER) || has(parse, at, W_DATE) || has(parse, at, W_PUNCT)))
        timed |= has(parse, at++, W_DATE);
    if (!timed || !may_be_name(parse, at) || has(parse, at, W_COMPONENT)) return;
    size_t verb = at + 1;
    if (may_be_name(parse, verb)) verb++;
    if (verb >= parse->word_count || !has(parse, verb, W_VBD) || has(parse, verb, W_MACHINEACT))
        return;
    if (!has(parse, verb, W_CONDUCT) && !has(parse, verb, W_SPEAK) && !has(parse, verb, W_PERCEIVE))
        return;
    for (; at < verb; at++) add(names, text_of(parse, at), NAME_PERSON);
}

void names_learn(struct names *names, const struct parse *parse)
{
    for (size_t i = 0; i < parse->word_count; i++)
        if (has(parse, i, W_HANDLE)) add(names, span_from(text_of(parse, i), 1), NAME_PERSON);
    learn_list(names, parse);
    learn_actor(names, parse);
}
