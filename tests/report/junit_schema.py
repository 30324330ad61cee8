"""Holds JUnit files against both common schemas: Apache Ant's, which is the stricter, and Jenkins's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

xmlschema = pytest.importorskip("xmlschema")


@cache
def _schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(Path(__file__).with_name(f"junit_{name}.xsd")))


def faults(text: str) -> list[str]:
    """Everything in a JUnit file that one of the schemas refuses, and names that occur twice."""
    root = Xml.fromstring(text.encode())
    found = [
        f"{name}: {error.path}: {error.reason}"
        for name in ("ant", "jenkins")
        for error in _schema(name).iter_errors(root)
    ]
    names = [(case.attrib["classname"], case.attrib["name"]) for case in root.iter("testcase")]
    found += [f"twice: {name}" for name in sorted(set(names)) if names.count(name) > 1]
    return found
