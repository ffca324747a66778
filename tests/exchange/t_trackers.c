/* Tickets, issues, routers, lists of releases, and alerts kept line by line. */
#include <stdio.h>

#include "tests/exchange/fixture.h"

static struct desk desk;

static void tickets_and_issues(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "zendesk.json",
              "[{\"id\":7,\"created_at\":\"2026-03-10T08:20:12Z\",\"via\":{\"channel\":\"email\"},"
              "\"subject\":\"Invoice without VAT\",\"status\":\"solved\",\"requester_id\":9},"
              "{\"id\":8,\"created_at\":\"2026-03-10T09:00:00Z\",\"via\":{\"channel\":\"web\"},"
              "\"subject\":\"The same\",\"status\":\"open\",\"requester_id\":10}]");
    desk_adds(&desk, "PAY-8.json",
              "{\"key\":\"PAY-8\",\"fields\":{\"summary\":\"Tax is 0\",\"created\":"
              "\"2026-03-10T12:05:20.000+0100\",\"reporter\":{\"displayName\":\"Rosa\"}},"
              "\"changelog\":{\"histories\":[{\"created\":\"2026-03-10T12:31:00.000+0100\","
              "\"author\":{\"displayName\":\"Beat\"},\"items\":[{\"field\":\"status\","
              "\"fromString\":\"Open\",\"toString\":\"In Progress\"}]},"
              "{\"created\":\"2026-03-11T10:00:00.000+0100\",\"author\":{\"displayName\":\"Beat\"},"
              "\"items\":[{\"field\":\"status\",\"toString\":\"Done\"}]}]}}");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_REPORT, "ticket 7 (email): Invoice", "2026-03-10T08:20:12Z");
    desk_expect(&desk, TIMELINE_REPORT, "ticket 8 (web)", "2026-03-10T09:00:00Z");
    desk_expect(&desk, TIMELINE_DETECT, "opened PAY-8: Tax is 0", "2026-03-10T11:05:20Z");
    assert_string_equal(
        desk_expect(&desk, TIMELINE_ACK, "PAY-8 is now In", "2026-03-10T11:31:00Z")->actor, "Beat");
    desk_expect(&desk, TIMELINE_RESOLVED, "PAY-8 is now Done", "2026-03-11T09:00:00Z");
    desk_release(&desk);
}

static void routers(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "edge1.log",
              "2026-03-10T00:46:58Z edge1 %SYS-5-CONFIG_I: Configured from console by ana on vty0\n"
              "2026-03-10T00:47:10Z edge1 %BGP-5-ADJCHANGE: neighbor 192.0.2.5 Down Peer closed\n"
              "2026-03-10T01:10:00Z edge1 %BGP-5-ADJCHANGE: neighbor 192.0.2.5 Up\n");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "by ana", "2026-03-10T00:46:58Z");
    desk_expect(&desk, TIMELINE_SIGNAL, "192.0.2.5 Down", "2026-03-10T00:47:10Z");
    assert_int_equal(desk_count(&desk, TIMELINE_SIGNAL), 1);
    desk_release(&desk);
}

static void releases_and_flags(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "history.txt",
              "ID      DATE                           REVISION\n"
              "41      2026-03-10 15:02:11 +0000 UTC  main (4d2a9be)\n"
              "42      2026-03-10 16:06:48 +0000 UTC  main (9ac01fe)\n");
    desk_adds(&desk, "flags.jsonl",
              "{\"time\":\"2026-03-10T10:00:00Z\",\"flag\":\"tax\",\"from\":\"on\",\"to\":\"off\","
              "\"by\":\"rosa\"}\n");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "9ac01fe", "2026-03-10T16:06:48Z");
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "tax set to off", "2026-03-10T10:00:00Z");
    desk_release(&desk);
}

static void bodies_of_alerts_line_by_line(void **state)
{
    (void)state;
    desk_init(&desk);
    char text[4096] = "";
    for (int i = 0; i < 4; i++) {
        bool over = i % 2 == 1;
        snprintf(
            text + strlen(text), sizeof text - strlen(text),
            "{\"received_at\":\"2026-03-10T1%d:%d0:05Z\",\"body\":{\"alerts\":[{\"status\":\"%s\","
            "\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"2026-03-10T1%d:00:00Z\","
            "\"endsAt\":\"%s\"}]}}\n",
            i / 2, over ? 3 : 0, over ? "resolved" : "firing", i / 2 ? "High" : "Low", i / 2,
            !over   ? "0001-01-01T00:00:00Z"
            : i / 2 ? "2026-03-10T11:30:00Z"
                    : "2026-03-10T10:30:00Z");
    }
    desk_adds(&desk, "webhooks.jsonl", text);
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_ALERT, "Low", "2026-03-10T10:00:00Z");
    desk_expect(&desk, TIMELINE_PAGE, "Low", "2026-03-10T10:00:05Z");
    desk_expect(&desk, TIMELINE_ALERT_END, "Low", "2026-03-10T10:30:00Z");
    desk_release(&desk);
}

static void metrics_under_names_of_any_kind(void **state)
{
    (void)state;
    char text[1024] = "\"Time\",\"5xx %\",\"p95 latency (s)\"\n";
    for (int i = 0; i < 20; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "2026-03-10T10:%02d:00Z,%d.5,0.%d\n", i, i % 3, 10 + i);
    desk_init(&desk);
    desk_adds(&desk, "overview.csv", text);
    desk_read(&desk);
    assert_int_equal(desk.reading.series_count, 2);
    assert_int_equal(desk.reading.series[0].count, 20);
    desk_release(&desk);
}

static void answers_of_clouds(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "results.json",
              "{\"MetricDataResults\":[{\"Id\":\"m1\",\"Label\":\"RequestCount\",\"Timestamps\":["
              "\"2026-03-10T10:01:00+00:00\",\"2026-03-10T10:00:00+00:00\"],\"Values\":[7.0,5]}]}");
    desk_adds(&desk, "points.json",
              "{\"series\":[{\"metric\":\"api.hits\",\"pointlist\":[[1773136800000,4],"
              "[1773136860000,9.5],[\"x\",1]]}]}");
    desk_read(&desk);
    assert_int_equal(desk.reading.series_count, 2);
    const struct timeline_series *series = desk.reading.series; /* by name */
    assert_string_equal(series[0].name, "RequestCount");
    assert_true(series[0].value[0] == 5 && series[0].value[1] == 7); /* in order of time */
    assert_true(series[0].step == 60 * NS_PER_S);
    assert_string_equal(series[1].name, "api.hits");
    assert_int_equal(series[1].count, 2);
    desk_release(&desk);
}

static void conversations_pagers_and_databases(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(
        &desk, "conversations.json",
        "{\"type\":\"conversation.list\",\"conversations\":[{\"type\":\"conversation\",\"id\":"
        "\"9\",\"created_at\":1773136800,\"updated_at\":1773137000,\"source\":{\"subject\":"
        "\"\",\"body\":\"<p>no push since an hour</p>\",\"author\":{\"type\":\"user\","
        "\"name\":\"Bia\"}}},{\"type\":\"conversation\",\"id\":\"10\",\"created_at\":"
        "1773136900,\"updated_at\":1773137000,\"source\":{\"body\":\"<p>news</p>\","
        "\"author\":{\"type\":\"admin\"}}}]}");
    desk_adds(&desk, "incidents.csv",
              "id,incident_number,description,created_on,resolved_on,acknowledged_by\n"
              "P1,412,orders above 5 %,2026-03-10T10:20:12Z,2026-03-10T10:48:02Z,lin\n");
    desk_adds(&desk, "events.json",
              "{\"Events\":[{\"SourceIdentifier\":\"orders\",\"SourceType\":\"db-cluster\","
              "\"Message\":\"Started failover\",\"Date\":\"2026-03-10T10:14:02.000+00:00\"},"
              "{\"SourceIdentifier\":\"orders\",\"SourceType\":\"db-cluster\",\"Message\":"
              "\"Completed failover\",\"Date\":\"2026-03-10T10:14:31.000+00:00\"}]}");
    desk_adds(&desk, "victorops.json",
              "{\"incidents\":[{\"incidentNumber\":\"2091\",\"startTime\":\"2026-03-10T12:53:11Z\","
              "\"entityDisplayName\":\"503 rate\",\"transitions\":[{\"name\":\"ACKED\",\"at\":"
              "\"2026-03-10T12:55:47Z\",\"by\":\"kenta\"},{\"name\":\"RESOLVED\",\"at\":"
              "\"2026-03-10T13:36:10Z\",\"by\":\"SYSTEM\"}]}]}");
    desk_read(&desk);
    assert_string_equal(desk_expect(&desk, TIMELINE_ACK, "503 rate", "2026-03-10T12:55:47Z")->actor,
                        "kenta");
    desk_expect(&desk, TIMELINE_ALERT_END, "503 rate", "2026-03-10T13:36:10Z");
    assert_int_equal(desk_count(&desk, TIMELINE_REPORT), 1);
    desk_expect(&desk, TIMELINE_REPORT, "conversation 9: no push", "2026-03-10T10:00:00Z");
    desk_expect(&desk, TIMELINE_ALERT, "taken by lin", "2026-03-10T10:20:12Z");
    desk_expect(&desk, TIMELINE_ALERT_END, "orders above", "2026-03-10T10:48:02Z");
    desk_expect(&desk, TIMELINE_CHANGE_INFRA, "orders: Completed", "2026-03-10T10:14:31Z");
    desk_release(&desk);
}

static void add_mail(const char *name, const char *from, const char *subject, const char *more)
{
    char text[600];
    snprintf(text, sizeof text,
             "From: %s\r\nTo: billing@bill.example\r\nSubject: %s\r\n%s"
             "Date: Mon, 11 May 2026 09:32:00 +0000\r\nMessage-ID: <%s@x>\r\n\r\nHello\r\n",
             from, subject, more, name);
    desk_adds(&desk, name, text);
}

static void mails_from_outside(void **state)
{
    (void)state;
    desk_init(&desk);
    add_mail("a.eml", "Kim <kim@customer.example>", "Your invoices do not add up", "");
    add_mail("b.eml", "kim@customer.example", "Re: Your invoices", "");
    add_mail("c.eml", "news@list.example", "News of May", "List-Unsubscribe: <x>\r\n");
    add_mail("d.eml", "rita@bill.example", "Lunch", "");
    desk_read(&desk);
    assert_int_equal(desk_count(&desk, TIMELINE_REPORT), 1);
    desk_expect(&desk, TIMELINE_REPORT, "mail from outside: Your inv", "2026-05-11T09:32:00Z");
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tickets_and_issues),
        cmocka_unit_test(routers),
        cmocka_unit_test(releases_and_flags),
        cmocka_unit_test(bodies_of_alerts_line_by_line),
        cmocka_unit_test(metrics_under_names_of_any_kind),
        cmocka_unit_test(answers_of_clouds),
        cmocka_unit_test(conversations_pagers_and_databases),
        cmocka_unit_test(mails_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
