/* One engine for every command that adds an entry: its options are the fields of its kind. */
#include "command/desk.h"

#include <assert.h>

static enum review_kind kind_of(const struct command_spec *spec)
{
    unsigned kind = 0;
    while (kind < REVIEW_KIND_COUNT && spec->fields != 1u << kind) kind++;
    assert(kind < REVIEW_KIND_COUNT); /* the command of an entry names one kind */
    return kind;
}

/* Which fields the operands behind the review give, in order. */
static const char *const shortcuts[REVIEW_KIND_COUNT][4] = {
    [REVIEW_KIND_REVIEW] = {"title"},
    [REVIEW_KIND_PERSON] = {"role"},
    [REVIEW_KIND_EXHIBIT] = {"name"},
    [REVIEW_KIND_EVENT] = {"what"},
    [REVIEW_KIND_STATEMENT] = {"code", "text"},
    [REVIEW_KIND_HYPOTHESIS] = {"text"},
    [REVIEW_KIND_FACTOR] = {"text"},
    [REVIEW_KIND_ITEM] = {"text"},
    [REVIEW_KIND_AREA] = {"area", "state", "found"},
    [REVIEW_KIND_CONFLICT] = {"text"},
    [REVIEW_KIND_MEASURE] = {"what", "value", "unit"},
    [REVIEW_KIND_DOCUMENT] = {"title", "link"},
    [REVIEW_KIND_MEETING] = {"kind", "at"},
};

/* Was a time meant, whether or not it is one? "10:61", "2026-11-22", "~9:50", "..10:05". */
static bool looks_like_time(struct span word)
{
    size_t dashes = 0;
    bool sign = span_find(word, SPAN("..")) != SIZE_MAX || span_find(word, SPAN(":")) != SIZE_MAX;
    if (word.len == 0 || !strchr("0123456789~@.?", word.at[0])) return false;
    for (size_t i = 0; i < word.len; i++) dashes += word.at[i] == '-';
    return sign || dashes > 1 || word.at[0] == '~' || word.at[0] == '@';
}

/* "10:02~ pool exhausted": the longest beginning of one or two words that is a time is the time. */
static enum status fill_event(struct desk *desk, struct review_entry *entry, struct span line,
                              struct error *error)
{
    struct review_time time;
    struct span rest = line, first = span_cut(&rest, ' '), tail = rest;
    struct span second = span_cut(&tail, ' ');
    struct span both = {line.at, (size_t)(second.at + second.len - line.at)};
    struct span at = {NULL, 0}, what = line;
    struct arena *arena = desk->arena;
    if (rest.len && review_time_read(both, &desk->typing, arena, &time, NULL) == STATUS_OK) {
        at = both;
        what = tail;
    } else if (review_time_read(first, &desk->typing, arena, &time, NULL) == STATUS_OK) {
        at = first;
        what = rest;
    } else if (looks_like_time(first)) {
        at = first; /* which tells what is wrong with it */
    }
    enum status status = STATUS_OK;
    if (at.len) status = desk_is_wrong(review_time_check_behind(at, what, error), error);
    if (at.len && status == STATUS_OK) status = desk_set(desk, entry, "at", at, error);
    if (status == STATUS_OK && span_trim(what).len)
        status = desk_set(desk, entry, "what", span_trim(what), error);
    return status;
}

/* The code of a statement may be one key: "!" for a surprise. */
static struct span spelled_out(enum review_kind kind, size_t place, struct span typed)
{
    const uint8_t code =
        kind == REVIEW_KIND_STATEMENT && place == 0 ? review_code_of_key(typed) : 0;
    return code ? span_of(vocabulary_word(&review_words_code, code)) : typed;
}

static bool says_anything(const struct review_entry *entry)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    for (size_t i = 0; i < spec->count; i++)
        if (review_is_stated(entry, &spec->fields[i])) return true;
    return false;
}

enum status entry_fill(struct desk *desk, size_t used, struct review_entry *entry,
                       struct error *error)
{
    const struct call *call = desk_call(desk);
    enum review_kind kind = entry->id.kind;
    enum status status = STATUS_OK;
    size_t given = call->operand_count - used;
    for (size_t i = used; i < call->operand_count && status == STATUS_OK; i++) {
        struct span typed = spelled_out(kind, i - used, span_of(call->operands[i]));
        assert(i - used < 4 && shortcuts[kind][i - used]);
        status = kind == REVIEW_KIND_EVENT
                     ? fill_event(desk, entry, span_trim(typed), error)
                     : desk_set(desk, entry, shortcuts[kind][i - used], typed, error);
    }
    if (status == STATUS_OK) status = desk_options(desk, kind, entry, &given, error);
    if (status == STATUS_OK && (given == 0 || !says_anything(entry)))
        status = error_set(error, STATUS_USAGE, "%s wants to know something, such as: %s",
                           call->spec->name, call->spec->example);
    return status;
}

/* A5 is the fifth area in every review: stating it again changes that entry. */
static enum status area_again(struct desk *desk, size_t used, struct review_entry **entry,
                              struct error *error)
{
    struct review_id id = {REVIEW_KIND_AREA, ((struct review_area *)*entry)->area};
    const struct review_entry *old = id.number ? review_find(&desk->review, id) : NULL;
    (*entry)->id = id;
    if (!old) return STATUS_OK;
    *entry = review_entry_copy(old, desk->arena);
    if (!*entry) return arena_full(desk->arena, error);
    return entry_fill(desk, used, *entry, error);
}

/* `item --from T4`: one step from what was said to an idea, the tie kept. */
static enum status item_from(struct desk *desk, size_t used, struct review_entry **ret,
                             struct error *error)
{
    const char *from = call_value(desk_call(desk), "from");
    struct review_entry *entry;
    struct review_item *item;
    size_t given = 0;
    enum status status = desk_entry(desk, from, &entry, error);
    if (status == STATUS_OK)
        status = review_item_from(&desk->review, entry->id, desk->arena, &item, error);
    status = desk_is_wrong(status, error);
    if (status) return status;
    *ret = &item->entry;
    if (desk_call(desk)->operand_count > used) return entry_fill(desk, used, *ret, error);
    return desk_options(desk, REVIEW_KIND_ITEM, *ret, &given, error);
}

static enum status make(struct desk *desk, size_t used, struct review_entry **ret,
                        struct error *error)
{
    enum review_kind kind = kind_of(desk_call(desk)->spec);
    if (kind == REVIEW_KIND_ITEM && call_has(desk_call(desk), "from"))
        return item_from(desk, used, ret, error);
    struct review_entry *entry = review_entry_new(kind, desk->arena);
    if (!entry) return arena_full(desk->arena, error);
    enum status status = entry_fill(desk, used, entry, error);
    if (status == STATUS_OK && kind == REVIEW_KIND_AREA)
        status = area_again(desk, used, &entry, error);
    if (status == STATUS_OK) *ret = entry;
    return status;
}

enum status entry_run(struct call *call, struct error *error)
{
    struct desk desk;
    struct review_entry *entry = NULL;
    size_t used = 0;
    enum status status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = desk_review(&desk, call->spec->most - 1, &used, error);
    if (status == STATUS_OK) status = make(&desk, used, &entry, error);
    if (status == STATUS_OK) {
        struct desk_put put = {.id = entry->id, .entry = entry};
        status = desk_save(&desk, &put, 1, error);
        if (status == STATUS_OK) status = desk_tell(&desk, &put, 1, error);
    }
    desk_close(&desk);
    return status;
}
