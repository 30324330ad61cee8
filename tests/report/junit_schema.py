"""What both common schemas of JUnit files demand, as a table: Apache Ant's is the stricter one."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

NUMBER = re.compile(r"\d+")
TOKEN = re.compile(r"\S(.*\S)?", re.DOTALL)
ANY = re.compile(r".*", re.DOTALL)
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

SUITE = {
    "name": TOKEN, "package": TOKEN, "id": NUMBER, "timestamp": DATE, "hostname": TOKEN,
    "time": NUMBER, "tests": NUMBER, "failures": NUMBER, "errors": NUMBER,
}  # fmt: skip
REQUIRED = {
    "testsuites": {},
    "testsuite": SUITE,
    "properties": {},
    "testcase": {"name": TOKEN, "classname": TOKEN, "time": NUMBER},
    "failure": {"type": ANY},
    "error": {"type": ANY},
    "skipped": {},
    "system-out": {},
    "system-err": {},
}
OPTIONAL = {
    "testsuite": {"skipped": NUMBER},
    "failure": {"message": ANY},
    "error": {"message": ANY},
    "skipped": {"message": ANY},
}
CHILDREN = {
    "testsuites": r"(testsuite )*",
    "testsuite": r"properties (testcase )*system-out system-err ",
    "testcase": r"((skipped|error|failure) )?",
}


def faults(text: str) -> list[str]:
    """Everything in a JUnit file that one of the schemas would refuse."""
    root = Xml.fromstring(text.encode())
    found = [] if root.tag == "testsuites" else [f"{root.tag} is no root"]
    for element in root.iter():
        tag = element.tag
        if tag not in REQUIRED:
            found.append(f"{tag} is unknown")
            continue
        allowed = REQUIRED[tag] | OPTIONAL.get(tag, {})
        found += [f"{tag} has no {name}" for name in REQUIRED[tag] if name not in element.attrib]
        for name, value in element.attrib.items():
            if name not in allowed:
                found.append(f"{tag} has a {name}")
            elif not allowed[name].fullmatch(value):
                found.append(f"{tag}: {name} is {value!r}")
        children = "".join(f"{child.tag} " for child in element)
        if not re.fullmatch(CHILDREN.get(tag, ""), children):
            found.append(f"{tag} holds {children}")
    return found
