"""`lesson`: a lesson of a scenario, on the screen or on paper."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Whole
from journeysim.errors import UsageError

if TYPE_CHECKING:
    from journeysim.scenario.scenario import Scenario
    from journeysim.scenario.tables import Lesson

_BETWEEN = 0.5
"""Seconds between two looks at how far a lesson has come."""


@click.command()
@click.argument("name", default="")
@click.option("--scenario", metavar="SCENARIO", help="The scenario it is in, if it is your own.")
@click.option("--notes", is_flag=True, help="Print the teacher's notes.")
@click.option("--handout", is_flag=True, help="Print a sheet for the class.")
@click.option("--guesses", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Guesses of a class, as name,direction,people lines (CSV).")  # fmt: skip
@click.option("--class", "people", type=Whole(1, 500), metavar="N",
              help="How many are in the room: \"27 of 40 guesses in\".")  # fmt: skip
@click.option("--results", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where guesses are kept as they come (CSV); NAME_results.csv if not said.")  # fmt: skip
@click.option("--follow", is_flag=True,
              help="With --notes: go on with the lesson, beat by beat, on a second terminal.")  # fmt: skip
@click.option("--answers", is_flag=True, help="Print what each dial does in each world.")
@click.option("--new", is_flag=True, help="Write a lesson to begin with, explained, as NAME.toml.")
@click.option("--plain", is_flag=True, help="As text and questions; no terminal needed.")
@click.option("--theme", type=click.Choice(["night", "day", "contrast", "mono"]), default="day",
              show_default=True, help="Colours.")  # fmt: skip
@click.option("--symbols", type=click.Choice(["auto", "block", "braille", "ascii"]), default="auto",
              show_default=True, help="Signs, for poorer fonts.")  # fmt: skip
def command(
    name: str = "",
    scenario: str | None = None,
    notes: bool = False,
    handout: bool = False,
    guesses: Path | None = None,
    people: int | None = None,
    results: Path | None = None,
    follow: bool = False,
    answers: bool = False,
    new: bool = False,
    plain: bool = False,
    theme: str = "day",
    symbols: str = "auto",
) -> int:
    """Teach with a scenario: say, predict, run, reveal, talk.

    Without a NAME, lists the lessons. Notes and handout are printed and never shown on the
    projector.

    \b
    Examples:
      journeysim lesson
      journeysim lesson flat_tyre
      journeysim lesson flat_tyre --notes
      journeysim lesson flat_tyre --handout > sheet.txt
      journeysim lesson flat_tyre --class 40
      journeysim lesson flat_tyre --notes --follow
      journeysim lesson --new my_lesson
    """
    from journeysim.tui.colours import more_colours

    more_colours()
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.shown import shown_lines
    from journeysim.tui import lessons

    if not name:
        every = lessons.listed()
        for lesson_name, where, title in every:
            click.echo(f"{lesson_name:<18} {where:<20} {title}")
        suggest("lesson", lesson=every[0][0])
        return Exit.PASS
    if new:
        return _new(name)
    if follow and not notes:
        raise UsageError("--follow goes with --notes")
    loaded, lesson = lessons.lesson_named(name, scenario)
    words = [name, *(["--scenario", scenario] if scenario else [])]
    if follow:
        return _follow(loaded, lesson)
    if answers:
        from journeysim.tui.answers import answer_sheet

        click.echo(shown_lines(answer_sheet(loaded, lesson)), nl=False)
        suggest("lesson", lesson=words)
        return Exit.PASS
    if notes or handout:
        if notes:
            click.echo(shown_lines(lessons.notes(loaded, lesson)), nl=False)
        if notes and handout:
            click.echo("\f", nl=False)
        if handout:
            click.echo(shown_lines(lessons.handout(loaded, lesson)), nl=False)
        suggest("lesson", lesson=words)
        return Exit.PASS
    from journeysim.tui import guessing
    from journeysim.tui.classroom import Classroom, teller

    guessed = guessing.read(guesses) if guesses is not None else ()
    room = Classroom(guessed, people or 0, results or Path(f"{name}_results.csv"), teller(name))
    if plain:
        from journeysim.tui.plain_lesson import PlainLesson

        written = PlainLesson(
            loaded, lesson, lambda text: click.echo(shown_lines(text)), _asked, room
        )
        code = written.teach()
    elif sys.stdin.isatty() and sys.stdout.isatty():
        from journeysim.tui.app import Appearance, run
        from journeysim.tui.session.launch import Launch

        look = Appearance(theme, symbols, present=True, lesson=name, room=room)
        code = run(loaded, launch=Launch(scenario or loaded.name), look=look)
    else:
        remark("a lesson needs a terminal; --plain asks in lines, --notes and --handout print")
        return Exit.USAGE
    if code == Exit.PASS:
        suggest("lesson, on the screen", lesson=words)
    return code


def _asked(question: str) -> str | None:
    """The line that answers a question; None at the end of what there is to read."""
    click.echo(question, nl=False)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        click.echo()
    return line.rstrip("\n") if line else None


def _follow(scenario: Scenario, lesson: Lesson) -> int:
    """Print notes as a lesson that runs elsewhere goes on; ends with it, or with Ctrl-C."""
    from journeysim.shown import shown_lines
    from journeysim.tui.classroom import LessonProgress, heard
    from journeysim.tui.following import followed

    def listening() -> Iterator[LessonProgress | None]:
        while True:
            yield heard(lesson.name)
            time.sleep(_BETWEEN)

    for text in followed(scenario, lesson, listening()):
        click.echo(shown_lines(text))
    return Exit.PASS


def _new(name: str) -> int:
    """Write a lesson to begin with."""
    from journeysim.cli.next_step import suggest
    from journeysim.report.files import write_text
    from journeysim.tui.lesson_template import template

    path = Path(f"{name}.toml")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name!r} is no name; allowed: a-z, 0-9 and _, a letter first")
    if path.exists():
        raise UsageError(f"{path} is there already; nothing is overwritten")
    write_text(path, template(name, str(path)))
    click.echo(f"wrote {path}")
    suggest("lesson", lesson=[name, "--scenario", str(path)])
    return Exit.PASS
