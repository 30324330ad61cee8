"""A line's closed form: the one of the literature, whole or broken numbers of people, small and vast."""

from __future__ import annotations

import pytest

from journeysim.calibration.sheet import lines
from journeysim.calibration.sheet.lines import Line, queue
from journeysim.experiment.verify.formulas import erlang_a, erlang_c, erlang_c_within

MINUTE = 1.0 / 1440.0
CENTRE = Line(a_day=1022.8, talk=7.0 * MINUTE, people=6.0)


@pytest.mark.parametrize("people", [1, 4, 6, 12, 40])
@pytest.mark.parametrize("load", [0.5, 0.9, 1.3])
def test_a_line_is_erlang_a(people: int, load: float) -> None:
    line = Line(load * people / (7.0 * MINUTE), 7.0 * MINUTE, float(people))
    waits, gone, wait, busy = erlang_a(line.a_day, 1.0 / line.talk, people, 1.0 / line.patience)
    seen = queue(line)
    assert seen.waiting == pytest.approx(waits, rel=1e-4)
    assert seen.hang_up == pytest.approx(gone, rel=1e-3, abs=1e-9)
    assert seen.wait == pytest.approx(wait, rel=1e-3, abs=1e-9)
    assert seen.busy == pytest.approx(busy, rel=1e-4)


def test_people_with_endless_patience_make_erlang_c() -> None:
    line = Line(a_day=100.0, talk=0.03, people=4.0, patience=1000.0, target=0.001)
    seen = queue(line)
    assert seen.waiting == pytest.approx(erlang_c(3.0, 4), rel=1e-3)
    within = erlang_c_within(100.0, 1.0 / 0.03, 4, 0.001)
    assert seen.level == pytest.approx(within, rel=1e-3)


def test_a_service_level_lies_between_no_wait_and_every_answer() -> None:
    seen = [queue(CENTRE._replace(target=t * MINUTE)).level for t in (0.0, 0.2, 1.0, 5.0, 1e4)]
    assert seen == sorted(seen)
    assert seen[0] == pytest.approx(1.0 - queue(CENTRE).waiting, rel=1e-6)
    assert seen[-1] == pytest.approx(1.0 - queue(CENTRE).hang_up, rel=1e-4)


def test_a_broken_number_of_people_lies_between_the_whole_ones() -> None:
    gone = [queue(CENTRE._replace(people=n)).hang_up for n in (5.0, 5.25, 5.75, 6.0)]
    assert gone == sorted(gone, reverse=True)
    assert gone[1] == pytest.approx(0.75 * gone[0] + 0.25 * gone[3])


def test_nobody_there_loses_everybody_and_no_contacts_lose_nobody() -> None:
    assert queue(CENTRE._replace(people=0.0)).hang_up == 1.0
    assert queue(CENTRE._replace(a_day=0.0)) == (0.0, 0.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize("times", [1, 100, 10_000])
def test_what_is_asked_for_is_found_for_every_size(times: int) -> None:
    line = CENTRE._replace(a_day=CENTRE.a_day * times)
    people = lines.people_for(line, 0.05)
    assert queue(line._replace(people=people)).hang_up == pytest.approx(0.05, rel=1e-3)
    if times == 1:
        patience = lines.patience_for(line, 0.07)
        assert queue(line._replace(patience=patience)).hang_up == pytest.approx(0.07, rel=1e-3)


def test_patience_goes_no_further_than_people_have_it() -> None:
    idle = CENTRE._replace(people=12.0)
    assert lines.patience_for(idle, 0.5) == lines.PATIENT[0]
    assert lines.patience_for(CENTRE._replace(people=3.0), 0.01) == lines.PATIENT[1]
    low, high = lines.reachable(CENTRE)
    assert 0.0 < low < queue(CENTRE).hang_up < high < 1.0
