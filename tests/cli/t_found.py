"""What was found out is kept: the same answers as found out anew, whatever happens to what is kept.
POSTMORTEM_SHORT damages less of it."""
import random
import re
import threading

from harness import *

SHORT = bool(os.environ.get("POSTMORTEM_SHORT"))
ASKED = (("timeline", "--json"), ("timeline", "--records", "--limit", "400"), ("sources", "--json"))


def home(place):
    """A configuration of its own, so that nobody's is read."""
    return {"XDG_CONFIG_HOME": place.path("conf")}


def kept_files(place):
    found = []
    for folder, _, names in os.walk(os.path.join(place.workspace, "index")):
        found += [os.path.join(folder, name) for name in names
                  if not name.endswith((".idx", ".seen"))]
    return sorted(found)


def answers(place, asked=ASKED):
    told = []
    for words in asked:
        result = place.run(*words, env=home(place))
        if result.code not in (0, 1) or result.err:
            raise AssertionError(f"{words}: exit {result.code} {result.err}")
        # when it was written down differs, and nothing else may
        told.append(re.sub(r'"made": ?"[^"]*"', "", result.out))
    return told


def anew(place, asked=ASKED):
    """As if nothing were kept."""
    told = []
    for words in asked:
        for path in kept_files(place):
            os.remove(path)
        told += answers(place, [words])
    return told


def same_as_anew(place, asked=ASKED):
    first = answers(place, asked)
    if not kept_files(place):
        raise AssertionError("nothing is kept")
    equal(first == answers(place, asked), True)
    equal(first == anew(place, asked), True)
    return first


def outage(place):
    place.init().collect(EXAMPLE)


@case
def kept_is_as_found_anew(place):
    outage(place)
    fresh = anew(place)
    equal(answers(place) == fresh, True)
    before = {path: (os.stat(path).st_mtime_ns, sha256(path)) for path in kept_files(place)}
    equal(answers(place) == fresh, True)
    after = {path: (os.stat(path).st_mtime_ns, sha256(path)) for path in kept_files(place)}
    equal(before, after)  # nothing was found out again


@case
def little_kept_grows_to_all(place):
    outage(place)
    fresh = anew(place)
    for path in kept_files(place):
        os.remove(path)
    equal(answers(place, ASKED[::-1]) == fresh[::-1], True)
    equal(answers(place) == fresh, True)


@case
def other_offsets_are_answered_anew(place):
    outage(place)
    plain = answers(place)
    for offset in ("37s", "-1200ms..3s")[SHORT:]:
        expect(place.run("clocks", "set", "S1", "--offset", offset, env=home(place)), 0)
        if same_as_anew(place) == plain:
            raise AssertionError("another offset, and nothing changed")
    expect(place.run("clocks", "reset", "S1", env=home(place)), 0)
    equal(same_as_anew(place) == plain, True)


@case
def one_more_source_is_taken_in(place):
    outage(place)
    plain = answers(place)
    more = "".join(f"2026-11-22T05:5{i}:00.000Z worker: shutting down, received SIGTERM {i}\n"
                   for i in range(9))
    place.collect(place.write("more.log", more))
    if same_as_anew(place) == plain:
        raise AssertionError("a source more, and nothing changed")


@case
def other_formats_are_answered_anew(place):
    place.init()
    place.collect(place.write("odd.txt", "".join(
        f"x 06~05~2026 um 07 Uhr {i:02} F server is listening\n" for i in range(40))),
        place.write("plain.log", "".join(
            f"2026-05-06T07:{i:02}:00Z INFO worker up\n" for i in range(40))))
    plain = same_as_anew(place)
    place.write("ws/formats.tsv", "billing\t%d~%m~%Y um %H Uhr %M\tword 2\n")
    own = same_as_anew(place)
    if own == plain:
        raise AssertionError("a format more, and nothing changed")
    os.remove(place.path("ws/formats.tsv"))
    equal(same_as_anew(place) == plain, True)


@case
def what_is_damaged_is_found_anew(place):
    outage(place)
    asked = (ASKED[0], ASKED[2])
    fresh = anew(place, asked)
    chance = random.Random(7)
    for path in kept_files(place):
        whole = open(path, "rb").read()
        ends = [chance.randrange(len(whole))] if SHORT else [0, 40, 73, len(whole) // 2]
        for end in ends:
            with open(path, "wb") as target:
                target.write(whole[:end])
            equal(answers(place, asked[:1]) == fresh[:1], True)
        for _ in range(1 if SHORT else 4):
            bad = bytearray(whole)
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
            with open(path, "wb") as target:
                target.write(bad)
            equal(answers(place, asked[:1]) == fresh[:1], True)


@case
def two_at_once_do_no_harm(place):
    outage(place)
    fresh = anew(place)
    for _ in range(1 if SHORT else 2):
        for path in kept_files(place):
            os.remove(path)
        told = [None] * 4
        def ask(number):
            told[number] = answers(place, [ASKED[number % 2]])[0]
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        equal(told == [fresh[0], fresh[1]] * 2, True)
        equal(answers(place) == fresh, True)


main()
