"""HTML: a report that is one file: text, tables, drawings and style inside, nothing from outside.

`page` says what stands on it, `lines` and `bars` draw, the templates lay it out. Decides nothing.
"""
