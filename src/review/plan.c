/* The plan: what it holds, and items made from what was found. */
#include "review/conducting.h"

void review_plan_of(const struct review *review, struct review_plan *ret)
{
    struct review_plan plan = {.planned = 0};
    for (size_t i = 0; i < review->items.count; i++) {
        const struct review_item *item = &review->items.at[i];
        plan.parked += item->parked;
        plan.proposed += review_item_proposed(item);
        plan.declined += item->state == REVIEW_ITEM_STATE_DECLINED;
        plan.verified += item->state == REVIEW_ITEM_STATE_VERIFIED;
        if (!review_item_planned(item)) continue;
        plan.planned++;
        plan.preparing +=
            item->type == REVIEW_TYPE_OF_ITEM_LEARN || item->type == REVIEW_TYPE_OF_ITEM_RESPOND;
        plan.types[item->type]++;
        plan.kinds[item->kind]++;
        plan.strengths[item->strength]++;
    }
    *ret = plan;
}

/* ---- an item in one step ---- */

enum { LINE_MOST = 160 };

/* The first line of a text, cut between characters. */
static struct span first_line(const char *text)
{
    struct span rest = span_of(text);
    struct span line = span_trim(span_cut(&rest, '\n'));
    if (line.len <= LINE_MOST) return line;
    line.len = LINE_MOST;
    while (line.len && ((unsigned char)line.at[line.len] & 0xc0) == 0x80) line.len--;
    return line;
}

/* How an item starts: a verb, what it is about, and what sort of item it is. */
struct start {
    const char *verb; /* with what leads to the line */
    const char *line;
    uint8_t type, kind;
    uint32_t areas;
};

static struct start from_statement(const struct review_statement *from)
{
    struct start start = {"Take up: ", from->text, 0, 0, from->areas};
    switch ((enum review_code_word)from->code) {
    case REVIEW_CODE_TOOL:
        start.verb = "Make it a tool that others can use: ";
        if (review_said(from->tool)) start.line = from->tool;
        start.type = REVIEW_TYPE_OF_ITEM_RESPOND;
        start.kind = REVIEW_HELP_TOOL;
        start.areas |= 1u << REVIEW_AREA_TOOLS;
        break;
    case REVIEW_CODE_WISH:
        start.verb = "Show it where and when it is wanted: ";
        start.type = REVIEW_TYPE_OF_ITEM_DETECT;
        start.kind = REVIEW_HELP_TOOL;
        break;
    case REVIEW_CODE_PREF:
        if (review_said(from->passed_over)) {
            start.verb = "Make it as quick to reach as the other: ";
            start.line = from->passed_over;
        }
        start.kind = REVIEW_HELP_TOOL;
        break;
    case REVIEW_CODE_OPEN:
        start.verb = "Find out: ";
        start.type = REVIEW_TYPE_OF_ITEM_LEARN;
        start.kind = REVIEW_HELP_RESOURCE;
        break;
    case REVIEW_CODE_LEARNED:
    case REVIEW_CODE_BELIEF:
    case REVIEW_CODE_SURPRISE:
        start.verb = "Pass on what was learnt: ";
        start.type = REVIEW_TYPE_OF_ITEM_LEARN;
        start.kind = REVIEW_HELP_RESOURCE;
        break;
    case REVIEW_CODE_RISK:
        start.verb = "Guard against: ";
        start.type = REVIEW_TYPE_OF_ITEM_PREVENT;
        start.kind = REVIEW_HELP_GUARDRAIL;
        break;
    default: break;
    }
    return start;
}

static struct start from_document(const struct review_document *from)
{
    struct start start = {"Keep easy to find: ", from->title, REVIEW_TYPE_OF_ITEM_RESPOND,
                          REVIEW_HELP_RESOURCE, 1u << REVIEW_AREA_DOCUMENTATION};
    if (from->state == REVIEW_CURRENT_MISSING) start.verb = "Write: ";
    if (from->state == REVIEW_CURRENT_OUTDATED || from->state == REVIEW_CURRENT_PARTLY)
        start.verb = "Bring up to date: ";
    return start;
}

static struct start from_event(const struct review_event *from)
{
    struct start start = {"Take up: ", from->what, 0, 0, from->areas};
    if (from->kind == REVIEW_EVENT_IMPROV)
        start = (struct start){"Make it a tool that others can use: ",
                               review_said(from->tool) ? from->tool : from->what,
                               REVIEW_TYPE_OF_ITEM_RESPOND, REVIEW_HELP_TOOL,
                               from->areas | 1u << REVIEW_AREA_TOOLS};
    if (from->kind == REVIEW_EVENT_SILENT)
        start = (struct start){"Make this heard: ", from->what, REVIEW_TYPE_OF_ITEM_DETECT,
                               REVIEW_HELP_GUARDRAIL, from->areas | 1u << REVIEW_AREA_DETECTION};
    if (from->kind == REVIEW_EVENT_BLOCK)
        start = (struct start){"Shorten the wait: ", from->what, REVIEW_TYPE_OF_ITEM_RESPOND,
                               REVIEW_HELP_RESOURCE, from->areas};
    return start;
}

static struct start from_entry(const struct review_entry *entry)
{
    switch ((enum review_kind)entry->id.kind) {
    case REVIEW_KIND_STATEMENT: return from_statement((const struct review_statement *)entry);
    case REVIEW_KIND_DOCUMENT: return from_document((const struct review_document *)entry);
    case REVIEW_KIND_EVENT: return from_event((const struct review_event *)entry);
    case REVIEW_KIND_FACTOR: {
        const struct review_factor *factor = (const struct review_factor *)entry;
        return (struct start){"Act on: ", factor->text, 0, 0, factor->areas};
    }
    default: return (struct start){"Take up: ", review_entry_line(entry), 0, 0, 0};
    }
}

enum status review_item_from(const struct review *review, struct review_id from,
                             struct arena *arena, struct review_item **ret, struct error *error)
{
    const struct review_entry *entry = review_find(review, from);
    char which[16];
    if (!entry)
        return error_set(error, STATUS_NOT_FOUND, "%s is not in this review",
                         review_id_text(from, which));
    if (from.kind == REVIEW_KIND_REVIEW || from.kind == REVIEW_KIND_PERSON ||
        from.kind == REVIEW_KIND_ITEM)
        return error_set(error, STATUS_BAD_INPUT,
                         "an item is made from a statement, a document, an event, a factor or an "
                         "area, not from a %s",
                         review_kinds[from.kind].name);
    struct review_item *item = (struct review_item *)review_entry_new(REVIEW_KIND_ITEM, arena);
    struct review_id *tie = arena_alloc(arena, sizeof *tie);
    const struct start start = from_entry(entry);
    const struct span line = first_line(review_said(start.line) ? start.line : "...");
    char *text = item && tie ? arena_printf(arena, "%s%.*s", start.verb, SPAN_ARGS(line)) : NULL;
    if (!text) return arena_full(arena, error);
    *tie = from;
    item->text = text;
    item->state = REVIEW_ITEM_STATE_IDEA;
    item->type = start.type;
    item->kind = start.kind;
    item->areas = start.areas;
    if (from.kind == REVIEW_KIND_FACTOR)
        item->breaks = (struct review_refs){tie, 1};
    else
        item->serves = (struct review_refs){tie, 1};
    if (from.kind == REVIEW_KIND_STATEMENT)
        item->raised_by = ((const struct review_statement *)entry)->role;
    *ret = item;
    return STATUS_OK;
}
