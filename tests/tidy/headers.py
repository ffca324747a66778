#!/usr/bin/env python3
"""Compiles each header alone, so that none leans on what its includer happened to include first.

usage: headers.py ROOT COMPILER...   prints TAP, one line a header
"""

import pathlib
import subprocess
import sys

FLAGS = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror",
         "-fsyntax-only", "-x", "c", "-"]


def main():
    root, compiler = pathlib.Path(sys.argv[1]), sys.argv[2:]
    headers = sorted((root / "src").rglob("*.h"))
    failed = 0
    print(f"1..{len(headers)}")
    for number, header in enumerate(headers, 1):
        name = header.relative_to(root / "src").as_posix()
        # Twice: the guard must hold. The declaration keeps a header of macros from being empty.
        source = f'#include "{name}"\n#include "{name}"\nextern int header_{number};\n'
        run = subprocess.run([*compiler, f"-I{root / 'src'}", *FLAGS], input=source, text=True,
                             capture_output=True, check=False)
        print(f"{'not ok' if run.returncode else 'ok'} {number} - {name}")
        for line in run.stderr.splitlines() if run.returncode else []:
            print(f"# {line}")
        failed += bool(run.returncode)
    return 1 if failed or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
