#!/usr/bin/env python3
"""The build refuses a question bank that does not hold together: each rule of questions_table.py is
shown a bad table. Prints TAP."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKER = ROOT / "src/review/questions_table.py"
QUESTIONS = (ROOT / "data/questions.tsv").read_text(encoding="utf-8")
FOLLOW_UPS = (ROOT / "data/follow-ups.tsv").read_text(encoding="utf-8")
FIRST = "T1-1\tT1\t-\tWhat did you see or hear right before you did this?\n"

# name, what is replaced in the questions, what in the follow-ups, what the refusal says
CASES = [
    ("the tables as they are", None, None, None),
    ("a code twice", (FIRST, FIRST + FIRST), None, "repeated code: T1-1"),
    ("a code of another topic", (FIRST, FIRST.replace("T1-1", "T2-1", 1)), None, "code: T2-1"),
    ("a question that asks for a justification",
     (FIRST, FIRST.replace("What did you see", "Why did you see")), None, "how it came to make"),
    ("a question that is none", (FIRST, FIRST.replace("?", ".")), None, "how it came to make"),
    ("an area that is not there", (FIRST, FIRST.replace("-\tWhat", "speed\tWhat")), None, "no such area"),
    ("a column too few", (FIRST, FIRST.replace("-\t", "", 1)), None, "a row has 4 columns"),
    ("a code that is not there", None, ("\tA1-4 T2-4\n", "\tA1-4 T2-99\n"), "no such question"),
    ("a kind that is not there", None, ("\nalert\t", "\nalarm\t"), "kind of event: alarm"),
    ("a kind without a row", None, ("\ndetect ack\t", "\ndetect\t"), "ack needs one row, has 0"),
    ("a kind with two rows", None, ("\ndetect ack\t", "\ndetect ack change.load\t"),
     "change.load needs one row, has 2"),
    ("no row for a gap", None, ("\ngap\t", "\n#gap\t"), "a row is missing: gap"),
]


def refused(questions, follow_ups):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "questions.tsv").write_text(questions, encoding="utf-8")
        (place / "follow-ups.tsv").write_text(follow_ups, encoding="utf-8")
        run = subprocess.run([sys.executable, MAKER, place / "questions.tsv", place / "follow-ups.tsv",
                              ROOT / "src/review/words.h", place / "out.inc"],
                             capture_output=True, text=True, check=False)
        return run.stderr if run.returncode else None


def changed(text, change):
    if change is None:
        return text
    assert change[0] in text, change[0]
    return text.replace(change[0], change[1], 1)


print(f"1..{len(CASES)}")
worst = 0
for number, (name, question, follow_up, said) in enumerate(CASES, 1):
    told = refused(changed(QUESTIONS, question), changed(FOLLOW_UPS, follow_up))
    good = told is None if said is None else told is not None and said in told
    worst |= not good
    print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else f": {told}"))
sys.exit(worst)
