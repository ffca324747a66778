/* Zones by name: fixed offsets at once, IANA names from the system's folders. */
#include "base/zone.h"

#include "base/os.h"

enum { FILE_MAX = 256 * 1024 }; /* the largest real one has under 4 KiB */

/* How many digits `s` starts with. */
static size_t digit_run(struct span s)
{
    size_t n = 0;
    while (n < s.len && byte_is_digit(s.at[n])) n++;
    return n;
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* ":mm" */
static bool take_part(struct span *rest, int *ret)
{
    if (rest->len < 3 || rest->at[0] != ':' || digit_run(span_from(*rest, 1)) != 2) return false;
    *ret = two_digits(rest->at + 1);
    *rest = span_from(*rest, 3);
    return true;
}

bool zone_offset_take(struct span *rest, int32_t *ret_seconds_east)
{
    static const struct span minus = {"\xe2\x88\x92", 3};
    struct span s = *rest;
    if (s.len && (s.at[0] == 'Z' || s.at[0] == 'z')) {
        *rest = span_from(s, 1);
        *ret_seconds_east = 0;
        return true;
    }
    bool sign = span_starts(s, SPAN("+")) || span_starts(s, SPAN("-"));
    if (!sign && !span_starts(s, minus)) return false;
    bool west = s.at[0] != '+';
    s = span_from(s, sign ? 1 : minus.len);
    size_t run = digit_run(s);
    int hours, minutes = 0, seconds = 0;
    if (run != 1 && run != 2 && run != 4 && run != 6) return false;
    hours = run == 1 ? s.at[0] - '0' : two_digits(s.at);
    if (run >= 4) minutes = two_digits(s.at + 2);
    if (run == 6) seconds = two_digits(s.at + 4);
    s = span_from(s, run);
    if (run <= 2 && take_part(&s, &minutes)) (void)take_part(&s, &seconds);
    if (hours > 23 || minutes > 59 || seconds > 59) return false;
    int32_t east = hours * 3600 + minutes * 60 + seconds;
    *ret_seconds_east = west ? -east : east;
    *rest = s;
    return true;
}

/* "UTC", "Z", "GMT" and offsets, also written "UTC+2", need no files. */
static bool is_fixed(struct span name, int32_t *ret_offset)
{
    if (span_equal_nocase(name, SPAN("UTC")) || span_equal_nocase(name, SPAN("GMT")) ||
        span_is(name, "Etc/UTC")) {
        *ret_offset = 0;
        return true;
    }
    if (span_starts(name, SPAN("UTC"))) name = span_from(name, 3);
    int32_t offset;
    if (!zone_offset_take(&name, &offset) || name.len) return false;
    *ret_offset = offset;
    return true;
}

/* A name becomes a path below the zone folders and must not lead out of them. */
static bool is_safe(struct span name)
{
    if (name.len == 0 || name.len > ZONE_NAME_MAX) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool slash = c == '/';
        bool fine = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || byte_is_digit(c) ||
                    c == '_' || c == '+' || c == '-';
        if (!fine && !slash) return false;
        if (slash && (i == 0 || i + 1 == name.len || name.at[i - 1] == '/')) return false;
    }
    /* These count leap seconds, which instants do not: times would be up to half a minute off. */
    return !span_starts(name, SPAN("right/"));
}

enum { FOLDERS = 5 };

static const char *folder(size_t i)
{
    static const char *const system[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                         "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
    return i == 0 ? os_env("POSTMORTEM_ZONEINFO") : system[i - 1];
}

/* A sentence that ends with what to do. */
static enum status unknown_name(struct span name, enum status status, const char *what,
                                struct error *error)
{
    struct text hint;
    text_init(&hint, 512);
    for (size_t i = 0; i < FOLDERS && hint.len == 0; i++)
        if (folder(i)) zone_suggest(&hint, folder(i), name);
    if (hint.len == 0)
        text_adds(&hint, "; give a name such as Europe/Berlin (if none is found, install tzdata)");
    error_set(error, status, "%s \"%.*s\"%s or a fixed offset such as -05:00", what,
              SPAN_ARGS(span_sub(name, 0, ZONE_NAME_MAX)), hint.at);
    text_release(&hint);
    return status;
}

static enum status load_from(const char *in, const char *name, struct zone **ret,
                             struct error *error)
{
    struct text path, bytes;
    text_init(&path, 8192);
    text_init(&bytes, FILE_MAX);
    text_adds(&path, in);
    text_addc(&path, '/');
    text_adds(&path, name);
    enum status status = text_status(&path, error);
    /* "Europe" is there, but is no zone. */
    struct os_facts facts;
    if (!status && !os_facts(path.at, &facts, NULL) && facts.kind == OS_FOLDER)
        status = STATUS_NOT_FOUND;
    if (!status) status = os_slurp(path.at, FILE_MAX, &bytes, error);
    if (!status) status = zone_parse(name, text_span(&bytes), ret, error);
    text_release(&path);
    text_release(&bytes);
    return status;
}

enum status zone_load(const char *name, struct zone **ret, struct error *error)
{
    struct span span = span_of(name);
    int32_t offset;
    if (is_fixed(span, &offset)) {
        struct zone *zone = zone_fixed(offset);
        if (!zone) return error_set(error, STATUS_NO_MEMORY, "out of memory for a time zone");
        *ret = zone;
        return STATUS_OK;
    }
    if (!is_safe(span))
        return unknown_name(span, STATUS_BAD_INPUT, "this cannot be a zone:", error);
    for (size_t i = 0; i < FOLDERS; i++) {
        if (!folder(i)) continue;
        struct error failure = ERROR_NONE; /* not the caller's: the next folder may have it */
        enum status status = load_from(folder(i), name, ret, &failure);
        if (status == STATUS_NOT_FOUND) continue;
        if (status && error) *error = failure;
        return status;
    }
    return unknown_name(span, STATUS_NOT_FOUND, "there is no zone", error);
}
