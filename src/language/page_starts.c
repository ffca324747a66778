/* What a line begins, told from its first bytes. */
#include "language/page_parts.h"

static size_t run_of(struct span line, size_t from, char mark)
{
    size_t n = from;
    while (n < line.len && line.at[n] == mark) n++;
    return n - from;
}

static char byte_at(struct span line, size_t at)
{
    return at < line.len ? line.at[at] : '\n';
}

/* "---", "* * *", "_ _ _"; and lines of one mark alone, as other mark-ups draw them. */
static bool is_rule(struct span line)
{
    enum { SPREAD_MOST = 200 }; /* each mark of "- - - ..." may begin an item: looked at again */
    char mark = byte_at(line, 0);
    size_t marks = 0;
    if (line.len > SPREAD_MOST && line.at[1] != mark) return false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] == mark)
            marks++;
        else if (!is_blank(line.at[i]))
            return false;
    }
    return marks >= 3;
}

/* "- ", "* ", "+ ", bullets, "1. ", "1) "; how many bytes before the text. */
static size_t item_marker(struct span line)
{
    static const struct span bullets[] = {
        {"\xe2\x80\xa2", 3}, {"\xe2\x97\xa6", 3}, {"\xe2\x96\xaa", 3}, {"\xc2\xb7", 2}};
    size_t n = 0;
    if (is_in(byte_at(line, 0), "-*+")) {
        n = 1;
    } else if (byte_is_digit(byte_at(line, 0))) {
        while (n < 9 && byte_is_digit(byte_at(line, n))) n++;
        if (byte_at(line, n) != '.' && byte_at(line, n) != ')') return 0;
        n++;
    } else {
        for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
            if (span_starts(line, bullets[i])) n = bullets[i].len;
    }
    return n && is_blank(byte_at(line, n)) ? n : 0;
}

static size_t heading_level(struct span line)
{
    if (byte_at(line, 0) == 'h') /* "h2. Timeline" */
        return byte_at(line, 1) >= '1' && byte_at(line, 1) <= '6' && byte_at(line, 2) == '.' &&
                       byte_at(line, 3) == ' '
                   ? (size_t)(line.at[1] - '0')
                   : 0;
    size_t n = run_of(line, 0, line.at[0]);
    if (n > 6) return 0;
    if (is_blank(byte_at(line, n))) return n;
    return line.at[0] == '#' && n >= 2 && byte_is_letter(byte_at(line, n)) ? n : 0;
}

/* "[label]: target" alone; "[10:02]: they paged us" has more words. */
static enum start start_bracket(struct span line, size_t *ret_text)
{
    enum { LABEL_MOST = 200 };
    size_t n = 1;
    while (n < line.len && n < LABEL_MOST && line.at[n] != ']') n++;
    if (byte_at(line, n) != ']' || byte_at(line, n + 1) != ':') return START_TEXT;
    *ret_text = n + 2;
    if (byte_at(line, 1) == '^') return START_FOOTNOTE;
    struct span rest = span_trim(span_from(line, n + 2));
    size_t word = 0;
    while (word < rest.len && !is_blank(rest.at[word])) word++;
    struct span title = span_trim(span_from(rest, word));
    return title.len == 0 || is_in(title.at[0], "\"'(") ? START_DEFINITION : START_TEXT;
}

static enum start start_fence_or_text(struct span line)
{
    size_t n = run_of(line, 0, line.at[0]);
    if (n < 3) return START_TEXT;
    if (line.at[0] == '`' && memchr(line.at + n, '`', line.len - n)) return START_TEXT;
    return START_FENCE;
}

static enum start start_item_or_rule(struct span line, size_t *ret_text)
{
    if (!byte_is_digit(line.at[0]) && is_rule(line)) return START_RULE;
    *ret_text = item_marker(line);
    return *ret_text ? START_ITEM : START_TEXT;
}

static enum start start_row_or_text(struct span line)
{
    if (line.at[0] == '+') return START_TEXT;
    return memchr(line.at + 1, '|', line.len - 1) ? START_ROW : START_TEXT;
}

enum start start_of(struct span line, size_t *ret_text)
{
    *ret_text = 0;
    if (line.len == 0) return START_TEXT;
    switch (line.at[0]) {
    case '#':
    case '=':
    case 'h':
        *ret_text = heading_level(line);
        if (*ret_text) return START_HEADING;
        return line.at[0] == '=' && is_rule(line) ? START_RULE : START_TEXT;
    case '`':
    case '~': return start_fence_or_text(line);
    case '>': return START_QUOTE;
    case '<': return START_HTML;
    case '[': return start_bracket(line, ret_text);
    case '|': return start_row_or_text(line);
    case '^':
    case '_': return is_rule(line) ? START_RULE : START_TEXT;
    case '+':
        if (!is_blank(byte_at(line, 1)) && start_is_delimiter(line)) return START_RULE;
        return start_item_or_rule(line, ret_text);
    case '-':
    case '*':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '\xe2':
    case '\xc2': return start_item_or_rule(line, ret_text);
    default: return START_TEXT;
    }
}

bool start_is_underline(struct span line, struct span above, size_t *ret_level)
{
    static const char marks[] = "=-~^\"";
    const char *mark = line.len ? memchr(marks, line.at[0], sizeof marks - 1) : NULL;
    if (!mark) return false;
    size_t n = run_of(line, 0, *mark);
    if (span_trim(span_from(line, n)).len) return false;
    *ret_level = (size_t)(mark - marks) + 1;
    if (*ret_level > 2) return n >= 3 && n + 3 >= above.len && n <= above.len + 3;
    return n >= 2 || *mark == '=';
}

bool start_is_delimiter(struct span line)
{
    bool dash = false, bar = false;
    for (size_t i = 0; i < line.len; i++) {
        if (!is_in(line.at[i], "|:-+= \t")) return false;
        dash |= line.at[i] == '-' || line.at[i] == '=';
        bar |= line.at[i] == '|' || line.at[i] == '+';
    }
    return dash && bar;
}
