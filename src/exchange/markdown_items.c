/* Actions: from bullets with owners and tickets in brackets, from tables, from plain paragraphs. */
#include "exchange/markdown.h"

static bool is_nothing(struct span text)
{
    static const char *const words[] = {"-",    "--", "n/a",          "na",           "tbd", "tba",
                                        "none", "?",  "\xe2\x80\x93", "\xe2\x80\x94", "todo"};
    text = span_trim(text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_equal_nocase(text, span_of(words[i]))) return true;
    return text.len == 0;
}

/* "OPS-123", "#4711", "gh-12": the first one in a text. */
static struct span find_ticket(struct span text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (at && (md_is_letter(text.at[at - 1]) || md_is_digit(text.at[at - 1]) ||
                   byte_is_one_of(text.at[at - 1], "-_/")))
            continue;
        size_t end = at;
        if (text.at[at] == '#' || text.at[at] == '!') {
            end = at + 1;
        } else {
            while (end < text.len && ((text.at[end] >= 'A' && text.at[end] <= 'Z') ||
                                      (end > at && md_is_digit(text.at[end]))))
                end++;
            if (end - at < 2 || end - at > 12 || end >= text.len || text.at[end] != '-') continue;
            /* levels and standards look alike */
            struct span word = span_sub(text, at, end - at);
            if (span_is(word, "SEV") || span_is(word, "UTF") || span_is(word, "SHA") ||
                span_is(word, "ISO"))
                continue;
            end++;
        }
        size_t digits = end;
        while (digits < text.len && md_is_digit(text.at[digits])) digits++;
        if (digits == end || digits - end > 8) continue;
        return span_sub(text, at, digits - at);
    }
    return (struct span){NULL, 0};
}

static bool set_due(struct md *md, struct review_item *item, struct span text)
{
    struct md_date date;
    int64_t day;
    size_t at = 0;
    text = span_trim(text);
    static const char *const leads[] = {"by ", "until ", "before ", "due "};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (span_starts(text, span_of(leads[i]))) text = span_from(text, strlen(leads[i]));
    if (!md_date_take(text, &at, true, &date) || date.kind == MD_DATE_WEEKDAY ||
        date.kind == MD_DATE_COUNTED)
        return false;
    if (at < text.len && !byte_is_one_of(text.at[at], " ,;)T")) return false;
    if (!md_date_days(md, &date, md->day, &day) || md->date_shift) return false;
    item->due = (int32_t)day;
    return true;
}

static void set_tracker(struct md *md, struct review_item *item, struct span markdown,
                        struct span plain)
{
    size_t at = 0;
    struct span words, address = md_address(markdown, &at, &words);
    if (!address.len) address = find_ticket(plain);
    if (address.len && !item->tracker) item->tracker = md_line_of(md, address, NULL);
}

static bool starts_nocase(struct span text, const char *words, struct span *ret_rest)
{
    size_t len = strlen(words);
    if (text.len < len || !span_equal_nocase(span_sub(text, 0, len), span_of(words))) return false;
    *ret_rest = span_trim(span_from(text, len));
    return true;
}

/* One word of "(owner: Ana, due 2026-04-01, OPS-12)"; false when it is none that is known. */
static bool take_part(struct md *md, struct review_item *item, struct span part)
{
    static const struct {
        const char *words;
        char what;
    } labels[] = {
        {"owner:", 'o'},   {"owner -", 'o'},      {"owner ", 'o'},       {"owners:", 'o'},
        {"owned by", 'o'}, {"assignee:", 'o'},    {"assigned to:", 'o'}, {"assigned to", 'o'},
        {"dri:", 'o'},     {"responsible:", 'o'}, {"due date:", 'd'},    {"due:", 'd'},
        {"due by", 'd'},   {"due ", 'd'},         {"deadline:", 'd'},    {"eta:", 'd'},
        {"eta ", 'd'},     {"by ", 'd'},          {"target:", 'd'},      {"ticket:", 't'},
        {"bug:", 't'},     {"jira:", 't'},        {"issue:", 't'},       {"tracking:", 't'},
        {"type:", 'y'},    {"status:", 's'},      {"state:", 's'}};
    struct span rest;
    part = span_trim(part);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (!starts_nocase(part, labels[i].words, &rest) || !rest.len) continue;
        switch (labels[i].what) {
        case 'o':
            if (item->owner) return false;
            item->owner = md_line_of(md, rest, NULL);
            return true;
        case 'd': return set_due(md, item, rest);
        case 't':
            if (item->tracker) return false;
            item->tracker = md_line_of(md, rest, NULL);
            return true;
        case 'y': return md_type_of(rest) && (item->type = (uint8_t)md_type_of(rest), true);
        default: item->tracker_state = md_line_of(md, rest, NULL); return true;
        }
    }
    if (part.len > 1 && part.at[0] == '@' && !item->owner && !memchr(part.at, ' ', part.len)) {
        item->owner = md_line_of(md, part, NULL);
        return true;
    }
    struct span ticket = find_ticket(part);
    if (ticket.len && ticket.len == part.len) {
        if (!item->tracker) item->tracker = md_line_of(md, ticket, NULL);
        return true;
    }
    if (md_type_of(part) && !item->type) {
        item->type = (uint8_t)md_type_of(part);
        return true;
    }
    return set_due(md, item, part);
}

/* One to three words with capitals, without digits: beside a ticket that is who looks after it. */
static bool is_name(struct span text)
{
    size_t words = 1;
    if (!text.len || text.at[0] < 'A' || text.at[0] > 'Z') return false;
    for (size_t i = 0; i < text.len; i++) {
        if (md_is_digit(text.at[i]) || byte_is_one_of(text.at[i], ",:/")) return false;
        words += text.at[i] == ' ';
    }
    return words <= 3;
}

/* Takes a bracket at the end apart, if it holds at least one thing that is known. */
static struct span take_bracket(struct md *md, struct review_item *item, struct span plain)
{
    if (plain.len < 4 || !byte_is_one_of(plain.at[plain.len - 1], ")]")) return plain;
    char close = plain.at[plain.len - 1], open = close == ')' ? '(' : '[';
    size_t from = plain.len - 1;
    while (from > 0 && plain.at[from] != open && plain.len - from < 300) from--;
    if (from == 0 || plain.at[from] != open) return plain;
    struct span inside = span_sub(plain, from + 1, plain.len - from - 2);
    if (span_starts(inside, SPAN("http"))) return plain;
    size_t known = 0;
    struct span rest = inside;
    struct text left;
    text_init(&left, 0);
    for (size_t at = 0; at <= inside.len; at++) {
        if (at < inside.len && !byte_is_one_of(inside.at[at], ",;|")) continue;
        struct span part =
            span_trim(span_sub(inside, inside.len - rest.len, at - (inside.len - rest.len)));
        rest = span_from(inside, at + 1);
        if (!part.len) continue;
        if (take_part(md, item, part)) {
            known++;
        } else {
            if (left.len) text_adds(&left, ", ");
            text_add(&left, part);
        }
    }
    if (known && left.len && !item->owner && is_name(text_span(&left))) {
        item->owner = md_line_of(md, text_span(&left), NULL);
        left.len = 0;
    }
    if (known && left.len) md_grow(md, &item->detail, text_span(&left), "\n");
    text_release(&left);
    return known ? span_trim(span_sub(plain, 0, from)) : plain;
}

/* "Prevent: ...", "[Detect] ..." in front */
static struct span take_type(struct review_item *item, struct span plain)
{
    struct span label, rest;
    if (plain.len && (plain.at[0] == '[' || plain.at[0] == '(')) {
        size_t end = span_find(plain, plain.at[0] == '[' ? SPAN("]") : SPAN(")"));
        if (end != SIZE_MAX && end < 40 && md_type_of(span_sub(plain, 1, end - 1))) {
            item->type = (uint8_t)md_type_of(span_sub(plain, 1, end - 1));
            return span_trim(span_from(plain, end + 1));
        }
    }
    if (md_label_cut(plain, &label, &rest) && rest.len && md_type_of(label)) {
        item->type = (uint8_t)md_type_of(label);
        return rest;
    }
    return plain;
}

/* Where the last " - ", " \xe2\x80\x94 " or " | " begins, or SIZE_MAX. */
static size_t last_dash(struct span plain, size_t *ret_len)
{
    static const char *const dashes[] = {" \xe2\x80\x94 ", " \xe2\x80\x93 ", " - ", " | ", " -- "};
    for (size_t at = plain.len; at-- > 1;)
        for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
            if (span_starts(span_from(plain, at), span_of(dashes[i]))) {
                *ret_len = strlen(dashes[i]);
                return at;
            }
    return SIZE_MAX;
}

/* "Count doubles - Owner: Ana - Due: 1 May": parts that are known leave the end of the text. */
static struct span take_tail(struct md *md, struct review_item *item, struct span plain)
{
    for (int i = 0; i < 6; i++) {
        size_t len, at = last_dash(plain, &len);
        if (at == SIZE_MAX) return plain;
        struct span part = span_trim(span_from(plain, at + len));
        bool known = take_part(md, item, part);
        if (!known && i > 0 && !item->owner && is_name(part)) {
            item->owner = md_line_of(md, part, NULL);
            known = true;
        }
        if (!known) return plain;
        plain = span_trim(span_sub(plain, 0, at));
    }
    return plain;
}

/* "... @ana" and "... Owner: Ana" without brackets */
static void find_owner(struct md *md, struct review_item *item, struct span plain)
{
    size_t at = span_find_nocase(plain, SPAN("owner:"));
    if (item->owner) return;
    if (at != SIZE_MAX) {
        struct span rest = span_trim(span_from(plain, at + 6));
        size_t end = 0;
        while (end < rest.len && end < 60 && !byte_is_one_of(rest.at[end], ",;.)|]")) end++;
        if (end) item->owner = md_line_of(md, span_sub(rest, 0, end), NULL);
        return;
    }
    for (at = 0; at + 2 < plain.len; at++) {
        if (plain.at[at] != '@' || !md_is_letter(plain.at[at + 1]) ||
            (at && plain.at[at - 1] != ' ' && plain.at[at - 1] != '('))
            continue;
        size_t end = at + 1;
        while (end < plain.len && (md_is_letter(plain.at[end]) || md_is_digit(plain.at[end]) ||
                                   byte_is_one_of(plain.at[end], "-_/")))
            end++;
        item->owner = md_line_of(md, span_sub(plain, at, end - at), NULL);
        return;
    }
}

static void find_due(struct md *md, struct review_item *item, struct span plain)
{
    static const char *const words[] = {"due date:", "due:",      "due by ", "due on ",
                                        "due ",      "deadline:", "ETA:"};
    for (size_t i = 0; i < sizeof words / sizeof words[0] && item->due == REVIEW_NO_DAY; i++) {
        size_t at = span_find_nocase(plain, span_of(words[i]));
        if (at != SIZE_MAX) set_due(md, item, span_from(plain, at + strlen(words[i])));
    }
}

static struct review_item *add_item(struct md *md, struct span plain, struct span markdown)
{
    struct review_item *item = md_entry(md, REVIEW_KIND_ITEM);
    if (!item) return NULL;
    item->state = REVIEW_ITEM_STATE_IDEA;
    item->type = (uint8_t)md->item_type;
    struct span words = take_type(item, plain), rest;
    words = take_bracket(md, item, words);
    words = take_tail(md, item, words);
    words = take_bracket(md, item, words);
    find_owner(md, item, words);
    find_due(md, item, words);
    set_tracker(md, item, markdown, plain);
    if (item->tracker) {
        const char *address = md_say(md, "(%s)", item->tracker);
        size_t len = strlen(address);
        if (words.len > len && span_is(span_from(words, words.len - len), address))
            words = span_trim(span_sub(words, 0, words.len - len));
    }
    item->text = md_line_of(md, words, &rest);
    if (rest.len) md_grow(md, &item->detail, words, "\n");
    if (md->section == MD_SECTION_DONE) item->tracker_state = "done";
    return item;
}

/* "Owner: Ana" and the like below an item. */
static bool take_sub(struct md *md, const struct md_block *block)
{
    struct review_item *item = (struct review_item *)md->open;
    return block->plain.len < 120 && take_part(md, item, block->plain);
}

static bool section_has_list(const struct md *md, size_t from)
{
    for (size_t i = from; i < md->count && md->lines[i].kind != MD_HEADING; i++)
        if (md->lines[i].kind == MD_ITEM || md->lines[i].kind == MD_ROW) return true;
    return false;
}

void md_item_block(struct md *md, const struct md_block *block)
{
    bool open = md->open && md->open->id.kind == REVIEW_KIND_ITEM;
    bool sub = open && block->indent > md->open_indent + (block->kind == MD_ITEM ? 1u : 0u);
    md_take(md, block->from, block->to);
    if (open && (sub || block->kind == MD_CODE)) {
        if (block->kind == MD_ITEM && take_sub(md, block)) return;
        struct span text = block->kind == MD_ITEM || block->kind == MD_TEXT
                               ? block->markdown
                               : md_raw(md, block->from, block->to);
        md_grow(md, md->more, block->kind == MD_ITEM ? SPAN("- ") : SPAN(""), "\n");
        md_grow(md, md->more, text, "");
        return;
    }
    if (block->kind == MD_CODE ||
        (block->kind == MD_TEXT && section_has_list(md, md->section_line + 1))) {
        md_unplaced(md, block->from, md_raw(md, block->from, block->to),
                    "stands among the actions without being one");
        return;
    }
    if (is_nothing(block->plain)) {
        md_unplaced(md, block->from, block->plain, "names no action");
        return;
    }
    struct review_item *item = add_item(md, block->plain, block->markdown);
    if (!item) return;
    if (block->box == MD_BOX_DONE) item->tracker_state = "done";
    md_open(md, &item->entry, &item->detail, block->indent, false);
}

void md_item_cells(struct md *md, const struct span *columns, struct span detail, size_t line)
{
    struct span plain = md_plain(md, columns[MD_COLUMN_ACTION]);
    if (is_nothing(plain)) {
        md_unplaced(md, line, md->lines[line].raw, "a row of actions that names none");
        return;
    }
    struct review_item *item = md_entry(md, REVIEW_KIND_ITEM);
    if (!item) return;
    struct span rest, type = md_plain(md, columns[MD_COLUMN_TYPE]),
                      due = md_plain(md, columns[MD_COLUMN_DUE]);
    struct span owner = md_plain(md, columns[MD_COLUMN_OWNER]),
                state = md_plain(md, columns[MD_COLUMN_STATE]);
    item->state = REVIEW_ITEM_STATE_IDEA;
    item->type = (uint8_t)(type.len ? md_type_of(type) : md->item_type);
    item->text = md_line_of(md, plain, &rest);
    if (rest.len) md_grow(md, &item->detail, plain, "\n");
    if (!is_nothing(owner)) item->owner = md_line_of(md, owner, NULL);
    if (state.len) item->tracker_state = md_line_of(md, state, NULL);
    if (md->section == MD_SECTION_DONE && !state.len) item->tracker_state = "done";
    set_tracker(md, item, columns[MD_COLUMN_TRACKER], columns[MD_COLUMN_TRACKER]);
    struct span tracker = md_plain(md, columns[MD_COLUMN_TRACKER]);
    if (!state.len && span_find_nocase(tracker, SPAN("done")) != SIZE_MAX)
        item->tracker_state = "done";
    if (!item->tracker && !is_nothing(tracker))
        item->tracker = md_line_of(md, tracker, NULL);
    else if (item->tracker && tracker.len && !span_is(tracker, item->tracker))
        md_grow(md, &item->detail, tracker, "\n");
    if (!item->tracker) set_tracker(md, item, columns[MD_COLUMN_ACTION], plain);
    if (type.len) {
        md_grow(md, &item->detail, SPAN("Type: "), "\n");
        md_grow(md, &item->detail, type, "");
    }
    if (due.len && !set_due(md, item, due) && !is_nothing(due)) {
        md_grow(md, &item->detail, SPAN("Due: "), "\n");
        md_grow(md, &item->detail, due, "");
    }
    if (detail.len) md_grow(md, &item->detail, detail, "\n");
}
