"""Claims: verdicts say what intervals say, and every position speaks of what there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journeysim import metrics
from journeysim.experiment import claims
from journeysim.experiment.claims import (
    Brink,
    How,
    Judged,
    Score,
    Verdict,
    between,
    judged,
    span,
    verdict,
)
from journeysim.experiment.compare import names_in
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.positions import AUTHOR, EVIDENCE, POSITIONS, WORLDS, WORST, Claim
from journeysim.report import scoreboard
from journeysim.scenario import describe
from journeysim.scenario.scenario import load
from journeysim.scenario.tables import Tables

EVERY = [claim for position in POSITIONS for claim in position.claims]
README = Path(__file__).resolve().parents[2] / "README.md"
MORE = Claim("keeps more", "come_back", "service_label", "neglect", "retention")
SAME = replace(MORE, says="same")


@pytest.mark.parametrize(
    ("claim", "low", "high", "expected"),
    [
        (MORE, 0.01, 0.02, Verdict.HOLDS),
        (MORE, -0.02, -0.01, Verdict.FAILS),
        (MORE, -0.01, 0.02, Verdict.OPEN),
        (MORE, 0.0, 0.02, Verdict.OPEN),
        (MORE, 0.0, 0.0, Verdict.FAILS),
        (MORE, float("nan"), float("nan"), Verdict.OPEN),
        (SAME, 0.0, 0.0, Verdict.HOLDS),
        (SAME, 0.01, 0.02, Verdict.FAILS),
        (SAME, -0.01, 0.02, Verdict.OPEN),
    ],
)
def test_a_verdict_is_what_the_interval_says(
    claim: Claim, low: float, high: float, expected: Verdict
) -> None:
    assert verdict(claim, Estimate((low + high) / 2, low, high, 6)) == expected


def test_there_are_five_positions_each_with_claims_of_its_own() -> None:
    assert len(POSITIONS) == 5
    assert len({position.care for position in POSITIONS}) == 5
    assert all(position.claims and position.lever and position.thesis for position in POSITIONS)
    assert len({(claim.scenario, claim.text) for claim in EVERY}) == len(EVERY)


@pytest.mark.parametrize("claim", EVERY, ids=lambda claim: f"{claim.scenario}: {claim.text}")
def test_a_claim_speaks_of_what_there_is(claim: Claim) -> None:
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
    name = replace(POSITIONS[0], claims=POSITIONS[0].claims[:2])
    (found,) = judged([name], How(replications=2, jobs=1)).values()
    assert {each.verdict for score in found for each in score.worlds} == {Verdict.HOLDS}
    assert {each.estimate.mean for score in found for each in score.worlds} == {0.0}
    assert [score.brink for score in found] == [None, None]


def test_a_score_holds_the_differences_of_its_worlds_and_a_brink_between_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _small(monkeypatch)
    claim = Claim(
        "earns more", "burger_counter", "ownership", "silent", "profit", "leaving.credit_effect"
    )
    position = replace(POSITIONS[3], claims=(claim,))
    (score,) = judged([position], How(replications=2, seed=4, jobs=1))["ownership"]
    assert [each.world for each in score.worlds] == list(WORLDS)
    assert all(each.estimate.n == 2 for each in score.worlds)
    brink = score.brink
    assert brink is not None
    assert brink.low < brink.value < brink.high
    stands, worst = (score.worlds[WORLDS.index(world)].estimate.mean for world in (EVIDENCE, WORST))
    assert (brink.way is not None) == (stands * worst < 0)
    assert brink.at is None or brink.low <= brink.at <= brink.high


def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped scenarios with few people and days."""
    real = How.load
    monkeypatch.setattr(
        claims.How,
        "load",
        lambda how, name, world: real(how, name, world).with_settings(
            ["population.customers=30", "run.days=40 d"]
        ),
    )


def _score(at: float | None, way: float | None, mean: float = 0.034) -> Score:
    found = Estimate(mean, mean - 0.01, mean + 0.01, 6)
    worlds = tuple(Judged(world, found, verdict(MORE, found)) for world in WORLDS)
    claim = replace(MORE, knob="experience.waiting")
    return Score(claim, worlds, Brink(("experience", "waiting"), 0.03, 0.0, 0.06, at, way))


@pytest.mark.parametrize(
    ("at", "way", "text"),
    [
        (0.045, None, "experience.waiting above 4.5 % (taken: 3 %)"),
        (0.012, 0.4, "experience.waiting below 1.2 % (taken: 3 %); 40 % of the way to the least favourable world"),
        (None, None, "nowhere with experience.waiting from 0 % to 6 %"),
    ],
)  # fmt: skip
def test_a_brink_is_told_in_words(at: float | None, way: float | None, text: str) -> None:
    assert scoreboard.turning(_score(at, way)) == text


def test_the_scoreboard_marks_each_verdict_with_its_difference() -> None:
    position = replace(POSITIONS[0], claims=(_score(None, None).claim,))
    found = scoreboard.markdown([position], {position.care: [_score(None, 0.5)]})
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
    found = judged(POSITIONS, How(engine=lambda *_: "compiled"))
    assert scoreboard.markdown(POSITIONS, found) == board()
