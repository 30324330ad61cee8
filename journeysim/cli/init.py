"""`init`: a firm of one's own from at most twelve answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from journeysim.cli.exits import Exit


@click.command()
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Where your scenario goes.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Answers from a TOML file (key = answer) instead of asking.",
)
@click.option(
    "--questions", is_flag=True, help="Print the questions as such a file to fill in, and end."
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "simpy", "compiled"]),
    default="auto",
    show_default=True,
    help="What runs the world.",
)
@click.option("--quiet", "-q", is_flag=True, help="No remarks.")
@click.option("--no-color", is_flag=True, help="No colours.")
def command(
    target: Path | None,
    answers: Path | None,
    questions: bool,
    engine: str,
    quiet: bool,
    no_color: bool,
) -> int:
    """Make a scenario of your own firm from at most twelve answers.

    "don't know" is an answer: then a usual number stands in, and is marked as assumed. Figures you
    know (who stays, who hangs up) are shown by the simulated firm as it is today: knobs that nobody
    can look up are moved until they are.

    \b
    Examples:
      journeysim init -o mine.toml
      journeysim init --answers answers.toml -o mine.toml && journeysim compare mine.toml
    """
    from journeysim.cli.console import Spoken
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.errors import UsageError
    from journeysim.report import calibrated
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.study.init import QUESTIONS, answers_in, asked_of, init

    if questions:
        for question in QUESTIONS:
            example = question.example.split(", ")[0]
            click.echo(f'# {question.text}\n{question.key} = "don\'t know"  # e.g. "{example}"')
        suggest("init --questions", Options(quiet=quiet))
        return Exit.PASS
    if target is None:
        raise UsageError("where to? Say -o FILE.toml")
    refuse_overwriting(target, [answers] if answers is not None else [])
    replies = asked_of(_ask) if answers is None else answers_in(answers)
    made = init(replies, engine=engine, progress=Spoken(quiet))
    write_text(target, calibrated.file_text(made.firm, target))
    calibrated.print_result(output(no_color), made.firm)
    for each in made.missed:
        remark(f"not shown: {each}", quiet)
    if made.unknown:
        remark(f"not known, so usual numbers stand in: {', '.join(made.unknown)}", quiet)
    remark(f"written to {target}", quiet)
    suggest("init", Options(quiet=quiet), source=target)
    return Exit.PASS


def _ask(question: Any) -> Any:
    """Ask until there is an answer that can be read."""
    from journeysim.study.init import answered

    while True:
        text = click.prompt(f"{question.text} [e.g. {question.example}]", default="don't know", show_default=False, err=True)  # fmt: skip
        try:
            return answered(question, text)
        except ValueError as error:
            click.echo(f'  please answer with {error}, or "don\'t know"', err=True)
