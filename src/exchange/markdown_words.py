#!/usr/bin/env python3
"""Turns data/postmortem-words.tsv into a C array in the table's order: markdown_words.py IN OUT."""

import sys

PLACES = {"heading": ("MD_WORD_HEADING", "MD_SECTION_"), "label": ("MD_WORD_LABEL", "MD_LABEL_"),
          "column": ("MD_WORD_COLUMN", "MD_COLUMN_"), "type": ("MD_WORD_TYPE", "REVIEW_TYPE_OF_ITEM_")}


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as table, open(target, "w", encoding="utf-8") as out:
        for number, line in enumerate(table, 1):
            if line.startswith("#") or not line.strip():
                continue
            parts = line.rstrip("\n").split("\t")
            if len(parts) != 3 or parts[0] not in PLACES or not all(parts):
                sys.exit(f"{source}:{number}: a row is place, meaning, words: {line.strip()}")
            place, prefix = PLACES[parts[0]]
            meaning = prefix + parts[1].upper().replace("-", "_")
            for words in parts[2].split("|"):
                if words != words.lower().strip() or not words:
                    sys.exit(f"{source}:{number}: bad words: {words}")
                whole = words.startswith("=")
                first = words.startswith("^")
                words = words.lstrip("=^").strip()
                fit = "MD_FIT_WHOLE" if whole else "MD_FIT_FIRST" if first else "MD_FIT_ANY"
                out.write(f'{{{place}, {meaning}, {fit}, "{words}"}},\n')


main()
