"""`verify`: proves the installation on worlds whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit

if TYPE_CHECKING:
    from journeysim.experiment.verify.proof import Law, Proof

ENGINES = {"both": ("compiled", "simpy"), "compiled": ("compiled",), "simpy": ("simpy",)}


@click.command()
@click.argument("sources", metavar="[WORLD]...", nargs=-1)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a parameter of every WORLD (repeatable).",
)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="both",
    show_default=True,
    help="What runs the worlds.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Worker processes; never changes a result.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option(
    "--json-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write that document to a file.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@click.option("--no-color", is_flag=True, help="No colours.")
def command(
    sources: tuple[str, ...],
    settings: tuple[str, ...],
    engine: str,
    jobs: int | None,
    as_json: bool,
    json_file: Path | None,
    quiet: bool,
    no_color: bool,
) -> int:
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
    from journeysim.cli.console import output, progress
    from journeysim.cli.remarks import remark
    from journeysim.engine.choice import is_there
    from journeysim.errors import UsageError
    from journeysim.experiment.verify import proof
    from journeysim.experiment.verify.answers import form_of
    from journeysim.report import proofs as report
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.to_json import text
    from journeysim.scenario.scenario import load

    if settings and not sources:
        raise UsageError("--set needs the WORLD that it changes")
    if sources:
        scenarios = [load(source, settings=settings) for source in sources]
        worlds = [(scenario, form_of(scenario)) for scenario in scenarios]
    else:
        worlds = proof.every_world()
    if json_file is not None:
        files = [path for scenario, _ in worlds for path in scenario.document.files]
        refuse_overwriting(json_file, files)
    engines = ENGINES[engine]
    if "compiled" in engines and not is_there():
        if engine == "compiled":
            raise UsageError("the compiled engine needs numba; pip install numba")
        remark("numba is not installed: SimPy alone is put to the test", quiet)
        engines = ENGINES["simpy"]
    with progress("known answers", quiet) as told:
        found = proof.proofs(worlds, engines, jobs, told)
    laws = [] if sources else proof.laws(engines)
    code = _code([*found, *laws])
    if as_json or json_file is not None:
        content = text(report.document(found, laws, engine=engine, exit_code=code))
        if json_file is not None:
            write_text(json_file, content)
        if as_json:
            click.echo(content, nl=False)
            return code
    console = output(no_color)
    report.print_proofs(console, found, laws)
    return code


def _code(found: Sequence[Proof | Law]) -> int:
    verdicts = {each.verdict for each in found}
    if "fail" in verdicts:
        return Exit.FAIL
    return Exit.UNDECIDED if "undecided" in verdicts else Exit.PASS
