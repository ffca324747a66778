/* What people call a layout, told by how its lines look. */
#include <stdio.h>

#include "evidence/lines.h"

/* First row that fits wins. Empty texts and negative styles fit anything. */
static const struct {
    int framing, style;
    const char *stamp, *key, *begin, *within;
    const char *name;
} names[] = {
    {FRAMING_JSON_LINES, -1, "", "__REALTIME_TIMESTAMP", "", "", "journal JSON"},
    {FRAMING_JSON_LINES, -1, "", "t.$date", "", "", "MongoDB JSON"},
    {FRAMING_JSON_LINES, -1, "", "timestamp", "", "\"error_severity\":", "PostgreSQL JSON"},
    {FRAMING_JSON_LINES, -1, "", "time", "{\"log\":", "\"stream\":", "Docker json-file"},
    {FRAMING_JSON_LINES, -1, "", "eventTime", "", "\"eventSource\":", "CloudTrail, JSON lines"},
    {FRAMING_JSON_LINES, -1, "", "", "", "\"stageTimestamp\":", "Kubernetes audit JSON"},
    {FRAMING_JSON_LINES, -1, "", "", "", "", "JSON lines"},
    {FRAMING_LOGFMT, -1, "", "", "", "", "logfmt"},
    {FRAMING_LINES, STYLE_SYSLOG_5424, "", "", "", "", "RFC 5424 syslog"},
    {FRAMING_LINES, STYLE_SYSLOG_PRI, "syslog", "", "", "", "RFC 3164 syslog"},
    {FRAMING_LINES, STYLE_SYSLOG_PRI, "", "", "", "", "syslog with priority"},
    {FRAMING_LINES, STYLE_POSTGRES, "", "", "", "", "PostgreSQL text"},
    {FRAMING_LINES, STYLE_CRI, "", "", "", "", "container log (CRI)"},
    {FRAMING_LINES, STYLE_REDIS, "", "", "", "", "Redis"},
    {FRAMING_LINES, STYLE_LETTER, "klog", "", "", "", "klog"},
    {FRAMING_LINES, STYLE_LETTER, "glog", "", "", "", "glog"},
    {FRAMING_LINES, STYLE_LETTER, "clf", "", "", "", "CUPS"},
    {FRAMING_LINES, STYLE_WORD_LETTER, "m-d", "", "", "", "Android logcat"},
    {FRAMING_LINES, STYLE_TWO_LINES, "", "", "", "", "java.util.logging"},
    {FRAMING_LINES, STYLE_MYSQL_SLOW, "", "", "", "", "MySQL slow log"},
    {FRAMING_LINES, STYLE_W3C, "", "", "", "", "W3C extended log"},
    {FRAMING_LINES, -1, "y/m/d", "", "", "#0: ", "nginx error"},
    {FRAMING_LINES, -1, "y/m/d", "", "", " [error] ", "nginx error"},
    {FRAMING_LINES, -1, "y/m/d", "", "", " [notice] ", "nginx error"},
    {FRAMING_LINES, -1, "y/m/d, dash", "", "[", "", "Samba"},
    {FRAMING_LINES, -1, "ctime", "", "[", "] [", "Apache error"},
    {FRAMING_LINES, -1, "epoch", "", "type=", "audit(", "auditd"},
    {FRAMING_LINES, -1, "epoch", "", "", " TCP_", "Squid access"},
    {FRAMING_LINES, -1, "tai64n", "", "", "", "TAI64N"},
    {FRAMING_LINES, -1, "uptime", "", "", "", "kernel ring buffer"},
    {FRAMING_LINES, -1, "sccm", "", "", "", "SCCM"},
    {FRAMING_LINES, -1, "syslog", "", "", " <", "IRC log"},
    {FRAMING_LINES, -1, "syslog", "", "", ": %", "Cisco IOS"},
    {FRAMING_LINES, -1, "syslog, year before clock", "", "", "%ASA-", "Cisco ASA"},
    {FRAMING_LINES, -1, "syslog", "", "", "", "RFC 3164 syslog"},
    {FRAMING_LINES, -1, "syslog with zone", "", "", "", "RFC 3164 syslog"},
    {FRAMING_LINES, -1, "dd-mon-yyyy", "", "", " client ", "BIND"},
    {FRAMING_LINES, STYLE_SYSLOG, "iso", "", "", "", "syslog, ISO times"},
};

/* The share of lines that is enough to give a name. */
static bool half_of_lines(const struct line_sample *sample, const bool *matched, const char *text,
                          bool at_start)
{
    size_t lines = 0, with = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (!matched[i]) continue;
        lines++;
        with += at_start ? span_starts(sample->lines[i], span_of(text))
                         : span_find(sample->lines[i], span_of(text)) != SIZE_MAX;
    }
    return with * 2 >= lines;
}

/* Combined logs have two more quoted texts behind the status: where from, and with what. */
static bool is_combined(const struct line_sample *sample, const bool *matched)
{
    size_t lines = 0, combined = 0;
    for (size_t i = 0; i < sample->count; i++) {
        struct span line = sample->lines[i];
        size_t quotes = 0;
        if (!matched[i]) continue;
        for (size_t at = 0; at < line.len; at++)
            quotes += line.at[at] == '"' && (at == 0 || line.at[at - 1] != '\\');
        lines++;
        combined += quotes >= 6;
    }
    return combined * 2 >= lines;
}

/* "10:02:17,123": decimals behind a comma */
static bool has_comma(const struct line_layout *layout, const struct line_sample *sample,
                      const bool *matched)
{
    struct stamp_reader reader;
    struct line_hit hit;
    stamp_reader_init(&reader, layout->format);
    for (size_t i = 0; i < sample->count; i++) {
        if (!matched[i]) continue;
        struct span line = sample->lines[i];
        return line_match(layout, kernels_plain(), &reader, line, &hit) && hit.stamp.len > 20 &&
               memchr(line.at + hit.stamp_at, ',', hit.stamp.len) != NULL;
    }
    return false;
}

/* Nothing but the stamp in its line: the text follows below. */
static bool stands_alone(const struct line_layout *layout, const struct line_sample *sample,
                         const bool *matched)
{
    struct stamp_reader reader;
    struct line_hit hit;
    size_t lines = 0, alone = 0;
    if (!layout->format) return false;
    stamp_reader_init(&reader, layout->format);
    for (size_t i = 0; i < sample->count; i++) {
        if (!matched[i]) continue;
        lines++;
        if (line_match(layout, kernels_plain(), &reader, sample->lines[i], &hit))
            alone += hit.stamp_at + hit.stamp.len == span_trim(sample->lines[i]).len;
    }
    return alone * 10 >= lines * 9;
}

void line_layout_name(struct line_layout *layout, const struct line_sample *sample,
                      const bool *matched)
{
    struct evidence_layout *face = &layout->face;
    const char *name = NULL;
    if (face->style == STYLE_ACCESS)
        name = is_combined(sample, matched) ? "access log (combined)" : "access log";
    for (size_t i = 0; !name && i < sizeof names / sizeof names[0]; i++) {
        if (names[i].framing != face->framing) continue;
        if (names[i].style >= 0 && names[i].style != face->style) continue;
        if (names[i].stamp[0] && strcmp(names[i].stamp, face->stamp) != 0) continue;
        if (names[i].key[0] && strcmp(names[i].key, face->time_key) != 0) continue;
        if (names[i].begin[0] && !half_of_lines(sample, matched, names[i].begin, true)) continue;
        if (names[i].within[0] && !half_of_lines(sample, matched, names[i].within, false)) continue;
        name = names[i].name;
    }
    if (!name && face->style == STYLE_WORD && strcmp(face->stamp, "iso") == 0 &&
        has_comma(layout, sample, matched))
        name = "log4j text";
    if (!name && layout->place == PLACE_COLUMN && stands_alone(layout, sample, matched))
        name = "Oracle alert log";
    if (name)
        snprintf(face->name, sizeof face->name, "%s", name);
    else
        snprintf(face->name, sizeof face->name, "text, %.33s", face->stamp);
}
