#!/usr/bin/env python3
"""Turns data/event-cues.tsv into a C array in the table's order: cues_table.py IN OUT."""

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


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as table, open(target, "w", encoding="utf-8") as out:
        for number, line in enumerate(table, 1):
            if line.startswith("#") or not line.strip():
                continue
            parts = line.rstrip("\n").split("\t")
            if len(parts) != 5 or parts[0] not in KINDS or parts[1] not in WHERE or not all(parts):
                sys.exit(f"{source}:{number}: a row is kind, where, cue, hit, miss: {line.strip()}")
            kind, where, pattern, hit, miss = parts
            words = pattern.split(" ")
            if pattern != pattern.lower() or "" in words or words[-1] in ("..", "^"):
                sys.exit(f"{source}:{number}: bad cue: {pattern}")
            out.write(f"{{TIMELINE_{KINDS[kind]}, {WHERE[where]}, {quoted(pattern)}, {quoted(hit)}, "
                      f"{quoted(miss)}, UINT64_C({first_letters(pattern)})}},\n")


main()
