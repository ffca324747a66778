#!/usr/bin/env python3
"""Turns data/event-cues.tsv into a C array in the table's order: cues_table.py IN OUT.

With a third argument "told" the table is data/timeline-cues.tsv: kinds are those of a review's
events, and there is no column for where.
"""

import sys

KINDS = {"ack": "ACK", "report": "REPORT", "declare": "DECLARE", "severity": "SEVERITY",
         "join": "JOIN", "observe": "OBSERVE", "hypo.raise": "HYPOTHESIS", "decide": "DECIDE",
         "act.look": "ACT_LOOK", "act.limit": "ACT_LIMIT", "act.fix": "ACT_FIX",
         "act.undo": "ACT_UNDO", "change.data": "CHANGE_DATA", "change.deploy": "CHANGE_DEPLOY",
         "mitigated": "MITIGATED", "recover": "RECOVER", "resolved": "RESOLVED", "clear": "CLEAR",
         "page": "PAGE", "note": "NOTE"}
WHERE = {"chat": "CUE_CHAT | CUE_SUPPORT", "support": "CUE_SUPPORT", "shell": "CUE_SHELL"}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def first_letters(pattern):
    """A bit for each first character of the first word: a-z 0-25, digits 26, all else 27."""
    bits = 0
    first = pattern.split()[0]
    first = pattern.split()[1] if first == "^" else first
    for word in first.split("/"):
        char = word[0]
        if char == "#":
            bits |= 1 << 26 | 1 << 27
        elif char == "*":
            return (1 << 28) - 1
        elif "a" <= char <= "z":
            bits |= 1 << (ord(char) - ord("a"))
        else:
            bits |= 1 << (26 if char.isdigit() else 27)
    return bits


def check(place, pattern):
    words = pattern.split(" ")
    if pattern != pattern.lower() or "" in words or words[-1] in ("..", "^"):
        sys.exit(f"{place}: bad cue: {pattern}")


def rows(source, columns):
    with open(source, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            if line.startswith("#") or not line.strip():
                continue
            parts = line.rstrip("\n").split("\t")
            if len(parts) != columns or not all(parts):
                sys.exit(f"{source}:{number}: a row has {columns} columns: {line.strip()}")
            yield f"{source}:{number}", parts


def cue(kind, where, pattern, hit, miss):
    return (f"{{{kind}, {where}, {quoted(pattern)}, {quoted(hit)}, {quoted(miss)}, "
            f"UINT64_C({first_letters(pattern)})}}")


def main():
    source, target, *told = sys.argv[1:]
    with open(target, "w", encoding="utf-8") as out:
        if told:
            for place, (kind, pattern, hit, miss) in rows(source, 4):
                check(place, pattern)
                name = kind.upper().replace(".", "_")
                row = cue("TIMELINE_NOTE", "CUE_CHAT", pattern, hit, miss)
                out.write(f"{{REVIEW_EVENT_{name}, {row}}},\n")
            return
        for place, (kind, where, pattern, hit, miss) in rows(source, 5):
            if kind not in KINDS or where not in WHERE:
                sys.exit(f"{place}: a row is kind, where, cue, hit, miss")
            check(place, pattern)
            out.write(cue(f"TIMELINE_{KINDS[kind]}", WHERE[where], pattern, hit, miss) + ",\n")


main()
