"""As known then: what came later is not in the page nor in the API, and accounts that are kept apart
are not there for others."""
from client import *

PAGE, API = "/PM1/known", "/api/reviews/PM1/known"


def made(person, sort, **typed):
    answer = person.send("POST", "/api/reviews/PM1/entries", {"kind": sort, "fields": typed})
    equal(answer.status, 201)
    return answer.json()["id"]


def two(server):
    ada = server.first("ada")
    bo = server.join(ada, "bo")
    equal(ada.post("/new", title="Orders failed").status, 303)
    version = ada.get("/api/reviews/PM1/entries/PM0").json()["version"]
    equal(ada.post("/PM1/PM0", base=version, **{"f.day": "2026-03-04", "f.circle": "team"}).status, 303)
    equal(ada.post("/PM1/people", login="bo", part="participant").status, 303)
    return ada, bo


def both(person, query):
    """The page and the API as one text."""
    page, api = person.get(PAGE + query), person.get(API + query)
    equal((page.status, api.status), (200, 200))
    return page.text, api.text


def tells(person, query, words):
    return [words in text for text in both(person, query)]


@case
def what_became_known_later_is_not_sent(place):
    with Server(place) as server:
        ada, _ = two(server)
        made(ada, "event", what="graph was flat", at="2026-03-04T10:00:00Z")
        made(ada, "event", what="certificate ran out", at="2026-03-04T09:50:00Z", known="2026-03-04T11:30:00Z",
             seen="half of the gates turned clients away")
        for query in ("?at=2026-03-04T10:30:00Z", "?at=2026-03-04T10:30:00Z&role=on-call"):
            equal(tells(ada, query, "graph was flat"), [True, True])
            equal(tells(ada, query, "certificate ran out"), [False, False])
            equal(tells(ada, query, "turned clients away"), [False, False])
        equal(ada.get(API + "?at=2026-03-04T10:30:00Z").json()["hidden"], 1)
        equal(tells(ada, "?at=2026-03-04T11:40:00Z", "certificate ran out"), [True, True])
        equal(tells(ada, "?at=2026-03-04T11:40:00Z", "turned clients away"), [True, True])


@case
def what_came_of_it_waits_until_it_was_known(place):
    with Server(place) as server:
        ada, _ = two(server)
        made(ada, "event", what="took the old pool back", actor="on-call", at="2026-03-04T10:00:00Z",
             known="2026-03-04T11:00:00Z", seen="queue went down by half")
        made(ada, "event", what="ran the repair", actor="on-call", at="2026-03-04T10:05:00Z", end="2026-03-04T10:50:00Z",
             seen="two tables were left")
        early, late = "?at=2026-03-04T10:10:00Z&role=on-call", "?at=2026-03-04T11:10:00Z&role=on-call"
        for words in ("took the old pool back", "ran the repair"):
            equal(tells(ada, early, words), [True, True])
        for words in ("queue went down by half", "two tables were left"):
            equal(tells(ada, early, words), [False, False])
            equal(tells(ada, late, words), [True, True])


@case
def a_first_account_is_for_who_gave_it(place):
    with Server(place) as server:
        ada, bo = two(server)
        asked = [made(ada, "person", role=role, account="asked") for role in ("on-call engineer", "support lead")]
        answer = bo.post("/PM1/new/statement", **{"f.text": "the green panel was quiet", "f.code": "saw", "f.first": ["", "yes"],
                                                  "f.said": "2026-03-04T10:00:00Z"})
        equal(answer.status, 303)
        query = "?at=2026-03-04T12:00:00Z"
        equal(tells(ada, query, "green panel"), [False, False])
        equal(ada.get(API + query).json()["hidden"], 0)
        equal(ada.get(API + "?at=2026-03-04T09:00:00Z").json()["hidden"], 0)
        equal(tells(bo, query, "green panel"), [True, True])
        for person in asked:
            equal(ada.post(f"/PM1/{person}", base=1, **{"f.account": "given"}).status, 303)
        equal(tells(ada, query, "green panel"), [True, True])


@case
def the_slider_spans_the_incident(place):
    """Something that was so for weeks does not stretch it."""
    with Server(place) as server:
        ada, _ = two(server)
        made(ada, "event", what="limit was set", at="2026-01-04T10:00:00Z")
        for minute in (10, 20, 30, 40, 50):
            made(ada, "event", what=f"step at {minute}", at=f"2026-03-04T10:{minute}:00Z")
        slider = ada.get(API).json()["slider"]
        equal(slider["most"] - slider["least"] <= 4 * 3600 * 1000000, True)
        made(ada, "event", kind="impact.start", what="orders failed", at="2026-03-04T10:10:00Z")
        made(ada, "event", kind="impact.end", what="orders went through", at="2026-03-04T10:50:00Z")
        slider = ada.get(API).json()["slider"]
        equal((slider["most"] - slider["least"]) // 60000000, 80)


main()
