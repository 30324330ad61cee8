"""Shipped: the scenarios that come with journeysim, found wherever it is installed.

In a wheel they lie inside the package; in a checkout beside it. One function knows both.
"""

from __future__ import annotations

from pathlib import Path

DEFAULT = "car_service_centre"
"""The scenario that opens when none is named."""

KNOWN_ANSWERS = "known_answers"
"""The folder of the worlds whose answers are known."""

ORDER = (
    "come_back",
    "laptop_shop",
    "car_service_centre",
    "burger_counter",
    "card_issuer",
    "subscription",
)
"""The shipped scenarios in the order in which they teach."""


def folder() -> Path:
    """The folder of the shipped scenarios."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> tuple[str, ...]:
    """The names of the shipped scenarios, in teaching order."""
    there = {path.stem for path in folder().glob("*.toml")}
    return tuple(name for name in ORDER if name in there) + tuple(sorted(there - set(ORDER)))


def known_answers() -> tuple[str, ...]:
    """The shipped worlds whose answers are known, as `known_answers/NAME`."""
    there = (folder() / KNOWN_ANSWERS).glob("*.toml")
    return tuple(sorted(f"{KNOWN_ANSWERS}/{path.stem}" for path in there))


def path_of(name: str) -> Path | None:
    """The file of a shipped scenario or world with known answers, or None."""
    return folder() / f"{name}.toml" if name in (*names(), *known_answers()) else None
