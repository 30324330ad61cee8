"""TOML: a scenario written back as one self-contained file with every value in force."""

from __future__ import annotations

import json
import re
from typing import Any

from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")
_INLINE = ("kind", "mean", "low", "values")
_BY_ROW = ("classes",)
"""Lists of tables that are written as rows, a table a line."""


def _key(name: str) -> str:
    return name if _BARE.match(name) else _quoted(name)


def _quoted(text: str) -> str:
    """Text in quotes; TOML wants the delete character escaped, which JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def literal(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {literal(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def toml(table: Table, path: tuple[str, ...] = ()) -> str:
    """A table as TOML text: its values first, then its tables."""
    lines = []
    below = []
    for key, value in table.items():
        if key in _BY_ROW and isinstance(value, list) and value:
            rows = "".join(f"  {literal(row)},\n" for row in value)
            lines.append(f"{_key(key)} = [\n{rows}]")
        elif (isinstance(value, dict) and not (_is_inline(value) or not value)) or (
            isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
        ):
            below.append((key, value))
        elif isinstance(value, str) and "\n" in value:
            lines.append(f'{_key(key)} = """\n{_lines(value)}"""')
        else:
            lines.append(f"{_key(key)} = {literal(value)}")
    text = "\n".join(lines) + ("\n" if lines else "")
    for key, value in below:
        here = (*path, key)
        name = ".".join(map(_key, here))
        if isinstance(value, list):
            for item in value:
                text += f"\n[[{name}]]\n" + toml(item, here)
        else:
            inside = toml(value, here)
            header = "" if inside.startswith("\n[") else f"\n[{name}]\n"
            text += header + inside
    return text


def _is_inline(value: Table) -> bool:
    return any(key in value for key in _INLINE) and all(
        not isinstance(item, dict) for item in value.values()
    )


def _lines(text: str) -> str:
    """Text between triple quotes, its line breaks left as they are."""
    return "\n".join(_quoted(line)[1:-1] for line in text.split("\n"))


def frozen(scenario: Scenario) -> str:
    """The whole scenario as one file: worlds and policies too, every default written out."""
    values = scenario.tables.model_dump(mode="json", by_alias=True)
    for section in ("policies", "worlds"):
        values[section] = {name: _filled(table) for name, table in values[section].items()}
    if scenario.world is not None:
        values["worlds"][scenario.world].pop("changes", None)  # they are among those in force
    for table in (values, *values["policies"].values(), *values["worlds"].values()):
        if "changes" in table:
            table["changes"] = list(map(_filled, table["changes"]))
    return toml(_filled(values))


def _filled(table: Table) -> Table:
    """A table without the keys that say nothing."""
    return {key: value for key, value in table.items() if value not in ({}, [], "")}
