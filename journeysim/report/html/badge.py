"""Badge: a word and what became of it, as a small picture for a README (SVG, no fonts fetched)."""

from __future__ import annotations

from markupsafe import escape

COLOURS = {"pass": "#2b7a3d", "fail": "#b3261e", "undecided": "#8a6100", "incomplete": "#5f6368"}
"""By outcome, each dark enough for white letters."""

_LETTER = 7
_EDGE = 6


def badge(word: str, outcome: str) -> str:
    """The text of an SVG file, 20 pixels high."""
    left, right = (2 * _EDGE + _LETTER * len(each) for each in (word, outcome))
    colour = COLOURS.get(outcome, COLOURS["incomplete"])
    label = f"{escape(word)}: {escape(outcome)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{label}"><title>{label}</title>'
        f'<rect width="{left}" height="20" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" '
        'font-size="11">'
        f'<text x="{left / 2:g}" y="14">{escape(word)}</text>'
        f'<text x="{left + right / 2:g}" y="14">{escape(outcome)}</text></g></svg>\n'
    )
