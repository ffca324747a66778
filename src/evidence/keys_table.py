#!/usr/bin/env python3
"""Turns data/keys.tsv into a C array sorted by name: keys_table.py IN OUT."""

import sys

ROLES = {"time", "level", "message", "id", "status", "took_s", "took_ms", "took_us", "took_ns",
         "host", "process"}


def rows(path):
    seen = {}
    with open(path, encoding="ascii") as table:
        for number, line in enumerate(table, 1):
            if line.startswith("#") or not line.strip():
                continue
            name, role, rank = line.rstrip("\n").split("\t")
            if role not in ROLES or name != name.lower() or name in seen or len(name) > 63:
                sys.exit(f"{path}:{number}: bad or repeated row: {line.strip()}")
            seen[name] = (role, int(rank))
    return sorted(seen.items())


def main():
    source, target = sys.argv[1:]
    with open(target, "w", encoding="ascii") as out:
        for name, (role, rank) in rows(source):
            out.write(f'{{"{name}", {len(name)}, KEY_{role.upper()}, {rank}}},\n')


main()
