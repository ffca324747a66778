"""Running commands for a bench: wall time, memory, facts about the machine. Standard library only."""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time


class Run:
    """One finished command: seconds of wall time, peak resident memory, exit code, output, seconds
    of processor time (user and system)."""

    def __init__(self, seconds, memory, code, output, processor=0.0):
        self.seconds, self.memory, self.code, self.output = seconds, memory, code, output
        self.processor = processor


def run(command, to=None, complain=False, env=None):
    """Runs a command to its end. Its output is kept, or written over the file `to` from its start; what
    it complains of is shown when `complain`, else dropped.

    Output never goes to /dev/null: GNU grep sees that and stops at its first match.
    Wall time is of the whole process, start and exit included, and memory is the kernel's peak
    resident set of that child alone (wait4), which counts mapped file pages too. A child starts as
    a copy of this interpreter, so less than about 20 MB cannot be told.
    """
    output = b""
    sink = open(to, "r+b") if to else subprocess.PIPE
    try:
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink,
                                 stderr=None if complain else subprocess.DEVNULL, env=env)
        if not to:
            output = child.stdout.read()
            child.stdout.close()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        if to:
            sink.close()
    return Run(seconds, usage.ru_maxrss * 1024, child.returncode, output, usage.ru_utime + usage.ru_stime)


def warm(paths):
    """Reads files once, so that no command pays for the disk."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


FRESHEN = """
import mmap, sys
size, step = int(sys.argv[1]), 1 << 21
block, memory = b"\\1" * step, mmap.mmap(-1, max(size, 1))
for at in range(0, size - step + 1, step):
    memory[at:at + step] = block
"""


def freshen(size):
    """Writes `size` bytes of memory in a process of its own that then gives them back, and lets the disk
    finish what it has to do.

    The host of a virtual machine takes memory back that lies idle, and whoever comes next pays for getting
    it again: up to ten times what the memory costs that was used a moment ago.
    """
    subprocess.run([sys.executable, "-c", FRESHEN, str(size)], check=True)
    os.sync()


class Samples:
    """What several runs of one command gave."""

    def __init__(self):
        self.seconds, self.memory, self.processors = [], [], []

    def add(self, one):
        self.seconds.append(one.seconds)
        self.processors.append(one.processor)
        self.memory.append(one.memory)

    def median(self):
        return statistics.median(self.seconds)

    def processor(self):
        """Median of processor time: other work on the machine disturbs it less."""
        return statistics.median(self.processors)

    def peak(self):
        return max(self.memory)

    def as_json(self):
        return {"runs": len(self.seconds), "median_s": self.median(), "min_s": min(self.seconds),
                "max_s": max(self.seconds), "processor_s": self.processor(), "peak_bytes": self.peak()}


def first_line(command):
    """What a program says of its version, or None when it is not installed."""
    if not shutil.which(command[0]):
        return None
    got = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((got.stdout or got.stderr).splitlines() or ["?"])[0]


def machine(peers):
    """Facts that a figure means nothing without. `peers` maps a name to its version command."""
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "cpu": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_before": os.getloadavg()[0],
        "programs": {name: first_line(command) for name, command in peers.items()},
    }


def busy(facts):
    """Whether others were using the machine, so that its figures say little."""
    return facts["load_before"] > 0.5 * facts["cores"]


def machine_lines(facts):
    yield (f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_bytes'] / 1e9:.0f} GB, "
           f"{facts['kernel']}, {facts['date']}, load before the run {facts['load_before']:.2f}.")
    if busy(facts):
        yield "**The machine was BUSY with other work: do not quote these figures.**"
    for name, version in facts["programs"].items():
        yield f"{name}: {version or 'NOT INSTALLED'}."


def table(head, rows):
    """A Markdown table, padded so that it reads well in a terminal too."""
    cells = [list(map(str, row)) for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]

    def line(row):
        first = row[0].ljust(widths[0])
        return "| " + " | ".join([first, *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))]) + " |"
    rule = "| " + "-" * widths[0] + " |" + "".join(" " + "-" * (w - 1) + ": |" if w > 1 else " -: |"
                                                   for w in widths[1:])
    return "\n".join([line(cells[0]), rule, *(line(row) for row in cells[1:])])


def loud(*lines):
    """For what a reader must not miss: a missing peer, a wrong answer."""
    bar = "!" * 100
    print("\n".join([bar, *(f"!! {line}" for line in lines), bar]), flush=True)
