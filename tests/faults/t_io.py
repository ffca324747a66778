"""Every call that a writing command makes to the disk fails, once or from then on, or is cut short: no
crash, an exit code that says so, nothing half-written; what was acknowledged is there, and the next
command works.

SQLite's own calls are among them: a library in front of the C library makes them fail. POSTMORTEM_SLOW
tries every call, otherwise a seeded sample of 200.
usage: t_io.py PROGRAM SOURCE_ROOT DISK_LIBRARY
"""
import os
import random
import shutil
import sys
import tempfile

from calls import SLOW, must, run

LIBRARY = os.path.abspath(sys.argv[3])
PLANS = ("EIO", "ENOSPC", "EIO:sticky", "ENOSPC:sticky", "short")



def on_bad_disk(workspace, plan):
    """The environment in which the disk under a workspace does as planned."""
    return {"LD_PRELOAD": LIBRARY, "CUT_ROOT": workspace, **plan}


def state(workspace):
    """All that can be read, or what went wrong with it."""
    got = []
    for arguments in (["sources", "--format", "csv"], ["show", "--json"], ["history", "PM1", "--json"]):
        answer = run(workspace, *arguments)
        got.append(answer.stdout if answer.returncode == 0 else answer.stderr)
    return b"".join(got)


def make(folder):
    workspace, log = os.path.join(folder, "good"), os.path.join(folder, "in.log")
    with open(log, "w", encoding="utf-8") as target:
        target.writelines(f"2026-03-04T10:00:{second:02}Z INFO worker: job {second}\n" for second in range(60))
    page = os.path.join(folder, "page.md")
    with open(page, "w", encoding="utf-8") as target:
        target.write("# Orders stood still\n\n## Timeline\n\n- 2026-03-04 10:02 UTC pool ran dry\n")
    os.makedirs(workspace)
    bundle = os.path.join(folder, "one.pmreview")
    for arguments in (["init"], ["new", "The queue filled", "--day", "2026-03-04"],
                      ["export", "PM1", "-o", bundle], ["event", "PM1", "--at", "10:01", "--what", "pool at 3"],
                      ["backup", os.path.join(folder, "backup")]):
        must(workspace, *arguments)
    commands = [["collect", log], ["new", "Another review"],
                ["event", "PM1", "--at", "10:02", "--what", "pool at 20"],
                ["edit", "PM1", "E1", "--context", "nobody looked at it"],
                ["say", "PM1", "learned", "the pool has a fixed size"], ["stage", "PM1", "timeline"],
                ["undo", "PM1"], ["import", page]]
    return workspace, commands


def normal(folder, good, command):
    """How many calls a command makes, and what can be read after it."""
    workspace, count = os.path.join(folder, "ws"), os.path.join(folder, "count")
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(good, workspace)
    must(workspace, *command, extra=on_bad_disk(workspace, {"CUT_COUNT": count}))
    with open(count, encoding="ascii") as source:
        return int(source.read())


def try_point(folder, good, before, command, point, plan):
    """A sentence when something is wrong, else None."""
    workspace = os.path.join(folder, "ws")
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(good, workspace)
    hit = run(workspace, *command, extra=on_bad_disk(workspace, {"CUT_FAIL": f"{point}:{plan}"}))
    if hit.returncode < 0 or hit.returncode not in (0, 1, 3, 4, 7, 8, 9, 11):
        return f"exit code {hit.returncode}: {hit.stderr[-200:]!r}"
    if hit.returncode and not hit.stderr.strip():
        return "failed without a word"
    verify = run(workspace, "verify")
    if verify.returncode:
        return f"verify {verify.returncode}: {(verify.stdout + verify.stderr)[-300:]!r}"
    after = state(workspace)
    if hit.returncode == 0 and after == before:
        return "was acknowledged, and is not there"
    again = run(workspace, "say", "PM1", "learned", "a second look")
    if again.returncode:
        return f"the next command says {again.returncode}: {again.stderr[-200:]!r}"
    return None


def main():
    folder = os.path.realpath(tempfile.mkdtemp(prefix="postmortem-io-"))
    dice = random.Random(3)
    try:
        good, commands = make(folder)
        before = state(good)
        print(f"1..{len(commands)}")
        failed = 0
        for number, command in enumerate(commands, 1):
            calls = normal(folder, good, command)
            points = [(point, plan) for point in range(1, calls + 1) for plan in PLANS]
            if not SLOW:
                points = dice.sample(points, min(len(points), 200 // len(commands)))
            wrong = [f"call {point} {plan}: {why}" for point, plan in points
                     if (why := try_point(folder, good, before, command, point, plan))]
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {command[0]}: {len(points)} of {calls * len(PLANS)} faults,"
                  f" {len(wrong)} wrong")
            for line in wrong[:8]:
                print("#", line)
        return 1 if failed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
