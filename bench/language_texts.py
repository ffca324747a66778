"""Makes texts to measure the guard on: review prose, and Markdown of many kinds. Seeded; own words."""

import random

SUBJECTS = """the primary database|the checkout service|a batch job|the on-call engineer|our load balancer|the release
 team|one of the replicas|the certificate|the message queue|the scheduler|the reviewer|a retry loop|the migration|the vendor's
 status page|the dashboard|traffic from the second region|the configuration push|the rollback|our monitoring|the alert for
 error share|the support desk|a worker node|the cache layer|the session store|the deploy pipeline|the health check|an upstream
 provider|the network team|the connection pool|the search index""".replace("\n", "").split("|")
VERBS = """returned errors for|was restarted during|fell behind|was paged about|reported|drained|took over from|lost contact
 with|kept answering for|was waiting for|refused writes from|was scaled up to meet|showed no sign of|recovered together with|was
 moved away from|compared its state with|sent retries to|could not reach|was serving stale data to|ran out of connections
 to""".replace("\n", "").split("|")
OBJECTS = """the orders API|about a third of the requests|the standby in the other zone|the payment provider|clients in two
 regions|a backlog of 40,000 messages|the older protocol version|the new configuration|the connection limit|users who were
 signed in|three of twelve nodes|the storage tier|the metrics endpoint|the weekly report|the read path|the write-ahead
 log""".replace("\n", "").split("|")
TAILS = """| for about 14 minutes|, which matched the graph of open connections| while the queue was growing| until the limit was
 raised at 10:52|, as the deploy log shows| because the pool was shared with the batch job| after the second restart|, and latency
 rose from 0.2 s to 4.1 s|; nothing else changed in that hour| before anybody was paged""".replace("\n", "").split("|")
# About one sentence in forty speaks in the ways that the guard answers.
SPOKEN = """The team should have rolled back sooner.|The root cause was a limit that nobody knew of.|The operator failed to
 notice the alarm.|In hindsight the graph shows the leak.|A canary would have caught it.|The change was merged without testing.|The
 failover procedure was not properly tested.|It was due to human error.|The reviewer forgot to ask about the index.|If we had
 tested the failover, it would have been shorter.""".replace("\n", "").split("|")


def sentence(rng):
    if rng.random() < 0.025:
        return rng.choice(SPOKEN)
    words = f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}{rng.choice(TAILS)}."
    if rng.random() < 0.2:
        words = f"At {rng.randrange(24):02}:{rng.randrange(60):02} UTC {words}"
    return words[0].upper() + words[1:]


def paragraph(rng):
    words = " ".join(sentence(rng) for _ in range(rng.randrange(2, 7))).split(" ")
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 96:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line]) + "\n\n"


def items(rng):
    return "".join(f"{rng.choice(['- ', '* ', '1. '])}{sentence(rng)}\n" for _ in range(rng.randrange(3, 9))) + "\n"


def timeline(rng):
    return "".join(f"- {hour:02}:{rng.randrange(60):02} {sentence(rng)}\n" for hour in range(8, 14)) + "\n"


def review(rng):
    """One report, 4 to 12 kB of prose."""
    parts = [f"# Orders unavailable in region {rng.randrange(99)}\n\n"]
    for heading in ("Summary", "Impact", "Timeline", "Contributing factors", "What went well", "Action items"):
        parts.append(f"## {heading}\n\n")
        parts.append(timeline(rng) if heading == "Timeline" else paragraph(rng) + (items(rng) if rng.random() < 0.6 else ""))
        parts.extend(paragraph(rng) for _ in range(rng.randrange(3)))
    return "".join(parts)


def code(rng):
    lines = [f"    value_{rng.randrange(999)} = read(\"{rng.choice(OBJECTS)}\", {rng.randrange(9999)})" for _ in range(rng.randrange(3, 30))]
    return "```python\ndef handler(request):\n" + "\n".join(lines) + "\n```\n\n"


def grid(rng):
    rows = "".join(f"| {rng.choice(SUBJECTS)} | {rng.randrange(9999)} | `{rng.randrange(1 << 30):x}` |\n" for _ in range(rng.randrange(3, 20)))
    return "| part | count | id |\n| --- | ---: | --- |\n" + rows + "\n"


def linked(rng):
    return f"See [{rng.choice(OBJECTS)}](https://example.org/{rng.randrange(1 << 40):x}/wiki?page={rng.randrange(99)}) and **{rng.choice(SUBJECTS)}**.\n\n"


def quoted(rng):
    return "".join(f"> {sentence(rng)}\n" for _ in range(rng.randrange(1, 5))) + "\n"


def page(rng):
    """One page as repositories have them: half of it is prose."""
    parts = ["---\ntitle: page\ndate: 2026-05-12\n---\n\n"] if rng.random() < 0.3 else []
    parts.append(f"# {rng.choice(SUBJECTS)}\n\n")
    for _ in range(rng.randrange(5, 20)):
        kind = rng.choices([paragraph, items, code, grid, linked, quoted], [40, 15, 20, 10, 10, 5])[0]
        parts.append(kind(rng))
        if rng.random() < 0.2:
            parts.append(f"## {rng.choice(OBJECTS)}\n\n")
    return "".join(parts)


def text(kind, size, seed=1):
    """At least `size` bytes of whole reviews ("prose") or pages ("mixed")."""
    rng = random.Random(seed)
    parts, made = [], 0
    while made < size:
        part = review(rng) if kind == "prose" else page(rng)
        parts.append(part)
        made += len(part)
    return "".join(parts)


# Texts that make readers of Markdown and of prose slow: name -> what is repeated to the wanted size.
PATHOLOGICAL = {
    "one line": lambda n: "the team should have asked " * (n // 27),
    "one word": lambda n: "a" * n,
    "quotes in quotes": lambda n: ">" * n,
    "quotes growing": lambda n: "".join(">" * (i % 1000) + " x\n" for i in range(n // 500)),
    "lists in lists": lambda n: "".join(" " * (2 * (i % 1000)) + "- x\n" for i in range(n // 1000)),
    "lists in lists on a line": lambda n: "- " * (n // 2) + "x",
    "stars": lambda n: "*" * n,
    "stars and words": lambda n: "*a **b " * (n // 7),
    "open brackets": lambda n: "[" * n,
    "open links": lambda n: "[a](" * (n // 4),
    "backticks of all lengths": lambda n: "".join("`" * (i % 500) + " " for i in range(n // 250)),
    "open code fences": lambda n: "```\n" * (n // 4),
    "open comments": lambda n: "<!-- " * (n // 5),
    "open quotation marks": lambda n: 'he said "so ' * (n // 12),
    "one sentence of commas": lambda n: "had we known, " * (n // 14),
    "negations": lambda n: "not never " * (n // 10),
    "if without end": lambda n: "if we had " * (n // 10),
    "fillers": lambda n: "should also even just still " * (n // 28),
    "tables": lambda n: "|" * (n // 2) + "\n" + "-|" * (n // 4),
    "entities": lambda n: "&amp;&#x41;&" * (n // 12),
    "bytes that are no UTF-8": lambda n: b"\xff\xc0\x80 should have \xe2\x82" * (n // 18),
    "NULs": lambda n: b"\0" * n,
    "remarks": lambda n: "<!-- guard: off CF why -->\n" * (n // 27),
    "findings": lambda n: "The team should have asked.\n\n" * (n // 29),
    "names": lambda n: "".join(f"- 10:02 Zed{i} checked @u{i} of Svc{i}\n" for i in range(n // 35)),
}


def pathological(name, size):
    made = PATHOLOGICAL[name](size)
    return made if isinstance(made, bytes) else made.encode()
