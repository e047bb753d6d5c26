"""Split a text into sentences, as ranges of the words read."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby

from brnn.records import Encoded

# Closing quotes and brackets belong to the sentence; a mark inside a number does not end one. The
# look-behind prevents a new search at every mark of a long row of marks.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s|<br)|<br\s{0,3}/?>|\n\s*\n", re.IGNORECASE)


def sentences(encoded: Encoded) -> tuple[tuple[int, int], ...]:
    """Return the sentences as ranges first, last (exclusive) of the words read.

    The rule is simple: a sentence ends with . ! ? or … before white space, with `<br>`, or with an
    empty line. It therefore also ends after "Mr.". A sentence that is only partly read counts with
    the words that are read. The marks are found in the text, so this works for models that do not
    read punctuation.
    """
    ends = [match.end() for match in _END.finditer(encoded.text)]
    ranges, first = [], 0
    for _, words in groupby(bisect_right(ends, word.start) for word in encoded.words_read):
        last = first + len(list(words))
        ranges.append((first, last))
        first = last
    return tuple(ranges)
