"""Firm file: the scenario of a firm of one's own, as a file that its owner reads and edits.

Facts as told, knobs with where they come from, and policies in two lines each; nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from journeysim.calibration.sheet.candidates import TODAY, Candidate
from journeysim.calibration.sheet.facts import without_unknown
from journeysim.calibration.sheet.fit import SheetFit
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.report.to_toml import literal
from journeysim.scenario.merging import Path, Table, leaves

_SECTIONS = ("run", "population", "purchase", "leaving", "experience", "talk", "survey", "money", "price", "problems", "service", "care")  # fmt: skip
_WIDTH = 96
_DRAWN = "kind"


def name_of(picture: FirmPicture) -> str:
    """A name of the firm that a file may have."""
    name = re.sub(r"[^a-z0-9]+", "_", picture.sheet.firm.name.lower()).strip("_")
    return name[:40] or "firm"


def facts_as_told(picture: FirmPicture) -> Table:
    """The [firm] section: what was told, as it was, and what gave way."""
    own = without_unknown(picture.sheet.raw)
    own.pop("doubted", None)
    own["kind"] = picture.kind
    if picture.gave_way:
        own["doubted"] = list(picture.gave_way)
    return own


def policies(candidates: Sequence[Candidate], dials: Sequence[Table]) -> Table:
    """The candidates as policies, the firm as it is today the baseline, and what can be turned."""
    return {
        "run": {"baseline": TODAY},
        "policies": {
            each.name: {"label": each.label, "about": each.about, **each.levers}
            for each in candidates
        },
        "dials": list(dials),
    }


def text(
    picture: FirmPicture,
    values: Table,
    fit: SheetFit,
    candidates: Sequence[Candidate],
    gave_way: Sequence[str],
    in_small: str = "",
) -> str:
    """The whole file. in_small: what a vast firm shows in small against full size."""
    comments = _comments(picture, fit) | {("run", "one_in"): in_small}
    parts = [
        f"# {picture.sheet.firm.name or 'A firm of your own'}, as {picture.sector.words}.",
        "# [firm] holds your figures as you told them; 'journeysim mirror' holds the simulated firm against them.",
        "# Change a figure and run 'journeysim init --answers' with this file to fit it again.",
        f"schema = {values['schema']}",
        f"title = {literal(values['title'])}",
        "",
        *_firm(values["firm"], gave_way),
    ]
    for section in _SECTIONS:
        if section in values:
            parts += _table((section,), values[section], comments)
    parts += _policies(candidates)
    for dial in values["dials"]:
        parts += ["[[dials]]", *(f"{key} = {literal(value)}" for key, value in dial.items()), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _firm(own: Table, gave_way: Sequence[str]) -> list[str]:
    lines = [f"# {note}" for note in gave_way]
    return [*lines, *_table(("firm",), own, {})]


def _table(path: Path, table: Table, comments: Mapping[Path, str]) -> list[str]:
    """A table and those in it, values first; a spread stands on one line."""
    own = {key: value for key, value in table.items() if not _is_section(value)}
    inner = {key: value for key, value in table.items() if _is_section(value)}
    lines = []
    if own:
        lines.append(f"[{'.'.join(path)}]")
        for key, value in own.items():
            line = f"{key} = {literal(_plain(value))}"
            comment = comments.get((*path, key), "")
            if comment and len(line) + len(comment) + 4 > _WIDTH:
                lines += [f"# {comment}", line]
            else:
                lines.append(f"{line}  # {comment}" if comment else line)
        lines.append("")
    for key, value in inner.items():
        lines += _table((*path, key), value, comments)
    return lines


def _is_section(value: Any) -> bool:
    return (isinstance(value, dict) and bool(value) and _DRAWN not in value) or (
        isinstance(value, dict) and value.get(_DRAWN) == "request"
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Whole numbers without a point, in lists too."""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _policies(candidates: Sequence[Candidate]) -> list[str]:
    lines: list[str] = []
    for each in candidates:
        lines += [*(f"# {line}" for line in each.lines), f"[policies.{each.name}]"]
        lines += [f"label = {literal(each.label)}", f"about = {literal(each.about)}"]
        lines += [f"{'.'.join(path)} = {literal(value)}" for path, value in leaves(each.levers)]
        lines.append("")
    return lines


_TOLD: dict[Path, Path] = {
    ("population", "customers"): ("customers",),
    ("population", "acquisition_cost"): ("costs", "acquisition"),
    ("purchase", "gap"): ("buys",),
    ("purchase", "basket"): ("spend",),
    ("purchase", "margin"): ("margin",),
}


def _comments(picture: FirmPicture, fit: SheetFit) -> dict[Path, str]:
    """Where each knob comes from, by path."""
    comments: dict[Path, str] = {}
    for knob, fact in _TOLD.items():
        comments[knob] = _origin(picture, fact)
    for section in ("experience", "talk", "price"):
        like = f"how customers of {picture.sector.words} are, as in scenario {picture.sector.scenario!r}"
        comments |= {
            (section, key): like for key in ("half_life_bad", "referral", "market_response")
        }
    comments["population", "conversion"] = "usual for the sector, assumed"
    comments["population", "tenure"] = "usual for the sector, assumed"
    for name in picture.channels:
        at = ("service", "channels", name)
        comments[*at, "hours"] = "told" if name in picture.sheet.hours else "usual for the sector"
        comments[*at, "handling"] = _origin(picture, ("channels", name, "talk"))
        if picture.on_shift(name) is not None:
            there = picture.on_shift(name)
            assert there is not None
            comments[*at, "agents"] = (
                f"told: {there[0]:.3g} paid for, {there[1]:.3g} at work at once"
            )
    for name in picture.sheet.firm.problems:
        comments["problems", name, "rate"] = _origin(picture, ("problems", name, "per_customer"))
        comments["problems", name, "complains"] = _origin(picture, ("problems", name, "told"))
        comments["problems", name, "severity"] = "assumed, between minor .2 and major .45"
    for name in picture.channels:
        comments["problems", f"question_{name}", "by_weekday"] = "evenly while you are open: people on shift follow demand, assumed"  # fmt: skip
    for each in fit.moved:
        path = tuple(each.key.split("."))
        short = path[:-1] if path[-1] in ("mean", "b", "a") else path
        which = f"{path[-1]} " if short != path and path[-1] != "mean" else ""
        between = "" if each.low is None else f", {which}{each.low} to {each.high}"
        comments[short] = f"{each.source}{between}"
    return comments


def _origin(picture: FirmPicture, fact: Path) -> str:
    own = picture.get(*fact)
    if own is None:
        return ""
    return f"usual: {own.usual}" if own.usual else "told"
