"""Events: every kind that a log may hold, what its columns hold, and the causes of leaving."""

from __future__ import annotations

from journeysim.causes import CAUSES
from journeysim.events import HOLDING, KINDS, Meaning, Refers
from journeysim.reference.markdown import MADE, code, table

_LEAD = """# Events

What the columns of the log hold depends on the kind; exports tell `slot` by name in `subject` and `place`
in `org:resource` ([columns](log.md)).

"""


def page() -> str:
    """The page of all kinds of events and all causes."""
    kinds = table(("kind", "what happened", "columns"), [_kind(meaning) for meaning in KINDS])
    causes = table(("cause", "means"), [(code(each.name), each.page) for each in CAUSES])
    return (
        f"{MADE}{_LEAD}{kinds}\n## Causes\n\nEvery increment of the hazard of leaving is split over these; "
        f"whoever leaves is counted under the largest.\n\n{causes}"
    )


def _kind(meaning: Meaning) -> tuple[str, ...]:
    holds = {name: meaning.holds(name) for name in HOLDING}
    columns = [
        f"{name}: {each.words}" for name, each in holds.items() if each.refers is not Refers.NOTHING
    ]
    return code(meaning.kind.name.lower()), meaning.text, "; ".join(columns) or "-"
