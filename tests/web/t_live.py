"""Texts that several write at once: changes over HTTP, into the record and back."""
import time

from client import *

MODULES = os.path.join(ROOT, ".deps", "web")
SUMMARY = "/api/reviews/PM1/entries/PM0/live/summary"


def a_review(server, *others, summary="As it was."):
    return server.review(*others, options=("--circle", "team", "--summary", summary))


def open_text(person, at=SUMMARY):
    answer = person.send("POST", f"{at}/open", {})
    equal(answer.status, 200)
    return answer.json()


def push(person, number, *changes, client="one", at=SUMMARY):
    updates = [{"clientID": client, "changes": change} for change in changes]
    return person.send("POST", at, {"number": number, "updates": updates})


def recorded(place, field="summary"):
    return place.run("show", "PM1", "PM0", "--json").json()["body"].get(field, "")


def history(place):
    return place.run("history", "PM1", "PM0", "--json").rows()


def until(ask, wanted, seconds=90):
    """What comes by the server's clock; the last answer is what the case fails with."""
    end = time.monotonic() + seconds
    while ask() != wanted and time.monotonic() < end:
        time.sleep(0.2)
    equal(ask(), wanted)


@case
def a_change_is_taken_counted_in_utf_16_and_told(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo", summary="a😀b")
        equal(open_text(ada)["number"], 0)
        change = [3, [0, "é", "👍"], 1]
        answer = push(ada, 0, change)
        equal((answer.status, answer.json()["number"]), (200, 1))
        equal(open_text(bo)["text"], "a😀é\n👍b")
        equal(bo.get(f"{SUMMARY}?since=0").json()["updates"], [{"clientID": "one", "changes": change}])


@case
def who_is_behind_gets_what_the_others_wrote(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo", summary="abc")
        open_text(ada)
        equal(push(ada, 0, [[0, "x"], 3]).status, 200)
        late = push(bo, 0, [3, [0, "y"]], client="two")
        equal((late.status, late.json()["number"]), (409, 1))
        equal(late.json()["updates"], [{"clientID": "one", "changes": [[0, "x"], 3]}])
        equal(push(bo, 1, [4, [0, "y"]], client="two").status, 200)
        equal(open_text(ada)["text"], "xabcy")


@case
def what_is_no_change_is_refused_and_changes_nothing(place):
    with Server(place) as server:
        ada, = a_review(server, summary="a😀b")
        open_text(ada)
        for bad in ([2, [1], 1], [99], [3], [], "x", [[0, "a\nb"], 4], [[0, "a\rb"], 4], [[0, "\u0000"], 4],
                    [[-1], 4], [1.5], [[]], [[0, 1], 4], [{"a": 1}], [None], [4, 4], [[2 ** 40]]):
            answer = push(ada, 0, bad)
            equal((bad, answer.status in (400, 422)), (bad, True))
        half = ada.send("POST", SUMMARY, {"number": 0, "updates": [{"clientID": "c", "changes": [[0, "\ud83d"], 4]}]})
        equal(half.status, 422)
        too_long = push(ada, 0, [[0, "x" * 900000], 4])
        equal(too_long.status, 200)
        equal(push(ada, 1, [[0, "y" * 200000], 900004]).status, 413)
        equal(open_text(ada)["number"], 1)


@case
def only_texts_and_only_for_those_who_take_part(place):
    with Server(place) as server:
        ada, = a_review(server)
        out = server.join(ada, "reader")
        for at in (SUMMARY.replace("summary", "title"), SUMMARY.replace("summary", "nothing"),
                   SUMMARY.replace("PM0", "E99").replace("summary", "context")):
            equal((at, ada.send("POST", f"{at}/open", {}).status), (at, 404))
        open_text(ada)
        for method, at in (("POST", SUMMARY), ("POST", f"{SUMMARY}/open"), ("POST", f"{SUMMARY}/save"),
                           ("POST", f"{SUMMARY}/here")):
            equal((at, out.send(method, at, {}).status), (at, 404))
        equal(out.get(f"{SUMMARY}?since=0").status, 404)
        equal(out.get(f"{SUMMARY}/who").status, 404)


@case
def it_becomes_part_of_the_record_when_it_is_quiet(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, " and more"]])
        until(lambda: recorded(place), "abc and more")
        equal([(row["by"], row["version"]) for row in history(place)][-1], ("ada", 2))


@case
def or_at_once_when_it_is_asked_for(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo", summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, "1"]])
        push(bo, 1, [4, [0, "2"]], client="two")
        saved = bo.send("POST", f"{SUMMARY}/save", {})
        equal((saved.status, saved.json()["version"]), (200, 2))
        equal(recorded(place), "abc12")
        last = history(place)[-1]
        equal((last["by"], last["why"]), ("bo", "written together: bo, ada"))


@case
def nothing_is_lost_when_the_server_is_killed_and_started(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, "d"]])
        server.kill()
        server.start()
        equal(push(ada, 1, [4, [0, "e"]]).status, 200)
        equal(open_text(ada)["text"], "abcde")
        until(lambda: recorded(place), "abcde")


@case
def a_stop_puts_what_was_written_into_the_record(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, "d"]])
        equal(server.stop(), 0)
        equal(recorded(place), "abcd")
        server.start()


@case
def what_a_form_wrote_comes_into_the_open_text(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc 😀 def")
        open_text(ada)
        expect(place.run("edit", "PM1", "PM0", "--summary", "abc 😁 def"), 0)
        again = open_text(ada)
        equal((again["text"], again["number"], again["version"]), ("abc 😁 def", 1, 2))
        equal(ada.get(f"{SUMMARY}?since=0").json()["updates"][0]["changes"], [4, [2, "😁"], 4])


@case
def where_both_wrote_both_stay_until_somebody_looked(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, " live"]])
        expect(place.run("edit", "PM1", "PM0", "--summary", "abc form"), 0)
        saved = ada.send("POST", f"{SUMMARY}/save", {})
        equal((saved.status, saved.json()["other"]), (409, {"version": 2, "text": "abc form"}))
        equal((open_text(ada)["text"], recorded(place)), ("abc live", "abc form"))
        equal(open_text(ada)["other"]["text"], "abc form")
        push(ada, 1, [8, [0, " form"]])
        equal(ada.send("POST", f"{SUMMARY}/save", {"agreed": 2}).status, 200)
        equal(recorded(place), "abc live form")


@case
def another_field_of_the_entry_is_no_conflict(place):
    with Server(place) as server:
        ada, = a_review(server, summary="abc")
        open_text(ada)
        push(ada, 0, [3, [0, "d"]])
        expect(place.run("edit", "PM1", "PM0", "--story", "told"), 0)
        equal(ada.send("POST", f"{SUMMARY}/save", {}).status, 200)
        equal((recorded(place), recorded(place, "story")), ("abcd", "told"))


@case
def who_wrote_what_is_told_to_those_who_write(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo", summary="abc")
        expect(place.run("person", "PM1", "--role", "on-call engineer"), 0)
        ada.post("/PM1/people", login="bo", part="participant", person="P1")
        open_text(ada)
        push(ada, 0, [1, [1, "XY"], 1])
        push(bo, 1, [2, [0, "😀"], 2], client="two")
        equal([(run["from"], run["to"], run["who"]) for run in ada.get(f"{SUMMARY}/who").json()["runs"]],
              [(0, 1, "as it was before"), (1, 2, "Ada"), (2, 4, "on-call engineer"), (4, 5, "Ada"),
               (5, 6, "as it was before")])


@case
def random_edits_of_three_editors_end_equal(place):
    if not os.path.isdir(os.path.join(MODULES, "node_modules", "@codemirror", "collab")):
        print("# the packages for web/ are not installed")
        return
    with Server(place) as server:
        people = a_review(server, "bo", "cy", summary="")
        given = [json.dumps({"cookie": "; ".join(f"{k}={v}" for k, v in person.cookies.items()),
                             "token": person.token}) for person in people]
        script = os.path.join(ROOT, "tests", "web", "live_clients.mjs")
        done = subprocess.run(["node", script, MODULES, server.origin, SUMMARY, "7", "2000", *given],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=280, check=False)
        if done.returncode:
            raise AssertionError(done.stderr.decode()[-1500:])
        end = json.loads(done.stdout)
        print(f"# {end['number']} changes, {end['behind']} pushes made anew, {len(end['server'])} units")
        equal([text == end["server"] for text in end["texts"]], [True, True, True])
        equal(end["number"] >= 1500 and end["behind"] > 20, True)
        units = sum(run["to"] - run["from"] for run in people[0].get(f"{SUMMARY}/who").json()["runs"])
        equal(units, len(end["server"].encode("utf-16-le")) // 2)
        equal(people[0].send("POST", f"{SUMMARY}/save", {}).status, 200)
        equal(recorded(place).strip(), end["server"].strip())


main()
