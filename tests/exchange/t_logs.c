/* Records of logs that state a change by themselves, and those that only look like it. */
#include "tests/exchange/fixture.h"

static struct desk desk;

static void read_log(const char *name, const char *content)
{
    desk_init(&desk);
    desk_adds(&desk, name, content);
    assert_int_equal(desk.indexes[0].kind, EVIDENCE_LOG);
    desk_read(&desk);
}

static void deploys_in_json(void **state)
{
    (void)state;
    read_log("d.jsonl", "{\"time\":\"2026-03-04T10:00:00.5Z\",\"event\":\"deploy_started\","
                        "\"service\":\"shop\",\"version\":\"1.4.0\",\"by\":\"jun\"}\n"
                        "{\"time\":\"2026-03-04T10:00:01Z\",\"event\":\"deploy_started\","
                        "\"service\":\"cart\",\"version\":\"1.4.0\",\"by\":\"ana\"}\n"
                        "{\"time\":\"2026-03-04T10:00:09Z\",\"event\":\"deploy_finished\","
                        "\"service\":\"shop\",\"version\":\"1.4.0\",\"status\":\"success\"}\n"
                        "{\"time\":\"2026-03-04T10:00:12Z\",\"event\":\"deploy_finished\","
                        "\"service\":\"cart\",\"version\":\"1.4.0\",\"status\":\"failed\"}\n"
                        "{\"time\":\"2026-03-04T10:01:00Z\",\"event\":\"deploy_finished\","
                        "\"service\":\"late\",\"version\":\"2.0.0\"}\n"
                        "{\"time\":\"2026-03-04T10:02:00Z\",\"event\":\"rollback_started\","
                        "\"service\":\"shop\",\"version\":\"1.3.0\",\"by\":\"jun\"}\n"
                        "{\"time\":\"2026-03-04T10:03:00Z\",\"event\":\"request\",\"path\":\"/"
                        "deploy\",\"version\":\"1.1\"}\n");
    const struct timeline_event *event = desk_expect(
        &desk, TIMELINE_CHANGE_DEPLOY, "shop 1.4.0: deployed", "2026-03-04T10:00:00.5Z");
    assert_int_equal((event->end.earliest - event->at.earliest) / NS_PER_MS, 8500);
    assert_false(event->failed);
    event = desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "cart 1.4.0: deploy did not finish",
                        "2026-03-04T10:00:01Z");
    assert_true(event->failed);
    desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "late 2.0.0: deploy finished",
                "2026-03-04T10:01:00Z");
    desk_expect(&desk, TIMELINE_ACT_UNDO, "shop 1.3.0: deploy started, a rollback",
                "2026-03-04T10:02:00Z");
    assert_int_equal(desk.reading.event_count, 4);
    desk_release(&desk);
}

static void a_list_of_versions_is_a_list_of_deploys(void **state)
{
    (void)state;
    read_log("deploys.jsonl", "{\"time\":\"2026-03-04T10:00:00Z\",\"service\":\"shop\","
                              "\"version\":\"1.4.0\",\"by\":\"bot\",\"result\":\"ok\"}\n"
                              "{\"time\":\"2026-03-04T11:00:00Z\",\"service\":\"shop\","
                              "\"version\":\"1.4.1\",\"by\":\"bot\",\"result\":\"failed\"}\n"
                              "{\"time\":\"2026-03-04T12:00:00Z\",\"level\":\"info\","
                              "\"service\":\"shop\",\"version\":\"1.4.1\",\"msg\":\"up\"}\n");
    desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "shop 1.4.0: deployed", "2026-03-04T10:00:00Z");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "shop 1.4.1", "2026-03-04T11:00:00Z");
    assert_true(event->failed);
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
}

static void deploys_in_syslog(void **state)
{
    (void)state;
    read_log(
        "messages",
        "<13>1 2026-03-04T10:00:00.000001Z vm deploy - - - deploy shop 2.3.0 (903a36c) by jun "
        "started\n"
        "<13>1 2026-03-04T10:00:02.000001Z vm deploy - - - deploy shop 2.3.0 finished: success\n"
        "<13>1 2026-03-04T10:00:03.000001Z vm web - - - GET /deploy/2.3.0/app.js started 200\n"
        "<13>1 2026-03-04T10:00:04.000001Z vm web - - - deploy docs at 10.0.0.1 started\n"
        "<13>1 2026-03-04T10:00:08.000001Z vm ctl - - - shop restarted by maya\n");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "shop 2.3.0 (903a36c): deployed",
                    "2026-03-04T10:00:00.000001Z");
    assert_string_equal(event->actor, "jun");
    assert_string_equal(event->key, "2.3.0");
    event = desk_expect(&desk, TIMELINE_RESTART, "shop restarted", "2026-03-04T10:00:08.000001Z");
    assert_string_equal(event->actor, "maya");
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
}

static void flags(void **state)
{
    (void)state;
    read_log("f.jsonl", "{\"time\":\"2026-03-04T10:00:00Z\",\"event\":\"flag_changed\",\"flag\":"
                        "\"new_cart\",\"value\":true,\"from\":false,\"by\":\"ana\"}\n"
                        "{\"time\":\"2026-03-04T10:00:01Z\",\"event\":\"flag_changed\",\"flag\":"
                        "\"new_cart\",\"value\":false,\"by\":\"ana\"}\n"
                        "{\"time\":\"2026-03-04T10:00:01Z\",\"msg\":\"flag "
                        "evaluated\",\"flag\":\"new_cart\",\"value\":true}\n"
                        "{\"time\":\"2026-03-04T10:00:02Z\",\"msg\":\"order set "
                        "aside\",\"flag\":\"x\",\"value\":true}\n"
                        "{\"time\":\"2026-03-04T10:00:03Z\",\"action\":\"config.updated\",\"key\":"
                        "\"pool_max\",\"value\":\"20\",\"actor\":\"jun\"}\n");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "new_cart set to true, before it was false",
                    "2026-03-04T10:00:00Z");
    assert_string_equal(event->actor, "ana");
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "new_cart set to false", "2026-03-04T10:00:01Z");
    desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "pool_max set to 20", "2026-03-04T10:00:03Z");
    assert_int_equal(desk.reading.event_count, 3);
    desk_release(&desk);
}

static void audit_lines(void **state)
{
    (void)state;
    read_log("a.jsonl", "{\"time\":\"2026-03-04T10:00:00Z\",\"type\":\"audit\",\"action\":\"quota."
                        "update\",\"resource\":\"team-a\",\"actor\":\"ana\"}\n"
                        "{\"time\":\"2026-03-04T10:00:01Z\",\"type\":\"audit\",\"action\":"
                        "\"login\",\"actor\":\"ana\"}\n"
                        "{\"time\":\"2026-03-04T10:00:02Z\",\"type\":\"audit\",\"action\":\"role."
                        "grant\",\"resource\":\"db\",\"actor\":\"jun\",\"result\":\"denied\"}\n");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "quota.update: team-a", "2026-03-04T10:00:00Z");
    assert_string_equal(event->actor, "ana");
    assert_true(desk_find(&desk, TIMELINE_CHANGE_CONFIG, "role.grant: db")->failed);
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
}

/* Grouped alerts of one name, told again when they end: each finds its own first telling. */
static void large_groups_join(void **state)
{
    (void)state;
    struct text first, second;
    text_init(&first, 0);
    text_init(&second, 0);
    for (int i = 0; i < 300; i++) {
        text_addf(
            &first,
            "%s{\"status\":\"firing\",\"labels\":{\"alertname\":\"Down\"},\"fingerprint\":\"f%d\","
            "\"startsAt\":\"2026-03-04T10:00:00Z\",\"endsAt\":\"0001-01-01T00:00:00Z\"}",
            i ? ","
              : "{\"receiver\":\"r\",\"version\":\"4\",\"groupKey\":\"g\",\"status\":\"firing\","
                "\"alerts\":[",
            i);
        text_addf(
            &second,
            "%s{\"status\":\"resolved\",\"labels\":{\"alertname\":\"Down\"},\"fingerprint\":\"f%"
            "d\",\"startsAt\":\"2026-03-04T10:00:00Z\",\"endsAt\":\"2026-03-04T10:09:00Z\"}",
            i ? ","
              : "{\"receiver\":\"r\",\"version\":\"4\",\"groupKey\":\"g\",\"status\":\"resolved\","
                "\"alerts\":[",
            i);
    }
    text_adds(&first, "]}");
    text_adds(&second, "]}");
    desk_init(&desk);
    desk_adds(&desk, "a.json", first.at);
    desk_adds(&desk, "b.json", second.at);
    desk_read(&desk);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT), 300);
    assert_int_equal(desk_count(&desk, TIMELINE_ALERT_END), 300);
    desk_release(&desk);
    text_release(&first);
    text_release(&second);
}

static void restarts_are_one_event(void **state)
{
    (void)state;
    read_log("app.jsonl", "{\"time\":\"2026-03-04T10:00:00.000Z\",\"level\":\"info\",\"svc\":"
                          "\"shop\",\"msg\":\"shutting down\",\"signal\":\"SIGTERM\"}\n"
                          "{\"time\":\"2026-03-04T10:00:01.200Z\",\"level\":\"info\",\"svc\":"
                          "\"shop\",\"msg\":\"listening\",\"port\":1}\n"
                          "{\"time\":\"2026-03-04T10:00:02.000Z\",\"level\":\"info\",\"svc\":"
                          "\"shop\",\"msg\":\"request\",\"status\":200}\n"
                          "{\"time\":\"2026-03-04T10:05:00.000Z\",\"level\":\"info\",\"svc\":"
                          "\"shop\",\"msg\":\"shutting down\",\"signal\":\"SIGTERM\"}\n");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_RESTART, "shop restarted", "2026-03-04T10:00:00Z");
    assert_int_equal((event->end.earliest - event->at.earliest) / NS_PER_MS, 1200);
    desk_expect(&desk, TIMELINE_RESTART, "shop stopped", "2026-03-04T10:05:00Z");
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
}

static void postgres(void **state)
{
    (void)state;
    read_log(
        "pg.log",
        "2026-03-04 10:00:00.000 UTC [1] LOG:  duration: 2500.5 ms  statement: create index a_idx "
        "on a(b);\n"
        "2026-03-04 10:00:01.000 UTC [1] LOG:  duration: 1.5 ms  statement: create temp table t(a "
        "int);\n"
        "2026-03-04 10:00:02.000 UTC [1] LOG:  statement: DROP TABLE old_orders\n"
        "2026-03-04 10:00:10.000 UTC [7] LOG:  process 7 still waiting for ShareLock on relation 5 "
        "of database 1 after 1000.000 ms\n"
        "2026-03-04 10:00:10.500 UTC [8] LOG:  process 8 still waiting for RowExclusiveLock on "
        "relation 5 of database 1 after 1000.000 ms\n"
        "2026-03-04 10:00:12.000 UTC [7] LOG:  process 7 acquired ShareLock on relation 5 of "
        "database 1 after 3000.000 ms\n"
        "2026-03-04 10:05:12.000 UTC [9] LOG:  process 9 still waiting for ShareLock on relation 5 "
        "of database 1 after 1000.000 ms\n"
        "2026-03-04 10:06:00.000 UTC [3] FATAL:  terminating connection due to administrator "
        "command\n"
        "2026-03-04 10:06:00.010 UTC [4] FATAL:  terminating connection due to administrator "
        "command\n"
        "2026-03-04 10:07:00.000 UTC [4] LOG:  process x still waiting for y on z after nan ms\n");
    const struct timeline_event *event = desk_expect(
        &desk, TIMELINE_CHANGE_DATA, "create index a_idx on a(b)", "2026-03-04T09:59:57.4995Z");
    desk_expect(&desk, TIMELINE_CHANGE_DATA, "DROP TABLE old_orders", "2026-03-04T10:00:02Z");
    assert_int_equal(desk_count(&desk, TIMELINE_CHANGE_DATA), 2);
    event = desk_expect(&desk, TIMELINE_BLOCK, "2 processes waited for locks on relation 5",
                        "2026-03-04T10:00:09Z");
    assert_int_equal((event->end.earliest - event->at.earliest) / NS_PER_S, 3);
    desk_expect(&desk, TIMELINE_BLOCK, "1 process waited", "2026-03-04T10:05:11Z");
    event = desk_expect(&desk, TIMELINE_EFFECT, "2 connections ended", "2026-03-04T10:06:00Z");
    assert_true(event->place.to - event->place.from > 91); /* both lines */
    desk_release(&desk);
}

static void platforms(void **state)
{
    (void)state;
    read_log("k8s.json",
             "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
             "{\"kind\":\"Event\",\"reason\":\"ScalingReplicaSet\",\"message\":\"Scaled up to "
             "3\",\"involvedObject\":{\"kind\":\"Deployment\",\"name\":\"shop\"},\"lastTimestamp\":"
             "\"2026-03-04T10:00:00Z\",\"source\":{\"component\":\"deployment-controller\"}},"
             "{\"kind\":\"Event\",\"reason\":\"Pulled\",\"message\":\"image\",\"involvedObject\":{"
             "\"kind\":\"Pod\",\"name\":\"shop-1\"},\"lastTimestamp\":\"2026-03-04T10:00:01Z\"},"
             "{\"kind\":\"Event\",\"reason\":\"BackOff\",\"message\":\"Back-off "
             "restarting\",\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"shop-1\"},"
             "\"lastTimestamp\":\"2026-03-04T10:00:02Z\"}]}");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_INFRA, "shop: Scaled up to 3", "2026-03-04T10:00:00Z");
    assert_string_equal(event->actor, "deployment-controller");
    desk_expect(&desk, TIMELINE_SIGNAL, "shop-1: Back-off", "2026-03-04T10:00:02Z");
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
    read_log("trail.json",
             "{\"Records\":[{\"eventTime\":\"2026-03-04T10:00:00Z\",\"eventSource\":\"ec2."
             "amazonaws.com\",\"eventName\":\"TerminateInstances\",\"userIdentity\":{\"type\":"
             "\"IAMUser\",\"userName\":\"ana\"},\"readOnly\":false},"
             "{\"eventTime\":\"2026-03-04T10:00:01Z\",\"eventSource\":\"ec2.amazonaws.com\","
             "\"eventName\":\"DescribeInstances\",\"userIdentity\":{\"type\":\"IAMUser\"}},"
             "{\"eventTime\":\"2026-03-04T10:00:02Z\",\"eventSource\":\"s3.amazonaws.com\","
             "\"eventName\":\"PutBucketPolicy\",\"userIdentity\":{\"type\":\"AssumedRole\"},"
             "\"errorCode\":\"AccessDenied\"}]}");
    event = desk_expect(&desk, TIMELINE_CHANGE_INFRA, "TerminateInstances", "2026-03-04T10:00:00Z");
    assert_string_equal(event->actor, "ana");
    assert_true(desk_find(&desk, TIMELINE_CHANGE_INFRA, "PutBucketPolicy")->failed);
    assert_int_equal(desk.reading.event_count, 2);
    desk_release(&desk);
}

static void floods_are_cut_and_said(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    for (int i = 0; i < 2000; i++)
        text_addf(&text,
                  "{\"time\":\"2026-03-04T10:%02d:%02dZ\",\"event\":\"deploy_started\",\"service\":"
                  "\"s\",\"version\":\"1.%d.0\"}\n",
                  i / 60, i % 60, i);
    read_log("d.jsonl", text.at);
    assert_int_equal(desk_count(&desk, TIMELINE_CHANGE_DEPLOY), 500);
    assert_int_equal(desk.reading.notice_count, 1);
    assert_non_null(strstr(desk.reading.notices[0], "more than 500 deploys"));
    desk_release(&desk);
    text_release(&text);
}

/* The same flag to the same value by two sources is one event; the uncorrected clock gives its
 * time. */
static void tellings_join(void **state)
{
    (void)state;
    static const char line[] = "{\"time\":\"2026-03-04T10:00:%s\",\"event\":\"flag_changed\","
                               "\"flag\":\"a\",\"value\":%d}\n";
    struct text first, second;
    text_init(&first, 0);
    text_init(&second, 0);
    text_addf(&first, line, "37.100Z", 1);
    text_addf(&first, line, "47.100Z", 2);
    text_addf(&second, line, "02.000Z", 1);
    text_addf(&second, line, "13.200Z", 2); /* 3.1 s apart: two events */
    desk_init(&desk);
    struct timeline_source *source = desk_adds(&desk, "skewed.jsonl", first.at);
    source->clock.offset_least = source->clock.offset_most = 37 * NS_PER_S;
    desk_adds(&desk, "right.jsonl", second.at);
    desk_read(&desk);
    assert_int_equal(desk.reading.event_count, 3);
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_CHANGE_CONFIG, "a set to 1", "2026-03-04T10:00:02Z");
    assert_non_null(strstr(event->basis, "also told by skewed.jsonl"));
    desk_release(&desk);
    text_release(&first);
    text_release(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(deploys_in_json),
                                       cmocka_unit_test(a_list_of_versions_is_a_list_of_deploys),
                                       cmocka_unit_test(deploys_in_syslog),
                                       cmocka_unit_test(flags),
                                       cmocka_unit_test(audit_lines),
                                       cmocka_unit_test(large_groups_join),
                                       cmocka_unit_test(restarts_are_one_event),
                                       cmocka_unit_test(postgres),
                                       cmocka_unit_test(platforms),
                                       cmocka_unit_test(floods_are_cut_and_said),
                                       cmocka_unit_test(tellings_join)};
    return cmocka_run_group_tests_name("exchange: logs", tests, NULL, NULL);
}
