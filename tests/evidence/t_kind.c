/* Kinds told by content: hand-made heads, and every file of the sample and the payloads. */
#include "tests/test.h"

#include "evidence/evidence.h"

static void words_go_both_ways(void **state)
{
    (void)state;
    for (unsigned i = 0; i < EVIDENCE_KIND_COUNT; i++) {
        enum evidence_kind back = EVIDENCE_KIND_COUNT;
        assert_true(
            evidence_kind_from_word(span_of(evidence_kind_word((enum evidence_kind)i)), &back));
        assert_int_equal(back, i);
    }
    assert_false(evidence_kind_from_word(SPAN("nothing"), &(enum evidence_kind){0}));
}

#define H(text)                                                                                    \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct {
    struct span head;
    enum evidence_kind kind;
} heads[] = {
    {H(""), EVIDENCE_ATTACHMENT},
    {H("\n\n"), EVIDENCE_ATTACHMENT},
    {H("[]"), EVIDENCE_ATTACHMENT},
    /* logs */
    {H("2026-11-22T05:54:53Z one\n2026-11-22T05:54:54Z two\n"), EVIDENCE_LOG},
    {H("2026-11-22T05:54:53Z the only line"), EVIDENCE_LOG},
    {H("Nov 22 05:52:50 vm cron done\nNov 22 05:53:25 vm deploy\n"), EVIDENCE_LOG},
    {H("[2024-05-07 10:55:53,434] INFO a\n[2024-05-07 10:55:54,434] INFO b\n"), EVIDENCE_LOG},
    {H("[1013319.252568] device up\n[1013320.252568] device down\n"), EVIDENCE_LOG},
    {H("081109 203615 148 INFO a\n081109 203616 148 INFO b\n"), EVIDENCE_LOG},
    {H("1320279554.496300 uid 1\n1320279555.496300 uid 2\n"), EVIDENCE_LOG},
    {H("@40000000433225833b6e1a8c tcpserver: 5\n@40000000433225843b6e1a8c x\n"), EVIDENCE_LOG},
    {H("type=SYSCALL msg=audit(1652292621.986:84138): a\n"
       "type=CWD msg=audit(1652292621.986:84138): cwd\n"),
     EVIDENCE_LOG},
    {H("ts=2024-04-16T15:10:44.103611953Z a=1\nts=2024-04-16T15:10:45.1Z a=2\n"), EVIDENCE_LOG},
    {H("{\"time\":\"2026-11-22T05:54:53Z\",\"msg\":\"a\"}\n{\"ts\":1795326957.5}\n"), EVIDENCE_LOG},
    {H("{\"Records\":[{\"eventTime\":\"2020-09-14T01:19:11Z\",\"eventName\":\"x\"}]}"),
     EVIDENCE_LOG},
    {H("__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795324800000000\nMESSAGE=x\n\n"), EVIDENCE_LOG},
    {H("datetime,message\n2026-11-22T05:54:53Z,a\n2026-11-22T05:54:54Z,b\n"), EVIDENCE_LOG},
    {H("\xff\xfe"
       "2\0000\0002\0006\000-\0001\0001\000-\0002\0002\000 "
       "\0000\0005\000:\0005\0004\000:\0005\0003\000 \000x\000"
       "\n\000"),
     EVIDENCE_LOG},
    {H("[2031/05/06 07:08] one\n[2031/05/06 07:09] two\n"), EVIDENCE_LOG},
    {H("Traceback:\n  file a\n  file b\n  file c\n2026-11-22 05:54:53 ERROR x\n  at a\n  at b\n"
       "2026-11-22 05:54:54 ERROR y\n"),
     EVIDENCE_LOG},
    /* other kinds */
    {H("[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"hi\",\"ts\":\"1556138400.000100\"}]"),
     EVIDENCE_CHAT},
    {H("[{\"id\":\"U1\",\"name\":\"maya\",\"profile\":{}}]"), EVIDENCE_CHAT_PEOPLE},
    {H("[{\"labels\":{\"alertname\":\"A\"},\"annotations\":{},\"startsAt\":\"2026-11-22T05:55:"
       "46Z\"}]"),
     EVIDENCE_ALERTS},
    {H("{\"receiver\":\"r\",\"status\":\"firing\",\"alerts\":[{\"labels\":{}}],\"groupLabels\":{}"
       "}"),
     EVIDENCE_ALERTS},
    {H("{\"status\":\"success\",\"data\":{\"alerts\":[]}}"), EVIDENCE_ALERTS},
    {H("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"),
     EVIDENCE_SERIES},
    {H("commit 903a36c869b3f65cede2dd771d018546f6b97168 (HEAD -> main)\nAuthor: a <a@b>\n"
       "Date:   Sun Nov 22 05:53:10 2026 +0000\n\n    x\n"),
     EVIDENCE_GIT_LOG},
    {H("commit 903a36c\nAuthor: a <a@b>\nDate:   x\n\n    x\n"), EVIDENCE_GIT_LOG},
    {H("# v2 git bundle\n903a36c869b3f65cede2dd771d018546f6b97168 HEAD\n\nPACK"),
     EVIDENCE_GIT_PACK},
    {H("PACK\0\0\0\2\0\0\0\x1b"), EVIDENCE_GIT_PACK},
    {H("\x78\x01\x4b\xca\xc9\x4f\x52\x30\x65\xc8\x48\xcd\xc9\xc9\x07\x00\x19\xaa\x04\x09"),
     EVIDENCE_GIT_OBJECT},
    {H("ls\n#1795326957\ncat x\n#1795326961\nbin/y\n"), EVIDENCE_SHELL_HISTORY},
    {H(": 1457771210:0;cd plaso\n"), EVIDENCE_SHELL_HISTORY},
    {H("#+1162490366\nls\n"), EVIDENCE_SHELL_HISTORY},
    {H("- cmd: ls -l\n  when: 1795326957\n"), EVIDENCE_SHELL_HISTORY},
    {H("maya@web1:~/orders-api$ cat x\n# x\n"), EVIDENCE_SHELL_SESSION},
    {H("[root@db1 ~]# systemctl restart x\n"), EVIDENCE_SHELL_SESSION},
    {H("Received: by x; Sun, 22 Nov 2026 05:55:48 +0000\r\nFrom: a@b\r\nSubject: "
       "s\r\n\r\nbody\r\n"),
     EVIDENCE_MAIL},
    {H("From 903a36c869b3f65cede2dd771d018546f6b97168 Mon Sep 17 00:00:00 2001\nFrom: a <a@b>\n"
       "Date: Sun, 22 Nov 2026 05:53:10 +0000\nSubject: [PATCH] x\n\n---\n"),
     EVIDENCE_MAIL},
    {H("id;created_at;subject\n1;2026-11-22T05:55:07Z;\"a;\nb\"\n2;2026-11-22T05:55:08Z;c\n"),
     EVIDENCE_TABLE},
    /* what looks a little like one of them and is none */
    {H("# Title\n\nSome prose, with commas, and a date 2026-11-22.\n"), EVIDENCE_ATTACHMENT},
    {H("2031-05-06 first release\n2031-05-07 second release\n"), EVIDENCE_ATTACHMENT},
    {H("groups:\n- name: x\n  rules:\n  - for: 30s\n"), EVIDENCE_ATTACHMENT},
    {H("[{\"name\":\"timeout\",\"setting\":\"1000\"}]"), EVIDENCE_ATTACHMENT},
    {H("# HELP up x\n# TYPE up gauge\nup 1 1795326957000\n"), EVIDENCE_ATTACHMENT},
    {H("\x7f"
       "ELF 2026-11-22 05:54:53\n2026-11-22 05:54:53\n"),
     EVIDENCE_ATTACHMENT},
    {H("<!DOCTYPE html>\n<p>2031-05-06 07:08:09 a</p>\n<p>2031-05-06 07:08:10 b</p>\n"),
     EVIDENCE_ATTACHMENT},
    {H("-- dump\nCREATE TABLE t (at timestamp);\nINSERT INTO t VALUES ('2031-05-06 07:08:09');\n"
       "INSERT INTO t VALUES ('2031-05-06 07:08:10');\n"),
     EVIDENCE_ATTACHMENT},
    {H("--- a/x.c\t2031-05-06 07:08:09.0 +0000\n+++ b/x.c\t2031-05-06 07:08:10.0 +0000\n@@ -1 +1 "
       "@@\n"),
     EVIDENCE_ATTACHMENT},
    {H("1\n00:00:01,000 --> 00:00:04,000\nHello\n\n2\n00:00:05,500 --> 00:00:07,000\nYou\n"),
     EVIDENCE_ATTACHMENT},
    {H("2031-05-06 07:08:09 LOG:  statement\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\n"
       "2031-05-06 07:08:10 LOG:  statement\nINSERT INTO t VALUES (3);\n"),
     EVIDENCE_LOG},
    {H("# Time: 310506  7:08:09\n# User@Host: a[a] @ b []\n# Query_time: 1.5\nSELECT 1;\n"),
     EVIDENCE_LOG},
    {H("%PDF-1.4\n"), EVIDENCE_ATTACHMENT},
    {H("commit to this\n"), EVIDENCE_ATTACHMENT},
    {H("bob@web1: disk is 5% full\n"), EVIDENCE_ATTACHMENT},
    {H("{not json} at all\n"), EVIDENCE_ATTACHMENT},
    {H("[[[[[["), EVIDENCE_ATTACHMENT},
};

static void heads_tell(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        enum evidence_kind kind = evidence_kind_of(heads[i].head, heads[i].head.len, NULL);
        if (kind != heads[i].kind)
            fail_msg("%s, wanted %s: %.*s", evidence_kind_word(kind),
                     evidence_kind_word(heads[i].kind), SPAN_ARGS(heads[i].head));
    }
}

static const struct {
    struct span head;
    const char *type;
    uint32_t width, height;
} pictures[] = {
    {H("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0"), "image/png", 640, 480},
    {H("\x89PNG\r\n\x1a\n\0\0"), "image/png", 0, 0},
    {H("\xff\xd8\xff\xe0\0\4xx\xff\xc4\0\2\xff\xc2\0\x11\x08\1\xe0\2\x80\3"), "image/jpeg", 640,
     480},
    {H("\xff\xd8\xff\xe0\0\0\xff\xc0\0\x11\x08\1\xe0\2\x80\3"), "image/jpeg", 0, 0},
    {H("\xff\xd8\xff\xe0\xff\xff"), "image/jpeg", 0, 0},
    {H("GIF89a\x80\2\xe0\1\0"), "image/gif", 640, 480},
    {H("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\x80\2\xe0\1\0"), "image/webp", 640, 480},
    {H("RIFF\x24\0\0\0WEBPVP8L\x18\0\0\0\x2f\x7f\xc2\x77\0\0"), "image/webp", 640, 480},
    {H("RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\2\0\xdf\1\0"), "image/webp", 640, 480},
    {H("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x80\2\0\0\x20\xfe\xff\xff\1\0"), "image/bmp", 640,
     480},
    {H("<?xml version=\"1.0\"?>\n<!-- a > b -->\n<!DOCTYPE svg>\n"
       "<svg xmlns=\"x\" width=\"640px\" height='480.5'>"),
     "image/svg+xml", 640, 480},
    {H("<svg viewBox=\"0 0 640 480\" width=\"100%\"/>"), "image/svg+xml", 640, 480},
    {H("<svg width="), "image/svg+xml", 0, 0},
    {H("<svgx>"), NULL, 0, 0},
    {H("BM is short for something"), NULL, 0, 0},
};

static void pictures_tell_their_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct evidence_picture got;
        enum evidence_kind kind = evidence_kind_of(pictures[i].head, 100000, &got);
        assert_int_equal(kind == EVIDENCE_PICTURE, pictures[i].type != NULL);
        if (!pictures[i].type) {
            assert_null(got.type);
            continue;
        }
        assert_string_equal(got.type, pictures[i].type);
        if (got.width != pictures[i].width || got.height != pictures[i].height)
            fail_msg("picture %zu is %u x %u", i, got.width, got.height);
    }
}

static const struct {
    const char *path;
    enum evidence_kind kind;
} files[] = {
#define PAYLOADS "tests/data/payloads/"
#define SAMPLE   "examples/orders-api-outage/"
    {PAYLOADS "alertmanager/alertmanager_api_v2_alerts.json", EVIDENCE_ATTACHMENT}, /* "[]" */
    {PAYLOADS "alertmanager/webhook-01.json", EVIDENCE_ALERTS},
    {PAYLOADS "alertmanager/webhook-04.json", EVIDENCE_ALERTS},
    {PAYLOADS "alertmanager/webhook-06.json", EVIDENCE_ALERTS},
    {PAYLOADS "app.jsonl", EVIDENCE_LOG},
    {PAYLOADS "deploy/deploys.jsonl", EVIDENCE_LOG},
    {PAYLOADS "deploy/flags.jsonl", EVIDENCE_LOG},
    {PAYLOADS "git/git-log.jsonl", EVIDENCE_LOG},
    {PAYLOADS "git/git-log.txt", EVIDENCE_GIT_LOG},
    {PAYLOADS "irc/irc-logger.log", EVIDENCE_LOG},
    {PAYLOADS "irc/irc-raw.log", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.export", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.json", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.short-iso-precise.txt", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.short-unix.txt", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.short.txt", EVIDENCE_LOG},
    {PAYLOADS "journal/web1.journal.gz", EVIDENCE_ATTACHMENT},
    {PAYLOADS "journal-upload/01.bin", EVIDENCE_LOG},
    {PAYLOADS "journal-upload/01.headers.json", EVIDENCE_ATTACHMENT},
    {PAYLOADS "mail/alertmanager-firing.eml", EVIDENCE_MAIL},
    {PAYLOADS "nginx/access.log", EVIDENCE_LOG},
    {PAYLOADS "nginx/error.localtime-no-offset.log", EVIDENCE_LOG},
    {PAYLOADS "otlp/01.headers.json", EVIDENCE_ATTACHMENT},
    {PAYLOADS "otlp/01.json", EVIDENCE_LOG},
    {PAYLOADS "otlp/02.bin", EVIDENCE_ATTACHMENT},
    {PAYLOADS "postgres/postgresql.jsonlog", EVIDENCE_LOG},
    {PAYLOADS "postgres/postgresql.stderr.log", EVIDENCE_LOG},
    {PAYLOADS "prometheus/alerts_now.json", EVIDENCE_ALERTS},
    {PAYLOADS "prometheus/orders-api.metrics.txt", EVIDENCE_ATTACHMENT},
    {PAYLOADS "prometheus/range_alerts.json", EVIDENCE_SERIES},
    {PAYLOADS "prometheus/range_error_ratio.json", EVIDENCE_SERIES},
    {PAYLOADS "prometheus/range_latency_p95.json", EVIDENCE_SERIES},
    {PAYLOADS "prometheus/range_requests_by_code.json", EVIDENCE_SERIES},
    {PAYLOADS "prometheus/rules.json", EVIDENCE_ATTACHMENT},
    {PAYLOADS "shell/bash_history_maya", EVIDENCE_SHELL_HISTORY},
    {PAYLOADS "shell/bash_history_tomas", EVIDENCE_SHELL_HISTORY},
    {PAYLOADS "shell/bash_history_tomas2", EVIDENCE_SHELL_HISTORY},
    {PAYLOADS "shell/session_maya.txt", EVIDENCE_SHELL_SESSION},
    {PAYLOADS "shell/session_tomas.txt", EVIDENCE_SHELL_SESSION},
    {PAYLOADS "shell/session_tomas2.txt", EVIDENCE_SHELL_SESSION},
    {PAYLOADS "slack-export/channels.json", EVIDENCE_CHAT_PEOPLE},
    {PAYLOADS "slack-export/users.json", EVIDENCE_CHAT_PEOPLE},
    {PAYLOADS "slack-export/inc-2026-11-22-orders/2026-11-22.json", EVIDENCE_CHAT},
    {PAYLOADS "slack-export/support/2026-11-22.json", EVIDENCE_CHAT},
    {PAYLOADS "syslog/messages.log", EVIDENCE_LOG},
    {PAYLOADS "syslog/syslog-rfc5424.log", EVIDENCE_LOG},
    {SAMPLE "alerts/mail-01.eml", EVIDENCE_MAIL},
    {SAMPLE "deploy/RUNBOOK.md", EVIDENCE_ATTACHMENT},
    {SAMPLE "deploy/alerts.yml", EVIDENCE_ATTACHMENT},
    {SAMPLE "git/orders-api.bundle", EVIDENCE_GIT_PACK},
    {SAMPLE "git/v2.3.0.patch", EVIDENCE_GIT_LOG},
    {SAMPLE "metrics/graph.png", EVIDENCE_PICTURE},
    {SAMPLE "metrics/prometheus-ui.png", EVIDENCE_PICTURE},
    {SAMPLE "metrics/range_cpu_busy.json", EVIDENCE_SERIES},
    {SAMPLE "nginx/error.log", EVIDENCE_LOG},
    {SAMPLE "postgres/postgresql.conf.txt", EVIDENCE_ATTACHMENT},
    {SAMPLE "postgres/settings.json", EVIDENCE_ATTACHMENT},
    {SAMPLE "support/tickets.csv", EVIDENCE_TABLE},
};

static void files_tell(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct error error;
        struct text path, content;
        text_init(&path, 0);
        text_init(&content, 0);
        text_addf(&path, "%s/%s", SOURCE_ROOT, files[i].path);
        assert_ok(os_slurp(path.at, 1 << 24, &content, &error));
        enum evidence_kind kind =
            evidence_kind_of(span_sub(text_span(&content), 0, 65536), content.len, NULL);
        if (kind != files[i].kind)
            fail_msg("%s: %s, wanted %s", files[i].path, evidence_kind_word(kind),
                     evidence_kind_word(files[i].kind));
        text_release(&content);
        text_release(&path);
    }
}

/* Documents larger than the head that is looked at: the kind shows from their beginning. */
static void a_beginning_is_enough(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct error error;
        struct text path, content;
        text_init(&path, 0);
        text_init(&content, 0);
        text_addf(&path, "%s/%s", SOURCE_ROOT, files[i].path);
        assert_ok(os_slurp(path.at, 1 << 24, &content, &error));
        for (size_t len = 640; len < content.len && len < 65536; len *= 2) {
            enum evidence_kind kind =
                evidence_kind_of(span_sub(text_span(&content), 0, len), content.len, NULL);
            if (kind != files[i].kind)
                fail_msg("%s, first %zu bytes: %s, wanted %s", files[i].path, len,
                         evidence_kind_word(kind), evidence_kind_word(files[i].kind));
        }
        text_release(&content);
        text_release(&path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_go_both_ways),       cmocka_unit_test(heads_tell),
        cmocka_unit_test(pictures_tell_their_size), cmocka_unit_test(files_tell),
        cmocka_unit_test(a_beginning_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
