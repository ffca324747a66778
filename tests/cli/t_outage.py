"""The example outage against its ground truth: what a user of the demo relies on."""
from datetime import datetime, timezone

from harness import *

_cache = {}


def instant(text):
    text = text.replace("Z", "+00:00")
    head, _, rest = text.partition(".")
    if rest:
        digits = rest.split("+")[0]
        zone = rest[len(digits):]
        text = f"{head}.{digits[:6].ljust(6, '0')}{zone}"
    return datetime.fromisoformat(text).astimezone(timezone.utc).timestamp()


def clock(text):
    return instant(f"2026-11-22T{text}Z")


def findings(place):
    """The findings of one collect of the whole example, made once."""
    if not _cache:
        place.init()
        place.collect(EXAMPLE)
        result = place.run("timeline", "--json")
        expect(result, 0)
        _cache["findings"] = result.json()
    return _cache["findings"]


def source(place, part):
    hits = [s for s in findings(place)["sources"] if part in s["name"]]
    equal(len(hits), 1)
    return hits[0]


def milestone(place, name):
    at = [m for m in findings(place)["milestones"] if m["milestone"] == name][0]["at"]
    if at is None:
        raise AssertionError(f"{name} is not known")
    return instant(at["earliest"]), instant(at["latest"])


def bounds(got, truth, width):
    low, high = got
    if not (low - 0.02 <= truth <= high + 0.02 and truth - low <= width and high - truth <= width):
        raise AssertionError(f"{low}..{high} does not hold {truth} within {width} s")


def event(place, kind, near, width=2.0, word=""):
    for e in findings(place)["events"]:
        if kind.split("|").count(e["kind"]) and e["at"] and word.lower() in e["what"].lower():
            low, high = instant(e["at"]["earliest"]), instant(e["at"]["latest"])
            if low - width <= near <= high + width:
                return e
    seen = [(e["kind"], e["at"]["earliest"], e["what"][:60]) for e in findings(place)["events"]
            if e["kind"] in kind.split("|")]
    raise AssertionError(f"no {kind} event {word!r} near {near}: {seen}")


@case
def every_file_is_collected(place):
    files = sum(len(names) for _, _, names in os.walk(EXAMPLE))
    equal(len(findings(place)["sources"]), files)


@case
def the_app_clock_is_37_seconds_ahead(place):
    app = source(place, "orders-api.jsonl")
    middle = (app["offset_least_s"] + app["offset_most_s"]) / 2
    if abs(middle - 37.0) > 0.2:
        raise AssertionError(f"offset {middle}")
    if not app["offset_least_s"] <= 37.0 <= app["offset_most_s"]:
        raise AssertionError("the interval does not hold the true offset")
    equal(app["offset_basis"], "found")
    holds(app["why"], "id")


@case
def the_error_log_without_zone_is_in_new_york(place):
    log = source(place, "nginx/error.log")
    equal(log["zone_basis"], "found")
    if log["zone"] not in ("-05:00", "America/New_York", "UTC-5"):
        raise AssertionError(log["zone"])


@case
def other_clocks_are_left_alone(place):
    for part in ("nginx/access.log", "postgresql.log", "postgresql.json", "syslog-rfc5424"):
        s = source(place, part)
        if s["offset_least_s"] > 0.5 or s["offset_most_s"] < -0.5:
            raise AssertionError(f"{part}: {s['offset_least_s']}..{s['offset_most_s']}")


@case
def the_syslog_without_year_is_of_2026(place):
    rows = place_rows("host/messages.log")
    for row in rows:
        holds(row["time"], "2026-11-22T05:")


def place_rows(name):
    place = Place(_cache["folder"])
    result = place.run("timeline", "--source", name, "--json")
    expect(result, 0)
    return [row for row in result.rows() if "level" in row]


@case
def impact_starts_where_users_felt_it(place):
    bounds(milestone(place, "impact start"), clock("05:54:53"), 3)


@case
def impact_ends_before_the_rollback_blip(place):
    bounds(milestone(place, "impact end"), clock("05:56:52"), 3)


@case
def blips_are_kept_apart(place):
    blips = [s for s in findings(place)["hotspots"] if s["kind"] == "short blip"]
    starts = [instant(b["from"]) for b in blips]
    for truth in (clock("05:53:25"), clock("05:57:06")):
        if not any(abs(start - truth) <= 2 for start in starts):
            raise AssertionError(f"{truth} is not among {starts}")


@case
def the_second_peak_is_a_hot_spot(place):
    for s in findings(place)["hotspots"]:
        if s["kind"] in ("peak of impact", "worse after an action"):
            if instant(s["from"]) <= clock("05:56:30") and instant(s["to"]) >= clock("05:56:30") and \
                    instant(s["from"]) >= clock("05:56:09"):
                return
    raise AssertionError("no peak that begins after the restart and holds 05:56:30")


@case
def page_ack_and_actions_are_events(place):
    event(place, "alert", clock("05:55:46.8"), word="OrdersApiErrorRateHigh")
    event(place, "page", clock("05:55:48.8"))
    event(place, "ack", clock("05:55:54.07"))
    failed = event(place, "act.look|act.fix|act.limit", clock("05:56:01.5"), word="kill-idle")
    equal(failed["did_not_work"], True)
    event(place, "act.fix|act.limit|restart", clock("05:56:07"), 3)
    event(place, "change.data|act.fix", clock("05:56:26"), 2)
    event(place, "change.config", clock("05:54:46.46"), word="loyalty_pct")
    event(place, "change.config|act.undo|act.limit", clock("05:57:00"), word="loyalty_pct")
    event(place, "change.deploy", clock("05:53:25.64"), word="2.3.0")
    event(place, "report", clock("05:55:07.2"))
    event(place, "alert.end", clock("05:57:16.8"), 3)


@case
def people_milestones_are_found(place):
    bounds(milestone(place, "first alert"), clock("05:55:46.7925"), 3)
    bounds(milestone(place, "acknowledgement"), clock("05:55:54.069006"), 2)
    bounds(milestone(place, "first report from a person"), clock("05:55:07.1785"), 2)
    low, high = milestone(place, "detection")
    if not (low <= clock("05:55:29") <= high + 30):
        raise AssertionError(f"detection {low}..{high}")


@case
def every_row_leads_back_to_its_bytes(place):
    folder = Place(_cache["folder"])
    result = folder.run("timeline", "--json", "--from", "05:55:05", "--to", "05:55:06", "--limit", "60")
    expect(result, 0)
    rows = result.rows()
    if len(rows) < 40:
        raise AssertionError(f"{len(rows)} rows")
    whole = {}
    for row in rows[:40]:
        where = row["place"]
        if where["source"] not in whole:
            shown = folder.run("show", where["source"])
            expect(shown, 0)
            whole[where["source"]] = shown.raw
            equal(hashlib.sha256(shown.raw).hexdigest(), where["sha256"])
        part = folder.run("show", f"{where['source']}:{where['from']}-{where['to']}")
        equal(part.raw, whole[where["source"]][where["from"]:where["to"]])


@case
def rows_are_in_order_of_time(place):
    result = Place(_cache["folder"]).run("timeline", "--records", "--json", "--from", "05:54:50",
                                         "--to", "05:55:00")
    times = [instant(row["time"]) for row in result.rows()]
    equal(times, sorted(times))
    if len(times) < 1000:
        raise AssertionError(f"{len(times)} rows")


@case
def exports_have_the_hash_that_came_in(place):
    folder = Place(_cache["folder"])
    for s in findings(place)["sources"]:
        out = folder.path("back")
        expect(folder.run("export", s["source"], "-o", out), 0)
        equal(sha256(out), sha256(os.path.join(EXAMPLE, s["name"])))


@case
def a_clock_that_people_state_wins_and_can_be_taken_back(place):
    folder = Place(_cache["folder"])
    expect(folder.run("clocks", "set", "orders-api.jsonl", "--offset", "10s", "--why", "a test"), 0)
    rows = [s for s in folder.run("clocks", "--json").json() if "orders-api.jsonl" in s["name"]]
    equal(rows[0]["offset_basis"], "stated by a person")
    equal(rows[0]["offset_least_s"], 10)
    expect(folder.run("clocks", "reset", "orders-api.jsonl"), 0)
    rows = [s for s in folder.run("clocks", "--json").json() if "orders-api.jsonl" in s["name"]]
    equal(rows[0]["offset_basis"], "found")


@case
def the_report_page_stands_alone(place):
    folder = Place(_cache["folder"])
    page = folder.path("page.html")
    expect(folder.run("report", "timeline", "-o", page), 0)
    with open(page, encoding="utf-8") as source_file:
        text = source_file.read()
    holds(text, "<svg", "impact start", "orders-api.jsonl")
    for word in ('src="http', "href=\"http", "url(http", "@import"):
        if word in text:
            raise AssertionError(f"the page asks the network: {word}")
    again = folder.path("again.html")
    expect(folder.run("report", "timeline", "-o", again), 0)


@case
def collecting_again_adds_nothing(place):
    folder = Place(_cache["folder"])
    result = folder.run("collect", EXAMPLE)
    expect(result, 0)
    holds(result.out, "0 new sources", "known already")
    expect(folder.run("verify"), 0)


def keep_one_workspace():
    """All cases look at one collect: it costs seconds under a sanitizer."""
    folder = tempfile.mkdtemp(prefix="postmortem-outage-")
    _cache_folder = Place(folder)
    findings(_cache_folder)
    _cache["folder"] = folder
    return folder


if __name__ == "__main__":
    kept = keep_one_workspace()
    try:
        main()
    finally:
        shutil.rmtree(kept, ignore_errors=True)
