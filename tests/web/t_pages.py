"""Every page of the sample workspace answers: those that axe.mjs looks at in a browser, by its own list."""
import time

from client import *

HERE = os.path.dirname(os.path.abspath(__file__))


def pages():
    """(path, for nobody who is signed in, missing on purpose) of the list in browser.mjs."""
    with open(os.path.join(HERE, "browser.mjs"), encoding="utf-8") as source:
        rows = re.findall(r'{ name: "[^"]+", path: "([^"]+)"([^}]*)}', source.read())
    return [(path, "out: true" in marks, "missing: true" in marks) for path, marks in rows]


def furnish(place):
    """As in browser.mjs: the evidence in examples/, the review of it, and one that was only begun."""
    place.init().collect(EXAMPLE)
    made = subprocess.run([os.path.join(ROOT, "examples", "orders-api-review", "review.sh"), PROGRAM, place.workspace],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    equal((made.returncode, made.stdout[-300:] if made.returncode else b""), (0, b""))
    expect(place.run("new", "Exports were late on Monday", "--circle", "team"), 0)


def look(person, path):
    """A page that waits for the evidence is asked for again."""
    for _ in range(900):
        answer = person.get(path)
        if "The evidence is being read" not in answer.text:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{path}: the evidence was not read")


@case
def every_page_answers(place):
    furnish(place)
    wrong, paths = [], pages()
    with Server(place) as server:
        ada, nobody = server.first(), server.stranger()
        for review in ("PM1", "PM2"):
            equal(ada.post("/accounts/lead", review=review, login="ada").status, 303)
        for path, out, missing in paths:
            answer = look(nobody if out else ada, path)
            if answer.status != (404 if missing else 200) or "</html>" not in answer.text:
                wrong.append((path, answer.status, answer.text[-200:]))
    equal((len(paths) >= 40, wrong), (True, []))


main()
