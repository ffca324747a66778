"""The language server: findings, actions on them, and that an edited document is as a new one."""
from harness import *
from lsp_client import *
from lsp_typing import *

# ---- findings ----


def applied(text, edits, encoding):
    """A text after the edits of an answer, which are one here."""
    [edit] = edits
    start, end = (index_of(text, edit["range"][side], encoding) for side in ("start", "end"))
    return text[:start] + edit["newText"] + text[end:]


def everywhere(text, encoding):
    return {"start": {"line": 0, "character": 0}, "end": position(text, len(text), encoding)}


def action(it, text, title, uri=URI):
    """The first action whose title begins so."""
    actions = it.actions(uri, everywhere(text, it.encoding))
    return next(action for action in actions if action["title"].startswith(title))


@case
def findings_come_with_their_version(place):
    with client(place) as it:
        it.start()
        [found] = it.open(URI, REVIEW, 7)
        equal((found["code"][:2], found["source"], found["severity"]), ("CF", "postmortem", 2))
        holds(found["message"], "?")
        assert re.fullmatch("[0-9a-f]{16}", found["data"]), found["data"]
        holds(FOUND, covered(REVIEW, found["range"], it.encoding))
        it.change(URI, 8, {"text": "Nothing.\n"})
        equal(it.published(URI, 8), [])
        it.change(URI, 9, {"text": REVIEW}, inserted("", {"line": 0, "character": 0}, "One.\n\n"))
        [moved] = it.published(URI, 9)
        equal(moved["range"]["start"]["line"], found["range"]["start"]["line"] + 2)
        equal(moved["data"], found["data"])
        it.close(URI)
        equal(it.published(URI, 9), [])
        it.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
        refused(-32803, it.hover, URI, {"line": 0, "character": 0})
        equal(it.stop(), 0)


@case
def places_are_right_in_any_encoding_and_line_break(place):
    for offered in (["utf-8"], ["utf-16"]):
        with client(place) as it:
            it.start(offered)
            for end in ("\n", "\r\n", "\r"):
                text = f"# Analysis{end}{end}Caf\u00e9 \U0001f44d\U0001f3fd said nothing. {FOUND}{end}{end}{FOUND[:-1]} at 10:00.{end}"
                found = it.open(URI, text)
                equal(len(found), 2)
                words = {covered(text, one["range"], it.encoding) for one in found}
                equal(len(words), 1)
                holds(FOUND, words.pop())
                it.close(URI)
                it.published(URI, 1)
            equal(it.stop(), 0)


@case
def a_place_outside_of_the_text_is_its_nearest(place):
    far = 2 ** 40
    with client(place) as it:
        it.start()
        it.open(URI, "")
        version = 1
        for line, character, before, after in (
                (0, 2, "a", "\U0001f44db\n\ncd"), (0, far, "a\U0001f44db", "\n\ncd"), (2, 1, "a\U0001f44db\n\nc", "d"),
                (2, far, "a\U0001f44db\n\ncd", ""), (far, 0, "a\U0001f44db\n\ncd", ""), (1, 1, "a\U0001f44db\n", "\ncd"),
                (0, 5, "ab", "\r\n\r\ncd"), (1, 5, "ab\r\n", "\r\ncd"), (1, 5, "ab\r", "\rcd")):
            version += 1
            at = {"line": line, "character": character}
            it.change(URI, version, {"text": before + after}, {"range": {"start": at, "end": at}, "text": f" {FOUND} "})
            equal(it.published(URI, version), fresh(it, f"{before} {FOUND} {after}"))
        version += 1  # an end before its start
        it.change(URI, version, {"text": "abc"}, {"range": {"start": {"line": 0, "character": 2},
                                                            "end": {"line": 0, "character": 1}}, "text": f" {FOUND} "})
        equal(it.published(URI, version), fresh(it, f"ab {FOUND} c"))
        equal(it.stop(), 0)


@case
def notes_are_told_when_asked_for(place):
    counts = []
    rules = os.path.join(ROOT, "data", "guard", "rules")
    words = "".join(open(os.path.join(rules, name)).read() for name in sorted(os.listdir(rules)))
    text = HEAD + "\n\n".join(re.findall(r"^ +hit +(.*)$", words, re.M)) + "\n"
    for options in (None, {"notes": False}, {"notes": True}):
        with client(place) as it:
            it.start(options=options)
            counts.append(len(it.open(URI, text)))
            equal(it.stop(), 0)
    equal(counts[0], counts[1])
    assert counts[1] < counts[2], counts


@case
def a_client_that_pulls_is_answered_and_not_pushed(place):
    with client(place) as it:
        capabilities = it.start(text={"diagnostic": {}}, workspace={"diagnostics": {"refreshSupport": True}})["capabilities"]
        equal(capabilities["diagnosticProvider"]["workspaceDiagnostics"], False)
        it.notify("textDocument/didOpen", {"textDocument": {"uri": URI, "version": 1, "text": REVIEW}})
        report = it.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        equal((report["kind"], len(report["items"])), ("full", 1))
        it.change(URI, 2, {"text": "Nothing.\n"})
        equal(it.request("textDocument/diagnostic", {"textDocument": {"uri": URI}})["items"], [])
        it.notify("workspace/didChangeWatchedFiles", {"changes": []})
        it.send({"jsonrpc": "2.0", "id": it.called("workspace/diagnostic/refresh")["id"], "result": None})
        refused(-32602, it.request, "textDocument/diagnostic", {})
        refused(-32803, it.request, "textDocument/diagnostic", {"textDocument": {"uri": "file:///other"}})
        equal(it.calls, [])
        equal(it.stop(), 0)


@case
def pointing_at_words_shows_the_question_and_the_way_out(place):
    for text, kind in ((None, "markdown"), ({"hover": {"contentFormat": ["plaintext"]}}, "plaintext"),
                       ({"hover": {"contentFormat": ["markdown", "plaintext"]}}, "markdown")):
        with client(place) as it:
            it.start(text=text)
            [found] = it.open(URI, REVIEW)
            shown = it.hover(URI, found["range"]["start"])
            equal((shown["contents"]["kind"], shown["range"]), (kind, found["range"]))
            question = found["message"].split("\n")[0]
            holds(shown["contents"]["value"], question, "Way out", found["code"])
            equal("**" in shown["contents"]["value"], kind == "markdown")
            equal(it.hover(URI, position(REVIEW, len(REVIEW) - 3, it.encoding)), None)
            refused(-32602, it.request, "textDocument/hover", {"textDocument": {"uri": URI}})
            equal(it.stop(), 0)


@case
def a_question_goes_to_the_meeting(place):
    with client(place) as it:
        it.start()
        for text in (REVIEW, REVIEW.rstrip("\n"), REVIEW.replace("\n", "\r\n"), REVIEW + "\n\n\n"):
            end = "\r\n" if "\r\n" in text else "\n"
            [found] = it.open(URI, text)
            once = applied(text, action(it, text, "Turn")["edit"]["changes"][URI], it.encoding)
            equal(once.replace(end, "").count("\n"), 0)
            question = found["message"].split("\n")[0]
            wanted = f"{text.rstrip()}{end}{end}## Questions for the meeting{end}{end}- {question} (about: \"{FOUND}\")"
            equal(once.rstrip(), wanted)
            equal(len(it.open(URI, once)), 1)  # the question is quiet itself
            twice = applied(once, action(it, once, "Turn")["edit"]["changes"][URI], it.encoding)
            equal(twice.rstrip(), wanted + wanted[wanted.rindex(f"{end}- "):])
            more = f"{once.rstrip()}{end}{end}## Links{end}{end}None.{end}"
            it.open(URI, more)
            equal(applied(more, action(it, more, "Turn")["edit"]["changes"][URI], it.encoding),
                  more.replace(f"{end}{end}## Links", f"{wanted[wanted.rindex(f'{end}- '):]}{end}{end}## Links"))
        long = HEAD + FOUND[:-1] + " in \u201croom 7\u201d and \U0001f44d" * 40 + ".\n"
        it.open(URI, long)
        last = applied(long, action(it, long, "Turn")["edit"]["changes"][URI], it.encoding).splitlines()[-1]
        assert len(last) < 400, last
        equal(it.stop(), 0)


@case
def a_remark_sets_a_rule_aside_for_its_block(place):
    with client(place) as it:
        it.start(workspace={"workspaceEdit": {"documentChanges": True}})
        for text in (REVIEW, f"{HEAD}- {FOUND}\n- {FOUND[:-1]} today.\n", f"{HEAD}| what | when |\n| --- | --- |\n| {FOUND} | 10:00 |\n",
                     f"{HEAD}> A quotation.\n\n1. *{FOUND}* The pool had 12 nodes.\n"):
            before = it.open(URI, text, 5)
            [edit] = action(it, text, "Set aside by a remark")["edit"]["documentChanges"]
            equal(edit["textDocument"], {"uri": URI, "version": 5})
            after = applied(text, edit["edits"], it.encoding)
            holds(after, f"<!-- guard: off {before[0]['code']} ")
            equal([one["code"] for one in it.open(URI, after, 6)], [one["code"] for one in before[1:]])
        equal(it.stop(), 0)


@case
def only_fixes_are_offered(place):
    with client(place) as it:
        it.start()
        it.open(URI, REVIEW)
        whole = everywhere(REVIEW, it.encoding)
        for kinds, some in ((["quickfix"], True), ([""], True), (["refactor", "quickfix"], True), (["source"], False), ([], False)):
            equal(bool(it.actions(URI, whole, only=kinds)), some)
        last = position(REVIEW, len(REVIEW), it.encoding)
        equal(it.actions(URI, {"start": last, "end": last}), [])
        for one in it.actions(URI, whole):
            equal((one["kind"], len(one["diagnostics"])), ("quickfix", 1))
            assert ("edit" in one) != ("command" in one), one
        crowd = HEAD + "\n\n".join([FOUND] * 200)
        it.open(URI, crowd)
        assert len(it.actions(URI, everywhere(crowd, it.encoding))) <= 20 * 5
        refused(-32602, it.request, "textDocument/codeAction", {"textDocument": {"uri": URI}})
        equal(it.stop(), 0)


# ---- settings and what was set aside ----


@case
def what_is_set_aside_stays_so(place):
    uri = "file://" + place.write("my reviews/\u00e9.md", REVIEW).replace(" ", "%20").replace("\u00e9", "%C3%A9")
    os.mkdir(place.path(".git"))
    with client(place) as it:
        it.start()
        it.open(uri, REVIEW)
        other = it.open(URI, REVIEW)  # in no folder that has a baseline
        equal(len(other), 1)
        fix = action(it, REVIEW, "Set aside for this sentence", uri)["command"]
        [wish] = fix["arguments"]
        for wrong in ({}, {**wish, "reason": " "}, {**wish, "uri": "file:///x"}, {**wish, "fingerprint": "7"},
                      {**wish, "reason": "x" * 2000}, {**wish, "reason": "two\nlines"}, {**wish, "reason": "a\tb"},
                      {**wish, "reason": "a\0b"}):
            refused(-32602, it.request, "workspace/executeCommand", {"command": fix["command"], "arguments": [wrong]})
        refused(-32803, it.request, "workspace/executeCommand",
                {"command": fix["command"], "arguments": [{**wish, "fingerprint": "0" * 16}]})
        refused(-32602, it.request, "workspace/executeCommand", {"command": "other", "arguments": [wish]})
        reason = "it is a name: \u00e9 \U0001f44d"
        equal(it.request("workspace/executeCommand", {"command": fix["command"], "arguments": [{**wish, "reason": reason}]}), None)
        while it.published(uri, 1):  # the first is that of the opening
            pass
        refused(-32803, it.request, "workspace/executeCommand", {"command": fix["command"], "arguments": [wish]})
        equal(it.stop(), 0)
    with open(place.path(".postmortem-guard-baseline"), encoding="utf-8") as file:
        holds(file.read(), wish["fingerprint"], "it is a name: \u00e9 \U0001f44d")
    with client(place) as it:
        it.start()
        equal(it.open(uri, REVIEW), [])
        os.remove(place.path(".postmortem-guard-baseline"))
        it.notify("workspace/didChangeWatchedFiles", {"changes": []})
        equal(len(it.published(uri, 1)), 1)
        equal(it.stop(), 0)


@case
def settings_hold_and_a_broken_one_is_told(place):
    uri = "file://" + place.write("reviews/a.md", REVIEW)
    settings = place.path(".postmortem-guard")
    os.mkdir(place.path(".git"))

    def published(it, text):
        with open(settings, "w") as file:
            file.write(text)
        it.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        return it.published(uri, 1)

    with client(place) as it:
        it.start(root="file://" + place.folder)
        [found] = it.open(uri, REVIEW)
        equal(published(it, f"off {found['code']} we call it so\n"), [])
        equal(published(it, "ignore reviews\n"), [])
        [hint] = published(it, "level CF hint\n")
        equal((hint["code"], hint["severity"]), (found["code"], 3))
        [wrong] = published(it, "# ours\n\nof CF because\n")
        equal((wrong["severity"], wrong["range"]["start"]), (1, {"line": 0, "character": 0}))
        holds(wrong["message"], ".postmortem-guard:3", "of CF because")
        refused(-32602, it.hover, uri, found["range"]["start"])
        equal(published(it, ""), [found])
        it.open("untitled:one", REVIEW)  # has the settings of the client's folder
        published(it, "off CF because\n")
        equal(it.published("untitled:one", 1), [])
        equal(it.stop(), 0)


@case
def a_remark_that_is_not_understood_is_told(place):
    text = REVIEW + "\n<!-- guard: silent please -->\n"
    with client(place) as it:
        it.start()
        found, wrong = it.open(URI, text)
        equal((found["code"][:2], wrong["severity"]), ("CF", 1))
        equal(wrong["range"]["start"]["line"], text[:text.index("<!--")].count("\n"))
        equal(it.stop(), 0)


@case
def a_text_that_is_not_english_is_told(place):
    with client(place) as it:
        it.start()
        [told] = it.open(URI, "# Analyse\n\n" + "Der Dienst war am Dienstag um zehn Uhr nicht mehr zu erreichen, weil die "
                         "Platte voll war. Die Kolleginnen haben das erst nach einer Stunde gesehen.\n\n" * 20)
        equal(told["severity"], 4)
        holds(told["message"], "English")
        equal(it.stop(), 0)


@case
def findings_shown_have_a_bound(place):
    text = HEAD + f"{FOUND}\n\n" * 10_050
    with client(place) as it:
        it.start()
        found = it.open(URI, text)
        equal((len(found), found[-1]["severity"]), (10_001, 1))
        holds(found[-1]["message"], "10000")
        equal(it.stop(), 0)


# ---- typing ----

@case
def a_typed_document_is_as_a_new_one(place):
    with client(place) as eight, client(place) as sixteen:
        eight.start(["utf-8"])
        sixteen.start()
        count = 0
        for one, other in zip(type_away(eight, 4, 500), type_away(sixteen, 4, 500), strict=True):
            text = one[0]
            equal(other[0], text)
            equal(one[1], fresh(eight, text))
            equal(other[1], fresh(sixteen, text))
            words = [[(found["code"], found["data"], covered(text, found["range"], it.encoding)) for found in answer]
                     for it, answer in ((eight, one[1]), (sixteen, other[1]))]
            equal(words[0], words[1])
            count += len(words[0])
        assert count > 500, count
        equal((eight.stop(), sixteen.stop()), (0, 0))


if __name__ == "__main__":
    main()
