"""Request: a metric as people write it, such as `retention@90d` or `wait_mean.phone`.

    METRIC[@Nd][.CHANNEL][[segment=NAME]][[cohort=NAME]][[cause=NAME]][[TRAIT=QUARTER]]

TRAIT is risk, score, value or tenure; QUARTER lowest, second, third or highest.
Refuses what the metric cannot be asked; whether a channel or segment exists is asked of a world.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from journeysim.causes import CAUSE_NAMES
from journeysim.engine.log import Outcome
from journeysim.errors import UsageError
from journeysim.metrics.catalogue import BY_CHANNEL, METRICS
from journeysim.metrics.metric import NAN, Metric
from journeysim.metrics.observed import DISCOUNT_RATE, YEAR, Observed
from journeysim.metrics.records import COHORTS, QUARTERS, TRAITS, Records, TraitQuarter
from journeysim.metrics.service import percentile
from journeysim.scenario.world import Names

_NAME = r"[a-z][a-z0-9_]*"
_REQUEST = re.compile(rf"^({_NAME})(?:@([0-9]+)d)?(?:\.({_NAME}))?((?:\[[^\[\]]*\])*)$")
_FILTER = re.compile(rf"^\s*({_NAME})\s*=\s*({_NAME})\s*$")
_BY_NAME = {metric.name: metric for metric in METRICS}
_FILTERS = ("segment", "cohort", "cause", *TRAITS)
_EARLY = 90
_WITH_YEARS = ("retention", "profit")
_AT_90_DAYS = ("retention", "survival")


@dataclass(frozen=True)
class Request:
    """A metric with what it is asked of. day: days, a tenure for `survival`; the others names."""

    metric: Metric
    day: int | None = None
    channel: str | None = None
    segment: str | None = None
    cause: str | None = None
    cohort: str | None = None
    part: TraitQuarter | None = None

    @property
    def name(self) -> str:
        """The request as it is written."""
        day = "" if self.day is None else f"@{self.day}d"
        channel = "" if self.channel is None else f".{self.channel}"
        segment = "" if self.segment is None else f"[segment={self.segment}]"
        cohort = "" if self.cohort is None else f"[cohort={self.cohort}]"
        cause = "" if self.cause is None else f"[cause={self.cause}]"
        part = "" if self.part is None else f"[{self.part.trait}={self.part.quarter}]"
        return f"{self.metric.name}{day}{channel}{segment}{cohort}{part}{cause}"

    @property
    def reason(self) -> str:
        """Why the value is NaN when it is, provided the day lies within the run."""
        return self.metric.reason

    def check(self, names: Names, days: float | None = None) -> None:
        """Raise UsageError if a channel or segment does not exist, or the run ends before the day.

        days: the horizon, if it is known.
        """
        _known(self, "channel", self.channel, names.channels)
        _known(self, "segment", self.segment, names.segments)
        if days is not None and self.day is not None and self.day > days:
            raise UsageError(f"{self.name}: the run ends on day {days:g}")

    def value(self, outcome: Outcome, discount_rate: float = DISCOUNT_RATE) -> float:
        """The value in one run; NaN when the denominator is empty or the day after the horizon."""
        return evaluate(outcome, [self], discount_rate)[self.name]


@lru_cache(maxsize=1024)
def find(text: str) -> Request:
    """Read a request. Raises UsageError saying what is wrong and what would be right."""
    match = _REQUEST.match(text.strip())
    if match is None:
        raise UsageError(
            f"{text!r} is no metric; write METRIC, METRIC@90d, METRIC.channel, "
            "METRIC[segment=NAME] or METRIC[cause=NAME]"
        )
    name, day, channel, brackets = match.groups()
    metric = _BY_NAME.get(name) or percentile(name)
    if metric is None:
        raise UsageError(f"unknown metric {name!r}{_suggestion(name, _BY_NAME)}")
    given = _filters(text, brackets)
    request = Request(
        metric=metric,
        day=None if day is None else int(day),
        channel=channel,
        segment=given.get("segment"),
        cause=given.get("cause"),
        cohort=given.get("cohort"),
        part=_part(text, given),
    )
    _accepted(request)
    return request


def evaluate(
    run: Outcome | Records, requests: Iterable[Request], discount_rate: float = DISCOUNT_RATE
) -> dict[str, float]:
    """The value of each request by its name; rows are cut once for each filter.

    discount_rate: per year, for `lifetime_value`. Raises UsageError as `Request.check` does.
    """
    whole = Records.of_run(run)
    outcome = whole.outcome
    names = outcome.encoded.names
    cut: dict[tuple[int | None, int | None, str | None, TraitQuarter | None], Records] = {}
    values: dict[str, float] = {}
    for request in requests:
        request.check(names)
        segment = None if request.segment is None else names.segments.index(request.segment)
        channel = None if request.channel is None else names.channels.index(request.channel)
        seen_through = (segment, channel, request.cohort, request.part)
        if seen_through not in cut:
            cut[seen_through] = whole.narrowed(*seen_through)
        until = outcome.horizon if request.day is None else float(request.day)
        cause = None if request.cause is None else CAUSE_NAMES.index(request.cause)
        seen = Observed(cut[seen_through], until, cause, discount_rate)
        within = request.day is None or until <= outcome.horizon
        values[request.name] = request.metric.function(seen) if within else NAN
    return values


def default_requests(names: Names, horizon_days: float) -> tuple[Request, ...]:
    """What a run reports unasked.

    Every metric; some at 90 days and at each full year up to the horizon; leaving by cause; the
    main ones of each channel, where there are several.
    """
    years = [int(YEAR * year) for year in range(1, int(horizon_days / YEAR) + 1)]
    early = [_EARLY] if horizon_days >= _EARLY else []
    requests: list[Request] = []
    for metric in METRICS:
        if not metric.needs_cause:
            requests.append(Request(metric))
        if metric.name in _AT_90_DAYS:
            requests += [Request(metric, day=day) for day in early]
        if metric.name in _WITH_YEARS:
            requests += [Request(metric, day=day) for day in years]
        if metric.takes_cause:
            requests += [Request(metric, cause=cause) for cause in CAUSE_NAMES]
        if metric.name in BY_CHANNEL and len(names.channels) > 1:
            requests += [Request(metric, channel=channel) for channel in names.channels]
    return tuple(requests)


def _filters(text: str, brackets: str) -> dict[str, str]:
    """What stands in brackets, by name: `[segment=a,cause=b]` or `[segment=a][cause=b]`."""
    given: dict[str, str] = {}
    inside = brackets.replace("][", ",").strip("[]")
    for part in inside.split(",") if brackets else ():
        match = _FILTER.match(part)
        if match is None or match[1] not in _FILTERS:
            known = ", ".join(f"[{name}=NAME]" for name in _FILTERS)
            raise UsageError(f"{text}: [{part}] is no filter; write {known}")
        if match[1] in given:
            raise UsageError(f"{text}: {match[1]} is given twice")
        given[match[1]] = match[2]
    return given


def _part(text: str, given: dict[str, str]) -> TraitQuarter | None:
    """The quarter that is asked for, if any."""
    traits = [trait for trait in TRAITS if trait in given]
    if len(traits) > 1:
        raise UsageError(f"{text}: {' and '.join(traits)} cannot be asked for together")
    return TraitQuarter(traits[0], given[traits[0]]) if traits else None


def _accepted(request: Request) -> None:
    """Raise UsageError if the metric cannot be asked like this."""
    metric, name = request.metric, request.metric.name
    if request.day is not None and not metric.takes_day:
        raise UsageError(f"{request.name}: {name} is not asked for a day")
    if request.channel is not None and not metric.by_channel:
        raise UsageError(f"{request.name}: {name} is not asked of a channel")
    if request.segment is not None and not metric.by_segment:
        raise UsageError(f"{request.name}: {name} is the whole firm's and not asked of a segment")
    if request.cohort is not None and not metric.by_segment:
        raise UsageError(f"{request.name}: {name} is the whole firm's and not asked of a cohort")
    if request.part is not None and not metric.by_segment:
        raise UsageError(f"{request.name}: {name} is the whole firm's and not asked of a quarter")
    if request.cause is not None and not metric.takes_cause:
        raise UsageError(f"{request.name}: {name} is not asked for a cause")
    if request.cause is None and metric.needs_cause:
        raise UsageError(f"{request.name}: needs a cause, such as {name}[cause={CAUSE_NAMES[0]}]")
    _known(request, "cause", request.cause, CAUSE_NAMES)
    _known(request, "cohort", request.cohort, COHORTS)
    if request.part is not None:
        _known(request, "quarter", request.part.quarter, QUARTERS)


def _known(request: Request, what: str, name: str | None, names: tuple[str, ...]) -> None:
    if name is not None and name not in names:
        raise UsageError(f"{request.name}: no {what} {name!r}{_suggestion(name, names)}")


def _suggestion(name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name, list(names), n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known: {', '.join(names) or 'none'}"
