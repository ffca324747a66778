/* Input that is broken, huge or deep: read to an end, in bounds, with the sound parts kept. */
#include "tests/exchange/fixture.h"

static struct desk desk;

static void read_bytes(const char *name, struct span content)
{
    desk_init(&desk);
    desk_add(&desk, name, content);
    desk_read(&desk);
}

/* Each kind's sample, cut at every place and with every byte changed once. */
static void cuts_and_changes(void **state)
{
    (void)state;
    static const struct {
        const char *name, *content;
    } samples[] = {
        {"c/2026-11-22.json", "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"ack <@U1> &amp;\","
                              "\"ts\":\"1795326954.069006\",\"thread_ts\":\"1795326954.069006\"}]"},
        {"users.json", "[{\"id\":\"U1\",\"name\":\"a\",\"profile\":{\"title\":\"support\"}}]"},
        {"w.json",
         "{\"received_at\":\"2026-11-22T05:55:48Z\",\"body\":{\"version\":\"4\",\"groupKey\":\"\","
         "\"receiver\":\"r\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
         "{\"alertname\":\"A\"},\"startsAt\":\"2026-11-22T05:55:46Z\",\"endsAt\":\"0001-01-01T00:"
         "00:00Z\"}]}}"},
        {"m.eml", "From: a@x\nSubject: [FIRING:1] A\n b\nDate: Sun, 22 Nov 2026 05:55:48 "
                  "+0000\nMessage-ID: <1@x>\n\nx\n"},
        {"s.json",
         "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
         "{\"__name__\":\"ALERTS\",\"alertname\":\"A\",\"alertstate\":\"firing\"},\"values\":[["
         "1795326954,\"1\"]]}]}}"},
        {"g.txt", "commit 903a36c869b3f65cede2dd771d018546f6b97168\nAuthor: A <a@x>\nDate:   "
                  "2026-11-22T05:53:10+00:00\n\n    s\n"},
        {"bash_history_a", "#1795326957\nbin/a\n#1795326958\npsql -c \"drop table a\"\n"},
        {"t.csv", "id,created_at,channel,subject\n1,2026-11-22T05:55:07Z,chat,\"a\"\"b\"\n"},
        {"d.jsonl", "{\"time\":\"2026-11-22T05:53:25Z\",\"event\":\"deploy_started\",\"service\":"
                    "\"a\",\"version\":\"1.2\"}\n"},
        {"pg.log", "2026-11-22 10:00:10.000 UTC [7] LOG:  process 7 still waiting for ShareLock on "
                   "relation 5 after 1000.0 ms\n"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        size_t size = strlen(samples[i].content);
        char *copy = strdup(samples[i].content);
        assert_non_null(copy);
        for (size_t len = 0; len <= size; len++) {
            read_bytes(samples[i].name, (struct span){copy, len});
            desk_release(&desk);
        }
        for (size_t at = 0; at < size; at++) {
            static const char put[] = {'"', '\0', '9', '\xff', '\n'};
            char kept = copy[at];
            copy[at] = put[at % sizeof put];
            read_bytes(samples[i].name, (struct span){copy, size});
            desk_release(&desk);
            copy[at] = kept;
        }
        free(copy);
    }
}

static void a_million_messages(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_addc(&text, '[');
    for (int i = 0; i < 1000000; i++)
        text_addf(&text,
                  "%s{\"type\":\"message\",\"user\":\"U1\",\"text\":\"error rate is "
                  "%d\",\"ts\":\"%d.000000\"}",
                  i ? "," : "", i, 1700000000 + i);
    text_addc(&text, ']');
    read_bytes("c/2026-11-22.json", text_span(&text));
    assert_int_equal(desk.reading.event_count, 50000);
    assert_int_equal(desk.reading.notice_count, 1);
    assert_non_null(strstr(desk.reading.notices[0], "more than 50000 events"));
    desk_release(&desk);
    text_release(&text);
}

static void deep_and_wide_documents(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_adds(&text,
              "[{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1795326954.000000\",\"text\":");
    for (int i = 0; i < 200000; i++) text_addc(&text, '[');
    read_bytes("c/2026-11-22.json", text_span(&text));
    desk_release(&desk);
    text_clear(&text);
    text_adds(&text, "{\"alerts\":[],\"receiver\":\"r\",\"status\":\"firing\",\"version\":\"4\","
                     "\"groupKey\":\"");
    for (int i = 0; i < 300000; i++) text_adds(&text, "<@<@");
    read_bytes("w.json", text_span(&text));
    desk_release(&desk);
    text_clear(&text);
    text_adds(&text,
              "[{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1795326954.000000\",\"text\":\"");
    for (int i = 0; i < 300000; i++) text_adds(&text, "<@<@");
    text_adds(&text, "\"}]");
    read_bytes("c/2026-11-22.json", text_span(&text));
    assert_int_equal(desk.reading.event_count, 1);
    desk_release(&desk);
    text_release(&text);
}

static void a_small_arena_is_an_error(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct timeline_reading reading = {.event_count = 77};
    static const char message[] =
        "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"hi\",\"ts\":\"1795326954.000000\"}]";
    desk_init(&desk);
    desk_adds(&desk, "c/2026-11-22.json", message);
    for (size_t cap = 0; cap < 400; cap += 7) {
        arena_init(&arena, cap);
        enum status status = exchange_read(desk.sources, desk.count, &arena, &reading, &error);
        if (status) {
            assert_true(status == STATUS_LIMIT || status == STATUS_NO_MEMORY);
            assert_int_equal(reading.event_count, 77);
        }
        arena_release(&arena);
    }
    desk_release(&desk);
}

static void nothing_at_all(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_read(&desk);
    assert_int_equal(desk.reading.event_count, 0);
    desk_add(&desk, "empty", (struct span){NULL, 0});
    desk_read(&desk);
    assert_int_equal(desk.reading.event_count, 0);
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_and_changes), cmocka_unit_test(a_million_messages),
        cmocka_unit_test(deep_and_wide_documents), cmocka_unit_test(a_small_arena_is_an_error),
        cmocka_unit_test(nothing_at_all)};
    return cmocka_run_group_tests_name("exchange: hostile", tests, NULL, NULL);
}
