#!/usr/bin/env python3
"""How fast and how well the guard reads, beside others.

usage: script/bench language [--size 50M] [--rounds 5] [--labels FOLDER] [--only speed|pathological|labels]
                             [--programs FOLDER] [--data FOLDER] [--results FOLDER]

Speed: `postmortem lint --json` over review prose and over mixed Markdown that the bench makes, beside
grep -E with the five phrases that every such check begins with, and npm's write-good (on a smaller part:
it is far slower); start-up with a review of 20 KB; the answer to one key in a document of 35 KB through
`postmortem lsp`; peak memory. Texts made to be slow: time at 1, 2, 4 and 8 MB. Labels: findings against sentences that people labelled, by label, with
the interval of F1; skipped loudly when --labels (or POSTMORTEM_LABELS) names no folder with sets
(dev.jsonl with texts/, dev2.jsonl with texts2/, heldout.jsonl with texts-heldout/).

Writes language.json and language.md. Exit code 1 when a command fails or answers nothing.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import time

import language_labels
import language_texts
import measure

NAIVE = "should have|could have|failed to|root cause|human error"
SETS = [("DEV", "dev.jsonl", "texts"), ("DEV-2", "dev2.jsonl", "texts2"), ("HELD-OUT", "heldout.jsonl", "texts-heldout")]


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench language")
    parser.add_argument("--size", default="50M", help="of each text that is made, such as 5M (default 50M)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["speed", "pathological", "labels"])
    parser.add_argument("--labels", type=pathlib.Path, default=os.environ.get("POSTMORTEM_LABELS"))
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data")
    parser.add_argument("--results", type=pathlib.Path,
                        help="default bench/results for the full run, else build/bench-results")
    options = parser.parse_args()
    options.root = root
    number, unit = options.size[:-1], options.size[-1:].upper()
    if not number.isdigit() or unit not in "KM":
        parser.error("a size is a number with K or M behind it")
    options.bytes = int(number) * (1000 if unit == "K" else 1000000)
    if options.rounds < 1:
        parser.error("rounds are 1 or more")
    if not options.results:
        full = options.bytes == 50000000 and options.rounds >= 5 and not options.only
        options.results = root / "bench" / "results" if full else root / "build" / "bench-results"
    return options


# ---- speed ----

def made(options, kind):
    path = options.data / f"language-{kind}-{options.size}.md"
    if not path.exists():
        options.data.mkdir(parents=True, exist_ok=True)
        path.write_text(language_texts.text(kind, options.bytes), encoding="utf-8")
    return path


def write_good(options):
    """The peer's command, or None: script/bootstrap bench fetches it."""
    path = options.root / ".deps" / "write-good" / "node_modules" / "write-good" / "bin" / "write-good.js"
    return ["node", str(path)] if path.exists() and shutil.which("node") else None


def throughput(options, problems):
    rows, data = [], {}
    for kind in ("prose", "mixed"):
        path = made(options, kind)
        small = options.data / f"language-{kind}-part.md"
        with path.open("rb") as whole:  # no more of it: a child's memory begins with ours
            small.write_bytes(whole.read(1000000))
        measure.warm([path, small])
        lines = [("postmortem lint", [str(options.ours), "lint", "--json", "--fail", "never", str(path)], path),
                 ("grep -E, five phrases", ["grep", "-E", "-i", "-n", NAIVE, str(path)], path)]
        if write_good(options):
            lines.append(("write-good", [*write_good(options), str(small)], small))
        samples = {name: measure.Samples() for name, _, _ in lines}
        for round_number in range(options.rounds + 1):
            for name, command, file in lines:
                if name == "write-good" and round_number > 1:
                    continue
                got = measure.run(command, env={**os.environ, "LC_ALL": "C.UTF-8"})
                if name != "write-good" and got.code or len(got.output) < 100:
                    problems.append(f"{name}, {kind}: exit code {got.code}, {len(got.output)} bytes")
                if round_number or name == "write-good":
                    samples[name].add(got)
        ours = path.stat().st_size / samples["postmortem lint"].median()
        for name, _, file in lines:
            speed = file.stat().st_size / samples[name].median()
            rows.append([f"{kind}, {file.stat().st_size / 1e6:.0f} MB", name, f"{speed / 1e6:.2f}", f"{ours / speed:.2f}",
                         f"{samples[name].peak() / 1e6:.0f}"])
            data[f"{kind}, {name}"] = {"bytes": file.stat().st_size, **samples[name].as_json()}
    return rows, data


def start_up(options):
    """Seconds of whole processes over one review of 20 KB, and of the same process doing nothing."""
    path = options.data / "language-20k.md"
    path.write_text(language_texts.text("prose", 20000)[:20000], encoding="utf-8")
    measure.warm([path])
    lint, nothing = [], []
    for _ in range(51):
        lint.append(measure.run([str(options.ours), "lint", "--fail", "never", str(path)]).seconds)
        nothing.append(measure.run(["true"]).seconds)
    return statistics.median(lint[1:]), statistics.median(nothing[1:])


class Server:
    """`postmortem lsp`, spoken to as an editor does."""

    def __init__(self, command):
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, method, params, number=None):
        body = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            body["id"] = number
        data = json.dumps(body).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.child.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.child.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.child.stdout.read(length))

    def until(self, wanted):
        while not wanted(message := self.receive()):
            pass
        return message


def keys(options):
    """Seconds from a key to its findings, in a review of 35 KB: 400 keys at random places."""
    server, uri = Server([str(options.ours), "lsp"]), "file:///tmp/review.md"
    server.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)
    server.until(lambda message: message.get("id") == 1)
    server.send("initialized", {})
    text = language_texts.text("prose", 35000)[:35000]
    lines = text.split("\n")
    server.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})
    told = lambda message: message.get("method") == "textDocument/publishDiagnostics"  # noqa: E731
    server.until(told)
    rng, seconds = random.Random(3), []
    for version in range(2, 402):
        place = {"line": rng.randrange(len(lines)), "character": 0}
        change = {"range": {"start": place, "end": place}, "text": rng.choice("abcdefgh ")}
        begin = time.perf_counter()
        server.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        server.until(told)
        seconds.append(time.perf_counter() - begin)
    server.send("shutdown", None, 2)
    server.until(lambda message: message.get("id") == 2)
    server.send("exit", None)
    server.child.wait(timeout=10)
    seconds.sort()
    return seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]


# ---- texts made to be slow ----

def pathological(options, problems):
    """[name, seconds at each size, the worst factor of a doubling]: 1, 2, 4 and 8 MB, best of 3."""
    rows, path = [], options.data / "language-pathological.md"
    sizes = [1 << 20, 2 << 20, 4 << 20, 8 << 20]
    for name in language_texts.PATHOLOGICAL:
        took = []
        for size in sizes:
            path.write_bytes(language_texts.pathological(name, size))
            runs = [measure.run([str(options.ours), "lint", "--json", "--fail", "never", str(path)]) for _ in range(3)]
            problems.extend(f"{name}: exit code {run.code}" for run in runs if run.code)
            took.append(min(run.seconds for run in runs))
        worst = max(later / sooner for sooner, later in zip(took, took[1:]))
        if worst > 2.6:
            problems.append(f"{name}: {worst:.2f} times the time for twice the text")
        rows.append([name, *(f"{seconds * 1000:.0f}" for seconds in took), f"{worst:.2f}"])
    path.unlink()
    return rows


# ---- labels ----

def lint(options, texts, level):
    got = subprocess.run([options.ours, "lint", "--json", "--fail", "never", "--level", level, texts],
                         capture_output=True, check=True)
    return [json.loads(line) for line in got.stdout.decode().splitlines()]


def labels(options, problems):
    parts, data = [], {}
    for name, file, folder in SETS:
        if not options.labels or not (options.labels / file).exists():
            parts.append(f"## {name}\n\nNOT MEASURED: the set is not here.")
            measure.loud(f"labelled set {name} is not here: its figures are not measured (--labels FOLDER)")
            continue
        documents = language_labels.read(options.labels / file)
        texts = options.labels / folder
        for level in ("offer", "warning"):
            findings = lint(options, texts, level)
            if not findings:
                problems.append(f"{name}: no findings at all")
            told, outside = language_labels.place(documents, texts, findings)
            table = language_labels.score(documents, told, outside)
            low, high = language_labels.interval(documents, told)
            rows = [[row, one["right"], one["false"], one["missed"], *(f"{one[part]:.3f}" for part in ("P", "R", "F1"))]
                    for row, one in table.items() if isinstance(one, dict)]
            unlabelled = sum(1 for names in told.values() for one in names if one not in language_labels.ROWS)
            parts.append(f"## {name}, {'warnings alone' if level == 'warning' else 'all that is told'}\n\n"
                         + measure.table(["label", "right", "false", "missed", "P", "R", "F1"], rows)
                         + f"\n\nF1 of any label lies within {low:.3f} to {high:.3f} (95 %, by documents). Look-alikes hit:"
                         f" {100 * table['look-alikes hit']:.1f} %; other unlabelled sentences hit: {100 * table['plain hit']:.2f} %;"
                         f" unlabelled in all: {100 * table['unlabelled hit']:.2f} %; findings outside of sentences: {outside};"
                         f" of classes without a label: {unlabelled}.")
            data[f"{name}, {level}"] = {**table, "any_low": low, "any_high": high, "outside": outside}
    return parts, data


def main():
    options = arguments()
    options.ours = (options.programs / "src" / "postmortem").resolve()
    facts = measure.machine({"postmortem": [str(options.ours), "--version"], "grep": ["grep", "--version"]})
    problems, parts, data = [], ["# Language bench", "\n".join(measure.machine_lines(facts))], {"machine": facts}
    if options.only in (None, "speed"):
        if not write_good(options):
            measure.loud("write-good is not installed: it is left out (script/bootstrap bench)")
        rows, data["speed"] = throughput(options, problems)
        parts.append("## Speed\n\nOne thread, whole processes, medians of "
                     f"{options.rounds} runs (write-good: 2, on 1 MB). Wanted: 40 MB/s of prose, 80 MB/s of mixed Markdown,"
                     " the size of the file and 10 MB of memory.\n\n"
                     + measure.table(["text", "program", "MB/s", "ours is x times as fast", "peak MB"], rows))
        lint_time, nothing = start_up(options)
        middle, late = keys(options)
        parts.append(f"A review of 20 KB, whole process: {lint_time * 1000:.1f} ms, of which starting any process takes"
                     f" {nothing * 1000:.1f} ms (`true`); wanted 5 ms. One key in a review of 35 KB, by the language server:"
                     f" {middle * 1000:.1f} ms in the middle, {late * 1000:.1f} ms at the 95th percentile; wanted 5 ms.")
        data["start_up_s"], data["true_s"], data["key_median_s"], data["key_p95_s"] = lint_time, nothing, middle, late
    if options.only in (None, "pathological"):
        rows = pathological(options, problems)
        parts.append("## Texts made to be slow\n\nMilliseconds of whole processes, best of 3; wanted: at most 2.6 times for twice"
                     " the text.\n\n" + measure.table(["text", "1 MB", "2 MB", "4 MB", "8 MB", "worst doubling"], rows))
        data["pathological"] = rows
    if options.only in (None, "labels"):
        more, data["labels"] = labels(options, problems)
        parts.extend(more)
    text = "\n\n".join(parts) + "\n"
    print(text)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "language.md").write_text(text, encoding="utf-8")
    (options.results / "language.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if options.only != "labels" and measure.busy(facts):
        problems.append(f"the machine was busy (load {facts['load_before']:.2f}): do not quote these speeds")
    if problems:
        measure.loud(*sorted(set(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
