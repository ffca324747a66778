"""The timeline over HTTP: a record of the evidence becomes an event of the story."""
import os
import time

from client import *

API = "/api/reviews/PM1/timeline"


def collected(place):
    place.init()
    path = os.path.join(place.folder, "gate.log")
    with open(path, "w", encoding="utf-8") as log:
        for second in range(60):
            log.write(f"2026-03-04T10:00:{second:02}.000Z {'ERROR' if second == 30 else 'INFO'} gate line {second}\n")
    expect(place.run("collect", path), 0)
    expect(place.run("new", "Gates closed", "--day", "2026-03-04", "--circle", "team"), 0)


def ready(person):
    for _ in range(900):
        model = person.get(API).json()
        if model.get("ready"):
            return model
        time.sleep(0.1)
    raise AssertionError("the evidence was not read")


@case
def a_record_is_taken_over(place):
    collected(place)
    with Server(place) as server:
        ada = server.first("ada")
        equal(ada.post("/accounts/lead", review="PM1", login="ada").status, 303)
        equal(ready(ada)["story"], [])
        records = ada.get(API + "/records?level=error").json()["records"]
        equal([record["level"] for record in records], ["error"])
        answer = ada.send("POST", API + "/take", {"place": records[0]["place"]}, Idempotency_Key="take-1-000000000")
        equal((answer.status, answer.json()["entry"]["id"]), (200, "E1"))
        story = ready(ada)["story"]
        equal([event["id"] for event in story], ["E1"])
        holds(story[0]["what"], "line 30")
        equal(story[0]["at"]["earliest"], records[0]["us"])
        equal(ada.post("/PM1/timeline/take", place=records[0]["place"]).status, 303)
        equal(len(ready(ada)["story"]), 2)
        for wrong in ("", "S9:0-4", "S1:0-4, S1:5-9"):
            equal((wrong, ada.send("POST", API + "/take", {"place": wrong}).status // 100), (wrong, 4))


@case
def what_could_not_be_read_is_said(place):
    collected(place)
    other = os.path.join(place.folder, "desk.log")
    with open(other, "w", encoding="utf-8") as log:
        log.write("2026-03-04T10:00:00.000Z INFO desk open\n" * 9)
    expect(place.run("collect", other), 0)
    with open(os.path.join(place.workspace, "formats.tsv"), "w", encoding="utf-8") as formats:
        formats.write("a line that defines nothing\n")
    blobs = [os.path.join(folder, file) for folder, _, files in os.walk(os.path.join(place.workspace, "evidence"))
             for file in files]
    os.remove(min(blobs, key=os.path.getsize))
    with Server(place) as server:
        ada = server.first("ada")
        equal(ada.post("/accounts/lead", review="PM1", login="ada").status, 303)
        ready(ada)
        for page in ("/PM1/timeline", "/PM1/evidence"):
            text = ada.get(page).text
            for words in ("Not all could be read", "formats.tsv:1: ", "S2 desk.log: is left out"):
                holds(text, words)
            equal((page, place.workspace in text), (page, False))
        equal(len(ada.get(API + "/records").json()["records"]), 60)


@case
def counts_are_those_of_the_records(place):
    collected(place)
    with Server(place) as server:
        ada = server.first("ada")
        ready(ada)
        start = 1772618400000000  # 2026-03-04T10:00:00Z
        lane = ada.get(f"{API}/counts?from={start}&to={start + 64000000}&buckets=64").json()["lanes"][0]
        equal((sum(lane["all"]), sum(lane["error"]), lane["error"][30]), (60, 1, 1))


@case
def words_are_found_page_by_page(place):
    collected(place)
    with Server(place) as server:
        ada = server.first("ada")
        ready(ada)
        texts, query = [], f"{API}/records?q=LINE%201&limit=4"
        address = query
        for _ in range(9):
            answer = ada.get(address).json()
            texts += [record["text"].split()[-1] for record in answer["records"]]
            if not answer.get("next"):
                break
            address = f"{query}&cursor={answer['next']}"
        equal(texts, ["1", *(str(number) for number in range(10, 20))])
        equal(ada.get(f"{API}/records?q=line%201&level=error").json()["records"], [])
        equal(ada.get(f"{API}/records?q=nowhere").json()["records"], [])


main()
