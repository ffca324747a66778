/*
 * Patterns become programs, as data/gen_stamps.py makes them of the table: the same patterns give
 * the same bytes, which a test compares. What programs are: stamp_format.h.
 */
#include "evidence/stamp_compile.h"

#include <stdio.h>

enum { PROGRAM_MOST = 250 };

/* field in a pattern, its step in the program */
static const struct {
    const char *field;
    char step;
} fields[] = {
    {"%-m", 'n'}, {"%-d", 'D'}, {"%-H", 'h'}, {"%-M", 'i'}, {"%-S", 's'}, {"%_y", 'w'},
    {"%2f", '2'}, {"%3f", '3'}, {"%6f", '6'}, {"%x", 'x'},  {"%#", '#'},  {"%~", '~'},
    {"%=", '='},  {"%Y", 'Y'},  {"%y", 'y'},  {"%m", 'm'},  {"%d", 'd'},  {"%e", 'e'},
    {"%b", 'b'},  {"%a", 'a'},  {"%j", 'j'},  {"%G", 'G'},  {"%V", 'V'},  {"%u", 'u'},
    {"%T", 'T'},  {"%H", 'H'},  {"%k", 'k'},  {"%I", 'I'},  {"%M", 'M'},  {"%S", 'S'},
    {"%f", 'f'},  {"%L", 'l'},  {"%p", 'p'},  {"%z", 'z'},  {"%Z", 'Z'},  {"%o", 'o'},
    {"%q", 'q'},  {"%Q", 'Q'},  {"%s", '@'},  {"%N", 'N'},  {"%X", 'X'},  {"%+", '+'},
    {"%c", 'c'},  {"%&", '&'},
};

struct compiling {
    struct span rest; /* of the pattern */
    struct error *error;
    char *program;
    size_t len;
    bool seen[128];    /* steps, those within brackets too */
    bool needed;       /* a field stands outside of brackets: the pattern cannot match nothing */
    size_t date_len;   /* of the program up to the clock */
    bool clock, sharp; /* the clock was met; the part before ended sharply */
    bool within;       /* brackets */
};

static bool has(const struct compiling *c, const char *steps)
{
    for (; *steps; steps++)
        if (c->seen[(unsigned char)*steps]) return true;
    return false;
}

static enum status wrong(const struct compiling *c, const char *what)
{
    return error_set(c->error, STATUS_BAD_INPUT, "the pattern has %s", what);
}

static enum status put(struct compiling *c, const char *bytes, size_t len)
{
    if (c->len + len > PROGRAM_MOST) return wrong(c, "too many parts");
    memcpy(c->program + c->len, bytes, len);
    c->len += len;
    return STATUS_OK;
}

/* A part outside of brackets has been written: the date in front of the clock is remembered when
 * it ends sharply. `step` is the field, or the first byte of the part. */
static void note_part(struct compiling *c, char step, size_t before)
{
    if (c->clock) return;
    if (strchr("THhkI@Nx+#~=XMic", step)) {
        c->clock = true;
        c->date_len = c->sharp && !has(c, "zZoqQ") ? before : 0;
    }
    c->sharp = strchr("YymdjGVu'{", step) != NULL;
}

static enum status take_field(struct compiling *c)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!span_starts(c->rest, span_of(fields[i].field))) continue;
        size_t before = c->len;
        char step = fields[i].step;
        c->rest = span_from(c->rest, strlen(fields[i].field));
        c->seen[(unsigned char)step] = true;
        enum status status = put(c, &step, 1);
        if (c->within || status) return status;
        c->needed = c->needed || step != 'o';
        note_part(c, step, before);
        return STATUS_OK;
    }
    return wrong(c,
                 "a % with a letter behind it that means nothing; docs/log-formats.md lists them");
}

static enum status take_literal(struct compiling *c)
{
    char bytes[2] = {'\'', c->rest.at[0]};
    size_t before = c->len, len = 1;
    if (bytes[1] == '\\') {
        if (c->rest.len < 2) return wrong(c, "a \\ at its end");
        bytes[1] = c->rest.at[1] == 't' ? '\t' : c->rest.at[1];
        len = 2;
    }
    c->rest = span_from(c->rest, len);
    enum status status = put(c, bytes, 2);
    if (status == STATUS_OK && !c->within) note_part(c, '\'', before);
    return status;
}

/* The choices from `from` on, each with its length before it, written shorter where that is
 * possible. */
static enum status end_brackets(struct compiling *c, char kind, size_t from)
{
    char *body = c->program + from + 2;
    size_t len = c->len - from - 2, choices = 0, bytes = 0;
    for (size_t i = 0; i < len; i += 1 + (unsigned char)body[i]) {
        choices++;
        bytes += body[i] == 2 && body[i + 1] == '\'';
    }
    if (len > 255) return wrong(c, "too much within brackets");
    if (kind == '[' && choices == 1 && len == 2 && body[1] == 'f') {
        c->program[from] = 'F';
        c->len = from + 1;
    } else if (kind == '[' && choices == 1 && bytes == 1) {
        c->program[from] = '?';
        c->program[from + 1] = body[2];
        c->len = from + 2;
    } else if (kind == '(' && choices == bytes) {
        c->program[from] = '{';
        c->program[from + 1] = (char)choices;
        for (size_t i = 0; i < choices; i++) body[i] = body[3 * i + 2];
        c->len = from + 2 + choices;
    } else {
        c->program[from] = kind;
        c->program[from + 1] = (char)len;
    }
    note_part(c, c->program[from], from);
    return STATUS_OK;
}

static enum status take_brackets(struct compiling *c)
{
    char kind = c->rest.at[0], close = kind == '[' ? ']' : ')';
    size_t from = c->len, choice;
    enum status status = put(c, "\0\0\0", 3); /* kind, length, length of the first choice */
    c->rest = span_from(c->rest, 1);
    c->within = true;
    for (choice = c->len - 1; status == STATUS_OK;) {
        if (c->rest.len == 0) return wrong(c, "a bracket that is not closed");
        char next = c->rest.at[0];
        if (next == '|' || next == close) {
            c->program[choice] = (char)(c->len - choice - 1);
            c->rest = span_from(c->rest, 1);
            if (next == close) break;
            choice = c->len;
            status = put(c, "", 1);
        } else if (strchr("[]()", next)) {
            return wrong(c, "brackets within brackets, or \\ is missing before one");
        } else {
            status = next == '%' ? take_field(c) : take_literal(c);
        }
    }
    c->within = false;
    return status ? status : end_brackets(c, kind, from);
}

/* What all stamps of the pattern have in common. */
static enum status find_flags(struct compiling *c, uint16_t *ret)
{
    bool year = has(c, "YywGX"), month = has(c, "mnbjuX"), clock = has(c, "THhkIXc");
    uint16_t flags = 0;
    if (!c->needed) return wrong(c, "no field such as %Y or %T outside of brackets");
    if (has(c, "@Nx+#~=")) {
        *ret = has(c, "@x") ? STAMP_EPOCH : has(c, "+#~=") ? STAMP_SINCE_BOOT : 0;
        return STATUS_OK;
    }
    if (year && !month) return wrong(c, "a year without month and day");
    if (has(c, "mnb") && !has(c, "dDe")) return wrong(c, "a month without a day");
    if (has(c, "I") != has(c, "p")) return wrong(c, "one of %I and %p: they need each other");
    if (!month && !clock && !has(c, "Mi")) return wrong(c, "neither a date nor a clock");
    if (month && !clock && has(c, "MiSs")) return wrong(c, "minutes or seconds without an hour");
    if (!month) flags |= STAMP_NO_DATE;
    if (month && !year) flags |= STAMP_NO_YEAR;
    if (has(c, "yw")) flags |= STAMP_SHORT_YEAR;
    if (!clock) flags |= month ? STAMP_DATE_ONLY : STAMP_NO_HOUR;
    *ret = flags;
    return STATUS_OK;
}

bool stamp_is_pattern(const char *text)
{
    return strchr(text, '%') != NULL; /* no name in the table has one */
}

enum status stamp_compile(struct span pattern, struct stamp_made *ret, struct error *error)
{
    struct stamp_made made = {
        .format = {.start = '*', .swapped = -1, .example = "", .reading = ""}};
    struct compiling c = {.rest = pattern, .error = error, .program = made.program};
    enum status status = STATUS_OK;
    uint16_t flags = 0;
    if (pattern.len > STAMP_PATTERN_MAX || memchr(pattern.at ? pattern.at : "", '\0', pattern.len))
        return error_set(error, STATUS_BAD_INPUT, "the pattern is longer than %d bytes",
                         STAMP_PATTERN_MAX);
    while (c.rest.len > 0 && status == STATUS_OK) {
        char next = c.rest.at[0];
        if (next == '[' || next == '(')
            status = take_brackets(&c);
        else if (strchr("])|", next))
            status = wrong(&c, "a bracket that was not opened, or \\ is missing before it");
        else
            status = next == '%' ? take_field(&c) : take_literal(&c);
    }
    if (status == STATUS_OK) status = find_flags(&c, &flags);
    if (status) return status;
    bool date = has(&c, "YywGXmnbjudDe");
    made.format.program_len = (uint8_t)c.len;
    made.format.date_len = (uint8_t)(date ? c.date_len : 0);
    made.format.flags = flags;
    made.format.minute = has(&c, "M") && !has(&c, "SsT");
    memcpy(made.pattern, pattern.at, pattern.len);
    *ret = made;
    ret->format.name = ret->pattern;
    ret->format.program = ret->program;
    return STATUS_OK;
}
