#!/usr/bin/env python3
"""The growth bench must measure every content on the list, and fail when our side does.

usage: evidence_growth.py BENCH-SCRIPT POSTMORTEM-BENCH BENCH-GENERATE     prints TAP
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(script, programs, folder):
    return subprocess.run([sys.executable, script, "--largest", "1M", "--only", "klog.log", "--programs", programs,
                           "--scratch", folder, "--results", folder], capture_output=True, text=True, check=False)


def main():
    script, tool, generate = sys.argv[1:]
    good = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bench").mkdir()
        shutil.copy(generate, folder / "bench")
        shutil.copy(tool, folder / "bench")
        first = run(script, folder, folder)
        report = json.loads((folder / "evidence_growth.json").read_text()) if first.returncode == 0 else {"hurt": []}
        hurt = {one["name"]: one for one in report["hurt"]}
        good.append((first.returncode == 0 and len(hurt) > 20, "all are measured"))
        good.append((hurt.get("only newlines", {}).get("records") == 1, "newlines alone are one record"))
        good.append((hurt.get("a clock that runs backwards", {}).get("late", 0) > 900, "a clock runs backwards"))
        left = [path for path in folder.rglob("*.log")]
        good.append((not left, "nothing is left behind"))
        broken = folder / "bench" / "postmortem-bench"
        broken.write_text("#!/bin/sh\nexit 3\n")
        broken.chmod(0o755)
        good.append((run(script, folder, folder).returncode != 0, "what ends with an error is told"))
    print(f"1..{len(good)}")
    for number, (ok, what) in enumerate(good, 1):
        print(f"{'ok' if ok else 'not ok'} {number} - {what}")
    if not all(ok for ok, _ in good):
        print("\n".join(f"# {line}" for line in (first.stdout + first.stderr).splitlines()))
    return 0 if all(ok for ok, _ in good) else 1


if __name__ == "__main__":
    sys.exit(main())
