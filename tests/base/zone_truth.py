#!/usr/bin/env python3
"""Our zone reader against zdump, around every change from 1900 to 2100.

zone_truth.py PROGRAM      PROGRAM is t_zone_dump. A sample of zones; all with ZONES=all.
"""
import calendar
import os
import re
import shutil
import subprocess
import sys

FOLDER = "/usr/share/zoneinfo"
ALWAYS = """America/New_York Europe/Berlin Europe/Dublin Europe/London Australia/Lord_Howe
Australia/Sydney Africa/Casablanca Africa/El_Aaiun Pacific/Apia America/Nuuk America/Scoresbysund
Asia/Tehran Asia/Gaza Africa/Cairo America/Sao_Paulo Pacific/Kiritimati Asia/Kathmandu
Antarctica/Troll Africa/Monrovia Europe/Amsterdam Asia/Pyongyang America/Caracas Pacific/Chatham
America/St_Johns Asia/Manila Europe/Istanbul America/Godthab EST5EDT""".split()
LINE = re.compile(r"^\S+\s+\w+ (\w+) +(\d+) (\d+):(\d+):(\d+) (\d+) UTC? = .* (\S+) "
                  r"isdst=[01] gmtoff=(-?\d+)$")
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}


def skip(why):
    print(f"SKIPPED: {why}: the zone reader was NOT compared with zdump", file=sys.stderr)
    sys.exit(77)


def zones():
    found = []
    for folder, _, files in os.walk(FOLDER):
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                if file.read(4) == b"TZif":
                    found.append(os.path.relpath(path, FOLDER))
    found = sorted(n for n in found if not n.startswith(("right/", "posix/")) and n.isascii()
                   and n not in ("localtime", "posixrules"))
    if os.environ.get("ZONES") == "all":
        return found
    always = [name for name in ALWAYS if name in found]
    return always + [name for name in found[::14] if name not in always]


def truth(zone):
    """(seconds, offset, abbreviation) just before and at every change."""
    out = subprocess.run(["zdump", "-v", "-c", "1900,2100", zone], check=True,
                         capture_output=True, text=True, env={"LC_ALL": "C"}).stdout
    rows = []
    for line in out.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        month, day, hour, minute, second, year, abbreviation, offset = match.groups()
        if not 1900 <= int(year) <= 2100:
            continue
        at = calendar.timegm((int(year), MONTHS[month], int(day), int(hour), int(minute),
                              int(second)))
        rows.append((at, int(offset), abbreviation))
    return rows


def main():
    if not shutil.which("zdump"):
        skip("zdump is not installed")
    if not os.path.isdir(FOLDER):
        skip("tzdata is not installed")
    names = zones()
    if len(names) < 20:
        skip(f"only {len(names)} zones below {FOLDER}")
    asked = [(name, row) for name in names for row in truth(name)]
    answer = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True,
                            input="".join(f"{name} {row[0]}\n" for name, row in asked)).stdout
    lines = answer.splitlines()
    assert len(lines) == len(asked), f"{len(lines)} answers to {len(asked)} questions"
    wrong = 0
    for i, ((name, (at, offset, abbreviation)), line) in enumerate(zip(asked, lines)):
        got_offset, got_abbreviation, got_next = line.split()
        # The next change of offset as zdump has it, when it has one more.
        rest = []
        for later in asked[i + 1:i + 40]:
            if later[0] != name:
                break
            rest.append(later[1])
        following = next((row[0] for row in rest if row[1] != offset), None)
        fits = following is None or str(following) == got_next
        if (int(got_offset), got_abbreviation) != (offset, abbreviation) or not fits:
            wrong += 1
            print(f"{name} {at}: {line}; zdump: {offset} {abbreviation} {following}")
    print(f"{len(names)} zones, {len(asked)} moments, {wrong} wrong")
    assert len(asked) > 20 * len(names), "zdump printed less than expected"
    sys.exit(1 if wrong else 0)


main()
