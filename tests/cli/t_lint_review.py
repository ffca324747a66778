"""The guard in the record: reviews looked at field by field, and what becomes of what it finds."""
import fcntl
import pty

from harness import *

BY = {"POSTMORTEM_BY": "note-taker"}
ROLLBACK = "The on-call should have rolled back sooner."
HINDSIGHT = "In hindsight the graph at 09:40 shows the leak."


def review(place):
    """PM1 with one sentence in an event, one in a factor, one as somebody said it."""
    place.init()
    for call in (("new", "Orders could not be placed", "--day", "2026-11-22"),
                 ("event", "10:02 " + ROLLBACK, "--kind", "note"),
                 ("factor", "One pool serves both.", "--detail", "It was bound to happen."),
                 ("say", "saw", ROLLBACK, "--quote"),
                 ("item", "A pool of its own for checkout.", "--detail", HINDSIGHT)):
        add(place, *call)
    return place


def add(place, *call):
    result = place.run(*call, env=BY)
    expect(result, 0)
    return result.out.strip()


def lint(place, *call, code=0):
    result = place.run("lint", *call, "--json", "--fail", "never", env=BY)
    expect(result, code)
    return result.rows()


def first(place, *call):
    return [one for one in lint(place, *call) if one["first"]]


def on_a_terminal(place, *call):
    """What the call says on standard error, which is a terminal; standard output is a pipe."""
    try:
        ours, theirs = pty.openpty()
    except OSError as problem:
        raise Skipped(f"no terminal can be made here: {problem}") from problem
    done = subprocess.run([PROGRAM, "-C", place.workspace, *call], stdout=subprocess.PIPE, stderr=theirs,
                          stdin=subprocess.DEVNULL, check=False)
    os.close(theirs)
    fcntl.fcntl(ours, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        said = os.read(ours, 65536).decode()
    except OSError:
        said = ""
    os.close(ours)
    return done.returncode, done.stdout.decode(), said


# ---- which texts ----

@case
def N3_a_review_is_looked_at_field_by_field(place):
    review(place)
    found = first(place, "PM1")
    equal([(one["review"], one["entry"], one["part"], one["class"], one["level"]) for one in found],
          [("PM1", "E1", "what", "counterfactual", "warning"), ("PM1", "F1", "detail", "hindsight", "warning"),
           ("PM1", "I1", "detail", "hindsight", "offer")])
    equal(ROLLBACK[found[0]["start"]:found[0]["end"]], found[0]["text"])
    expect(place.run("lint", "PM1"), 1)
    expect(place.run("lint", "PM1", "--fail", "never"), 0)


@case
def one_entry_alone_is_looked_at(place):
    review(place)
    equal([one["entry"] for one in first(place, "PM1", "E1")], ["E1"])
    equal([one["entry"] for one in first(place, "F1")], ["F1"])
    equal(lint(place, "PM1", "T1"), [])
    expect(place.run("lint", "PM1", "E9"), 3)
    expect(place.run("lint", "PM7"), 3)
    expect(place.run("lint", "PM1", "E1", "F1"), 2)


@case
def without_operands_every_open_review_is_looked_at(place):
    review(place)
    add(place, "new", "Search was slow", "--summary", "It was bound to happen.")
    add(place, "new", "A matter that was bound to happen", "--handed-to", "legal")
    add(place, "stage", "PM3", "handed-over")
    equal(sorted({one["review"] for one in first(place)}), ["PM1", "PM2"])
    equal({one["review"] for one in first(place, "PM3")}, {"PM3"})
    holds(place.run("lint").out, "PM1 E1 what:1:", "PM2 PM0 summary:1:", ROLLBACK)


@case
def a_file_that_is_named_as_a_review_is_a_file(place):
    review(place)
    place.write("PM1", "It was bound to happen.\n")
    equal([one["file"] for one in first(place, "PM1")], ["PM1"])


@case
def findings_in_reviews_are_told_in_every_form(place):
    review(place)
    log = place.run("lint", "PM1", "--sarif", "--fail", "never").json()
    equal({one["level"] for one in log["runs"][0]["results"]} >= {"warning"}, True)
    holds(place.run("lint", "PM1", "--github", "--fail", "never").out, "::warning ")
    mark = log["runs"][0]["results"][0]["partialFingerprints"]["ruleAndSentence/v1"]
    expect(place.run("lint", "PM1", "--set-aside", mark, "--why", 'our "R7" says so', env=BY), 0)
    log = place.run("lint", "PM1", "--sarif", "--fail", "never").json()
    equal(log["runs"][0]["results"][0]["suppressions"], [{"kind": "external", "justification": 'our "R7" says so'}])


@case
def what_a_review_knows_decides_who_acts(place):
    place.init()
    add(place, "new", "Orders could not be placed", "--day", "2026-11-22", "--components", "operator")
    add(place, "person", "--role", "dba", "--name", "Mirela Zand", "--parts", "participant")
    add(place, "event", "10:02 Mirela failed to notice the alarm.")
    add(place, "event", "10:03 The operator failed to respond to the API server.")
    equal([one["entry"] for one in first(place, "PM1")], ["E1"])


@case
def settings_of_the_workspace_hold_for_reviews(place):
    review(place)
    place.write("ws/.postmortem-guard", "off CF asked about in the meeting\n")
    equal([one["entry"] for one in first(place, "PM1")], ["F1", "I1"])
    place.write("ws/.postmortem-guard", "off XX9 no such rule\n")
    result = place.run("lint", "PM1")
    expect(result, 5)
    holds(result.err, ".postmortem-guard:1")


# ---- answers ----

@case
def a_reason_sets_a_sentence_aside_until_it_changes(place):
    review(place)
    found = first(place, "PM1", "E1")[0]
    expect(place.run("lint", "PM1", "--set-aside", found["fingerprint"]), 2)
    expect(place.run("lint", "PM1", "--set-aside", "0" * 16, "--why", "x"), 3)
    result = place.run("lint", "PM1", "--set-aside", found["fingerprint"], "--why", "the plan asks for it", env=BY)
    expect(result, 0)
    equal(result.out, "PM1\n")
    equal(lint(place, "PM1", "E1"), [])
    aside = place.run("show", "PM1", "PM0", "--json").json()["body"]["set_aside"]
    equal(aside, [f"{found['fingerprint']} {found['rule']} the plan asks for it \"{ROLLBACK}\""])
    add(place, "edit", "E1", "--what", "The on-call should have rolled back later.")
    equal(len(first(place, "PM1", "E1")), 1)
    add(place, "edit", "E1", "--what", "**The on-call** should   have rolled back sooner.")
    equal(lint(place, "PM1", "E1"), [])


@case
def setting_aside_is_a_change_like_any_other(place):
    review(place)
    found = first(place, "PM1", "E1")[0]
    add(place, "lint", "PM1", "--set-aside", found["fingerprint"], "--why", "the plan asks for it")
    change = place.run("history", "PM1", "--json").rows()[-1]
    equal((change["id"], change["by"], change["why"]), ("PM0", "note-taker", "the plan asks for it"))
    report = place.path("report.md")
    expect(place.run("report", "PM1", "--for", "team", "-o", report), 0)
    with open(report, encoding="utf-8") as text:
        equal("the plan asks for it" in text.read(), False)
    bundle = place.path("one.pmreview")
    expect(place.run("export", "PM1", "-o", bundle), 0)
    there = Place(place.path("there"))
    os.mkdir(there.folder)
    there.init()
    expect(there.run("import", bundle), 0)
    equal(lint(there, "PM1", "E1"), [])
    add(place, "undo")
    equal(len(first(place, "PM1", "E1")), 1)


@case
def a_finding_becomes_a_question_for_the_meeting(place):
    review(place)
    found = first(place, "PM1", "F1")[0]
    for _ in range(2):
        equal(add(place, "lint", "PM1", "--ask", found["fingerprint"]), "Q1")
    question = place.run("show", "PM1", "Q1", "--json").json()["body"]
    equal(question, {"text": f"\"{found['text']}\": {found['question']}", "about": ["F1"], "state": "queued"})
    equal([one for one in first(place, "PM1") if one["entry"] == "Q1"], [])
    draft = place.write("draft.md", ROLLBACK + "\n")
    expect(place.run("lint", draft, "--ask", found["fingerprint"]), 2)


@case
def N2a2_hindsight_in_an_item_leads_to_the_wish_list(place):
    review(place)
    found = first(place, "PM1", "I1")[0]
    equal(found["level"], "offer")
    holds(place.run("lint", "PM1").out, found["record"])
    call = found["record"].replace('"..."', "leak-on-the-board").split()
    equal(call[0], "postmortem")
    add(place, *call[1:])
    wish = [one for one in place.run("show", "PM1", "--json").json()["entries"] if one["id"] == "T2"][0]["body"]
    equal((wish["code"], wish["about"]), ("wish", ["I1"]))
    equal("record" in first(place, "PM1", "F1")[0], False)


# ---- beside the work ----

@case
def N0_the_first_question_is_told_on_a_terminal_and_holds_nothing_up(place):
    review(place)
    code, out, said = on_a_terminal(place, "factor", "It was bound to happen.")
    equal((code, out), (0, "F2\n"))
    holds(said, "F2 text, \"", "bound to happen", "?", "postmortem explain HS")
    code, out, said = on_a_terminal(place, "item", HINDSIGHT)
    equal((code, out), (0, "I2\n"))
    holds(said, "postmortem say PM1 wish", "--about I2")
    quiet = place.run("factor", "It was bound to happen.", env=BY)
    equal((quiet.code, quiet.err), (0, ""))


@case
def ready_counts_open_sentences_as_advice(place):
    review(place)
    need = [one for one in place.run("ready", "PM1", "--stage", "publish", "--json").json()["needs"]
            if one["rule"] == "guard"]
    equal([(one["missing"], one["how"], one["advice"]) for one in need],
          [("2 sentences have a question of the guard that is open", "postmortem lint PM1", True)])
    equal("guard" in place.run("ready", "PM1", "--stage", "timeline").out, False)


@case
def N0_each_trap_has_its_way_out(place):
    rows = place.run("explain", "--json", workspace=False).rows()
    classes = [one for one in rows if "way_out" in one and "code" in one]
    equal(len(classes), 12)
    for one in classes:
        equal(all(one[member] for member in ("title", "why", "question", "way_out")), True)
        holds(place.run("explain", one["code"], workspace=False).out, one["title"])


@case
def X3_the_biases_are_explained_offline(place):
    for name, bias in (("hindsight", "Hindsight bias"), ("confirmation", "Confirmation bias"),
                       ("outcome", "Outcome bias")):
        result = place.run("explain", name, workspace=False)
        expect(result, 0)
        holds(" ".join(result.out.split()), bias)


main()
