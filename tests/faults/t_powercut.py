"""The power goes at any moment while the program works: what it had acknowledged is there afterwards,
and verify finds nothing wrong. The control, with requests to the disk swallowed, must lose data.

POSTMORTEM_SLOW tries 300 moments, otherwise a seeded sample of 30.
usage: t_powercut.py PROGRAM SOURCE_ROOT DISK_LIBRARY
"""
import os
import random
import shutil
import sys
import tempfile

from calls import SLOW, must, run
from disk import Disk, read_log

LIBRARY = os.path.abspath(sys.argv[3])
MOMENTS = 300 if SLOW else 30
LOG = "".join(f"2026-03-04T10:{m:02}:{s:02}Z INFO worker: job {m * 60 + s} done\n"
              for m in range(3) for s in range(60))


def steps(folder):
    """Commands, each with the mark that it leaves in a listing once it is acknowledged."""
    for number in range(3):
        path = os.path.join(folder, f"{number}.log")
        with open(path, "w", encoding="utf-8") as target:
            target.write(LOG.replace("worker", f"worker{number}"))
        yield ["collect", path], f"{number}.log"
    yield ["new", "Orders stood still", "--day", "2026-03-04"], "Orders stood still"
    for number in range(12):
        yield ["event", "PM1", "--at", f"10:{number:02}", "--what", f"mark-{number} was seen",
               "--kind", "note"], f"mark-{number} was"
    for number in range(6):
        yield ["edit", "PM1", f"E{number + 1}", "--context", f"second-{number} look"], f"second-{number} look"
    yield ["item", "PM1", "Limit the pool third-mark"], "third-mark"


def listing(workspace):
    got = b""
    for arguments in (["sources", "--format", "csv"], ["show", "PM1", "--json"]):
        answer = run(workspace, *arguments)
        got += answer.stdout
    return got.decode("utf-8", "replace")


def record(folder, extra):
    """Runs all steps; gives the log and [(its length when a step was acknowledged, mark)]."""
    workspace, log = os.path.join(folder, "ws"), os.path.join(folder, "log")
    shutil.rmtree(workspace, ignore_errors=True)
    with open(log, "wb"):
        pass
    os.makedirs(workspace)
    cut = {"LD_PRELOAD": LIBRARY, "CUT_ROOT": workspace, "CUT_LOG": log, **extra}
    marks = []
    for arguments, mark in [(["init"], ""), *steps(folder)]:
        must(workspace, *arguments, extra=cut)
        marks.append((os.path.getsize(log), mark))
    return workspace, log, marks


def try_moments(folder, workspace, log, marks, seed):
    """One sentence for each moment after which something was wrong."""
    operations, ends = read_log(log)
    dice, wrong = random.Random(seed), []
    first = next(i for i, end in enumerate(ends) if end >= marks[0][0]) + 1
    moments = sorted(dice.randrange(first, len(operations) + 1) for _ in range(MOMENTS))
    disk, done, target = Disk(workspace), 0, os.path.join(folder, "after")
    for moment in moments:
        for operation in operations[done:moment]:
            disk.do(*operation)
        done = moment
        shutil.rmtree(target, ignore_errors=True)
        disk.write_after_cut(dice, target)
        verify = run(target, "verify")
        if verify.returncode:
            wrong.append(f"moment {moment}: verify {verify.returncode}: {(verify.stdout + verify.stderr)[-200:]!r}")
            continue
        here = listing(target)
        acknowledged = [mark for end, mark in marks if end <= ends[moment - 1]]
        lost = [mark for mark in acknowledged if mark not in here]
        if lost:
            wrong.append(f"moment {moment}: lost {lost}")
    return wrong


def main():
    folder = os.path.realpath(tempfile.mkdtemp(prefix="postmortem-powercut-"))
    try:
        print("1..2")
        wrong = try_moments(folder, *record(folder, {}), seed=1)
        print(f"{'not ok' if wrong else 'ok'} 1 - nothing acknowledged is lost at {MOMENTS} power cuts")
        for line in wrong[:10]:
            print("#", line)
        control = try_moments(folder, *record(folder, {"CUT_EAT": "1"}), seed=2)
        print(f"{'ok' if len(control) * 2 > MOMENTS else 'not ok'} 2 - "
              f"the control without syncs loses data: {len(control)} of {MOMENTS}")
        return 1 if wrong or len(control) * 2 <= MOMENTS else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
