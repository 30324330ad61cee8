"""The firm of day 0: classes of customers that buy and leave as all those in the data would."""

from __future__ import annotations

from math import fsum

import numpy as np
import pytest
from made import ALPHA, A, B, R

from journeysim.calibration import bgnbd, posteriors
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.histories import Histories
from journeysim.calibration.likelihood import Maximum
from journeysim.calibration.sbg import Sbg
from journeysim.engine.choice import COMPILED, SIMPY, is_there
from journeysim.engine.des.loop import Simulation
from journeysim.engine.running import run
from journeysim.events import EventType
from journeysim.experiment.verify import formulas
from journeysim.experiment.verify.answers import answers_of, form_of, shipped_world
from journeysim.metrics import find
from journeysim.scenario.encoding import encode
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, load

NO_FIT = Maximum((), 0.0, None, ())  # type: ignore[arg-type]
TRUE = BgNbd(R, ALPHA, A, B, NO_FIT, 0, 0)


def lived(count: int, seed: int) -> tuple[Histories, np.ndarray, np.ndarray]:
    """Histories of a known generator, and when its customers would come next: nan for those who are gone.

    The generator is journeysim's: whoever comes decides first, and from the second occasion on.
    """
    luck = np.random.default_rng(seed)
    rate, chance = luck.gamma(R, 1.0 / ALPHA, count), luck.beta(A, B, count)
    age = luck.uniform(30.0, 500.0, count)
    x, last = np.zeros(count, dtype=int), np.zeros(count)
    there = np.ones(count, dtype=bool)
    coming = luck.exponential(1.0 / rate)
    while (comes := there & (coming <= age)).any():
        there[comes & (x > 0) & (luck.random(count) < chance)] = False
        buys = comes & there
        x[buys] += 1
        last[buys] = coming[buys]
        coming[buys] += luck.exponential(1.0 / rate[buys])
    return Histories(x, last, age, np.zeros(count)), there, chance


def bought(rows: list[Table], mean_gap: float, days: float) -> float:
    """What the customers of some classes are expected to buy, by the closed form of each class."""
    return fsum(
        row["weight"]
        * formulas.bg_nbd_class_purchases(
            row["frequency"]["shape"],
            row["frequency"]["shape"] / row["frequency"]["mean"] * mean_gap,
            row["chance"]["a"],
            row["chance"]["b"],
            row["first_decision"],
            days,
        )
        for row in rows
    )


def test_a_customer_s_expected_purchases_are_those_of_the_paper() -> None:
    """Fader, Hardie & Lee's example: x = 2, t_x = 30.43, T = 38.86 weeks buys 1.226 times in 39 weeks."""
    paper = (0.2425945, 4.4136019, 0.7929199, 2.4258881)
    known = Histories(np.array([2]), np.array([30.43]), np.array([38.86]), np.zeros(1))
    by_hand = formulas.bg_nbd_known_purchases(*paper, (2, 30.43, 38.86), 39.0)
    found = bgnbd.expected(BgNbd(*paper, NO_FIT, 0, 0), known, 39.0)
    assert by_hand == pytest.approx(1.226, abs=5e-4)
    assert found.tolist() == pytest.approx([by_hand])


@pytest.mark.parametrize("history", [(0, 0.0, 90.0), (1, 5.0, 90.0), (4, 80.0, 90.0)])
@pytest.mark.parametrize("a", [0.8, 1.7])
def test_who_is_there_and_buys_as_their_class_does_buys_what_is_expected(
    history: tuple[int, float, float], a: float
) -> None:
    """Equation 10, by another way: there, and then by the law of those who are."""
    x, recency, age = history
    model = BgNbd(R, ALPHA, a, B, NO_FIT, 0, 0)
    known = Histories(np.array([x]), np.array([recency]), np.array([age]), np.zeros(1))
    (row,) = posteriors.classes(posteriors.of_buyers(model, known))
    for days in (10.0, 300.0):
        expected = float(bgnbd.expected(model, known, days)[0])
        assert bought([row], model.mean_gap, days) == pytest.approx(expected, rel=2e-3)
        exact = formulas.bg_nbd_known_purchases(R, ALPHA, a, B, history, days)
        assert expected == pytest.approx(exact)


def test_where_the_formula_divides_by_nothing_it_has_its_limit() -> None:
    known, _, _ = lived(50, 3)
    below, at, above = (
        bgnbd.expected(BgNbd(R, ALPHA, a, B, NO_FIT, 0, 0), known, 200.0) for a in (0.99, 1.0, 1.01)
    )
    assert at.tolist() == pytest.approx((0.5 * (below + above)).tolist(), rel=1e-3)


def test_few_classes_buy_what_thousands_of_customers_are_expected_to() -> None:
    known, _, _ = lived(5000, 1)
    rows = posteriors.classes(posteriors.of_buyers(TRUE, known))
    assert len(rows) == posteriors.ROWS
    for days in (30.0, 90.0, 273.0, 1000.0):
        expected = float(bgnbd.expected(TRUE, known, days).sum())
        assert bought(rows, TRUE.mean_gap, days) == pytest.approx(expected, rel=1e-3)


def test_as_many_are_there_as_have_not_turned_away() -> None:
    """Number and chances of those a known generator still has, for those who came back and who did not."""
    known, there, chance = lived(40_000, 2)
    still = bgnbd.there(TRUE, known)
    spread = float(np.sqrt((still * (1.0 - still)).sum()))
    assert abs(float(still.sum()) - np.count_nonzero(there)) < 3.5 * spread
    assert (bgnbd.active(TRUE, known) <= still + 1e-12).all()
    for x in (0, 1, 3):
        here = there & (known.repeats == x)
        mean = A / (A + B + max(0, x - 1))
        assert float(chance[here].mean()) == pytest.approx(mean, rel=0.06)


CONTRACTS = Sbg(0.7, 3.0, 30.0, NO_FIT, 0)


def test_contracts_stand_by_how_often_they_were_renewed() -> None:
    """Beta(a, b + n) after n renewals; as many as there are, somewhere in their period."""
    running = np.array([100.0, 0.0, 50.0, 7.0])
    known = posteriors.of_contracts(CONTRACTS, running)
    assert known.customers == 157.0
    assert known.tenure.tolist() == [15.0, 75.0, 105.0]
    by_tenure = {row["tenure"]: row for row in posteriors.classes(known)}
    assert by_tenure["75 d"] == {
        "weight": 50.0, "tenure": "75 d", "frequency": {"kind": "constant", "mean": 1.0},
        "chance": {"kind": "beta", "a": 0.7, "b": 5.0}, "first_decision": 1,
    }  # fmt: skip


def test_simulated_contracts_are_renewed_as_their_tenure_says() -> None:
    """A law of renewals: of each tenure (b + n) / (a + b + n) go on."""
    known = posteriors.of_contracts(CONTRACTS, np.array([4000.0, 0.0, 6000.0]))
    world = load(
        shipped_world("contracts_regular"),
        settings=("population.customers=5000", "run.days=31 d", "purchase.gap.mean=30 d"),
    ).with_values(
        {"population": {"start": "staggered", "classes": posteriors.classes(known)}}, "test"
    )
    kept = 0.4 * 3.0 / 3.7 + 0.6 * 5.0 / 5.7
    found = find("retention").value(run(world, "baseline", 0))
    assert found == pytest.approx(kept, abs=4.0 * np.sqrt(kept * (1.0 - kept) / 5000))


def known_world(*settings: str) -> Scenario:
    return load(shipped_world("cdnow_known"), settings=settings)


def test_the_known_answer_is_the_conditional_expectation_of_the_histories_it_tells_of() -> None:
    """Six kinds of customers of whom the world's story tells, by equation 10, in weeks."""
    paper = (0.2425967, 4.413659, 0.7929869, 2.426164)
    told = {
        (0, 0.0, 38.9): 500, (0, 0.0, 30.0): 300, (1, 5.0, 36.0): 400, (1, 25.0, 36.0): 400,
        (3, 30.0, 38.0): 400, (8, 36.0, 38.5): 150,
    }  # fmt: skip
    world = known_world()
    for answer in answers_of(world, form_of(world)):
        weeks = int(answer.metric.split("@")[1].rstrip("d")) / 7.0
        exact = fsum(
            count * formulas.bg_nbd_known_purchases(*paper, history, weeks)
            for history, count in told.items()
        )
        assert answer.exact == pytest.approx(exact, rel=1e-4)


def traits(world: Scenario, engine: str = SIMPY) -> dict[str, bytes]:
    people = run(world, "baseline", 0, engine).people[: world.tables.population.customers]
    return {
        name: people[name].tobytes()
        for name in ("frequency", "base_hazard", "joined_at", "segment", "worth")
    }


def test_a_run_in_changes_nobody_s_number_rate_chance_tenure_or_first_decision() -> None:
    cold, warm = (
        known_world("population.customers=300", "run.days=1 d", f"run.run_in={days} d")
        for days in (0, 364)
    )
    assert traits(cold) == traits(warm)
    for world in (cold, warm):
        simulation = Simulation(encode(world, "baseline"), 1, 0)
        simulation.run_to(1e-6)
        assert len(simulation.log().of(EventType.JOINED)) == 300
        before = [person.decides_from - person.occasions for person in simulation.people]
        assert before == [1] * before.count(1) + [0] * before.count(0)
        assert abs(before.count(1) - 300 * 800 / 1825.9562) < 1.0


def test_a_forecast_after_a_run_in_is_the_same_but_for_luck() -> None:
    """Nothing has been felt in this world, so that the run-in has nothing to warm."""
    warm = known_world("population.customers=2000", "run.run_in=56 d")
    exact = answers_of(known_world("population.customers=2000"), form_of(known_world()))[-1].exact
    seen = [find("purchases@273d").value(run(warm, "baseline", number)) for number in range(2)]
    assert np.mean(seen) == pytest.approx(exact, rel=0.08)


def test_there_are_as_many_of_each_class_as_its_weight_says() -> None:
    """In every replication, to one (two classes have one tenure)."""
    world = known_world("run.days=1 d")
    rows = world.tables.population.classes
    whole = fsum(row.weight for row in rows)
    for number in range(2):
        since = run(world, "baseline", number).people["joined_at"]
        for tenure in {row.tenure for row in rows}:
            told = fsum(row.weight for row in rows if row.tenure == tenure) / whole * 1826
            assert abs(np.count_nonzero(since == -tenure) - told) < 2.0


@pytest.mark.parametrize("run_in", [0, 56])
def test_both_engines_write_the_same_of_customers_in_classes(run_in: int) -> None:
    if not is_there():
        pytest.skip("the compiled engine cannot run here")
    world = known_world("population.customers=200", "run.days=120 d", f"run.run_in={run_in} d")
    quick, slow = (run(world, "baseline", 0, engine) for engine in (COMPILED, SIMPY))
    assert quick.log.rows.tobytes() == slow.log.rows.tobytes()
    assert quick.people.tobytes() == slow.people.tobytes()
