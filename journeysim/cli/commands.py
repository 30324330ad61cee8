"""Commands: every command with the question it answers, in the order of `--help`; what comes next.

Holds words only, so that `--help` is quick.
"""

from __future__ import annotations

from typing import NamedTuple

START = "Start"
COMPARE = "Compare"
DECIDE = "Decide"
YOUR_DATA = "Your data"
TEACH = "Teach"
BUILDS = "Builds"
UNDER_THE_HOOD = "Under the hood"

HEADINGS = (START, COMPARE, DECIDE, YOUR_DATA, TEACH, BUILDS, UNDER_THE_HOOD)
"""What people come with, in the order of `--help`."""


class Command(NamedTuple):
    """A command, the heading it stands under, and what it does, in one line."""

    name: str
    heading: str
    does: str


COMMANDS = (
    Command("play", START, "Turn policies while a world runs, and watch retention part."),
    Command("list", START, "List the scenarios that come with journeysim."),
    Command("run", COMPARE, "Run policies and show what they lead to."),
    Command("compare", COMPARE, "Compare policies pair by pair, with the same luck."),
    Command("twins", COMPARE, "Show whom a policy keeps and drives away, and why."),
    Command("explain", COMPARE, "Show which lever of a policy did it, and by how much."),
    Command("solve", DECIDE, "Find the value of a lever at which a claim holds."),
    Command("optimize", DECIDE, "Find the best setting of several levers in a budget."),
    Command("pilot", DECIDE, "Say what a field test would show before it is run."),
    Command("sensitivity", DECIDE, "Say which assumed number would turn a verdict."),
    Command("report", DECIDE, "Write a comparison as one HTML file."),
    Command("init", YOUR_DATA, "Make a scenario of your own firm from figures you know."),
    Command("mirror", YOUR_DATA, "Hold the simulated firm against your own figures."),
    Command("calibrate", YOUR_DATA, "Fit a scenario to a firm's own data or figures."),
    Command("log", YOUR_DATA, "Write the event log of a policy to a file."),
    Command("lesson", TEACH, "Teach with a scenario: say, predict, run, reveal, talk."),
    Command("claims", TEACH, "Put five meanings of customer care to the test."),
    Command("check", BUILDS, "Put claims to the test; the exit code is the verdict."),
    Command("validate", BUILDS, "Check scenario files; print what is wrong with them."),
    Command("board", BUILDS, "Show a history of checks as one page: what moved, and why."),
    Command("store", BUILDS, "Show what --store has kept, and delete what is of no use."),
    Command("show", UNDER_THE_HOOD, "Show a scenario's values and where each comes from."),
    Command("knobs", UNDER_THE_HOOD, "Show every knob: unit, bounds, meaning, source."),
    Command("schema", UNDER_THE_HOOD, "Print the JSON Schema of scenario files, for editors."),
    Command("verify", UNDER_THE_HOOD, "Prove the installation on worlds with known answers."),
    Command("bench", UNDER_THE_HOOD, "Measure the engines side by side, as ratios."),
)
"""The commands, in the order of `--help`."""

DOES = {command.name: command.does for command in COMMANDS}
"""What each command does, by its name."""

NEXT = {
    "play": "compare {source}{frame}",
    "play --print-keys": "play --keys keys.toml",
    "list": "compare {source}",
    "run": "compare {source}{policies}{frame}",
    "compare": "explain {source} {before} {after}{frame}",
    "compare, one policy": "play {source}",
    "explain": "twins {source} {before} {after}{frame}",
    "twins": "twins {source} {before} {after} --pick {pick}{one_world}",
    "twins, one life": "sensitivity {source} --baseline {before} --policy {after}{one_world}",
    "sensitivity": "report {source} --baseline {before} --focus {after} --brief{one_world} -o {page}",
    "solve": "run {source}{policies} --set {setting}{frame}",
    "solve --shifts": "compare {source}{frame}",
    "optimize": "run {source}{policies}{turned}{frame}",
    "optimize, today": "compare {source}{frame}",
    "pilot": "sensitivity {source} --baseline {before} --policy {after} --metric total_value{one_world}",
    "report": "report {source} --baseline {before} --focus {after} --brief{one_world} -o {page}",
    "report --share": "report {shared} --again",
    "report --again": "report {shared} --again -o {page}",
    "report --again, a folder": "compare {source}",
    "report --brief": "explain {source} {before} {after}{one_world}",
    "report --brief, claims": "check {source}{one_world}",
    "init": "compare {source}",
    "init --questions": "init --answers answers.toml -o mine.toml",
    "init --example": "init --answers {source} -o mine.toml",
    "mirror": "compare {source}",
    "calibrate": "compare {source}",
    "log": "run {source}{policies}{frame}",
    "lesson": "lesson {lesson}",
    "lesson, on the screen": "lesson {lesson} --handout",
    "claims": "compare {source} --world all",
    "check": "check {sources}{frame} --save-baseline {kept}",
    "check --save-baseline": "check {sources}{frame} --against {kept}",
    "check, compared": "compare {source}{frame}",
    "check, fail": "compare {source}{frame}",
    "check, undecided": "compare {source}{frame} --max-replications {more}",
    "validate": "compare {source}",
    "validate, claims": "check {source}",
    "board": "check {source} --record {history}",
    "store": "compare {source} --store {folder}",
    "show": "compare {source}{frame}",
    "knobs": "show {source} --all",
    "schema": "init -o mine.toml",
    "verify": "bench --largest 10000",
    "bench": "compare {source}",
}
"""What people would want next, by what has just ended, with what it was about in braces.

frame: the world, the seed and all else that was said of the run; one_world: the same without
`--world all`.
"""
