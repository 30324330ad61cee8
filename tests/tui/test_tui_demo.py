"""The demo: ninety scripted seconds at a projector's size, and the film that is made of it."""

from __future__ import annotations

import asyncio
import json
import re
from html import unescape
from pathlib import Path

import pytest
from rich.style import Style
from scripted import Driver, Scripted, garage, on_stage
from test_tui_golden import GOLDEN, WRITE

from journeysim.errors import UsageError
from journeysim.experiment.twins.reasons import Reason
from journeysim.tui import demo, film
from journeysim.tui.app import Appearance
from journeysim.tui.demo import Act
from journeysim.tui.film import Film, FilmFrame
from journeysim.tui.filming import SIZE, filmed, record
from journeysim.tui.protocol import Counted, LedgerRequest, Order
from journeysim.tui.screens.seats import SeatsScreen
from journeysim.tui.seats import SEAT_WORDS, TwinOutcome, differing, seats
from journeysim.tui.style import NIGHT


class Counting(Scripted):
    """Knows what made the difference, too."""

    def send(self, order: Order) -> None:
        super().send(order)
        if isinstance(order, LedgerRequest):
            found = {str(customer): "prevented" for customer in range(800)}
            self.listener([Counted(order, 800, {"prevented": 4.0}, {}, found)])


MOMENTS = {"title": 3.0, "baseline": 20.0, "dial": 40.0, "both": 66.0, "money": 88.0}


@pytest.mark.parametrize("moment", MOMENTS)
def test_golden_moments_of_the_demo(moment: str) -> None:
    path = GOLDEN / f"demo_{moment}_96x27.txt"

    async def act(driver: Driver) -> None:
        room = SeatsScreen(driver.screen, scripted=True)
        await driver.app.push_screen(room)
        await driver.rest()
        for _ in range(2):
            room.elapsed = MOMENTS[moment]
            room.look()
            await driver.rest()
        text = driver.text + "\n"
        if WRITE:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    look = Appearance(present=True)
    on_stage(act, size=SIZE, policy="caring", source=Counting(), look=look)


def test_scenes_follow_each_other_and_every_life_that_differs_is_told() -> None:
    assert demo.LENGTH == 90.0
    assert demo.at(1e9).scene is demo.SCENES[-1]
    for count in (0, 1, 5, 40):
        told = [demo.at(0.1 * tenth).told(count) for tenth in range(901)]
        both = [demo.at(0.1 * t).scene.act is Act.BOTH for t in range(901)]
        steps = [one for one, inside in zip(told, both, strict=True) if inside]
        assert steps == sorted(steps)
        assert set(steps) == set(range(count + 1))


def test_on_the_last_day_both_rooms_stand_side_by_side_and_add_up() -> None:
    async def act(driver: Driver) -> None:
        await driver.go_to(365)
        await driver.press("v")
        view = driver.screen.view()
        own, base = view.you.first, view.baseline.first
        assert own is not None
        assert base is not None
        mine, theirs = seats(own, base, 365), seats(base, own, 365)
        here = [int(count) for count in re.findall(r"(\d+) of 40", driver.text)]
        kept = sum(seat.twin is TwinOutcome.SAVED for seat in mine)
        lost = sum(seat.twin is TwinOutcome.LOST for seat in mine)
        assert here[1] - here[0] == kept - lost
        assert driver.text.count("★") >= kept
        assert len(differing(theirs)) == kept + lost
        await driver.press("right")
        assert re.search(r"Seat \d+ stays: problem prevented\.\s+Under “wait and", driver.text)
        before = driver.text
        await driver.press("right")
        assert driver.text != before
        await driver.press("tab")
        assert driver.text.count("of 40") == 1
        assert "you" not in driver.text.split("\n")[0]

    on_stage(act, policy="caring", source=Counting())


def test_every_reason_has_a_word_that_fits_a_seat() -> None:
    assert set(SEAT_WORDS) == set(Reason)
    assert all(len(word) <= 9 for word in SEAT_WORDS.values())


def replayed(cast: str, until: float) -> list[str]:
    """What stands on a terminal that plays a recording, up to a moment."""
    header, *lines = map(json.loads, cast.splitlines())
    screen = [""] * header["height"]
    for seconds, kind, text in lines:
        assert kind == "o"
        if seconds > until:
            break
        for place, row in re.findall(r"\x1b\[(\d+);1H([^\n]*?)(?=\x1b\[\d+;1H|\Z)", text, re.S):
            screen[int(place) - 1] = re.sub(r"\x1b\[[\d;?]*\w", "", row)
    return [row.rstrip() for row in screen]


def seen(svg: str, until: float) -> list[str]:
    """The words that can be seen in a picture that moves, row by row."""
    rows = []
    for strip in re.findall(r'<svg y="[^"]*"[^>]*>(.*?)</svg>', svg, re.S):
        times = [
            0.0,
            *map(float, re.search(r'keyTimes="([^"]*)"', strip + 'keyTimes="0"')[1].split(";")),
        ][1:]  # type: ignore[index]
        place = [
            float(v.split(" ")[1])
            for v in re.search(r' values="([^"]*)"', strip + ' values="0 0"')[1].split(";")
        ]  # type: ignore[index]
        dur = float(re.search(r'dur="([\d.]+)s"', strip + 'dur="1s"')[1])  # type: ignore[index]
        at = max(i for i, time in enumerate(times) if time * dur <= until + 0.01)
        groups = re.findall(r'<g transform="translate\(0 ([\d.]+)\)">(.*?)</g>', strip, re.S)
        (inside,) = [body for y, body in groups if float(y) == -place[at]]
        rows.append(" ".join(map(unescape, re.findall(r"<text[^>]*>([^<]*)</text>", inside))))
    return rows


def test_a_film_shows_what_the_screen_showed_in_either_kind(tmp_path: Path) -> None:
    shot = asyncio.run(filmed(garage(), "caring", 1, simulator=Counting()))
    assert (shot.width, shot.height, shot.seconds, len(shot.frames)) == (*SIZE, 90.0, 90)
    cast, svg = film.cast(shot), film.svg(shot, NIGHT)
    said = ""
    for place in (0, 3, 25, 40, 66, 89):
        rows = ["".join(text for text, _ in row).rstrip() for row in shot.frames[place].rows]
        assert replayed(cast, place) == rows
        blocks = str.maketrans("▁▂▃▄▅▆▇█", " " * 8)
        words = ["".join(row.translate(blocks).split()) for row in rows]
        assert ["".join(row.split()) for row in seen(svg, place)] == words
        said += "\n".join(rows)
    for words in (
        "40",
        "wait and see",
        "stays: problem prevented",
        "people of 1,000",
        "EUR in all",
    ):
        assert words in said
    assert "script" not in svg
    with pytest.raises(UsageError, match=r"ends in \.cast or \.svg"):
        record(tmp_path / "film.gif", garage(), "caring")


@pytest.mark.slow
def test_the_same_demo_is_the_same_film(tmp_path: Path) -> None:
    for name in ("one.cast", "two.cast"):
        record(tmp_path / name, garage(), "caring", simulator=Counting())
    assert (tmp_path / "one.cast").read_bytes() == (tmp_path / "two.cast").read_bytes()


def test_a_cast_says_only_what_has_changed() -> None:
    plain = Style.null()
    rows = ((("one", plain),), (("two", plain),))
    other = (rows[0], (("three", plain),))
    cast = film.cast(
        Film("t", 5, 2, 3.0, (FilmFrame(0, rows), FilmFrame(1, rows), FilmFrame(2, other)))
    )
    header, first, second, end = map(json.loads, cast.splitlines())
    assert header == {"version": 2, "width": 5, "height": 2, "title": "t"}
    assert (first[0], second[0], end[0]) == (0, 2, 3.0)
    assert "one" in first[2]
    assert "one" not in second[2]
    assert replayed(cast, 3.0) == ["one", "three"]
