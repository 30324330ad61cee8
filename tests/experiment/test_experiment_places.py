"""How files are named in results: from a folder, told apart, without this machine's folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.experiment.places import key_of, place, seen_from, told_apart
from journeysim.scenario.scenario import Scenario, load


def there(folder: Path, name: str) -> Scenario:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(WORLD, encoding="utf-8")
    return load(str(path))


def test_a_file_is_named_from_the_folder(tmp_path: Path) -> None:
    there(tmp_path, "eu/käse mit leerzeichen.toml")
    whole = str(tmp_path / "eu" / "käse mit leerzeichen.toml")
    assert seen_from(whole, tmp_path) == "eu/käse mit leerzeichen.toml"
    assert place(f"{whole}:7", tmp_path) == ("eu/käse mit leerzeichen.toml", 7)
    assert place(f"{whole}:x", tmp_path) == ("käse mit leerzeichen.toml:x", None)
    assert place("--set", tmp_path) == ("--set", None)


def test_names_are_no_longer_than_it_takes_to_tell_files_apart(tmp_path: Path) -> None:
    scenarios = [there(tmp_path / "far", name) for name in ("a/x.toml", "b/x.toml", "b/y.toml")]
    (tmp_path / "here").mkdir()
    names = told_apart(scenarios, tmp_path / "here")
    assert sorted(names.values()) == ["a/x.toml", "b/x.toml", "y.toml"]
    assert set(told_apart(scenarios, tmp_path / "far").values()) == {
        "a/x.toml", "b/x.toml", "b/y.toml",
    }  # fmt: skip


def test_shipped_scenarios_have_the_same_name_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = load("come_back")
    for folder in (tmp_path, Path.cwd()):
        monkeypatch.chdir(folder)
        assert key_of(shipped, folder) == "scenarios/come_back.toml"
        assert told_apart([shipped], folder)[shipped.document.path] == "scenarios/come_back.toml"


def test_a_key_leads_out_of_the_folder_where_it_must(tmp_path: Path) -> None:
    scenario = there(tmp_path, "far/x.toml")
    assert key_of(scenario, tmp_path / "here") == "../far/x.toml"


def test_a_name_steers_nothing(tmp_path: Path) -> None:
    scenario = there(tmp_path, "::error::x\x1b[31m.toml")
    (name,) = told_apart([scenario], tmp_path).values()
    assert name == key_of(scenario, tmp_path) == "\\x3a:error::x\\x1b[31m.toml"
