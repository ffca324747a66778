"""How well findings meet sentences that people labelled: precision, recall and F1 by sentence.

A set is a file of JSON lines, one a sentence (doc_sha256, char_start, char_end, labels, spans,
hard_negative), and a folder with the documents as <doc_sha256>.md. A finding counts for the sentence
that holds its start, else for the first that it touches; one outside of all sentences is false.
"""

import bisect
import json
import random

# Classes of the guard that have a label; the others must be rare in documents.
LABELS = {"counterfactual": "counterfactual", "blame": "blame", "human-error": "blame", "hindsight": "hindsight",
          "outcome": "outcome", "single-cause": "single-cause", "one-thing-different": "single-cause",
          "judgement": "judgement"}
ROWS = ["counterfactual", "blame", "hindsight", "outcome", "single-cause", "judgement"]


def read(labels):
    documents = {}
    for line in labels.open(encoding="utf-8"):
        row = json.loads(line)
        documents.setdefault(row["doc_sha256"], []).append(row)
    for rows in documents.values():
        rows.sort(key=lambda row: row["char_start"])
    return documents


class Offsets:
    """From bytes to code points of one document."""

    def __init__(self, path):
        self.starts, at = [], 0
        with path.open(encoding="utf-8", newline="") as file:
            for rune in file.read():
                self.starts.append(at)
                at += len(rune.encode())

    def rune(self, byte):
        return max(bisect.bisect_right(self.starts, byte) - 1, 0)


def sentence_of(rows, start, end):
    at = bisect.bisect_right([row["char_start"] for row in rows], start) - 1
    if at >= 0 and rows[at]["char_end"] > start:
        return at
    if at + 1 < len(rows) and rows[at + 1]["char_start"] < end:
        return at + 1
    return None


def place(documents, texts, findings):
    """{(document, sentence): {label or None}} and the number of findings outside of all sentences.
    A class without a label counts under its own name."""
    told, outside, offsets = {}, 0, {}
    for finding in findings:
        sha = finding["file"].rsplit("/", 1)[-1].removesuffix(".md")
        if sha not in documents:
            continue
        if sha not in offsets:
            offsets[sha] = Offsets(texts / f"{sha}.md")
        runes = offsets[sha]
        at = sentence_of(documents[sha], runes.rune(finding["start"]), runes.rune(finding["end"]))
        if at is None:
            outside += 1
        else:
            told.setdefault((sha, at), set()).add(LABELS.get(finding["class"], finding["class"]))
    return told, outside


def rates(right, false, missed):
    precision = right / (right + false) if right + false else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return {"right": right, "false": false, "missed": missed, "P": precision, "R": recall,
            "F1": 2 * right / (2 * right + false + missed) if right + false + missed else 0.0}


def score(documents, told, outside, only=None):
    """By label and for "any" (some finding against some label); `only`: these documents, repeats count."""
    counts = {row: [0, 0, 0] for row in [*ROWS, "any"]}
    hard = plain = hard_hit = plain_hit = 0
    for sha in only if only is not None else documents:
        for at, row in enumerate(documents[sha]):
            got = told.get((sha, at), set())
            for name, wants, has in [*((label, label in row["labels"], label in got) for label in ROWS),
                                     ("any", bool(row["labels"]), bool(got))]:
                counts[name][0 if wants and has else 1 if has else 2] += wants or has
            if not row["labels"]:
                hard += row["hard_negative"]
                hard_hit += row["hard_negative"] and bool(got)
                plain += not row["hard_negative"]
                plain_hit += not row["hard_negative"] and bool(got)
    if only is None:
        counts["any"][1] += outside
    table = {name: rates(*three) for name, three in counts.items()}
    table["look-alikes hit"] = hard_hit / hard if hard else 0.0
    table["plain hit"] = plain_hit / plain if plain else 0.0
    table["unlabelled hit"] = (plain_hit + hard_hit) / (plain + hard) if plain + hard else 0.0
    return table


def interval(documents, told, rounds=1000):
    """95 % of F1 for "any", drawing documents with replacement."""
    rng = random.Random(1)
    each = [score(documents, told, 0, [sha])["any"] for sha in documents]
    drawn = sorted(rates(*(sum(one[part] for one in drawing) for part in ("right", "false", "missed")))["F1"]
                   for drawing in (rng.choices(each, k=len(each)) for _ in range(rounds)))
    return drawn[int(rounds * 0.025)], drawn[int(rounds * 0.975) - 1]
