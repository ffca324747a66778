#!/usr/bin/env python3
"""Holds docs/mission.md to its word: every point of the mission stands in its table once; a row that
says it is served has a test with the point's id in its name; a row that waits names what it waits for.

usage: mission.py ROOT   prints TAP, one line a point
"""

import pathlib
import re
import sys

POINTS = """S1 S2 S3 A0 A1 A2 A3 A4 P0 P1 P1a P1b P1c P1d P2 P2a P3 P3a D0 D1 D2 D2a D2b D2c D3 D3a D3b
D3c D3d D3e D3f D3g N0 N1 N1a N2 N2a N2a1 N2a2 N2b N2b1 N2b2 N2c N3 N3a N3b N4 R0 R1 R2 R3 R4 R5 R6 R7
X1 X2 X3 X4""".split()
LATER = ("later: contributing causes", "later: the workbench", "heading")


def rows_of(page):
    """{id: (served, where)} of the table; an id that stands twice is given as None."""
    rows = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(r"[A-Z]\d\w*", cells[0]):
            rows[cells[0]] = None if cells[0] in rows else (cells[2], cells[3])
    return rows


def test_names(root):
    names = set()
    for path in (root / "tests").rglob("*"):
        if path.suffix in (".c", ".py") and path.name != "mission.py":
            text = path.read_text(encoding="utf-8", errors="replace")
            names.update(re.findall(r"\b(?:def |void )?((?:test_)?[A-Z]\d\w*?_\w+)\b", text))
    return names


def complaint(point, rows, names):
    row = rows.get(point)
    if not row:
        return "stands in the table twice" if point in rows else "is not in the table"
    served, _ = row
    if served.startswith(LATER):
        return ""
    if not served.startswith("yes"):
        return f"says {served!r}: neither yes nor one of {LATER}"
    if not any(re.match(rf"(?:test_)?{point}_", name) for name in names):
        return "says yes, but no test has its id in its name"
    return ""


def main():
    root = pathlib.Path(sys.argv[1])
    rows = rows_of((root / "docs/mission.md").read_text(encoding="utf-8"))
    names = test_names(root)
    strangers = sorted(set(rows) - set(POINTS))
    print(f"1..{len(POINTS) + 1}")
    failed = 0
    for number, point in enumerate(POINTS, 1):
        why = complaint(point, rows, names)
        failed += bool(why)
        print(f"{'not ok' if why else 'ok'} {number} - {point}{': ' + why if why else ''}")
    failed += bool(strangers)
    print(f"{'not ok' if strangers else 'ok'} {len(POINTS) + 1} - no point that nobody knows {strangers}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
