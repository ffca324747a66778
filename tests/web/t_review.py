"""A review in the browser: its entries by forms made from the tables, stale edits, what is taken back,
first accounts that stay apart, names, and the same by the API with If-Match."""
import re

from client import *


def fields(**typed):
    return {"f." + name: value for name, value in typed.items()}


def two(place, server):
    """Somebody who leads a review, and somebody who takes part in it."""
    ada = server.first("ada")
    bo = server.join(ada, "bo")
    equal(ada.post("/new", title="Orders failed").status, 303)
    equal(ada.post("/PM1/PM0", base=version(ada, "PM0"), **fields(day="2026-03-04", circle="team")).status, 303)
    equal(ada.post("/PM1/people", login="bo", part="participant").status, 303)
    return ada, bo


def entry(person, name):
    return person.get(f"/api/reviews/PM1/entries/{name}").json()


def version(person, name):
    return entry(person, name)["version"]


def event(person, **typed):
    answer = person.send("POST", "/api/reviews/PM1/entries", {"kind": "event", "fields": typed})
    equal(answer.status, 201)
    return answer.json()["id"]


def change_of(person):
    return person.get("/api/reviews/PM1/history?limit=1").json()["changes"][0]["change"]


@case
def an_entry_is_made_read_and_changed_by_its_form(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        page = ada.get("/PM1/new/event?kind=impact.start").text
        equal('<option value="impact.start" selected>' in page, True)
        key = re.search(r'name="key" value="(\w+)"', page).group(1)
        typed = fields(what="checkout answers 503", at="10:02~", kind="impact.start", areas=["", "tools", "detection"])
        first, again = (ada.post("/PM1/new/event", key=key, **typed) for _ in range(2))
        equal((first.status, first.location, again.location), (303, "/PM1/E1", "/PM1/E1"))
        page = ada.get("/PM1/E1").text
        for words in ("checkout answers 503", "2026-03-04 09:57:00 to 10:07:59 UTC", "written as <code>10:02~</code>"):
            holds(page, words)
        equal(entry(ada, "E1")["body"]["areas"], ["detection", "tools"])
        equal(ada.post("/PM1/E1", base=1, **fields(areas=[""], turning=["", "yes"])).status, 303)
        body = entry(ada, "E1")["body"]
        equal((body.get("areas"), body["turning"], body["what"]), (None, True, "checkout answers 503"))


@case
def what_cannot_be_taken_is_told_beside_its_field_and_all_of_it_is_kept(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        event(ada, what="first", at="10:02")
        answer = ada.post("/PM1/E1", base=1, **fields(at="rubbish", what="a sentence that took long"))
        equal(answer.status, 422)
        holds(answer.text, "is not a time; expected 10:02")
        holds(answer.text, 'value="rubbish"')
        holds(answer.text, 'value="a sentence that took long"')
        equal(entry(ada, "E1")["body"]["what"], "first")
        refused = ada.post("/PM1/new/item", **fields(text="Stop the ramp by itself", state="accepted"))
        equal(refused.status, 422)
        holds(refused.text, 'value="Stop the ramp by itself"')


@case
def a_stale_edit_shows_both_versions_and_loses_neither(place):
    with Server(place) as server:
        ada, bo = two(place, server)
        event(ada, what="as it was", at="10:02", actor="database")
        equal(bo.post("/PM1/E1", base=1, **fields(what="theirs & more", at="10:02", actor="pool")).status, 303)
        stale = ada.post("/PM1/E1", base=1, **fields(what="mine", at="10:05", actor="database", context="seen by me"))
        equal(stale.status, 409)
        for words in ("theirs &amp; more", "mine", "10:05", "seen by me", "pool", "as it was", "changed by both"):
            holds(stale.text, words)
        equal(re.search(r'name="base" value="(\d+)"', stale.text).group(1), "2")
        equal(entry(ada, "E1")["body"]["what"], "theirs & more")
        hand = re.findall(r'<textarea name="f\.(\w+)" hidden>\n(.*?)</textarea>', stale.text, re.S)
        equal(sorted(hand), [("at", "10:05"), ("context", "seen by me"), ("what", "mine")])
        equal(ada.post("/PM1/E1", base=2, **fields(**dict(hand))).status, 303)
        body = entry(ada, "E1")["body"]
        equal((body["what"], body["actor"], body["context"]), ("mine", "pool", "seen by me"))


@case
def an_edit_of_what_was_taken_out_keeps_its_text(place):
    with Server(place) as server:
        ada, bo = two(place, server)
        event(ada, what="soon gone", at="10:02")
        equal(bo.post("/PM1/E1/out", base=1).status, 303)
        stale = ada.post("/PM1/E1", base=1, **fields(what="what I had to say"))
        equal(stale.status, 409)
        holds(stale.text, "what I had to say")
        holds(ada.get("/PM1/E1").text, "E1 was taken out")
        equal(ada.post("/PM1/undo", change=change_of(ada)).location, "/PM1/E1")
        equal(entry(ada, "E1")["body"]["what"], "soon gone")


@case
def every_edit_names_its_version(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        event(ada, what="one", at="10:02")
        path = "/api/reviews/PM1/entries/E1"
        read = ada.get(path)
        equal(read.headers["ETag"], '"1"')
        equal(ada.send("PUT", path, {"fields": {"what": "two"}}).status, 428)
        equal(ada.send("DELETE", path, {}).status, 428)
        equal(ada.post("/PM1/E1", **fields(what="two")).status, 428)
        done = ada.send("PUT", path, {"fields": {"what": "two"}}, If_Match='"1"')
        equal((done.status, done.headers["ETag"], done.json()["body"]["what"]), (200, '"2"', "two"))
        stale = ada.send("PUT", path, {"fields": {"what": "three"}}, If_Match='"1"')
        problem = stale.json()
        equal((stale.status, stale.headers["Content-Type"]), (409, "application/problem+json"))
        equal((problem["current"]["body"]["what"], problem["yours"]["body"]["what"]), ("two", "three"))
        equal(ada.send("DELETE", path, {}, If_Match='"1"').status, 409)
        equal(ada.send("DELETE", path, {}, If_Match='"2"').status, 200)
        equal(ada.get(path).status, 404)


@case
def what_get_gives_put_takes_and_typed_words_as_well(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        event(ada, what="one", at="10:02..10:05", known_to=["on-call, at night", "support"], areas=["tools"])
        path = "/api/reviews/PM1/entries/E1"
        whole = ada.get(path).json()
        same = ada.send("PUT", path, whole, If_Match='"1"')
        equal((same.status, same.json()["version"]), (200, 1))
        ada.send("PUT", path, {"fields": {"at": {"raw": "10:03"}, "areas": "tools, impact", "what": None}}, If_Match='"1"')
        body = entry(ada, "E1")["body"]
        equal(body["at"]["latest"], "2026-03-04T10:03:59.999999999Z")
        equal((body["areas"], body.get("what"), body["known_to"]), (["impact", "tools"], None, ["on-call, at night", "support"]))
        equal(ada.send("PUT", path, {"fields": {"whom": "x"}}, If_Match='"2"').status, 422)
        equal(ada.send("PUT", path, {"what": "x"}, If_Match='"2"').status, 422)


@case
def a_creating_call_that_comes_twice_makes_one(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        made = {"kind": "question", "fields": {"text": "What was seen first?"}}
        answers = [ada.send("POST", "/api/reviews/PM1/entries", made, Idempotency_Key="k-1") for _ in range(2)]
        equal([(a.status, a.json()["id"]) for a in answers], [(201, "Q1"), (201, "Q1")])
        equal(len(ada.get("/api/reviews/PM1/entries?kind=question").json()["entries"]), 1)


@case
def changes_are_listed_with_what_differs_and_taken_back(place):
    with Server(place) as server:
        ada, bo = two(place, server)
        event(ada, what="as it was", at="10:02")
        equal(bo.post("/PM1/E1", base=1, why="heard in the talk", **fields(what="as it is")).status, 303)
        change = ada.get("/api/reviews/PM1/history?limit=1").json()["changes"][0]
        told = change["entries"][0]
        equal((change["by"], change["why"], told["id"], told["what"]), ("bo", "heard in the talk", "E1", "changed"))
        equal([(f["name"], f["before"], f["after"]) for f in told["fields"]], [("what", "as it was", "as it is")])
        holds(ada.get("/PM1/history").text, "<del>as it was</del>")
        undone = ada.post("/PM1/undo", change=change["change"])
        equal((undone.status, undone.location), (303, "/PM1/E1"))
        equal(entry(ada, "E1")["body"]["what"], "as it was")
        again = ada.send("POST", "/api/reviews/PM1/undo", {"change": change_of(ada)})
        equal((again.status, entry(ada, "E1")["body"]["what"]), (200, "as it is"))
        equal(ada.post("/PM1/undo", change=1).status >= 400, True)


@case
def history_goes_on_by_its_cursor(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        for number in range(7):
            event(ada, what=f"event {number}", at="10:02")
        seen, path = [], "/api/reviews/PM1/history?limit=3&kind=event"
        while path:
            page = ada.get(path).json()
            seen += [e["id"] for c in page["changes"] for e in c["entries"]]
            path = page.get("next_href")
            path = path and f"{path}&limit=3"
        equal(seen, [f"E{number}" for number in range(7, 0, -1)])
        pages, after = [], ""
        while after is not None:
            page = ada.get(f"/api/reviews/PM1/entries?kind=event&limit=3&after={after}").json()
            pages.append([e["id"] for e in page["entries"]])
            after = page.get("next")
        equal(pages, [["E1", "E2", "E3"], ["E4", "E5", "E6"], ["E7"]])


@case
def first_accounts_stay_apart_until_all_are_in(place):
    with Server(place) as server:
        ada, bo = two(place, server)
        canary = "the green panel was quiet"
        asked = [ada.post("/PM1/new/person", **fields(role=role, account="asked")).location
                 for role in ("on-call engineer", "support lead")]
        made = bo.post("/PM1/new/statement", **fields(text=canary, code="saw", first=["", "yes"]))
        equal(made.location, "/PM1/T1")
        event(ada, what="it began", at="10:02")
        holds(bo.get("/PM1/T1").text, canary)
        paths = ["/PM1", "/PM1/T1", "/PM1/history", "/PM1/history?entry=T1", "/PM1/E1", "/PM1/new/question", "/PM1/PM0",
                 "/api/reviews/PM1", "/api/reviews/PM1/entries", "/api/reviews/PM1/entries/T1", "/api/reviews/PM1/history",
                 "/api/reviews/PM1/notices", "/api/reviews/PM1/ready", "/PM1/new/factor?about=T1"]
        for path in paths:
            equal((path, canary in ada.get(path).text), (path, False))
        equal([ada.get(p).status for p in ("/PM1/T1", "/api/reviews/PM1/entries/T1", "/PM1/T9")], [404] * 3)
        equal(ada.post("/PM1/T1", base=1, **fields(text="mine")).status, 404)
        equal(ada.post("/PM1/T1/out", base=1).status, 404)
        made_in = bo.get("/api/reviews/PM1/history?entry=T1").json()["changes"][0]["change"]
        equal(ada.post("/PM1/undo", change=made_in).status, 404)
        for person in asked:
            equal(ada.post(person, base=1, **fields(account="given")).status, 303)
        for path in ("/PM1/T1", "/PM1/history", "/api/reviews/PM1/entries"):
            holds(ada.get(path).text, canary)


@case
def names_are_for_those_who_take_part(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        reader = server.join(ada, "cy")
        made = ada.post("/PM1/new/person", **fields(role="on-call engineer", name="Rosalind Quill")).location
        holds(ada.get(made).text, "Rosalind Quill")
        for path in ("/PM1", made, "/PM1/history", "/api/reviews/PM1/entries", f"/api/reviews/PM1/entries/{made[5:]}",
                     "/api/reviews/PM1/history"):
            answer = reader.get(path)
            equal((path, answer.status, "Quill" in answer.text, ">ada<" in answer.text), (path, 200, False, False))


@case
def who_may_read_it_is_changed_by_those_who_lead_alone(place):
    with Server(place) as server:
        ada, bo = two(place, server)
        base = version(bo, "PM0")
        equal(bo.post("/PM1/PM0", base=base, **fields(circle="public")).status, 403)
        equal(bo.post("/PM1/PM0", base=base, **fields(summary="It was slow.")).status, 303)
        equal(ada.post("/PM1/PM0", base=base + 1, **fields(circle="company")).status, 303)
        equal(bo.post("/PM1/undo", change=change_of(bo)).status, 403)
        equal(entry(ada, "PM0")["body"]["circle"], "company")
        equal(bo.post("/PM1/stage", stage="discuss").status, 404)


@case
def going_on_tells_what_is_missing_and_refuses_the_report_alone(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        needs = ada.get("/api/reviews/PM1/ready").json()
        equal((needs["ready"], all(n["href"].startswith("/PM1/") for n in needs["needs"])), (False, True))
        for need in needs["needs"] + needs.get("advice", []):
            equal((need["href"], ada.get(need["href"].split("#")[0]).status in (200, 404)), (need["href"], True))
        equal(ada.post("/PM1/stage", stage="remediate").status, 303)
        equal(ada.post("/PM1/stage", stage="timeline").status, 303)
        refused = ada.post("/PM1/stage", stage="follow-up")
        equal(refused.status, 422)
        holds(refused.text, "not ready to be published")
        equal("postmortem ready" in refused.text, False)
        equal(ada.get("/api/reviews/PM1").json()["own"]["body"]["stage"], "timeline")


@case
def what_the_guard_asks_is_set_aside_or_put_to_the_meeting(place):
    with Server(place) as server:
        ada, _ = two(place, server)
        made = ada.post("/PM1/new/statement", **fields(text="He should have checked the graph.", code="thought"))
        page = ada.follow(made).text
        finding = re.search(r'name="finding" value="(\w+)"', page).group(1)
        equal(ada.post("/PM1/T1/asked", finding=finding, how="ask").status, 303)
        equal(entry(ada, "Q1")["body"]["about"], ["T1"])
        equal(ada.post("/PM1/T1/asked", finding=finding, how="aside", reason="").status, 400)
        equal(ada.post("/PM1/T1/asked", finding=finding, how="aside", reason="a quote of the talk").status, 303)
        equal(finding in ada.get("/PM1/T1").text, False)


main()
