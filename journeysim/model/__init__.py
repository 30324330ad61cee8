"""The model: one file a section of the scenario, holding its knobs and its pure rules.

Rules read, engines write: a rule takes its own section's record, the state and a uniform, and
returns a number or a small tuple. It has no clock, never draws, schedules or changes anything.
"""
