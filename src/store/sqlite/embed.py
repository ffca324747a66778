"""Turns the numbered SQL files into one C array of statements: data, no declarations.

usage: embed.py OUT FILE.sql...   (files in the order of their numbers)
"""
import sys


def literal(line):
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:])
    with open(out, "w", encoding="utf-8") as target:
        for path in files:
            with open(path, encoding="utf-8") as source:
                lines = [literal(line.rstrip("\n")) for line in source]
            target.write("    " + "\n    ".join(lines) + ",\n")


main()
