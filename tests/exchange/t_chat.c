/* Chat exports: people, mark-up, threads, edits, bots. */
#include "exchange/internal.h"
#include "tests/exchange/fixture.h"

static const char people[] = "[{\"id\":\"U1\",\"name\":\"maya\",\"profile\":{\"display_name\":"
                             "\"maya o\",\"title\":\"on-call\"}},"
                             "{\"id\":\"U2\",\"name\":\"ines\",\"profile\":{\"display_name\":\"\","
                             "\"title\":\"support lead\"}}]";

/* Messages at one second each from 2026-11-22T05:55:54 on. */
static void read_messages(struct desk *desk, const char *channel, const char *messages)
{
    struct text text;
    desk_init(desk);
    text_init(&text, 0);
    text_addf(&text, "chat/%s/2026-11-22.json", channel);
    desk_adds(desk, "chat/users.json", people);
    desk_adds(desk, text.at, messages);
    assert_int_equal(desk->indexes[0].kind, EVIDENCE_CHAT_PEOPLE);
    assert_int_equal(desk->indexes[1].kind, EVIDENCE_CHAT);
    text_release(&text);
    desk_read(desk);
}

static struct desk desk;

static void markup_becomes_text(void **state)
{
    (void)state;
    static const struct {
        const char *written, *plain;
    } cases[] = {
        {"hi <@U1>", "hi @maya o"},
        {"hi <@U9>", "hi @U9"},
        {"hi <@U9|bob>", "hi @bob"},
        {"in <#C1|ops> and <#C2>", "in #ops and #C2"},
        {"<!here> look", "@here look"},
        {"<!subteam^S1|@db-team> look", "@db-team look"},
        {"see <https://x.test/a?b=1&amp;c=2>", "see https://x.test/a?b=1&c=2"},
        {"see <https://x.test/a|the graph>", "see the graph (https://x.test/a)"},
        {"<mailto:a@x.test|a@x.test>", "a@x.test"},
        {"a &lt; b &amp;&amp; c &gt; d &amp;lt;", "a < b && c > d &lt;"},
        {"1 < 2 and <unclosed", "1 < 2 and <unclosed"},
        {"<> <<@U1>>", "<> <@maya o>"},
        {"", ""},
    };
    struct error error = ERROR_NONE;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct reading reading;
    reading_init(&reading, NULL, 0, &arena, &error);
    reading.people = calloc(1, sizeof *reading.people);
    assert_non_null(reading.people);
    reading.people[reading.person_count++] = (struct person){"U1", "maya o", false};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_clear(&reading.scratch);
        chat_plain(&reading, span_of(cases[i].written));
        assert_span(text_span(&reading.scratch), cases[i].plain);
    }
    reading_release(&reading);
    arena_release(&arena);
}

static void channels_come_from_names(void **state)
{
    (void)state;
    assert_span(chat_channel(SPAN("chat/inc-1/2026-11-22.json")), "inc-1");
    assert_span(chat_channel(SPAN("export.zip!ops/2026-11-22.json")), "ops");
    assert_span(chat_channel(SPAN("support.json")), "support");
    assert_span(chat_channel(SPAN("2026-11-22.json")), "2026-11-22");
    assert_span(chat_channel(SPAN("")), "");
}

static void people_threads_and_edits(void **state)
{
    (void)state;
    read_messages(
        &desk, "inc",
        "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"ack, "
        "looking\",\"ts\":\"1795326954.069006\"},"
        "{\"type\":\"message\",\"user\":\"U2\",\"text\":\"thank\\u0073 "
        "<@U1>\",\"ts\":\"1795326955.100000\","
        "\"thread_ts\":\"1795326954.069006\",\"edited\":{\"user\":\"U2\",\"ts\":\"1795326958."
        "000000\"}},"
        "{\"type\":\"message\",\"subtype\":\"message_changed\",\"ts\":\"1795326960.000000\","
        "\"message\":{\"user\":\"U1\",\"text\":\"new words\"},\"previous_message\":{\"text\":\"old "
        "words\"}},"
        "{\"type\":\"message\",\"subtype\":\"message_deleted\",\"ts\":\"1795326961.000000\","
        "\"previous_message\":{\"user\":\"U2\",\"text\":\"gone words\"}},"
        "{\"type\":\"message\",\"subtype\":\"channel_join\",\"user\":\"U2\",\"text\":\"joined\","
        "\"ts\":\"1795326962.000000\"}]");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ACK, "ack, looking", "2026-11-22T05:55:54.069006Z");
    assert_string_equal(event->actor, "maya o");
    assert_int_equal(event->at.latest - event->at.earliest, 999);
    event = desk_expect(&desk, TIMELINE_COMM, "thanks @maya o", "2026-11-22T05:55:55.1Z");
    assert_string_equal(event->actor, "ines"); /* an empty display name is none */
    assert_string_equal(event->key, "thread 1795326954.069006");
    assert_non_null(strstr(event->basis, "reply to maya o's message of 05:55:54.069006"));
    assert_non_null(strstr(event->basis, "edited at 05:55:58"));
    event =
        desk_expect(&desk, TIMELINE_COMM, "message changed to: new words", "2026-11-22T05:56:00Z");
    assert_non_null(strstr(event->basis, "old words"));
    event =
        desk_expect(&desk, TIMELINE_COMM, "message deleted: gone words", "2026-11-22T05:56:01Z");
    assert_string_equal(event->actor, "ines");
    desk_expect(&desk, TIMELINE_JOIN, "joined the channel inc", "2026-11-22T05:56:02Z");
    desk_release(&desk);
}

static void bots_relay(void **state)
{
    (void)state;
    read_messages(
        &desk, "inc",
        "[{\"subtype\":\"bot_message\",\"bot_id\":\"B1\",\"username\":\"alerts\",\"text\":\"\","
        "\"attachments\":[{\"title\":\"[FIRING:2] DiskFull db1 "
        "(page)\"}],\"ts\":\"1795326954.000100\",\"type\":\"message\"},"
        "{\"type\":\"message\",\"bot_id\":\"B1\",\"text\":\"[RESOLVED] "
        "DiskFull\",\"ts\":\"1795326994.000100\"},"
        "{\"type\":\"message\",\"bot_id\":\"B2\",\"text\":\":rocket: shop v1.4.0 (0123abc) "
        "deployed by jun\",\"ts\":\"1795326995.000100\"},"
        "{\"type\":\"message\",\"bot_id\":\"B2\",\"text\":\":rewind: shop v1.3.9 deployed by jun "
        "(rollback)\",\"ts\":\"1795326999.500100\"},"
        "{\"type\":\"message\",\"bot_id\":\"B3\",\"text\":\"ack, "
        "looking\",\"ts\":\"1795327000.000100\"}]");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_ALERT, "DiskFull", "2026-11-22T05:55:54.0001Z");
    assert_string_equal(event->key, "DiskFull");
    assert_string_equal(event->actor, "alerts");
    desk_expect(&desk, TIMELINE_ALERT_END, "DiskFull", "2026-11-22T05:56:34.0001Z");
    event = desk_expect(&desk, TIMELINE_CHANGE_DEPLOY, "shop v1.4.0 (0123abc): deployed",
                        "2026-11-22T05:56:35.0001Z");
    assert_string_equal(event->actor, "jun");
    desk_expect(&desk, TIMELINE_ACT_UNDO, "shop v1.3.9: deployed, a rollback",
                "2026-11-22T05:56:39.5001Z");
    assert_int_equal(desk_count(&desk, TIMELINE_ACK), 0); /* a program takes nothing up */
    desk_release(&desk);
}

static void support_reports(void **state)
{
    (void)state;
    static const char message[] =
        "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"now 9 tickets\","
        "\"ts\":\"1795326954.000000\"}]";
    read_messages(&desk, "support", message);
    assert_int_equal(desk_count(&desk, TIMELINE_REPORT), 1);
    desk_release(&desk);
    read_messages(&desk, "inc", message);
    assert_int_equal(desk_count(&desk, TIMELINE_REPORT), 0);
    desk_release(&desk);
}

static void broken_messages_are_said(void **state)
{
    (void)state;
    read_messages(
        &desk, "inc",
        "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"fine\",\"ts\":\"1795326954.000000\"},"
        "{\"type\":\"message\",\"user\":{\"a\":[]},\"text\":7,\"ts\":\"yesterday\"},"
        "{\"type\":\"message\",\"user\":\"U1\",\"text\":null,\"ts\":\"1795326955.000000\"},"
        "{\"type\":\"message\",\"text\":\"cut off");
    desk_expect(&desk, TIMELINE_COMM, "fine", "2026-11-22T05:55:54Z");
    desk_expect(&desk, TIMELINE_COMM, "a message without text", "2026-11-22T05:55:55Z");
    assert_int_equal(desk.reading.event_count, 2);
    assert_int_equal(desk.reading.notice_count, 2);
    assert_non_null(strstr(desk.reading.notices[0], "no readable time"));
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_text),      cmocka_unit_test(channels_come_from_names),
        cmocka_unit_test(people_threads_and_edits), cmocka_unit_test(bots_relay),
        cmocka_unit_test(support_reports),          cmocka_unit_test(broken_messages_are_said)};
    return cmocka_run_group_tests_name("exchange: chat", tests, NULL, NULL);
}
