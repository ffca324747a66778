"""Contributing causes and remediation over HTTP: the worked example typed through the plain forms."""
from client import *

CAUSES = "/PM1/causes"
GRAPH = "/api/reviews/PM1/causes"


def made(person, path, **fields):
    answer = person.post(CAUSES + path, **fields)
    if answer.status != 303:
        raise AssertionError(f"{path} {fields}: {answer.status} {answer.text[-900:]}")
    return answer


def worked_example(person):
    """Config push: F1 is bad, F5 the onset, F9 the length; ways W1 to W6."""
    person.post("/new", title="Config push")
    made(person, "/ways", brings="bad config is on the fleet",
         needs="config change pushed to all at once\nschema check skips files over 1 MiB\nno staged rollout")
    made(person, "/ways", brings="pages fail", needs="F1\nloader exits on a parse problem, no last-good copy")
    made(person, "/part", factor="F5", part="outcome", outcome="onset")
    made(person, "/ways", brings="F5", reason="both",
         needs="F1\nrestart storm drains the pool\npool sized for 60 % of the fleet")
    made(person, "/ways", brings="pages fail for two hours",
         needs="F5\npage keyed on 5xx at the edge\nedge retries hide 5xx")
    made(person, "/part", factor="F9", part="outcome", outcome="length")
    made(person, "/ways", brings="F9", reason="which", needs="F5\nstatus board reads the same config")
    made(person, "/ways", brings="F9", reason="which",
         needs="F5\nrollback needs a quorum that was down\nbreak-glass path not in the profile")


def outcomes(person, query=""):
    graph = person.get(GRAPH + query).json()
    return {outcome["outcome"]: outcome for outcome in graph["outcomes"]}


@case
def the_worked_example_has_two_and_six_sets(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        told = outcomes(ada)
        equal(told["F5"]["sets"]["list"], [["F2", "F3", "F4", "F6"], ["F2", "F3", "F4", "F7", "F8"]])
        equal(told["F9"]["sets"]["count"], 6)
        equal([len(one) for one in told["F9"]["sets"]["list"]], [5, 6, 6, 6, 7, 7])
        equal(told["F5"]["paths"]["list"], [["F2"], ["F3"], ["F4"], ["F6", "F7"], ["F6", "F8"]])
        page = ada.get(CAUSES)
        equal(page.status, 200)
        holds(page.text, "Two known ways bring it about")
        holds(page.text, 'href="/PM1/F6"')
        holds(page.text, 'data-way="W2" data-to="F5" data-from="F6"')
        holds(page.text, "could it still have come about?")
        equal("style=" in page.text.split('<main')[1], False)


@case
def a_test_is_answered_and_text_stays_text(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        made(ada, "/tests", way="W1", without="F2", answer="no", because="a <i>slow</i> push", role="release engineer")
        made(ada, "/tests", way="W2", without="all", answer="cannot-tell", because="try it on one host")
        graph = ada.get(GRAPH).json()
        links = [need for way in graph["ways"] if way["name"] == "W1" for need in way["needs"]]
        equal([link["test"]["answer"] for link in links if link["condition"] == "F2"], ["no"])
        page = ada.get(CAUSES).text
        holds(page, "a &lt;i&gt;slow&lt;/i&gt; push")
        equal("<i>slow" in page, False)
        equal(ada.post(CAUSES + "/tests", way="W2", without="F2", answer="no").status, 400)
        equal(ada.post(CAUSES + "/tests", way="W9", answer="no").status, 404)


@case
def links_come_and_go_and_come_back(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        made(ada, "/conditions", text="nobody watches the first host", brings="F1")
        equal(len(outcomes(ada)["F5"]["sets"]["list"][0]), 5)
        several = ada.post(CAUSES + "/links", cause="F2", brings="F9")
        equal(several.status, 400)
        holds(several.text, "3 ways lead to F9")
        made(ada, "/links", cause="F2", brings="F9", way="W5")
        equal(ada.post(CAUSES + "/unlink", way="W5", cause="F2", base="1").status, 409)
        made(ada, "/unlink", way="W5", cause="F2", base="2")
        gone = ada.follow(made(ada, "/remove", entry="F15"))
        holds(gone.text, "F15 taken out")
        equal(len(outcomes(ada)["F5"]["sets"]["list"][0]), 4)
        change = re.search(r'name="change" value="(\d+)"', gone.text).group(1)
        equal(int(change) > 0, True)
        made(ada, "/remove", entry="F5")  # its ways and their answers go with it
        equal([way["name"] for way in ada.get(GRAPH).json()["ways"]], ["W1", "W4", "W5", "W6"])


@case
def conditions_supposed_away_show_what_else_was_needed(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        left = ada.get(GRAPH + "/what-if?without=F6").json()["supposed"]["left_ways"]
        equal([(one["name"], one["count"]) for one in left], [("F5", 1), ("F9", 3)])
        equal(ada.get(GRAPH + "/what-if?without=F2").json()["supposed"]["left_ways"][0]["count"], 0)
        equal(ada.get(GRAPH + "/what-if?with=I9").status, 404)
        page = ada.get(CAUSES + "?without=F6")
        holds(page.text, "Known ways that are left without it: 1.")


@case
def a_circle_is_told_and_can_be_taken_out(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        made(ada, "/links", cause="F5", brings="F2", way="new")
        page = ada.get(CAUSES)
        equal(page.status, 200)
        holds(page.text, "Cannot be so")
        made(ada, "/remove", entry="W7")
        equal("Cannot be so" in ada.get(CAUSES).text, False)


ACCEPTABLE = dict(owner="release engineer", due="2027-01-15", done_when="a bad file stops at one host",
                  type="prevent", kind="guardrail", strength="strong", strength_reason="it stops by itself",
                  proof="a drill in January", effect="removes", ticked="yes")


def accepted(person, text, breaks):
    answer = person.post("/PM1/plan/items", text=text, breaks=breaks, state="accepted", **ACCEPTABLE)
    if answer.status != 303:
        raise AssertionError(f"{text}: {answer.status} {answer.text[-900:]}")


def cover(person):
    return [(one["name"], one["open_sets"], one["depth"],
             [(item["item"], item["breaks"]) for item in one["items"]])
            for one in person.get("/api/reviews/PM1/plan").json()["coverage"]["outcomes"]]


@case
def the_plan_of_the_worked_example_has_the_depth_that_it_has(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        accepted(ada, "Roll out in stages", ["F4"])
        equal(cover(ada), [("F5", 0, 1, [("I1", 2)]), ("F9", 0, 1, [("I1", 6)])])
        holds(ada.get("/PM1/plan").text, "What if this one does not hold?")
        accepted(ada, "Keep the last good copy in the loader", ["F6"])
        accepted(ada, "Size the pool for the fleet", ["F8"])
        equal(cover(ada)[0], ("F5", 0, 2, [("I1", 2), ("I2", 1), ("I3", 1)]))
        accepted(ada, "Page on what clients see", ["F10"])
        accepted(ada, "Put the break-glass path into the profile", ["F14"])
        equal(cover(ada)[1][3], [("I1", 6), ("I2", 3), ("I3", 3), ("I4", 2), ("I5", 2)])
        equal(cover(ada)[0][3][3:], [("I4", 0), ("I5", 0)])
        then = ada.get(GRAPH + "/what-if?without=I1,I2").json()["supposed"]["outcomes"][0]
        equal((then["open_sets"], then["depth"]), (1, 0))
        equal([one["name"] for one in then["left"][0]["conditions"]], ["F2", "F3", "F4", "F6"])
        page = ada.get("/PM1/plan").text
        holds(page, "What if I1 does not hold?", "No item is a tool")
        holds(ada.get(CAUSES + "?without=I1&without=I2").text, "I1 does not hold", "Open:")


@case
def an_item_is_shaped_decided_on_and_followed_up(place):
    with Server(place) as server:
        ada = server.first()
        worked_example(ada)
        equal(ada.post("/PM1/plan/items", text="Roll out in stages").status, 303)
        page = ada.get("/PM1/plan").text
        holds(page, "Parked ideas", "Acceptance still asks for: owner, due")
        no = ada.post("/PM1/plan/items", item="I1", state="accepted", owner="the team", text="Roll out <slowly>")
        equal(no.status, 400)
        holds(no.text, "it still needs", 'value="Roll out &lt;slowly&gt;"', 'value="the team"')
        equal(ada.post("/PM1/plan/items", item="I1", base="1", state="accepted", breaks=["F4", "F3"], **ACCEPTABLE).status, 303)
        stale = ada.post("/PM1/plan/items", item="I1", base="1", text="Push to one host first")
        equal(stale.status, 409)
        holds(stale.text, "Both versions", 'value="Push to one host first"', "Roll out in stages")
        for due in ("2027-02-15", "2027-03-15"):
            equal(ada.post("/PM1/plan/items", item="I1", due=due).status, 303)
        holds(ada.get("/PM1/plan/I1").text, "due 2027-01-15", "due 2027-03-15")
        holds(ada.get("/PM1/plan").text, "moved later 2 times")
        equal(ada.post("/PM1/plan/items", item="I1", state="done").status, 303)
        holds(ada.get("/PM1/plan").text, "Done, to be looked at")
        equal(ada.post("/PM1/plan/items", item="I1", state="verified", result="effective").status, 400)
        equal(ada.post("/PM1/plan/items", item="I1", state="verified", result="effective", level="exercised",
                       check_method="a drill on one host", held_in="PM9").status, 303)
        item = [i for g in ada.get("/api/reviews/PM1/plan").json()["groups"] for i in g["items"]][0]
        equal((item["state"], item["breaks"]), ("verified", "F4, F3"))


@case
def wishes_become_items_in_one_step(place):
    with Server(place) as server:
        ada = server.first()
        ada.post("/new", title="Orders failed")
        expect(place.run("say", "PM1", "wish", "which host had the new file", "--role", "on-call engineer"), 0)
        page = ada.get("/PM1/plan").text
        holds(page, "which host had the new file", "Make it an item")
        answer = ada.post("/PM1/plan/from", entry="T1")
        equal((answer.status, answer.location), (303, "/PM1/plan#I1"))
        holds(ada.get("/PM1/plan").text, "Show it where and when it is wanted", "Taken up by")


main()
