"""Store: results kept in a folder, one file an entry, found again by name; see `result_key`.

An entry is plain text: a line with the digest of what follows, then one JSON object. It appears under
its name whole or not at all, is verified whenever it is read, and is never changed: whoever writes the
same name writes the same result, so that any number of processes and machines may share a folder,
without locks. What is damaged counts as not there. Only files that are named as entries are touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from journeysim.errors import UsageError

TAG = "CACHEDIR.TAG"
"""The file by which a store is known, and by which programs that make backups leave it out."""

_TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# Results kept by journeysim (--store). Everything in here can be deleted at any time and is made anew.
# What this file is: https://bford.info/cachedir/
"""
_FORMAT = "journeysim-result-1"
_BEGUN = ".begun-"
_FOLDER = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{62}")
_HALF = re.compile(rf"{re.escape(_BEGUN)}.+")
_LEFT_BEHIND = 3600.0
"""Seconds after which a half-written file has nobody any more who writes it."""

_TOUCHED = 86_400.0
"""Seconds after which it is noted once more that an entry was of use."""


class KeptRun(NamedTuple):
    """What is kept of a run (see `replicate.Result`), and what it was of: for people, never looked up."""

    values: tuple[float, ...]
    cash: tuple[float, ...]
    active: tuple[float, ...]
    events: int
    scenario: str
    world: str | None
    policy: str
    replication: int
    rules: str


class StoredFile(NamedTuple):
    """A file of a store. run: what it holds, None where it is damaged; used_at: seconds since 1970."""

    path: Path
    size: int
    used_at: float
    run: KeptRun | None


class Store:
    """A folder of kept results. Raises UsageError for a folder that holds something else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            others = [name for name in os.listdir(folder) if not name.startswith(_BEGUN)]
        except FileNotFoundError:
            return
        except OSError as error:
            raise UsageError(f"{folder}: cannot be a store ({error.strerror})") from None
        if others and TAG not in others:
            raise UsageError(f"{folder}: is a folder of something else; name an empty or a new one")

    @property
    def is_there(self) -> bool:
        """Has anything ever been kept here?"""
        return (self.folder / TAG).is_file()

    def find(self, key: str) -> KeptRun | None:
        """What is kept under a name; None where there is nothing, or nothing that can be trusted."""
        path = self._path(key)
        try:
            run = _read(path, key)
        except OSError:
            return None
        if run is not None:
            with suppress(OSError):
                if path.stat().st_mtime < time() - _TOUCHED:
                    os.utime(path)
        return run

    def is_damaged(self, key: str) -> bool:
        """Is there something under a name, and none of it can be trusted?"""
        return self._path(key).exists() and self.find(key) is None

    def keep(self, key: str, run: KeptRun) -> None:
        """Keep a result under a name. Raises OSError where there is no room, or no permission."""
        path = self._path(key)
        if not self.is_there:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / TAG, _TAG_TEXT.encode())
        path.parent.mkdir(exist_ok=True)
        _write(path, _entry(key, run))

    def entries(self) -> Iterator[StoredFile]:
        """Every entry, in the order of their names."""
        for path in self._named(_REST):
            with suppress(FileNotFoundError):
                there = path.stat()
                run = _read(path, path.parent.name + path.name)
                yield StoredFile(path, there.st_size, there.st_mtime, run)

    def left_behind(self) -> Iterator[StoredFile]:
        """Files of processes that ended before they had written them."""
        for path in self._named(_HALF):
            with suppress(FileNotFoundError):
                there = path.stat()
                if there.st_mtime < time() - _LEFT_BEHIND:
                    yield StoredFile(path, there.st_size, there.st_mtime, None)

    def _named(self, pattern: re.Pattern[str]) -> Iterator[Path]:
        folders = sorted(path for path in self.folder.iterdir() if _FOLDER.fullmatch(path.name))
        for folder in folders:
            if folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _entry(key: str, run: KeptRun) -> bytes:
    body = json.dumps(run._asdict(), separators=(",", ":")).encode()
    return f"{_FORMAT} {_digest(key, body)}\n".encode() + body


def _read(path: Path, key: str) -> KeptRun | None:
    """What an entry holds; None where it is damaged, or stands under another name than its own."""
    head, _, body = path.read_bytes().partition(b"\n")
    if head != f"{_FORMAT} {_digest(key, body)}".encode():
        return None
    fields: dict[str, Any] = json.loads(body)
    arrays = {name: tuple(fields[name]) for name in ("values", "cash", "active")}
    return KeptRun(**fields | arrays)


def _digest(key: str, body: bytes) -> str:
    return hashlib.sha256(key.encode() + body).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    handle, begun = tempfile.mkstemp(dir=path.parent, prefix=_BEGUN)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(begun, 0o666 & ~_umask())
        os.replace(begun, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(begun)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
