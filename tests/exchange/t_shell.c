/* Shell histories, terminal sessions, tables. */
#include "exchange/internal.h"
#include "tests/exchange/fixture.h"

static struct desk desk;

static void handles_come_from_names(void **state)
{
    (void)state;
    assert_span(handle_of_name(SPAN("shell/bash_history_maya")), "maya");
    assert_span(handle_of_name(SPAN("session-tomas.txt")), "tomas");
    assert_span(handle_of_name(SPAN("backup/maya/.bash_history")), "maya");
    assert_span(handle_of_name(SPAN("a.zip!maya/.zsh_history")), "maya");
    assert_span(handle_of_name(SPAN("root/.bash_history")), "");
    assert_span(handle_of_name(SPAN(".bash_history")), "");
    assert_span(handle_of_name(SPAN("history.txt")), "");
    assert_span(handle_of_name(SPAN("")), "");
}

static void histories_of_three_shells(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(&desk, "bash_history_maya",
              "#1795326957\ncat docs/RUNBOOK.md\n#1795326961\nfor i in 1 2\ndo kill $i\ndone\n"
              "#1795326970\nmake coffee\n");
    desk_adds(&desk, "zsh_history_jun",
              ": 1795326980:0;kubectl rollout undo deployment/orders\n"
              ": 1795326985:2;kubectl get pods\n: 1795326987:0;true\n");
    desk_read(&desk);
    desk_expect(&desk, TIMELINE_ACT_LOOK, "typed: cat docs/RUNBOOK.md", "2026-11-22T05:55:57Z");
    desk_expect(&desk, TIMELINE_NOTE, "typed: for i in 1 2 do kill $i done",
                "2026-11-22T05:56:01Z");
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_NOTE, "typed: make coffee", "2026-11-22T05:56:10Z");
    assert_string_equal(event->actor, "maya");
    assert_non_null(strstr(event->basis, "no cue says"));
    event = desk_expect(&desk, TIMELINE_ACT_UNDO, "rollout undo", "2026-11-22T05:56:20Z");
    assert_string_equal(event->actor, "jun");
    assert_int_equal(event->at.latest - event->at.earliest, NS_PER_S - 1);
    desk_release(&desk);
}

static void a_session_answers(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(
        &desk, "h/bash_history",
        "#1795326957\nbin/fix.sh  a\n#1795326961\nbin/fix.sh a\n#1795326965\ngrep failed app.log\n"
        "#1795326970\nbin/check\n");
    desk_adds(&desk, "h/other_history_x", "#1795320000\nls\n#1795320001\nbin/check\n");
    desk_adds(&desk, "h/session.txt",
              "ana@web1:~$ bin/fix.sh a\nfix: error: no such host\nana@web1:~$ bin/fix.sh a\ndone\n"
              "ana@web1:~$ grep failed app.log\n10:01 job failed\nana@web1:~$ rm -rf /tmp/x\n"
              "ana@web1:~$ bin/check\nall fine, exit status 0\n");
    assert_int_equal(desk.indexes[2].kind, EVIDENCE_SHELL_SESSION);
    desk_read(&desk);
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_NOTE, "bin/fix.sh a; it did not work: fix: error: no such host",
                    "2026-11-22T05:55:57Z");
    assert_true(event->failed);
    assert_string_equal(event->actor, "ana"); /* the prompt says who */
    event = desk_expect(&desk, TIMELINE_NOTE, "bin/fix.sh a; answer: done", "2026-11-22T05:56:01Z");
    assert_false(event->failed);
    /* what grep prints was said at another time */
    assert_false(desk_find(&desk, TIMELINE_ACT_LOOK, "grep failed app.log")->failed);
    event = desk_expect(&desk, TIMELINE_NOTE, "bin/check; answer", "2026-11-22T05:56:10Z");
    assert_false(event->failed);
    assert_int_equal(desk.reading.undated_count, 1);
    assert_string_equal(desk.reading.undated[0].key, "rm -rf /tmp/x");
    assert_true(desk.reading.undated[0].at.earliest == INSTANT_NONE);
    desk_release(&desk);
}

static void tickets_and_other_tables(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_adds(
        &desk, "tickets.csv",
        "id,created_at,channel,subject\n7731,2026-11-22T05:55:07.195Z,chat,\"page, \"\"keeps\"\" "
        "loading\"\n"
        "7732,2026-11-22T05:55:08Z,email,\n7733,never,email,lost\n7734,2026-11-22T05:55:09Z,phone,"
        "\"a\"\n");
    desk_adds(&desk, "jira.csv",
              "key,created_at,severity,reporter,summary\nOPS-1,2026-11-22T05:56:07Z,high,ana,cart "
              "is empty\n"
              "OPS-2,2026-11-22T05:56:08Z,low,jun,typo\n");
    desk_adds(&desk, "stock.csv",
              "when;item;left\n2026-11-22T05:55:07Z;bolts;7\n2026-11-22T05:55:08Z;nuts;9\n");
    assert_int_equal(desk.indexes[0].kind, EVIDENCE_TABLE);
    desk_read(&desk);
    const struct timeline_event *event =
        desk_expect(&desk, TIMELINE_REPORT, "ticket 7731 (chat): page, \"keeps\" loading",
                    "2026-11-22T05:55:07.195Z");
    assert_string_equal(event->key, "7731");
    event =
        desk_expect(&desk, TIMELINE_REPORT, "ticket OPS-1: cart is empty", "2026-11-22T05:56:07Z");
    assert_string_equal(event->actor, "ana");
    assert_int_equal(desk_count(&desk, TIMELINE_REPORT), 5);
    desk_release(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(handles_come_from_names), cmocka_unit_test(histories_of_three_shells),
        cmocka_unit_test(a_session_answers), cmocka_unit_test(tickets_and_other_tables)};
    return cmocka_run_group_tests_name("exchange: shell", tests, NULL, NULL);
}
