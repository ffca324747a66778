#!/usr/bin/env python3
"""Requests per second and processor time per request of the server, beside nginx with a file of the same
size and beside fossil's timeline page; memory with idle event streams.

usage: script/bench web [--seconds 8] [--rounds 3] [--connections 16] [--streams 1000] [--events 200]
                        [--programs FOLDER] [--results FOLDER]

All in one run on one machine, each in turn by wrk: pages for a session that is signed in, so that nothing
is answered without its rights. Wanted: the review page at a quarter of nginx's rate and at 20 times
fossil's; under 64 MB with 1,000 streams. Writes web.json and web.md. Exit code 1 when an answer is
not 200, or a program is missing.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import measure

PASSWORD = "four quiet rivers run"
TICKS = os.sysconf("SC_CLK_TCK")


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench web")
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement (default 8)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--results", type=pathlib.Path, default=root / "bench" / "results")
    return parser.parse_args()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


def family(pid):
    """A process and all below it."""
    found = [pid]
    for one in found:
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children", encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return found


def processor_seconds(pid):
    """Of a process, those below it, and those below it that ended."""
    ticks = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/stat", encoding="ascii", errors="replace") as file:
                ticks += sum(int(field) for field in file.read().rsplit(")", 1)[1].split()[11:15])
        except OSError:
            pass
    return ticks / TICKS


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) * 1024


class Ours:
    """A workspace with a review of so many events, a file of evidence, and somebody who is signed in."""

    def __init__(self, program, folder, events):
        self.folder = folder / "ws"
        run = lambda *part: subprocess.run([program, "-C", self.folder, "--quiet", *part], check=True,
                                           stdout=subprocess.DEVNULL)
        run("init")
        log = folder / "web.log"
        log.write_text("".join(f"2026-11-20T10:{n // 60 % 60:02}:{n % 60:02}Z web[1]: {'ERROR' if n % 7 == 0 else 'INFO'} request {n} took {n % 900} ms\n"
                               for n in range(3600)))
        run("collect", str(log))
        run("new", "Orders could not be placed", "--day", "2026-11-20", "--circle", "team")
        lines = folder / "events.txt"
        lines.write_text("".join(f"2026-11-20T{8 + n // 60:02}:{n % 60:02}:00Z what was seen in step {n} of the matter\n" for n in range(events)))
        run("event", "PM1", "--from-file", str(lines))
        self.process = subprocess.Popen([program, "-C", self.folder, "serve", "--listen", "127.0.0.1:0"],
                                        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.cookies, link, self.port = {}, None, None
        while not link:
            line = self.process.stderr.readline().decode()
            found = re.search(r"http://127\.0\.0\.1:(\d+)(/welcome/\w+)?", line)
            self.port = int(found.group(1)) if found else self.port
            link = found.group(2) if found else None
        token = re.search(rb'data-token="(\w+)"', self.ask("GET", link)[1]).group(1).decode()
        body = urllib.parse.urlencode({"token": token, "login": "ada", "name": "Ada", "password": PASSWORD})
        self.ask("POST", link, body, {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"})

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Cookie": self.cookie(), **(headers or {})})
        answer = connection.getresponse()
        got = answer.status, answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return got

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ready(self, path):
        """The size of the answer, once evidence is read."""
        for _ in range(200):
            status, body = self.ask("GET", path)
            if status == 200:
                return len(body)
            time.sleep(0.1)
        raise SystemExit(f"{path} answers {status}: {body[:300]!r}")


def start_nginx(folder, sizes):
    """As a site is served: two workers, files from the disk, no log."""
    port = free_port()
    for name, size in sizes.items():
        (folder / f"{name}.html").write_bytes(b"x" * size)
    (folder / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;"
        f" fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n")
    folder.chmod(0o755)
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=subprocess.DEVNULL)
    wait_for(port)
    return process, port


def start_fossil(folder):
    """A repository with 200 check-ins."""
    port, env = free_port(), {**os.environ, "USER": "ada", "HOME": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    subprocess.run(["fossil", "init", folder / "r.fossil"], check=True, **quiet)
    work = folder / "work"
    work.mkdir()
    subprocess.run(["fossil", "open", folder / "r.fossil"], cwd=work, check=True, **quiet)
    for number in range(200):
        (work / "file").write_text("a line\n" * number)
        subprocess.run(["fossil", "addremove"], cwd=work, check=True, **quiet)
        subprocess.run(["fossil", "commit", "-m", f"what was done in step {number}", "--no-warnings"], cwd=work, check=True, **quiet)
    process = subprocess.Popen(["fossil", "server", folder / "r.fossil", "--port", str(port), "--localhost", "--nojail"], **quiet)
    wait_for(port)
    return process, port


def wrk(options, process, port, path, cookie=""):
    """(requests per second, processor seconds per request, 99th percentile in seconds, were all 200)"""
    before = processor_seconds(process.pid)
    command = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = processor_seconds(process.pid) - before
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    count = int(re.search(r"(\d+) requests in", said).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    good = "Non-2xx" not in said and count > 0
    return rate, used / max(count, 1), float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit], good


def hold_streams(ours, count):
    """Resident memory without and with so many idle event streams."""
    before, held = resident(ours.process.pid), []
    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", ours.port), timeout=10)
        one.sendall(f"GET /api/reviews/PM1/stream HTTP/1.1\r\nHost: 127.0.0.1:{ours.port}\r\nCookie: {ours.cookie()}\r\n\r\n".encode())
        held.append(one)
    answered = sum(one.recv(4096).startswith(b"HTTP/1.1 200") for one in held)
    time.sleep(2)
    during = resident(ours.process.pid)
    for one in held:
        one.close()
    return before, during, answered


def main():
    options = arguments()
    missing = [name for name in ("wrk", "nginx", "fossil") if not shutil.which(name)]
    if missing:
        measure.loud(f"not installed: {', '.join(missing)}")
        return 1
    program = options.programs / "src" / "postmortem"
    facts = measure.machine({"postmortem": [str(program), "--version"], "nginx": ["nginx", "-v"], "wrk": ["wrk", "-v"],
                             "fossil": ["fossil", "version"]})
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postmortem-bench-web-"))
    ours = Ours(program, folder, options.events)
    problems = []
    paths = {"review page": "/PM1", "timeline page": "/PM1/timeline", "timeline counts": "/api/reviews/PM1/timeline?columns=1000",
             "entries, by the API": "/api/reviews/PM1/entries", "one entry, by the API": "/api/reviews/PM1/entries/E7"}
    paths = {name: path for name, path in paths.items() if ours.ask("GET", path)[0] in (200, 202)}
    sizes = {name: ours.ready(path) for name, path in paths.items()}
    (folder / "site").mkdir()
    folder.chmod(0o755)
    (folder / "fossil").mkdir()
    got, started = {}, [ours.process]
    try:
        nginx, nginx_port = start_nginx(folder / "site", {name.replace(" ", "-"): size for name, size in sizes.items()})
        started.append(nginx)
        fossil, fossil_port = start_fossil(folder / "fossil")
        started.append(fossil)
        for _ in range(options.rounds):
            for name, path in paths.items():
                got.setdefault((name, "ours"), []).append(wrk(options, ours.process, ours.port, path, ours.cookie()))
                got.setdefault((name, "nginx"), []).append(wrk(options, nginx, nginx_port, f"/{name.replace(' ', '-')}.html"))
            got.setdefault(("timeline", "fossil"), []).append(wrk(options, fossil, fossil_port, "/timeline?n=200"))
        alone, with_streams, answered = hold_streams(ours, options.streams)
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    problems += [f"{name}, {who}: not every answer was 200" for (name, who), runs in got.items() if not all(run[3] for run in runs)]
    median = {key: [statistics.median(run[i] for run in runs) for i in range(3)] for key, runs in got.items()}
    page, other = median["review page", "ours"], median["timeline", "fossil"]
    rows = []
    for name in paths:
        mine, theirs = median[name, "ours"], median[name, "nginx"]
        rows.append([f"{name} (`{paths[name]}`)", f"{sizes[name] / 1e3:.1f}", f"{mine[0]:,.0f}", f"{theirs[0]:,.0f}", f"{mine[0] / theirs[0]:.2f}",
                     f"{mine[1] * 1e6:.0f}", f"{theirs[1] * 1e6:.0f}", f"{mine[2] * 1e3:.1f}", f"{mine[0] / other[0]:.0f}"])
    wanted = [["review page beside nginx", "0.25 or more", f"{page[0] / median['review page', 'nginx'][0]:.2f}"],
              ["review page beside fossil's timeline", "20 or more", f"{page[0] / other[0]:.0f}"],
              [f"memory with {answered} idle event streams", "under 64 MB", f"{with_streams / 1e6:.0f} MB (without them {alone / 1e6:.0f} MB)"]]
    text = "\n\n".join([
        "# Web bench", "\n".join(measure.machine_lines(facts)),
        f"A review with {options.events} events, read by somebody who is signed in; wrk with {options.connections} connections on the same machine, which"
        f" takes its share of the processors; medians of {options.rounds} times {options.seconds} s. nginx serves a file of the same size."
        " A page that nothing has changed since it was made for the session is answered from memory; the API makes each answer anew.",
        measure.table(["what", "kB", "ours a second", "nginx a second", "ratio", "ours us of processor", "nginx us", "ours p99 ms", "times fossil"], rows),
        f"fossil, timeline of 200 check-ins: {other[0]:,.1f} a second, {other[1] * 1e6:,.0f} us of processor each.",
        measure.table(["target", "wanted", "measured"], wanted)]) + "\n"
    print(text)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "web.md").write_text(text, encoding="utf-8")
    (options.results / "web.json").write_text(json.dumps({
        "machine": facts, "sizes": sizes, "runs": {f"{name}, {who}": runs for (name, who), runs in got.items()},
        "memory": {"alone": alone, "streams": answered, "with_streams": with_streams}}, indent=1) + "\n", encoding="utf-8")
    if measure.busy(facts):
        problems.append(f"the machine was busy (load {facts['load_before']:.2f}): do not quote these figures")
    if problems:
        measure.loud(*problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
