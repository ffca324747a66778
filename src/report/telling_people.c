/* Who is printed how, and which statements are shown to whom. */
#include "report/leaks.h"
#include "report/telling.h"

#include <stdlib.h>

static int by_word(const void *a, const void *b)
{
    return strcmp(((const struct telling_alias *)a)->word, ((const struct telling_alias *)b)->word);
}

enum status telling_gather_people(struct telling *telling, struct arena *arena)
{
    const struct review *review = telling->review;
    size_t count = 0;
    for (size_t i = 0; i < review->people.count; i++)
        count += 1 + review->people.at[i].handles.count;
    telling->aliases = arena_array(arena, count ? count : 1, sizeof *telling->aliases);
    if (!telling->aliases) return arena_full(arena, telling->error);
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        const char *printed = review_print_name(review, person);
        if (telling_is(person->name))
            telling->aliases[telling->alias_count++] =
                (struct telling_alias){person->name, printed};
        for (size_t j = 0; j < person->handles.count; j++)
            telling->aliases[telling->alias_count++] =
                (struct telling_alias){person->handles.at[j], printed};
    }
    qsort(telling->aliases, telling->alias_count, sizeof *telling->aliases, by_word);
    return STATUS_OK;
}

static const char *find_alias(const struct telling *telling, const char *written)
{
    struct telling_alias key = {written, NULL};
    if (telling->alias_count == 0) return NULL;
    const struct telling_alias *found =
        bsearch(&key, telling->aliases, telling->alias_count, sizeof *telling->aliases, by_word);
    return found ? found->printed : NULL;
}

const char *telling_who(const struct telling *telling, const char *written)
{
    if (!telling_is(written)) return "";
    const char *printed = find_alias(telling, *written == '@' ? written + 1 : written);
    return printed ? printed : written;
}

const char *telling_named(const struct telling *telling, const char *written)
{
    if (!telling_is(written)) return "";
    const char *printed = find_alias(telling, *written == '@' ? written + 1 : written);
    if (printed) return printed;
    if (!telling->wide || telling->own->naming == REVIEW_NAMING_NAMES) return written;
    for (size_t i = 0; i < telling->review->people.count; i++) {
        const char *role = telling->review->people.at[i].role;
        if (telling_is(role) && strcmp(role, written) == 0) return written;
    }
    return "named in the record";
}

static const char *statement_who(const struct telling *telling,
                                 const struct review_statement *statement)
{
    if (statement->person.number) {
        const struct review_entry *entry = review_find(telling->review, statement->person);
        if (entry && entry->id.kind == REVIEW_KIND_PERSON)
            return review_print_name(telling->review, (const struct review_person *)entry);
    }
    return telling_who(telling, statement->role);
}

void telling_by(struct telling *telling, const struct review_statement *statement)
{
    const char *who = statement_who(telling, statement);
    paper_entry(telling->paper, statement->entry.id);
    if (*who) paper_add(telling->paper, ", ");
    paper_add(telling->paper, who);
}

bool telling_shows(const struct telling *telling, const struct review_statement *statement)
{
    if (statement->withdrawn || (telling->wide && statement->first)) return false;
    return review_statement_shown(telling->review, statement);
}

/* A handle next to a letter or digit is part of another word; "_" and "-" part words. */
static const struct telling_alias *alias_at(const struct telling *telling, struct span text,
                                            size_t at)
{
    const struct telling_alias *longest = NULL;
    if (at > 0 && leaks_is_word(text.at[at - 1])) return NULL;
    for (size_t i = 0; i < telling->alias_count; i++) {
        const struct span word = span_of(telling->aliases[i].word);
        if (word.len < 2 || !span_starts(span_from(text, at), word)) continue;
        const size_t end = at + word.len;
        if (end < text.len && leaks_is_word(text.at[end])) continue;
        if (!longest || word.len > strlen(longest->word)) longest = &telling->aliases[i];
    }
    return longest;
}

const char *telling_source(struct telling *telling, const char *name)
{
    const struct span text = span_of(name);
    struct text out;
    size_t done = 0;
    if (!telling->wide || !telling_is(name)) return name;
    text_init(&out, 0);
    for (size_t at = 0; at < text.len; at++) {
        const struct telling_alias *alias = alias_at(telling, text, at);
        if (!alias) continue;
        text_add(&out, span_sub(text, done, at - done));
        text_addf(&out, "(%s)", alias->printed);
        done = at + strlen(alias->word);
        at = done - 1;
    }
    text_add(&out, span_from(text, done));
    const char *printed = arena_copy(telling->paper->arena, text_span(&out));
    if (!printed || out.status) telling->paper->failed = true;
    text_release(&out);
    return done == 0 || !printed ? name : printed;
}
