"""Cache: where compiled code is kept, under a name that says exactly what it was compiled from.

The name is a digest of every source the kernel could reach, the versions of Numba, NumPy and
Python, and the processor; so an edited rule, an upgrade or another machine means another folder,
never a stale result. The code is written beside its place and moved there, so it is there whole
or not at all.

JOURNEYSIM_CACHE names the folder of all such folders. JOURNEYSIM_PORTABLE=1 compiles for any
processor of this kind, so that the folder can be shared between machines.

Kept code is run as it is. So it is taken only from a file and folders that are this user's own and
that nobody else may write to; any other folder is as if there were none, and `unusable` says why.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import stat
import sys
import time
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import BinaryIO

_PACKAGE = Path(__file__).resolve().parent.parent
_SOURCES = ("*.py", "distributions/*.py", "model/*.py", "engine/**/*.py")
_DOORS = ("__init__.py", "__main__.py")
"""What only leads in: nothing of it is compiled."""
_CODE = "kernels"
_CLAIM = "compiling"
_CLAIM_SECONDS = 600.0


def is_portable() -> bool:
    """Is code wanted that runs on any processor of this kind?"""
    return os.environ.get("JOURNEYSIM_PORTABLE", "") not in ("", "0")


_NOWHERE = Path(os.devnull) / "journeysim"
"""Where nothing can be kept: what stands for a home that nobody knows."""


def home() -> Path:
    """The folder of all cached kernels of this user."""
    named = os.environ.get("JOURNEYSIM_CACHE")
    if named:
        return Path(named)
    base = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    return base / "journeysim" if base.is_absolute() else _NOWHERE


@cache
def fingerprint() -> str:
    """The digest of everything that compiled code depends on."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.relative_to(_PACKAGE).as_posix() in _DOORS:
                continue
            digest.update(path.relative_to(_PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    for name in ("numba", "llvmlite", "numpy"):
        digest.update(f"{name} {_version(name)}".encode())
    digest.update(f"{sys.platform} {sys.version}".encode())
    digest.update((platform.machine() if is_portable() else _processor()).encode())
    return digest.hexdigest()[:24]


def folder() -> Path:
    """The folder of the kernel compiled from exactly this."""
    return home() / fingerprint()


def is_warm() -> bool:
    """Is the kernel compiled and kept?"""
    stream = _opened()
    if stream is not None:
        stream.close()
    return stream is not None


def is_writable() -> bool:
    """Can anything be kept in the folder? Makes it if need be."""
    return not unusable()


def unusable() -> str:
    """Why nothing can be kept, in words; "" where it can. Makes the folder if need be."""
    if home() == _NOWHERE:
        return "there is no home folder; JOURNEYSIM_CACHE names one"
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder(), os.W_OK | os.X_OK):
            return f"nothing may be written to {folder()}"
        return _shared_with_others()
    except (OSError, ValueError) as error:
        return f"{home()}: {getattr(error, 'strerror', None) or error}"


def _shared_with_others() -> str:
    """Which folder of the way to the code is not this user's own, in words; "" for none."""
    for place in (folder(), home()):
        status = os.stat(place)
        if not _is_own(status):
            return f"{place} is not this user's"
        if status.st_mode & _OTHERS_WRITE:
            return f"others may write to {place} (chmod go-w)"
    for place in Path(os.path.realpath(home())).parents:
        mode = os.stat(place).st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return f"others may write to {place}, which holds {home()}"
    return ""


_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def _is_own(status: os.stat_result) -> bool:
    """Does a file or folder belong to who runs this? On Windows nobody can tell."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def kept() -> bytes | None:
    """The compiled code, if it is kept, by this user and where nobody else may write."""
    stream = _opened()
    if stream is None:
        return None
    with stream:
        return stream.read()


def _opened() -> BinaryIO | None:
    """The file of the code, opened; None where there is none or it is not to be trusted."""
    try:
        if _shared_with_others():
            return None
        stream = (folder() / _CODE).open("rb")
        status = os.fstat(stream.fileno())
        if _is_own(status) and not status.st_mode & _OTHERS_WRITE:
            return stream
        stream.close()
    except (OSError, ValueError):
        pass
    return None


def keep(code: bytes) -> None:
    """Keep compiled code for the next process, where that can be done."""
    if not is_writable():
        return
    beside = folder() / f"{_CODE}-{secrets.token_hex(8)}"
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(code)
        beside.replace(folder() / _CODE)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def _processor() -> str:
    """The processor and its abilities, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    facts = {line.split(":")[0].strip(): line for line in lines if ":" in line}
    keys = ("model name", "flags", "Features", "CPU part")
    return "\n".join([platform.machine(), *(facts[key] for key in keys if key in facts)])


def claim() -> bool:
    """Claim the right to compile: true for one process in ten minutes, false for the others."""
    if not is_writable():
        return False
    claim_file = folder() / _CLAIM
    try:
        if time.time() - claim_file.stat().st_mtime < _CLAIM_SECONDS:
            return False
        claim_file.unlink(missing_ok=True)
    except OSError:
        pass
    try:
        claim_file.touch(exist_ok=False)
    except OSError:
        return False
    return True
