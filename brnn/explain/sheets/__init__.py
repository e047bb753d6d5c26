"""Explanations as sheets: facts and a table, independent of the output format.

sheet     the sheet, and how to make its facts and columns
sums      ledger, units, who knew first, agreement: the sum behind this reading
what_if   endings, occlusion, gradients, reach: further readings, and gradients
trials    edits, padding, order, mute, mirror: experiments on the reading

Each function takes an analyzer, one of its analyses and settings, and returns a Sheet.
"""
