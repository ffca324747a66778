#!/usr/bin/env python3
"""Each rule of tidy.py must complain about its bad examples and pass its good ones. Prints TAP."""

import sys

import tidy

GUARD = b"#ifndef BASE_A_H\n#define BASE_A_H\n#endif\n"
LONG = b"int f(void)\n{\n" + b"    g();\n" * 71 + b"}\n"
FITS = b"int f(void)\n{\n" + b"    g();\n" * 70 + b"}\n"

# (rule, {path: content}, how many complaints)
CASES = [
    # floors: beside, above, past the face, out of the folder, unknown, private library headers
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "causes/causes.h"\n'}, 1),
    (tidy.rule_floors, {"src/evidence/a.c": b'#include "timeline/timeline.h"\n'}, 1),
    (tidy.rule_floors, {"src/base/a.c": b'#include "evidence/evidence.h"\n'}, 1),
    (tidy.rule_floors, {"src/command/a.c": b'#include "web/web.h"\n'}, 1),
    (tidy.rule_floors, {"src/desk/a.c": b'#include "command/command.h"\n'}, 1),
    (tidy.rule_floors, {"src/web/a.c": b'#include "desk/desk.h"\n'}, 0),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "evidence/internal.h"\n'}, 1),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "evidence/evidence.h"\n'}, 0),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "timeline/internal.h"\n'}, 0),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "base/json.h"\n'}, 0),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "../base/json.h"\n'}, 1),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "json.h"\n'}, 1),
    (tidy.rule_floors, {"src/timeline/a.c": b'#include "cellar/cellar.h"\n'}, 1),
    (tidy.rule_floors, {"src/cellar/a.c": b"\n"}, 1),
    (tidy.rule_floors, {"src/report/a.c": b"#include <sqlite3.h>\n"}, 1),
    (tidy.rule_floors, {"src/store/a.c": b"#include <sqlite3.h>\n"}, 0),
    (tidy.rule_floors, {"src/main.c": b'#include "command/command.h"\n'}, 0),
    # banned functions
    (tidy.rule_banned, {"src/base/a.c": b"x = strtol(p, 0, 10);\n"}, 1),
    (tidy.rule_banned, {"tests/base/a.c": b"sprintf(a, b); strcpy(c, d);\n"}, 2),
    (tidy.rule_banned, {"src/base/a.c": b'say("system(1)"); /* rand() */ my_rand(); o->rand();\n'}, 0),
    # the seam
    (tidy.rule_seam, {"src/store/a.c": b"fd = open(path, 0);\n"}, 1),
    (tidy.rule_seam, {"src/base/os.c": b"fd = open(path, 0);\n"}, 0),
    (tidy.rule_seam, {"src/report/a.c": b'printf("x");\n'}, 1),
    (tidy.rule_seam, {"src/command/a.c": b'printf("x");\n'}, 0),
    (tidy.rule_seam, {"tests/base/a.c": b'printf("x"); fopen(a, b);\n'}, 0),
    # globals
    (tidy.rule_globals, {"src/base/a.c": b"static int count;\n"}, 1),
    (tidy.rule_globals, {"src/base/a.c": b"int count = 1;\n"}, 1),
    (tidy.rule_globals, {"src/base/a.c": b"static char buffer[20];\n"}, 1),
    (tidy.rule_globals, {"src/base/a.c": b"void f(void)\n{\n    static struct { int a; } last = {1};\n}\n"}, 1),
    (tidy.rule_globals, {"src/base/a.c": b"static const struct {\n    int a;\n} table[] = {{1}};\n"}, 0),
    (tidy.rule_globals, {"src/base/a.c": b"static int f(void);\nstruct a;\nenum { B = 1 };\n"}, 0),
    (tidy.rule_globals, {"src/base/a.c": b"struct a {\n    int b;\n};\nint f(void)\n{\n    int c = 1;\n}\n"}, 0),
    (tidy.rule_globals, {"src/base/a.h": b"struct a {\n    enum b { C } kind;\n};\n"}, 0),
    # sizes
    (tidy.rule_functions, {"src/base/a.c": LONG}, 1),
    (tidy.rule_functions, {"src/base/a.c": FITS}, 0),
    (tidy.rule_files, {"src/base/a.c": b"\n" * 1201}, 1),
    (tidy.rule_files, {"src/base/a.c": b"\n" * 1200}, 0),
    (tidy.rule_files, {"examples/a.gz": b"\0" * ((2 << 20) + 1)}, 1),
    # words
    (tidy.rule_words, {"docs/a.md": b"see /wor" + b"k/main\n"}, 1),
    (tidy.rule_words, {"docs/a.md": b"see /hom" + b"e/ana/x\n"}, 1),
    (tidy.rule_words, {"script/a": b"https://registry.npm" + b"js.org/\n"}, 1),
    (tidy.rule_words, {"script/a": b"deb http://deb.debian" + b".org/debian\n"}, 1),
    (tidy.rule_words, {"docs/a.md": b"the cul" + b"prit\n"}, 1),
    (tidy.rule_words, {"src/base/a.c": b"/* TO" + b"DO */ /* FIX" + b"ME */\n"}, 2),
    (tidy.rule_words, {"examples/a.log": b"/hom" + b"e/ana TO" + b"DO\n"}, 0),
    (tidy.rule_words, {"docs/a.md": b"a framework/homework at night\n"}, 0),
    # white space
    (tidy.rule_space, {"src/base/a.c": b"\tx\n"}, 1),
    (tidy.rule_space, {"docs/a.md": b"x \n"}, 1),
    (tidy.rule_space, {"docs/a.md": b"x"}, 1),
    (tidy.rule_space, {"docs/a.md": b"x\n", "examples/a.log": b"\tx "}, 0),
    # include guards
    (tidy.rule_guards, {"src/base/a.h": b"int x;\n"}, 1),
    (tidy.rule_guards, {"src/evidence/a.h": GUARD}, 1),
    (tidy.rule_guards, {"src/base/a.h": GUARD}, 0),
    # dead files
    (tidy.rule_dead, {"src/base/a.c": b"", "src/base/meson.build": b"'b.c'"}, 1),
    (tidy.rule_dead, {"src/base/a.c": b"", "src/base/meson.build": b"'a.c'"}, 0),
    (tidy.rule_dead, {"tests/base/t_a.c": b"", "tests/base/meson.build": b"foreach name : ['a']"}, 0),
    (tidy.rule_dead, {"src/base/a.h": GUARD}, 1),
    (tidy.rule_dead, {"src/base/base.h": GUARD}, 0),
    (tidy.rule_dead, {"src/base/a.h": GUARD, "src/base/b.c": b'#include "base/a.h"\n',
                      "src/base/meson.build": b"'b.c'"}, 0),
    # links
    (tidy.rule_links, {"docs/a.md": b"[b](b.md) [c](../c.md#part)\n"}, 2),
    (tidy.rule_links, {"docs/a.md": b"[b](b.md) [d](d/) [w](https://example.test/)\n", "docs/b.md": b"",
                       "docs/d/e.md": b""}, 0),
]


def main():
    failed = 0
    print(f"1..{len(CASES) + 1}")
    for number, (rule, files, wanted) in enumerate(CASES, 1):
        got = list(rule(tidy.Tree(files)))
        good = len(got) == wanted
        print(f"{'ok' if good else 'not ok'} {number} - {rule.__name__} {sorted(files)[0]}")
        if not good:
            print(f"# wanted {wanted} complaints, got {got}")
            failed += 1
    tried = {rule for rule, _, wanted in CASES if wanted}
    silent = [rule.__name__ for rule in tidy.RULES if rule not in tried]
    print(f"{'not ok' if silent else 'ok'} {len(CASES) + 1} - every rule has an example that it refuses")
    for name in silent:
        print(f"# {name} has none")
    return 1 if failed or silent else 0


if __name__ == "__main__":
    sys.exit(main())
