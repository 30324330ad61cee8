"""Older versions from git: the file and its parents as they were, whatever they are called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import ScenarioError, UsageError
from journeysim.scenario.scenario import load
from journeysim.study.ask import Frame
from journeysim.study.revisions import Older, older, revision

CHILD = 'schema = 2\nextends = "above/basis für alle.toml"\n'
NAME = "käse mit leerzeichen.toml"


def git(folder: Path, *arguments: str) -> None:
    who = {
        f"GIT_{role}_{what}": "a@b"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | who | nothing,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a scenario in a folder, that extends another; all as committed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    top = tmp_path / "toy repository"
    (top / "worlds" / "above").mkdir(parents=True)
    (top / "worlds" / NAME).write_text(CHILD, encoding="utf-8")
    (top / "worlds" / "above" / "basis für alle.toml").write_text(WORLD, encoding="utf-8")
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "first")
    monkeypatch.chdir(top)
    return top


def was(frame: Frame | None = None, name: str = f"worlds/{NAME}") -> Older:
    scenario = load(name)
    return older(scenario, revision("main", scenario.document.path.parent), frame or Frame())


def test_nothing_changed_is_known_without_a_run(repository: Path) -> None:
    assert was().same


def test_a_changed_parent_is_a_changed_scenario(repository: Path) -> None:
    parent = repository / "worlds" / "above" / "basis für alle.toml"
    parent.write_text(WORLD.replace('rate = "4 per year"', 'rate = "9 per year"'), encoding="utf-8")
    found = was()
    assert not found.same
    assert found.scenario is not None
    assert found.scenario.tables.problems["breakdown"].rate == pytest.approx(4 / 365)
    assert load(f"worlds/{NAME}").tables.problems["breakdown"].rate == pytest.approx(9 / 365)


def test_the_frame_of_today_is_laid_over_what_was(repository: Path) -> None:
    (repository / "worlds" / NAME).write_text(CHILD + 'title = "other"\n', encoding="utf-8")
    found = was(Frame(customers=33))
    assert found.scenario is not None
    assert found.scenario.tables.population.customers == 33


def test_a_parent_that_was_another_file_is_followed_there(repository: Path) -> None:
    (repository / "worlds" / "new.toml").write_text(WORLD, encoding="utf-8")
    (repository / "worlds" / NAME).write_text(
        'schema = 2\nextends = "new.toml"\n[population]\ncustomers = 7\n', encoding="utf-8"
    )
    found = was()
    assert found.scenario is not None
    assert found.scenario.tables.population.customers == 150


def test_a_parent_that_git_does_not_have_is_a_shipped_one(repository: Path) -> None:
    path = repository / "own.toml"
    path.write_text('schema = 2\nextends = "come_back.toml"\n', encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "second")
    assert was(name="own.toml").same
    path.write_text('schema = 2\nextends = "come_back.toml"\ntitle = "x"\n', encoding="utf-8")
    found = was(name="own.toml")
    assert found.scenario is not None
    assert found.scenario.tables.title == "Come back"


def test_a_file_that_was_not_there_has_nothing_older(repository: Path, tmp_path: Path) -> None:
    (repository / "new.toml").write_text(WORLD, encoding="utf-8")
    assert was(name="new.toml").scenario is None


def test_a_link_is_no_older_file(repository: Path) -> None:
    (repository / "link.toml").symlink_to(f"worlds/{NAME}")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "second")
    (repository / "link.toml").unlink()
    (repository / "link.toml").write_text(WORLD, encoding="utf-8")
    assert was(name="link.toml").scenario is None


def test_faults_are_told_by_revision_file_and_line(repository: Path) -> None:
    path = repository / "worlds" / NAME
    path.write_text(CHILD + "[population]\ncustommers = 1\n", encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "wrong")
    path.write_text(CHILD, encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        was()
    assert str(told.value).startswith(f"main:worlds/{NAME}:4: population.custommers: unknown key")


@pytest.mark.parametrize(
    "name", ["nope", "--help", "-h", "main; rm -rf", "", "main:worlds", "\x00"]
)
def test_a_revision_that_is_none_is_told(repository: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--base-ref"):
        revision(name, repository)


def test_a_folder_outside_of_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(UsageError, match="not a git repository"):
        revision("main", tmp_path)


def test_the_repository_stays_as_it_is(repository: Path) -> None:
    def state() -> bytes:
        return subprocess.run(
            ["git", "status", "--porcelain", "-b"], cwd=repository, capture_output=True, check=True
        ).stdout

    (repository / "worlds" / NAME).write_text(CHILD + 'title = "other"\n', encoding="utf-8")
    before = state()
    was()
    assert state() == before
