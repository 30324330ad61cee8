"""Lesson template: a lesson to begin with, every line of it explained; it can be played as it stands."""

from __future__ import annotations

_TEXT = '''# A lesson of your own: journeysim lesson {name} --scenario {file}
# It stands in a scenario file. This one takes everything from a shipped scenario; put your own there.
schema = 2
extends = "car_service_centre"
drop = ["expect"]

[[lessons]]
name = "{name}"                    # what it is called on the command line
title = "A title for the projector"
# What many believe before. The teacher reads it; the class never does.
misconception = "Answering well is enough."
# Three dials at most, from [[dials]] of the scenario (journeysim show car_service_centre lists them).
dials = ["care.touches.reminder.reach", "service.channels.phone.agents"]
question = "What is asked, in one line?"
notes = """
For the teacher: how long it takes, what to listen for, and where it fails.
"""
# The beats, in order; enter goes from one to the next. kind:
#   say      something is said or shown; 'turn' says which dials are turned here (for you, if nobody does)
#   predict  the class guesses: direction, how many of 1,000, and why; a second 'predict' is the vote
#            after talking. From the first beat to the reveal nothing tells the answer.
#   run      days pass until the day in 'until'; the answer stays hidden
#   reveal   it runs to the end, the guesses at the edge
#   debrief  what was expected beside what happened, with a question to talk about
#   world    it goes on in one of [worlds.*], with the same policy ('world' names it)
# minutes: for the teacher's plan.
beats = [
  {{ kind = "say", minutes = 3, turn = {{ "care.touches.reminder.reach" = "70 %" }}, text = "Turn the first dial up. What will happen?" }},
  {{ kind = "predict", minutes = 4, text = "How many of 1,000 more or fewer stay because of it?" }},
  {{ kind = "predict", minutes = 3, text = "Talk with your neighbour. Then guess again." }},
  {{ kind = "run", minutes = 1, until = "90 d", text = "The first three months." }},
  {{ kind = "reveal", minutes = 1 }},
  {{ kind = "debrief", minutes = 5, text = "What did it?" }},
  {{ kind = "world", minutes = 3, world = "least_favourable", text = "And where it fails?" }},
]
'''


def template(name: str, file: str) -> str:
    """A scenario file with a lesson of this name, and what each line means."""
    return _TEXT.format(name=name, file=file)
