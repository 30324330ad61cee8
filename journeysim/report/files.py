"""Files: written whole or not at all, never over an input.

A file is written under a temporary name beside its place and renamed when complete, so that a
crash, a full disk or Ctrl-C leaves no half file under the final name. Links are followed; what is
no plain file (a pipe, /dev/null, /dev/stdout) is written to and stays what it is.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from journeysim.errors import OutputError, UsageError

_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev/fd|proc/self/fd)/([0-9]{1,9})")
_MOST_LINKS = 40
_BEYOND = 1 << 30
"""A byte that no such file has, to be locked where locks would keep others from reading."""


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A binary file that appears under its name only when the block ends well.

    Raises UsageError where it cannot be begun, OutputError where it breaks off, BrokenPipeError where
    nobody reads what is written.
    """
    try:
        stream, begun = _begun(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot write {path}: {_why(error)}") from None
    try:
        with stream:
            yield stream
        if begun is not None:
            os.chmod(begun, 0o666 & ~_umask())
            os.replace(begun, os.path.realpath(path))
    except BaseException as error:
        if begun is not None:
            with suppress(OSError):
                os.unlink(begun)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise OutputError(f"cannot write {path}: {_why(error)}") from None
        raise


def _begun(path: Path) -> tuple[BinaryIO, str | None]:
    """Where to write, and under which temporary name; none for what is no plain file."""
    descriptor = _descriptor(path)
    if descriptor is not None:
        sys.stdout.flush()
        return os.fdopen(os.dup(descriptor), "wb"), None
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        return place.open("wb"), None
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".journeysim-")
    return os.fdopen(handle, "wb"), temporary


def _descriptor(path: Path) -> int | None:
    """Which of this process's own streams a name means, if it means one."""
    name = os.path.abspath(path)
    for _ in range(_MOST_LINKS):
        if name in _STREAMS:
            return _STREAMS[name]
        if match := _DESCRIPTOR.fullmatch(name):
            return int(match[1])
        if not os.path.islink(name):
            return None
        name = os.path.normpath(os.path.join(os.path.dirname(name), os.readlink(name)))
    return None


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with written(path) as stream:
        stream.write(text.encode("utf-8"))


def add_line(path: Path, line: str) -> None:
    """Add a line to the end of a text file, whole or not at all, whoever else adds one at the time.

    What was cut off before gets its end. Raises UsageError, OutputError, BrokenPipeError.
    """
    if _is_special(path):
        write_text(path, line)
        return
    kind = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(os.path.realpath(path), kind, 0o666)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot write {path}: {_why(error)}") from None
    with os.fdopen(handle, "r+b", buffering=0) as file, _alone_with(handle):
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        content = (b"\n" if file.read(1) not in (b"", b"\n") else b"") + line.encode("utf-8")
        try:
            while content:
                content = content[file.write(content) :]
        except BaseException as error:
            with suppress(OSError):
                file.truncate(size)
            if isinstance(error, OSError):
                raise OutputError(f"cannot write {path}: {_why(error)}") from None
            raise


@contextmanager
def _alone_with(handle: int) -> Iterator[None]:
    """While this lasts, nobody else has the file who asks the same way; where nothing can be locked,
    one write is still in one piece."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        return
    import fcntl

    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    yield


def refuse_overwriting(path: Path, inputs: Sequence[Path]) -> None:
    """Raise UsageError if an output would replace an input, is a folder or lies in none.

    To be asked before the work begins that the output is to hold.
    """
    try:
        what = _against(path, inputs)
    except (OSError, ValueError) as error:
        what = _why(error)
    if what:
        raise UsageError(f"cannot write {path}: {what}")


def refuse_sharing(paths: Sequence[Path]) -> None:
    """Raise UsageError if two outputs would go to the same file, under whatever names."""
    try:
        places = [os.path.realpath(path) for path in paths if not _is_special(path)]
    except (OSError, ValueError):
        return  # a name that cannot be one is told where it is to be written
    if len(set(places)) < len(places):
        raise UsageError("two outputs would go to the same file")


def _is_special(path: Path) -> bool:
    """Is it a pipe or device, which takes what several write?"""
    mode = _mode(path)
    return _descriptor(path) is not None or bool(mode and not S_ISREG(mode))


def _mode(path: Path) -> int | None:
    """What kind of file there is; None for none. A name that cannot be one is left for later."""
    with suppress(OSError, ValueError):
        return os.stat(path).st_mode
    return None


def _against(path: Path, inputs: Sequence[Path]) -> str:
    """What speaks against writing there, in words; "" for nothing."""
    if _descriptor(path) is not None:
        return ""
    place = os.path.realpath(path)
    with suppress(FileNotFoundError):
        mode = os.stat(place).st_mode
        if S_ISDIR(mode):
            return "it is a folder"
        if not S_ISREG(mode):
            return ""
    folder = os.path.dirname(place)
    if not os.path.isdir(folder):
        return f"there is no folder {path.parent}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"nothing may be written to {path.parent}"
    same = (source for source in inputs if _mode(path) and _mode(source))
    return "it is an input" if any(path.samefile(source) for source in same) else ""


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
