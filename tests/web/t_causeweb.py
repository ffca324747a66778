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


main()
