"""`lint` and `explain`: what they read, what they tell and in which form, settings, what is set aside.

Which sentences are asked about is for tests/language; here a few plain ones stand for all.
"""
import codecs
import re

from harness import *

GOLDEN = os.path.join(ROOT, "tests", "cli", "golden")
SHOULD = "The alert should have fired at 10:05."
PLAIN = "The request failed to connect.\n"
DRAFT = """# Findings

\tThe team met at noon.

The \u65e5\u672c\u8a9e pager, at a price, should have rung.\tLunch was late.

- In hindsight the graph of the pool showed it.

## Action items

- With hindsight, which graph would have helped the on-call, and by when?
"""


def lint(place, *arguments, **also):
    return place.run("lint", *arguments, workspace=False, **also)


def rules_of(place, names):
    return {row["rule"]: row for row in place.run("explain", "--json", *sorted(names), workspace=False).rows()}


def without_rules_words(place, result):
    """Output with titles and the like as {why of CF01}: they may be worded anew."""
    out = result.out
    rows = lint(place, "--json", "--level", "note", "draft.md").rows()
    for rule, row in rules_of(place, {row["rule"] for row in rows}).items():
        for before, member in ((": ", "title"), ("", "why"), ("", "question")):
            words, name = before + row[member], "{%s of %s}" % (member, rule)
            out = out.replace(words, before + name).replace(json.dumps(words)[1:-1], before + name)
            out = out.replace(words.replace(":", "%3A").replace(",", "%2C"), before.replace(":", "%3A") + name)
    for row in rows:
        out = out.replace(row["question"], "{question of the field}").replace(
            json.dumps(row["question"])[1:-1], "{question of the field}")
    return out


def golden(name, got):
    path = os.path.join(GOLDEN, name)
    if os.environ.get("UPDATE"):
        with open(path, "w", encoding="utf-8") as target:
            target.write(got)
    with open(path, encoding="utf-8") as source:
        equal(got, source.read())


@case
def forms_are_as_they_were(place):
    place.write("draft.md", DRAFT)
    for name, options in (("lint.txt", []), ("lint.jsonl", ["--json"]), ("lint.github", ["--github"]),
                          ("lint.colour", ["--color", "always"])):
        result = lint(place, *options, "draft.md")
        expect(result, 1)
        golden(name, without_rules_words(place, result))


@case
def sarif_is_as_it_was(place):
    place.write("draft.md", DRAFT)
    run = lint(place, "--sarif", "draft.md").json()["runs"][0]
    for one in run["results"]:
        del one["ruleIndex"]
        one["message"]["text"] = "{why and question}"
    golden("lint.sarif", json.dumps(run["results"], indent=1, ensure_ascii=False) + "\n")


@case
def places_are_those_of_the_words(place):
    for ending in ("\n", "\r\n"):
        raw = DRAFT.replace("\n", ending).encode()
        place.write("draft.md", raw)
        rows = lint(place, "--json", "--level", "note", "draft.md").rows()
        if not rows:
            raise AssertionError("nothing was found")
        text = raw.decode()
        for row in rows:
            equal(raw[row["start"]:row["end"]].decode(), row["text"])
            units = text.encode("utf-16-le")
            equal(units[2 * row["utf16"]["start"]:2 * row["utf16"]["end"]].decode("utf-16-le"), row["text"])
            line = text.split("\n")[row["line"] - 1]
            equal(line[row["column"] - 1:row["end_column"] - 1], row["text"])
            if not row["sentence"]["start"] <= row["start"] < row["end"] <= row["sentence"]["end"]:
                raise AssertionError(row)


@case
def levels_decide_what_is_told_and_the_exit_code(place):
    place.write("warn.md", SHOULD + "\n")
    place.write("plain.md", PLAIN)
    expect(lint(place, "warn.md"), 1)
    expect(lint(place, "plain.md"), 0)
    expect(lint(place, "--fail", "never", "warn.md"), 0)
    equal(lint(place, "--level", "warning", "warn.md").out.count("warning"), 1)
    offer = lint(place, "--field", "remediation", "--json", "warn.md")
    expect(offer, 0)
    equal([row["level"] for row in offer.rows()], ["offer"])
    expect(lint(place, "--field", "remediation", "--fail", "offer", "warn.md"), 1)
    equal(lint(place, "--field", "remediation", "--level", "hint", "--json", "warn.md").out, "")
    equal(lint(place, "--field", "quotation", "--json", "warn.md").out, "")


@case
def one_finding_a_sentence_unless_every_is_asked_for(place):
    place.write("two.md", "In hindsight the alert should have fired.\n")
    told = lint(place, "two.md").out.count("two.md:")
    every = lint(place, "--every", "two.md").out.count("two.md:")
    rows = lint(place, "--json", "two.md").rows()
    equal((told, every), (1, len(rows)))
    equal([row["first"] for row in rows].count(True), 1)
    if len(rows) < 2:
        raise AssertionError(rows)
    expect(lint(place, "--write-baseline", "--why", "as it was said", "two.md"), 0)
    holds(lint(place, "two.md").err, "0 warnings", ", 1 set aside")
    holds(lint(place, "--every", "two.md").err, f", {len(rows)} set aside")


@case
def folders_are_walked_in_order(place):
    for name in ("b.md", "a.markdown", "sub/c.txt", "sub/d.rst", "e.adoc", "f.mdx", ".hidden/g.md", ".h.md",
                 "node_modules/h.md", "i.c", "sub/deep/er/j.md"):
        place.write(name, SHOULD + "\n")
    os.symlink(place.path("b.md"), place.path("link.md"))
    names = [row["file"] for row in lint(place, "--json", ".").rows()]
    equal(names, ["a.markdown", "b.md", "e.adoc", "f.mdx", "sub/c.txt", "sub/d.rst", "sub/deep/er/j.md"])
    os.symlink("sub/deep", place.path("folder"))
    os.symlink("..", place.path("sub", "deep", "loop"))
    equal([row["file"] for row in lint(place, "--json", "folder").rows()], ["folder/er/j.md"])
    names = [row["file"] for row in lint(place, "--json", "sub/", "i.c", "link.md", ".h.md").rows()]
    equal(names, ["sub/c.txt", "sub/d.rst", "sub/deep/er/j.md", "i.c", "link.md", ".h.md"])
    equal(lint(place, ".").out, lint(place, ".").out)


@case
def standard_input_is_a_text(place):
    result = lint(place, "--json", "-", stdin=SHOULD.encode())
    expect(result, 1)
    equal([row["file"] for row in result.rows()], ["-"])
    expect(lint(place, "-", stdin=b""), 0)


@case
def one_bad_file_does_not_stop_the_others(place):
    place.write("good.md", SHOULD + "\n")
    os.mkfifo(place.path("pipe"))
    os.makedirs(place.path("closed"))
    os.chmod(place.path("closed"), 0)
    result = lint(place, "absent.md", "pipe", "good.md")
    expect(result, 3)
    holds(result.err, "absent.md", "pipe: is no file", "1 warning")
    holds(result.out, "good.md:1:")
    if os.geteuid() != 0:
        result = lint(place, "closed", "good.md")
        expect(result, 4)
        holds(result.out, "good.md:1:")
    os.chmod(place.path("closed"), 0o700)


@case
def what_is_not_utf8_is_told(place):
    for words in (codecs.BOM_UTF16_LE + SHOULD.encode("utf-16-le"), codecs.BOM_UTF16_BE + SHOULD.encode("utf-16-be")):
        place.write("wide.md", words)
        place.write("good.md", SHOULD + "\n")
        result = lint(place, "wide.md", "good.md")
        expect(result, 5)
        holds(result.err, "wide.md: is UTF-16", "1 warning")
        result = lint(place, "-", stdin=words)
        expect(result, 5)
        holds(result.err, "standard input: is UTF-16")


@case
def lines_end_in_any_way(place):
    for ending in ("\n", "\r\n", "\r"):
        place.write("a.md", f"It was noon.{ending}{SHOULD}{ending}Lunch was late.{ending}")
        result = lint(place, "a.md")
        holds(result.out, "a.md:2:11: ", f"\n    {SHOULD}\n              ^")


@case
def any_bytes_will_do(place):
    hostile = {
        "nul.md": b"\0\0\0" + SHOULD.encode() + b"\0",
        "binary.md": bytes(range(256)) * 4000,
        "line.md": ("The pump runs at night. " * 42 + SHOULD + " ").encode() * 10000,
        "quotes.md": b">" * 100000 + SHOULD.encode(),
        "utf8.md": b"\xff\xfe\xc3(" + SHOULD.encode() + b" \xed\xa0\x80\n",
        "escape.md": b"\x1b[31m" + SHOULD.encode() + b"\x1b]0;title\x07\n",
        "empty.md": b"",
    }
    for name, content in hostile.items():
        place.write(name, content)
        for form in ([], ["--json"], ["--sarif"], ["--github"]):
            result = lint(place, *form, "--fail", "never", name, timeout=60)
            expect(result, 0)
            result.raw.decode("utf-8")
            if "--github" not in form and "\033" in result.out:
                raise AssertionError(f"{name} writes to the terminal")
            if form == ["--json"]:
                for row in result.rows():
                    content[row["start"]:row["end"]].decode("utf-8", "strict")


@case
def other_languages_are_named_and_left_alone(place):
    place.write("de.md", "Der Alarm kam um zehn nach zwei, und das Team hat den Dienst neu gestartet. "
                         "Danach war die Seite wieder da, aber die Ursache ist noch nicht bekannt.\n" * 4)
    result = lint(place, "de.md")
    expect(result, 0)
    holds(result.err, "de.md: not in English", "1 not in English")


@case
def wrong_calls_are_explained(place):
    place.write("a.md", PLAIN)
    for call, words in ((["--level", "loud", "a.md"], "--level wants"),
                        (["--level", "never", "a.md"], "--level wants"),
                        (["--fail", "off", "a.md"], "--fail wants"),
                        (["--field", "title", "a.md"], "--field wants one of event"),
                        (["--json", "--sarif", "a.md"], "only one of them"),
                        (["--set-aside", "12", "--why", "x", "a.md"], "is no fingerprint"),
                        (["--set-aside", "0123456789abcdef", "a.md"], "--why"),
                        (["--write-baseline", "--why", " ", "a.md"], "--why"),
                        (["--write-baseline", "--why", "two\nlines", "a.md"], "one line"),
                        (["--write-baseline", "--why", "an\033[31mescape", "a.md"], "one line"),
                        (["--write-baseline", "--why", b"no \xff UTF-8", "a.md"], "one line")):
        result = lint(place, *call)
        expect(result, 2)
        holds(result.err, words)


@case
def without_a_workspace_a_file_is_asked_for(place):
    result = lint(place)
    expect(result, 3)
    holds(result.err, "name a FILE, a DIR or -")


@case
def settings_are_those_above_the_text(place):
    os.makedirs(place.path("repo", ".git"))
    place.write("repo/docs/deep/a.md", SHOULD + "\n")
    place.write(".postmortem-guard", "off CF nobody reads this: it is above the repository\n")
    deep = place.path("repo", "docs", "deep")
    expect(lint(place, "repo/docs/deep/a.md"), 1)
    place.write("repo/.postmortem-guard", "off CF our reports use it for tests of links\n")
    expect(lint(place, "repo/docs/deep/a.md"), 0)
    expect(lint(place, "a.md", cwd=deep), 0)
    expect(lint(place, "-", cwd=deep, stdin=SHOULD.encode()), 0)
    place.write("repo/docs/.postmortem-guard", "level CF hint\n")
    equal([row["level"] for row in lint(place, "--json", "a.md", cwd=deep).rows()], ["hint"])
    place.write("own", "level CF note\n")
    equal([row["level"] for row in lint(place, "--json", "--level", "note", "--config", "own",
                                        "repo/docs/deep/a.md").rows()], ["note"])
    expect(lint(place, "--config", "absent", "repo/docs/deep/a.md"), 3)


@case
def a_line_that_is_not_understood_is_an_error(place):
    place.write("a.md", SHOULD + "\n")
    for line, words in (("off CF01", "off needs a reason"), ("of CF01 x", "a line is one of"),
                        ("level CF01 louder", "level wants"), ("off CF1 x", "no rule or class"),
                        ("off CF01 CF02 both", "one rule or class a line")):
        place.write(".postmortem-guard", "# settings\n" + line + "\n")
        result = lint(place, "--json", "a.md")
        expect(result, 5)
        equal(result.out, "")
        holds(result.err, ".postmortem-guard:2: ", words)
    place.write(".postmortem-guard", "baseline absent\n")
    result = lint(place, "a.md")
    expect(result, 3)
    holds(result.err, "absent", "no such baseline")


@case
def settings_pass_over_texts_and_know_names(place):
    for name in ("old/a.md", "new/b.md"):
        place.write(name, SHOULD + "\n")
    place.write(".postmortem-guard", "ignore old\n")
    result = lint(place, "--json", ".", "old/a.md")
    equal([row["file"] for row in result.rows()], ["new/b.md"])
    holds(result.err, "2 passed over by the settings")
    place.write(".postmortem-guard", "\ufeffoff\tCF\tour tests of links\r\nignore\t old\r\n")
    equal(lint(place, "--json", ".").out, "")
    place.write("c.md", "Zorblax forgot to drain the node.\n")
    place.write(".postmortem-guard", "person Zorblax\n")
    expect(lint(place, "c.md"), 1)
    place.write(".postmortem-guard", "component Zorblax\n")
    expect(lint(place, "c.md"), 0)


@case
def findings_are_set_aside_with_a_reason(place):
    place.write("docs/a.md", SHOULD + "\n\nNobody should have been paged.\n")
    rows = lint(place, "--json", "docs/a.md").rows()
    mark = rows[0]["fingerprint"]
    holds(lint(place, "docs/a.md").out, f"[{mark}]")
    result = lint(place, "--set-aside", mark, "--why", "rule R7 says so", "docs")
    expect(result, 0)
    holds(result.err, "set aside: 1; in ", "/docs/.postmortem-guard-baseline are now 1")
    baseline = place.path("docs", ".postmortem-guard-baseline")
    with open(baseline, encoding="utf-8") as source:
        equal(source.read().splitlines()[1], f"{mark}\t{rows[0]['rule']}\trule R7 says so\t{SHOULD[:60]}")
    left = [row["fingerprint"] for row in lint(place, "--json", "docs/a.md").rows()]
    equal(mark in left, False)
    place.write("docs/a.md", "Some words before.\n\n" + SHOULD.replace(" fired", "\nfired") + "\n")
    equal(lint(place, "--json", "docs/a.md").rows(), [])
    place.write("docs/a.md", SHOULD.replace("fired", "rung") + "\n")
    equal(len(lint(place, "--json", "docs/a.md").rows()), 1)
    result = lint(place, "--set-aside", "0123456789abcdef", "--why", "x", "docs")
    expect(result, 3)
    holds(result.err, "no finding here has that fingerprint")


@case
def a_baseline_takes_all_that_is_there(place):
    for name in ("a.md", "b.md", "c.md"):
        place.write(name, f"The {name[0]} alert should have fired.\n")
    result = lint(place, "--write-baseline", "--why", "older than the guard", "--baseline", "aside", ".")
    expect(result, 0)
    holds(result.err, "set aside: 3; in aside are now 3")
    holds(lint(place, "--write-baseline", "--why", "x", "--baseline", "aside", ".").err, "nothing is left to set aside")
    result = lint(place, "--baseline", "aside", ".")
    expect(result, 0)
    holds(result.err, "3 set aside")
    expect(lint(place, "."), 1)
    with open(place.path("aside"), encoding="utf-8") as source:
        lines = source.read().splitlines()
    equal(lines[1:], sorted(lines[1:]))
    place.write(".postmortem-guard", "baseline aside\n")
    expect(lint(place, "."), 0)
    for line, words in (("x\ty\tz", "with tabs"), ("zz\tCF01\tr\tw", "no fingerprint"),
                        ("0123456789abcdef\tCF999\tr\tw", "no such rule"),
                        ("0123456789abcdef\tCF01\t\tw", "a reason is missing")):
        place.write("aside", "# x\n" + line + "\n")
        result = lint(place, ".")
        expect(result, 5)
        holds(result.err, "aside:2: ", words)


@case
def what_others_set_aside_meanwhile_stays(place):
    count = 12
    place.write("a.md", "".join(f"The number {n} alert should have fired.\n\n" for n in range(count)))
    place.write(".postmortem-guard-baseline", "\ufeff# ours\r\n")
    os.chmod(place.path(".postmortem-guard-baseline"), 0o664)
    marks = [row["fingerprint"] for row in lint(place, "--json", "a.md").rows()]
    running = [subprocess.Popen([PROGRAM, "lint", "--set-aside", mark, "--why", "R7 says so", "a.md"], cwd=place.folder,
                                stderr=subprocess.DEVNULL) for mark in marks]
    equal([one.wait() for one in running], [0] * count)
    equal(lint(place, "--json", "a.md").out, "")
    with open(place.path(".postmortem-guard-baseline"), encoding="utf-8") as source:
        equal(source.readline(), "# ours\n")
    equal(os.stat(place.path(".postmortem-guard-baseline")).st_mode & 0o777, 0o664)
    equal(sorted(name for name in os.listdir(place.folder) if name.startswith(".post")), [".postmortem-guard-baseline"])
    place.write("b.md", SHOULD + "\n")
    os.symlink("elsewhere", place.path("link"))
    result = lint(place, "--write-baseline", "--why", "x", "--baseline", "link", "b.md")
    equal(result.code in (3, 5), True)
    equal(os.path.islink(place.path("link")), True)


@case
def a_remark_that_is_not_understood_is_told(place):
    place.write("a.md", "<!-- guard: off CF999 because -->\n" + SHOULD + "\n")
    result = lint(place, "a.md")
    expect(result, 5)
    holds(result.err, "a.md:1: ")
    holds(result.out, "a.md:2:")
    place.write("a.md", "<!-- guard: off CF the rule says so -->\n" + SHOULD + "\n")
    result = lint(place, "a.md")
    expect(result, 0)
    holds(result.err, "1 set aside")


@case
def names_and_texts_cannot_write_to_the_terminal(place):
    place.write("a\n\033[2Jb.md", SHOULD + "\n")
    for form in ([], ["--sarif"], ["--json"], ["--github"]):
        result = lint(place, *form, ".")
        if "\033" in result.out + result.err:
            raise AssertionError(f"{form} passes an escape on")


@case
def a_failing_disk_is_told_and_keeps_the_baseline(place):
    """Needs a program built with -Dfaults=true: script/test sanitizers has it."""
    if place.run("init", env={"POSTMORTEM_FAULT": "any:1:EIO"}).code == 0:
        raise Skipped("this program is built without -Dfaults=true")
    place.write("docs/a.md", SHOULD + "\n")
    mark = lint(place, "--json", "docs/a.md").rows()[0]["fingerprint"]
    baseline = place.write("aside", f"{'0' * 16}\tCF01\ta reason\twords\n")
    with open(baseline, encoding="utf-8") as source:
        before = source.read()
    for point, answer in ((point, answer) for point in range(1, 45)
                          for answer in (["--set-aside", mark], ["--write-baseline"])):
        place.write("aside", before)
        result = lint(place, "--baseline", "aside", *answer, "--why", "R7 says so", "docs",
                      env={"POSTMORTEM_FAULT": f"any:{point}:EIO"})
        with open(baseline, encoding="utf-8") as source:
            after = source.read()
        if result.code not in (0, 3, 4) or before not in after or (result.code == 0 and mark not in after):
            raise AssertionError(f"call {point}, {answer[0]}: {result.code} {result.err} left {after!r}")
        left = [name for name in os.listdir(place.folder) if name.startswith("aside.")]
        equal(left, [])


@case
def completion_knows_levels_fields_and_classes(place):
    script = place.write("c.bash", place.run("completion", "bash", workspace=False).raw)
    for line, words in {"lint --fail n": "note never", "lint --field e": "event", "lint --level h": "hint",
                        "explain hu": "human-error"}.items():
        ask = (f'source {script}; COMP_WORDS=(postmortem {line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); '
               '_postmortem; echo "${COMPREPLY[*]}"')
        done = subprocess.run(["bash", "-c", ask], stdout=subprocess.PIPE, check=True)
        equal(done.stdout.decode().strip(), words)


@case
def N0_explain_tells_what_a_review_does_not_look_for(place):
    result = place.run("explain", workspace=False)
    expect(result, 0)
    holds(result.out, "What a review does not look for", "predictable", "Who is to blame")
    rows = place.run("explain", "--json", workspace=False).rows()
    equal(len([row for row in rows if "not_looked_for" in row]), 6)
    equal(len([row for row in rows if "code" in row]), 12)


def heard(place, text, *classes):
    """The guard asks about the text with one of these classes; explain has that rule and example."""
    place.write("one.md", text + "\n")
    rows = lint(place, "--json", "one.md").rows()
    if not [row for row in rows if row["class"] in classes]:
        raise AssertionError(f"{text}: {[(row['rule'], row['class']) for row in rows]}")
    for row in rows:
        about = place.run("explain", row["rule"], workspace=False)
        expect(about, 0)
        equal([line for line in about.out.splitlines()[1:] if len(line) > 80], [])
        holds(about.out, row["rule"], "Asks about", "Stays quiet on", "Way out", "Speaks in")


@case
def N2a1_claims_of_predictability_get_a_question(place):
    heard(place, "It was bound to happen.", "hindsight")
    heard(place, "This was an accident waiting to happen.", "hindsight")


@case
def N2a2_hindsight_is_welcome_in_remediation(place):
    place.write("one.md", "In hindsight the graph shows the leak.\n")
    rows = lint(place, "--json", "--field", "remediation", "one.md").rows()
    equal([(row["class"], row["level"]) for row in rows], [("hindsight", "offer")])
    expect(lint(place, "--field", "remediation", "one.md"), 0)


@case
def N3_counterfactuals_get_a_question(place):
    heard(place, "A canary would have caught it.", "counterfactual")
    place.write("one.md", "The job would restart every minute.\n")
    equal(lint(place, "--json", "one.md").out, "")


@case
def N3b_should_have_could_have_failed_to(place):
    heard(place, "The on-call should have rolled back sooner.", "counterfactual")
    heard(place, "We could easily have caught this in staging.", "counterfactual")
    heard(place, "The operator failed to notice the alarm.", "counterfactual")
    place.write("one.md", PLAIN)
    equal(lint(place, "--json", "one.md").out, "")


@case
def N4_one_thing_different_gets_a_question(place):
    heard(place, "All it took was one flag.", "one-thing-different", "single-cause")


@case
def X3_the_biases_are_explained(place):
    for word in ("hindsight", "outcome", "confirmation", "counterfactual", "attribution", "hindsight-bias"):
        result = place.run("explain", word, workspace=False)
        expect(result, 0)
        holds(result.out, "Bias ", "Way out", "Rules")
    result = place.run("explain", "nonsense", workspace=False)
    expect(result, 2)
    holds(result.err, "no rule, class or bias")


@case
def the_draft_of_the_example_is_asked_about(place):
    path = os.path.join(ROOT, "examples", "orders-api-review", "draft.md")
    result = lint(place, "--json", path)
    expect(result, 1)
    told = {row["class"] for row in result.rows()}
    for wanted in ("single-cause", "counterfactual", "hindsight", "human-error", "weak-remedy"):
        if wanted not in told:
            raise AssertionError(f"{wanted} is not in {sorted(told)}")
    texts = " ".join(row["text"] for row in result.rows())
    if re.search("failed with|failed to connect|refuses", texts):
        raise AssertionError(texts)


main()
