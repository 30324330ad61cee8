"""Claims: verdicts say what intervals say, and every position speaks of what there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journeysim import metrics
from journeysim.experiment import claims
from journeysim.experiment.break_even import Crossing
from journeysim.experiment.claims import (
    ClaimBreakEven,
    ClaimVerdict,
    RunOptions,
    Score,
    WorldVerdict,
    between,
    judged,
    span,
    verdict,
)
from journeysim.experiment.compare import names_in
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.viewpoints import (
    AUTHOR,
    EVIDENCE,
    VIEWPOINTS,
    WORLDS,
    WORST,
    ViewpointClaim,
)
from journeysim.numerals import spelled
from journeysim.report import scoreboard
from journeysim.scenario import describe
from journeysim.scenario.scenario import load
from journeysim.scenario.tables import Tables

EVERY = [claim for viewpoint in VIEWPOINTS for claim in viewpoint.claims]
README = Path(__file__).resolve().parents[2] / "README.md"
MORE = ViewpointClaim("keeps more", "come_back", "service_label", "neglect", "retention")
SAME = replace(MORE, says="same")


@pytest.mark.parametrize(
    ("claim", "low", "high", "expected"),
    [
        (MORE, 0.01, 0.02, ClaimVerdict.HOLDS),
        (MORE, -0.02, -0.01, ClaimVerdict.FAILS),
        (MORE, -0.01, 0.02, ClaimVerdict.OPEN),
        (MORE, 0.0, 0.02, ClaimVerdict.OPEN),
        (MORE, 0.0, 0.0, ClaimVerdict.FAILS),
        (MORE, float("nan"), float("nan"), ClaimVerdict.OPEN),
        (SAME, 0.0, 0.0, ClaimVerdict.HOLDS),
        (SAME, 0.01, 0.02, ClaimVerdict.FAILS),
        (SAME, -0.01, 0.02, ClaimVerdict.OPEN),
    ],
)
def test_a_verdict_is_what_the_interval_says(
    claim: ViewpointClaim, low: float, high: float, expected: ClaimVerdict
) -> None:
    assert verdict(claim, Estimate((low + high) / 2, low, high, 6)) == expected


def test_there_are_five_positions_each_with_claims_of_its_own() -> None:
    assert len(VIEWPOINTS) == 5
    assert len({viewpoint.care for viewpoint in VIEWPOINTS}) == 5
    assert all(
        viewpoint.claims and viewpoint.lever and viewpoint.thesis for viewpoint in VIEWPOINTS
    )
    assert len({(claim.scenario, claim.text) for claim in EVERY}) == len(EVERY)


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: f"{claim.scenario}: {claim.text}")
def test_a_claim_speaks_of_what_there_is(claim: ViewpointClaim) -> None:
    scenario = load(claim.scenario)
    assert {claim.policy, claim.against} <= set(scenario.policies)
    assert set(WORLDS) <= set(scenario.worlds)
    request = metrics.find(claim.metric)
    request.check(names_in(scenario))
    assert request.metric.better == "higher"
    if claim.knob:
        place = describe.place(Tables, tuple(claim.knob.split(".")))
        assert place is not None
        low, high = span(scenario, tuple(claim.knob.split(".")))
        assert low < high


def test_the_way_to_another_world_begins_here_and_ends_there() -> None:
    here, there = load("card_issuer", world=EVIDENCE), load("card_issuer", world=WORST)
    begun, ended = between(here, there, 0.0), between(here, there, 1.0)
    assert begun.sha256 == here.sha256
    assert ended.tables.experience == there.tables.experience
    assert ended.tables.leaving == there.tables.leaving
    halfway = between(here, there, 0.5).tables.experience.waiting
    assert halfway == pytest.approx(
        (here.tables.experience.waiting + there.tables.experience.waiting) / 2
    )


def test_labels_agree_to_the_last_bit_in_every_world(monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch)
    name = replace(VIEWPOINTS[0], claims=VIEWPOINTS[0].claims[:2])
    (found,) = judged([name], RunOptions(replications=2, jobs=1)).values()
    assert {each.verdict for score in found for each in score.worlds} == {ClaimVerdict.HOLDS}
    assert {each.estimate.mean for score in found for each in score.worlds} == {0.0}
    assert [score.break_even for score in found] == [None, None]


def test_a_score_holds_the_differences_of_its_worlds_and_a_brink_between_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _small(monkeypatch)
    claim = ViewpointClaim(
        "earns more", "burger_counter", "ownership", "silent", "profit", "leaving.credit_effect"
    )
    viewpoint = replace(VIEWPOINTS[3], claims=(claim,))
    (score,) = judged([viewpoint], RunOptions(replications=2, seed=4, jobs=1))["ownership"]
    assert [each.world for each in score.worlds] == list(WORLDS)
    assert all(each.estimate.n == 2 for each in score.worlds)
    break_even = score.break_even
    assert break_even is not None
    assert break_even.low < break_even.value < break_even.high
    stands, worst = (score.worlds[WORLDS.index(world)].estimate.mean for world in (EVIDENCE, WORST))
    assert (break_even.way is not None) == (stands * worst < 0)
    assert break_even.at is None or break_even.low <= break_even.at <= break_even.high


def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped scenarios with few people and days."""
    real = RunOptions.load
    monkeypatch.setattr(
        claims.RunOptions,
        "load",
        lambda options, name, world: real(options, name, world).with_settings(
            ["population.customers=30", "run.days=40 d"]
        ),
    )


def _score(at: Crossing | None, way: Crossing | None, mean: float = 0.034) -> Score:
    found = Estimate(mean, mean - 0.01, mean + 0.01, 6)
    worlds = tuple(WorldVerdict(world, found, verdict(MORE, found)) for world in WORLDS)
    claim = replace(MORE, knob="experience.waiting")
    return Score(claim, worlds, ClaimBreakEven(("experience", "waiting"), 0.03, 0.0, 0.06, at, way))


@pytest.mark.parametrize(
    ("at", "way", "text"),
    [
        (Crossing(0.045, 0.041, 0.049), None, "experience.waiting above about 4.5 % (by chance 4.1 % to 4.9 %) (taken: 3 %)"),
        (Crossing(0.012, 0.0, 0.02), Crossing(0.4, 0.3, None), "experience.waiting below about 1 % (by chance 0 % to 2 %) (taken: 3 %); about 40 % (by chance 30 % or more) of the way to the least favourable world"),
        (None, None, "nowhere with experience.waiting from 0 % to 6 %"),
    ],
)  # fmt: skip
def test_a_brink_is_told_in_words(at: Crossing | None, way: Crossing | None, text: str) -> None:
    assert spelled(scoreboard.break_even(_score(at, way))) == text


def test_the_scoreboard_marks_each_verdict_with_its_difference() -> None:
    viewpoint = replace(VIEWPOINTS[0], claims=(_score(None, None).claim,))
    found = scoreboard.markdown(
        [viewpoint], {viewpoint.care: [_score(None, Crossing(0.5, 0.45, 0.55))]}
    )
    assert found.count("✓ +3.4 ±1.0") == 3
    assert "keeps more (retention, points)" in found
    assert AUTHOR.replace("_", " ") in found


def board() -> str:
    """The scoreboard as it stands in the README."""
    text = README.read_text(encoding="utf-8")
    return text.split("<!-- scoreboard -->\n")[1].split("<!-- end -->")[0]


def test_the_readme_has_a_row_for_every_claim_in_order() -> None:
    rows = [line.split(" | ") for line in board().splitlines() if line.startswith("|")][2:]
    assert [row[1].rpartition(" (")[0] for row in rows] == [claim.text for claim in EVERY]
    assert all(cell.lstrip()[0] in "✓✗?" for row in rows for cell in row[2:5])


@pytest.mark.slow
def test_the_readme_shows_what_the_command_prints_today() -> None:
    """Several hundred runs: a minute or three with the compiled engine."""
    found = judged(VIEWPOINTS, RunOptions(engine=lambda *_: "compiled"))
    assert scoreboard.markdown(VIEWPOINTS, found) == board()
