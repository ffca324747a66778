/* Contents whose records are not lines: how they are cut, timed and read. */
#include "tests/test.h"

#include "evidence/internal.h"

static enum status read_span(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                             struct error *error)
{
    (void)error;
    struct span part = span_sub(*(struct span *)context, (size_t)offset, len);
    if (part.len) memcpy(to, part.at, part.len);
    *ret_len = part.len;
    return STATUS_OK;
}

static instant at(const char *text)
{
    instant time = INSTANT_NONE;
    struct error error;
    duration width;
    assert_ok(instant_parse(span_of(text), NULL, INSTANT_NONE, &time, &width, &error));
    return time;
}

static void index_of(struct span content, enum evidence_kind kind, struct evidence_index *ret)
{
    struct evidence_reader reader = {&content, read_span, content.len};
    struct evidence_index_hints hints = {
        .kind = kind, .modified = INSTANT_NONE, .now = at("2027-01-01T00:00:00Z")};
    struct index_builder builder;
    struct error error;
    index_builder_init(&builder);
    assert_ok(document_index(&reader, &hints, &builder, &error));
    assert_ok(index_builder_finish(&builder, content.len, kind, ret, &error));
    index_builder_release(&builder);
}

/* One line a record: time, level, then the parts that are there. */
static void describe(const struct evidence_index *index, struct span content, struct text *out)
{
    for (uint64_t i = 0; i < index->count; i++) {
        struct evidence_fields fields;
        document_fields(&index->layouts[index->layout[i]], evidence_record(index, content, i),
                        &fields);
        instant_add_text(out, index->time[i], NULL, INSTANT_FULL,
                         (int)EVIDENCE_DIGITS(index->flags[i]));
        if (index->flags[i] & EVIDENCE_LOCAL) text_adds(out, " local");
        if (index->flags[i] & EVIDENCE_DAY_GUESS) text_adds(out, " day?");
        if (index->level[i]) text_addf(out, " %s", evidence_level_word(index->level[i]));
        text_adds(out, " | ");
        text_add_visible(out, fields.message);
        if (fields.process.len) text_addf(out, " | by %.*s", SPAN_ARGS(fields.process));
        if (fields.host.len) text_addf(out, " | on %.*s", SPAN_ARGS(fields.host));
        for (size_t j = 0; j < fields.id_count; j++)
            text_addf(out, " #%.*s", SPAN_ARGS(fields.ids[j]));
        if (fields.status) text_addf(out, " =%d", fields.status);
        if (fields.took >= 0) {
            text_adds(out, " took ");
            duration_add_text(out, fields.took);
        }
        if (fields.is_request) text_adds(out, " request");
        if (fields.is_restart) text_adds(out, " restart");
        text_adds(out, "\n");
    }
}

#define H(text)                                                                                    \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct {
    enum evidence_kind kind;
    struct span content;
    const char *records;
} cases[] = {
    {EVIDENCE_CHAT,
     H("[\n {\"type\":\"message\",\"user\":\"U1\",\"text\":\"a \\\"[\\\" "
       "b\",\"ts\":\"1795326907.178001\"},"
       "\n "
       "{\"user\":\"U2\",\"text\":\"c\",\"ts\":\"1795326921.305001\",\"thread_ts\":\"1795326907."
       "178001\"}\n]\n"),
     "2026-11-22T05:55:07.178001Z | a \\\"[\\\" b | by U1\n"
     "2026-11-22T05:55:21.305001Z | c | by U2 #1795326907.178001\n"},
    {EVIDENCE_LOG,
     H("{\"Records\":[{\"eventTime\":\"2020-09-14T01:19:11Z\",\"eventName\":\"RunInstances\","
       "\"requestParameters\":{\"items\":[{\"a\":1}]},\"requestID\":\"r-1\"},\n"
       "{\"eventTime\":\"2020-09-14T01:19:12Z\",\"eventName\":\"Stop\",\"errorCode\":\"x\"}]}"),
     "2020-09-14T01:19:11Z | RunInstances #r-1\n2020-09-14T01:19:12Z | Stop\n"},
    {EVIDENCE_LOG, /* Kubernetes: the last of the three times */
     H("{\"kind\":\"List\",\"items\":[{\"message\":\"m\",\"reason\":\"BackOff\",\n"
       "\"firstTimestamp\":\"2026-11-22T05:00:00Z\",\"lastTimestamp\":\"2026-11-22T05:10:00Z\",\n"
       "\"eventTime\":null,\"metadata\":{\"managedFields\":[{\"time\":\"2026-11-22T06:00:00Z\"}]}}]"
       "}"),
     "2026-11-22T05:10:00Z | m\n"},
    {EVIDENCE_LOG, /* pretty-printed objects, one after another */
     H("{\n \"time\": 1795326907123,\n \"level\": 50,\n \"msg\": \"a\"\n}\n"
       "{\n \"time\": \"2026-11-22T06:55:08+01:00\",\n \"level\": \"warn\",\n \"msg\": \"b\"\n}\n"),
     "2026-11-22T05:55:07.123Z error | a\n2026-11-22T05:55:08Z warn | b\n"},
    {EVIDENCE_LOG, /* an unknown wrapper: its only list of objects */
     H("{\"nextToken\":\"x\",\"list\":{\"entries\":[{\"timestamp\":\"2026-11-22 "
       "05:55:07\",\"message\":\"a\","
       "\"status\":503,\"duration_ms\":12.5},{\"message\":\"b\"}]}}"),
     "2026-11-22T05:55:07Z local | a =503 took 12.5 ms\n- | b\n"},
    {EVIDENCE_LOG,
     H("[{\"time\":\"2026-11-22T05:55:07Z\",\"msg\":\"done\",\"method\":\"GET\",\"status\":200,"
       "\"duration\":\"1.5s\"},{\"time\":\"2026-11-22T05:55:08Z\",\"msg\":\"listening on port "
       "1\"}]"),
     "2026-11-22T05:55:07Z | done =200 took 1.5 s request\n"
     "2026-11-22T05:55:08Z | listening on port 1 restart\n"},
    {EVIDENCE_LOG, /* a path that no layout can hold: the document is one record */
     H("{\"a_member_with_a_name_of\":{\"some_length_in_all\":[{\"time\":\"2026-11-22T05:55:07Z\"},"
       "{\"time\":\"2026-11-22T05:55:08Z\"}]},\n\"msg\":\"m\"}"),
     "- | m\n"},
    {EVIDENCE_LOG, /* Loki */
     H("{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{},"
       "\"values\":[[\"1795326907178001002\",\"a\"],[\"1795326908178001002\",\"b\"]]}]}}"),
     "2026-11-22T05:55:07.178001002Z | a\n2026-11-22T05:55:08.178001002Z | b\n"},
    {EVIDENCE_LOG, /* cut in the second element */
     H("[{\"ts\":\"2026-11-22T05:55:07Z\",\"msg\":\"a\"},{\"ts\":\"2026-11-22T05:55:08Z\",\"msg\":"
       "\"b"),
     "2026-11-22T05:55:07Z | a\n2026-11-22T05:55:08Z | "
     "{\"ts\":\"2026-11-22T05:55:08Z\",\"msg\":\"b\n"},
    {EVIDENCE_ALERTS,
     H("{\"received_at\":\"2026-11-22T05:55:48.824Z\",\"body\":{\"receiver\":\"r\",\"alerts\":["
       "{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\",\"service\":\"s\",\"severity\":"
       "\"page\"},"
       "\"annotations\":{\"summary\":\"all fail\"},\"startsAt\":\"2026-11-22T05:55:46Z\","
       "\"fingerprint\":\"9b20\"},{\"status\":\"resolved\",\"labels\":{\"alertname\":\"B\"}}]}}"),
     "2026-11-22T05:55:48.824Z error | all fail | by s #9b20\n"
     "2026-11-22T05:55:48.824Z info | B\n"},
    {EVIDENCE_ALERTS,
     H("{\"receiver\":\"r\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"},"
       "\"startsAt\":\"2018-08-03T09:52:26.739266876+02:00\",\"endsAt\":\"0001-01-01T00:00:00Z\"},"
       "{\"status\":\"resolved\",\"labels\":{\"alertname\":\"B\",\"severity\":\"warning\"},"
       "\"startsAt\":\"2018-08-03T07:00:00Z\",\"endsAt\":\"2018-08-03T08:00:00Z\"}]}"),
     "2018-08-03T07:52:26.739266876Z warn | A\n2018-08-03T08:00:00Z info | B\n"},
    {EVIDENCE_ALERTS, H("{\"status\":\"success\",\"data\":{\"alerts\":[]}}"),
     "- | {\"status\":\"success\",\"data\":{\"alerts\":[]}}\n"},
    {EVIDENCE_LOG, /* journal export with a binary field that holds an empty line and a name */
     H("__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795324800000000\nPRIORITY=3\n_HOSTNAME=web1\n"
       "MESSAGE\n\x0c\0\0\0\0\0\0\0one\n\nPRIORIT\n_COMM=x\n\n"
       "__REALTIME_TIMESTAMP=1795324801000000\nMESSAGE=two\nSYSLOG_IDENTIFIER=sshd\n\n\n"),
     "2026-11-22T05:20:00.000000Z error | one\\x0a\\x0aPRIORIT | by x | on web1\n"
     "2026-11-22T05:20:01.000000Z | two | by sshd\n"},
    {EVIDENCE_LOG, /* a size that leads outside is no size */
     H("__REALTIME_TIMESTAMP=1795324800000000\nMESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xffx\n\n"
       "__REALTIME_TIMESTAMP=1795324801000000\nMESSAGE=two\n\n"),
     "2026-11-22T05:20:00.000000Z | "
     "__REALTIME_TIMESTAMP="
     "1795324800000000\\x0aMESSAGE\\x0a\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xffx\n"
     "2026-11-22T05:20:01.000000Z | two\n"},
    {EVIDENCE_TABLE,
     H("id,created_at,channel,subject\r\n7731,2026-11-22T05:55:07.195Z,chat,\"a, \"\"b\"\"\nc\"\r\n"
       "7734,2026-11-22T05:55:21.319Z,email,5\" disk\r\n"),
     "2026-11-22T05:55:07.195Z | a, \"\"b\"\"\\x0ac\n2026-11-22T05:55:21.319Z | 5\" disk\n"},
    {EVIDENCE_TABLE, H("name;size\nx;1\ny;2\n"), "- | name;size\\x0ax;1\n- | y;2\n"},
    {EVIDENCE_LOG, /* the third row tells that the day comes first: all rows are read so */
     H("date,level,message\n03/02/2026 10:00:00,ERROR,a\n04/02/2026 10:00:00,info,b\n"
       "13/02/2026 10:00:00,info,c\n"),
     "2026-02-03T10:00:00Z local error | a\n2026-02-04T10:00:00Z local info | b\n"
     "2026-02-13T10:00:00Z local info | c\n"},
    {EVIDENCE_LOG, H("date,time,message\n2026-11-22,05:55:07.5,a\n2026-11-22,05:55:08.25,b\n"),
     "2026-11-22T05:55:07.5Z local | a\n2026-11-22T05:55:08.25Z local | b\n"},
    {EVIDENCE_LOG, /* PostgreSQL csvlog, a statement over two lines */
     H("2026-05-16 05:11:50.269 UTC,\"u\",\"d\",1001,\"[local]\",64.3e9,1,\"idle\",2026-05-16 "
       "05:11:49 "
       "UTC,3/5,0,ERROR,42601,\"syntax error\",,,,,,\"select\n 1;\",8,,\"psql\"\n"
       "2026-05-16 05:11:51.269 UTC,\"u\",\"d\",1001,\"[local]\",64.3e9,2,\"idle\",2026-05-16 "
       "05:11:49 "
       "UTC,3/5,0,LOG,00000,\"disconnection\",,,,,,,,,\"psql\"\n"),
     "2026-05-16T05:11:50.269Z error | syntax error\n2026-05-16T05:11:51.269Z info | "
     "disconnection\n"},
    {EVIDENCE_MAIL,
     H("subject: s\r\nFROM: a@b\r\nDate: Sun, 22 Nov 2026 05:55:48 +0000\r\nMessage-Id: "
       "<1@x>\r\n\r\n"
       "From here on\r\nDate: Mon, 23 Nov 2026 05:55:48 +0000\r\n"),
     "2026-11-22T05:55:48Z | s | by a@b #<1@x>\n"},
    {EVIDENCE_MAIL, /* a mailbox */
     H("From a Sun Nov 22 05:55:48 2026\nSubject: one\nDate: Sun, 22 Nov 2026 06:55:48 +0100\n\nx\n"
       "From the text\n\nFrom b Sun Nov 22 05:55:49 2026\nSubject: two\n\ny\n"),
     "2026-11-22T05:55:48Z | one\n- | two\n"},
    {EVIDENCE_GIT_LOG,
     H("commit 903a36c869b3f65cede2dd771d018546f6b97168 (HEAD -> main)\nAuthor:     Jun <j@x>\n"
       "AuthorDate: 2026-11-21T05:53:10+00:00\nCommit:     Jun <j@x>\n"
       "CommitDate: 2026-11-22T06:53:10+01:00\n\n    show points\n\n    Date: 2001\n\n a.js | 2 "
       "++\n\n"
       "commit cd37d55f112d94244ed1b4254dc99e74273c23f9\nMerge: 1 2\nAuthor: T <t@x>\n"
       "Date:   Tue Nov 10 05:52:40 2026 +0000\n\n    config\n"),
     "2026-11-22T05:53:10Z | show points | by Jun <j@x> #903a36c869b3f65cede2dd771d018546f6b97168\n"
     "2026-11-10T05:52:40Z | config | by T <t@x> #cd37d55f112d94244ed1b4254dc99e74273c23f9\n"},
    {EVIDENCE_GIT_LOG, H("commit 903a36c\nAuthor: J\nDate:   1795326790 +0000\n\n    s\n"),
     "2026-11-22T05:53:10Z | s | by J #903a36c\n"},
    {EVIDENCE_SHELL_HISTORY, H("ls\ncd x\n#1795326957\nfor i in 1\ndo y\n#1795326961\nbin/z\n"),
     "- | ls\n- | cd x\n2026-11-22T05:55:57Z | for i in 1\\x0ado y\n2026-11-22T05:56:01Z | "
     "bin/z\n"},
    {EVIDENCE_SHELL_HISTORY, H(": 1795326957:12;make \\\n all\nls\n: 1795326961:0;x\n"),
     "2026-11-22T05:55:57Z | make \\\\x0a all took 12 s\n- | ls\n2026-11-22T05:56:01Z | x took 0 "
     "s\n"},
    {EVIDENCE_SHELL_HISTORY, H("- cmd: ls -l\n  when: 1795326957\n  paths:\n    - x\n- cmd: y\n"),
     "2026-11-22T05:55:57Z | ls -l\n- | y\n"},
    {EVIDENCE_ATTACHMENT, H("\n2026-11-22T05:55:57Z x\r\ny\n"), "- | 2026-11-22T05:55:57Z x\n"},
    {EVIDENCE_ATTACHMENT, H("\x7f\1ELF"), "- | \n"},
    {EVIDENCE_PICTURE, H(""), ""},
};

static void contents_are_cut_and_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evidence_index index;
        struct text out;
        text_init(&out, 0);
        index_of(cases[i].content, cases[i].kind, &index);
        describe(&index, cases[i].content, &out);
        if (strcmp(out.at, cases[i].records) != 0)
            fail_msg("case %zu, %s:\n%swanted:\n%s", i, evidence_kind_word(cases[i].kind), out.at,
                     cases[i].records);
        bool ours = document_frames(cases[i].kind, cases[i].content, cases[i].content.len);
        assert_true(ours);
        evidence_index_close(&index);
        text_release(&out);
    }
}

/* Real files: how many records, how many of them have a time, the first and the last, a message. */
static const struct {
    const char *path;
    uint64_t count, timed;
    const char *first, *last;
    const char *message; /* of record 0, its first bytes */
} files[] = {
#define PAYLOADS "tests/data/payloads/"
#define SAMPLE   "examples/orders-api-outage/"
    {PAYLOADS "alertmanager/webhook-01.json", 1, 1, "2026-11-22T05:55:48.824Z",
     "2026-11-22T05:55:48.824Z", "orders-api: 100% of requests fail"},
    {PAYLOADS "git/git-log.txt", 5, 5, "2026-10-13T05:52:40Z", "2026-11-22T05:53:10Z",
     "orders: show and accrue loyalty points ("},
    {PAYLOADS "journal/web1.export", 200, 200, "2026-11-22T05:20:00Z", "2026-11-22T05:22:25.469Z",
     "Accepted publickey for deploy from 203.0"},
    {PAYLOADS "journal-upload/01.bin", 200, 200, "2026-11-22T05:20:00Z", "2026-11-22T05:22:25.469Z",
     "Accepted publickey for deploy from 203.0"},
    {PAYLOADS "mail/alertmanager-firing.eml", 1, 1, "2026-11-22T05:55:48Z", "2026-11-22T05:55:48Z",
     "[FIRING:1] OrdersApiErrorRateHigh orders"},
    {PAYLOADS "otlp/01.json", 1, 1, "2026-11-22T06:08:29.072Z", "2026-11-22T06:08:29.072Z",
     "database pool exhausted"},
    {PAYLOADS "prometheus/alerts_now.json", 1, 0, "-", "-",
     "{\"status\":\"success\",\"data\":{\"alerts\":[]}"},
    {PAYLOADS "shell/bash_history_tomas", 3, 3, "2026-11-22T05:56:16Z", "2026-11-22T05:56:26Z",
     "psql -h 127.0.0.1 -p 25432 -U postgres -"},
    {PAYLOADS "slack-export/support/2026-11-22.json", 5, 5, "2026-11-22T05:55:07.178Z",
     "2026-11-22T05:57:22.479004Z", "two shoppers say the order page spins fo"},
    {PAYLOADS "slack-export/inc-2026-11-22-orders/2026-11-22.json", 19, 19,
     "2026-11-22T05:52:50.718Z", "2026-11-22T05:57:22.323018Z",
     "shipping the loyalty points widget today"},
    {SAMPLE "git/v2.3.0.patch", 1, 1, "2026-11-22T05:53:10Z", "2026-11-22T05:53:10Z",
     "orders: show and accrue loyalty points ("},
    {SAMPLE "support/tickets.csv", 4, 4, "2026-11-22T05:55:07.195Z", "2026-11-22T05:57:22.49Z",
     "order page keeps loading"},
    {SAMPLE "metrics/range_cpu_busy.json", 1, 0, "-", "-",
     "{\"status\":\"success\",\"data\":{\"resultType\""},
};

static void add_time(struct text *text, int64_t time)
{
    instant_add_text(text, time, NULL, INSTANT_FULL, -1);
}

static void files_are_cut_and_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct evidence_index index;
        struct evidence_fields fields;
        struct error error;
        struct text path, content, got, wanted;
        text_init(&path, 0);
        text_init(&content, 0);
        text_init(&got, 0);
        text_init(&wanted, 0);
        text_addf(&path, "%s/%s", SOURCE_ROOT, files[i].path);
        assert_ok(os_slurp(path.at, 1 << 24, &content, &error));
        struct span bytes = text_span(&content);
        index_of(bytes, evidence_kind_of(bytes, bytes.len, NULL), &index);
        document_fields(&index.layouts[0], evidence_record(&index, bytes, 0), &fields);
        text_addf(&wanted, "%d %d %s %s %s", (int)files[i].count, (int)files[i].timed,
                  files[i].first, files[i].last, files[i].message);
        text_addf(&got, "%d %d ", (int)index.count, (int)index.timed);
        add_time(&got, index.first);
        text_addc(&got, ' ');
        add_time(&got, index.last);
        text_addf(&got, " %.*s", SPAN_ARGS(span_sub(fields.message, 0, 40)));
        if (strcmp(got.at, wanted.at) != 0)
            fail_msg("%s:\n%s\nwanted:\n%s", files[i].path, got.at, wanted.at);
        evidence_index_close(&index);
        text_release(&wanted);
        text_release(&got);
        text_release(&content);
        text_release(&path);
    }
}

static void check_tiling(const struct evidence_index *index, struct span content)
{
    assert_int_equal(index->count > 0, content.len > 0);
    if (index->count == 0) return;
    assert_int_equal(index->start[0], 0);
    assert_int_equal(index->start[index->count], content.len);
    for (uint64_t i = 0; i < index->count; i++) {
        struct evidence_fields fields;
        struct span record = evidence_record(index, content, i);
        assert_true(index->start[i] < index->start[i + 1]);
        document_fields(&index->layouts[index->layout[i]], record, &fields);
        assert_true(fields.message.len == 0 ||
                    (fields.message.at >= record.at &&
                     fields.message.at + fields.message.len <= record.at + record.len));
    }
}

/* Every content cut at every place, in memory of exactly that size, under every kind. */
static void any_beginning_is_tiled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t len = 0; len <= cases[i].content.len; len++) {
            char *copy = malloc(len + (len == 0));
            assert_non_null(copy);
            memcpy(copy, cases[i].content.at, len);
            struct span content = {copy, len};
            evidence_kind_of(content, len, NULL);
            evidence_kind_of(content, len + 1, NULL);
            for (unsigned kind = 0; kind < EVIDENCE_KIND_COUNT; kind++) {
                struct evidence_index index;
                index_of(content, (enum evidence_kind)kind, &index);
                check_tiling(&index, content);
                evidence_index_close(&index);
            }
            free(copy);
        }
    }
}

/* Records around the step in which contents are read, and one that is longer. */
static void steps_do_not_matter(void **state)
{
    (void)state;
    struct text content;
    struct evidence_index index;
    text_init(&content, 0);
    text_adds(&content, "{\"items\":[");
    for (int i = 0; i < 30000; i++)
        text_addf(&content, "%s{\"time\":%d,\"msg\":\"%*d\"}", i ? "," : "", 1795326957 + i,
                  i == 20000 ? 3000000 : i % 150, i);
    text_adds(&content, "]}");
    index_of(text_span(&content), EVIDENCE_LOG, &index);
    assert_int_equal(index.count, 30000);
    for (int i = 0; i < 30000; i++) assert_int_equal(index.time[i], (1795326957 + i) * NS_PER_S);
    check_tiling(&index, text_span(&content));
    evidence_index_close(&index);
    text_release(&content);
}

static void deep_documents_end_calmly(void **state)
{
    (void)state;
    enum { DEEP = 10 * 1000 * 1000 };
    static const char opening[] = "[{\"ts\":\"2026-11-22T05:55:07Z\",\"msg\":\"a\"},";
    size_t start = sizeof opening - 1;
    char *deep = malloc(start + DEEP);
    struct evidence_index index;
    assert_non_null(deep);
    memcpy(deep, opening, start);
    memset(deep + start, '[', DEEP);
    struct span content = {deep, start + DEEP};
    index_of(content, EVIDENCE_LOG, &index);
    assert_int_equal(index.count, 2);
    assert_int_equal(index.time[0], at("2026-11-22T05:55:07Z"));
    assert_int_equal(index.time[1], EVIDENCE_NO_TIME);
    check_tiling(&index, content);
    evidence_index_close(&index);
    free(deep);
}

/* One quote without its partner costs a row of a megabyte at most, not the rest of the table. */
static void open_quotes_are_contained(void **state)
{
    (void)state;
    struct text content;
    struct evidence_index index;
    text_init(&content, 0);
    text_adds(&content, "time,message\n");
    for (int i = 0; i < 60000; i++)
        text_addf(&content, "%d,%sa row of some length to fill it up\n", 1795326957 + i,
                  i == 5 ? "\"" : "");
    index_of(text_span(&content), EVIDENCE_TABLE, &index);
    assert_int_equal(index.count, 60000);
    check_tiling(&index, text_span(&content));
    evidence_index_close(&index);
    text_release(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_are_cut_and_read), cmocka_unit_test(files_are_cut_and_read),
        cmocka_unit_test(any_beginning_is_tiled),    cmocka_unit_test(steps_do_not_matter),
        cmocka_unit_test(deep_documents_end_calmly), cmocka_unit_test(open_quotes_are_contained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
