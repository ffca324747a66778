"""How a file is read and why, and formats that people define."""
from harness import *

ODD = ("x 06~05~2026 um 07 Uhr 08 F no answer\n"
       "y 06~05~2026 um 07 Uhr 09 I slow\n"
       "  because of that\n"
       "z 06~05~2026 um 07 Uhr 10 I done\n")
OWN = "# mine\n\nbilling\t%d~%m~%Y um %H Uhr %M\tword 2\tword 1\tF=error I=info\tEurope/Berlin\n"


def home(place):
    """A configuration of its own, so that nobody's is read."""
    return {"XDG_CONFIG_HOME": place.path("conf")}


def test_of(place, path, code=0):
    result = place.run("formats", "test", path, "--json", env=home(place))
    expect(result, code)
    return result.json()


@case
def what_was_understood_is_shown(place):
    path = place.write("app.log", "a banner\n"
                       "2026-03-04 10:00:00,100 INFO main ready\n"
                       "2026-03-04 10:00:01,200 ERROR main no answer\n"
                       "  at shop.Net\n"
                       "2026-03-04 10:00:02,300 WARN main since 2026-03-04 09:00:00\n")
    answer = test_of(place, path)
    equal(answer["kind"], "log")
    equal([(one["name"], one["place"], one["zone"], one["decimals"], one["records"]) for one in
           answer["layouts"]], [("log4j text", "start", "unknown", [3, 3], 3)])
    data = open(path, "rb").read()
    samples = answer["layouts"][0]["samples"]
    stamps = [data[s["stamp"]["from"]:s["stamp"]["to"]].decode() for s in samples]
    equal(stamps, ["2026-03-04 10:00:00,100", "2026-03-04 10:00:01,200", "2026-03-04 10:00:02,300"])
    equal([s["time"] for s in samples], ["2026-03-04T10:00:00.100", "2026-03-04T10:00:01.200",
                                         "2026-03-04T10:00:02.300"])
    equal([s["level"] for s in samples], ["info", "error", "warn"])
    equal(answer["continued_lines"], ["  at shop.Net"])
    lost = [one for one in answer["considered"] if not one["taken"]]
    if not lost or not all(one["why"] for one in lost):
        raise AssertionError(answer["considered"])
    equal([one["what"] for one in answer["next"]], ["zone", "collect"])
    text = place.run("formats", "test", path, env=home(place)).out
    holds(text, "^^^^^^^^^^^^^^^^^^^^^^^ = 2026-03-04T10:00:01.200 local time, error", "not known",
          "considered as well")


@case
def doubts_are_told(place):
    path = place.write("us.log", "05/05/2026 10:00:00 one\n05/05/2026 10:00:01 two\n")
    equal([one["what"] for one in test_of(place, path)["doubts"]], ["order"])
    path = place.write("syslog", "May  6 07:08:09 web1 cart[1]: up\nMay  6 07:08:10 web1 cart[1]: on\n")
    equal([one["what"] for one in test_of(place, path)["doubts"]], ["year"])
    path = place.write("z.log", "2026-05-06T07:08:09Z one\n2026-05-06T07:08:10Z two\n")
    answer = test_of(place, path)
    equal((answer["doubts"], answer["layouts"][0]["zone"]), ([], "stated"))
    path = place.write("later.log", "2199-05-06 07:08:09 one\n2199-05-06 07:08:10 two\n")
    answer = test_of(place, path)
    equal((answer["timed"], [one["what"] for one in answer["doubts"]]), (0, ["future"]))
    path = place.write("current", "@4000000069a8034e1dcd6500 one\n@4000000069a8034f1dcd6500 two\n")
    equal([one["what"] for one in test_of(place, path)["doubts"]], ["tai"])


@case
def a_line_to_begin_with_is_suggested(place):
    path = place.write("odd.txt", "run 17 <06~05~2026> <07~08~09> begins\nrun 18 <06~05~2026> <07~09~09> ends\n")
    answer = test_of(place, path)
    equal(answer["kind"], "attachment")
    holds(answer["suggestion"], "mine\t%d~%m~%Y\t")
    holds(place.run("formats", "test", path, env=home(place)).out, "formats.tsv")


@case
def a_format_of_ones_own_comes_first(place):
    place.init()
    path = place.write("odd.txt", ODD)
    place.run("collect", path, env=home(place))
    listed = lambda: place.run("sources", "--json", env=home(place)).json()[0]
    equal((listed()["kind"], listed()["timed"]), ("attachment", 0))
    own = place.write("conf/postmortem/formats.tsv", OWN)
    equal((listed()["kind"], listed()["formats"], listed()["timed"]), ("log", ["billing"], 3))
    rows = place.run("timeline", "--records", "--json", env=home(place)).rows()
    equal([(row["time"], row["level"]) for row in rows],
          [("2026-05-06T05:08:00Z", "error"), ("2026-05-06T05:09:00Z", "info"),
           ("2026-05-06T05:10:00Z", "info")])
    holds(place.run("show", "S1:0-37", env=home(place)).out, "no answer")
    layout = test_of(place, path)["layouts"][0]
    equal((layout["name"], layout["own"], layout["zone"]), ("billing", {"file": own, "line": 3}, "source"))
    # what the workspace says goes before what the user says, and another zone makes the index anew
    place.write("ws/formats.tsv", OWN.replace("Europe/Berlin", "UTC"))
    rows = place.run("timeline", "--records", "--json", env=home(place)).rows()
    equal(rows[0]["time"], "2026-05-06T07:08:00Z")
    os.remove(place.path("ws/formats.tsv"))
    os.remove(own)
    equal((listed()["kind"], listed()["timed"]), ("attachment", 0))


@case
def wrong_lines_are_told_with_their_place(place):
    place.init()
    place.collect(place.write("odd.txt", ODD))
    wrong = {
        "x": "needs a name and a stamp",
        "x\t%E": "means nothing",
        "x\t%Y %T": "without month",
        "x\t%T\tcolumn 0": "from 1",
        "x\t%T\tnowhere": "none of",
        "x\t%T\tfield 3": "parts the fields",
        "x\t%T\tkey ": "wants a text",
        "x\t%T\tkey " + "k" * 60: "longer",
        "x\t%T\t\tword x": "from 1",
        "x\t%T\t\tmaybe": "none of",
        "x\t%T\t\t\tE=awful": "no level",
        "x\t%T\t\t\t=error": "1 to 15",
        "x\t%T\t\t\t\tMars/North": "no zone",
        "x\t%T\t\t\t\t\tmore": "more than 6 columns",
        "x\x1b[1m\t%T": "control character",
        "x" * 50 + "\t%T": "longer",
    }
    odd = place.path("odd.txt")
    for line, told in wrong.items():
        place.write("ws/formats.tsv", f"# first\ngood\t%T\n{line}\n")
        result = place.run("formats", "test", odd, env=home(place))
        expect(result, 5)
        holds(result.err, "formats.tsv:3", told)
        result = place.run("sources", env=home(place))
        expect(result, 0)  # the rest goes on
        holds(result.err, "formats.tsv:3", told, "left out", "postmortem formats")
        equal(result.err.count("\n"), 1)
        if "\x1b" in result.err:
            raise AssertionError(result.err)
    expect(place.run("formats", env=home(place)), 5)
    for text in ("".join(f"x{i}\t%T\n" for i in range(70)), "#" * 300000):
        place.write("ws/formats.tsv", text)
        expect(place.run("formats", env=home(place)), 6)
        result = place.run("sources", env=home(place))
        expect(result, 0)
        equal(result.err.count("left out"), 1)


@case
def the_good_lines_of_a_faulty_file_count(place):
    place.init()
    place.write("ws/formats.tsv", "broken\t%E\n" + OWN + "moon\t%T\t\t\t\tMars/North\n")
    result = place.collect(place.write("odd.txt", ODD))
    holds(result.err, "formats.tsv:1", "formats.tsv:5")
    result = place.run("sources", "--json", env=home(place))
    holds(result.err, "formats.tsv:1", "formats.tsv:5")
    equal(result.err.count("\n"), 2)
    broken = result.json()[0] if isinstance(result.json(), list) else result.json()["sources"][0]
    equal((broken["kind"], broken["formats"], broken["timed"]), ("log", ["billing"], 3))
    # without that line nobody's index is taken for one that was made with it
    place.write("ws/formats.tsv", "broken\t%E\n")
    alone = place.run("sources", "--json", env=home(place))
    if "billing" in alone.out:
        raise AssertionError(alone.out)
    place.write("ws/formats.tsv", OWN)
    mended = place.run("sources", "--json", env=home(place))
    equal((mended.err, "billing" in mended.out), ("", True))


@case
def a_fault_is_told_once_in_a_call(place):
    place.write("conf/postmortem/formats.tsv", "broken\t%E\n" + OWN)
    result = place.run("timeline", place.write("odd.txt", ODD), env=home(place), workspace=False)
    expect(result, 0)
    equal(result.err.count("formats.tsv:1"), 1)
    os.remove(place.path("conf/postmortem/formats.tsv"))
    os.mkdir(place.path("conf/postmortem/formats.tsv"))
    place.init()
    result = place.run("sources", env=home(place))
    expect(result, 0)
    holds(result.err, "formats.tsv", "left out")


@case
def all_formats_are_listed(place):
    place.init()
    place.write("ws/formats.tsv", OWN)
    answer = place.run("formats", "--json", env=home(place)).json()
    equal([one["name"] for one in answer["own"]], ["billing"])
    equal(answer["own"][0]["line"], 3)
    if len(answer["stamps"]) < 100 or not all(one["example"] for one in answer["stamps"]):
        raise AssertionError(len(answer["stamps"]))
    holds(place.run("formats", env=home(place)).out, "billing", "iso", "2031-")
    expect(place.run("formats", "taste", "x", env=home(place)), 2)
    expect(place.run("formats", "test", place.path("none"), env=home(place)), 3)
    expect(place.run("formats", "test", place.path("ws"), env=home(place)), 4)
    expect(place.run("formats", "test", place.write("empty", ""), env=home(place)), 0)


if __name__ == "__main__":
    main()
