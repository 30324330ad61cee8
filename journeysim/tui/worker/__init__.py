"""The process that simulates for the screen: `python -m journeysim.tui.worker`. Loads no Textual."""
