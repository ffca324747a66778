/* `formats test --json`. */
#include "command/formats.h"

static void put_time(struct json_writer *json, const char *key, int64_t time, unsigned digits,
                     bool local)
{
    struct text text;
    text_init(&text, 0);
    json_key(json, key);
    if (time != EVIDENCE_NO_TIME) instant_add_text(&text, time, NULL, INSTANT_FULL, (int)digits);
    if (local && text.len > 0) text.at[--text.len] = '\0'; /* without Z */
    json_string(json, text.len ? text.at : NULL);
    text_release(&text);
}

static void put_flags(struct json_writer *json, uint16_t flags)
{
    static const struct {
        uint16_t flag;
        const char *word;
    } words[] = {{EVIDENCE_LOCAL, "local"},
                 {EVIDENCE_YEAR_INFERRED, "year-inferred"},
                 {EVIDENCE_DATE_INFERRED, "date-inferred"},
                 {EVIDENCE_LEAP, "leap-second"},
                 {EVIDENCE_LATE, "late"},
                 {EVIDENCE_SINCE_BOOT, "since-boot"},
                 {EVIDENCE_DAY_GUESS, "day-month-unclear"},
                 {EVIDENCE_LEAP_GUESS, "leap-seconds-unclear"},
                 {EVIDENCE_BINARY, "binary"}};
    json_member_array(json, "flags");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (flags & words[i].flag) json_string(json, words[i].word);
    json_array_end(json);
}

static void put_sample(const struct formats_answer *answer, const struct formats_sample *sample,
                       struct json_writer *json)
{
    const struct evidence_index *index = &answer->index;
    uint64_t record = sample->record, end = sample->line_end;
    uint16_t flags = index->flags[record];
    bool marked = sample->stamp.to > sample->stamp.from;
    if (end - sample->line > 2000) end = sample->line + 2000;
    json_object(json);
    json_member_uint(json, "record", record);
    json_member_uint(json, "byte", sample->line);
    json_member_span(json, "text",
                     span_sub(answer->content, (size_t)sample->line, (size_t)(end - sample->line)));
    json_key(json, "stamp");
    if (marked) {
        json_object(json);
        json_member_uint(json, "from", sample->stamp.from);
        json_member_uint(json, "to", sample->stamp.to);
        json_object_end(json);
    } else {
        json_null(json);
    }
    put_time(json, "time", index->time[record], EVIDENCE_DIGITS(flags), flags & EVIDENCE_LOCAL);
    json_member_uint(json, "decimals", EVIDENCE_DIGITS(flags));
    json_member(json, "level", evidence_level_word((enum evidence_level)index->level[record]));
    put_flags(json, flags);
    json_object_end(json);
}

static void put_places(const struct evidence_layout *layout, struct json_writer *json)
{
    struct text text;
    text_init(&text, 0);
    evidence_layout_place(layout, &text);
    json_member(json, "place", text.len ? text.at : NULL);
    text_clear(&text);
    evidence_layout_level(layout, &text);
    json_member(json, "level", text.len ? text.at : NULL);
    text_release(&text);
}

static void put_layout(const struct formats_answer *answer, unsigned number,
                       struct json_writer *json)
{
    const struct formats_layout *layout = &answer->layouts[number];
    const struct evidence_layout *face = &answer->index.layouts[number];
    json_object(json);
    json_member(json, "name", face->name);
    json_member(json, "stamp", face->stamp);
    put_places(face, json);
    json_key(json, "own");
    if (layout->own) {
        json_object(json);
        json_member(json, "file", layout->own->path);
        json_member_uint(json, "line", layout->own->line);
        json_object_end(json);
    } else {
        json_null(json);
    }
    json_member_uint(json, "records", layout->records);
    json_key(json, "share");
    json_number(json,
                answer->index.count ? (double)layout->records / (double)answer->index.count : 0);
    json_member_uint(json, "timed", layout->timed);
    json_member(json, "zone", formats_zone(answer, number));
    json_member_array(json, "decimals");
    json_uint(json, layout->digits_least);
    json_uint(json, layout->digits_most);
    json_array_end(json);
    json_member_object(json, "levels");
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++)
        if (layout->levels[i])
            json_member_uint(json, evidence_level_word((enum evidence_level)i), layout->levels[i]);
    json_object_end(json);
    json_member_array(json, "samples");
    for (unsigned i = 0; i < layout->sample_count; i++)
        put_sample(answer, &layout->samples[i], json);
    json_array_end(json);
    json_object_end(json);
}

static void put_considered(const struct formats_answer *answer, struct json_writer *json)
{
    json_member_array(json, "considered");
    for (size_t i = 0; i < answer->account.count; i++) {
        const struct evidence_candidate *candidate = &answer->account.item[i];
        json_object(json);
        json_member(json, "stamp", candidate->layout.stamp);
        put_places(&candidate->layout, json);
        json_member_uint(json, "lines", candidate->lines);
        json_member_uint(json, "of", candidate->open);
        json_member_number(json, "ordered", candidate->ordered);
        json_member_bool(json, "taken", candidate->taken);
        json_member(json, "why", candidate->taken ? NULL : candidate->why);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_notes(const char *key, const struct formats_note *notes, unsigned count,
                      struct json_writer *json)
{
    json_member_array(json, key);
    for (unsigned i = 0; i < count; i++) {
        json_object(json);
        json_member(json, "what", notes[i].what);
        json_member(json, "words", notes[i].words);
        json_object_end(json);
    }
    json_array_end(json);
}

void formats_put_json(const struct formats_answer *answer, struct text *out)
{
    const struct evidence_index *index = &answer->index;
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_member(&json, "path", answer->path);
    json_member(&json, "kind", evidence_kind_word(answer->kind));
    json_member_uint(&json, "bytes", index->size);
    json_member_uint(&json, "records", index->count);
    json_member_uint(&json, "timed", index->timed);
    put_time(&json, "first", index->first, 9, index->local > 0);
    put_time(&json, "last", index->last, 9, index->local > 0);
    json_member(&json, "zone_stated", index->zone_stated[0] ? index->zone_stated : NULL);
    json_member(&json, "year_basis", index->year_basis[0] ? index->year_basis : NULL);
    json_member_array(&json, "layouts");
    for (unsigned i = 0; i < index->layout_count; i++) put_layout(answer, i, &json);
    json_array_end(&json);
    json_member_uint(&json, "lines", answer->lines);
    json_member_uint(&json, "continued", answer->continued);
    json_member_array(&json, "continued_lines");
    for (unsigned i = 0; i < answer->continued_count; i++)
        json_span(&json, span_sub(answer->continued_lines[i], 0, 2000));
    json_array_end(&json);
    json_member_uint(&json, "sampled", answer->account.sampled);
    json_member_uint(&json, "refused", answer->account.refused);
    put_considered(answer, &json);
    put_notes("doubts", answer->doubts, answer->doubt_count, &json);
    put_notes("next", answer->next, answer->next_count, &json);
    json_member(&json, "suggestion", answer->suggestion);
    json_object_end(&json);
    text_addc(out, '\n');
}
