/* The fields of an entry: which come first, what they are called, how they read. */
#include "web/fields.h"

#include <ctype.h>

/* What most people fill in, kind by kind; all else stands behind it. */
static const char *const main_fields[REVIEW_KIND_COUNT] = {
    [REVIEW_KIND_REVIEW] = "title summary severity sort why_held day zone circle impact",
    [REVIEW_KIND_PERSON] = "role parts involved account team name",
    [REVIEW_KIND_EXHIBIT] = "name what sort presence because range",
    [REVIEW_KIND_EVENT] = "what at end kind actor context evidence says",
    [REVIEW_KIND_STATEMENT] = "text code role about of said",
    [REVIEW_KIND_QUESTION] = "text about state answer",
    [REVIEW_KIND_HYPOTHESIS] = "text role raised state support against test result",
    [REVIEW_KIND_FACTOR] = "text detail category part outcome form good_for rests_on evidence",
    [REVIEW_KIND_ITEM] = "text detail state type kind strength owner due done_when proof breaks",
    [REVIEW_KIND_AREA] = "area state found rests_on",
    [REVIEW_KIND_CONFLICT] = "text claims disposition explanation",
    [REVIEW_KIND_MEASURE] = "what value unit at figure source",
    [REVIEW_KIND_DOCUMENT] = "title link found state differs",
    [REVIEW_KIND_MEETING] = "kind at minutes place held",
    [REVIEW_KIND_WAY] = "brings needs absent enough reason note",
    [REVIEW_KIND_SUPPOSITION] = "way without answer because role",
};

size_t fields_order(const struct web_request *request, enum review_kind kind,
                    size_t order[FIELDS_MOST], size_t *ret_count)
{
    const struct review_kind_spec *spec = &review_kinds[kind];
    struct span rest = span_of(main_fields[kind]);
    uint64_t taken = 0;
    size_t count = 0;
    unsigned hidden = REVIEW_DERIVED | (web_sees_names(request) ? 0 : REVIEW_NAMES);
    for (size_t i = 0; i < spec->count && i < FIELDS_MOST; i++)
        if (spec->fields[i].flags & hidden) taken |= UINT64_C(1) << i;
    while (rest.len) {
        const struct review_field *field = review_field_find(kind, span_cut(&rest, ' '));
        size_t place = field ? (size_t)(field - spec->fields) : 0;
        if (!field || taken & UINT64_C(1) << place) continue;
        taken |= UINT64_C(1) << place;
        order[count++] = place;
    }
    size_t main = count;
    for (size_t i = 0; i < spec->count && i < FIELDS_MOST; i++)
        if (!(taken & UINT64_C(1) << i)) order[count++] = i;
    *ret_count = count;
    return main;
}

const char *fields_label(struct web_request *request, const struct review_field *field)
{
    char *label = arena_copy(&request->arena, span_of(field->name));
    if (!label) return "";
    for (char *p = label; *p; p++)
        if (*p == '_') *p = ' ';
    label[0] = (char)toupper((unsigned char)label[0]);
    return label;
}

const char *fields_text(struct web_request *request, const struct review_entry *entry,
                        const struct review_field *field)
{
    struct text text;
    text_init(&text, 0);
    if (entry) review_field_text(entry, field, &text);
    const char *copy = text_status(&text, NULL) == STATUS_OK
                           ? arena_copy(&request->arena, text_span(&text))
                           : NULL;
    if (!copy) request->model.failed = true;
    text_release(&text);
    return copy ? copy : "";
}

/* ---- times ---- */

static void add_instant(struct text *out, instant at, const struct zone *zone, bool day)
{
    if (day) {
        instant_add_text(out, at, zone, INSTANT_DATE, 0);
        text_addc(out, ' ');
    }
    instant_add_text(out, at, zone, INSTANT_CLOCK, at % NS_PER_S ? 3 : 0);
}

static bool same_day(const struct zone *zone, instant a, instant b)
{
    struct text first, second;
    text_init(&first, 0);
    text_init(&second, 0);
    instant_add_text(&first, a, zone, INSTANT_DATE, 0);
    instant_add_text(&second, b, zone, INSTANT_DATE, 0);
    bool same = span_equal(text_span(&first), text_span(&second));
    text_release(&first);
    text_release(&second);
    return same;
}

const char *fields_time(struct web_request *request, const struct zone *zone, struct interval at)
{
    struct text out;
    bool from = instant_is_known(at.earliest), to = instant_is_known(at.latest);
    if (!from && !to) return "not known";
    text_init(&out, 0);
    if (!from) text_adds(&out, "by ");
    if (from) add_instant(&out, at.earliest, zone, true);
    if (from && !to) text_adds(&out, " or later");
    /* The stamp's own second reads as one time. */
    if (from && to && at.latest - at.earliest >= NS_PER_S) {
        text_adds(&out, " to ");
        add_instant(&out, at.latest - at.latest % NS_PER_S, zone,
                    !same_day(zone, at.earliest, at.latest));
    }
    if (!from) add_instant(&out, at.latest, zone, true);
    text_addf(&out, " %s", zone ? zone_name(zone) : "UTC");
    const char *copy = arena_copy(&request->arena, text_span(&out));
    text_release(&out);
    return copy ? copy : "";
}

/* ---- as people read them ---- */

static void add_ref(struct web_request *request, const struct review *review, struct value *list,
                    struct review_id id)
{
    struct model *model = &request->model;
    const struct review_entry *entry = review_find(review, id);
    struct value *item = value_object(model, list, NULL);
    char name[16];
    value_text(model, item, "id", review_id_text(id, name));
    value_text(model, item, "href", web_entry_href(request, request->review, id));
    if (entry && web_sees(request, review, entry))
        value_text(model, item, "line", review_entry_line(entry));
    else
        value_text(model, item, "line", entry ? "a first account, apart until all are in" : "gone");
}

/* Where the page of the timeline shows these bytes. */
static void add_place(struct web_request *request, struct value *list,
                      const struct review_place *place)
{
    struct model *model = &request->model;
    struct value *item = value_object(model, list, NULL);
    char hex[65];
    sha256_hex(&place->content, hex);
    value_text(model, item, "name", place->name ? place->name : hex);
    if (place->from || place->to)
        value_textf(model, item, "bytes", "bytes %llu to %llu", (unsigned long long)place->from,
                    (unsigned long long)place->to);
    value_textf(model, item, "href", "/PM%u/timeline?content=%s&from=%llu&to=%llu", request->review,
                hex, (unsigned long long)place->from, (unsigned long long)place->to);
}

static void add_time(struct web_request *request, struct desk *desk,
                     const struct review_settled *settled, struct value *item,
                     const struct review_time *time)
{
    struct model *model = &request->model;
    struct interval at = review_settled_time(&desk->review, settled, time);
    struct value *to = value_object(model, item, "time");
    value_text(model, to, "raw", time->raw);
    value_text(model, to, "words", fields_time(request, desk->zone, at));
    if (time->doubtful) value_text(model, to, "doubt", "the source itself is in question");
    if (time->approximate) value_text(model, to, "about", "about");
    if (time->relative) value_text(model, to, "relative", "told by other events");
}

static void add_words(struct web_request *request, struct value *item,
                      const struct vocabulary *words, uint32_t mask)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, item, "words");
    for (unsigned i = 1; i < words->count; i++) {
        if (!(mask & 1u << i)) continue;
        struct value *word = value_object(model, list, NULL);
        value_text(model, word, "word", words->words[i].word);
        value_text(model, word, "meaning", words->words[i].meaning);
    }
}

#define OF(type) ((const REVIEW_##type##_MEMBER *)(const void *)((const char *)entry + field->at))

static void add_value(struct web_request *request, struct desk *desk,
                      const struct review_settled *settled, struct value *item,
                      const struct review_entry *entry, const struct review_field *field)
{
    struct model *model = &request->model;
    switch (field->type) {
    case REVIEW_TYPE_WORD: {
        struct value *word = value_object(model, item, "word");
        value_text(model, word, "word", vocabulary_word(field->words, *OF(WORD)));
        value_text(model, word, "meaning", vocabulary_meaning(field->words, *OF(WORD)));
        break;
    }
    case REVIEW_TYPE_WORDS: add_words(request, item, field->words, *OF(WORDS)); break;
    case REVIEW_TYPE_TIME: add_time(request, desk, settled, item, OF(TIME)); break;
    case REVIEW_TYPE_REF:
        add_ref(request, &desk->review, value_list(model, item, "refs"), *OF(REF));
        break;
    case REVIEW_TYPE_REFS: {
        struct value *list = value_list(model, item, "refs");
        for (size_t i = 0; i < OF(REFS)->count; i++)
            add_ref(request, &desk->review, list, OF(REFS)->at[i]);
        break;
    }
    case REVIEW_TYPE_LINES: {
        struct value *list = value_list(model, item, "lines");
        for (size_t i = 0; i < OF(LINES)->count; i++)
            value_text(model, list, NULL, OF(LINES)->at[i]);
        break;
    }
    case REVIEW_TYPE_PLACES: {
        struct value *list = value_list(model, item, "places");
        for (size_t i = 0; i < OF(PLACES)->count; i++) add_place(request, list, &OF(PLACES)->at[i]);
        break;
    }
    case REVIEW_TYPE_TEXT: value_text(model, item, "prose", *OF(TEXT)); break;
    case REVIEW_TYPE_INSTANT: web_when(request, item, "when", *OF(INSTANT)); break;
    case REVIEW_TYPE_LINE:
    case REVIEW_TYPE_FLAG:
    case REVIEW_TYPE_COUNT:
    case REVIEW_TYPE_DATE:
    case REVIEW_TYPE_HASH:
        value_text(model, item, "text", fields_text(request, entry, field));
        break;
    }
}
#undef OF

/* A template looks a name that it does not find up further out: so each is there. */
static void say_none(struct web_request *request, struct value *item)
{
    static const char *const names[] = {"text", "prose",  "word",  "words", "time",
                                        "refs", "places", "lines", "when",  "guard"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        value_flag(&request->model, item, names[i], false);
}

enum status fields_reading(struct web_request *request, struct desk *desk, struct value *in,
                           const struct review_entry *entry, struct error *error)
{
    struct model *model = &request->model;
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct review_settled settled;
    size_t order[FIELDS_MOST], count = 0;
    enum status status = desk_settle(desk, &settled, NULL, error);
    if (status) return status;
    (void)fields_order(request, entry->id.kind, order, &count);
    struct value *list = value_list(model, in, "read");
    for (size_t i = 0; i < count; i++) {
        const struct review_field *field = &spec->fields[order[i]];
        if (!review_is_stated(entry, field)) continue;
        struct value *item = value_object(model, list, NULL);
        say_none(request, item);
        value_text(model, item, "name", field->name);
        value_text(model, item, "label", fields_label(request, field));
        value_text(model, item, "help", field->help);
        add_value(request, desk, &settled, item, entry, field);
    }
    return STATUS_OK;
}
