"""Pages across reviews: starting one, what needs whom, lists, search, the board, learning."""
from client import *


def lacks(text, words):
    equal(words in text, False)


def begin(person, title, **fields):
    """A new review; its number, such as PM1."""
    answer = person.post("/new", title=title, **fields)
    equal(answer.status, 303)
    return re.match(r"/(PM\d+)/", answer.location).group(1)


@case
def an_empty_workspace_greets_with_one_step(place):
    with Server(place) as server:
        page = server.first().get("/")
        equal(page.status, 200)
        holds(page.text, "Drop logs, chat exports, pictures here")
        holds(page.text, 'action="/new"')


@case
def a_title_is_enough_and_its_maker_owns_it(place):
    with Server(place) as server:
        ada = server.first()
        answer = ada.post("/new", title="Orders could not be placed")
        equal((answer.status, answer.location), (303, "/PM1/evidence"))
        people = ada.get("/api/reviews/PM1/people").json()
        owner = people["members"][0]
        equal((owner["login"], owner["person"]), ("ada", "P1"))
        equal([p["word"] for p in owner["parts"] if p["has"]], ["owner"])
        home = ada.get("/")
        holds(home.text, "Orders could not be placed")
        holds(home.text, "Needs you now")


@case
def without_a_title_the_form_comes_back_as_typed(place):
    with Server(place) as server:
        ada = server.first()
        answer = ada.post("/new", title=" ", severity="SEV<2")
        equal(answer.status, 400)
        holds(answer.text, "what users met")
        holds(answer.text, "SEV&lt;2")
        answer = ada.post("/new", title="Fine", day="some day")
        equal(answer.status, 400)
        holds(answer.text, 'value="Fine"')
        equal(ada.send("POST", "/api/reviews", {"title": ""}).status, 400)
        made = ada.send("POST", "/api/reviews", {"title": "By a program", "circle": "private"})
        equal((made.status, made.json()["id"]), (200, "PM1"))


@case
def the_list_is_filtered_and_goes_on(place):
    with Server(place) as server:
        ada = server.first()
        for number in range(53):
            begin(ada, f"Incident number {number:02}")
        page = ada.get("/").text
        holds(page, "Incident number 52")
        lacks(page, "Incident number 02")
        further = re.search(r'href="(/\?after=PM\d+)">Further', page).group(1)
        holds(ada.get(further).text, "Incident number 02")
        page = ada.get("/?q=number+07").text
        holds(page, "Incident number 07")
        lacks(page, "Incident number 08")
        lacks(ada.get("/?stage=publish").text, "Incident number 52")
        lacks(ada.get("/?q=%3Cscript%3E").text, "<script>")


@case
def private_reviews_stand_in_no_list_of_others(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        begin(ada, "Canary words alone", circle="private")
        begin(ada, "Open words")
        holds(ada.get("/").text, "Canary words")
        for path in ("/", "/?q=canary", "/new"):
            lacks(bo.get(path).text, "Canary")
        equal(bo.get("/PM1/people").status, 404)


def cli(place, *words):
    expect(place.run(*words), 0)


@case
def search_finds_what_one_may_read_and_marks_it(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        begin(ada, "Canary alone", circle="private")
        begin(ada, "Orders with <b>pool</b> exhausted")
        cli(place, "event", "PM1", "--kind", "fault", "--what", "the pool was exhausted, canary")
        cli(place, "event", "PM2", "--kind", "fault", "--what", "the pool was exhausted by checkout")
        mine, others = ada.get("/search?q=pool+exhausted").text, bo.get("/search?q=pool+exhausted").text
        holds(mine, "<mark>pool</mark>", "canary")
        holds(others, "<mark>pool</mark>", "checkout", "2 finds")
        lacks(others, "canary")
        lacks(others, "<b>pool")
        equal(bo.get("/api/search?q=canary").json()["count"], 0)
        equal(bo.get("/search?q=pool&in=PM1").status, 404)
        equal(bo.get("/search?q=pool&in=PM2").status, 200)
        for odd in ("%22", "*", "AND", "a%00b", "-", "%22open", "x" * 3000):
            equal(bo.get("/search?q=" + odd).status in (200, 400), True)


@case
def first_accounts_stay_apart_in_search_and_learning(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        begin(ada, "Accounts")
        for role in ("on-call", "database"):
            cli(place, "person", "PM1", "--role", role, "--account", "asked")
        cli(place, "say", "PM1", "tool", "kept apart quokka", "--tool", "quokka loop", "--role", "on-call",
            "--first")
        holds(place.run("find", "quokka").out, "quokka")
        for path in ("/search?q=quokka", "/api/search?q=quokka", "/learning", "/api/learning"):
            lacks(re.sub(r"q=quokka|value=.quokka.|\"q\":\"quokka\"", "", bo.get(path).text), "quokka")


@case
def the_board_shows_what_is_overdue_first(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        begin(ada, "Open work")
        begin(ada, "Closed work", circle="private")
        cli(place, "item", "PM1", "Later task", "--due", "2099-01-01", "--team", "web")
        cli(place, "item", "PM1", "Late task", "--due", "2020-01-01", "--team", "data")
        cli(place, "item", "PM2", "Canary task", "--due", "2020-01-01")
        page = bo.get("/board").text
        lacks(page, "Canary")
        equal(page.index("Late task") < page.index("Later task"), True)
        lacks(bo.get("/board?due=over").text, "Later task")
        lacks(bo.get("/board?team=web").text, "Late task")
        holds(bo.get("/").text, "Late task")
        equal(len(bo.get("/api/items?review=PM1").json()["columns"][0]["items"]), 2)


@case
def learning_counts_readable_reviews_alone(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        begin(ada, "One")
        begin(ada, "Two")
        begin(ada, "Three", circle="private")
        for review in ("PM1", "PM2", "PM3"):
            cli(place, "factor", review, "Retries without a limit", "--shared", "unbounded retries")
        cli(place, "factor", "PM3", "Canary condition", "--shared", "canary condition")
        mine, others = ada.get("/api/learning").json(), bo.get("/api/learning").json()
        equal((mine["count"], others["count"]), (3, 2))
        equal([(r["value"], r["reviews"]) for r in others["lists"][0]["rows"]], [("unbounded retries", 2)])
        lacks(bo.get("/learning").text, "PM3")
        holds(bo.get("/learning?like=PM1").text, "PM2", "unbounded retries")
        lacks(bo.get("/learning?like=PM3").text, "unbounded retries</span>")


main()
