"""JUnit: verdicts as test results, in the dialect that build servers read. No clocks in it.

One suite a scenario and world, one case a claim, known by the file, the world, the policy, the claim
and its confidence; no two have the same names. Undecided is a failure of its own type; what only
warns is a skipped case with its message. The dialect is what both common schemas take (Apache Ant's
and Jenkins's): they know no file or line of a case, so these stand first in its text and among the
properties of its suite; where they demand a time, it is zero, and the date is day 0 of the simulated
world.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from journeysim.experiment.baselines import version
from journeysim.experiment.changes import Checked
from journeysim.experiment.places import place
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled
from journeysim.report.judgements import about, estimate_text, why
from journeysim.shown import shown, shown_lines

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = "1970-01-01"
_USUAL_CONFIDENCE = 0.95
_KINDS = {"fail": "failure", "undecided": "failure", "warn": "skipped"}


def junit(checked: Sequence[Checked], ending: str = "") -> str:
    """The verdicts as the text of a JUnit file.

    ending: what ended the command early, if anything; it becomes an error of its own.
    """
    root = Xml.Element("testsuites")
    for each, name in zip(checked, _apart([_suite_name(each) for each in checked]), strict=True):
        _suite(root, name, each)
    if ending:
        case = _case("journeysim", "the run", "error", "ended early", ending)
        _put(root, "journeysim", _NO_DATE, [case], {})
    Xml.indent(root)
    text = spelled(Xml.tostring(root, "unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite_name(checked: Checked) -> str:
    world = f"@{checked.scenario.world}" if checked.scenario.world else ""
    return checked.named.removesuffix(".toml") + world


def _case_name(judgement: Judgement) -> str:
    confidence = judgement.claim.expect.confidence
    sure = "" if confidence == _USUAL_CONFIDENCE else f" (confidence {confidence:g})"
    return about(judgement) + sure


def _apart(names: Sequence[str]) -> list[str]:
    """The same names, where one that was there before has its number: no two alike."""
    shown = [_token(name) for name in names]
    taken, seen = set(shown), Counter[str]()
    result = []
    for name in shown:
        seen[name] += 1
        own, number = name, seen[name]
        while number > 1 and (own := f"{name} ({number})") in taken:
            number += 1
        taken.add(own)
        result.append(own)
    return result


def _suite(root: Xml.Element, name: str, checked: Checked) -> None:
    scenario, judgements = checked.scenario, checked.trial.judgements
    currency = scenario.tables.money.currency
    messages = [_told(each, currency) for each in judgements]
    output = "\n".join(
        f"{each.verdict.value}: {about(each)}: {what}"
        for each, what in zip(judgements, messages, strict=True)
    )
    names = _apart([_case_name(each) for each in judgements])
    cases = [
        _judged(name, own, each, what)
        for own, each, what in zip(names, judgements, messages, strict=True)
    ]
    run = scenario.tables.run
    properties = {
        "file": checked.named,
        "world": scenario.world or "",
        "sha256": scenario.sha256,
        "seed": str(run.seed),
        "days": f"{run.days:g}",
        "customers": str(scenario.tables.population.customers),
        "replications": str(checked.trial.done),
        "journeysim": version(),
    }
    for own, each in zip(names, judgements, strict=True):
        properties[f"line of {own}"] = _where(each)
    _put(root, name, run.start_date, cases, properties, output)


def _put(
    root: Xml.Element,
    name: str,
    date: str,
    cases: Sequence[Xml.Element],
    properties: Mapping[str, str],
    output: str = "",
) -> None:
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
    listed = Xml.SubElement(suite, "properties")
    for key, value in properties.items():
        Xml.SubElement(listed, "property", {"name": _token(key), "value": _clean(value)})
    suite.extend(cases)
    Xml.SubElement(suite, "system-out").text = _clean(output)
    Xml.SubElement(suite, "system-err")


def _judged(suite: str, name: str, judgement: Judgement, told: str) -> Xml.Element:
    verdict = judgement.verdict.value
    kind = _KINDS.get(judgement.counts_as)
    return _case(suite, name, kind, verdict, f"{verdict}: {told}", _where(judgement))


def _case(
    suite: str, name: str, kind: str | None, type_: str, message: str, where: str = ""
) -> Xml.Element:
    case = Xml.Element("testcase", {"name": name, "classname": suite, "time": "0"})
    if kind is not None:
        attributes = {"message": _clean(message)} | ({} if kind == "skipped" else {"type": type_})
        text = "\n".join(part for part in (where and f"{where}:", message) if part)
        Xml.SubElement(case, kind, attributes).text = _clean(text)
    return case


def _where(judgement: Judgement) -> str:
    file, line = place(judgement.claim.where, Path.cwd())
    return f"{file}:{line}" if line else file


def _told(judgement: Judgement, currency: str) -> str:
    parts = (f"found {estimate_text(judgement, currency)}", why(judgement))
    return "; ".join(part for part in parts if part)


def _token(text: str) -> str:
    """Text as a name may be: on one line, without blanks that a reader would take away."""
    return " ".join(_clean(shown(text)).split()) or "-"


def _clean(text: str) -> str:
    """Text that steers no reader, without the characters that no XML may hold."""
    return _NOT_IN_XML.sub("\ufffd", shown_lines(text))
