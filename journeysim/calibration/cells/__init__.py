"""Cells: what stands in a cell of a firm's file or answer, read as its owner meant it, or refused.

Numbers, durations, dates, words and people each have a file. A form is inferred over a whole column
or said by an option; where a column can be read in two ways, both readings are named.
"""
