"""A scenario that cannot be played says why, and can be mended; pictures and options of `play`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from scripted import Scripted
from worlds import world_file

from journeysim.cli.main import main
from journeysim.errors import ScenarioError
from journeysim.scenario.scenario import Scenario, load
from journeysim.tui import pictures
from journeysim.tui.fault import FaultApp

GOOD = Path(world_file("garage")).read_text(encoding="utf-8")
BAD = GOOD.replace("customers = 800", "customers = -8")


def broken(path: Path) -> FaultApp:
    path.write_text(BAD, encoding="utf-8")

    def again() -> Scenario:
        return load(str(path))

    with pytest.raises(ScenarioError) as caught:
        again()
    return FaultApp(again, caught.value)


def shown(app: FaultApp) -> str:
    return "\n".join(row.text for row in app.screen._compositor.render_strips())


def test_it_names_file_line_key_and_allowed_range_and_reloads_what_is_mended(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.toml"
    app = broken(path)
    line = BAD.splitlines().index("customers = -8") + 1

    async def scene() -> None:
        async with app.run_test(size=(200, 30)) as pilot:
            await pilot.pause()
            text = shown(app)
            assert f"{path}:{line}" in text
            assert "population.customers: -8 is out of range; allowed: at least 0" in text
            assert app.place == (str(path), str(line))
            await pilot.press("r")
            assert app.return_value is None
            path.write_text(GOOD, encoding="utf-8")
            await pilot.press("r")
            await pilot.pause()
            assert isinstance(app.return_value, Scenario)

    asyncio.run(scene())


def test_without_an_editor_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    app = broken(tmp_path / "mine.toml")

    async def scene() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("e")
            await pilot.pause()
            assert "Set $EDITOR first" in shown(app)

    asyncio.run(scene())


def test_pictures_are_the_same_for_the_same_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SIZES", ((80, 24),))
    monkeypatch.setattr(pictures, "THEMES", ("night",))
    monkeypatch.setattr("journeysim.tui.app.WorkerProcess", lambda: Scripted(1095))
    said: list[str] = []
    scenes = [scene for scene in pictures.SCENES if scene.name in ("main", "branches")]
    for folder in ("one", "two"):
        assert pictures.write_all(tmp_path / folder, said.append, scenes) == 0
    for name in ("main_night_80x24.svg", "branches_night_80x24.svg"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two
        assert one.startswith(b"<svg")
    assert len(said) == 4


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["nowhere.toml", "--plain"], "no such file"),
        (["--plain", "--policy", "nobody"], "no policy 'nobody'"),
    ],
)
def test_wrong_options_are_refused(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", *options]) == 2
    assert words in capsys.readouterr().err
