#include "evidence/lines.h"
#include "evidence/stamp_quick.h"

size_t line_prefix(struct span line)
{
    struct span head = span_sub(line, 0, LEAD_MAX);
    size_t at = span_find(head, SPAN("| "));
    if (at == SIZE_MAX || at == 0) return 0;
    at += 2;
    return at + line_escapes(span_from(line, at));
}

size_t line_octets(struct span line)
{
    size_t at = 0;
    while (at < line.len && at < 7 && byte_is_digit(line.at[at])) at++;
    return at > 0 && at + 1 < line.len && line.at[at] == ' ' && line.at[at + 1] == '<' ? at + 1 : 0;
}

static size_t word_place(struct span line, unsigned n)
{
    size_t at = 0;
    for (;;) {
        while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t')) at++;
        if (n-- == 0) return at < line.len ? at : SIZE_MAX;
        at = short_blank(line.at, at, line.len);
        if (at >= line.len) return SIZE_MAX;
    }
}

/* Columns or words before the stamp vary in number: the text before it is a blank or a comma alone.
 * Indented lines are continued ones there. */
static bool is_separator(struct span needle)
{
    return needle.len == 1;
}

static size_t place_after(struct span line, struct span needle, unsigned attempt, size_t most)
{
    struct span head = span_sub(line, 0, most);
    size_t from = 0;
    if (is_separator(needle) && line.len > 0 && byte_is_one_of(line.at[0], " \t")) return SIZE_MAX;
    for (;; attempt--) {
        size_t at = span_find(span_from(head, from), needle);
        if (at == SIZE_MAX) return SIZE_MAX;
        from += at + needle.len;
        if (attempt == 0) return from;
    }
}

/* Where field n begins, behind blanks. */
static size_t field_place(struct span line, char separator, unsigned n)
{
    struct span rest = line;
    for (; n > 0; n--) {
        const char *hit = rest.len ? memchr(rest.at, separator, rest.len) : NULL;
        if (!hit) return SIZE_MAX;
        rest = span_from(rest, (size_t)(hit - rest.at) + 1);
    }
    while (rest.len > 0 && rest.at[0] == ' ') rest = span_from(rest, 1);
    return rest.len > 0 ? (size_t)(rest.at - line.at) : SIZE_MAX;
}

static inline bool opens(char c)
{
    return c == '[' || c == '(' || c == '<' || c == '"' || c == '\'' || c == '*';
}

/* Offset of the stamp's first byte in the line, or SIZE_MAX when its place is not there. `attempt`
 * counts from 0; only PLACE_AFTER has more than one. */
static size_t place_of(const struct line_layout *layout, struct span line, unsigned attempt)
{
    size_t at = SIZE_MAX;
    switch (layout->place) {
    case PLACE_COLUMN: at = layout->number < line.len ? layout->number : SIZE_MAX; break;
    case PLACE_WORD: at = word_place(line, layout->number); break;
    case PLACE_AFTER:
        /* a long text is found once, however much a message or a trace stands before it */
        at = place_after(line, layout->needle, attempt,
                         layout->face.style == STYLE_SCCM || layout->needle.len >= 8 ? line.len
                                                                                     : 256);
        break;
    case PLACE_FIELD:
        /* behind the separator the text may stand that such lines begin with */
        if (layout->face.time_key[0] == '\0' ||
            !span_starts(line, span_of(layout->face.time_key + 1)))
            break;
        at = field_place(line, layout->face.time_key[0], layout->number);
        break;
    default: break;
    }
    if (at == SIZE_MAX || !(layout->face.position & PLACE_QUOTED)) return at;
    return at < line.len && opens(line.at[at]) ? at + 1 : SIZE_MAX;
}

/* "<34>" or "<34>1 ", or 0 bytes */
static size_t pri_len(struct span line)
{
    size_t from = line_octets(line), i = 1;
    line = span_from(line, from);
    if (line.len < 4 || line.at[0] != '<') return 0;
    while (i < 4 && byte_is_digit(line.at[i])) i++;
    return i > 1 && i < line.len && line.at[i] == '>' ? from + i + 1 : 0;
}

/* No stamp begins within a number: where words before it vary in length, the "2 Nov" of "22 Nov"
 * may stand at the column of others. */
static inline bool read_stamp(struct stamp_reader *reader, struct span line, size_t at,
                              struct line_hit *ret)
{
    if (at > 0 && at < line.len && byte_is_digit(line.at[at - 1]) && byte_is_digit(line.at[at]))
        return false;
    if (at >= line.len || !stamp_reader_read_quick(reader, span_from(line, at), &ret->stamp))
        return false;
    ret->stamp_at = at;
    return true;
}

/* "stdout F text": the stream and whether the line is a part. */
static uint8_t container_mark(struct span line, size_t behind)
{
    struct span rest = span_from(line, behind);
    bool err = span_starts(rest, SPAN(" stderr "));
    if (!err && !span_starts(rest, SPAN(" stdout "))) return MARK_NONE;
    rest = span_from(rest, 8);
    if (rest.len == 0) return MARK_NONE;
    if (rest.at[0] == 'P') return err ? MARK_PARTIAL_ERR : MARK_PARTIAL_OUT;
    return err ? MARK_WHOLE_ERR : MARK_WHOLE_OUT;
}

/* RFC 5424 writes "-" for a time that is not known. */
static bool is_nil(const struct line_layout *layout, struct span line, size_t at,
                   struct line_hit *ret)
{
    if (layout->face.style != STYLE_SYSLOG_5424 || !span_starts(span_from(line, at), SPAN("- ")))
        return false;
    ret->stamp = (struct stamp){.time = INSTANT_NONE, .flags = STAMP_SENTINEL, .len = 1};
    ret->stamp_at = at;
    return true;
}

/* Text with a stamp, but for the stamp at a column whose style asks nothing more. */
static bool match_any_text(const struct line_layout *layout, const struct kernels *kernels,
                           struct stamp_reader *reader, struct span line, struct line_hit *ret)
{
    size_t at;
    if (layout->place == PLACE_NONE) {
        *ret = (struct line_hit){.mark = MARK_NONE};
        if (line.len == 0 || byte_is_one_of(line.at[0], " \t\r")) return false;
        ret->level = level_of_line(layout, kernels, line, 0, 0);
        return true;
    }
    if (!layout->format) return false; /* an index that names a format of another version */
    if (layout->face.style == STYLE_SYSLOG_PRI || layout->face.style == STYLE_SYSLOG_5424) {
        at = pri_len(line);
        if (at == 0) return false;
        if (layout->face.style == STYLE_SYSLOG_5424) {
            if (at + 2 >= line.len || line.at[at] != '1' || line.at[at + 1] != ' ') return false;
            at += 2;
        } else if (at < line.len && line.at[at] == ' ') {
            at++;
        }
        if (!read_stamp(reader, line, at, ret) && !is_nil(layout, line, at, ret)) return false;
    } else if (layout->place == PLACE_COLUMN) {
        if (layout->face.style == STYLE_MYSQL_SLOW && !span_starts(line, SPAN("# Time: ")))
            return false;
        at = place_of(layout, line, 0);
        if (!read_stamp(reader, line, at, ret)) return false;
    } else {
        unsigned attempt = 0, attempts = layout->place == PLACE_AFTER ? 3 : 1;
        if (layout->place == PLACE_AFTER && is_separator(layout->needle)) attempts = 12;
        for (;; attempt++) {
            if (attempt == attempts) return false;
            at = place_of(layout, line, attempt);
            if (at != SIZE_MAX && read_stamp(reader, line, at, ret)) break;
            /* an open bracket may stand behind a later one */
            if (at == SIZE_MAX && !(layout->face.position & PLACE_QUOTED)) return false;
        }
    }
    size_t behind = ret->stamp_at + ret->stamp.len;
    ret->mark = layout->face.style == STYLE_CRI ? container_mark(line, behind) : MARK_NONE;
    if (layout->face.style == STYLE_MYSQL_SLOW) ret->mark = MARK_MYSQL_TIME;
    if (layout->face.style == STYLE_SCCM && !span_starts(line, SPAN("<![LOG[")))
        ret->mark = MARK_SCCM_END;
    ret->level = layout->rule ? level_of_rule(layout->rule, line, ret->stamp_at, behind)
                              : level_of_line(layout, kernels, line, ret->stamp_at, behind);
    return true;
}

static bool match_text(const struct line_layout *layout, const struct kernels *kernels,
                       struct stamp_reader *reader, struct span line, struct line_hit *ret)
{
    static const uint32_t asking = 1U << STYLE_SYSLOG_PRI | 1U << STYLE_SYSLOG_5424 |
                                   1U << STYLE_MYSQL_SLOW | 1U << STYLE_CRI | 1U << STYLE_STATED;
    size_t at = layout->number;
    if (layout->place != PLACE_COLUMN || !layout->format || (asking >> layout->face.style & 1))
        return match_any_text(layout, kernels, reader, line, ret);
    if (at >= line.len) return false;
    if ((layout->face.position & PLACE_QUOTED) && !opens(line.at[at++])) return false;
    if (!read_stamp(reader, line, at, ret)) return false;
    ret->mark = MARK_NONE;
    ret->level = level_of_line(layout, kernels, line, at, at + ret->stamp.len);
    return true;
}

/* Where the value of the time's member begins, behind its quote. */
static bool time_place(const struct line_layout *layout, const struct kernels *kernels,
                       struct span line, struct span *ret)
{
    struct span key = {layout->time_key, layout->time_key_len};
    bool found = layout->time_nested ? json_find(line, layout->face.time_key, NULL, ret)
                 : layout->face.framing == FRAMING_LOGFMT
                     ? logfmt_place(kernels, line, 0, key, ret)
                     : json_line_place(kernels, line, 0, key, ret);
    if (!found) return false;
    while (ret->len > 0 && (ret->at[0] == ' ' || ret->at[0] == '\t')) *ret = span_from(*ret, 1);
    if (ret->len > 0 && ret->at[0] == '"') *ret = span_from(*ret, 1);
    return true;
}

static bool level_value(const struct line_layout *layout, const struct kernels *kernels,
                        struct span line, struct span *ret)
{
    struct span key = {layout->level_key, layout->level_key_len};
    if (layout->face.framing == FRAMING_LOGFMT) return logfmt_member(kernels, line, key, ret);
    if (layout->level_nested) return json_find(line, layout->face.level_key, NULL, ret);
    return json_line_member(kernels, line, key, ret);
}

static bool match_members(const struct line_layout *layout, const struct kernels *kernels,
                          struct stamp_reader *reader, struct span line, struct line_hit *ret)
{
    struct span value;
    bool json = layout->face.framing == FRAMING_JSON_LINES;
    if (json && (line.len < 2 || line.at[0] != '{')) return false;
    if (json && line.at[line.len - 1] != '}' && line.len < LINE_WINDOW &&
        !json_line_is_object(line))
        return false;
    ret->stamp = (struct stamp){.len = 0};
    ret->stamp_at = 0;
    ret->mark = MARK_NONE;
    if (layout->format) {
        if (!time_place(layout, kernels, line, &value)) return false;
        if (!read_stamp(reader, line, (size_t)(value.at - line.at), ret)) return false;
    }
    ret->level = EVIDENCE_LEVEL_NONE;
    if (layout->level_key_len > 0) {
        if (level_value(layout, kernels, line, &value) && value.len < 40)
            ret->level = layout->rule
                             ? level_of_rule_word(layout->rule, value)
                             : level_of_value(value, layout->face.style == STYLE_JSON_SYSLOG);
    } else if (!json) {
        /* "t=2031-05-06 07:08:09 UTC p=4711 d=shop ERROR:  ...": pairs are the prefix alone */
        ret->level = level_postgres(line, ret->stamp_at + ret->stamp.len);
    } else if (layout->message_key_len > 0) {
        /* a container's own line in a wrapper: its level is in its text */
        struct span key = {layout->message_key, layout->message_key_len};
        if (json_line_member(kernels, line, key, &value))
            ret->level = level_find(kernels, value, '.');
    }
    return true;
}

size_t line_skipped(const struct line_layout *layout, struct span line)
{
    size_t skipped = 0;
    if (layout->face.position & PLACE_PREFIXED) skipped = line_prefix(line);
    if (skipped < line.len && (line.at[skipped] == '\033' || line.at[skipped] == '\0'))
        skipped += line_escapes(span_from(line, skipped));
    return skipped;
}

/* lines_many.c and lines_keyed.c take the common lines without coming here: what a line is asked
 * here, it is asked there too (t_kernels and fuzz_formats compare both). */
bool line_match(const struct line_layout *layout, const struct kernels *kernels,
                struct stamp_reader *reader, struct span line, struct line_hit *ret)
{
    bool begins_plainly = !(layout->face.position & PLACE_PREFIXED) && line.len > 0 &&
                          line.at[0] != '\033' && line.at[0] != '\0';
    size_t skipped = begins_plainly ? 0 : line_skipped(layout, line);
    struct span rest = span_from(line, skipped);
    bool hit = layout->face.framing == FRAMING_LINES
                   ? match_text(layout, kernels, reader, rest, ret)
                   : match_members(layout, kernels, reader, rest, ret);
    if (hit) ret->stamp_at += skipped;
    return hit;
}
