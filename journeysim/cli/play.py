"""`play`: the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Whole

if TYPE_CHECKING:
    from journeysim.scenario.scenario import Scenario


@click.command()
@click.argument("source", metavar="SCENARIO", default="")
@click.option("--policy", metavar="NAME", help="Start from this policy.")
@click.option("--world", metavar="NAME", help="Live in a named world.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a knob (repeatable)."
)
@click.option("--at", "dated", type=(str, str), multiple=True, metavar="DAY KEY=VALUE",
              help="Turn a lever, for every policy, or change the world on a day (repeatable).")  # fmt: skip
@click.option("--seed", type=Whole(0, 2**31 - 1), metavar="S", help="The luck.")
@click.option("--replications", type=Whole(1, 200), metavar="N", help="Paired runs.")
@click.option("--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto",
              show_default=True, help="What runs the world.")  # fmt: skip
@click.option("--speed", type=Whole(1, 64), metavar="DAYS", help="Days per second.")
@click.option("--theme", type=click.Choice(["night", "day", "contrast", "mono"]), default="night",
              show_default=True, help="Colours.")  # fmt: skip
@click.option("--symbols", type=click.Choice(["auto", "block", "braille", "ascii"]), default="auto",
              show_default=True, help="Signs, for poorer fonts.")  # fmt: skip
@click.option("--present", is_flag=True, help="For a projector: fewer panels, thicker lines.")
@click.option("--demo", is_flag=True, help="Ninety scripted seconds: forty customers in seats.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the demo as a film there (.cast, or .svg that moves), and exit.")  # fmt: skip
@click.option(
    "--plain", is_flag=True, help="One line of text a simulated week; no terminal needed."
)
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Remap keys by a TOML file.")  # fmt: skip
@click.option("--print-keys", is_flag=True, help="Print the keys as such a file, and exit.")
@click.option("--guesses", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Guesses of a class, as name,direction,people lines (CSV).")  # fmt: skip
@click.option("--pictures", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write pictures of every screen (SVG) there, and exit.")  # fmt: skip
def command(
    source: str = "",
    policy: str | None = None,
    world: str | None = None,
    settings: tuple[str, ...] = (),
    dated: tuple[tuple[str, str], ...] = (),
    seed: int | None = None,
    replications: int | None = None,
    engine: str = "auto",
    speed: int | None = None,
    theme: str = "night",
    symbols: str = "braille",
    present: bool = False,
    demo: bool = False,
    record: Path | None = None,
    plain: bool = False,
    keys: Path | None = None,
    print_keys: bool = False,
    guesses: Path | None = None,
    pictures: Path | None = None,
) -> int:
    """Turn policies while a world runs, and watch retention part from the baseline.

    \b
    Examples:
      journeysim play
      journeysim play burger_counter --policy grudging
      journeysim play --demo
      journeysim play --record demo.cast
      journeysim play car_service_centre --present --theme day
      journeysim play subscription --plain --at "60 d" care.touches.call.reach=0.5
    """
    from journeysim.tui.colours import more_colours

    more_colours()
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options

    if print_keys:
        from journeysim.tui.navigation import printed

        click.echo(printed(), nl=False)
        suggest("play --print-keys")
        return Exit.PASS
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load

    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    demo = demo or record is not None
    if not (is_terminal or plain or pictures or record):
        remark("play needs a terminal; 'journeysim run' writes results anywhere")
        return Exit.USAGE
    frame = [] if seed is None else [("--seed", f"run.seed={seed}")]
    if replications is not None:
        frame.append(("--replications", f"run.replications={replications}"))
    from journeysim.tui.demo import DEFAULT

    name = source or (DEFAULT.scenario if demo else shipped.DEFAULT)
    if demo and not source:
        settings = (f"run.baseline={DEFAULT.baseline}", *settings)

    def loaded() -> Scenario:
        return load(name, world=world, settings=settings, options=frame, dated=dated)

    scenario = _loaded(loaded, name, is_terminal and not (plain or pictures or record))
    if scenario is None:
        return Exit.USAGE
    if policy is not None:
        scenario.policy(policy)
    options = Options(
        world=world, settings=settings, dated=dated, seed=seed, replications=replications
    )

    def ended(code: int) -> int:
        if code == Exit.PASS:
            suggest("play", options, source=name)
        return code

    if plain:
        from journeysim.tui import guessing
        from journeysim.tui.plain import tell

        known = guessing.read(guesses) if guesses is not None else ()
        return ended(tell(scenario, policy, engine, guesses=known))
    if pictures is not None:
        from journeysim.tui.pictures import write_all

        return ended(write_all(pictures, remark))
    if demo:
        policy = policy or (scenario.policies[-1] if source else DEFAULT.policy)
    if record is not None:
        from journeysim.report.files import refuse_overwriting
        from journeysim.tui.filming import record as write_film

        refuse_overwriting(record, scenario.document.files)
        return ended(write_film(record, scenario, policy or scenario.policies[-1], theme, engine))
    from journeysim.study.ask import Frame
    from journeysim.tui.app import Appearance, run
    from journeysim.tui.classroom import Classroom
    from journeysim.tui.session.launch import Launch

    remapped: dict[str, str] = {}
    if keys is not None:
        from journeysim.tui.navigation import read

        remapped = read(keys)
    first = "demo" if demo else "" if source else "open"
    from journeysim.tui import guessing

    guessed = guessing.read(guesses) if guesses is not None else ()
    look = Appearance(
        theme, symbols, present, tuple(remapped.items()), first, room=Classroom(guessed)
    )
    launch = Launch(name, Frame(world, settings=settings, dated=dated), keeps=not demo)
    return ended(run(scenario, policy, speed=speed, engine=engine, launch=launch, look=look))


def _loaded(load: Callable[[], Scenario], name: str, is_terminal: bool) -> Scenario | None:
    """The scenario; on a terminal its file can be mended first. None if that is given up."""
    from journeysim.errors import ScenarioError

    try:
        return load()
    except ScenarioError as error:
        if not (is_terminal and Path(name).is_file()):
            raise
        from journeysim.tui.fault import FaultApp

        app = FaultApp(load, error)
        mended = app.run()
        if app.interrupted:
            raise KeyboardInterrupt from None
        return mended
