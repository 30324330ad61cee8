"""Numbers of a command line are digits 0 to 9, finite, within their bounds."""

from __future__ import annotations

import click
import pytest

from journeysim.cli.numbers import Real, Whole


@pytest.mark.parametrize("text", ["٣", "３", "1_0", "1.0", "", "nan", "9" * 5000])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a whole number"):
        Whole(0, 10).convert(text, None, None)


@pytest.mark.parametrize("text", ["٣", "nan", "inf", "1e999", "1__0", "", "x"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a finite number"):
        Real().convert(text, None, None)


def test_numbers_within_their_bounds_are_taken() -> None:
    assert Whole(0, 10).convert("+7", None, None) == 7
    assert Real().convert("2.5e-1", None, None) == 0.25
    with pytest.raises(click.BadParameter, match="not in the range"):
        Whole(0, 10).convert("11", None, None)
