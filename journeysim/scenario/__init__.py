"""Scenarios: from a file to the encoded world that any engine reads."""
