/*
 * Clocks in the forms that people and locales give them: "9:58:41 PM", "오후 9:58:41",
 * "09.58.41,123", "09:58:41:123", "21h58m41s", and what stands between a date and such a clock. The
 * rows of the table that use them are loose: they count where no plain row reads as far.
 */
#include "evidence/stamp_clock.h"

/* Halves of the day beside AM and PM: Unicode CLDR, dayPeriods am and pm of the languages. */
static const struct {
    const char *word;
    char half;
} halves[] = {
    {"上午", 'a'},
    {"下午", 'p'},
    {"午前", 'a'},
    {"午後", 'p'},
    {"오전", 'a'},
    {"오후", 'p'},
    {"π.μ.", 'a'},
    {"μ.μ.", 'p'},
    {"ÖÖ", 'a'},
    {"ÖS", 'p'},
    {"ص", 'a'},
    {"م", 'p'},
    {"पूर्वाह्न", 'a'},
    {"अपराह्न", 'p'},
    {"ก่อนเที่ยง", 'a'},
    {"หลังเที่ยง", 'p'},
    {"a.\xc2\xa0m.", 'a'},
    {"p.\xc2\xa0m.", 'p'},
    {"a. m.", 'a'},
    {"p. m.", 'p'},
    {"dop.", 'a'},
    {"odp.", 'p'},
    {"pop.", 'p'},
    {"пп", 'p'},
    {"пр.об.", 'a'},
    {"сл.об.", 'p'},
    {"дп", 'a'},
    {"a.\xe2\x80\xafm.", 'a'},
    {"p.\xe2\x80\xafm.", 'p'},
};

static bool skips(struct stamp_fields *f, struct span text)
{
    if (!span_starts((struct span){f->at, (size_t)(f->end - f->at)}, text)) return false;
    f->at += text.len;
    return true;
}

/* A blank of the usual width, the narrow one (U+202F) or one that does not break (U+00A0). */
static bool skip_any_blank(struct stamp_fields *f)
{
    return skips(f, SPAN(" ")) || skips(f, SPAN("\xe2\x80\xaf")) || skips(f, SPAN("\xc2\xa0"));
}

static bool take_named_half(struct stamp_fields *f)
{
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        if (byte_lower(halves[i].word[0]) != byte_lower(*f->at)) continue; /* as mostly */
        struct span word = span_of(halves[i].word);
        if ((size_t)(f->end - f->at) < word.len ||
            !span_equal_nocase((struct span){f->at, word.len}, word))
            continue;
        f->at += word.len;
        f->half = (uint8_t)halves[i].half;
        return true;
    }
    return false;
}

bool stamp_take_half(struct stamp_fields *f)
{
    skip_any_blank(f);
    size_t left = (size_t)(f->end - f->at), len = 0;
    if (left < 2) return false;
    char half = (char)(f->at[0] | 32);
    if (half != 'a' && half != 'p') return take_named_half(f);
    if ((f->at[1] | 32) == 'm')
        len = 2;
    else if (left >= 4 && f->at[1] == '.' && (f->at[2] | 32) == 'm' && f->at[3] == '.')
        len = 4;
    else
        return take_named_half(f);
    if (left > len && stamp_is_letter(f->at[len])) return false;
    f->half = (uint8_t)half;
    f->at += len;
    return true;
}

static bool date_is_read(const struct stamp_fields *f)
{
    return f->year || f->month || f->day;
}

/* "星期一", "(월)", "月曜日", with blanks around them */
static void skip_day_sign(struct stamp_fields *f)
{
    enum { SIGN = 3 }; /* bytes */
    struct stamp_fields behind = *f;
    skip_any_blank(&behind);
    size_t left = (size_t)(behind.end - behind.at);
    if (left > 3 * SIGN && span_starts((struct span){behind.at, left}, SPAN("星期"))) {
        behind.at += 3 * SIGN;
    } else if (left > SIGN + 2 && behind.at[0] == '(' && behind.at[SIGN + 1] == ')' &&
               (unsigned char)behind.at[1] >= 0xe0) {
        behind.at += SIGN + 2;
    } else if (left > 3 * SIGN && (unsigned char)behind.at[0] >= 0xe0) {
        behind.at += SIGN;
        if (!skips(&behind, SPAN("曜日")) && !skips(&behind, SPAN("요일"))) return;
    } else {
        return;
    }
    *f = behind;
}

/* "T", blanks, or a sign or two with blanks around them: "2031-05-06 | 07:08:09". Nothing where the
 * date ends with something else than a digit. */
bool stamp_take_joint(struct stamp_fields *f)
{
    enum { JOINT_MOST = 6 };
    static const char *const words[] = {" at ", " um ",  " om ",   " kl ",    " kl. ", " klo ",
                                        " à ",  " às ",  " alle ", " a las ", "] [",   "][",
                                        "] ",   " г., ", " г. в ", " г. ",    " р., ", " р. "};
    if (date_is_read(f) && (unsigned char)f->at[-1] >= 0x80) skip_day_sign(f);
    const char *start = f->at;
    size_t signs = 0;
    if (f->at < f->end && (*f->at | 32) == 't') {
        f->at++;
        return f->at < f->end && stamp_is_digit(*f->at);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (skips(f, span_of(words[i]))) return true;
    while (f->at < f->end && f->at - start < JOINT_MOST) {
        if (skip_any_blank(f)) continue;
        if (!byte_is_one_of(*f->at, "-_:;,|/.@\t") || signs++ == 2) break;
        f->at++;
    }
    if (f->at == f->end) return false;
    bool ends = f->at > start || (date_is_read(f) && !stamp_is_digit(start[-1]));
    bool half = f->end - f->at > 3 && byte_is_one_of(*f->at, "aApP") &&
                byte_is_one_of(f->at[1], "mM") && f->at[2] == ' ';
    return ends && (half || stamp_is_digit(*f->at) || (unsigned char)*f->at >= 0x80);
}

static int digits_here(const struct stamp_fields *f, int most)
{
    int len = 0;
    while (len < most && f->at + len < f->end && stamp_is_digit(f->at[len])) len++;
    return len;
}

static uint8_t take_two(struct stamp_fields *f, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++) value = value * 10 + (*f->at++ - '0');
    return (uint8_t)value;
}

/* "07時08分09秒", "07시 08분 09초": the digits of the hour are read. */
static bool take_signed_parts(struct stamp_fields *f)
{
    if (!skips(f, SPAN("時")) && !skips(f, SPAN("时")) && !skips(f, SPAN("시"))) return false;
    skip_any_blank(f);
    int digits = digits_here(f, 3);
    if (digits < 1 || digits > 2) return false;
    f->minute = take_two(f, digits);
    if (!skips(f, SPAN("分")) && !skips(f, SPAN("분"))) return false;
    skip_any_blank(f);
    digits = digits_here(f, 3);
    if (digits < 1 || digits > 2) return false;
    f->second = take_two(f, digits);
    return skips(f, SPAN("秒")) || skips(f, SPAN("초"));
}

/* Hour, minute and second with one sign between them, or none, or "21h58m41s". */
static bool take_parts(struct stamp_fields *f, char *ret_sign)
{
    int digits = digits_here(f, 7);
    char sign = f->at + digits < f->end ? f->at[digits] : '\0';
    if (digits == 6 && date_is_read(f) && f->at[-1] != ' ') {
        f->hour = take_two(f, 2);
        f->minute = take_two(f, 2);
        f->second = take_two(f, 2);
        *ret_sign = '\0';
        return true;
    }
    if (digits < 1 || digits > 2) return false;
    if ((unsigned char)sign >= 0xe0) {
        f->hour = take_two(f, digits);
        *ret_sign = 'h';
        return take_signed_parts(f);
    }
    if (!byte_is_one_of(sign, ":.-h")) return false;
    f->hour = take_two(f, digits);
    f->at++;
    if (digits_here(f, 3) != 2) return false;
    f->minute = take_two(f, 2);
    *ret_sign = sign;
    char second = sign == 'h' ? 'm' : sign;
    if (sign == 'h' && f->at < f->end && byte_is_one_of(*f->at, ":.")) { /* "21h58:41" */
        f->at++;
        if (digits_here(f, 3) != 2) return false;
        f->second = take_two(f, 2);
        return true;
    }
    if (f->at == f->end || *f->at != second) {
        struct stamp_fields behind = *f;
        if (sign == 'h') return date_is_read(f);
        return sign == ':' && (f->half || stamp_take_half(&behind));
    }
    f->at++;
    if (digits_here(f, 3) != 2) return false;
    f->second = take_two(f, 2);
    return sign != 'h' || skips(f, SPAN("s"));
}

/* ".012,345": microseconds apart */
static void take_thousandths(struct stamp_fields *f)
{
    int32_t read = f->nanosecond;
    struct stamp_fields behind = *f;
    if (f->digits != 3 || f->end - f->at < 4 || !byte_is_one_of(*f->at, ",.")) return;
    behind.at++;
    if (digits_here(&behind, 4) != 3 || !stamp_take_decimals(&behind)) return;
    *f = behind;
    f->nanosecond = read + f->nanosecond / 1000;
    f->digits = 6;
}

/* Decimals behind a point or a comma, or three or six of them behind the clock's own sign. */
static void take_any_fraction(struct stamp_fields *f, char sign)
{
    if (stamp_take_fraction(f)) {
        take_thousandths(f);
        return;
    }
    if (!sign || sign == 'h' || f->end - f->at < 4) return;
    if (*f->at != sign && *f->at != ':') return;
    struct stamp_fields behind = *f;
    behind.at++;
    int digits = digits_here(&behind, 7);
    if ((digits != 3 && digits != 6) || !stamp_take_decimals(&behind)) return;
    if (behind.at < behind.end && *behind.at == sign) return; /* a number of another sort */
    *f = behind;
}

bool stamp_take_any_clock(struct stamp_fields *f)
{
    char sign;
    if (f->at == f->end) return false;
    /* "오후 9:58:41", "PM 9:58:41" */
    if (!stamp_is_digit(*f->at) && !stamp_take_half(f)) return false;
    if (f->at == f->end) return false;
    if (f->half) skip_any_blank(f);
    if (!take_parts(f, &sign) || f->hour > 23 || f->minute > 59 || f->second > 60) return false;
    if (sign != '.' || date_is_read(f)) take_any_fraction(f, sign); /* addresses have four parts */
    struct stamp_fields behind = *f;
    if (!f->half && f->hour >= 1 && f->hour <= 12 && stamp_take_half(&behind)) *f = behind;
    if (f->hour > 12) f->half = 0;
    return true;
}
