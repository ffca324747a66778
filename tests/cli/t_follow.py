"""Files that grow, are rotated, emptied; standard input in pieces; runs that are killed.

usage: t_follow.py PROGRAM SOURCE_ROOT
"""
import random
import signal
import struct
import time

from harness import *

SHORT = bool(os.environ.get("POSTMORTEM_SHORT"))
PATIENCE = 120  # seconds until a test gives up; nothing here measures time


def until(what, wanted):
    """Waits until what() is true."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for: {wanted}")


class Follower:
    """A run of collect --follow that is under way."""

    def __init__(self, place, *arguments, env=None, stdin=subprocess.DEVNULL):
        own = {key: value for key, value in os.environ.items() if not key.startswith("POSTMORTEM_")}
        own.update(env or {})
        self.place = place
        self.run = subprocess.Popen(
            [PROGRAM, "-C", place.workspace, "collect", "--follow", *arguments], env=own, stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=place.folder)

    def send(self, data):
        self.run.stdin.write(data)
        self.run.stdin.flush()

    def stop(self, how=signal.SIGINT, code=0):
        if how:
            self.run.send_signal(how)
        out, errors = self.run.communicate(timeout=PATIENCE)
        if self.run.returncode != code:
            raise AssertionError(f"ended with {self.run.returncode}, not {code}: {errors.decode()}")
        return out


def sources(place):
    """[(name, first byte, content, records)] in the order of the store."""
    result = place.run("sources", "--json")
    expect(result, 0)
    listed = []
    for source in result.json():
        name, _, first = source["name"].partition("+")
        hexed = source["sha256"]
        with open(os.path.join(place.workspace, "evidence", hexed[:2], hexed[2:]), "rb") as file:
            listed.append((name, int(first or 0), file.read(), source["records"]))
    return listed


def joined(place, name):
    """The bytes of all parts of a stream that was never emptied; fails when they do not fit."""
    parts = sorted((part for part in sources(place) if part[0] == name), key=lambda part: part[1])
    whole = b""
    for _, first, content, _ in parts:
        equal(first, len(whole))
        whole += content
    return whole


def in_spool(place):
    """Bytes that are safe and no capture yet."""
    folder = os.path.join(place.workspace, "following")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return sum(os.path.getsize(os.path.join(folder, name)) for name in names if name.endswith(".part"))


def line(number, text="INFO request served in 12 ms"):
    return f"2026-11-22T10:{number // 60:02}:{number % 60:02}Z {text} #{number}\n".encode()


def grow(path, data):
    with open(path, "ab") as target:
        target.write(data)


@case
def a_file_that_grows(place):
    place.init()
    path = place.write("app.log", line(0) + line(1))
    with_trace = line(2, "ERROR it broke") + b"  at one\n"
    follower = Follower(place, "--every", "1s", path)
    until(lambda: sources(place), "the first part")
    # A record of several lines, the second of which comes later, and a line in two pieces.
    grow(path, with_trace)
    time.sleep(2)
    grow(path, b"  at two\n" + line(3)[:20])
    until(lambda: len(sources(place)) >= 2, "a second part")
    grow(path, line(3)[20:] + line(4))
    until(lambda: joined(place, "app.log").endswith(line(3)), "a later part")
    follower.stop()
    wanted = line(0) + line(1) + with_trace + b"  at two\n" + line(3) + line(4)
    equal(joined(place, "app.log"), wanted)
    equal(sum(part[3] for part in sources(place)), 5)
    equal(in_spool(place), 0)
    expect(place.run("verify"), 0)


@case
def going_on_where_it_ended(place):
    place.init()
    path = place.write("app.log", line(0) + line(1)[:12])
    follower = Follower(place, path)
    until(lambda: in_spool(place) or sources(place), "the first bytes")
    follower.stop()
    equal(joined(place, "app.log"), line(0))  # a line without an end stays in the spool
    equal(in_spool(place), 12)
    grow(path, line(1)[12:] + line(2))
    follower = Follower(place, "--every", "1s", path)
    until(lambda: len(joined(place, "app.log")) > len(line(0)), "what came meanwhile")
    follower.stop()
    equal(joined(place, "app.log"), line(0) + line(1) + line(2))
    equal(sum(part[3] for part in sources(place)), 3)


@case
def rotated_by_another_name(place):
    place.init()
    path = place.write("app.log", line(0))
    follower = Follower(place, "--every", "1s", path)
    until(lambda: in_spool(place) or sources(place), "the first bytes")
    os.rename(path, path + ".1")
    grow(path + ".1", line(1))  # who writes has not noticed yet
    place.write("app.log", line(2) + line(3))
    until(lambda: any(b"#2" in part[2] for part in sources(place)), "the new file")
    until(lambda: any(b"#1" in part[2] for part in sources(place)), "the end of the old one")
    follower.stop()
    whole = b"".join(part[2] for part in sources(place))
    equal(sorted(whole.splitlines()), sorted((line(0) + line(1) + line(2) + line(3)).splitlines()))


@case
def emptied_and_written_again(place):
    place.init()
    path = place.write("app.log", line(0) + line(1))
    follower = Follower(place, "--every", "1s", path)
    until(lambda: in_spool(place) + sum(len(part[2]) for part in sources(place)) == 2 * len(line(0)),
          "the first bytes")
    os.truncate(path, 0)
    grow(path, line(2))
    until(lambda: any(b"#2" in part[2] for part in sources(place)), "what came after it was emptied")
    # Emptied, and longer than before when it is looked at again: the last bytes are others.
    before = os.path.getsize(path)
    with open(path, "r+b") as target:
        target.write(line(3) + line(4) + line(5))
    assert os.path.getsize(path) > before
    until(lambda: any(b"#5" in part[2] for part in sources(place)) or in_spool(place), "the last file")
    follower.stop()
    whole = b"".join(part[2] for part in sources(place))
    for number in range(6):
        equal(whole.count(b"#%d\n" % number), 1)


def entry(number, binary=None):
    fields = (f"__REALTIME_TIMESTAMP={1790000000000000 + number * 1000000}\n_HOSTNAME=web\n"
              f"PRIORITY=6\nSYSLOG_IDENTIFIER=app\n").encode()
    if binary is None:
        return fields + f"MESSAGE=request {number} served\n\n".encode()
    return fields + b"MESSAGE\n" + struct.pack("<Q", len(binary)) + binary + b"\n\n"


@case
def a_journal_in_pieces(place):
    place.init()
    whole = b"".join(entry(number, b"two\n\nlines of %d" % number if number % 3 == 0 else None)
                     for number in range(40))
    follower = Follower(place, "--every", "1s", "--name", "journal", "-", stdin=subprocess.PIPE)
    dice = random.Random(7)
    at = 0
    while at < len(whole):
        step = dice.randint(1, 400)
        follower.send(whole[at:at + step])
        at += step
        time.sleep(0.02 if dice.random() < 0.9 else 1.2)
    follower.run.stdin.close()
    follower.run.stdin = None
    follower.stop(how=None)
    equal(joined(place, "journal"), whole)
    assert len(sources(place)) > 1, "more than one part"
    equal(sum(part[3] for part in sources(place)), 40)
    equal(place.run("sources", "--json").json()[0]["kind"], "log")


@case
def a_document_stays_whole(place):
    place.init()
    rows = ["time,level,message"] + [f"2026-11-22T10:00:{n:02}Z,info,served {n}" for n in range(50)]
    whole = ("\n".join(rows) + "\n").encode()
    follower = Follower(place, "--every", "1s", "-", stdin=subprocess.PIPE)
    follower.send(whole[:400])
    time.sleep(2.5)
    follower.send(whole[400:])
    follower.run.stdin.close()
    follower.run.stdin = None
    follower.stop(how=None)
    equal([part[:3] for part in sources(place)], [("standard input", 0, whole)])


@case
def standard_input_with_a_name(place):
    place.init()
    result = place.run("collect", "--name", "from/where.log", "-", stdin=line(0) + line(1))
    expect(result, 0)
    equal([part[0] for part in sources(place)], ["from/where.log"])
    expect(place.run("collect", "--name", "x", place.write("a.log", line(0))), 2)
    expect(place.run("collect", "--every", "5s", place.write("a.log", line(0))), 2)
    expect(place.run("collect", "--follow", "--every", "1ms", "a.log"), 2)
    expect(place.run("collect", "--follow", "no-such.log"), 3)


@case
def told_as_json_lines(place):
    place.init()
    done = place.run("--json", "collect", "--follow", "--name", "x", "-", stdin=line(0) + line(1))
    expect(done, 0)
    rows = done.rows()
    equal(len(rows), 1)
    equal(rows[0]["bytes"], 2 * len(line(0)))
    equal(rows[0]["sources"][0]["name"], "x")


@case
def one_follower_a_file(place):
    place.init()
    path = place.write("app.log", line(0))
    follower = Follower(place, path)
    until(lambda: in_spool(place) or sources(place), "the first bytes")
    second = place.run("collect", "--follow", path)
    assert second.code != 0
    holds(second.err, "followed", "already")
    # Other collects go on beside it, and leave its spool alone.
    place.collect(place.write("other.log", line(9)))
    follower.stop(how=signal.SIGTERM)
    equal(joined(place, "app.log"), line(0))


@case
def killed_with_bytes_in_the_spool(place):
    place.init()
    follower = Follower(place, "--every", "1h", "--name", "pipe", "-", stdin=subprocess.PIPE)
    follower.send(line(0) + line(1)[:15])
    until(lambda: in_spool(place) == len(line(0)) + 15, "all bytes in the spool")
    follower.stop(how=signal.SIGKILL, code=-signal.SIGKILL)
    equal(sources(place), [])
    place.collect(place.write("other.log", line(5)))
    equal(joined(place, "pipe"), line(0) + line(1)[:15])
    equal(in_spool(place), 0)
    place.collect(place.write("again.log", line(6)))
    equal(joined(place, "pipe"), line(0) + line(1)[:15])


@case
def killed_again_and_again(place):
    place.init()
    dice = random.Random(11)
    path = place.write("app.log", "")
    wanted = b""
    number = 0
    for _ in range(12):
        follower = Follower(place, "--every", "1s", "--part", "2K", path)
        for _ in range(dice.randint(5, 60)):
            piece = line(number) + (b"  continued\n" if dice.random() < 0.3 else b"")
            wanted += piece
            cut = dice.randint(0, len(piece))
            grow(path, piece[:cut])
            grow(path, piece[cut:])
            number += 1
            time.sleep(dice.random() * 0.03)
        follower.stop(how=signal.SIGKILL, code=-signal.SIGKILL)
    follower = Follower(place, "--every", "1s", path)
    until(lambda: len(joined(place, "app.log")) + in_spool(place) >= len(wanted), "all bytes")
    follower.stop()
    equal(joined(place, "app.log"), wanted)
    equal(sum(part[3] for part in sources(place)), number)
    expect(place.run("verify"), 0)


@case
def killed_at_each_call(place):
    """In a build whose calls can be made to fail: killed at every one (POSTMORTEM_SHORT: every sixth), nothing
    is doubled or torn."""
    whole = b"".join(line(number) for number in range(200))
    arguments = ["collect", "--follow", "--part", "4K", "--name", "pipe", "-"]
    probe = Place(place.path("probe"))
    os.makedirs(probe.folder)
    probe.init()
    if probe.run(*arguments, stdin=whole, env={"POSTMORTEM_FAULT": "any:1:EIO"}).code == 0:
        raise Skipped("calls cannot be made to fail in this build")
    other = place.write("other.log", line(1000))
    call, ended = 1, False
    while not ended:
        one = Place(place.path(f"at-{call}"))
        os.makedirs(one.folder)
        one.init()
        done = one.run(*arguments, stdin=whole, env={"POSTMORTEM_FAULT": f"any:{call}:kill"})
        ended = done.code == 0
        one.collect(other)
        got = joined(one, "pipe")
        assert whole.startswith(got), f"killed at call {call}: not what was written"
        assert not ended or got == whole, "not everything was taken"
        equal(in_spool(one), 0)
        shutil.rmtree(one.folder)
        call += 6 if SHORT else 1 if call < 60 else 3
    assert call > 50, "the calls were not reached"


main()
