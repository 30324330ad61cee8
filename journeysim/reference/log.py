"""Log: the kinds of files of an event log, the columns of an export, and those in memory."""

from __future__ import annotations

from journeysim.events import COLUMNS
from journeysim.reference.markdown import MADE, code, table
from journeysim.report.event_columns import HEADER
from journeysim.report.formats import FORMATS

COLUMN_WORDS = {
    "case:concept:name": "whose life it is: `r0-17` is customer 17 in replication 0, `r0-17.2` the second "
    "friend they brought, `r0-firm` the firm itself; where several policies are written, "
    "`integrated:r0-17`",
    "concept:name": "the kind of event ([events](events.md))",
    "time:timestamp": "ISO 8601 with offset; day 0 is `[run] start_date`",
    "org:resource": "the channel whose agents did it, where there is one",
    "day": "the same time in days since day 0",
    "subject": "what it is about, by name: a type of problem, a touch, a segment, a cause, a channel",
    "number": "by kind: an ordinal or a count",
    "attempt": "by kind",
    "marks": "of the end of a contact, added up: 1 warm, 2 answered in time, 4 the first answer of its "
    "case, 8 a request and no failure",
    "value": "by kind: days, money, a share",
    "money": "what the event adds to profit",
    "case:policy": "under which policy",
    "case:replication": "in which replication",
    "case:segment": "the customer's segment",
    "case:group": "with `--holdout`: `treated` or `held_out`",
}
"""What every column of an export holds."""


def page() -> str:
    """The page of all kinds of files and columns."""
    formats = table(("ending", "what it is"), [(code(each.ending), each.words) for each in FORMATS])
    exported = table(("column", "holds"), [(code(each), COLUMN_WORDS[each]) for each in HEADER])
    inside = table(("column", "NumPy type"), [(code(name), code(kind)) for name, kind in COLUMNS])
    return (
        f"{MADE}# The event log\n\n## Kinds of files\n\nThe ending of `journeysim log -o FILE` chooses "
        f"one.\n\n{formats}\n## Columns of an export\n\nIn XES what begins with `case:` is an attribute "
        f"of the trace.\n\n{exported}\n## In memory\n\nThe structured array of a run: `customer` is a "
        "position among the people, -1 for the firm, other names are positions too."
        f"\n\n{inside}"
    )
