"""Files written from the screen are what the command line writes."""

from __future__ import annotations

import asyncio
import html
import os
import re
import shlex
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Driver, on_stage
from textual.widgets import Input
from worlds import world_file

from journeysim.cli.main import main
from journeysim.scenario.scenario import load
from journeysim.study.ask import Frame
from journeysim.tui.command import arguments
from journeysim.tui.command import played as played_in
from journeysim.tui.exporting import export_of, fault_of
from journeysim.tui.overlays.prompt import Prompt
from journeysim.tui.protocol import Kind
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import WorkerProcess

GARAGE = world_file("garage")
SMALL = ("population.customers=60", "run.days=40 d", "run.replications=2")


@pytest.fixture
def turned() -> Session:
    """A lever turned on day 10."""
    launch = Launch(GARAGE, Frame(settings=SMALL))
    play = Session(load(GARAGE, settings=SMALL), None, WorkerProcess(), None, "simpy", launch)
    play.playback.goal = 10.0
    play.load([("care.touches.reminder.reach", 60.0)])
    return play


def test_a_log_is_the_bytes_that_the_command_writes(turned: Session, tmp_path: Path) -> None:
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert asyncio.run(fault_of(export_of(turned, Kind.LOG, here))) == ""
    _, *words = arguments("log", turned.launch, played_in(turned))
    assert main([*words, "-o", str(there), "--engine", "simpy", "--quiet"]) == 0
    assert here.read_bytes() == there.read_bytes()
    assert b"reminder" in here.read_bytes()


def test_a_report_is_about_you_and_the_bytes_that_its_own_command_writes(
    turned: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here.html", tmp_path / "there.html"
    assert asyncio.run(fault_of(export_of(turned, Kind.REPORT, here))) == ""
    text = here.read_text(encoding="utf-8")
    assert ">your policy<" in text
    (command,) = set(re.findall(r"journeysim report garage\.toml [^<]*-o report\.html", text))
    words = shlex.split(html.unescape(command))
    monkeypatch.chdir(Path(GARAGE).parent)
    more = ("--engine", "simpy", "--jobs", "1", "--quiet")
    assert main([*words[1:-1], str(there), *more]) == 0
    assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize("kind", Kind)
def test_what_goes_wrong_is_said(turned: Session, tmp_path: Path, kind: Kind) -> None:
    name = {Kind.LOG: "x.csv", Kind.REPORT: "x.html"}[kind]
    fault = asyncio.run(fault_of(export_of(turned, kind, tmp_path / "nowhere" / name)))
    assert "nowhere" in fault
    assert not list(tmp_path.iterdir())


def test_who_leaves_in_the_middle_leaves_nothing_half_written(
    turned: Session, tmp_path: Path
) -> None:
    """The worker is ended while its file, still under another name, is being written."""
    order = export_of(turned, Kind.LOG, tmp_path / "long.csv")
    crowd = Frame(customers=1000, settings=("run.days=3000 d", *order.frame.settings[2:]))

    async def leave() -> None:
        writing = asyncio.create_task(fault_of(replace(order, frame=crowd)))
        while not os.listdir(tmp_path):
            assert not writing.done(), writing.result()
            await asyncio.sleep(0.01)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing

    asyncio.run(leave())
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("what", ["log", "picture"])
def test_a_file_is_asked_for_and_nothing_is_overwritten(what: str, tmp_path: Path) -> None:
    name = {"log": "mine.csv", "picture": "mine.svg"}[what]
    (tmp_path / name).write_text("mine", encoding="utf-8")

    async def act(driver: Driver) -> None:
        await driver.screen.do(what)
        await driver.rest()
        assert isinstance(driver.app.screen, Prompt)
        driver.app.screen.query_one(Input).value = str(tmp_path / name)
        await driver.press("enter")
        assert "nothing is overwritten" in driver.screen.view().notice

    on_stage(act)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_a_log_of_another_kind_is_refused_and_a_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "screen.svg"

    async def act(driver: Driver) -> None:
        await driver.screen.do("log")
        await driver.rest()
        assert driver.app.screen.query_one(Input).value == "garage_wait_and_see_seed7.csv"
        driver.app.screen.query_one(Input).value = "log.docx"
        await driver.press("enter")
        assert "unknown kind of file" in driver.screen.view().notice
        await driver.press("ctrl+e")
        driver.app.screen.query_one(Input).value = str(picture)
        await driver.press("enter")
        assert f"Wrote {picture}" in driver.screen.view().notice

    on_stage(act)
    assert "Retained" in picture.read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["screen.svg"]


def test_without_a_change_there_is_nothing_to_report() -> None:
    async def act(driver: Driver) -> None:
        await driver.screen.do("report")
        assert "Nothing to report" in driver.screen.view().notice

    on_stage(act)
