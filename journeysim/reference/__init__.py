"""Reference: the pages of docs/reference, made from the code that they describe.

`python -m journeysim.reference` writes them; a test holds them to it. Says nothing of its own but
headings: what a page says stands beside the code it is about.
"""
