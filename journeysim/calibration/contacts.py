"""Contacts: what a log of calls or chats says: talk time, patience, redialling, when they come.

Who was answered never shows how long they would have waited: patience is fitted to censored waits.
What neither was answered nor hung up (voicemail, busy) counts as waiting, and as no more.
Source: Brown et al., Statistical analysis of a telephone call center, J. American Statistical
Association 100, 2005: lognormal handling, censored patience.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import patience, profile
from journeysim.calibration.cells import words
from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.likelihood import REACH
from journeysim.calibration.patience import Patience
from journeysim.calibration.profile import Profile

Array = npt.NDArray[Any]

REDIAL_WITHIN = 1.0 / 24.0
LEAST = 10


class Contacts(NamedTuple):
    """What a log of contacts says. Times in days; intervals are 95 %, None where there are too few.

    channel: by its name in the data, "" if the data name none; handling: (mean, sigma of the
    logarithm); redial: share who call again within the hour after hanging up, of those known; days:
    whole days observed; waits: of those answered; mean_wait: of all.
    """

    channel: str
    answered: int
    abandoned: int
    neither: int
    handling: tuple[float, float] | None
    handling_interval: tuple[float, float] | None
    patience: Patience | None
    redial: float | None
    redial_interval: tuple[float, float] | None
    profile: Profile
    waits: Array
    mean_wait: float
    first_day: float
    days: float
    understood: Understood

    @property
    def abandonment(self) -> float:
        """The share that hung up, of all."""
        return self.abandoned / max(1, self.contacts)

    @property
    def contacts(self) -> int:
        """How many there are, answered or not."""
        return self.answered + self.abandoned + self.neither

    def service_level(self, within: float) -> float:
        """The share answered within so many days, of all."""
        return int(np.count_nonzero(self.waits <= within + 1e-9)) / max(1, self.contacts)


class Contact(NamedTuple):
    """One contact. outcome: a word of `cells.words`."""

    channel: str
    when: float
    wait: float
    work: float
    outcome: str
    caller: str


def summed(channel: str, rows: Sequence[Contact], file: Understood) -> Contacts:
    """What contacts of one channel say."""
    when = np.array([row.when for row in rows])
    waits = np.array([row.wait for row in rows])
    gone = np.array([row.outcome == words.ABANDONED for row in rows])
    served = np.array([row.outcome == words.ANSWERED for row in rows])
    work = np.array([row.work for row in rows])[served]
    law = patience.fit(waits, gone)
    redial, redial_interval = _redial(when, gone, [row.caller for row in rows])
    handling, handling_interval = _handling(work[work > 0])
    return Contacts(
        channel, int(served.sum()), int(gone.sum()), int((~(served | gone)).sum()),
        handling, handling_interval, law, redial, redial_interval, profile.of_moments(when),
        waits[served], float(waits.mean()),
        float(np.floor(when.min())),
        float(np.floor(when.max()) - np.floor(when.min()) + 1.0), file,
    )  # fmt: skip


def _handling(work: Array) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Lognormal by maximum likelihood: the mean and sigma, and the mean's interval (Cox's method)."""
    if len(work) < LEAST:
        return None, None
    logs = np.log(work)
    middle, variance = float(logs.mean()), float(logs.var())
    spread = REACH * float(np.sqrt(variance / len(work) + variance * variance / (2 * len(work))))
    mean = float(np.exp(middle + variance / 2.0))
    ends = (mean * float(np.exp(-spread)), mean * float(np.exp(spread)))
    return (mean, float(np.sqrt(variance))), ends


def _redial(
    when: Array, left: Array, callers: list[str]
) -> tuple[float | None, tuple[float, float] | None]:
    """The share who call again within the hour after hanging up, of those whose hour is over."""
    if not any(callers):
        return None, None
    by_caller: dict[str, list[float]] = {}
    for moment, name in zip(when.tolist(), callers, strict=True):
        by_caller.setdefault(name, []).append(moment)
    for moments in by_caller.values():
        moments.sort()
    end, again, asked = float(when.max()), 0, 0
    for moment, gone, name in zip(when.tolist(), left.tolist(), callers, strict=True):
        if not gone or not name or moment > end - REDIAL_WITHIN:
            continue
        asked += 1
        later = np.searchsorted(by_caller[name], moment, side="right")
        again += bool(
            later < len(by_caller[name]) and by_caller[name][later] <= moment + REDIAL_WITHIN
        )
    if asked < LEAST:
        return None, None
    return again / asked, wilson(again, asked)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: E. B. Wilson 1927."""
    share, z2 = hits / of, REACH * REACH
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = REACH / (1 + z2 / of) * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
