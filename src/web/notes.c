/* The note-taker's console: one line, one key per kind, and the last notes below. */
#include "web/notes_line.h"
#include "web/pages.h"
#include "web/talk.h"

#include <stdlib.h>

enum { LAST = 40 };

/* ---- the page ---- */

static void add_kinds(struct web_request *request)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "kinds");
    for (unsigned i = 1; i < NOTE_KIND_COUNT; i++) {
        struct value *to = value_object(model, list, NULL);
        const char key[2] = {note_specs[i].key, '\0'};
        value_text(model, to, "key", key);
        value_text(model, to, "says", note_specs[i].says);
        value_text(model, to, "help", note_specs[i].help);
        value_flag(model, to, "wordless", i == NOTE_STRIKE);
    }
}

static const char *kind_says(const struct review_entry *entry)
{
    const struct review_statement *statement = (const struct review_statement *)entry;
    switch (entry->id.kind) {
    case REVIEW_KIND_ITEM: return note_specs[NOTE_IDEA].says;
    case REVIEW_KIND_HYPOTHESIS: return note_specs[NOTE_HYPOTHESIS].says;
    case REVIEW_KIND_EVENT: return note_specs[NOTE_OPTION].says;
    case REVIEW_KIND_AREA: return note_specs[NOTE_AREA].says;
    default: break;
    }
    if (statement->quote) return note_specs[NOTE_QUOTE].says;
    for (unsigned i = 1; i < NOTE_KIND_COUNT; i++)
        if (note_code((enum note_kind)i) == statement->code) return note_specs[i].says;
    return vocabulary_word(&review_words_code, statement->code);
}

struct value *talk_note(struct web_request *request, const struct desk *desk, struct value *in,
                        const char *key, const struct review_entry *entry)
{
    struct model *model = &request->model;
    char id[16];
    struct value *to;
    if (entry->id.kind == REVIEW_KIND_STATEMENT && !key)
        to = talk_statement(request, desk, in, (const struct review_statement *)entry);
    else
        to = value_object(model, in, key);
    value_text(model, to, "id", review_id_text(entry->id, id));
    value_text(model, to, "href", web_entry_href(request, request->review, entry->id));
    value_count(model, to, "version", entry->version);
    value_text(model, to, "says", kind_says(entry));
    value_text(model, to, "text", review_entry_line(entry));
    value_flag(model, to, "statement", entry->id.kind == REVIEW_KIND_STATEMENT);
    talk_instant(request, desk, to, "written", entry->written);
    return to;
}

static int compare_written(const void *a, const void *b)
{
    const struct review_entry *x = *(const struct review_entry *const *)a;
    const struct review_entry *y = *(const struct review_entry *const *)b;
    if (x->written != y->written) return x->written < y->written ? 1 : -1;
    return (x->id.number < y->id.number) - (x->id.number > y->id.number);
}

/* What a console writes: statements but for first accounts, parked ideas, hypotheses. */
static enum status add_last(struct web_request *request, const struct desk *desk,
                            struct error *error)
{
    const struct review *review = &desk->review;
    const struct review_entry **all;
    size_t count = 0, room = review->statements.count + review->items.count;
    struct value *list = value_list(&request->model, NULL, "last");
    all = arena_array(&request->arena, room + review->hypotheses.count + 1, sizeof *all);
    if (!all) return arena_full(&request->arena, error);
    for (size_t i = 0; i < review->statements.count; i++)
        if (!review->statements.at[i].first &&
            web_sees(request, review, &review->statements.at[i].entry))
            all[count++] = &review->statements.at[i].entry;
    for (size_t i = 0; i < review->items.count; i++)
        if (review->items.at[i].state <= REVIEW_ITEM_STATE_IDEA)
            all[count++] = &review->items.at[i].entry;
    for (size_t i = 0; i < review->hypotheses.count; i++)
        all[count++] = &review->hypotheses.at[i].entry;
    if (count) qsort(all, count, sizeof *all, compare_written);
    for (size_t i = 0; i < count && i < LAST; i++) talk_note(request, desk, list, NULL, all[i]);
    return STATUS_OK;
}

static void add_focus(struct web_request *request, const struct desk *desk,
                      const struct review_settled *settled, const struct review_event *focus)
{
    struct model *model = &request->model;
    struct value *events = value_list(model, NULL, "events");
    char id[16];
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        bool here = moment->event == focus;
        struct value *to = value_object(model, here ? NULL : events, here ? "focus" : NULL);
        value_text(model, to, "id", review_id_text(moment->event->entry.id, id));
        value_text(model, to, "line", review_entry_line(&moment->event->entry));
        talk_time(request, desk, to, "time", moment->start);
        if (!here) continue;
        struct value *same = value_object(model, events, NULL);
        value_text(model, same, "id", id);
        value_text(model, same, "line", review_entry_line(&moment->event->entry));
        talk_time(request, desk, same, "time", moment->start);
        value_flag(model, same, "chosen", true);
    }
}

enum status web_notes(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_settled settled;
    struct model *model = &request->model;
    web_title(request, "Notes");
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = desk_settle(&desk, &settled, NULL, error);
    if (status == STATUS_OK) {
        const struct review_meeting *meeting = talk_meeting(&desk.review, request->now);
        char id[16];
        add_kinds(request);
        talk_roles(request, &desk.review);
        add_focus(request, &desk, &settled, talk_focus(request, &desk.review, &settled));
        if (meeting) value_text(model, NULL, "meeting", review_id_text(meeting->entry.id, id));
        value_text(model, NULL, "by", web_query(request, "role"));
        status = add_last(request, &desk, error);
    }
    desk_close(&desk);
    return status;
}
