"""`python -m journeysim.reference [FOLDER]`: write the reference pages anew."""

from __future__ import annotations

import sys
from pathlib import Path

from journeysim.reference.pages import PAGES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def main(folder: Path = FOLDER) -> None:
    """Write every page into a folder, in UTF-8 with plain line ends."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        (folder / page.name).write_text(page.text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
