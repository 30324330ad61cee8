"""Numerals: numbers as the owner writes them, in all that people read, and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import WORLD

import journeysim as js
from journeysim import numerals
from journeysim.errors import ScenarioError
from journeysim.model.money import NumberStyle
from journeysim.numerals import marked, numeral, remarked, spelled
from journeysim.report.text import page
from journeysim.scenario.scenario import Scenario, load

ROOT = Path(__file__).resolve().parent.parent.parent

STYLES: tuple[NumberStyle, ...] = get_args(NumberStyle)
SIGNS = {"1,234.5": ",.", "1.234,5": ".,", "1 234,5": "\xa0,", "1'234.5": "'."}
MARKS = re.compile("[\ufdd0-\ufdef]")
FORMS = (",.1f", "+,.0f", ",", ",.3f", ".2f", ",g")

NAMED = WORLD.replace('label = "caring"', 'label = "v1.2, phase 3.0 (1,000 calls)"')
"""The small firm, with a name that looks like numbers."""

SMALL: dict[str, Any] = {"customers": 30, "days": 8, "replications": 2, "seed": 1234567}


@given(st.floats(-1e9, 1e9), st.sampled_from(FORMS), st.sampled_from(STYLES))
def test_a_number_reads_back_from_every_style(value: float, form: str, style: NumberStyle) -> None:
    plain = format(int(value) if form == "," else value, form)
    made = numeral(int(value) if form == "," else value, form)
    assert spelled(made) == plain
    written = spelled(made, style)
    assert len(written) == len(plain), "no column moves"
    thousands, decimal = SIGNS[style]
    assert written.translate({ord(thousands): "", ord(decimal): "."}) == plain.replace(",", "")


def test_each_style_is_shown_by_a_number_written_in_it() -> None:
    for style in STYLES:
        assert spelled(numeral(1234.5, ",.1f"), style).replace("\xa0", " ") == style


def test_only_numbers_are_written_otherwise() -> None:
    text = f"Of {numeral(1000)}, see v1.2 of garage.toml, run --set a.b=1,5: {marked('0.5 d')}"
    assert spelled(text, "1.234,5") == "Of 1.000, see v1.2 of garage.toml, run --set a.b=1,5: 0,5 d"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("firm") / "firm.toml"
    path.write_text(NAMED, encoding="utf-8")
    return path


READ: dict[str, Callable[[Scenario], Any]] = {
    "run": lambda firm: js.run(firm, by="segment", engine="simpy"),
    "compare": lambda firm: js.compare(firm, replications=2, engine="simpy"),
    "twins": lambda firm: js.twins(firm, "plain", "caring", engine="simpy"),
    "one life": lambda firm: js.twins(firm, "plain", "caring", customer="3", engine="simpy"),
    "explain": lambda firm: js.explain(firm, "plain", "caring", engine="simpy"),
}


@pytest.mark.parametrize("name", READ)
def test_answers_follow_and_documents_do_not(
    name: str, firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed, and shown in a notebook, differs in the signs of numbers alone."""
    found = READ[name](js.load(firm, set={"money.numbers": "1 234,5"}, **SMALL))
    texts = found.text(full=True), found._repr_html_()
    document = found.document()
    monkeypatch.setattr(page, "style_of", lambda _: numerals.PLAIN)
    for ours, plain in zip(texts, (found.text(full=True), found._repr_html_()), strict=True):
        assert not MARKS.search(ours + plain)
        differing = {pair for pair in zip(plain, ours, strict=True) if pair[0] != pair[1]}
        assert {(".", ",")} <= differing <= {(",", "\xa0"), (".", ",")}
        assert ("Of 1,000" in plain) == ("Of 1\xa0000" in ours)
        for named in ("v1.2, phase 3.0", "seed 1234567"):
            assert (named in " ".join(ours.split())) == (named in " ".join(plain.split()))
    assert not re.search("ufdd|\\xa0|00a0", document)
    assert found.data() == json.loads(document)


def test_a_page_follows_whole_pictures_too(firm: Path) -> None:
    loaded = js.load(firm, set={"money.numbers": "1'234.5"}, **SMALL)
    made = js.report(loaded, policy="caring", engine="simpy", days=4, customers=9).html
    assert not MARKS.search(made)
    assert "of 1'000" in made
    assert "of 1,000" not in made
    assert "v1.2, phase 3.0 (1,000 calls)" in made


def test_a_check_and_its_summary_follow_and_its_files_for_programs_do_not(firm: Path) -> None:
    claim = (
        '\n[money]\nnumbers = "1\'234.5"\n[[expect]]\nclaim = "revenue >= 1"\npolicy = "plain"\n'
    )
    path = firm.with_name("claiming.toml")
    path.write_text(firm.read_text(encoding="utf-8") + claim, encoding="utf-8")
    checked = js.check(path, engine="simpy", set={"purchase.basket": 9000}, **SMALL)
    people = (str(checked), checked.summary())
    programs = (checked.junit(), checked.document(0))
    assert not MARKS.search("".join((*people, *programs)))
    assert all(re.search(r"\d'\d{3}", each) for each in people)
    assert not any(re.search(r"\d'\d{3}", each) for each in programs)
    assert re.search(r"\d,\d{3}", programs[0])


@pytest.mark.parametrize("text", ["\ufdd0", "1\ufdd1"])
def test_no_scenario_may_hold_a_mark(tmp_path: Path, text: str) -> None:
    path = tmp_path / "firm.toml"
    path.write_text(NAMED.replace("phase", text), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"U\+FDD"):
        load(str(path))


def test_an_unknown_style_is_refused_with_those_there_are(firm: Path) -> None:
    with pytest.raises(ScenarioError, match=r"'1\.234,5'"):
        load(str(firm), settings=["money.numbers='1234.5'"])


BY_HAND = {
    "to_": "for programs; what people read of it comes from elsewhere",
    "numerals": "explains what it does",
    "listing": "values as files say them",
    "calibrated": "the comment of a file",
    "bench": "about no scenario",
    "verification": "about no scenario",
    "badge": "lengths on paper",
    "drawing": "lengths on paper",
    "firm_file": "a file, whose numbers are those of programs",
}
"""Files that write numbers by hand, by how their names begin, each with the reason."""


WORDED = ("reconcile.py", "line_conflicts.py")
"""Elsewhere, what only words sentences."""


def test_nobody_else_writes_a_number_for_people_but_by_a_numeral() -> None:
    """A number with a sign in it, written by hand, would follow no style."""
    form = re.compile(r"\{[^{}:'\"]+:[+<>]*\d*(,[^{}]*|,?\.\d+[fg%]|,?g)\}")
    sheet = ROOT / "journeysim/calibration/sheet"
    files = [*(ROOT / "journeysim/report").rglob("*.py"), *map(sheet.joinpath, WORDED)]
    for path in sorted(files):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines if not path.name.startswith(tuple(BY_HAND)) else (), 1):
            found = form.search(line)
            assert not found, (
                f"{path.relative_to(ROOT)}:{number}: {found[0]} follows no style: "
                "write numeral(value, form), of journeysim/numerals.py"
            )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,234.5 k and -12.5, of 1,000", "1.234,5 k and -12,5, of 1.000"),
        ("it is 94.6 %, 93.0 to 95.2.", "it is 94,6 %, 93,0 to 95,2."),
        ("journeysim 0.1.0 and a.2.5b", "journeysim 0.1.0 and a.2.5b"),
        ("Tarif 2.0: at 2.5", "Tarif 2.0: at 2,5"),
        ("1,500 in 1, 2 and 365", "1.500 in 1, 2 and 365"),
    ],
)
def test_numbers_written_plainly_are_written_as_their_owner_does(text: str, says: str) -> None:
    assert spelled(remarked(text, ["Tarif 2.0"]), "1.234,5") == says
