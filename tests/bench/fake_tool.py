#!/usr/bin/env python3
"""Stands in for postmortem-bench: answers from the manifest, or wrong in a chosen way (FAKE_WRONG)."""

import heapq
import json
import os
import pathlib
import sys


def index(paths):
    wrong = os.environ.get("FAKE_WRONG")
    expected = json.loads((pathlib.Path(paths[0]).parent / "expected.json").read_text())
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


if __name__ == "__main__":
    arguments = sys.argv[2:]
    if sys.argv[1] == "index":
        sys.exit(index(arguments[2:]))
    sys.exit(merge(arguments))
