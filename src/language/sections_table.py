#!/usr/bin/env python3
"""Turns data/guard/sections.tsv and templates.txt into C arrays: sections_table.py SECTIONS TEMPLATES OUT.

Both are sorted by first letter and then longest first, so that a reader looks at few and the first that fits is
the longest.
"""

import re
import string
import sys

FIELDS = {"event": "EVENT", "context": "CONTEXT", "analysis": "ANALYSIS", "what-if": "TESTING",
          "remediation": "REMEDIATION", "actions": "ACTIONS", "quotation": "QUOTATION"}
HEADING = re.compile(r"[a-z][a-z0-9' ]*")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines_of(path):
    with open(path, encoding="ascii") as table:
        for number, line in enumerate(table, 1):
            line = line.rstrip("\n")
            if line.strip() and not line.startswith("#"):
                yield f"{path}:{number}", line


def sections(path):
    seen = {}
    for place, line in lines_of(path):
        field, tab, words = line.partition("\t")
        if not tab or field not in FIELDS:
            sys.exit(f"{place}: a row is a field ({', '.join(FIELDS)}), a tab, and words: {line}")
        for word in words.split("|"):
            text = word.removeprefix("=")
            if not HEADING.fullmatch(text) or "  " in text or text != text.strip():
                sys.exit(f"{place}: a heading begins with a letter, has letters, digits, ' and single blanks: {word!r}")
            if text in seen:
                sys.exit(f"{place}: {text!r} stands here and in {seen[text][0]}")
            seen[text] = (place, FIELDS[field], word.startswith("="))
    return [(text, field, whole) for text, (_, field, whole) in seen.items()]


def templates(path):
    found = []
    for place, line in lines_of(path):
        if line != line.lower() or line != line.strip() or not line[0].isalpha() or line in found:
            sys.exit(f"{place}: an opening is lower case, begins with a letter, and stands once: {line!r}")
        found.append(line)
    return found


def starts(out, name, texts):
    """Where each letter begins in the sorted table; one more for the end."""
    letters = [sum(text[0] < letter for text in texts) for letter in string.ascii_lowercase]
    numbers = ", ".join(str(number) for number in letters + [len(texts)])
    out.write(f"static const uint16_t {name}_starts[27] = {{{numbers}}};\n")


def main():
    heads = sorted(sections(sys.argv[1]), key=lambda row: (row[0][0], -len(row[0]), row[0]))
    openings = sorted(templates(sys.argv[2]), key=lambda text: (text[0], -len(text), text))
    with open(sys.argv[3], "w", encoding="ascii") as out:
        out.write("static const struct heading_words headings[] = {\n")
        for text, field, whole in heads:
            out.write(f"    {{{quoted(text)}, {len(text)}, LANGUAGE_FIELD_{field}, {str(whole).lower()}}},\n")
        out.write("};\n")
        starts(out, "heading", [row[0] for row in heads])
        out.write("static const struct span openings[] = {\n")
        for text in openings:
            out.write(f"    {{{quoted(text)}, {len(text)}}},\n")
        out.write("};\n")
        starts(out, "opening", openings)


main()
