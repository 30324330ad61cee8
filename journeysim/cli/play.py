"""`play`: the screen."""

from __future__ import annotations

import sys

import click

from journeysim.cli.exits import Exit


@click.command()
@click.argument("source", metavar="SCENARIO", default="")
@click.option("--policy", metavar="NAME", help="Start from this policy.")
@click.option("--world", metavar="NAME", help="Live in a named world.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a knob.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), metavar="S", help="The luck.")
def command(
    source: str = "",
    policy: str | None = None,
    world: str | None = None,
    settings: tuple[str, ...] = (),
    seed: int | None = None,
) -> int:
    """Turn policies while a world runs, and watch retention part from the baseline.

    \b
    Examples:
      journeysim play
      journeysim play burger_counter --policy grudging
    """
    from journeysim.cli.remarks import remark
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        remark("play needs a terminal; 'journeysim run' writes results anywhere")
        return Exit.USAGE
    frame = () if seed is None else (f"run.seed={seed}",)
    scenario = load(source or shipped.DEFAULT, world=world, settings=(*settings, *frame))
    if policy is not None:
        scenario.policy(policy)
    from journeysim.tui.app import run

    return run(scenario, policy)
