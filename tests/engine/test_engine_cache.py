"""Kept code: named by all that it depends on, and taken only from where nobody else may write."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeysim.engine import cache

ON_POSIX = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs owners of files")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for kept code in which some is kept."""
    tmp_path.chmod(0o755)
    home = tmp_path / "home"
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(home))
    cache.keep(b"code")
    assert cache.kept() == b"code"
    assert cache.is_warm()
    return cache.folder()


class TestName:
    """The folder's name changes with everything the code depends on, and with nothing else."""

    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        """A package of a few files in every folder that counts, and in some that do not."""
        counting = ("events.py", "model/care.py", "engine/loop.py", "engine/a/b.py")
        for name in (*counting, "cli/x.py", "__init__.py", "__main__.py"):
            path = tmp_path / "journeysim" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("1\n", encoding="utf-8")
        monkeypatch.setattr(cache, "_PACKAGE", tmp_path / "journeysim")
        monkeypatch.delenv("JOURNEYSIM_PORTABLE", raising=False)
        yield tmp_path / "journeysim"
        cache.fingerprint.cache_clear()

    def named(self) -> str:
        cache.fingerprint.cache_clear()
        return cache.fingerprint()

    @pytest.mark.parametrize(
        "name", ["events.py", "model/care.py", "engine/loop.py", "engine/a/b.py"]
    )
    def test_an_edit_of_any_source_means_another_name(self, package: Path, name: str) -> None:
        before = self.named()
        assert self.named() == before
        (package / name).write_text("2\n", encoding="utf-8")
        edited = self.named()
        (package / name).rename((package / name).with_name("renamed.py"))
        assert len({before, edited, self.named()}) == 3

    @pytest.mark.parametrize("name", ["cli/x.py", "__init__.py", "__main__.py"])
    def test_an_edit_elsewhere_means_the_same_name(self, package: Path, name: str) -> None:
        before = self.named()
        (package / name).write_text("2\n", encoding="utf-8")
        assert self.named() == before

    @pytest.mark.parametrize("library", ["numba", "llvmlite", "numpy"])
    def test_another_version_of_a_library_means_another_name(
        self, package: Path, monkeypatch: pytest.MonkeyPatch, library: str
    ) -> None:
        before, versions = self.named(), cache._version
        monkeypatch.setattr(
            cache, "_version", lambda name: "9.9" if name == library else versions(name)
        )
        assert self.named() != before

    @pytest.mark.parametrize(("where", "what"), [("version", "3.99"), ("platform", "other")])
    def test_another_python_or_system_means_another_name(
        self, package: Path, monkeypatch: pytest.MonkeyPatch, where: str, what: str
    ) -> None:
        before = self.named()
        monkeypatch.setattr(sys, where, what)
        assert self.named() != before

    def test_another_processor_means_another_name_unless_code_is_to_be_portable(
        self, package: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = self.named()
        monkeypatch.setattr(cache, "_processor", lambda: "x86_64\nanother model")
        assert self.named() != own
        monkeypatch.setenv("JOURNEYSIM_PORTABLE", "1")
        portable = self.named()
        monkeypatch.setattr(cache, "_processor", lambda: "x86_64\na third")
        assert self.named() == portable
        monkeypatch.setattr("platform.machine", lambda: "sparc")
        assert self.named() != portable


@ON_POSIX
class TestTrust:
    """Code is run as it is kept."""

    @pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
    @pytest.mark.parametrize("which", ["folder", "home"])
    def test_a_folder_that_others_may_write_to_is_not_used(
        self, folder: Path, which: str, mode: int
    ) -> None:
        place = folder if which == "folder" else folder.parent
        place.chmod(mode)
        assert cache.kept() is None
        assert not cache.is_warm()
        assert not cache.is_writable()
        assert cache.unusable() == f"others may write to {place} (chmod go-w)"

    @pytest.mark.parametrize("mode", [0o755, 0o700])
    def test_a_folder_that_others_may_read_is(self, folder: Path, mode: int) -> None:
        folder.chmod(mode)
        folder.parent.chmod(mode)
        assert cache.kept() == b"code"

    @pytest.mark.parametrize(("mode", "taken"), [(0o664, False), (0o646, False), (0o644, True)])
    def test_nor_is_a_file_that_others_may_write_to(
        self, folder: Path, mode: int, taken: bool
    ) -> None:
        (folder / "kernels").chmod(mode)
        assert (cache.kept() == b"code") is taken
        assert cache.is_warm() is taken

    @pytest.mark.parametrize("where", ["file", "folder", "home"])
    def test_what_belongs_to_somebody_else_is_not_used(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        place = {"file": folder / "kernels", "folder": folder, "home": folder.parent}[where]
        theirs = place.stat().st_ino
        monkeypatch.setattr(cache, "_is_own", lambda found: found.st_ino != theirs)
        assert cache.kept() is None
        assert not cache.is_warm()
        if where != "file":
            assert cache.unusable() == f"{place} is not this user's"

    def test_a_way_there_that_others_may_change_is_not_used(self, folder: Path) -> None:
        above = folder.parent.parent
        above.chmod(0o777)
        assert cache.kept() is None
        assert cache.unusable() == f"others may write to {above}, which holds {folder.parent}"
        above.chmod(0o1777)
        assert cache.kept() == b"code"

    def test_folders_and_code_are_made_for_nobody_else(self, folder: Path) -> None:
        for place in (folder, folder.parent, folder / "kernels"):
            assert not place.stat().st_mode & 0o022


@pytest.mark.parametrize(
    "prepare",
    [
        lambda patch: (
            [patch.delenv(n, raising=False) for n in ("JOURNEYSIM_CACHE", "XDG_CACHE_HOME")]
            and patch.setattr(os.path, "expanduser", lambda path: path)
        ),
        lambda patch: [
            patch.delenv("JOURNEYSIM_CACHE", raising=False),
            patch.setenv("XDG_CACHE_HOME", "relative"),
        ],
    ],
    ids=["nobody's home", "a relative one"],
)
def test_where_there_is_no_home_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[[pytest.MonkeyPatch], object]
) -> None:
    prepare(monkeypatch)
    assert cache.unusable() == "there is no home folder; JOURNEYSIM_CACHE names one"
    cache.keep(b"code")
    assert cache.kept() is None
    assert not cache.claim()


def test_a_name_that_cannot_be_a_folder_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("/dev/null/x", "a" * 300, "/proc/nope"):
        monkeypatch.setenv("JOURNEYSIM_CACHE", name)
        assert name in cache.unusable()
        assert cache.kept() is None
