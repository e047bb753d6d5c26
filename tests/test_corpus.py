"""Reviews become numbers the same way for training as for reading, and films stay apart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import tiny_corpus
from hypothesis import given
from hypothesis import strategies as st

from brnn.config import ModelConfig
from brnn.data import corpus
from brnn.data.archive import DataError
from brnn.data.corpus import Examples, Reviews
from brnn.text.tokens import most_frequent, tokenise
from brnn.text.vocabulary import PADDING, UNKNOWN, Vocabulary

texts = st.lists(
    st.text(st.characters(), max_size=30)
    | st.sampled_from(["don't <br /> it’s", "Movie! movie", "well-made …", "😊😴", "and and the"]),
    max_size=12,
)


@pytest.fixture(scope="module")
def splits(tmp_path_factory):
    folder = tiny_corpus.write_folder(tmp_path_factory.mktemp("tiny"))
    return corpus.load(folder, unlabelled=True)


def reviews_of(films: list[str], texts: list[str] | None = None) -> Reviews:
    texts = texts or [f"review {n}" for n in range(len(films))]
    return Reviews(tuple(texts), np.arange(len(films), dtype=np.uint8) % 2, tuple(films))


# Splits


def test_labels_mean_the_same_in_every_split(splits):
    for name in ("train", "test"):
        by_label = {
            0: tiny_corpus.reviews(f"{name}/neg"),
            1: tiny_corpus.reviews(f"{name}/pos"),
        }
        for label, expected in by_label.items():
            rows = np.flatnonzero(splits[name].labels == label)
            assert [splits[name].texts[row] for row in rows] == expected
    assert set(splits["unlabelled"].labels) == {corpus.UNLABELLED}


def test_a_review_keeps_its_film(splits):
    films = tiny_corpus.films("train/neg") + tiny_corpus.films("train/pos")
    assert list(splits["train"].films) == films


def test_reviews_lie_in_the_order_of_their_numbers_not_of_their_names(splits):
    # As names, "10_2.txt" would come before "2_2.txt".
    assert list(splits["test"].texts[:24]) == tiny_corpus.reviews("test/neg")


def test_unlabelled_reviews_are_read_only_if_asked_for(tmp_path):
    assert set(corpus.load(tiny_corpus.write_folder(tmp_path))) == {"train", "test"}


def test_archive_and_folder_give_the_same_reviews(splits, tmp_path):
    read = corpus.load(tiny_corpus.write_archive(tmp_path / "tiny.tar.gz"), unlabelled=True)
    assert corpus.checksum(read) == corpus.checksum(splits)
    for name, reviews in splits.items():
        assert read[name].texts == reviews.texts
        assert read[name].films == reviews.films
        np.testing.assert_array_equal(read[name].labels, reviews.labels)


def test_the_checksum_changes_with_a_text_a_label_or_a_split(splits):
    train = splits["train"]
    changed = [
        {"train": dataclasses.replace(train, texts=("changed", *train.texts[1:]))},
        {"train": dataclasses.replace(train, labels=1 - train.labels)},
        {"test": train},
        {"train": train.take(np.arange(5))},
    ]
    checksums = [corpus.checksum(c) for c in ({"train": train}, *changed)]
    assert len(set(checksums)) == len(checksums)
    shuffled = train.take(np.random.default_rng(0).permutation(len(train)))
    assert corpus.checksum({"train": shuffled}) == checksums[0]


def test_a_folder_without_reviews_is_named(tmp_path):
    tiny_corpus.write_folder(tmp_path)
    for file in (tmp_path / "test/pos").iterdir():
        file.unlink()
    with pytest.raises(DataError, match="no reviews in test/pos"):
        corpus.load(tmp_path)


def test_a_text_without_its_list_has_no_film_and_validation_says_so(tmp_path):
    tiny_corpus.write_folder(tmp_path)
    (tmp_path / "train/urls_pos.txt").unlink()
    train = corpus.load(tmp_path)["train"]  # enough for the article's recipe
    assert set(train.films[24:]) == {""}
    with pytest.raises(DataError, match=r"urls_\*\.txt"):
        corpus.hold_out_films(train, 0.1, 0)


# Validation


@pytest.mark.parametrize("seed", range(5))
def test_no_film_and_no_text_is_on_both_sides(splits, seed):
    kept, held_out = corpus.hold_out_films(splits["train"], 0.25, seed)
    assert not set(kept.films) & set(held_out.films)
    assert not set(kept.texts) & set(held_out.texts)
    together = sorted(zip(kept.texts + held_out.texts, kept.films + held_out.films, strict=True))
    assert together == sorted(zip(splits["train"].texts, splits["train"].films, strict=True))


def test_films_linked_by_a_text_stay_together_however_far_the_chain_goes():
    films = ["a", "a", "b", "b", "c", "c", "d", "e", "f", "g", "h", "i"]
    shared = ["0", "1", "1", "2", "2", "3", *"456789"]  # a and b share "1", b and c share "2"
    sides = []
    for seed in range(40):
        _, held_out = corpus.hold_out_films(reviews_of(films, shared), 0.5, seed)
        sides.append(frozenset("abc") & frozenset(held_out.films))
    assert set(sides) == {frozenset(), frozenset("abc")}


def test_holding_out_is_seeded(splits):
    first, again, other = (corpus.hold_out_films(splits["train"], 0.25, seed)[1].texts for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_holding_out_does_not_depend_on_the_order_of_the_reviews(splits):
    train = splits["train"]
    backwards = train.take(np.arange(len(train))[::-1])
    expected = corpus.hold_out_films(train, 0.25, 3)[1].films
    assert set(corpus.hold_out_films(backwards, 0.25, 3)[1].films) == set(expected)


@given(
    sizes=st.lists(st.integers(1, 5), min_size=20, max_size=50),
    share=st.floats(0.1, 0.5),
)
def test_the_share_held_out_is_about_right(sizes, share):
    films = [f"film {number}" for number, size in enumerate(sizes) for _ in range(size)]
    kept, held_out = corpus.hold_out_films(reviews_of(films), share, 0)
    assert len(kept) + len(held_out) == len(films)
    assert abs(len(held_out) - share * len(films)) <= max(sizes)


@pytest.mark.parametrize(("films", "share"), [(["a"] * 9, 0.3), (["a", "b"], 0.1), (["a"], 1.0)])
def test_too_few_films_to_hold_any_out_is_said(films, share):
    with pytest.raises(DataError, match="too few films"):
        corpus.hold_out_films(reviews_of(films), share, 0)


# Numbers


@given(
    texts=texts,
    max_words=st.integers(1, 8),
    keep=st.sampled_from(["start", "end"]),
    punctuation=st.booleans(),
)
def test_training_reads_a_text_as_serving_reads_it(texts, max_words, keep, punctuation):
    config = ModelConfig(max_words=max_words, keep=keep, punctuation=punctuation)
    tokens = tokenise(texts, punctuation)
    vocabulary = most_frequent(tokens, 5)
    examples = corpus.encode(tokens, np.zeros(len(texts), np.uint8), vocabulary, config)
    assert len(examples) == len(texts)
    for ids, t in zip(examples.ids, texts, strict=True):
        np.testing.assert_array_equal(ids, vocabulary.encode(t, config).ids)


@pytest.mark.parametrize("keep", ["start", "end"])
@pytest.mark.parametrize("punctuation", [False, True])
def test_every_review_is_trained_on_as_it_would_be_read(splits, keep, punctuation):
    config = ModelConfig(max_words=20, keep=keep, punctuation=punctuation)
    tokens = {name: tokenise(split.texts, punctuation) for name, split in splits.items()}
    vocabulary = most_frequent(tokens["train"], 50)
    for name, split in splits.items():
        examples = corpus.encode(tokens[name], split.labels, vocabulary, config)
        np.testing.assert_array_equal(examples.labels, split.labels)
        for ids, t in zip(examples.ids, split.texts, strict=True):
            np.testing.assert_array_equal(ids, vocabulary.encode(t, config).ids)
            assert PADDING not in ids


def test_the_end_that_is_kept_is_the_end_that_is_read():
    vocabulary = Vocabulary(["one", "two", "three", "four"])
    tokens = tokenise(["one two three four"], False)
    label = np.zeros(1, np.uint8)
    for keep, expected in (("start", [2, 3, 4]), ("end", [3, 4, 5])):
        config = ModelConfig(max_words=3, keep=keep)
        assert corpus.encode(tokens, label, vocabulary, config).ids[0].tolist() == expected


def test_a_word_of_other_splits_alone_is_unknown(splits):
    vocabulary = most_frequent(tokenise(splits["train"].texts, False), 10_000)
    tokens = tokenise(["balcony row"], False)  # "balcony" stands in test reviews alone
    ids = corpus.encode(tokens, np.zeros(1, np.uint8), vocabulary, ModelConfig()).ids[0]
    assert ids[0] == UNKNOWN
    assert ids[1] != UNKNOWN


def test_the_share_of_known_words_counts_words_not_reviews():
    ids = [np.array([UNKNOWN, 2, 3], np.int32), np.array([], np.int32), np.array([4], np.int32)]
    assert corpus.known_share(Examples(ids, np.zeros(3, np.uint8))) == 0.75
