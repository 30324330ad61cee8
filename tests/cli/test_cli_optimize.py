"""`optimize` as a command: exit codes, the document that programs rely on, the picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from engines import QUICK

Command = Callable[..., tuple[int, str, str]]

FRAME = ("--customers", "150", "--days", "120", "--replications", "4", "--engine", QUICK)
LEVERS = ("--levers", "care.touches.reminder.reach,service.channels.phone.agents=1:2")
OPTIMIZE = ("optimize", "firm.toml", *LEVERS, *FRAME)


def test_the_document_holds_what_programs_need(journeysim: Command) -> None:
    code, out, _ = journeysim(*OPTIMIZE, "--budget", "1M", "--json", "--jobs", "1")
    found = json.loads(out)
    assert code == found["exit_code"]
    assert code == (3 if len(found["optimize"]["left"]) > 1 else 0)
    grid = found["optimize"]
    assert list(grid) == [
        "levers", "goal", "budget", "matters", "best", "left", "frontier", "confirmed", "bindings",
        "points",
    ]  # fmt: skip
    assert (grid["goal"], grid["budget"]) == ("whole_value", 1_000_000.0)
    assert [each["values"] for each in grid["levers"]] == [[0.0, 0.5, 1.0], [1.0, 2.0]]
    assert len(grid["points"]) == 6
    for point in grid["points"]:
        assert list(point) == ["values", "goal", "kept", "worth", "cost", "within", "left", "runs"]
    assert [place for place in grid["left"] if place is not None] == [
        place for place in grid["left"] if place is not None and grid["points"][place]["left"]
    ]
    assert grid["best"] == grid["left"][0]


def test_the_first_line_can_be_forwarded_and_the_frontier_is_drawn(journeysim: Command) -> None:
    _, out, err = journeysim(*OPTIMIZE)
    assert out.startswith(("Best against plain: Reminder ", "None of 6 settings"))
    assert "●" in out
    assert "└───" in out
    assert "next: journeysim " in err


def test_the_best_can_be_tried_as_it_is_suggested(journeysim: Command) -> None:
    import shlex

    _, _, err = journeysim(*OPTIMIZE, "--maximise", "retention")
    words = shlex.split(err.strip().splitlines()[-1].partition("next: journeysim ")[2])
    code, _, why = journeysim(*words, *FRAME)
    assert code == 0, why


def test_what_is_no_question_is_refused(journeysim: Command) -> None:
    code, _, err = journeysim("optimize", "firm.toml", *FRAME)
    assert (code, "name what may be turned" in err) == (2, True)


def test_the_frontier_is_drawn_the_same_every_time(journeysim: Command, folder: Path) -> None:
    for name in ("a.svg", "b.svg"):
        journeysim(*OPTIMIZE, "--svg", name)
    first = (folder / "a.svg").read_bytes()
    assert first == (folder / "b.svg").read_bytes()
    root = ElementTree.fromstring(first)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = "".join(root.itertext())
    assert "frontier" in texts
    assert "today" in texts
    code, _, err = journeysim(*OPTIMIZE, "--svg", "firm.toml")
    assert (code, "firm.toml" in err) == (2, True)


def test_work_that_is_bounded_is_made_with_fewer_runs_or_refused(journeysim: Command) -> None:
    code, out, err = journeysim(*OPTIMIZE, "--max-events", "20000")
    assert (code, out) == (4, "")
    assert "--max-events allows 20,000" in err
    _, out, err = journeysim(*OPTIMIZE, "--max-events", "110000", "--json", "--jobs", "1")
    assert "--max-events allows 4 of 16 replications" in err
    found = json.loads(out)["optimize"]
    runs = [point["runs"] for place, point in enumerate(found["points"]) if place != found["best"]]
    assert max(runs) == 4, "no more than the least that tell apart"
    _, out, _ = journeysim(*OPTIMIZE, "--max-events", "130000", "--json", "--jobs", "1")
    assert max(point["runs"] for point in json.loads(out)["optimize"]["points"]) > 4
