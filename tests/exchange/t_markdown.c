/*
 * Markdown postmortems, as teams write them: those in postmortems/, each beside what is to be read
 * from it. With a file as its argument the program prints what is read from that, in that form.
 */
#include "exchange/exchange.h"
#include "tests/test.h"

#include <dirent.h>
#include <stdio.h>

enum { FILES_MOST = 200 };

struct sheet {
    struct arena arena;
    struct exchange_import import;
    struct text source;
};

static void slurp(const char *path, struct text *ret)
{
    text_init(ret, 0);
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be opened", path);
    char piece[4096];
    for (size_t len; (len = fread(piece, 1, sizeof piece, file)) > 0;)
        text_add(ret, (struct span){piece, len});
    fclose(file);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void sheet_read(struct sheet *sheet, const char *path)
{
    struct error error = ERROR_NONE;
    struct review_typing typing = {.day = INSTANT_NONE};
    arena_init(&sheet->arena, (size_t)256 << 20);
    slurp(path, &sheet->source);
    assert_ok(exchange_markdown_read(text_span(&sheet->source), base_name(path), &typing,
                                     &sheet->arena, &sheet->import, &error));
}

static void sheet_release(struct sheet *sheet)
{
    arena_release(&sheet->arena);
    text_release(&sheet->source);
}

/* ---- what was read, line by line ---- */

static void put_bounds(struct text *out, const struct review_time *time)
{
    if (time->relative) {
        text_addf(out, "%s", time->raw);
        return;
    }
    if (time->at.earliest == INSTANT_NONE) {
        text_addf(out, "? (%s)", time->raw ? time->raw : "");
        return;
    }
    bool from = time->at.earliest != INSTANT_OPEN_START, to = time->at.latest != INSTANT_OPEN_END;
    if (from) instant_add_text(out, time->at.earliest, NULL, INSTANT_FULL, 0);
    text_adds(out, "/");
    if (to) instant_add_text(out, time->at.latest, NULL, INSTANT_FULL, 0);
    if (time->doubtful) text_adds(out, "?");
}

static void put_event(struct text *out, const struct review_event *event)
{
    text_addf(out, "event %u ", event->entry.id.number);
    put_bounds(out, &event->at);
    if (event->end.raw) {
        text_adds(out, " until ");
        put_bounds(out, &event->end);
    }
    text_addf(out, " %s", review_words_event.words[event->kind].word);
    if (event->actor) text_addf(out, " [%s]", event->actor);
    text_addf(out, " %.60s\n", event->what ? event->what : "-");
}

static void put_date(struct text *out, const char *name, int32_t days)
{
    int y, m, d;
    if (days == REVIEW_NO_DAY) return;
    civil_of_days(days, &y, &m, &d);
    text_addf(out, "%s %04d-%02d-%02d", name, y, m, d);
}

static void put_other(struct text *out, const struct review_entry *entry)
{
    const struct review_item *item = (const struct review_item *)entry;
    const struct review_person *person = (const struct review_person *)entry;
    const struct review_factor *factor = (const struct review_factor *)entry;
    const struct review_statement *statement = (const struct review_statement *)entry;
    text_addf(out, "%s %u", review_kinds[entry->id.kind].name, entry->id.number);
    if (entry->id.kind == REVIEW_KIND_ITEM) {
        text_addf(out, " %s", review_words_type_of_item.words[item->type].word);
        if (item->owner) text_addf(out, " [%s]", item->owner);
        put_date(out, " due", item->due);
        if (item->tracker) text_addf(out, " {%s}", item->tracker);
        if (item->tracker_state) text_addf(out, " (%s)", item->tracker_state);
    }
    if (entry->id.kind == REVIEW_KIND_PERSON)
        for (size_t i = 1; i < review_words_part.count; i++)
            if (person->parts >> i & 1) text_addf(out, " %s", review_words_part.words[i].word);
    if (entry->id.kind == REVIEW_KIND_PERSON)
        text_addf(out, " (%s) %s\n", person->role ? person->role : "",
                  person->name ? person->name : "");
    else if (entry->id.kind == REVIEW_KIND_FACTOR)
        text_addf(out, " %s %.60s\n", review_words_role_of_factor.words[factor->part].word,
                  factor->text);
    else if (entry->id.kind == REVIEW_KIND_STATEMENT)
        text_addf(out, " %s %.60s\n", review_words_code.words[statement->code].word,
                  statement->text);
    else
        text_addf(out, " %.60s\n", review_entry_line(entry));
}

/* Cut at 60 bytes, a character may be left in part. */
static void whole_lines(const struct text *in, struct text *out)
{
    struct span rest = text_span(in);
    while (rest.len) {
        uint32_t rune;
        size_t len = utf8_next(rest, &rune);
        if (rest.at[0] == '\n')
            while (out->len && out->at[out->len - 1] == ' ') out->len--;
        if (len) text_add(out, span_sub(rest, 0, len));
        rest = span_from(rest, len ? len : 1);
    }
}

static void sheet_write(const struct sheet *sheet, struct text *out)
{
    const struct exchange_import *import = &sheet->import;
    const struct review_review *own = (const struct review_review *)import->entries[0];
    struct text raw;
    text_init(&raw, 0);
    text_addf(&raw, "title %s\n", own->title ? own->title : "-");
    put_date(&raw, "day", own->day);
    text_addf(&raw, "%szone %s\n", own->day == REVIEW_NO_DAY ? "" : "\n",
              own->zone ? own->zone : "-");
    if (own->severity) text_addf(&raw, "severity %s\n", own->severity);
    for (size_t i = 0; i < own->labels.count; i++) text_addf(&raw, "label %s\n", own->labels.at[i]);
    for (size_t i = 0; i < own->components.count; i++)
        text_addf(&raw, "component %s\n", own->components.at[i]);
    for (size_t k = 1; k < REVIEW_KIND_COUNT; k++)
        for (size_t i = 0; i < import->count; i++) {
            if (import->entries[i]->id.kind != k) continue;
            if (k == REVIEW_KIND_EVENT)
                put_event(&raw, (const struct review_event *)import->entries[i]);
            else
                put_other(&raw, import->entries[i]);
        }
    for (size_t i = 0; i < import->unplaced_count; i++)
        text_addf(&raw, "unplaced %u %.60s\n", import->unplaced[i].line, import->unplaced[i].text);
    whole_lines(&raw, out);
    text_release(&raw);
}

/* ---- the samples ---- */

struct samples {
    char *paths[FILES_MOST];
    size_t count;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void samples_list(struct samples *samples)
{
    const char *folder = SOURCE_ROOT "/tests/exchange/postmortems";
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    samples->count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name);
        if (len < 4 || strcmp(entry->d_name + len - 3, ".md") != 0) continue;
        assert_true(samples->count < FILES_MOST);
        struct text path;
        text_init(&path, 0);
        text_addf(&path, "%s/%s", folder, entry->d_name);
        samples->paths[samples->count++] = strdup(path.at);
        text_release(&path);
    }
    closedir(dir);
    qsort(samples->paths, samples->count, sizeof samples->paths[0], by_name);
}

static void samples_free(struct samples *samples)
{
    for (size_t i = 0; i < samples->count; i++) free(samples->paths[i]);
}

/* Prints the first line that differs. */
static bool is_as_expected(const char *path, struct span got, struct span wanted)
{
    size_t line = 1;
    while (got.len || wanted.len) {
        struct span a = span_cut(&got, '\n'), b = span_cut(&wanted, '\n');
        if (!span_equal(a, b)) {
            print_error("%s, line %zu: read \"%.*s\", wanted \"%.*s\"\n", base_name(path), line,
                        SPAN_ARGS(a), SPAN_ARGS(b));
            return false;
        }
        line++;
    }
    return true;
}

static void every_postmortem_is_read_as_expected(void **state)
{
    (void)state;
    struct samples samples;
    size_t wrong = 0;
    samples_list(&samples);
    assert_true(samples.count >= 60);
    for (size_t i = 0; i < samples.count; i++) {
        struct sheet sheet;
        struct text got, wanted, path;
        text_init(&got, 0);
        text_init(&path, 0);
        sheet_read(&sheet, samples.paths[i]);
        sheet_write(&sheet, &got);
        text_addf(&path, "%.*s.expected", (int)strlen(samples.paths[i]) - 3, samples.paths[i]);
        slurp(path.at, &wanted);
        wrong += !is_as_expected(samples.paths[i], text_span(&got), text_span(&wanted));
        text_release(&got);
        text_release(&wanted);
        text_release(&path);
        sheet_release(&sheet);
    }
    samples_free(&samples);
    assert_int_equal(wrong, 0);
}

/* ---- nothing is lost ---- */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* " word word word ": lower case, one blank between. */
static void to_words(struct span text, struct text *out)
{
    text_addc(out, ' ');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (span_starts(span_from(text, i), SPAN("\xe2\x80")) ||
            span_starts(span_from(text, i), SPAN("\xe2\x86"))) {
            c = ' '; /* dashes, quotation marks, arrows */
            i += 2;
        }
        if (c == '\\') i++; /* \n in a body, \- in a document */
        if (is_word_char(c))
            text_addc(out, c);
        else if (out->at[out->len - 1] != ' ')
            text_addc(out, ' ');
    }
    if (out->at[out->len - 1] != ' ') text_addc(out, ' ');
}

static bool is_heading_or_mark(struct span line)
{
    line = span_trim(line);
    if (!line.len || line.at[0] == '#' || span_starts(line, SPAN("```")) ||
        span_starts(line, SPAN("~~~")))
        return true;
    size_t letters = 0;
    for (size_t i = 0; i < line.len; i++) letters += is_word_char((char)(line.at[i] | 32));
    return letters == 0;
}

/* All words of all entries, of what was not placed, and of the notices. */
static void all_words(const struct sheet *sheet, struct text *out)
{
    struct text bodies;
    text_init(&bodies, 0);
    for (size_t i = 0; i < sheet->import.count; i++) {
        text_addc(&bodies, '\n');
        review_body_write(sheet->import.entries[i], &bodies);
    }
    for (size_t i = 0; i < sheet->import.unplaced_count; i++)
        text_addf(&bodies, "\n%s", sheet->import.unplaced[i].text);
    for (size_t i = 0; i < sheet->import.notice_count; i++)
        text_addf(&bodies, "\n%s", sheet->import.notices[i]);
    to_words(text_span(&bodies), out);
    text_release(&bodies);
}

/* What a date, a zone and the joints of a list are written with: they become typed values. */
static bool may_be_typed(struct span word)
{
    static const char *const words[] = {
        "jan", "feb",        "mar",  "apr", "may", "jun", "jul", "aug",   "sep", "oct",  "nov",
        "dec", "mon",        "tue",  "wed", "thu", "fri", "sat", "sun",   "utc", "cet",  "eastern",
        "mai", "m\xc3\xa4r", "time", "and", "x",   "n",   "a",   "owner", "due", "type", "br"};
    bool digits = true;
    for (size_t i = 0; i < word.len; i++) digits &= word.at[i] >= '0' && word.at[i] <= '9';
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_starts(word, span_of(words[i]))) return true;
    return digits;
}

/* "Date: ..." and "| Date | ... |": the value counts, the label is known by its field. */
static struct span without_label(struct span line)
{
    struct span rest = line;
    if (line.len && line.at[0] == '|') {
        rest = span_from(line, 1);
        span_cut(&rest, '|');
        return rest.len ? rest : line;
    }
    size_t mark = span_find(line, SPAN("? ")); /* "Who was the scribe? Ana" */
    if (mark != SIZE_MAX) return span_from(line, mark + 1);
    struct span label = span_cut(&rest, ':');
    return label.len < 40 && rest.len ? rest : line;
}

/* Every word of the line stands in something that was read. */
static bool line_is_kept(struct span line, const struct text *all)
{
    struct text words;
    size_t lost = 0;
    text_init(&words, 0);
    to_words(line, &words);
    for (size_t at = 0; at + 1 < words.len;) {
        size_t end = at + 1;
        while (words.at[end] != ' ') end++;
        struct span word = {words.at + at, end + 1 - at};
        bool kept = span_find(text_span(all), word) != SIZE_MAX;
        lost += !kept && !may_be_typed(span_trim(word));
        at = end;
    }
    text_release(&words);
    return lost == 0;
}

/* "**Timeline**" or "Timeline:" alone, and a line that is underlined. */
static bool is_other_heading(struct span line, struct span rest)
{
    struct span next = span_trim(span_cut(&rest, '\n'));
    bool bold = line.len > 4 && span_starts(line, SPAN("**")) &&
                span_is(span_from(line, line.len - 2), "**");
    bool colon = line.len < 40 && line.at[line.len - 1] == ':';
    return bold || colon || (next.len > 2 && strspn(next.at, "=-") >= next.len);
}

static bool is_table_head(struct span line, struct span rest)
{
    struct span next = span_trim(span_cut(&rest, '\n'));
    return memchr(line.at, '|', line.len) && next.len > 2 && strspn(next.at, "|-: ") >= next.len;
}

static void every_line_is_in_an_entry_a_heading_or_unplaced(void **state)
{
    (void)state;
    struct samples samples;
    size_t lost = 0;
    samples_list(&samples);
    for (size_t i = 0; i < samples.count; i++) {
        struct sheet sheet;
        struct text all;
        text_init(&all, 0);
        sheet_read(&sheet, samples.paths[i]);
        all_words(&sheet, &all);
        struct span rest = text_span(&sheet.source);
        for (size_t number = 1; rest.len; number++) {
            struct span line = span_trim(span_cut(&rest, '\n'));
            if (is_heading_or_mark(line) || is_table_head(line, rest) ||
                is_other_heading(line, rest) || line_is_kept(line, &all) ||
                line_is_kept(without_label(line), &all))
                continue;
            print_error("%s, line %zu is lost: %.*s\n", base_name(samples.paths[i]), number,
                        SPAN_ARGS(line));
            lost++;
        }
        text_release(&all);
        sheet_release(&sheet);
    }
    samples_free(&samples);
    assert_int_equal(lost, 0);
}

/* What is read can be stored: each body reads back as the same bytes. */
static void every_entry_can_be_stored(void **state)
{
    (void)state;
    struct samples samples;
    samples_list(&samples);
    for (size_t i = 0; i < samples.count; i++) {
        struct sheet sheet;
        sheet_read(&sheet, samples.paths[i]);
        for (size_t k = 0; k < sheet.import.count; k++) {
            struct error error = ERROR_NONE;
            struct text body, again;
            struct review_entry *back;
            text_init(&body, 0);
            text_init(&again, 0);
            review_body_write(sheet.import.entries[k], &body);
            enum status status = review_body_read(sheet.import.entries[k]->id.kind,
                                                  text_span(&body), &sheet.arena, &back, &error);
            if (status) fail_msg("%s: %s: %s", base_name(samples.paths[i]), error.message, body.at);
            review_body_write(back, &again);
            assert_string_equal(body.at, again.at);
            text_release(&body);
            text_release(&again);
        }
        sheet_release(&sheet);
    }
    samples_free(&samples);
}

/* ---- rules of the review ---- */

/* All entries together make a review that its rules accept. */
static void every_import_passes_the_rules(void **state)
{
    (void)state;
    struct samples samples;
    samples_list(&samples);
    for (size_t i = 0; i < samples.count; i++) {
        struct sheet sheet;
        struct error error = ERROR_NONE;
        struct review review;
        sheet_read(&sheet, samples.paths[i]);
        size_t count = sheet.import.count;
        struct review_stored *stored = arena_array(&sheet.arena, count, sizeof *stored);
        struct review_change *changes = arena_array(&sheet.arena, count, sizeof *changes);
        for (size_t k = 0; k < count; k++) {
            struct text body;
            text_init(&body, 0);
            review_body_write(sheet.import.entries[k], &body);
            stored[k] = (struct review_stored){
                .id = sheet.import.entries[k]->id, .version = 1, .author = "a"};
            stored[k].body = (struct span){arena_copy(&sheet.arena, text_span(&body)), body.len};
            text_release(&body);
        }
        assert_ok(review_assemble(1, "00112233445566778899aabbccddeeff", stored, count,
                                  &sheet.arena, &review, &error));
        for (size_t k = 0; k < count; k++)
            changes[k] =
                (struct review_change){stored[k].id, NULL, review_find(&review, stored[k].id)};
        assert_ok(review_check(&review, changes, count, &error));
        struct review_settled settled;
        assert_ok(review_settle(&review, &sheet.arena, &settled, &error));
        sheet_release(&sheet);
    }
    samples_free(&samples);
}

static size_t count_kind(const struct exchange_import *import, enum review_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < import->count; i++) count += import->entries[i]->id.kind == kind;
    return count;
}

static size_t count_notices(const struct exchange_import *import, const char *part)
{
    size_t count = 0;
    for (size_t i = 0; i < import->notice_count; i++)
        count += strstr(import->notices[i], part) != NULL;
    return count;
}

static void X2_a_root_cause_becomes_factors_with_a_notice(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t factors, notices;
    } cases[] = {
        {"## Root cause\n\nA queue without a limit.\n", 1, 1},
        {"## Root Causes\n\n- A queue without a limit\n- A burst\n", 2, 2},
        {"**Root cause:** A queue without a limit.\n", 1, 1},
        {"| Severity | 2 |\n| - | - |\n| Root cause | A queue without a limit |\n", 1, 1},
        {"## Contributing factors\n\n- A queue without a limit\n- A burst\n", 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct exchange_import import;
        struct error error = ERROR_NONE;
        arena_init(&arena, (size_t)16 << 20);
        assert_ok(
            exchange_markdown_read(span_of(cases[i].text), "a.md", NULL, &arena, &import, &error));
        assert_int_equal(count_kind(&import, REVIEW_KIND_FACTOR), cases[i].factors);
        assert_int_equal(count_notices(&import, "one of several conditions"), cases[i].notices);
        arena_release(&arena);
    }
}

static void X2_whys_are_one_chain_of_factors_among_others(void **state)
{
    (void)state;
    struct arena arena;
    struct exchange_import import;
    struct error error = ERROR_NONE;
    arena_init(&arena, (size_t)16 << 20);
    assert_ok(exchange_markdown_read(
        SPAN("## Five whys\n\n1. Why slow? The pool was empty.\n2. Why empty? "
             "Nobody gave back.\n3. Why not? The job was stopped.\n"),
        "a.md", NULL, &arena, &import, &error));
    assert_int_equal(count_kind(&import, REVIEW_KIND_FACTOR), 3);
    assert_int_equal(count_notices(&import, "one path among others"), 1);
    uint32_t number = 0;
    for (size_t i = 0; i < import.count; i++) {
        const struct review_factor *factor = (const struct review_factor *)import.entries[i];
        if (factor->entry.id.kind != REVIEW_KIND_FACTOR) continue;
        number++;
        assert_int_equal(factor->rests_on.count, number < 3);
        if (number < 3) assert_int_equal(factor->rests_on.at[0].number, number + 1);
    }
    arena_release(&arena);
}

/* ---- what nobody would write ---- */

static enum status read_bytes(struct span bytes, size_t *ret_entries, size_t *ret_unplaced)
{
    struct arena arena;
    struct exchange_import import;
    struct error error = ERROR_NONE;
    arena_init(&arena, (size_t)512 << 20);
    enum status status = exchange_markdown_read(bytes, "odd.md", NULL, &arena, &import, &error);
    if (!status) {
        *ret_entries = import.count;
        *ret_unplaced = import.unplaced_count;
    } else {
        assert_true(error.message[0] != '\0');
    }
    arena_release(&arena);
    return status;
}

/* A piece said again and again until there are `size` bytes. */
static void repeat(struct text *text, const char *piece, size_t size)
{
    text_init(text, 0);
    while (text->len < size) text_adds(text, piece);
}

static void odd_bytes_do_no_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "|",
        "| ",
        "> ",
        "* ",
        "    - ",
        "- 10:02 a\n",
        "# Timeline\n",
        "[",
        "![](",
        "`",
        "**",
        "_a",
        "<!-- ",
        "```\n",
        "\t",
        "\\",
        "1. ",
        "10:02",
        "~",
        "\r",
        "a|b\n-|-\n",
        "&amp;",
        "<",
        "[a](b",
        "(",
        "10:02 - ",
        "# T+0\n",
        "\xef\xbf\xbd",
        "- [ ] a\n",
        "Severity: a\n",
        "10:02 a\n",
        "## Timeline\n| Time | What |\n| - | - |\n| 10:02 | a |\n",
        "Authors: a, a, a\n",
        "## Root cause\n- a\n",
        "2026-03-04 ",
        "March ",
        "## a\nb\n",
        "T+1h ",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct text text;
        size_t entries, unplaced;
        repeat(&text, pieces[i], i < 5 ? (size_t)1 << 20 : (size_t)1 << 17);
        enum status status = read_bytes(text_span(&text), &entries, &unplaced);
        if (status != STATUS_OK && status != STATUS_LIMIT)
            fail_msg("%s: %s", pieces[i], status_name(status));
        text_release(&text);
    }
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    size_t entries, unplaced;
    char nuls[400] = {0};
    struct text big;
    assert_int_equal(read_bytes((struct span){nuls, sizeof nuls}, &entries, &unplaced),
                     STATUS_BAD_INPUT);
    assert_int_equal(read_bytes(SPAN("\xff\xfe#\0 \0a\0"), &entries, &unplaced), STATUS_BAD_INPUT);
    repeat(&big, "words ", ((size_t)4 << 20) + 1);
    assert_int_equal(read_bytes(text_span(&big), &entries, &unplaced), STATUS_LIMIT);
    text_release(&big);
    assert_int_equal(read_bytes(SPAN(""), &entries, &unplaced), STATUS_OK);
    assert_int_equal(entries, 1);
    assert_int_equal(read_bytes(SPAN("\xef\xbb\xbf"), &entries, &unplaced), STATUS_OK);
}

/* Line ends of other systems, a byte order mark, a few broken bytes: the same is read. */
static void line_ends_and_marks_make_no_difference(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "# A\n\n2026-03-04\n\n## Timeline\n\n- 10:02 a\n- 10:05 b\n",
        "# A\r\n\r\n2026-03-04\r\n\r\n## Timeline\r\n\r\n- 10:02 a\r\n- 10:05 b\r\n",
        "# A\r\r2026-03-04\r\r## Timeline\r\r- 10:02 a\r- 10:05 b\r",
        "\xef\xbb\xbf# A\n\n2026-03-04\n\n## Timeline\n\n- 10:02 a\n- 10:05 b",
        "# A\xff\n\n2026-03-04\n\n## Timeline\n\n- 10:02 a\xc3\n- 10:05 b\n",
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct arena arena;
        struct exchange_import import;
        struct error error = ERROR_NONE;
        arena_init(&arena, (size_t)16 << 20);
        assert_ok(exchange_markdown_read(span_of(ways[i]), "a.md", NULL, &arena, &import, &error));
        assert_int_equal(import.count, 3);
        const struct review_event *event = (const struct review_event *)import.entries[2];
        assert_string_equal(event->at.raw, "10:05");
        assert_true(event->at.at.earliest == INT64_C(1772618700) * NS_PER_S);
        arena_release(&arena);
    }
}

static int print_one(const char *path)
{
    struct sheet sheet;
    struct text out;
    text_init(&out, 0);
    sheet_read(&sheet, path);
    sheet_write(&sheet, &out);
    fputs(out.at, stdout);
    for (size_t i = 0; i < sheet.import.notice_count; i++)
        fprintf(stderr, "- %s\n", sheet.import.notices[i]);
    text_release(&out);
    sheet_release(&sheet);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_postmortem_is_read_as_expected),
        cmocka_unit_test(every_line_is_in_an_entry_a_heading_or_unplaced),
        cmocka_unit_test(every_entry_can_be_stored),
        cmocka_unit_test(every_import_passes_the_rules),
        cmocka_unit_test(X2_a_root_cause_becomes_factors_with_a_notice),
        cmocka_unit_test(X2_whys_are_one_chain_of_factors_among_others),
        cmocka_unit_test(odd_bytes_do_no_harm),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(line_ends_and_marks_make_no_difference),
    };
    if (argc > 1) return print_one(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
