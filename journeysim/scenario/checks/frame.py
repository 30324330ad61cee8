"""Frame: the run, the population, its rhythm and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import fsum, inf

from journeysim.errors import Fault
from journeysim.knobs import DurationSpread, NumberSpread
from journeysim.model.population import MOST_CLASSES
from journeysim.model.problems import Problem
from journeysim.model.run import most_customers
from journeysim.scenario.checks.draft import Draft, known
from journeysim.scenario.document import Document
from journeysim.scenario.tables import BASELINE, MOST_PROBLEMS, MOST_SEGMENTS

LEAST_GAP = 1.0 / 1440.0
_LEAST_SUM = 1e-100


def faults_of_frame(draft: Draft) -> Iterator[Fault]:
    """Faults of run, population, segments and problems."""
    yield from _frame(draft)
    yield from _population(draft)
    yield from _gaps(draft)
    yield from _problems(draft)


def _frame(draft: Draft) -> Iterator[Fault]:
    document, tables = draft.document, draft.tables
    try:
        start = date.fromisoformat(tables.run.start_date)
        start + timedelta(days=tables.run.days + 1)
        if start.weekday() != 0:
            near = start - timedelta(days=start.weekday())
            what = f"{start} is no Monday, as day 0 must be; the one before is {near}"
            yield document.fault(("run", "start_date"), what)
    except ValueError:
        yield document.fault(("run", "start_date"), "must be a date such as '2026-01-05'")
    except OverflowError:
        yield document.fault(("run", "start_date"), "is too late: the run leaves the calendar")
    if tables.run.warmup >= tables.run.days:
        yield document.fault(("run", "warmup"), "must be shorter than run.days")
    if tables.run.run_in % 7.0:
        yield document.fault(("run", "run_in"), "must be whole weeks, such as '364 d'")
    if tables.run.run_in and tables.population.start == "fresh":
        what = "has no meaning where all customers of day 0 have just joined (population.start)"
        yield document.fault(("run", "run_in"), what)
    baseline = tables.run.baseline
    if baseline not in (None, BASELINE, *tables.policies):
        what = f"no policy {baseline!r}; {known(tables.policies)}"
        yield document.fault(("run", "baseline"), what)
    if BASELINE in tables.policies:
        what = "is reserved for the file's own levers"
        yield document.fault(("policies", BASELINE), what)


def _population(draft: Draft) -> Iterator[Fault]:
    document, tables = draft.document, draft.tables
    population, segments = tables.population, tables.segments
    if population.customers > most_customers(tables.run, population):
        what = f"is more than run.max_customers ({tables.run.max_customers})"
        yield document.fault(("population", "customers"), what)
    for key, values, count in (
        ("weekdays", population.weekdays, 7),
        ("season", population.season, 12),
    ):
        if what := _unfit(values, count):
            yield document.fault(("population", key), what)
    yield from _classes(draft)
    if len(segments) > MOST_SEGMENTS:
        yield document.fault(("segments",), f"are more than {MOST_SEGMENTS}")
    total = fsum(segment.share for segment in segments.values())
    if segments and abs(total - 1.0) > 1e-9:
        what = f"shares of the segments add up to {total:.6g}, not 1"
        yield document.fault(("segments",), what)
    for name, segment in segments.items():
        for path, spread in (("chance", segment.chance), ("frequency", segment.frequency)):
            yield from _spread(document, ("segments", name, path), spread)
    yield from _spread(document, ("leaving", "chance"), tables.leaving.chance)
    yield from _spread(document, ("purchase", "frequency"), tables.purchase.frequency)


def _classes(draft: Draft) -> Iterator[Fault]:
    document, population = draft.document, draft.tables.population
    if population.classes and population.start == "fresh":
        what = "have no meaning where all customers of day 0 have just joined (population.start)"
        yield document.fault(("population", "classes"), what)
    if len(population.classes) > MOST_CLASSES:
        yield document.fault(("population", "classes"), f"are more than {MOST_CLASSES}")
    for place, each in enumerate(population.classes):
        for key, spread in (("chance", each.chance), ("frequency", each.frequency)):
            yield from _spread(document, ("population", "classes", str(place), key), spread)


def _unfit(weights: list[float], count: int) -> str:
    """What is wrong with relative weights, if anything is."""
    if len(weights) == count and min(weights) >= 0 and _LEAST_SUM < fsum(weights) < inf:
        return ""
    return f"needs {count} numbers, none negative, not all zero"


def _gaps(draft: Draft) -> Iterator[Fault]:
    """No gap between occasions may be so short that a day never ends."""
    tables = draft.tables
    gaps: list[tuple[tuple[str, ...], DurationSpread]] = [
        (("purchase", "gap"), tables.purchase.gap)
    ]
    gaps += [
        (("segments", name, "gap"), segment.gap)
        for name, segment in tables.segments.items()
        if segment.gap
    ]
    for path, gap in gaps:
        if gap.distribution().mean() < LEAST_GAP:
            yield draft.document.fault(path, "must have a mean of a minute at least")


def _spread(
    document: Document, path: tuple[str, ...], spread: NumberSpread | None
) -> Iterator[Fault]:
    if spread is None:
        return
    mean = spread.distribution().mean()
    if path[-1] == "chance" and not 0 <= mean <= 1:
        yield document.fault(path, "must be a chance, from 0 to 1")
    if path[-1] == "frequency" and (spread.kind == "never" or not mean > 0):
        yield document.fault(path, "must have a mean above 0")


def _problems(draft: Draft) -> Iterator[Fault]:
    document, tables = draft.document, draft.tables
    if len(tables.problems) > MOST_PROBLEMS:
        yield document.fault(("problems",), f"are more than {MOST_PROBLEMS}")
    for name, problem in tables.problems.items():
        yield from (document.fault(("problems", name, *key), what) for key, what in _one(problem))


def _one(problem: Problem) -> Iterator[tuple[tuple[str, ...], str]]:
    sources = (problem.rate, problem.per_purchase, problem.per_prospect)
    if sum(source > 0 for source in sources) > 1:
        yield (), "comes by rate, per_purchase or per_prospect, not by several of them"
    for key, weights, count in (
        ("by_weekday", problem.by_weekday, 7),
        ("by_hour", problem.by_hour, 24),
    ):
        if weights and (what := _unfit(weights, count)):
            yield (key,), what
    if problem.per_prospect > 0 and problem.kind == "failure":
        yield ("per_prospect",), "only a request can be asked before buying"
    if problem.rate > 0 and problem.prevented_by_advice > 0:
        yield ("prevented_by_advice",), "works at the sale: it needs per_purchase, not rate"
