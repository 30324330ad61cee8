"""Address: where a scheduler is, and whether anybody could listen to what goes there.

Whoever reaches a scheduler can run code on all its workers. Plain TCP that leaves this machine is refused,
unless it is said that nobody else is there; a name is not looked up, so only `localhost` is this machine.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from journeysim.errors import UsageError

MOST_LOCAL = 1024
"""Workers that may be begun here."""

_SCHEDULER = re.compile(r"(tls|tcp)://(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):([0-9]{1,5})/?")
_LOCAL = re.compile(r"local:([0-9]{1,4})")
_FORMS = "tls://HOST:PORT, tcp://127.0.0.1:PORT, a scheduler's FILE.json or local:N"


class ClusterAddress(NamedTuple):
    """An address as dask takes it; local: how many workers to begin here instead."""

    text: str
    local: int = 0

    @property
    def is_secured(self) -> bool:
        """Does it take TLS to speak with it?"""
        return self.text.startswith("tls://")


def address_of(text: str, insecure: bool = False) -> ClusterAddress:
    """The scheduler that is meant. insecure: plain TCP may go anywhere. Raises UsageError."""
    if local := _LOCAL.fullmatch(text):
        number = int(local[1])
        if not 1 <= number <= MOST_LOCAL:
            raise UsageError(
                f"--cluster {text!r}: is out of range; allowed: local:1 to local:{MOST_LOCAL}"
            )
        return ClusterAddress(text, number)
    address = _in_file(Path(text)) if text.endswith(".json") else text
    written = _SCHEDULER.fullmatch(address)
    if written is None or int(written[3]) > 65_535:
        raise UsageError(f"--cluster {address!r}: is none of {_FORMS}")
    if written[1] == "tcp" and not insecure and not _is_loopback(written[2]):
        raise UsageError(
            f"--cluster {address}: whoever reaches a scheduler without TLS can run code on its "
            "workers; take tls://, or say --insecure where nobody else is on that network"
        )
    return ClusterAddress(address)


def _in_file(path: Path) -> str:
    """The address in a file that a scheduler has written."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except OSError as error:
        raise UsageError(f"--cluster {path}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            f"--cluster {path}: is no file that `dask scheduler --scheduler-file` writes"
        ) from None


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return host == "localhost"
