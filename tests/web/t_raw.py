"""What is no request gets one answer that says so, and the end of the connection; limits hold at
themselves and one beyond."""
import concurrent.futures
import re
import socket

import odd_requests
from client import *

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


def converse(server, data, patience=4):
    """All that comes back, and whether the server ended the connection by itself."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        got, ended = b"", True
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            while piece := connection.recv(65536):
                got += piece
        except ConnectionResetError:
            pass
        except socket.timeout:
            ended = False
        if not got and not ended:  # it waits for more; there is none
            connection.shutdown(socket.SHUT_WR)
            got, ended = read_all(connection), True  # or this runs into the timeout
        return got, ended


def judge(server, item):
    name, data = item
    host = server.host.encode()
    got, ended = converse(server, (data + odd_requests.HIDDEN).replace(b"%HOST%", host))
    codes = [int(code) for code in STATUS.findall(got)]
    if any(code < 400 for code in codes):  # HIDDEN is answered with 200
        return f"{name}: answered with {codes}"
    if len(set(codes)) > 1:  # the library writes the head of its own refusals twice
        return f"{name}: {len(codes)} answers {codes}"
    if codes and not ended:
        return f"{name}: {codes}, and the connection stays open"
    return None


@case
def what_is_no_request_is_refused_and_ends_the_connection(place):
    corpus = list(odd_requests.corpus())
    with Server(place) as server:
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            wrong = [said for said in pool.map(lambda item: judge(server, item), corpus) if said]
        server.first()
    print(f"# {len(corpus)} requests")
    equal(len(corpus) >= 200, True)
    if wrong:
        raise AssertionError("\n".join(wrong))


@case
def addresses_lead_nowhere_else(place):
    with Server(place) as server:
        server.first()
        for target in odd_requests.ELSEWHERE:
            data = odd_requests.head(b"GET " + target + b" HTTP/1.1", b"Connection: close").replace(b"%HOST%", server.host.encode())
            equal((target, STATUS.findall(converse(server, data)[0])), (target, [b"404"]))


def answers(server, data, patience=15):
    """The statuses of all answers on one connection."""
    return [int(code) for code in STATUS.findall(converse(server, data.replace(b"%HOST%", server.host.encode()), patience)[0])]


LAST = b"Connection: close"


@case
def a_body_that_was_not_read_is_never_the_next_request(place):
    with Server(place) as server:
        ada = server.first()
        ada.get("/help")
        cookie = b"Cookie: " + "; ".join(f"{k}={v}" for k, v in ada.cookies.items()).encode()
        hidden = odd_requests.HIDDEN
        length = b"Content-Length: %d" % len(hidden.replace(b"%HOST%", server.host.encode()))
        tried = []
        for line, *more in ((b"GET /help HTTP/1.1", cookie), (b"GET /help HTTP/1.1",), (b"GET /account HTTP/1.1", cookie),
                            (b"HEAD /help HTTP/1.1", cookie), (b"DELETE /help HTTP/1.1",), (b"POST /nowhere HTTP/1.1",),
                            (b"POST /account/name HTTP/1.1", odd_requests.FORM), (b"GET /account HTTP/1.1",),
                            (b"PUT /sign-in HTTP/1.1",), (b"GET /assets/x HTTP/1.1",), (b"BREW /help HTTP/1.1",)):
            tried.append((line, odd_requests.head(line, *more, length) + hidden))
        with concurrent.futures.ThreadPoolExecutor(len(tried)) as pool:  # some wait until their patience ends
            got = pool.map(lambda each: (each[0], len(answers(server, each[1], 3))), tried)
            equal(list(got), [(line, 1) for line, _ in tried])


@case
def two_good_requests_in_a_row_have_two_answers(place):
    with Server(place) as server:
        server.first()
        data = odd_requests.head(b"GET /help HTTP/1.1") + odd_requests.head(b"GET /health HTTP/1.1", b"X:  y \t", LAST)
        equal(answers(server, data), [200, 200])


@case
def limits_hold_at_themselves_and_one_beyond(place):
    with Server(place) as server:
        server.first()
        at = odd_requests.head

        def target(size):
            return b"GET /help?" + b"a" * (size - len("/help?")) + b" HTTP/1.1"

        equal(answers(server, at(target(8192), LAST)), [200])
        equal(answers(server, at(target(8193), LAST)), [414])
        many = [b"X%d: a" % n for n in range(97)]
        equal(answers(server, at(b"GET /help HTTP/1.1", LAST, *many, b"Y: b")), [200])
        equal(answers(server, at(b"GET /help HTTP/1.1", LAST, *many, b"Y: b", b"Z: c")), [431])
        own = len(b"Host: %HOST%\r\n".replace(b"%HOST%", server.host.encode())) + len(LAST) + 2 + len(b"X: \r\n")
        equal(answers(server, at(b"GET /help HTTP/1.1", LAST, b"X: " + b"a" * (16384 - own))), [200])
        equal(answers(server, at(b"GET /help HTTP/1.1", LAST, b"X: " + b"a" * (16385 - own))), [431])
        equal(server.stranger().get("/help?" + "a&" * 200).status, 200)
        equal(answers(server, at(b"GET /help?" + b"a&" * 400 + b" HTTP/1.1", LAST), 4) in ([], [400]), True)


@case
def bodies_are_limited_by_size_fields_and_depth(place):
    with Server(place) as server:
        ada = server.first()
        form = {**ada._from_here(), "Content-Type": "application/x-www-form-urlencoded"}

        def named(extra):
            return ada.request("POST", "/account/name", f"token={ada.token}&name=Ada" + extra, form).status

        equal(named("&a=b" * 398), 303)
        equal(named("&a=b" * 399), 422)
        room = (1 << 20) - len(f"token={ada.token}&name=Ada&x=")
        equal(named("&x=" + "y" * room), 303)
        cookie = b"Cookie: " + "; ".join(f"{k}={v}" for k, v in ada.cookies.items()).encode()
        beyond = odd_requests.head(b"POST /account/name HTTP/1.1", odd_requests.FORM, cookie, b"Content-Length: 1048577")
        equal(answers(server, beyond), [413])

        def nested(depth):
            content = '{"name":"Ada","x":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"
            headers = {**ada._from_here(), "Content-Type": "application/json", "X-Token": ada.token}
            return ada.request("POST", "/account/name", content, headers).status

        equal(nested(64), 303)
        equal(nested(65) in (413, 422), True)
        stranger = server.stranger()
        stranger.get("/sign-in")
        body = f"token={stranger.token}&login=ada&password=x&y="
        form = {"Origin": server.origin, "Content-Type": "application/x-www-form-urlencoded"}
        equal(stranger.request("POST", "/sign-in", body + "y" * (16384 - len(body)), form).status, 403)
        equal(answers(server, odd_requests.head(b"POST /sign-in HTTP/1.1", odd_requests.FORM, b"Content-Length: 16385")), [413])


@case
def nobody_fills_the_disk_who_may_not_ask(place):
    """A large body is not read before it is known whose it is."""
    with Server(place) as server:
        server.first()
        line = b"Content-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
        for method, path, _, body, _ in routes_with_files():
            length = b"Content-Length: 900000000" if body == "FILES" else b"Content-Length: 8000000"
            data = odd_requests.head(f"{method} {path} HTTP/1.1".encode(), b"Content-Type: multipart/form-data; boundary=q", length) + b"--q\r\n" + line + b"y" * 100000
            equal((path, answers(server, data)), (path, [401]))
        equal(os.listdir(os.path.join(place.workspace, "incoming")) if os.path.isdir(
            os.path.join(place.workspace, "incoming")) else [], [])


def routes_with_files():
    from cast import fill, routes
    return [(method, fill(path, {}), need, body, page) for method, path, need, body, page in routes() if body in ("FILES", "BYTES")]


main()
