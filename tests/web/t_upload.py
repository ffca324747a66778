"""Files dropped into a review: in a form, in pieces that go on after a cut, for programs; and that
nobody else sees them."""
import time

from client import *

LOG = "".join(f"2026-11-22T05:{m:02}:{s:02}Z web[1]: ERROR pool exhausted, canary{m}x{s}\n"
              for m in range(30) for s in range(0, 60, 10))


def files(person, path, parts, **fields):
    """A form with files, as a browser sends it."""
    if not person.token:
        person.get("/help")
    edge = "edge-of-a-part-4711"
    body = b""
    for name, value in {"token": person.token, **fields}.items():
        body += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, content in parts:
        body += (f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                 "Content-Type: application/octet-stream\r\n\r\n").encode() + content + b"\r\n"
    body += f"--{edge}--\r\n".encode()
    return person.request("POST", path, body, {
        "Origin": person.server.origin, "Sec-Fetch-Site": "same-origin",
        "Content-Type": f"multipart/form-data; boundary={edge}"})


def send(person, method, path, content=b""):
    if not person.token:
        person.get("/help")
    return person.request(method, path, content, {
        "Origin": person.server.origin, "Sec-Fetch-Site": "same-origin", "X-Token": person.token,
        "Content-Type": "application/octet-stream"})


def address(name, size, modified=1763800000000, **more):
    return urllib.parse.urlencode({"name": name, "size": size, "modified": modified, **more})


def settled(person, review="PM1"):
    """The files on their way, once none is any more."""
    for _ in range(1200):
        answer = person.get(f"/api/reviews/{review}/incoming").json()
        if not answer.get("waiting"):
            return {f["name"]: f for f in answer["files"]}
        time.sleep(0.05)
    raise AssertionError("files wait for ever")


def sources(person, review="PM1"):
    for _ in range(1200):
        answer = person.get(f"/api/reviews/{review}/evidence")
        if answer.status != 200:
            return answer.status
        if "reading" not in answer.json():
            return {s["name"]: s for s in answer.json().get("sources", [])}
        time.sleep(0.05)
    raise AssertionError("the evidence is read for ever")


@case
def a_review_begins_with_files(place):
    with Server(place) as server:
        ada = server.first()
        answer = files(ada, "/new", [("app.log", LOG.encode()), ("notes.txt", b"something else\n")], title="")
        equal((answer.status, answer.location), (303, "/PM1/evidence"))
        equal({f["state"] for f in settled(ada).values()}, {"kept"})
        got = sources(ada)
        equal(sorted(got), ["app.log", "notes.txt"])
        equal((got["app.log"]["origin"], got["app.log"]["by"], got["app.log"]["own"]), ("app.log", "ada", True))
        page = ada.get("/PM1/evidence")
        holds(page.text, "app.log", "Clock: zone", "SHA-256")
        file = ada.get(got["app.log"]["href"])
        equal((file.raw, file.headers["Content-Type"]), (LOG.encode(), "application/octet-stream"))
        holds(file.headers["Content-Disposition"], "attachment")
        holds(file.headers["Content-Security-Policy"], "sandbox")


@case
def pieces_go_on_after_a_cut_and_after_a_restart(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Cut off")
        content = LOG.encode() * 40
        where = "/api/reviews/PM1/incoming?" + address("big.log", len(content))
        half = len(content) // 2
        answer = send(ada, "PUT", where + "&offset=0", content[:half])
        equal((answer.status, answer.json()["have"]), (200, half))
        equal(send(ada, "PUT", where + f"&offset={half + 1}", b"x").status, 409)
        equal(send(ada, "POST", where.replace("?", "/done?")).status, 409)
        # cut in the middle of a piece: nothing of it counts until it is whole
        server.raw(f"PUT {where}&offset={half} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 9999\r\n"
                   "Content-Type: application/octet-stream\r\n\r\nabc".encode(), timeout=1)
        equal(ada.get(where).json()["have"], half)
        server.kill()
        server.start()
        equal(ada.get(where).json()["have"], half)
        answer = send(ada, "PUT", where + f"&offset={half}", content[half:])
        equal(answer.json()["have"], len(content))
        equal(send(ada, "POST", where.replace("?", "/done?")).status, 200)
        equal(send(ada, "POST", where.replace("?", "/done?")).status, 200)  # the first answer was lost
        equal(settled(ada)["big.log"]["state"], "kept")
        equal(sources(ada)["big.log"]["sha256"], __import__("hashlib").sha256(content).hexdigest())
        incoming = os.path.join(place.workspace, "incoming")
        for _ in range(1200):
            if os.listdir(incoming):
                time.sleep(0.05)
        equal(os.listdir(incoming), [])


@case
def what_a_stopped_server_had_whole_is_handed_back(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Stopped")
        where = "/api/reviews/PM1/incoming?" + address("a.log", 4)
        upload = send(ada, "PUT", where + "&offset=0", b"abc\n").json()["id"]
        server.kill()
        incoming = os.path.join(place.workspace, "incoming")
        os.rename(os.path.join(incoming, f"part-{upload}"), os.path.join(incoming, f"whole-{upload}-1"))
        server.start()
        equal(ada.get(where).json()["have"], 4)
        equal(send(ada, "POST", where.replace("?", "/done?")).status, 200)
        equal(settled(ada)["a.log"]["state"], "kept")


@case
def names_are_kept_and_never_used_as_paths(place):
    names = ["../../outside.log", 'quote".log', "back\\slash.log", "tab\there", "line\r\nSet-Cookie: a=b",
             "/etc/passwd", "<script>alert(1)</script>.log", "дом.log", "dir/sub/app.log", "%2e%2e%2f"]
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Names")
        before = sorted(os.listdir(os.path.dirname(place.workspace)))
        for number, name in enumerate(names):
            content = f"{number} {LOG}".encode()
            where = "/api/reviews/PM1/incoming?" + address(name, len(content))
            equal(send(ada, "PUT", where + "&offset=0", content).status, 200)
            equal(send(ada, "POST", where.replace("?", "/done?")).status, 200)
        equal(sorted(settled(ada)), sorted(names))
        equal({f["state"] for f in settled(ada).values()}, {"kept"})
        equal(sorted(os.listdir(os.path.dirname(place.workspace))), before)
        got = sources(ada)
        equal(len(got), len(names))
        page = ada.get("/PM1/evidence").text
        equal("<script>alert" in page, False)
        for source in got.values():
            file = ada.get(source["href"])
            equal((file.status, "Set-Cookie" in file.headers), (200, False))
            equal("\r" in file.headers["Content-Disposition"], False)


@case
def programs_send_one_body_with_a_name(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="By programs")
        equal(send(ada, "POST", "/api/reviews/PM1/evidence", b"x").status, 400)
        answer = send(ada, "POST", "/api/reviews/PM1/evidence?name=app.log", LOG.encode())
        equal((answer.status, answer.json()["files"][0]["name"]), (200, "app.log"))
        equal(list(sources(ada)), ["app.log"])
        got = server.raw(f"POST /api/reviews/PM1/evidence?name=big HTTP/1.1\r\nHost: {server.host}\r\n"
                         f"Content-Length: {(8 << 20) + 1}\r\n\r\n".encode(), timeout=1)
        holds(got.decode(), " 413 ")
        equal(send(ada, "PUT", "/api/reviews/PM1/incoming?" + address("n", 2) + "&offset=0", b"123").status, 400)


@case
def evidence_of_a_private_review_is_nobody_elses(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        ada.post("/new", title="Closed", circle="private")
        bo.post("/new", title="Open")
        send(ada, "POST", "/api/reviews/PM1/evidence?name=secret-canary.log", LOG.encode())
        equal(list(sources(ada)), ["secret-canary.log"])
        href = sources(ada)["secret-canary.log"]["href"]
        equal(sources(bo, "PM2"), {})
        equal(sources(bo, "PM1"), 404)
        equal(bo.get(href).status, 404)
        equal(bo.get(href.replace("PM1", "PM2")).status, 404)
        for path in ("/", "/PM2/evidence", "/search?q=canary", "/search?q=canary1x10&in=PM2", "/board",
                     "/learning", "/api/reviews/PM1/incoming", "/metrics"):
            equal((path, "canary.log" in bo.get(path).text), (path, False))
        # the same bytes, given to both: each has them, and neither learns of the other
        send(bo, "POST", "/api/reviews/PM2/evidence?name=mine.log", LOG.encode())
        settled(bo, "PM2")
        equal([s["own"] for s in sources(bo, "PM2").values()], [True])


@case
def what_the_workspace_had_stays_open_to_all(place):
    place.write("common.log", LOG)
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        place.run("collect", os.path.join(place.folder, "common.log"))
        ada.post("/new", title="Closed", circle="private")
        bo.post("/new", title="Open")
        equal([s["own"] for s in sources(bo, "PM2").values()], [False])
        send(ada, "POST", "/api/reviews/PM1/evidence?name=again.log", LOG.encode())
        settled(ada)
        equal([s["own"] for s in sources(bo, "PM2").values()], [False])


@case
def a_clock_is_stated_by_hand_and_taken_back(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Clocks")
        send(ada, "POST", "/api/reviews/PM1/evidence?name=app.log", LOG.encode())
        href = sources(ada)["app.log"]["href"]
        equal(ada.post(href + "/clock", zone="Nowhere/Land").status, 400)
        equal(ada.post(href + "/clock", offset="soon").status, 400)
        equal(ada.post(href + "/clock", offset="37s", why="it was off").status, 303)
        source = sources(ada)["app.log"]
        equal((source["stated"]["stated_offset"], source["stated"]["stated_by"], source["ahead"]),
              ("37 s", "ada", "+37.00 s"))
        equal(ada.post(href + "/clock").status, 303)
        equal("stated" in sources(ada)["app.log"], False)


@case
def milestones_are_taken_over_once(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Milestones")
        quiet = "".join(f"2026-11-22T04:{m:02}:00Z web[1]: INFO fine, request {m}\n" for m in range(60))
        send(ada, "POST", "/api/reviews/PM1/evidence?name=app.log", (quiet + LOG).encode())
        sources(ada)
        proposed = ada.get("/api/reviews/PM1/evidence").json().get("proposed", 0)
        equal(proposed > 0, True)
        holds(ada.get("/PM1/evidence").text, f"Take {proposed} proposed milestone")
        equal(ada.post("/PM1/evidence/take").location, "/PM1/timeline")
        after = ada.get("/api/reviews/PM1/evidence").json()
        equal((after.get("proposed"), after["events"]), (None, proposed))


main()
