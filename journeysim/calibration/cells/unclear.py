"""Unclear: a column or an answer that can be read in two ways, or in none."""


class Unclear(ValueError):
    """Says both readings, and the option that decides."""
