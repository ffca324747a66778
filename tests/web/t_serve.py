"""The server itself: how it begins and ends, what it promises after kill -9, streams, repeats."""
import threading
import time

from client import *


def begin(person, title):
    """A review, by a form with its key; the address it leads to."""
    answer = person.request("POST", "/new", *form(person, title=title, key=f"key-of-{title}".replace(" ", "-")))
    return answer


def form(person, **fields):
    boundary = "----------------------------b0undary"
    fields.setdefault("token", person.token)
    body = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in fields.items()) + f"--{boundary}--\r\n"
    return body.encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}",
                           "Origin": person.server.origin, "Sec-Fetch-Site": "same-origin"}


def stream(person, path, seconds, got):
    """Reads an event stream for a while into a list of lines; ends when the server ends it."""
    connection = http.client.HTTPConnection("127.0.0.1", person.server.port, timeout=seconds)
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    connection.request("GET", path, headers={"Host": person.server.host, "Cookie": cookies})
    response = connection.getresponse()
    got.append(response.status)
    try:
        while line := response.readline():
            got.append(line.decode().strip())
        got.append("ended")
    except (TimeoutError, OSError):
        got.append("time is up")
    connection.close()


def until(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.02)


@case
def it_answers_to_its_own_name_alone(place):
    with Server(place) as server:
        person = server.stranger()
        equal(person.get("/sign-in").status, 200)
        equal(person.get("/sign-in", Host="elsewhere.example").status, 421)
        equal(person.get("/sign-in", Host=f"localhost:{server.port}").status, 200)
        equal(person.get("/health", Host="anything").status, 200)


@case
def it_does_not_listen_to_others_without_a_name_for_them(place):
    place.init()
    result = place.run("serve", "--listen", "0.0.0.0:0")
    expect(result, 2)
    holds(result.err, "--origin https://")
    result = place.run("serve", "--listen", "127.0.0.1:0", "--origin", "http://open.example")
    expect(result, 2)
    result = place.run("serve", "--listen", "nowhere")
    expect(result, 2)


@case
def it_ends_while_streams_are_open(place):
    with Server(place) as server:
        ada = server.first()
        got = []
        reading = [threading.Thread(target=stream, args=(ada, "/api/stream", 90, got)) for _ in range(5)]
        for thread in reading:
            thread.start()
        until(lambda: got.count(200) == 5)
        equal(server.stop(), 0)  # or this runs into its timeout
        for thread in reading:
            thread.join()
        equal(got.count("ended"), 5)


@case
def what_was_acknowledged_is_there_after_kill_9(place):
    with Server(place) as server:
        ada = server.first()
        acknowledged, number = [], 0
        for round_number in range(4):
            stop = threading.Event()

            def write():
                nonlocal number
                while not stop.is_set():
                    number += 1
                    try:
                        if begin(ada, f"Review number {number}").status == 303:
                            acknowledged.append(number)
                    except (OSError, http.client.HTTPException):
                        return

            writing = threading.Thread(target=write, daemon=True)
            writing.start()
            wanted = len(acknowledged) + 2 + round_number
            until(lambda: len(acknowledged) >= wanted)
            server.kill()
            stop.set()
            writing.join()
            server.start()
        listed = place.run("show", "--json").out
        for one in acknowledged:
            holds(listed, f'"Review number {one}"')
    expect(place.run("verify"), 0)


@case
def a_form_that_comes_twice_is_done_once(place):
    with Server(place) as server:
        ada = server.first()
        first, second = begin(ada, "Once"), begin(ada, "Once")
        equal((first.status, second.status), (303, 303))
        equal(first.location, second.location)
        equal(place.run("show", "--json").out.count('"Once"'), 1)
        other = ada.request("POST", "/new", *form(ada, title="Another", key="key-of-Once"))
        equal(other.status in (409, 422), True)


@case
def a_stream_tells_what_the_command_line_changes(place):
    with Server(place) as server:
        ada = server.first()
        href = begin(ada, "Watched").location
        got = []
        reading = threading.Thread(target=stream, args=(ada, "/api/reviews/PM1/stream", 90, got))
        reading.start()
        until(lambda: got)
        time.sleep(0.3)
        expect(place.run("event", "PM1", "--at", "2026-11-22T10:00Z", "--what", "it began"), 0)
        until(lambda: any(line.startswith("data:") and '"E1"' in line for line in got if isinstance(line, str)))
        server.stop()
        reading.join()
        holds(href, "/PM1")


@case
def a_page_that_did_not_change_is_not_sent_again(place):
    with Server(place) as server:
        ada = server.first()
        page = ada.get("/settings")
        again = ada.get("/settings", **{"If-None-Match": page.headers["ETag"]})
        equal((again.status, again.raw), (304, b""))
        begin(ada, "A new one")
        equal(ada.get("/", **{"If-None-Match": page.headers["ETag"]}).status, 200)


@case
def a_kept_page_is_nobody_elses(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        for _ in range(3):
            holds(ada.get("/account").text, ">Ada<")
            holds(bo.get("/account").text, ">Bo<")
        before = ada.get("/").text
        begin(ada, "Something new")
        equal(ada.get("/").text == before, False)


@case
def health_and_metrics_tell_no_content(place):
    with Server(place) as server:
        ada = server.first()
        equal(ada.get("/health").json(), {"status": "ok"})
        metrics = ada.get("/metrics").text
        holds(metrics, "postmortem_requests_total{class=\"2xx\"}", "postmortem_event_streams 0")


@case
def the_log_has_routes_and_no_addresses(place):
    log = place.path("access.log")
    with Server(place, "--log", log) as server:
        ada = server.first()
        ada.get("/search?q=unmistakable")
        ada.get("/no-such-page-unmistakable")
    with open(log) as source:
        lines = [json.loads(line) for line in source]
    equal("unmistakable" in json.dumps(lines), False)
    equal(any(line["route"] == "/welcome/{ticket}" and line["status"] == 303 for line in lines), True)


main()
