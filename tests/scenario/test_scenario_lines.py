"""Every key has a line: headers, dotted and quoted keys, tables in lists, texts over many lines."""

from __future__ import annotations

import tomllib

import pytest
from worlds import WORLD

from journeysim.scenario.merging import leaves
from journeysim.scenario.toml_lines import lines_of, nearest

TEXT = '''\
title = "one"  # and a comment with [brackets] = "quotes"
story = """
[not.a.header]
key = "not a key"
"""
quoted."a.b"."c\\"d" = 1
weekdays = [
  1, 2, # ]
  "x = 3",
]

[ spaced . out ]
key = { a = 1, b = { c = 2 } }

[[list]]
name = "first"
[list.inner]
deep = 1
[[list]]
name = "second"
[[list.items]]
x = 1
[[list.items]]
x = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("story",), 2),
        (("quoted", "a.b", 'c"d'), 6),
        (("weekdays",), 7),
        (("spaced",), 12),
        (("spaced", "out"), 12),
        (("spaced", "out", "key"), 13),
        (("list",), 15),
        (("list", "0"), 15),
        (("list", "0", "name"), 16),
        (("list", "0", "inner", "deep"), 18),
        (("list", "1", "name"), 20),
        (("list", "1", "items", "0", "x"), 22),
        (("list", "1", "items", "1", "x"), 24),
    ],
)
def test_a_key_stands_on_its_line(path: tuple[str, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert lines_of(TEXT)[path] == line


def test_what_stands_inside_an_inline_table_is_found_at_its_parent() -> None:
    assert nearest(lines_of(TEXT), ("spaced", "out", "key", "b", "c")) == 13
    assert nearest(lines_of(TEXT), ("nowhere",)) is None


def test_what_only_looks_like_a_key_has_no_line() -> None:
    found = lines_of(TEXT)
    assert ("not", "a", "header") not in found
    assert not any("key" in path[-1] for path in found if path[0] != "spaced")
    assert ("x",) not in found


def test_every_value_of_a_scenario_lies_on_or_below_a_known_line() -> None:
    found, text = lines_of(WORLD), WORLD.split("\n")
    for path, _ in leaves(tomllib.loads(WORLD)):
        line = nearest(found, path)
        assert line is not None
        assert any(part in text[line - 1] for part in path), (path, text[line - 1])


def test_odd_line_ends_do_not_shift_the_count() -> None:
    text = 'a = "x\u2028y\u0085z"\r\nb = 1\r\n'
    assert lines_of(text)[("b",)] == 2
