/* Formats that people define, as layouts: where their stamps stand and what their levels say. */
#include "evidence/stated.h"

bool stated_is_convincing(size_t hits, size_t lines)
{
    return hits > 0 && hits * 50 >= lines;
}

static void copy(char *to, size_t room, const char *from)
{
    size_t len = strlen(from);
    if (len >= room) len = room - 1;
    memcpy(to, from, len);
    to[len] = '\0';
}

bool stated_layout(const struct stated_format *stated, unsigned way, bool prefixed,
                   struct line_layout *ret)
{
    bool members = stated->place == PLACE_KEY, second = way == 1;
    struct line_layout layout = {.format = &stated->stamp.format, .stated = stated};
    struct evidence_layout *face = &layout.face;
    if (way > 1) return false;
    layout.stamp_flags = stated->stamp.format.flags;
    if (stated->level.place != LEVEL_BY_HABIT || stated->level.word_count > 0)
        layout.rule = &stated->level;
    face->position = (uint16_t)((unsigned)stated->place << PLACE_SHIFT | stated->number);
    if (prefixed) face->position |= PLACE_PREFIXED;
    if (strcmp(stated->face.zone, "UTC") == 0) face->position |= PLACE_UTC;
    copy(face->time_key, sizeof face->time_key, stated->text);
    if (members) {
        face->framing = second ? FRAMING_LOGFMT : FRAMING_JSON_LINES;
        face->style = second ? STYLE_LOGFMT : STYLE_JSON;
        layout.time_nested = !second && strchr(stated->text, '.') != NULL;
        if (stated->level.place == LEVEL_KEY) {
            copy(face->level_key, sizeof face->level_key, stated->level.text);
            layout.level_nested = !second && strchr(stated->level.text, '.') != NULL;
        }
    } else {
        if (layout.rule) face->style = STYLE_STATED;
        if (second) face->position |= PLACE_QUOTED;
    }
    *ret = layout;
    line_layout_lock(ret);
    return true;
}

/* ---- levels ---- */

enum evidence_level level_of_rule_word(const struct line_level_rule *rule, struct span word)
{
    for (unsigned i = 0; i < rule->word_count; i++)
        if (span_is(word, rule->words[i].word)) return rule->words[i].level;
    return level_of_value(word, false);
}

/* The first of the stated words in a text. */
static enum evidence_level first_stated(const struct line_level_rule *rule, struct span text)
{
    for (unsigned i = 0; i < 12; i++) {
        struct span word = line_word(text, 0, i);
        for (unsigned j = 0; j < rule->word_count; j++)
            if (word.len > 0 && span_is(word, rule->words[j].word)) return rule->words[j].level;
    }
    return EVIDENCE_LEVEL_NONE;
}

/* The first word before the stamp that is a level. */
static enum evidence_level before_stamp(const struct line_level_rule *rule, struct span text)
{
    for (unsigned i = 0; i < 12; i++) {
        struct span word = line_word(text, 0, i);
        enum evidence_level level = level_of_rule_word(rule, word);
        if (word.len > 0 && level != EVIDENCE_LEVEL_NONE) return level;
    }
    return EVIDENCE_LEVEL_NONE;
}

static enum evidence_level after_text(const struct line_level_rule *rule, struct span line)
{
    struct span text = span_of(rule->text), head = span_sub(line, 0, 4096);
    size_t at = span_find(head, text);
    if (at == SIZE_MAX) return EVIDENCE_LEVEL_NONE;
    if (rule->place == LEVEL_KEY) { /* a member among others in a line of text */
        at += text.len;
        if (at >= head.len || head.at[at] != '=') return EVIDENCE_LEVEL_NONE;
        at++;
    } else {
        at += text.len;
    }
    struct span word = line_word(line, at, 0);
    size_t len = 0;
    while (len < word.len && !byte_is_one_of(word.at[len], ",;|]})>\"")) len++;
    return level_of_rule_word(rule, span_sub(word, 0, len));
}

static enum evidence_level in_field(const struct line_level_rule *rule, struct span line)
{
    struct span cell = {NULL, 0};
    for (unsigned i = 0; i <= rule->number; i++) {
        if (line.len == 0) return EVIDENCE_LEVEL_NONE;
        cell = span_cut(&line, rule->text[0]);
    }
    cell = span_trim(cell);
    if (cell.len >= 2 && cell.at[0] == '"') cell = span_sub(cell, 1, cell.len - 2);
    return level_of_rule_word(rule, cell);
}

enum evidence_level level_of_rule(const struct line_level_rule *rule, struct span line,
                                  size_t stamp_at, size_t behind)
{
    enum evidence_level level = EVIDENCE_LEVEL_NONE;
    switch (rule->place) {
    case LEVEL_NOWHERE: break;
    case LEVEL_WORD: return level_of_rule_word(rule, line_word(line, behind, rule->number));
    case LEVEL_BEFORE: return before_stamp(rule, span_sub(line, 0, stamp_at));
    case LEVEL_AFTER:
    case LEVEL_KEY: return after_text(rule, line);
    case LEVEL_FIELD: return in_field(rule, line);
    case LEVEL_BY_HABIT:
        level = first_stated(rule, span_sub(line, 0, stamp_at));
        if (level == EVIDENCE_LEVEL_NONE) level = first_stated(rule, span_from(line, behind));
        break;
    }
    return level;
}

/* ---- kinds ---- */

static bool fits(const struct line_layout *layout, struct span rest)
{
    struct stamp_reader reader;
    struct line_hit hit;
    size_t hits = 0, lines = 0;
    stamp_reader_init(&reader, layout->format);
    while (rest.len > 0 && lines < SAMPLE_LINES) {
        struct span line = span_cut(&rest, '\n');
        if (span_trim(line).len == 0) continue;
        bool hit_it =
            line_match(layout, kernels_plain(), &reader, span_sub(line, 0, LINE_WINDOW), &hit);
        hits += hit_it;
        lines += hits > 0;
    }
    return stated_is_convincing(hits, lines);
}

bool evidence_formats_fit(const struct evidence_formats *formats, struct span head)
{
    enum { NARROW_BYTES = 16 << 10 };
    struct line_layout layout;
    char narrow[NARROW_BYTES];
    bool big;
    if (evidence_formats_count(formats) == 0) return false;
    if (lines_are_wide(head, &big)) { /* UTF-16: a part of it is enough */
        size_t len = 0;
        for (size_t i = 2; i + 1 < head.len && len < sizeof narrow; i += 2)
            narrow[len++] = lines_narrow(head.at[i], head.at[i + 1], big);
        head = (struct span){narrow, len};
    }
    for (size_t i = 0; i < evidence_formats_count(formats); i++)
        for (unsigned way = 0; stated_layout(formats->item[i], way, false, &layout); way++)
            if (fits(&layout, head)) return true;
    return false;
}

enum evidence_kind evidence_formats_kind(const struct evidence_formats *formats, struct span head,
                                         enum evidence_kind kind)
{
    bool open = kind == EVIDENCE_ATTACHMENT || kind == EVIDENCE_TABLE;
    if (!open || evidence_formats_count(formats) == 0) return kind;
    return evidence_formats_fit(formats, head) ? EVIDENCE_LOG : kind;
}
