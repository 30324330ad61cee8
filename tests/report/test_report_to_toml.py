"""A scenario written as one file is the scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import WORLD, outcome, same_world

from journeysim.report.to_toml import frozen, literal, toml
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

Write = Callable[..., Path]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    st.one_of(TEXT, st.booleans(), st.integers(-(10**18), 10**18), st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(TEXT.filter(bool), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_literal_reads_back_as_the_value(value: Any) -> None:
    assert tomllib.loads(f"value = {literal(value)}")["value"] == value


@given(st.dictionaries(TEXT.filter(bool), VALUES, max_size=4))
def test_a_table_reads_back_as_the_table(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml(table)) == table


@pytest.mark.parametrize(
    "text",
    [
        "", "a\nb", "\n", "\n\nlead", "trail\n", '"', '"""', 'x"""', 'a\n""""', "\\", "a\\\nb",
        "\t", "\r", "a\r\nb", "\x7f", "a\n\x7f", "\x00", "\u2028", "día 📞", "'''", "# no comment",
    ],
)  # fmt: skip
def test_odd_text_survives_on_one_line_and_on_several(text: str) -> None:
    assert tomllib.loads(toml({"story": text, "deep": {"er": text}})) == {
        "story": text,
        "deep": {"er": text},
    }


def test_a_long_text_keeps_its_lines() -> None:
    """A story stays readable, and a change of one line is a change of one line."""
    assert toml({"story": "one\ntwo\n"}) == 'story = """\none\ntwo\n"""\n'


@given(title=TEXT, story=TEXT, label=TEXT)
def test_odd_texts_of_a_scenario_survive_freezing(
    tmp_path_factory: pytest.TempPathFactory, title: str, story: str, label: str
) -> None:
    """Control characters are refused when a scenario is read; everything else survives."""
    texts = {"title": title, "story": story}
    texts = {key: "".join(c for c in text if c.isprintable()) for key, text in texts.items()}
    text = f"schema = 2\n{toml(texts)}\n[policies.one]\nlabel = {literal(texts['title'])}\n"
    path = tmp_path_factory.mktemp("odd") / "odd.toml"
    path.write_text(text, encoding="utf-8")
    scenario = load(str(path))
    path.write_text(frozen(scenario), encoding="utf-8")
    assert load(str(path)).tables == scenario.tables


def test_a_frozen_scenario_can_be_frozen_again(write: Write) -> None:
    once = frozen(load(str(write())))
    assert frozen(load(str(write(once)))) == once


def test_a_frozen_scenario_has_the_same_results(write: Write, firm: Scenario) -> None:
    again = load(str(write(frozen(firm), "frozen.toml")))
    for policy in firm.policies:
        ours, theirs = outcome(firm, policy), outcome(again, policy)
        assert ours.log.rows.tobytes() == theirs.log.rows.tobytes()
        assert ours.people.tobytes() == theirs.people.tobytes()


def test_odd_numbers_are_frozen_to_the_last_bit(write: Write) -> None:
    text = WORLD.replace('mean = "20 d"', 'mean = "0.1 month"').replace("0.03", "0.1234567890123")
    scenario = load(str(write(text)))
    again = load(str(write(frozen(scenario), "frozen.toml")))
    assert same_world(scenario, again, BASELINE)
