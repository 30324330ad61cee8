"""Turning: dials in motion. What they stand for is a plan, though nothing is decided yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeysim.tui.plan import Plan
from journeysim.tui.session.dial_values import DialValues

SETTLED = 0.3
"""Seconds in which turns of a dial count as one change; its future is asked for at once."""


@dataclass
class Turning:
    """The dials that are being turned.

    since: the day on which the first was touched; rewound: lies that day in the past that was
    lived; quiet: seconds since the last touch; draft: the plan they stand for, None if it is the
    one in force.
    """

    values: dict[str, float] = field(default_factory=dict)
    since: int = 0
    rewound: bool = False
    quiet: float = 0.0
    draft: Plan | None = None

    def __bool__(self) -> bool:
        return bool(self.values)

    def touch(self, key: str, value: float, day: int, lived: int) -> None:
        """Turn a dial on a day; lived: the last day that the branch has come to."""
        if not self.values:
            self.since, self.rewound = day, day < lived
        self.values[key] = value
        self.quiet = 0.0

    def rest(self) -> None:
        """Nothing is in motion any more."""
        self.values, self.draft = {}, None

    def base(self, plan: Plan) -> Plan:
        """What is kept of the plan in force: all of it, or what was decided by the day touched."""
        return plan.until(self.since) if self.rewound else plan

    def plan(self, plan: Plan, dials: DialValues, horizon: int) -> Plan:
        """The plan with the turns in progress; a lever turned on the last day changes nothing."""
        turned = self.base(plan)
        for key, value in self.values.items():
            dial = dials.dials[key]
            before = dials.value(dial, plan, self.since)
            is_late = dial.side == "lever" and self.since >= horizon
            if value != before and not is_late:
                turned = turned.turned(self.since, dial, before, value)
        return turned

    def is_late(self, dials: DialValues, horizon: int) -> bool:
        """Was a lever turned on the last day?"""
        sides = {dials.dials[key].side for key in self.values}
        return "lever" in sides and self.since >= horizon
