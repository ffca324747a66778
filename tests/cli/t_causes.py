"""`causes`: graphs from files, standard input and reviews; what it tells, in which form, and what bad
input gets. What the engine computes is for tests/causes.
"""
from harness import *

EXAMPLES = os.path.join(ROOT, "examples", "causes")
PUSH = os.path.join(EXAMPLES, "config-push.causes")
BROKEN = """slow outcome: the shop is slow
a: one
b: two
slow = a & bb
a: one again
"""
CIRCLE = """slow outcome: the shop is slow
slow = retries
retries: requests are sent again
queue: the queue is long
retries = queue
queue = retries
"""


def causes(place, *arguments, **also):
    return place.run("causes", *arguments, workspace=False, **also)


def outcome(answer, name):
    return next(row for row in answer["outcomes"] if row["outcome"] == name)


@case
def the_worked_example_has_its_sets(place):
    answer = causes(place, PUSH, "--sets", "--paths", "--cover", "--json").json()
    onset, length = outcome(answer, "onset"), outcome(answer, "long")
    equal(onset["sets"]["list"], [["C1", "C2", "C3", "C4"], ["C1", "C2", "C3", "C5", "C6"]])
    equal(onset["paths"]["list"], [["C1"], ["C2"], ["C3"], ["C4", "C5"], ["C4", "C6"]])
    equal((length["sets"]["count"], length["sets"]["sizes"]), (6, {"5": 1, "6": 3, "7": 2}))
    reach = {row["item"]: (row["breaks"], next(r for r in length["cover"]["items"] if r["item"] == row["item"])["breaks"])
             for row in onset["cover"]["items"]}
    equal(reach, {"R1": (2, 6), "R2": (1, 3), "R3": (1, 3), "R4": (0, 2), "R5": (0, 2)})


@case
def text_says_it_in_sentences(place):
    result = causes(place, PUSH, "--sets", "--outcome", "onset")
    expect(result, 0)
    holds(" ".join(result.out.split()), "Two known ways bring it about; they take four and five conditions; no condition does it alone.")
    holds(result.out, "C1 C2 C3 C4\n")
    holds(causes(place, PUSH).out, "Two known ways")


@case
def standard_input_is_a_file_too(place):
    with open(PUSH, "rb") as source:
        text = source.read()
    equal(causes(place, "-", "--sets", "--json", stdin=text).json()["outcomes"],
          causes(place, PUSH, "--sets", "--json").json()["outcomes"])


@case
def every_mistake_of_a_text_is_told_with_its_line(place):
    place.write("a.causes", BROKEN)
    result = causes(place, "a.causes")
    expect(result, 5)
    equal(result.out, "")
    holds(result.err, "a.causes:4")
    holds(result.err, "a.causes:5")


@case
def a_circle_is_shown_and_nothing_is_computed_from_it(place):
    place.write("circle.causes", CIRCLE)
    result = causes(place, "circle.causes")
    expect(result, 1)
    holds(result.out, "circle")
    for name in ("queue", "retries"):
        holds(result.out, name)
    for option in ("--sets", "--paths", "--cover", "--weights", "--plans"):
        refused = causes(place, "circle.causes", option)
        expect(refused, 5)
        holds(refused.err, "retries")
    expect(causes(place, "circle.causes", "--json", "--check"), 1)


@case
def an_item_is_supposed_to_hold_or_not(place):
    broken = causes(place, PUSH, "--what-if", "R1", "--items", "all", "--json").json()
    cover = outcome(broken, "onset")["cover"]
    equal((cover["supposed"], cover["holds"]), ("R1", False))
    expect(causes(place, PUSH, "--what-if", "R9"), 3)
    holds(causes(place, PUSH, "--what-if", "R9").err, "did you mean R")


@case
def forms_are_written_to_files_and_read_back(place):
    for option in ("svg", "dot", "mermaid", "text", "psa"):
        result = causes(place, PUSH, "--" + option, "out." + option)
        expect(result, 0)
        equal(result.out, "")
        same = causes(place, PUSH, "--" + option, "-")
        with open(place.path("out." + option), "rb") as written:
            equal(same.raw, written.read())
    wanted = causes(place, PUSH, "--sets", "--json").json()["outcomes"]
    equal(causes(place, "out.text", "--sets", "--json").json()["outcomes"], wanted)
    counts = sorted(row["sets"]["count"] for row in causes(place, "out.psa", "--sets", "--json").json()["outcomes"])
    equal(counts[-1], max(row["sets"]["count"] for row in wanted))


@case
def more_ways_than_can_be_listed_are_counted(place):
    lines = ["top outcome onset: it came about", "top = " + " & ".join("g%d" % i for i in range(60))]
    for i in range(60):
        lines += ["g%d: step %d" % (i, i), "g%d = a%d | b%d" % (i, i, i), "a%d: one" % i, "b%d: other" % i]
    place.write("big.causes", "\n".join(lines) + "\n")
    answer = causes(place, "big.causes", "--sets", "--json", "--most", "3").json()["outcomes"][0]["sets"]
    equal((answer["count"], answer["complete"], len(answer["list"])), (1 << 60, True, 3))
    holds(causes(place, "big.causes", "--sets").out, "1,152,921,504,606,846,976")


@case
def a_budget_that_ends_gives_a_bound_and_says_so(place):
    lines = ["top outcome onset: it came about",
             "top = " + " | ".join("(%s)" % " & ".join("x%d" % (i * k % 97) for k in range(1, 6)) for i in range(1, 90))]
    lines += ["x%d: condition %d" % (i, i) for i in range(97)]
    place.write("hard.causes", "\n".join(lines) + "\n")
    answer = causes(place, "hard.causes", "--paths", "--json", "--steps", "2000").json()["outcomes"][0]["paths"]
    equal(answer["complete"], False)
    for group in answer["list"]:
        assert len(group) <= answer["complete_up_to"], group
    full = causes(place, "hard.causes", "--sets", "--json", "--most", "1000").json()["outcomes"][0]["sets"]
    equal(full["complete"], True)


def many_gates(outcomes):
    """60 beginnings, 200 gates of three over those before; the last ones are outcomes."""
    lines = ["a%d: condition %d" % (i, i) for i in range(60)]
    names = ["a%d" % i for i in range(60)]
    for i in range(200):
        below = [names[(i * i * 7 + i * 13 + k * 29) % len(names[-90:]) - len(names[-90:])] for k in range(3)]
        low = ", ".join(dict.fromkeys(below + ["a%d" % (i % 60), "a%d" % (i * 17 % 60)]))
        lines.append("g%d %s: gate %d = 2 of (%s)" % (i, "onset outcome" if i >= 200 - outcomes else "step", i, low))
        names.append("g%d" % i)
    return "\n".join(lines) + "\n"


@case
def one_budget_is_for_all_outcomes_and_its_end_is_told(place):
    place.write("many.causes", many_gates(100))
    answer = causes(place, "many.causes", "--check", "--json", "--steps", "20000").json()
    holds({row["rule"] for row in answer["findings"]}, "bound")
    holds(causes(place, "many.causes", "--check", "--steps", "20000").out, "  bound: ")
    answer = causes(place, "many.causes", "--sets", "--paths", "--weights", "--json", "--steps", "20000").json()
    equal(len(answer["outcomes"]), 100)
    holds([row["sets"]["complete"] for row in answer["outcomes"]], False)
    expect(causes(place, "many.causes", "--sets", "--paths", "--weights", "--steps", "1"), 0)


@case
def what_takes_more_than_the_budget_to_list_is_counted(place):
    lines = ["top outcome onset: it came about = " + " & ".join("(a%d | b%d)" % (i, i) for i in range(60))]
    lines += ["%s%d: one" % (side, i) for i in range(60) for side in "ab"]
    place.write("big.causes", "\n".join(lines) + "\n")
    result = causes(place, "big.causes", "--sets", "--most", "99999999999", "--steps", "100000")
    expect(result, 0)
    holds(result.out, "1,152,921,504,606,846,976")
    holds(result.out, "to list them takes more than the budget")


@case
def a_text_without_a_way_is_not_said_to_be_asked_about(place):
    place.write("empty.causes", "# nothing yet\n")
    result = causes(place, "empty.causes")
    expect(result, 0)
    holds(result.out, "what brought it about?")


@case
def a_fault_tree_may_be_in_utf16(place):
    tree = ('<?xml version="1.0" encoding="UTF-16"?><opsa-mef><define-fault-tree name="F"><define-gate name="T"><and>'
            '<basic-event name="A"/><basic-event name="B"/></and></define-gate></define-fault-tree></opsa-mef>')
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        place.write("tree.xml", mark + tree.encode(encoding))
        answer = causes(place, "tree.xml", "--sets", "--json").json()
        equal(answer["outcomes"][0]["sets"]["list"], [["A", "B"]])


@case
def the_words_of_a_text_are_looked_at(place):
    place.write("words.causes", "slow outcome: it was slow\na: the engineer should have checked the pool\nb: the pool is small\n"
                                "slow = a & b\n")
    answer = causes(place, "words.causes", "--check", "--json").json()
    equal([row["about"] for row in answer["wordings"]], ["a"])


@case
def incidents_stand_beside_each_other(place):
    for name, other in (("one", "pool"), ("two", "lock"), ("three", "lock")):
        place.write(name + ".causes", "o outcome onset: it broke\no = a & b\na: no guard on deletes\n  shared: no guard\n"
                                      "b: something else\n  shared: %s\n" % other)
    answer = causes(place, "--across", "one.causes", "two.causes", "three.causes", "--json").json()
    equal([(row["factor"], row["incidents"]["k"]) for row in answer["factors"]],
          [("no guard", 3), ("lock", 2), ("pool", 1)])
    holds(causes(place, "--across", "one.causes", "two.causes").out, "2 of 2 incidents")


@case
def wrong_calls_say_what_is_wanted(place):
    expect(causes(place, PUSH, PUSH), 2)
    expect(causes(place, PUSH, "--items", "some"), 2)
    expect(causes(place, PUSH, "--depth", "0"), 2)
    expect(causes(place, "--take", PUSH, "PM1", "PM2"), 2)
    place.write("circle.causes", CIRCLE)
    holds(causes(place, "--across", PUSH, "circle.causes").err, "circle.causes:", "in a circle")
    expect(causes(place, "--across", PUSH, "--depth", "0"), 2)
    expect(causes(place, "--across", PUSH, "--depth", "4294967298"), 2)
    expect(causes(place, PUSH, "--outcome", "onse"), 3)
    holds(causes(place, PUSH, "--outcome", "onse").err, "did you mean onset?")
    expect(causes(place, "nothing-here.causes"), 3)


@case
def a_typed_graph_becomes_part_of_a_review(place):
    place.init()
    expect(place.run("new", "Checkout is slow"), 0)
    expect(place.run("causes", "--take", PUSH), 0)
    answer = place.run("causes", "PM1", "--sets", "--json").json()
    equal(sorted(row["sets"]["count"] for row in answer["outcomes"]), [2, 6])
    again = place.run("causes", "--take", PUSH)
    expect(again, 0)
    holds(again.err, "nothing was changed")
    equal(place.run("causes", "PM1", "--sets", "--json").raw, place.run("causes", "--sets", "--json").raw)


def commands_of(section):
    """The commands of a section of docs/causes.md with what each is said to answer, or None."""
    with open(os.path.join(ROOT, "docs", "causes.md")) as page:
        text = page.read().split("\n## %s\n" % section)[1].split("\n## ")[0]
    rows = [line.strip().partition(" # ") for line in text.splitlines() if line.startswith("    ")]
    return [(command.strip(), answer.strip() or None) for command, _, answer in rows]


@case
def the_first_graph_of_the_manual_is_drawn_by_its_commands(place):
    os.symlink(os.path.dirname(EXAMPLE), place.path("examples"))
    os.mkdir(place.path("bin"))
    os.symlink(PROGRAM, place.path("bin", "postmortem"))
    env = dict(os.environ, PATH=place.path("bin") + os.pathsep + os.environ["PATH"], POSTMORTEM_BY="newcomer")
    commands = commands_of("A first graph in a quarter of an hour")
    assert len(commands) > 30, commands
    told, folder = {}, place.folder
    for command, answer in commands:
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
        if answer:
            equal(done.stdout.strip(), answer)
        if command.endswith("cd first"):
            folder = place.path("first")
        told[command] = done.stdout + done.stderr
    holds(told["postmortem causes --cover --items all"], "Every known way is broken by two items or more.")
    holds(told["postmortem causes PM1 --take first.causes"], "nothing was changed")
    expect(place.run("causes", place.path("first", "first.causes"), "--sets", workspace=False), 0)


@case
def whoever_draws_a_circle_or_leaves_an_outcome_hears_of_it(place):
    place.init()
    expect(place.run("new", "Checkout is slow"), 0)
    for words in ("orders fail", "the pool is empty", "retries"):
        expect(place.run("factor", words, "--outcome", "onset"), 0)
    first = place.run("way", "F1", "F2")
    holds(first.err, "postmortem edit PM1 F1 --part outcome")
    expect(place.run("edit", "F1", "--part", "outcome"), 0)
    equal(place.run("way", "F2", "F3").err, "")
    circle = place.run("way", "F3", "F2")
    equal(circle.out, "W3\n")
    holds(circle.err, "circle", "postmortem edit PM1 W3 --remove")
    expect(place.run("edit", "PM1", "W3", "--remove"), 0)
    expect(place.run("way", "F1", "F3", "--reason", "both"), 0)
    holds(place.run("suppose", "F1", "F3", "no").err, "say which: W1, W4")
    holds(place.run("suppose", "F3", "all", "no").err, "no way leads to F3 yet")


@case
def an_outcome_without_a_way_is_asked_about(place):
    place.write("a.causes", "slow outcome: it was slow\n")
    holds(causes(place, "a.causes").out, "Nothing says yet what brought it about.")


@case
def what_hangs_on_one_item_is_said_in_number(place):
    place.write("a.causes", "slow outcome: it was slow\na: one\nb: two\nc: three\nslow = a & b | b & c\n"
                            "R1 item: x\n  removes: a\nR2 item planned: y\n  removes: b\n")
    both = " ".join(causes(place, "a.causes", "--cover", "--what-if", "R1").out.split())
    holds(both, "Both known ways hang on R2 alone: where that does not hold, the ways are open again.")
    one = " ".join(causes(place, "a.causes", "--cover").out.split())
    holds(one, "One of two known ways hangs on R2 alone: if that does not hold, the way is open again.")
    none = " ".join(causes(place, "a.causes", "--cover", "--items", "verified").out.split())
    holds(none, "Both known ways stay open.")
    holds(none, "Not counted is what is an idea so far")


@case
def many_findings_of_one_kind_do_not_hide_the_others(place):
    place.write("a.causes", "slow outcome: it was slow\n" + "".join("c%d: condition %d\n" % (i, i) for i in range(9)) +
                "slow = " + " & ".join("c%d" % i for i in range(9)) + "\n")
    few = causes(place, "a.causes", "--check", "--most", "8").out
    equal(few.count("  unsupported: "), 3) # two, and how many more there are
    holds(few, "more like these", "not-asked-complete")
    every = causes(place, "a.causes", "--check", "--most", "100").out
    assert every.count("  unsupported: ") >= 9 and "more like these" not in every, every


@case
def answers_are_taken_once_with_their_ground_and_day(place):
    text = place.write("said.causes", "onset outcome onset: it broke\na: the pool is small\nb: the load is high\nonset = a & b\n"
                                      'test onset without a: no, "the drill says so" by database engineer on 2026-11-24 '
                                      "(evidence graph 7)\n")
    place.init()
    expect(place.run("new", "It broke"), 0)
    expect(place.run("causes", "--take", text), 0)
    holds(place.run("causes", "--take", text).err, "nothing was changed")
    answer = place.run("show", "U1", "--json").json()["body"]
    equal((answer["because"], answer["ground"], answer["said"]), ("the drill says so", "graph 7", "2026-11-24"))
    holds(place.run("causes", "--text", "-").out, "on 2026-11-24 (evidence graph 7)")
    place.write("other.causes", "F1: something else\n")
    holds(place.run("causes", "--take", "other.causes").err, "0 new, 1 changed; postmortem undo takes it back")


@case
def a_circle_in_one_review_leaves_the_others_to_be_compared(place):
    place.init()
    for name, text in (("PM1", CIRCLE), ("PM2", "o outcome onset: it broke\no = a & b\na: x\n  shared: no guard\nb: y\n")):
        expect(place.run("new", "It broke"), 0)
        place.run("causes", name, "--take", place.write(name + ".causes", text))
    result = place.run("causes", "--across")
    holds(result.out, "no guard: 1 of 1 incidents")
    holds(result.err, "PM1")

main()
