#!/usr/bin/env python3
"""Turns the question bank into C arrays: questions_table.py QUESTIONS FOLLOW_UPS WORDS_H OUT.

Refuses a table with a code twice, a code that is not there, a kind of event without a follow-up,
or a question that asks people to justify themselves.
"""

import re
import sys

TOPICS = [f"T{n}" for n in range(1, 8)] + [f"A{n}" for n in range(1, 8)] + ["G"]
BESIDES = {"gap", "conflict", "first-use"}
MOST_CODES = 7  # one place of review_follow_up.codes stays NULL


def words(header, vocabulary):
    """[(NAME, word)] of one list in words.h."""
    found = re.search(rf"#define REVIEW_{vocabulary}_WORDS\(X, P\)(.*?)\n\n", header, re.S)
    return re.findall(r'X\(P, (\w+), "([^"]+)"', found[1])


def rows(path, columns):
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            if line.startswith("#") or not line.strip():
                continue
            parts = line.rstrip("\n").split("\t")
            if len(parts) != columns or not all(parts):
                sys.exit(f"{path}:{number}: a row has {columns} columns: {line.strip()}")
            yield f"{path}:{number}", parts


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def questions(path, areas, out):
    codes = set()
    for place, (code, topic, of_areas, text) in rows(path, 4):
        if not re.fullmatch(rf"{topic}-[1-9]\d?", code) or topic not in TOPICS or code in codes:
            sys.exit(f"{place}: bad or repeated code: {code}")
        if re.match(r"why did(n't)? you", text, re.I) or not text.removesuffix(" (hands)").endswith("?"):
            sys.exit(f"{place}: ask how it came to make sense, in one question: {text}")
        names = [] if of_areas == "-" else of_areas.split(" ")
        if any(name not in areas for name in names):
            sys.exit(f"{place}: no such area: {of_areas}")
        mask = " | ".join(f"1u << REVIEW_AREA_{areas[name]}" for name in names) or "0"
        out.write(f"{{{quoted(code)}, {quoted(topic)}, {quoted(text)}, {mask}}},\n")
        codes.add(code)
    if {code.split("-")[0] for code in codes} != set(TOPICS):
        sys.exit(f"{path}: a topic has no question")
    return codes


def follow_ups(path, codes, kinds, out):
    seen = set()
    for place, (names, text, of_codes) in rows(path, 3):
        chosen = of_codes.split(" ")
        if len(chosen) > MOST_CODES or any(code not in codes for code in chosen):
            sys.exit(f"{place}: no such question, or too many: {of_codes}")
        for name in names.split(" "):
            family = name.endswith(".*") and any(kind.startswith(name[:-1]) for kind in kinds)
            if name in seen or not (family or name in kinds or name in BESIDES):
                sys.exit(f"{place}: bad or repeated kind of event: {name}")
            seen.add(name)
            listed = ", ".join(quoted(code) for code in chosen)
            out.write(f"{{{quoted(name)}, {quoted(text)}, {{{listed}, NULL}}}},\n")
    for kind in kinds:
        fits = [name for name in seen if name == kind or name == kind.split(".")[0] + ".*"]
        if len(fits) != 1:
            sys.exit(f"{path}: {kind} needs one row, has {len(fits)}")
    if not BESIDES <= seen:
        sys.exit(f"{path}: a row is missing: {', '.join(sorted(BESIDES - seen))}")


def main():
    bank, follow, header, target = sys.argv[1:]
    with open(header, encoding="utf-8") as file:
        text = file.read()
    areas = {word: name for name, word in words(text, "AREA")}
    kinds = {word for _, word in words(text, "EVENT")}
    with open(target, "w", encoding="utf-8") as out:
        out.write("const struct review_asked review_bank[] = {\n")
        codes = questions(bank, areas, out)
        out.write("};\nstatic const struct review_follow_up follow_ups[] = {\n")
        follow_ups(follow, codes, kinds, out)
        out.write("};\n")


main()
