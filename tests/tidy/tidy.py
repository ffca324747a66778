#!/usr/bin/env python3
"""House rules that a machine can check, each a function from the tree to a list of complaints.

Run with the root of the tree: prints TAP, one line a rule. `selftest.py` shows each rule a bad
example, so that none of them can fall silent.
"""

import os
import re
import subprocess
import sys

# room: floor. A room may know the rooms below its floor, by their face alone (ROOM/ROOM.h).
FLOORS = {
    "base": 0,
    "evidence": 1,
    "timeline": 2,
    "causes": 2,
    "language": 2,
    "review": 3,
    "report": 4,
    "exchange": 4,
    "store": 4,
    "desk": 5,
    "command": 6,
    "web": 6,
}
DOORS = {"command", "web"}

# Headers of libraries and the system that only these rooms (or files) may know.
PRIVATE_HEADERS = {
    "sqlite3.h": {"store"},
    "expat.h": {"exchange"},
    "libpq-fe.h": {"store"},
    "microhttpd.h": {"web"},
    "sys/socket.h": {"web"},
    "netinet/in.h": {"web"},
}

FUNCTION_LINES = 70
FILE_LINES = 1200
FILE_BYTES = 2 << 20

# Functions that have no safe use here, and what to use instead.
BANNED = {
    "sprintf": "text_addf or snprintf",
    "vsprintf": "text_addf or vsnprintf",
    "strcpy": "a span or text_add",
    "strcat": "text_adds",
    "strncpy": "memcpy with a checked length",
    "strncat": "text_add",
    "strtok": "span_cut",
    "gets": "os_read",
    "atoi": "span_to_u64",
    "atol": "span_to_u64",
    "atoll": "span_to_u64",
    "atof": "a checked strtod",
    "strtol": "span_to_u64",
    "strtoll": "span_to_u64",
    "strtoul": "span_to_u64",
    "strtoull": "span_to_u64",
    "sscanf": "spans",
    "localtime": "the own zone reader",
    "localtime_r": "the own zone reader",
    "mktime": "base/instant.h",
    "asctime": "base/instant.h",
    "ctime": "base/instant.h",
    "gmtime": "base/instant.h",
    "tzset": "the own zone reader",
    "setlocale": "nothing: the program has no locale",
    "system": "nothing: no shell is started",
    "popen": "nothing: no shell is started",
    "rand": "os_random",
    "srand": "os_random",
    "random": "os_random",
    "alloca": "an arena",
    "tmpnam": "os_replace",
    "mktemp": "os_replace",
}
# What only base/os.c may call: tests make these fail there.
OUTSIDE = (
    "fopen freopen fdopen opendir readdir open openat creat unlink unlinkat rename renameat mkdir "
    "rmdir fsync fdatasync ftruncate truncate mmap munmap stat lstat fstat fstatat pread pwrite "
    "clock_gettime gettimeofday time getenv secure_getenv getrandom fork execve execvp"
).split()
PRINTING = "printf fprintf vprintf vfprintf puts fputs putchar fputc putc perror fwrite exit _exit".split()

# Written in two halves so that this file does not hold the words that it looks for.
WORDS = [
    r"(?<![\w.~-])/(?:wor" + r"k|hom" + r"e)/\w",
    r"registry\.npm" + r"js\.org",
    r"(?:deb|security|snapshot)\.debian" + r"\.org",
    r"\bcul" + r"prit",
    r"\bTO" + r"DO\b",
    r"\bFIX" + r"ME\b",
]
# Evidence, samples and word lists are what they are.
AS_THEY_CAME = (
    "examples/",
    "data/",
    "tests/data/",
    "tests/fuzz/corpus/",
    "tests/language/acceptance.tsv",
    "tests/language/challenge.tsv",
    "LICENSE",
)
SAMPLES = re.compile(r"^tests/[\w/]+/(?:samples|data|golden|corpus|layouts)/")

# Statics that are not const, each with the reason.
MUTABLE = {
    ("src/base/text.c", "empty"): "stands in for a string; never written",
    ("src/base/os_fault.c", "calls"): "only in builds for fault tests",
}


class Tree:
    """The files of the project: {path: bytes}."""

    def __init__(self, files):
        self.files = files

    @staticmethod
    def read(root):
        """What git tracks and what it would track; without git, every file outside build folders."""
        listing = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=False)
        if listing.returncode == 0:
            names = [name.decode() for name in listing.stdout.split(b"\0") if name]
        else:
            names = list(walk(root))
        files = {}
        for name in names:
            path = os.path.join(root, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    files[name] = file.read()
        return Tree(files)

    def own(self, *endings):
        """(path, text) of our own text files, without evidence and samples."""
        for path, data in sorted(self.files.items()):
            if path.startswith(AS_THEY_CAME) or SAMPLES.match(path) or b"\0" in data:
                continue
            if not endings or path.endswith(endings):
                yield path, data.decode("utf-8", "replace")


def walk(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in (".git", ".deps") and not f.startswith("build")]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root)


def blank(match):
    """Keeps the line breaks of what it removes."""
    return re.sub(r"[^\n]", " ", match.group())


LITERAL_OR_COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code(text):
    """C without comments, strings and character constants; line numbers stay."""
    return LITERAL_OR_COMMENT.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def includes(text):
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]', text, re.M):
        yield line_of(text, match.start()), match.group(1) == '"', match.group(2)


def own_include_complaint(room, header):
    parts = header.split("/")
    if ".." in parts:
        return "leaves its folder with .."
    if len(parts) < 2:
        return "is not written from src/ (\"room/file.h\")"
    other = parts[0]
    if room is None or other in (room, "base"):
        return None
    if other not in FLOORS:
        return "is of no known room"
    if FLOORS[other] >= FLOORS[room]:
        return f"is on floor {FLOORS[other]}; {room} is on floor {FLOORS[room]}"
    if header != f"{other}/{other}.h":
        return f"is not the face of {other} ({other}/{other}.h)"
    return None


def rule_floors(tree):
    """a room includes only lower rooms, by their faces"""
    for path, text in tree.own(".c", ".h"):
        room = room_of(path)
        if room is not None and room not in FLOORS:
            yield f"{path}: the room {room} has no floor (see FLOORS in tests/tidy/tidy.py)"
            continue
        for line, own, header in includes(text):
            if own:
                complaint = own_include_complaint(room, header)
            else:
                rooms = PRIVATE_HEADERS.get(header)
                allowed = rooms is None or room is None or room in rooms
                complaint = None if allowed else "belongs to " + ", ".join(sorted(rooms))
            if complaint:
                yield f"{path}:{line}: {header} {complaint}"


def calls(text, names):
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")
    clean = code(text)
    for match in pattern.finditer(clean):
        yield line_of(clean, match.start()), match.group(1)


def rule_banned(tree):
    """no banned functions"""
    for path, text in tree.own(".c", ".h"):
        for line, name in calls(text, BANNED):
            yield f"{path}:{line}: {name} is banned; use {BANNED[name]}"


def rule_seam(tree):
    """only base/os*.c talks to the operating system; only the doors print or exit"""
    for path, text in tree.own(".c", ".h"):
        room = room_of(path)
        if not path.startswith("src/"):
            continue
        if not path.startswith("src/base/os"):
            for line, name in calls(text, OUTSIDE):
                yield f"{path}:{line}: {name} goes through base/os.h"
        if room is not None and room not in DOORS:
            for line, name in calls(text, PRINTING):
                yield f"{path}:{line}: {name}: rooms below the doors neither print nor exit"


# A static variable anywhere, or any variable at file scope, up to its initialiser or semicolon.
VARIABLE = re.compile(
    r"^(?:[ \t]*static\s+(?!inline\b)|(?!static\b|(?:__extension__ )?typedef\b|extern\b|return\b|goto\b)(?=[A-Za-z_]))"
    r"(?:(?:struct|union|enum)\s*\w*\s*\{[^{}]*\}|[\w\s*])+?(\w+)\s*(?:\[[^\]]*\]\s*)*(?:=|;)", re.M)
FORWARD = re.compile(r"(?:struct|union|enum)\s+\w+\s*(?:\{.*\}\s*)?;", re.S)


def rule_globals(tree):
    """no mutable globals"""
    for path, text in tree.own(".c", ".h"):
        if not path.startswith("src/"):
            continue
        clean = code(text)
        for match in VARIABLE.finditer(clean):
            declaration, name = match.group().strip(), match.group(1)
            unchanging = re.match(r"(?:static\s+)?const\b", declaration) or "*const " in declaration
            is_type = FORWARD.fullmatch(declaration) or re.match(r"enum\s*\{", declaration)
            if unchanging or is_type or "sig_atomic_t" in declaration or (path, name) in MUTABLE:
                continue
            yield f"{path}:{line_of(clean, match.start())}: {name} can change"


def rule_functions(tree):
    """functions of at most 70 lines"""
    for path, text in tree.own(".c"):
        start = None
        for number, line in enumerate(text.split("\n"), 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                length = number - start - 1
                if length > FUNCTION_LINES:
                    yield f"{path}:{start}: a function of {length} lines (at most {FUNCTION_LINES})"
                start = None


def rule_files(tree):
    """files of at most 1,200 lines and 2 MiB"""
    for path, text in tree.own(".c", ".h", ".py", ".js", ".css", ".sh"):
        count = text.count("\n")
        if count > FILE_LINES:
            yield f"{path}: {count} lines (at most {FILE_LINES})"
    for path, data in sorted(tree.files.items()):
        if len(data) > FILE_BYTES:
            yield f"{path}: {len(data)} bytes (at most {FILE_BYTES})"


def rule_words(tree):
    """no machine paths, registry hosts, notes to oneself, or words of blame"""
    pattern = re.compile("|".join(WORDS))
    for path, text in tree.own():
        for match in pattern.finditer(text):
            yield f"{path}:{line_of(text, match.start())}: \"{match.group()}\""


def rule_space(tree):
    """no tabs in C, no trailing white space, a line break at the end"""
    for path, text in tree.own():
        for number, line in enumerate(text.split("\n"), 1):
            if "\t" in line and path.endswith((".c", ".h")):
                yield f"{path}:{number}: a tab"
            if line != line.rstrip():
                yield f"{path}:{number}: white space at the end"
        if text and not text.endswith("\n"):
            yield f"{path}: no line break at the end"


def rule_guards(tree):
    """each header has an include guard of its own name"""
    for path, text in tree.own(".h"):
        wanted = "_".join(path.removeprefix("src/").split("/"))
        wanted = re.sub(r"\W", "_", wanted).upper()
        directives = re.findall(r"^[ \t]*#[ \t]*(\w+)[ \t]*(\w*)", code(text), re.M)
        if directives[:2] != [("ifndef", wanted), ("define", wanted)]:
            yield f"{path}: no include guard {wanted}"


def build_text(tree, path):
    """The meson.build files that may name a file: of its folder and of those above it."""
    folder = os.path.dirname(path)
    texts = []
    while True:
        name = os.path.join(folder, "meson.build") if folder else "meson.build"
        texts.append(tree.files.get(name, b"").decode())
        if not folder:
            return "\n".join(texts)
        folder = os.path.dirname(folder)


def rule_dead(tree):
    """each source is named in a meson.build, each header is included"""
    for path, _ in tree.own(".c"):
        build = build_text(tree, path)
        stem = os.path.basename(path)[:-2]
        names = {stem + ".c", stem, re.sub(r"^(?:t|fuzz|bench|p)_", "", stem)}
        if not any(re.search(r"['/\s]" + re.escape(name) + r"['\s]", build) for name in names):
            yield f"{path}: in no meson.build"
    included = {header for _, text in tree.own(".c", ".h") for _, own, header in includes(text) if own}
    for path, _ in tree.own(".h"):
        room = room_of(path)
        if path.removeprefix("src/") not in included and path != f"src/{room}/{room}.h":
            yield f"{path}: included by nobody"


def rule_links(tree):
    """links between pages lead somewhere"""
    paths = set(tree.files)
    folders = {os.path.dirname(path) for path in paths}
    for path, text in tree.own(".md"):
        for match in re.finditer(r"\]\(([^)#\s]+)[^)]*\)", text):
            target = match.group(1)
            if re.match(r"\w+:", target):
                continue
            resolved = os.path.normpath(os.path.join(os.path.dirname(path), target))
            if resolved not in paths and resolved not in folders:
                yield f"{path}:{line_of(text, match.start())}: {target} is not there"


RULES = [
    rule_floors,
    rule_banned,
    rule_seam,
    rule_globals,
    rule_functions,
    rule_files,
    rule_words,
    rule_space,
    rule_guards,
    rule_dead,
    rule_links,
]


def main():
    tree = Tree.read(sys.argv[1])
    failed = 0
    print(f"1..{len(RULES)}")
    for number, rule in enumerate(RULES, 1):
        complaints = list(rule(tree))
        print(f"{'not ok' if complaints else 'ok'} {number} - {rule.__doc__}")
        for complaint in complaints:
            print(f"# {complaint}")
        failed += bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
