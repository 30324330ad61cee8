"""Why: under the same luck the reason is what differs between two lives, and parts make the whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import CUSTOMERS, Scripted, garage
from worlds import world

from journeysim.experiment.twins import Reason, measure_twins
from journeysim.tui.command import ledger_request
from journeysim.tui.protocol import Counted, LedgerRequest, opening
from journeysim.tui.session.session import Session
from journeysim.tui.view_builder import view_of
from journeysim.tui.why import fates, reasons, sentences, shared_out
from journeysim.tui.wire import line_of, news_of, order_of
from journeysim.tui.worker.scheduler import Scheduler

REACH = "care.touches.reminder.reach"


def forked(policy: str | None = None) -> Session:
    session = Session(garage(), policy, Scripted())
    session.exchange.simulator.listener = session.hear  # type: ignore[attr-defined]
    session.request()
    if policy is None:
        session.step(30)
        session.load([(REACH, 60.0)])
    return session


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.dictionaries(st.sampled_from(list(Reason)), st.floats(0.01, 90.0), min_size=1),
    st.integers(0, 400),
)
def test_parts_add_up_to_the_whole(weights: dict[str, float], whole: int) -> None:
    assert sum(shared_out(weights, whole).values()) == whole
    said = reasons(weights, whole, lost=False, most=2)
    assert sum(map(int, re.findall(r"\d+", said))) == whole


def test_one_person_is_said_in_the_singular() -> None:
    assert reasons({"settled": 0.9}, 1, lost=False) == "1 matter better settled"
    assert reasons({"settled": 0.9}, 2, lost=True) == "2 matters worse settled"


@pytest.mark.parametrize("policy", [None, "caring"])
def test_what_is_kept_and_driven_away_closes_with_the_lead(policy: str | None) -> None:
    view = view_of(forked(policy))
    for day in (100, 200, 365):
        found = fates(view, day)
        assert found is not None
        assert found.kept - found.lost == round(1000 * view.lead(day))
        assert found.kept + found.lost + found.leave + found.stay == 1000


def test_reasons_outside_the_firm_are_said_of_those_alone_whom_both_lose() -> None:
    view = view_of(forked("caring"))
    counted = Counted(LedgerRequest((), ("a", "b"), 4), 4 * CUSTOMERS, {"settled": 9.0}, {})
    (_, words), *_ = sentences(view, counted)
    (outside,) = [part for part in re.split(r"(?<=[.;:])", words) if "outside the firm" in part]
    assert "leave under both" in outside
    assert "What kept those" in words
    assert "outside" not in words.partition("What kept those")[2].partition(".")[0]


def test_the_worker_counts_what_the_command_counts() -> None:
    scenario = world("garage", "run.replications=2", "population.customers=60", "run.days=60 d")
    session = Session(scenario, "caring", Scripted())
    request = ledger_request(session, 2)
    assert request is not None
    assert order_of(line_of(request)) == request
    worker = Scheduler()
    worker.take(opening(session.scenario, "simpy"))
    worker.take(request)
    news = None
    while news is None:
        news = worker.work()
    assert isinstance(news, Counted)
    assert news_of(line_of(news)) == news
    twins = measure_twins(scenario, *request.policies, jobs=1)
    assert news.customers == sum(each.customers for each in twins.ledgers)
    assert sum(news.saved.values()) == pytest.approx(sum(each.saved for each in twins.ledgers))
    assert sum(news.lost.values()) == pytest.approx(sum(each.lost for each in twins.ledgers))
