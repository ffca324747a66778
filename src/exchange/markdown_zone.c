/* Zones as people name them: "UTC", "(UTC+2)", "PST", "Eastern", "America/New_York". */
#include "exchange/markdown.h"

#include <stdio.h>

#include "base/zone.h"

/* Names with the meaning that most writers have; `guessed` where others use the same letters. */
static const struct {
    const char *name;
    const char *zone; /* NULL: a fixed offset */
    int minutes;
    bool guessed;
} names[] = {
    {"EST", NULL, -300, true},
    {"EDT", NULL, -240, true},
    {"CST", NULL, -360, true},
    {"CDT", NULL, -300, true},
    {"MST", NULL, -420, true},
    {"BST", NULL, 60, true},
    {"IST", NULL, 330, true},
    {"SGT", NULL, 480, false},
    {"MSK", NULL, 180, false},
    {"BRT", NULL, -180, false},
    {"ET", "America/New_York", -300, false},
    {"PT", "America/Los_Angeles", -480, false},
    {"CT", "America/Chicago", -360, true},
    {"MT", "America/Denver", -420, true},
    {"Eastern", "America/New_York", -300, false},
    {"Pacific", "America/Los_Angeles", -480, false},
    {"Central", "America/Chicago", -360, false},
    {"Mountain", "America/Denver", -420, false},
    {"Zulu", NULL, 0, false},
    {"MEZ", NULL, 60, false},
    {"MESZ", NULL, 120, false},
    /* "Paris time", "heure de Paris" */
    {"London", "Europe/London", 0, false},
    {"Dublin", "Europe/Dublin", 0, false},
    {"Paris", "Europe/Paris", 60, false},
    {"Berlin", "Europe/Berlin", 60, false},
    {"Amsterdam", "Europe/Amsterdam", 60, false},
    {"Zurich", "Europe/Zurich", 60, false},
    {"Madrid", "Europe/Madrid", 60, false},
    {"Stockholm", "Europe/Stockholm", 60, false},
    {"Helsinki", "Europe/Helsinki", 120, false},
    {"Vienna", "Europe/Vienna", 60, false},
    {"Warsaw", "Europe/Warsaw", 60, false},
    {"Toronto", "America/Toronto", -300, false},
    {"Chicago", "America/Chicago", -360, false},
    {"Mumbai", "Asia/Kolkata", 330, false},
    {"Singapore", "Asia/Singapore", 480, false},
    {"Melbourne", "Australia/Melbourne", 600, false},
    {"Tokyo", "Asia/Tokyo", 540, false},
    {"Sydney", "Australia/Sydney", 600, false},
};

static void written(struct md_zone_word *zone, struct span text)
{
    text = span_trim(text);
    size_t len = text.len < sizeof zone->written ? text.len : sizeof zone->written - 1;
    if (len) memcpy(zone->written, text.at, len);
    zone->written[len] = '\0';
}

/* "+2", "+02:00", "-0800"; what zone_offset_take reads, and "+ 2" */
static bool take_offset(struct span text, size_t *at, int32_t *ret)
{
    size_t i = md_skip_blanks(text, *at);
    struct span rest = span_from(text, i);
    if (!rest.len ||
        (!byte_is_one_of(rest.at[0], "+-") && !span_starts(rest, SPAN("\xe2\x88\x92"))))
        return false;
    char copy[16];
    size_t mark = rest.at[0] == '+' || rest.at[0] == '-' ? 1 : 3;
    size_t from = md_skip_blanks(rest, mark), len = 0;
    copy[len++] = rest.at[0] == '+' ? '+' : '-';
    while (from < rest.len && len < 7 && (md_is_digit(rest.at[from]) || rest.at[from] == ':'))
        copy[len++] = rest.at[from++];
    struct span cut = {copy, len};
    if (len < 2 || !zone_offset_take(&cut, ret)) return false;
    *at = i + (from - cut.len);
    while (*at < text.len && cut.len) (*at)++, cut.len--;
    return true;
}

static bool take_iana(struct span text, size_t *at, struct md_zone_word *ret)
{
    static const char *const regions[] = {"America/",   "Europe/",  "Asia/",     "Africa/",
                                          "Australia/", "Pacific/", "Atlantic/", "Indian/",
                                          "Etc/",       "US/"};
    struct span rest = span_from(text, *at);
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        if (!span_starts(rest, span_of(regions[i]))) continue;
        size_t len = strlen(regions[i]);
        while (len < rest.len && len + 1 < sizeof ret->name &&
               (md_is_letter(rest.at[len]) || md_is_digit(rest.at[len]) ||
                byte_is_one_of(rest.at[len], "_/+-")))
            len++;
        memcpy(ret->name, rest.at, len);
        ret->name[len] = '\0';
        struct zone *zone;
        if (zone_load(ret->name, &zone, NULL)) return false;
        zone_free(zone);
        *at += len;
        ret->known = true;
        return true;
    }
    return false;
}

/* "time", "standard time", "daylight time" behind "Pacific" */
static size_t skip_time(struct span text, size_t at)
{
    size_t end = at;
    for (;;) {
        size_t i = md_skip_blanks(text, end);
        struct span word = md_word_at(text, i);
        if (!span_equal_nocase(word, SPAN("time")) && !span_equal_nocase(word, SPAN("standard")) &&
            !span_equal_nocase(word, SPAN("daylight")))
            return end;
        end = i + word.len;
    }
}

/* "CET/CEST": the clock of a place, in summer and winter */
static bool take_pair(struct span text, size_t *at, struct md_zone_word *ret)
{
    static const struct {
        const char *pair, *zone;
    } pairs[] = {{"CET/CEST", "Europe/Berlin"},      {"MEZ/MESZ", "Europe/Berlin"},
                 {"GMT/BST", "Europe/London"},       {"EST/EDT", "America/New_York"},
                 {"PST/PDT", "America/Los_Angeles"}, {"CST/CDT", "America/Chicago"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct span pair = span_of(pairs[i].pair);
        size_t end = *at + pair.len;
        if (!span_starts(span_from(text, *at), pair) ||
            (end < text.len && md_is_letter(text.at[end])))
            continue;
        *ret = (struct md_zone_word){.known = true};
        snprintf(ret->name, sizeof ret->name, "%s", pairs[i].zone);
        *at = end;
        return true;
    }
    return false;
}

/* A name of a place means its clock where "time" follows, or where nothing more is said of it. */
static bool alone(struct span text, size_t end)
{
    return end >= text.len || (byte_is_one_of(text.at[end], ".,;)]") &&
                               (end + 1 >= text.len || text.at[end + 1] == ' '));
}

static bool take_name(struct span text, size_t *at, struct md_zone_word *ret)
{
    struct span word = md_word_at(text, *at);
    size_t end = *at + word.len;
    if (word.len == 0 || (end < text.len && (md_is_digit(text.at[end]) || text.at[end] == '_')))
        return false;
    if (take_pair(text, at, ret)) return true;
    int32_t offset;
    if (zone_abbreviation(word, &offset) ||
        (word.len == 3 && span_equal_nocase(word, SPAN("utc")) &&
         zone_abbreviation(SPAN("UTC"), &offset))) {
        *ret = (struct md_zone_word){.known = true, .fixed = true, .offset = offset};
        *at = end;
        int32_t more;
        bool utc = span_equal_nocase(word, SPAN("UTC")) || span_is(word, "GMT");
        if (utc && end < text.len && take_offset(text, &end, &more)) {
            ret->offset = more;
            *at = end;
        }
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!span_is(word, names[i].name)) continue;
        size_t behind = skip_time(text, end);
        if (names[i].zone && names[i].name[1] >= 'a' && behind == end && !alone(text, end))
            return false;
        *ret = (struct md_zone_word){.known = true, .guessed = names[i].guessed};
        ret->fixed = names[i].zone == NULL;
        ret->offset = names[i].minutes * 60;
        struct span half = md_word_at(text, md_skip_blanks(text, end));
        bool daylight = span_equal_nocase(half, SPAN("daylight"));
        if (names[i].zone && (daylight || span_equal_nocase(half, SPAN("standard")))) {
            /* "Pacific Standard Time" is that offset on any day */
            ret->fixed = true;
            ret->offset += daylight ? 3600 : 0;
        }
        if (!ret->fixed) snprintf(ret->name, sizeof ret->name, "%s", names[i].zone);
        *at = behind;
        return true;
    }
    return false;
}

bool md_zone_take(struct span text, size_t *at, struct md_zone_word *ret)
{
    struct md_zone_word zone = {.known = false};
    size_t i = *at;
    if (i >= text.len) return false;
    bool bracket = text.at[i] == '(' || text.at[i] == '[';
    i += bracket;
    size_t from = i;
    int32_t offset;
    if (take_iana(text, &i, &zone) || take_name(text, &i, &zone)) {
    } else if (byte_is_one_of(text.at[i < text.len ? i : 0], "+-") &&
               take_offset(text, &i, &offset)) {
        if (i - from < 3) return false; /* "+5" alone is no zone */
        zone = (struct md_zone_word){.known = true, .fixed = true, .offset = offset};
    } else {
        return false;
    }
    written(&zone, span_sub(text, from, i - from));
    if (bracket) {
        if (i >= text.len || !byte_is_one_of(text.at[i], ")]")) return false;
        i++;
    }
    *ret = zone;
    *at = i;
    return true;
}

static bool is_time_word(struct span word)
{
    static const char *const words[] = {
        "time",  "times", "timezone", "timestamps", "timestamp", "tz",    "clock",  "clocks",
        "hours", "zeit",  "zeiten",   "uhrzeiten",  "angaben",   "heure", "heures", "horaires"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_equal_nocase(word, span_of(words[i]))) return true;
    return false;
}

/* A short sentence that has both a word for time and a zone, or a heading that has a zone. */
bool md_zone_stated(struct span plain, bool heading, struct md_zone_word *ret)
{
    bool times = heading, found = false;
    struct md_zone_word zone = {.known = false};
    if (plain.len > 300) return false;
    for (size_t at = 0; at < plain.len;) {
        size_t next = at;
        bool sign = at > 0 && byte_is_one_of(plain.at[at], "+-");
        if (!sign && !found && md_zone_take(plain, &next, &zone)) {
            found = true;
            at = next;
            continue;
        }
        struct span word = md_word_at(plain, at);
        if (is_time_word(word)) times = true;
        at += word.len ? word.len : 1;
        /* what joins a name is no word's end: "us-east-1" */
        while (word.len && at < plain.len && byte_is_one_of(plain.at[at], "-_./") &&
               at + 1 < plain.len && md_is_letter(plain.at[at + 1])) {
            at++;
            at += md_word_at(plain, at).len ? md_word_at(plain, at).len : 1;
        }
    }
    if (!times || !found) return false;
    *ret = zone;
    return true;
}
