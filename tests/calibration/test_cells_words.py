"""Contacts as telephone systems log them: words by their column, waits and talks in every form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from made import written

from journeysim.calibration import contact_log
from journeysim.calibration.cells import durations
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.contact_columns import ContactMapping
from journeysim.calibration.contacts import Contacts
from journeysim.errors import UsageError

_LUCK = np.random.default_rng(5)
START = datetime(2024, 3, 4, 8, 0)


def _made() -> list[tuple[datetime, int, bool, int]]:
    """(when, seconds waited, answered?, seconds talked) of 300 calls."""
    found = []
    for number in range(300):
        answered = bool(_LUCK.random() > 0.2)
        wait, talk = int(_LUCK.exponential(90)) + 1, int(_LUCK.lognormal(5.5, 0.6)) + 1
        moment = START + timedelta(hours=number * 1.7, seconds=37 * number % 60)
        found.append((moment, wait, answered, talk if answered else 0))
    return found


CALLS = _made()
ANSWERED = sum(answered for _, _, answered, _ in CALLS)
WAIT = float(np.mean([wait for _, wait, _, _ in CALLS]))
WORDS = (("answered", "abandoned"), ("ANSWERED", "NO ANSWER"), ("Handled by agent", "Abandoned by caller"), ("angenommen", "aufgelegt"))  # fmt: skip


def read(path: Path, header: str, rows: list[str], **how: str | tuple[str, ...]) -> Contacts:
    (found,) = contact_log.read(
        written(path, [header, *rows]), ContactMapping(), ReadingOptions(**how)
    )
    return found


def is_right(found: Contacts) -> bool:
    return (
        (found.answered, found.abandoned) == (ANSWERED, len(CALLS) - ANSWERED)
        and not found.understood.refused
        and abs(found.mean_wait * 86_400 - WAIT) < 0.51
    )


def with_words(path: Path, column: str, yes: str, no: str, **how: tuple[str, ...]) -> Contacts:
    rows = [f"{when},{wait},{yes if answered else no},{talk}" for when, wait, answered, talk in CALLS]  # fmt: skip
    return read(path, f"arrival,wait_s,{column},talk_s", rows, **how)


@pytest.mark.parametrize(("yes", "no"), WORDS)
def test_words_of_an_outcome(tmp_path: Path, yes: str, no: str) -> None:
    assert is_right(with_words(tmp_path / "a.csv", "outcome", yes, no))


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Yes", "No"), ("1", "0"), ("1.0", "0.0"), ("TRUE", "FALSE"), ("ja", "nein"), ("x", ""), ("", "no")],
)  # fmt: skip
def test_yes_and_no_mean_what_the_name_of_the_column_says(
    tmp_path: Path, yes: str, no: str
) -> None:
    assert is_right(with_words(tmp_path / "a.csv", "answered", yes, no))
    for column in ("abandoned", "hung_up", "missed"):
        assert is_right(with_words(tmp_path / "b.csv", column, no, yes))


def test_yes_under_a_name_that_says_neither_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'Yes' .* say what they mean: --answered 'Yes' or"):
        with_words(tmp_path / "a.csv", "outcome", "Yes", "No")
    own = {"answered": ("Yes",), "abandoned": ("No",)}
    assert is_right(with_words(tmp_path / "a.csv", "outcome", "Yes", "No", **own))


@pytest.mark.parametrize("word", ["escalated", ""])
def test_unknown_words_are_asked_about_and_never_left_out(tmp_path: Path, word: str) -> None:
    with pytest.raises(UsageError, match=f"'{word or 'blank'}' .* --answered '{word or 'blank'}'"):
        with_words(tmp_path / "a.csv", "outcome", "answered", word)
    own = {"abandoned": (word or "blank",)}
    assert is_right(with_words(tmp_path / "a.csv", "outcome", "answered", word, **own))


def test_transferred_is_answered_and_voicemail_neither(tmp_path: Path) -> None:
    rows = [f"{when},{wait},{'transferred' if answered else 'voicemail' if n % 2 else 'abandoned'},{talk}" for n, (when, wait, answered, talk) in enumerate(CALLS)]  # fmt: skip
    found = read(tmp_path / "a.csv", "arrival,wait_s,outcome,talk_s", rows)
    assert found.answered == ANSWERED
    assert found.abandoned + found.neither == len(CALLS) - ANSWERED
    assert [each.times for each in found.understood.aside] == [found.neither]


def test_a_log_that_is_mostly_neither_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has mostly words that mean neither"):
        with_words(tmp_path / "a.csv", "outcome", "voicemail", "abandoned")


def clock(seconds: int, parts: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}" if parts == 3 else f"{minutes}:{rest:02d}"  # fmt: skip


TIMES: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "clocks": ("wait", "talk time", lambda s: clock(s, 3)),
    "minutes and seconds": ("wait", "talk time", lambda s: clock(s, 2)),
    "named m:ss": ("Queue Time (mm:ss)", "Talk Time (mm:ss)", lambda s: clock(s, 2)),
    "units in the cells": ("wait", "talk time", lambda s: f"{s // 60}m {s % 60}s"),
    "durations of ISO 8601": ("wait", "talk time", lambda s: f"PT{s // 60}M{s % 60}S"),
    "minutes with a comma": ("wait_min", "talk_min", lambda s: f"{s / 60:.4f}".replace(".", ",")),
    "milliseconds": ("waitMs", "talkMs", lambda s: str(1000 * s)),
    "hours": ("wait_h", "talk_h", lambda s: f"{s / 3600:.6f}"),
    "seconds, told by their size": ("wait", "handling", str),
    "days of a spreadsheet": ("wait_d", "talk_d", lambda s: f"{s / 86400:.9f}"),
}


@pytest.mark.parametrize("form", TIMES)
def test_waits_and_talks_in_every_form(tmp_path: Path, form: str) -> None:
    wait_name, talk_name, text = TIMES[form]
    rows = [f"{when};{text(wait)};{'answered' if answered else 'abandoned'};{text(talk) if talk else ''}" for when, wait, answered, talk in CALLS]  # fmt: skip
    found = read(tmp_path / "a.csv", f"arrival;{wait_name};outcome;{talk_name}", rows)
    assert is_right(found)
    assert found.handling is not None
    logs = np.log([talk for *_, answered, talk in CALLS if answered])
    mean = float(np.exp(logs.mean() + logs.var() / 2))
    assert found.handling[0] * 86_400 == pytest.approx(mean, rel=1e-4)


def test_two_columns_may_have_two_units(tmp_path: Path) -> None:
    rows = [f"{when},{wait / 60:.4f},{'answered' if answered else 'abandoned'},{talk}" for when, wait, answered, talk in CALLS]  # fmt: skip
    assert is_right(read(tmp_path / "a.csv", "arrival,wait_min,outcome,handling_s", rows))


def test_a_date_and_a_time_may_stand_apart(tmp_path: Path) -> None:
    word = ("abandoned", "answered")
    rows = [f"{when:%Y-%m-%d},{when:%H:%M:%S},{wait},{word[answered]},{talk}" for when, wait, answered, talk in CALLS]  # fmt: skip
    found = read(tmp_path / "a.csv", "Date,Time,wait_s,outcome,talk_s", rows)
    assert is_right(found)
    assert sum(n > 0 for n in found.profile.by_hour()) == 24


def test_waits_follow_from_the_moments_of_a_call(tmp_path: Path) -> None:
    rows = [
        f"{when},{when + timedelta(seconds=wait) if answered else ''},{when + timedelta(seconds=wait + talk)}"
        for when, wait, answered, talk in CALLS
    ]
    found = read(tmp_path / "a.csv", "queued at,answered at,ended at", rows)
    assert is_right(found)


def test_seconds_or_minutes_are_asked_for_where_both_can_be(tmp_path: Path) -> None:
    rows = [f"{when},{wait % 9},{'answered' if answered else 'abandoned'},{1 + talk % 50}" for when, wait, answered, talk in CALLS]  # fmt: skip
    with pytest.raises(UsageError, match=r"are its numbers seconds or minutes .* Say --unit s or --unit min"):  # fmt: skip
        read(tmp_path / "a.csv", "arrival,wait,outcome,handling", rows)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("wait_s", "s"), ("Wait (min)", "min"), ("waitTimeSeconds", "s"), ("Talk Time (hh:mm:ss)", None), ("hold_ms", "ms"), ("wait", None), ("minutes_in_queue", "min")],
)  # fmt: skip
def test_units_in_names(name: str, unit: str | None) -> None:
    assert durations.unit_in(name) == unit
