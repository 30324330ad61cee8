"""Standing: who is a customer when the data end, and who comes after, as knobs of the firm of day 0."""

from __future__ import annotations

from datetime import date, timedelta

from journeysim.calibration import posteriors
from journeysim.calibration.bgnbd import Array
from journeysim.calibration.fitting import Calibration, Fitted, days_text, four
from journeysim.calibration.posteriors import Posteriors
from journeysim.scenario.merging import Table


def with_population(calibration: Calibration, known: Posteriors, active: float) -> Calibration:
    """Who is a customer at the end of the data, and for how long: the firm of day 0.

    active: how many of them have not decided to leave already.
    """
    source = "BG/NBD, the chance of each not to have turned away"
    notes = (
        [_STANDING]
        if round(known.customers)
        else [
            "by the end of the data nobody is a customer any more, says the fit: the world begins empty"
        ]
    )
    tenure = float(known.there @ known.tenure) / max(1e-9, known.customers)
    fitted = [
        Fitted("customers still there", known.customers, None, "", source, "population.customers"),
        Fitted("of them active (the others will turn away next time)", active, None, "", "BG/NBD, P(alive)"),
        Fitted("known for, on average", tenure, None, "days", source, "population.tenure"),
    ]  # fmt: skip
    return calibration.with_more(fitted, {"population": _population(known, tenure)}, notes)


def with_newcomers(
    calibration: Calibration, first: Array, first_day: int, last_day: int
) -> Calibration:
    """How many customers come a day, and that day 0 lies after the data.

    first: the day of each customer's first purchase.
    """
    half = (last_day - first_day) / 2.0
    newcomers = float((last_day - first < half).sum()) / max(1.0, half)
    conversion = calibration.scenario.tables.population.conversion
    values: Table = {
        "population": {"prospects": f"{four(newcomers / conversion):g} per d"},
        "run": {"start_date": _monday(last_day)},
    }
    fitted = [
        Fitted("new customers a day, second half", newcomers, None, "", "counted", "population.prospects")
    ]  # fmt: skip
    return calibration.with_more(fitted, values)


def with_contracts(calibration: Calibration, known: Posteriors) -> Calibration:
    """How many contracts run at the end of the data, and how long they have run."""
    tenure = float(known.there @ known.tenure) / max(1e-9, known.customers)
    fitted = [
        Fitted("contracts that run still", known.customers, None, "", "counted", "population.customers"),
        Fitted("run for, on average", tenure, None, "days", "counted", "population.tenure"),
    ]  # fmt: skip
    notes = [_STANDING] if round(known.customers) else []
    return calibration.with_more(fitted, {"population": _population(known, tenure)}, notes)


def _population(known: Posteriors, tenure: float) -> Table:
    """The customers of day 0: how many, for how long, of which classes."""
    count = round(known.customers)
    return {
        "customers": count,
        "start": "staggered",
        "tenure": days_text(tenure),
        "classes": posteriors.classes(known) if count else [],
    }


_STANDING = (
    "the customers of day 0 stand in population.classes as their own data leave them; newcomers are as all "
    "customers were when they came (purchase.frequency, leaving.chance)"
)


def with_customers(calibration: Calibration, customers: float) -> Calibration:
    """How many customers a firm says that it has."""
    fitted = [Fitted("customers", float(customers), None, "", "told", "population.customers")]
    return calibration.with_more(fitted, {"population": {"customers": round(customers)}})


def _monday(day: int) -> str:
    """The Monday after a day, as a date."""
    last = date.fromordinal(day)
    return (last + timedelta(days=7 - last.weekday())).isoformat()
