#include "language/grammar.h"
#include "tests/test.h"

/* What is told of one verb of a sentence: "verb subject KIND trait -trait". A subject of "-": none.
 */
struct row {
    const char *text, *wanted;
};

static const char *const kind_names[] = {
#define X(NAME, name) name,
    SUBJECT_KINDS(X)
#undef X
};
static const char *const trait_names[] = {
#define X(NAME, name) name,
    VERB_TRAITS(X)
#undef X
};

static struct span word_text(const struct parse *parse, size_t i)
{
    if (i == NO_WORD) return SPAN("-");
    const struct word *word = &parse->words[i];
    return (struct span){parse->sentence->plain + word->from, (size_t)(word->to - word->from)};
}

static unsigned index_of(struct span name, const char *const *names, size_t count)
{
    for (unsigned i = 0; i < count; i++)
        if (span_is(name, names[i])) return i;
    fail_msg("no kind or trait \"%.*s\"", SPAN_ARGS(name));
    return 0;
}

static const struct verb_group *group_with(const struct parse *parse, struct span verb)
{
    for (size_t i = 0; i < parse->group_count; i++)
        if (span_equal(word_text(parse, parse->groups[i].head), verb)) return &parse->groups[i];
    return NULL;
}

/* Whether it is as wanted; tells what is not. */
static bool check_row(const struct row *row, const struct parse *parse)
{
    struct span rest = span_of(row->wanted);
    struct span verb = span_cut(&rest, ' '), subject = span_cut(&rest, ' '),
                kind = span_cut(&rest, ' ');
    const struct verb_group *group = group_with(parse, verb);
    if (!group) {
        print_error("%s\n  no verb \"%.*s\"\n", row->text, SPAN_ARGS(verb));
        return false;
    }
    bool right = span_equal(word_text(parse, group->subject), subject) &&
                 group->subject_kind == index_of(kind, kind_names, SUBJECT_COUNT);
    if (!right)
        print_error("%s\n  %.*s: subject %.*s, %s\n", row->text, SPAN_ARGS(verb),
                    SPAN_ARGS(word_text(parse, group->subject)), kind_names[group->subject_kind]);
    while (rest.len > 0) {
        struct span trait = span_cut(&rest, ' ');
        bool lacks = trait.at[0] == '-';
        unsigned bit = index_of(span_from(trait, lacks), trait_names, VERB_TRAIT_COUNT);
        if ((group->traits >> bit & 1) == lacks) {
            print_error("%s\n  %.*s: trait %.*s\n", row->text, SPAN_ARGS(verb), SPAN_ARGS(trait));
            right = false;
        }
    }
    return right;
}

static void check_rows(const struct row *rows, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        static struct parse parse;
        struct sentence sentence = {.plain = rows[i].text, .len = strlen(rows[i].text)};
        grammar_words(&sentence, NULL, &parse);
        grammar_groups(&parse);
        wrong += !check_row(&rows[i], &parse);
    }
    if (wrong) fail_msg("%zu of %zu rows", wrong, count);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof(rows)[0])

static void subjects_stand_left_of_their_verbs(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"The operator failed to notice the alarm.", "failed operator person past"},
        {"The operator failed to notice the alarm.", "notice operator person infinitive"},
        {"The request failed to connect.", "failed request machine past"},
        {"The health check failed to start on 3 of 12 nodes.", "failed check machine past"},
        {"None of us thought to ask.", "thought None nobody negated past"},
        {"The load tests did not cover it.", "cover tests work negated past"},
        {"The review process failed to see it.", "failed process work past"},
        {"The backup process failed to start.", "failed process machine past"},
        {"The migration on a Friday turned out to be late.", "turned migration machine past -bare"},
        {"The deploy failed.", "failed deploy machine past -passive"},
        {"The monitoring team should have been paged.", "paged team team modal perfect passive"},
        {"The user error page was served to 1,204 users.", "served page machine passive past"},
        {"The deployment engineer skipped the canary.", "skipped engineer person past"},
        {"The owner of the team did not respond.", "respond owner person negated past"},
        {"Engineers on the team that owns the service did not notice it.",
         "notice Engineers person negated past"},
        {"Engineers on the team that owns the service did not notice it.",
         "owns team team relative"},
        {"The outage could have been avoided.", "avoided outage outage modal perfect passive"},
        {"The runbook was not read.", "read runbook norm negated passive past"},
        {"Rollback should have been automatic.", "been Rollback work modal perfect"},
        {"It was bound to happen.", "bound It thing past"},
        {"There was no alert for the disk.", "was There thing past"},
        {"In the morning the team restarted the nodes.", "restarted team team past"},
        {"On Friday we rolled the change back.", "rolled we person past"},
        {"10:02 Ana restarted the pool.", "restarted Ana person past"},
        {"10:20 the on-call wrote to the vendor.", "wrote on-call person past"},
        {"Later that day, a second engineer noticed the growing queue.",
         "noticed engineer person past"},
        {"Two minutes later the scheduler evicted the pods.", "evicted scheduler machine past"},
        {"@mreyes reverted the commit.", "reverted @mreyes person past"},
        {"The config and the code were changed by the platform team.",
         "changed config machine passive past"},
        {"Our process does not cover this.", "cover process work negated present"},
        {"The change review did not include the database group.",
         "include review work negated past"},
        {"Testing did not cover the failover path.", "cover Testing work negated past"},
        {"The attacker could have read the keys.", "read attacker attacker modal perfect"},
        {"Customers were not able to log in.", "were Customers user negated past"},
        {"The vendor's engineers rebuilt the index.", "rebuilt engineers person past"},
        {"\x01 was not restarted.", "restarted \x01 machine negated passive past"},
        {"The flag \x01 had never been configured.",
         "configured \x01 machine negated passive perfect past"},
    };
    CHECK_ROWS(rows);
}

static void clauses_share_and_part_their_subjects(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"We saw the alert but did not escalate.", "escalate We person negated past"},
        {"The engineer who reviewed the change missed the bug.",
         "reviewed engineer person past relative"},
        {"The engineer who reviewed the change missed the bug.",
         "missed engineer person past -relative"},
        {"The change, which passed review, broke checkout.", "passed change work relative"},
        {"The change, which passed review, broke checkout.", "broke change work -relative"},
        {"The alert that the team missed fired at 10.", "missed team team relative"},
        {"The alert that the team missed fired at 10.", "fired alert machine -relative"},
        {"The change we made broke the index.", "made we person past"},
        {"The change we made broke the index.", "broke change work past"},
        {"Ana checked the logs and the dashboards showed nothing.", "checked Ana person past"},
        {"Ana checked the logs and the dashboards showed nothing.",
         "showed dashboards machine past"},
        {"The team said the deploy was fine.", "was deploy machine past"},
        {"When the alert fired, the on-call restarted the pool.", "fired alert machine past"},
        {"When the alert fired, the on-call restarted the pool.", "restarted on-call person past"},
        {"The pool was exhausted because nobody raised the limit.", "raised nobody nobody negated"},
        {"The pool was exhausted because nobody raised the limit.",
         "exhausted pool machine passive"},
        {"The operator (Kubernetes) did not respond to the API server.",
         "respond operator machine negated past"},
        {"The engineer (on her first shift) did not escalate.",
         "escalate engineer person negated past"},
        {"The job ran, the disk filled up and the node died.", "filled disk machine past"},
        {"The job ran, the disk filled up and the node died.", "died node machine past"},
        {"The node rebooted; it did not rejoin the cluster.", "rejoin it machine negated past"},
        {"Without checking the logs, the engineer restarted the pod.",
         "checking engineer person gerund"},
        {"Without checking the logs, the engineer restarted the pod.",
         "restarted engineer person past"},
        {"The team deployed the change without testing it.", "testing team team gerund"},
        {"We asked Ana to check the replica.", "check Ana person infinitive"},
        {"We decided to skip the review.", "skip We person infinitive"},
        {"Deploying on Friday caused the outage.", "caused Deploying work past"},
        {"Restarting the pool cleared the errors.", "cleared Restarting work past"},
        {"The change deployed on Friday broke checkout.", "deployed change work bare"},
        {"The change deployed on Friday broke checkout.", "broke change work past"},
        {"The config pushed by Ana was wrong.", "pushed config machine bare passive"},
    };
    CHECK_ROWS(rows);
}

/* Sentences as reports have them, each verb a row. */
static const struct row report_rows[] = {
    {"The reviewers did not see the generated file, because the diff view folds files over "
     "1,000 lines.",
     "see reviewers person negated past"},
    {"The alert should have fired at 10:05 according to rule R7; the rule log shows no "
     "evaluation between 10:01 and 10:19.",
     "fired alert machine modal perfect past"},
    {"The alert should have fired at 10:05 according to rule R7; the rule log shows no "
     "evaluation between 10:01 and 10:19.",
     "shows log machine present"},
    {"Because the on-call engineer was new to the rotation, they assumed that the replica had "
     "caught up and promoted it.",
     "was engineer person past"},
    {"Because the on-call engineer was new to the rotation, they assumed that the replica had "
     "caught up and promoted it.",
     "assumed they person past"},
    {"Because the on-call engineer was new to the rotation, they assumed that the replica had "
     "caught up and promoted it.",
     "caught replica machine perfect past"},
    {"Because the on-call engineer was new to the rotation, they assumed that the replica had "
     "caught up and promoted it.",
     "promoted they person past"},
    {"While investigating the latency spike, the database team discovered that a long-running "
     "migration held a lock on the orders table.",
     "investigating team team gerund"},
    {"While investigating the latency spike, the database team discovered that a long-running "
     "migration held a lock on the orders table.",
     "discovered team team past"},
    {"While investigating the latency spike, the database team discovered that a long-running "
     "migration held a lock on the orders table.",
     "held migration machine past"},
    {"Our deploy pipeline, which had been modified two weeks earlier by a contractor, did not "
     "run the integration tests before pushing the artifact.",
     "modified pipeline machine perfect passive past relative"},
    {"Our deploy pipeline, which had been modified two weeks earlier by a contractor, did not "
     "run the integration tests before pushing the artifact.",
     "run pipeline machine negated past"},
    {"Our deploy pipeline, which had been modified two weeks earlier by a contractor, did not "
     "run the integration tests before pushing the artifact.",
     "pushing pipeline machine gerund"},
    {"The certificate was not renewed because the reminder emails went to a mailing list that "
     "nobody read.",
     "renewed certificate machine passive negated past"},
    {"The certificate was not renewed because the reminder emails went to a mailing list that "
     "nobody read.",
     "went emails machine past"},
    {"The certificate was not renewed because the reminder emails went to a mailing list that "
     "nobody read.",
     "read nobody nobody negated past relative"},
    {"We could have caught this in staging if the load test had included the new endpoint.",
     "caught We person modal perfect past"},
    {"We could have caught this in staging if the load test had included the new endpoint.",
     "included test work perfect past conditional"},
    {"The change was not reviewed by the security team.",
     "reviewed change work passive negated past"},
    {"It took us 40 minutes to find the right dashboard.", "took It thing past"},
    {"It took us 40 minutes to find the right dashboard.", "find It thing infinitive"},
    {"At the time, the team believed that the cache was warm.", "believed team team past"},
    {"At the time, the team believed that the cache was warm.", "was cache machine past"},
    {"The engineer responsible for the rollout ignored the warning and continued.",
     "ignored engineer person past"},
    {"The engineer responsible for the rollout ignored the warning and continued.",
     "continued engineer person past"},
    {"Traffic was shifted to region B, but the load balancer was not updated.",
     "shifted Traffic machine passive past"},
    {"Traffic was shifted to region B, but the load balancer was not updated.",
     "updated balancer machine passive negated past"},
    {"The incident commander asked the storage team to drain the node, but they had already "
     "restarted it.",
     "asked commander person past"},
    {"The incident commander asked the storage team to drain the node, but they had already "
     "restarted it.",
     "drain team team infinitive"},
    {"The incident commander asked the storage team to drain the node, but they had already "
     "restarted it.",
     "restarted they person perfect past"},
    {"A misconfigured timeout caused the proxy to drop connections.",
     "caused timeout machine past"},
    {"A misconfigured timeout caused the proxy to drop connections.",
     "drop proxy machine infinitive"},
    {"The support team was told that the fix had been deployed, which was not true.",
     "told team team passive past"},
    {"The support team was told that the fix had been deployed, which was not true.",
     "deployed fix work perfect passive past"},
    {"The support team was told that the fix had been deployed, which was not true.",
     "was fix work negated past relative"},
    {"Had somebody looked at the graph, they would have seen the leak.",
     "looked somebody person perfect past conditional"},
    {"Had somebody looked at the graph, they would have seen the leak.",
     "seen they person modal perfect past"},
    {"The new version of the scheduler did not honour the taint set by the operator.",
     "honour version machine negated past"},
    {"The new version of the scheduler did not honour the taint set by the operator.",
     "set taint unknown passive bare"},
    {"Someone should have told the customers.", "told Someone person modal perfect past"},
    {"The team was not aware of the change and therefore restarted the wrong cluster.",
     "was team team negated past"},
    {"The team was not aware of the change and therefore restarted the wrong cluster.",
     "restarted team team past"},
    {"Alerts were firing for 20 minutes before anyone responded.", "firing Alerts machine past"},
    {"Alerts were firing for 20 minutes before anyone responded.", "responded anyone person past"},
    {"The script that Maria wrote deleted the wrong bucket.", "wrote Maria person past relative"},
    {"The script that Maria wrote deleted the wrong bucket.", "deleted script machine past"},
    {"No alarms were triggered, since the threshold had been raised in March.",
     "triggered alarms machine passive negated past"},
    {"No alarms were triggered, since the threshold had been raised in March.",
     "raised threshold machine perfect passive past"},
    {"We did not have monitoring for this.", "have We person negated past"},
    {"The first responder, who had never used the tool before, ran the command against "
     "production.",
     "used responder person perfect negated past relative"},
    {"The first responder, who had never used the tool before, ran the command against "
     "production.",
     "ran responder person past"},
    {"Google failed to notify us.", "failed Google team past"},
    {"Google failed to notify us.", "notify Google team infinitive"},
    {"AWS did not provide an estimate.", "provide AWS team negated past"},
    {"Kubernetes killed the pod after it exceeded its memory limit.",
     "killed Kubernetes machine past"},
    {"Kubernetes killed the pod after it exceeded its memory limit.", "exceeded it machine past"},
    {"The vendor was slow to respond and never explained why the failover did not happen.",
     "was vendor team past"},
    {"The vendor was slow to respond and never explained why the failover did not happen.",
     "respond vendor team infinitive"},
    {"The vendor was slow to respond and never explained why the failover did not happen.",
     "explained vendor team negated past"},
    {"The vendor was slow to respond and never explained why the failover did not happen.",
     "happen failover machine negated past asked"},
    {"Users who tried to log in saw an error.", "tried Users user past relative"},
    {"An attacker could have used the token to read data.",
     "used attacker attacker modal perfect past"},
    {"An attacker could have used the token to read data.", "read attacker attacker infinitive"},
    {"Testing in staging would have shown the regression.",
     "shown Testing work modal perfect past"},
    {"More thorough testing would have prevented this.",
     "prevented testing work modal perfect past"},
    {"The migration plan should have included a rollback step.",
     "included plan work modal perfect past"},
    {"She merged the PR, then went to lunch.", "merged She person past"},
    {"She merged the PR, then went to lunch.", "went She person past"},
    {"The failing pods were evicted and rescheduled by the controller.",
     "evicted pods machine passive past"},
    {"The failing pods were evicted and rescheduled by the controller.",
     "rescheduled pods machine past"},
    {"What we missed was that the job had been disabled.", "missed we person past"},
    {"What we missed was that the job had been disabled.",
     "disabled job machine perfect passive past"},
    {"The on-call's laptop was out of battery, so she could not log in.",
     "was laptop machine past"},
    {"I should have noticed.", "noticed I person modal perfect past"},
    {"Team members were unable to reach the VPN.", "were members person past"},
    {"Team members were unable to reach the VPN.", "reach members person infinitive"},
    {"The pager did not go off.", "go pager machine negated past"},
    {"Changes to the firewall were made without informing the network team.",
     "made Changes work passive past"},
    {"Changes to the firewall were made without informing the network team.",
     "informing Changes work gerund"},
    {"The database ran out of connections.", "ran database machine past"},
    {"The logs were rotated before we could look at them.", "rotated logs machine passive past"},
    {"The logs were rotated before we could look at them.", "look we person modal"},
    {"The on-call engineer for the payments team was paged at 02:14 but did not acknowledge "
     "the page until 02:31.",
     "paged engineer person passive past"},
    {"The on-call engineer for the payments team was paged at 02:14 but did not acknowledge "
     "the page until 02:31.",
     "acknowledge engineer person negated past"},
    {"During the incident, responders were confused about which dashboard to use.",
     "confused responders person passive past"},
    {"During the incident, responders were confused about which dashboard to use.",
     "use responders person infinitive"},
    {"Since the change had been tested in staging, nobody expected it to fail in production.",
     "tested change work perfect passive past"},
    {"Since the change had been tested in staging, nobody expected it to fail in production.",
     "expected nobody nobody negated past"},
    {"Since the change had been tested in staging, nobody expected it to fail in production.",
     "fail it thing infinitive"},
    {"The developer who wrote the script had left the company.",
     "wrote developer person past relative"},
    {"The developer who wrote the script had left the company.",
     "left developer person perfect past"},
    {"The team that owns the ledger service was not on the call.",
     "owns team team present relative"},
    {"The team that owns the ledger service was not on the call.", "was team team negated past"},
    {"A junior engineer ran the cleanup script on the production database by mistake.",
     "ran engineer person past"},
    {"The script was run on the wrong host.", "run script machine passive past"},
    {"The engineers were tired and made a mistake.", "were engineers person past"},
    {"The engineers were tired and made a mistake.", "made engineers person past"},
    {"We forgot to rotate the keys.", "forgot We person past"},
    {"We forgot to rotate the keys.", "rotate We person infinitive"},
    {"The keys were never rotated.", "rotated keys machine passive negated past"},
    {"Support had escalated the ticket on Monday, but it was closed by accident.",
     "escalated Support team perfect past"},
    {"Support had escalated the ticket on Monday, but it was closed by accident.",
     "closed it thing passive past"},
    {"The ticket was closed by accident.", "closed ticket machine passive past"},
    {"The config change was pushed to all regions at once by the release automation.",
     "pushed change work passive past"},
    {"Alert thresholds that had been copied from another service were too high.",
     "copied thresholds machine perfect passive past relative"},
    {"Alert thresholds that had been copied from another service were too high.",
     "were thresholds machine past"},
    {"As a result, the queue grew until the workers ran out of memory.", "grew queue machine past"},
    {"As a result, the queue grew until the workers ran out of memory.",
     "ran workers machine past"},
    {"The fix is being rolled out.", "rolled fix work passive present"},
    {"The pods that the controller created were not ready.",
     "created controller machine past relative"},
    {"The pods that the controller created were not ready.", "were pods machine negated past"},
    {"The network team, together with the vendor, replaced the card.", "replaced team team past"},
    {"He assumed the replica was in sync.", "assumed He person past"},
    {"He assumed the replica was in sync.", "was replica machine past"},
    {"She had been told to wait.", "told She person perfect passive past"},
    {"She had been told to wait.", "wait She person infinitive"},
    {"The previous maintainer did not document the procedure.",
     "document maintainer person negated past"},
    {"The procedure had not been documented.",
     "documented procedure norm perfect passive negated past"},
    {"There was nobody in the office who could reset the switch.", "was There thing past"},
    {"There was nobody in the office who could reset the switch.",
     "reset nobody nobody modal negated relative"},
    {"This could have been prevented by a canary.",
     "prevented This thing modal perfect passive past"},
    {"This should not have happened.", "happened This thing modal perfect negated past"},
    {"The person on call should have called the DBA.", "called person person modal perfect past"},
    {"One of the engineers noticed that the error rate was rising.", "noticed One person past"},
    {"One of the engineers noticed that the error rate was rising.", "rising rate machine past"},
    {"Two of our customers reported timeouts.", "reported Two user past"},
    {"Both teams assumed that the other team would update the runbook.", "assumed teams team past"},
    {"Both teams assumed that the other team would update the runbook.", "update team team modal"},
    {"Management did not prioritise the work.", "prioritise Management person negated past"},
    {"The deploy tool allowed the operator to skip the check.", "allowed tool machine past"},
    {"The deploy tool allowed the operator to skip the check.", "skip operator person infinitive"},
    {"The tool should warn the operator before deleting data.", "warn tool machine modal"},
    {"The tool should warn the operator before deleting data.", "deleting tool machine gerund"},
    {"The author of the change and the reviewer overlooked the missing index.",
     "overlooked author person past"},
    {"The missing index was overlooked in review.", "overlooked index machine passive past"},
    {"It was assumed that the disk had enough space.", "assumed It thing passive past"},
    {"It was assumed that the disk had enough space.", "had disk machine past"},
    {"Marta, who was the incident commander, decided to fail over.",
     "was Marta person past relative"},
    {"Marta, who was the incident commander, decided to fail over.", "decided Marta person past"},
    {"Marta, who was the incident commander, decided to fail over.",
     "fail Marta person infinitive"},
    {"Ikeda restarted the broker.", "restarted Ikeda unknown past"},
    {"In Berlin, Ikeda restarted the broker.", "restarted Ikeda unknown past"},
    {"The patch, reviewed by two engineers, contained a bug.",
     "reviewed patch machine passive bare"},
    {"The patch, reviewed by two engineers, contained a bug.", "contained patch machine past"},
    {"If the engineer had read the warning, the outage would not have happened.",
     "read engineer person perfect past conditional"},
    {"If the engineer had read the warning, the outage would not have happened.",
     "happened outage outage modal perfect negated past"},
    {"The data pipeline team's manager approved the change.", "approved manager person past"},
    {"Nothing was done about the disk.", "done Nothing thing passive negated past"},
    {"Operators were overwhelmed by alerts.", "overwhelmed Operators person passive past"},
    {"The workers were restarted.", "restarted workers machine passive past"},
    {"Workers failed to start.", "failed Workers machine past"},
    {"Workers failed to start.", "start Workers machine infinitive"},
    {"The agent failed to report metrics.", "failed agent machine past"},
    {"The agent failed to report metrics.", "report agent machine infinitive"},
    {"The scheduler agent ignored the taint.", "ignored agent machine past"},
    {"The reviewer bot approved the change.", "approved bot machine past"},
    {"Had the batch run at noon, ten times more orders would be exposed.",
     "run batch machine perfect past conditional"},
    {"Had the batch run at noon, ten times more orders would be exposed.",
     "exposed orders norm modal passive"},
    {"Not testing the rollback was a mistake.", "testing - none negated gerund"},
    {"Not testing the rollback was a mistake.", "was testing work past"},
    {"The failure to communicate made it worse.", "made failure outage past"},
    {"The decision to skip the canary was made by the release manager.",
     "skip decision work infinitive"},
    {"The decision to skip the canary was made by the release manager.",
     "made decision work passive past"},
    {"Lack of monitoring delayed detection.", "delayed Lack unknown past"},
    {"Poor communication between the teams delayed the response.",
     "delayed communication work past"},
    {"The job incorrectly targeted all hosts.", "targeted job machine past"},
    {"The engineer incorrectly assumed that the host was drained.", "assumed engineer person past"},
    {"The engineer incorrectly assumed that the host was drained.",
     "drained host machine passive past"},
    {"We were lucky.", "were We person past"},
    {"The build was green.", "was build machine past"},
    {"Users were seeing errors, so we rolled back.", "seeing Users user past"},
    {"Users were seeing errors, so we rolled back.", "rolled we person past"},
    {"Instead of paging the DBA, the on-call restarted the pool.", "paging on-call person gerund"},
    {"Instead of paging the DBA, the on-call restarted the pool.", "restarted on-call person past"},
    {"The change that introduced the bug was made six months ago by an engineer who had since "
     "left.",
     "introduced change work past relative"},
    {"The change that introduced the bug was made six months ago by an engineer who had since "
     "left.",
     "made change work passive past"},
    {"The change that introduced the bug was made six months ago by an engineer who had since "
     "left.",
     "left engineer person perfect past relative"},
    {"Why wasn't the alert noticed?", "noticed alert machine passive negated past asked"},
    {"How could we have prevented this?", "prevented we person modal perfect past asked"},
    {"The company did not invest in redundancy.", "invest company team negated past"},
    {"To prevent this, the team will add a check.", "prevent - none infinitive"},
    {"To prevent this, the team will add a check.", "add team team modal future"},
    {"The health checks passed, so traffic was routed to the new nodes, which then crashed.",
     "passed checks machine past"},
    {"The health checks passed, so traffic was routed to the new nodes, which then crashed.",
     "routed traffic machine passive past"},
    {"Before the deploy, the engineer checked the dashboards but missed the rising error rate.",
     "checked engineer person past"},
    {"Before the deploy, the engineer checked the dashboards but missed the rising error rate.",
     "missed engineer person past"},
    {"The engineers deploying the change had not read the notes.",
     "deploying engineers person gerund"},
    {"The engineers deploying the change had not read the notes.",
     "read engineers person perfect negated past"},
    {"People kept restarting the service.", "kept People person past"},
    {"People kept restarting the service.", "restarting People person gerund"},
    {"The service kept restarting.", "kept service machine past"},
    {"The service kept restarting.", "restarting service machine gerund"},
};

static void whole_reports_are_read(void **state)
{
    (void)state;
    CHECK_ROWS(report_rows);
}

static void negation_is_also_in_the_subject(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Nobody on the team noticed the replica lag.", "noticed Nobody nobody negated past"},
        {"Nobody checked the replica lag.", "checked Nobody nobody negated past"},
        {"No one checked the graph.", "checked one nobody negated past"},
        {"No engineer noticed the queue growing.", "noticed engineer person negated past"},
        {"None of the alerts fired.", "fired None machine negated past"},
        {"None of us knew about the quota.", "knew None nobody negated past"},
        {"Some of the pods were restarted.", "restarted Some machine passive -negated"},
        {"We never tested the restore.", "tested We person negated past"},
        {"The team can't see the audit log.", "see team team modal negated"},
        {"They hadn't been told.", "told They person negated perfect passive past"},
    };
    CHECK_ROWS(rows);
}

static void questions_conditions_and_orders_are_told(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Did the team check the logs?", "check team team asked past"},
        {"Why didn't we test this?", "test we person asked negated"},
        {"Had we tested the failover, it would work.", "tested we person conditional perfect"},
        {"Had the limit been lower, it would trip.", "been limit machine conditional perfect"},
        {"If we had tested the failover, it would have worked.",
         "tested we person conditional perfect past"},
        {"If we had tested the failover, it would have worked.", "worked it machine modal perfect"},
        {"Check the logs and restart the pod.", "Check - none present"},
        {"Check the logs and restart the pod.", "restart - none present"},
        {"Restarted the pod.", "Restarted - none"},
        {"The alert will fire at 90%.", "fire alert machine future"},
        {"The pool is going to fill up.", "fill pool machine future"},
    };
    CHECK_ROWS(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_stand_left_of_their_verbs),
        cmocka_unit_test(clauses_share_and_part_their_subjects),
        cmocka_unit_test(whole_reports_are_read),
        cmocka_unit_test(negation_is_also_in_the_subject),
        cmocka_unit_test(questions_conditions_and_orders_are_told),
    };
    return cmocka_run_group_tests_name("grammar", tests, NULL, NULL);
}
