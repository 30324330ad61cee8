"""journeysim: a flight simulator for customer retention.

From the ground up: events, knobs, streams; model (the rules), scenario (all inputs), engine (runs
them), metrics, experiment (replications and estimates), calibration, report (paper), study (what a
command is); and three doors: cli, tui, and this one, `api`:

    import journeysim as js

    found = js.compare("car_service_centre", jobs=4)
    print(found)                   # as the command prints it
    found.columns()                # a dict of arrays, for pandas, polars, DuckDB

One function a command, with its options as keywords. Provisional until the model's economics are
settled: names and columns may change from one version to the next, and the changelog says so.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeysim.api.builds import board as board
    from journeysim.api.builds import store as store
    from journeysim.api.checks import check as check
    from journeysim.api.decisions import optimize as optimize
    from journeysim.api.decisions import pilot as pilot
    from journeysim.api.decisions import solve as solve
    from journeysim.api.firms import calibrate as calibrate
    from journeysim.api.firms import init as init
    from journeysim.api.firms import mirror as mirror
    from journeysim.api.pairs import explain as explain
    from journeysim.api.pairs import twins as twins
    from journeysim.api.policies import compare as compare
    from journeysim.api.policies import log as log
    from journeysim.api.policies import report as report
    from journeysim.api.policies import run as run
    from journeysim.api.policies import sensitivity as sensitivity
    from journeysim.api.proofs import bench as bench
    from journeysim.api.proofs import claims as claims
    from journeysim.api.proofs import verify as verify
    from journeysim.api.worlds import knobs as knobs
    from journeysim.api.worlds import load as load
    from journeysim.api.worlds import scenarios as scenarios
    from journeysim.api.worlds import schema as schema
    from journeysim.api.worlds import show as show
    from journeysim.api.worlds import validate as validate
    from journeysim.errors import JourneysimError as JourneysimError
    from journeysim.experiment.cluster import Cluster as Cluster

_ROOMS = {
    "bench": "api.proofs",
    "board": "api.builds",
    "calibrate": "api.firms",
    "check": "api.checks",
    "claims": "api.proofs",
    "Cluster": "experiment.cluster",
    "compare": "api.policies",
    "explain": "api.pairs",
    "init": "api.firms",
    "JourneysimError": "errors",
    "knobs": "api.worlds",
    "load": "api.worlds",
    "log": "api.policies",
    "mirror": "api.firms",
    "optimize": "api.decisions",
    "pilot": "api.decisions",
    "report": "api.policies",
    "run": "api.policies",
    "scenarios": "api.worlds",
    "schema": "api.worlds",
    "sensitivity": "api.policies",
    "show": "api.worlds",
    "solve": "api.decisions",
    "store": "api.builds",
    "twins": "api.pairs",
    "validate": "api.worlds",
    "verify": "api.proofs",
}
"""Where each public name is found, once it is used."""

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    """A public name, found when it is first used."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'journeysim' has no attribute {name!r}")
    return getattr(import_module(f"journeysim.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)


class _Front(ModuleType):
    """The package as people see it: a room of the same name never hides a function."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _ROOMS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
