/* Where in a line its level stands. */
#include "evidence/lines.h"
#include "evidence/short_bytes.h"

/* "error.log", "error_count", "error-handler", "error=0" speak of errors, they are none. */
static bool ends_well(struct span text, size_t end, bool capitals)
{
    if (end >= text.len) return true;
    char next = text.at[end];
    if (next == '/' && capitals) return true; /* "ERROR/MainProcess" */
    /* "VERBOSE = 0" */
    if (next == ' ' && end + 2 < text.len && text.at[end + 1] == '=' && text.at[end + 2] == ' ')
        return false;
    if (byte_is_digit(next) || next == '_' || next == '-' || next == '/' || next == '=' ||
        next == '(')
        return false;
    return next != '.' || end + 1 >= text.len || !byte_is_letter(text.at[end + 1]);
}

/* The text before a value names a level: "level=", "lvl=", "Severity": */
static bool named_level(struct span text, size_t end)
{
    static const char *const names[] = {"level", "lvl", "severity", "sev", "priority", "prio"};
    size_t from = end;
    while (from > 0 && byte_is_letter(text.at[from - 1])) from--;
    struct span name = span_sub(text, from, end - from);
    if (span_is(name, "at") || span_is(name, "pri")) return true; /* of Heroku and of Fortinet */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t len = strlen(names[i]);
        if (name.len >= len &&
            span_equal_nocase(span_from(name, name.len - len), span_of(names[i])))
            return true;
    }
    return false;
}

static size_t skip_back(struct span text, size_t at, const char *bytes)
{
    while (at > 0 && byte_is_one_of(text.at[at - 1], bytes)) at--;
    return at;
}

/* A word behind a quote or an equals sign is the value of what stands before: level=warn,
 * "level": "warn", and the same within another string, where its quotes have backslashes. */
static bool value_of_level(struct span text, size_t from)
{
    size_t at = skip_back(text, from, "\"'\\");
    at = skip_back(text, at, " ");
    if (at == 0 || !byte_is_one_of(text.at[at - 1], "=:")) return false;
    at = skip_back(text, at - 1, " ");
    return named_level(text, skip_back(text, at, "\"'\\"));
}

/* A word in capitals is a level wherever it stands alone; others must stand as a field or begin a
 * part: "[error]", "level=warn", "error: ...", ": Error while ...". */
static bool stands_as_level(struct span text, size_t from, size_t end, char before)
{
    bool capitals = true;
    for (size_t i = from; i < end; i++) capitals = capitals && text.at[i] < 'a';
    char previous = from > 0 ? text.at[from - 1] : before;
    if (byte_is_digit(previous) || previous == '_' || previous == '-') return false;
    /* "[Server thread/INFO]", but no path */
    if (previous == '/' && !(capitals && end < text.len && text.at[end] == ']')) return false;
    if (!ends_well(text, end, capitals)) return false;
    /* "SERVICE ALERT: ": a title, no level */
    if (capitals && text.at[from] == 'A' && from >= 2 && text.at[from - 1] == ' ' &&
        text.at[from - 2] >= 'A' && text.at[from - 2] <= 'Z')
        return false;
    if (capitals) return true;
    if (from > 0 && byte_is_one_of(previous, "=\"'")) return value_of_level(text, from);
    if (byte_is_one_of(previous, "[<(|,.")) return true;
    size_t i = from;
    while (i > 0 && byte_is_one_of(text.at[i - 1], " \t")) i--;
    /* "reason: timeout, info: retried" names a part of what it says */
    bool listed = i > 0 && i < from && text.at[i - 1] == ',';
    if (end < text.len && byte_is_one_of(text.at[end], ":]|>)"))
        return !listed || text.at[end] != ':';
    return byte_is_one_of(i > 0 ? text.at[i - 1] : ':', ":]|->)");
}

/* What surroundings add to a word that is no level by itself, "[Note]" and "NOTE:", or has steps,
 * "trace2" and "debug1". */
static enum evidence_level level_in_text(enum evidence_level level, struct span text, size_t from,
                                         size_t *end, char before)
{
    char previous = from > 0 ? text.at[from - 1] : before;
    char next = *end < text.len ? text.at[*end] : ' ';
    if (level != EVIDENCE_LEVEL_NONE) {
        bool steps = *end == from + 5 && byte_is_digit(next);
        if (steps && (*end + 1 >= text.len || !byte_is_digit(text.at[*end + 1]))) ++*end;
        return level;
    }
    if (*end != from + 4 || !span_equal_nocase(span_sub(text, from, 4), SPAN("note")))
        return EVIDENCE_LEVEL_NONE;
    bool alone = (previous == '[' && next == ']') || (text.at[from + 1] == 'O' && next == ':');
    return alone ? EVIDENCE_LEVEL_NOTICE : EVIDENCE_LEVEL_NONE;
}

static enum evidence_level find_among(const struct level_places *places, struct span text,
                                      char before)
{
    for (size_t part = 0; part < 2; part++) {
        for (uint64_t bits = places->starts[part]; bits; bits &= bits - 1) {
            size_t from = part * 64 + (size_t)__builtin_ctzll(bits);
            size_t end = from + level_places_word(places, from);
            enum evidence_level level = level_of_letters(text.at + from, end - from);
            if (level <= EVIDENCE_LEVEL_DEBUG)
                level = level_in_text(level, text, from, &end, before);
            if (level != EVIDENCE_LEVEL_NONE && stands_as_level(text, from, end, before))
                return level;
        }
    }
    return EVIDENCE_LEVEL_NONE;
}

size_t line_escapes(struct span line)
{
    size_t at = 0;
    while (at < line.len && line.at[at] == '\0') at++;
    while (at + 1 < line.len && line.at[at] == '\033' && line.at[at + 1] == '[') {
        size_t end = at + 2;
        while (end < line.len && end < at + 32 && !byte_is_letter(line.at[end])) end++;
        if (end >= line.len || !byte_is_letter(line.at[end])) break;
        at = end + 1;
    }
    return at;
}

/* Terminal colours end in a letter: the text is looked at without them. */
static enum evidence_level find_coloured(const struct kernels *kernels, struct span text,
                                         char before)
{
    char clean[LEVEL_WINDOW + KERNEL_SLACK] = {0};
    struct level_places places;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        size_t escapes = line_escapes(span_from(text, i));
        i += escapes;
        if (i < text.len) clean[len++] = text.at[i];
    }
    kernels->level_starts(clean, len, before, &places);
    return find_among(&places, (struct span){clean, len}, before);
}

enum evidence_level level_find_among(const struct kernels *kernels,
                                     const struct level_places *places, struct span text,
                                     char before)
{
    text = span_sub(text, 0, LEVEL_WINDOW);
    enum evidence_level level = find_among(places, text, before);
    if (level != EVIDENCE_LEVEL_NONE || !places->escapes) return level;
    return find_coloured(kernels, text, before);
}

enum evidence_level level_find(const struct kernels *kernels, struct span text, char before)
{
    struct level_places places;
    kernels->level_starts(text.at, text.len, before, &places);
    return level_find_among(kernels, &places, text, before);
}

/* No sign that stands around a word. */
static bool is_plain(char c)
{
    return byte_is_letter(c) || byte_is_digit(c) || !byte_is_one_of(c, "[]<>()|\"',:-");
}

/* "ESC[32mINFO" and "INFOESC[0m" */
static struct span without_colours(struct span word)
{
    word = span_from(word, line_escapes(word));
    const char *escape = word.len ? memchr(word.at, '\033', word.len) : NULL;
    return escape ? span_sub(word, 0, (size_t)(escape - word.at)) : word;
}

struct span line_word(struct span line, size_t from, unsigned n)
{
    size_t at = from;
    for (;;) {
        while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t')) at++;
        size_t end = short_blank(line.at, at, line.len);
        if (n == 0 || end >= line.len) {
            struct span word = n == 0 ? span_sub(line, at, end - at) : (struct span){"", 0};
            if (word.len > 0 && (word.at[0] == '\033' || word.at[word.len - 1] == 'm'))
                word = without_colours(word);
            while (word.len > 0 && !is_plain(word.at[0])) word = span_from(word, 1);
            while (word.len > 0 && !is_plain(word.at[word.len - 1])) word.len--;
            return word;
        }
        n--;
        at = end;
    }
}

enum evidence_level level_of_severity(struct span word)
{
    if (word.len == 0 || word.at[word.len - 1] >= 'a') return EVIDENCE_LEVEL_NONE;
    if (span_is(word, "LOG")) return EVIDENCE_LEVEL_INFO;
    if (word.len == 6 && memcmp(word.at, "DEBUG", 5) == 0) return EVIDENCE_LEVEL_DEBUG;
    return level_of_letters(word.at, word.len);
}

enum evidence_level level_postgres(struct span line, size_t behind)
{
    struct span rest = span_sub(span_from(line, behind), 0, 256);
    const char *at = rest.at, *end = rest.at + rest.len;
    while (at < end && (at = memchr(at, ':', (size_t)(end - at))) != NULL) {
        if (end - at >= 4 && at[1] == ' ' && at[2] == ' ' && at[3] != ' ') {
            const char *word = at;
            while (word > rest.at && (byte_is_letter(word[-1]) || byte_is_digit(word[-1]))) word--;
            return level_of_severity((struct span){word, (size_t)(at - word)});
        }
        at++;
    }
    return EVIDENCE_LEVEL_NONE;
}

/* "... 502 - 34 366 "GET https://cart/ HTTP/1.1" "curl/8"": the first word of three digits in front
 * of the request, as balancers write it. */
static enum evidence_level level_ahead_of_request(struct span line, size_t behind, size_t quote)
{
    for (size_t at = behind; at + 4 < quote; at++) {
        if (line.at[at] != ' ' || line.at[at + 4] != ' ') continue;
        bool number = byte_is_digit(line.at[at + 1]) && byte_is_digit(line.at[at + 2]) &&
                      byte_is_digit(line.at[at + 3]);
        if (!number) continue;
        return level_of_status((unsigned)(line.at[at + 1] - '0') * 100 +
                               (unsigned)(line.at[at + 2] - '0') * 10 +
                               (unsigned)(line.at[at + 3] - '0'));
    }
    return EVIDENCE_LEVEL_NONE;
}

/* The status is the number behind the quoted request, which may hold escaped quotes. */
static enum evidence_level level_access(struct span line, size_t behind)
{
    struct span rest = span_from(line, behind);
    const char *quote = rest.len ? memchr(rest.at, '"', rest.len) : NULL;
    if (!quote) return EVIDENCE_LEVEL_NONE;
    rest = span_from(rest, (size_t)(quote - rest.at) + 1);
    while ((quote = rest.len ? memchr(rest.at, '"', rest.len) : NULL) != NULL) {
        size_t at = (size_t)(quote - rest.at);
        if (at == 0 || quote[-1] != '\\') {
            struct span tail = span_from(rest, at + 1);
            size_t first = (size_t)(rest.at - line.at);
            if (tail.len < 4 || tail.at[0] != ' ') return EVIDENCE_LEVEL_NONE;
            for (int i = 1; i < 4; i++) {
                if (byte_is_digit(tail.at[i])) continue;
                bool request = span_find(span_sub(rest, 0, at), SPAN(" HTTP/")) != SIZE_MAX;
                return request ? level_ahead_of_request(line, behind, first) : EVIDENCE_LEVEL_NONE;
            }
            return level_of_status((unsigned)(tail.at[1] - '0') * 100 +
                                   (unsigned)(tail.at[2] - '0') * 10 +
                                   (unsigned)(tail.at[3] - '0'));
        }
        rest = span_from(rest, at + 1);
    }
    return EVIDENCE_LEVEL_NONE;
}

static enum evidence_level level_pri(struct span line)
{
    unsigned number = 0;
    size_t i = 1;
    line = span_from(line, line_octets(line));
    for (; i < line.len && i < 5 && byte_is_digit(line.at[i]); i++)
        number = number * 10 + (unsigned)(line.at[i] - '0');
    return i > 1 && i < line.len && line.at[i] == '>' && number < 192 ? level_of_syslog(number)
                                                                      : EVIDENCE_LEVEL_NONE;
}

static enum evidence_level level_redis(struct span line, size_t behind)
{
    while (behind < line.len && line.at[behind] == ' ') behind++;
    switch (behind + 1 < line.len && line.at[behind + 1] == ' ' ? line.at[behind] : '\0') {
    case '.': return EVIDENCE_LEVEL_DEBUG;
    case '-': return EVIDENCE_LEVEL_INFO;
    case '*': return EVIDENCE_LEVEL_NOTICE;
    case '#': return EVIDENCE_LEVEL_WARN;
    default: return EVIDENCE_LEVEL_NONE;
    }
}

/* type="1" information, "2" warning, "3" error */
static enum evidence_level level_sccm(struct span line, size_t behind)
{
    struct span rest = span_from(line, behind);
    size_t at = span_find(rest, SPAN(" type=\""));
    if (at == SIZE_MAX || at + 8 >= rest.len) return EVIDENCE_LEVEL_NONE;
    switch (rest.at[at + 7]) {
    case '1': return EVIDENCE_LEVEL_INFO;
    case '2': return EVIDENCE_LEVEL_WARN;
    case '3': return EVIDENCE_LEVEL_ERROR;
    default: return EVIDENCE_LEVEL_NONE;
    }
}

/* "[I 310506 07:08:09", "[ N 2031-05-06", "(W) 2031-05-06": one letter in brackets */
static enum evidence_level letter_before(struct span line, size_t stamp_at)
{
    if (stamp_at < 3 || stamp_at > 4 || !byte_is_one_of(line.at[0], "[("))
        return EVIDENCE_LEVEL_NONE;
    size_t at = line.at[1] == ' ' ? 2 : 1;
    bool closed = line.at[at + 1] == ')' || line.at[at + 1] == ']';
    size_t end = at + 1 + closed;
    bool touches = closed && end <= stamp_at && line.at[end] == '[' && stamp_at <= end + 1;
    if (!touches && (end + 1 != stamp_at || line.at[end] != ' ')) return EVIDENCE_LEVEL_NONE;
    return line.at[at] < 'a' ? level_of_letter(line.at[at]) : EVIDENCE_LEVEL_NONE;
}

/* "DEBUG", "[warn]", "information/checker", "LOG5[main]" */
enum evidence_level level_of_word(struct span word)
{
    if (word.len > 0 && byte_is_digit(word.at[0])) return EVIDENCE_LEVEL_NONE;
    enum evidence_level level = level_of_value(word, false);
    if (level != EVIDENCE_LEVEL_NONE || word.len <= 3) return level;
    const char *slash = memchr(word.at, '/', word.len), *bracket = memchr(word.at, '[', word.len);
    if (slash && slash - word.at >= 3) return level_of_letters(word.at, (size_t)(slash - word.at));
    const char *closed = memchr(word.at, ']', word.len); /* "info][gc,start" */
    if (closed && (!bracket || closed < bracket)) bracket = closed;
    if (bracket && bracket - word.at >= 3)
        return level_of_value(span_sub(word, 0, (size_t)(bracket - word.at)), false);
    return level;
}

/* The word that the line begins with: "warn: message {"at":"2031-05-06..."}", and any other where a
 * whole message stands between it and the stamp. */
static enum evidence_level level_ahead(struct span line, bool far)
{
    size_t from = line.len > 0 && byte_is_one_of(line.at[0], "[(<"), end = from;
    while (end < line.len && byte_is_letter(line.at[end])) end++;
    if (end == line.len || !byte_is_one_of(line.at[end], far ? ":])>| \t" : ":"))
        return EVIDENCE_LEVEL_NONE;
    return level_of_word(span_sub(line, from, end - from));
}

static bool parts_fields(struct span line, size_t at)
{
    return byte_is_one_of(line.at[at], "\t|;,") ||
           (line.at[at] == ' ' && at + 1 < line.len && line.at[at + 1] == ' ');
}

enum evidence_level level_of_field(struct span line, size_t end)
{
    enum { FIELDS_LOOKED_AT = 128 };
    if (end > line.len) end = line.len;
    if (end > FIELDS_LOOKED_AT) end = FIELDS_LOOKED_AT;
    for (size_t at = 0; at < end;) {
        while (at < end && byte_is_one_of(line.at[at], " \t|;,\"")) at++;
        size_t from = at;
        while (at < end && byte_is_letter(line.at[at])) at++;
        size_t behind = at + (at < end && line.at[at] == '"');
        if (at > from && at < end && byte_is_one_of(line.at[at], "=:") && named_level(line, at)) {
            from = ++at; /* "sev=WARN|" */
            while (at < end && byte_is_letter(line.at[at])) at++;
            behind = at;
        }
        bool whole = at > from && behind < end && parts_fields(line, behind);
        enum evidence_level level =
            whole ? level_of_letters(line.at + from, at - from) : EVIDENCE_LEVEL_NONE;
        if (level != EVIDENCE_LEVEL_NONE) return level;
        while (at < end && !parts_fields(line, at)) at++;
    }
    return EVIDENCE_LEVEL_NONE;
}

/* The last level word among the first bytes of the line up to the stamp. */
static enum evidence_level level_before(struct span line, size_t stamp_at)
{
    enum { BEFORE_MOST = 48 };
    enum evidence_level found = EVIDENCE_LEVEL_NONE;
    enum evidence_level ahead = level_ahead(line, stamp_at >= BEFORE_MOST);
    if (ahead == EVIDENCE_LEVEL_NONE) ahead = level_of_field(line, stamp_at);
    if (ahead != EVIDENCE_LEVEL_NONE || stamp_at >= BEFORE_MOST) return ahead;
    for (size_t i = 0; i < stamp_at;) {
        if (line.at[i] == '\033') i += line_escapes(span_sub(line, i, stamp_at - i));
        size_t end = i;
        while (end < stamp_at && byte_is_letter(line.at[end])) end++;
        enum evidence_level level = level_of_letters(line.at + i, end - i);
        if (level != EVIDENCE_LEVEL_NONE) found = level;
        i = end > i ? end : i + 1;
    }
    return found != EVIDENCE_LEVEL_NONE ? found : letter_before(line, stamp_at);
}

/* "W", "W!" or, with the name of what speaks, "W/ActivityManager" and "[W][sensor]" */
enum evidence_level level_of_initial(struct span word)
{
    bool alone = word.len == 1 || (word.len == 2 && word.at[1] == '!') ||
                 (word.len > 2 && (word.at[1] == '/' || word.at[1] == ']'));
    return alone ? level_of_letter(word.at[0]) : EVIDENCE_LEVEL_NONE;
}

/* "%ASA-6-302013:", "%LINK-3-UPDOWN:": the severities of syslog. */
enum evidence_level level_of_mnemonic(struct span line, size_t behind)
{
    struct span rest = span_sub(span_from(line, behind), 0, 256);
    size_t at = span_find(rest, SPAN("%"));
    if (at == SIZE_MAX) return EVIDENCE_LEVEL_NONE;
    for (at++; at < rest.len && (byte_is_letter(rest.at[at]) || byte_is_digit(rest.at[at]) ||
                                 rest.at[at] == '_' || rest.at[at] == '-');
         at++) {
        bool digit = rest.at[at] >= '0' && rest.at[at] <= '7';
        if (digit && rest.at[at - 1] == '-' && at + 1 < rest.len && rest.at[at + 1] == '-')
            return level_of_syslog((unsigned)(rest.at[at] - '0'));
    }
    return EVIDENCE_LEVEL_NONE;
}

enum evidence_level level_of_line(const struct line_layout *layout, const struct kernels *kernels,
                                  struct span line, size_t stamp_at, size_t behind)
{
    enum evidence_level level = EVIDENCE_LEVEL_NONE;
    struct span word;
    switch ((enum line_style)layout->face.style) {
    case STYLE_WORD:
        word = line_word(line, behind, layout->face.level_word);
        level = level_of_word(word);
        if (word.len < 3) level = EVIDENCE_LEVEL_NONE;
        break;
    case STYLE_WORD_LETTER:
        word = line_word(line, behind, layout->face.level_word);
        /* "A   WSVR0001I:": to be audited, and no alert */
        if (span_is(word, "A") && line_word(line, behind, layout->face.level_word + 1u).len == 9)
            return EVIDENCE_LEVEL_NOTICE;
        return level_of_initial(word);
    case STYLE_LETTER: return line.len ? level_of_letter(line.at[0]) : EVIDENCE_LEVEL_NONE;
    case STYLE_BEFORE: level = level_before(line, stamp_at); break;
    case STYLE_SYSLOG_PRI:
    case STYLE_SYSLOG_5424: return level_pri(line);
    case STYLE_ACCESS: return level_access(line, behind);
    case STYLE_CISCO: return level_of_mnemonic(line, behind);
    case STYLE_POSTGRES: return level_postgres(line, behind);
    case STYLE_REDIS: return level_redis(line, behind);
    case STYLE_MYSQL_SLOW: return EVIDENCE_LEVEL_NONE;
    case STYLE_SCCM: return level_sccm(line, behind);
    default: break;
    }
    if (level != EVIDENCE_LEVEL_NONE) return level;
    return level_find(kernels, span_from(line, behind), '.' /* no letter */);
}
