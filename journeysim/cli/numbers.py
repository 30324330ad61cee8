"""Numbers of a command line: digits 0 to 9, finite; click itself would take any script's digits."""

from __future__ import annotations

import re
from typing import Any

import click

from journeysim import units

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_REAL = re.compile(units.NUMBER)


class Whole(click.IntRange):
    """A whole number within bounds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails on anything but digits and a sign."""
        if isinstance(value, str) and not _WHOLE.fullmatch(value):
            self.fail(f"{value!r} is not a whole number", param, ctx)
        return super().convert(value, param, ctx)


class Real(click.FloatRange):
    """A finite number within bounds."""

    def _describe_range(self) -> str:
        """Its bounds in the help; click writes `x<=None` where there are none."""
        return "" if self.min is self.max is None else super()._describe_range()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails on anything that is no number, or no finite one."""
        if isinstance(value, str):
            try:
                value = units.number(value) if _REAL.fullmatch(value) else None
            except ValueError:
                value = None
            if value is None:
                self.fail("is not a finite number", param, ctx)
        return super().convert(value, param, ctx)
