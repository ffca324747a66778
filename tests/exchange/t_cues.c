/* The cue table: each row hits its own example and misses the other one. */
#include "exchange/internal.h"
#include "tests/test.h"

static void every_row_keeps_its_word(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cue_count() > 80);
    for (size_t i = 0; i < cue_count(); i++) {
        const struct cue *cue = cue_get(i);
        bool hit = cue_matches(cue, span_of(cue->hit));
        bool miss = !cue_matches(cue, span_of(cue->miss));
        if (hit && miss) continue;
        wrong++;
        print_error("%s \"%s\": %s\n", timeline_event_code(cue->kind), cue->pattern,
                    hit ? cue->miss : cue->hit);
    }
    assert_int_equal(wrong, 0);
}

static void every_row_for_timelines_keeps_its_word(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(told_cue_count() > 60);
    for (size_t i = 0; i < told_cue_count(); i++) {
        const struct cue *cue = &told_cue_get(i)->cue;
        bool hit = cue_matches(cue, span_of(cue->hit));
        bool miss = !cue_matches(cue, span_of(cue->miss));
        if (hit && miss) continue;
        wrong++;
        print_error("%s \"%s\": %s\n", review_words_event.words[told_cue_get(i)->kind].word,
                    cue->pattern, hit ? cue->miss : cue->hit);
    }
    assert_int_equal(wrong, 0);
}

/* Whole messages through the whole table; COUNT stands for "no cue fits". */
static void messages_get_the_right_kind(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum timeline_event_kind kind;
        enum cue_where where;
    } cases[] = {
        {"ack, looking. this matches what ines saw", TIMELINE_ACK, CUE_CHAT},
        {"Ack", TIMELINE_ACK, CUE_CHAT},
        {"yes, it is 25432 now. joining. looking at pg_stat_activity", TIMELINE_JOIN, CUE_CHAT},
        {"nothing is paging. maya, could you have a look?", TIMELINE_EVENT_KIND_COUNT, CUE_SUPPORT},
        {"is it resolved?", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"this is not resolved", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"it isn\xe2\x80\x99t resolved, this is resolved when the queue is empty, I think",
         TIMELINE_RESOLVED, CUE_CHAT},
        {"once this is resolved we talk", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"> this is resolved\nsays who", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"```\nthis is resolved\n``` from the log", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"this is resolved", TIMELINE_RESOLVED, CUE_CHAT},
        {"should we roll back?", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"i will not be rolling back to 2.2.9", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"rolling back", TIMELINE_ACT_UNDO, CUE_CHAT},
        {"thanks all. review on Tuesday, no names", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"two shoppers say the order page spins for ages. anybody else?", TIMELINE_REPORT,
         CUE_SUPPORT},
        {"", TIMELINE_EVENT_KIND_COUNT, CUE_CHAT},
        {"bin/kill-idle.sh", TIMELINE_ACT_LIMIT, CUE_SHELL},
        {"sudo systemctl restart nginx", TIMELINE_ACT_FIX, CUE_SHELL},
        {"kubectl get pods | grep orders", TIMELINE_ACT_LOOK, CUE_SHELL},
        {"psql -c \"select * from a where b = 'create'\"", TIMELINE_ACT_LOOK, CUE_SHELL},
        {"psql -d orders -f migrations/0042.sql", TIMELINE_CHANGE_DATA, CUE_SHELL},
        {"cd /srv", TIMELINE_EVENT_KIND_COUNT, CUE_SHELL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cue_words words;
        const struct cue *cue = cue_find(span_of(cases[i].text), cases[i].where, &words);
        enum timeline_event_kind kind = cue ? cue->kind : TIMELINE_EVENT_KIND_COUNT;
        if (kind != cases[i].kind)
            fail_msg("\"%s\" is %s by \"%s\"", cases[i].text,
                     cue ? timeline_event_code(kind) : "nothing", cue ? words.text : "");
    }
}

static void long_and_broken_texts(void **state)
{
    (void)state;
    struct cue_words words;
    struct text text;
    text_init(&text, 0);
    for (int i = 0; i < 20000; i++) text_adds(&text, "error rate errors ");
    assert_null(cue_find(text_span(&text), CUE_CHAT, &words));
    text_clear(&text);
    for (int i = 0; i < 5000; i++) text_addc(&text, (char)(i * 37));
    cue_find(text_span(&text), CUE_SHELL, &words);
    cue_find(text_span(&text), CUE_CHAT, &words);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_keeps_its_word),
                                       cmocka_unit_test(every_row_for_timelines_keeps_its_word),
                                       cmocka_unit_test(messages_get_the_right_kind),
                                       cmocka_unit_test(long_and_broken_texts)};
    return cmocka_run_group_tests_name("exchange: cues", tests, NULL, NULL);
}
