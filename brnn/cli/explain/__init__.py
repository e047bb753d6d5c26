"""`python -m brnn explain`: one text, taken apart by the method that is asked for.

command   arguments → what is printed or written
methods   the methods by name, and the options of each
sums      ledger, units, who knew first, agreement    what the sum says of this very reading
what_if   endings, occlusion, gradients, memory       what other readings, and slopes, say
trials    edits, padding, order, mute, mirror         experiments on the reading
sheet     one layout, printed for people or written as JSON or CSV
"""
