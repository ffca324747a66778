"""Every door of the command line, and what it does with wrong calls and bad input."""
import gzip
import signal
import zipfile

from harness import *

LOG = "".join(f"2026-03-04T10:{m:02}:{s:02}.5Z {'ERROR' if s == 7 else 'INFO'} worker: job {m * 60 + s} done\n"
              for m in range(3) for s in range(60))


@case
def first_steps(place):
    result = place.run("init")
    expect(result, 0)
    holds(result.out, "collect")
    expect(place.run("init"), 8)
    place.write("in/app.log", LOG)
    result = place.collect(place.path("in"))
    holds(result.out, "collected 1 file", "1 new source")
    sources = place.run("sources", "--json").json()
    equal([(s["name"], s["records"], s["timed"]) for s in sources], [("app.log", 180, 180)])
    holds(place.run("timeline").out, "Milestones", "Hot spots")


@case
def help_is_there_for_all(place):
    overview = place.run("help", workspace=False)
    expect(overview, 0)
    names = [line.split()[0] for line in overview.out.splitlines() if line.startswith("  ") and
             not line.startswith("  postmortem")]
    if len(names) < 12:
        raise AssertionError(names)
    for name in names:
        one = place.run(name, "--help", workspace=False)
        expect(one, 0)
        holds(one.out, f"postmortem {name}", "Example")
        equal(one.out, place.run("help", name, workspace=False).out)
    expect(place.run("--version", workspace=False), 0)


@case
def wrong_calls_are_explained(place):
    for call in (["nonsense"], ["timeline", "--nonsense"], ["collect"], ["search"], ["init", "a", "b"],
                 ["timeline", "--from"], ["clocks", "set"], ["report", "timeline"]):
        result = place.run(*call, workspace=False)
        expect(result, 2)
        holds(result.err, "postmortem")
    result = place.run("sources", workspace=False)
    expect(result, 3)
    holds(result.err, "postmortem init")


@case
def the_workspace_is_found_from_below(place):
    place.init()
    below = place.path("ws", "notes", "deep")
    os.makedirs(below)
    expect(place.run("sources", workspace=False, cwd=below), 0)
    expect(place.run("sources", workspace=False, env={"POSTMORTEM_WORKSPACE": place.workspace}), 0)


@case
def output_goes_to_files_alone(place):
    place.init()
    place.collect(place.write("a.log", LOG))
    os.mkfifo(place.path("pipe"))
    os.symlink(place.path("elsewhere"), place.path("link"))
    for call in (["export", "S1"], ["report", "timeline"]):
        for name in ("pipe", "link", "."):
            expect(place.run(*call, "-o", place.path(name)), 2)
        result = place.run(*call, "-o", place.path("absent", "x.html"))
        expect(result, 3)
        holds(result.err, "there is no folder", "absent/x.html")
    holds(place.run("export", "S1", "-o", place.path("pipe")).err, "-o wants a file")
    holds(place.run("report", "timeline", "-o", place.path("x.pdf")).err, ".html")


@case
def one_bad_path_does_not_stop_the_others(place):
    place.init()
    good = place.write("good.log", LOG)
    result = place.run("collect", place.path("absent.log"), good)
    expect(result, 3)
    holds(result.err, "absent.log")
    equal(len(place.run("sources", "--json").json()), 1)


@case
def links_and_devices_are_named_and_skipped(place):
    place.init()
    place.write("in/good.log", LOG)
    os.symlink("/etc/passwd", place.path("in", "link"))
    os.symlink(".", place.path("in", "loop"))
    os.mkfifo(place.path("in", "pipe"))
    result = place.run("collect", place.path("in"))
    holds(result.err, "link", "loop", "pipe")
    equal(len(place.run("sources", "--json").json()), 1)


@case
def names_cannot_write_to_the_terminal(place):
    place.init()
    place.write("in/a\n\033[2Jb.log", LOG)
    expect(place.run("collect", place.path("in")), 0)
    for command in (["sources"], ["timeline"], ["clocks"], ["timeline", "--records"]):
        result = place.run(*command)
        expect(result, 0)
        if "\033" in result.out:
            raise AssertionError(f"{command} passes an escape on")
    holds(place.run("sources", "--json").json()[0]["origin"], "a\n\033[2Jb.log")


@case
def standard_input_is_a_path(place):
    place.init()
    result = place.run("collect", "-", stdin=LOG.encode())
    expect(result, 0)
    equal(place.run("sources", "--json").json()[0]["records"], 180)


@case
def the_same_content_packed_is_one_source(place):
    place.init()
    place.write("in/app.log", LOG)
    with gzip.open(place.path("in", "app.log.gz"), "wb") as target:
        target.write(LOG.encode())
    with zipfile.ZipFile(place.path("in", "logs.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../app.log", LOG)
        archive.writestr("other.log", LOG.replace("worker", "helper"))
    expect(place.run("collect", place.path("in")), 0)
    equal(len(place.run("sources", "--json").json()), 2)
    expect(place.run("verify"), 0)


@case
def windows_filters_and_formats(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    rows = place.run("timeline", "--from", "10:01:00", "--to", "10:01:30", "--json").rows()
    equal(len(rows), 30)
    rows = place.run("timeline", "--level", "error", "--json").rows()
    equal([row["time"] for row in rows],
          [f"2026-03-04T10:0{m}:07.5Z" for m in range(3)])
    rows = place.run("timeline", "--text", "JOB 100 ", "--json").rows()
    equal(len(rows), 1)
    zoned = place.run("timeline", "--level", "error", "--zone", "-05:00", "--json").rows()
    equal(zoned[0]["time"], "2026-03-04T05:00:07.5-05:00")
    csv = place.run("timeline", "--level", "error", "--format", "csv").out.splitlines()
    equal(len(csv), 4)
    markdown = place.run("timeline", "--level", "error", "--format", "markdown").out
    equal(markdown.count("\n"), 5)
    equal(len(place.run("timeline", "--records", "--limit", "7", "--json").rows()), 7)
    counts = place.run("timeline", "--counts", "1m").out.splitlines()
    equal(sum(int(line.split(",")[3]) for line in counts[1:]), 180)
    expect(place.run("timeline", "--from", "nonsense"), 2)
    expect(place.run("timeline", "--from", "10:02", "--to", "10:01"), 2)


@case
def doubts_stand_beside_the_time(place):
    place.init()
    place.collect(place.write("late.log", "2026-03-04T10:00:05Z INFO a\n2026-03-04T10:00:01Z INFO b\n" + LOG))
    rows = place.run("timeline", "--records", "--json", "--limit", "3").rows()
    late = [row for row in rows if row["message"].endswith("b")]
    equal([row.get("doubts") for row in late], [["late"]])
    holds(place.run("timeline", "--records", "--limit", "3").out, "[late]")
    place.collect(place.write("local.log", LOG.replace("03-04T", "05-05 ").replace("5Z", "5").replace("job", "task")))
    row = place.run("timeline", "--source", "local.log", "--json", "--limit", "1").rows()[0]
    equal(row["doubts"], ["zone not known"])


@case
def the_hour_that_comes_twice_keeps_its_order(place):
    start = 1793509200  # 05:00 UTC; New York's clocks go back at 06:00 UTC on 2026-11-01
    lines = []
    for number in range(360):
        at = start + 30 * number
        offset = 4 if at < start + 3600 else 5
        local = at - offset * 3600
        day, clock_of_day = divmod(local, 86400)
        equal(day, 20758)
        lines.append(f"2026-11-01 {clock_of_day // 3600:02}:{clock_of_day // 60 % 60:02}:{local % 60:02} INFO step {number}\n")
    place.init()
    place.collect(place.write("fold.log", "".join(lines)))
    expect(place.run("clocks", "set", "S1", "--source-zone", "America/New_York"), 0)
    rows = place.run("timeline", "--records", "--json").rows()
    equal([row["message"] for row in rows], [f"step {number}" for number in range(360)])
    equal(rows[120]["doubts"], ["hour came twice"])
    equal(rows[180]["time"], "2026-11-01T06:30:00Z")


@case
def search_finds_and_says_when_it_does_not(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    equal(len(place.run("search", "job 17 done", "--json").rows()), 1)
    equal(len(place.run("search", "-E", r"job 1[0-9] done", "--json").rows()), 10)
    place.collect(place.write("RUNBOOK.md", "# Runbook\nStep one: look at the pool.\n"))
    untimed = place.run("search", "look at the pool", "--json").rows()
    equal([row["time"] for row in untimed], [None])
    holds(place.run("search", "look at the pool").out, "-  S2:0-")
    expect(place.run("search", "no such words"), 1)
    result = place.run("search", "-E", "(unclosed")
    expect(result, 2)


@case
def a_search_counts_narrows_and_ends_early(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    place.collect(place.write("RUNBOOK.md", "# Runbook\nStep one: see that the job is done.\n"))

    def count(*arguments, code=0):
        result = place.run("search", "--count", *arguments)
        expect(result, code)
        return int(result.out)
    equal(count("done"), 181)
    equal(place.run("search", "--count", "--json", "done").json(), {"records": 181, "events": 0})
    equal(count("DONE", code=1), 0)
    equal(count("-i", "DONE"), 181)
    equal(count("-E", "job [0-9]{2} done$"), 90)
    equal(count("done", "--level", "error"), 3)
    equal(count("done", "--from", "10:01:00", "--to", "10:01:30"), 30)
    equal(count("done", "--source", "RUNBOOK"), 1)
    equal(count("done", "--template", "T0"), 180)
    rows = place.run("search", "done", "--limit", "7", "--json").rows()
    equal([row["message"].split()[-2] for row in rows], [str(n) for n in range(7)])
    rows = place.run("search", "done", "--json").rows()
    equal([row["time"] for row in rows], sorted(row["time"] for row in rows[:-1]) + [None])
    expect(place.run("search", "done", "--count", "--limit", "3"), 2)
    result = place.run("search", "-E", "(o|oo)+$")
    expect(result, 1)
    place.collect(place.write("slow.log", "2026-03-04T10:00:00Z x: " + "o" * 60 + "b\n"))
    result = place.run("search", "-E", "(o|oo)+$")
    holds(result.err, "too many steps", "slow.log")
    if result.code in (0, 1):
        raise AssertionError(result)


@case
def what_was_found_out_is_kept_as_long_as_it_holds(place):
    place.init()
    place.collect(place.write("app.log", LOG.replace("Z worker", " worker")))
    place.collect(place.write("alerts.json", json.dumps({"data": {"alerts": [
        {"labels": {"alertname": "PoolFull"}, "state": "firing", "activeAt": "2026-03-04T10:01:00Z"}]},
        "status": "success"})))
    index = os.path.join(place.workspace, "index")

    def kept():
        return [os.path.join(index, name) for name in os.listdir(index) if name.endswith(".found")]

    def told():
        return [place.run(*call, "--json").out for call in (["clocks"], ["timeline", "--records"], ["sources"])]
    first = told()
    equal(len(kept()), 1)
    equal(told(), first)
    for spoil in (lambda was: was[:-1] + b"X", lambda was: was[:40], lambda was: b"", lambda was: was + b"more"):
        with open(kept()[0], "r+b") as file:
            was = file.read()
            file.seek(0)
            file.truncate()
            file.write(spoil(was))
        equal(told(), first)
    expect(place.run("clocks", "set", "S1", "--source-zone", "Europe/Berlin"), 0)
    second = told()
    if second == first:
        raise AssertionError("the zone that was stated changed nothing")
    equal(told(), second)
    for path in kept():
        os.remove(path)
    equal(told(), second)
    expect(place.run("verify"), 0)


@case
def a_timeline_needs_no_workspace(place):
    path = place.write("app.log", LOG)
    tmp = place.path("tmp")
    os.mkdir(tmp)
    result = place.run("timeline", path, "--records", "--json", workspace=False, env={"TMPDIR": tmp})
    expect(result, 0)
    equal(len(result.rows()), 180)
    equal(os.listdir(tmp), [])


@case
def templates_make_a_page_of_many_lines(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    shapes = place.run("templates", "--json").json()
    equal(len(shapes), 1)
    equal(shapes[0]["count"], 180)
    rows = place.run("timeline", "--template", "T0", "--json").rows()
    equal(len(rows), 180)


@case
def damage_is_found_and_named(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    expect(place.run("verify"), 0)
    for folder, _, names in os.walk(os.path.join(place.workspace, "evidence")):
        for name in names:
            path = os.path.join(folder, name)
            os.chmod(path, 0o600)
            with open(path, "r+b") as target:
                target.seek(40)
                target.write(b"X")
    result = place.run("verify", "--json")
    expect(result, 9)
    holds(result.out, "app.log", "damaged")
    expect(place.run("export", "S1"), 9)


@case
def indexes_can_be_deleted_or_garbled(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    before = place.run("timeline", "--records", "--json").raw
    for folder, _, names in os.walk(os.path.join(place.workspace, "index")):
        for name in names:
            with open(os.path.join(folder, name), "r+b") as target:
                target.seek(100)
                target.write(b"garbage")
    equal(place.run("timeline", "--records", "--json").raw, before)
    shutil.rmtree(os.path.join(place.workspace, "index"))
    os.mkdir(os.path.join(place.workspace, "index"))
    equal(place.run("timeline", "--records", "--json").raw, before)


@case
def a_closed_pipe_is_no_failure(place):
    place.init()
    place.collect(place.write("app.log", LOG * 200))
    reader = subprocess.Popen([PROGRAM, "-C", place.workspace, "timeline", "--records"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    reader.stdout.read(10)
    reader.stdout.close()
    equal(reader.wait(60), 0)
    equal(reader.stderr.read(), b"")
    reader.stderr.close()


@case
def bytes_of_any_kind_pass_through(place):
    place.init()
    soup = bytes(range(256)) * 50 + b"\n" + LOG.encode() + b"\x00\xff\xfe" * 1000
    path = place.write("soup.log", soup)
    expect(place.run("collect", path), 0)
    equal(place.run("export", "S1").raw, soup)
    equal(place.run("show", "S1").raw, soup)
    for command in (["timeline"], ["timeline", "--records"], ["sources"], ["templates"]):
        expect(place.run(*command), 0)
    for row in place.run("timeline", "--records", "--json").rows():
        json.dumps(row)


@case
def deep_json_is_refused_in_peace(place):
    place.init()
    path = place.write("deep.json", b"[" * 10_000_000)
    expect(place.run("collect", path), 0)
    expect(place.run("timeline"), 0)
    equal(sha256(path), place.run("sources", "--json").json()[0]["sha256"])


@case
def a_bomb_is_stopped_at_its_budget(place):
    place.init()
    path = place.write("bomb.gz", gzip.compress(bytes(64 << 20), 9))
    good = place.write("good.log", LOG)
    result = place.run("collect", "--budget-file", "1M", path, good)
    expect(result, 6)
    holds(result.err, "bomb.gz", "budget")
    kept = sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(place.workspace) for name in names)
    if kept > 3 << 20:
        raise AssertionError(f"{kept} bytes kept")
    holds(place.run("sources").out, "good.log")
    expect(place.run("verify"), 0)


@case
def a_future_index_is_made_again(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    before = place.run("timeline", "--records", "--json").raw
    for folder, _, names in os.walk(os.path.join(place.workspace, "index")):
        for name in names:
            with open(os.path.join(folder, name), "r+b") as target:
                target.seek(8)
                target.write(b"\xff\xff\xff\x7f")
    equal(place.run("timeline", "--records", "--json").raw, before)


@case
def a_collect_that_is_stopped_leaves_a_clean_workspace(place):
    place.init()
    for number in range(40):
        place.write(f"in/{number}.log", LOG.replace("worker", f"worker{number}") * 20)
    for delay in (0.002, 0.005, 0.01, 0.02, 0.03, 0.05):
        running = subprocess.Popen([PROGRAM, "-C", place.workspace, "collect", place.path("in")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(delay)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        expect(place.run("verify"), 0)
        expect(place.run("sources"), 0)
    expect(place.run("collect", place.path("in")), 0)
    equal(len(place.run("sources", "--json").json()), 40)


@case
def two_collects_at_once_do_not_mix(place):
    place.init()
    for number in range(2):
        for k in range(20):
            place.write(f"in{number}/{k}.log", LOG.replace("worker", f"w{number}x{k}") * 30)
    both = [subprocess.Popen([PROGRAM, "-C", place.workspace, "collect", place.path(f"in{n}")],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for n in range(2)]
    codes = sorted(p.wait(60) for p in both)
    for p in both:
        p.stderr.close()
    if codes not in ([0, 0], [0, 8]):
        raise AssertionError(codes)
    for number in range(2):
        expect(place.run("collect", place.path(f"in{number}")), 0)
    equal(len(place.run("sources", "--json").json()), 40)
    expect(place.run("verify"), 0)


@case
def the_manual_is_complete(place):
    manual = place.run("man", workspace=False)
    expect(manual, 0)
    for word in (".Sh EXIT STATUS", ".Ss collect PATH...", "Fl Fl budget-file", "NO_COLOR"):
        holds(manual.out, word)


@case
def colour_obeys(place):
    place.init()
    place.collect(place.write("app.log", LOG))
    plain = place.run("timeline", "--level", "error")
    if "\033" in plain.out:
        raise AssertionError("colour in a pipe")
    holds(place.run("--color", "always", "timeline", "--level", "error").out, "\033[31m")


if __name__ == "__main__":
    main()
