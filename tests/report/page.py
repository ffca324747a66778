#!/usr/bin/env python3
"""Reads each model's page as a browser would and checks what makes it self-contained, well-formed
and usable without sight: page.py WRITE_PAGE MODEL...; prints TAP. A model's name may have more
arguments behind slashes."""

import base64
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input", "hr"}
LOADS = {"src", "srcset", "poster", "data", "action", "formaction", "background", "xlink:href"}


class Page(HTMLParser):
    """The tree as a flat list of elements, with what was wrong while reading it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.wrong, self.elements, self.raw = [], [], [], {}
        self.feed(text)
        self.close()
        self.wrong += [f"<{name}> is never closed" for name, _ in self.stack]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.wrong.append(f"<{tag}> names an attribute twice")
        element = {"tag": tag, "at": dict(attrs), "text": "", "inside": [e for _, e in self.stack]}
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append((tag, element))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1][0] != tag:
            inside = self.stack[-1][0] if self.stack else "nothing"
            self.wrong.append(f"</{tag}> closes inside {inside} at line {self.getpos()[0]}")
            return
        self.stack.pop()

    def handle_data(self, data):
        for _, element in self.stack:
            element["text"] += data
        if self.stack and self.stack[-1][0] in ("style", "script"):
            self.raw[self.stack[-1][0]] = self.raw.get(self.stack[-1][0], "") + data

    def of(self, *tags):
        return [e for e in self.elements if e["tag"] in tags]


def check_balanced(page):
    """elements are balanced"""
    yield from page.wrong


def check_policy(page):
    """the policy names exactly the style and the script that are there"""
    metas = [e["at"] for e in page.of("meta") if e["at"].get("http-equiv") == "Content-Security-Policy"]
    if len(metas) != 1 or not metas[0]["content"].startswith("default-src 'none';"):
        yield "no policy that begins with default-src 'none'"
        return
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[name].encode()).digest()).decode()
        if f"{name}-src 'sha256-{digest}'" not in metas[0]["content"]:
            yield f"the hash of the {name} is not in the policy"
    if len(page.of("script")) != 1 or len(page.of("style")) != 1:
        yield "more than one style or script"


def check_loads_nothing(page):
    """nothing outside is loaded, no handler stands in an attribute"""
    for element in page.elements:
        for name, value in element["at"].items():
            value = value or ""
            if name.startswith("on") or name in ("style", "srcdoc", "ping"):
                yield f"<{element['tag']} {name}>"
            if name in LOADS and not re.match(r"data:image/(png|jpeg|gif|webp|svg\+xml|bmp);base64,", value):
                yield f"<{element['tag']} {name}={value[:60]}>"
            away = re.match(r"(https?://|mailto:)[^\s\"'<>]+$", value) and \
                element["tag"] == "a" and "noreferrer" in (element["at"].get("rel") or "")
            if name == "href" and not value.startswith("#") and not away:
                yield f"<{element['tag']} href={value[:60]}>"
        if element["tag"] in ("link", "base", "iframe", "object", "embed", "form", "use", "image"):
            yield f"<{element['tag']}>"
    if re.search(r"@import|url\((?!#)", page.raw["style"]):
        yield "the style loads something"


def check_links(page):
    """each link and label points at something that is there, and ids are unique"""
    ids = [e["at"]["id"] for e in page.elements if "id" in e["at"]]
    yield from (f"id {name} twice" for name in set(ids) if ids.count(name) > 1)
    for element in page.elements:
        at = element["at"]
        targets = [at["href"][1:]] if at.get("href", "").startswith("#") else []
        for name in ("aria-labelledby", "aria-describedby"):
            targets += at.get(name, "").split()
        yield from (f"#{target} is nowhere" for target in targets if target not in ids)


def check_names(page):
    """pictures, regions and tables have names; headings descend one step at a time"""
    for element in page.elements:
        at = element["at"]
        named = at.get("aria-label") or at.get("aria-labelledby")
        if (at.get("role") in ("img", "region", "group") or element["tag"] == "nav") and not named:
            yield f"<{element['tag']}> has no name"
        if element["tag"] == "svg" and "role" not in at and at.get("aria-hidden") != "true":
            yield "an svg that is neither named nor hidden"
        if element["tag"] == "img" and not at.get("alt"):
            yield "a picture without words"
        if element["tag"] == "th" and at.get("scope") not in ("col", "row"):
            yield "a head of a table without scope"
        if at.get("role") == "region" and at.get("tabindex") != "0":
            yield "a part that scrolls but not by keyboard"
    for table in page.of("table"):
        captions = [e for e in page.of("caption") if table in e["inside"]]
        if len(captions) != 1 or not captions[0]["text"].strip():
            yield "a table without a caption"
    levels = [int(e["tag"][1]) for e in page.of("h1", "h2", "h3", "h4")]
    if not levels or levels[0] != 1 or levels.count(1) != 1:
        yield "not exactly one h1, first"
    yield from (f"h{b} after h{a}" for a, b in zip(levels, levels[1:]) if b > a + 1)
    for landmark in ("header", "nav", "main", "footer"):
        if len(page.of(landmark)) != 1:
            yield f"not exactly one <{landmark}>"
    if page.of("html")[0]["at"].get("lang") != "en" or not page.of("title")[0]["text"].strip():
        yield "no language or no title"


def check_words(page):
    """its own words are plain and blameless"""
    text = page.of("body")[0]["text"].replace(page.raw["script"], "")
    for word in ("root cause", "human error", "fault of", "mistake", "should have", "guilt"):
        if word in text.lower():
            yield word
    for mark in ("%s", "%d", "(null)", "undefined"):
        if mark in text:
            yield f"shows {mark}"


CHECKS = [check_balanced, check_policy, check_loads_nothing, check_links, check_names, check_words]


def selftest():
    """A page that breaks each rule must be noticed, or the checks prove nothing."""
    bad = Page("<html><head><title></title><style>a{background:url(http://x/)}</style><script>1"
               "</script></head><body><svg></svg><a href='http://x/'>mistake</a><a href='#gone'></a><b><i></b></body></html>")
    return [check.__name__ for check in CHECKS if not list(check(bad))]


def main():
    program, *models = sys.argv[1:]
    print(f"1..{len(CHECKS) * len(models) + 1}")
    blind = selftest()
    print("not ok" if blind else "ok", "1 - every check notices a bad page", *blind)
    failed, number = bool(blind), 1
    for model in models:
        data = subprocess.run([program, *model.split("/")], capture_output=True, check=True).stdout
        page = Page(data.decode("utf-8"))
        for check in CHECKS:
            complaints = list(check(page))
            number += 1
            print("not ok" if complaints else "ok", number, "-", f"{model}: {check.__doc__}")
            for complaint in complaints[:10]:
                print("#", complaint)
            failed |= bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
