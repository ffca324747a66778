/* What every page shows around its own: who is here, where one is, and the ways on. */
#include "web/server.h"
#include "web/session.h"
#include "web/words.h"

#include "web/assets.h"

struct place {
    const char *path, *words, *key;
    enum web_need need;
};
static const struct place everywhere[] = {
    {"/", "Reviews", "r", WEB_ACCOUNT},          {"/board", "Board", "b", WEB_ACCOUNT},
    {"/learning", "Learning", "l", WEB_ACCOUNT}, {"/search", "Search", "/", WEB_ACCOUNT},
    {"/settings", "Settings", "s", WEB_ACCOUNT}, {"/accounts", "Accounts", "a", WEB_ADMIN},
    {"/audit", "Audit", "u", WEB_ADMIN},         {"/help", "Help", "h", WEB_ANYBODY},
};
/* In the order of a review's life. */
static const struct place within[] = {
    {"", "Overview", "o", WEB_READ},
    {"/evidence", "Evidence", "v", WEB_READ},
    {"/timeline", "Timeline", "t", WEB_READ},
    {"/known", "As known then", "a", WEB_READ},
    {"/discussion", "Discussion", "d", WEB_READ},
    {"/meeting", "Meeting", "m", WEB_TAKE_PART},
    {"/notes", "Notes", "n", WEB_TAKE_PART},
    {"/causes", "Causes", "c", WEB_READ},
    {"/plan", "Remediation", "i", WEB_READ},
    {"/report", "Report", "p", WEB_READ},
    {"/history", "History", "y", WEB_READ},
    {"/people", "People", "e", WEB_READ},
};

/* `prefix` stands before the way; the longest way that the page begins with is where one is. */
static void add_places(struct web_request *request, struct value *list, const char *prefix,
                       const struct place *places, size_t count)
{
    struct model *model = &request->model;
    for (size_t i = 0; i < count; i++) {
        const struct place *place = &places[i];
        if (place->need == WEB_ADMIN && !request->me.administrator) continue;
        if (place->need == WEB_TAKE_PART && !web_takes_part(request)) continue;
        struct value *item = value_object(model, list, NULL);
        const char *href = arena_printf(&request->arena, "%s%s", prefix, place->path);
        value_text(model, item, "href", href);
        value_text(model, item, "words", place->words);
        value_text(model, item, "key", place->key);
        value_flag(model, item, "current", href && strcmp(href, request->path) == 0);
    }
}

static void add_assets(struct web_request *request)
{
    struct value *assets = value_object(&request->model, NULL, "assets");
    for (size_t i = 0; i < web_asset_count; i++) {
        char *key = arena_copy(&request->arena, span_of(web_assets[i].name));
        if (!key) return;
        for (char *p = key; *p; p++)
            if (*p == '.' || *p == '-') *p = '_';
        value_text(&request->model, assets, key, web_assets[i].url);
    }
}

static void add_me(struct web_request *request)
{
    struct model *model = &request->model;
    struct value *me = value_object(model, NULL, "me");
    value_flag(model, me, "signed_in", request->me.signed_in);
    value_flag(model, me, "administrator", request->me.administrator);
    value_text(model, me, "name", request->me.name);
    value_text(model, me, "login", request->me.login);
    value_text(model, NULL, "token", request->me.token);
}

/* "REVIEW.CHANGE.words" or "words", as web_done left it. */
static void add_flash(struct web_request *request)
{
    struct span cookie = session_cookie(request, "__Host-flash"), words = cookie, told;
    uint64_t change = 0, review = 0;
    if (cookie.len == 0) return;
    struct span rest = cookie, first = span_cut(&rest, '.');
    struct span second = span_cut(&rest, '.');
    if (span_to_u64(first, &review) && span_to_u64(second, &change)) words = rest;
    if (!words_decode(words, false, &request->arena, &told)) return;
    struct value *flash = value_object(&request->model, NULL, "flash");
    value_span(&request->model, flash, "text", told);
    if (!change) return;
    value_textf(&request->model, flash, "undo_href", "/PM%u/undo", (unsigned)review);
    value_count(&request->model, flash, "change", (int64_t)change);
}

static void add_review(struct web_request *request)
{
    struct model *model = &request->model;
    const struct store_review *head = &request->entered;
    struct value *review = value_object(model, NULL, "review");
    const char *prefix = arena_printf(&request->arena, "/PM%u", request->review);
    value_textf(model, review, "id", "PM%u", request->review);
    value_text(model, review, "href", prefix);
    value_text(model, review, "title", head->title);
    value_text(model, review, "severity", head->severity);
    value_text(model, review, "stage", vocabulary_word(&review_words_stage, head->stage));
    value_text(model, review, "status", vocabulary_word(&review_words_status, head->status));
    value_text(model, review, "circle", vocabulary_word(&review_words_circle, head->circle));
    struct value *may = value_object(model, review, "may");
    value_flag(model, may, "take_part", web_takes_part(request));
    value_flag(model, may, "lead", web_leads(request));
    add_places(request, value_list(model, review, "parts"), prefix ? prefix : "", within,
               sizeof within / sizeof within[0]);
}

void shell_fill(struct web_request *request)
{
    struct model *model = &request->model;
    if (!value_get(model->root, "page")) (void)value_object(model, NULL, "page");
    struct value *page = (struct value *)(uintptr_t)value_get(model->root, "page");
    value_text(model, page, "here", request->path);
    add_assets(request);
    add_me(request);
    add_flash(request);
    struct value *nav = value_list(model, NULL, "nav");
    if (request->me.signed_in)
        add_places(request, nav, "", everywhere, sizeof everywhere / sizeof everywhere[0]);
    if (request->me.signed_in && request->entered.number) add_review(request);
}
