"""`init`: a firm of one's own from what is known of it, to a scenario with policies to try."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeysim.cli.exits import Exit
from journeysim.study.limits import EXAMPLES

if TYPE_CHECKING:
    from journeysim.calibration.sheet.facts import FirmSheet


@click.command()
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Where your scenario goes (with --example: the folder).",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your figures from a TOML file with a [firm] section, or answers by key, instead of asking.",
)
@click.option(
    "--questions", is_flag=True, help="Print the questions as such a file to fill in, and end."
)
@click.option(
    "--example",
    type=click.Choice(EXAMPLES),
    help="Write a filled sheet and small raw files of such a firm, to try the whole way first.",
)
@click.option(
    "--trust",
    metavar="NAME,..",
    help="Which figures hold where they contradict each other: people, hang_up, contacts, talk ... "
    "The first of these that you do not name gives way.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "simpy", "compiled"]),
    default="auto",
    show_default=True,
    help="What runs the world.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option("--quiet", "-q", is_flag=True, help="No remarks.")
@click.option("--no-color", is_flag=True, help="No colours.")
def command(
    target: Path | None,
    answers: Path | None,
    questions: bool,
    example: str | None,
    trust: str | None,
    engine: str,
    as_json: bool,
    quiet: bool,
    no_color: bool,
) -> int:
    """Make a scenario of your own firm from the figures you know.

    Every figure may be left out ("don't know"): then a usual number of your sector stands in and is
    named. Figures that contradict each other are told before anything is simulated. What nobody can
    look up is moved, within what is plausible, until the simulated firm shows your figures; the
    mirror at the end says how near it came. The file holds your figures as you told them and policies
    to try.

    \b
    Examples:
      journeysim init -o mine.toml
      journeysim init --answers sheet.toml -o mine.toml && journeysim compare mine.toml
      journeysim init --answers sheet.toml --trust hang_up -o mine.toml
      journeysim init --example telecom -o northlink
    """
    from journeysim.cli.console import Spoken
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.errors import UsageError
    from journeysim.report import firm, to_json
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.study.example import example as written
    from journeysim.study.init import QUESTIONS, asked_of, init, sheet_in, sheet_of

    if questions:
        for question in QUESTIONS:
            given = question.example.split(", ")[0]
            click.echo(f'# {question.text}\n{question.key} = "don\'t know"  # e.g. "{given}"')
        suggest("init --questions", Options(quiet=quiet))
        return Exit.PASS
    if example is not None:
        folder = target or Path(example)
        _new_folder(folder)
        for path, content in written(example, Spoken(quiet)).items():
            write_text(folder / path, content)
            remark(f"written to {folder / path}", quiet)
        suggest("init --example", Options(quiet=quiet), source=folder / "sheet.toml")
        return Exit.PASS
    if target is None:
        raise UsageError("where to? Say -o FILE.toml")
    refuse_overwriting(target, [answers] if answers is not None else [])
    sheet = sheet_in(answers) if answers is not None else sheet_of({"firm": asked_of(_ask)})
    names = tuple(name.strip() for name in (trust or "").split(",") if name.strip())
    ask = _choosing(sheet) if answers is None and trust is None else None
    made = init(sheet, names, gives_way=ask, engine=engine, progress=Spoken(quiet))
    for line in firm.stand_ins(made.picture):
        remark(line, quiet)
    write_text(target, made.text())
    if as_json:
        click.echo(to_json.text(made.data()), nl=False)
    else:
        made.show(output(no_color))
    remark(f"written to {target}", quiet)
    suggest("init", Options(as_json=as_json, quiet=quiet), source=target)
    return Exit.FAIL if made.is_off else Exit.PASS


def _new_folder(folder: Path) -> None:
    """A folder for an example; one that holds a sheet already stays as it is. Raises UsageError."""
    from journeysim.errors import UsageError

    if (folder / "sheet.toml").exists():
        raise UsageError(f"{folder / 'sheet.toml'} is there already; say another folder with -o")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write into {folder}: {error.strerror}") from None


def _ask(question: Any) -> Any:
    """Ask until there is an answer that can be read."""
    from journeysim.errors import JourneysimError
    from journeysim.study.init import answered

    while True:
        text = click.prompt(f"{question.text} [e.g. {question.example}]", default="don't know", show_default=False, err=True)  # fmt: skip
        try:
            return answered(question, text)
        except JourneysimError as error:
            what = str(error).rpartition("expected ")[2]
        except ValueError as error:
            what = str(error)
        click.echo(f'  please answer with {what}, or "don\'t know"', err=True)


def _choosing(sheet: FirmSheet) -> Callable[[Any], str | None]:
    """Which fact gives way, asked at the terminal in the manner of who wrote the sheet."""
    from journeysim.numerals import PLAIN, spelled

    def choose(contradiction: Any) -> str | None:
        say = partial(click.echo, err=True)
        style = sheet.numbers or PLAIN
        say(spelled(f"\nYour figures contradict each other. {contradiction.sentence} Which is so?", style))  # fmt: skip
        ways = [(key, words) for key, _, words in contradiction.would_be]
        for number, (_, words) in enumerate(ways, start=1):
            say(spelled(f"  {number}  {words}", style))
        choice = click.prompt("Number", type=click.IntRange(1, len(ways)), err=True)
        return str(ways[choice - 1][0])

    return choose
