"""A golden log: a small world whose every event is written down, and changes only with intent.

To change it, run this file and say in the commit why results moved.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import Path

from worlds import WORLD, outcome

from journeysim.engine.log import Outcome
from journeysim.events import COLUMNS, EventType
from journeysim.scenario.scenario import load

GOLDEN = Path(__file__).parent.parent / "golden" / "small_log.csv"
ROWS = 120
SMALL = ("population.customers=25", 'population.prospects="1 per w"', 'run.days="150 d"')


def lived(folder: Path) -> Outcome:
    """Twenty-five customers of the small firm, cared for, in five months."""
    path = folder / "firm.toml"
    path.write_text(WORLD, encoding="utf-8")
    return outcome(load(str(path), settings=SMALL), "caring")


def text(run: Outcome) -> str:
    """The digest of all rows, to the last bit, and the first of them for people to read."""
    digest = hashlib.sha256(run.log.rows.tobytes()).hexdigest()
    names = [name for name, _ in COLUMNS]
    lines = [f"# {len(run.log)} rows, sha256 {digest}", ",".join(names)]
    for row in islice(run.log.rows.tolist(), ROWS):
        cells = dict(zip(names, row, strict=True))
        cells["kind"] = EventType(cells["kind"]).name.lower()
        lines.append(
            ",".join(f"{v:.6g}" if isinstance(v, float) else str(v) for v in cells.values())
        )
    return "\n".join(lines) + "\n"


def test_the_small_world_lives_as_written_down(tmp_path: Path) -> None:
    assert text(lived(tmp_path)) == GOLDEN.read_text(encoding="utf-8"), (
        "the small world lives otherwise: if it is meant, PYTHONPATH=tests python "
        "tests/engine/test_engine_golden.py, look at the difference, and say why in the commit"
    )


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_text(text(lived(Path(folder))), encoding="utf-8")
