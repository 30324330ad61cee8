"""Firms: calibrate and init, a firm of one's own, as functions for Python.

Each takes the options of the command of its name as keywords. Raises the errors of
`journeysim.errors`, worded as there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from journeysim.api.asking import Engine, Names, Source, names_of, one_of, source_of, whole
from journeysim.errors import UsageError
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.scenario import load as load_scenario
from journeysim.study.init import NewFirm
from journeysim.study.limits import DATES, MODELS, UNITS
from journeysim.study.mirror import Mirror
from journeysim.study.own_firm import OwnFirm
from journeysim.study.progress import SILENT, Progress

File: TypeAlias = "str | os.PathLike[str]"
"""A CSV file or a workbook."""

Pairs: TypeAlias = "Mapping[str, object] | Names"
"""`{"retention": "82 %"}`, or `KEY=VALUE` as on the command line."""


def calibrate(
    scenario: Source,
    data: File | None = None,
    *,
    orders: File | None = None,
    renewals: File | None = None,
    contacts: File | None = None,
    tickets: File | None = None,
    cases: File | None = None,
    customers: float | None = None,
    customer_years: float | None = None,
    model: Literal["auto", "bgnbd", "sbg"] = "auto",
    period: str | None = None,
    start: float | None = None,
    time_unit: str = "1 d",
    channel: str | None = None,
    problem: Pairs = (),
    customer: str | None = None,
    date: str | None = None,
    amount: str | None = None,
    arrival: str | None = None,
    wait: str | None = None,
    outcome: str | None = None,
    handling: str | None = None,
    caller: str | None = None,
    type: str | None = None,  # noqa: A002
    where: str | None = None,
    until: str | None = None,
    nobody: Names | None = None,
    answered: Names | None = None,
    abandoned: Names | None = None,
    neither: Names | None = None,
    dates: str | None = None,
    decimal: Literal[".", ","] | None = None,
    unit: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip: int | None = None,
    columns: Names | None = None,
    sheet: str | None = None,
    allow_unreadable: float | str | None = None,
    target: Pairs = (),
    net: bool = False,
    fit_only: bool = False,
    check: bool = False,
    engine: Engine = "auto",
    progress: Progress = SILENT,
) -> OwnFirm:
    """A scenario fitted to a firm's own files and figures; `.write("mine.toml")` keeps it.

    `.scenario` is one to compare and check at once; what nothing told stays assumed.
    """
    from journeysim.study.calibrate import calibrate as study
    from journeysim.study.calibrate_ask import asked

    one_of("model", model, MODELS)
    one_of("dates", dates, DATES)
    one_of("decimal", decimal, (".", ","))
    one_of("unit", unit, UNITS)
    one_of("engine", engine, ("auto", "simpy", "compiled"))
    ask = asked(
        data=_path(data), orders=_path(orders), renewals=_path(renewals), calls=_path(contacts),
        tickets=_path(tickets), cases=_path(cases), customers=_number("customers", customers),
        customer_years=_number("customer_years", customer_years), model=model, period=period,
        start=_number("start", start), time_unit=time_unit, channel=channel,
        problems=_pairs(problem), customer=customer, day=date, amount=amount, arrival=arrival,
        wait=wait, outcome=outcome, handling=handling, caller=caller, kind=type, where=where,
        until=until, nobody=_listed(nobody), answered=_listed(answered),
        abandoned=_listed(abandoned), neither=_listed(neither), dates=dates, decimal=decimal,
        unit=unit, encoding=encoding, delimiter=delimiter, skip=whole("skip", skip, 0, 10_000),
        columns=_listed(columns), sheet=sheet,
        allow_unreadable=None if allow_unreadable is None else str(allow_unreadable),
        targets=_pairs(target), net=net, fit_only=fit_only, check=check, engine=engine,
    )  # fmt: skip
    return OwnFirm(study(_loaded(scenario), ask, progress), engine)


def init(
    *,
    answers: Mapping[str, Any] | File | None = None,
    trust: Names = (),
    engine: Engine = "auto",
    progress: Progress = SILENT,
) -> NewFirm:
    """A scenario of your own firm from the figures you know; `.write("mine.toml")` keeps it.

    answers: the facts as `{"firm": {"customers": 40000, ...}}`, answers by key (`{"kind": "garage",
    "customers": 3000}`), or the TOML file that holds either; what is left out is not known, and a
    usual number of the sector stands in. trust: names of figures that hold where some contradict.
    """
    from journeysim.study.init import QUESTIONS, sheet_in, sheet_of
    from journeysim.study.init import init as study

    one_of("engine", engine, ("auto", "simpy", "compiled"))
    if answers is None:
        keys = ", ".join(question.key for question in QUESTIONS)
        raise UsageError(f"init asks only at a terminal; give answers={{...}} to: {keys}")
    sheet = sheet_of(answers) if isinstance(answers, Mapping) else sheet_in(Path(answers))
    return study(sheet, names_of(trust), engine=engine, progress=progress)


def mirror(
    scenario: Source,
    *,
    replications: int | None = None,
    engine: Engine = "auto",
    progress: Progress = SILENT,
) -> Mirror:
    """A firm's own figures (its [firm] section) beside those of the simulated firm, as today."""
    from journeysim.study.mirror import mirror as study

    one_of("engine", engine, ("auto", "simpy", "compiled"))
    return study(_loaded(scenario), engine, replications, progress)


def _loaded(scenario: Source) -> Scenario:
    source = source_of(scenario)
    return source if isinstance(source, Scenario) else load_scenario(source)


def _path(file: File | None) -> Path | None:
    return None if file is None else Path(file)


def _number(name: str, value: object) -> float | None:
    """A number, or None. Raises UsageError."""
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise UsageError(f"{name}={value!r}: is not a number")
    return float(value)


def _listed(names: Names | None) -> str | None:
    """Several words as one text, as they are typed."""
    return None if names is None else ",".join(names_of(names))


def _pairs(given: Pairs) -> tuple[str, ...]:
    """`KEY=VALUE`, each as it is typed."""
    if isinstance(given, Mapping):
        return tuple(f"{key}={value}" for key, value in given.items())
    return names_of(given)
