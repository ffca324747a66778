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


def write_account(person, words):
    return person.post("/PM1/account", saw=words)


@case
def first_accounts_stay_apart_until_all_are_in(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        equal(room.fay.post("/PM1/account/ask", person=["P3", "P4"]).status, 303)
        equal(room.dev.post("/PM1/account/ask", person="P2").status, 404)
        write_account(room.dev, "10:02 the panel went zanzibar\n10:05 a page about quokka")
        write_account(room.sue, "10:03 two chats about narwhals")
        pages = ("/PM1/account", "/PM1/discussion", "/PM1/notes", "/PM1/meeting?at=E1",
                 "/api/reviews/PM1/account", "/api/reviews/PM1/discussion", "/PM1/T1")
        holds(room.dev.get("/PM1/account").text, "zanzibar", "quokka")
        for person in (room.fay, room.nat, room.sue):
            for page in pages:
                equal((page, "zanzibar" in person.get(page).text), (page, False))
        facts = room.fay.get("/api/reviews/PM1/account").json()
        equal((facts["waiting"], facts["asked_for"]), (2, 2))
        equal(room.dev.post("/PM1/account/end", how="give").status, 303)
        equal("zanzibar" in room.sue.get("/PM1/account").text, False)
        equal(room.sue.post("/PM1/account/end", how="pass").status, 303)
        for person in (room.fay, room.sue):
            holds(person.get("/PM1/account").text, "zanzibar", "narwhals", "more than one tells of it")
        equal(said(place, 1)["body"]["of"]["raw"], "10:02")


@case
def the_walk_is_where_the_address_says(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        model = room.fay.get("/api/reviews/PM1/meeting?at=E1").json()
        equal(model["focus"]["id"], "E1")
        equal([each["id"] for each in model["next"]], ["E2", "E3"])
        equal(model["turn"]["id"], "E2")
        equal(len(model["offered"]) > 0, True)
        equal([each["length"] for each in model["plan"]], [5, 35, 5, 10, 5])
        model = room.fay.get("/api/reviews/PM1/meeting?minutes=30&part=2").json()
        equal([each["length"] for each in model["plan"]], [3, 17, 3, 5, 2])
        equal((model["part"], model["focus"]["id"]), (2, "E2"))
        equal(room.out.get("/PM1/meeting").status, 404)


@case
def how_a_decision_ended_is_folded_until_what_was_known_is_noted(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        equal(room.fay.get("/api/reviews/PM1/meeting?at=E2").json()["focus"]["folded"], True)
        note(room.nat, "k the pool was full", "key-0001")
        equal(room.fay.get("/api/reviews/PM1/meeting?at=E2").json()["focus"]["folded"], False)


@case
def an_asked_question_is_answered_in_place_and_not_offered_again(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        code = room.fay.get("/api/reviews/PM1/meeting?at=E2").json()["offered"][0]["code"]
        form = {"f.bank": code, "f.about": "E2", "f.state": "asked", "to": "/PM1/meeting?at=E2"}
        answer = room.fay.post("/PM1/discussion", kind="question", **form)
        equal(answer.location, "/PM1/meeting?at=E2")
        model = room.fay.get("/api/reviews/PM1/meeting?at=E2").json()
        equal([each["state"] for each in model["asked"]], ["asked"])
        equal(code in [each["code"] for each in model["offered"]], False)
        room.fay.post("/PM1/discussion", entry="Q1", base="1", **{"f.answer": "a page", "f.state": "answered"})
        holds(room.out.get("/PM1/discussion").text, "nothing here")
        holds(room.sue.get("/PM1/discussion").text, "a page")


@case
def a_form_leads_back_only_within_its_review(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        for to in ("https://elsewhere.example/", "//elsewhere.example", "/PM1/\\elsewhere", "/PM2/notes"):
            answer = room.fay.post("/PM1/discussion", kind="item", to=to, **{"f.text": "an idea", "f.state": "idea"})
            equal((to, answer.location), (to, "/PM1/discussion"))


@case
def a_meeting_begins_and_asks_once_who_writes(place):
    with Server(place) as server:
        ok(place, "new", "Orders answered with errors", "--day", "2026-11-22", "--circle", "private")
        fay = server.first("fay")
        fay.post("/accounts/lead", review="PM1", login="fay")
        holds(fay.post("/PM1/meeting/start", minutes="30").text, "Who writes down")
        equal(fay.post("/PM1/meeting/start", minutes="30", anyway="yes").status, 303)
        model = fay.get("/api/reviews/PM1/meeting").json()
        equal((model["meeting"]["runs"], model["minutes"]), (True, 30))
        server.kill()
        server.start()
        equal(fay.get("/api/reviews/PM1/meeting").json()["meeting"]["runs"], True)
        fay.post("/PM1/discussion", entry="M1", **{"f.held": "yes", "f.learned": "3", "f.again": "4"})
        equal(fay.get("/api/reviews/PM1/meeting").json()["meeting"]["held"], True)


@case
def whose_view_is_missing_is_for_whoever_leads(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        note(room.nat, "s two chats @support", "key-0001")
        views = room.fay.get("/api/reviews/PM1/meeting").json()["missing_views"]
        equal([each["role"] for each in views], ["orders developer"])
        equal("missing_views" in room.dev.get("/api/reviews/PM1/meeting").json(), False)


@case
def everybody_hears_where_the_walk_is(place):
    with Server(place) as server:
        review(place)
        room = Room(server)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        cookie = "; ".join(f"{name}={value}" for name, value in room.dev.cookies.items())
        connection.request("GET", "/api/reviews/PM1/stream", headers={"Host": server.host, "Cookie": cookie})
        stream = connection.getresponse()
        path = "/api/reviews/PM1/meeting/focus"
        equal(room.fay.send("POST", path, {"event": "E2", "part": "2"}).status, 200)
        line = b""
        while line != b"event: focus\n":
            line = stream.readline()
        equal(json.loads(stream.readline()[6:]), {"event": "E2", "part": "2", "leads": True})
        connection.close()
        equal(room.fay.send("POST", path, {"event": "nowhere"}).status, 400)
        equal(room.out.send("POST", path, {"event": "E2"}).status, 404)


main()
