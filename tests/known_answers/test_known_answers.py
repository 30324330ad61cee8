"""Worlds whose answers are known: ordinary scenario files, held against closed forms.

Every world is a shipped file, run like any other; no engine knows of them. The exact value lies
within the 99.9 % interval over independent replications, and that interval reaches no further than
2 % of it to either side.
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from pathlib import Path

import pytest

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.errors import ScenarioError
from journeysim.experiment.compare import measure
from journeysim.experiment.estimate import Estimate, half_width
from journeysim.experiment.verify import verification
from journeysim.experiment.verify.answers import FORMS, Answer, answers_of, form_of, shipped_world
from journeysim.experiment.verify.verification import VerifiedAnswer
from journeysim.scenario import shipped
from journeysim.scenario.scenario import load

WORLDS = [world for form in FORMS for world in form.worlds]
SINGLE = 0.999


@pytest.mark.parametrize("world", WORLDS)
def test_the_simulated_means_agree_with_the_exact_answers(world: str) -> None:
    """|mean - exact| <= half-width of the 99.9 % interval <= 2 % of exact."""
    scenario = load(shipped_world(world))
    answers = [each for each in answers_of(scenario, form_of(scenario)) if each.longer == 1]
    names = [answer.metric for answer in answers]
    engine = choice.chosen(choice.AUTO, [scenario], scenario.tables.run.replications, 1)
    count = scenario.tables.run.replications
    found = measure(scenario, ("baseline",), names, replications=count, jobs=1, engine=engine)
    for answer in answers:
        seen = found.observations["baseline"][answer.metric]
        half = half_width(seen, SINGLE)
        assert half <= 0.02 * answer.exact, answer
        assert abs(fsum(seen) / len(seen) - answer.exact) <= half, answer


@pytest.mark.slow
def test_all_answers_agree_together_by_both_engines_and_the_laws_hold() -> None:
    engines = (COMPILED, SIMPY) if choice.is_there() else (SIMPY,)
    found = verification.verified_answers(verification.every_world(), engines)
    assert len(found) > 25
    assert {each.verdict for each in found} == {"pass"}
    assert all(law.holds for law in verification.laws(engines))


def test_every_shipped_world_is_put_to_the_test() -> None:
    assert {*map(shipped_world, WORLDS), shipped_world("same_twice")} == {*shipped.known_answers()}


def test_the_laws_hold_by_the_engine_that_is_read() -> None:
    """Conservation, and a policy against its own copy: exactly, not just closely."""
    found = verification.laws((SIMPY,))
    assert len(found) == 2
    assert all(law.holds for law in found)


def test_a_law_that_is_broken_is_seen(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two policies that do differ are no copies of each other."""
    text = 'schema = 2\nextends = "known_answers/same_twice.toml"\n[policies.other]\n'
    path = write(text + "sales.push = 1\n")
    monkeypatch.setattr(verification, "shipped_world", lambda name: str(path))
    assert {law.verdict for law in verification.laws((SIMPY,))} == {"pass", "fail"}


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.995, 1.015, "pass"), (1.001, 1.01, "fail"), (0.9, 1.1, "undecided")],
)
def test_a_verdict_comes_from_the_interval(low: float, high: float, verdict: str) -> None:
    scenario = load(shipped_world("referrals"))
    found = Estimate((low + high) / 2, low, high, 9)
    answer = Answer("active", "of all", 1.0)
    assert VerifiedAnswer(scenario, FORMS[5], answer, found, None).verdict == verdict
    assert VerifiedAnswer(scenario, FORMS[5], answer, None, found).verdict == verdict


def test_parameters_may_change_and_the_answer_follows() -> None:
    more = load(shipped_world("erlang_c"), settings=("service.channels.phone.agents=3",))
    plain = load(shipped_world("erlang_c"))
    form = form_of(more)
    assert form == form_of(plain)
    ours, theirs = (answers_of(each, form) for each in (more, plain))
    assert ours[0].exact < 0.5 * theirs[0].exact
    assert ours[2].exact == pytest.approx(theirs[2].exact * 2 / 3)


def test_a_world_without_an_exact_answer_is_refused_by_the_knob_in_the_way() -> None:
    settings = ("service.channels.phone.shrinkage=0.2",)
    with pytest.raises(
        ScenarioError, match=r"phone\.shrinkage: no exact answer is known"
    ) as caught:
        form_of(load(shipped_world("erlang_c"), settings=settings))
    assert "service.channels.phone.agents" in str(caught.value)


def test_a_line_that_grows_for_ever_has_no_answer() -> None:
    scenario = load(shipped_world("erlang_c"), settings=("service.channels.phone.agents=1",))
    with pytest.raises(ScenarioError, match="fewer contacts than the agents can answer"):
        answers_of(scenario, form_of(scenario))
