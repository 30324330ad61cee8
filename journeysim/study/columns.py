"""Columns: observations as a tidy table, one value a row, for pandas, polars, DuckDB and xarray."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.errors import UsageError
from journeysim.experiment.compare import Experiment

Array = npt.NDArray[Any]


class Series(NamedTuple):
    """One metric of one policy, one value a replication; more: further columns of its rows."""

    world: str | None
    policy: str
    metric: str
    values: Sequence[float]
    more: Mapping[str, str] = {}


def tidy(series: Iterable[Series]) -> dict[str, Array]:
    """All series below each other: world, policy, replication, metric, value, and what is more."""
    every = list(series)
    lengths = [len(each.values) for each in every]

    def repeated(texts: Iterable[str]) -> Array:
        return np.repeat(np.array(list(texts), dtype=str), lengths)

    columns = {
        "world": repeated(each.world or "" for each in every),
        "policy": repeated(each.policy for each in every),
        "replication": np.array([n for count in lengths for n in range(count)], dtype=np.int64),
        "metric": repeated(each.metric for each in every),
        "value": np.array([value for each in every for value in each.values], dtype=np.float64),
    }
    further = dict.fromkeys(name for each in every for name in each.more)
    return columns | {name: repeated(each.more.get(name, "") for each in every) for name in further}


def observed(experiment: Experiment) -> Iterable[Series]:
    """Everything an experiment measured."""
    world = experiment.scenario.world
    for policy in experiment.policies:
        for metric in experiment.metrics:
            yield Series(world, policy, metric, experiment.observations[policy][metric])


def to_xarray(columns: Mapping[str, Array]) -> Any:
    """A tidy table as an xarray.Dataset: a variable a metric, a dimension a further column.

    Raises UsageError without xarray, or for columns that are no such table.
    """
    try:
        import xarray
    except ImportError:
        raise UsageError("to_xarray needs xarray, which is not installed") from None
    if not {"metric", "value"} <= columns.keys():
        raise UsageError(f"there is no metric and value in {', '.join(columns)}")
    dimensions = [name for name in columns if name not in ("metric", "value")]
    labels = {name: np.unique(columns[name]) for name in dimensions}
    places = tuple(np.searchsorted(labels[name], columns[name]) for name in dimensions)
    cube: dict[str, Any] = {}
    for metric in dict.fromkeys(columns["metric"].tolist()):
        rows = columns["metric"] == metric
        values = np.full([len(labels[name]) for name in dimensions], np.nan)
        values[tuple(place[rows] for place in places)] = columns["value"][rows]
        cube[metric] = (dimensions, values)
    return xarray.Dataset(cube, coords=labels)
