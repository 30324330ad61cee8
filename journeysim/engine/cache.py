"""Cache: where compiled code is kept, under a name that says exactly what it was compiled from.

The name is a digest of every source the kernel could reach, the versions of Numba, NumPy and
Python, and the processor; so an edited rule, an upgrade or another machine means another folder,
never a stale result. The code is written beside its place and moved there, so it is there whole
or not at all.

JOURNEYSIM_CACHE names the folder of all such folders. JOURNEYSIM_PORTABLE=1 compiles for any
processor of this kind, so that the folder can be shared between machines.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import sys
import time
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_SOURCES = ("*.py", "model/*.py", "engine/**/*.py")
_CODE = "kernels"
_CLAIM = "compiling"
_CLAIM_SECONDS = 600.0


def is_portable() -> bool:
    """Is code wanted that runs on any processor of this kind?"""
    return os.environ.get("JOURNEYSIM_PORTABLE", "") not in ("", "0")


def home() -> Path:
    """The folder of all cached kernels of this user."""
    named = os.environ.get("JOURNEYSIM_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "journeysim"


@cache
def fingerprint() -> str:
    """The digest of everything that compiled code depends on."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(_PACKAGE.glob(pattern)):
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
    return (folder() / _CODE).is_file()


def is_writable() -> bool:
    """Can anything be kept in the folder? Makes it if need be."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder(), os.W_OK)


def kept() -> bytes | None:
    """The compiled code, if it is kept."""
    try:
        return (folder() / _CODE).read_bytes()
    except OSError:
        return None


def keep(code: bytes) -> None:
    """Keep compiled code for the next process, where that can be done."""
    if not is_writable():
        return
    beside = folder() / f"{_CODE}-{secrets.token_hex(8)}"
    try:
        beside.write_bytes(code)
        beside.replace(folder() / _CODE)
    except OSError:
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
    told = {line.split(":")[0].strip(): line for line in lines if ":" in line}
    keys = ("model name", "flags", "Features", "CPU part")
    return "\n".join([platform.machine(), *(told[key] for key in keys if key in told)])


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
