#!/usr/bin/env python3
"""The causes bench: closed forms hold against all worlds, the same models each time, a wrong count is told.

usage: causes.py POSTMORTEM-BENCH-CAUSES
"""

import argparse
import contextlib
import io
import itertools
import pathlib
import stat
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "bench"))
import causes  # noqa: E402
import causes_models as models  # noqa: E402

FAKE = """#!/usr/bin/env python3
import sys, time
if sys.argv[1] == "--mocus":
    time.sleep(60)
print('<report><calculation-time name="t"><products>0.25</products></calculation-time>')
print('<results><sum-of-products name="t" basic-events="3" products="%s" distribution="0">')
"""


def value(gates, name, world):
    if name not in gates:
        return name in world
    enough, parts = gates[name]
    need = {"and": len(parts), "or": 1}.get(enough, enough)
    return sum(value(gates, part, world) for part in parts) >= need


def counted(model):
    """Minimal sets, by trying every world."""
    leaves = sorted({part for _, parts in model.gates.values() for part in parts if part not in model.gates})
    top, found = next(iter(model.gates)), []
    for size in range(len(leaves) + 1):
        for world in map(set, itertools.combinations(leaves, size)):
            if not any(one <= world for one in found) and value(model.gates, top, world):
                found.append(world)
    return len(found)


def compared(options, model, expected):
    path = options.data / f"{model.name}.xml"
    path.write_text(models.xml(model), encoding="utf-8")
    problems = []
    with contextlib.redirect_stdout(io.StringIO()):
        answers = causes.compare(options, model.name, path, expected, problems)
    return answers, problems


def fake(folder, count):
    path = folder / "scram"
    path.write_text(FAKE % count, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def checks(folder, program):
    for model in (models.bridges(1), models.bridges(2), models.grid(4, 2, 2), models.grid(3, 3, 2), models.nested(3, 2)):
        yield f"{model.name} has {model.sets} sets", counted(model) == model.sets
    yield "models are made the same each time", all(
        models.xml(make(7)) == models.xml(make(7)) and models.xml(make(7)) != models.xml(make(8))
        for make in (models.review, lambda seed: models.shared(seed, 60)))
    tree = models.review(3)
    yield "a review has 28 leaves and 12 effects at most", len({
        part for _, parts in tree.gates.values() for part in parts if part not in tree.gates}) <= 28 and sum(
            "w" not in name for name in tree.gates) == 12
    yield "42 published counts, and one that nobody knows", sum(count is not None for count in causes.ARALIA.values()) == 42 \
        and len(causes.ARALIA) == 43 and set(causes.HARD) < set(causes.ARALIA)
    options = argparse.Namespace(ours=program, peer=None, limit=2, rounds=2, data=folder)
    answers, problems = compared(options, models.grid(4, 2, 2), 36)
    yield "our side finds them", answers["postmortem"].sets == 36 and not problems
    _, problems = compared(options, models.grid(4, 2, 2), 35)
    yield "another count than the published one is told", len(problems) == 1 and "there are 35" in problems[0]
    options.peer = fake(folder, 36)
    answers, problems = compared(options, models.grid(4, 2, 2), 36)
    yield "the peer's report is read up to its count", answers["--bdd"].sets == 36 and answers["--bdd"].seconds == 0.25
    yield "what does not end in the limit is no answer, and no mistake", answers["--mocus"].sets is None and not problems
    text = causes.summary({"grid": answers})
    yield "ratios are those of what both solved", "1 of 1 here, 1 by at least one mode" in text and "1 solved by both" in text
    options.peer = fake(folder, 37)
    _, problems = compared(options, models.grid(4, 2, 2), None)
    yield "counts that differ are told", len(problems) == 1 and "the counts differ" in problems[0]
    (folder / "set").mkdir()
    (folder / "set" / "das9201.xml").write_text("<opsa-mef/>", encoding="utf-8")
    yield "a folder of the public benchmark is looked through", causes.aralia_files(folder / "set")["das9201"].parent.name == "set"


def main():
    with tempfile.TemporaryDirectory() as folder:
        results = list(checks(pathlib.Path(folder), sys.argv[1]))
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
