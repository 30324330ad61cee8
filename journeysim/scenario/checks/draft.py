"""Draft: a scenario whose form is right, before its parts are held against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from journeysim.scenario.document import Document
from journeysim.scenario.phases import Dated
from journeysim.scenario.tables import Tables


class Draft(NamedTuple):
    """A document with its tables, in one of its worlds, with dated changes over every policy."""

    document: Document
    tables: Tables
    world: str | None = None
    dated: Dated = ()


def known(names: Iterable[str]) -> str:
    """The names there are, as the end of a sentence."""
    return f"known: {', '.join(names) or 'none'}"
