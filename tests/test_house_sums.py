"""The house: what is measured is added up by fsum, so that every Python gives the same bytes.

From Python 3.12 on `sum` rounds floats otherwise than before. What is counted it may add up.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "journeysim"

WHOLE = frozenset(
    [
        "_APART",
        "_GAP",
        "_least",
        "active",
        "agents",
        "by_weekday",
        "count",
        "counts",
        "customers",
        "done",
        "events",
        "firsts",
        "grievance",
        "is_lever",
        "more",
        "n",
        "nbytes",
        "numbers",
        "others",
        "outcomes",
        "parts",
        "points",
        "room",
        "rows",
        "taken",
        "talks",
        "times",
        "tolerated",
        "touches_after",
        "unknown",
        "whole",
        "width",
        "widths",
        "touched",
        "words_of",
    ]
)
"""Names of what is counted: attributes, variables and functions."""


def bare_sums(source: str) -> list[str]:
    """Every use of `sum` that is not certain to add up whole numbers, as it is written."""
    root = ast.parse(source)
    sure = {
        id(node.func)
        for node in ast.walk(root)
        if isinstance(node, ast.Call) and node.args and is_whole(node.args[0])
    }
    return [
        f"line {node.lineno}"
        for node in ast.walk(root)
        if isinstance(node, ast.Name) and node.id == "sum" and id(node) not in sure
    ]


def is_whole(node: ast.expr) -> bool:
    """Is it counted: a comparison, a length, a whole number, or something named in WHOLE?"""
    match node:
        case ast.GeneratorExp(elt=element):
            return is_whole(element)
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.BinOp(op=ast.LShift()):
            return True
        case ast.Constant(value=int()):
            return True
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult()):
            return is_whole(left) and is_whole(right)
        case ast.Call(func=ast.Name(id="len" | "int" | "bool" | "any" | "all")):
            return True
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="len"), *_]):
            return True
        case ast.Call(func=ast.Name(id="max" | "min"), args=arguments):
            return all(map(is_whole, arguments))
        case ast.Call(func=ast.Attribute(attr="values", value=inner)):
            return is_whole(inner)
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name in WHOLE
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in WHOLE
        case ast.Subscript(value=inner):
            return is_whole(inner)
    return False


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_measured_numbers_are_added_up_by_fsum(path: Path) -> None:
    bare = bare_sums(path.read_text(encoding="utf-8"))
    assert not bare, f"{path.name}, {bare}: math.fsum; or, if it is counted, name it in WHOLE"


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("sum(waits)", 1),
        ("sum(x * 0.5 for x in rows)", 1),
        ("sum(share / gap for share in shares)", 1),
        ("map(sum, pairs)", 1),
        ("sum([], 0.0)", 1),
        ("sum(x > 0.5 for x in waits)", 0),
        ("sum(len(part) for part in parts)", 0),
        ("sum(result.events for result in results)", 0),
        ("sum(map(len, parts))", 0),
        ("fsum(waits)", 0),
    ],
)
def test_a_bare_sum_of_floats_is_seen(source: str, bare: int) -> None:
    assert len(bare_sums(source)) == bare
