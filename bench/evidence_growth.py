#!/usr/bin/env python3
"""How the cost of evidence grows with its size, and what contents that nobody hopes for cost.

usage: script/bench evidence_growth [--largest 1G] [--only FILE,...] [--programs FOLDER] [--scratch FOLDER]
                                    [--results FOLDER]

Each of the ten formats of the evidence bench at 1 MB, 10 MB, 100 MB, 1 GB (and 4 GB with --largest 4G):
what finding the records, putting them in order and counting kinds of message cost the processor for each
byte. Then the same for contents made to hurt, beside the mean of the ten at 100 MB, for each byte and for
each line: where lines are a few bytes long, it is lines that cost. One file is on the disk at a time. Costs are processor time (user and system), which other work on the machine disturbs little.
Writes evidence_growth.md and evidence_growth.json.
"""

import argparse
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import measure

FORMATS = ["syslog.log", "app.log", "openstack.log", "access.log", "postgres.log", "pgjson.jsonl", "app.jsonl",
           "winevt.jsonl", "logfmt.log", "klog.log"]
SIZES = [("1 MB", "1M"), ("10 MB", "10M"), ("100 MB", "100M"), ("1 GB", "1G"), ("4 GB", "4G")]
BYTES = {"1M": 10**6, "10M": 10**7, "100M": 10**8, "1G": 10**9, "4G": 4 * 10**9}
MOST = 3.0  # times the normal cost of a byte
T0 = 1772618537


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


# ---- contents made to hurt: each yields pieces of bytes ----

def repeated(piece, size):
    block = piece * (1 + (1 << 20) // len(piece))
    block = block[: len(block) - len(block) % len(piece)]
    for _ in range(1 + size // len(block)):
        yield block


def lines(make, count):
    """Lines by number, joined in pieces."""
    for first in range(0, count, 20000):
        yield "".join(make(i) for i in range(first, min(count, first + 20000))).encode()


ALTERNATE = [
    lambda t, i: f"{stamp(t)}.{i % 1000:03d}Z INFO shop order {i} accepted\n",
    lambda t, i: time.strftime("%b %d %H:%M:%S", time.gmtime(t)) + f" web-01 cron[{i % 999}]: job {i} is done\n",
    lambda t, i: time.strftime("[%d/%b/%Y:%H:%M:%S +0000]", time.gmtime(t)) + f' "GET /orders/{i} HTTP/1.1" 200 512\n',
    lambda t, i: f'{{"time":"{stamp(t)}Z","level":"info","msg":"order {i} accepted"}}\n',
]


def alternating(kinds):
    return lambda i: ALTERNATE[i % kinds](T0 + i // 500, i)


def jumps_back(i):
    """Each 25,000 records the clock goes back by an hour."""
    return f"{stamp(T0 + i // 10 - i // 25000 * 3600)}.{i % 10}Z INFO shop order {i} accepted by the warehouse\n"


def falls(i):
    return f"{stamp(T0 - i)}Z INFO shop order {i} accepted by the warehouse\n"


def shuffled(seed=3):
    numbers = random.Random(seed)
    return lambda i: f"{stamp(T0 + numbers.randrange(10**7))}Z INFO shop order {i} accepted by the warehouse\n"


def utf16(count):
    yield b"\xff\xfe"
    for piece in lines(falls, count):
        yield piece.decode().encode("utf-16-le")


def random_bytes(size):
    numbers = random.Random(5)
    for _ in range(max(1, size >> 20)):
        yield numbers.randbytes(1 << 20)


def one_record(head, piece, size):
    yield head
    yield from repeated(piece, size)


def hurtful(scale):
    """(name, pieces); `scale` 1 is the full run."""
    mega, most = int(10**8 * scale), int(10**9 * scale)
    word = b"the quick brown fox jumps over 13 lazy dogs "
    yield "no newline at all", repeated(word, mega)
    yield "a line of 1 GB behind a stamp", one_record(stamp(T0).encode() + b"Z INFO ", word, most)
    yield "only newlines", repeated(b"\n", mega)
    yield "only CR LF", repeated(b"\r\n", mega)
    yield "10 million records of a stamp and nothing else", lines(
        lambda i: stamp(T0 + i // 1000) + "Z\n", int(10**7 * scale))
    yield "records of three lines of one byte", lines(lambda i: stamp(T0 + i // 1000) + "Z x\na\nb\nc\n",
                                                      int(3 * 10**6 * scale))
    yield "one record, then nothing but lines of two words", one_record(
        stamp(T0).encode() + b"Z INFO begin\n", b"at here\n", mega)
    for kinds in (2, 3, 4):
        yield f"{kinds} layouts that take turns line by line", lines(alternating(kinds), int(10**6 * scale))
    yield "a clock that jumps back an hour each 25,000 records", lines(jumps_back, int(10**6 * scale))
    yield "a clock that runs backwards", lines(falls, int(10**6 * scale))
    yield "times in no order at all", lines(shuffled(), int(10**6 * scale))
    yield "stamps that are none", repeated(b"2026-13-45T99:61:88Z ERROR no such day\n", mega)
    yield "lines of digits", repeated(b"2026 03 04 10 02 17 114 960 2026 03 04 10 02 17\n", mega)
    yield "only NUL bytes", repeated(b"\0", mega)
    yield "random bytes", random_bytes(mega)
    yield "bytes above 127", repeated("2026-03-04T10:02:17Z ERROR größer als wörtlich £€\n".encode(), mega)
    yield "UTF-16", utf16(int(10**6 * scale))
    yield "JSON lines of 1 MB", repeated(
        b'{"time":"2026-03-04T10:02:17Z","level":"info","msg":"' + b"x" * 10**6 + b'"}\n', mega)
    yield "JSON lines without the key of the first ones", one_record(
        b'{"time":"2026-03-04T10:02:17Z","level":"info","msg":"x"}\n' * 1000,
        b'{"a":1,"b":[1,2,{"c":"d"}],"e":"f","g":"some words that stand here","h":12345678}\n', mega)
    yield "JSON nested a thousand deep", repeated(
        b'{"time":"2026-03-04T10:02:17Z","x":' + b"[" * 1000 + b"]" * 1000 + b"}\n", mega)
    yield "JSON whose strings never end", repeated(b'{"time":"2026-03-04T10:02:17Z,"level":"info\n', mega)
    yield "logfmt whose quotes never end", repeated(b'ts=2026-03-04T10:02:17Z level=info msg="some words\n', mega)


# ---- measuring ----

class Growth:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, pathlib.Path(scratch)
        self.sizes = [(name, size) for name, size in SIZES if BYTES[size] <= BYTES[options.largest]]
        self.costs, self.hurt = {}, {}  # (format, size) -> answer; name -> answer

    def program(self, name):
        return str(self.options.programs / "bench" / name)

    def phases(self, path):
        """The least of some runs, by parts: what disturbs only adds."""
        rounds = 5 if path.stat().st_size < 2 * 10**7 else 3
        best = None
        for _ in range(rounds):
            one = measure.run([self.program("postmortem-bench"), "phases", str(path)], complain=True)
            if one.code:
                return {"failed": one.code, "bytes": path.stat().st_size}
            got = json.loads(one.output)
            got["peak"] = one.memory
            for part in ("index_s", "order_s", "kinds_s") if best else ():
                got[part] = min(got[part], best[part])
            best = got
        best["lines"] = self.newlines(path)
        return best

    def newlines(self, path):
        one = measure.run([self.program("postmortem-bench"), "newlines", str(path)], complain=True)
        return json.loads(one.output)["newlines"] if one.code == 0 else 0

    def formats(self):
        for name in FORMATS:
            if self.options.only and name not in self.options.only:
                continue
            for title, size in self.sizes:
                subprocess.run([self.program("bench-generate"), "--size", size, "--only", name, "--out",
                                str(self.scratch)], check=True)
                path = self.scratch / name
                self.costs[name, title] = self.phases(path)
                path.unlink()
            print(f"growth: {name} done", flush=True)

    def pathological(self):
        path = self.scratch / "hurt"
        for name, pieces in hurtful(min(1.0, BYTES[self.options.largest] / 10**9)):
            with open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
            self.hurt[name] = self.phases(path)
            path.unlink()
            print(f"growth: {name} done", flush=True)

    # ---- figures ----

    @staticmethod
    def each(answer, *parts, of="bytes"):
        """Nanoseconds a byte, or a line."""
        if "failed" in answer or not answer[of]:
            return None
        return sum(answer[part] for part in parts) / answer[of] * 1e9

    def normal(self, *parts, of="bytes"):
        """Of all ten formats together, at 100 MB or the largest size that was measured."""
        title = self.sizes[min(2, len(self.sizes) - 1)][0]
        answers = [a for (_, size), a in self.costs.items() if size == title and "failed" not in a]
        return sum(a[part] for a in answers for part in parts) / sum(a[of] for a in answers) * 1e9

    def growth_table(self, parts):
        rows = []
        for name in FORMATS:
            costs = [self.each(self.costs[name, title], *parts) for title, _ in self.sizes
                     if (name, title) in self.costs]
            if not costs or None in costs:
                continue
            rows.append([name, *(f"{c:.3f}" for c in costs), f"{costs[-1] / costs[1 if len(costs) > 1 else 0]:.2f}",
                         f"{self.costs[name, self.sizes[-1][0]]['peak'] / 1e6:,.0f}"])
        last = f"{self.sizes[-1][0]} in parts of {self.sizes[min(1, len(self.sizes) - 1)][0]}"
        return measure.table(["ns a byte", *(title for title, _ in self.sizes), last, "peak memory MB"], rows)

    def hurt_table(self):
        rows, parts = [], ("index_s", "order_s")
        byte, line, kinds = self.normal(*parts), self.normal(*parts, of="lines"), self.normal("kinds_s")
        for name, answer in self.hurt.items():
            size = f"{answer['bytes'] / 1e6:,.0f}"
            if "failed" in answer:
                rows.append([name, size, "-", "-", "-", "-", "-", f"exit code {answer['failed']}"])
                continue
            cost, lines = self.each(answer, *parts), self.each(answer, *parts, of="lines")
            rows.append([name, size, f"{answer['records']:,}", f"{cost:.3f}",
                         f"{cost / byte:.2f}" + (" OVER" if cost > MOST * byte else ""),
                         f"{lines / line:.2f}" if answer["lines"] > 1000 else "-",
                         f"{self.each(answer, 'kinds_s') / kinds:.2f}", f"{answer['peak'] / 1e6:,.0f}"])
        return measure.table(["contents made to hurt", "MB", "records", "records and order, ns a byte",
                              "a byte, in parts of normal", "a line, in parts of normal",
                              "kinds of message, a byte, in parts of normal", "peak memory MB"], rows)

    def markdown(self, facts):
        return "\n\n".join([
            "# How the cost of evidence grows", "\n".join(measure.machine_lines(facts)),
            "Processor time (user and system) of one thread for each byte, the least of several "
            "runs. Small files pay for starting and for looking at samples.",
            "## Finding records and putting them in order", self.growth_table(("index_s", "order_s")),
            "## Counting kinds of message", self.growth_table(("kinds_s",)),
            "## Contents made to hurt",
            f"Normal is the mean of the ten formats: {self.normal('index_s', 'order_s'):.3f} ns a byte ({self.normal('index_s', 'order_s', of='lines'):.0f} ns a "
            f"line) for records and order, {self.normal('kinds_s'):.3f} for kinds of message. Up to {MOST:.0f} times as much for records and "
            "order is wanted.", self.hurt_table()]) + "\n"

    def as_json(self, facts):
        return {"machine": facts, "largest": self.options.largest,
                "formats": [{"file": name, "size": size, **answer} for (name, size), answer in self.costs.items()],
                "hurt": [{"name": name, **answer} for name, answer in self.hurt.items()]}


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench evidence_growth")
    parser.add_argument("--largest", default="1G", choices=list(BYTES), help="largest file (default 1G)")
    parser.add_argument("--only", default="", help="only these of the ten files, comma-separated")
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--scratch", type=pathlib.Path, default=root / "build", help="where files are made")
    parser.add_argument("--results", type=pathlib.Path, help="default bench/results from 1G on, else build/bench-results")
    options = parser.parse_args()
    options.only = [word for word in re.split(",", options.only) if word]
    whole = BYTES[options.largest] >= 10**9 and not options.only
    options.results = options.results or root / ("bench/results" if whole else "build/bench-results")
    return options


def main():
    options = arguments()
    facts = measure.machine({"python": [sys.executable, "--version"]})
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        growth = Growth(options, scratch)
        growth.formats()
        growth.pathological()
    text = growth.markdown(facts)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "evidence_growth.md").write_text(text)
    (options.results / "evidence_growth.json").write_text(json.dumps(growth.as_json(facts), indent=1) + "\n")
    print("\n" + text)
    failed = [name for name, answer in growth.hurt.items() if "failed" in answer]
    if failed:
        measure.loud(*(f"{name}: our side ended with an error" for name in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
