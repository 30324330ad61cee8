"""Keys: what the keys of a screen over the main one do, on a card."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.screen import Screen

from journeysim.tui.overlays.card import Card
from journeysim.tui.widgets.keybar import face_of

_HIDDEN = ("ctrl+c", "h", "j", "k", "l", "equals_sign")


def keys_card(screen: Screen[Any]) -> Card:
    """The keys of a screen, each once, and what they do."""
    rows: dict[str, list[str]] = {}
    for _, binding in screen._bindings:
        if binding.description and binding.key not in _HIDDEN:
            face = face_of(binding)
            faces = rows.setdefault(binding.description, [])
            if face not in faces:
                faces.append(face)
    text = Text()
    for words, faces in rows.items():
        text.append(f"{'  '.join(faces):<14}", "bold").append(f"{words[0].lower()}{words[1:]}\n")
    text.append("\nThe keys of the other rooms lead there from here, too.", "italic")
    return Card("Keys of this screen", text)
