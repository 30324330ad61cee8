"""Baselines: what was measured once, found again for the same file in the same world."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import isnan
from pathlib import Path
from types import SimpleNamespace

import pytest
from worlds import WORLD

from journeysim.errors import UsageError
from journeysim.experiment import baselines
from journeysim.experiment.changes import Checked
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.replicate import Result
from journeysim.experiment.sequential import Sample
from journeysim.experiment.verdicts import begun
from journeysim.scenario.scenario import Scenario, load


def checked(scenario: Scenario, churned: float = 3.0) -> Checked:
    """A scenario of which two replications were measured."""
    results = tuple(Result("plain", number, (churned,), (), (), 9) for number in range(2))
    sample = Sample(scenario, ("churned",), {"plain": results})
    return Checked(scenario, begun(sample, ()))


def saved(path: Path, *found: Checked) -> baselines.Baseline:
    """A baseline file of what was found, as it is read again."""
    path.write_text(baselines.baseline(found), encoding="utf-8")
    return baselines.read(path)


@pytest.fixture
def in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Scenario]:
    """The small firm under any name, seen from the folder of all of them."""
    monkeypatch.chdir(tmp_path)

    def there(name: str) -> Scenario:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(WORLD, encoding="utf-8")
        return load(name)

    return there


def test_files_of_one_name_are_not_mistaken_for_each_other(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    one, other = in_folders("eu/shop.toml"), in_folders("us/shop.toml")
    path = tmp_path / "kept.json"
    known = saved(path, checked(one, 3.0), checked(other, 5.0))
    for scenario, churned in ((one, 3.0), (other, 5.0)):
        entry = baselines.entry_for(path, known, scenario)
        assert entry.policies["plain"]["churned"] == [churned, churned]


def test_a_file_is_found_again_however_it_is_named(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    scenario = in_folders("eu/shop.toml")
    known = saved(tmp_path / "kept.json", checked(scenario))
    for name in ("./eu/shop.toml", "us/../eu/shop.toml", str(tmp_path / "eu" / "shop.toml")):
        (tmp_path / "us").mkdir(exist_ok=True)
        assert baselines.entry_for(tmp_path / "kept.json", known, load(name)).path == "eu/shop.toml"


def test_worlds_of_one_file_are_told_apart(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    in_folders("firm.toml")
    plain, patient = load("firm.toml"), load("firm.toml", world="patient")
    known = saved(tmp_path / "kept.json", checked(plain, 3.0), checked(patient, 5.0))
    entry = baselines.entry_for(tmp_path / "kept.json", known, patient)
    assert (entry.world, entry.policies["plain"]["churned"]) == ("patient", [5.0, 5.0])
    known = saved(tmp_path / "kept.json", checked(plain))
    with pytest.raises(UsageError, match=r"holds nothing of firm.toml in world patient"):
        baselines.entry_for(tmp_path / "kept.json", known, patient)


def test_what_is_not_in_a_file_is_told_with_what_is(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    known = saved(tmp_path / "kept.json", checked(in_folders("eu/shop.toml")))
    with pytest.raises(UsageError, match=r"holds nothing of shop.toml, but of eu/shop.toml; run"):
        baselines.entry_for(tmp_path / "kept.json", known, in_folders("shop.toml"))


def test_the_same_world_pairs_and_any_other_is_refused_with_what_changed(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    scenario = in_folders("firm.toml")
    known = saved(tmp_path / "kept.json", checked(scenario))
    assert baselines.entry_for(tmp_path / "kept.json", known, scenario)
    lever = load("firm.toml", settings=("service.channels.phone.agents=7",))
    assert baselines.entry_for(tmp_path / "kept.json", known, lever)
    for setting, words in (
        ("run.seed=9", "run.seed: 1 -> 9"),
        ("population.customers=151", "population.customers: 150 -> 151"),
        ("service.channels.phone.patience.mean='9 min'", "phone.patience.mean: 8 min -> 9 min"),
    ):
        other = load("firm.toml", settings=(setting,))
        with pytest.raises(UsageError, match=words):
            baselines.entry_for(tmp_path / "kept.json", known, other)
    happens = load("firm.toml", dated=[("9 d", "price.market=0.9")])
    with pytest.raises(UsageError, match=r"changes\.0\.price\.market: nothing -> 0\.9"):
        baselines.entry_for(tmp_path / "kept.json", known, happens)


class TestOtherVersions:
    """A file of another version says so, and is not taken for a change."""

    def rewritten(self, path: Path, **changes: object) -> baselines.Baseline:
        found = json.loads(path.read_text(encoding="utf-8")) | changes
        path.write_text(json.dumps(found), encoding="utf-8")
        return baselines.read(path)

    def test_this_version_is_none_of_them(
        self, tmp_path: Path, in_folders: Callable[[str], Scenario]
    ) -> None:
        assert not saved(tmp_path / "k.json", checked(in_folders("x.toml"))).is_of_another_version

    def test_another_program_is_told_apart_from_another_world(
        self, tmp_path: Path, in_folders: Callable[[str], Scenario]
    ) -> None:
        path = tmp_path / "kept.json"
        scenario = in_folders("x.toml")
        saved(path, checked(scenario))
        known = self.rewritten(path, version="0.0.1")
        assert known.is_of_another_version
        assert baselines.entry_for(path, known, scenario)
        other = load("x.toml", settings=("run.seed=9",))
        with pytest.raises(UsageError, match=r"kept by journeysim 0\.0\.1, this is"):
            baselines.entry_for(path, known, other)

    def test_entries_without_paths_are_found_by_a_name_that_only_one_has(
        self, tmp_path: Path, in_folders: Callable[[str], Scenario]
    ) -> None:
        path = tmp_path / "kept.json"
        scenario = in_folders("eu/shop.toml")
        saved(path, checked(scenario))
        entries = json.loads(path.read_text(encoding="utf-8"))["scenarios"]
        for entry in entries:
            del entry["path"], entry["claims"]
        known = self.rewritten(path, schema_version=1, version="", scenarios=entries)
        assert baselines.entry_for(path, known, scenario)
        twice = self.rewritten(path, scenarios=entries * 2)
        with pytest.raises(UsageError, match="holds nothing of"):
            baselines.entry_for(path, twice, scenario)

    def test_a_form_that_is_not_known_is_refused(
        self, tmp_path: Path, in_folders: Callable[[str], Scenario]
    ) -> None:
        path = tmp_path / "kept.json"
        saved(path, checked(in_folders("x.toml")))
        with pytest.raises(UsageError, match="is a baseline file of version 3, this reads 2"):
            self.rewritten(path, schema_version=3)


@pytest.mark.parametrize(
    "text", ["", "[]", "{" * 5000, '{"schema_version": 1e999}', "\x00", "null"]
)
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is no baseline file of this version"):
        baselines.read(path)


def test_a_figure_that_does_not_exist_is_null_and_comes_back_as_none_at_all(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    """Such as the wait of a run in which nobody called."""
    scenario = in_folders("firm.toml")
    path = tmp_path / "kept.json"
    known = saved(path, checked(scenario, float("nan")))
    assert json.loads(path.read_text())["scenarios"][0]["policies"]["plain"]["churned"] == [
        None,
        None,
    ]
    seen = baselines.entry_for(path, known, scenario).observed()["plain"]["churned"]
    assert len(seen) == 2
    assert all(isnan(value) for value in seen)
    known = saved(path, checked(scenario, 3.0))
    assert baselines.entry_for(path, known, scenario).observed()["plain"]["churned"] == [3.0, 3.0]


def test_a_kept_file_reads_well_in_a_comparison_of_versions(
    tmp_path: Path, in_folders: Callable[[str], Scenario]
) -> None:
    """A value a line, indented by one, in ASCII, whatever the editor or the machine."""
    text = baselines.baseline([checked(in_folders("käse.toml"))])
    assert re.match(
        r'\{\n "schema_version": \d,\n "tool": "journeysim",\n "kind": "baseline",\n', text
    )
    assert text.isascii()
    assert r"k\u00e4se.toml" in text
    assert text.endswith("}\n")


def test_a_file_that_is_too_large_is_told_with_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "MOST_BYTES", 3 * 1024 * 1024)
    path = tmp_path / "kept.json"
    path.write_bytes(b" " * 3 * 1024 * 1024)
    with pytest.raises(UsageError, match=r"is not|JSON|Expecting") as at_the_bound:
        baselines.read(path)
    assert "larger" not in str(at_the_bound.value)
    path.write_bytes(b" " * (3 * 1024 * 1024 + 1))
    with pytest.raises(UsageError, match=r"kept.json: is larger than 3 MB$"):
        baselines.read(path)


@pytest.mark.parametrize(("most", "more"), [(2, ""), (3, ""), (1, "\n  and 1 more")])
def test_of_many_changes_the_first_are_told_and_the_rest_counted(
    tmp_path: Path,
    in_folders: Callable[[str], Scenario],
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    more: str,
) -> None:
    monkeypatch.setattr(baselines, "MOST_TOLD", most)
    known = saved(tmp_path / "kept.json", checked(in_folders("firm.toml")))
    other = load("firm.toml", settings=("run.seed=9", "population.customers=151"))
    with pytest.raises(UsageError) as refused:
        baselines.entry_for(tmp_path / "kept.json", known, other)
    said = str(refused.value).partition("What changed:")[2]
    assert said.count(" -> ") == min(most, 2)
    assert said.endswith(more or "151")
    assert ("more" in said) is bool(more)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ([("caring", "churned < 9", 0.95, "fail")], ("caring: churned < 9: was fail, is pass.",)),
        ([("caring", "churned < 9", 0.95, "pass")], ()),
        ([("caring", "churned < 9", 0.9, "fail"), ("plain", "churned < 9", 0.95, "fail")], ()),
    ],
)
def test_a_claim_whose_verdict_is_not_the_one_kept_is_told(
    kept: list[tuple[str, str, float, str]], said: tuple[str, ...]
) -> None:
    """What was kept of another policy, claim or confidence says nothing about this one."""
    names = ("policy", "claim", "confidence", "verdict")
    then = SimpleNamespace(
        claims=[SimpleNamespace(**dict(zip(names, each, strict=True))) for each in kept]
    )
    claim = SimpleNamespace(
        policy="caring", text="churned < 9", expect=SimpleNamespace(confidence=0.95)
    )
    now = SimpleNamespace(judgements=[SimpleNamespace(claim=claim, verdict=Verdict.PASS)])
    assert baselines.other_verdicts(then, now) == said  # type: ignore[arg-type]
