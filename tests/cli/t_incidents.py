"""Synthetic incidents with known truth, none of which the engine was tuned on: seed by seed, what the
timeline says about clocks, impact, blips, peaks and people is held against the truth.

The usual run takes eight seeds that cover all shapes and layouts; POSTMORTEM_SLOW=1 takes sixty,
POSTMORTEM_SHORT=1 three.
"""
import datetime
import importlib.util
import pathlib
import random

from harness import *
import harness

_spec = importlib.util.spec_from_file_location("incident", os.path.join(ROOT, "tests", "tools", "incident.py"))
incident = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(incident)

SEEDS = range(1, 61) if os.environ.get("POSTMORTEM_SLOW") else \
    (2, 9, 28) if os.environ.get("POSTMORTEM_SHORT") else (2, 4, 7, 9, 13, 28, 37, 48)

CLOCK = 0.3  # s: how far a found offset may be off
WIDEST = {"ramp": 40, "partial": 15}  # s: bounds of impact; a slow beginning has none that are sharp


def seconds(text):
    head, _, rest = text.rstrip("Z").partition(".")
    at = datetime.datetime.fromisoformat(head).replace(tzinfo=datetime.timezone.utc)
    return at.timestamp() + float("0." + (rest or "0"))


def bounds(at):
    """An interval in seconds; open ends are far away."""
    return (seconds(at["earliest"]) if at["earliest"] else -1e18, seconds(at["latest"]) if at["latest"] else 1e18)


def truth_of(moment):
    return moment["ns"] / 1e9


def zone_seconds(name):
    if name in ("UTC", "in the stamps"):
        return 0
    hours, minutes = name[1:].split(":")
    return (-1 if name[0] == "-" else 1) * (int(hours) * 3600 + int(minutes) * 60)


def analyse(folder):
    place = Place(folder)
    result = place.run("timeline", "--json", os.path.join(folder, "evidence"), workspace=False)
    expect(result, 0)
    return result.json()


class Story:
    """One seed: its truth, and what the program makes of its evidence."""

    def __init__(self, folder, seed):
        evidence = os.path.join(folder, "evidence")
        os.makedirs(evidence)
        self.seed = seed
        self.truth = incident.make(seed, pathlib.Path(evidence))
        self.found = analyse(folder)
        self.milestones = {m["milestone"]: m for m in self.found["milestones"]}

    def at(self, name):
        at = self.milestones[name]["at"]
        if at is None:
            raise AssertionError(f"{name} is not known")
        return bounds(at)

    def spots(self, kind):
        return [(seconds(s["from"]), seconds(s["to"])) for s in self.found["hotspots"] if s["kind"] == kind]

    def near(self, name, true, within):
        low, high = self.at(name)
        if not low - within <= true <= high + within:
            raise AssertionError(f"{name}: from {low - true:+.1f} s to {high - true:+.1f} s of the truth")


def clocks_are_right(story):
    sources = {s["name"]: s for s in story.found["sources"]}
    for name, true in story.truth["sources"].items():
        source = sources[name]
        if not true["zone_stated"]:
            equal(source["zone_basis"], "found")
            equal((name, zone_seconds(source["zone"])), (name, true["offset_s"]))
        least, most = source["offset_least_s"], source["offset_most_s"]
        if not (least - CLOCK <= true["skew_s"] <= most + CLOCK and most - least <= 1):
            raise AssertionError(f"{name}: offset {least}..{most} s, truly {true['skew_s']} s; {source['why']}")


def the_choice_of_clock_is_told(story):
    why = [s["why"] for s in story.found["sources"] if s["name"].startswith("access")][0]
    if "Taken as right" not in why and "by convention" not in why:
        raise AssertionError(why)


def impact_is_bounded(story):
    impact = story.truth["impact"]
    widest = WIDEST.get(story.truth["shape"], 15)
    for end in ("start", "end"):
        low, high = story.at("impact " + end)
        if high - low > widest:
            raise AssertionError(f"impact {end}: {high - low:.1f} s wide, at most {widest} s are needed")
        # A slow beginning may be seen a little late; all else must be within the bounds themselves.
        ramp = story.truth["shape"] == "ramp" and end == "start"
        within = impact["tolerance_start_s"] if ramp else 0.5
        story.near("impact " + end, truth_of(impact[end]), within)


def blips_are_not_impact(story):
    low, _ = story.at("impact start")
    _, high = story.at("impact end")
    blips = story.spots("short blip")
    for blip in story.truth["blips"]:
        start, end = truth_of(blip["start"]), truth_of(blip["end"])
        if low - 1 <= start <= high + 1:
            raise AssertionError(f"the blip of {blip['deploy']} lies within impact as found")
        if not any(a <= end + 2 and b >= start - 2 for a, b in blips):
            raise AssertionError(f"the blip of {blip['deploy']} is not shown")


def peaks_are_told_apart(story):
    peaks = story.spots("peak of impact")
    wanted = story.truth["impact"]["peaks"]
    equal(len(peaks), len(wanted))
    slack = 60 if story.truth["shape"] == "partial" else 200 if story.truth["shape"] == "ramp" else 30
    for (low, high), peak in zip(sorted(peaks), wanted):
        start, end = truth_of(peak["start"]), truth_of(peak["end"])
        if not (start - 15 <= low <= start + slack and end - slack <= high <= end + 15):
            raise AssertionError(f"peak {low - start:+.0f} s to {high - end:+.0f} s of the truth")


def alert_and_answer_are_right(story):
    story.near("first alert", truth_of(story.truth["alert"]["fired"]), 5)
    story.near("acknowledgement", truth_of(story.truth["ack"]), 1.5)


def first_action_is_right(story):
    impact = story.truth["impact"]
    two = story.truth["shape"] == "two_peaks"  # the first repair helped only in part
    story.near("first action", truth_of(impact["peaks"][0]["end"] if two else story.truth["mitigation"]), 1.5)


def harm_ends_with_the_mitigation(story):
    impact = story.truth["impact"]
    story.near("mitigation", truth_of(impact["end"]), 0.5)


CHECKS = (clocks_are_right, the_choice_of_clock_is_told, impact_is_bounded, blips_are_not_impact, peaks_are_told_apart,
          alert_and_answer_are_right, first_action_is_right, harm_ends_with_the_mitigation)

_stories = {}


def add(seed, check):
    """Each check of each seed is a case of its own; the evidence of a seed is read once."""
    def run(place):
        if seed not in _stories:
            try:
                _stories[seed] = Story(place.folder, seed)
            except AssertionError as problem:
                _stories[seed] = problem
        if isinstance(_stories[seed], AssertionError):
            raise _stories[seed]
        check(_stories[seed])
    run.__name__ = f"seed_{seed}_{check.__name__}"
    case(run)


for _seed in SEEDS:
    for _check in CHECKS:
        add(_seed, _check)


# ---- the other way round: nothing happened, nothing is told ----

START = 1_767_700_000  # 2026-01-06T11:46:40Z


def stamp(at, form="%d/%b/%Y:%H:%M:%S +0000"):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime(form)


def access_lines(rng, count, ids=True, failing=0.002):
    at, out = START, []
    for _ in range(count):
        at += rng.expovariate(9)
        status = 500 if rng.random() < failing else 200
        tail = f" rid={rng.getrandbits(48):012x}" if ids else ""
        out.append(f'198.51.100.{rng.randrange(1, 255)} - - [{stamp(at)}] "GET /a/{rng.randrange(9999)} HTTP/1.1" '
                   f'{status} {rng.randrange(90, 900)} "-" "c/1" rt={rng.lognormvariate(-4, .5):.3f}{tail}')
    return "\n".join(out) + "\n"


def app_lines(rng, count, form="%Y-%m-%dT%H:%M:%S.000Z", words=("batch done", "cache filled", "job taken"), shift=0):
    at, out = START, []
    for _ in range(count):
        at += rng.expovariate(4)
        level = "ERROR" if rng.random() < 0.002 else "INFO"
        out.append(f"{stamp(at + shift, form)} {level} worker - {rng.choice(words)} n={rng.randrange(99999)}")
    return "\n".join(out) + "\n"


def nothing_is_told(found, milestones=True):
    for source in found["sources"]:
        if source["offset_least_s"] > 0 or source["offset_most_s"] < 0 or source["zone_basis"] == "found":
            raise AssertionError(f"{source['name']}: {source['zone']}, {source['offset_least_s']} s; {source['why']}")
    told = [m["milestone"] for m in found["milestones"] if m["at"]]
    if milestones:
        equal(told, [])
    kinds = {s["kind"] for s in found["hotspots"]} & {"peak of impact", "error share", "gap in all sources"}
    equal(kinds, set())


def found_in(place, **files):
    for name, content in files.items():
        place.write("evidence/" + name.replace("_", "."), content)
    return analyse(place.folder)


@case
def a_quiet_access_log_has_no_incident(place):
    for seed in range(3):
        folder = Place(place.path(str(seed)))
        nothing_is_told(found_in(folder, access_log=access_lines(random.Random(seed), 9000)))


@case
def a_quiet_application_log_has_no_incident(place):
    for seed in range(3):
        folder = Place(place.path(str(seed)))
        nothing_is_told(found_in(folder, app_log=app_lines(random.Random(seed), 6000)))


@case
def two_unrelated_services_keep_their_clocks(place):
    for seed in range(3):
        folder = Place(place.path(str(seed)))
        rng = random.Random(seed)
        nothing_is_told(found_in(folder, shop_log=app_lines(rng, 5000), access_log=access_lines(rng, 5000),
                                 mail_log=app_lines(rng, 5000, words=("queued", "sent", "bounced"), shift=60)))


@case
def local_times_without_ids_keep_to_themselves(place):
    for seed in range(3):
        folder = Place(place.path(str(seed)))
        rng = random.Random(seed)
        local = "%Y-%m-%d %H:%M:%S"
        nothing_is_told(found_in(folder, here_log=app_lines(rng, 4000, local),
                                 there_log=app_lines(rng, 4000, local, ("tick", "tock", "boom"), -5 * 3600),
                                 access_log=access_lines(rng, 4000, ids=False)))


# ---- alerts whose ends do not fit their beginnings ----

def webhook(*alerts):
    return json.dumps({"version": "4", "groupKey": "k", "status": "resolved", "receiver": "page", "groupLabels": {},
                       "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://alerts.example",
                       "alerts": [{"status": "resolved", "labels": {"alertname": "Down"}, "annotations": {},
                                   "startsAt": f"2026-01-06T{start}Z", "endsAt": f"2026-01-06T{end}Z",
                                   "generatorURL": "", "fingerprint": "5c1e0f6a"} for start, end in alerts]})


@case
def an_alert_that_ends_before_it_begins_is_told(place):
    found = found_in(place, a_json=webhook(("12:30:00", "12:10:00")))
    holds(" ".join(c["what"] for c in found["conflicts"]), "ends before it begins", "is told to be before")


@case
def an_alert_that_fires_again_is_no_contradiction(place):
    found = found_in(place, a_json=webhook(("12:00:00", "12:10:00"), ("12:30:00", "12:40:00")))
    equal(found["conflicts"], [])


harness.main()
