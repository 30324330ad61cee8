"""Help by question, and the one line with which a command ends: a command that can be given as it is."""

from __future__ import annotations

import re
import shlex
import string
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from cli_process import Done
from worlds import WORLD

from journeysim.cli.commands import COMMANDS, DOES, HEADINGS, NEXT
from journeysim.cli.next_step import next_command
from journeysim.cli.options import Options

Command = Callable[..., Done]

SMALL = ("--customers", "15", "--days", "20", "--replications", "2", "--engine", "simpy")
CLAIM = '\n[[expect]]\nclaim = "profit vs plain >= 1"\npolicy = "caring"\n'


@pytest.fixture
def claiming(folder: Path) -> None:
    """The small firm with a claim, in a file whose name a shell would cut in two."""
    (folder / "käse mit leerzeichen.toml").write_text(WORLD + CLAIM, encoding="utf-8")


def last_line(done: Done) -> str:
    """What the command ended with."""
    return done.err.rstrip("\n").split("\n")[-1]


def test_help_is_grouped_by_what_people_come_with(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = journeysim("--help").out
    parts = re.split(r"(?m)^(\w[\w ]+):\n", out)
    grouped = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(grouped) == ["Options", *HEADINGS]
    for heading in HEADINGS:
        block = grouped[heading].split("Examples:")[0]
        names = re.findall(r"(?m)^  (\w+) +\w", block)
        assert names == [each.name for each in COMMANDS if each.heading == heading]
        assert len(block.strip().split("\n")) == len(names), "each command in one line of 80"
    assert max(map(len, out.split("\n"))) <= 80


def test_every_command_stands_under_a_heading_once() -> None:
    assert len(DOES) == len(COMMANDS)
    assert {each.heading for each in COMMANDS} == set(HEADINGS)


def test_every_command_has_something_next() -> None:
    followed = {re.split(r"[ ,]", ended)[0] for ended in NEXT}
    missing, gone = set(DOES) - followed, followed - set(DOES)
    assert not missing, f"cli/commands.py: NEXT: say what people want next after {missing}"
    assert not gone, f"cli/commands.py: NEXT: {gone} is no command of COMMANDS"


GIVEN = {
    "source": "my firm.toml", "sources": ["a.toml", "my firm.toml"], "before": "plain",
    "after": "a policy", "pick": "saved", "page": "firm.html", "kept": "k.json", "more": 64,
    "setting": "service.channels.phone.agents=2", "turned": ["sales.push=-1", "a.b=c d"],
    "lesson": ["flat_tyre"], "folder": "kept runs", "shared": "my firm.zip", "policies": ("plain", "a policy"),
    "history": "our history.jsonl",
}  # fmt: skip


@pytest.mark.parametrize("ended", NEXT)
def test_what_comes_next_is_a_command_with_options_that_it_has(ended: str) -> None:
    options = Options(
        world="all", seed=3, days="20", settings=("talk.referral=0.1",), dated=(("5 d", "x=1"),)
    )
    words = shlex.split(next_command(ended, options, **GIVEN))  # type: ignore[arg-type]
    command: click.Command = import_module(f"journeysim.cli.{words[1]}").command
    context = command.make_context(words[1], words[2:])
    fields = {name for _, name, _, _ in string.Formatter().parse(NEXT[ended]) if name}
    for field in fields & GIVEN.keys():
        value = GIVEN[field]
        assert set(value if isinstance(value, list | tuple) else [str(value)]) <= set(words)
    if fields & {"frame", "one_world"}:
        turned = (GIVEN["setting"],) if "setting" in fields else ()
        turned = tuple(GIVEN["turned"]) if "turned" in fields else turned  # type: ignore[arg-type]
        assert context.params["settings"] == (*turned, "talk.referral=0.1")
        assert context.params["world"] == ("all" if "frame" in fields else None)


ENDINGS = {
    ("run", "FIRM"): "compare FIRM",
    ("run", "FIRM", "--policy", "caring"): "compare FIRM --policy caring",
    ("run", "FIRM", "--policy", "plain"): "compare FIRM",
    ("compare", "FIRM", "--world", "patient", "--set", "talk.referral=0.1"): (
        "explain FIRM plain caring --world patient --set talk.referral=0.1"
    ),
    ("compare", "FIRM", "--policy", "plain"): "play FIRM",
    ("explain", "FIRM", "plain", "caring"): "twins FIRM plain caring",
    ("twins", "FIRM", "plain", "caring", "--customer", "3"): (
        "sensitivity FIRM --baseline plain --policy caring"
    ),
    ("report", "FIRM", "--policy", "caring", "-o", "a.html"): (
        "report FIRM --baseline plain --focus caring --brief -o 'käse mit leerzeichen_brief.html'"
    ),
    ("log", "FIRM", "--policy", "plain", "-o", "a.csv"): "run FIRM --policy plain",
    ("check", "FIRM"): "compare FIRM --max-replications 8",
}  # fmt: skip


@pytest.mark.parametrize("words", ENDINGS, ids=" ".join)
def test_a_command_ends_with_one_that_people_want_next(
    journeysim: Command, claiming: None, words: tuple[str, ...]
) -> None:
    """On the error stream alone, so that no output changes by it; never beside a document."""
    file = "käse mit leerzeichen.toml"
    arguments = [file if word == "FIRM" else word for word in words]
    done = journeysim(*arguments, *SMALL)
    assert done.code in (0, 3), done.err
    assert done.err.count("next: ") == 1
    asked = ENDINGS[words].replace("FIRM", f"'{file}'")
    said = last_line(done).removeprefix("next: journeysim ")
    assert re.sub(r" --(replications|days|customers) \d+", "", said) == asked
    if asked.split()[0] not in ("play", "check") and words[0] != "check":
        assert " --replications 2 --days 20 --customers 15" in said
    assert "next: " not in done.out
    quiet = journeysim(*arguments, *SMALL, "--quiet")
    assert (quiet.code, quiet.out) == (done.code, done.out)
    assert "next: " not in quiet.err
    if words[0] not in ("report", "log"):
        assert "next: " not in journeysim(*arguments, *SMALL, "--json").err


def test_one_command_leads_to_the_next(journeysim: Command, claiming: None) -> None:
    """What each suggests is given word for word; none refuses what the one before it said."""
    words = ["run", "käse mit leerzeichen.toml", *SMALL]
    seen = []
    for _ in range(4):
        done = journeysim(*words, "--engine", "simpy")
        assert done.code == 0, done.err
        seen.append(words[0])
        words = shlex.split(last_line(done).removeprefix("next: journeysim "))
    assert seen == ["run", "compare", "explain", "twins"]
    assert words[0] in ("twins", "sensitivity")


def test_a_kept_baseline_is_what_the_next_check_goes_by(journeysim: Command, folder: Path) -> None:
    claim = CLAIM.replace("-1 pp", "-99 pp")
    (folder / "firm.toml").write_text(WORLD + claim, encoding="utf-8")
    for kept in (False, True):
        given = ("--save-baseline", "k.json") if kept else ()
        done = journeysim("check", "firm.toml", "--days", "20", "--engine", "simpy", *given)
        assert done.code == 0, done.out
        further = "--against k.json" if kept else "--save-baseline claims.baseline.json"
        assert last_line(done) == f"next: journeysim check firm.toml --days 20 {further}"
    done = journeysim(
        "check", "firm.toml", "--days", "20", "--engine", "simpy", "--against", "k.json"
    )
    assert last_line(done) == "next: journeysim compare firm.toml --days 20"


@pytest.mark.parametrize(
    "words", [("list",), ("show", "firm.toml"), ("validate", "firm.toml"), ("knobs", "talk"),
              ("schema",), ("init", "--questions"), ("lesson",), ("play", "--print-keys")],
    ids=" ".join,
)  # fmt: skip
def test_what_only_shows_ends_so_too(
    journeysim: Command, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = journeysim(*words)
    assert done.code == 0
    assert re.fullmatch(r"next: journeysim \w.*", last_line(done))
    monkeypatch.setenv("CI", "true")
    assert "next: " not in journeysim(*words).err, "nobody goes on from a build"


def test_nothing_comes_next_where_nothing_was_done(journeysim: Command, folder: Path) -> None:
    (folder / "wrong.toml").write_text("schema = 9\n", encoding="utf-8")
    for words in (("validate", "wrong.toml"), ("run", "wrong.toml"), ("knobs", "nonsense")):
        done = journeysim(*words)
        assert done.code == 2
        assert "next: " not in done.err


def test_a_name_that_steers_a_terminal_is_shown(journeysim: Command, folder: Path) -> None:
    (folder / "e\x1b[31m.toml").write_text(WORLD, encoding="utf-8")
    done = journeysim("run", "./e\x1b[31m.toml", "--policy", "plain", *SMALL)
    assert last_line(done).startswith("next: journeysim compare './e\\x1b[31m.toml'")
