/* How thin the ground is: independent sources beneath a factor. */
#include "review/conducting.h"

enum { SOURCES_MOST = 64 };

/* A source is a content of the evidence, a person by role, or an entry that names neither. */
struct source {
    enum { CONTENT, ROLE, ENTRY } sort;
    struct sha256 content;
    struct span role;
    struct review_id entry;
};

struct ground {
    struct source sources[SOURCES_MOST];
    size_t count;
};

static bool same(const struct source *a, const struct source *b)
{
    if (a->sort != b->sort) return false;
    if (a->sort == CONTENT) return sha256_equal(&a->content, &b->content);
    if (a->sort == ROLE) return span_equal_nocase(a->role, b->role);
    return review_id_equal(a->entry, b->entry);
}

static void add(struct ground *ground, struct source source)
{
    for (size_t i = 0; i < ground->count; i++)
        if (same(&ground->sources[i], &source)) return;
    if (ground->count < SOURCES_MOST) ground->sources[ground->count++] = source;
}

static void add_places(struct ground *ground, const struct review_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        add(ground, (struct source){.sort = CONTENT, .content = places->at[i].content});
}

/* A statement's source is who made it, whatever it was noted on. */
static void add_statement(struct ground *ground, const struct review *review,
                          const struct review_statement *statement)
{
    const char *role = statement->role;
    if (statement->withdrawn) return;
    if (!review_said(role) && statement->person.number) {
        const struct review_person *person =
            (const struct review_person *)review_find(review, statement->person);
        role = person ? person->role : NULL;
    }
    if (review_said(role))
        add(ground, (struct source){.sort = ROLE, .role = span_trim(span_of(role))});
    else
        add(ground, (struct source){.sort = ENTRY, .entry = statement->entry.id});
}

static bool holds(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

bool review_tells_of(const struct review_statement *statement, const struct review_event *event)
{
    const unsigned code = statement->code;
    return !statement->withdrawn &&
           (code == REVIEW_CODE_SAW || code == REVIEW_CODE_DID || code == REVIEW_CODE_KNEW) &&
           holds(&statement->about, event->entry.id) && !holds(&event->says, statement->entry.id);
}

bool review_event_sourced(const struct review *review, const struct review_event *event)
{
    if (event->evidence.count || event->says.count) return true;
    for (size_t i = 0; i < review->statements.count; i++)
        if (review_tells_of(&review->statements.at[i], event)) return true;
    return false;
}

static void add_event(struct ground *ground, const struct review *review,
                      const struct review_event *event)
{
    add_places(ground, &event->evidence);
    for (size_t i = 0; i < event->says.count; i++) {
        const struct review_entry *said = review_find(review, event->says.at[i]);
        if (said) add_statement(ground, review, (const struct review_statement *)said);
    }
    for (size_t i = 0; i < review->statements.count; i++)
        if (review_tells_of(&review->statements.at[i], event))
            add_statement(ground, review, &review->statements.at[i]);
}

static void add_exhibit(struct ground *ground, const struct review_exhibit *exhibit)
{
    struct source source = {.sort = ENTRY, .entry = exhibit->entry.id};
    if (review_said(exhibit->content) &&
        sha256_from_hex(span_of(exhibit->content), &source.content))
        source.sort = CONTENT;
    if (exhibit->presence <= REVIEW_PRESENCE_PRESENT) add(ground, source);
}

static void add_entry(struct ground *ground, const struct review *review,
                      const struct review_entry *entry)
{
    switch ((enum review_kind)entry->id.kind) {
    case REVIEW_KIND_EVENT: add_event(ground, review, (const struct review_event *)entry); break;
    case REVIEW_KIND_STATEMENT:
        add_statement(ground, review, (const struct review_statement *)entry);
        break;
    case REVIEW_KIND_EXHIBIT: add_exhibit(ground, (const struct review_exhibit *)entry); break;
    case REVIEW_KIND_MEASURE:
        add_places(ground, &((const struct review_measure *)entry)->evidence);
        break;
    case REVIEW_KIND_DOCUMENT:
        add(ground, (struct source){.sort = ENTRY, .entry = entry->id});
        break;
    default: break; /* ideas and conclusions are no sources */
    }
}

size_t review_factor_sources(const struct review *review, const struct review_factor *factor)
{
    struct ground ground = {.count = 0};
    add_places(&ground, &factor->evidence);
    for (size_t i = 0; i < factor->rests_on.count; i++) {
        const struct review_entry *entry = review_find(review, factor->rests_on.at[i]);
        if (entry) add_entry(&ground, review, entry);
    }
    return ground.count;
}
