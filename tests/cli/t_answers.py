"""What scripts and people are told: counts, names of sources, exit codes, what is passed over."""
import csv
import io
from datetime import datetime, timedelta

from harness import *

LOG = "".join(f"2026-03-04T10:{m:02}:{s:02}.5Z {'ERROR' if s == 7 else 'INFO'} worker: job {m * 60 + s} done\n"
              for m in range(3) for s in range(60))


def with_log(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    return place


def damage(place, source):
    """Garbles the stored file of a source, and removes what was derived from it."""
    capture = next(s for s in place.run("sources", "--json").json() if s["source"] == source)
    for folder, _, names in os.walk(os.path.join(place.workspace, "evidence")):
        for name in names:
            path = os.path.join(folder, name)
            if sha256(path) == capture["capture_sha256"]:
                os.remove(path)
    shutil.rmtree(os.path.join(place.workspace, "index"))
    os.mkdir(os.path.join(place.workspace, "index"))


@case
def counts_hold_exactly_the_window(place):
    with_log(place)
    call = ("timeline", "--counts", "20s", "--from", "10:00:10", "--to", "10:01:05")
    rows = place.run(*call, "--json").rows()
    whole = {}
    for row in rows:
        whole[row["time"]] = whole.get(row["time"], 0) + row["records"]
    equal(whole, {"2026-03-04T10:00:10Z": 20, "2026-03-04T10:00:30Z": 20, "2026-03-04T10:00:50Z": 15})
    table = list(csv.DictReader(io.StringIO(place.run(*call).out)))
    equal([(r["time"], r["level"], int(r["records"])) for r in table],
          [(r["time"], r["level"], r["records"]) for r in rows])
    errors = place.run("timeline", "--counts", "1h", "--level", "error", "--json").rows()
    equal([(r["time"], r["records"]) for r in errors], [("2026-03-04T10:00:00Z", 3)])


@case
def counts_refuse_what_they_cannot_do(place):
    with_log(place)
    for wrong in (["--counts", "0s"], ["--counts", "soon"], ["--counts", "-1m"], ["--counts", "200000d"],
                  ["--counts", "1m", "--text", "job"], ["--counts", "1m", "--template", "0"],
                  ["--counts", "1m", "--limit", "3"], ["--counts", "1m", "--format", "markdown"]):
        expect(place.run("timeline", *wrong), 2)
    result = place.run("timeline", "--counts", "1ms", "--from", "1700-01-01T00:00Z")
    expect(result, 6)
    holds(result.err, "window")
    far = place.run("timeline", "--counts", "3660d", "--from", "1680-01-01T00:00Z",
                    "--to", "2262-01-01T00:00Z", "--json")
    begin = datetime(1680, 1, 1)
    width = timedelta(days=3660)
    start = begin + (datetime(2026, 3, 4, 10) - begin) // width * width
    equal({(r["time"], r["level"], r["records"]) for r in far.rows()},
          {(start.isoformat() + "Z", "info", 177), (start.isoformat() + "Z", "error", 3)})


@case
def a_name_that_two_sources_have_is_not_guessed(place):
    place.init()
    place.write("in/web1/app.log", LOG)
    place.write("in/web2/app.log", LOG.replace("worker", "helper"))
    place.collect(place.path("in", "web1", "app.log"), place.path("in", "web2", "app.log"))
    names = [s["name"] for s in place.run("sources", "--json").json()]
    equal(names, ["app.log", "app.log"])
    result = place.run("timeline", "--source", "app.log")
    expect(result, 3)
    holds(result.err, "fits 2 sources")
    equal(len(place.run("timeline", "--source", "S2", "--json").rows()), 180)
    expect(place.run("timeline", "--source", ""), 2)


@case
def a_whole_name_goes_before_a_part(place):
    place.init()
    place.collect(place.write("app.log", LOG), place.write("old-app.log", LOG.replace("worker", "old")))
    rows = place.run("timeline", "--source", "app.log", "--json").rows()
    equal({row["place"]["name"] for row in rows}, {"app.log"})


@case
def one_lost_file_does_not_hide_the_others(place):
    with_log(place)
    place.collect(place.write("other.log", LOG.replace("worker", "other")))
    damage(place, "S1")
    result = place.run("timeline", "--records", "--json")
    expect(result, 3)
    holds(result.err, "app.log")
    equal({row["place"]["source"] for row in result.rows()}, {"S2"})
    equal(len(result.rows()), 180)
    expect(place.run("show", "S2:0-10"), 0)
    result = place.run("collect", place.write("third.log", LOG.replace("worker", "third")))
    expect(result, 0)
    holds(result.err, "app.log")


@case
def paths_that_are_passed_over_set_the_exit_code(place):
    good = place.write("app.log", LOG)
    for quiet in ([], ["--quiet"]):
        result = place.run("timeline", *quiet, "--records", "--json", good, place.path("absent.log"),
                           workspace=False, env={"TMPDIR": place.folder})
        expect(result, 3)
        equal(len(result.rows()), 180)
        holds(result.err, "absent.log")
    place.init()
    result = place.run("collect", "--quiet", good, place.path("absent.log"))
    expect(result, 3)
    holds(result.err, "absent.log")


@case
def what_is_written_is_told(place):
    with_log(place)
    page = place.path("page.html")
    told = place.run("report", "timeline", "-o", page, "--json").json()
    equal(told, {"written": page, "bytes": os.path.getsize(page)})
    holds(place.run("report", "timeline", "-o", page).err, page)
    equal(place.run("report", "timeline", "-o", page, "-q").err, "")
    holds(place.run("report", "timeline", "-o", "-", "--json").json()["milestones"][0]["milestone"], "change")
    copy = place.path("copy.log")
    equal(place.run("export", "S1", "-o", copy, "--json").json(), {"written": copy, "bytes": len(LOG)})
    equal(sha256(copy), sha256(place.path("app.log")))


@case
def a_stated_clock_is_told_back(place):
    with_log(place)
    told = place.run("clocks", "set", "S1", "--offset", "36.5s..37.5s", "--why", "ntp was off", "--json").json()
    equal(told, {"source": "S1", "name": "app.log", "offset_least_s": 36.5, "offset_most_s": 37.5,
                 "why": "ntp was off"})
    holds(place.run("clocks", "reset", "S1").out, "S1", "nothing is stated")
    for wrong in ("soon", "2s..1s", "99999d", "-99999d..0s"):
        expect(place.run("clocks", "set", "S1", "--offset", wrong), 2)


@case
def wrong_options_are_refused(place):
    with_log(place)
    expect(place.run("timeline", "--color", "sometimes"), 2)
    expect(place.run("hotspots", "--level", "error"), 2)
    expect(place.run("show", "S1:0-10"), 0)
    expect(place.run("show", "S1:10-0"), 3)
    expect(place.run("show", "S1:999999-9999999"), 3)


@case
def every_option_is_taken_by_its_commands(place):
    """What --help lists can be given: none is unknown to the parser or crashes the command."""
    with_log(place)
    values = {"DIR": place.workspace, "WHEN": "never", "TIME": "10:01", "SOURCE": "S1", "LEVEL": "warn",
              "ZONE": "Europe/Lisbon", "FORMAT": "json", "ROWS": "3", "WIDTH": "1m", "NUMBER": "0",
              "TEXT": "job", "NAME": "kim", "DEPTH": "gist", "CIRCLE": "team", "ROLE": "on-call", "SIZE": "1G", "DURATION": "1s", "FILE": place.path("out.html")}
    operands = {"collect": [place.path("app.log")], "search": ["job"], "report": ["timeline"],
                "show": ["S1"], "export": ["S1"], "clocks": []}
    extra = {"report": ["-o", place.path("out.html")]}
    for name in ("collect", "sources", "verify", "clocks", "timeline", "search", "hotspots", "templates",
                 "report", "show", "export"):
        lines = place.run("help", name).out.splitlines()
        for line in lines:
            words = line.replace(",", " ").split()
            option = next((word for word in words[:2] if word.startswith("--")), None)
            if not line.startswith("  ") or line.startswith(" " * 10) or option in (None, "--help", "--version"):
                continue
            if name == "collect" and option in ("--follow", "--name", "--every", "--part"):
                continue  # of standard input, or going on until it is stopped: t_follow.py
            wanted = "csv" if (name, words[-1]) == ("export", "FORMAT") else values.get(words[-1])
            given = [option] + ([wanted] if wanted else [])
            result = place.run(name, *operands.get(name, []), *extra.get(name, []), *given)
            # Options of a review, given for the timeline or a source, are known all the same.
            of_a_review = "of a review" in result.err or "no review here" in result.err
            if result.code not in (0, 1) and not (result.code in (2, 3) and of_a_review):
                raise AssertionError(f"{name} {given}: exit {result.code} {result.err}")


@case
def two_days_of_hot_spots_have_their_dates(place):
    place.init()
    lines = []
    for day in (4, 5):
        for i in range(3000):
            lines.append(f"2026-03-0{day}T10:{i // 60 % 60:02}:{i % 60:02}Z INFO worker: job {i} done\n")
            if 1500 < i < 1560:
                lines += [f"2026-03-0{day}T10:{i // 60 % 60:02}:{i % 60:02}Z ERROR worker: job {i} lost\n"] * 40
    place.collect(place.write("app.log", "".join(lines)))
    spots = place.run("hotspots", "--json").json()
    days = {spot["from"][:10] for spot in spots}
    equal({"2026-03-04", "2026-03-05"} <= days, True)
    text = place.run("timeline").out.split("Hot spots")[1].split("Events")[0]
    holds(text, "2026-03-04\n", "2026-03-05\n")


@case
def the_end_of_time_has_a_page(place):
    place.init()
    messages = [{"type": "message", "user": "U1", "ts": f"9223372036.{i:06}", "text": "is it up?"}
                for i in range(0, 854000, 1000)]
    place.write("chat/general/2026-03-04.json", json.dumps(messages))
    place.collect(place.path("chat"))
    expect(place.run("report", "timeline", "-o", place.path("page.html"), timeout=30), 0)


if __name__ == "__main__":
    main()
