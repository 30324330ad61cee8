"""Decisions: what to do, and what to find out first: solving, piloting, optimising. No output."""
