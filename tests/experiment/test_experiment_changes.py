"""What changed between two versions: which figures, by how much, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import pytest
from worlds import WORLD, world

from journeysim import metrics
from journeysim.errors import UsageError
from journeysim.experiment.changes import (
    Change,
    Checked,
    changes,
    differing,
    in_older_world,
    measured_metrics,
    world_values,
)
from journeysim.experiment.estimate import Estimate, difference
from journeysim.experiment.sequential import Sample
from journeysim.experiment.tolerances import is_within, tolerance
from journeysim.experiment.verdicts import begun
from journeysim.scenario.scenario import load

THEN = [1.0, 2.0, 3.0, 5.0]
NOW = [1.5, 2.5, 3.0, 6.0]


def test_what_is_the_same_to_the_last_bit_is_left_out() -> None:
    same = {"plain": {"churned": THEN, "wait_mean": [nan, 1.0]}}
    assert changes(["plain"], same, same) == ()


def test_all_policies_compared_share_the_error() -> None:
    """Each of three intervals is as wide as 95 % for all three together asks."""
    names = ["a", "b", "c"]
    now, then = ({name: {"churned": each} for name in names} for each in (NOW, THEN))
    for count in (1, 2, 3):
        confidence = 1.0 - 0.05 / count
        for change in changes(names[:count], now, then):
            assert change.whole == difference(NOW, THEN, confidence)


def test_a_policy_or_metric_that_one_side_lacks_is_not_compared() -> None:
    now = {"a": {"churned": NOW, "trust": NOW}, "new": {"churned": NOW}}
    then = {"a": {"churned": THEN}, "gone": {"churned": THEN}}
    (only,) = changes(["a", "new"], now, then)
    assert (only.policy, only.metric) == ("a", "churned")
    assert only.whole == difference(NOW, THEN, 0.95)


def test_only_replications_that_both_have_are_paired() -> None:
    (only,) = changes(["a"], {"a": {"churned": NOW[:2]}}, {"a": {"churned": THEN}})
    assert only.whole == difference(NOW[:2], THEN[:2], 0.95)
    assert only.then.n == only.now.n == 2


@pytest.mark.parametrize(("now", "then"), [([nan, nan], [1.0, 2.0]), ([1.0, 2.0], [nan, nan])])
def test_a_figure_that_came_or_went_is_a_change_that_nothing_tolerates(
    now: list[float], then: list[float]
) -> None:
    (only,) = changes(
        ["a"], {"a": {"wait_mean": now}}, {"a": {"wait_mean": then}}, None, [tolerance("99 %")]
    )
    assert not only.tolerated


def test_a_figure_that_one_replication_lost_is_a_change() -> None:
    (only,) = changes(["a"], {"a": {"trust": [nan, 2.0]}}, {"a": {"trust": [1.0, 2.0]}})
    assert (only.now.n, only.then.n, only.whole.n) == (1, 2, 1)


def test_the_parts_add_up_to_the_whole() -> None:
    between = {"a": {"churned": [1.0, 1.0, 2.0, 7.0]}}
    (only,) = changes(["a"], {"a": {"churned": NOW}}, {"a": {"churned": THEN}}, between)
    assert only.by_policy is not None
    assert only.by_world is not None
    assert only.by_policy.mean + only.by_world.mean == pytest.approx(only.whole.mean)


class TestTolerance:
    """How far a figure may move before that counts."""

    @pytest.mark.parametrize(
        ("text", "metric", "then", "moved", "within"),
        [
            ("1 %", "churned", 200.0, 2.0, True), ("1 %", "churned", 200.0, -2.0, True),
            ("1 %", "churned", 200.0, 2.01, False), ("1%", "churned", -200.0, 2.0, True),
            ("1 %", "churned", 0.0, 1e-9, False), ("0.5 pp", "retention", 0.9, 0.005, True),
            ("0.5 pp", "retention", 0.9, 0.0051, False), ("0.5 pp", "churned", 9.0, 0.001, False),
            ("churned=2", "churned", 5.0, 2.0, True), ("churned=2", "churned", 5.0, 2.1, False),
            ("churned=2", "profit", 5.0, 1.0, False), ("churned = 50 %", "churned", 4.0, 2.0, True),
            ("wait_mean.phone=0.5", "wait_mean.phone", 5.0, 0.5, True),
        ],
    )  # fmt: skip
    def test_its_size_is_of_the_kept_value_of_a_share_or_in_the_metrics_unit(
        self, text: str, metric: str, then: float, moved: float, within: bool
    ) -> None:
        before, whole = (Estimate(value, value, value, 4) for value in (then, moved))
        assert is_within(metric, before, whole, [tolerance(text)]) is within

    def test_the_last_that_fits_holds(self) -> None:
        before, whole = Estimate(100.0, 99.0, 101.0, 4), Estimate(5.0, 4.0, 6.0, 4)
        for texts, within in (
            (("churned=9", "1 %"), False), (("1 %", "churned=9"), True), ((), False),
        ):  # fmt: skip
            assert is_within("churned", before, whole, list(map(tolerance, texts))) is within

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "write '1 %'"), ("much", "write '1 %'"), ("-1 %", "write '1 %'"),
            ("1e400", "write '1 %'"), ("٣ %", "write '1 %'"), ("nan %", "write '1 %'"),
            ("5", "which one?"), ("churned=1 pp", "is no share"), ("nonsense=1", "unknown metric"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, text: str, words: str) -> None:
        with pytest.raises(UsageError, match=words):
            tolerance(text)

    def test_none_at_all_may_be_said(self) -> None:
        assert tolerance("0").room(5.0) == 0.0


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 2}, {"a": 1}, ["a: 1 -> 2"]),
        ({"a": 1, "b": "2 d"}, {"a": 1}, ["b: nothing -> 2 d"]),
        ({"a": 1}, {"b": "2 d", "a": 1}, ["b: 2 d -> nothing"]),
        ({"a": None}, {}, ["a: nothing -> None"]),
        ({}, {"a": None}, ["a: None -> nothing"]),
        ({"b": 1, "a": 2}, {"a": 1, "c": 3}, ["b: nothing -> 1", "a: 1 -> 2", "c: 3 -> nothing"]),
    ],
    ids=str,
)
def test_worlds_differ_in_what_one_says_or_both_say_otherwise(
    ours: dict[str, object], theirs: dict[str, object], told: list[str]
) -> None:
    """Ours first, in their order; what only one of them says is told, even where it says nothing."""
    assert differing(ours, theirs) == told


CHANGE = Change("caring", "churned", *(Estimate(1.0, 0.5, 1.5, 2),) * 3)


def checked(**more: Any) -> Checked:
    scenario = world("firm")
    return Checked(scenario, begun(Sample(scenario, ("churned",)), ()), **more)


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ({}, False),
        ({"changes": (CHANGE,)}, True),
        ({"changes": (replace(CHANGE, tolerated=True),)}, False),
        ({"changes": (replace(CHANGE, tolerated=True), CHANGE)}, True),
        ({"apart": ("Nothing to compare: new (new).",)}, True),
        ({"apart": ("x",), "changes": (replace(CHANGE, tolerated=True),)}, True),
        ({"remarks": ("nothing to compare with",)}, False),
    ],
    ids=str,
)
def test_what_counts_as_a_change(more: dict[str, Any], changed: bool) -> None:
    """A figure beyond its tolerance, or what only one side has; never a mere remark."""
    assert checked(**more).changed is changed


def test_a_scenario_is_named_by_its_file_where_that_is_known() -> None:
    assert checked().named == world("firm").name
    assert checked(path="eu/shop.toml").named == "eu/shop.toml"


def test_a_world_is_all_that_no_policy_can_change() -> None:
    values = world_values(world("firm"))
    assert {"run.days", "run.seed", "purchase.margin", "talk.referral"} <= values.keys()
    assert any(key.startswith("service.channels.phone.patience") for key in values)
    assert not any(key.endswith(".agents") for key in values)
    assert "run.replications" not in values
    moved = world_values(world("firm", "service.channels.phone.agents=7"))
    assert moved == values
    assert world_values(world("firm", "talk.referral=0.2")) != values


def test_what_happens_by_date_is_part_of_a_world_and_how_it_is_told_is_not(tmp_path: Path) -> None:
    def values(about: str, market: float) -> dict[str, Any]:
        text = f'{WORLD}\n[[changes]]\nat = "9 d"\nabout = "{about}"\nprice.market = {market}\n'
        (tmp_path / "x.toml").write_text(text, encoding="utf-8")
        return world_values(load(str(tmp_path / "x.toml")))

    by_date = {key: value for key, value in values("", 0.9).items() if key.startswith("changes.")}
    assert by_date == {"changes.0.at": "9 d", "changes.0.price.market": 0.9}
    assert values("a price war", 0.9) == values("", 0.9) != values("", 0.8)


@pytest.mark.parametrize(("days", "more"), [(365, []), (366, ["retention@365d"])])
def test_retention_after_a_year_is_measured_where_there_is_more_than_one(
    days: int, more: list[str]
) -> None:
    measured = measured_metrics(world("firm", f"run.days={days} d"))
    assert measured == (*metrics.HEADLINE, *more)


def test_policies_of_today_are_put_into_the_older_world(tmp_path: Path) -> None:
    """Its world's values, their levers; what is no longer there is not dragged along."""
    fax = '\n[service.channels.fax]\nagents = 1\npay = "9 per h"\n'
    (tmp_path / "old.toml").write_text(WORLD + fax, encoding="utf-8")
    text = WORLD.replace(
        "[policies.caring]", "[policies.later]\nlabel = 'later'\n[policies.caring]"
    )
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    older = load(
        str(tmp_path / "old.toml"),
        settings=("talk.referral=0.25", "service.channels.phone.patience.mean=9 min"),
    )
    newer = load(str(tmp_path / "new.toml"), settings=("service.channels.phone.agents=7",))
    between = in_older_world(older, newer)
    assert between is not None
    assert between.tables.talk.referral == 0.25
    assert between.tables.service.channels["phone"].agents == 7
    assert "later" in between.policies
    assert "fax" not in between.tables.service.channels
    there = world_values(older)
    assert world_values(between) == {key: there[key] for key in there if ".fax." not in key}
    assert there["service.channels.phone.patience.mean"] == "9 min"
