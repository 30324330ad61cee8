"""Store: what is kept in a folder of results, and what can go; nothing runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

import numpy as np
from rich.console import Console

from journeysim import units
from journeysim.engine.choice import Jobs
from journeysim.errors import OutputError, UsageError
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.result_key import rules_digest
from journeysim.experiment.store import Store, StoredFile
from journeysim.numerals import numeral
from journeysim.report.to_json import envelope
from journeysim.study.columns import Array
from journeysim.study.findings import Reading

__all__ = ["READING", "AskStore", "Keeping", "StoreAccount", "asked", "keeping", "store"]


def keeping(folder: Path, jobs: Jobs) -> Keeping:
    """Who runs what a folder of results does not hold. Raises UsageError for another folder."""
    return Keeping(Store(folder), jobs)


@dataclass(frozen=True)
class AskStore:
    """What is asked of a store.

    prune: delete what no run can use any more: entries of other rules, damaged ones, files left behind
    half-written. unused: delete also what was of no use for so many days.
    """

    folder: Path
    prune: bool = False
    unused: float | None = None


@dataclass(frozen=True)
class StoreAccount:
    """What a store holds once what was to go has gone.

    entries: results that can be trusted, bytes: of all its files; damaged: entries that cannot, which
    the next run makes anew; pruned: files deleted now. by_policy: how many entries there are, by
    scenario (with its world) and policy; stale: how many of them other rules made.
    """

    folder: Path
    entries: int
    bytes: int
    damaged: int
    pruned: int
    stale: int
    by_policy: dict[tuple[str, str], int]


def asked(folder: Path, prune: bool, unused: str | None) -> AskStore:
    """What a command line asks of a store. Raises UsageError."""
    if unused is None:
        return AskStore(folder, prune)
    if not prune:
        raise UsageError("--unused says what --prune is to delete, too")
    try:
        days = units.days(unused)
    except ValueError as error:
        raise UsageError(f"--unused {unused!r}: {error}") from None
    if days < 0.0:
        raise UsageError(f"--unused {unused!r}: is out of range; allowed: at least 0 d")
    return AskStore(folder, prune, days)


def store(ask: AskStore) -> StoreAccount:
    """Look at every entry, and delete what is to go.

    Raises UsageError where there is no store, OutputError where something cannot be deleted.
    """
    there = Store(ask.folder)
    if not there.is_there:
        raise UsageError(f"{ask.folder}: is no store of results (see --store)")
    every = list(there.entries())
    going = list(_going(ask, there, every)) if ask.prune else []
    try:
        for each in going:
            with suppress(FileNotFoundError):
                each.path.unlink()
    except OSError as error:
        raise OutputError(f"{ask.folder}: cannot delete entries: {error.strerror}") from None
    gone = {each.path for each in going}
    kept = [each for each in every if each.path not in gone]
    runs = [each.run for each in kept if each.run is not None]
    return StoreAccount(
        ask.folder,
        entries=len(runs),
        bytes=int(np.sum([each.size for each in kept], dtype=np.int64)),
        damaged=len(kept) - len(runs),
        pruned=len(going),
        stale=sum(run.rules != rules_digest() for run in runs),
        by_policy=dict(
            Counter(
                (run.scenario + (f"@{run.world}" if run.world else ""), run.policy) for run in runs
            )
        ),
    )


def _going(ask: AskStore, there: Store, every: Sequence[StoredFile]) -> Iterator[StoredFile]:
    before = -np.inf if ask.unused is None else time() - 86_400.0 * ask.unused
    for each in every:
        if each.run is None or each.run.rules != rules_digest() or each.used_at < before:
            yield each
    yield from there.left_behind()


def _show(page: Console, account: StoreAccount, full: bool) -> None:
    words = [
        f"{numeral(account.entries)} results kept in {numeral(account.bytes / 1e6, ',.1f')} MB"
    ]
    if account.stale:
        words.append(f"{numeral(account.stale)} of other rules, of no use to this version")
    if account.damaged:
        words.append(f"{numeral(account.damaged)} damaged, made anew by whoever needs them")
    if account.pruned:
        words.append(f"{numeral(account.pruned)} files deleted")
    page.print("; ".join(words), markup=False)
    if full:
        for (scenario, policy), count in sorted(account.by_policy.items()):
            page.print(f"{numeral(count):>9}  {scenario}  {policy}", markup=False)


def _document(results: Sequence[StoreAccount], engine: str) -> dict[str, Any]:
    (each,) = results
    names = ("entries", "bytes", "damaged", "pruned")
    return envelope(seed=None, engine=engine, exit_code=0) | {
        name: getattr(each, name) for name in names
    }


def _columns(results: Sequence[StoreAccount]) -> dict[str, Array]:
    """A row a scenario and policy, with how many results are kept."""
    rows = [(*names, count) for each in results for names, count in sorted(each.by_policy.items())]
    return {
        name: np.array([row[place] for row in rows])
        for place, name in enumerate(("scenario", "policy", "entries"))
    }


READING: Reading[StoreAccount] = Reading(show=_show, document=_document, columns=_columns)
"""How the account of a store is read."""
