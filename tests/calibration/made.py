"""Data as firms have them, made from worlds whose parameters are known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from journeysim.engine.choice import AUTO, chosen
from journeysim.engine.running import run
from journeysim.report import to_csv
from journeysim.report.event_columns import Export
from journeysim.scenario.scenario import Scenario, load

R, ALPHA, A, B = 0.9, 60.0, 0.8, 2.5
"""BG/NBD: alpha in days."""

SHOP = f"""
schema = 2
[run]
days = "500 d"
[population]
customers = 0
prospects = "8 per d"
[purchase]
gap = {{ kind = "exponential", mean = "{ALPHA / R} d" }}
frequency = {{ kind = "gamma", mean = 1, shape = {R} }}
basket = {{ kind = "lognormal", mean = 50, sigma = 0.6 }}
basket_response = 0
[leaving]
first_decision = 2
chance = {{ kind = "beta", a = {A}, b = {B} }}
"""


def shop(folder: Path, seed: int = 1, days: int = 500) -> Scenario:
    """A world that is nothing but BG/NBD, with customers who join day by day."""
    path = folder / "shop.toml"
    path.write_text(SHOP, encoding="utf-8")
    return load(str(path), settings=(f"run.seed={seed}", f"run.days={days} d"))


def exported(scenario: Scenario, path: Path) -> Path:
    """Its event log, written as anybody would write it."""
    engine = chosen(AUTO, [scenario], 1, 1)
    export = Export(run(scenario, "baseline", 0, engine), "baseline", date(2026, 1, 5))
    to_csv.write(path, [export])
    return path


def written(path: Path, lines: list[str], encoding: str = "utf-8", end: str = "\n") -> Path:
    """A file of these lines."""
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def orders(count: int = 60, start: date = date(2025, 1, 1)) -> list[tuple[str, date, float]]:
    """A few customers who each bought several times."""
    return [
        (f"c{number % 20}", start + timedelta(days=7 * number % 200 + number), 10.0 + number % 7)
        for number in range(count)
    ]
