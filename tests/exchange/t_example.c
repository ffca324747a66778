/* The sample outage and the payloads of real programs, read as a whole. */
#include "tests/exchange/fixture.h"

#define EXAMPLE  SOURCE_ROOT "/examples/orders-api-outage"
#define PAYLOADS SOURCE_ROOT "/tests/data/payloads"

static struct desk desk;

static void event_is(enum timeline_event_kind kind, const char *part, const char *at)
{
    desk_expect(&desk, kind, part, at);
}

static void alerts_of_the_outage(void)
{
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ALERT, "OrdersApiErrorRateHigh", "2026-11-22T05:55:46.792Z");
    assert_non_null(strstr(event->what, "severity page"));
    assert_non_null(
        strstr(event->basis, "chat/inc-2026-11-22-orders")); /* the bot tells the same */
    event = desk_expect(&desk, TIMELINE_PAGE, "OrdersApiErrorRateHigh", "2026-11-22T05:55:48.824Z");
    assert_non_null(strstr(event->basis, "mail-01.eml"));
    event_is(TIMELINE_ALERT_END, "OrdersApiErrorRateHigh", "2026-11-22T05:57:16.792Z");
    event =
        desk_expect(&desk, TIMELINE_ALERT, "OrdersApiLatencyP95High", "2026-11-22T05:56:01.792Z");
    assert_non_null(strstr(event->what, "severity ticket"));
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT), 3);
    assert_int_equal(desk_count(&desk, TIMELINE_PAGE), 3);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT_END), 3);
}

static void changes_of_the_outage(void)
{
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "orders-api 2.3.0", "2026-11-22T05:53:25.640Z");
    assert_int_equal((event->end.earliest - event->at.earliest) / NS_PER_MS, 1316);
    assert_non_null(strstr(event->basis, "messages.log"));
    assert_string_equal(event->key, "2.3.0");
    assert_string_equal(event->actor, "jun");
    event = desk_expect(&desk, TIMELINE_ACT_UNDO, "orders-api 2.2.9", "2026-11-22T05:57:05.989Z");
    assert_non_null(strstr(event->what, "rollback"));
    event_is(TIMELINE_CHANGE_CONFIG, "loyalty_pct set to 16", "2026-11-22T05:53:55.672Z");
    event_is(TIMELINE_CHANGE_CONFIG, "loyalty_pct set to 82", "2026-11-22T05:55:26.959Z");
    event_is(TIMELINE_CHANGE_CONFIG, "loyalty_pct set to 0", "2026-11-22T05:57:00.002Z");
    assert_int_equal(desk_count(&desk, TIMELINE_CHANGE_CONFIG), 13);
    event_is(TIMELINE_CHANGE_CODE, "commit 903a36c", "2026-11-22T05:53:10Z");
    assert_int_equal(desk_count(&desk, TIMELINE_CHANGE_CODE), 5);
    event = desk_find(&desk, TIMELINE_CHANGE_CODE, "commit 903a36c");
    assert_non_null(strstr(event->what, "v2.3.0"));
    assert_non_null(strstr(event->basis, "git-log.txt"));
}

static void database_of_the_outage(void)
{
    const struct timeline_event *event = desk_expect(
        &desk, TIMELINE_CHANGE_DATA, "loyalty_ledger_account_idx", "2026-11-22T05:56:26.051401Z");
    assert_true(event->end.earliest > event->at.earliest);
    event = desk_find(&desk, TIMELINE_BLOCK, "4 processes waited for locks on relation 16405");
    assert_non_null(event);
    assert_int_equal(desk_count(&desk, TIMELINE_BLOCK), 1);
    event_is(TIMELINE_EFFECT, "17 connections ended", "2026-11-22T05:56:52.023Z");
    assert_int_equal(desk_count(&desk, TIMELINE_EFFECT), 1);
    event_is(TIMELINE_RESTART, "orders-api restarted", "2026-11-22T05:53:25.652Z");
    event = desk_find(&desk, TIMELINE_RESTART, "postgresql restarted");
    assert_non_null(strstr(event->basis, "also told by"));
}

static void people_of_the_outage(void)
{
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ACK, "ack, looking", "2026-11-22T05:55:54.069006Z");
    assert_string_equal(event->actor, "maya");
    event = desk_expect(&desk, TIMELINE_ACT_LIMIT, "bin/kill-idle.sh", "2026-11-22T05:56:01Z");
    assert_true(event->failed);
    assert_int_equal(event->at.latest - event->at.earliest, NS_PER_S - 1);
    assert_non_null(strstr(event->what, "Connection refused"));
    event = desk_expect(&desk, TIMELINE_ACT_FIX, "bin/appctl restart", "2026-11-22T05:56:06Z");
    assert_false(event->failed);
    event = desk_expect(&desk, TIMELINE_ACT_LIMIT, "pg_terminate_backend", "2026-11-22T05:56:51Z");
    assert_string_equal(event->actor, "tomas2");
    event_is(TIMELINE_CHANGE_DATA, "0042_loyalty_index.sql", "2026-11-22T05:56:26Z");
    event_is(TIMELINE_REPORT, "ticket 7731", "2026-11-22T05:55:07.195Z");
    event_is(TIMELINE_REPORT, "two shoppers say", "2026-11-22T05:55:07.178Z");
    event_is(TIMELINE_COMM, "nothing is paging", "2026-11-22T05:55:29.422002Z");
    event_is(TIMELINE_JOIN, "joining", "2026-11-22T05:56:11.649008Z");
    event_is(TIMELINE_CLEAR, "all clear from support", "2026-11-22T05:57:22.479004Z");
    event = desk_find(&desk, TIMELINE_OBSERVE, "runbook step 1 fails");
    assert_non_null(strstr(event->basis, "reply to maya's message"));
    assert_int_equal(desk.reading.undated_count, 0);
}

static void the_sample_outage(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_add_folder(&desk, EXAMPLE, "");
    /* what timeline/ finds: the application's clock is 37 s ahead */
    for (size_t i = 0; i < desk.count; i++)
        if (strstr(desk.sources[i].name, "orders-api.jsonl"))
            desk.sources[i].clock.offset_least = desk.sources[i].clock.offset_most = 37 * NS_PER_S;
    desk_read(&desk);
    if (os_env("SHOW")) desk_print(&desk);
    alerts_of_the_outage();
    changes_of_the_outage();
    database_of_the_outage();
    people_of_the_outage();
    assert_int_equal(desk.reading.series_count, 28);
    assert_int_equal(desk.reading.notice_count, 0);
    desk_release(&desk);
}

/* Without any other word of alerts, the ALERTS series tells of them. */
static void payloads_of_real_programs(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_add_folder(&desk, PAYLOADS, "");
    desk_read(&desk);
    if (os_env("SHOW")) desk_print(&desk);
    event_is(TIMELINE_PAGE, "OrdersApiErrorRateHigh", "2026-11-22T05:55:48.824Z");
    desk_release(&desk);
    desk_init(&desk);
    desk_add_folder(&desk, PAYLOADS, "prometheus");
    desk_read(&desk);
    const struct timeline_event *event =
        desk_find(&desk, TIMELINE_ALERT, "alert fired: OrdersApiErrorRateHigh");
    assert_non_null(event);
    assert_int_equal(event->at.latest - event->at.earliest, 5 * NS_PER_S);
    assert_non_null(desk_find(&desk, TIMELINE_SIGNAL, "EdgeProbeFailing"));
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_sample_outage),
                                       cmocka_unit_test(payloads_of_real_programs)};
    return cmocka_run_group_tests_name("exchange: example", tests, NULL, NULL);
}
