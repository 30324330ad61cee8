"""Answers: which worlds have exact answers, and what these are by the scenario's own parameters.

A form is a family of worlds with one closed form. A scenario has its answers if it differs from one
of the form's shipped worlds in nothing but the parameters that the formula reads and the frame of
the run; so every parameter may be changed, and anything else is refused by name. Runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, fsum
from typing import Any, NamedTuple

from journeysim import units
from journeysim.errors import ScenarioError
from journeysim.experiment.verify import formulas
from journeysim.knobs import Spread
from journeysim.portable import exp, power
from journeysim.scenario import shipped
from journeysim.scenario.merging import Path, leaves
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import Tables

FRAME = (
    "run.days", "run.warmup", "run.replications", "run.seed", "run.start_date", "run.baseline",
    "run.max_customers", "schema", "title", "question", "story", "policies", "worlds", "dials",
    "expect", "lessons",
)  # fmt: skip
"""What may differ in every form: how long and how often, and what is only said."""

YEAR = 365.0


class Answer(NamedTuple):
    """A metric of a world, what it is in words, and its exact value in the metric's unit.

    longer: how many times the replications it needs that the others do.
    """

    metric: str
    words: str
    exact: float
    longer: int = 1


@dataclass(frozen=True)
class Form:
    """A family of worlds with a closed form. parameters: the knobs that the formula reads."""

    name: str
    worlds: tuple[str, ...]
    parameters: tuple[str, ...]
    source: str
    answers: Callable[[Tables], list[Answer]]


def _line(tables: Tables) -> tuple[float, float, int]:
    """Arrivals and services a day, and the agents, of a world that is one line."""
    phone = tables.service.channels["phone"]
    arrivals = tables.population.customers * tables.problems["call"].rate
    return arrivals, 1.0 / phone.handling.distribution().mean(), phone.agents


def _erlang_c(tables: Tables) -> list[Answer]:
    arrivals, service, agents = _line(tables)
    if arrivals >= agents * service:
        raise ValueError("needs fewer contacts than the agents can answer; without patience's end "
                         "the line would grow for ever")  # fmt: skip
    wait = formulas.erlang_c_wait(arrivals, service, agents)
    target = tables.service.target_wait
    return [
        Answer("wait_probability", "share who wait", formulas.erlang_c(arrivals / service, agents)),
        Answer(
            "service_level",
            f"share answered within {units.duration_text(target)}",
            formulas.erlang_c_within(arrivals, service, agents, target),
        ),
        Answer("occupancy", "busy share of staffed time", arrivals / service / agents),
        Answer("wait_mean", "mean wait, minutes", units.minutes(wait), longer=8),
    ]


def _erlang_a(tables: Tables) -> list[Answer]:
    arrivals, service, agents = _line(tables)
    patience = tables.service.channels["phone"].patience.distribution().mean()
    waits, abandons, wait, busy = formulas.erlang_a(arrivals, service, agents, 1.0 / patience)
    return [
        Answer("wait_probability", "share who wait", waits),
        Answer("abandonment", "share who hang up", abandons),
        Answer("wait_mean", "mean wait, minutes", units.minutes(wait)),
        Answer("occupancy", "busy share of staffed time", busy),
    ]


def _variation(time: Spread) -> float:
    """The squared coefficient of variation of a service time."""
    given: Any = time
    match time.kind:
        case "constant":
            return 0.0
        case "exponential":
            return 1.0
        case "gamma":
            return 1.0 / float(given.shape)
        case "lognormal":
            return exp(given.sigma * given.sigma) - 1.0
        case "uniform":
            middle, width = 0.5 * (given.low + given.high), given.high - given.low
            return float(width * width / 12.0 / (middle * middle))
    raise ValueError(f"no exact answer is known for handling of kind {time.kind!r}")


def _general(tables: Tables) -> list[Answer]:
    arrivals, service, _ = _line(tables)
    if arrivals >= service:
        raise ValueError("needs fewer contacts than the agent can answer")
    variation = _variation(tables.service.channels["phone"].handling)
    wait = formulas.pollaczek_khinchine(arrivals, 1.0 / service, variation)
    return [
        Answer("wait_mean", "mean wait, minutes", units.minutes(wait)),
        Answer("wait_probability", "share who wait", arrivals / service),
        Answer("occupancy", "busy share of staffed time", arrivals / service),
    ]


def _period(tables: Tables) -> float:
    return tables.purchase.gap.distribution().mean()


def _contracts(tables: Tables) -> list[Answer]:
    chance, period = tables.leaving.chance, _period(tables)
    assert chance.a is not None
    assert chance.b is not None
    answers = []
    for renewals in (1, 2, 3, 5):
        day = floor(renewals * period) + 1
        if day <= tables.run.days:
            counted = "1 renewal" if renewals == 1 else f"{renewals} renewals"
            kept = formulas.contract_survival(chance.a, chance.b, renewals)
            answers.append(Answer(f"retention@{day}d", f"still there after {counted}", kept))
    return answers


def _repeat_buying(tables: Tables) -> list[Answer]:
    chance, shape = tables.leaving.chance, tables.purchase.frequency.shape
    assert chance.a is not None
    assert chance.b is not None
    assert shape is not None
    alpha = shape * _period(tables)
    answers = []
    for part in (4, 2, 1):
        day = floor(tables.run.days / part)
        each = formulas.bg_nbd_purchases(shape, alpha, chance.a, chance.b, float(day))
        words = f"repeat purchases by day {day}"
        answers.append(Answer(f"purchases@{day}d", words, tables.population.customers * each))
    return answers


def _known_customers(tables: Tables) -> list[Answer]:
    population, gap = tables.population, _period(tables)
    whole = fsum(each.weight for each in population.classes)
    laws = []
    for each in population.classes:
        often, chance = each.frequency, each.chance
        if often.mean is None or often.shape is None or chance.a is None or chance.b is None:
            raise ValueError("needs gamma frequencies and beta chances in every class")
        if each.first_decision > 2:
            raise ValueError("needs a first decision at the first or second occasion")
        alpha = often.shape / often.mean * gap
        law = (often.shape, alpha, chance.a, chance.b, each.first_decision)
        laws.append((each.weight / whole, law))
    answers = []
    for part in (8, 3, 1):
        day = floor(tables.run.days / part)
        each_buys = fsum(
            share * formulas.bg_nbd_class_purchases(*law, float(day)) for share, law in laws
        )
        words = f"purchases of known customers by day {day}"
        answers.append(Answer(f"purchases@{day}d", words, population.customers * each_buys))
    return answers


def _referrals(tables: Tables) -> list[Answer]:
    chance = tables.leaving.chance.distribution().mean()
    grown = formulas.branching_growth(
        1.0 / _period(tables), chance, tables.talk.referral, tables.run.days
    )
    return [Answer("active", "customers at the end", tables.population.customers * grown)]


def _lifetime_value(tables: Tables) -> list[Answer]:
    period = _period(tables)
    value = formulas.retention_value(
        tables.purchase.basket.distribution().mean() * tables.purchase.margin,
        1.0 - tables.leaving.chance.distribution().mean(),
        power(1.0 + tables.money.discount_rate, period / YEAR) - 1.0,
        floor(tables.run.days / period),
    )
    return [Answer("lifetime_value", "discounted margin of a customer", value)]


_QUEUE = (
    "population.customers", "problems.call.rate", "service.channels.phone.agents",
    "service.target_wait",
)  # fmt: skip

FORMS = (
    Form(
        "Erlang C (M/M/n)",
        ("erlang_c",),
        (*_QUEUE, "service.channels.phone.handling.mean"),
        "A. K. Erlang 1917; R. B. Cooper, Introduction to Queueing Theory, 1981",
        _erlang_c,
    ),
    Form(
        "Erlang A (M/M/n+M)",
        ("erlang_a_light", "erlang_a_heavy", "erlang_a_overload"),
        (
            *_QUEUE,
            "service.channels.phone.handling.mean",
            "service.channels.phone.patience.mean",
        ),
        "C. Palm 1957; Mandelbaum & Zeltyn, The Palm/Erlang-A queue, 2005",
        _erlang_a,
    ),
    Form(
        "M/G/1",
        ("lognormal_service",),
        ("population.customers", "problems.call.rate", "service.channels.phone.handling"),
        "F. Pollaczek 1930, A. Khinchine 1932; L. Kleinrock, Queueing Systems I, 1975",
        _general,
    ),
    Form(
        "sBG retention",
        ("contracts_regular", "contracts_high_end"),
        ("population.customers", "purchase.gap.mean", "leaving.chance.a", "leaving.chance.b"),
        "Fader & Hardie, How to project customer retention, J. Interactive Marketing 21(1), 2007",
        _contracts,
    ),
    Form(
        "BG/NBD repeat purchases",
        ("cdnow",),
        (
            "population.customers",
            "purchase.gap.mean",
            "purchase.frequency.shape",
            "leaving.chance.a",
            "leaving.chance.b",
        ),
        "Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24(2), 2005",
        _repeat_buying,
    ),
    Form(
        "BG/NBD conditional expectation",
        ("cdnow_known",),
        ("population.customers", "population.classes", "purchase.gap.mean"),
        "Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24(2), 2005",
        _known_customers,
    ),
    Form(
        "referral cascade",
        ("referrals",),
        ("population.customers", "purchase.gap.mean", "leaving.chance.mean", "talk.referral"),
        "T. E. Harris, The Theory of Branching Processes, 1963, chapter V",
        _referrals,
    ),
    Form(
        "lifetime value",
        ("lifetime_value",),
        (
            "population.customers",
            "purchase.gap.mean",
            "purchase.basket.mean",
            "purchase.margin",
            "leaving.chance.mean",
            "money.discount_rate",
        ),
        "Gupta & Lehmann, Customers as assets, J. Interactive Marketing 17(1), 2003",
        _lifetime_value,
    ),
)
"""Every form, with the shipped worlds that state it."""


def shipped_world(name: str) -> str:
    """The SCENARIO by which a world with known answers is asked for."""
    return f"{shipped.KNOWN_ANSWERS}/{name}"


def form_of(scenario: Scenario) -> Form:
    """The form whose answers hold in a scenario. Raises ScenarioError saying what is in the way."""
    ours = _values(scenario)
    nearest: tuple[list[Path], Form, str] | None = None
    for form in FORMS:
        for world in form.worlds:
            theirs = _values(load(shipped_world(world)))
            differing = [
                path
                for path in dict.fromkeys((*ours, *theirs))
                if ours.get(path) != theirs.get(path) and not _may_differ(form, path)
            ]
            if nearest is None or len(differing) < len(nearest[0]):
                nearest = (differing, form, world)
    assert nearest is not None
    differing, form, world = nearest
    if differing:
        what = (
            f"no exact answer is known with this; of {form.name} ({world}) only these may change: "
            f"{', '.join(form.parameters)}"
        )
        raise ScenarioError([scenario.document.fault(path, what) for path in differing[:3]])
    return form


def answers_of(scenario: Scenario, form: Form) -> list[Answer]:
    """The exact answers of a scenario. Raises ScenarioError where its parameters allow none."""
    try:
        return form.answers(scenario.tables)
    except ValueError as error:
        raise ScenarioError.single(scenario.document.sources[0].name, "", str(error)) from None


def _values(scenario: Scenario) -> dict[Path, Any]:
    values = scenario.tables.model_dump(mode="json", by_alias=True)
    return {path: value for path, value in leaves(values) if not _within(path, FRAME)}


def _may_differ(form: Form, path: Path) -> bool:
    return _within(path, form.parameters)


def _within(path: Path, keys: tuple[str, ...]) -> bool:
    """Does the path lead to one of these keys, or into it?"""
    return any(".".join(path[:length]) in keys for length in range(1, len(path) + 1))
