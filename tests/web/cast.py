"""One workspace with everybody in it: a review for each circle, and an account for each part.

What may be asked of the server stands in matrix.tsv, and in src/web/routes.h for the program
itself; both are read here.
"""
import os
import re

from client import *  # noqa: F401,F403
from client import ROOT, Server, equal, expect

HERE = os.path.dirname(os.path.abspath(__file__))
CIRCLES = ("private", "team", "company", "public")
PARTS = ("reader", "participant", "note-taker", "facilitator", "owner")
WHO = ("visitor", "company", "team") + PARTS + ("administrator",)
NOT_THERE = "PM9"  # as long as the ids that are there
DENIED = "there is nothing here, or nothing for you to see"


def routes():
    """(method, path, need, body, is it a page) of every row of the table in the program."""
    with open(os.path.join(ROOT, "src", "web", "routes.h"), encoding="utf-8") as source:
        rows = re.findall(r'X\((GET|POST|PUT|DELETE),\s*"([^"]+)",\s*\w+,\s*(\w+),\s*(\w+),\s*("[^"]*"|NULL)',
                          source.read().replace("\\\n", " "))
    return [(method, path, need, body, page != "NULL") for method, path, need, body, page in rows]


def lines():
    """{(method, path): (need, marks)} of matrix.tsv; a mark is a word, or name=value."""
    found = {}
    with open(os.path.join(HERE, "matrix.tsv"), encoding="utf-8") as source:
        for line in source:
            if line.strip() and not line.startswith("#"):
                method, path, need, *marks = line.split()
                if (method, path) in found:
                    raise AssertionError(f"two lines for {method} {path}")
                found[method, path] = (need, dict((mark.split("=", 1) + [""])[:2] for mark in marks))
    return found


def fill(path, marks, review="PM1"):
    """An address of the route: ids that are there for reviews and entries, none for the rest."""
    def value(match):
        name = match.group(1)
        return review if name == "review" else marks.get(name, "E1" if name == "entry" else "999999")
    return re.sub(r"{(\w+)}", value, path) + ("?" + marks["query"] if "query" in marks else "")


class Cast:
    """ada looks after it; PM1 to PM4 are private, of the team, of the company, public."""

    def __init__(self, server):
        self.server = server
        ada = server.first("ada")
        self.people = {"visitor": server.stranger(), "administrator": ada,
                       "company": server.join(ada, "cam", "company"), "team": server.join(ada, "tim", "team")}
        for part in PARTS:
            self.people[part] = server.join(ada, part.replace("-", ""), "company")
        owner = self.people["owner"]
        for number, _ in enumerate(CIRCLES, 1):
            equal(ada.post("/accounts/lead", review=f"PM{number}", login="owner").status, 303)
            for part in PARTS[:-1]:
                login = part.replace("-", "")
                equal(owner.post(f"/PM{number}/people", login=login, part=part).status, 303)

    def login(self, who):
        return {"administrator": "ada", "company": "cam", "team": "tim"}.get(who, who.replace("-", ""))

    def __getitem__(self, who):
        return self.people[who]


def make_reviews(place):
    """Before the server starts: four reviews with an event each."""
    place.init()
    for circle in CIRCLES:
        expect(place.run("new", f"Matter of {circle}", "--day", "2026-11-20", "--circle", circle), 0)
    for number, _ in enumerate(CIRCLES, 1):
        expect(place.run("event", f"PM{number}", "2026-11-20T10:00:00Z doors closed"), 0)


def wanted(who, need, circle):
    """What the matrix says: allowed, missing, sign-in. What is not for one looks as if not there."""
    if need == "ANYBODY":
        return "allowed"
    if who == "visitor":
        return "sign-in"
    if need == "ACCOUNT":
        return "allowed"
    if need == "ADMIN":
        return "allowed" if who == "administrator" else "missing"
    place = PARTS.index(who) if who in PARTS else -1
    if need == "READ":
        open_to_all = circle in ("company", "public")
        of_team = circle == "team" and who in ("team", "administrator")
        return "allowed" if place >= 0 or open_to_all or of_team else "missing"
    least = {"TAKE_PART": PARTS.index("participant"), "LEAD": PARTS.index("facilitator")}[need]
    return "allowed" if place >= least else "missing"
