"""Files written from the screen are what the command line writes."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from scripted import Driver, on_stage
from textual.widgets import Input
from worlds import world_file

from journeysim.cli.main import main
from journeysim.scenario.scenario import load
from journeysim.tui.exporting import done, log_words, report_words
from journeysim.tui.overlays.prompt import Prompt
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import WorkerProcess

GARAGE = world_file("garage")
SMALL = ("population.customers=60", "run.days=40 d", "run.replications=2")


@pytest.fixture
def turned() -> Session:
    """A lever turned on day 10."""
    options = tuple(word for setting in SMALL for word in ("--set", setting))
    play = Session(
        load(GARAGE, settings=SMALL), None, WorkerProcess(), None, "simpy", Launch(GARAGE, options)
    )
    play.playback.goal = 10.0
    play.load([("care.touches.reminder.reach", 60.0)])
    return play


def test_a_log_is_the_bytes_that_the_command_writes(turned: Session, tmp_path: Path) -> None:
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert asyncio.run(done(log_words(turned, here))) == ""
    assert main([*log_words(turned, there)[1:], "--engine", "simpy", "--quiet"]) == 0
    assert here.read_bytes() == there.read_bytes()
    assert b"reminder" in here.read_bytes()


def test_a_report_is_about_you(turned: Session, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert asyncio.run(done(report_words(turned, path))) == ""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>") or text.startswith("<!DOCTYPE html>")
    assert ">you<" in text


def test_what_goes_wrong_is_said(turned: Session, tmp_path: Path) -> None:
    words = asyncio.run(done(log_words(turned, tmp_path / "nowhere" / "x.csv")))
    assert "nowhere" in words
    assert not list(tmp_path.iterdir())


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
