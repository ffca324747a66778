"""Fault trees for the causes bench, made from a seed or by rule, as Open-PSA text. Standard library only.

A model is (name, gates, sets): gates maps a name to (enough, parts) with "and", "or" or a number for
`enough`; the first gate is the top. `sets` is the number of minimal sets where a closed form is known.
"""

import collections
import math
import random

Model = collections.namedtuple("Model", "name gates sets")


def xml(model):
    """Open-PSA text; parts that are no gates are basic events."""
    lines = ['<?xml version="1.0"?>', "<opsa-mef>", f'<define-fault-tree name="{model.name}">']
    leaves = {}
    for name, (enough, parts) in model.gates.items():
        lines.append(f'<define-gate name="{name}">')
        if len(parts) > 1:
            lines.append(f"<{enough}>" if isinstance(enough, str) else f'<atleast min="{enough}">')
        for part in parts:
            kind = "gate" if part in model.gates else "basic-event"
            lines.append(f'<{kind} name="{part}"/>')
            if kind == "basic-event":
                leaves[part] = True
        if len(parts) > 1:
            lines.append(f"</{enough}>" if isinstance(enough, str) else "</atleast>")
        lines.append("</define-gate>")
    lines += [f'<define-basic-event name="{leaf}"/>' for leaf in leaves]
    return "\n".join([*lines, "</define-fault-tree>", "</opsa-mef>", ""])


def shared(seed, leaves):
    """Random and monotone, hard by sharing: gates of 2 to 5 parts, 30 % of them OR and 10 % k of n, each
    leaf used 1 to 4 times. Leaves are dealt to gates near each other, as in models of real systems, and
    one in five goes anywhere."""
    draw = random.Random(f"shared {seed} {leaves}")
    uses = []
    for leaf in range(leaves):
        for _ in range(draw.choices((1, 2, 3, 4), (55, 25, 12, 8))[0]):
            at = leaf + draw.gauss(0, 4) if draw.random() < 0.8 else draw.uniform(0, leaves)
            uses.append((at, f"e{leaf}"))
    level = [name for _, name in sorted(uses)]
    gates, number = {}, 0
    while len(level) > 1:
        above, at = [], 0
        while at < len(level):
            parts = list(dict.fromkeys(level[at:at + draw.randint(2, 5)]))
            at += max(len(parts), 2)
            if len(parts) == 1:
                above.append(parts[0])
                continue
            enough = draw.choices(("or", "and", "some"), (30, 60, 10))[0]
            if enough == "some":
                enough = draw.randint(2, len(parts) - 1) if len(parts) > 2 else "and"
            number += 1
            gates[f"g{number}"] = (enough, parts)
            above.append(f"g{number}")
        level = above
    return Model(f"shared-{leaves}-{seed}", dict(reversed(gates.items())), None)


def bridges(count):
    """Bridges of five edges in a row, all of them needed: each has two paths of two edges and two of three,
    so 4^count sets."""
    gates = {"top": ("and", [f"b{i}" for i in range(count)])}
    for i in range(count):
        a, b, c, d, e = (f"{edge}{i}" for edge in "pqrst")
        gates[f"b{i}"] = ("or", [f"u{i}", f"v{i}", f"x{i}", f"y{i}"])
        gates[f"u{i}"] = ("and", [a, b])
        gates[f"v{i}"] = ("and", [c, d])
        gates[f"x{i}"] = ("and", [a, e, d])
        gates[f"y{i}"] = ("and", [c, e, b])
    return Model(f"bridges-{count}", gates, 4 ** count)


def grid(rows, columns, enough):
    """`enough` of `rows` in each column, all columns needed: C(rows, enough)^columns."""
    gates = {"top": ("and", [f"c{j}" for j in range(columns)])}
    for j in range(columns):
        gates[f"c{j}"] = (enough, [f"e{i}x{j}" for i in range(rows)])
    return Model(f"grid-{enough}of{rows}x{columns}", gates, math.comb(rows, enough) ** columns)


def nested(side, enough):
    """`enough` of the rows of a square, and in each of them `enough` of its leaves."""
    gates = {"top": (enough, [f"r{i}" for i in range(side)])}
    for i in range(side):
        gates[f"r{i}"] = (enough, [f"e{i}x{j}" for j in range(side)])
    return Model(f"nested-{enough}of{side}", gates, math.comb(side, enough) * math.comb(side, enough) ** enough)


def review(seed):
    """A graph of the size of a review: 40 conditions, 12 of them effects, one to three ways of two to five
    conditions each, some leaves shared, one outcome."""
    draw = random.Random(f"review {seed}")
    leaves = [f"F{i}" for i in range(1, 29)]
    effects = [f"E{i}" for i in range(1, 13)]
    gates, fresh = {}, leaves[:]
    draw.shuffle(fresh)
    for number, effect in enumerate(effects):
        below = effects[2 * number + 1:2 * number + 3]
        ways = []
        for _ in range(draw.choices((1, 2, 3), (5, 3, 1))[0]):
            parts = [fresh.pop() for _ in range(draw.randint(1, 2)) if fresh]
            parts += draw.sample(leaves, draw.randint(1, 2))
            ways.append(parts)
        for one in below:
            draw.choice(ways).append(one)
        names = []
        for way, parts in enumerate(ways):
            gates[f"{effect}w{way}"] = ("and", list(dict.fromkeys(parts)))
            names.append(f"{effect}w{way}")
        gates[effect] = ("or", names)
    order = [*effects, *(name for name in gates if name not in effects)]
    return Model(f"review-{seed}", {name: gates[name] for name in order}, None)


def generated(sizes, seeds):
    """The models of the bench, easy ones first."""
    models = [bridges(count) for count in (5, 8, 40)]
    models += [grid(6, 4, 3), grid(10, 10, 5), nested(6, 3), nested(8, 2), nested(12, 6)]
    models += [shared(seed, leaves) for leaves in sizes for seed in range(1, seeds + 1)]
    return models
