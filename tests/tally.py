#!/usr/bin/env python3
"""Adds up what `meson test` ran: prints "PASSED FAILED", each TAP line counted for itself.

usage: tally.py BUILD/meson-logs

What failed is shown on standard error, with what the test said. A test that died, timed out or ended
badly without saying which sub-test failed counts as one failure.
"""

import json
import pathlib
import re
import sys

POINT = re.compile(r"^(not )?ok\b([^#]*)(#\s*SKIP)?", re.I)
SHOWN = 40  # lines of each stream of a failed test


def show(test, failures):
    stderr = (test.get("stderr") or "").splitlines()
    print(f"\n--- {test['name']}: {test['result']}", file=sys.stderr)
    for line in failures[:SHOWN] + stderr[-SHOWN:]:
        print(f"    {line}", file=sys.stderr)


def tally(test):
    if test["result"] == "SKIP":
        return 0, 0
    passed = failed = 0
    lines = (test.get("stdout") or "").splitlines()
    failures = []
    in_failure = False
    for line in lines:
        point = POINT.match(line)
        if point and not point.group(3):
            failed += bool(point.group(1))
            passed += not point.group(1)
        if point:
            in_failure = bool(point.group(1)) and not point.group(3)
        if in_failure or line.startswith("Bail out"):
            failures.append(line)
    good = test["result"] in ("OK", "EXPECTEDFAIL")
    if not good:
        failed = failed or 1
        show(test, failures or lines[-SHOWN:])
    elif not passed:
        passed = 1
    return passed, failed


def main():
    # With a wrapper meson writes testlog-NAME.json; the newest is the run just made.
    logs = list(pathlib.Path(sys.argv[1]).glob("testlog*.json"))
    if not logs:
        print("0 0")
        return
    newest = max(logs, key=lambda log: log.stat().st_mtime)
    with open(newest, encoding="utf-8") as log:
        counts = [tally(json.loads(line)) for line in log]
    print(sum(passed for passed, _ in counts), sum(failed for _, failed in counts))


if __name__ == "__main__":
    main()
