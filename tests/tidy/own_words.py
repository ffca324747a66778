#!/usr/bin/env python3
"""Every text of the project itself passes its own guard: documents, questions, help, the sentences of
reports and notices, and the example's review. Nothing at the level hint or above may be left.

usage: own_words.py PROGRAM ROOT   prints TAP, one line a group of texts

A document that must show such words says so in a remark (docs/guard.md); data/guard is about them.
"""

import ast
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Strings that show such words because that is what they are about; src/language/ is one of these.
ABOUT_WORDS = {
    "src/command/explain.c": "tells of the traps, and of the ways out",
}
# Tables of texts that people read: file, column counted from 0.
TABLES = (("data/questions.tsv", 3), ("data/follow-ups.tsv", 1))
PLAIN_WORDS = 4  # shorter strings are labels and keys

LITERALS = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*')
PIECE = re.compile(r'"((?:\\.|[^"\\\n])*)"')
COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*")|/\*.*?\*/|//[^\n]*', re.S)
FORMAT = re.compile(r"%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z]")


def without_comments(code):
    """Keeps strings and line breaks."""
    return COMMENT.sub(lambda m: m[1] or "\n" * m[0].count("\n"), code)


def unescaped(piece):
    try:
        return ast.literal_eval(f'b"{piece}"').decode("utf-8", "replace")
    except (SyntaxError, ValueError):
        return piece


def sentences_of_code(path):
    """(line, text) of each string that is more than a label; what is printed into it becomes a word."""
    code = without_comments(path.read_text(encoding="utf-8"))
    code = re.sub(r"^[ \t]*#[ \t]*include[^\n]*", "", code, flags=re.M)
    for match in LITERALS.finditer(code):
        text = "".join(unescaped(piece) for piece in PIECE.findall(match[0]))
        text = " ".join(FORMAT.sub("X1", text).replace("<!--", "").split())
        if len(re.findall(r"[A-Za-z]{2,}", text)) >= PLAIN_WORDS:
            yield code.count("\n", 0, match.start()) + 1, text


def rows_of_table(path, column):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")[column]


def sentences_of_template(path):
    """(line, text) of what stands between tags; a name of the model becomes a word."""
    page = re.sub(r"<(/?)(?:p|h\d|li|dd|dt|td|th|label|button|summary|legend|div|option)\b[^>]*>", "\x00",
                  path.read_text(encoding="utf-8"))
    at = 1
    for piece in page.split("\x00"):
        text = re.sub(r"{{[#^/>!][^}]*}}|<[^>]*>", "", piece)
        text = " ".join(re.sub(r"{{[^}]*}}", "X1", text).split())
        if len(re.findall(r"[A-Za-z]{2,}", text)) >= PLAIN_WORDS:
            yield at, text
        at += piece.count("\n")


def documents(root):
    listing = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "*.md"], capture_output=True,
                             check=False)
    names = [name.decode() for name in listing.stdout.split(b"\0") if name]
    if listing.returncode or not names:
        names = [path.relative_to(root).as_posix() for path in root.rglob("*.md")]
    skipped = ("tests/", "data/", "examples/orders-api-outage/", "build", ".deps",
               "examples/orders-api-review/draft.md")  # a draft to try the guard on
    return sorted(name for name in names if not name.startswith(skipped))


class Guard:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.count = 0

    def findings(self, *arguments, cwd=None):
        run = subprocess.run([self.program, "lint", "--json", "--level", "hint", "--fail", "never",
                              *arguments], capture_output=True, check=False, cwd=cwd or self.folder)
        if run.returncode:
            raise RuntimeError(f"lint {arguments}: exit {run.returncode}: {run.stderr.decode()[-300:]}")
        return [json.loads(line) for line in run.stdout.splitlines()]

    def told(self, name, rows):
        """Complaints about (line, text) of one file: each text is a paragraph of its own."""
        rows = list(rows)
        page = os.path.join(self.folder, "page.txt")
        with open(page, "w", encoding="utf-8") as out:
            out.write("".join(text + "\n\n" for _, text in rows))
        self.count += len(rows)
        found = self.findings("--field", "analysis", page) if rows else []
        return [complaint(f"{name}:{rows[(one['line'] - 1) // 2][0]}", one) for one in found]


def complaint(place, found):
    return f"{place}: {found['level']} {found['rule']} \"{found['text']}\": {found['question']}"


def of_documents(guard, root):
    names = documents(root)
    guard.count += len(names)
    for one in guard.findings(*names, cwd=root):
        yield complaint(f"{one['file']}:{one['line']}", one)


def of_tables(guard, root):
    for name, column in TABLES:
        yield from guard.told(name, rows_of_table(root / name, column))


def of_code(guard, root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        name = path.relative_to(root).as_posix()
        if name not in ABOUT_WORDS and not name.startswith("src/language/"):
            yield from guard.told(name, sentences_of_code(path))


def of_pages(guard, root):
    for path in sorted((root / "web" / "templates").glob("*.html")):
        yield from guard.told(path.relative_to(root).as_posix(), sentences_of_template(path))


def of_example(guard, root):
    """The review that comes with the source, made by its own script, and the report of it."""
    review = os.path.join(guard.folder, "review")
    script = root / "examples/orders-api-review/review.sh"
    calls = ([guard.program, "-C", review, "init"],
             [guard.program, "-C", review, "collect", str(root / "examples/orders-api-outage")],
             ["bash", str(script), guard.program, review])
    for call in calls:
        run = subprocess.run(call, capture_output=True, check=False)
        if run.returncode:
            raise RuntimeError(f"{call}: exit {run.returncode}: {run.stderr.decode()[-300:]}")
    guard.count += 1
    for one in guard.findings("-C", review, "PM1"):
        yield complaint(f"PM1 {one['entry']} {one['part']}", one)
    report = os.path.join(guard.folder, "report.md")
    run = subprocess.run([guard.program, "-C", review, "report", "PM1", "--for", "team", "-o", report],
                         capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(f"report: exit {run.returncode}: {run.stderr.decode()[-300:]}")
    for one in guard.findings(report):
        yield complaint(f"report of PM1:{one['line']}", one)


GROUPS = (of_documents, of_tables, of_code, of_pages, of_example)


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    failed = 0
    print(f"1..{len(GROUPS)}")
    for number, group in enumerate(GROUPS, 1):
        with tempfile.TemporaryDirectory(prefix="postmortem-words-") as folder:
            guard = Guard(program, folder)
            complaints = list(group(guard, root))
        good = not complaints and guard.count > 0
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {group.__name__[3:]} pass the guard "
              f"({guard.count} texts)")
        for line in complaints:
            print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
