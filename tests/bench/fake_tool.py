#!/usr/bin/env python3
"""Stands in for postmortem-bench: answers from the manifest, or wrong in a chosen way (FAKE_WRONG)."""

import heapq
import json
import os
import pathlib
import sys


def index(paths):
    wrong = os.environ.get("FAKE_WRONG")
    manifest = pathlib.Path(paths[0]).parent / "expected.json"
    if not manifest.exists():  # a cut of a file
        return 0
    expected = json.loads(manifest.read_text())
    known = {f["file"]: f for f in expected["files"]}
    for path in paths:
        truth = known[os.path.basename(path)]
        answer = {key: truth[key] for key in ("records", "bytes", "first", "last", "time_sum")}
        levels = dict(truth["levels"])
        levels["warn"] = levels.pop("warning")  # our words, not the manifest's
        levels["fatal"] = levels.pop("critical")
        if truth["file"] == "klog.log":
            if wrong == "records":
                answer["records"] -= 1
            elif wrong == "first":
                answer["first"] += 1
            elif wrong == "middle":
                answer["time_sum"] += 10**9
            elif wrong == "levels":
                levels["info"] -= 1
                levels["error"] += 1
        if truth["file"] == "access.log":  # which states no level
            levels = {"none": truth["records"]}
        print(json.dumps({"file": path, "seconds": 0.001, "index_bytes": 20 * truth["records"],
                          "formats": ["fake"], "levels": levels, **answer}))
    return 3 if wrong == "exit" else 0


def merge(paths):
    files = [open(path, encoding="ascii") for path in paths]
    lines = list(heapq.merge(*files))
    if os.environ.get("FAKE_WRONG") == "merge":
        lines[7], lines[8] = lines[8], lines[7]
    sys.stdout.writelines(lines)
    return 0


def others(what, words):
    """The tools whose answers are figures alone."""
    files = [word for word in words if "/" in word and word.endswith((".log", ".jsonl"))]
    if what == "columns":
        print(json.dumps({"sources": 10, "records": 1000, "burst": 50, "entries_s": 0.1, "stretches_s": 0.1,
                          "stretches": 40, "again_s": 0.1, "qsort_s": 1.0}))
    elif what == "reopen":
        print(json.dumps({"records": 1000, "first_s": 0.1, "again_s": 0.001, "merge_s": 0.1, "stretches": 40,
                          "merge_again_s": 0.05}))
    for path in files if what in ("templates", "newlines") else []:
        print(json.dumps({"file": path, "records": 1000, "seconds": 0.001, "templates": 7, "newlines": 1000}))
    return 4 if os.environ.get("FAKE_WRONG") == what else 0


if __name__ == "__main__":
    arguments = sys.argv[2:]
    if sys.argv[1] not in ("index", "merge"):
        sys.exit(others(sys.argv[1], arguments))
    if sys.argv[1] == "index":
        sys.exit(index(arguments[2:]))
    sys.exit(merge(arguments))
