/* The report of a review: what each row of the mission asks of it, as Markdown; the other formats
 * walk the same blocks. */
#include "tests/report/review.h"
#include "tests/review/make.h"

static void render_markdown(const struct made *made, struct text *out)
{
    text_init(out, 0);
    made_render(made, report_review_markdown, out);
}

/* What the part that begins with this heading says, up to the next one. */
static struct text part_of(const struct text *out, const char *title)
{
    struct text heading, part;
    text_init(&heading, 0);
    text_init(&part, 0);
    text_addf(&heading, "\n## %s\n", title);
    size_t at = span_find(text_span(out), text_span(&heading));
    if (at == SIZE_MAX) fail_msg("there is no part %s", title);
    struct span rest = span_from(text_span(out), at + heading.len);
    size_t end = span_find(rest, SPAN("\n## "));
    text_add(&part, span_sub(rest, 0, end));
    text_release(&heading);
    return part;
}

/* Sentences that a part of the rich review has. */
static void assert_part(const char *title, const char *const *sentences)
{
    struct made made;
    struct text out;
    made_rich(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, title);
    for (; *sentences; sentences++) assert_has(&part, *sentences);
    text_release(&part);
    text_release(&out);
    made_release(&made);
}
#define ASSERT_PART(title, ...) assert_part(title, (const char *const[]){__VA_ARGS__, NULL})

/* Two ways to one outcome, one of them through a step. */
static void made_drawn(struct made *made)
{
    made_read(made, "rich.txt");
    made_put(made, "F6", "{\"text\":\"writers queued up\",\"part\":\"step\"}");
    made_put(made, "F7", "{\"text\":\"orders hung\",\"part\":\"outcome\",\"outcome\":\"onset\"}");
    made_put(made, "W1", "{\"brings\":\"F6\",\"needs\":[\"F1\",\"F3\"]}");
    made_put(made, "W2", "{\"brings\":\"F7\",\"needs\":[\"F6\",\"F2\"]}");
    made_put(made, "W3",
             "{\"brings\":\"F7\",\"needs\":[\"F1\",\"F2\",\"F8\"],\"reason\":\"might\"}");
    made_put(made, "F8", "{\"text\":\"nobody looks\",\"was\":\"no\"}");
    made_put(made, "U1",
             "{\"way\":\"W1\",\"without\":\"F3\",\"answer\":\"no\",\"because\":\"an idle "
             "table is locked at once\",\"role\":\"database engineer\"}");
    made_put(made, "U2", "{\"way\":\"W2\",\"answer\":\"cannot-tell\"}");
    made_settle(made);
}

static void S1_the_ways_are_told_in_plain_sentences(void **state)
{
    (void)state;
    static const char *const told[] = {
        "How it came together: orders hung (F7)",
        "Two known ways bring it about; each takes three conditions; no condition does it alone.",
        "took together: The pool waits without limit (F2); writers queued up (F6).",
        "All of them together: open.",
        "Without F3: needed. an idle table is locked at once (database engineer)",
        "Not asked yet: F1; whether anything is missing.",
        "One of several ways: it might as well come about so; this time it did not.",
        "What is planned or done against it: ",
        "What nobody has thought of is not in this count.",
        "F7 (outcome: onset): orders hung",
    };
    struct made made;
    struct text out;
    made_drawn(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Contributing factors");
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) assert_has(&part, told[i]);
    assert_lacks(&part, "### F6"); /* a step is no contributing condition */
    assert_lacks(&part, "Nobody has drawn yet");
    text_release(&part);
    part = part_of(&out, "Open questions");
    assert_has(&part, "Tests of the ways that are open");
    assert_has(&part, "W3 Suppose");
    text_release(&part);
    text_release(&out);
    text_init(&out, 0);
    made_render(&made, report_review_html, &out);
    assert_has(&out, "class=\"causes");
    text_clear(&out);
    made_render(&made, report_review_json, &out);
    assert_has(&out, "\"causes\":{");
    text_release(&out);
    made_release(&made);
}

static void N4_what_each_item_breaks_and_what_stays_open_is_told(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_drawn(&made);
    made_put(&made, "I1",
             "{\"text\":\"Set a lock timeout\",\"state\":\"verified\",\"effect\":\"removes\","
             "\"breaks\":[\"F3\"]}");
    made_settle(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Contributing factors");
    assert_has(&part, "One of two known ways stays open.");
    assert_has(&part,
               "One of two hangs on I1 alone: if that does not hold, the way is open again.");
    assert_has(&part, "I1 Set a lock timeout: breaks one of two known ways.");
    text_release(&part);
    text_release(&out);
    made_release(&made);
}

static void what_only_follows_from_the_factors_is_said_to_be_a_beginning(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Contributing factors");
    assert_has(&part, "Nobody has drawn yet how these conditions came together");
    assert_has(&part, "that it started (onset)");
    text_release(&part);
    text_release(&out);
    made_release(&made);
}

static void S1_one_factor_alone_is_shown_as_incomplete(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_read(&made, "rich.txt");
    made_put(&made, "F2", NULL);
    made_put(&made, "F3", NULL);
    made_settle(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Contributing factors");
    assert_has(&part, "**This list is incomplete.**");
    assert_has(&part, "What else had to be so?");
    text_release(&part);
    text_release(&out);
    made_release(&made);
    made_rich(&made);
    render_markdown(&made, &out);
    assert_lacks(&out, "incomplete");
    text_release(&out);
    made_release(&made);
}

static void S2_both_sides_of_a_factor_are_printed(void **state)
{
    (void)state;
    ASSERT_PART(
        "Contributing factors", "**Took part in:** that it started",
        "**What it is good for:** keeps the order of those who wait, so that nobody starves",
        "**Present since:** 2026-09-01", "**Also known as:** lock queue");
    ASSERT_PART("Background", "### What normally keeps this working",
                "- each migration is tried on a copy first");
}

static void S3_the_word_for_it_is_the_teams_own(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    render_markdown(&made, &out);
    assert_has(&out, "\n\nPostmortem PM7\n");
    text_release(&out);
    made.review.own->word = "learning review";
    render_markdown(&made, &out);
    assert_has(&out, "\n\nLearning review PM7\n");
    assert_lacks(&out, "ostmortem");
    text_release(&out);
    made_release(&made);
}

static void A0_the_aim_stands_at_the_start(void **state)
{
    (void)state;
    ASSERT_PART("Head", "We rebuild what this looked like to each of you");
    struct made made;
    struct text out;
    made_rich(&made);
    made.review.own->opening = NULL;
    made.report.depth = REPORT_GIST;
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Head");
    assert_true(span_starts(text_span(&part), SPAN("\n*This is written to discover what happened, "
                                                   "to learn from it, and to find guardrails")));
    text_release(&part);
    text_release(&out);
    made_release(&made);
}

static void A2_roles_are_printed_and_names_by_the_policy_alone(void **state)
{
    (void)state;
    static const char *const names[] = {"Maria",  "mlopez",     "Jonas",  "Weber",           "Aiko",
                                        "aiko_t", "Sam Okafor", "Okafor", "prefers mornings"};
    struct made made;
    struct text out;
    made_rich(&made);
    for (unsigned format = 0; format < 3; format++) {
        made_renderer *const renderers[] = {report_review_markdown, report_review_html,
                                            report_review_json};
        text_init(&out, 0);
        made_render(&made, renderers[format], &out);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) assert_lacks(&out, names[i]);
        assert_has(&out, "on-call engineer");
        text_release(&out);
    }
    made.review.own->naming = REVIEW_NAMING_CHOSEN;
    render_markdown(&made, &out);
    assert_has(&out, "**Note-taker:** Aiko Tanaka");
    assert_lacks(&out, "Maria");
    text_release(&out);
    made_release(&made);
}

static void A3_what_was_learnt_and_by_how_many(void **state)
{
    (void)state;
    ASSERT_PART("What we learned",
                "- A lock request that waits blocks all that come after it. (T7, lead of orders)",
                "4 of 6 present said that they had learnt something that changes future work; 5 "
                "would come again.");
    struct made made;
    struct text out;
    made_read(&made, "rich.txt");
    made_put(&made, "T7", NULL);
    made_settle(&made);
    made.review.own->no_learning = true;
    render_markdown(&made, &out);
    assert_has(&out, "It was asked, and nobody had learnt something new.");
    text_release(&out);
    made_release(&made);
}

static void A4_kinds_are_counted_and_missing_ones_named(void **state)
{
    (void)state;
    ASSERT_PART("Remediation", "3 in the plan: 1 guardrail, no tool and 1 resource");
}

static void D2_preparation_is_counted_and_listed(void **state)
{
    (void)state;
    ASSERT_PART("Remediation", "To be better prepared for what comes: 1 item.",
                "### Better prepared for\n\n- I2 Drill the pause of writers each quarter");
}

static void D2b_information_wanted_against_what_there_was(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination", "### Information that was wanted",
                "| how long writers wait for a lock | dashboard of orders | 05:54:30 | ");
}

static void D2c_corrected_beliefs_then_now_through_what(void **state)
{
    (void)state;
    ASSERT_PART("What we learned",
                "| Then | Now | Through what | Who |\n| --- | --- | --- | --- |\n| migrations that "
                "only add a column take no lock | they ask for one, and wait for readers | the log "
                "of E3 | T8, lead of orders |",
                "### Surprises\n\n- The retry made it worse.");
}

static void D3b_an_assumption_from_start_to_change(void **state)
{
    (void)state;
    ASSERT_PART("Story",
                "| the network was the reason | T16, on-call engineer | 05:56 | 05:56:20 |");
}

static void D3c_intent_is_printed_with_the_action(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination",
                "| let the lock queue drain<br>**Expected:** waiting goes to zero<br>T21 win time "
                "without losing orders | waiting went to zero in 9 s |");
}

static void D3d_step_source_and_sureness_then(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination",
                "| Step | Source of confidence | How sure then | Who |",
                "| E9 act.limit: the writer pool was paused (on-call engineer) | drill of October "
                "(an earlier case): it had worked in the drill | 7 of 10 | T2, on-call engineer |");
}

static void D3e_D3g_improvised_and_passed_over_tools(void **state)
{
    (void)state;
    ASSERT_PART(
        "Response and coordination",
        "| lockwait.sql | a one-line query to list lock waits | E8 | T4, on-call engineer |",
        "| psql | the database console | the console needs a second login that was not at "
        "hand | E9 |");
}

static void D3f_confirmed_by_or_no_confirmation_recorded(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination",
                "| T3 pool graph: waiting went to zero (data as old as 15s) |",
                "| not recorded | not recorded | no confirmation recorded |",
                "| waiting went to zero | pool graph | 15s | E9 | T3, on-call engineer |");
}

static void N1a_findings_without_a_tie_are_published(void **state)
{
    (void)state;
    ASSERT_PART("What we learned", "### Other findings\n\n- The certificate of the staging host "
                                   "ends in January.");
}

static void N2b2_a_factor_with_one_source_says_so(void **state)
{
    (void)state;
    ASSERT_PART("Contributing factors", "**Rests on:** E3; X2 `postgres.log` 1400-1522: 1 source\n",
                "**Rests on:** E1, E4, T13: 2 sources\n",
                "**Early:** entered before the timeline was agreed");
}

static void N2c_options_stand_before_what_followed(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Response and coordination");
    struct span rest = text_span(&part);
    size_t options = span_find(rest, SPAN("fail over to the replica"));
    size_t result = span_find(rest, SPAN("the queue drained within ten seconds"));
    assert_true(options < result);
    assert_has(&part, "| 6 of 10 | the queue drained");
    text_release(&part);
    text_release(&out);
    made_release(&made);
}

static void P1a_lengths_are_printed_as_intervals(void **state)
{
    (void)state;
    static const struct {
        const char *start, *end, *wanted;
    } cases[] = {
        {"\"earliest\":\"2026-11-22T10:02:00Z\",\"latest\":\"2026-11-22T10:05:00Z\"",
         "\"earliest\":\"2026-11-22T10:40:10Z\",\"latest\":\"2026-11-22T10:40:10Z\"",
         "| time to restore | 35 min 10 s to 38 min 10 s |"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made;
        struct text out, body;
        made_read(&made, "rich.txt");
        text_init(&body, 0);
        text_addf(&body, "{\"kind\":\"impact.start\",\"at\":{\"raw\":\"x\",%s}}", cases[i].start);
        made_put(&made, "E4", body.at);
        text_clear(&body);
        text_addf(&body, "{\"kind\":\"impact.end\",\"at\":{\"raw\":\"x\",%s}}", cases[i].end);
        made_put(&made, "E12", body.at);
        made_settle(&made);
        render_markdown(&made, &out);
        struct text part = part_of(&out, "Numbers");
        assert_has(&part, cases[i].wanted);
        text_release(&part);
        text_release(&body);
        text_release(&out);
        made_release(&made);
    }
}

static void R0_seven_areas_with_counts(void **state)
{
    (void)state;
    ASSERT_PART("Areas",
                "| R1 detecting the issue fast enough | talked about | The alert looks once a "
                "minute. (E6) | 4 | 0 | 0 | 0 |",
                "| R2 assessing impact and priority | not talked about yet |",
                "| R3 telling customers, users, support | talked about; nothing was found |",
                "| R7 documentation | not talked about yet |  | 0 | 1 | 0 | 0 |");
}

static void R1_signal_to_detection_is_an_interval(void **state)
{
    (void)state;
    ASSERT_PART("Detection and assessment", "**Signal to detection:** 1 min 05 s to 1 min 26 s\n",
                "R7: more than 15 waiting for 30 s");
}

static void R2_estimates_of_impact_against_the_final_number(void **state)
{
    (void)state;
    ASSERT_PART("Impact",
                "| failed orders | about 1,000 orders | 05:58 | estimated, given by "
                "support |",
                "| failed orders | 412 orders (final) | 06:30 | measured: nginx/access.log",
                "E11 mitigated: errors below the agreed level |  | SEV3 |");
}

static void R3_audiences_first_last_and_never_told(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination", "| support | 06:10 | 06:10 | ",
                "| users | 06:20 | 06:20 | ",
                "No message, as far as the record shows, to: responders, customers, management, "
                "suppliers.");
}

static void R5_wanted_had_when(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination", "| Wanted | Where | When | What there was |");
}

static void R6_each_number_has_a_source_or_the_word_estimated(void **state)
{
    (void)state;
    ASSERT_PART("Numbers", "| measured: nginx/access.log; X1 `nginx/access.log` 120-9120<br>count",
                "| customers | 380 (final) |  | estimated |");
}

static void R7_documents_with_their_state(void **state)
{
    (void)state;
    ASSERT_PART("Response and coordination",
                "| D1 Runbook: pool is empty<br><https://wiki.example.com/pool> | out of date | by "
                "search for the alert's text | names a switch that is gone | 05:56:05, E7 |");
}

static void X4_links_between_parts_lead_somewhere(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    text_init(&out, 0);
    made_render(&made, report_review_html, &out);
    assert_has(&out, "<a class=\"place\" href=\"#E3\">E3</a>");
    assert_has(&out, "<tr id=\"E3\"");
    assert_has(&out, "<h3 id=\"F1\">");
    assert_has(&out, "<li><a href=\"#factors\">Contributing factors</a></li>");
    text_release(&out);
    made.report.depth = REPORT_GIST; /* without the timeline there is nothing to lead to */
    text_init(&out, 0);
    made_render(&made, report_review_html, &out);
    assert_lacks(&out, "href=\"#E3\"");
    text_release(&out);
    made_release(&made);
}

/* ---- the whole ---- */

static void a_part_without_content_is_left_out_or_says_so(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_read(&made, "rich.txt");
    made.count = 0;
    made_put(&made, "PM0", "{}");
    made_settle(&made);
    render_markdown(&made, &out);
    assert_has(&out, "# Without a title\n");
    assert_has(&out, "\n## In short\n\nNone recorded.\n");
    assert_has(&out, "\n## Contributing factors\n\nNone recorded.\n");
    assert_has(&out, "\n## Remediation\n\nNone recorded.\n");
    assert_has(&out, "\n## Evidence\n\nNone recorded.\n");
    assert_lacks(&out, "## Story");
    assert_lacks(&out, "## Risks seen");
    text_release(&out);
    made_release(&made);
}

static void the_rich_review_is_as_it_was(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    render_markdown(&made, &out);
    assert_golden(&out, "rich.md");
    text_clear(&out);
    made_render(&made, report_review_json, &out);
    assert_golden(&out, "rich.json");
    text_clear(&out);
    made.report.circle = REVIEW_CIRCLE_PUBLIC;
    made.report.depth = REPORT_STORY;
    made_render(&made, report_review_markdown, &out);
    assert_golden(&out, "public.md");
    text_release(&out);
    made_release(&made);
}

static void wider_circles_get_less(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        unsigned least; /* the widest circle that has them */
    } cases[] = {
        {"WORKING NOTE about F1", REVIEW_CIRCLE_TEAM},
        {"db-7.internal", REVIEW_CIRCLE_TEAM},
        {"wiki.example.com", REVIEW_CIRCLE_TEAM},
        {"Orders failed for two minutes on Sunday morning", REVIEW_CIRCLE_COMPANY},
        {"tracker.example.com", REVIEW_CIRCLE_COMPANY},
        {"pg_dump_log", REVIEW_CIRCLE_COMPANY},
        {"On 22 November some orders", REVIEW_CIRCLE_PUBLIC},
        {"I was afraid of the failover.", REVIEW_CIRCLE_PUBLIC}, /* consent was given */
        {"SECRET QUOTE", 0},
        {"WITHDRAWN", 0},
        {"mlopez", 0},
    };
    for (unsigned circle = REVIEW_CIRCLE_PRIVATE; circle < REVIEW_CIRCLE_COUNT; circle++) {
        struct made made;
        struct text out;
        made_rich(&made);
        made.report.circle = (uint8_t)circle;
        render_markdown(&made, &out);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            if (circle <= cases[i].least)
                assert_has(&out, cases[i].words);
            else
                assert_lacks(&out, cases[i].words);
        }
        if (circle >= REVIEW_CIRCLE_COMPANY) assert_lacks(&out, "FIRST account");
        text_release(&out);
        made_release(&made);
    }
}

/* A shell history is often named after whose it is. */
static void handles_in_names_of_sources_become_roles(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    assert_true(made.review.exhibits.count > 0);
    made.review.exhibits.at[0].name = "shell/bash_history_mlopez";
    made.report.circle = REVIEW_CIRCLE_COMPANY;
    render_markdown(&made, &out);
    assert_has(&out, "history\\_(on-call engineer)");
    assert_lacks(&out, "mlopez");
    text_release(&out);
    made.report.circle = REVIEW_CIRCLE_TEAM;
    render_markdown(&made, &out);
    assert_has(&out, "mlopez");
    text_release(&out);
    made.review.exhibits.at[0].name = "mlopezia.log"; /* part of another word */
    made.report.circle = REVIEW_CIRCLE_COMPANY;
    render_markdown(&made, &out);
    assert_has(&out, "mlopezia.log");
    text_release(&out);
    made_release(&made);
}

static void a_deeper_report_holds_the_shallower_one(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    size_t len = 0;
    made_rich(&made);
    for (int depth = REPORT_GIST; depth <= REPORT_ALL; depth++) {
        made.report.depth = (enum report_depth)depth;
        render_markdown(&made, &out);
        assert_true(out.len > len);
        len = out.len;
        assert_int_equal(count_of(&out, "\n## Story\n"), depth >= REPORT_STORY);
        assert_int_equal(count_of(&out, "\n## Timeline\n"), depth >= REPORT_ALL);
        assert_has(&out, "\n## Remediation\n");
        text_release(&out);
    }
    made_release(&made);
}

static void changes_since_publication_come_from_the_history(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    made_rich(&made);
    instant published = made.review.own->published;
    const struct review_past past[] = {
        {.change = 1,
         .id = {REVIEW_KIND_EVENT, 4},
         .version = 1,
         .body = SPAN("{}"),
         .by = "mlopez",
         .why = "before",
         .at = published - NS_PER_DAY},
        {.change = 2,
         .id = {REVIEW_KIND_EVENT, 4},
         .version = 2,
         .body = SPAN("{}"),
         .by = "mlopez",
         .why = "the log of the proxy came in",
         .at = published + NS_PER_DAY},
        {.change = 3,
         .id = {REVIEW_KIND_FACTOR, 9},
         .version = 2,
         .by = "mlopez",
         .at = published + 2 * NS_PER_DAY},
        {.change = 4,
         .id = {REVIEW_KIND_PERSON, 1},
         .version = 2,
         .body = SPAN("{}"),
         .by = "mlopez",
         .why = "a new handle",
         .at = published + 2 * NS_PER_DAY},
    };
    made.report.history = past;
    made.report.history_count = sizeof past / sizeof past[0];
    render_markdown(&made, &out);
    struct text part = part_of(&out, "Changes since publication");
    assert_has(&part, "| 2026-11-26 12:00 | E4 was changed: orders end in an error | the log of "
                      "the proxy came in |");
    assert_has(&part, "| 2026-11-27 12:00 | F9 was taken out |");
    assert_lacks(&part, "before");
    assert_lacks(&part, "handle");
    assert_lacks(&part, "mlopez");
    text_release(&part);
    text_release(&out);
    made_release(&made);
}

static void a_long_review_renders_in_near_linear_time(void **state)
{
    (void)state;
    struct made made;
    struct text out, body;
    char id[16];
    text_init(&body, 0);
    made_read(&made, "rich.txt");
    for (unsigned i = 100; i < 16100; i++) {
        unsigned s = i % 3600, m = i / 3600;
        text_clear(&body);
        text_addf(
            &body,
            "{\"kind\":\"note\",\"at\":{\"raw\":\"x\",\"earliest\":\"2026-11-22T%02u:%02u:%02u"
            "Z\",\"latest\":\"2026-11-22T%02u:%02u:%02uZ\"},\"what\":\"step %u\"}",
            m + 6, s / 60, s % 60, m + 6, s / 60, s % 60, i);
        made.stored[made.count++] = (struct review_stored){
            .id = {REVIEW_KIND_EVENT, i},
            .version = 1,
            .body = {arena_copy(&made.arena, text_span(&body)), body.len},
        };
    }
    made_settle(&made);
    text_init(&out, 0);
    made_render(&made, report_review_html, &out);
    assert_has(&out, review_id_text((struct review_id){REVIEW_KIND_EVENT, 16099}, id));
    assert_true(out.len < 16000 * 1000);
    text_release(&body);
    text_release(&out);
    made_release(&made);
}

/* Reviews of every shape that the rules allow: each format, each circle, no trap in any. */
static void made_reviews_render(void **state)
{
    (void)state;
    made_renderer *const renderers[] = {report_review_markdown, report_review_html,
                                        report_review_json};
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct made made = {0};
        struct error error;
        arena_init(&made.arena, (size_t)1 << 30);
        make_review(seed, &made.arena, &made.review, NULL, NULL);
        assert_ok(review_settle(&made.review, &made.arena, &made.settled, &error));
        assert_ok(review_bounds_of(&made.review, &made.settled, &made.arena, &made.bounds, &error));
        assert_ok(review_quality_of(&made.review, &made.settled, &made.bounds, &made.arena,
                                    &made.quality, &error));
        made.report = (struct report_review){.review = &made.review,
                                             .settled = &made.settled,
                                             .bounds = &made.bounds,
                                             .quality = &made.quality,
                                             .depth = REPORT_ALL,
                                             .circle = (uint8_t)(seed % REVIEW_CIRCLE_COUNT)};
        for (size_t i = 0; i < 3; i++) {
            struct text out;
            text_init(&out, 0);
            made_render(&made, renderers[i], &out);
            assert_true(out.len > 1000);
            text_release(&out);
        }
        made_release(&made);
    }
}

static void a_terminal_shows_head_events_and_what_is_open(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "Postmortem PM7  Orders could not be placed\n",
        "stands at     ",
        "  impact start                   05:54:52 to 05:54:54\n",
        "\nNext\n  ",
        "  E4     05:54:52 to 05:54:54   impact.start   orders end in an error (orders-api)\n",
        "Open questions\n  T15    Why did the release job start ten minutes early?\n",
        "  I1     accepted      Set a lock timeout of 2 s for migrations\n",
        "note-taker    "};
    struct made made;
    struct error error;
    struct text out;
    text_init(&out, 0);
    made_rich(&made);
    struct report_sink sink = made_sink(&out);
    assert_ok(report_review_text(&made.report, false, &sink, &error));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) assert_has(&out, lines[i]);
    assert_lacks(&out, "\x1b");
    text_clear(&out);
    const struct review_entry *event =
        review_find(&made.review, (struct review_id){REVIEW_KIND_EVENT, 8});
    assert_ok(report_entry_text(&made.report, event, &sink, &error));
    assert_has(&out, "E8 event, version 1\nkind: decide\n");
    assert_has(&out, "options:\n    - pause the writers\n    - fail over to the replica\n");
    text_release(&out);
    made_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(S1_the_ways_are_told_in_plain_sentences),
        cmocka_unit_test(N4_what_each_item_breaks_and_what_stays_open_is_told),
        cmocka_unit_test(what_only_follows_from_the_factors_is_said_to_be_a_beginning),
        cmocka_unit_test(S1_one_factor_alone_is_shown_as_incomplete),
        cmocka_unit_test(S2_both_sides_of_a_factor_are_printed),
        cmocka_unit_test(S3_the_word_for_it_is_the_teams_own),
        cmocka_unit_test(A0_the_aim_stands_at_the_start),
        cmocka_unit_test(A2_roles_are_printed_and_names_by_the_policy_alone),
        cmocka_unit_test(A3_what_was_learnt_and_by_how_many),
        cmocka_unit_test(A4_kinds_are_counted_and_missing_ones_named),
        cmocka_unit_test(D2_preparation_is_counted_and_listed),
        cmocka_unit_test(D2b_information_wanted_against_what_there_was),
        cmocka_unit_test(D2c_corrected_beliefs_then_now_through_what),
        cmocka_unit_test(D3b_an_assumption_from_start_to_change),
        cmocka_unit_test(D3c_intent_is_printed_with_the_action),
        cmocka_unit_test(D3d_step_source_and_sureness_then),
        cmocka_unit_test(D3e_D3g_improvised_and_passed_over_tools),
        cmocka_unit_test(D3f_confirmed_by_or_no_confirmation_recorded),
        cmocka_unit_test(N1a_findings_without_a_tie_are_published),
        cmocka_unit_test(N2b2_a_factor_with_one_source_says_so),
        cmocka_unit_test(N2c_options_stand_before_what_followed),
        cmocka_unit_test(P1a_lengths_are_printed_as_intervals),
        cmocka_unit_test(R0_seven_areas_with_counts),
        cmocka_unit_test(R1_signal_to_detection_is_an_interval),
        cmocka_unit_test(R2_estimates_of_impact_against_the_final_number),
        cmocka_unit_test(R3_audiences_first_last_and_never_told),
        cmocka_unit_test(R5_wanted_had_when),
        cmocka_unit_test(R6_each_number_has_a_source_or_the_word_estimated),
        cmocka_unit_test(R7_documents_with_their_state),
        cmocka_unit_test(X4_links_between_parts_lead_somewhere),
        cmocka_unit_test(a_part_without_content_is_left_out_or_says_so),
        cmocka_unit_test(the_rich_review_is_as_it_was),
        cmocka_unit_test(wider_circles_get_less),
        cmocka_unit_test(handles_in_names_of_sources_become_roles),
        cmocka_unit_test(a_deeper_report_holds_the_shallower_one),
        cmocka_unit_test(changes_since_publication_come_from_the_history),
        cmocka_unit_test(a_long_review_renders_in_near_linear_time),
        cmocka_unit_test(made_reviews_render),
        cmocka_unit_test(a_terminal_shows_head_events_and_what_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
