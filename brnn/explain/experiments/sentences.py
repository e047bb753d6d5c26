"""A text as it is read → its sentences, as ranges of the words read."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby

from brnn.records import Encoded

# Closing marks belong to the sentence, and a mark inside a number ends none. The look-behind keeps
# a long row of marks from being searched anew at each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s|<br)|<br\s{0,3}/?>|\n\s*\n", re.IGNORECASE)


def sentences(encoded: Encoded) -> tuple[tuple[int, int], ...]:
    """Return the ranges first, last (last excluded) of the words read that make a sentence each.

    A rule, not a judgement: a sentence ends with . ! ? or … before white space, with `<br>`, or
    with an empty line; so it does after "Mr.". Of a sentence at the edge of what is read, the words
    read count. The marks are looked for in the text, so models that read none have sentences, too.
    """
    ends = [match.end() for match in _END.finditer(encoded.text)]
    read = [word for word in encoded.text_words if word.status != "cut off"]
    ranges, first = [], 0
    for _, words in groupby(bisect_right(ends, word.start) for word in read):
        last = first + len(list(words))
        ranges.append((first, last))
        first = last
    return tuple(ranges)
