/* `formats test` for people. */
#include "command/formats.h"

enum { SHOWN = 150, CONSIDERED = 6 };

static void add_time(struct text *out, int64_t time, int digits, bool local)
{
    if (time == EVIDENCE_NO_TIME) {
        text_adds(out, "no time");
        return;
    }
    size_t before = out->len;
    instant_add_text(out, time, NULL, INSTANT_FULL, digits);
    if (local && out->len > before) {
        out->at[--out->len] = '\0'; /* without Z */
        text_adds(out, " local time");
    }
}

/* How many columns bytes take where they are shown. */
static size_t width_of(struct span bytes)
{
    struct text text;
    size_t width = 0;
    text_init(&text, 0);
    text_add_visible(&text, bytes);
    for (size_t i = 0; i < text.len; i++) width += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    text_release(&text);
    return width;
}

static void put_sample(const struct formats_answer *answer, const struct formats_sample *sample,
                       struct text *out)
{
    const struct evidence_index *index = &answer->index;
    uint64_t record = sample->record;
    uint16_t flags = index->flags[record];
    size_t len = (size_t)(sample->line_end - sample->line);
    struct span line = span_sub(answer->content, (size_t)sample->line, len < SHOWN ? len : SHOWN);
    if (line.len > 0 && line.at[line.len - 1] == '\r') line.len--;
    text_adds(out, "    ");
    text_add_visible(out, line);
    text_adds(out, len > SHOWN ? " ...\n" : "\n");
    text_adds(out, "    ");
    if (sample->stamp.to > sample->stamp.from && sample->stamp.to - sample->line <= SHOWN) {
        size_t from = (size_t)(sample->stamp.from - sample->line);
        size_t stamp = (size_t)(sample->stamp.to - sample->stamp.from);
        text_addf(out, "%*s", (int)width_of(span_sub(line, 0, from)), "");
        for (size_t i = width_of(span_sub(line, from, stamp)); i > 0; i--) text_addc(out, '^');
        text_addc(out, ' ');
    }
    text_adds(out, "= ");
    add_time(out, index->time[record], (int)EVIDENCE_DIGITS(flags), flags & EVIDENCE_LOCAL);
    text_addf(out, ", %s\n", evidence_level_word((enum evidence_level)index->level[record]));
}

static const char *zone_words(const struct formats_answer *answer, unsigned number)
{
    const char *zone = formats_zone(answer, number);
    return zone[0] == 's' && zone[1] == 't' ? "written in the stamp, or the stamp is UTC by itself"
           : zone[0] == 's'                 ? answer->index.zone_stated
                                            : "not known";
}

static void put_places(const struct evidence_layout *face, struct text *out)
{
    struct text place;
    text_init(&place, 0);
    evidence_layout_place(face, &place);
    text_addf(out, "  stamp  %s, place: %s\n", face->stamp[0] ? face->stamp : "none",
              place.len ? place.at : "-");
    text_clear(&place);
    evidence_layout_level(face, &place);
    text_addf(out, "  level  %s:", place.len ? place.at : "a word near the stamp");
    text_release(&place);
}

static void put_layout(const struct formats_answer *answer, unsigned number, struct text *out)
{
    const struct formats_layout *layout = &answer->layouts[number];
    const struct evidence_layout *face = &answer->index.layouts[number];
    double share =
        answer->index.count ? 100.0 * (double)layout->records / (double)answer->index.count : 0;
    text_addf(out, "\n%s: %llu of them, %.1f %%\n", face->name, (unsigned long long)layout->records,
              share);
    if (layout->own)
        text_addf(out, "  a format of your own, %s:%u\n", layout->own->path, layout->own->line);
    if (layout->timed > 0) put_places(face, out);
    for (unsigned i = 0; layout->timed > 0 && i < EVIDENCE_LEVEL_COUNT; i++)
        if (layout->levels[i])
            text_addf(out, " %s %llu", evidence_level_word((enum evidence_level)i),
                      (unsigned long long)layout->levels[i]);
    if (layout->timed > 0) {
        text_addc(out, '\n');
        text_addf(out, "  zone   %s\n", zone_words(answer, number));
        text_addf(out,
                  layout->digits_least == layout->digits_most ? "  decimals %u\n"
                                                              : "  decimals %u to %u\n",
                  layout->digits_least, layout->digits_most);
    }
    for (unsigned i = 0; i < layout->sample_count; i++)
        put_sample(answer, &layout->samples[i], out);
}

static void put_continued(const struct formats_answer *answer, struct text *out)
{
    if (answer->continued == 0 || answer->index.timed == 0) return;
    text_addf(out, "\n%llu of %llu lines continue the record before them, such as\n",
              (unsigned long long)answer->continued, (unsigned long long)answer->lines);
    for (unsigned i = 0; i < answer->continued_count; i++) {
        text_adds(out, "    ");
        text_add_visible(out, span_sub(answer->continued_lines[i], 0, SHOWN));
        text_addc(out, '\n');
    }
}

static void put_considered(const struct formats_answer *answer, struct text *out)
{
    unsigned shown = 0;
    struct text place;
    text_init(&place, 0);
    for (size_t i = 0; i < answer->account.count && shown < CONSIDERED; i++) {
        const struct evidence_candidate *candidate = &answer->account.item[i];
        if (candidate->taken) continue;
        text_clear(&place);
        evidence_layout_place(&candidate->layout, &place);
        if (shown++ == 0) text_adds(out, "\nconsidered as well\n");
        text_addf(out, "  %-24s %-16s %5llu of %llu lines: %s\n", candidate->layout.stamp, place.at,
                  (unsigned long long)candidate->lines, (unsigned long long)candidate->open,
                  candidate->why);
    }
    text_release(&place);
}

static void put_notes(const char *title, const struct formats_note *notes, unsigned count,
                      struct text *out)
{
    if (count > 0) text_addf(out, "\n%s\n", title);
    for (unsigned i = 0; i < count; i++) text_add_wrapped(out, span_of(notes[i].words), 2, 100);
}

void formats_put_text(const struct formats_answer *answer, struct text *out)
{
    const struct evidence_index *index = &answer->index;
    text_add_visible(out, span_of(answer->path));
    text_addf(out, ": %s, %llu record%s", evidence_kind_word(answer->kind),
              (unsigned long long)index->count, index->count == 1 ? "" : "s");
    if (index->timed > 0) {
        text_adds(out, ", ");
        add_time(out, index->first, -1, index->local > 0);
        text_adds(out, " to ");
        add_time(out, index->last, -1, index->local > 0);
    }
    text_addc(out, '\n');
    for (unsigned i = 0; i < index->layout_count; i++) put_layout(answer, i, out);
    put_continued(answer, out);
    put_considered(answer, out);
    put_notes("doubts", answer->doubts, answer->doubt_count, out);
    put_notes("next", answer->next, answer->next_count, out);
    if (answer->suggestion) text_addf(out, "\n%s\n", answer->suggestion);
}
