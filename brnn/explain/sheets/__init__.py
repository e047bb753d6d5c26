"""Explanations as sheets: facts and a table that read the same in every form.

sheet     what a sheet is, and how its facts and columns are made
sums      ledger, units, who knew first, agreement: what the sum says of this very reading
what_if   endings, occlusion, gradients, reach: what other readings, and slopes, say
trials    edits, padding, order, mute, mirror: experiments on the reading

Each function takes an analyzer, an analysis by it and settings, and returns a Sheet.
"""
