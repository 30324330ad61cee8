"""Requests: how metrics are written, what is refused, and what is reported unasked."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from worlds import changed, outcome

from journeysim.engine.log import EventLog, Outcome, WrittenOut
from journeysim.errors import UsageError
from journeysim.events import EventType
from journeysim.metrics import METRICS, QUARTERS, TRAITS, default_requests, evaluate, find
from journeysim.metrics.records import Records, TraitQuarter
from journeysim.scenario.scenario import Scenario

WRITTEN = (
    "retention",
    "retention@90d",
    "wait_mean.phone",
    "retention[segment=loyal]",
    "wait_mean.phone[segment=loyal]",
    "retention@365d[segment=loyal]",
    "churned[cause=waiting]",
    "churned[segment=loyal][cause=waiting]",
    "retention@90d[value=highest]",
    "churned[segment=loyal][cohort=day0][risk=lowest][cause=waiting]",
)

REFUSED = {
    "retenton": "unknown metric 'retenton'; did you mean 'retention'?",
    "retention@90": "is no metric",
    "retention@９０d": "is no metric",
    "Retention": "is no metric",
    "": "is no metric",
    "retention[segment=loyal": "is no metric",
    "wait_mean@90d": "wait_mean is not asked for a day",
    "retention.phone": "retention is not asked of a channel",
    "profit[segment=loyal]": "profit is the whole firm's",
    "retention[cause=waiting]": "retention is not asked for a cause",
    "churned[cause=wating]": "no cause 'wating'; did you mean 'waiting'?",
    "cause_share": "needs a cause, such as cause_share[cause=silent]",
    "retention[colour=red]": "is no filter; write [segment=NAME], [cohort=NAME], [cause=NAME]",
    "retention[]": "is no filter",
    "retention[segment=a][segment=b]": "segment is given twice",
    "retention[value=high]": "no quarter 'high'",
    "retention[value=lowest][risk=lowest]": "risk and value cannot be asked for together",
    "profit[tenure=lowest]": "profit is the whole firm's and not asked of a quarter",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_request_reads_back_as_it_was_written(text: str) -> None:
    assert find(text).name == text
    assert find(f" {text} ") == find(text)


def test_filters_may_stand_in_any_order() -> None:
    wanted = find("churned[segment=loyal][cause=waiting]")
    assert find("churned[cause=waiting][segment=loyal]") == wanted
    assert find("churned[cause = waiting, segment = loyal]") == wanted


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_asked_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        find(text)
    assert REFUSED[text] in str(refusal.value)


def test_channels_and_segments_are_checked_against_the_world(run: Outcome) -> None:
    names = run.encoded.names
    find("wait_mean.phone[segment=loyal]").check(names)
    with pytest.raises(UsageError, match=r"no channel 'phon'; did you mean 'phone'\?"):
        find("wait_mean.phon").check(names)
    with pytest.raises(UsageError, match="no segment 'gold'; known: loyal, fickle"):
        find("retention[segment=gold]").check(names)
    with pytest.raises(UsageError, match="no segment 'gold'"):
        evaluate(run, [find("retention[segment=gold]")])


def test_a_day_beyond_the_horizon_is_refused_where_the_horizon_is_known(run: Outcome) -> None:
    request = find("retention@400d")
    request.check(run.encoded.names)
    request.check(run.encoded.names, days=400.0)
    with pytest.raises(UsageError, match="retention@400d: the run ends on day 365"):
        request.check(run.encoded.names, days=365.0)


def test_unasked_comes_every_metric_some_days_all_causes_and_channels(run: Outcome) -> None:
    names = run.encoded.names
    requested = [request.name for request in default_requests(names, 800.0)]
    assert len(set(requested)) == len(requested)
    plain = {metric.name for metric in METRICS if not metric.needs_cause}
    assert plain <= set(requested)
    dated = {"retention@90d", "retention@365d", "retention@730d", "survival@90d"}
    dated |= {"profit@365d", "profit@730d"}
    assert {name for name in requested if "@" in name} == dated
    assert "churned[cause=waiting]" in requested
    assert "cause_share[cause=competition]" in requested
    assert {name for name in requested if name.endswith(".chat")} == {
        f"{name}.chat"
        for name in (
            "contacts",
            "wait_mean",
            "wait_p95",
            "abandonment",
            "service_level",
            "occupancy",
        )
    }
    for request in default_requests(names, 800.0):
        assert find(request.name) == request
        request.check(names, 800.0)


def test_any_percentile_of_the_wait_may_be_asked_for(run: Outcome) -> None:
    requests = [find(f"wait_p{percent}") for percent in (1, 50, 90, 95, 99)]
    waits = list(evaluate(run, requests).values())
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert find("wait_p90.chat").channel == "chat"
    assert find("wait_p50").metric.unit == "min"


@pytest.mark.parametrize("name", ["wait_p0", "wait_p100", "wait_p05", "wait_p", "wait_p9.5"])
def test_what_is_no_percentile_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        find(name)


def test_a_single_channel_and_a_short_run_ask_for_less(quiet: Outcome) -> None:
    requested = [request.name for request in default_requests(quiet.encoded.names, 30.0)]
    assert not [name for name in requested if "@" in name or "." in name]


def test_one_value_is_the_one_of_many(run: Outcome) -> None:
    requests = default_requests(run.encoded.names, run.horizon)
    together = evaluate(run, requests)
    assert list(together) == [request.name for request in requests]
    for request in requests:
        assert request.value(run) == pytest.approx(together[request.name], nan_ok=True)


@pytest.mark.parametrize("trait", TRAITS)
def test_quarters_hold_everybody_of_day_0_once(run: Outcome, trait: str) -> None:
    """Their purchases add up to those of day 0's customers, and equal traits are kept together."""
    asked = [find(f"purchases[{trait}={quarter}]") for quarter in QUARTERS]
    values = evaluate(run, [*asked, find("purchases[cohort=day0]")])
    assert sum(values[each.name] for each in asked) == values["purchases[cohort=day0]"]
    records = Records(run)
    sizes = [
        len(records.narrowed(part=TraitQuarter(trait, quarter)).customers.row)
        for quarter in QUARTERS
    ]
    assert sum(sizes) == int(records.started.sum())
    traits = run.people[TRAITS[trait]][records.started]
    if len(set(traits)) == len(traits):
        assert max(sizes) - min(sizes) <= 1


def test_the_lowest_quarter_is_the_lowest(run: Outcome) -> None:
    """Ties may leave the highest one empty, never the lowest."""
    records = Records(run)
    for trait, column in TRAITS.items():
        sign = -1.0 if trait == "tenure" else 1.0
        low, high = (
            sign * run.people[column][records.narrowed(part=TraitQuarter(trait, each)).who]
            for each in ("lowest", "highest")
        )
        assert len(low), trait
        assert not len(high) or low.max() < high.min(), trait


def test_all_alike_are_in_one_quarter(firm: Scenario) -> None:
    """Nobody has been there before day 0: nobody has been there longest."""
    found = outcome(changed(firm, "run.days=30 d"), "plain")
    assert len(set(found.people["joined_at"][Records(found).started])) == 1
    values = evaluate(found, [find("retention[tenure=lowest]"), find("retention[tenure=highest]")])
    assert values["retention[tenure=lowest]"] == evaluate(found, [find("retention")])["retention"]
    assert isnan(values["retention[tenure=highest]"])


def test_no_policy_moves_anybody_to_another_quarter(firm: Scenario) -> None:
    keys = []
    for policy in ("plain", "caring"):
        found = outcome(changed(firm, "run.days=60 d"), policy)
        who = Records(found).narrowed(part=TraitQuarter("risk", "highest")).who
        keys.append(set(found.people["key"][who].tolist()))
    assert keys[0] == keys[1]


def test_a_log_in_a_file_says_what_one_in_memory_does(run: Outcome) -> None:
    file = WrittenOut()
    file.add(run.log.rows)
    away = replace(run, log=EventLog(file.rows()))
    assert isinstance(Records.of_run(away).of(EventType.PURCHASE), np.memmap)
    asked = default_requests(run.encoded.names, run.horizon)
    values = [list(evaluate(each, asked).values()) for each in (away, run)]
    assert np.array_equal(*values, equal_nan=True)
