"""`lesson`: a lesson of a scenario, on the screen or on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from journeysim.cli.exits import Exit


@click.command()
@click.argument("name", default="")
@click.option("--scenario", metavar="SCENARIO", help="The scenario it is in, if it is your own.")
@click.option("--notes", is_flag=True, help="Print the teacher's notes.")
@click.option("--handout", is_flag=True, help="Print a sheet for the class.")
@click.option("--guesses", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Guesses of a class, as name,direction,people lines (CSV).")  # fmt: skip
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
    theme: str = "day",
    symbols: str = "braille",
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
    """
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
    loaded, lesson = lessons.lesson_named(name, scenario)
    words = [name, *(["--scenario", scenario] if scenario else [])]
    if notes or handout:
        if notes:
            click.echo(shown_lines(lessons.notes(loaded, lesson)), nl=False)
        if notes and handout:
            click.echo("\f", nl=False)
        if handout:
            click.echo(shown_lines(lessons.handout(loaded, lesson)), nl=False)
        suggest("lesson", lesson=words)
        return Exit.PASS
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        remark("a lesson needs a terminal; --notes and --handout print anywhere")
        return Exit.USAGE
    from journeysim.tui import guessing
    from journeysim.tui.app import Appearance, run
    from journeysim.tui.session.launch import Launch

    guessed = guessing.read(guesses) if guesses is not None else ()
    look = Appearance(theme, symbols, present=True, lesson=name, guesses=guessed)
    launch = Launch(scenario or loaded.name)
    code = run(loaded, launch=launch, look=look)
    if code == Exit.PASS:
        suggest("lesson, on the screen", lesson=words)
    return code
