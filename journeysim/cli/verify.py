"""`verify`: proves the installation on worlds whose answers are known."""

from __future__ import annotations

import click

from journeysim.cli.exits import Exit
from journeysim.cli.options import Options, sharing

ENGINES = ("both", "compiled", "simpy")
ENDS = {"pass": Exit.PASS, "fail": Exit.FAIL, "undecided": Exit.UNDECIDED}


@click.command()
@click.argument("sources", metavar="WORLD...", nargs=-1)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="both",
    show_default=True,
    help="What runs the worlds.",
)
@sharing("settings", "jobs", "as_json", "json_file", "quiet", "no_color")
def command(sources: tuple[str, ...], engine: str, options: Options) -> int:
    """Prove the installation on worlds whose answers are known.

    Runs ordinary scenario files (queues, contracts, repeat buying, referrals, lifetime value) by
    both engines and holds what comes out against formulas from the literature, computed from the
    files' own parameters. Without WORLD, all that are shipped, and what holds exactly.

    Ends with 0 if everything agrees, 1 if something does not, 3 if an interval is too wide to say.

    \b
    Examples:
      journeysim verify
      journeysim verify known_answers/erlang_a_light --set service.channels.phone.agents=3
      journeysim verify my_queue.toml --engine simpy --json
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.study.findings import Findings
    from journeysim.study.verify import READING, AskVerify, verify, worlds_of

    worlds = worlds_of(sources, options.settings)
    check_target(options, worlds)
    verification = verify(worlds, AskVerify(engine, options.jobs), options.progress)
    deliver(Findings((verification,), engine, READING), options)
    suggest("verify", options)
    return ENDS[verification.verdict]
