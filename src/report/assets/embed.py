#!/usr/bin/env python3
"""Turns the page's style and script into C data, with the hashes that its security policy names.

embed.py page.css page.js OUT
"""

import base64
import hashlib
import sys


def embed(name, path):
    with open(path, "rb") as file:
        data = file.read()
    if b"</" in data or b"\r" in data or not data.isascii():
        sys.exit(f"{path}: must be ASCII without \"</\" and without carriage returns")
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    yield f"static const char page_{name}_hash[] = \"sha256-{digest}\";\n"
    yield f"static const char page_{name}[] = {{\n"
    for at in range(0, len(data), 20):
        yield " ".join(f"{byte}," for byte in data[at:at + 20]) + "\n"
    yield "};\n"


def main():
    style, script, target = sys.argv[1:]
    with open(target, "w", encoding="ascii") as out:
        out.writelines(embed("style", style))
        out.writelines(embed("script", script))


main()
