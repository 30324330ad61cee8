"""Screens: the world at play, and what lies over it."""
