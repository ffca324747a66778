#!/usr/bin/env python3
"""Sets of conditions: time, memory and right answers, beside scram on the same fault trees.

usage: script/bench causes [--only PART] [--limit SECONDS] [--rounds N] [--sizes N,N] [--seeds N]
                           [--aralia FOLDER] [--programs FOLDER] [--data FOLDER] [--results FOLDER]

review     200 graphs of the size of a review (40 conditions): `postmortem causes FILE --sets --json`, the whole
           process; median and the 99th of a hundred. Wanted: 5 ms.
generated  random formulas with sharing (50 to 400 leaves), and chains and grids whose number of sets has a closed
           form: time of finding the sets, peak memory of the process, number of sets; beside scram --bdd, --zbdd
           and --mocus with -l 2000, each with the same limit of time. All counts must be equal.
aralia     the public benchmark of fault trees, from --aralia or POSTMORTEM_ARALIA (Open-PSA files, NAME.xml);
           Debian's scram brings four of them. Published counts are asserted.

Writes causes.json and causes.md. Exit code 1 when a count is wrong or a program ends badly.
"""

import argparse
import json
import math
import os
import pathlib
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import time

import causes_models
import measure

MODES = ["--bdd", "--zbdd", "--mocus"]
LIMITED = 2000  # scram's own default leaves out sets of more than 20
PROCESS_WANTED = 0.005
BUDGET = [str(1 << 30), str(10 ** 12)]  # bytes, steps: what ends our runs is the limit of time

# Published numbers of minimal cut sets. Of edf9206 and jbd9601 other lists say other numbers; three methods of
# scram and our own agree on these.
ARALIA = {
    "baobab1": 46188, "baobab2": 4805, "baobab3": 24386, "cea9601": 130281976, "chinese": 392, "das9201": 14217,
    "das9202": 27778, "das9203": 16200, "das9204": 16704, "das9205": 17280, "das9206": 19518, "das9207": 25988,
    "das9208": 8060, "das9209": 82000000000, "das9601": 4259, "das9701": 26299506, "edf9201": 579720,
    "edf9202": 130112, "edf9203": 20807446, "edf9204": 32580630, "edf9205": 21308, "edf9206": 7159688704,
    "edfpa14b": 105955422, "edfpa14o": 105927244, "edfpa14p": 415500, "edfpa14q": 105950670, "edfpa14r": 380412,
    "edfpa15b": 2910473, "edfpa15o": 2906753, "edfpa15p": 27870, "edfpa15q": 2910473, "edfpa15r": 26549,
    "elf9601": 151348, "ftr10": 305, "isp9601": 276785, "isp9602": 5197647, "isp9603": 3434, "isp9604": 746574,
    "isp9605": 5630, "isp9606": 1776, "isp9607": 150436, "jbd9601": 14007, "nus9601": None,
}
HARD = ["baobab1", "cea9601", "das9601", "edf9203", "edf9204", "edfpa14b", "edfpa14o", "edfpa14p", "edfpa14q",
        "edfpa14r", "edfpa15b", "edfpa15o", "edfpa15p", "edfpa15q", "edfpa15r"]
WITH_SCRAM = pathlib.Path("/usr/share/scram/input")  # baobab1, baobab2, cea9601, chinese


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench causes", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument("--limit", type=float, default=60, help="seconds of a run (default 60)")
    parser.add_argument("--rounds", type=int, default=5, help="of runs that take less than a second (default 5)")
    parser.add_argument("--sizes", default="50,100,150,200,300,400", help="leaves of generated models")
    parser.add_argument("--seeds", type=int, default=3, help="generated models of each size (default 3)")
    parser.add_argument("--reviews", type=int, default=200)
    parser.add_argument("--aralia", type=pathlib.Path, default=os.environ.get("POSTMORTEM_ARALIA"))
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--scram", default="scram", help="the peer's program (default scram)")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data" / "causes")
    parser.add_argument("--results", type=pathlib.Path, help="default bench/results for the full run, else build/bench-results")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",") if size]
    if options.rounds < 1 or options.seeds < 0 or options.limit <= 0 or options.reviews < 1:
        parser.error("rounds and reviews are 1 or more, the limit is more than 0")
    if not options.results:
        full = not options.only and options.limit >= 60 and options.seeds >= 3 and options.reviews >= 200
        options.results = root / "bench" / "results" if full else root / "build" / "bench-results"
    options.ours = options.programs / "bench" / "postmortem-bench-causes"
    options.program = options.programs / "src" / "postmortem"
    options.peer = shutil.which(options.scram)
    options.data.mkdir(parents=True, exist_ok=True)
    return options


# ---- one run ----

class Answer:
    """What a program found: the sets of all top gates (None: not in the limit), seconds of finding them,
    seconds of the whole process, bytes at its peak, and what went wrong."""

    def __init__(self, sets=None, seconds=None, process=None, memory=0, wrong=None):
        self.sets, self.seconds, self.process, self.memory, self.wrong = sets, seconds, process, memory, wrong

    def as_json(self):
        return {"sets": None if self.sets is None else str(self.sets), "seconds": self.seconds,
                "process_s": self.process, "peak_bytes": self.memory}


def until(command, limit, enough):
    """Output of a command until `enough(output)`, its end or the limit: (output, seconds, peak bytes, code).
    A report of 10^8 sets is not waited for: what is asked stands before them."""
    begin, output = time.perf_counter(), b""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    ended = False
    while not ended and not enough(output):
        left = limit - (time.perf_counter() - begin)
        if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
            break
        piece = os.read(child.stdout.fileno(), 1 << 16)
        ended = not piece
        output += piece
    seconds = time.perf_counter() - begin
    if not ended:
        os.kill(child.pid, signal.SIGKILL)  # Popen's own kill would wait for it
    child.stdout.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return output, seconds, usage.ru_maxrss * 1024, child.returncode if ended else None


def run_ours(options, path):
    output, process, memory, code = until([options.ours, path, *BUDGET], options.limit, lambda _: False)
    if code is None:
        return Answer(process=process, memory=memory)
    if code:
        return Answer(wrong=f"exit code {code}")
    found = [json.loads(line) for line in output.decode().splitlines()][1:]
    if not found or not all(one["complete"] for one in found):
        return Answer(process=process, memory=memory)
    return Answer(sum(int(one["sets"]) for one in found), sum(one["seconds"] for one in found), process, memory)


PRODUCTS = re.compile(rb'<sum-of-products [^>]*?products="(\d+)"')


def run_scram(options, mode, path):
    """With one top gate a model. scram writes all sets into its report, behind what we ask for."""
    output, process, memory, code = until([options.peer, mode, "-l", str(LIMITED), "--no-indent", path], options.limit,
                                          PRODUCTS.search)
    told = PRODUCTS.search(output)
    if told:
        taken = re.search(rb"<products>([^<]*)</products>", output)
        return Answer(int(told[1]), float(taken[1]) if taken else None, process, memory)
    return Answer(process=process, memory=memory, wrong=f"exit code {code}" if code else None)


def best(run, options, *arguments):
    """The median of several runs, of one when it takes more than a second."""
    answers = [run(options, *arguments)]
    while len(answers) < options.rounds and answers[0].sets is not None and answers[0].process < 1:
        answers.append(run(options, *arguments))
    answers[0].memory = max(answer.memory for answer in answers)
    if answers[0].sets is not None:
        answers[0].seconds = statistics.median(answer.seconds for answer in answers)
        answers[0].process = statistics.median(answer.process for answer in answers)
    return answers[0]


# ---- models beside scram ----

def compare(options, name, path, expected, problems):
    """Runs everybody on one model and holds the counts against each other."""
    answers = {"postmortem": best(run_ours, options, path)}
    for mode in MODES if options.peer else []:
        answers[mode] = best(run_scram, options, mode, path)
    for who, answer in answers.items():
        if answer.wrong:
            problems.append(f"{name}: {who}: {answer.wrong}")
        if expected is not None and answer.sets not in (None, expected):
            problems.append(f"{name}: {who} finds {answer.sets:,} sets, there are {expected:,}")
    if len({answer.sets for answer in answers.values() if answer.sets is not None}) > 1:
        problems.append(f"{name}: the counts differ: " + ", ".join(
            f"{who} {answer.sets:,}" for who, answer in answers.items() if answer.sets is not None))
    print(f"{name}: " + ", ".join(f"{who} {shown(answer)}" for who, answer in answers.items()), flush=True)
    return answers


def shown(answer):
    return "wrong" if answer.wrong else ">" if answer.sets is None else f"{answer.seconds * 1000:.2f}"


def ratio(answers, modes):
    """How many times as long as ours the fastest of these modes takes; None when one of both did not end."""
    ours = answers["postmortem"]
    theirs = [answers[mode].seconds for mode in modes if mode in answers and answers[mode].sets is not None]
    return min(theirs) / ours.seconds if theirs and ours.sets is not None else None


def geometric(ratios):
    known = [one for one in ratios if one]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else None


def row(name, expected, answers):
    sets = next((answer.sets for answer in answers.values() if answer.sets is not None), expected)
    modes = [shown(answers[mode]) if mode in answers else "-" for mode in MODES]
    times = ratio(answers, MODES)
    memory = [f"{answers[who].memory / 1e6:.0f}" if who in answers else "-" for who in ("postmortem", "--bdd")]
    return [name, "?" if sets is None else f"{sets:,}", shown(answers["postmortem"]), *modes,
            f"{times:.2f}" if times else "-", *memory]


HEAD = ["model", "sets", "ours ms", "bdd ms", "zbdd ms", "mocus ms", "best / ours", "our MB", "bdd MB"]


def times(value):
    return "-" if value is None else f"{value:.2f}"


def summary(all_answers):
    """Sentences on ratios: what both solved, what one of them did not."""
    ours = [name for name, answers in all_answers.items() if answers["postmortem"].sets is not None]
    theirs = [name for name, answers in all_answers.items()
              if any(answers[mode].sets is not None for mode in MODES if mode in answers)]
    ratios = {name: ratio(answers, MODES) for name, answers in all_answers.items()}
    lines = [f"Solved in the limit: {len(ours)} of {len(all_answers)} here, {len(theirs)} by at least one mode of scram."]
    both = [name for name in ours if name in theirs]
    if both:
        worst = min(both, key=lambda name: ratios[name])
        bdd = geometric([ratio(all_answers[name], ["--bdd"]) for name in both])
        lines.append(f"On the {len(both)} solved by both, scram takes {times(bdd)} times as long with --bdd and "
                     f"{times(geometric([ratios[name] for name in both]))} times as long with the best of its modes, "
                     f"model by model (geometric means); least {times(ratios[worst])}, on {worst}.")
    for who, names, others in (("here alone", ours, theirs), ("by scram alone", theirs, ours)):
        alone = [name for name in names if name not in others]
        if alone:
            lines.append(f"Solved {who}: {', '.join(alone)}.")
    return " ".join(lines)


def measured(options, models, problems):
    """(Markdown, data) of models given as (name, path, expected count)."""
    answers = {name: compare(options, name, path, expected, problems) for name, path, expected in models}
    expected = {name: count for name, _, count in models}
    table = measure.table(HEAD, [row(name, expected[name], one) for name, one in answers.items()])
    text = (f"Milliseconds of finding the sets, without start and reading, medians of {options.rounds} (one run when it takes"
            f" over a second); `>`: no count in {options.limit:g} s (scram lists all sets before it tells how many), or in 1 GB"
            f" here. MB: peak of the whole process; less than some 20 MB cannot be told.\n\n{table}\n\n"
            f"{summary(answers)}")
    return text, {name: {who: answer.as_json() for who, answer in one.items()} for name, one in answers.items()}, answers


# ---- the parts ----

def review(options, problems):
    """Whole processes, start to output."""
    paths = []
    for seed in range(options.reviews):
        model = causes_models.review(seed)
        path = options.data / f"{model.name}.xml"
        path.write_text(causes_models.xml(model), encoding="utf-8")
        paths.append(path)
    measure.warm(paths)
    command, what = [options.program, "causes"], "`postmortem causes FILE --sets --json`"
    after = ["--sets", "--json"]
    if measure.run([*command, paths[0], *after]).code:
        measure.loud("postmortem causes does not take the first graph: postmortem-bench-causes is measured instead")
        command, after, what = [options.ours], [], "`postmortem-bench-causes FILE` (the command takes no such file)"
    seconds, nothing = [], []
    for path in paths:
        runs = [measure.run([*command, path, *after]) for _ in range(3)]
        if any(run.code for run in runs) or len(runs[0].output) < 20:
            problems.append(f"{path.name}: exit code {runs[0].code}, {len(runs[0].output)} bytes")
        seconds.append(statistics.median(run.seconds for run in runs))
        nothing.append(measure.run(["true"]).seconds)
    seconds.sort()
    middle, late = statistics.median(seconds), seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)]
    data = {"graphs": len(paths), "median_s": middle, "p99_s": late, "true_s": statistics.median(nothing)}
    text = (f"{len(paths)} graphs of 40 conditions, 12 of them effects: {what}, start to output, takes {middle * 1000:.1f} ms in the"
            f" middle and {late * 1000:.1f} ms at the 99th of a hundred (median of 3 runs each), of which starting any process"
            f" takes {data['true_s'] * 1000:.1f} ms (`true`); wanted: {PROCESS_WANTED * 1000:g} ms.")
    if options.peer:
        theirs = statistics.median(measure.run([options.peer, "--bdd", "-l", str(LIMITED), path]).seconds for path in paths[:20])
        data["scram_s"] = theirs
        text += f" `scram --bdd` takes {theirs * 1000:.0f} ms: {theirs / middle:.1f} times as long."
    return text, data


def generated(options, problems):
    models = []
    for model in causes_models.generated(options.sizes, options.seeds):
        path = options.data / f"{model.name}.xml"
        path.write_text(causes_models.xml(model), encoding="utf-8")
        models.append((model.name, path, model.sets))
    text, data, _ = measured(options, models, problems)
    return text, data


def aralia_files(folder):
    """Path of each model that is there."""
    found = {}
    for place in (WITH_SCRAM, folder):
        for path in sorted(place.rglob("*.xml")) if place and place.is_dir() else []:
            if path.stem.lower() in ARALIA:
                found[path.stem.lower()] = path
    return {name: found[name] for name in ARALIA if name in found}


def joined(options, name, path):
    """scram reads basic events from a second file where there is one; both are made one model here."""
    second = path.with_name(path.stem + "-basic-events.xml")
    if not second.exists():
        return path
    inner = re.search(r"<model-data>.*</model-data>", second.read_text(encoding="utf-8"), re.S)
    one = options.data / f"{name}.xml"
    one.write_text(path.read_text(encoding="utf-8").replace("</opsa-mef>", (inner[0] if inner else "") + "</opsa-mef>"),
                   encoding="utf-8")
    return one


def aralia(options, problems):
    if options.aralia and not pathlib.Path(options.aralia).is_dir():
        problems.append(f"{options.aralia} is no folder")
    files = aralia_files(pathlib.Path(options.aralia) if options.aralia else None)
    missing = [name for name in ARALIA if name not in files]
    if missing:
        measure.loud(f"of the public benchmark {len(missing)} of {len(ARALIA)} models are not here and not measured:",
                     *[" ".join(missing[i:i + 12]) for i in range(0, len(missing), 12)],
                     "name a folder with them by --aralia or POSTMORTEM_ARALIA")
    if not files:
        return "NOT MEASURED: no model of the benchmark is here.", {}
    models = [(name, joined(options, name, path), ARALIA[name]) for name, path in files.items()]
    text, data, answers = measured(options, models, problems)
    hard = {name: one for name, one in answers.items() if name in HARD}
    if hard and options.peer:
        text += f" Of the hard ones ({len(hard)} of {len(HARD)} are here): {summary(hard)}"
    if missing:
        text += f" Not here, not measured: {', '.join(missing)}."
    return text, data


# Each part: options and a list of problems to (Markdown, data).
PARTS = {"review": review, "generated": generated, "aralia": aralia}


def main():
    options = arguments()
    facts = measure.machine({"postmortem": [str(options.program), "--version"], "scram": [options.scram, "--version"]})
    problems, parts, data = [], ["# Causes bench", "\n".join(measure.machine_lines(facts))], {"machine": facts}
    if not options.peer:
        measure.loud("scram is not installed: nothing to compare with (script/bootstrap bench)")
    for name, part in PARTS.items():
        if options.only in (None, name):
            text, data[name] = part(options, problems)
            parts.append(f"## {name.capitalize()}\n\n{text}")
    text = "\n\n".join(parts) + "\n"
    print(text)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "causes.md").write_text(text, encoding="utf-8")
    (options.results / "causes.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if measure.busy(facts):
        problems.append(f"the machine was busy (load {facts['load_before']:.2f}): do not quote these figures")
    if problems:
        measure.loud(*dict.fromkeys(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
