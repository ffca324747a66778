/* Writing a first account: lines under four headings, handed in as a whole. */
#include "web/pages.h"
#include "web/talk.h"

enum { LINES_MOST = 100 };

static const struct heading {
    const char *field;
    uint8_t code;
} headings[] = {
    {"saw", REVIEW_CODE_SAW},
    {"thought", REVIEW_CODE_THOUGHT},
    {"assumed", REVIEW_CODE_ASSUME},
    {"looked", REVIEW_CODE_DATA},
};

struct writing {
    struct web_request *request;
    struct desk desk;
    const struct review_person *person;
    struct desk_put puts[LINES_MOST + 1];
    size_t count;
};

static enum status begin(struct writing *w, struct error *error)
{
    struct review_id id = {REVIEW_KIND_PERSON, w->request->person};
    enum status status = web_desk(w->request, true, &w->desk, error);
    if (status) return status;
    w->person = id.number ? (const struct review_person *)review_find(&w->desk.review, id) : NULL;
    if (w->person) return STATUS_OK;
    desk_close(&w->desk);
    return error_set(error, STATUS_USAGE,
                     "your account stands for no role of this review yet; whoever leads it can say "
                     "which on the page People");
}

/* "10:02 the page was slow": a time in front is the time that it speaks of. */
static enum status set_words(struct writing *w, struct review_entry *entry, struct span line,
                             struct error *error)
{
    struct span words = line, first = span_cut(&words, ' ');
    words = span_trim(words);
    bool timed = words.len && first.len >= 4 && first.at[0] >= '0' && first.at[0] <= '9' &&
                 span_find(first, SPAN(":")) != SIZE_MAX;
    if (timed && desk_set(&w->desk, entry, "of", first, NULL) == STATUS_OK) line = words;
    return desk_set(&w->desk, entry, "text", line, error);
}

static enum status add_line(struct writing *w, uint8_t code, struct span line, struct error *error)
{
    struct arena *arena = &w->request->arena;
    struct review_statement *statement =
        (struct review_statement *)review_entry_new(REVIEW_KIND_STATEMENT, arena);
    if (w->count == LINES_MOST)
        return error_set(error, STATUS_LIMIT, "at most %d lines at once; save these first",
                         LINES_MOST);
    if (!statement) return arena_full(arena, error);
    statement->entry.id = (struct review_id){REVIEW_KIND_STATEMENT, 0};
    statement->code = code;
    statement->first = true;
    statement->person = w->person->entry.id;
    statement->role = w->person->role;
    w->puts[w->count++] = (struct desk_put){.id = statement->entry.id, .entry = &statement->entry};
    return set_words(w, &statement->entry, line, error);
}

static enum status add_lines(struct writing *w, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        const char *typed = web_field(w->request, headings[i].field);
        struct span rest = span_of(typed ? typed : "");
        while (rest.len && status == STATUS_OK) {
            struct span line = span_trim(span_cut(&rest, '\n'));
            if (line.len) status = add_line(w, headings[i].code, line, error);
        }
    }
    if (status == STATUS_OK && !w->count)
        return error_set(error, STATUS_USAGE, "there are no lines yet");
    return status;
}

static enum status end(struct writing *w, enum status status, const char *told, struct error *error)
{
    if (status == STATUS_OK) status = desk_save(&w->desk, w->puts, w->count, error);
    uint64_t change = w->desk.change;
    desk_close(&w->desk);
    if (status) return status;
    return web_done(w->request, talk_back(w->request, "account"), told, change, error);
}

static enum status set_account(struct writing *w, const struct review_person *person, uint8_t to,
                               struct error *error)
{
    struct review_entry *entry = review_entry_copy(&person->entry, &w->request->arena);
    if (!entry) return arena_full(&w->request->arena, error);
    if (w->count > LINES_MOST) return error_set(error, STATUS_LIMIT, "too many roles at once");
    ((struct review_person *)entry)->account = to;
    w->puts[w->count++] = (struct desk_put){.id = entry->id, .entry = entry};
    return STATUS_OK;
}

/* Who begins to write unasked is waited for like the others, unless those are read already. */
static bool joins(const struct writing *w)
{
    const struct review *review = &w->desk.review;
    size_t waiting;
    bool read = false;
    if (w->person->account) return false;
    for (size_t i = 0; i < review->people.count; i++)
        read = read || review->people.at[i].account == REVIEW_ACCOUNT_GIVEN;
    return !read || review_accounts_apart(review, &waiting);
}

enum status web_first_accounts_add(struct web_request *request, struct error *error)
{
    struct writing w = {.request = request};
    enum status status = begin(&w, error);
    if (status) return status;
    status = add_lines(&w, error);
    bool apart = w.person->account == REVIEW_ACCOUNT_ASKED || joins(&w);
    if (status == STATUS_OK && joins(&w))
        status = set_account(&w, w.person, REVIEW_ACCOUNT_ASKED, error);
    return end(&w, status,
               apart ? "Kept. Nobody else sees it until all are in." : "Kept with the others",
               error);
}

enum status web_first_accounts_end(struct web_request *request, struct error *error)
{
    struct writing w = {.request = request};
    const char *how = web_field(request, "how");
    uint8_t to = how && !strcmp(how, "pass")    ? REVIEW_ACCOUNT_PASSED
                 : how && !strcmp(how, "again") ? REVIEW_ACCOUNT_ASKED
                                                : REVIEW_ACCOUNT_GIVEN;
    enum status status = begin(&w, error);
    if (status) return status;
    return end(&w, set_account(&w, w.person, to, error),
               to == REVIEW_ACCOUNT_GIVEN    ? "Your first account is in. Thank you."
               : to == REVIEW_ACCOUNT_PASSED ? "Passed; that is fine."
                                             : "Open again",
               error);
}

enum status web_first_accounts_ask(struct web_request *request, struct error *error)
{
    struct writing w = {.request = request};
    enum status status = web_desk(request, true, &w.desk, error);
    if (status) return status;
    for (size_t i = 0; i < request->form_count && status == STATUS_OK; i++) {
        struct review_id id;
        if (!span_is(request->form[i].name, "person")) continue;
        status = desk_is_wrong(review_id_read(request->form[i].value, &id, error), error);
        if (status || id.kind != REVIEW_KIND_PERSON) continue;
        const struct review_entry *person = review_find(&w.desk.review, id);
        if (person)
            status =
                set_account(&w, (const struct review_person *)person, REVIEW_ACCOUNT_ASKED, error);
    }
    if (status == STATUS_OK && !w.count)
        status = error_set(error, STATUS_USAGE, "say which roles are asked");
    return end(&w, status, "They are asked for their first account", error);
}
