"""The report's page: how it reads for whom, what is missing, going out, and being amended."""
from client import *


def a_review(server, *others, circle="team"):
    return server.review(*others, options=(
        "--circle", circle, "--sort", "incident",
        "--summary", "Orders failed on db7.internal. Root cause was human error."))


def report(person, circle=""):
    answer = person.get(f"/api/reviews/PM1/report{'?for=' + circle if circle else ''}")
    equal(answer.status, 200)
    return answer.json()


@case
def it_tells_what_is_missing_what_leaks_and_what_is_asked(place):
    with Server(place) as server:
        ada, = a_review(server)
        model = report(ada)
        equal((model["for"], model["out"], model["missing_count"] > 0), ("team", False, True))
        holds(model["report"], "Orders failed on", "<section id=\"head\"")
        equal("human error" in [row["words"].lower() for row in model["questions"]] or model["question_count"] > 0, True)
        leaks = report(ada, "public")["leaks"]
        equal([(leak["text"], leak["line"] > 0) for leak in leaks if leak["rule"] == "host"][:1], [("db7.internal", True)])


@case
def readers_get_the_report_and_not_the_work_on_it(place):
    with Server(place) as server:
        ada, = a_review(server)
        reader = server.join(ada, "reader")
        model = report(reader, "private")
        equal((model["for"], [key for key in ("missing", "leaks", "questions", "texts") if key in model]), ("team", []))
        page = reader.get("/PM1/report").text
        equal(("data-live-field" in page, "/report/publish" in page), (False, False))
        equal(reader.post("/PM1/report/text", field="summary", base="1", text="x").status, 404)


@case
def it_is_kept_as_a_page_markdown_and_json(place):
    with Server(place) as server:
        ada, = a_review(server)
        for ending, kind in (("html", "text/html"), ("md", "text/markdown"), ("json", "application/json")):
            answer = ada.get(f"/PM1/report.{ending}?for=company")
            equal((answer.status, answer.headers["Content-Type"].split(";")[0]), (200, kind))
            holds(answer.headers["Content-Disposition"], "attachment", f"PM1-company.{ending}")
            holds(answer.text, "Orders failed")
        equal(ada.get("/PM1/report?for=nobody").status, 400)


@case
def a_text_is_changed_by_a_form_and_a_stale_one_shows_both(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo")
        base = report(ada)["base"]
        equal(ada.post("/PM1/report/text", field="story", base=base, text="One.").status, 303)
        stale = bo.post("/PM1/report/text", field="story", base=base, text="Other <b>words</b>.")
        equal(stale.status, 409)
        holds(stale.text, "One.", "Other &lt;b&gt;words&lt;/b&gt;.")
        equal(bo.post("/PM1/report/text", field="title", base=base, text="x").status, 400)


@case
def publishing_says_what_is_missing_and_changes_nothing(place):
    with Server(place) as server:
        ada, bo = a_review(server, "bo")
        equal(bo.post("/PM1/report/publish", **{"for": "team"}).status, 404)
        refused = ada.post("/PM1/report/publish", **{"for": "company"})
        equal(refused.status in (400, 422), True)
        equal((report(ada)["out"], place.run("show", "PM1", "PM0", "--json").json()["body"]["circle"]), (False, "team"))


@case
def the_guard_asks_in_utf_16_and_is_set_aside_or_put_to_the_meeting(place):
    with Server(place) as server:
        ada, = a_review(server)
        text = "😀 Root cause was human error."
        about = {"review": "PM1", "entry": "PM0", "field": "summary", "text": text}
        found = ada.send("POST", "/api/guard", about).json()["findings"]
        equal(len(found), 1)
        units = text.encode("utf-16-le")
        words = units[2 * found[0]["from"]:2 * found[0]["to"]].decode("utf-16-le")
        equal((words in text, found[0]["from"] >= 3, bool(found[0]["question"])), (True, True, True))
        answer = {**about, "fingerprint": found[0]["fingerprint"]}
        equal(ada.send("POST", "/api/reviews/PM1/guard/aside", answer).status, 422)
        equal(ada.send("POST", "/api/reviews/PM1/guard/ask", answer).status, 200)
        holds(place.run("show", "PM1", "Q1").out, "human error")
        equal(ada.send("POST", "/api/reviews/PM1/guard/aside", {**answer, "reason": "quoted from the vendor"}).status, 200)
        left = [row["fingerprint"] for row in ada.send("POST", "/api/guard", about).json()["findings"]]
        equal(found[0]["fingerprint"] in left, False)


@case
def the_guard_tells_nothing_of_reviews_of_others(place):
    with Server(place) as server:
        ada, = a_review(server, circle="private")
        other = server.join(ada, "other")
        for review in ("PM1", "PM9", "x"):
            equal(other.send("POST", "/api/guard", {"review": review, "text": "x"}).status, 404)
        equal(other.send("POST", "/api/guard", {"text": "It was human error."}).status, 200)


main()
