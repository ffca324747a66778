/* A line for a file of formats that may fit a line of a log: a start for somebody who writes one.
 */
#include "command/formats.h"

enum { GROUPS = 8, TEXT_MOST = 300 };

struct group {
    size_t at, len;
};

static bool joins(char c)
{
    return byte_is_one_of(c, "-/.:, T_~;@");
}

/* Runs of one to four digits with one or two signs between them, from a place on. */
static unsigned groups_at(struct span line, size_t at, struct group ret[GROUPS])
{
    unsigned count = 0;
    while (count < GROUPS && at < line.len && byte_is_digit(line.at[at])) {
        size_t end = at, signs = 0;
        while (end < line.len && byte_is_digit(line.at[end])) end++;
        if (end - at > (count >= 5 ? 9 : 4)) break;
        ret[count++] = (struct group){at, end - at};
        for (at = end; at < line.len && signs < 3 && joins(line.at[at]); at++) signs++;
        if (signs == 0) break;
    }
    return count;
}

/* Fields for so many groups in order; NULL when they make no date with a clock, or no clock. */
static const char *const *fields_for(struct span line, const struct group *groups, unsigned count)
{
    static const char *const year_first[] = {"%Y", "%m", "%d", "%H", "%M", "%S", "f"};
    static const char *const day_first[] = {"%d", "%m", "%Y", "%H", "%M", "%S", "f"};
    static const char *const short_year[] = {"%d", "%m", "%y", "%H", "%M", "%S", "f"};
    static const char *const clock[] = {"%H", "%M", "%S", "f"};
    char sign = line.at[groups[0].at + groups[0].len];
    if (count >= 5 && groups[0].len == 4) return year_first;
    if (count >= 5 && groups[2].len == 4) return day_first;
    if (count >= 5 && groups[0].len <= 2 && groups[2].len == 2 && sign != ':') return short_year;
    if (count >= 3 && groups[0].len <= 2 && groups[2].len == 2 && byte_is_one_of(sign, ":."))
        return clock;
    if (count >= 3 && groups[0].len == 4 && groups[1].len <= 2) return year_first;
    if (count >= 3 && groups[0].len <= 2 && groups[2].len == 4) return day_first;
    return NULL;
}

static void add_literal(struct text *ret, char c)
{
    if (byte_is_one_of(c, "[]()|%\\")) text_addc(ret, '\\');
    text_addc(ret, c);
}

static void add_field(struct text *ret, const char *field, size_t digits)
{
    bool loose = digits == 1 && field[1] != 'Y' && field[1] != 'y';
    text_addf(ret, loose ? "%%-%s" : "%%%s", field + 1);
}

static void add_stamp(struct span line, const struct group *groups, unsigned count,
                      const char *const *fields, struct text *ret)
{
    for (unsigned i = 0; i < count; i++) {
        size_t before = i ? groups[i - 1].at + groups[i - 1].len : groups[i].at;
        if (fields[i][0] == 'f') {
            char sign = line.at[groups[i].at - 1];
            if (groups[i].at - before == 1 && (sign == '.' || sign == ','))
                text_adds(ret, "%f");
            else if (groups[i].at - before == 1 && groups[i].len == 3)
                text_addf(ret, "%c%%3f", sign);
            return;
        }
        for (size_t at = before; at < groups[i].at; at++) add_literal(ret, line.at[at]);
        add_field(ret, fields[i], groups[i].len);
    }
}

bool formats_guess(struct span line, struct text *ret)
{
    line = span_sub(line, 0, TEXT_MOST);
    for (size_t at = 0; at < line.len; at++) {
        struct group groups[GROUPS];
        const char *const *fields;
        if (!byte_is_digit(line.at[at]) || (at > 0 && byte_is_digit(line.at[at - 1]))) continue;
        unsigned count = groups_at(line, at, groups);
        if (count < 3 || !(fields = fields_for(line, groups, count))) continue;
        unsigned most = fields[0][1] == 'H' ? 4 : 7;
        text_adds(ret, "mine\t");
        add_stamp(line, groups, count < most ? count : most, fields, ret);
        text_adds(ret, "\t");
        if (at == 0) {
            text_adds(ret, "start");
        } else {
            unsigned word = 1;
            for (size_t i = 1; i < at; i++) word += line.at[i] == ' ' && line.at[i - 1] != ' ';
            bool bracket = byte_is_one_of(line.at[at - 1], "[(<\"");
            bool begins =
                line.at[at - 1] == ' ' || (bracket && (at == 1 || line.at[at - 2] == ' '));
            if (begins)
                text_addf(ret, "word %u", word);
            else
                text_addf(ret, "column %zu", at + 1);
        }
        return true;
    }
    return false;
}
