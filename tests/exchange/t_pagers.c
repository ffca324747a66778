/* Pagers, monitors, chats and deploys in the forms in which other tools than the usual export. */
#include "tests/exchange/fixture.h"

static struct desk desk;

static void incidents_of_a_pager(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "incidents.json",
              "{\"incidents\":[{\"id\":\"P1\",\"incident_number\":7,\"title\":\"Pool empty\","
              "\"created_at\":\"2026-03-04T10:00:05Z\",\"status\":\"resolved\","
              "\"acknowledgements\":[{\"at\":\"2026-03-04T10:03:00Z\","
              "\"acknowledger\":{\"summary\":\"Ana\"}}],"
              "\"last_status_change_at\":\"2026-03-04T10:40:00Z\"}]}");
    desk_adds(&desk, "entries.json",
              "{\"log_entries\":[{\"id\":\"R1\",\"type\":\"trigger_log_entry\",\"summary\":"
              "\"Triggered\",\"created_at\":\"2026-03-04T10:00:05Z\",\"incident\":{\"id\":\"P1\"}},"
              "{\"id\":\"R2\",\"type\":\"unacknowledge_log_entry\",\"summary\":\"Timed out\","
              "\"created_at\":\"2026-03-04T10:33:00Z\",\"incident\":{\"id\":\"P1\"}}]}");
    desk_read(&desk);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT), 1); /* told twice */
    desk_expect(&desk, TIMELINE_ALERT, "Pool empty", "2026-03-04T10:00:05Z");
    assert_string_equal(
        desk_expect(&desk, TIMELINE_ACK, "Pool empty", "2026-03-04T10:03:00Z")->actor, "Ana");
    assert_int_equal(desk_count(&desk, TIMELINE_ACK), 1);
    desk_expect(&desk, TIMELINE_ALERT_END, "Pool empty", "2026-03-04T10:40:00Z");
    desk_release(&desk);
}

static void lengths_from_the_start(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "alerts.json",
              "{\"data\":[{\"id\":\"a\",\"tinyId\":\"9\",\"message\":\"Queue is long\",\"status\":"
              "\"closed\",\"acknowledged\":true,\"createdAt\":\"2026-03-04T10:00:00.500Z\","
              "\"report\":{\"ackTime\":60000,\"closeTime\":600000}}]}");
    desk_adds(&desk, "tickets.json",
              "[{\"id\":1,\"title\":\"A bug\",\"created_at\":\"2026-03-04T09:00:00Z\","
              "\"closed_at\":\"2026-03-04T09:30:00Z\"}]");
    desk_read(&desk);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT), 1); /* an issue is no alert */
    desk_expect(&desk, TIMELINE_ACK, "Queue is long", "2026-03-04T10:01:00.5Z");
    desk_expect(&desk, TIMELINE_ALERT_END, "Queue is long", "2026-03-04T10:10:00.5Z");
    desk_release(&desk);
}

static void a_monitors_log(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "nagios.log",
              "[1772618400] SERVICE ALERT: db1;disk;WARNING;SOFT;1;DISK WARNING - 9 GB free\n"
              "[1772618460] SERVICE ALERT: db1;disk;CRITICAL;HARD;3;DISK CRITICAL - 0 GB free\n"
              "[1772618461] SERVICE NOTIFICATION: jens;db1;disk;CRITICAL;sms;DISK CRITICAL\n"
              "[1772618520] EXTERNAL COMMAND: ACKNOWLEDGE_SVC_PROBLEM;db1;disk;2;1;1;jens;mine\n"
              "[1772618580] SERVICE ALERT: db1;load;OK;SOFT;2;LOAD OK\n"
              "[1772618700] SERVICE ALERT: db1;disk;OK;HARD;3;DISK OK - 80 GB free\n");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_SIGNAL, "9 GB", "2026-03-04T10:00:00Z");
    desk_expect(&desk, TIMELINE_ALERT, "db1 disk is CRITICAL", "2026-03-04T10:01:00Z");
    desk_expect(&desk, TIMELINE_PAGE, "jens", "2026-03-04T10:01:01Z");
    desk_expect(&desk, TIMELINE_ACK, "took the alert", "2026-03-04T10:02:00Z");
    desk_expect(&desk, TIMELINE_ALERT_END, "80 GB", "2026-03-04T10:05:00Z");
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT_END), 1);
    desk_release(&desk);
}

#define MAIL(from, subject, date)                                                                  \
    "From: " from "\r\nTo: ops@shop.example\r\nSubject: " subject "\r\nDate: " date                \
    "\r\nMessage-ID: <1@x>\r\n\r\ntext\r\n"

static void mails_of_monitors(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(
        &desk, "1.eml",
        MAIL("zabbix@mon.example", "Problem: disk is full", "Wed, 4 Mar 2026 11:00:00 +0100"));
    desk_adds(&desk, "2.eml",
              MAIL("icinga@mon.example", "** RECOVERY Service Alert: web is OK **",
                   "Wed, 4 Mar 2026 11:20:00 +0100"));
    desk_adds(
        &desk, "3.eml",
        MAIL("kim@customer.example", "Problem: I cannot pay", "Wed, 4 Mar 2026 11:10:00 +0100"));
    desk_adds(
        &desk, "4.eml",
        MAIL("noreply@mon.example", "Upcoming maintenance", "Wed, 4 Mar 2026 11:15:00 +0100"));
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_PAGE, "disk is full", "2026-03-04T10:00:00Z");
    desk_expect(&desk, TIMELINE_ALERT_END, "web is OK", "2026-03-04T10:20:00Z");
    assert_int_equal(desk_count(&desk, TIMELINE_PAGE), 1);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT_END), 1);
    assert_int_equal(desk_count(&desk, TIMELINE_COMM), 1);
    desk_expect(&desk, TIMELINE_REPORT, "I cannot pay", "2026-03-04T10:10:00Z"); /* a customer */
    desk_release(&desk);
}

static void chats_of_other_makes(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "teams.json",
              "{\"value\":[{\"id\":\"2\",\"createdDateTime\":\"2026-03-04T10:05:00.25Z\",\"from\":"
              "{\"user\":{\"displayName\":\"Jens\"}},\"body\":{\"contentType\":\"html\","
              "\"content\":\"<p>restarting <b>web1</b> &amp; web2</p>\"}},"
              "{\"id\":\"1\",\"createdDateTime\":\"2026-03-04T10:01:00Z\",\"from\":{\"user\":"
              "{\"displayName\":\"Desk\"}},\"body\":{\"content\":\"guests report errors\"}}]}");
    desk_adds(&desk, "noc.log",
              "2026-03-04 10:02:00 <petra> looking\n2026-03-04 10:03:00 <@dave> site loads again\n"
              "2026-03-04 10:04:00 -!- ana has joined\n2026-03-04 10:04:30 <ana> thanks\n");
    desk_adds(&desk, "rabbit.log",
              "2026-03-04 10:02:00 <0.54.0> accepting\n2026-03-04 10:03:00 <0.55.0> closing\n"
              "2026-03-04 10:04:00 <0.56.0> looking\n2026-03-04 10:04:30 <0.57.0> thanks\n");
    desk_read(&desk);
    assert_string_equal(
        desk_expect(&desk, TIMELINE_ACT_FIX, "restarting web1 & web2", "2026-03-04T10:05:00.25Z")
            ->actor,
        "Jens");
    desk_expect(&desk, TIMELINE_REPORT, "guests report", "2026-03-04T10:01:00Z");
    assert_string_equal(
        desk_expect(&desk, TIMELINE_RECOVER, "loads", "2026-03-04T10:03:00Z")->actor, "dave");
    assert_int_equal(desk_count(&desk, TIMELINE_ACK), 1); /* a process of Erlang says nothing */
    desk_release(&desk);
}

static void deploys_of_other_makes(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "deploys.csv",
              "time,service,version,who\n2026-03-04T09:00:00Z,portal,8.1,sam\n"
              "2026-03-04T09:30:00Z,billing,3.9.0,rita\n");
    desk_adds(&desk, "runs.json",
              "[{\"name\":\"deploy search\",\"displayTitle\":\"rank\",\"conclusion\":\"success\","
              "\"createdAt\":\"2026-03-04T09:40:00Z\",\"startedAt\":\"2026-03-04T09:40:03Z\","
              "\"updatedAt\":\"2026-03-04T09:42:00Z\"},{\"name\":\"unit tests\",\"conclusion\":"
              "\"success\",\"createdAt\":\"2026-03-04T09:50:00Z\",\"startedAt\":"
              "\"2026-03-04T09:50:03Z\"}]");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "billing 3.9.0", "2026-03-04T09:30:00Z");
    desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "deploy search", "2026-03-04T09:40:03Z");
    assert_int_equal(desk_count(&desk, TIMELINE_CHANGE_DEPLOY), 3);
    desk_release(&desk);
}

static void flags_in_a_document(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "audit.json",
              "{\"items\":[{\"date\":1772618400000,\"kind\":\"flag\",\"name\":\"provider\","
              "\"titleVerb\":\"updated the flag\",\"description\":\"now the second one\"},"
              "{\"date\":1772619000000,\"kind\":\"flag\",\"name\":\"provider\","
              "\"titleVerb\":\"updated the flag\",\"description\":\"now the first one\"}]}");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "second one", "2026-03-04T10:00:00Z");
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "first one", "2026-03-04T10:10:00Z");
    desk_release(&desk);
}

static void metrics_in_tables(void **state)
{
    (void)state;
    struct text table;
    text_init(&table, 1 << 16);
    desk_init(&desk);
    text_addf(&table, "timestamp,pod,latency,cpu\n");
    for (int i = 0; i < 12; i++)
        text_addf(&table, "2026-03-04T10:%02d:00Z,web-%d,%d ms,%d.5\n", i / 2, i % 2, 100 + i, i);
    desk_add(&desk, "latency.csv", text_span(&table));
    desk_read(&desk);
    assert_int_equal(desk.reading.event_count, 0); /* rows of numbers are no events */
    assert_int_equal(desk.reading.series_count, 4);
    const struct timeline_series *series = &desk.reading.series[2];
    assert_string_equal(series->name, "latency{web-0}");
    assert_int_equal(series->count, 6);
    assert_int_equal(series->step, 60 * NS_PER_S);
    assert_true(series->value[1] > 0.1019 && series->value[1] < 0.1021);
    text_release(&table);
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incidents_of_a_pager), cmocka_unit_test(lengths_from_the_start),
        cmocka_unit_test(a_monitors_log),       cmocka_unit_test(mails_of_monitors),
        cmocka_unit_test(chats_of_other_makes), cmocka_unit_test(deploys_of_other_makes),
        cmocka_unit_test(metrics_in_tables),    cmocka_unit_test(flags_in_a_document)};
    return cmocka_run_group_tests_name("exchange: pagers", tests, NULL, NULL);
}
