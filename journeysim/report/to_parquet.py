"""Parquet: the event log for data tools, the columns of `event_columns` with their types.

Runs are gathered one by one in a temporary database beside the file, so that no more than one run
is held in memory. Needs DuckDB (`pip install 'journeysim[events]'`).
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from journeysim.errors import JourneysimError, OutputError, UsageError
from journeysim.report.event_columns import HEADER, Export, blocks
from journeysim.report.files import written

_TYPES = {
    "time:timestamp": "TIMESTAMPTZ",
    "day": "DOUBLE",
    "number": "INTEGER",
    "attempt": "SMALLINT",
    "marks": "TINYINT",
    "value": "DOUBLE",
    "money": "DOUBLE",
    "case:replication": "INTEGER",
}


def write(path: Path, exports: Iterable[Export]) -> int:
    """Write the logs of runs to `.parquet`; returns the events written.

    Raises UsageError where DuckDB is not installed or the file cannot be written.
    """
    duckdb = _duckdb()
    count = 0
    try:
        folder = tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
    with folder as room:
        made = Path(room) / "log.parquet"
        base = duckdb.connect(str(Path(room) / "log.duckdb"))
        try:
            base.execute(
                "SET threads = 1; SET TimeZone = 'UTC'; SET preserve_insertion_order = true"
            )
            columns = ", ".join(f'"{name}" {_TYPES.get(name, "VARCHAR")}' for name in HEADER)
            base.execute(f"CREATE TABLE log ({columns})")
            for export in exports:
                for block in blocks(export):
                    count += len(block["day"])
                    _insert(base, block)
            base.execute(f"COPY log TO '{_quoted(made)}' (FORMAT parquet, COMPRESSION zstd)")
        except RuntimeError as error:
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise
        except duckdb.Error as error:
            raise _why(path, str(error)) from None
        finally:
            base.close()
        with made.open("rb") as source, written(path) as stream:
            shutil.copyfileobj(source, stream)
    return count


def _why(path: Path, message: str) -> JourneysimError:
    """What a database says went wrong, without its own temporary files: a full disk loses work."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        if os.strerror(number) in message:
            return OutputError(f"cannot write {path}: {os.strerror(number)}")
    return UsageError(f"cannot write {path}: {message}")


def _insert(base: Any, block: dict[str, list[Any]]) -> None:
    """Hand a block over by columns; casting is the database's."""
    columns = {
        f"c{at}": np.array(block[name], dtype=object if isinstance(block[name][0], str) else None)
        for at, name in enumerate(HEADER)
    }
    base.register("block", columns)
    picked = ", ".join(
        f"CAST(c{at} AS {_TYPES[name]})" if name in _TYPES else f"c{at}"
        for at, name in enumerate(HEADER)
    )
    base.execute(f"INSERT INTO log SELECT {picked} FROM block")
    base.unregister("block")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise UsageError("writing Parquet needs DuckDB: pip install 'journeysim[events]'") from None
    return duckdb
