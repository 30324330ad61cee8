"""Events: one table of kinds, and nobody keeps a list of kinds beside it without a reason."""

from __future__ import annotations

import ast
from pathlib import Path

from journeysim.events import HOLDING, KINDS, Known, Refers, Stands, holding, known_to
from journeysim.metrics.value import MARGIN

PACKAGE = Path(__file__).resolve().parents[1] / "journeysim"

BY_HAND = {
    "engine/daily/count.py": "kinds that are counted in a way of their own",
    "engine/daily/tally.py": "the figure of each day that counts a kind",
    "experiment/twins/divergence.py": "whose doing it is when lives part at such an event",
    "experiment/twins/history.py": "what each says of a case",
    "experiment/twins/replay.py": "what a customer feels of each: one function a kind",
    "metrics/value.py": "margin is summed in this order, to the last bit",
    "experiment/twins/replay_trouble.py": "what each row of trouble does to an account",
    "report/seen.py": "the counts of a customer's row",
    "tui/seats.py": "what a short life leaves out",
}
"""Files that name four kinds or more in one place, each with the reason."""


def lists_of_kinds(path: Path) -> list[int]:
    """The lines on which a file names four kinds of events or more in one list."""
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            items = node.elts
        elif isinstance(node, ast.Dict):
            items = [key for key in node.keys if key is not None]
        else:
            continue
        if sum(ast.unparse(item).startswith("EventType.") for item in items) >= 4:
            lines.append(node.lineno)
    return lines


def test_no_list_of_kinds_is_kept_beside_the_table_without_a_reason() -> None:
    """Such lists drift: a new kind is forgotten in them, and nothing fails."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name != "events.py" and (lines := lists_of_kinds(path)):
            found[name] = lines
    more = {name: lines for name, lines in found.items() if name not in BY_HAND}
    assert not more, f"{more}: derive it from events.KINDS (holding, known_to), or say why not"
    assert not BY_HAND.keys() - found.keys(), "BY_HAND names files that keep no list any more"


def test_a_position_is_told_by_what_it_refers_to() -> None:
    """What is a position among names refers to those names, in whatever words it is put."""
    for meaning in KINDS:
        for name in HOLDING:
            holds = meaning.holds(name)
            for refers in (Refers.TOUCH, Refers.CHANNEL, Refers.SEGMENT):
                assert (refers.words in holds.words.split(",")[0].split()) == (
                    holds.refers is refers
                ), (meaning.kind.name, name)


def test_money_and_measures_stand_in_their_columns() -> None:
    for meaning in KINDS:
        assert meaning.money.refers is Refers.NOTHING or meaning.money.refers.unit == "money"
        assert meaning.slot.refers.unit in ("", "position", "code"), meaning.kind.name
        assert meaning.value.refers.unit not in ("position", "ordinal"), meaning.kind.name


def test_margin_is_summed_over_all_that_brings_or_loses_it() -> None:
    """The one list of money that is kept by hand, for the order of its sum."""
    assert set(MARGIN) == set(holding("money", Refers.MARGIN)), "metrics/value.py: MARGIN"


def test_nobody_is_told_apart_from_both_sides() -> None:
    """Firm's secrets and customers' secrets do not meet, so that a log without one has the other."""
    behind, within = set(known_to(Known.FIRM)), set(known_to(Known.CUSTOMER, Known.NOBODY))
    assert behind
    assert within
    assert not behind & within


def test_a_matter_is_about_a_case() -> None:
    """Only what happens to a failure or request changes where it stands."""
    of_cases = set(holding("number", Refers.CANDIDATE))
    assert {each.kind for each in KINDS if each.stands is not None} <= of_cases
    assert {each.stands for each in KINDS} >= set(Stands)
