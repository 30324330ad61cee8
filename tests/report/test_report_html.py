"""The page: one file, nothing from outside, the same bytes again, every text as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from worlds import WORLD, changed

from journeysim.experiment.assumptions import measure_assumptions
from journeysim.experiment.break_even import BreakEven, Crossing, Swing
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.curves import PROFIT, RETENTION, curve, lead
from journeysim.experiment.draws import Draws
from journeysim.experiment.explain import explain
from journeysim.experiment.twins import measure_twins
from journeysim.report.closing import closing_lines, in_focus
from journeysim.report.decision import alike, decision, payback
from journeysim.report.html import page, people
from journeysim.report.html.contents import Contents, JudgedWorld
from journeysim.report.html.drawing import apart, drawn
from journeysim.report.knob_text import roughly
from journeysim.scenario.scenario import Scenario, load

HOSTILE = "<script>alert(1)</script>\"' & $x^2$ {{ 7*7 }} \\frac"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The small firm, smaller."""
    path = tmp_path_factory.mktemp("firm") / "firm.toml"
    path.write_text(WORLD, encoding="utf-8")
    return changed(load(str(path)), "population.customers=60")


@pytest.fixture(scope="module")
def measured(firm: Scenario) -> Experiment:
    """Its policies, measured."""
    return measure(firm, firm.policies, jobs=1)


@pytest.fixture(scope="module")
def contents(firm: Scenario, measured: Experiment) -> Contents:
    """Everything a report may tell."""
    worlds = [JudgedWorld("patient", "people wait longer", "assumed", measured)]
    plausible = measure_assumptions(firm, firm.policies, ("retention", "profit"), worlds=3, jobs=1)
    return Contents(
        measured,
        "plain",
        "caring",
        "journeysim report firm.toml",
        worlds,
        plausible,
        twins=measure_twins(firm, "plain", "caring", jobs=1),
        explained=explain(firm, "plain", "caring", jobs=1),
    )


@pytest.fixture(scope="module")
def text(contents: Contents) -> str:
    """The page."""
    return page.report(contents)


class Elements(HTMLParser):
    """Every element with its attributes, and the balance of what is opened and closed."""

    EMPTY = ("meta", "br", "img", "link")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_element_that_opens_closes(text: str) -> None:
    assert Elements(text).open == []


def test_nothing_comes_from_outside(text: str) -> None:
    elements = Elements(text).found
    assert not [tag for tag, _ in elements if tag in ("script", "img", "link", "iframe", "object")]
    for _, attributes in elements:
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("src", "href", "xlink:href"):
                assert (value or "").startswith("#")
    assert not re.search(r"url\((?!#)", text)
    assert "@import" not in text


def test_the_policy_of_the_page_forbids_what_it_does_not_need(text: str) -> None:
    (rule,) = (
        attributes["content"]
        for tag, attributes in Elements(text).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert rule is not None
    assert "default-src 'none'" in rule
    assert "http" not in rule


def test_links_lead_somewhere_and_no_name_is_given_twice(text: str) -> None:
    elements = Elements(text).found
    names = [str(attributes["id"]) for _, attributes in elements if "id" in attributes]
    anchors = [name for name in names if re.fullmatch(r"[a-z]+", name)]
    assert len(anchors) == len(set(anchors))
    for tag, attributes in elements:
        if tag == "a":
            assert str(attributes["href"])[1:] in anchors


def test_every_drawing_is_sound_and_says_what_it_shows(text: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(drawings) >= 12
    for drawing in drawings:
        root = ElementTree.fromstring(
            drawing.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1)
        )
        assert root.get("role") == "img"
        assert len(root.get("aria-label") or "") > 40


def test_the_same_contents_give_the_same_bytes(contents: Contents, text: str) -> None:
    assert page.report(contents) == text


def test_a_users_settings_of_the_drawing_library_change_nothing(
    contents: Contents, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib

    monkeypatch.setitem(matplotlib.rcParams, "xtick.major.size", 17.0)
    assert page.report(contents) == text


def test_texts_are_shown_and_never_obeyed(write: Callable[..., Path]) -> None:
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    world = WORLD.replace('title = "A small firm"', f'title = "{quoted}"\nstory = "{quoted}"')
    world = world.replace('label = "caring"', f'label = "{quoted}"\nabout = "{quoted}"')
    scenario = changed(load(str(write(world))), "population.customers=20", "run.days=20 d")
    experiment = measure(scenario, ("plain", "caring"), jobs=1, replications=2)
    found = page.report(Contents(experiment, "plain", "caring", HOSTILE))
    elements = Elements(found)
    assert "script" not in {tag for tag, _ in elements.found}
    assert elements.open == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "{{ 7*7 }}" in found
    assert "$x^2$" in found


def test_prose_keeps_every_character_and_marks_stress_and_names() -> None:
    assert page.prose("a *b* <i>\n\n`c` & d") == (
        "<p>a <em>b</em> &lt;i&gt;</p>\n<p><code>c</code> &amp; d</p>"
    )


@pytest.mark.parametrize(
    "settings",
    [
        ("run.days=0.5 d",),
        ("run.days=1 d",),
        ("population.customers=0",),
        ("population.customers=1", "run.days=3 d"),
    ],
)
def test_a_world_with_hardly_anything_in_it_still_makes_a_page(
    firm: Scenario, settings: tuple[str, ...]
) -> None:
    experiment = measure(changed(firm, *settings), ("plain", "caring"), jobs=1, replications=1)
    found = page.report(Contents(experiment, "plain", "caring", "journeysim"))
    assert Elements(found).open == []
    assert "nan" not in re.sub(r"<[^>]*>", "", found).split()


def test_a_lead_is_the_difference_of_the_curves(measured: Experiment) -> None:
    for what in (RETENTION, PROFIT):
        ours, theirs = (curve(measured, policy, what) for policy in ("caring", "plain"))
        found = lead(measured, "caring", "plain", what)
        assert found.days == ours.days
        for difference, one, other in zip(found.mean, ours.mean, theirs.mean, strict=True):
            assert difference == pytest.approx(one - other, abs=1e-9)


def test_curves_end_at_the_metrics_of_the_horizon(measured: Experiment) -> None:
    days = measured.scenario.tables.run.days
    for what, metric in ((RETENTION, "retention"), (PROFIT, "profit")):
        found = curve(measured, "caring", what)
        assert found.days[-1] == days
        assert found.mean[-1] == pytest.approx(measured.estimate("caring", metric).mean)


def test_a_policy_against_itself_leads_by_nothing(measured: Experiment) -> None:
    found = lead(measured, "caring", "caring", PROFIT)
    assert set(found.low) == set(found.high) == {0.0}


def test_labels_lie_apart_in_their_order_and_near_their_lines() -> None:
    found = apart([10.0, 10.1, 50.0, 10.2], 2.0)
    assert [found[index] for index in (0, 1, 3)] == pytest.approx([8.1, 10.1, 12.1])
    assert found[2] == pytest.approx(50.0)


def plain_text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page)))


def test_the_page_and_the_brief_begin_as_a_comparison_ends(contents: Contents) -> None:
    lines = closing_lines(contents.experiment, "plain", assumed=14, focus="caring")
    assert len(lines) == 2
    found = replace(contents, closing=lines)
    for made in (page.report(found), page.one_sheet(found)):
        assert " ".join(lines) in plain_text(made)


def test_the_page_shows_which_policy_is_best_over_chance_and_assumptions(
    contents: Contents,
) -> None:
    seen = {
        policy: {
            "retention": (0.5 + 0.1 * rank,) * 12,
            "profit": (-100.0 * rank,) * 12,
            "total_value": (100.0 * rank,) * 12,
        }
        for rank, policy in enumerate(contents.experiment.policies)
    }
    text = plain_text(page.report(replace(contents, draws=Draws(9, "retention", seen))))
    assert "In how many of 12 draws of chance and 9 assumed figures each policy brings most" in text
    assert "Which is best, if neither chance nor the assumptions are known?" in text


def test_the_policy_in_focus_earns_most_or_keeps_most(measured: Experiment) -> None:
    told = {
        "plain": {"retention": (0.5,) * 3, "total_value": (100.0,) * 3},
        "caring": {"retention": (0.9,) * 3, "total_value": (90.0,) * 3},
        "staffed": {"retention": (0.8,) * 3, "total_value": (80.0,) * 3},
    }
    experiment = replace(measured, policies=tuple(told), observations=told)
    assert in_focus(experiment, "plain") == "caring"
    assert in_focus(experiment, "staffed") == "plain"


SWING = Swing(("experience", "waiting"), 0.03, 0.0, 0.06, 100.0, 150.0, -20.0)
NEAR = Swing(("problems", "breakdown", "severity"), 0.4, 0.1, 0.6, 100.0, 90.0, 130.0)


def test_a_brief_says_what_would_overturn_the_decision_and_what_would_not(
    contents: Contents,
) -> None:
    turns = [BreakEven(SWING, Crossing(0.0512, 0.0505, 0.052)), BreakEven(NEAR, None)]
    found = page.one_sheet(replace(contents, swings=[SWING, NEAR], turns=turns))
    elements = Elements(found)
    assert elements.open == []
    text = plain_text(found)
    assert "One assumption would overturn it" in text
    assert "Above about 5.1 % (by chance 5.1 % to 5.2 %) caring earns less than plain." in text
    assert "Even at 10 % caring still earns 90 EUR more than plain." in text
    assert "runs from +150 EUR to -20 EUR" in text
    assert len(re.findall("<svg", found)) == 2


def test_a_brief_promises_no_more_than_was_found(contents: Contents) -> None:
    found = page.one_sheet(replace(contents, swings=[NEAR], turns=[BreakEven(NEAR, None)]))
    assert "No single assumption overturns it" in found


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.034567, "share", "3.46 %"),
        (0.1 / 365, "rate", "0.1 per year"),
        (5 / 1440, "duration", "5 min"),
        (0.25, "duration", "6 h"),
        (180.0, "duration", "180 d"),
        (2.6, "number", "2.6"),
    ],
)
def test_values_are_said_roughly_in_a_fitting_unit(value: float, unit: str, text: str) -> None:
    assert roughly(value, unit) == text


def test_the_ledger_on_the_page_adds_up_to_the_people_kept(contents: Contents) -> None:
    assert contents.twins is not None
    experiment = contents.experiment
    kept = experiment.difference("caring", "plain", "retention").estimate.mean
    *parts, whole = people.whose_doing(contents.twins)
    assert whole.net.number == f"{60 * kept:+.1f}"
    assert sum(float(part.net.number) for part in parts) == pytest.approx(60 * kept, abs=0.11)
    segments = people.by_segment(contents.twins)
    assert sum(float(part.net.number) for part in segments) == pytest.approx(60 * kept, abs=0.11)


def test_the_steps_on_the_page_end_at_the_difference_above_them(contents: Contents) -> None:
    retention, profit = people.explained(contents)
    kept = contents.experiment.difference("caring", "plain", "retention").estimate.mean
    assert f"together {100 * kept:+.1f}" in retention.chart
    assert "touch reminder" in retention.chart
    assert "EUR" in profit.caption


def test_policies_that_differ_in_nothing_have_no_steps(contents: Contents, firm: Scenario) -> None:
    same = explain(firm, "plain", "plain", jobs=1, replications=2)
    assert people.explained(replace(contents, explained=same)) == []


def test_lengths_are_shortened_and_figures_are_not() -> None:
    def paint(figure: object, axes: Any) -> None:
        axes.plot([0.0, 1.0 / 3.0], [0.0, 2.0 / 3.0])
        axes.text(0.1, 0.1, "0.00489 and +0.002")

    found = drawn("small", "A line with a figure beside it.", (240.0, 180.0), paint)
    assert "0.00489 and +0.002" in found
    inside = " ".join(re.findall(r"<[^>]+>", found))
    assert not re.search(r"\d\.\d{3}", inside)


def test_money_that_is_not_settled_is_not_ahead_for_good(measured: Experiment) -> None:
    told = {
        "plain": {"retention": (0.5, 0.5, 0.5), "profit": (100.0, 100.0, 100.0)},
        "caring": {"retention": (0.6, 0.6, 0.6), "profit": (90.0, 130.0, 95.0)},
    }
    cash = {"plain": ((0.0, 0.0, 0.0),) * 3, "caring": ((-1.0, -1.0, 5.0),) * 3}
    experiment = replace(measured, policies=("plain", "caring"), observations=told, cash=cash)
    day, words = payback(decision(experiment, "caring", "plain"), experiment)
    assert day == "day 3"
    assert "too close to call" in words


def test_a_brief_names_the_world_in_which_several_numbers_turn_it_over(contents: Contents) -> None:
    told = {policy: dict(found) for policy, found in contents.experiment.observations.items()}
    swapped = told | {"plain": told["caring"], "caring": told["plain"]}
    other = replace(contents.experiment, observations=swapped)
    worlds = [*contents.worlds, JudgedWorld("upside_down", "all is otherwise", "assumed", other)]
    found = page.one_sheet(
        replace(contents, worlds=worlds, swings=[NEAR], turns=[BreakEven(NEAR, None)])
    )
    assert "in the world “upside down” (all is otherwise)" in found
    assert "in the world “patient”" not in found


def test_policies_that_do_the_same_under_another_name_are_named(measured: Experiment) -> None:
    told = dict(measured.observations) | {"staffed": measured.observations["caring"]}
    experiment = replace(measured, observations=told)
    found = decision(experiment, "caring", "plain")
    assert alike(found, experiment) == "Staffed does exactly the same, run by run."
    assert alike(decision(measured, "caring", "plain"), measured) == ""
