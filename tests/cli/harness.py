"""What the command-line tests share: a scratch folder, running the program, TAP.

Each test file: `from harness import *`, functions decorated with @case, and main() at the end.
usage: t_NAME.py PROGRAM SOURCE_ROOT
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
EXAMPLE = os.path.join(ROOT, "examples", "orders-api-outage")
PAYLOADS = os.path.join(ROOT, "tests", "data", "payloads")
TRUTH = os.path.join(ROOT, "tests", "data", "orders-api-outage")

_cases = []


class Skipped(Exception):
    """This machine lacks what the case is about; the message says what."""


def case(function):
    """Registers a test; its name is the function's, its argument a fresh Place."""
    _cases.append(function)
    return function


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.raw)

    def rows(self):
        return [json.loads(line) for line in self.raw.splitlines() if line]


class Place:
    """A scratch folder with a workspace in it."""

    def __init__(self, folder):
        self.folder = folder
        self.workspace = os.path.join(folder, "ws")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        mode = "wb" if isinstance(content, bytes) else "w"
        with open(path, mode) as target:
            target.write(content)
        return path

    def run(self, *arguments, stdin=None, env=None, cwd=None, workspace=True, timeout=120):
        command = [PROGRAM] + (["-C", self.workspace] if workspace else []) + list(arguments)
        own = {key: value for key, value in os.environ.items() if not key.startswith("POSTMORTEM_")}
        own.update(env or {})
        done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=own, cwd=cwd or self.folder, timeout=timeout, check=False,
                              stdin=None if stdin is not None else subprocess.DEVNULL)
        return Result(done)

    def init(self):
        expect(self.run("init"), 0)
        return self

    def collect(self, *paths, code=0):
        result = self.run("collect", *paths)
        expect(result, code)
        return result


def expect(result, code):
    if result.code != code:
        raise AssertionError(f"exit {result.code}, wanted {code}\n{result.out[-800:]}{result.err[-800:]}")


def equal(got, wanted):
    if got != wanted:
        raise AssertionError(f"got {got!r}, wanted {wanted!r}")


def holds(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"{part!r} is not in: {text[-1500:]}")


def sha256(path):
    with open(path, "rb") as source:
        return hashlib.sha256(source.read()).hexdigest()


def main():
    failed = 0
    print(f"1..{len(_cases)}")
    for number, function in enumerate(_cases, 1):
        folder = tempfile.mkdtemp(prefix="postmortem-test-")
        try:
            function(Place(folder))
            print(f"ok {number} - {function.__name__}")
        except Skipped as reason:
            print(f"ok {number} - {function.__name__} # SKIP {reason}")
        except Exception as problem:  # a test reports, whatever went wrong
            failed += 1
            print(f"not ok {number} - {function.__name__}")
            for line in f"{type(problem).__name__}: {problem}".splitlines():
                print(f"# {line}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
