"""Options: what several commands take alike, and the scenario they mean together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeysim.cli.numbers import Whole
from journeysim.study import limits

if TYPE_CHECKING:
    from journeysim.cli.console import Spoken
    from journeysim.scenario.scenario import Scenario
    from journeysim.study.ask import Ask, Frame
    from journeysim.study.cluster import Cluster
    from journeysim.study.store import Keeping


@dataclass(frozen=True)
class Options:
    """The common options of a command, as given; one it does not take is as if not given."""

    policies: tuple[str, ...] = ()
    replications: int | None = None
    seed: int | None = None
    days: str | None = None
    customers: int | None = None
    world: str | None = None
    settings: tuple[str, ...] = ()
    dated: tuple[tuple[str, str], ...] = ()
    assumptions: bool = False
    by: str | None = None
    engine: str = "auto"
    jobs: int | None = None
    max_events: int | None = None
    as_json: bool = False
    json_file: Path | None = None
    quiet: bool = False
    no_color: bool = False
    store: Path | None = None
    cluster: str | None = None
    insecure: bool = False

    @property
    def ask(self) -> Ask:
        """What a study is to find out."""
        from journeysim.study.ask import Ask

        return Ask(**self.asked)

    @property
    def asked(self) -> dict[str, Any]:
        """The same, to make the Ask of a command that asks for more."""
        names = ("policies", "replications", "assumptions", "by", "engine", "jobs", "max_events")
        there = {name: getattr(self, name) for name in names}
        who = self.keeping or self.reached
        return there | ({"jobs": who} if who else {})

    @cached_property
    def reached(self) -> Cluster | None:
        """The cluster that runs, if one is asked for. Raises UsageError."""
        if self.cluster is None and not self.insecure:
            return None
        from journeysim.study.cluster import cluster

        return cluster(self.cluster, self.insecure, self.jobs, self.progress)

    @cached_property
    def keeping(self) -> Keeping | None:
        """Who runs, where results are kept. Raises UsageError for a folder that is no store."""
        from journeysim.study.store import keeping

        return None if self.store is None else keeping(self.store, self.reached or self.jobs)

    def leave_cluster(self) -> None:
        """Let go of the cluster, if one was asked for."""
        if (there := self.__dict__.get("reached")) is not None:
            there.shutdown()

    def tell_of_store(self) -> None:
        """Say, once, how much was kept before, and what could not be kept: nobody wants quiet of that."""
        from journeysim.cli.messages import remark

        if self.keeping and (account := self.keeping.account()):
            remark(account, self.quiet)
            if trouble := self.keeping.trouble():
                remark(trouble)

    @property
    def frame(self) -> Frame:
        """Which worlds are meant, and what is set there."""
        from journeysim.study.ask import Frame

        return Frame(
            world=self.world,
            replications=self.replications,
            seed=self.seed,
            days=self.days,
            customers=self.customers,
            settings=self.settings,
            dated=self.dated,
        )

    @property
    def progress(self) -> Spoken:
        """Who is told how far it is."""
        from journeysim.cli.console import Spoken

        return Spoken(self.quiet)

    def scenarios(self, source: str) -> list[Scenario]:
        """The scenario in the world, or all the worlds, that the options ask for."""
        from journeysim.engine.choice import ready

        ready(self.engine)
        return self.frame.scenarios(source)

    def chosen(self, scenario: Scenario) -> tuple[str, ...]:
        """The policies asked for, each once, or every named one."""
        return self.ask.chosen(scenario)


def _jobs(_: click.Context, __: click.Parameter, value: str) -> int | None:
    if value == "auto":
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value[:7]) <= limits.MOST_JOBS):
        raise click.BadParameter(f"a whole number from 1 to {limits.MOST_JOBS}, or 'auto'")
    return int(value)


_COMMON = {
    "policies": click.option("--policy", "policies", multiple=True, metavar="NAME", help="Only this policy (repeatable)."),
    "replications": click.option("--replications", type=Whole(1, limits.MOST_REPLICATIONS), metavar="N", help="How many repetitions, each with its own luck."),
    "seed": click.option("--seed", type=Whole(0, limits.MOST_SEED), metavar="S", help="The luck of the whole experiment."),
    "days": click.option("--days", metavar="D", help="Length of the simulated time, e.g. 730 or '2 year'."),
    "customers": click.option("--customers", type=Whole(0, limits.MOST_CUSTOMERS), metavar="N", help="Customers on day 0."),
    "world": click.option("--world", metavar="NAME|all", help="Live in a named world of the scenario."),
    "settings": click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a knob (repeatable)."),
    "dated": click.option("--at", "dated", type=(str, str), multiple=True, metavar="DAY KEY=VALUE", help="Turn a lever or change the world on a day (repeatable)."),
    "assumptions": click.option("--assumptions", is_flag=True, help="Also say how far the result depends on what nobody has measured."),
    "engine": click.option("--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto", show_default=True, help="What runs the world."),
    "jobs": click.option("--jobs", default="auto", callback=_jobs, metavar="N|auto", show_default=True, help="Worker processes; never changes a result."),
    "max_events": click.option("--max-events", type=Whole(1), metavar="N", help="Bound the work; fewer replications, never wrong ones."),
    "as_json": click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output."),
    "json_file": click.option("--json-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write that document to a file."),
    "quiet": click.option("--quiet", "-q", is_flag=True, help="No progress."),
    "no_color": click.option("--no-color", is_flag=True, help="No colours."),
    "store": click.option("--store", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Keep results in a folder, and run nothing twice."),
    "cluster": click.option("--cluster", metavar="ADDRESS", help="Run on a dask cluster: tls://HOST:PORT, tcp://127.0.0.1:PORT, a scheduler's FILE.json, or local:N."),
    "insecure": click.option("--insecure", is_flag=True, help="Let a --cluster be reached without TLS."),
}  # fmt: skip


shard_option = click.option(
    "--shard", metavar="I/N", help="Only make and keep part I of N of the runs; see --store."
)

OptionDecorator = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What gives a command an option."""


def sharing(
    *names: str,
    without: Sequence[str] = (),
    divisions: Sequence[str] = limits.BY,
    instead: Mapping[str, OptionDecorator] | None = None,
) -> OptionDecorator:
    """Give a command common options, handed over as one `options`.

    names: the fields of `Options` it takes, or all but those it is `without`; divisions: what its
    results can be divided `--by`; instead: an option that means something of its own there.
    """
    by = click.option(
        "--by",
        type=click.Choice(list(divisions)),
        help="Split the results; all but segment and cohort by quarters.",
    )
    offered = _COMMON | {"by": by} | dict(instead or {})
    taken = [name for name in names or offered if name not in without]

    def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def with_options(**given: Any) -> Any:
            options = Options(**{name: given.pop(name) for name in taken})
            try:
                return function(options=options, **given)
            finally:
                options.leave_cluster()
                options.tell_of_store()

        command: Callable[..., Any] = with_options
        for name in reversed(taken):
            command = offered[name](command)
        return command

    return decorated
