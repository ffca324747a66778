"""Every route as everybody, for a review of each circle; and what is not there looks like what is not
to be seen. The table is matrix.tsv; see there for how to add a route."""
import re
import socket
import time

from cast import *

PAGE_TO_SIGN_IN = re.compile(r"^/sign-in\?to=")


@case
def every_route_has_a_line_and_every_line_its_route(_):
    table, known = {(m, p): need for m, p, need, _, _ in routes()}, lines()
    equal(sorted(set(table) - set(known)), [])  # add a line for it to tests/web/matrix.tsv
    equal(sorted(set(known) - set(table)), [])  # this line's route is gone
    equal([key for key in table if table[key] != known[key][0]], [])  # another need than the matrix says


def ask(cast, who, method, path, marks):
    person = cast[who]
    if "fresh" in marks and who != "visitor":
        person = cast.server.stranger()
        person.sign_in(cast.login(who))
        person.token = ""
    if "stream" in marks:
        return first_line(cast.server, person, path)
    if method == "GET":
        return person.get(path)
    if method == "POST":
        return person.post(path)
    headers = {"Origin": cast.server.origin, "Sec-Fetch-Site": "same-origin", "X-Token": person.token,
               "Content-Type": "application/json"}
    return person.request(method, path, "{}", headers)


class Head:
    def __init__(self, status, text):
        self.status, self.text, self.location, self.headers = status, text, None, {}


def listen(server, person, path):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {cookies}\r\n\r\n".encode())
    return connection


def first_line(server, person, path):
    with listen(server, person, path) as connection:
        got = b""
        while b"\r\n\r\n" not in got:
            got += connection.recv(65536)
        head, _, rest = got.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(rest) < int(length.group(1)):
            rest += connection.recv(65536)
        return Head(status, rest.decode())


def outcome(answer, marks):
    if answer.status == 401 or (answer.status == 303 and PAGE_TO_SIGN_IN.match(answer.location or "")):
        return "sign-in"
    if answer.status == 404 and DENIED in answer.text and "loose" not in marks:
        return "missing"
    if answer.status == 404 and "loose" in marks:
        return "missing or gone"
    if answer.status == 403 and "loose" not in marks:
        return "refused: " + re.sub(r"\s+", " ", answer.text)[-300:]
    return "allowed" if answer.status < 500 else f"answered with {answer.status}: {answer.text[-300:]}"


def fits(got, want):
    return got == want or (got == "missing or gone" and want in ("missing", "allowed"))


def cells():
    for (method, path), (need, marks) in sorted(lines().items(), key=lambda line: line[1][0] in ("LEAD", "ADMIN")):
        circles = CIRCLES if "{review}" in path else CIRCLES[:1]
        for number, circle in enumerate(circles, 1):
            for who in WHO:
                yield method, fill(path, marks, f"PM{number}"), marks, who, wanted(who, need, circle)


def with_cast(place):
    make_reviews(place)
    return Server(place)


@case
def every_cell_is_as_the_matrix_says(place):
    wrong, count = [], 0
    with with_cast(place) as server:
        cast = Cast(server)
        for method, path, marks, who, want in cells():
            got = outcome(ask(cast, who, method, path, marks), marks)
            count += 1
            if not fits(got, want):
                wrong.append(f"{method} {path} as {who}: {got}, wanted {want}")
    print(f"# {count} cells")
    equal(wrong[:20], [])


def alike(answer, review):
    """What somebody could tell them apart by: status, body and headers, without the id."""
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in ("Date", "Set-Cookie"))
    return answer.status, answer.text.replace(review, "PM?"), str(headers).replace(review, "PM?")


@case
def what_is_not_to_be_seen_looks_like_what_is_not_there(place):
    wrong, count = [], 0
    with with_cast(place) as server:
        cast = Cast(server)
        for (method, path), (need, marks) in lines().items():
            if "{review}" not in path or need == "ANYBODY" or "stream" in marks:
                continue
            for who in WHO:
                if wanted(who, need, "private") == "allowed" or (need != "READ" and who in PARTS):
                    continue
                there, not_there = (alike(ask(cast, who, method, fill(path, marks, review), marks), review)
                                    for review in ("PM1", NOT_THERE))
                count += 1
                if there != not_there:
                    wrong.append(f"{method} {path} as {who}: {there} {not_there}")
    print(f"# {count} pairs")
    equal(wrong[:5], [])


@case
def a_part_that_is_taken_away_counts_from_the_next_request(place):
    with with_cast(place) as server:
        cast = Cast(server)
        owner, reader = cast["owner"], cast["reader"]
        kept = reader.get("/PM1/people")  # seen, and kept for the next time
        equal((kept.status, reader.get("/PM1/people").status), (200, 200))
        equal(owner.post("/PM1/people", login="reader").status, 303)
        equal(reader.get("/PM1/people").status, 404)
        cookie = dict(cast["team"].cookies)
        equal(cast["team"].get("/account").status, 200)
        equal(cast["administrator"].post("/accounts/3", reach="team", name="Tim", closed="yes").status, 303)
        cast["team"].cookies = cookie
        equal(cast["team"].get("/account").status, 303)


@case
def an_open_stream_ends_when_its_part_is_taken_away(place):
    with with_cast(place) as server:
        cast = Cast(server)
        with listen(server, cast["reader"], "/api/reviews/PM1/stream") as stream:
            while b"retry:" not in stream.recv(65536):
                pass
            began = time.monotonic()
            equal(cast["owner"].post("/PM1/people", login="reader").status, 303)
            while b"\r\n0\r\n\r\n" not in b"\r\n" + stream.recv(65536):  # one that goes on runs into the timeout
                pass
            print(f"# ended after {time.monotonic() - began:.2f} s")


def heard(stream, words):
    """What a stream said until these words came."""
    got = b""
    while words not in got:
        piece = stream.recv(65536)
        if not piece:
            raise AssertionError(f"the stream ended before {words}: {got}")
        got += piece
    return got


@case
def a_reader_is_told_how_many_are_here_and_not_who(place):
    with with_cast(place) as server:
        cast = Cast(server)
        path = "/api/reviews/PM1/stream"
        with listen(server, cast["reader"], path) as reading, listen(server, cast["owner"], path) as owning:
            heard(owning, b'"here":["')
            equal(b'"here"' in heard(reading, b'"count":2'), False)
            # A reader that takes part from now on asks anew, and then hears names.
            equal(cast["owner"].post("/PM1/people", login="reader", part="participant").status, 303)
            heard(reading, b"0\r\n\r\n")
        with listen(server, cast["reader"], path) as reading:
            heard(reading, b'"here":["')


@case
def the_evidence_page_names_no_folder_of_the_machine(place):
    with with_cast(place) as server:
        cast = Cast(server)
        place.write("machine/app.log", "2026-11-20T10:00:00Z started\n")
        expect(place.run("collect", place.path("machine/app.log")), 0)
        for who in ("reader", "owner"):
            told = cast[who].get("/api/reviews/PM1/evidence").text + cast[who].get("/PM1/evidence").text
            equal("app.log" in told, True)
            equal(place.path("machine") in told, False)
            equal('"by":' in told, who == "owner")


main()
