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
        {"The load tests did not cover it.", "cover tests work negated past"},
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
        cmocka_unit_test(negation_is_also_in_the_subject),
        cmocka_unit_test(questions_conditions_and_orders_are_told),
    };
    return cmocka_run_group_tests_name("grammar", tests, NULL, NULL);
}
