"""Files: written whole or not at all, never over an input.

A file is written under a temporary name beside its place and renamed when complete, so that a
crash, a full disk or Ctrl-C leaves no half file under the final name. Links are followed; what is
no plain file (a pipe, /dev/null) is written to and stays what it is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from journeysim.errors import UsageError


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A binary file that appears under its name only when the block ends well.

    Raises UsageError where it cannot be written.
    """
    place = Path(os.path.realpath(path))
    try:
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                yield stream
            return
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, place)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"cannot write {path}: {error.strerror}") from None
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with written(path) as stream:
        stream.write(text.encode("utf-8"))


def refuse_overwriting(path: Path, inputs: Sequence[Path]) -> None:
    """Raise UsageError if an output would replace an input, is a folder or lies in none.

    To be asked before the work begins that the output is to hold.
    """
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    place = Path(os.path.realpath(path))
    special = place.exists() and not place.is_file()
    if not special and not os.access(place.parent, os.W_OK | os.X_OK):
        raise UsageError(f"cannot write {path}: nothing may be written to {path.parent}")
    for source in inputs:
        if path.exists() and source.exists() and path.samefile(source):
            raise UsageError(f"cannot write {path}: it is an input")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
