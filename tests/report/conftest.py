"""Words are tested as people read them: numbers come with their plain signs, not with marks.

What marks are, and that none of them reaches a reader, is tested in `test_report_numerals.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from journeysim import numerals


@pytest.fixture(scope="module", autouse=True)
def plain_signs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Write numbers without marks, but where marks are the matter."""
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__ != "test_report_numerals":
            patch.setattr(numerals, "_MARKED", {})
        yield
