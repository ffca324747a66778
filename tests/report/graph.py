#!/usr/bin/env python3
"""Pictures of graphs as those read them who did not write them: an XML parser, and dot where it is.

graph.py WRITE_GRAPH NAME...       prints TAP
"""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
MERMAID = re.compile(r"""flowchart\ BT
    |\ \ classDef\ \w+\ [\w:\ -]+
    |\ \ [cw]\d+(\(\[?|\[[\[/]?|\{\{)"([^"`<>]|<b>|</b>|<br/>)*"(\]?\)|[\]/]?\]|\}\})(:::\w+)?
    |\ \ [cw]\d+\ (-->|---|-\.->|-\.-)(\|not\|)?\ [cw]\d+""", re.X)


def write(program, name, form):
    return subprocess.run([program, name, form], capture_output=True, check=True).stdout


def picture_complaints(data):
    root = tree.fromstring(data)
    width, height = int(root.get("width")), int(root.get("height"))
    if root[0].tag != SVG + "title" or root[1].tag != SVG + "desc":
        yield "title and description do not come first"
    ids = {part.get("id") for part in root.iter()}
    for name in ("aria-labelledby", "aria-describedby"):
        if root.get(name) not in ids:
            yield f"{name} leads nowhere"
    for box in root.iter(SVG + "g"):
        if box.get("tabindex") and (box.get("role") != "listitem" or not box.get("aria-label")):
            yield "a box without a role or a label"
    for shape in root.iter(SVG + "rect"):
        x, y, w, h = (int(shape.get(key)) for key in ("x", "y", "width", "height"))
        if x < 0 or y < 0 or x + w > width or y + h > height:
            yield f"a box at {x} {y} is cut off"
    if root.findall(f".//{SVG}script") or b" on" in re.sub(rb'"[^"]*"|>[^<]*<', b"", data):
        yield "something that runs"


def mermaid_complaints(data):
    for line in data.decode().splitlines():
        if not MERMAID.fullmatch(line):
            yield f"not a line of a flowchart: {line}"


def dot_complaints(data):
    if data.count(b"{\n") != 1 or not data.endswith(b"}\n"):
        yield "not one graph in braces"
    if shutil.which("dot"):
        drawn = subprocess.run(["dot", "-Tsvg"], input=data, capture_output=True, check=False)
        if drawn.returncode or drawn.stderr:
            yield drawn.stderr.decode(errors="replace")


def main():
    program, *names = sys.argv[1:]
    forms = {"svg": picture_complaints, "mermaid": mermaid_complaints, "dot": dot_complaints}
    failed = 0
    print(f"1..{len(names) * len(forms)}")
    number = 0
    for name in names:
        for form, look in forms.items():
            number += 1
            complaints = list(look(write(program, name, form)))
            print(f"{'not ok' if complaints else 'ok'} {number} - {name} as {form}")
            for complaint in complaints:
                print(f"# {complaint}")
            failed += bool(complaints)
    return 1 if failed else 0


sys.exit(main())
