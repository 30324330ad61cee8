"""XES: the event log as the standard for event streams has it, one trace a customer.

Extensions concept, time and organizational; policy, replication, segment and group are attributes
of the trace. Numbers that are 0 and names that are empty are left out. Characters that XML does not
know are left out too: quoting alone would let them through.
Source: IEEE 1849-2016.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

import numpy as np

from journeysim.report.event_columns import Export, blocks
from journeysim.report.to_csv import text_file

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
<string key="policy" value=""/>
<int key="replication" value="0"/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
_OF_EVENT = (
    ("org:resource", "string"),
    ("subject", "string"),
    ("day", "float"),
    ("number", "int"),
    ("attempt", "int"),
    ("marks", "int"),
    ("value", "float"),
    ("money", "float"),
)
_OF_CASE = (
    ("case:policy", "string"),
    ("case:replication", "int"),
    ("case:segment", "string"),
    ("case:group", "string"),
)


def quoted(text: str) -> str:
    """Text as the value of an attribute, in its quotes."""
    return quoteattr(_NOT_XML.sub("", text))


def write(path: Path, exports: Iterable[Export]) -> int:
    """Write the logs of runs to `.xes` or `.xes.gz`; returns the events written."""
    count = 0
    with text_file(path) as stream:
        stream.write(HEAD)
        for export in exports:
            count += _traces(stream, export)
        stream.write("</log>\n")
    return count


def _traces(stream: TextIO, export: Export) -> int:
    """One run: its rows by customer, each customer's in their order; the firm comes first."""
    order = np.argsort(export.outcome.log.column("customer"), kind="stable")
    open_case, count = "", 0
    attributes = _Attributes()
    for block in blocks(export, order):
        named = [(name, kind, block[name]) for name, kind in _OF_EVENT]
        events = zip(
            block["case:concept:name"],
            range(len(block["day"])),
            block["concept:name"],
            block["time:timestamp"],
            strict=True,
        )
        for event in events:
            if event[0] != open_case:
                stream.write("</trace>\n" if open_case else "")
                open_case = event[0]
                stream.write(f'<trace>\n<string key="concept:name" value={quoted(open_case)}/>\n')
                for name, kind in _OF_CASE:
                    value = block[name][event[1]]
                    if value != "":
                        stream.write(f"{attributes(kind, name.removeprefix('case:'), value)}\n")
            _event(stream, attributes, event, named)
            count += 1
    stream.write("</trace>\n" if open_case else "")
    return count


class _Attributes:
    """Attributes as text; those of texts, which are few, are made once."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, key: str, value: Any) -> str:
        if kind != "string":
            return f'<{kind} key="{key}" value="{value!r}"/>'
        element = self.made.get((key, value))
        if element is None:
            element = f'<string key="{key}" value={quoted(value)}/>'
            self.made[(key, value)] = element
        return element


def _event(
    stream: TextIO,
    attributes: _Attributes,
    event: tuple[str, int, str, str],
    named: list[tuple[str, str, list[Any]]],
) -> None:
    _, at, activity, stamp = event
    parts = [
        "<event>",
        attributes("string", "concept:name", activity),
        f'<date key="time:timestamp" value="{stamp}"/>',
    ]
    for name, kind, column in named:
        value = column[at]
        if value:
            parts.append(attributes(kind, name, value))
    stream.write("".join(parts) + "</event>\n")
