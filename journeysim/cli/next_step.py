"""Next step: the one line with which a command ends, to be copied and pasted.

It goes to the error stream after the output, so that no output changes by it; nobody sees it who
asked for a document or for quiet, nor a build.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from journeysim.cli.commands import NEXT
from journeysim.cli.messages import say
from journeysim.cli.options import Options

Words = str | Path | int | Sequence[str]
"""What an output was about: a name, a file, a number, or several names."""


def suggest(ended: str, options: Options | None = None, /, **about: Words) -> None:
    """Say what people would want next, after what has just ended (see `commands.NEXT`)."""
    options = options or Options()
    options.tell_of_store()
    if options.as_json or options.quiet or "CI" in os.environ:
        return
    sys.stdout.flush()
    say(f"next: {next_command(ended, options, **about)}")


def next_command(ended: str, options: Options, /, **about: Words) -> str:
    """The command that people would want next."""
    words = {name: _words(value) for name, value in about.items()}
    named = {name: shlex.join(each) for name, each in words.items()}
    named["policies"] = "".join(
        f" --policy {shlex.quote(each)}" for each in words.get("policies", [])
    )
    named["turned"] = "".join(f" --set {shlex.quote(each)}" for each in words.get("turned", []))
    named |= {"frame": _frame(options), "one_world": _frame(_in_one_world(options))}
    return f"journeysim {NEXT[ended].format_map(named)}"


def _words(value: Words) -> list[str]:
    return [*value] if isinstance(value, list | tuple) else [str(value)]


def page_of(source: str, kind: str) -> str:
    """The name of a page about a scenario, for the folder in which the command runs."""
    return f"{Path(source).stem}_{kind}.html"


def _in_one_world(options: Options) -> Options:
    return replace(options, world=None) if options.world == "all" else options


def _frame(options: Options) -> str:
    words = options.frame.words()
    return f" {shlex.join(words)}" if words else ""
