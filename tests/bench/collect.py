#!/usr/bin/env python3
"""The collect bench must notice wrong answers. Runs it whole on tiny files, with stand-ins for our program
and for the bare libraries that answer rightly, or wrongly in one way.

usage: collect.py BENCH-SCRIPT     prints TAP
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

# (how the stand-in is wrong, exit code of the bench, what the report must say)
CASES = [
    ("", 0, "ten files: postmortem collect"),
    ("exit", 1, "ten files: postmortem collect: exit code 3"),
    ("records", 1, "ten files: postmortem collect: WRONG: sources with"),
    ("absent", 1, "app.log.gz: postmortem collect: WRONG: sources with []"),
    ("part", 1, "app.log.gz: ours, unpack and index alone: WRONG: bytes and records are 192 13"),
    ("library", 1, "app.log.gz: zlib: exit code 4"),
]
FILES = ["access.log", "app.jsonl", "app.log", "klog.log", "logfmt.log", "openstack.log", "pgjson.jsonl",
         "postgres.log", "syslog.log", "winevt.jsonl"]

PROGRAM = """#!/usr/bin/env python3
import json, os, pathlib, sys
wrong, folder, what = os.environ["FAKE_WRONG"], pathlib.Path(sys.argv[2]), sys.argv[3]
kept = folder / "kept"
if what == "collect":
    records = {one["file"]: one["records"] for one in json.loads(os.environ["FAKE_MANIFEST"])["files"]}
    names = [pathlib.Path(path).name for path in sys.argv[4:]]
    counts = [records[name.removesuffix(".gz").removesuffix(".zst")] for name in names]
    if wrong == "records":
        counts[-1] += 1
    if wrong == "absent" and names[0].endswith(".gz"):
        counts = []
    kept.write_text(json.dumps([{"records": count} for count in counts]))
    sys.exit(3 if wrong == "exit" else 0)
if what == "sources":
    print(kept.read_text())
"""
LIBRARY = """#!/usr/bin/env python3
import os, pathlib, sys
wrong, name = os.environ["FAKE_WRONG"], pathlib.Path(sys.argv[2]).name
if sys.argv[1] == "ours":
    records = {"app.log": 12, "winevt.jsonl": 19}[name.rsplit(".", 1)[0]]
    print(records * 16, records + (wrong == "part"))
sys.exit(4 if wrong == "library" and sys.argv[1] != "ours" else 0)
"""


def install(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def run(script, root, wrong, manifest):
    return subprocess.run(
        [sys.executable, script, "--rounds", "1", "--without-lnav", "--programs", root / "programs",
         "--data", root / "data", "--work", root, "--results", root / "results"],
        env={**os.environ, "FAKE_WRONG": wrong, "FAKE_MANIFEST": json.dumps(manifest)},
        capture_output=True, text=True, check=False)


def main():
    script, failed = sys.argv[1], 0
    print(f"1..{len(CASES)}")
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        install(root / "programs" / "src" / "postmortem", PROGRAM)
        install(root / "programs" / "bench" / "postmortem-bench-unpack", LIBRARY)
        manifest = {"files": [{"file": file, "records": 10 + i} for i, file in enumerate(FILES)]}
        (root / "data").mkdir()
        (root / "data" / "expected.json").write_text(json.dumps(manifest))
        for i, file in enumerate(FILES):
            (root / "data" / file).write_text("2026-11-23 line\n" * (10 + i))
        for number, (wrong, code, says) in enumerate(CASES, 1):
            done = run(script, root, wrong, manifest)
            report = (root / "results" / "collect.md").read_text()
            answer = json.loads((root / "results" / "collect.json").read_text())
            good = done.returncode == code and says in report and bool(answer["failed"]) == bool(code)
            good = good and "app.log.gz: ours, unpack and index alone" in answer["samples"]
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {wrong or 'right'}")
            if not good:
                print("\n".join(f"# {line}" for line in (done.stdout + done.stderr).splitlines()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
