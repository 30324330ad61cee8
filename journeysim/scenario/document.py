"""Document: what files, a world and settings say together, and where each value was said.

Nothing here is checked: a document holds whatever was written, so that a fault can name its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from journeysim.errors import Fault
from journeysim.scenario.merging import Path as KeyPath
from journeysim.scenario.merging import Table, leaves, merged
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.toml_lines import nearest


@dataclass(frozen=True)
class Source:
    """One file a scenario was read from: its name as the user gave it, and its lines by key.

    signed: lines and keys of numbers with a '+'; levers: those in force in it, parents included.
    """

    name: str
    lines: dict[KeyPath, int]
    path: Path | None = None
    signed: frozenset[tuple[int, str]] = frozenset()
    levers: Table = field(default_factory=dict)

    def where(self, path: KeyPath) -> str:
        """`file:line` of a key or its nearest parent."""
        line = nearest(self.lines, path)
        return f"{self.name}:{line}" if line else self.name


@dataclass(frozen=True)
class Document:
    """What files, world and settings say together: values, and where each was said."""

    name: str
    path: Path
    values: Table
    origins: dict[KeyPath, str]
    sources: tuple[Source, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it was read from, the extended ones last."""
        return tuple(source.path for source in self.sources if source.path is not None)

    def where(self, path: KeyPath) -> str:
        """Where a value was said: `file:line` or `--set`.

        Of a table: by whoever changed what the files say in it; else its own or nearest line.
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        within = [origin for inner, origin in self.origins.items() if inner[: len(path)] == path]
        laid_over = [origin for origin in within if not self._in_a_file(origin)]
        if laid_over:
            return laid_over[-1]
        for source in self.sources:
            if path in source.lines:
                return source.where(path)
        if within:
            return within[0]
        for source in self.sources:
            if nearest(source.lines, path) is not None:
                return source.where(path)
        return self.sources[0].name

    def source_of(self, path: KeyPath) -> Source | None:
        """The file that says a value; None where none does."""
        origin = self.origins.get(path, "")
        return next((each for each in self.sources if origin == each.where(path)), None)

    def has_sign(self, path: KeyPath) -> bool:
        """Is a value written as a number with a '+', which means nothing in TOML?"""
        source = self.source_of(path)
        line = nearest(source.lines, path) if source else None
        return source is not None and (line, path[-1]) in source.signed

    def _in_a_file(self, origin: str) -> bool:
        return any(origin.startswith(f"{source.name}:") for source in self.sources)

    def fault(self, path: KeyPath, what: str) -> Fault:
        """A fault at a path."""
        return Fault(self.where(path), ".".join(path), what)

    def overlaid(self, over: Table, origin: str) -> Document:
        """This document with more values laid over it, all of one origin."""
        over = spelled_out(over)
        origins = dict(self.origins)
        for path, _ in leaves(over):
            origins[path] = origin
        return Document(self.name, self.path, merged(self.values, over), origins, self.sources)
