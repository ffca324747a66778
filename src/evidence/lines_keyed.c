/*
 * JSON lines and logfmt lines, many against one layout, as lines_many.c does it for text. Most of
 * them have their keys where they are expected: the time first and the level right behind it, or
 * the level first. There one comparison finds a key, and nothing that could make it doubtful has
 * room before it; a search finds the others. What is not of the common sort goes to line_match.
 */
#include <assert.h>

#include "evidence/lines.h"
#include "evidence/short_bytes.h"
#include "evidence/stamp_quick.h"

/* A key with what follows it in most lines: `"name":` or `name=`. */
struct key {
    struct span name; /* without the colon; empty when it is not asked for */
    size_t len;
    char text[64];
    uint64_t words[2], masks[2]; /* the first 16 bytes */
};

/* What the lines of one run are matched by. */
struct matching {
    const struct line_layout *layout;
    const struct kernels *kernels;
    struct stamp_reader *reader;
    struct key time, value; /* value: the level, or the message that has one */
    struct level_memo *memo;
};

static struct key key_of(const char *name, size_t len, bool logfmt)
{
    struct key key = {.name = {name, len}, .len = len, .text = {0}};
    assert(len + 1 < sizeof key.text);
    memcpy(key.text, name, len);
    if (len > 0 && !logfmt) key.text[key.len++] = ':';
    for (size_t i = 0; i < 2; i++) {
        key.words[i] = short_load8(key.text + 8 * i);
        key.masks[i] = short_mask(key.len > 8 * i ? key.len - 8 * i : 0);
    }
    return key;
}

/* ---- where keys are ---- */

/* The key is at `place`, which may be up to 16 bytes behind the line. */
static inline bool is_at(const struct key *key, struct span line, size_t place)
{
    const char *at = line.at + place;
    return (((short_load8(at) ^ key->words[0]) & key->masks[0]) |
            ((short_load8(at + 8) ^ key->words[1]) & key->masks[1])) == 0 &&
           place + key->len <= line.len &&
           (key->len <= 16 || memcmp(at + 16, key->text + 16, key->len - 16) == 0);
}

/* Where the value of a key begins, which is not before `from`; 0 for none. The first one mostly is
 * the one, since nothing before it makes it doubtful. */
static inline size_t search(const struct matching *matching, bool logfmt, const struct key *key,
                            struct span line, size_t from)
{
    const struct kernels *kernels = matching->kernels;
    struct span rest = {line.at + from, line.len - from}, found;
    bool doubtful;
    size_t place =
        from + kernels->find_key(rest.at, rest.len, key->name, logfmt ? '"' : '{', &doubtful);
    if (place >= line.len) return 0;
    if (logfmt) doubtful = doubtful || rest.at[0] == '"' || !byte_is_blank(line.at[place - 1]);
    if (!doubtful && is_at(key, line, place)) return place + key->len;
    bool has = logfmt ? logfmt_place(kernels, line, from, key->name, &found)
                      : json_line_place(kernels, line, from, key->name, &found);
    return has ? (size_t)(found.at - line.at) : 0;
}

/* Where the value of the level begins in a line that begins with its time: `stamp` is the place of
 * that, and `behind` where it ends. */
static inline size_t value_behind(const struct matching *matching, bool logfmt, struct span line,
                                  size_t stamp, size_t behind)
{
    const struct key *key = &matching->value;
    bool opened = line.at[stamp - 1] == '"', closed = line.at[behind] == '"';
    size_t next = behind + closed;
    if (!logfmt) next += line.at[next] == ',';
    next += line.at[next] == ' ';
    bool apart = line.at[next - 1] == ' ' || (!logfmt && line.at[next - 1] == ',');
    if (apart && (!logfmt || opened == closed) && is_at(key, line, next)) return next + key->len;
    /* in logfmt a quote that opens is of interest, too */
    return search(matching, logfmt, key, line, logfmt && opened ? stamp - 2 : behind - 1);
}

/* Where it begins in any other line. */
static inline size_t value_anywhere(const struct matching *matching, bool logfmt, struct span line)
{
    const struct key *key = &matching->value;
    return is_at(key, line, !logfmt) ? !logfmt + key->len : search(matching, logfmt, key, line, 0);
}

/* ---- what they say ---- */

static enum evidence_level level_of(const struct line_layout *layout, struct span value)
{
    if (value.len >= 40) return EVIDENCE_LEVEL_NONE;
    return layout->rule ? level_of_rule_word(layout->rule, value)
                        : level_of_value(value, layout->face.style == STYLE_JSON_SYSLOG);
}

static enum evidence_level level_of_rest(const struct line_layout *layout, bool logfmt,
                                         struct span rest)
{
    struct span value;
    bool found = logfmt ? logfmt_value(rest, &value) : json_value(rest, &value);
    return found ? level_of(layout, value) : EVIDENCE_LEVEL_NONE;
}

/* The value's bytes with what ends it, when these are eight at most; 0 otherwise. They alone tell
 * the level then: a list or an object would go on, and a backslash may hide a quote. */
static inline uint64_t short_value(struct span rest, bool logfmt)
{
    bool quoted = rest.at[0] == '"';
    uint64_t word = short_load8(rest.at + quoted), end;
    char first = (char)(word & 0xff);
    if (rest.len < 9 || first == '{' || first == '[') return 0;
    if (quoted)
        end = short_find(word, '\\') ? 0 : short_find(word, '"');
    else if (logfmt)
        end = short_find(word, ' ');
    else
        end = short_find(word, ',') | short_find(word, '}');
    return end ? word & (end ^ (end - 1)) : 0;
}

static inline enum evidence_level level_at(struct matching *matching, bool logfmt, struct span rest)
{
    while (!logfmt && rest.len > 0 && rest.at[0] == ' ') rest = span_from(rest, 1);
    uint64_t text = short_value(rest, logfmt);
    struct level_memo *memo = matching->memo;
    size_t slot = (size_t)(text * UINT64_C(0x9e3779b97f4a7c15) >> 60);
    _Static_assert(LEVEL_MEMOS == 16, "a slot is four bits");
    if (!text) return level_of_rest(matching->layout, logfmt, rest);
    if (memo->texts[slot] != text) {
        memo->texts[slot] = text;
        memo->levels[slot] = (uint8_t)level_of_rest(matching->layout, logfmt, rest);
    }
    return (enum evidence_level)memo->levels[slot];
}

static inline enum evidence_level read_level(struct matching *matching, bool logfmt,
                                             struct span line, bool begins,
                                             const struct line_hit *hit)
{
    const struct line_layout *layout = matching->layout;
    struct span value;
    if (layout->level_nested)
        return json_find(line, layout->face.level_key, NULL, &value) ? level_of(layout, value)
                                                                     : EVIDENCE_LEVEL_NONE;
    if (logfmt && layout->level_key_len == 0)
        return level_postgres(line, hit->stamp_at + hit->stamp.len);
    if (matching->value.len == 0) return EVIDENCE_LEVEL_NONE;
    size_t at = hit->stamp_at;
    size_t place = begins ? value_behind(matching, logfmt, line, at, at + hit->stamp.len)
                          : value_anywhere(matching, logfmt, line);
    if (place == 0) return EVIDENCE_LEVEL_NONE;
    if (layout->level_key_len > 0) return level_at(matching, logfmt, span_from(line, place));
    /* a container's own line in a wrapper: its level is in its text */
    return json_value(span_from(line, place), &value) ? level_find(matching->kernels, value, '.')
                                                      : EVIDENCE_LEVEL_NONE;
}

/* ---- lines ---- */

static inline bool may_be_object(struct span line)
{
    if (line.len < 2 || line.at[0] != '{') return false;
    return line.at[line.len - 1] == '}' || json_line_is_object(line);
}

/* As line_match, and that is asked where the stamp has another form. */
static inline __attribute__((always_inline)) bool
match(struct matching *matching, bool logfmt, bool begins, struct span line, struct line_hit *ret)
{
    const struct key *time = &matching->time;
    bool plain = line.at[0] != '\0' && line.at[0] != '\033' && line.len < LINE_WINDOW;
    if (plain && !logfmt && !may_be_object(line)) return false;
    size_t at = !logfmt + time->len;
    if (plain && !begins) at = search(matching, logfmt, time, line, 0);
    if (at == 0) return false;
    at += line.at[at] == ' '; /* more of them are not of the common sort */
    at += line.at[at] == '"';
    if (!plain || at >= line.len ||
        !stamp_quick(matching->reader, line.at + at, line.at + line.len, &ret->stamp))
        return line_match(matching->layout, matching->kernels, matching->reader, line, ret);
    ret->stamp_at = at;
    ret->mark = MARK_NONE;
    ret->level = read_level(matching, logfmt, line, begins, ret);
    return true;
}

/* First the lines that begin with the time, then the others: within each sort one is as the next.
 */
static inline __attribute__((always_inline)) void match_all(struct matching *matching, bool logfmt,
                                                            unsigned number, struct line_run *run)
{
    const bool utc = (matching->layout->face.position & PLACE_UTC) != 0;
    uint16_t begun[LINE_RUN], others[LINE_RUN];
    struct line_hit hit;
    unsigned begun_count = 0, other_count = 0, kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        bool begins = is_at(&matching->time, run->line[run->open[i]], !logfmt);
        begun[begun_count] = others[other_count] = run->open[i];
        begun_count += begins;
        other_count += !begins;
    }
    for (unsigned i = 0; i < begun_count; i++) {
        unsigned at = begun[i];
        if (match(matching, logfmt, true, run->line[at], &hit))
            line_run_put(run, at, number, utc, &hit);
        else
            run->open[kept++] = (uint16_t)at;
    }
    for (unsigned i = 0; i < other_count; i++) {
        unsigned at = others[i];
        if (match(matching, logfmt, false, run->line[at], &hit))
            line_run_put(run, at, number, utc, &hit);
        else
            run->open[kept++] = (uint16_t)at;
    }
    run->open_count = kept;
}

bool lines_are_keyed(const struct line_layout *layout, const struct stamp_reader *reader)
{
    return layout->face.framing != FRAMING_LINES && layout->format && reader->tail &&
           layout->time_key_len > 0 && !layout->time_nested &&
           !(layout->face.position & PLACE_PREFIXED);
}

void lines_match_keyed(const struct line_layout *layout, unsigned number,
                       const struct kernels *kernels, struct stamp_reader *reader,
                       struct line_run *run)
{
    bool logfmt = layout->face.framing == FRAMING_LOGFMT;
    struct matching matching = {
        .layout = layout, .kernels = kernels, .reader = reader, .memo = &run->memo[number]};
    matching.time = key_of(layout->time_key, layout->time_key_len, logfmt);
    if (layout->level_key_len > 0 && !layout->level_nested)
        matching.value = key_of(layout->level_key, layout->level_key_len, logfmt);
    else if (layout->level_key_len == 0 && !logfmt)
        matching.value = key_of(layout->message_key, layout->message_key_len, logfmt);
    if (logfmt)
        match_all(&matching, true, number, run);
    else
        match_all(&matching, false, number, run);
}
