#!/usr/bin/env python3
"""Turns the page's styles and script into C data, with the hashes that its security policy names.

embed.py page.css graph.css page.js OUT      styles one after another, then the script
embed.py graph.css OUT                       the bytes alone, for an initialiser
"""

import base64
import hashlib
import sys


def read(paths):
    data = b""
    for path in paths:
        with open(path, "rb") as file:
            data += file.read()
    if b"</" in data or b"\r" in data or not data.isascii():
        sys.exit(f"{paths}: must be ASCII without \"</\" and without carriage returns")
    return data


def lines(data):
    rows = (data[at:at + 20] for at in range(0, len(data), 20))
    return ",\n".join(", ".join(map(str, row)) for row in rows) + "\n"


def embed(name, paths):
    data = read(paths)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    yield f"static const char page_{name}_hash[] = \"sha256-{digest}\";\n"
    yield f"static const char page_{name}[] = {{\n{lines(data)}}};\n"


def main():
    *inputs, target = sys.argv[1:]
    with open(target, "w", encoding="ascii") as out:
        if len(inputs) == 1:
            out.write(lines(read(inputs)))
        else:
            out.writelines(embed("style", inputs[:-1]))
            out.writelines(embed("script", inputs[-1:]))


main()
