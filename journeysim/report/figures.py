"""Figures: numbers as people write them, each metric in its own unit. Knows no metric by name."""

from __future__ import annotations

from math import floor, isnan, log10

from journeysim.experiment.estimate import Estimate

NOTHING = "-"


def figure(value: float, unit: str) -> str:
    """A number in the unit of its metric: shares as percent, money in thousands where large."""
    if isnan(value):
        return NOTHING
    if unit == "share":
        return f"{100 * value:.1f} %"
    if unit == "money":
        return _money(value)
    if unit in ("count", "days"):
        return f"{value:,.0f}"
    return _short(value)


def signed(value: float, unit: str) -> str:
    """A difference with its sign; differences of shares are points."""
    if isnan(value):
        return NOTHING
    if value == 0.0:
        return "0"
    if unit == "share":
        text = f"{100 * value:+.1f}"
    elif unit == "money":
        text = _money(value, sign="+")
    elif unit in ("count", "days"):
        text = f"{value:+,.0f}"
    else:
        text = _short(value, sign="+")
    return text


def half_width(estimate: Estimate, unit: str) -> str:
    """Half an interval as `±`, or nothing where luck cannot be told."""
    if isnan(estimate.low):
        return ""
    half = estimate.half
    if half == 0.0:
        return "±0"
    if unit == "share":
        return f"±{100 * half:.1f}"
    if unit == "money":
        return f"±{_money(half)}"
    if unit in ("count", "days"):
        return f"±{half:,.0f}"
    return f"±{_short(half)}"


def _money(value: float, sign: str = "") -> str:
    size = abs(value)
    if size >= 9_999_500:
        return f"{value / 1e6:{sign}.1f} M"
    if size >= 999_500:
        return f"{value / 1e6:{sign}.2f} M"
    if size >= 9_950:
        return f"{value / 1e3:{sign},.0f} k"
    if size >= 995:
        return f"{value / 1e3:{sign}.1f} k"
    return f"{value:{sign}.0f}"


def _short(value: float, sign: str = "") -> str:
    """Three significant digits, without an exponent where that reads well."""
    if value == 0.0:
        return "0"
    digits = max(0, min(6, 2 - floor(log10(abs(value)))))
    return f"{value:{sign},.{digits}f}"
