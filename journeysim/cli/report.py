"""`report`: a comparison as one HTML file, to be read, printed and passed on; and made again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit
from journeysim.cli.options import Options, sharing
from journeysim.report.formats import PAGES, refuse_ending

if TYPE_CHECKING:
    from journeysim.study.report import AskReport


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option(
    "-o", "target", type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE", help="Where to write: .html; with --share .zip.",
)  # fmt: skip
@click.option("--baseline", metavar="NAME", help="The policy that others are compared with.")
@click.option("--focus", metavar="NAME", help="The policy the report is about.")
@click.option("--brief", is_flag=True, help="One sheet of paper, for those who decide.")
@click.option(
    "--share", is_flag=True, help="A zip: the page, the scenario, and the command to run again."
)
@click.option("--again", is_flag=True, help="Make a shared report again; SCENARIO is the zip.")
@click.option(
    "--with", "--answers", "answers", multiple=True, metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take an answer along: the --json-file of solve, optimize or pilot (repeatable).",
)  # fmt: skip
@sharing(without=("by", "as_json", "json_file"))
def command(
    source: str,
    target: Path | None,
    baseline: str | None,
    focus: str | None,
    brief: bool,
    share: bool,
    again: bool,
    answers: tuple[Path, ...],
    options: Options,
) -> int:
    """Write a report on the policies of a SCENARIO to FILE.html.

    One file with everything inside: it needs no network, prints to paper, and comes out the same,
    byte for byte, whenever the same command is given. It is about the policy that earns most
    unless --focus names another.

    --brief writes one sheet instead: the decision, the money, the range over worlds, the assumptions
    that would overturn it, and what to measure first. It tries every assumed number at both ends of
    its range, some hundreds of runs.

    --with takes along what solve, optimize or pilot answered about the same scenario, with its picture
    and the command that made it; one about another scenario, or other settings, is refused.

    --share writes FILE.zip to be passed on: the page, the scenario with every value in force, the
    exact command, the versions and a digest of each file; no folders, names of people or machines,
    or dates. Whoever gets it makes the page again with --again, which says whether the bytes are the
    same (exit code 0) or what differs (1).

    \b
    Examples:
      journeysim report car_service_centre -o garage.html
      journeysim report card_issuer --focus empowered --assumptions -o card.html
      journeysim report car_service_centre --brief -o board.html
      journeysim report car_service_centre --with best_mix.json --with field_test.json -o garage.html
      journeysim report car_service_centre --share -o garage.zip
      journeysim report garage.zip --again
    """
    from journeysim.study.report import AskReport

    ask = AskReport(**options.asked, baseline=baseline, focus=focus, brief=brief)
    if again:
        return _again(Path(source), target, ask, options, share or bool(answers))
    if target is None:
        raise click.UsageError("Missing option '-o'.")
    _write(source, target, ask, options, share, answers)
    return Exit.PASS


def _write(
    source: str,
    target: Path,
    ask: AskReport,
    options: Options,
    share: bool,
    answers: Sequence[Path],
) -> None:
    from journeysim.cli.next_step import page_of, suggest
    from journeysim.report import archive
    from journeysim.report.files import refuse_overwriting
    from journeysim.study.answers import answer_files, placed
    from journeysim.study.report import base_name, command_again, report, the_one
    from journeysim.study.share import share as shared

    refuse_ending(target, (archive.ENDING,) if share else PAGES)
    scenario = the_one(options.scenarios(source), options.world)
    refuse_overwriting(target, [*scenario.document.files, *answers])
    along = placed(scenario, base_name(source), options.frame, answer_files(answers))
    ask = replace(ask, answers=along)
    if share:
        made = shared(source, options.frame, ask, options.progress)
    else:
        asked = replace(ask, command=command_again(source, options.frame, ask))
        made = report(scenario, asked, options.progress)
    before = _bytes_of(target)
    made.write(target)
    options.progress.say(f"report written to {target}{_against(before, _bytes_of(target))}")
    claims = ", claims" if scenario.tables.expect else ""
    ended = f"report --brief{claims}" if ask.brief else "report"
    suggest(
        "report --share" if share else ended, options,
        source=source, page=page_of(source, "brief"), shared=target,
        before=made.contents.baseline, after=made.contents.focus,
    )  # fmt: skip


def _again(path: Path, target: Path | None, ask: AskReport, options: Options, share: bool) -> int:
    from journeysim.cli.next_step import page_of, suggest
    from journeysim.report import shared
    from journeysim.report.files import refuse_overwriting
    from journeysim.shown import shown
    from journeysim.study.share import again, refuse_asking

    refuse_asking(options.frame, ask, share)
    if target is not None:
        refuse_ending(target, PAGES)
        refuse_overwriting(target, [path] if path.is_file() else sorted(path.glob("*")))
    record, made = again(path, ask, options.progress)
    if target is not None:
        made.write(target)
        options.progress.say(f"report written to {target}")
    for what in made.differs:
        click.echo(shown(f"{path}: {what}"))
    if not made.differs:
        click.echo(shown(f"{path}: same bytes: {shared.PAGE}, {shared.told(record.versions)}"))
    suggest(
        "report --again, a folder" if path.is_dir() else "report --again", options,
        source=path / record.scenario, shared=path, page=page_of(str(path), "again"),
    )  # fmt: skip
    return Exit.FAIL if made.differs else Exit.PASS


def _bytes_of(target: Path) -> bytes | None:
    """What stands in a plain file, if there is one."""
    with suppress(OSError):
        return target.read_bytes() if target.is_file() else None
    return None


def _against(before: bytes | None, now: bytes | None) -> str:
    """How a file compares with the one that it replaced, for a remark."""
    if before is None:
        return ""
    return ": the same bytes as before" if before == now else ", over another one"
