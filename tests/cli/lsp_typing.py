"""A document that is typed at random, and one that is opened anew."""
import random

from lsp_client import *

PIECES = [FOUND, FOUND, FOUND + "\n\n", "The pool had 12 nodes.", "It was human error.", "It was human error.\n\n",
          "If we had tested the backup, it would have worked.",
          "# Timeline", "## Analysis", "- ", "1. ", "> ", "```", "`", "*", "**", "\"", "<!-- x -->", "| a | b |",
          "| --- | --- |", "---", "[x](http://a.b/c)", "\n", "\n\n", "\r\n", "\r", "\r\n\r\n", " ", "  ", "\t", ".", ",",
          "\U0001f44d\U0001f3fd", "\u00e9", "e\u0301", "\u2028", "\u201cso\u201d", "\u65e5\u672c", "\0", "\ufeff", "x", "failed to ",
          "The reviewers ", "should have "]


def typed(dice, text):
    """A place in a text, how many characters go there, and which come."""
    kind = dice.random()
    at = dice.randrange(len(text) + 1)
    if kind < 0.6 or len(text) < 200:
        words = dice.choice(PIECES) + dice.choice(["", " ", "\n\n"])
        return at, at, words
    if kind < 0.9:
        return at, min(len(text), at + dice.randrange(1, 40)), dice.choice(["", "", "x", dice.choice(PIECES)])
    if kind < 0.95:
        return at, min(len(text), at + dice.randrange(len(text))), ""
    return 0, len(text), "\n\n".join(dice.choice(PIECES) for _ in range(30))


def settled(text, index):
    """There is no place between CR and LF."""
    return index - 1 if text[index - 1:index + 1] == "\r\n" else index


def type_away(it, seed, steps):
    """Edits at random; yields the text and its diagnostics after each message."""
    dice = random.Random(seed)
    text, version = REVIEW, 1
    it.open(URI, text)
    while version <= steps:
        edits = []
        for _ in range(dice.choice([1, 1, 1, 1, 2, 5])):
            start, end, words = typed(dice, text)
            start, end = settled(text, start), settled(text, end)
            if (start, end) == (0, len(text)) and dice.random() < 0.5:
                edits.append({"text": words})
            else:
                edits.append({"range": {"start": position(text, start, it.encoding),
                                        "end": position(text, end, it.encoding)}, "text": words})
            text = text[:start] + words + text[end:]
        version += 1
        it.change(URI, version, *edits)
        yield text, it.published(URI, version)


def fresh(it, text):
    """The diagnostics of a text that is opened for the first time."""
    uri = "file:///nowhere/fresh.md"
    found = it.open(uri, text)
    it.close(uri)
    it.published(uri, 1)
    return found
