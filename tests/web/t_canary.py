"""Words that only a private review has are seen by nobody else, whatever they ask for; and names of
people by nobody who takes no part."""
import os
import re
import socket
import time

from cast import *

SLOW = os.environ.get("POSTMORTEM_SLOW")


def asked_by(number):
    """The addresses that one of them asks for: all in the slow run, else every third, another third each."""
    return [address for i, address in enumerate(addresses()) if SLOW or i % 3 == number % 3]


WORD = "zanziwum"  # what is looked for never has a digit behind it: an echo is no hit
SEEN = re.compile(r"zanziwum\d+", re.IGNORECASE)
NAME = "Yurtably"
LOG = "".join(f"2026-11-20T10:{m:02}:{s:02}Z {WORD}70[1]: ERROR {WORD}{71 + m % 3} pool exhausted\n"
              for m in range(10) for s in range(0, 60, 20))
OUTSIDE = ("visitor", "company", "team", "administrator")

# One entry of each kind that the command line makes, with words in all that it says.
ENTRIES = (
    ("edit", "PM1", "--title", "{0}", "--word", "{1}"),
    ("event", "PM1", "2026-11-20T10:00:00Z {0}", "--note", "{1}"),
    ("event", "PM1", "2026-11-20T10:07:00Z {0}"),
    ("say", "PM1", "assume", "{0}", "--role", "{1}"),
    ("say", "PM1", "wish", "{0}"),
    ("item", "PM1", "{0}", "--detail", "{1}", "--owner", "{2}"),
    ("person", "PM1", "{0}", "--name", "{1}"),
    ("factor", "PM1", "{0}"),
    ("hypothesis", "PM1", "{0}"),
    ("measure", "PM1", "{0}", "5"),
    ("document", "PM1", "{0}"),
    ("meeting", "PM1", "2026-11-21T10:00:00Z"),
    ("ask", "PM1", "{0}"),
    ("area", "PM1", "detection", "{0}"),
    ("conflict", "PM1", "{0}"),
)


def write(place):
    """What the private review holds; how many entries were taken."""
    number, made = 0, 0
    for entry in ENTRIES:
        words = []
        for _ in range(3):
            number += 1
            words.append(f"{WORD}{number}")
        made += place.run(*(part.format(*words) for part in entry)).code == 0
    return made


def drop(owner):
    """A file by its name and its content, until it is evidence."""
    owner.get("/help")
    answer = owner.request("POST", f"/api/reviews/PM1/evidence?name={WORD}60.log", LOG.encode(), {
        "Origin": owner.server.origin, "Sec-Fetch-Site": "same-origin", "X-Token": owner.token,
        "Content-Type": "application/octet-stream"})
    equal(answer.status in (200, 201, 202), True)
    for _ in range(600):
        if f"{WORD}60" in owner.get("/api/reviews/PM1/evidence").text:
            return
        time.sleep(0.1)
    raise AssertionError("the file never became evidence")


def addresses():
    for (method, path), (_, marks) in lines().items():
        if method != "GET" or "stream" in marks:
            continue
        reviews = ("PM1", "PM2", "PM3", "PM4") if "{review}" in path else ("PM1",)
        for review in reviews:
            plain = fill(path, marks, review)
            yield plain
            joined = plain + ("&" if "?" in plain else "?")
            yield joined + f"q={WORD}&text={WORD}&words={WORD}"
            yield joined + "review=PM1&reviews=PM1&about=PM1&from=2026-11-01&to=2026-11-30"
    for path in ("/PM1/E2", "/PM1/S1", "/PM1/A1", "/PM1/P1", "/PM1/F1", "/api/reviews/PM1/entries/E2", "/PM1.json",
                 "/PM1/evidence/S1", "/PM2/evidence/S1", "/PM2/evidence/S2", "/PM1/nothing", "/PM1/E999"):
        yield path


def ask(person, address):
    """Evidence is read in the background: asked again until it is there."""
    for _ in range(600):
        answer = person.get(address)
        if answer.status != 202 and '"reading":"' not in answer.text:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{address} never came about")


def stream(server, person, path):
    """Open: its head has come."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {cookies}\r\n\r\n".encode())
    return connection, heard(connection, b"\r\n\r\n")


def heard(connection, until=None):
    """What comes up to some bytes; without them, what is there already."""
    got = b""
    try:
        while until is None or until not in got:
            piece = connection.recv(65536)
            got += piece
            if not piece:
                break
    except socket.timeout:
        pass
    return got


@case
def words_of_a_private_review_are_nowhere_for_others(place):
    make_reviews(place)
    equal(write(place) >= 10, True)
    log, hits, broken, count = place.path("access.log"), [], [], 0
    with Server(place, "--log", log) as server:
        cast = Cast(server)
        drop(cast["owner"])
        seen = sum(bool(SEEN.search(ask(cast["owner"], address).text)) for address in addresses())
        print(f"# its owner sees them at {seen} addresses")
        equal(seen >= 10, True)  # so that this test can fail
        for number, who in enumerate(OUTSIDE):
            for address in asked_by(number):
                answer = ask(cast[who], address)
                count += 1
                if SEEN.search(answer.text) or SEEN.search(str(answer.headers)):
                    hits.append(f"{address} as {who}: {SEEN.findall(answer.text)[:3]}")
                if answer.status >= 500:
                    broken.append(f"{address} as {who}: {answer.status}")
        paths = ("/api/stream", "/api/reviews/PM2/stream", "/api/reviews/PM3/stream")
        open_ones = [(who, path, stream(server, cast[who], path)) for who in OUTSIDE[1:] for path in paths]
        own, _ = stream(server, cast["owner"], "/api/reviews/PM1/stream")
        equal(place.run("event", "PM1", f"2026-11-20T10:09:00Z {WORD}99").code, 0)
        equal(b"event: change" in heard(own, b"event: change"), True)
        time.sleep(1.5)  # whoever else is told, is told with its owner
        for who, path, (connection, got) in open_ones:
            connection.settimeout(0.01)
            got = (got + heard(connection)).decode()
            if SEEN.search(got) or "PM1" in got or "event: change" in got:
                hits.append(f"{path} as {who}: {got[-200:]}")
    with open(log, encoding="utf-8") as source:
        hits += [f"access log: {line}" for line in source if WORD in line or NAME in line]
    print(f"# {count} requests of others")
    equal((hits[:20], broken[:10]), ([], []))


@case
def names_of_people_stay_among_those_who_take_part(place):
    make_reviews(place)
    hits = []
    for review in ("PM2", "PM3", "PM4"):
        expect(place.run("person", review, "on-call engineer", "--name", NAME, "--handles", f"@{NAME.lower()}"), 0)
    with Server(place) as server:
        cast = Cast(server)
        holds(cast["owner"].get("/PM3/P1").text, NAME)
        for number, who in enumerate(("company", "team", "administrator", "reader")):
            for address in asked_by(number):
                answer = ask(cast[who], address)
                if NAME.lower() in answer.text.lower():
                    hits.append(f"{address} as {who}")
    equal(hits[:20], [])


main()
