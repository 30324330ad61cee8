"""Text: what each command prints for people. Decides nothing; a console says how wide it may be."""
