#include "tests/test.h"

#include "evidence/evidence.h"

static struct error error;

static const struct {
    const char
        *line; /* repeated until the layout is plain; the first record's fields are checked */
    const char *message, *stamp, *host, *process, *id;
    int status;
    duration took;
    bool request, restart;
} cases[] = {
    {"203.0.113.141 - - [22/Nov/2026:00:52:50 -0500] \"GET /api/orders?customer=123 HTTP/1.1\" 200 "
     "540 \"Mozilla/5.0 (X11)\" rt=0.004 urt=0.003 rid=7c18d1a201d07e42",
     "\"GET /api/orders?customer=123 HTTP/1.1\" 200 540 \"Mozilla/5.0 (X11)\" rt=0.004 urt=0.003 "
     "rid=7c18d1a201d07e42",
     "22/Nov/2026:00:52:50 -0500", "", "", "7c18d1a201d07e42", 200, 4 * NS_PER_MS, true, false},
    {"{\"time\":\"2026-11-22T05:53:21.626Z\",\"level\":\"info\",\"svc\":\"orders-api\",\"msg\":"
     "\"request\",\"req\":\"32ff4d81-24f5-49\",\"method\":\"GET\",\"status\":503,\"ms\":22.4}",
     "request", "2026-11-22T05:53:21.626Z", "", "orders-api", "32ff4d81-24f5-49", 503,
     22400 * NS_PER_US, true, false},
    {"{\"time\":\"2026-11-22T05:53:21.472Z\",\"level\":\"info\",\"svc\":\"orders-api\",\"msg\":"
     "\"listening\",\"port\":28081}",
     "listening", "2026-11-22T05:53:21.472Z", "", "orders-api", "", 0, -1, false, true},
    {"2026-11-22 05:55:00.748 UTC [9707] orders@orders api LOG:  duration: 1628.414 ms  execute",
     "duration: 1628.414 ms  execute", "2026-11-22 05:55:00.748 UTC", "", "", "", 0,
     INT64_C(1628414) * NS_PER_US, false, false},
    {"2026-11-22 05:55:00.748 UTC [1] LOG:  database system is ready to accept connections",
     "database system is ready to accept connections", "2026-11-22 05:55:00.748 UTC", "", "", "", 0,
     -1, false, true},
    {"Nov 22 05:19:59 web1 sshd[900]: Accepted publickey for deploy",
     "Accepted publickey for deploy", "Nov 22 05:19:59", "web1", "sshd", "", 0, -1, false, false},
    {"Nov 22 05:19:59 lb1 haproxy[22]: 192.0.2.7:4433 [22/Nov/2026:05:19:58.991] web~ app/app1 "
     "0/0/1/42/43 503 217 - - SC-- 12/12/3/1/0 0/0 \"POST /bookings HTTP/1.1\"",
     "192.0.2.7:4433 [22/Nov/2026:05:19:58.991] web~ app/app1 0/0/1/42/43 503 217 - - SC-- "
     "12/12/3/1/0 0/0 \"POST /bookings HTTP/1.1\"",
     "Nov 22 05:19:59", "lb1", "haproxy", "", 503, 43 * NS_PER_MS, true, false},
    {"<78>1 2026-11-22T05:52:50.645182+00:00 vm cron - - - nightly backup finished",
     "nightly backup finished", "2026-11-22T05:52:50.645182+00:00", "vm", "cron", "", 0, -1, false,
     false},
    {"2026/11/22 00:53:25 [error] 9344#9344: *17 upstream prematurely closed",
     "upstream prematurely closed", "2026/11/22 00:53:25", "", "", "", 0, -1, false, false},
    {"I0507 11:59:44.523502    4727 server.go:187] took 12ms to sync pod", "took 12ms to sync pod",
     "0507 11:59:44.523502", "", "", "", 0, 12 * NS_PER_MS, false, false},
    {"ts=2024-04-16T15:10:44.103611953Z level=info service=api msg=\"GET done\" trace_id=abcd12 "
     "status=499 duration=1.5s path=/x",
     "GET done", "2024-04-16T15:10:44.103611953Z", "", "api", "abcd12", 499, 1500 * NS_PER_MS, true,
     false},
    {"2026-03-04 10:00:00,100 INFO [main] Connecting to 0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f",
     "[main] Connecting to 0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f", "2026-03-04 10:00:00,100", "", "",
     "0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f", 0, -1, false, false},
};

static void index_log(struct span content, struct evidence_index *ret)
{
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INSTANT_NONE,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, ret, &error));
}

static void parts_of_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;
        text_init(&text, 0);
        for (int j = 0; j < 30; j++) text_addf(&text, "%s\n", cases[i].line);
        struct span content = text_span(&text);
        struct evidence_index index;
        struct evidence_fields fields;
        index_log(content, &index);
        assert_int_equal(index.count, 30);
        evidence_fields_of(&index, content, 1, &fields);
        assert_span(fields.message, cases[i].message);
        assert_span(fields.stamp, cases[i].stamp);
        assert_span(fields.host, cases[i].host);
        assert_span(fields.process, cases[i].process);
        if (cases[i].id[0]) {
            assert_int_equal(fields.id_count, 1);
            assert_span(fields.ids[0], cases[i].id);
        } else {
            assert_int_equal(fields.id_count, 0);
        }
        assert_int_equal(fields.status, cases[i].status);
        assert_int_equal(fields.took, cases[i].took);
        assert_int_equal(fields.is_request, cases[i].request);
        assert_int_equal(fields.is_restart, cases[i].restart);
        evidence_index_close(&index);
        text_release(&text);
    }
}

static void columns_that_a_header_names(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_addf(&text,
              "#Software: x\n#Fields: date time cs-method cs-uri-stem sc-status time-taken\n");
    for (int i = 0; i < 30; i++)
        text_addf(&text, "2026-02-11 18:00:%02d GET /a %d %d\n", i, i == 0 ? 500 : 200, i + 70);
    struct span content = text_span(&text);
    struct evidence_index index;
    struct evidence_fields fields;
    index_log(content, &index);
    evidence_fields_of(&index, content, 0, &fields);
    assert_true(fields.is_request);
    assert_int_equal(fields.status, 500);
    assert_int_equal(fields.took, 70 * NS_PER_MS);
    evidence_fields_of(&index, content, 5, &fields);
    assert_int_equal(fields.status, 200);
    assert_int_equal(fields.took, 75 * NS_PER_MS);
    evidence_index_close(&index);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_records),
        cmocka_unit_test(columns_that_a_header_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
