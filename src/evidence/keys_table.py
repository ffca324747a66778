#!/usr/bin/env python3
"""Turns data/keys.tsv into C: keys_table.py IN OUT.

The rows of an array sorted by name or, where KEY_STARTS is defined, which letters the names of each
length begin with, a bit a letter.
"""

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
        keys = rows(source)
        starts = [0] * (max(len(name) for name, _ in keys) + 1)
        for name, _ in keys:
            starts[len(name)] |= 1 << ord(name[0]) % 32
        out.write("#ifdef KEY_STARTS\n" + "".join(f"{bits:#x},\n" for bits in starts) + "#else\n")
        for name, (role, rank) in keys:
            out.write(f'{{"{name}", {len(name)}, KEY_{role.upper()}, {rank}}},\n')
        out.write("#endif\n")


main()
