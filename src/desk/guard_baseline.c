/* The file of findings that were set aside: one a line, by fingerprint. */
#include "desk/guard.h"

#include <stdlib.h>

enum { CELLS = 4, BEGINNING_RUNES = 60, BASELINE_BYTES = 64 << 20 };

/* Whoever writes a baseline holds its folder for as long as that takes. */
static const duration LONGEST_WAIT = 10 * NS_PER_S;

static const char head[] =
    "# Findings of postmortem lint that were set aside: fingerprint, rule, reason, sentence";

/* The place of a fingerprint in the list, or where it would be. */
static size_t place_of(const struct guard_baseline *baseline, uint64_t fingerprint)
{
    size_t from = 0, to = baseline->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (baseline->dismissals[middle].fingerprint < fingerprint)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct guard_dismissal *desk_guard_set_aside(const struct guard_baseline *baseline,
                                                   uint64_t fingerprint)
{
    size_t at = place_of(baseline, fingerprint);
    bool found = at < baseline->count && baseline->dismissals[at].fingerprint == fingerprint;
    return found ? &baseline->dismissals[at] : NULL;
}

static int by_fingerprint(const void *a, const void *b)
{
    const struct guard_dismissal *x = a, *y = b;
    return (x->fingerprint > y->fingerprint) - (x->fingerprint < y->fingerprint);
}

/* Two lists in order into one, each fingerprint once; where both have it, the second's. */
static size_t merge(const struct guard_dismissal *a, size_t a_count,
                    const struct guard_dismissal *b, size_t b_count, struct guard_dismissal *to)
{
    size_t i = 0, j = 0, count = 0;
    while (i < a_count || j < b_count) {
        bool second = i == a_count || (j < b_count && b[j].fingerprint <= a[i].fingerprint);
        const struct guard_dismissal *next = second ? &b[j++] : &a[i++];
        if (!count || to[count - 1].fingerprint != next->fingerprint) to[count++] = *next;
    }
    return count;
}

static enum status put_in(struct guard_baseline *baseline, struct guard_dismissal *add,
                          size_t count, struct arena *arena, struct error *error)
{
    size_t most = baseline->count + count + 1;
    struct guard_dismissal *both = arena_array(arena, most, sizeof *both);
    uint64_t *fingerprints = arena_array(arena, most, sizeof *fingerprints);
    if (!both || !fingerprints) return arena_full(arena, error);
    if (count) qsort(add, count, sizeof *add, by_fingerprint);
    baseline->count = merge(baseline->dismissals, baseline->count, add, count, both);
    for (size_t i = 0; i < baseline->count; i++) fingerprints[i] = both[i].fingerprint;
    baseline->dismissals = both;
    baseline->fingerprints = fingerprints;
    return STATUS_OK;
}

/* ---- reading ---- */

static enum status wrong(const char *name, size_t line, struct error *error, const char *why,
                         struct span what)
{
    error_set(error, STATUS_BAD_INPUT, "%s: \"%.*s\"", why, SPAN_ARGS(span_sub(what, 0, 60)));
    error_place(error, "%s:%zu", name, line);
    return STATUS_BAD_INPUT;
}

static enum status read_line(struct span line, const char *name, size_t number, struct arena *arena,
                             struct guard_dismissal *ret, struct error *error)
{
    struct span cells[CELLS] = {{NULL, 0}}, rest = line;
    size_t tabs = 0;
    for (size_t i = 0; i < line.len; i++) tabs += line.at[i] == '\t';
    if (tabs != CELLS - 1)
        return wrong(name, number, error,
                     "a line is fingerprint, rule, reason and the sentence's beginning, with tabs "
                     "between them",
                     line);
    for (size_t i = 0; i < CELLS; i++) cells[i] = span_trim(span_cut(&rest, '\t'));
    struct guard_dismissal read = {0};
    const struct language_rule *rule = language_find_rule(cells[1]);
    if (!language_fingerprint_read(cells[0], &read.fingerprint))
        return wrong(name, number, error, "is no fingerprint (16 hex digits)", cells[0]);
    if (!rule)
        return wrong(name, number, error, "there is no such rule (now); take the line out",
                     cells[1]);
    if (!cells[2].len) return wrong(name, number, error, "a reason is missing", line);
    read.rule = rule->id;
    read.reason = arena_copy(arena, cells[2]);
    read.beginning = arena_copy(arena, cells[3]);
    if (!read.reason || !read.beginning) return arena_full(arena, error);
    *ret = read;
    return STATUS_OK;
}

enum status desk_guard_baseline_read(struct span text, const char *name, struct arena *arena,
                                     struct guard_baseline *ret, struct error *error)
{
    struct guard_baseline read = {.path = ret->path, .is_there = ret->is_there};
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    size_t lines = 1, number = 0, count = 0;
    for (size_t i = 0; i < text.len; i++) lines += text.at[i] == '\n';
    struct guard_dismissal *listed = arena_array(arena, lines, sizeof *listed);
    read.remarks = arena_array(arena, lines, sizeof *read.remarks);
    if (!listed || !read.remarks) return arena_full(arena, error);
    while (text.len) {
        struct span line = span_cut(&text, '\n');
        number++;
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        if (line.len && line.at[0] == '#') {
            const char *remark = arena_copy(arena, line);
            if (!remark) return arena_full(arena, error);
            read.remarks[read.remark_count++] = remark;
        } else if (span_trim(line).len) {
            enum status status = read_line(line, name, number, arena, &listed[count], error);
            if (status) return status;
            count++;
        }
    }
    /* two branches that were merged may both have set one aside */
    enum status status = put_in(&read, listed, count, arena, error);
    if (status == STATUS_OK) *ret = read;
    return status;
}

enum status desk_guard_baseline_load(struct guard_baseline *baseline, struct arena *arena,
                                     struct error *error)
{
    struct os_facts facts;
    struct text text;
    enum status status = os_facts(baseline->path, &facts, error);
    baseline->is_there = status == STATUS_OK;
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
    if (status) return status;
    text_init(&text, BASELINE_BYTES);
    if (baseline->is_there) status = os_slurp(baseline->path, BASELINE_BYTES, &text, error);
    if (status == STATUS_OK)
        status = desk_guard_baseline_read(text_span(&text), baseline->path, arena, baseline, error);
    text_release(&text);
    return status;
}

/* ---- writing ---- */

bool desk_guard_is_reason(struct span words)
{
    uint32_t rune;
    bool any = false;
    while (words.len) {
        const size_t len = utf8_next(words, &rune);
        if (!len || rune < ' ' || rune == 0x7f) return false;
        any = any || rune != ' ';
        words = span_from(words, len);
    }
    return any;
}

static enum status write_file(const struct guard_baseline *baseline, struct error *error)
{
    struct text out;
    char fingerprint[17];
    text_init(&out, 0);
    if (!baseline->remark_count) text_addf(&out, "%s\n", head);
    for (size_t i = 0; i < baseline->remark_count; i++)
        text_addf(&out, "%s\n", baseline->remarks[i]);
    for (size_t i = 0; i < baseline->count; i++) {
        const struct guard_dismissal *one = &baseline->dismissals[i];
        language_fingerprint_text(one->fingerprint, fingerprint);
        text_addf(&out, "%s\t%s\t%s\t%s\n", fingerprint, one->rule, one->reason, one->beginning);
    }
    enum status status = text_status(&out, error);
    if (status == STATUS_OK) status = os_replace(baseline->path, text_span(&out), error);
    text_release(&out);
    return status;
}

static enum status check_place(const struct guard_baseline *baseline, struct error *error)
{
    struct os_facts facts;
    if (os_facts(baseline->path, &facts, NULL) || facts.kind == OS_FILE) return STATUS_OK;
    error_set(error, STATUS_BAD_INPUT, "is a folder, link or device: --baseline wants a file");
    error_place(error, "%s", baseline->path);
    return STATUS_BAD_INPUT;
}

enum status desk_guard_baseline_add(struct guard_baseline *baseline, struct guard_dismissal *add,
                                    size_t count, struct arena *arena, struct error *error)
{
    int lock = -1;
    const char *slash = strrchr(baseline->path, '/');
    const char *folder =
        slash
            ? arena_copy(arena, (struct span){baseline->path, (size_t)(slash - baseline->path) + 1})
            : ".";
    if (!folder) return arena_full(arena, error);
    enum status status = check_place(baseline, error);
    /* some network file systems lock no folders: there it goes without */
    if (status == STATUS_OK && os_lock_within(folder, LONGEST_WAIT, &lock, error) == STATUS_BUSY)
        return STATUS_BUSY;
    if (status == STATUS_OK) status = desk_guard_baseline_load(baseline, arena, error);
    if (status == STATUS_OK) status = put_in(baseline, add, count, arena, error);
    if (status == STATUS_OK) status = write_file(baseline, error);
    if (lock >= 0) os_unlock(lock);
    return status;
}

/* The first characters of a sentence on one line, as they can be shown. */
static const char *beginning_of(struct span sentence, struct arena *arena)
{
    struct text words;
    size_t runes = 0;
    bool blank = false;
    text_init(&words, 0);
    while (sentence.len && runes < BEGINNING_RUNES) {
        uint32_t rune = 0;
        size_t len = utf8_next(sentence, &rune);
        struct span one = span_sub(sentence, 0, len ? len : 1);
        sentence = span_from(sentence, one.len);
        bool is_blank = byte_is_one_of(one.at[0], " \t\r\n");
        if (is_blank && !blank) text_addc(&words, ' ');
        if (!is_blank) text_add_visible(&words, one);
        runes += !is_blank || !blank;
        blank = is_blank;
    }
    const char *copy = text_status(&words, NULL) ? NULL : arena_copy(arena, text_span(&words));
    text_release(&words);
    return copy;
}

enum status desk_guard_dismissal_of(const struct language_finding *finding, struct span text,
                                    const char *reason, struct arena *arena,
                                    struct guard_dismissal *ret, struct error *error)
{
    size_t from = finding->sentence_from.byte;
    const char *beginning =
        beginning_of(span_sub(text, from, finding->sentence_to.byte - from), arena);
    if (!beginning) return arena_full(arena, error);
    *ret = (struct guard_dismissal){finding->fingerprint, finding->rule->id, reason, beginning};
    return STATUS_OK;
}
