/* What others wrote, told by its content: a bundle, events, or a document in Markdown. */
#include "command/bulk.h"

enum { HEAD = 512 };

/* ---- a document ---- */

enum status import_tell(struct call *call, uint32_t number, const struct exchange_import *import,
                        struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (!call_json(call)) {
        text_addf(&out, "PM%u\n", number);
    } else {
        json_object(&json);
        json_key(&json, "review");
        desk_json_review(number, &json);
        json_member_array(&json, "notices");
        for (size_t i = 0; i < import->notice_count; i++) json_string(&json, import->notices[i]);
        json_array_end(&json);
        json_member_array(&json, "unplaced");
        for (size_t i = 0; i < import->unplaced_count; i++) {
            json_object(&json);
            json_member_uint(&json, "line", import->unplaced[i].line);
            json_member_string(&json, "text", import->unplaced[i].text);
            json_member_string(&json, "why", import->unplaced[i].why);
            json_object_end(&json);
        }
        json_array_end(&json);
        json_object_end(&json);
        text_addc(&out, '\n');
    }
    enum status status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

/* --zone and --day for times that the document states without them. */
static enum status frame(struct desk *desk, struct error *error)
{
    struct review_entry *own = review_entry_new(REVIEW_KIND_REVIEW, desk->arena);
    const char *zone = call_value(desk_call(desk), "zone"),
               *day = call_value(desk_call(desk), "day");
    if (!own) return arena_full(desk->arena, error);
    enum status status = desk_typing(desk, (struct review_review *)own, error);
    if (status == STATUS_OK && zone) status = desk_set(desk, own, "zone", span_of(zone), error);
    if (status == STATUS_OK && day) status = desk_set(desk, own, "day", span_of(day), error);
    return status ? status : desk_typing(desk, (struct review_review *)own, error);
}

static enum status import_document(struct call *call, struct span text, const char *name,
                                   struct error *error)
{
    struct exchange_import import = {0};
    struct desk desk;
    struct desk_put *puts = NULL;
    if (call_has(call, "review"))
        return error_set(error, STATUS_USAGE,
                         "%s is a document, which becomes a review of its own; --review takes "
                         "events",
                         name);
    enum status status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = frame(&desk, error);
    if (status == STATUS_OK)
        status = exchange_markdown_read(text, name, &desk.typing, &call->arena, &import, error);
    struct review_entry *blank = review_entry_new(REVIEW_KIND_REVIEW, &call->arena);
    if (status == STATUS_OK && !blank) status = arena_full(&call->arena, error);
    if (status == STATUS_OK) status = bulk_puts(&desk, &import, &puts, error);
    desk.review.own = (struct review_review *)blank;
    for (size_t i = 0; i < import.count && status == STATUS_OK; i++)
        puts[i].id = import.entries[i]->id; /* they name each other */
    if (status == STATUS_OK) status = desk_save(&desk, puts, import.count, error);
    uint32_t number = desk.review.number;
    desk_close(&desk);
    if (status) return status;
    bulk_tell_unplaced(call, name, &import);
    return import_tell(call, number, &import, error);
}

/* ---- events ---- */

static enum status import_events(struct call *call, struct span text, const char *name,
                                 struct error *error)
{
    struct desk desk;
    uint32_t number = 0;
    const char *review = call_value(call, "review");
    if (!review)
        return error_set(error, STATUS_USAGE,
                         "%s holds events: say into which review, with --review PM1", name);
    enum status status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = store_review_named(desk.store, span_of(review), &number, error);
    if (status == STATUS_OK) status = desk_load(&desk, number, error);
    if (status == STATUS_OK) status = bulk_events(&desk, text, name, error);
    desk_close(&desk);
    return status;
}

/* JSON lines begin with a brace; CSV has columns of Timesketch, or of events, in its first line. */
static bool holds_events(struct span text)
{
    static const char *const columns[] = {"datetime", "timestamp", "message", "what"};
    struct span rest = span_trim(text);
    if (span_starts(rest, SPAN("\xef\xbb\xbf"))) rest = span_from(rest, 3);
    struct span first = span_cut(&rest, '\n');
    if (span_starts(first, SPAN("{"))) return true;
    if (span_find(first, SPAN(",")) == SIZE_MAX || span_starts(first, SPAN("#"))) return false;
    size_t found = 0;
    while (first.len) {
        struct span column = span_trim(span_cut(&first, ','));
        if (column.len > 1 && column.at[0] == '"') column = span_sub(column, 1, column.len - 2);
        if (span_is(column, "at") || span_is(column, "kind")) found++;
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
            found += span_equal_nocase(column, span_of(columns[i]));
    }
    return found > 1;
}

static bool begins_bundle(struct span start)
{
    return span_starts(start, (struct span){"review.json", sizeof "review.json"}) &&
           start.len > 262 && memcmp(start.at + 257, "ustar", 5) == 0;
}

static enum status is_bundle(const char *path, bool *ret, struct error *error)
{
    char head[HEAD];
    size_t len = 0;
    int fd = -1;
    *ret = false;
    if (strcmp(path, "-") == 0) return STATUS_OK;
    enum status status = os_open_read(path, true, &fd, error);
    if (status == STATUS_OK) status = os_read(fd, path, head, sizeof head, &len, error);
    os_close(fd);
    *ret = begins_bundle((struct span){head, len});
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    const char *path = call->operands[0];
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    struct text text;
    bool bundle;
    enum status status = is_bundle(path, &bundle, error);
    if (status) return status;
    if (bundle) return import_bundle(call, path, error);
    text_init(&text, 0);
    status = bulk_slurp(path, &text, error);
    if (status == STATUS_OK && begins_bundle(text_span(&text)))
        status = error_set(
            error, STATUS_BAD_INPUT,
            "%s is a bundle, which is read twice: save it as a file, and import that", name);
    else if (status == STATUS_OK && span_trim(text_span(&text)).len == 0)
        status = error_set(error, STATUS_BAD_INPUT, "%s: there is nothing in it", name);
    else if (status == STATUS_OK)
        status = holds_events(text_span(&text))
                     ? import_events(call, text_span(&text), name, error)
                     : import_document(call, text_span(&text), name, error);
    text_release(&text);
    return status;
}

static const struct option_spec options[] = {
    {"review", 0, "REVIEW", "events: into this review"},
    {"partly", 0, NULL, "events: take what can be placed, list the rest"},
    {"zone", 'z', "ZONE", "document: the zone of times that state none"},
    {"day", 0, "DAY", "document: the day of times that state none, such as 2026-11-22"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_import = {
    .name = "import",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .summary = "take in a bundle, a postmortem in Markdown, or events as CSV or JSON lines",
    .text = "The content says which it is. A bundle is checked as a whole first, and keeps who "
            "wrote what, and when. A document becomes a review: what could not be placed is listed "
            "with its line, never dropped. Events go into an existing review, all of them or none.",
    .example = "postmortem import 2026-11-22-orders.md --zone Europe/Berlin",
    .options = options,
    .run = run,
};
