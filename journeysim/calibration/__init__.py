"""Calibration: from a firm's own data to the knobs of a scenario, with intervals.

Reads tables, fits published models by maximum likelihood, and says what it could not learn. Knows
nothing of commands or screens.
"""
