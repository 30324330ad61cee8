"""Verify: worlds whose answers are known, held against both engines."""
