#!/usr/bin/env python3
"""The evidence bench must notice wrong answers. Runs it whole on small files, with a stand-in for
our side that answers rightly, or wrongly in one way.

usage: evidence.py BENCH-SCRIPT BENCH-GENERATE BENCH-MERGE-FILES     prints TAP
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# (how the stand-in is wrong, exit code of the bench, what the report must say)
CASES = [
    ("", 0, "All answers equal"),
    ("records", 1, "klog.log with 1 threads: records is"),
    ("first", 1, "klog.log with 2 threads: first is"),
    ("middle", 1, "klog.log with 2 threads: time_sum is"),
    ("levels", 1, "records are info"),
    ("merge", 1, "OUR MERGE DIFFERS"),
    ("exit", 1, "exit code 3"),
    ("templates", 1, "postmortem-bench templates: exit code 4"),
    ("absent", 1, "was not measured"),
]


def main():
    script, *makers = sys.argv[1:]
    failed = 0
    print(f"1..{len(CASES)}")
    with tempfile.TemporaryDirectory() as name:
        programs = pathlib.Path(name)
        for maker in makers:
            shutil.copy(maker, programs)
        tool = programs / "postmortem-bench"
        shutil.copy(pathlib.Path(__file__).parent / "fake_tool.py", tool)
        tool.chmod(0o755)
        for number, (wrong, code, says) in enumerate(CASES, 1):
            if wrong == "absent":
                tool.unlink()
            run = subprocess.run(
                [sys.executable, script, "--size", "100k", "--rounds", "1", "--without-lnav",
                 "--programs", programs, "--data", programs / "data",
                 "--results", programs / "results",
                 *([] if wrong in ("", "templates") else ["--without-rows"])],
                env={**os.environ, "FAKE_WRONG": wrong}, capture_output=True, text=True, check=False)
            good = run.returncode == code and says in run.stdout
            good = good and says in (programs / "results" / "evidence.md").read_text()
            problems = json.loads((programs / "results" / "evidence.json").read_text())["problems"]
            good = good and any("lnav" not in p for p in problems) == bool(code)
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {wrong or 'right'}")
            if not good:
                print("\n".join(f"# {line}" for line in (run.stdout + run.stderr).splitlines()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
