"""verify: the verdict is the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from journeysim.model import leaving

Command = Callable[..., tuple[int, str, str]]

SMALL = """
schema = 2
extends = "known_answers/referrals.toml"
[run]
days = "60 d"
replications = 30
"""


def test_what_agrees_ends_well_and_says_what_it_saw(journeysim: Command, folder: Path) -> None:
    (folder / "friends.toml").write_text(SMALL, encoding="utf-8")
    arguments = ("verify", "friends.toml", "--engine", "simpy", "--jobs", "1")
    code, out, _ = journeysim(*arguments, "--json-file", "proof.json")
    assert code == 0
    assert "referral cascade: friends" in out
    assert "1 of 1 agree" in out
    (world,) = json.loads((folder / "proof.json").read_text(encoding="utf-8"))["worlds"]
    (answer,) = world["answers"]
    simulated = answer["simulated"]["simpy"]
    assert simulated["low"] <= answer["exact"] <= simulated["high"]
    assert simulated["n"] == 60
    assert answer["verdict"] == "pass"


def test_an_interval_too_wide_is_undecided(journeysim: Command, folder: Path) -> None:
    (folder / "friends.toml").write_text(SMALL, encoding="utf-8")
    few = ("--set", "run.replications=2", "--set", "population.customers=100")
    arguments = ("verify", "friends.toml", *few, "--engine", "simpy", "--jobs", "1")
    code, out, _ = journeysim(*arguments)
    assert code == 3
    assert "too wide to say" in out
    code, out, _ = journeysim(*arguments, "--json", "--json-file", "proof.json")
    assert code == 3
    assert (folder / "proof.json").read_text(encoding="utf-8") == out


def test_a_wrong_engine_fails(
    journeysim: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were customers to leave at another rate than the file says, verify would see it."""
    (folder / "friends.toml").write_text(SMALL, encoding="utf-8")
    honest = leaving.base_hazard
    monkeypatch.setattr(leaving, "base_hazard", lambda *given: 4.0 * honest(*given))
    few = ("--set", "run.replications=10")
    code, out, _ = journeysim("verify", "friends.toml", *few, "--engine", "simpy", "--jobs", "1")
    assert code == 1
    assert "DIFFERS" in out


def test_settings_need_a_world_and_worlds_need_answers(journeysim: Command, folder: Path) -> None:
    code, _, err = journeysim("verify", "--set", "run.seed=2")
    assert code == 2
    assert "--set needs the WORLD" in err
    code, _, err = journeysim("verify", "firm.toml")
    assert code == 2
    assert "no exact answer is known with this" in err
