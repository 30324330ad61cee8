"""`init`: a firm of one's own from at most twelve answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeysim.cli.exits import Exit

if TYPE_CHECKING:
    from journeysim.calibration.questionnaire import Question


A_YEAR = 366.0
"""Days over which the firm as it is today must show the figures that were answered."""


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
    import tomllib

    from journeysim.calibration import questionnaire, targets
    from journeysim.calibration.fitting import Calibration, Fitted
    from journeysim.cli.console import progress
    from journeysim.cli.messages import remark
    from journeysim.errors import UsageError
    from journeysim.report import calibrated
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.target_fit import print_target_fit
    from journeysim.report.text.page import console as output
    from journeysim.scenario.scenario import load

    if questions:
        for question in questionnaire.QUESTIONS:
            example = question.example.split(", ")[0]
            click.echo(f'# {question.text}\n{question.key} = "don\'t know"  # e.g. "{example}"')
        return Exit.PASS
    if target is None:
        raise UsageError("where to? Say -o FILE.toml")
    refuse_overwriting(target, [answers] if answers is not None else [])
    if answers is None:
        said = {question.key: _ask(question) for question in questionnaire.QUESTIONS}
    else:
        try:
            said = questionnaire.from_table(
                str(answers), tomllib.loads(answers.read_text(encoding="utf-8-sig"))
            )
        except OSError as error:
            raise UsageError(f"{answers}: cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise UsageError(f"{answers}: is not valid TOML: {error}") from None
    scenario = load(questionnaire.scenario_for(said))
    values = questionnaire.turned(scenario, said)
    told = [
        Fitted(question.text, float(said[question.key]), None, question.unit, "your answer")
        for question in questionnaire.QUESTIONS
        if question.turn is not None and said.get(question.key) is not None
    ]
    calibration = Calibration(scenario).with_more(told, values)
    found: list[targets.TargetFit] = []
    missed: list[str] = []
    with progress("moving knobs", quiet) as tell:

        def shown(aims: list[targets.Target]) -> tuple[Calibration, list[targets.TargetFit]]:
            base = Calibration(scenario, tuple(told), values)
            return targets.fit_targets(base, aims, engine=engine, progress=tell, days=A_YEAR)

        aims = _in_order(questionnaire.figures(said))
        try:
            calibration, found = shown(aims)
        except UsageError:
            for aim in aims:
                try:
                    calibration, found = shown([*(each.target for each in found), aim])
                except UsageError as error:
                    missed.append(str(error).removeprefix("--target "))
    calibration = calibration.with_more((), {}, [f"not shown: {each}" for each in missed])
    write_text(target, calibrated.file_text(calibration, target, []))
    console = output(no_color)
    if found:
        print_target_fit(console, found)
    for each in missed:
        remark(f"not shown: {each}", quiet)
    unknown = [
        question.key for question in questionnaire.QUESTIONS if said.get(question.key) is None
    ]
    if unknown:
        remark(f"not known, so usual numbers stand in: {', '.join(unknown)}", quiet)
    remark(f"written to {target}; go on with: journeysim compare {target}", quiet)
    return Exit.PASS


def _in_order(aims: list[Any]) -> list[Any]:
    """What moves contacts first, then who waits, then who stays."""
    order = ("problems_rate", "abandonment", "retention@365d")
    return sorted(aims, key=lambda aim: order.index(aim.metric))


def _ask(question: Question) -> Any:
    """Ask until there is an answer that can be read."""
    from journeysim.calibration.questionnaire import answered

    while True:
        text = click.prompt(f"{question.text} [e.g. {question.example}]", default="don't know", show_default=False, err=True)  # fmt: skip
        try:
            return answered(question, text)
        except ValueError as error:
            click.echo(f'  please answer with {error}, or "don\'t know"', err=True)
