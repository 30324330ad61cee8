"""Engines: they run an encoded world and return its log. Rules decide, engines only carry out."""
