"""Experience: how the customers who are there at the horizon feel, and what is said of the firm."""

from __future__ import annotations

from math import fsum

from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.metrics.answers import PASSIVE, PROMOTER, at_least, mean_answers
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.metric import NOT_NEGATIVE, Metric, ratio
from journeysim.metrics.observed import Observed


def satisfaction(observed: Observed) -> float:
    """Mean satisfaction of the active at the horizon, 0..1."""
    people = observed.active_people
    return ratio(exact_sum(people["satisfaction"]), len(people))


def trust(observed: Observed) -> float:
    """Mean trust of the active at the horizon, -1..1."""
    people = observed.active_people
    return ratio(exact_sum(people["trust"]), len(people))


def nps(observed: Observed) -> float:
    """Promoters minus detractors in per cent of those who are asked, -100..100."""
    answers = _answers(observed)
    promoters = exact_sum(at_least(observed.survey, answers, PROMOTER))
    others = exact_sum(at_least(observed.survey, answers, PASSIVE))
    return ratio(100.0 * (promoters - (len(answers) - others)), len(answers))


def satisfaction_index(observed: Observed) -> float:
    """The mean answer as an index from 0 (everybody answers 1) to 100 (everybody answers 10)."""
    answers = _answers(observed)
    points = [exact_sum(at_least(observed.survey, answers, point)) for point in range(1, 11)]
    mean = ratio(fsum(points), len(answers))
    return 100.0 * (mean - 1.0) / 9.0


def heard_good(observed: Observed) -> float:
    """People who were told good things of the firm."""
    rows = observed.rows(EventType.TOLD)
    return exact_sum(rows["value"][rows["slot"] > 0])


def heard_bad(observed: Observed) -> float:
    """People who were told bad things of it."""
    rows = observed.rows(EventType.TOLD)
    return exact_sum(rows["value"][rows["slot"] < 0])


def _answers(observed: Observed) -> Array:
    """The mean answer of each customer who is there at the horizon or left shortly before."""
    survey, customers, everybody = observed.survey, observed.customers, observed.records
    asked = customers.row[customers.left > observed.horizon - survey.recent]
    return mean_answers(survey, everybody.outcome.people.take(asked))


def reputation(observed: Observed) -> float:
    """The factor by which talk scales the conversion of prospects, at the horizon."""
    return observed.records.outcome.reputation


_ASKED = "customers at the horizon and those who left shortly before"

METRICS = (
    Metric(
        "satisfaction",
        "score",
        "higher",
        "mean satisfaction at the horizon, 0..1",
        "active customers at the horizon",
        satisfaction,
        limits=(0.0, 1.0),
    ),
    Metric(
        "trust",
        "score",
        "higher",
        "mean trust at the horizon, -1..1",
        "active customers at the horizon",
        trust,
        limits=(-1.0, 1.0),
    ),
    Metric(
        "nps",
        "score",
        "higher",
        f"those who would answer {PROMOTER} or more of 10 minus those who would answer "
        f"{PASSIVE - 1} or less, in per cent",
        _ASKED,
        nps,
        limits=(-100.0, 100.0),
    ),
    Metric(
        "satisfaction_index",
        "score",
        "higher",
        "the mean answer on an index from 0 (everybody answers 1) to 100 (10 of 10)",
        _ASKED,
        satisfaction_index,
        limits=(-12.0, 100.0),
    ),
    Metric(
        "heard_good",
        "count",
        "higher",
        "people told good things",
        "",
        heard_good,
        limits=NOT_NEGATIVE,
    ),
    Metric(
        "heard_bad", "count", "lower", "people told bad things", "", heard_bad, limits=NOT_NEGATIVE
    ),
    Metric(
        "reputation",
        "score",
        "higher",
        "factor on the conversion of prospects at the horizon, 1 on day 0",
        "",
        reputation,
        by_segment=False,
    ),
)
"""The metrics of this family."""
