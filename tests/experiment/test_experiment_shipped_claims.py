"""The claims of the shipped scenarios: what each model is for, settled soon on the default seed."""

from __future__ import annotations

import pytest

from journeysim.engine.choice import is_there
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.resolved_claims import ResolvedClaim, resolved_claims
from journeysim.experiment.sequential import Sample
from journeysim.experiment.verdicts import trial
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario, load


def asked(name: str) -> list[tuple[Scenario, list[ResolvedClaim]]]:
    """The claims of a shipped scenario, world by world."""
    plain = load(name)
    worlds = {world for expect in plain.tables.expect for world in expect.worlds}
    there = [plain, *(load(name, world=world) for world in plain.worlds if world in worlds)]
    return [(scenario, resolved_claims(scenario, everywhere=False)) for scenario in there]


@pytest.mark.parametrize("name", shipped.names())
def test_every_scenario_claims_several_things_and_where_they_fail(name: str) -> None:
    by_world = asked(name)
    claims = [question for _, each in by_world for question in each]
    assert len(claims) >= 6
    assert any(scenario.world == "least_favourable" for scenario, _ in by_world)
    assert len({question.metric for question in claims}) >= 4
    assert all(question.looks[-1] <= 32 for question in claims)


@pytest.mark.parametrize("name", shipped.names())
def test_every_claim_is_settled_by_the_second_look(name: str) -> None:
    """Compiled, because SimPy would take minutes; both engines give the same numbers."""
    if not is_there():
        pytest.skip("the compiled engine cannot run here")
    for scenario, each in asked(name):
        names = tuple(dict.fromkeys(question.metric for question in each))
        states = trial(Sample(scenario, names), each, engine_for=lambda _: "compiled")
        for judgement in list(states)[-1].judgements:
            said = f"{judgement.claim.policy}: {judgement.claim.text}"
            assert judgement.verdict is Verdict.PASS, said
            assert judgement.looks <= 2, said
