"""Words and ids; which words of a long text are read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brnn.config import ModelConfig
from brnn.text.vocabulary import PADDING, UNKNOWN, Vocabulary, pad, window

ODD_WORDS = (
    "a\u2028b",
    "a\x85b",
    "a\rb",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\u2029",
    "\ufeff",
    " ",
    "\x00",
    "😀",
)


def statuses(text, **settings):
    encoded = Vocabulary(["good", "film"]).encode(text, ModelConfig(**settings))
    return [(word.text, word.status) for word in encoded.text_words]


def test_padding_is_0_unknown_is_1_and_words_follow_in_order():
    vocabulary = Vocabulary(["the", "a", "film"])
    assert (PADDING, UNKNOWN) == (0, 1)
    assert [vocabulary.id_of(word) for word in ("the", "a", "film", "other")] == [2, 3, 4, UNKNOWN]
    assert len(vocabulary) == 5


@given(st.text(st.characters()))
def test_no_text_encodes_to_the_padding_id(text):
    vocabulary = Vocabulary(["the", "a"])
    ids = vocabulary.encode(text, ModelConfig(punctuation=True)).ids
    assert ids.dtype == np.int32
    assert ((ids >= UNKNOWN) & (ids < len(vocabulary))).all()


@pytest.mark.parametrize("special", ["[padding]", "[unknown]", "[PADDING]"])
def test_no_text_can_name_a_special_id(special):
    encoded = Vocabulary(["the"]).encode(special, ModelConfig(punctuation=True))
    assert set(encoded.ids) == {UNKNOWN}


def test_unknown_words_stay_where_they_stand():
    assert statuses("Good grief, FILM") == [
        ("Good", "read"),
        ("grief", "unknown"),
        ("FILM", "read"),
    ]


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ("start", [("good", "read"), ("one", "unknown"), ("film", "cut off"), ("two", "cut off")]),
        ("end", [("good", "cut off"), ("one", "cut off"), ("film", "read"), ("two", "unknown")]),
    ],
)
def test_a_long_text_is_read_from_the_end_that_is_kept(keep, expected):
    assert statuses("good one film two", max_words=2, keep=keep) == expected


@given(st.integers(0, 30), st.integers(1, 10), st.sampled_from(["start", "end"]))
def test_the_window_holds_as_many_words_as_may_be_read(words, max_words, keep):
    first, last = window(words, ModelConfig(max_words=max_words, keep=keep))
    assert last - first == min(words, max_words)
    assert (first == 0) if keep == "start" else (last == words)


def test_counts_tell_what_was_unknown_and_cut_off():
    encoded = Vocabulary(["good"]).encode("a b good c", ModelConfig(max_words=2, keep="end"))
    assert encoded.words == ("good", "c")
    assert (encoded.unknown_words, encoded.cut_off_words) == (1, 2)


def test_ids_are_padded_on_the_right():
    assert pad([np.array([5], np.int32), np.array([6, 7], np.int32)]).tolist() == [[5, 0], [6, 7]]
    assert pad([]).shape == (0, 0)


plain_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda word: "\n" not in word
)


@given(words=st.lists(plain_words, unique=True))
def test_a_vocabulary_comes_back_as_it_was_saved(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.txt"
    Vocabulary(words).save(path)
    assert Vocabulary.load(path).words == tuple(words)


def test_characters_that_end_lines_elsewhere_do_not_break_the_file(tmp_path):
    path = tmp_path / "vocabulary.txt"
    Vocabulary(ODD_WORDS).save(path)
    assert Vocabulary.load(path).words == ODD_WORDS
    assert path.read_bytes().decode().split("\n")[2:-1] == list(ODD_WORDS)


@pytest.mark.parametrize("words", [["a", "b", "a"], ["a", ""], ["a\nb"]])
def test_words_that_could_not_be_told_apart_are_refused(words):
    with pytest.raises(ValueError, match="vocabulary"):
        Vocabulary(words)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"the\na\n",
        b"[padding]\nthe\n",
        b"[unknown]\n[padding]\nthe\n",
        b"[padding]\n[unknown]\nthe",
        b"[padding]\n[unknown]\nthe\nthe\n",
        b"[padding]\n[unknown]\nthe\n\na\n",
        b"[padding]\n[unknown]\n\xff\xfe\n",
    ],
)
def test_a_damaged_file_is_refused(tmp_path, content):
    path = tmp_path / "vocabulary.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"vocabulary|utf-8"):
        Vocabulary.load(path)
