"""Cluster: who runs where a cluster is asked for, by whatever door."""

from __future__ import annotations

from journeysim.engine.choice import Jobs
from journeysim.errors import UsageError
from journeysim.experiment.cluster import Cluster
from journeysim.study.progress import SILENT, Progress

__all__ = ["Cluster", "cluster"]


def cluster(
    address: str | None, insecure: bool = False, jobs: Jobs = None, progress: Progress = SILENT
) -> Cluster | None:
    """The cluster at an address; None where none is asked for. Raises UsageError."""
    if address is None:
        if insecure:
            raise UsageError("--insecure says that a --cluster needs no TLS; name its address")
        return None
    if jobs is not None:
        raise UsageError("--jobs counts workers of this machine; a --cluster brings its own")
    return Cluster(address, insecure, progress.say)
