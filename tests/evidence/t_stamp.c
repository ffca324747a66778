#include "tests/test.h"

#include "evidence/stamp.h"

/* A stamp in the notation of data/stamps.tsv. */
static void describe(const struct stamp *stamp, struct text *text)
{
    static const struct {
        uint16_t flag;
        const char *word;
    } words[] = {
        {STAMP_SHORT_YEAR, " short-year"},     {STAMP_LEAP, " leap"},
        {STAMP_ZONE_UNCLEAR, " zone-unclear"}, {STAMP_SINCE_BOOT, " since-boot"},
        {STAMP_SENTINEL, " no-time"},          {STAMP_EPOCH, " number"},
        {STAMP_DATE_ONLY, " date-only"},       {STAMP_NO_HOUR, " no-hour"},
    };
    text_clear(text);
    struct text full;
    text_init(&full, 0);
    instant_add_text(&full, stamp->time, NULL, INSTANT_FULL, stamp->digits);
    struct span civil = text_span(&full);
    if (stamp->flags & STAMP_SENTINEL) {
        assert_true(stamp->time == INSTANT_NONE);
        text_adds(text, "-");
    } else {
        if (!(stamp->flags & STAMP_OFFSET)) civil.len--; /* the Z */
        if (stamp->flags & (STAMP_NO_DATE | STAMP_SINCE_BOOT)) {
            assert_true(span_starts(civil, SPAN("1970-01-01")));
            civil = span_from(civil, 10);
        } else if (stamp->flags & STAMP_NO_YEAR) {
            assert_true(span_starts(civil, SPAN("1972-")));
            text_addc(text, '-');
            civil = span_from(civil, 4);
        }
        text_add(text, civil);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (stamp->flags & words[i].flag) text_adds(text, words[i].word);
    text_release(&full);
}

static void every_format_reads_its_example(void **state)
{
    (void)state;
    struct text got;
    text_init(&got, 0);
    for (unsigned i = 0; i < stamp_format_count(); i++) {
        const struct stamp_format *format = stamp_format_get(i);
        struct span example = stamp_format_example(format);
        struct stamp stamp;
        if (!stamp_read(format, example, &stamp) || stamp.len != example.len)
            fail_msg("\"%s\" does not read \"%s\"", stamp_format_name(format), example.at);
        describe(&stamp, &got);
        if (!span_equal(text_span(&got), stamp_format_reading(format)))
            fail_msg("\"%s\" reads \"%s\" as \"%s\", the table says \"%s\"",
                     stamp_format_name(format), example.at, got.at,
                     stamp_format_reading(format).at);
        assert_true(stamp_format_named(span_of(stamp_format_name(format))) == format);
        const struct stamp_format *swapped = stamp_format_swapped(format);
        if (swapped) assert_true(stamp_format_swapped(swapped) == format);
    }
    text_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_reads_its_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
