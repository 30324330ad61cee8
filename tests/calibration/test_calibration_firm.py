"""One firm, several files, one command: what was put in comes out, as often as the intervals say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from firm_data import TRUTH, written

from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.scenario.scenario import load
from journeysim.study.calibrate import calibrate
from journeysim.study.calibrate_ask import CalibrateAsk, Files


def fitted(folder: Path, seed: int) -> FittedFirm:
    files = written(folder, seed)
    ask = CalibrateAsk(
        Files(orders=files.orders, calls=files.calls, tickets=files.tickets), fit_only=True
    )
    return calibrate(load("laptop_shop"), ask)


def hits(firm: FittedFirm) -> Counter[str]:
    """Which intervals hold the truth."""
    found = {each.name: each.interval for each in firm.calibration.fitted}
    assert found.keys() >= TRUTH.keys()
    return Counter(
        name
        for name, truth in TRUTH.items()
        if (ends := found[name]) is not None and ends[0] <= truth <= ends[1]
    )


def test_the_truth_of_a_firm_lies_in_the_intervals(tmp_path: Path) -> None:
    """Of 3 x 12 intervals of 95 %, at least 30 hold the truth."""
    assert sum(sum(hits(fitted(tmp_path, seed)).values()) for seed in range(3)) >= 30


def test_volume_and_hanging_up_of_the_data_are_shown_and_what_is_not_is_named(
    tmp_path: Path,
) -> None:
    """Calls beyond what tickets explain become a request; nobody is put on shift or talks for nothing."""
    files = written(tmp_path, 3, customers=400, calls=500)
    ask = CalibrateAsk(Files(orders=files.orders, calls=files.calls, tickets=files.tickets))
    firm = calibrate(load("laptop_shop"), ask)
    rows = {row.key: row for row in firm.mirror}
    for key in ("contacts_per_customer.hotline", "abandonment.hotline"):
        assert rows[key].aimed
        assert abs(rows[key].off) <= rows[key].tolerance, rows[key]
    assert not firm.is_off
    assert "contact_by_hotline" in firm.scenario.tables.problems
    level = rows["service_level.hotline"]
    assert not level.aimed
    assert level.ok is not False or "no knob is left" in level.rest
    told = firm.scenario.tables.service.channels["hotline"]
    found = {each.name: each.value for each in firm.calibration.fitted}
    assert told.handling.distribution().mean() * 1440 == pytest.approx(found["handling"], rel=1e-3)
    assert told.patience.mean * 1440 == pytest.approx(found["patience"], rel=1e-3)


def test_channels_of_the_data_are_shown_each_with_its_own_volume(tmp_path: Path) -> None:
    """A third of the contacts come by a channel that the scenario has not."""
    files = written(tmp_path, 4, customers=400, calls=500)
    head, *rows = files.calls.read_text(encoding="utf-8").splitlines()
    named = [f"{row},{'Live chat' if number % 3 == 0 else 'Hotline'}" for number, row in enumerate(rows)]  # fmt: skip
    files.calls.write_text("\n".join([f"{head},channel", *named]) + "\n", encoding="utf-8")
    ask = CalibrateAsk(Files(orders=files.orders, calls=files.calls))
    firm = calibrate(load("laptop_shop"), ask)
    assert firm.scenario.tables.problems["contact_by_live_chat"].channel == "live_chat"
    rows_by_key = {row.key: row for row in firm.mirror}
    chat, hotline = (rows_by_key[f"contacts_per_customer.{name}"] for name in ("live_chat", "hotline"))  # fmt: skip
    assert chat.target == pytest.approx(0.5 * hotline.target, rel=0.01)
    for row in (chat, hotline):
        assert row.aimed
        assert row.ok is not False, row


@pytest.mark.slow
def test_the_truth_of_a_firm_lies_in_the_intervals_as_often_as_they_say(tmp_path: Path) -> None:
    """Over 30 firms each interval of 95 % holds the truth in at least 25, all together in 92 %."""
    found: Counter[str] = Counter()
    for seed in range(100, 130):
        found += hits(fitted(tmp_path, seed))
    print(dict(found))
    assert all(found[name] >= 25 for name in TRUTH), found
    assert sum(found.values()) >= 0.92 * 30 * len(TRUTH), found
