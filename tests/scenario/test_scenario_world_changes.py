"""Changes of the world in a file: what they may say, what they come to, and where a fault stands."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD, same_world

from journeysim.errors import ScenarioError
from journeysim.report.dated import happenings
from journeysim.report.to_toml import frozen
from journeysim.scenario.encoding import encode
from journeysim.scenario.json_schema import json_schema
from journeysim.scenario.scenario import Scenario, load

Write = Callable[..., Path]

CAMPAIGN = """
[worlds.fought_over]
about = "a competitor attacks"
price.market_response = 1.5

[[worlds.fought_over.changes]]
about = "six weeks of cheap offers"
at = "30 d"
until = "72 d"
price.market = "x0.85"
problems.breakdown.rate = "x2"

[[worlds.fought_over.changes]]
at = "60 d"
price.market = "x1.05"
service.channels.phone = { pay = "x1.05", shrinkage = "+8 pp" }
"""


@pytest.fixture
def fought_over(write: Write) -> Scenario:
    return load(str(write(WORLD + CAMPAIGN)), world="fought_over")


def test_changes_of_a_world_lie_over_what_it_sets(fought_over: Scenario) -> None:
    world = encode(fought_over, "plain").world
    assert [phase.day for phase in world.phases] == [0.0, 30.0, 60.0, 72.0]
    assert [phase.price.market_response for phase in world.phases] == [1.5] * 4
    markets = [phase.price.market for phase in world.phases]
    assert markets == pytest.approx([1.0, 0.85, 0.85 * 1.05, 1.05])
    shrunk = [stage.tables.service.channels["phone"].shrinkage for stage in fought_over.stages]
    assert shrunk == pytest.approx([0.0, 0.0, 0.08, 0.08])


def test_the_files_own_world_is_left_alone(write: Write) -> None:
    text = WORLD + CAMPAIGN
    plain = load(str(write(text)))
    assert len(plain.stages) == 1
    assert same_world(plain, load(str(write(WORLD))), "plain", "staffed")


def test_changes_of_file_world_and_command_line_come_together(write: Write) -> None:
    text = WORLD + CAMPAIGN + "\n[[changes]]\nat = '10 d'\nprice.market = 0.9\n"
    scenario = load(
        str(write(text)),
        world="fought_over",
        dated=[("90 d", "price.market=x2"), ("9 d", "sales.push=1")],
    )
    phases = encode(scenario, "plain").world.phases
    assert [phase.day for phase in phases] == [0.0, 9.0, 10.0, 30.0, 60.0, 72.0, 90.0]
    markets = [phase.price.market for phase in phases]
    assert markets == pytest.approx([1.0, 1.0, 0.9, 0.765, 0.80325, 0.945, 1.89])
    assert [phase.turn for phase in phases] == [0, 1, 1, 1, 1, 1, 1]
    assert [phase.stage for phase in phases] == [0, 0, 1, 2, 3, 4, 5]


def test_what_happens_is_said_in_words(fought_over: Scenario) -> None:
    assert happenings(fought_over) == [
        "with, from day 30 to 72: six weeks of cheap offers "
        "(problems.breakdown.rate x2, price.market x0.85)",
        "with, from day 60: price.market x1.05, service.channels.phone.pay x1.05, "
        "service.channels.phone.shrinkage +8 pp",
    ]


def test_a_frozen_file_holds_what_changes(fought_over: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "frozen.toml"
    path.write_text(frozen(fought_over), encoding="utf-8")
    again = load(str(path))
    assert same_world(again, fought_over, "plain", "caring")
    assert same_world(load(str(path), world="fought_over"), fought_over, "plain")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert values["changes"][1]["service"]["channels"]["phone"]["pay"] == "x1.05"


def test_what_changes_is_in_the_digest(write: Write) -> None:
    path = str(write(WORLD + CAMPAIGN))
    digests = {
        load(path).sha256,
        load(path, world="fought_over").sha256,
        load(path, dated=[("9 d", "price.market=0.9")]).sha256,
        load(path, dated=[("8 d", "price.market=0.9")]).sha256,
    }
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('at = "9 d"\nexperience.cold = 0.2', "experience.cold: is how people take things"),
        ('at = "9 d"\nservice.training = 1', "service.training: is a lever"),
        ('at = "9 d"\npopulation.customers = 9', "population.customers: says who is there"),
        ('at = "9 d"\nuntil = "9 d"\nprice.market = 1', "changes.0.until: must be later than 'at'"),
        ('at = "9 d"\nprice.market = "x0.01"', "price.market: 'x0.01' makes 0.01 of 1; allowed"),
        ('at = "9 d"\nprice.market = 99', "price.market: 99 is out of range; allowed"),
        ('at = "9 d"\nprice.market = +2', "price.market: is a number with '+'"),
        ('at = "9 d"\nproblems.theft.rate = "x2"', "problems.theft.rate: no problem 'theft'"),
        ('at = "9 d"\nproblems.mistake.rate = "1 per year"', "problems.mistake: comes by rate, per_"),
        ('at = "9 d"\nservice.channels.fax.pay = "x2"', "no channel 'fax'; known: phone"),
        ('at = "9 d"\nrun.days = "9 d"', "changes.0.run: unknown key"),
        ('price.market = 1', "changes.0.at: is missing"),
        ('at = "9 d"\nproblems.breakdown.rate = "often"\n[[WHERE]]\nat = "9 d"\nprice.market = "x2"', "problems.breakdown.rate: a rate needs a"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["changes", "worlds.odd.changes"])
def test_a_fault_is_told_with_its_line(write: Write, where: str, change: str, words: str) -> None:
    change = change.replace("WHERE", where)
    text = f"{WORLD}\n[worlds.odd]\n\n[[{where}]]\n{change}\n"
    with pytest.raises(ScenarioError) as caught:
        load(str(write(text)), world="odd" if where == "changes" else None)
    told = str(caught.value)
    assert words.replace("changes.0", f"{where}.0") in told or words in told
    line = int(told.split(":")[1])
    assert line > text[: text.index(f"[[{where}]]")].count("\n")


def test_too_many_changes_are_refused(write: Write) -> None:
    text = WORLD + "".join(
        f"\n[[changes]]\nat = '{day} d'\nprice.market = 1\n" for day in range(40)
    )
    with pytest.raises(ScenarioError, match="changes: are more than 32"):
        load(str(write(text)))


def test_an_editor_takes_changes_for_world_knobs() -> None:
    schema = json_schema()
    change = schema["$defs"]["WorldChange"]["properties"]
    name = change["problems"]["additionalProperties"]["$ref"].rpartition("/")[2]
    rate = schema["$defs"][name]["properties"]["rate"]
    assert any("x" in each.get("pattern", "") for each in rate["anyOf"])
    own = schema["$defs"]["Problem"]["properties"]["rate"]
    assert "anyOf" not in own or not any("|by" in each.get("pattern", "") for each in own["anyOf"])
