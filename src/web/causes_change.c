/* Changing the graph of conditions by small forms: each is one change, with a way back. */
#include "web/pages.h"
#include "web/puts.h"

#include <stdio.h>

static enum status no_room(struct web_puts *puts, struct error *error)
{
    return arena_full(puts->desk.arena, error);
}

/* "/PM1/causes#F3" */
static const char *place(struct web_puts *puts, struct review_id id)
{
    char name[16];
    const char *href = arena_printf(&puts->request->arena, "/PM%u/causes#%s", puts->request->review,
                                    review_id_text(id, name));
    return href ? href : "/";
}

static enum status save(struct web_puts *puts, struct review_id id, const char *what,
                        struct error *error)
{
    char name[16];
    const char *told = arena_printf(&puts->request->arena, "%s %s", review_id_text(id, name), what);
    return web_puts_save(puts, place(puts, id), told ? told : "", error);
}

/* ---- which condition ---- */

static bool says(const struct review_factor *factor, struct span words)
{
    return factor && factor->text && span_equal_nocase(span_trim(span_of(factor->text)), words);
}

/* What is typed names a condition by its id or by its whole text; other words are a new one. */
static enum status condition_typed(struct web_puts *puts, struct span typed, struct review_id *ret,
                                   struct error *error)
{
    const struct review *review = &puts->desk.review;
    struct span words = span_trim(typed);
    struct review_id id;
    if (review_id_read(words, &id, NULL) == STATUS_OK) {
        if (id.kind != REVIEW_KIND_FACTOR || !review_find(review, id))
            return error_set(error, STATUS_USAGE,
                             "there is no condition %.*s here; type an id such as F1, or what was "
                             "so in a few words",
                             SPAN_ARGS(words));
        *ret = id;
        return STATUS_OK;
    }
    for (size_t i = 0; i < review->factors.count; i++)
        if (says(&review->factors.at[i], words)) {
            *ret = review->factors.at[i].entry.id;
            return STATUS_OK;
        }
    for (size_t i = 0; i < puts->count; i++)
        if (puts->puts[i].id.kind == REVIEW_KIND_FACTOR &&
            says((const struct review_factor *)puts->puts[i].entry, words)) {
            *ret = puts->puts[i].id;
            return STATUS_OK;
        }
    struct review_factor *made = web_puts_new(puts, REVIEW_KIND_FACTOR);
    if (!made) return no_room(puts, error);
    *ret = made->entry.id;
    return desk_set(&puts->desk, &made->entry, "text", words, error);
}

static enum status condition_field(struct web_puts *puts, const char *field, struct review_id *ret,
                                   struct error *error)
{
    const char *typed = web_field(puts->request, field);
    if (!typed || span_trim(span_of(typed)).len == 0)
        return error_set(error, STATUS_USAGE,
                         "%s: name a condition by its id such as F1, or say in a few words what "
                         "was so",
                         field);
    return condition_typed(puts, span_of(typed), ret, error);
}

static enum status add_ref(struct web_puts *puts, struct review_refs *refs, struct review_id id,
                           struct error *error)
{
    struct review_id *at = arena_array(puts->desk.arena, refs->count + 1, sizeof *at);
    if (!at) return no_room(puts, error);
    for (size_t i = 0; i < refs->count; i++) {
        if (review_id_equal(refs->at[i], id)) return STATUS_OK;
        at[i] = refs->at[i];
    }
    at[refs->count] = id;
    *refs = (struct review_refs){at, refs->count + 1};
    return STATUS_OK;
}

/* ---- a link ---- */

/* The way that a new condition joins: the one that is named, the only one there is, else a new one.
 */
static enum status way_for(struct web_puts *puts, struct review_id effect, struct review_way **ret,
                           struct error *error)
{
    const struct review *review = &puts->desk.review;
    const char *typed = web_field(puts->request, "way");
    struct review_id id = {0, 0};
    size_t count = 0;
    char name[16];
    bool anew = typed && strcmp(typed, "new") == 0;
    if (typed && *typed && !anew) {
        enum status status = web_puts_named(puts, "way", REVIEW_KIND_WAY, &id, error);
        if (status) return status;
        count = 1;
    }
    for (size_t i = 0; i < review->ways.count && !anew && !(typed && *typed); i++) {
        if (!review_id_equal(review->ways.at[i].brings, effect)) continue;
        id = review->ways.at[i].entry.id;
        count++;
    }
    if (count > 1)
        return error_set(error, STATUS_USAGE,
                         "%zu ways lead to %s: say in \"way\" which of them takes it, or \"new\"",
                         count, review_id_text(effect, name));
    struct review_way *way = count ? web_puts_copy(puts, id) : web_puts_new(puts, REVIEW_KIND_WAY);
    if (!way) return no_room(puts, error);
    if (!count) way->brings = effect;
    if (!review_id_equal(way->brings, effect))
        return error_set(error, STATUS_USAGE, "that way leads to another condition than %s",
                         review_id_text(effect, name));
    *ret = way;
    return STATUS_OK;
}

static enum status link(struct web_puts *puts, struct review_id cause, struct review_id effect,
                        struct error *error)
{
    struct review_way *way;
    enum status status = way_for(puts, effect, &way, error);
    return status ? status : add_ref(puts, &way->needs, cause, error);
}

/* ---- the forms ---- */

static const char *const factor_fields[] = {"text",     "detail",   "form",  "barrier", "part",
                                            "outcome",  "category", "since", "instead", "expected",
                                            "good_for", "stop",     "was",   "normal",  NULL};

static enum status add_condition(struct web_puts *puts, struct error *error)
{
    const char *brings = web_field(puts->request, "brings");
    const char *text = web_field(puts->request, "text");
    struct review_id effect;
    if (!text || span_trim(span_of(text)).len == 0)
        return error_set(error, STATUS_USAGE, "say in a few words what was so");
    struct review_factor *made = web_puts_new(puts, REVIEW_KIND_FACTOR);
    if (!made) return no_room(puts, error);
    enum status status = web_puts_fields(puts, &made->entry, factor_fields, error);
    if (status == STATUS_OK && brings && *brings) {
        status = condition_field(puts, "brings", &effect, error);
        if (status == STATUS_OK) status = link(puts, made->entry.id, effect, error);
    }
    return status ? status : save(puts, made->entry.id, "added", error);
}

/* One condition a line, or ids between commas; "!F7" must not be so. */
static enum status add_needs(struct web_puts *puts, struct review_way *way, struct error *error)
{
    const char *typed = web_field(puts->request, "needs");
    struct span rest = span_of(typed ? typed : "");
    enum status status = STATUS_OK;
    while (rest.len && status == STATUS_OK) {
        struct span one = span_trim(span_cut(&rest, '\n'));
        struct span ids = one;
        struct review_id id;
        /* "F1, F2" is a list; a sentence with a comma in it is a condition */
        bool list = review_id_read(span_trim(span_cut(&ids, ',')), &id, NULL) == STATUS_OK;
        struct span parts = one;
        while (parts.len && status == STATUS_OK) {
            struct span part = list ? span_trim(span_cut(&parts, ',')) : parts;
            if (!list) parts.len = 0;
            bool absent = part.len && part.at[0] == '!';
            if (absent) part = span_trim(span_from(part, 1));
            if (!part.len) continue;
            status = condition_typed(puts, part, &id, error);
            if (status == STATUS_OK)
                status = add_ref(puts, absent ? &way->absent : &way->needs, id, error);
        }
    }
    return status;
}

static enum status add_way(struct web_puts *puts, struct error *error)
{
    static const char *const fields[] = {"enough", "reason", "note", NULL};
    struct review_id effect;
    enum status status = condition_field(puts, "brings", &effect, error);
    if (status) return status;
    struct review_way *way = web_puts_new(puts, REVIEW_KIND_WAY);
    if (!way) return no_room(puts, error);
    way->brings = effect;
    status = add_needs(puts, way, error);
    if (status == STATUS_OK) status = web_puts_fields(puts, &way->entry, fields, error);
    return status ? status : save(puts, way->entry.id, "added", error);
}

static enum status add_link(struct web_puts *puts, struct error *error)
{
    struct review_id cause, effect;
    char name[16];
    enum status status = condition_field(puts, "brings", &effect, error);
    if (status == STATUS_OK) status = condition_field(puts, "cause", &cause, error);
    if (status == STATUS_OK) status = link(puts, cause, effect, error);
    if (status) return status;
    const char *what =
        arena_printf(puts->desk.arena, "is a condition of %s now", review_id_text(effect, name));
    return save(puts, cause, what ? what : "linked", error);
}

static enum status add_test(struct web_puts *puts, struct error *error)
{
    static const char *const fields[] = {"answer", "because", "role", "ground", "rests_on", NULL};
    const char *without = web_field(puts->request, "without");
    struct review_supposition *made = web_puts_new(puts, REVIEW_KIND_SUPPOSITION);
    if (!made) return no_room(puts, error);
    enum status status = web_puts_named(puts, "way", REVIEW_KIND_WAY, &made->way, error);
    if (status == STATUS_OK && without && *without && strcmp(without, "all") != 0)
        status = web_puts_named(puts, "without", REVIEW_KIND_FACTOR, &made->without, error);
    if (status == STATUS_OK) status = web_puts_fields(puts, &made->entry, fields, error);
    if (status) return status;
    struct review_id at = made->without.number ? made->without : made->way;
    return save(puts, at, "is answered", error);
}

static enum status set_part(struct web_puts *puts, struct error *error)
{
    static const char *const fields[] = {"part", "outcome", NULL};
    struct review_id id;
    enum status status = web_puts_named(puts, "factor", REVIEW_KIND_FACTOR, &id, error);
    if (status) return status;
    struct review_entry *factor = web_puts_copy(puts, id);
    if (!factor) return no_room(puts, error);
    status = web_puts_fields(puts, factor, fields, error);
    if (status == STATUS_OK) status = web_puts_base(puts, id, error);
    return status ? status : save(puts, id, "changed", error);
}

enum status web_causes_condition(struct web_request *request, struct error *error)
{
    return web_puts_run(request, add_condition, error);
}

enum status web_causes_way(struct web_request *request, struct error *error)
{
    return web_puts_run(request, add_way, error);
}

enum status web_causes_link(struct web_request *request, struct error *error)
{
    return web_puts_run(request, add_link, error);
}

enum status web_causes_test(struct web_request *request, struct error *error)
{
    return web_puts_run(request, add_test, error);
}

enum status web_causes_part(struct web_request *request, struct error *error)
{
    return web_puts_run(request, set_part, error);
}
