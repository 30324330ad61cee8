"""Keys: what each key does, once; for bindings, the footer, the help, and a file that remaps them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from journeysim.errors import Fault, ScenarioError


class Key(NamedTuple):
    """One thing that can be done. shown: what the footer calls it, "" if it leaves it out."""

    name: str
    keys: str
    action: str
    words: str
    shown: str = ""
    face: str = ""


KEYS = (
    Key("run", "space", "run", "run or pause", "Run"),
    Key("day", "full_stop", "step(1)", "one day on", "", "."),
    Key("back", "comma", "step(-1)", "one day back", "", ","),
    Key("week", "greater_than_sign", "step(7)", "one week on", "", ">"),
    Key("week_back", "less_than_sign", "step(-7)", "one week back", "", "<"),
    Key("start", "ctrl+home", "rewind", "back to day 0", "", "ctrl+home"),
    Key("faster", "plus,equals_sign", "hurry(1)", "faster", "", "+"),
    Key("slower", "minus", "hurry(-1)", "slower", "", "-"),
    Key("undo", "u", "undo", "undo the last change", "Undo"),
    Key("why", "w", "why", "why: the numbers in sentences", "Why"),
    Key("predict", "p", "predict", "predict, then reveal", "Guess"),
    Key("seats", "v", "seats", "seats: forty customers, same people, other policy", "Seats"),
    Key("compare", "c", "compare", "all policies side by side", "Compare"),
    Key("sweep", "s", "sweep", "two dials, a map of leads", "Sweep"),
    Key("branch", "b", "branch", "begin a branch here"),
    Key("next_branch", "B", "switch", "the next branch"),
    Key("luck", "n", "luck(1)", "the same with other luck"),
    Key("luck_back", "N", "luck(-1)", "the luck before"),
    Key("copy", "y", "copy", "copy the command that gives these numbers"),
    Key("policy", "i", "policy", "play another policy of this scenario"),
    Key("open", "o", "open", "what there is to play"),
    Key("lesson", "e", "lessons", "lessons of this scenario"),
    Key("beat", "enter", "beat", "the lesson's next beat"),
    Key("causes", "x", "causes", "why customers leave"),
    Key("twins", "g", "twins", "who was saved, who was lost"),
    Key("assumptions", "a", "assumptions", "every number in force, with its source"),
    Key("save", "ctrl+s", "save", "save this branch as a policy in a file"),
    Key("zoom", "z", "zoom", "zoom the value axis"),
    Key("maximise", "m", "maximise", "maximise the chosen panel"),
    Key("dials", "f2", "choose('Dials')", "the dials"),
    Key("chart", "f3", "choose('Retention')", "the chart"),
    Key("lead", "f4", "choose('LeadStrip')", "the lead over the baseline"),
    Key("map", "f5", "choose('Journey')", "the journey map"),
    Key("events", "f6", "choose('Ticker')", "the events"),
    Key("changes", "f7", "choose('Changes')", "your changes"),
    Key("queues", "f8", "choose('Queues')", "the queues"),
    Key("vocabulary", "L", "vocabulary", "swap the words service and care; no digit moves"),
    Key("theme", "t", "theme", "night, day, contrast, mono"),
    Key("next_dial", "j", "app.focus_next", "the next dial"),
    Key("previous_dial", "k", "app.focus_previous", "the previous dial"),
    Key("restart", "r", "restart", "restart a simulation that stopped"),
    Key("picture", "ctrl+e", "picture", "export a picture (SVG)"),
    Key("help", "question_mark", "help", "keys and words", "Help", "?"),
    Key("escape", "escape", "back", "back"),
    Key("suspend", "ctrl+z", "app.suspend_process", "suspend"),
    Key("quit", "q", "leave", "quit", "Quit"),
)
"""All keys of the playing screen; a dial's own keys are `DIAL_KEYS`."""

DIAL_KEYS = (
    ("← →  h l", "turn the dial a step; with shift five"),
    ("home end", "the dial's lowest, highest value"),
    ("digits enter", "type a value"),
    ("backspace", "the dial back to the baseline's value"),
    ("tab", "the next dial"),
)
"""What keys do while a dial is chosen; these cannot be remapped."""


def read(path: Path) -> dict[str, str]:
    """The keys that a file remaps: by name, as Textual writes them. Raises ScenarioError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError.single(str(path), "", f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError.single(str(path), "", f"is no TOML: {error}") from None
    known = {key.name for key in KEYS}
    faults = [
        Fault(str(path), name, f"no such key; known: {', '.join(sorted(known))}")
        for name in table
        if name not in known
    ]
    faults += [
        Fault(str(path), name, "is no text, such as 'space' or 'f3,ctrl+g'")
        for name, keys in table.items()
        if name in known and not (isinstance(keys, str) and keys.strip())
    ]
    if faults:
        raise ScenarioError(faults)
    return {name: str(keys) for name, keys in table.items()}


def printed() -> str:
    """The default keys as a file that could be read."""
    rows = [f'{key.name} = "{key.keys}"' for key in KEYS]
    width = max(map(len, rows))
    notes = [f"{row.ljust(width)}  # {key.words}" for row, key in zip(rows, KEYS, strict=True)]
    return "\n".join(notes) + "\n"
