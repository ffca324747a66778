/* A review on a terminal: its head, its numbers, its events in order, what is open. */
#include "report/telling.h"

struct screen {
    const struct telling *telling;
    struct text *out;
    bool colour;
};

static void add_visible(struct screen *screen, const char *words)
{
    if (words) text_add_visible(screen->out, span_of(words));
}

static void add_strong(struct screen *screen, const char *words)
{
    if (screen->colour) text_adds(screen->out, "\x1b[1m");
    add_visible(screen, words);
    if (screen->colour) text_adds(screen->out, "\x1b[0m");
}

static void add_label(struct screen *screen, const char *label, const char *value)
{
    if (!telling_is(value)) return;
    text_addf(screen->out, "%-13s ", label);
    add_visible(screen, value);
    text_addc(screen->out, '\n');
}

static void add_people(struct screen *screen)
{
    const struct review *review = screen->telling->review;
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        for (unsigned part = REVIEW_PART_OWNER; part <= REVIEW_PART_NOTE_TAKER; part++)
            if (person->parts & (UINT32_C(1) << part))
                add_label(screen, vocabulary_word(&review_words_part, part),
                          review_print_name(review, person));
    }
}

static void add_counts(struct screen *screen)
{
    const struct review *review = screen->telling->review;
    bool any = false;
    text_addf(screen->out, "%-13s", "holds");
    for (unsigned kind = REVIEW_KIND_EXHIBIT; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        review_entries(review, (enum review_kind)kind, &count);
        if (count == 0) continue;
        text_addf(screen->out, "%s %zu %s", any ? "," : "", count,
                  count == 1 ? review_kinds[kind].name : review_kinds[kind].plural);
        any = true;
    }
    text_adds(screen->out, any ? "\n" : " nothing yet\n");
}

static void add_head(struct screen *screen)
{
    const struct telling *telling = screen->telling;
    const struct review_review *own = telling->own;
    add_visible(screen, telling->paper->kind);
    text_adds(screen->out, "  ");
    add_strong(screen, telling->paper->title);
    text_addc(screen->out, '\n');
    struct text standing;
    text_init(&standing, 0);
    text_adds(&standing, review_standing(telling->review));
    if (own->stage)
        text_addf(&standing, " (stage %s)", vocabulary_word(&review_words_stage, own->stage));
    add_label(screen, "stands at", standing.at);
    text_release(&standing);
    add_label(screen, "kind", vocabulary_word(&review_words_sort, own->sort));
    add_label(screen, "severity", own->severity);
    add_label(screen, "for", vocabulary_word(&review_words_circle, own->circle));
    add_people(screen);
    add_counts(screen);
}

static void add_numbers(struct screen *screen)
{
    const struct telling *telling = screen->telling;
    const struct review_bounds *bounds = telling->report->bounds;
    bool any = false;
    for (int i = 0; i < REVIEW_ANCHOR_COUNT; i++) any |= bounds->anchors[i].event != NULL;
    if (!any) return;
    text_addc(screen->out, '\n');
    add_strong(screen, "Anchors");
    text_addf(screen->out, " (%s)\n",
              telling->report->zone ? zone_name(telling->report->zone) : "UTC");
    for (int i = 0; i < REVIEW_ANCHOR_COUNT; i++) {
        text_addf(screen->out, "  %-30s ", bounds->anchors[i].word);
        telling_interval_text(telling, bounds->anchors[i].at, screen->out);
        text_addc(screen->out, '\n');
    }
    for (int i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        if (!bounds->lengths[i].length.known) continue;
        text_addf(screen->out, "  %-30s ", bounds->lengths[i].word);
        report_length_text(bounds->lengths[i].length, bounds->lengths[i].ongoing, screen->out);
        text_addc(screen->out, '\n');
    }
}

/* What the present stage still misses, the first few, each with the command that gives it. */
static enum status add_next(struct screen *screen, struct arena *arena, struct error *error)
{
    enum { SHOWN = 5 };
    const struct report_review *report = screen->telling->report;
    struct review_need *needs;
    size_t count, shown = 0, missing = 0;
    enum status status = review_ready(report->review, report->settled, report->bounds, 0, arena,
                                      &needs, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        if (needs[i].advice || ++missing > SHOWN) continue;
        if (shown++ == 0) {
            text_addc(screen->out, '\n');
            add_strong(screen, "Next");
            text_addc(screen->out, '\n');
        }
        text_adds(screen->out, "  ");
        add_visible(screen, needs[i].text);
        if (telling_is(needs[i].how)) text_adds(screen->out, ": ");
        add_visible(screen, needs[i].how);
        text_addc(screen->out, '\n');
    }
    if (missing > SHOWN)
        text_addf(screen->out, "  and %zu more: postmortem ready PM%u\n", missing - SHOWN,
                  report->review->number);
    return STATUS_OK;
}

static void add_event(struct screen *screen, const struct review_moment *moment)
{
    char id[16];
    const struct review_event *event = moment->event;
    struct text when;
    text_init(&when, 0);
    if (event->at.approximate) text_adds(&when, "about ");
    telling_interval_text(screen->telling, moment->start, &when);
    if (event->at.doubtful) text_adds(&when, " (?)");
    text_addf(screen->out, "  %-6s %-22s %-14s ", review_id_text(event->entry.id, id), when.at,
              vocabulary_word(&review_words_event, event->kind));
    text_release(&when);
    add_visible(screen, review_entry_line(&event->entry));
    const char *who = telling_actor(screen->telling, event);
    if (who) text_adds(screen->out, " (");
    add_visible(screen, who);
    text_adds(screen->out, who ? ")\n" : "\n");
}

static void add_line(struct screen *screen, const char *heading, bool *open,
                     const struct review_entry *entry, const char *word)
{
    char id[16];
    if (!*open) {
        text_addc(screen->out, '\n');
        add_strong(screen, heading);
        text_addc(screen->out, '\n');
    }
    *open = true;
    text_addf(screen->out, "  %-6s ", review_id_text(entry->id, id));
    if (telling_is(word)) text_addf(screen->out, "%-13s ", word);
    add_visible(screen, review_entry_line(entry));
    text_addc(screen->out, '\n');
}

/* "W1     F3 from F1, F2, not F7" */
static void add_ways(struct screen *screen)
{
    const struct review *review = screen->telling->review;
    char id[16];
    for (size_t i = 0; i < review->ways.count; i++) {
        const struct review_way *way = &review->ways.at[i];
        const size_t count = way->needs.count + way->absent.count;
        if (i == 0) {
            text_addc(screen->out, '\n');
            add_strong(screen, "Ways");
            text_addc(screen->out, '\n');
        }
        text_addf(screen->out, "  %-6s ", review_id_text(way->entry.id, id));
        text_addf(screen->out, "%s from ", review_id_text(way->brings, id));
        if (way->enough != REVIEW_NO_COUNT && way->enough < (int64_t)count)
            text_addf(screen->out, "%lld of ", (long long)way->enough);
        for (size_t j = 0; j < way->needs.count; j++)
            text_addf(screen->out, "%s%s", j ? ", " : "", review_id_text(way->needs.at[j], id));
        for (size_t j = 0; j < way->absent.count; j++)
            text_addf(screen->out, "%snot %s", j + way->needs.count ? ", " : "",
                      review_id_text(way->absent.at[j], id));
        text_addc(screen->out, '\n');
    }
}

static void add_open(struct screen *screen)
{
    const struct review *review = screen->telling->review;
    bool open = false;
    for (size_t i = 0; i < review->factors.count; i++)
        add_line(screen, "Factors", &open, &review->factors.at[i].entry,
                 vocabulary_word(&review_words_role_of_factor, review->factors.at[i].part));
    add_ways(screen);
    open = false;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *s = &review->statements.at[i];
        if (s->code == REVIEW_CODE_OPEN && !telling_is(s->answer) &&
            telling_shows(screen->telling, s))
            add_line(screen, "Open questions", &open, &s->entry, NULL);
    }
    for (size_t i = 0; i < review->questions.count; i++) {
        const struct review_question *q = &review->questions.at[i];
        if (q->state == REVIEW_ASKING_QUEUED || q->state == REVIEW_ASKING_ASKED ||
            q->state == REVIEW_ASKING_RECALLED)
            add_line(screen, "Open questions", &open, &q->entry,
                     vocabulary_word(&review_words_asking, q->state));
    }
    open = false;
    for (size_t i = 0; i < review->items.count; i++)
        add_line(screen, "Items", &open, &review->items.at[i].entry,
                 vocabulary_word(&review_words_item_state, review->items.at[i].state));
}

enum status report_review_text(const struct report_review *report, bool colour,
                               const struct report_sink *sink, struct error *error)
{
    struct arena arena;
    struct paper paper;
    struct telling telling;
    struct text out;
    struct report_review head = *report;
    head.depth = 0; /* no parts: only who is printed how, and the title */
    arena_init(&arena, (size_t)1 << 30);
    text_init(&out, 0);
    enum status status = telling_make(&telling, &head, &paper, &arena, error);
    struct screen screen = {.telling = &telling, .out = &out, .colour = colour};
    if (status == STATUS_OK) {
        add_head(&screen);
        if (!report->then) status = add_next(&screen, &arena, error);
        add_numbers(&screen);
        for (size_t i = 0; i < report->settled->count && status == STATUS_OK; i++) {
            if (i == 0) {
                text_addc(&out, '\n');
                add_strong(&screen, "Events");
                text_addc(&out, '\n');
            }
            add_event(&screen, &report->settled->moments[i]);
            status = report_flush_some(sink, &out, error);
        }
        add_open(&screen);
    }
    if (status == STATUS_OK) status = report_flush(sink, &out, error);
    text_release(&out);
    arena_release(&arena);
    return status;
}
