"""Crops are pieces of reviews as long as what people type, the same for the same seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from brnn.data.crops import LONGEST, SHORTEST, crop, crops_of, sentence_ends
from brnn.text.vocabulary import Vocabulary

END = 2
ENDS = np.array([END], np.int32)


@given(words=st.integers(0, 90), seed=st.integers(0, 99), every=st.integers(1, 40))
def test_a_crop_is_consecutive_words_of_an_accepted_number(words, seed, every):
    ids = np.arange(words, dtype=np.int32) + 10
    ids[every - 1 :: every] = END
    piece = crop(ids, ENDS, np.random.default_rng(seed))
    assert min(words, SHORTEST) <= len(piece) <= min(words, LONGEST)
    last = words - len(piece)
    places = [p for p in range(last + 1) if ids[p : p + len(piece)].tolist() == piece.tolist()]
    assert places
    begins = [place for place in places if place == 0 or ids[place - 1] == END]
    assert begins or words <= SHORTEST, "it starts where a sentence starts"


def test_whole_sentences_where_they_fit():
    ids = np.array([10, 11, 12, END, 13, 14, 15, 16, END, 17, 18, END], np.int32)
    rng = np.random.default_rng(0)
    pieces = [crop(ids, ENDS, rng).tolist() for _ in range(300)]
    assert {piece[0] for piece in pieces} == {10, 13, 17}, "every sentence may be the first"
    whole = [piece for piece in pieces if len(piece) >= 5]
    assert all(piece[-1] == END for piece in whole)
    assert max(map(len, pieces)) == len(ids), "many sentences may fit"


def test_without_marks_the_start_is_taken_and_every_length_comes_up():
    rng = np.random.default_rng(0)
    lengths = Counter(len(crop(np.arange(99, dtype=np.int32), ENDS[:0], rng)) for _ in range(3_000))
    assert sorted(lengths) == list(range(SHORTEST, LONGEST + 1))
    assert min(lengths.values()) > 60


def test_marks_are_known_by_the_vocabulary():
    known = Vocabulary(["the", ".", "!"])
    assert sentence_ends(known).tolist() == [known.id_of("."), known.id_of("!")]
    assert sentence_ends(Vocabulary(["the"])).tolist() == []


def test_each_review_gives_one_crop():
    # Texts do not overlap, so that a crop tells which review it is of.
    ids = [np.arange(100 * row, 100 * row + 20 * row, dtype=np.int32) for row in range(5)]
    crops, same, other = (crops_of(ids, ENDS, seed) for seed in (3, 3, 4))
    assert len(crops) == len(ids)
    for row, piece in enumerate(crops):
        assert set(piece) <= set(ids[row])
    np.testing.assert_array_equal(np.concatenate(crops), np.concatenate(same))
    assert not np.array_equal(np.concatenate(crops), np.concatenate(other))
