"""The rows of the evidence bench beside the index of the ten files: programs that read fields, awk and
log analysers on cuts of a file, merging without text, kinds of message, coming back, collecting.

Every figure of ours stands beside its peer's from the same rounds. A peer that is not installed is left
out and named.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess

import measure

MAWK = ('{ t = mktime(substr($0, 1, 4) " " substr($0, 6, 2) " " substr($0, 9, 2) " " substr($0, 12, 2) " " '
        'substr($0, 15, 2) " " substr($0, 18, 2)); if (t > 0) { n[$3]++; if (t > last) last = t } } '
        'END { for (level in n) print level, n[level], last }')

# (peer, file, bytes of it, the peer's command before the file): what reads as slowly as some MB a second
# gets a cut, and ours the same one.
CUTS = [
    ("jq", "app.jsonl", 20_000_000, ["jq", "-c", "[.time,.level]"]),
    ("jq", "winevt.jsonl", 20_000_000, ["jq", "-c", '[."@timestamp",.Level]']),
    ("mlr", "app.jsonl", 10_000_000, ["mlr", "--ijsonl", "--ojsonl", "cut", "-f", "time,level"]),
    ("mlr", "logfmt.log", 20_000_000, ["mlr", "--idkvp", "--ifs", "space", "--ojsonl", "cut", "-f", "ts,level"]),
    ("mawk", "app.log", 100_000_000, ["mawk", MAWK]),
    ("goaccess", "access.log", 20_000_000, ["goaccess", "--no-global-config", "--log-format=COMBINED",
                                             "--no-progress", "-o", "OUT.html", "-f"]),
]
COLUMNS = [(10, 50), (10, 1), (1000, 50), (1000, 1)]  # sources, longest burst


def cut_file(path, size, to):
    """The first `size` bytes of a file, up to the end of a line."""
    with open(path, "rb") as file:
        head = file.read(size)
    to.write_bytes(head[: head.rfind(b"\n") + 1])


class Rows:
    def __init__(self, options, tool, postmortem, files, merge_files):
        self.options, self.tool, self.postmortem = options, tool, postmortem
        self.files, self.merge_files = files, merge_files
        self.cuts = {}        # (peer, file) -> {"bytes", "peer": Samples, "ours": Samples}
        self.columns = {}     # (sources, burst) -> [answer]
        self.templates = {}   # file -> [answer]
        self.reopened = []
        self.lnav_merge = None
        self.collect = None   # Samples
        self.whole = {}       # command -> Samples
        self.failed = {}

    def answers(self, words):
        """What our tool prints, as a list of objects; empty when it is not right."""
        got = subprocess.run([self.tool, *words], capture_output=True, text=True, check=False)
        if got.returncode:
            self.failed["postmortem-bench " + words[0]] = f"exit code {got.returncode}"
            return []
        return [json.loads(line) for line in got.stdout.splitlines()]

    def cut_rounds(self, scratch):
        for peer, name, size, command in CUTS:
            if not shutil.which(peer):
                continue
            path = scratch / name
            cut_file(self.files[name], size, path)
            row = {"bytes": path.stat().st_size, "peer": measure.Samples(), "ours": measure.Samples()}
            words = [str(scratch / "out.html") if w == "OUT.html" else w for w in command]
            for _ in range(self.options.rounds):
                one = measure.run([*words, str(path)], env={**os.environ, "LC_ALL": "C"})
                two = measure.run([self.tool, "index", "--threads", "1", str(path)])
                if one.code or two.code:
                    self.failed[f"{peer if one.code else 'ours'} on {name}"] = f"exit code {one.code or two.code}"
                    break
                row["peer"].add(one)
                row["ours"].add(two)
            else:
                self.cuts[peer, name] = row
            path.unlink()
        print("rows: programs that read fields done", flush=True)

    def own_rounds(self, scratch):
        paths = [str(path) for path in self.files.values()]
        for _ in range(self.options.rounds):
            for sources, burst in COLUMNS:
                got = self.answers(["columns", "--sources", str(sources), "--burst", str(burst), "--records",
                                    str(10_000_000 if self.options.full else 100_000)])
                self.columns.setdefault((sources, burst), []).extend(got)
            for answer in self.answers(["templates", *paths]):
                self.templates.setdefault(os.path.basename(answer["file"]), []).append(answer)
            self.reopened += self.answers(["reopen", "--folder", str(scratch), *paths])
        print("rows: merging columns, kinds of message, coming back done", flush=True)

    def lnav_round(self, scratch, home):
        """Once: it takes seconds, and its ratio is far from any target."""
        env = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "TERM": "dumb"}
        out = scratch / "lnav"
        out.touch()
        one = measure.run(["lnav", "-n", *self.merge_files], to=out, env=env)
        out.unlink()
        if one.code:
            self.failed["lnav: merge"] = f"exit code {one.code}"
        else:
            self.lnav_merge = one.seconds

    def collect_rounds(self, folder):
        """The whole of collecting, on the disk that the data is on, and what a call costs afterwards."""
        workspace = folder / "collect-workspace"
        env = {**os.environ, "HOME": str(folder)}
        self.collect = measure.Samples()
        for number in range(self.options.rounds):
            shutil.rmtree(workspace, ignore_errors=True)
            workspace.mkdir()
            at = [str(self.postmortem)]
            there = ["-C", str(workspace)]
            if measure.run([*at, "init", str(workspace)], env=env).code:
                self.failed["postmortem init"] = "not right"
                break
            os.sync()  # what others wrote is not ours to wait for
            one = measure.run([*at, "collect", "-q", *there, *map(str, self.files.values())], env=env)
            if one.code:
                self.failed["postmortem collect"] = f"exit code {one.code}"
                break
            self.collect.add(one)
            if number + 1 == self.options.rounds:
                measure.run([*at, "sources", *there], env=env)  # the first call notes what it checked
                for words in (["sources"], ["timeline", "--records", "-n", "5"], ["timeline"]):
                    samples = self.whole.setdefault(" ".join(words), measure.Samples())
                    for _ in range(self.options.rounds):
                        samples.add(measure.run([*at, *words, *there], env=env))
        shutil.rmtree(workspace, ignore_errors=True)
        if not self.collect.seconds:
            self.collect = None
        print("rows: collecting done", flush=True)

    def measure(self, scratch, home, lnav):
        scratch = pathlib.Path(scratch)
        if not self.tool:
            return
        self.cut_rounds(scratch)
        self.own_rounds(scratch)
        if lnav:
            self.lnav_round(scratch, home)
        if self.postmortem and self.options.full and shutil.disk_usage(self.options.data).free > 6 * 10**9:
            self.collect_rounds(self.options.data)

    # ---- figures ----

    @staticmethod
    def middle(answers, key):
        return statistics.median(a[key] for a in answers) if answers else None

    def cut_ratio(self, peer, name):
        row = self.cuts.get((peer, name))
        return row["peer"].median() / row["ours"].median() if row else None

    def columns_ratio(self, sources, burst):
        got = self.columns.get((sources, burst))
        return self.middle(got, "qsort_s") / self.middle(got, "entries_s") if got else None

    def templates_rate(self, file=None):
        """Million records a second, of one file or all together."""
        files = [self.templates[file]] if file else list(self.templates.values())
        seconds = sum(self.middle(answers, "seconds") for answers in files)
        return sum(answers[0]["records"] for answers in files) / seconds / 1e6 if seconds else None

    def reopen_ms(self, key):
        seconds = self.middle(self.reopened, key)
        return None if seconds is None else seconds * 1e3

    # ---- tables ----

    def cut_table(self):
        rows = []
        for peer, name, *_ in CUTS:
            row = self.cuts.get((peer, name))
            if not row:
                rows.append([f"{peer}, {name}", "-", "-", "-", "-"])
                continue
            speeds = [f"{row['bytes'] / row[who].median() / 1e6:,.0f}" for who in ("peer", "ours")]
            rows.append([f"{peer}, {name}", f"{row['bytes'] / 1e6:.0f}", *speeds,
                         f"{self.cut_ratio(peer, name):.1f}"])
        return measure.table(["reading fields, one thread, the first", "MB", "peer MB/s", "ours MB/s",
                              "ours in speed of the peer"], rows)

    def columns_table(self):
        rows = []
        for (sources, burst), got in self.columns.items():
            if not got:
                continue
            rate = [got[0]["records"] / self.middle(got, key) / 1e6 for key in ("entries_s", "stretches_s", "qsort_s")]
            rows.append([f"{sources:,} sources, bursts up to {burst}", *(f"{r:,.0f}" for r in rate),
                         f"{self.columns_ratio(sources, burst):.1f}", f"{self.middle(got, 'again_s'):.3f}"])
        return measure.table(["merge of columns, million records a second", "entries", "stretches", "qsort of pairs",
                              "entries in speed of qsort", "other offset, s"], rows)

    def templates_table(self):
        rows = [[file, answers[0]["records"], answers[0]["templates"], f"{self.templates_rate(file):.2f}"]
                for file, answers in self.templates.items()]
        if rows:
            rows.append(["all ten", sum(r[1] for r in rows), "", f"{self.templates_rate():.2f}"])
        return measure.table(["kinds of message, one thread", "records", "kinds", "million records a second"], rows)

    def later_table(self):
        """Coming back to what is there."""
        rows = []
        if self.reopened:
            records = f"{self.reopened[0]['records']:,} records"
            rows += [[f"open the indexes of {records}, first time (every check)", f"{self.reopen_ms('first_s'):.2f}"],
                     [f"open the indexes of {records}, later", f"{self.reopen_ms('again_s'):.2f}"],
                     [f"merge of {records}, {self.reopened[0]['stretches']:,} stretches", f"{self.reopen_ms('merge_s'):.0f}"],
                     ["the same with other clock offsets", f"{self.reopen_ms('merge_again_s'):.0f}"]]
        for words, samples in self.whole.items():
            rows.append([f"postmortem {words}, unchanged workspace of all ten", f"{samples.median() * 1e3:,.0f}"])
        if self.collect:
            rows.append(["postmortem collect of all ten, durable", f"{self.collect.median() * 1e3:,.0f}"])
        return measure.table(["coming back", "ms"], rows)

    def tables(self):
        parts = []
        for table, there in ((self.cut_table, True), (self.columns_table, self.columns),
                             (self.templates_table, self.templates), (self.later_table, self.reopened)):
            parts += [table()] if there else []
        return parts

    def as_json(self):
        def samples(s):
            return s.as_json() if s else None
        return {"cuts": {f"{peer}: {name}": {"bytes": row["bytes"], "peer": samples(row["peer"]),
                                             "ours": samples(row["ours"])} for (peer, name), row in self.cuts.items()},
                "columns": [answer for got in self.columns.values() for answer in got],
                "templates": {file: [a["seconds"] for a in got] for file, got in self.templates.items()},
                "reopened": self.reopened, "lnav_merge_s": self.lnav_merge, "collect": samples(self.collect),
                "whole": {words: samples(s) for words, s in self.whole.items()}, "failed": self.failed}
