"""Rest: what keeps a firm's figure away from the one that was told, in words that say what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from journeysim.calibration.mirror import MirrorRow
from journeysim.causes import CAUSE_NAMES
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import Scenario

_LEAVING = ("churn", "lost", "stay", "renewals")
_NAMED = 3
_BY_ITSELF = "competition"


def explained(scenario: Scenario, rows: Sequence[MirrorRow]) -> tuple[MirrorRow, ...]:
    """The rows of a mirror, those that are off with what eats the rest and how to widen them."""
    off = [row for row in rows if row.ok is False]
    leaving = _eaten(scenario) if any(row.key in _LEAVING for row in off) else ""
    return tuple(
        row._replace(rest=_why(row, leaving, scenario)) if row.ok is False else row for row in rows
    )


def _why(row: MirrorRow, leaving: str, scenario: Scenario) -> str:
    widen = f'write {row.key.rpartition(".")[2]} = "about {row.words}" if that is near enough'
    if row.key in _LEAVING and leaving:
        return f"{leaving}; or {widen}"
    return f"no plausible knob shows it together with your other figures; {widen}"


def _eaten(scenario: Scenario) -> str:
    """How much of all leaving comes from causes that no base chance can take away."""
    causes = [name for name in CAUSE_NAMES if name != _BY_ITSELF]
    names = ("churned", "churn", *(f"churned[cause={name}]" for name in causes))
    runs = measure(scenario, (scenario.baseline,), names, replications=1, jobs=1)
    seen = {name: values[0] for name, values in runs.observations[scenario.baseline].items()}
    if not seen["churned"] > 0.0:
        return "nobody leaves"
    points = 100.0 * seen["churn"] / seen["churned"]
    parts = sorted(((seen[f"churned[cause={name}]"] * points, name) for name in causes), reverse=True)  # fmt: skip
    caused = fsum(part for part, _ in parts)
    named = ", ".join(f"{name} {part:.1f}" for part, name in parts[:_NAMED] if part >= 0.05)
    worst = max(
        scenario.tables.problems.items(),
        key=lambda each: each[1].severity * (each[1].rate + each[1].per_purchase / 60.0) * (each[1].kind == "failure"),
    )[0]  # fmt: skip
    return (
        f"{caused:.1f} of the {100.0 * seen['churn']:.1f} points of churn come from problems and service ({named}); "
        f"lower problems.{worst}.rate or its severity"
    )
