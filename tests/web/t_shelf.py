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


main()
