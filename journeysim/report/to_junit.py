"""JUnit: verdicts as test results, in the dialect that build servers read. No clocks in it.

One suite a scenario and world, one case a claim. Undecided is a failure of its own type; what only
warns is a skipped case with its message. The dialect is what both common schemas take (Apache Ant's
and Jenkins's); where they demand a time, it is zero, and the date is day 0 of the simulated world.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from journeysim.experiment.changes import Checked
from journeysim.experiment.verdicts import Judgement
from journeysim.report.judgements import about, found, place, why

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = "1970-01-01"


def junit(checked: Sequence[Checked], ending: str = "") -> str:
    """The verdicts as the text of a JUnit file.

    ending: what ended the command early, if anything; it becomes an error of its own.
    """
    root = Xml.Element("testsuites")
    for each in checked:
        _suite(root, each)
    if ending:
        cases = [_case("journeysim", "the run", "error", "ended early", ending)]
        _put(root, "journeysim", _NO_DATE, cases, "")
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def _suite(root: Xml.Element, checked: Checked) -> None:
    scenario, judgements = checked.scenario, checked.trial.judgements
    name = f"{scenario.name}.{scenario.world}" if scenario.world else scenario.name
    told = "\n".join(f"{each.verdict.value}: {about(each)}: {_told(each)}" for each in judgements)
    cases = [_judged(name, each) for each in judgements]
    _put(root, name, scenario.tables.run.start_date, cases, told)


def _put(root: Xml.Element, name: str, date: str, cases: Sequence[Xml.Element], told: str) -> None:
    def count(kind: str) -> str:
        return str(sum(case.find(kind) is not None for case in cases))

    attributes = {
        "name": name,
        "package": "journeysim",
        "id": str(len(root)),
        "timestamp": f"{date}T00:00:00",
        "hostname": "localhost",
        "time": "0",
        "tests": str(len(cases)),
        "failures": count("failure"),
        "errors": count("error"),
        "skipped": count("skipped"),
    }
    suite = Xml.SubElement(root, "testsuite", {key: _clean(at) for key, at in attributes.items()})
    Xml.SubElement(suite, "properties")
    suite.extend(cases)
    Xml.SubElement(suite, "system-out").text = _clean(told)
    Xml.SubElement(suite, "system-err")


def _judged(suite: str, judgement: Judgement) -> Xml.Element:
    kind = {"fail": "failure", "undecided": "failure", "warn": "skipped"}.get(judgement.counts_as)
    verdict = judgement.verdict.value
    return _case(suite, about(judgement), kind, verdict, f"{verdict}: {_told(judgement)}")


def _case(suite: str, name: str, kind: str | None, type_: str, message: str) -> Xml.Element:
    attributes = {"name": _clean(name), "classname": _clean(suite), "time": "0"}
    case = Xml.Element("testcase", attributes)
    if kind is not None:
        said = {"message": _clean(message)} | ({} if kind == "skipped" else {"type": type_})
        Xml.SubElement(case, kind, said).text = _clean(message)
    return case


def _told(judgement: Judgement) -> str:
    file, line = place(judgement.claim.where, Path.cwd())
    where = f"{file}:{line}" if line else file
    parts = (f"found {found(judgement)}", why(judgement), where)
    return "; ".join(part for part in parts if part)


def _clean(text: str) -> str:
    """Text without the characters that no XML may hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
