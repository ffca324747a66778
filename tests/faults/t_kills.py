"""The program is killed at random moments of collecting, editing, importing and migrating: nothing that
it acknowledged is lost, verify finds nothing wrong, and opening takes less than a second.

POSTMORTEM_SLOW kills 300 times, otherwise 24.
usage: t_kills.py PROGRAM SOURCE_ROOT
"""
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from calls import ENV, PROGRAM, ROOT, SLOW, run

ROUNDS = 300 if SLOW else 24


class Usual:
    """How long a command of a kind takes, so that kills fall into its work and not behind it."""

    def __init__(self):
        self.seconds = {}

    def killed_at(self, dice, kind):
        return dice.random() * self.seconds.get(kind, 0.02) * 1.1

    def took(self, kind, seconds):
        self.seconds[kind] = seconds


def run_and_kill(dice, usual, workspace, arguments):
    """True when the command was acknowledged before the kill."""
    kind = arguments[0]
    begun = time.monotonic()
    child = subprocess.Popen([PROGRAM, "-C", workspace, *arguments], env=ENV, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if kind in usual.seconds:
        time.sleep(usual.killed_at(dice, kind))
        child.kill()
    answer = child.wait(timeout=60)
    if kind not in usual.seconds:
        usual.took(kind, time.monotonic() - begun)
    return answer == 0


def old_workspace(folder):
    """A workspace of the first schema, as the first version of the program left it."""
    os.makedirs(os.path.join(folder, "index"))
    content = b"2026-03-04T10:00:00Z INFO worker: one job done\n" * 50
    name = hashlib.sha256(content).hexdigest()
    place = os.path.join(folder, "evidence", name[:2])
    os.makedirs(place)
    with open(os.path.join(place, name[2:]), "wb") as target:
        target.write(content)
    with open(os.path.join(ROOT, "src/store/sqlite/migrations/0001-evidence.sql"), encoding="utf-8") as source:
        schema = source.read()
    with sqlite3.connect(os.path.join(folder, "postmortem.db")) as base:
        base.executescript("PRAGMA journal_mode = WAL;" + schema +
                           "PRAGMA application_id = 1886352244; PRAGMA user_version = 1;")
        base.execute("INSERT INTO capture VALUES (1, ?, ?, 'plain')", (bytes.fromhex(name), len(content)))
        base.execute("INSERT INTO intake VALUES (1, 1, ?, 'somebody', 1, NULL)", (b"old.log",))
        base.execute("INSERT INTO source VALUES (1, ?, ?, 1, ?, ?, NULL, 'log', NULL, 0, 0)",
                     (bytes.fromhex(name), len(content), b"", b"old.log"))
    base.close()


def log_file(folder, number):
    path = os.path.join(folder, f"log{number}.log")
    with open(path, "w", encoding="utf-8") as target:
        for second in range(400):
            target.write(f"2026-03-04T10:{second // 60:02}:{second % 60:02}Z INFO worker{number}: job {second}\n")
    return path


def command(folder, dice, number):
    """A command, and the mark that it leaves when it is acknowledged."""
    what = dice.randrange(5)
    if what == 0:
        return ["collect", log_file(folder, number)], f"log{number}.log"
    if what == 1:
        return ["edit", "PM1", "PM0", "--background", f"mark-{number}-text"], None
    if what == 2:
        table = os.path.join(folder, "events.csv")
        with open(table, "w", encoding="utf-8") as target:
            target.write("at,kind,what\n")
            for minute in range(20):
                target.write(f"10:{minute:02},note,mark-{number}-{minute} was seen\n")
        return ["event", "PM1", "--from-file", table], f"mark-{number}-19 was"
    if what == 3:
        page = os.path.join(folder, "page.md")
        with open(page, "w", encoding="utf-8") as target:
            target.write(f"# mark-{number}-page\n\n## Timeline\n\n- 2026-03-04 10:02 UTC one thing\n")
        return ["import", page], f"mark-{number}-page"
    return ["event", "PM1", "--at", "10:02", "--kind", "note", "--what", f"mark-{number}- was seen"], f"mark-{number}- was"


def listing(workspace):
    got = b"".join(run(workspace, *arguments).stdout
                   for arguments in (["sources", "--format", "csv"], ["show", "PM1", "--json"], ["show", "--json"]))
    return got.decode("utf-8", "replace")


def check(workspace, marks):
    begun = time.monotonic()
    shown = run(workspace, "show", "PM1")
    took = time.monotonic() - begun
    verify = run(workspace, "verify")
    if verify.returncode:
        return f"verify {verify.returncode}: {(verify.stdout + verify.stderr)[-300:]!r}"
    if marks and shown.returncode:
        return f"show {shown.returncode}: {shown.stderr[-300:]!r}"
    if took > 1:
        return f"opening took {took:.2f} s"
    here = listing(workspace)
    lost = [mark for mark in marks if mark not in here]
    return f"lost {lost}" if lost else ""


def kill_migrations(folder, dice, usual, rounds):
    wrong = []
    for number in range(rounds):
        workspace = os.path.join(folder, f"old{number}")
        old_workspace(workspace)
        run_and_kill(dice, usual, workspace, ["new", "After the migration"])
        after = run(workspace, "new", "Second review")
        verify = run(workspace, "verify")
        if after.returncode or verify.returncode or "old.log" not in listing(workspace):
            wrong.append(f"migration {number}: {(after.stderr + verify.stdout + verify.stderr)[-300:]!r}")
        shutil.rmtree(workspace)
    return wrong


def kill_commands(folder, dice, usual, rounds):
    workspace, marks, wrong, acknowledged = os.path.join(folder, "ws"), [], [], 0
    if run(workspace, "init").returncode or run(workspace, "new", "Orders stood still", "--day", "2026-03-04").returncode:
        return ["init and new did not work"], 0
    for number in range(rounds):
        arguments, mark = command(folder, dice, number)
        done = run_and_kill(dice, usual, workspace, arguments)
        acknowledged += done
        if done and mark:
            marks.append(mark)
        why = check(workspace, marks)
        if why:
            wrong.append(f"round {number}, {arguments[0]}: {why}")
    return wrong, acknowledged


def main():
    folder = tempfile.mkdtemp(prefix="postmortem-kills-")
    dice, usual = random.Random(7), Usual()
    try:
        print("1..2")
        old = kill_migrations(folder, dice, usual, ROUNDS // 6)
        print(f"{'not ok' if old else 'ok'} 1 - {ROUNDS // 6} kills while migrating")
        wrong, acknowledged = kill_commands(folder, dice, Usual(), ROUNDS - ROUNDS // 6)
        print(f"{'not ok' if wrong else 'ok'} 2 - {ROUNDS - ROUNDS // 6} kills while working,"
              f" {acknowledged} commands were acknowledged before")
        for line in (old + wrong)[:10]:
            print("#", line)
        return 1 if old or wrong else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
