"""Bench in C: the bench world as a plain C program, compiled on the spot where a compiler is found."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from journeysim.scenario.world import World

_SOURCE = Path(__file__).with_name("bench.c")


class InC(NamedTuple):
    """What one run in C came to. seconds: without the start of its process; bytes: without its log."""

    seconds: float
    events: int
    rows: int
    bytes: int
    purchases: int
    contacts: int
    abandoned: int
    minutes_waited: float
    left: int


def compiler() -> str | None:
    """The C compiler of this machine, if there is one."""
    return next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)


@contextmanager
def program() -> Iterator[Path | None]:
    """The program, as long as it is needed; None where it cannot be compiled."""
    command = compiler()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "bench"
        if command is None:
            yield None
            return
        done = subprocess.run(
            [command, "-O2", "-o", str(made), str(_SOURCE), "-lm"], capture_output=True
        )
        yield made if done.returncode == 0 else None


def run(made: Path, world: World, days: float, seed: int, logged: bool) -> InC:
    """One run of the bench world. Raises CalledProcessError where the program breaks off."""
    agents = int(world.channels[0][0].present[0])
    frame = (int(logged), int(world.population.customers), days, seed, agents)
    command = [str(made), *map(repr, frame), *map(repr, _numbers(world))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    numbers: list[Any] = [*map(int, answer[1:7]), float(answer[7]), int(answer[8])]
    return InC(float(answer[0]), *numbers)


def _numbers(world: World) -> tuple[float, ...]:
    """What the program asks for, in the order of its `enum`."""
    felt, leaving = world.experience, world.leaving
    problem, touch, channel = world.problems[0], world.touches[0][0], world.channels[0][0]
    return (
        world.segments[0].gap.a, leaving.credit_effect, leaving.grievance_scale,
        felt.half_life_good, felt.half_life_bad, felt.forgiven,
        touch.reach, touch.delay, touch.credit,
        problem.rate, problem.severity, problem.severity_spread, problem.complains,
        problem.contact_after.a, channel.patience.a, channel.redial, channel.redial_within,
        channel.handling.a, channel.handling.b, problem.retries, problem.retry_after.a,
        channel.warmth, felt.tolerance, felt.waiting, felt.waiting_most, felt.cold, felt.effort,
        channel.resolution, felt.unresolved, felt.abandonment, felt.recovery_at_once,
        felt.recovery_slow, felt.recovery_half_time, felt.recovery_most, felt.recovery_cold,
    )  # fmt: skip
