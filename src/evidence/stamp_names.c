/* Names of months and days of the week. */
#include "evidence/stamp_format.h"

/* In lower case as far as ASCII goes, by first byte and longest first, from data/months.tsv. */
static const struct {
    const char *name;
    uint8_t len, month;
} months[] = {
#include "evidence/stamp_months.inc"
};

enum { MONTHS = sizeof months / sizeof months[0] };

static const char english[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* `name` is in lower case. */
static bool starts_with(const char *at, const char *name, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (at[i] != name[i] && !(stamp_is_letter(at[i]) && (at[i] | 32) == name[i])) return false;
    return true;
}

/* A letter, or part of one beyond ASCII. */
static bool is_in_word(char c)
{
    return stamp_is_letter(c) || (unsigned char)c >= 0x80;
}

/* "janv. 3": the point belongs to the name; in "30.Jan.2015" it separates. */
static void skip_point(struct stamp_fields *f)
{
    if (f->end - f->at >= 2 && f->at[0] == '.' && f->at[1] == ' ') f->at++;
}

static size_t first_month_with(unsigned char first)
{
    size_t low = 0, high = MONTHS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((unsigned char)months[middle].name[0] < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool stamp_take_month_name(struct stamp_fields *f)
{
    size_t left = (size_t)(f->end - f->at);
    if (left < 3 || !is_in_word(*f->at)) return false;
    if (left == 3 || !is_in_word(f->at[3])) /* three letters, nearly always */
        for (unsigned i = 0; i < 12; i++)
            if (starts_with(f->at, english + i * 3, 3)) {
                f->month = (uint8_t)(i + 1);
                f->at += 3;
                skip_point(f);
                return true;
            }
    unsigned char first = (unsigned char)(stamp_is_letter(*f->at) ? *f->at | 32 : *f->at);
    for (size_t i = first_month_with(first); i < MONTHS; i++) {
        if ((unsigned char)months[i].name[0] != first) break;
        size_t len = months[i].len;
        if (len > left || !starts_with(f->at, months[i].name, len)) continue;
        if (len < left && is_in_word(f->at[len])) continue;
        f->month = months[i].month;
        f->at += len;
        skip_point(f);
        return true;
    }
    return false;
}

bool stamp_take_weekday(struct stamp_fields *f)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    size_t left = (size_t)(f->end - f->at), len = 0;
    while (len < left && stamp_is_letter(f->at[len])) len++;
    for (size_t i = 0; len >= 3 && i < sizeof days / sizeof days[0]; i++)
        if ((len == 3 || len == strlen(days[i])) && starts_with(f->at, days[i], len)) {
            f->at += len;
            return true;
        }
    return false;
}
