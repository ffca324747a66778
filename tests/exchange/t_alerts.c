/* Alerts, alert mails, metric series. */
#include "tests/exchange/fixture.h"

#include <math.h>

static struct desk desk;

#define ALERT(status, name, instance, from, to)                                                    \
    "{\"status\":\"" status "\",\"labels\":{\"alertname\":\"" name "\",\"instance\":\"" instance   \
    "\",\"severity\":\"page\"},\"startsAt\":\"" from "\",\"endsAt\":\"" to "\"}"
#define NEVER "0001-01-01T00:00:00Z"

static void grouped_alerts_each(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "a.json",
              "{\"received_at\":\"2026-03-04T10:00:30.5Z\",\"body\":{\"receiver\":\"x\",\"status\":"
              "\"firing\","
              "\"version\":\"4\",\"groupKey\":\"{}\",\"alerts\":[" ALERT(
                  "firing", "Down", "db1", "2026-03-04T10:00:00.25Z",
                  NEVER) "," ALERT("firing", "Down", "db2", "2026-03-04T10:00:01Z", NEVER) "]}}");
    desk_adds(
        &desk, "b.json",
        "{\"received_at\":\"2026-03-04T10:05:30Z\",\"body\":{\"receiver\":\"x\",\"status\":"
        "\"resolved\","
        "\"version\":\"4\",\"groupKey\":\"{}\",\"alerts\":[" ALERT(
            "resolved", "Down", "db1", "2026-03-04T10:00:00.25Z", "2026-03-04T10:05:00Z") "]}}");
    assert_int_equal(desk.indexes[0].kind, EVIDENCE_ALERTS);
    desk_read(&desk);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT), 2); /* db1 is one, told twice */
    assert_int_equal(desk_count(&desk, TIMELINE_PAGE), 2);
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ALERT, "Down", "2026-03-04T10:00:00.25Z");
    assert_non_null(strstr(event->basis, "also told by b.json"));
    assert_true(event->end.earliest != INSTANT_NONE);
    assert_int_equal(event->at.latest - event->at.earliest, 10 * NS_PER_MS - 1);
    desk_expect(&desk, TIMELINE_ALERT_END, "Down", "2026-03-04T10:05:00Z");
    desk_expect(&desk, TIMELINE_COMM, "end of alert delivered", "2026-03-04T10:05:30Z");
    desk_release(&desk);
}

static void answers_of_the_api(void **state)
{
    (void)state;
    desk_init(&desk);
    /* an active alert's endsAt is when it would lapse: nothing ended */
    desk_adds(&desk, "v2.json",
              "[{\"labels\":{\"alertname\":\"A\"},\"annotations\":{},\"fingerprint\":\"1\","
              "\"startsAt\":\"2026-03-04T10:00:00Z\",\"endsAt\":\"2026-03-04T10:09:00Z\","
              "\"status\":{\"state\":\"active\",\"inhibitedBy\":[],\"silencedBy\":[]}}]");
    desk_adds(&desk, "prom.json",
              "{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\":{\"alertname\":\"B\"},"
              "\"annotations\":{},"
              "\"state\":\"pending\",\"activeAt\":\"2026-03-04T10:01:00Z\",\"value\":\"1\"},"
              "{\"labels\":{\"alertname\":\"C\"},\"annotations\":{},\"state\":\"firing\","
              "\"activeAt\":\"2026-03-04T10:02:00Z\",\"value\":\"1\"}]}}");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_ALERT, "A", "2026-03-04T10:00:00Z");
    desk_expect(&desk, TIMELINE_SIGNAL, "B", "2026-03-04T10:01:00Z");
    desk_expect(&desk, TIMELINE_ALERT, "C", "2026-03-04T10:02:00Z");
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT_END), 0);
    assert_int_equal(desk_count(&desk, TIMELINE_PAGE), 0);
    desk_release(&desk);
}

static void a_clock_is_applied(void **state)
{
    (void)state;
    desk_init(&desk);
    struct timeline_source *source =
        desk_adds(&desk, "v2.json",
                  "{\"receiver\":\"x\",\"status\":\"firing\",\"version\":\"4\",\"groupKey\":\"{}\","
                  "\"alerts\":[" ALERT("firing", "A", "x", "2026-03-04T10:00:37Z", NEVER) "]}");
    source->clock.offset_least = 36 * NS_PER_S;
    source->clock.offset_most = 37 * NS_PER_S;
    desk_read(&desk);
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ALERT, "A", "2026-03-04T10:00:00Z");
    assert_int_equal(event->at.latest - event->at.earliest, 2 * NS_PER_S - 1);
    desk_release(&desk);
}

static void mails(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "a.eml",
              "From: alerts@x.test\r\nTo: oncall@x.test\r\nSubject: [FIRING:1] Disk\r\n Full\r\n"
              "Date: Wed, 04 Mar 2026 10:00:30 +0100\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n");
    desk_adds(&desk, "b.eml",
              "From: ines@x.test\r\nTo: all@x.test\r\nSubject: what customers see\r\n"
              "Date: Wed, 04 Mar 2026 10:01:30 +0000\r\nMessage-ID: <2@x>\r\n\r\nbody\r\n");
    desk_adds(&desk, "c.eml",
              "From: =?utf-8?q?Z=C3=B6e_L?= <zoe@x.test>\r\n"
              "Subject: =?UTF-8?B?W0ZJUklORzoxXSBE?= =?utf-8?q?own_=F0=9F=94=A5?= =?latin1?q?x?= "
              "=?utf-8?x\r\n"
              "Date: Wed, 04 Mar 2026 11:01:30 +0000\r\nMessage-ID: <3@x>\r\n\r\nbody\r\n");
    desk_read(&desk);
    const struct timeline_event *encoded = desk_expect(
        &desk, TIMELINE_PAGE, "[FIRING:1] Down \xf0\x9f\x94\xa5=?latin1?q?x?= =?utf-8?x",
        "2026-03-04T11:01:30Z");
    assert_string_equal(encoded->actor, "Z\xc3\xb6"
                                        "e L <zoe@x.test>");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_PAGE, "[FIRING:1] Disk Full", "2026-03-04T09:00:30Z");
    assert_string_equal(event->key, "Disk");
    event =
        desk_expect(&desk, TIMELINE_COMM, "mail sent: what customers see", "2026-03-04T10:01:30Z");
    assert_string_equal(event->actor, "ines@x.test");
    desk_release(&desk);
}

static void series_with_odd_values(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(
        &desk, "metrics/rate.json",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        "{\"metric\":{\"job\":\"b\"},\"values\":[[1772618400.5,\"0.25\"],[1772618405.5,\"NaN\"],"
        "[1772618410.5,\"+Inf\"],[1772618415.5,\"x\"],[1772618420.5,\"1e3\"],[3,\"1\"],[\"a\"],7]},"
        "{\"metric\":{\"__name__\":\"up\",\"a\":\"\\u0001\"},\"values\":[[1772618400,\"1\"]]}]}}");
    assert_int_equal(desk.indexes[0].kind, EVIDENCE_SERIES);
    desk_read(&desk);
    assert_int_equal(desk.reading.series_count, 2);
    const struct timeline_series *series = &desk.reading.series[0];
    assert_string_equal(series->name, "rate{job=\"b\"}");
    assert_int_equal(series->count, 4);
    assert_int_equal(series->step, 5 * NS_PER_S);
    assert_true(isnan(series->value[1]));
    assert_true(isinf(series->value[2]));
    assert_true(series->value[3] > 999 && series->value[3] < 1001);
    assert_true(series->at[0] / NS_PER_MS == INT64_C(1772618400549) ||
                series->at[0] / NS_PER_MS == INT64_C(1772618400500) ||
                series->at[0] / NS_PER_S == INT64_C(1772618400));
    assert_int_equal(desk.reading.notice_count, 1);
    assert_non_null(strstr(desk.reading.notices[0], "4 values of series 1"));
    desk_release(&desk);
}

static void cut_off_documents_keep_their_start(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        "{\"metric\":{\"__name__\":\"up\"},\"values\":[[1772618400,\"1\"],[1772618405,\"1\"]]},"
        "{\"metric\":{\"__name__\":\"up2\"},\"values\":[[1772618400,\"1\"],[1772618405,\"1\"]]}]}}";
    for (size_t len = 0; len < sizeof whole; len++) {
        desk_init(&desk);
        desk_add(&desk, "m.json", (struct span){whole, len});
        desk_read(&desk);
        assert_true(desk.reading.series_count <= 2);
        if (len > 150)
            assert_true(desk.reading.series_count >= 1 || desk.indexes[0].kind != EVIDENCE_SERIES);
        desk_release(&desk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(grouped_alerts_each),
                                       cmocka_unit_test(answers_of_the_api),
                                       cmocka_unit_test(a_clock_is_applied),
                                       cmocka_unit_test(mails),
                                       cmocka_unit_test(series_with_odd_values),
                                       cmocka_unit_test(cut_off_documents_keep_their_start)};
    return cmocka_run_group_tests_name("exchange: alerts", tests, NULL, NULL);
}
