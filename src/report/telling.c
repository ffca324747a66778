/* What the parts of a review's report share: derived lists, fields, statements, events. */
#include "report/telling.h"

#include <stdlib.h>

bool telling_is(const char *written)
{
    return written && *written;
}

static int by_content(const void *a, const void *b)
{
    const struct telling_exhibit *x = a, *y = b;
    return memcmp(&x->content, &y->content, sizeof x->content);
}

static enum status gather_exhibits(struct telling *telling, struct arena *arena)
{
    const struct review *review = telling->review;
    size_t count = review->exhibits.count;
    telling->exhibits = arena_array(arena, count ? count : 1, sizeof *telling->exhibits);
    if (!telling->exhibits) return arena_full(arena, telling->error);
    for (size_t i = 0; i < count; i++) {
        struct telling_exhibit exhibit = {.id = review->exhibits.at[i].entry.id};
        if (sha256_from_hex(span_of(review->exhibits.at[i].content), &exhibit.content))
            telling->exhibits[telling->exhibit_count++] = exhibit;
    }
    qsort(telling->exhibits, telling->exhibit_count, sizeof *telling->exhibits, by_content);
    return STATUS_OK;
}

/* What was said about each event, so that no part has to look through all statements for one. */
static enum status gather_links(struct telling *telling, struct arena *arena)
{
    const struct review *review = telling->review;
    size_t count = review->events.count;
    telling->links = arena_array(arena, count ? count : 1, sizeof(struct telling_link *));
    if (!telling->links) return arena_full(arena, telling->error);
    for (size_t i = review->statements.count; i-- > 0;) {
        const struct review_statement *statement = &review->statements.at[i];
        if (!telling_shows(telling, statement)) continue;
        for (size_t j = 0; j < statement->about.count; j++) {
            if (statement->about.at[j].kind != REVIEW_KIND_EVENT) continue;
            const struct review_entry *entry = review_find(review, statement->about.at[j]);
            if (!entry) continue;
            struct telling_link *link = arena_alloc(arena, sizeof *link);
            if (!link) return arena_full(arena, telling->error);
            size_t number = (size_t)((const struct review_event *)entry - review->events.at);
            *link = (struct telling_link){statement, telling->links[number]};
            telling->links[number] = link;
        }
    }
    return STATUS_OK;
}

enum status telling_begin(struct telling *telling, const struct report_review *report,
                          struct paper *paper, struct arena *arena, struct error *error)
{
    const struct review *review = report->review;
    *telling = (struct telling){.report = report,
                                .review = review,
                                .own = review->own,
                                .paper = paper,
                                .day = INT64_MIN,
                                .error = error};
    telling->circle = report->circle ? report->circle : review->own->circle;
    if (telling->circle == REVIEW_CIRCLE_NONE) telling->circle = REVIEW_CIRCLE_TEAM;
    telling->wide = telling->circle >= REVIEW_CIRCLE_COMPANY;
    telling->word = telling_is(review->own->word) ? review->own->word : "postmortem";
    if (review->own->day != REVIEW_NO_DAY)
        telling->day = review->own->day;
    else if (report->settled->window.earliest != INSTANT_NONE &&
             report->settled->window.earliest != INSTANT_OPEN_START)
        telling->day = report_day(report->settled->window.earliest, report->zone);
    enum status status = telling_gather_people(telling, arena);
    if (status == STATUS_OK) status = gather_exhibits(telling, arena);
    return status ? status : gather_links(telling, arena);
}

/* ---- fields ---- */

void telling_ids(struct telling *telling, struct review_refs refs)
{
    for (size_t i = 0; i < refs.count; i++) {
        if (i) paper_add(telling->paper, ", ");
        paper_entry(telling->paper, refs.at[i]);
    }
}

void telling_lines(struct telling *telling, struct review_lines lines)
{
    for (size_t i = 0; i < lines.count; i++) {
        if (i) paper_add(telling->paper, ", ");
        paper_add(telling->paper, telling_who(telling, lines.at[i]));
    }
}

void telling_words(struct telling *telling, const struct vocabulary *words, uint32_t mask)
{
    bool any = false;
    for (unsigned i = 1; i < words->count && i < 32; i++) {
        if (!(mask & (UINT32_C(1) << i))) continue;
        if (any) paper_add(telling->paper, ", ");
        paper_add(telling->paper, vocabulary_word(words, i));
        any = true;
    }
}

/* Whether the list of evidence of this report has the content, and then a link to it. */
static bool add_exhibit(struct telling *telling, const struct sha256 *content)
{
    struct telling_exhibit key = {.content = *content};
    if (telling->exhibit_count == 0 || telling->report->depth < REPORT_ALL) return false;
    const struct telling_exhibit *found = bsearch(&key, telling->exhibits, telling->exhibit_count,
                                                  sizeof *telling->exhibits, by_content);
    if (!found) return false;
    paper_entry(telling->paper, found->id);
    paper_add(telling->paper, " ");
    return true;
}

void telling_places(struct telling *telling, struct review_places places)
{
    char hex[65];
    for (size_t i = 0; i < places.count; i++) {
        const struct review_place *place = &places.at[i];
        sha256_hex(&place->content, hex);
        if (i) paper_add(telling->paper, "; ");
        bool listed = add_exhibit(telling, &place->content);
        paper_code(telling->paper,
                   telling_is(place->name) ? telling_source(telling, place->name) : "content");
        if (place->to > place->from)
            paper_addf(telling->paper, " %llu-%llu", (unsigned long long)place->from,
                       (unsigned long long)place->to);
        if (!listed) paper_addf(telling->paper, " (%.12s)", hex);
    }
}

void telling_term_line(struct telling *telling, const char *term, const char *line)
{
    if (!telling_is(line)) return;
    paper_term(telling->paper, term);
    paper_add(telling->paper, line);
}

void telling_term_text(struct telling *telling, const char *term, const char *text)
{
    if (!telling_is(text)) return;
    paper_term(telling->paper, term);
    paper_rich(telling->paper, text);
}

void telling_term_date(struct telling *telling, const char *term, int32_t day)
{
    if (day == REVIEW_NO_DAY) return;
    paper_term(telling->paper, term);
    telling_date(telling, day);
}

void telling_term_word(struct telling *telling, const char *term, const struct vocabulary *words,
                       unsigned number)
{
    if (number) telling_term_line(telling, term, vocabulary_word(words, number));
}

void telling_count(struct telling *telling, size_t count, const char *one, const char *many)
{
    if (count == 0)
        paper_addf(telling->paper, "no %s", one);
    else
        paper_addf(telling->paper, "%zu %s", count, count == 1 ? one : many);
}

/* ---- statements ---- */

bool telling_statements(struct telling *telling, unsigned code, const char *heading)
{
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->statements.count; i++) {
        const struct review_statement *statement = &telling->review->statements.at[i];
        if (statement->code != code || !telling_shows(telling, statement)) continue;
        if (!open && heading) paper_heading(paper, heading);
        if (!open) paper_list(paper);
        open = true;
        paper_row_of(paper, statement->entry.id, false);
        paper_cell(paper);
        if (statement->quote) paper_add(paper, "\xe2\x80\x9c");
        paper_rich(paper, statement->text);
        if (statement->quote) paper_add(paper, "\xe2\x80\x9d");
        paper_add(paper, " (");
        telling_by(telling, statement);
        if (statement->about.count) paper_add(paper, ", on ");
        telling_ids(telling, statement->about);
        paper_add(paper, ")");
    }
    return open;
}

void telling_open_table(struct telling *telling, bool *open, const char *heading,
                        const char *caption, const char *const *heads)
{
    if (*open) return;
    *open = true;
    if (heading) paper_heading(telling->paper, heading);
    paper_table(telling->paper, caption, heads);
}

/* ---- events ---- */

const char *telling_actor(const struct telling *telling, const struct review_event *event)
{
    if (!telling_is(event->actor)) return NULL;
    const char *who = telling_who(telling, event->actor);
    const struct span what = span_of(event->what ? event->what : "");
    const size_t len = strlen(who);
    const bool begins = what.len > len && what.at[len] == ' ' &&
                        span_equal_nocase(span_sub(what, 0, len), span_of(who));
    return begins ? NULL : who;
}

void telling_event(struct telling *telling, const struct review_event *event)
{
    struct paper *paper = telling->paper;
    paper_entry(paper, event->entry.id);
    if (event->kind) paper_add(paper, " ");
    paper_add(paper, vocabulary_word(&review_words_event, event->kind));
    if (telling_is(event->what)) paper_add(paper, ": ");
    paper_add(paper, event->what);
    if (!telling_is(event->what) && telling_is(event->action)) {
        paper_add(paper, ": ");
        paper_add(paper, event->action);
        if (telling_is(event->object)) paper_add(paper, " ");
        paper_add(paper, event->object);
    }
    const char *who = telling_actor(telling, event);
    if (!who) return;
    paper_add(paper, " (");
    paper_add(paper, who);
    paper_add(paper, ")");
}

bool telling_said_of(struct telling *telling, const struct review_event *event, unsigned code,
                     bool goes_on)
{
    struct paper *paper = telling->paper;
    const struct telling_link *link = telling->links[event - telling->review->events.at];
    bool any = false;
    for (; link; link = link->next) {
        const struct review_statement *s = link->statement;
        if (s->code != code) continue;
        if (any || goes_on) paper_break(paper);
        any = true;
        paper_entry(paper, s->entry.id);
        paper_add(paper, " ");
        paper_add(paper, s->source);
        if (telling_is(s->source) && telling_is(s->text)) paper_add(paper, ": ");
        paper_rich(paper, s->text);
        if (telling_is(s->delay)) paper_add(paper, " (data as old as ");
        paper_add(paper, s->delay);
        if (telling_is(s->delay)) paper_add(paper, ")");
    }
    return any;
}

bool telling_is_action(unsigned kind)
{
    return kind >= REVIEW_EVENT_ACT_LOOK && kind <= REVIEW_EVENT_ACT_UNDO;
}

const char *telling_group(unsigned kind)
{
    if (kind >= REVIEW_EVENT_CHANGE_DEPLOY && kind <= REVIEW_EVENT_TRIGGER) return "change";
    if (telling_is_action(kind) || kind == REVIEW_EVENT_IMPROV) return "action";
    switch (kind) {
    case REVIEW_EVENT_FAULT:
    case REVIEW_EVENT_SIGNAL:
    case REVIEW_EVENT_ALERT:
    case REVIEW_EVENT_ALERT_END:
    case REVIEW_EVENT_SILENT:
    case REVIEW_EVENT_PAGE: return "alert";
    case REVIEW_EVENT_REPORT:
    case REVIEW_EVENT_IMPACT_START:
    case REVIEW_EVENT_IMPACT_CHANGE:
    case REVIEW_EVENT_IMPACT_END: return "report";
    case REVIEW_EVENT_NONE:
    case REVIEW_EVENT_STATE:
    case REVIEW_EVENT_EFFECT:
    case REVIEW_EVENT_RESTART:
    case REVIEW_EVENT_CAPTURE:
    case REVIEW_EVENT_MITIGATED:
    case REVIEW_EVENT_RECOVER:
    case REVIEW_EVENT_RESOLVED:
    case REVIEW_EVENT_REOPEN:
    case REVIEW_EVENT_NOTE: return "other";
    default: return "people";
    }
}
