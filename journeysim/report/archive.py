"""Archive: a few named files as one zip, the same bytes for the same files; and read back with care.

Nothing is packed (so that no version of a packer shows), nothing tells when or where it was made.
Reading takes a zip or the folder it was unpacked to, and only what is asked for by name; nothing is
ever written to a place that an archive names.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from journeysim.errors import UsageError
from journeysim.report.files import written

ENDING = ".zip"
"""How the name of an archive ends."""

_MOST_BYTES = 64 * 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write(path: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write files, by name, into one folder of a new archive, whole or not at all."""
    with written(path) as stream, ZipFile(stream, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(f"{folder}/{name}", _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, files[name])


def read(path: Path, name: str) -> bytes | None:
    """A file of an archive, or of the folder it was unpacked to; None where there is none.

    Raises UsageError for what is no archive, cannot be read or is far too large.
    """
    try:
        return _in_folder(path, name) if path.is_dir() else _in_zip(path, name)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise UsageError(f"{path}: is no zip that can be read") from None
    except (OSError, ValueError) as error:
        what = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(f"cannot read {path}: {what}") from None


def _in_folder(folder: Path, name: str) -> bytes | None:
    file = folder / name
    if not file.is_file():
        return None
    _refuse_large(folder, name, file.stat().st_size)
    return file.read_bytes()


def _in_zip(path: Path, name: str) -> bytes | None:
    with ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if each.filename.split("/")[1:] == [name]]
        if not entries:
            return None
        _refuse_large(path, name, entries[0].file_size)
        with archive.open(entries[0]) as stream:
            return stream.read(_MOST_BYTES)


def _refuse_large(path: Path, name: str, size: int) -> None:
    if size > _MOST_BYTES:
        raise UsageError(f"{path}: {name} is larger than {_MOST_BYTES // 1024**2} MB")
