"""`verify`: proves the installation on worlds whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit
from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.experiment.verify.verification import Law, VerifiedAnswer

ENGINES = {"both": ("compiled", "simpy"), "compiled": ("compiled",), "simpy": ("simpy",)}


@click.command()
@click.argument("sources", metavar="[WORLD]...", nargs=-1)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
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
    from journeysim.cli.console import progress
    from journeysim.cli.messages import remark
    from journeysim.engine.choice import is_there
    from journeysim.errors import UsageError
    from journeysim.experiment.verify import verification
    from journeysim.experiment.verify.answers import form_of
    from journeysim.report import verification as report
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.report.to_json import text
    from journeysim.scenario.scenario import load

    if options.settings and not sources:
        raise UsageError("--set needs the WORLD that it changes")
    if sources:
        scenarios = [load(source, settings=options.settings) for source in sources]
        worlds = [(scenario, form_of(scenario)) for scenario in scenarios]
    else:
        worlds = verification.every_world()
    if options.json_file is not None:
        files = [path for scenario, _ in worlds for path in scenario.document.files]
        refuse_overwriting(options.json_file, files)
    engines = ENGINES[engine]
    if "compiled" in engines and not is_there():
        if engine == "compiled":
            raise UsageError("the compiled engine needs numba; pip install numba")
        remark("numba is not installed: SimPy alone is put to the test", options.quiet)
        engines = ENGINES["simpy"]
    with progress("known answers", options.quiet) as told:
        found = verification.verified_answers(worlds, engines, options.jobs, told)
    laws = [] if sources else verification.laws(engines)
    code = _code([*found, *laws])
    if options.as_json or options.json_file is not None:
        content = text(report.document(found, laws, engine=engine, exit_code=code))
        if options.json_file is not None:
            write_text(options.json_file, content)
        if options.as_json:
            click.echo(content, nl=False)
            return code
    console = output(options.no_color)
    report.print_verification(console, found, laws)
    return code


def _code(found: Sequence[VerifiedAnswer | Law]) -> int:
    verdicts = {each.verdict for each in found}
    if "fail" in verdicts:
        return Exit.FAIL
    return Exit.UNDECIDED if "undecided" in verdicts else Exit.PASS
