"""The reference engine on SimPy, written to be read: one file a part of the story.

timeline: the clock, with a defined order of equal times; processes: what waits; loop: the run.
What happens in one moment is in `engine.steps`.
"""
