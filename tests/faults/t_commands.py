"""Every operating-system call of a collect fails once, or the program is killed there: afterwards the
workspace opens, verifies clean, and a second collect completes it.

Needs a program built with -Dfaults=true; says so and skips otherwise. POSTMORTEM_SLOW tries every
call, otherwise a seeded sample.
usage: t_commands.py PROGRAM SOURCE_ROOT
"""
import os
import random
import shutil
import sys
import tempfile
import zipfile

from calls import SLOW, run

PLANS = ("EIO", "ENOSPC", "EIO:sticky", "ENOSPC:sticky", "kill")
LOG = "".join(f"2026-03-04T10:{m:02}:{s:02}Z INFO worker: job {m * 60 + s} done\n"
              for m in range(5) for s in range(60))


def names(workspace):
    return sorted(run(workspace, "sources", "--format", "csv").stdout.splitlines())


def try_point(folder, evidence, wanted, point, plan):
    """One fault at one call; a sentence when something is wrong afterwards, else None."""
    workspace = os.path.join(folder, "ws")
    shutil.rmtree(workspace, ignore_errors=True)
    if run(workspace, "init").returncode:
        return "init failed"
    hit = run(workspace, "collect", evidence, extra={"POSTMORTEM_FAULT": f"any:{point}:{plan}"})
    if hit.returncode < 0 and plan != "kill":
        return f"ended by signal {-hit.returncode}"
    if hit.returncode == 0 and b"AddressSanitizer" in hit.stderr:
        return "sanitizer report"
    verify = run(workspace, "verify")
    if verify.returncode:
        return f"verify says {verify.returncode}: {(verify.stdout + verify.stderr)[-300:]!r}"
    again = run(workspace, "collect", evidence)
    if again.returncode:
        return f"the second collect says {again.returncode}: {again.stderr[-300:]!r}"
    # Numbers are given in the order of collecting, so rows are compared without them.
    got = sorted(row.split(b",", 1)[1] for row in names(workspace))
    return None if got == wanted else "the second collect found other sources"


def make_evidence(folder):
    evidence = os.path.join(folder, "in")
    os.makedirs(evidence)
    for number in range(3):
        with open(os.path.join(evidence, f"{number}.log"), "w", encoding="utf-8") as target:
            target.write(LOG.replace("worker", f"worker{number}"))
    with zipfile.ZipFile(os.path.join(evidence, "two.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.log", LOG.replace("job", "task"))
        archive.writestr("b.log", LOG.replace("job", "errand"))
    return evidence


def main():
    folder = tempfile.mkdtemp(prefix="postmortem-faults-")
    try:
        workspace, evidence = os.path.join(folder, "ws"), make_evidence(folder)
        if run(workspace, "init", extra={"POSTMORTEM_FAULT": "any:1:EIO"}).returncode == 0:
            print("1..0 # SKIP this program is built without -Dfaults=true: script/test sanitizers has it")
            return 0
        shutil.rmtree(workspace, ignore_errors=True)
        run(workspace, "init")
        run(workspace, "collect", evidence)
        wanted = sorted(row.split(b",", 1)[1] for row in names(workspace))
        points = range(1, 400)
        pairs = [(point, plan) for point in points for plan in PLANS]
        if not SLOW:
            pairs = random.Random(2).sample(pairs, 24)
        failed = 0
        print(f"1..{len(pairs)}")
        for number, (point, plan) in enumerate(pairs, 1):
            wrong = try_point(folder, evidence, wanted, point, plan)
            failed += wrong is not None
            print(f"{'not ok' if wrong else 'ok'} {number} - call {point} {plan}")
            if wrong:
                print(f"# {wrong}")
            sys.stdout.flush()
        return 1 if failed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
