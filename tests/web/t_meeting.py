"""The talk: the note-taker's console, first accounts, the discussion, and the meeting."""
from client import *


def ok(place, *arguments):
    result = place.run(*arguments)
    expect(result, 0)
    return result


def review(place, *more):
    """PM1 with three events, a decision among them, and four roles."""
    ok(place, "new", "Orders answered with errors", "--day", "2026-11-22", "--zone", "UTC", "--circle", "private")
    for role, parts in (("facilitator", "facilitator"), ("note-taker", "note-taker"),
                        ("orders developer", "participant"), ("support lead", "participant")):
        ok(place, "person", "--role", role, "--parts", parts)
    ok(place, "event", "PM1", "10:02 errors begin", "--kind", "impact.start")
    ok(place, "event", "PM1", "10:05 the roll-out is taken back", "--kind", "decide", "--turning",
             "--seen", "errors went on")
    ok(place, "event", "PM1", "10:20 errors end", "--kind", "impact.end")


class Room:
    """A server with PM1 and its people: fay facilitates, nat takes notes, dev and sue were there."""

    def __init__(self, server):
        self.fay = server.first("fay")
        self.fay.post("/accounts/lead", review="PM1", login="fay")
        self.nat, self.dev, self.sue, self.out = (server.join(self.fay, name) for name in ("nat", "dev", "sue", "out"))
        for login, part, person in (("fay", ["owner", "facilitator"], "P1"), ("nat", "note-taker", "P2"),
                                    ("dev", "participant", "P3"), ("sue", "participant", "P4")):
            equal(self.fay.post("/PM1/people", login=login, part=part, person=person).status, 303)


def note(person, line, key, **more):
    return person.send("POST", "/api/reviews/PM1/notes",
                       {"line": line, "event": "E2", "said": "2026-11-24T10:12:01.250Z", **more}, Idempotency_Key=key)


def said(place, number):
    return ok(place, "show", "PM1", f"T{number}", "--json").json()


@case
def a_line_becomes_a_statement_about_the_event_in_focus(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        answer = note(room.nat, "! the graph was cached @supp #tools", "key-0001")
        equal(answer.status, 200)
        body = said(place, 1)["body"]
        equal(body["code"], "surprise")
        equal(body["text"], "the graph was cached")
        equal(body["role"], "support lead")
        equal(body["about"], ["E2"])
        equal(body["areas"], ["tools"])
        equal(body["said"]["raw"], "2026-11-24T10:12:01.250Z")


@case
def a_repeated_key_is_stored_once_even_across_a_kill(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        first = note(room.nat, "s the pool was full", "key-0001")
        again = note(room.nat, "s the pool was full", "key-0001")
        equal(first.json()["note"]["id"], again.json()["note"]["id"])
        server.kill()
        server.start()
        third = note(room.nat, "s the pool was full", "key-0001")
        equal(third.json()["note"]["id"], first.json()["note"]["id"])
        # The answer and its key got lost, the note did not: the same line at the same moment is the same note.
        other = note(room.nat, "s the pool was full", "key-0002")
        equal(other.json()["note"]["id"], first.json()["note"]["id"])
        equal(len(room.nat.get("/api/reviews/PM1/notes").json()["last"]), 1)


@case
def each_kind_goes_where_it_belongs(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        for number, (line, begins) in enumerate((
                ("> ask the cache for its age", "I"), ("h the pool is too small", "H"), ("? who owns the cache", "T"),
                ("#tools the widget hides the age", "A"), ('"I was sure it was the network', "T"),
                ("p psql rather than the dashboard", "T"), ("o wait for the ramp", "E"), ("a cached page is fresh", "T"))):
            answer = note(room.nat, line, f"key-{number:04}")
            equal((line, answer.status, answer.json().get("detail")), (line, 200, None))
            equal((line, answer.json()["note"]["id"][0]), (line, begins))
        show = lambda name: ok(place, "show", "PM1", name, "--json").json()["body"]
        equal(show("I1")["parked"], True)
        equal(show("A5")["found"], "the widget hides the age")
        equal(show("T2")["consent"], "asked")
        equal((show("T3")["chosen"], show("T3")["passed_over"]), ("psql", "the dashboard"))
        equal(show("E2")["options"], "wait for the ramp")
        equal(show("T4")["code"], "assume")


@case
def without_script_the_same_form_posts_and_leads_back(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        answer = room.nat.post("/PM1/notes", line="s the page was slow", event="E1", role="support lead")
        page = room.nat.follow(answer)
        holds(page.text, "the page was slow")
        holds(page.text, "T1 noted")


@case
def a_line_that_cannot_be_kept_says_why(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        answer = note(room.nat, "!", "key-0001")
        equal(answer.status, 400)
        holds(answer.json()["detail"], "no words")
        equal(note(room.nat, "-", "key-0002").status, 400)
        equal(note(room.out, "s hello", "key-0003").status, 404)


@case
def striking_out_takes_ones_own_last_note(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        note(room.nat, "s first", "key-0001")
        note(room.dev, "s of another", "key-0002", said="2026-11-24T10:13:00Z")
        equal(note(room.nat, "-", "key-0003").status, 200)
        equal(said(place, 1)["body"].get("withdrawn"), True)
        equal(said(place, 2)["body"].get("withdrawn"), None)


@case
def a_stale_change_shows_both_and_keeps_the_words(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        note(room.nat, "s the pool was full", "key-0001")
        form = {"entry": "T1", "base": "1", "to": "/PM1/notes"}
        equal(room.nat.post("/PM1/discussion", **form, **{"f.text": "the pool was nearly full"}).status, 303)
        page = room.dev.post("/PM1/discussion", **form, **{"f.text": "the pool looked full"})
        equal(page.status, 409)
        holds(page.text, "the pool looked full")
        holds(page.text, "the pool was nearly full")
        equal(said(place, 1)["body"]["text"], "the pool was nearly full")


@case
def hints_are_for_those_who_write_and_lead(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        line = "s they should have checked the graph"
        holds(json.dumps(note(room.nat, line, "key-0001").json()["hints"]), "question")
        equal(note(room.dev, line, "key-0002").json()["hints"], [])


main()
