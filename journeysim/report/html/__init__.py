"""HTML: a report that is one file: text, tables, drawings and style inside, nothing from outside.

`page` says what stands on it, `charts` draws, the templates lay it out. Decides nothing.
"""
