"""Eight bits: the colours of the screen on a terminal that has only 256 of them.

Rich takes the nearest step of each of red, green and blue by itself, so that dark green became grey and
dark blue-grey navy. Here the one of the 240 that looks nearest is taken (distance in OKLab, Ottosson 2020);
what has a colour keeps it, so that no green gap is grey or as blue as an interval.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, hypot, radians, remainder, tau

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_WEIGHT = 2.0
"""How much a difference of colour weighs against one of lightness."""

_COLOURED = 0.033
"""Chroma from which a shade is no grey."""

_ASIDE = radians(28.0)
"""How far its hue may turn."""

_STEPS = (0, 95, 135, 175, 215, 255)
_CUBE = [(r, g, b) for r in _STEPS for g in _STEPS for b in _STEPS]
_GREYS = [(grey, grey, grey) for grey in range(8, 239, 10)]
_ALL = (*_CUBE, *_GREYS)

Lab = tuple[float, float, float]


def _linear(part: int) -> float:
    share = part / 255.0
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=1024)
def lab(red: int, green: int, blue: int) -> Lab:
    """A colour by lightness, green to red, and blue to yellow."""
    r, g, b = _linear(red), _linear(green), _linear(blue)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@lru_cache(maxsize=1024)
def nearest(red: int, green: int, blue: int) -> int:
    """The number, from 16 to 255, of the colour that looks most like this one."""
    wanted = lab(red, green, blue)

    def apart(number: int) -> tuple[bool, float]:
        known = lab(*_ALL[number])
        light, one, other = (a - b for a, b in zip(known, wanted, strict=True))
        away = light * light + _WEIGHT * _WEIGHT * (one * one + other * other)
        return hypot(*wanted[1:]) >= _COLOURED and not _alike(known, wanted), away

    return 16 + min(range(len(_ALL)), key=apart)


def _alike(one: Lab, other: Lab) -> bool:
    """Are both coloured, and of about one hue?"""
    turned = atan2(*one[1:]) - atan2(*other[1:])
    return hypot(*one[1:]) >= _COLOURED and abs(remainder(turned, tau)) <= _ASIDE


@lru_cache(maxsize=4096)
def in_eight_bits(style: Style) -> Style:
    """A style with its colours as numbers of the 256."""
    return style + Style(color=_numbered(style.color), bgcolor=_numbered(style.bgcolor))


def _numbered(colour: RichColor | None) -> RichColor | None:
    if colour is None or colour.type is not ColorType.TRUECOLOR or colour.triplet is None:
        return colour
    return RichColor.from_ansi(nearest(*colour.triplet))


class EightBits(LineFilter):
    """Every line of the screen, in the nearest of the 256."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same words."""
        return [
            Segment(text, None if style is None else in_eight_bits(style), control)
            for text, style, control in segments
        ]
