"""Colours, signs and plain text: nothing is said by colour alone, and nothing needs a font."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from scripted import Driver, garage, on_stage

from journeysim.cli.main import main
from journeysim.engine.choice import SIMPY
from journeysim.tui.app import Appearance
from journeysim.tui.colours import more_colours
from journeysim.tui.plain import tell
from journeysim.tui.style import THEMES, Palette
from journeysim.tui.symbols import ASCII, BLOCK


def luminance(colour: str) -> float:
    """Relative luminance of a colour, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_everything_that_is_read_stands_out_from_its_ground(theme: str) -> None:
    palette: Palette = THEMES[theme]
    for name in ("you", "baseline", "better", "worse"):
        assert contrast(getattr(palette, name), palette.panel) >= 6.0, name
    for ground in (palette.panel, palette.raised):
        assert contrast(palette.text, ground) >= 7.0
        assert contrast(palette.quiet, ground) >= 4.5
    for ground in (palette.gain, palette.loss, palette.alarm):
        assert contrast(palette.strong, ground) >= 4.5


async def forked(driver: Driver) -> None:
    """A lever turned on day 28; day 91."""
    await driver.go_to(28)
    await driver.press("shift+right", "shift+right")
    await driver.wait(0.4)
    await driver.go_to(91)


async def visited(driver: Driver) -> AsyncIterator[str]:
    """The playing screen, then each of the others, which are left again."""
    yield "playing"
    for key in ("v", "c", "s", "x", "g", "w", "a", "question_mark", "p", "o", "i"):
        await driver.press(key)
        assert driver.app.screen is not driver.screen, key
        yield key
        await driver.press("escape")
        assert driver.app.screen is driver.screen, key


def test_in_ascii_every_screen_is_ascii() -> None:
    async def act(driver: Driver) -> None:
        await forked(driver)
        async for key in visited(driver):
            odd = {c for line in driver.lines() for c in line if ord(c) > 126}
            assert not odd, (key, odd)

    on_stage(act, look=Appearance(symbols=ASCII))


def test_in_blocks_there_is_no_braille_and_the_lines_are_still_there() -> None:
    async def act(driver: Driver) -> None:
        await forked(driver)
        assert not any(0x2800 < ord(c) <= 0x28FF for c in driver.text)
        assert sum(c in "▁▂▃▄▅▆▇█" for c in driver.text) > 20

    on_stage(act, look=Appearance(symbols=BLOCK))


def test_the_words_are_the_same_in_every_theme() -> None:
    async def act(driver: Driver) -> None:
        await forked(driver)
        shown = set()
        for _ in THEMES:
            await driver.press("t")
            shown.add(driver.text)
        assert len(shown) == 1

    on_stage(act)


@pytest.mark.slow
def test_no_color_does_no_harm_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(driver: Driver) -> None:
        await forked(driver)
        async for key in visited(driver):
            assert driver.text.strip(), key

    on_stage(act)


def test_the_projector_gets_fewer_panels() -> None:
    async def act(driver: Driver) -> None:
        await forked(driver)
        assert "Events" not in driver.text
        assert "Your changes" not in driver.text
        assert "people of 1,000" in driver.text

    on_stage(act, size=(96, 27), look=Appearance(present=True))


@pytest.mark.parametrize("width", [60, 97, 165])
def test_no_line_is_too_long_at_any_width(width: int) -> None:
    async def act(driver: Driver) -> None:
        await forked(driver)
        for height in (20, 24, 31, 38, 47):
            await driver.pilot.resize_terminal(width, height)
            await driver.rest()
            lines = driver.lines()
            assert len(lines) == height
            assert any("Retained" in line for line in lines)

    on_stage(act, size=(width, 24))


def small() -> object:
    return garage().with_values(
        {"population": {"customers": 60}, "run": {"days": "30 d", "replications": 2}}, "a test"
    )


def test_plain_text_has_a_line_a_week_and_no_control_characters() -> None:
    out = io.StringIO()
    assert tell(small(), "caring", SIMPY, out) == 0  # type: ignore[arg-type]
    lines = out.getvalue().splitlines()
    weeks = [line.split(":")[0] for line in lines[1:] if " retains " in line]
    assert weeks == ["day 7", "day 14", "day 21", "day 28", "day 30"]
    assert any(line.startswith("day 30: caring against wait and see") for line in lines)
    assert "(2 paired runs)" in out.getvalue()
    assert all(ord(c) >= 32 for line in lines for c in line)


def test_plain_text_of_the_baseline_alone_compares_with_nothing() -> None:
    out = io.StringIO()
    tell(small(), None, SIMPY, out)  # type: ignore[arg-type]
    assert "points" not in out.getvalue()


def test_the_keys_are_printed_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--print-keys"]) == 0
    assert 'run = "space"' in capsys.readouterr().out
    assert main(["play"]) == 2
    assert "journeysim run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"TERM": "xterm"}, "256"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, None),
        ({"TERM": "xterm", "NO_COLOR": ""}, None),
        ({"TERM": "vt220"}, None),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "standard"}, "standard"),
        ({}, None),
    ],
)
def test_a_terminal_that_says_too_little_is_given_its_colours(
    said: dict[str, str], wanted: str | None
) -> None:
    """By sixteen colours ochre was red, and yellow stood on white."""
    more_colours(said)
    assert said.get("TEXTUAL_COLOR_SYSTEM") == wanted
