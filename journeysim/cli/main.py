"""Main: finds the command, runs it, and turns every ending into an exit code.

Commands are loaded when they are called, so that `--help` is quick.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

import click

from journeysim.cli.commands import COMMANDS, DOES, HEADINGS
from journeysim.cli.exits import Exit, code_of, let_go, what_ran_out
from journeysim.cli.messages import complain, remark
from journeysim.cli.signs import spell
from journeysim.errors import JourneysimError
from journeysim.shown import shown

NAME = "journeysim"
_COMPLETE = "_JOURNEYSIM_COMPLETE"
_MOMENT = 0.05
"""Seconds in which threads may end by themselves after Ctrl-C."""

_RESERVE = 4_000_000
_OUTPUT_FAILS = (errno.ENOSPC, errno.EIO, errno.EFBIG)

EXAMPLES = """\b
Examples:
  journeysim compare car_service_centre
  journeysim run card_issuer --policy empowered --world least_favourable
  journeysim compare my.toml --set service.channels.phone.agents=4 --json
"""


class Commands(click.Group):
    """The group of commands; a command's file is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        return list(DOES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name."""
        if cmd_name not in DOES:
            return None
        module = import_module(f"journeysim.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings for `--help`, without importing any."""
        wide = max(map(len, DOES))
        for heading in HEADINGS:
            with formatter.section(heading):
                formatter.write_dl(
                    [
                        (each.name.ljust(wide), each.does)
                        for each in COMMANDS
                        if each.heading == heading
                    ]
                )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a misspelt one gets a suggestion."""
        import difflib

        if args and args[0] not in DOES and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], DOES, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)


def _version() -> str:
    from importlib.metadata import version

    return version("journeysim")


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"journeysim {_version()}")
        context.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXAMPLES,
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
    help="Show the version and exit.",
)  # fmt: skip
@click.pass_context
def group(context: click.Context) -> None:
    """A flight simulator for customer retention.

    Simulates customers one by one through purchase, problems, service and care, to the moment they
    come back or leave; compares policies with the same luck for every customer.
    """
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        context.invoke(import_module("journeysim.cli.play").command)
        return
    click.echo(context.get_help())
    context.exit(Exit.USAGE)


def _terminated(_: int, __: FrameType | None) -> NoReturn:
    """End as by Ctrl-C."""
    raise KeyboardInterrupt


def _start_lightly() -> None:
    """Leave out what libraries do at their start that no command needs.

    NumPy begins a thread a core for its linear algebra, and with several of them sums depend on how
    many there are; pydantic looks through everything installed for plugins of its own; Python
    searches for garbage cycles every few hundred new objects. What libraries warn their users of
    is nothing that ours could do anything about.
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        os.environ.setdefault("PYTHONWARNINGS", "ignore")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(50_000, 20, 100)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code, never raises."""
    _start_lightly()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _terminated)
    _open_streams()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments), [bytes(_RESERVE)])
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _forget_stdout()
        return Exit.CLOSED_PIPE
    except KeyboardInterrupt:
        exec("")  # Python forgets an interrupt that hit an exec, and does not end itself by it
        remark("interrupted")
        if arguments is None:
            _end_soon(Exit.INTERRUPTED)
        return Exit.INTERRUPTED
    except OSError as error:
        _forget_stdout()
        remark(f"cannot write the output: {error.strerror}")
        return Exit.INCOMPLETE


def _end_soon(code: int) -> None:
    """Python waits for every thread, whatever it is at; this process does so for a moment."""
    last = threading.Timer(_MOMENT, os._exit, (code,))
    last.daemon = True
    last.start()


def _run(arguments: list[str], reserve: list[bytes]) -> int:
    """reserve: memory that is only there to be let go once there is no more."""
    try:
        _complete()
        with group.make_context(NAME, arguments) as context:
            result: Any = group.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        _refuse(error)
        return Exit.USAGE
    except JourneysimError as error:
        complain(error)
        return code_of(error)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except MemoryError as error:
        reserve.clear()
        let_go(error)
        return _broken_off(what_ran_out(error))
    except Exception as error:
        output_failed = isinstance(error, OSError) and error.errno in _OUTPUT_FAILS
        if output_failed or os.environ.get("JOURNEYSIM_TRACEBACK"):
            raise
        if ran_out := what_ran_out(error):
            return _broken_off(ran_out)
        remark(f"internal error: {type(error).__name__}: {error}")
        remark("set JOURNEYSIM_TRACEBACK=1 to see where; please report it")
        return Exit.INTERNAL
    return int(result) if isinstance(result, int) else Exit.PASS


def _broken_off(ran_out: str) -> int:
    remark(f"{ran_out}: not done to the end")
    return Exit.INCOMPLETE


def _refuse(error: click.ClickException) -> None:
    """What is wrong with a command line, on one line, after how the command is used."""
    context = getattr(error, "ctx", None)
    if context is not None:
        hint = f"Try '{context.command_path} {context.help_option_names[-1]}' for help."
        click.echo(f"{context.get_usage()}\n{hint}\n", err=True)
    click.echo(f"Error: {shown(error.format_message())}", err=True)


def _complete() -> None:
    """Answer a shell that asks how a command line may go on."""
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        raise click.exceptions.Exit(shell_complete(group, {}, NAME, _COMPLETE, instruction))


def _open_streams() -> None:
    """Give a stream that was closed before we began a place to write to, and let none refuse a
    character or show another for it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            spell(stream)


def _forget_stdout() -> None:
    """Keep Python from complaining about the lost output once more at exit."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
