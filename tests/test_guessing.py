"""Words guessed from their neighbours: the sum, the identities, blanks, and models that guess."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import CELLS, KINDS, WORDS, oracle_reading, random_model, weights_of

from brnn import Analyzer
from brnn.explain.guessing import Guesser
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.model.folder import CONFIG, ModelFolderError
from brnn.model.heads import centred
from brnn.model.hub import names
from brnn.model.weights import HEADS, heads_of
from brnn.text.vocabulary import MARKS, UNKNOWN

TEXT = "the plot was slow but i liked it"
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)


def guesser(cell="gru", direction="bidirectional", **settings) -> Guesser:
    return Guesser(random_model(cell, direction, task="guess", **settings))


def softmax(scores: np.ndarray) -> np.ndarray:
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def by_hand(model, ids: list[int], word: int) -> dict[str, np.ndarray]:
    """The probabilities of all known words by each head, float64, from the formula and an own reading.

    word: its index in the ids, which begin and end with a mark.
    """
    readers = {name: w for name, w in model.weights.items() if name.partition("/")[0] not in HEADS}
    parts = weights_of(dataclasses.replace(model, weights=readers | no_verdict(model)))
    reading = oracle_reading(ids, model.config, parts)
    beside = {"forward": reading.forward[word - 1], "backward": reading.backward[min(word + 1, len(ids) - 1)]}
    found = {}
    for head in heads_of(model.config):
        g, c = (model.weights[f"{head}/{part}"].astype(np.float64) for part in ("words", "bias"))
        heard = sum(beside[reader] @ model.weights[f"{head}/{reader}"] for reader in HEADS[head])
        found[head] = softmax(c + g @ heard)
    return found


def no_verdict(model) -> dict[str, np.ndarray]:
    rows = model.config.units * len(model.config.readers)
    return {"head/kernel": np.zeros((rows, 1), np.float32), "head/bias": np.zeros(1, np.float32)}


@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_probabilities_follow_from_the_formula(cell, direction):
    model = random_model(cell, direction, task="guess")
    own, words = Guesser(model), TEXT.split()
    begin, end = (model.vocabulary.id_of(mark) for mark in MARKS)
    ids = [begin, *(model.vocabulary.id_of(word) for word in words), end]
    found = own.guesses(TEXT)
    assert found.heads == tuple(heads_of(model.config))
    for place, word in enumerate(words):
        expected, guess = by_hand(model, ids, place + 1), own.guess(TEXT, place, most=len(WORDS))
        true = WORDS.index(word)
        for row, head in enumerate(found.heads):
            shares = expected[head]
            assert found.probabilities[row, place] == pytest.approx(shares[true], abs=1e-5)
            assert found.ranks[row, place] == 1 + (shares > shares[true]).sum()
            assert WORDS[found.best[row, place]] == WORDS[shares.argmax()] == guess.candidates[head][0].word
            listed = {one.word: one.probability for one in guess.candidates[head]}
            assert [listed[name] for name in WORDS] == pytest.approx(shares, abs=1e-5)
            truth = guess.truth[head]
            assert (truth.word, truth.rank) == (word, found.ranks[row, place])


def test_candidates_of_one_head_are_told_by_the_others_too():
    own = Guesser(random_model("gru", "bidirectional", task="guess"))
    whole, found = own.guess(TEXT, 1, most=len(WORDS)), own.guess(TEXT, 1, most=2)
    everywhere = {one.word for ones in found.candidates.values() for one in ones}
    assert len(everywhere) > 2
    for head, ones in found.candidates.items():
        assert ones == whole.candidates[head][:2]
        known = {*ones, *found.elsewhere[head]}
        assert {one.word for one in known} == everywhere
        assert known <= {*whole.candidates[head]}
        assert not {*ones} & {*found.elsewhere[head]}


def test_a_surprise_of_one_bit_is_a_probability_of_a_half():
    found = guesser().guesses(TEXT)
    assert found.surprise == pytest.approx(-np.log2(found.probabilities))
    assert (found.surprise > 0).all()


@pytest.mark.parametrize("direction", ["bidirectional", "forward", "backward"])
def test_what_is_said_for_every_word_are_the_terms_of_its_score(direction):
    found = guesser(direction=direction)
    text = f"{TEXT} zebra ___"
    all_said, config = found.guesses(text).said, found.model.config
    head = heads_of(config)[0] if direction != "bidirectional" else "both"
    for place in range(len(text.split())):
        truth = found.guess(text, place).truth[head]
        for reader, said in zip(config.readers, all_said[:, place], strict=True):
            expected = np.nan if truth is None else getattr(truth, reader)
            assert said == pytest.approx(expected, abs=1e-5, nan_ok=True)


@given(TEXTS, st.integers(0, 11), st.sampled_from(CELLS))
def test_the_terms_of_a_score_add_up_to_it(words, place, cell):
    guess = guesser(cell).guess(" ".join(words), place % len(words), most=5)
    for candidates in guess.candidates.values():
        assert max(abs(one.remainder) for one in candidates) <= 1e-4
        assert [one.rank for one in candidates] == sorted(one.rank for one in candidates)
    assert all(one.backward == 0 for one in guess.candidates["past"])
    assert all(one.forward == 0 for one in guess.candidates["future"])


@given(TEXTS, st.integers(0, 11), st.sampled_from((*WORDS, "zebra", "___")))
def test_the_word_that_is_guessed_changes_no_score(words, place, other):
    place %= len(words)
    own, changed = guesser(), [*words]
    changed[place] = other
    before, after = (own.guess(" ".join(text), place, most=len(WORDS)) for text in (words, changed))
    assert before.candidates == after.candidates  # bit for bit


@given(TEXTS, TEXTS, TEXTS)
def test_each_side_speaks_of_its_own_words_alone(left, right, other):
    own = guesser()

    def said(before: list[str], after: list[str]) -> dict[str, tuple[float, float]]:
        guess = own.guess(" ".join([*before, "film", *after]), len(before), most=len(WORDS))
        return {one.word: (one.forward, one.backward) for one in guess.candidates["both"]}

    first, other_left, other_right = said(left, right), said(other, right), said(left, other)
    assert {word: b for word, (_, b) in first.items()} == {word: b for word, (_, b) in other_left.items()}
    assert {word: f for word, (f, _) in first.items()} == {word: f for word, (f, _) in other_right.items()}


def test_a_text_is_judged_once(monkeypatch):
    own = guesser()
    first = own.guesses(TEXT)
    monkeypatch.setattr(own, "_judge", lambda text: pytest.fail("it was judged again"))
    assert own.guesses(TEXT) is first


def test_a_blank_is_one_word_that_is_not_known():
    own = guesser()
    found = own.guesses("i ___ the __ film _____")
    assert found.encoded.words == ("i", "___", "the", "__", "film", "_____")
    assert found.encoded.ids[[1, 3, 5]].tolist() == [UNKNOWN] * 3
    assert found.ranks[:, 1].tolist() == [0, 0, 0]
    assert np.isnan(found.probabilities[:, 1]).all()
    assert np.isfinite(found.probabilities[:, [0, 2, 4]]).all()
    assert own.guess("i ___ it", 1).truth == {"past": None, "both": None, "future": None}


def test_models_that_give_verdicts_know_no_blanks():
    analyzer = Analyzer(random_model())
    assert analyzer.analyze("i ___ it").encoded.words == ("i", "it")


@pytest.mark.parametrize("keep", ["start", "end"])
def test_where_a_text_was_cut_there_is_no_mark(keep):
    model = random_model("gru", task="guess", max_words=4, keep=keep)
    begin, end = (model.vocabulary.id_of(mark) for mark in MARKS)
    mark = model.vocabulary.mark
    assert mark(np.array([2, 3], np.int32), model.config).tolist() == [begin, 2, 3, end]
    cut = mark(np.array([2, 3, 4, 5], np.int32), model.config).tolist()
    assert cut == ([begin, 2, 3, 4, 5] if keep == "start" else [2, 3, 4, 5, end])
    whole = Guesser(model).guesses("the plot was slow")  # as many words as are read, but nothing was cut
    assert whole.marks == (True, True)
    # What a reader has not read leaves it in its first state: its terms are zero but for rounding.
    own = Guesser(model)
    place = 0 if keep == "end" else 3
    guess = own.guess("the plot was slow but i liked it", place, most=len(WORDS))
    side = "forward" if keep == "end" else "backward"
    assert {getattr(one, side) for one in guess.candidates["both"]} == {0.0}


def test_a_text_without_words_has_no_guesses():
    found = guesser().guesses(" \n ")
    assert found.probabilities.shape == (3, 0)
    with pytest.raises(ValueError, match="word must be from 0 to -1"):
        guesser().guess("", 0)


def test_settings_out_of_range_are_refused():
    with pytest.raises(ValueError, match="word must be from 0 to 7, got 8"):
        guesser().guess(TEXT, 8)
    with pytest.raises(ValueError, match="most must be from 1 to 50, got 0"):
        guesser().guess(TEXT, 0, most=0)


def test_centred_terms_have_a_mean_of_zero_and_change_no_probability():
    model = random_model("gru", task="guess")
    same = dataclasses.replace(model, weights=centred(model.weights))
    one, other = (Guesser(m).guess(TEXT, 3, most=len(WORDS)) for m in (model, same))
    for head in HEADS:
        shares = {c.word: c.probability for c in one.candidates[head]}
        assert {c.word: c.probability for c in other.candidates[head]} == pytest.approx(shares, abs=1e-6)
        for term in ("bias", "forward", "backward"):
            assert np.mean([getattr(c, term) for c in other.candidates[head]]) == pytest.approx(0, abs=1e-5)
            assert term == "bias" or abs(np.mean([getattr(c, term) for c in one.candidates["both"]])) > 1e-3


@pytest.fixture
def saved_guesser(tmp_path):
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess", "float16")
    return tmp_path / "guess"


def test_a_model_that_guesses_is_saved_and_loaded(saved_guesser):
    found = Guesser.load(saved_guesser).guesses(TEXT)
    expected = guesser().guesses(TEXT)
    assert found.probabilities == pytest.approx(expected.probabilities, abs=0.01)
    assert json.loads((saved_guesser / CONFIG).read_text())["task"] == "guess"


def test_a_model_is_not_taken_for_one_of_the_other_kind(saved_guesser, saved):
    with pytest.raises(ModelFolderError, match="gives guesses of words, but no verdicts"):
        Analyzer.load(saved_guesser)
    with pytest.raises(ModelFolderError, match="gives verdicts, but no guesses"):
        Guesser.load(saved)


def test_without_the_marks_in_its_vocabulary_it_is_not_loaded(saved, saved_guesser):
    for folder, change in ((saved, "guess"), (saved_guesser, "verdict")):
        settings = json.loads((folder / CONFIG).read_text())
        (folder / CONFIG).write_text(json.dumps(settings | {"task": change}))
        with pytest.raises(ModelFolderError, match=r"vocabulary\.txt: it lacks the marks|model\.weights\.h5"):
            model_folder.load(folder)


def test_models_of_a_folder_are_told_apart_by_what_they_do(saved_guesser, monkeypatch):
    folder = saved_guesser.parent
    model_folder.save(random_model(), folder / "mine")
    assert [*names.named_in([str(folder)])] == ["mine"]
    assert [*names.named_in([str(folder)], "guess")] == ["guess"]
    assert [*names.named_in([str(saved_guesser), str(folder / "mine")])] == ["mine"]
    monkeypatch.setattr(shelf, "ASSETS", folder)
    assert names.load(None, "guess").name == "random"
    assert [*names.named_in(["guess", "mine"], "guess")] == ["guess"]
    assert names.folder_of("guess") == saved_guesser


def test_without_a_shipped_model_it_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "ASSETS", tmp_path)
    with pytest.raises(ModelFolderError, match=r"there is no model folder .*guess"):
        Guesser.load()
