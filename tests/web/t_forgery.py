"""What another site's page can make a browser send changes nothing here: every route that changes
anything, in the forms that a forged request can have."""
import hashlib
import sqlite3
import urllib.parse

from cast import *

FORM = "application/x-www-form-urlencoded"
# What many of the forms want: a forged one would have an effect if nothing else were in its way.
FIELDS = {"login": "cam", "part": "owner", "reach": "team", "name": "Somebody", "password": PASSWORD, "review": "PM1",
          "title": "Another title", "text": "Another text", "what": "forged", "circle": "public", "stage": "closed",
          "at": "2026-11-20T10:05:00Z", "body": "{}", "base": "1", "change": "1", "day": "2026-11-20", "days": "5"}


def forms(server, person):
    """(name, method or None for the route's, headers, fields)"""
    ours = {"Origin": server.origin, "Sec-Fetch-Site": "same-origin", "Content-Type": FORM}
    good = {**FIELDS, "token": person.token}
    yield "cross-site", None, {**ours, "Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}, good
    yield "same-site", None, {**ours, "Sec-Fetch-Site": "same-site", "Origin": None}, good
    yield "another origin", None, {"Origin": "http://elsewhere.example", "Content-Type": FORM}, good
    yield "another origin that says it is ours", None, {**ours, "Origin": "http://elsewhere.example"}, good
    yield "origin null", None, {"Origin": "null", "Content-Type": FORM}, good
    yield "from nowhere", None, {"Content-Type": FORM}, good
    yield "typed in", None, {"Sec-Fetch-Site": "none", "Content-Type": FORM}, good
    yield "no token", None, ours, FIELDS
    yield "another token", None, ours, {**FIELDS, "token": "0" * 64}
    yield "plain text", None, {**ours, "Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"}, good
    yield "plain text from here", None, {**ours, "Content-Type": "text/plain"}, good
    yield "GET", "GET", ours, good


def state(place):
    """All that is kept, but for when sessions were seen last."""
    found = {}
    with sqlite3.connect(f"file:{place.workspace}/postmortem.db?mode=ro", uri=True) as store:
        for (table,) in store.execute("select name from sqlite_master where type = 'table' and sql not like '%virtual%'").fetchall():
            rows = store.execute(f'select * from "{table}"').fetchall()
            found[table] = len(rows) if "session" in table else hashlib.sha256(repr(rows).encode()).hexdigest()
    store.close()
    return found


def who_may(cast, need):
    if need == "ANYBODY":
        stranger = cast.server.stranger()
        stranger.get("/sign-in")
        return stranger
    return cast["administrator" if need == "ADMIN" else "owner"]


@case
def what_is_forged_is_refused_and_changes_nothing(place):
    wrong, count = [], 0
    make_reviews(place)
    with Server(place) as server:
        cast = Cast(server)
        for method, path, need, _, _ in routes():
            if method == "GET":
                continue
            person = who_may(cast, need)
            marks = lines().get((method, path), ("", {}))[1]
            before = state(place)
            forged = list(forms(server, person))
            for name, other, headers, fields in forged:
                body, address = urllib.parse.urlencode(fields), fill(path, marks)
                if other == "GET":
                    address, body = address + "?" + body, None
                answer = person.request(other or method, address, body, headers)
                count += 1
                refused = answer.status in (400, 403, 415) or (other == "GET" and answer.status < 500)
                if not refused:
                    wrong.append(f"{method} {path}, {name}: {answer.status}")
            after = state(place)
            changed = [table for table in after if before.get(table) != after[table]]
            if changed:
                wrong.append(f"{method} {path} changed {changed}")
    print(f"# {count} forged requests")
    equal(wrong[:20], [])


@case
def a_token_of_one_session_does_not_fit_another(place):
    make_reviews(place)
    with Server(place) as server:
        cast = Cast(server)
        owner, other = cast["owner"], server.stranger()
        other.sign_in("owner")
        other.token = owner.token
        equal(other.post("/account/name", name="Somebody").status, 403)
        other.token = ""
        equal(other.post("/account/name", name="Somebody").status, 303)


@case
def a_state_that_did_change_is_seen(place):
    """So that the first case can fail."""
    make_reviews(place)
    with Server(place) as server:
        cast = Cast(server)
        before = state(place)
        equal(cast["owner"].post("/account/name", name="Somebody").status, 303)
        equal(before == state(place), False)


main()
