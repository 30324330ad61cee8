"""Findings: what a command found, and how it is read: printed, as a document, as columns, as events.

One part a world. Findings are frozen; reading them runs nothing again, but for the log, which is
the same run once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from rich.console import Console

from journeysim.errors import UsageError
from journeysim.report.text.page import in_style_of
from journeysim.report.to_json import plain
from journeysim.report.to_json import text as json_text
from journeysim.scenario.scenario import Scenario
from journeysim.study.columns import Array, to_xarray
from journeysim.study.progress import SILENT, Progress
from journeysim.study.rendering import html_of, text_of

Part = TypeVar("Part")


class Lived(NamedTuple):
    """What a part is about: a scenario in one world, and policies tried in it."""

    scenario: Scenario
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Reading(Generic[Part]):
    """How the parts of one command's findings are read.

    show: prints a part, at full length if so asked; document: all parts and the engine asked for,
    as one JSON document; columns: what was observed in all parts; lived: what a part is about,
    None where it is not about policies that people live under; asked: the question as a command
    line says it, for documents that a report takes along.
    """

    show: Callable[[Console, Part, bool], None]
    document: Callable[[Sequence[Part], str], dict[str, Any]]
    columns: Callable[[Sequence[Part]], dict[str, Array]]
    lived: Callable[[Part], Lived] | None = None
    asked: Callable[[Any], list[str]] | None = None


@dataclass(frozen=True, repr=False)
class Findings(Generic[Part]):
    """What a command found, one part a world; print it, or take its document or columns.

    asked: the question as a command line says it, where its document holds that.
    """

    parts: tuple[Part, ...]
    engine: str
    reading: Reading[Part]
    asked: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[Part]:
        """The parts, one a world."""
        return iter(self.parts)

    def __len__(self) -> int:
        """How many worlds were looked at."""
        return len(self.parts)

    def __getitem__(self, index: int) -> Part:
        """The part of one world."""
        return self.parts[index]

    def show(self, console: Console, full: bool = False) -> None:
        """Print every part, with a line between."""
        for index, part in enumerate(self.parts):
            if index:
                console.print()
            with self._in_style_of(console, part):
                self.reading.show(console, part, full)

    def _in_style_of(self, console: Console, part: Part) -> AbstractContextManager[None]:
        """Numbers as they are written by the owner of the scenario that a part is about."""
        lived = self.reading.lived
        return nullcontext() if lived is None else in_style_of(console, lived(part).scenario)

    def text(self, full: bool = False) -> str:
        """What the command prints, without colours. full: as with --full."""
        return text_of(lambda console: self.show(console, full))

    def __str__(self) -> str:
        """What the command prints."""
        return self.text().rstrip("\n")

    def __repr__(self) -> str:
        """What it is, in a line."""
        return (
            f"<{type(self.parts[0]).__name__} of {len(self.parts)}>" if self.parts else "<Findings>"
        )

    def _repr_html_(self) -> str:
        """What the command prints, for a notebook."""
        return html_of(self.show)

    def document(self) -> str:
        """The JSON document, byte for byte as the command writes it."""
        return json_text(self._document())

    def data(self) -> dict[str, Any]:
        """The same as a dict."""
        return plain(self._document())

    def _document(self) -> dict[str, Any]:
        document = self.reading.document(self.parts, self.engine)
        return document if self.asked is None else document | {"asked": list(self.asked)}

    def columns(self) -> dict[str, Array]:
        """What was observed, one value a row: world, policy, replication, metric, value."""
        return self.reading.columns(self.parts)

    @property
    def log(self) -> Array:
        """The events of the first replication of every policy, as one structured array.

        Its fields are the columns of the files that `log` writes. Raises UsageError where nobody
        lives under policies.
        """
        from journeysim.study.log import events, exports

        if self.reading.lived is None:
            raise UsageError("there are no events to show: this is not about policies")
        if len(self.parts) > 1:
            raise UsageError("events are shown of one world; name it with world=")
        scenario, policies = self.reading.lived(self.parts[0])
        return events(exports(scenario, policies, self.engine))

    def to_xarray(self) -> Any:
        """The columns as an xarray.Dataset, a variable a metric. Raises UsageError without xarray."""
        return to_xarray(self.columns())


def findings_of(
    study: Callable[[Scenario, Any, Progress], Part],
    reading: Reading[Part],
    scenarios: Sequence[Scenario],
    ask: Any,
    progress: Progress = SILENT,
) -> Findings[Part]:
    """The same question asked of each scenario."""
    asked = None if reading.asked is None else tuple(reading.asked(ask))
    parts = tuple(study(each, ask, progress) for each in scenarios)
    return Findings(parts, ask.engine, reading, asked)
