"""Sensitivity: which assumed number would turn a verdict, and where it would turn."""
