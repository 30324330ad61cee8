"""Commands: the help of every command as one page, and what each exit code means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from journeysim.cli.commands import COMMANDS, HEADINGS
from journeysim.cli.exits import Exit
from journeysim.cli.main import NAME
from journeysim.reference.markdown import MADE, code, table

EXITS = {
    Exit.PASS: "it went well; every claim passed",
    Exit.FAIL: "an expectation failed",
    Exit.USAGE: "a wrong command line, or a scenario that cannot be used; nothing has run",
    Exit.UNDECIDED: "a claim is undecided: chance could still turn it",
    Exit.INCOMPLETE: "work was lost or an output could not be written",
    Exit.INTERNAL: "a fault of journeysim itself",
    Exit.INTERRUPTED: "interrupted",
    Exit.CLOSED_PIPE: "whoever read the output stopped reading",
}
"""What every exit code says. Of several, the worst counts: 130 and 141, 70, 4, 1, 3, 0."""


def page() -> str:
    """The page of all commands."""
    parts = [MADE, "# Commands\n\n", _overview(), *map(_command, (name for name, *_ in COMMANDS))]
    exits = table(("code", "means"), [(str(int(each)), words) for each, words in EXITS.items()])
    return "".join((*parts, "\n## Exit codes\n\n", exits))


def _overview() -> str:
    rows = [
        (heading if number == 0 else "", f"[{each.name}](#{each.name})", each.does)
        for heading in HEADINGS
        for number, each in enumerate(each for each in COMMANDS if each.heading == heading)
    ]
    return table(("for", "command", "does"), rows)


def _command(name: str) -> str:
    command: Any = import_module(f"journeysim.cli.{name}").command
    usage = " ".join((NAME, name, "[OPTIONS]", *_arguments(command)))
    text = f"\n## {name}\n\n```\n{usage}\n```\n\n{_help(command.help or '')}"
    rows = list(_options(command))
    return text + ("\n" + table(("option", "means"), rows) if rows else "")


def _arguments(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            name = parameter.metavar or parameter.name.upper()
            many = "..." if parameter.nargs == -1 and "..." not in name else ""
            yield f"{name}{many}" if parameter.required else f"[{name}{many}]"


def _options(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            names = ", ".join((*parameter.opts, *parameter.secondary_opts))
            value = "" if parameter.is_flag else _value(parameter)
            yield code(f"{names} {value}".strip()), _meaning(parameter)


def _value(parameter: Any) -> str:
    choices = getattr(parameter.type, "choices", None)
    return parameter.metavar or ("|".join(map(str, choices)) if choices else "TEXT")


def _meaning(parameter: Any) -> str:
    words = parameter.help or ""
    if parameter.show_default and not parameter.is_flag and parameter.default is not None:
        words += f" Default: {parameter.default}."
    return words


def _help(text: str) -> str:
    """A command's help as Markdown: paragraphs, and blocks that keep their lines as code."""
    parts = []
    for block in re.split(r"\n\s*\n", text.strip()):
        if "\b" in block:
            lines = block.replace("\b", "").strip("\n ").split("\n")
            if lines[0].strip().rstrip(":") in ("Example", "Examples"):
                lines = [line.strip() for line in lines[1:]]
            parts.append("```\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n")
        else:
            parts.append(" ".join(block.split()) + "\n")
    return "\n".join(parts)
