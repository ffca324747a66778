#!/usr/bin/env python3
"""The language bench: how findings are counted against labels, and that its texts are the same each time."""

import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "bench"))
import language_labels  # noqa: E402
import language_texts  # noqa: E402

TEXT = "It is \u00e9t\u00e9. We should have asked.\r\nThe pod failed to start. It was fine.\n"
SENTENCES = [("It is \u00e9t\u00e9.", [], False), ("We should have asked.", ["counterfactual"], False),
             ("The pod failed to start.", [], True), ("It was fine.", ["outcome"], False)]


def a_set(folder):
    rows = []
    for text, labels, hard in SENTENCES:
        at = TEXT.index(text)
        rows.append({"doc_sha256": "a", "char_start": at, "char_end": at + len(text), "labels": labels, "spans": [],
                     "hard_negative": hard})
    (folder / "set.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    (folder / "a.md").write_bytes(TEXT.encode())
    return language_labels.read(folder / "set.jsonl")


def finding(words, name):
    at = TEXT.encode().index(words.encode())
    return {"file": "x/a.md", "start": at, "end": at + len(words.encode()), "class": name}


def checks(folder):
    documents = a_set(folder)
    told, outside = language_labels.place(documents, folder, [
        finding("should have", "counterfactual"), finding("failed to", "blame"), finding("fine", "certainty")])
    yield "findings land in their sentences, behind wide letters too", told == {
        ("a", 1): {"counterfactual"}, ("a", 2): {"blame"}, ("a", 3): {"certainty"}} and outside == 0
    table = language_labels.score(documents, told, outside)
    yield "a label is right, false or missed", [
        [table[name][part] for part in ("right", "false", "missed")]
        for name in ("counterfactual", "blame", "outcome", "any")] == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 1, 0]]
    yield "look-alikes and plain sentences are shares", (table["look-alikes hit"], table["plain hit"]) == (1.0, 0.0)
    told, outside = language_labels.place(documents, folder, [{"file": "a.md", "start": len(TEXT.encode()) - 1,
                                                               "end": len(TEXT.encode()), "class": "blame"}])
    yield "outside of all sentences is false", outside == 1 and \
        language_labels.score(documents, told, outside)["any"]["false"] == 1
    yield "nothing told is nothing right", language_labels.score(documents, {}, 0)["any"]["F1"] == 0.0
    for kind in ("prose", "mixed"):
        text = language_texts.text(kind, 20000)
        yield f"{kind} is made the same each time", text == language_texts.text(kind, 20000) and len(text) >= 20000
    yield "20 kinds of text made to be slow, of the size wanted", len(language_texts.PATHOLOGICAL) >= 20 and all(
        1 << 19 < len(language_texts.pathological(name, 1 << 20)) < 1 << 21 for name in language_texts.PATHOLOGICAL)


def main():
    with tempfile.TemporaryDirectory() as folder:
        results = list(checks(pathlib.Path(folder)))
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
