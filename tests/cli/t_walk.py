"""Walks through reviews as a newcomer, a facilitator and an analyst take them."""
from harness import *


def review(place, *options):
    """A workspace with one review in Tokyo, PM1."""
    place.init()
    expect(place.run("new", "Partners could not sign in", "--day", "2026-03-14", "--zone", "Asia/Tokyo",
                     *options), 0)
    return place


def add(place, *call):
    result = place.run(*call)
    expect(result, 0)
    return result.out.strip()


def lacks(text, *parts):
    for part in parts:
        if part in text:
            raise AssertionError(f"{part!r} is in: {text[-1500:]}")


def rules(place):
    return {row["rule"] for row in place.run("ready", "--json").rows()}


@case
def nothing_at_all_is_no_entry(place):
    review(place)
    for command in ("event", "item", "factor", "hypothesis"):
        result = place.run(command, "PM1", "")
        expect(result, 2)
        holds(result.err, "wants to know something")
    lacks(place.run("show", "PM1").out, "E1", "I1", "F1", "H1")


@case
def P1a_an_entry_shows_the_day_and_the_bounds_of_its_time(place):
    review(place)
    place.write("told.txt", "23:59:59 the certificate ends\n00:00~1m sign-in is refused\n00:40? the job writes it\n")
    add(place, "event", "--from-file", place.path("told.txt"))
    add(place, "event", "E1+4m the first call")
    holds(place.run("show", "PM1", "E2").out, "that is: 2026-03-14 23:59 to 2026-03-15 00:01 (Asia/Tokyo)")
    holds(place.run("show", "PM1", "E4").out, "that is: 2026-03-15 00:03:59 (Asia/Tokyo)")
    listed = place.run("show", "PM1").out
    holds(listed, "about 23:59 to 2026-03-15 00:01", "00:40 (?)")


@case
def P1_what_was_told_about_an_event_is_its_source(place):
    review(place, "--sort", "near-miss")
    add(place, "event", "00:04 sign-in is refused", "--kind", "impact.start")
    add(place, "stage", "timeline")
    holds(place.run("ready").out, "PM1 E1 --says T1")
    for code in ("thought", "surprise"):
        add(place, "say", code, "a clock on their side", "--about", "E1")
        holds(place.run("ready").out, "anchors rest on events without evidence or statement: E1")
    told = add(place, "say", "saw", "the first call was at four past", "--about", "E1")
    lacks(place.run("ready").out, "without evidence or statement")
    report = place.run("report", "-f", "markdown", "-o", "-").out
    holds(report, f"| sign-in is refused | {told} |", "events 1, with evidence or a statement 1")
    add(place, "edit", told, "--withdrawn")
    holds(place.run("ready").out, "without evidence or statement")


@case
def P0_going_on_tells_what_is_still_missing(place):
    review(place)
    result = place.run("stage", "timeline")
    expect(result, 0)
    holds(result.err, "still missing up to here: postmortem ready PM1")
    equal(place.run("stage", "discuss", "-q").err, "")


@case
def N2a_the_record_as_known_asks_for_nothing(place):
    review(place)
    add(place, "event", "00:04 sign-in is refused", "--kind", "impact.start")
    add(place, "event", "00:05 a partner calls", "--kind", "report")
    holds(place.run("show", "PM1").out, "\nNext\n")
    then = place.run("show", "PM1", "--as-known", "00:04")
    lacks(then.out, "Next", "missing", "postmortem ")
    holds(then.err, "1 entry came later and is not shown")


@case
def N2_the_helps_against_biases_work_together(place):
    """Forward order, nothing learnt later, both sides of an idea: on one and the same review."""
    review(place)
    add(place, "event", "10:30 the pool is made larger", "--kind", "act.fix", "--actor", "on-call engineer")
    add(place, "event", "09:40 a config reduces the pool", "--kind", "change.config", "--known", "11:00")
    add(place, "event", "10:02 sign-in is refused", "--kind", "impact.start")
    add(place, "hypothesis", "the index locks the table", "--raised", "10:10", "--support", "E3",
        "--role", "on-call engineer")
    # forwards, whatever the order of entry, on the terminal and in the report
    for text in (place.run("show", "PM1").out, place.run("report", "-f", "markdown", "-o", "-").out):
        text = text[text.index("\n## Timeline") if "\n## Timeline" in text else text.index("\nEvents"):]
        at = [text.index(words) for words in ("reduces the pool", "is refused", "made larger")]
        equal(at, sorted(at))
    # as known at 10:15: neither what was learnt later nor what came later; the idea as it was then
    then = place.run("show", "PM1", "--as-known", "10:15", "--json").json()
    equal(sorted(e["id"] for e in then["entries"] if e["id"][0] in "EH"), ["E3", "H1"])
    at_nine = place.run("show", "PM1", "--as-known", "10:05", "--json").json()
    equal([e["id"] for e in at_nine["entries"] if e["id"][0] in "EH"], ["E3"])
    # an idea that only has what speaks for it is asked about when it is closed, and stored all the same
    add(place, "edit", "H1", "--state", "kept")
    holds(place.run("show", "PM1", "H1").out.lower(), "worth asking", "what might have shown it wrong")
    add(place, "edit", "H1", "--against", "E1")
    lacks(place.run("show", "PM1", "H1").out, "Worth asking")
    equal(place.run("show", "PM1", "H1", "--json").json()["body"]["state"], "kept")


@case
def P1a_a_duration_without_an_end_has_no_invented_length(place):
    review(place)
    add(place, "event", "..2026-03-07 a customer could see a wrong note", "--kind", "impact.start")
    add(place, "event", "2026-03-12 06:00 a check logs mismatches", "--kind", "signal")
    add(place, "event", "2026-03-06 06:00 the row is looked at", "--kind", "detect")
    told = place.run("stats").out
    lacks(told, "106751", " -", "fewer than half")
    holds(told, "PM1     at least 4 d 06 h", "PM1     no earlier than 1 d 18 h before",
          "PM1     5 d 23 h 59 min to 6 d 00 h 01 min before")
    lengths = {row["length"]: row for row in place.run("stats", "--json").json()["lengths"]}
    equal(lengths["time to signal"]["points"][0]["most_s"], None)


@case
def D3e_a_tool_that_was_used_is_not_an_improvised_one(place):
    review(place)
    add(place, "event", "00:31 the renewal job is started", "--kind", "act.fix", "--tool", "renewal job")
    add(place, "event", "00:35 a loop in the shell asks every host", "--kind", "improv", "--tool", "shell loop")
    add(place, "say", "tool", "a one-liner", "--tool", "openssl s_client")
    tools = [row["value"] for row in place.run("stats", "--json").json()["tools"]]
    equal(sorted(tools), ["openssl s_client", "shell loop"])


@case
def an_actor_is_named_once(place):
    review(place)
    add(place, "event", "00:31 on-call engineer starts the job", "--actor", "on-call engineer", "--kind", "handover")
    add(place, "event", "00:32 the job waits", "--actor", "on-call engineer", "--kind", "handover")
    for text in (place.run("show", "PM1").out, place.run("report", "-f", "markdown", "-o", "-").out):
        holds(text, "the job waits (on-call engineer)")
        lacks(text, "starts the job (")


@case
def words_are_listed_once_in_help(place):
    for command in ("event", "item", "factor"):
        text = " ".join(place.run("help", command, workspace=False).out.split())
        lacks(text, "...:")
        equal(text.count("observation, testimony") <= 1, True)
        equal(text.count("idea, shaped") <= 1, True)


@case
def P1_a_12_hour_clock_is_never_half_a_day_off(place):
    review(place)
    for words in ("01:10 PM a call", "2026-03-14 01:10 p.m. a call", "1:10 pm: a call"):
        result = place.run("event", words)
        expect(result, 2)
        holds(result.err, "24-hour clock")
    place.write("told.txt", "9:05 a call\n01:10 PM another\n")
    result = place.run("event", "--from-file", place.path("told.txt"))
    expect(result, 5)
    holds(result.err, "told.txt:2: not placed", "24-hour clock", "1 line could not be placed")
    equal(add(place, "event", "9:05 a call"), "E1")
    at = place.run("show", "PM1", "E1", "--json").json()["body"]["at"]
    equal((at["raw"], at["earliest"]), ("9:05", "2026-03-14T00:05:00Z"))
    equal(add(place, "edit", "E1", "--at", "9:05~..9:30"), "E1")


@case
def P1a_an_hour_that_comes_twice_shows_both_offsets(place):
    place.init()
    expect(place.run("new", "x", "--day", "2026-10-25", "--zone", "Europe/Berlin"), 0)
    add(place, "event", "02:30 the job starts")
    holds(place.run("show", "PM1").out, "02:30 +02:00 to 02:30 +01:00")
    add(place, "event", "04:30~ the job ends")
    holds(place.run("show", "PM1").out, "04:25 to 04:35 ")


@case
def completion_knows_circles_depths_and_commands(place):
    script = place.write("c.bash", place.run("completion", "bash", workspace=False).raw)
    wanted = {"report --for p": "private public", "report --depth g": "gist", "help hyp": "hypothesis",
              "meeting rem": "remediation", "ready --stage cau": "causes", "stage dis": "discuss"}
    for line, words in wanted.items():
        ask = (f'source {script}; COMP_WORDS=(postmortem {line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); '
               '_postmortem; echo "${COMPREPLY[*]}"')
        done = subprocess.run(["bash", "-c", ask], stdout=subprocess.PIPE, check=True)
        equal(done.stdout.decode().strip(), words)


@case
def X2_a_root_cause_comes_in_as_one_condition_of_several(place):
    place.init()
    told = place.write("old.md", "# Search was slow on 12 March 2025\n\n## Root cause\n\n"
                       "The cache was cold after the restart.\n\n## Timeline (CET)\n\n- 12:05 searches slow down\n")
    result = place.run("import", told)
    expect(result, 0)
    holds(result.err, "Root cause", "one of several conditions", "?")
    holds(place.run("show", "PM1", "F1").out, "text: The cache was cold after the restart.")
    report = place.run("report", "-f", "markdown", "-o", "-").out
    holds(report, "## Contributing factors", "### F1 The cache was cold after the restart.")
    lacks(report.lower(), "root cause")


@case
def a_shared_name_is_one_in_letters_of_either_case(place):
    place.init()
    for number, name in enumerate(("One pool", "one pool"), 1):
        expect(place.run("new", f"Incident {number}", "--day", f"2030-05-0{number}"), 0)
        add(place, "factor", f"PM{number}", "a pool", "--shared", name)
    add(place, "item", "PM1", "Part the pools", "--breaks", "F1")
    stats = place.run("stats", "--json").json()
    equal([(row["value"], row["reviews"]) for row in stats["factors"]], [("One pool", ["PM1", "PM2"])])
    holds(place.run("stats").out, "open when the same factor took part again", "PM1 I1, then PM2")


@case
def refusals_are_sentences_with_a_subject(place):
    review(place)
    for call, said in ((["find"], "find needs WORDS..."), (["undo", "PM1", "x"], "undo does not take x"),
                       (["stage", "handed-over"], "postmortem edit --handed-to")):
        result = place.run(*call)
        expect(result, 2)
        holds(result.err, "postmortem: ", said)


@case
def an_editor_that_takes_the_form_away_changes_nothing(place):
    review(place)
    add(place, "event", "00:04 sign-in is refused")
    editor = place.write("editor", "#!/bin/sh\nrm \"$1\"\n")
    os.chmod(editor, 0o755)
    result = place.run("edit", "E1", env={"VISUAL": editor})
    expect(result, 3)
    lacks(result.err, "your text is kept")
    equal(place.run("show", "PM1", "E1", "--json").json()["version"], 1)


main()
