#!/usr/bin/env python3
"""Adds up what `meson test` ran: prints "PASSED FAILED", each TAP line counted for itself.

usage: tally.py BUILD/meson-logs

A test that died, timed out or exited badly without saying which sub-test failed counts as one failure.
"""

import json
import pathlib
import re
import sys

POINT = re.compile(r"^(not )?ok\b([^#]*)(#\s*SKIP)?", re.I)


def tally(test):
    passed = failed = 0
    if test["result"] == "SKIP":
        return 0, 0
    for line in (test.get("stdout") or "").splitlines():
        point = POINT.match(line)
        if point and not point.group(3):
            failed += bool(point.group(1))
            passed += not point.group(1)
    good = test["result"] in ("OK", "EXPECTEDFAIL")
    if not good and not failed:
        failed = 1
    if good and not passed:
        passed = 1
    return passed, failed


def main():
    # With a wrapper meson writes testlog-NAME.json; the newest is the run just made.
    logs = pathlib.Path(sys.argv[1]).glob("testlog*.json")
    newest = max(logs, key=lambda log: log.stat().st_mtime)
    with open(newest, encoding="utf-8") as log:
        counts = [tally(json.loads(line)) for line in log]
    print(sum(passed for passed, _ in counts), sum(failed for _, failed in counts))


if __name__ == "__main__":
    main()
