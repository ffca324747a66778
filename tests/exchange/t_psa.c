/* Open-PSA fault trees: what is read, what is refused and where, and that what is written reads as
 * the same sets. */
#include "exchange/exchange.h"

#include "tests/test.h"

#include <stdio.h>

#define TREE(body)                                                                                 \
    "<?xml version=\"1.0\"?>\n<opsa-mef><define-fault-tree name=\"T\">" body                       \
    "</define-fault-tree></opsa-mef>\n"
#define GATE(name, body) "<define-gate name=\"" name "\">" body "</define-gate>"
#define E(name)          "<basic-event name=\"" name "\"/>"
#define G(name)          "<gate name=\"" name "\"/>"

/* ---- sets as words: "top: a b | c" ---- */

static void add_sets(const struct causes_graph *graph, struct arena *arena, struct text *to)
{
    for (uint32_t o = 0; o < graph->outcome_count; o++) {
        struct causes_sets *sets;
        struct causes_list list;
        struct error error = ERROR_NONE;
        assert_ok(causes_sets_new(graph, graph->outcomes[o], CAUSES_SUFFICIENT, NULL,
                                  &causes_budget_default, &sets, &error));
        assert_true(causes_sets_extent(sets).complete);
        assert_ok(causes_sets_list(sets, 10000, arena, &list, &error));
        text_addf(to, "%s%s:", o ? "; " : "", graph->conditions[graph->outcomes[o]].name);
        for (size_t s = 0; s < list.count; s++) {
            size_t count;
            const uint32_t *set = causes_set_at(&list, s, &count);
            text_adds(to, s ? " |" : "");
            for (size_t i = 0; i < count; i++) text_addf(to, " %s", graph->conditions[set[i]].name);
        }
        causes_sets_free(sets);
    }
}

/* ---- reading ---- */

static const struct {
    const char *what, *xml, *sets;
} good[] = {
    {"and", TREE(GATE("t", "<and>" E("a") E("b") "</and>")), "t: a b"},
    {"or", TREE(GATE("t", "<or>" E("a") E("b") "</or>")), "t: a | b"},
    {"atleast", TREE(GATE("t", "<atleast min=\"2\">" E("a") E("b") E("c") "</atleast>")),
     "t: a b | a c | b c"},
    {"atleast with one twice",
     TREE(GATE("t", "<atleast min=\"2\">" E("a") E("a") E("b") E("c") "</atleast>")), "t: a | b c"},
    {"atleast more than there are within or",
     TREE(GATE("t", "<or><atleast min=\"3\">" E("a") E("b") "</atleast>" E("c") "</or>")), "t: c"},
    {"not", TREE(GATE("t", "<and>" E("a") "<not>" E("b") "</not></and>")), "t: a"},
    {"not not", TREE(GATE("t", "<and>" E("a") "<not><not>" E("b") "</not></not></and>")), "t: a b"},
    {"nor within not", TREE(GATE("t", "<not><nor>" E("a") E("b") "</nor></not>")), "t: a | b"},
    {"nand within not", TREE(GATE("t", "<not><nand>" E("a") E("b") "</nand></not>")), "t: a b"},
    {"xor", TREE(GATE("t", "<xor>" E("a") E("b") "</xor>")), "t: a | b"},
    {"xor of three", TREE(GATE("t", "<xor>" E("a") E("b") E("c") "</xor>")), "t: a | b | c"},
    {"iff", TREE(GATE("t", "<and>" E("c") "<iff>" E("a") E("b") "</iff></and>")), "t: c"},
    {"imply", TREE(GATE("t", "<and>" E("a") "<imply>" E("a") E("b") "</imply></and>")), "t: a b"},
    {"cardinality of exactly two",
     TREE(GATE("t", "<cardinality min=\"2\" max=\"2\">" E("a") E("b") E("c") "</cardinality>")),
     "t: a b | a c | b c"},
    {"cardinality up to all",
     TREE(GATE("t", "<cardinality min=\"1\" max=\"9\">" E("a") E("b") "</cardinality>")),
     "t: a | b"},
    {"inner formulas",
     TREE(GATE("t", "<and>" E("a") "<or>" E("b") "<and>" E("c") E("d") "</and></or></and>")),
     "t: a b | a c d"},
    {"a gate that passes on", TREE(GATE("t", G("g")) GATE("g", E("a"))), "t: a"},
    {"one twice and its absence",
     TREE(GATE("t", "<or><and>" E("a") "<not>" E("a") "</not></and>" E("b") "</or>")), "t: b"},
    {"two top gates", TREE(GATE("t", G("g")) GATE("g", E("a")) GATE("u", G("g"))), "t: a; u: a"},
    {"house events",
     TREE("<define-house-event name=\"on\"><constant value=\"true\"/></define-house-event>"
          "<define-house-event name=\"off\"/>" GATE(
              "t", "<or><and><house-event name=\"on\"/>" E(
                       "a") "</and><and><house-event name=\"off\"/>" E("b") "</and></or>")),
     "t: a"},
    {"constants within inner gates",
     TREE(GATE("t", "<and>" G("g") G("h") "</and>")
              GATE("g", "<or><constant value=\"1\"/>" E("a") "</or>") GATE(
                  "h", "<atleast min=\"2\"><constant value=\"true\"/>" E("b") E("c") "</atleast>")),
     "t: b | c"},
    {"type of a reference",
     TREE(GATE("t", "<and><event name=\"g\" type=\"gate\"/><event name=\"a\" "
                    "type=\"basic-event\"/></and>") GATE("g", E("b"))),
     "t: a b"},
    {"an order of its own", TREE(GATE("g", E("a")) GATE("t", "<and>" G("g") E("b") "</and>")),
     "t: a b"},
    {"components: public by name",
     TREE(
         "<define-component name=\"c\">" GATE("g", E("a")) "</define-component>" GATE("t", G("g"))),
     "t: a"},
    {"components: private, by path, nearest first",
     TREE("<define-component name=\"c\" role=\"private\">" GATE(
         "g", "<and><event name=\"b\"/>" E(
                  "x") "</and>") "<define-basic-event name=\"b\"/></define-component>"
                                 "<define-basic-event name=\"b\"/>" GATE(
                                     "t", "<and><event name=\"T.c.g\"/><event name=\"b\"/></and>")),
     "t: T.c.b b x"},
    {"components: a path from within",
     TREE("<define-component name=\"c\" role=\"private\">" GATE(
         "g", E("x")) "</define-component>" GATE("t", "<event name=\"c.g\"/>")),
     "t: x"},
    {"events that are nowhere defined", TREE(GATE("t", "<event name=\"a\"/>")), "t: a"},
    {"data of a model",
     "<opsa-mef><define-fault-tree name=\"T\">" GATE(
         "t",
         "<event name=\"a\"/>") "</define-fault-"
                                "tree><model-data><define-basic-event "
                                "name=\"a\"><exponential><parameter name=\"l\"/>"
                                "<system-mission-time/></exponential></"
                                "define-basic-event><define-parameter name=\"l\">"
                                "<float value=\"1\"/></define-parameter></model-data></opsa-mef>",
     "t: a"},
    {"what is passed over",
     TREE(
         "<attributes><attribute name=\"a\" value=\"b\"/></attributes><define-CCF-group name=\"c\" "
         "model=\"beta-factor\"><members>" E("a") "</members></define-CCF-group>" GATE(
             "t", "<attributes/><and>" E("a") E("b") "</and>")),
     "t: a b"},
    {"a document type by name", "<!DOCTYPE opsa-mef><opsa-mef>" GATE("t", E("a")) "</opsa-mef>",
     "t: a"},
    {"names that are none here",
     TREE(GATE("the top", "<and>" E("a b") E("a/b") E("a_b") E("and") "</and>")),
     "the_top: a_b a_b_2 a_b_3 and_"},
    {"name spaces",
     "<o:opsa-mef xmlns:o=\"u\"><o:define-fault-tree name=\"T\"><o:define-gate "
     "name=\"t\"><o:basic-event name=\"a\"/></o:define-gate>"
     "</o:define-fault-tree></o:opsa-mef>",
     "t: a"},
};

static void models_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct causes_graph graph;
        struct error error = ERROR_NONE;
        struct arena arena;
        struct text sets;
        arena_init(&arena, (size_t)1 << 28);
        text_init(&sets, 0);
        if (exchange_psa_read(span_of(good[i].xml), &arena, &graph, &error))
            fail_msg("%s: %s: %s", good[i].what, error.where, error.message);
        add_sets(&graph, &arena, &sets);
        if (strcmp(sets.at, good[i].sets) != 0)
            fail_msg("%s gives \"%s\", wanted \"%s\"", good[i].what, sets.at, good[i].sets);
        text_release(&sets);
        arena_release(&arena);
    }
}

static void texts_are_kept(void **state)
{
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)1 << 28);
    assert_ok(exchange_psa_read(
        SPAN("<opsa-mef><label>A\n model</label><define-fault-tree name=\"T\">"
             "<define-gate name=\"t\"><label>It &lt;came&gt;\tabout</label><and>" E("a b") E(
                 "c") "</and></define-gate><define-basic-event name=\"c\"><label>see</label>"
                      "<float value=\"0.1\"/></define-basic-event></define-fault-tree></opsa-mef>"),
        &arena, &graph, &error));
    assert_string_equal(graph.title, "A  model");
    assert_string_equal(graph.conditions[causes_find(&graph, SPAN("t"))].text, "It <came> about");
    assert_string_equal(graph.conditions[causes_find(&graph, SPAN("a_b"))].text, "a b");
    assert_string_equal(graph.conditions[causes_find(&graph, SPAN("c"))].text, "see");
    assert_int_equal(graph.conditions[causes_find(&graph, SPAN("t"))].line, 2);
    arena_release(&arena);
}

/* ---- refusing ---- */

static const struct {
    const char *what, *xml, *where, *message;
    enum status status;
} bad[] = {
    {"nothing", "", "line 1, column 1", "no XML", STATUS_BAD_INPUT},
    {"no XML", "top = a and b\n", "line 1, column 1", "no XML", STATUS_BAD_INPUT},
    {"cut off", "<opsa-mef>\n<define-fault-tree", "line 2, column 1", "no XML", STATUS_BAD_INPUT},
    {"another format", "<html/>", "line 1, column 1", "begins with <opsa-mef>", STATUS_BAD_INPUT},
    {"no gate", "<opsa-mef/>", "", "no gate is defined", STATUS_BAD_INPUT},
    {"a gate of nothing", TREE("\n  " GATE("t", "<label>x</label>")), "line 3, column 3",
     "t holds nothing", STATUS_BAD_INPUT},
    {"an operator of nothing", TREE(GATE("t", "\n<and/>")), "line 3, column 1",
     "<and> holds 0 parts", STATUS_BAD_INPUT},
    {"not of two", TREE(GATE("t", "<not>" E("a") E("b") "</not>")), "line 2", "it takes one",
     STATUS_BAD_INPUT},
    {"iff of three", TREE(GATE("t", "<iff>" E("a") E("b") E("c") "</iff>")), "line 2",
     "it takes two", STATUS_BAD_INPUT},
    {"two formulas", TREE(GATE("t", E("a") E("b"))), "line 2", "two formulas", STATUS_BAD_INPUT},
    {"an unknown operator", TREE(GATE("t", "<vote>" E("a") "</vote>")), "line 2",
     "<vote> is no part of a formula", STATUS_BAD_INPUT},
    {"atleast of what", TREE(GATE("t", "<atleast>" E("a") "</atleast>")), "line 2",
     "min=\"NUMBER\"", STATUS_BAD_INPUT},
    {"atleast of a negative number", TREE(GATE("t", "<atleast min=\"-1\">" E("a") "</atleast>")),
     "line 2", "min=\"NUMBER\"", STATUS_BAD_INPUT},
    {"a constant of another kind", TREE(GATE("t", "<constant value=\"maybe\"/>")), "line 2",
     "\"true\" or \"false\"", STATUS_BAD_INPUT},
    {"no name", TREE("<define-gate>" E("a") "</define-gate>"), "line 2", "has no name",
     STATUS_BAD_INPUT},
    {"an undefined gate", TREE(GATE("t", "\n " G("g"))), "line 3, column 2",
     "the gate g is not defined", STATUS_BAD_INPUT},
    {"an undefined event beside defined ones",
     TREE(GATE(
         "t",
         "<and><event name=\"a\"/><event name=\"b\"/></and>") "<define-basic-event name=\"a\"/>"),
     "line 2", "the event b is not defined", STATUS_BAD_INPUT},
    {"a gate that is an event", TREE(GATE("t", G("a")) "<define-basic-event name=\"a\"/>"),
     "line 2", "a is a basic event (line 2), not a gate", STATUS_BAD_INPUT},
    {"one name twice", TREE(GATE("t", E("a")) "\n" GATE("t", E("b"))), "line 3, column 1",
     "t is defined twice, first in line 2", STATUS_BAD_INPUT},
    {"a private gate from outside",
     TREE("<define-component name=\"c\" role=\"private\">" GATE(
         "g", E("a")) "</define-component>" GATE("t", G("g"))),
     "line 2", "the gate g is not defined", STATUS_BAD_INPUT},
    {"a circle", TREE(GATE("t", G("g")) GATE("g", G("h")) GATE("h", G("g"))), "line 2",
     "g needs h needs g", STATUS_BAD_INPUT},
    {"a circle without a top", TREE(GATE("g", G("h")) GATE("h", G("g"))), "line 2",
     "g needs h needs g", STATUS_BAD_INPUT},
    {"a gate of itself", TREE(GATE("t", "\n<and>" G("t") E("a") "</and>")), "line 3",
     "t stands in a way of itself", STATUS_BAD_INPUT},
    {"always", TREE(GATE("t", "<or>" E("a") "<constant value=\"true\"/></or>")), "line 2",
     "t comes about whatever else is so", STATUS_BAD_INPUT},
    {"never", TREE(GATE("t", "<and>" E("a") "<not>" E("a") "</not></and>")), "line 2",
     "t can never come about", STATUS_BAD_INPUT},
    {"a substitution", TREE("<define-substitution name=\"s\"/>"), "line 2",
     "<define-substitution> changes", STATUS_BAD_INPUT},
    {"entities within each other",
     "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><opsa-mef>&b;"
     "</opsa-mef>",
     "line 1", "take out \"<!DOCTYPE", STATUS_BAD_INPUT},
    {"a file of somebody's",
     "<!DOCTYPE m [<!ENTITY a SYSTEM "
     "\"file:///etc/passwd\">]><opsa-mef><label>&a;</label></opsa-mef>",
     "line 1", "take out \"<!DOCTYPE", STATUS_BAD_INPUT},
    {"an entity that a file elsewhere may define",
     "<!DOCTYPE m SYSTEM \"m.dtd\"><opsa-mef><label>&a;</label></opsa-mef>", "line 1",
     "the entity &a; is not known", STATUS_BAD_INPUT},
};

static void refusals_say_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct causes_graph graph, untouched;
        struct error error = ERROR_NONE;
        struct arena arena;
        arena_init(&arena, (size_t)1 << 28);
        memset(&graph, 0x5A, sizeof graph);
        untouched = graph;
        enum status status = exchange_psa_read(span_of(bad[i].xml), &arena, &graph, &error);
        if (status != bad[i].status || !strstr(error.message, bad[i].message) ||
            strncmp(error.where, bad[i].where, strlen(bad[i].where)) != 0)
            fail_msg("%s: %s: %s: %s", bad[i].what, status_name(status), error.where,
                     error.message);
        assert_memory_equal(&graph, &untouched, sizeof graph);
        assert_int_equal(exchange_psa_read(span_of(bad[i].xml), &arena, &graph, NULL), status);
        arena_release(&arena);
    }
}

static void repeat(struct text *to, const char *words, size_t times)
{
    while (times--) text_adds(to, words);
}

/* `open` so often, `middle`, `close` so often, as the formula of one gate. */
static enum status read_nested(const char *open, const char *close, size_t times,
                               struct error *error)
{
    struct causes_graph graph;
    struct arena arena;
    struct text xml;
    arena_init(&arena, (size_t)1 << 28);
    text_init(&xml, 0);
    text_adds(&xml, "<opsa-mef><define-gate name=\"t\">");
    repeat(&xml, open, times);
    text_adds(&xml, E("a"));
    repeat(&xml, close, times);
    text_adds(&xml, "</define-gate></opsa-mef>");
    enum status status = exchange_psa_read(text_span(&xml), &arena, &graph, error);
    text_release(&xml);
    arena_release(&arena);
    return status;
}

static void depth_and_length_have_bounds(void **state)
{
    struct error error = ERROR_NONE;
    struct causes_graph graph;
    struct arena arena;
    struct text xml;
    (void)state;
    assert_ok(read_nested("<not>", "</not>", 200, &error));
    assert_ok(read_nested("<or>", "</or>", 200, &error));
    assert_status(read_nested("<and>", "</and>", 1000000, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "250 elements within each other"));
    arena_init(&arena, (size_t)1 << 28);
    text_init(&xml, 0);
    text_adds(&xml, "<opsa-mef>");
    repeat(&xml, "<define-fault-tree name=\"T\"><define-component name=\"c\">", 1);
    repeat(&xml, "<define-component name=\"c\">", 20);
    assert_status(exchange_psa_read(text_span(&xml), &arena, &graph, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "16 components within each other"));
    text_clear(&xml);
    text_adds(&xml, "<opsa-mef><define-gate name=\"");
    repeat(&xml, "a", 100000);
    text_adds(&xml, "\">");
    assert_status(exchange_psa_read(text_span(&xml), &arena, &graph, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "a name of 100000 bytes"));
    assert_status(
        exchange_psa_read((struct span){xml.at, ((size_t)256 << 20) + 1}, &arena, &graph, &error),
        STATUS_LIMIT); /* told by its length alone */
    text_release(&xml);
    arena_release(&arena);
}

/* No recursion anywhere: a hundred thousand gates, each of the next. */
static void long_chains_are_read_and_written(void **state)
{
    struct error error = ERROR_NONE;
    struct causes_graph graph, again;
    struct arena arena;
    struct text xml;
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    text_init(&xml, 0);
    text_adds(&xml, "<opsa-mef>");
    for (unsigned i = 0; i < 100000; i++)
        text_addf(&xml, "<define-gate name=\"g%u\"><%s name=\"g%u\"/></define-gate>", i,
                  i == 99999 ? "basic-event" : "gate", i + 1);
    text_adds(&xml, "</opsa-mef>");
    assert_ok(exchange_psa_read(text_span(&xml), &arena, &graph, &error));
    assert_int_equal(graph.condition_count, 100001);
    text_clear(&xml);
    assert_ok(exchange_psa_write(&graph, &xml, &error));
    assert_ok(exchange_psa_read(text_span(&xml), &arena, &again, &error));
    assert_int_equal(again.condition_count, 100001);
    assert_int_equal(again.way_count, 100000);
    text_release(&xml);
    arena_release(&arena);
}

/* ---- writing ---- */

/* From a seed: 4 to 12 leaves, 1 to 8 effects of 1 to 3 ways; one effect below may be an outcome
 * as well. */
struct random {
    uint64_t state;
};
static uint32_t below(struct random *random, uint32_t most)
{
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random->state >> 33) % most);
}

static void make_random(uint64_t seed, bool turned, struct arena *arena, struct causes_graph *ret)
{
    struct random random = {seed};
    struct error error = ERROR_NONE;
    struct causes_condition conditions[20] = {0};
    struct causes_link links[200];
    struct causes_way ways[24];
    uint32_t leaves = 4 + below(&random, 9), effects = 1 + below(&random, 8), way_count = 0, at = 0;
    for (uint32_t c = 0; c < leaves + effects; c++) {
        conditions[c].name = arena_printf(arena, "%c%u", c < leaves ? 'F' : 'E', c);
        conditions[c].text = c % 3 ? "Words & \"more\" <of> them" : "";
    }
    if (effects > 2 && below(&random, 2)) conditions[leaves + 1].part = CAUSES_PART_OUTCOME;
    for (uint32_t e = leaves; e < leaves + effects; e++)
        for (uint32_t w = 1 + below(&random, 3); w > 0; w--) {
            struct causes_way *way = &ways[way_count++];
            *way = (struct causes_way){.effect = e, .links = links + at};
            uint32_t step = 1 + below(&random, 3);
            for (uint32_t c = below(&random, e); c < e && way->count < 5; c += step, way->count++)
                links[at++] = (struct causes_link){.condition = c,
                                                   .absent = turned && below(&random, 6) == 0};
            way->enough = below(&random, 3) ? way->count : 1 + below(&random, way->count);
        }
    bool used[20] = {false};
    for (uint32_t l = 0; l < at; l++) used[links[l].condition] = true;
    for (uint32_t e = leaves; e < leaves + effects; e++)
        if (!used[e]) conditions[e].part = CAUSES_PART_OUTCOME;
    const struct causes_parts parts = {.conditions = conditions,
                                       .condition_count = leaves + effects,
                                       .ways = ways,
                                       .way_count = way_count};
    assert_ok(causes_graph_make(&parts, arena, ret, &error));
}

static void what_is_written_reads_as_the_same_sets(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct causes_graph graph, again;
        struct error error = ERROR_NONE;
        struct arena arena;
        struct text xml, sets, second;
        arena_init(&arena, (size_t)1 << 28);
        text_init(&xml, 0);
        text_init(&sets, 0);
        text_init(&second, 0);
        make_random(seed, seed % 2, &arena, &graph);
        assert_ok(exchange_psa_write(&graph, &xml, &error));
        assert_ok(exchange_psa_read(text_span(&xml), &arena, &again, &error));
        add_sets(&graph, &arena, &sets);
        add_sets(&again, &arena, &second);
        if (strcmp(sets.at, second.at) != 0)
            fail_msg("seed %u: %s\nthen: %s\n%s", (unsigned)seed, sets.at, second.at, xml.at);
        text_release(&xml);
        text_release(&sets);
        text_release(&second);
        arena_release(&arena);
    }
}

/* How many sets scram finds for a top gate, by its report; 0 when it is not told of. */
static uint64_t scram_count(struct span report, const char *gate)
{
    struct text words;
    uint64_t count = 0;
    text_init(&words, 0);
    text_addf(&words, "<sum-of-products name=\"%s\"", gate);
    size_t at = span_find(report, text_span(&words));
    text_release(&words);
    if (at == SIZE_MAX) return 0;
    struct span rest = span_from(report, at);
    rest = span_from(rest, span_find(rest, SPAN(" products=\"")) + 11);
    assert_true(span_to_u64(span_cut(&rest, '"'), &count));
    return count;
}

/* False when scram is not installed. */
static bool same_counts_as_scram(const char *folder, uint64_t seed)
{
    char model[300], report[300];
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text xml;
    struct span told;
    int code;
    arena_init(&arena, (size_t)1 << 28);
    text_init(&xml, 0);
    snprintf(model, sizeof model, "%s/model.xml", folder);
    snprintf(report, sizeof report, "%s/report.xml", folder);
    make_random(seed, seed % 2, &arena, &graph);
    assert_ok(exchange_psa_write(&graph, &xml, &error));
    assert_ok(os_replace(model, text_span(&xml), &error));
    enum status status = os_run(
        (const char *[]){"scram", "--bdd", "-l", "2000", "-o", report, model, NULL}, &code, &error);
    if (status == STATUS_NOT_FOUND) goto out;
    assert_ok(status);
    assert_int_equal(code, 0);
    assert_ok(os_map_copy(report, &told, &error));
    for (uint32_t o = 0; o < graph.outcome_count; o++) {
        struct causes_sets *sets;
        assert_ok(causes_sets_new(&graph, graph.outcomes[o], CAUSES_SUFFICIENT, NULL,
                                  &causes_budget_default, &sets, &error));
        const char *name = graph.conditions[graph.outcomes[o]].name;
        if (causes_sets_count(sets) != scram_count(told, name))
            fail_msg("seed %u, %s: scram finds %u\n%s", (unsigned)seed, name,
                     (unsigned)scram_count(told, name), xml.at);
        causes_sets_free(sets);
    }
    os_unmap(told);
out:
    text_release(&xml);
    arena_release(&arena);
    return status == STATUS_OK;
}

static void scram_finds_as_many_sets_in_what_is_written(void **state)
{
    char folder[] = "/tmp/postmortem-psa-XXXXXX", path[300];
    struct error error = ERROR_NONE;
    bool here = true;
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (uint64_t seed = 1; seed <= 16 && here; seed++) here = same_counts_as_scram(folder, seed);
    for (int i = here ? 0 : 1; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s.xml", folder, i ? "model" : "report");
        assert_ok(os_remove(path, &error));
    }
    assert_ok(os_remove_folder(folder, &error));
    if (!here) print_message("# scram is not installed: what is written is not shown to it\n");
}

static void names_fit_the_format_and_stay_apart(void **state)
{
    static const char *const names[] = {
        "F.1",          "F_1",   "9lives",     "a--b", "-", "tail-", "\xC3\xA9t\xC3\xA9",
        "\xE2\x98\x83", "onset", "onset_inner"};
    enum { COUNT = sizeof names / sizeof *names };
    static const char *const parts_written[] = {
        "<define-fault-tree name=\"conditions\">\n    <label>Why &lt; how</label>",
        "<define-basic-event name=\"F_1\"/>",
        "<define-basic-event name=\"F_1_2\">\n      <label>F.1</label>",
        "<define-basic-event name=\"_9lives\">\n      <label>9lives</label>",
        "<define-basic-event name=\"a-_b\">\n      <label>a--b</label>",
        "<define-basic-event name=\"__\">\n      <label>-</label>",
        "<define-basic-event name=\"tail_\">\n      <label>It ends (tail-)</label>",
        "<define-basic-event name=\"\xC3\xA9t\xC3\xA9\"/>",
        "<define-basic-event name=\"_\">\n      <label>\xE2\x98\x83</label>",
        "<define-gate name=\"onset\">\n      <gate name=\"onset_inner_2\"/>",
        "<define-basic-event name=\"onset_inner\"/>",
    };
    struct causes_condition conditions[COUNT + 1] = {{0}};
    struct causes_link links[COUNT];
    struct causes_graph graph, again;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text xml;
    (void)state;
    for (uint32_t i = 0; i < COUNT; i++) {
        conditions[i].name = names[i];
        links[i] = (struct causes_link){.condition = i};
    }
    conditions[COUNT].name = "length";
    conditions[5].text = "It ends";
    conditions[8].part = conditions[COUNT].part = CAUSES_PART_OUTCOME;
    const struct causes_way ways[] = {
        {.effect = 8, .enough = 1, .count = 2, .links = links},
        {.effect = COUNT, .enough = 3, .count = COUNT, .links = links}};
    const struct causes_parts parts = {.title = "Why < how",
                                       .conditions = conditions,
                                       .condition_count = COUNT + 1,
                                       .ways = ways,
                                       .way_count = 2};
    arena_init(&arena, (size_t)1 << 28);
    text_init(&xml, 0);
    assert_ok(causes_graph_make(&parts, &arena, &graph, &error));
    assert_ok(exchange_psa_write(&graph, &xml, &error));
    for (size_t i = 0; i < sizeof parts_written / sizeof *parts_written; i++)
        if (!strstr(xml.at, parts_written[i])) fail_msg("no %s in %s", parts_written[i], xml.at);
    assert_ok(exchange_psa_read(text_span(&xml), &arena, &again, &error));
    assert_int_equal(again.condition_count, COUNT + 2);
    assert_int_equal(again.outcome_count, 2);
    text_release(&xml);
    arena_release(&arena);
}

static void a_graph_without_ways_is_not_written(void **state)
{
    const struct causes_condition leaf = {.name = "a"};
    const struct causes_parts parts = {.conditions = &leaf, .condition_count = 1};
    struct error error = ERROR_NONE;
    struct causes_graph graph;
    struct arena arena;
    struct text xml;
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    text_init(&xml, 0);
    assert_ok(causes_graph_make(&parts, &arena, &graph, &error));
    assert_status(exchange_psa_write(&graph, &xml, &error), STATUS_BAD_INPUT);
    assert_int_equal(xml.len, 0);
    text_release(&xml);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_are_read),
        cmocka_unit_test(texts_are_kept),
        cmocka_unit_test(refusals_say_where),
        cmocka_unit_test(depth_and_length_have_bounds),
        cmocka_unit_test(long_chains_are_read_and_written),
        cmocka_unit_test(what_is_written_reads_as_the_same_sets),
        cmocka_unit_test(scram_finds_as_many_sets_in_what_is_written),
        cmocka_unit_test(names_fit_the_format_and_stay_apart),
        cmocka_unit_test(a_graph_without_ways_is_not_written),
    };
    return cmocka_run_group_tests_name("psa", tests, NULL, NULL);
}
