"""Knobs: every input of a scenario, section by section, with unit, bounds, meaning and source."""

from __future__ import annotations

from itertools import groupby

from journeysim.reference.markdown import MADE, code, table
from journeysim.study.knobs import knobs

_LEAD = """# Knobs

Every key that a scenario file may hold, by section. NAME stands for a name of your own, N for a place in
a list. The side says who turns it: a *lever* is the firm's, what is the *world*'s a policy must not
change, the *frame* is how a run is set up. *Plausible* is what one may take it for where nobody has
measured it; `--assumptions` draws from there.
"""


def page() -> str:
    """The page of all knobs."""
    parts = [MADE, _LEAD]
    for section, rows in groupby(knobs(), key=lambda row: _section(row["key"])):
        parts.append(f"\n## {section}\n\n")
        header = ("key", "side", "unit", "default", "allowed", "plausible", "meaning", "source")
        parts.append(table(header, [_row(row) for row in rows]))
    return "".join(parts)


def _section(key: str) -> str:
    return key.rpartition(".")[0]


def _row(row: dict[str, str]) -> tuple[str, ...]:
    name = row["key"].rpartition(".")[2]
    facts = (row[each] for each in ("side", "unit", "default", "allowed", "plausible", "doc"))
    return (code(name), *facts, row["source"])
