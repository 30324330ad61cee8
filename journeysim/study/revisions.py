"""Revisions: a scenario as it was in another revision of its git repository, its parents included.

Reads the file and everything it extends with git, lays them out in a folder of their own and loads
them there as any scenario; faults are told as `REVISION:file:line`. Changes nothing in the
repository.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from journeysim.errors import ScenarioError, UsageError
from journeysim.scenario.loading import MOST_BYTES
from journeysim.scenario.scenario import Scenario
from journeysim.shown import shown
from journeysim.study.ask import Frame

_PLAIN_FILES = ("100644", "100755")


@dataclass(frozen=True)
class Revision:
    """A revision of a repository. name: as asked for; commit: its full name; top: the folder."""

    name: str
    commit: str
    top: Path

    def bytes_of(self, path: str) -> bytes | None:
        """A file of this revision, named from the top; None where there is no plain file."""
        listed = _git(self.top, "ls-tree", "-z", "--full-tree", self.commit, "--", path)
        mode, _, rest = listed.partition(b" ")
        if os.fsdecode(mode) not in _PLAIN_FILES:
            return None
        digest = os.fsdecode(rest.split(b"\t")[0].split()[1])
        if int(_git(self.top, "cat-file", "-s", digest)) > MOST_BYTES:
            raise UsageError(f"{self.name}:{path}: is larger than {MOST_BYTES // 1024} kB")
        return _git(self.top, "cat-file", "blob", digest)

    def chain(self, path: str) -> dict[str, bytes]:
        """A scenario's file and those it extends, by their names from the top, as far as they are
        in the repository; empty if it was not there."""
        texts: dict[str, bytes] = {}
        here: str | None = path
        while here is not None and here not in texts:
            text = self.bytes_of(here)
            if text is None:
                break
            texts[here] = text
            parent = _extended_by(text)
            above = None if parent is None else os.path.normpath(Path(here).parent / parent)
            here = None if above is None or above.startswith((os.pardir, os.sep)) else above
        return texts


def revision(name: str, folder: Path) -> Revision:
    """A revision of the repository around a folder. Raises UsageError if there is none."""
    try:
        top = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))
        wanted = f"{name}^{{commit}}"
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except UsageError as error:
        raise UsageError(f"--base-ref {name}: {error}") from None
    return Revision(name, commit.decode().strip(), Path(top))


def head(folder: Path) -> dict[str, str]:
    """The commit that a folder stands at, its date and subject; all empty where there is none."""
    names = ("commit", "date", "subject")
    try:
        line = _git(folder, "show", "--no-patch", "--no-show-signature", "--format=%H%x00%cs%x00%s")
    except UsageError:
        return dict.fromkeys(names, "")
    values = line.decode(errors="replace").removesuffix("\n").split("\0")
    return dict(zip(names, map(shown, values), strict=True))


def _git(folder: Path, *arguments: str) -> bytes:
    """What git answers in a folder. Raises UsageError in its own words."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"git cannot be run: {error}") from None
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip().splitlines()
        unknown = "no such revision here; a build must fetch it first (fetch-depth: 0)"
        raise UsageError(complaint[0] if complaint else unknown)
    return done.stdout


def _extended_by(text: bytes) -> str | None:
    """What a scenario's text extends, if that can be read."""
    try:
        parent = tomllib.loads(text.decode("utf-8-sig")).get("extends")
    except (ValueError, RecursionError):
        return None
    return parent if isinstance(parent, str) and parent and "\0" not in parent else None


@dataclass(frozen=True)
class Older:
    """A scenario as it was: None where it was not there; same: its files are those of today."""

    scenario: Scenario | None
    same: bool = False


def older(scenario: Scenario, then: Revision, frame: Frame) -> Older:
    """A scenario as it was in a revision, in the world and frame of today's.

    Raises ScenarioError and UsageError if it cannot be loaded as it was.
    """
    file = _whole(scenario.document.path)
    top = Path(os.path.realpath(then.top))
    if not file.is_relative_to(top):
        return Older(None)
    name = file.relative_to(top).as_posix()
    chain = then.chain(name)
    if not chain:
        return Older(None)
    today = {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in map(_whole, scenario.document.files)
        if path.is_relative_to(top)
    }
    if chain == today:
        return Older(scenario, same=True)
    with tempfile.TemporaryDirectory(prefix="journeysim-") as folder:
        for path, text in chain.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)
        try:
            (written,) = replace(frame, world=scenario.world).scenarios(str(Path(folder) / name))
        except ScenarioError as error:
            raise ScenarioError(
                [replace(each, where=_named(each.where, folder, then)) for each in error.faults]
            ) from None
        except UsageError as error:
            raise UsageError(_named(str(error), folder, then)) from None
    return Older(written)


def _whole(path: Path) -> Path:
    """A file's place with the links of its folder followed, but not its own."""
    return Path(os.path.realpath(path.parent)) / path.name


def _named(text: str, folder: str, then: Revision) -> str:
    return text.replace(f"{folder}{os.sep}", f"{then.name}:")
