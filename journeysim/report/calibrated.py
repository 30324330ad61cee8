"""Calibrated: what data told, as a table for people, a scenario file, and a document for programs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim.calibration.checking import FAR_OFF, OFF, Check
from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Calibration, Fitted, Interval
from journeysim.calibration.profile import Profile
from journeysim.numerals import numeral
from journeysim.report import mirror
from journeysim.report.mirror import print_mirror
from journeysim.report.target_fit import print_target_fit
from journeysim.report.text.page import in_style_of
from journeysim.report.to_toml import frozen, toml
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BAR = 24


def file_text(firm: FittedFirm, target: Path) -> str:
    """The calibrated scenario as a file that stands at `target`."""
    calibration = firm.calibration
    lines = [
        "What stands here was fitted to data; everything else is as in the scenario it extends.",
        "",
    ]
    for source in firm.sources:
        lines += [
            f"data: {source.name}, {source.rows:,} rows",
            f"  sha256 {source.sha256}",
        ]
        lines += [f"  {note}" for note in source.notes()]
        lines += [f"  warning: {fault}" for fault in source.faults()]
    lines += ["", "fitted (95 % intervals):"]
    lines += [f"  {_said(each)}  [{each.source}]" for each in calibration.fitted]
    lines += [f"note: {note}" for note in calibration.notes]
    for name, profile in _profiles(firm):
        lines += ["", f"share of the week's contacts by hour{f' ({name})' if name else ''}:"]
        lines += [f"  {line}" for line in profile.lines()]
    if firm.mirror:
        lines += ["", "yours / simulated:"]
        lines += [f"  {row.key} {row.target:.4g} / {row.simulated:.4g}" for row in firm.mirror]
    lines += [
        "",
        "still assumed, nothing here told: " + (", ".join(calibration.assumed()) or "nothing"),
    ]
    comment = "".join(f"# {_CONTROL.sub(' ', line)}".rstrip() + "\n" for line in lines)
    parent = _parent(calibration.scenario, target)
    if parent is None:
        return comment + frozen(firm.scenario)
    return comment + f'schema = 2\nextends = "{parent}"\n' + toml(calibration.values)


def _profiles(firm: FittedFirm) -> list[tuple[str, Profile]]:
    """When contacts come, by what the data call them."""
    return [(each.channel, each.profile) for each in firm.contacts] + [
        (each.queue, each.profile) for each in firm.reports
    ]


def _parent(scenario: Scenario, target: Path) -> str | None:
    """By which name the file can extend the scenario; None if it must hold all of it."""
    path, plain = scenario.document.path, scenario.world is None
    overridden = any(
        not any(origin.startswith(f"{source.name}:") for source in scenario.document.sources)
        for origin in scenario.document.origins.values()
    )
    if overridden or not plain:
        return None
    beside = target.parent / path.name
    if path.resolve().parent == target.resolve().parent:
        return path.name
    known = shipped.path_of(path.stem)
    return path.name if known == path and not beside.exists() else None


def _said(each: Fitted) -> str:
    unit = f" {each.unit}" if each.unit not in ("", "share") else ""
    return f"{each.name} = {each.value:.4g}{unit}{_within(each.interval)}" + (f" -> {each.key}" if each.key else "")  # fmt: skip


def _within(interval: Interval) -> str:
    return "" if interval is None else f" ({interval[0]:.4g} to {interval[1]:.4g})"


def print_result(console: Console, firm: FittedFirm) -> None:
    """What was learnt, what stays assumed, and how the fitted firm compares."""
    with in_style_of(console, firm.scenario):
        _print_result(console, firm)


def _print_result(console: Console, firm: FittedFirm) -> None:
    if firm.sources:
        print_calibration(console, firm.calibration)
    for contacts in firm.contacts:
        neither = f", {numeral(contacts.neither)} neither" if contacts.neither else ""
        counted = (
            f"{contacts.channel or 'contacts'}: {numeral(contacts.answered)} answered, {numeral(contacts.abandoned)} hung up "
            f"({numeral(100 * contacts.abandonment, '.1f')} %){neither}"
        )
        print_profile(console, counted, contacts.profile)
    for report in firm.reports:
        counted = (
            f"{report.queue or 'contacts'}: {numeral(report.offered, ',.0f')} offered, {numeral(report.answered, ',.0f')} answered "
            f"({numeral(100 * report.answered / max(1.0, report.offered), '.2f')} %)"
        )
        print_profile(console, counted, report.profile)
    if firm.check is not None:
        print_check(console, firm.check)
    if firm.target_fits:
        print_target_fit(console, firm.target_fits)
    if firm.mirror:
        print_mirror(console, firm.mirror)


def print_calibration(console: Console, calibration: Calibration) -> None:
    """What was learnt, and what stays assumed."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name, justify in (("fitted", "left"), ("value", "right"), ("95 % interval", "left"), ("unit", "left"), ("sets", "left")):  # fmt: skip
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for fit in calibration.fitted:
        ends = (
            ""
            if fit.interval is None
            else f"{numeral(fit.interval[0], '.4g')} to {numeral(fit.interval[1], '.4g')}"
        )
        table.add_row(Text(fit.name), numeral(fit.value, ".4g"), ends, fit.unit, Text(fit.key))
    console.print(table)
    for note in calibration.notes:
        console.print(f"[dim]note: {escape(note)}[/]")
    assumed = calibration.assumed()
    console.print(f"[dim]{len(assumed)} knobs are still assumed; the file lists them.[/]")


def print_profile(console: Console, counted: str, profile: Profile) -> None:
    """When contacts come: by weekday and hour. counted: how many there were, in words."""
    total = max(1, sum(profile.by_weekday()))
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    console.print(f"\n{escape(counted)}")
    console.print("by weekday: " + ", ".join(f"{day} {100 * n / total:.0f} %" for day, n in zip(days, profile.by_weekday(), strict=True)))  # fmt: skip
    console.print("by hour:    " + ", ".join(f"{hour} h {100 * n / total:.0f} %" for hour, n in enumerate(profile.by_hour()) if n))  # fmt: skip


def print_check(console: Console, check: Check) -> None:
    """Repeat purchases of the real and the simulated customers, side by side, as a plot in rows."""
    console.print(
        f"\n[bold]Does the fitted world buy like the real one?[/] {numeral(check.cohort)} customers who first "
        f"bought up to {date.fromordinal(check.split)}; fitted to what they did until then, and from there on "
        "the forecast of a firm that starts with each as their own purchases leave them"
    )
    top = max(max(point.actual, point.simulated) for point in check.points) or 1.0
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("until", "real", "simulated", "off"):
        table.add_column(name, justify="left" if name == "until" else "right")
    table.add_column("o real  x simulated  * both")
    for point in check.points:
        off = point.simulated / point.actual - 1.0 if point.actual else float("nan")
        marks = [" "] * (_BAR + 1)
        marks[round(_BAR * point.actual / top)] = "o"
        place = round(_BAR * point.simulated / top)
        marks[place] = "*" if marks[place] == "o" else "x"
        seen = "" if point.day <= check.split else " not seen by the fit"
        table.add_row(
            date.fromordinal(point.day).isoformat(), numeral(point.actual, ',.0f'), numeral(point.simulated, ',.0f'),
            f"{numeral(100 * off, '+.1f')} %", Text("|" + "".join(marks) + seen),
        )  # fmt: skip
    console.print(table)
    console.print(
        f"in the sample {numeral(100 * check.inside, '+.1f')} %, after it {numeral(100 * check.outside, '+.1f')} % "
        "repeat purchases too many or too few; BG/NBD's own conditional expectation "
        f"{numeral(100 * check.closed, '+.1f')} %"
    )


def check_svg(check: Check) -> str:
    """The same as a picture. Raises UsageError where matplotlib is not installed."""
    from io import StringIO

    from journeysim.errors import UsageError

    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("--svg needs matplotlib: pip install matplotlib") from None
    with matplotlib.rc_context({"svg.hashsalt": "journeysim", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7.0, 4.0))
        axes = figure.add_subplot()
        days: Any = [date.fromordinal(point.day) for point in check.points]
        split: Any = date.fromordinal(check.split)
        axes.plot(days, [point.actual for point in check.points], "o-", label="real")
        axes.plot(days, [point.simulated for point in check.points], "x--", label="simulated")
        axes.axvline(split, color="gray", label="fitted up to here")
        axes.set_ylabel("repeat purchases")
        axes.legend()
        figure.autofmt_xdate()
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def document(firm: FittedFirm) -> dict[str, Any]:
    """The same for programs."""
    calibration, check = firm.calibration, firm.check
    values: dict[str, Any] = {
        "data": [
            {
                "name": source.name,
                "sha256": source.sha256,
                "rows": source.rows,
                "kept": source.kept,
                "understood": list(source.sentences),
                "refused": [{"reason": e.reason, "rows": e.times, "first_line": e.line} for e in source.refused],
                "set_aside": [
                    {"reason": e.reason, "rows": e.times, "first_line": e.line, "money": source.share(e), "effect": e.effect}
                    for e in source.aside
                ],
                "warnings": source.faults(),
            }
            for source in firm.sources
        ],
        "fitted": [
            {
                "name": each.name,
                "value": each.value,
                "low": None if each.interval is None else each.interval[0],
                "high": None if each.interval is None else each.interval[1],
                "unit": each.unit,
                "key": each.key or None,
                "source": each.source,
            }
            for each in calibration.fitted
        ],
        "notes": list(calibration.notes),
        "assumed": list(calibration.assumed()),
        "profile": [
            {"channel": name, "by_weekday_and_hour": profile.counts.reshape(7, 24, 2).sum(axis=2).astype(int).tolist()}
            for name, profile in _profiles(firm)
        ],
    }  # fmt: skip
    if firm.forecast is not None:
        values["forecast"] = {"off": firm.forecast, "warned_from": OFF, "fails_from": FAR_OFF}
    if firm.mirror:
        values["mirror"] = mirror.document(firm.mirror)
    if check is not None:
        values["check"] = {
            "fitted_until": date.fromordinal(check.split).isoformat(),
            "customers": check.cohort,
            "inside": check.inside,
            "outside": check.outside,
            "conditional_expectation": check.closed,
            "points": [
                {"until": date.fromordinal(p.day).isoformat(), "actual": p.actual, "simulated": p.simulated}
                for p in check.points
            ],
        }  # fmt: skip
    return values
