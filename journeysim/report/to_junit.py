"""JUnit: verdicts as test results, in the dialect that build servers read. No clocks in it.

One suite a scenario and world, one case a claim. Undecided is a failure of its own type; what only
warns is a skipped case with its message.
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


def junit(checked: Sequence[Checked], ending: str = "") -> str:
    """The verdicts as the text of a JUnit file. ending: what ended the command early, if anything."""
    root = Xml.Element("testsuites", {"name": "journeysim"})
    failures = total = 0
    for each in checked:
        suite, failed = _suite(each)
        root.append(suite)
        failures += failed
        total += len(each.trial.judgements)
    if ending:
        suite = Xml.SubElement(root, "testsuite", _counts("journeysim", 1, 0, errors=1))
        case = Xml.SubElement(suite, "testcase", {"name": "the run", "classname": "journeysim"})
        Xml.SubElement(case, "error", {"type": "ended early", "message": _clean(ending)})
        total += 1
    root.attrib |= {
        "tests": str(total),
        "failures": str(failures),
        "errors": str(int(bool(ending))),
    }
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def _suite(checked: Checked) -> tuple[Xml.Element, int]:
    scenario, judgements = checked.scenario, checked.trial.judgements
    name = f"{scenario.name}.{scenario.world}" if scenario.world else scenario.name
    counts = [each.counts_as for each in judgements]
    failed = sum(each in ("fail", "undecided") for each in counts)
    warned = counts.count("warn")
    suite = Xml.Element("testsuite", _counts(name, len(judgements), failed, skipped=warned))
    for each in judgements:
        suite.append(_case(name, each))
    return suite, failed


def _counts(
    name: str, tests: int, failures: int, *, errors: int = 0, skipped: int = 0
) -> dict[str, str]:
    numbers = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    return {"name": _clean(name), **{key: str(value) for key, value in numbers.items()}}


def _case(suite: str, judgement: Judgement) -> Xml.Element:
    attributes = {"name": _clean(about(judgement)), "classname": _clean(suite)}
    case = Xml.Element("testcase", attributes)
    text = "; ".join(
        part for part in (f"found {found(judgement)}", why(judgement), _where(judgement)) if part
    )
    if judgement.counts_as == "warn":
        Xml.SubElement(case, "skipped", {"message": _clean(f"{judgement.verdict.value}: {text}")})
    elif judgement.counts_as in ("fail", "undecided"):
        kind = judgement.verdict.value
        failure = Xml.SubElement(
            case, "failure", {"type": kind, "message": _clean(f"{kind}: {text}")}
        )
        failure.text = _clean(text)
    else:
        Xml.SubElement(case, "system-out").text = _clean(text)
    return case


def _where(judgement: Judgement) -> str:
    file, line = place(judgement.question.where, Path.cwd())
    return f"{file}:{line}" if line else file


def _clean(text: str) -> str:
    """Text without the characters that no XML may hold."""
    return _NOT_IN_XML.sub("�", text)
