/* One change of a live text: read from JSON, and applied exactly. */
#include "web/live.h"

/* ---- counting as browsers do ---- */

static size_t units_of(uint32_t rune)
{
    return rune > 0xFFFF ? 2 : 1;
}

size_t live_units(struct span text)
{
    size_t units = 0;
    uint32_t rune;
    while (text.len) {
        size_t len = utf8_next(text, &rune);
        units += len ? units_of(rune) : 1;
        text = span_from(text, len ? len : 1);
    }
    return units;
}

/* Takes that many units off the front; false when there are fewer, or the end is within one. */
static bool take_units(struct span *rest, size_t units, struct span *ret)
{
    struct span whole = *rest;
    uint32_t rune;
    while (units) {
        size_t len = utf8_next(*rest, &rune);
        if (!len || units_of(rune) > units) return false;
        units -= units_of(rune);
        *rest = span_from(*rest, len);
    }
    *ret = span_sub(whole, 0, whole.len - rest->len);
    return true;
}

static bool hex4(struct span text, uint32_t *ret)
{
    uint32_t value = 0;
    if (text.len < 4) return false;
    for (size_t i = 0; i < 4; i++) {
        char c = text.at[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit == 16) return false;
        value = value << 4 | digit;
    }
    *ret = value;
    return true;
}

bool live_has_half(struct span json)
{
    uint32_t first, second;
    while (json.len) {
        if (json.at[0] != '\\') {
            json = span_from(json, 1);
            continue;
        }
        if (json.len < 2 || json.at[1] != 'u' || !hex4(span_from(json, 2), &first)) {
            json = span_from(json, 2);
            continue;
        }
        json = span_from(json, 6);
        if (first < 0xD800 || first > 0xDFFF) continue;
        bool pair = first < 0xDC00 && span_starts(json, SPAN("\\u")) &&
                    hex4(span_from(json, 2), &second) && second >= 0xDC00 && second <= 0xDFFF;
        if (!pair) return true;
        json = span_from(json, 6);
    }
    return false;
}

/* ---- reading ---- */

static enum status bad(struct error *error, const char *what)
{
    return error_set(error, STATUS_BAD_INPUT, "this is no change of a text: %s", what);
}

static bool number_of(const struct value *value, size_t *ret)
{
    uint64_t number = 0;
    if (!value || value->type != VALUE_NUMBER || !span_to_u64(value->text, &number) ||
        number > (uint64_t)LIVE_TEXT)
        return false;
    *ret = (size_t)number;
    return true;
}

/* A line as a text of a review may hold it: UTF-8 without line breaks and control characters. */
static bool is_line(struct span line)
{
    uint32_t rune;
    while (line.len) {
        size_t len = utf8_next(line, &rune);
        bool control = (rune < 0x20 && rune != 0x09) || rune == 0x7F;
        if (!len || control) return false;
        line = span_from(line, len);
    }
    return true;
}

/* [drop, "line", "line"] */
static enum status read_run(const struct value *list, struct arena *arena, struct live_part *ret,
                            struct error *error)
{
    struct text joined;
    if (!number_of(list->first, &ret->drop)) return bad(error, "a run begins with a number");
    text_init(&joined, (size_t)2 * LIVE_TEXT);
    enum status status = STATUS_OK;
    for (const struct value *line = list->first->next; line && status == STATUS_OK;
         line = line->next) {
        if (line->type != VALUE_STRING || !is_line(line->text))
            status = bad(error, "what is put in are lines of text");
        if (line != list->first->next) text_addc(&joined, '\n');
        text_add(&joined, line->text);
    }
    if (status == STATUS_OK) status = text_status(&joined, error);
    const char *copy = status ? NULL : arena_copy(arena, text_span(&joined));
    if (status == STATUS_OK && !copy) status = arena_full(arena, error);
    if (status == STATUS_OK) {
        ret->insert = (struct span){copy, joined.len};
        ret->units = live_units(ret->insert);
    }
    text_release(&joined);
    return status;
}

enum status live_change_read(const struct value *json, struct arena *arena, struct live_change *ret,
                             struct error *error)
{
    size_t count = 0;
    if (!json || json->type != VALUE_LIST) return bad(error, "a list of runs is wanted");
    for (const struct value *v = json->first; v; v = v->next) count++;
    struct live_part *parts = arena_array(arena, count + 1, sizeof *parts);
    if (!parts) return arena_full(arena, error);
    enum status status = STATUS_OK;
    struct live_part *part = parts;
    for (const struct value *v = json->first; v && status == STATUS_OK; v = v->next, part++) {
        if (v->type == VALUE_LIST)
            status = read_run(v, arena, part, error);
        else if (!number_of(v, &part->keep))
            status = bad(error, "a run is a number or a list");
    }
    if (status == STATUS_OK) *ret = (struct live_change){parts, count};
    return status;
}

/* ---- applying ---- */

enum status live_change_apply(const struct live_change *change, struct span text, struct text *out,
                              struct error *error)
{
    size_t before = out->len;
    struct span taken;
    for (size_t i = 0; i < change->count; i++) {
        const struct live_part *part = &change->parts[i];
        if (!take_units(&text, part->keep, &taken))
            return bad(error, "it goes beyond the text, or into the middle of a character");
        text_add(out, taken);
        if (!take_units(&text, part->drop, &taken))
            return bad(error, "it goes beyond the text, or into the middle of a character");
        text_add(out, part->insert);
    }
    if (text.len) return bad(error, "it was made upon another text");
    if (out->len - before > (size_t)LIVE_TEXT)
        return error_set(error, STATUS_LIMIT, "a text has at most %d bytes; this would have %zu",
                         (int)LIVE_TEXT, out->len - before);
    return text_status(out, error);
}

/* ---- making ---- */

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

void live_change_between(struct span from, struct span to, struct text *out)
{
    size_t least = from.len < to.len ? from.len : to.len, head = 0, tail = 0;
    struct json_writer json;
    while (head < least && from.at[head] == to.at[head]) head++;
    while (head && ((head < from.len && continues(from.at[head])) ||
                    (head < to.len && continues(to.at[head]))))
        head--;
    while (tail < least - head && from.at[from.len - 1 - tail] == to.at[to.len - 1 - tail]) tail++;
    while (tail && continues(from.at[from.len - tail])) tail--;
    struct span put = span_sub(to, head, to.len - head - tail);
    struct span gone = span_sub(from, head, from.len - head - tail);
    json_begin(&json, out);
    json_array(&json);
    if (head) json_uint(&json, live_units(span_sub(from, 0, head)));
    json_array(&json);
    json_uint(&json, live_units(gone));
    for (bool more = put.len != 0; more;) {
        struct span rest = put, line = span_cut(&rest, '\n');
        more = line.len < put.len;
        json_span(&json, line);
        put = rest;
    }
    json_array_end(&json);
    if (tail) json_uint(&json, live_units(span_sub(from, from.len - tail, tail)));
    json_array_end(&json);
}
