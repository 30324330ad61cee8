"""What the bench measures against: the same part of the model, whoever tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeysim.engine.choice import is_there
from journeysim.engine.des.textbook import Textbook
from journeysim.experiment import bench_in_c
from journeysim.experiment.bench import measure
from journeysim.experiment.bench_agreement import DAYS, agreement, bench_world
from journeysim.experiment.bench_queue import measure_queue, ratios
from journeysim.experiment.estimate import estimate

pytestmark = pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")


@pytest.mark.skipif(bench_in_c.compiler() is None, reason="no C compiler is installed")
def test_plain_c_tells_what_the_engines_tell() -> None:
    """Within 99.9 % intervals, and the same run twice; a row a happening changes nothing that happens."""
    world = bench_world(2_000).world
    with bench_in_c.program() as made:
        assert isinstance(made, Path)
        runs = [bench_in_c.run(made, world, DAYS, seed, True) for seed in range(1, 13)]
        again = bench_in_c.run(made, world, DAYS, 1, False)
    assert again._replace(seconds=0.0, rows=0) == runs[0]._replace(seconds=0.0, rows=0)
    assert again.rows == 0 < runs[0].rows
    figures = {
        "purchases per customer": [run.purchases / 2_000 for run in runs],
        "contacts per customer": [run.contacts / 2_000 for run in runs],
        "abandonment": [run.abandoned / run.contacts for run in runs],
        "mean wait, min": [run.minutes_waited / run.contacts for run in runs],
        "retention": [1.0 - run.left / 2_000 for run in runs],
    }
    for each in agreement():
        assert each.agrees, each.figure
        in_c = estimate(figures[each.figure], 0.999)
        assert in_c.low <= each.compiled.high, each.figure
        assert each.compiled.low <= in_c.high, each.figure


def test_a_log_changes_nothing_in_the_docs_style_model() -> None:
    world = bench_world(200).world
    plain, logged = Textbook(world, 5), Textbook(world, 5, logged=True)
    assert plain.run(60.0) == logged.run(60.0)
    assert plain.rows is None
    assert logged.rows is not None
    assert len(logged.rows) == logged.sums.events


@pytest.mark.slow
def test_a_bench_of_a_thousand_has_every_ratio() -> None:
    bench = measure(lambda _: None, largest=1_000)
    wanted = {
        "compiled_vs_docs_simpy",
        "compiled_vs_simpy",
        "simpy_vs_docs_simpy",
        "threads_2_vs_1",
    }
    assert wanted <= bench.ratios.keys()
    assert all(size.low <= size.seconds <= size.high for size in bench.sizes)


def test_every_tool_tells_the_same_queue() -> None:
    """The share that hangs up is that of Erlang A, whoever tells it, within what 18,000 calls leave open:
    ten standard errors of independent calls, because calls of one busy hour are not, and it starts empty."""
    times = measure_queue(arrivals=6_000, peers=True)
    assert {"compiled", "docs_simpy"} <= {each.tool for each in times}
    for each in times:
        error = (each.expected / (each.arrivals * each.rounds)) ** 0.5
        assert abs(each.abandoned - each.expected) < 10.0 * error, each
        assert each.low <= each.microseconds <= each.high
    others = {f"compiled_vs_{each.tool}_queue" for each in times} - {"compiled_vs_compiled_queue"}
    assert ratios(times).keys() == others
