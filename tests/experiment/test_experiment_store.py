"""Kept results: what was run once is not run again, and is never wrong."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from engines import QUICK
from worlds import WORLD, changed

from journeysim.engine import running
from journeysim.engine.choice import SIMPY
from journeysim.engine.compiled.freshness import PACKAGE
from journeysim.errors import UsageError, WorkLimitError
from journeysim.experiment import store as storing
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.replicate import MeasureTask, Result, perform, perform_all
from journeysim.experiment.result_key import rules_digest, world_digest
from journeysim.experiment.store import TAG, Store
from journeysim.scenario.scenario import Scenario, load

ROOT = Path(__file__).resolve().parent.parent.parent
METRICS = ("retention", "profit", "wait_p95", "problems", "nps")


@pytest.fixture
def small(write: Callable[..., Path]) -> Scenario:
    """The small firm, smaller."""
    return load(str(write()), settings=("population.customers=30", "run.days=30 d"))


def tasks(scenario: Scenario, *policies: str, count: int = 2, **more: Any) -> list[MeasureTask]:
    return [
        MeasureTask(scenario, policy, number, METRICS, **{"engine": SIMPY} | more)
        for number in range(count)
        for policy in policies or scenario.policies
    ]


def kept(folder: Path, work: list[MeasureTask]) -> tuple[list[Result], Keeping]:
    """The results of tasks, and the account of the store in which they were looked for."""
    keeping = Keeping(Store(folder), 1)
    return perform_all(work, keeping), keeping


@pytest.mark.parametrize("curves", [True, False])
def test_what_was_run_once_is_the_same_to_the_last_bit_and_not_run_again(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, curves: bool
) -> None:
    work = tasks(small, curves=curves)
    plain = [perform(task) for task in work]
    assert repr(kept(tmp_path / "kept", work)[0]) == repr(plain)
    monkeypatch.setattr(running, "run", None)
    again, keeping = kept(tmp_path / "kept", work)
    assert repr(again) == repr(plain)
    assert (keeping.hits, keeping.misses) == (len(work), 0)


def test_either_engine_takes_what_the_other_has_kept(small: Scenario, tmp_path: Path) -> None:
    kept(tmp_path / "kept", tasks(small))
    _, keeping = kept(tmp_path / "kept", tasks(small, engine=QUICK))
    assert keeping.misses == 0


def test_a_changed_lever_costs_its_policy_only(small: Scenario, tmp_path: Path) -> None:
    kept(tmp_path / "kept", tasks(small))
    turned = changed(small, "policies.staffed.service.channels.phone.agents=7")
    _, keeping = kept(tmp_path / "kept", tasks(turned))
    assert keeping.misses == 2
    assert keeping.hits == 2 * (len(small.policies) - 1)


@pytest.mark.parametrize(
    "setting",
    [
        "run.seed=2",
        "run.days=29 d",
        "run.warmup=3 d",
        "run.run_in=14 d",
        "money.discount_rate=20 %",
        "purchase.gap=9 d",
        "leaving.ease=0.9",
        "survey.neutral=8",
        "talk.referral=20 %",
    ],
)
def test_whatever_changes_a_figure_changes_the_name(small: Scenario, setting: str) -> None:
    other = changed(small, setting)
    for policy in small.policies:
        assert world_digest(small, policy) != world_digest(other, policy), policy


def test_what_people_read_changes_no_name(write: Callable[..., Path]) -> None:
    told = 'label = "Another word for it"'
    scenario = load(str(write()))
    renamed = load(str(write(WORLD.replace("[policies.staffed]", f"[policies.staffed]\n{told}"))))
    assert renamed.label("staffed") != scenario.label("staffed")
    assert renamed.sha256 != scenario.sha256
    for policy in scenario.policies:
        assert world_digest(renamed, policy) == world_digest(scenario, policy)


def test_another_luck_and_other_metrics_are_other_results(small: Scenario, tmp_path: Path) -> None:
    kept(tmp_path / "kept", tasks(small, "plain", count=1))
    other = [
        MeasureTask(small, "plain", 1, METRICS),
        MeasureTask(small, "plain", 0, METRICS[:1]),
        MeasureTask(small, "plain", 0, METRICS, curves=False),
    ]
    assert kept(tmp_path / "kept", other)[1].misses == 3


def entry(folder: Path) -> Path:
    """The only entry of a store."""
    (path,) = [path for path in folder.rglob("*") if path.is_file() and path.name != TAG]
    return path


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_damaged_entry_is_run_again_and_mended(
    small: Scenario, tmp_path: Path, harm: str, part: float
) -> None:
    folder, work = tmp_path / "kept", tasks(small, "plain", count=1)
    plain, _ = kept(folder, work)
    whole = entry(folder).read_bytes()
    place = int(part * len(whole))
    harmed = whole[:place] if harm == "cut" else whole[:place] + b"7" + whole[place + 1 :]
    if harmed == whole:
        harmed = whole[:place] + b"8" + whole[place + 1 :]
    entry(folder).write_bytes(harmed)
    again, keeping = kept(folder, work)
    assert repr(again) == repr(plain)
    assert (keeping.hits, keeping.misses, keeping.damaged) == (0, 1, 1)
    assert entry(folder).read_bytes() == whole


def test_an_entry_under_the_name_of_another_is_not_trusted(small: Scenario, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    kept(folder, tasks(small, "plain", count=1))
    mine = entry(folder)
    kept(folder, tasks(small, "staffed", count=1))
    (other,) = {path for path in folder.rglob("*") if path.is_file()} - {mine, folder / TAG}
    shutil.copy(mine, other)
    again, keeping = kept(folder, tasks(small, "staffed", count=1))
    assert keeping.damaged == 1
    assert again == [perform(task) for task in tasks(small, "staffed", count=1)]


def test_a_full_disk_leaves_the_answer_right_and_is_told(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    plain, _ = kept(tmp_path / "kept", tasks(small))
    monkeypatch.setattr(storing.os, "replace", full)
    there, keeping = kept(tmp_path / "other", tasks(small))
    assert repr(there) == repr(plain)
    assert keeping.unkept == len(there)
    assert "No space left on device" in keeping.trouble()
    assert not [path for path in (tmp_path / "other").rglob("*") if path.is_file()]


def test_a_run_over_its_limit_breaks_off_as_it_did(small: Scenario, tmp_path: Path) -> None:
    work = tasks(small, "plain", count=1, max_events=10)
    with pytest.raises(WorkLimitError) as plainly:
        perform_all(work, 1)
    kept(tmp_path / "kept", tasks(small, "plain", count=1))
    with pytest.raises(WorkLimitError) as later:
        kept(tmp_path / "kept", work)
    assert str(later.value) == str(plainly.value)


def test_what_was_done_before_a_run_broke_off_is_kept(small: Scenario, tmp_path: Path) -> None:
    keeping = Keeping(Store(tmp_path / "kept"), 1)

    def stops(done: int, _: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        perform_all(tasks(small), keeping, stops)
    assert kept(tmp_path / "kept", tasks(small))[1].hits == 3


WRITER = """
import sys
from pathlib import Path
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.replicate import MeasureTask, perform_all
from journeysim.experiment.store import Store
from journeysim.scenario.scenario import load

small = load(sys.argv[1], settings=("population.customers=30", "run.days=30 d"))
work = [MeasureTask(small, "plain", number, ("retention",)) for number in range(12)]
print(perform_all(work, Keeping(Store(Path(sys.argv[2])), 1)))
"""


def test_two_processes_may_write_the_same_at_once(small: Scenario, tmp_path: Path) -> None:
    words = [sys.executable, "-c", WRITER, str(tmp_path / "firm.toml"), str(tmp_path / "kept")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    one, other = (each.communicate()[0] for each in both)
    assert one == other != ""
    entries = list(Store(tmp_path / "kept").entries())
    assert len(entries) == 12
    assert all(each.run is not None for each in entries)


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match="a folder of something else"):
        Store(tmp_path)
    with pytest.raises(UsageError, match="cannot be a store"):
        Store(tmp_path / "thesis.tex")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, to be edited."""
    return Path(shutil.copytree(PACKAGE, tmp_path_factory.mktemp("edited") / "journeysim"))


@pytest.mark.parametrize(
    "source", ["model/leaving.py", "metrics/retention.py", "engine/des/loop.py", "portable.py"]
)
def test_an_edited_rule_renames_everything_and_an_edited_word_nothing(
    copied: Path, source: str
) -> None:
    rules_digest.cache_clear()
    before, path = rules_digest(copied), copied / source
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"""', '"""Said otherwise. ', 1) + "# a comment\n")
    rules_digest.cache_clear()
    assert rules_digest(copied) == before == rules_digest()
    path.write_text(f"{text}\nANOTHER = 1\n")
    rules_digest.cache_clear()
    assert rules_digest(copied) != before
    path.write_text(text)
    rules_digest.cache_clear()
