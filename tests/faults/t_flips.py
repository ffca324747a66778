"""One bit is flipped in a file of a workspace, anywhere: when what can be read from the workspace is no
longer the same, verify says so.

What can be read: every row of every table (read with all checks off), the evidence, the answers of the
indexes. POSTMORTEM_SLOW flips 2,000 bits, otherwise 60 (POSTMORTEM_SHORT: 20).
usage: t_flips.py PROGRAM SOURCE_ROOT
"""
import hashlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile

from calls import SHORT, SLOW, must, run

FLIPS = 2000 if SLOW else 20 if SHORT else 60
QUESTIONS = (["show", "PM1", "--json"], ["history", "PM1", "--json"], ["sources", "--json"], ["items", "--json"],
             ["find", "pool", "--json"], ["find", "worker", "--json"], ["stats", "--json"], ["clocks", "--json"],
             ["timeline", "--format", "csv", "--limit", "5000"])


def make(folder, workspace):
    must(workspace, "init")
    for number in range(2):
        path = os.path.join(folder, f"{number}.log")
        with open(path, "w", encoding="utf-8") as target:
            for second in range(300):
                target.write(f"2026-03-04T10:{second // 60:02}:{second % 60:02}Z WARN worker{number}: pool {second}\n")
        must(workspace, "collect", path)
    must(workspace, "clocks", "set", "S1", "--offset", "2s", "--why", "seen on the wall clock")
    must(workspace, "new", "Orders stood still", "--day", "2026-03-04", "--summary", "the pool ran dry")
    must(workspace, "attach", "PM1", "--all")
    for number in range(12):
        must(workspace, "event", "PM1", "--at", f"10:{number:02}", "--kind", "note", "--what", f"pool at {number} of 20")
    must(workspace, "edit", "PM1", "E3", "--context", "nobody looked at the pool panel")
    must(workspace, "item", "PM1", "Limit the pool", "--kind", "guardrail")
    must(workspace, "factor", "PM1", "the pool has a fixed size", "--shared", "fixed pool")
    must(workspace, "timeline", "--summary")
    must(workspace, "stats")


def rows(workspace):
    """All rows as a reader of the database gets them, in order; errors are an answer too."""
    path = os.path.join(workspace, "postmortem.db")
    if not os.path.exists(path):
        return "no database"
    digest = hashlib.sha256()
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    base.text_factory = bytes
    try:
        tables = [name.decode() for (name,) in
                  base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        for table in tables:
            if table.startswith("words"):
                continue  # the search index answers below
            for row in base.execute(f'SELECT * FROM "{table}"'):
                digest.update(repr((table, row)).encode())
    except sqlite3.Error as error:
        digest.update(repr(error).encode())
    finally:
        base.close()
    return digest.hexdigest()


def evidence(workspace):
    digest = hashlib.sha256()
    for folder, names, files in os.walk(os.path.join(workspace, "evidence")):
        names.sort()
        for name in sorted(files):
            with open(os.path.join(folder, name), "rb") as source:
                digest.update(name.encode() + hashlib.sha256(source.read()).digest())
    return digest.hexdigest()


def readable(workspace):
    answers = [(answer.returncode, answer.stdout) for answer in (run(workspace, *question) for question in QUESTIONS)]
    return rows(workspace), evidence(workspace), hashlib.sha256(repr(answers).encode()).hexdigest()


def flip(path, bit):
    with open(path, "r+b") as target:
        target.seek(bit // 8)
        byte = target.read(1)[0]
        target.seek(bit // 8)
        target.write(bytes([byte ^ (1 << (bit % 8))]))


def files_of(workspace):
    found = []
    for folder, names, files in os.walk(workspace):
        names.sort()
        found += [os.path.join(folder, name) for name in sorted(files)
                  if os.path.getsize(os.path.join(folder, name)) and not name.endswith("-shm")]
    return found


def main():
    folder = tempfile.mkdtemp(prefix="postmortem-flips-")
    good, bad, dice = os.path.join(folder, "good"), os.path.join(folder, "bad"), random.Random(11)
    try:
        print("1..1")
        make(folder, good)
        wanted, names = readable(good), files_of(good)
        told = 0
        missed = []
        for number in range(FLIPS):
            shutil.rmtree(bad, ignore_errors=True)
            shutil.copytree(good, bad)
            path = dice.choice(names).replace(good, bad)
            os.chmod(path, 0o600)
            bit = dice.randrange(os.path.getsize(path) * 8)
            flip(path, bit)
            verify = run(bad, "verify")
            told += verify.returncode != 0
            if verify.returncode == 0 and readable(bad) != wanted:
                missed.append(f"{path[len(bad):]} bit {bit}")
        print(f"{'not ok' if missed else 'ok'} 1 - {FLIPS} flips: {told} named by verify, {FLIPS - told} change nothing"
              f" that can be read, {len(missed)} missed")
        for line in missed[:20]:
            print("#", line)
        return 1 if missed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
