"""A fit learns, can be stopped after any epoch, and keeps the epoch it says it keeps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import tiny_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brnn.config import ModelConfig, TrainingConfig
from brnn.data import corpus
from brnn.data.corpus import Examples
from brnn.model.backend import keras
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import measure
from brnn.model.network import Network
from brnn.text.tokens import most_frequent, tokenise
from brnn.text.vocabulary import PADDING, UNKNOWN, pad
from brnn.training import fit as training
from brnn.training.checkpoint import CheckpointError
from brnn.training.fit import Fit
from brnn.training.stage import batches_of_like_length, learning_rate_at

CONFIG = ModelConfig(units=8, embedding_size=8, vocabulary_size=100, max_words=20)
QUICK = TrainingConfig(batch_size=8, epochs=3, learning_rate=0.01, selection="last")


@pytest.fixture(scope="module")
def examples(tmp_path_factory) -> dict[str, Examples]:
    splits = corpus.load(tiny_corpus.write_folder(tmp_path_factory.mktemp("tiny")))
    splits["train"], splits["validation"] = corpus.hold_out_films(splits["train"], 0.2, 0)
    tokens = {name: tokenise(split.texts, False) for name, split in splits.items()}
    vocabulary = most_frequent(tokens["train"], CONFIG.vocabulary_size)
    return {
        name: corpus.encode(tokens[name], split.labels, vocabulary, CONFIG) for name, split in splits.items()
    }


def measured(network: Network, examples: Examples) -> dict:
    return measure(CompiledNetwork(network).logits(examples.ids), examples.labels)


@cache
def compiled_fit(cell: str, dropout: float) -> tuple[Fit, list]:
    """A fit, which takes seconds to compile, and the values its variables start from."""
    keras.utils.set_random_seed(1)
    model = ModelConfig.from_json(CONFIG.to_json() | {"cell": cell})
    fit = Fit(Network(model, 102, dropout), QUICK)
    return fit, [variable.numpy() for variable in fit._variables]


def new_fit(config: TrainingConfig = QUICK, cell: str = "simple", shift: float = 0.0) -> Fit:
    """A fit at its beginning, all weights shifted; the one before it of the same kind is gone."""
    fit, start = compiled_fit(cell, config.dropout)
    for variable, value in zip(fit._variables, start, strict=True):
        variable.assign(value)
    fit.network.set_weights([weights + shift for weights in fit.network.get_weights()])
    fit.optimizer.learning_rate = config.learning_rate
    fit.config, fit.history, fit.best = config, [], None
    return fit


@pytest.fixture
def any_fit():
    """A fit that is only saved and restored, never run: nothing of it is compiled."""
    return Fit(Network(CONFIG, 102), QUICK)


def changed(config: TrainingConfig = QUICK, **values) -> TrainingConfig:
    return TrainingConfig.from_json(config.to_json() | values)


def assert_same(weights: list, others: list) -> None:
    for mine, theirs in zip(weights, others, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def without_seconds(history: list) -> list:
    return [{name: value for name, value in e.items() if name != "seconds"} for e in history]


# Learning


def test_a_fit_lowers_the_loss_and_gets_its_reviews_right(examples):
    fit = new_fit(changed(epochs=8, learning_rate=0.03))
    fit.run(examples["train"], {})
    losses = [epoch["loss"] for epoch in fit.history]
    assert losses[-1] < 0.2 < losses[0]
    figures = measured(fit.network, examples["train"])
    assert figures["accuracy"] == 1.0
    assert measured(fit.network, examples["test"])["accuracy"] > 0.9


def test_an_epoch_says_what_it_did(examples):
    fit = new_fit(changed(epochs=1, learning_rate=1e-7))  # the weights stay where they were
    expected = measured(fit.network, examples["train"])
    fit.run(examples["train"], {"test": examples["test"]})
    (epoch,) = fit.history
    assert epoch["epoch"] == 1
    assert epoch["n"] == len(examples["train"])
    assert epoch["loss"] == pytest.approx(expected["log_loss"], abs=1e-4)
    assert epoch["accuracy"] == pytest.approx(expected["accuracy"], abs=0.05)
    assert epoch["test"]["n"] == len(examples["test"])


def test_a_training_that_diverges_ends_with_advice(examples, monkeypatch):
    fit = new_fit()
    monkeypatch.setattr(fit, "_step", lambda *_: (np.nan, 0.0))
    monkeypatch.setattr(fit, "_masked_step", fit._step)
    with pytest.raises(
        CheckpointError, match="the loss of epoch 1 is not a number: try a lower --learning-rate"
    ):
        fit.run(examples["train"], {})
    assert not fit.history


def test_reviews_without_words_are_not_counted(examples):
    train = examples["train"]
    silent = Examples([*train.ids, np.array([], np.int32)], np.append(train.labels, 1))
    fit = new_fit(changed(epochs=1))
    fit.run(silent, {})
    assert fit.history[0]["n"] == len(train)


@pytest.mark.parametrize("cell", ["simple", "gru", "lstm"])
def test_a_step_with_padding_makes_the_update_of_one_without(examples, cell):
    rows = [row for row, ids in enumerate(examples["train"].ids) if len(ids) >= 6][::5]
    ids = pad([examples["train"].ids[row][:6] for row in rows])
    labels = examples["train"].labels[rows].astype(np.float32)
    padded = np.pad(ids, ((0, 0), (0, 5)))
    before = new_fit(cell=cell).network.get_weights()

    def after_three(step: str, ids) -> list:
        fit = new_fit(cell=cell)
        for _ in range(3):
            getattr(fit, step)(ids, labels)
        return fit.network.get_weights()

    plain, masked = after_three("_step", ids), after_three("_masked_step", ids)
    for start, one, two, three in zip(
        before, plain, masked, after_three("_masked_step", padded), strict=True
    ):
        np.testing.assert_allclose(two, one, rtol=0, atol=1e-5)
        np.testing.assert_allclose(three, one, rtol=0, atol=1e-5)
        assert np.abs(one - start).max() > 5e-4


def test_only_batches_that_need_it_are_masked(examples, monkeypatch):
    fit = new_fit(changed(epochs=1))
    seen = {"plain": [], "masked": []}
    plain, masked = fit._step, fit._masked_step
    monkeypatch.setattr(fit, "_step", lambda ids, y: (seen["plain"].append(ids), plain(ids, y))[1])
    monkeypatch.setattr(fit, "_masked_step", lambda ids, y: (seen["masked"].append(ids), masked(ids, y))[1])
    fit.run(examples["train"], {})
    assert seen["plain"]
    assert seen["masked"]
    assert all((ids != 0).all() for ids in seen["plain"])
    assert all((ids == 0).any() for ids in seen["masked"])


# Batches


@given(
    lengths=st.lists(st.integers(0, 9), max_size=300),
    size=st.integers(1, 7),
    seed=st.integers(0, 99),
)
def test_batches_hold_every_row_with_words_once_and_sorted(lengths, size, seed):
    batches = batches_of_like_length(lengths, size, np.random.default_rng(seed))
    rows = [int(row) for batch in batches for row in batch]
    assert sorted(rows) == [row for row, length in enumerate(lengths) if length]
    for batch in batches:
        assert 1 <= len(batch) <= size
        assert list(batch) == sorted(batch, key=lambda row: lengths[row])
    again = batches_of_like_length(lengths, size, np.random.default_rng(seed))
    assert [list(batch) for batch in again] == [list(batch) for batch in batches]


def test_batches_are_of_like_length_and_differ_from_epoch_to_epoch():
    lengths = list(np.random.default_rng(0).integers(1, 200, 3_200))
    first, second = (
        batches_of_like_length(lengths, 32, np.random.default_rng([0, epoch])) for epoch in (1, 2)
    )
    spread = [lengths[batch[-1]] - lengths[batch[0]] for batch in first]
    assert np.mean(spread) < 10
    assert [list(batch) for batch in first] != [list(batch) for batch in second]
    assert np.corrcoef(range(len(first)), [lengths[b[0]] for b in first])[0, 1] < 0.3


# Stopping and going on


@pytest.mark.parametrize(("selection", "dropout"), [("last", 0.5), ("validation", 0.0)])
def test_a_run_that_goes_on_equals_one_that_was_never_stopped(examples, tmp_path, selection, dropout):
    config = changed(selection=selection, dropout=dropout)
    watched = {"validation": examples["validation"]}
    uninterrupted = new_fit(config)
    uninterrupted.run(examples["train"], watched)
    history, kept = without_seconds(uninterrupted.history), uninterrupted.kept_epoch
    weights = uninterrupted.network.get_weights()

    class Killed(Exception):
        pass

    def save_then_stop(epoch):
        stopped.save(tmp_path / "state.npz", {"seed": 1})
        if epoch["epoch"] == 2:
            raise Killed

    stopped = new_fit(config)
    with pytest.raises(Killed):
        stopped.run(examples["train"], watched, save_then_stop)
    continued = new_fit(config, shift=1.0)  # other weights, until the state is read
    continued.restore(tmp_path / "state.npz", {"seed": 1})
    assert len(continued.history) == 2
    continued.run(examples["train"], watched)
    assert without_seconds(continued.history) == history
    assert continued.kept_epoch == kept
    assert_same(continued.network.get_weights(), weights)


def test_a_finished_run_has_nothing_more_to_do(examples, tmp_path):
    config = changed(selection="validation")
    fit = new_fit(config)
    fit.run(
        examples["train"],
        {"validation": examples["validation"]},
        lambda epoch: fit.save(tmp_path / "state.npz", {}),
    )
    weights = fit.network.get_weights()
    again = new_fit(config, shift=1.0)
    again.restore(tmp_path / "state.npz", {})
    again.run(examples["train"], {}, lambda epoch: pytest.fail("an epoch was trained again"))
    assert_same(again.network.get_weights(), weights)


def test_without_a_state_a_run_starts_from_the_beginning_and_says_so(any_fit, tmp_path, capsys):
    any_fit.restore(tmp_path / "state.npz", {})
    assert any_fit.history == []
    assert "starts from the beginning" in capsys.readouterr().out


def test_a_state_of_other_settings_is_refused_with_what_differs(any_fit, tmp_path):
    path = tmp_path / "state.npz"
    any_fit.save(path, {"units": 8, "seed": 1, "reviews": "abc"})
    with pytest.raises(CheckpointError) as refused:
        any_fit.restore(path, {"units": 9, "seed": 1, "reviews": "abd"})
    expected = "other settings: reviews was 'abc', is 'abd', units was 8, is 9"
    assert str(refused.value) == f"{path} belongs to a run with {expected}"


def test_a_state_of_another_network_is_refused(any_fit, tmp_path):
    path = tmp_path / "state.npz"
    any_fit.save(path, {})
    larger = ModelConfig.from_json(CONFIG.to_json() | {"units": 9})
    with pytest.raises(CheckpointError, match="is damaged"):
        Fit(Network(larger, 102), QUICK).restore(path, {})


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """A fit, and the bytes of its state."""
    path = tmp_path_factory.mktemp("state") / "state.npz"
    fit = Fit(Network(CONFIG, 102), QUICK)
    fit.best = fit.network.get_weights()
    fit.history = [{"epoch": 1, "validation": {"accuracy": 0.5}}]
    fit.save(path, {"seed": 1})
    return fit, path.read_bytes()


@pytest.mark.parametrize("kept", [0, 1, 4, 100, 0.5, 0.99, -1])
def test_a_cut_state_is_refused(state, tmp_path, kept):
    fit, whole = state
    path = tmp_path / "state.npz"
    path.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(CheckpointError, match="is damaged"):
        fit.restore(path, {"seed": 1})


@pytest.mark.parametrize("array", [np.arange(3), np.array("text"), np.float32(1)])
def test_an_array_is_no_state(state, tmp_path, array):
    with (tmp_path / "state.npz").open("wb") as file:
        np.save(file, array)
    with pytest.raises(CheckpointError, match="is damaged"):
        state[0].restore(tmp_path / "state.npz", {"seed": 1})


@pytest.mark.parametrize("record", [b"[]", b"{}", b"3", b'{"settings": []}', b"\xff", b""])
def test_a_record_of_another_kind_is_refused(state, tmp_path, record):
    np.savez(tmp_path / "state.npz", record=np.frombuffer(record, np.uint8))
    with pytest.raises(CheckpointError):
        state[0].restore(tmp_path / "state.npz", {"seed": 1})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(place=st.floats(0, 1), value=st.integers(1, 255))
def test_a_state_with_a_byte_changed_is_refused_or_means_the_same(state, tmp_path, place, value):
    fit, whole = state
    content = bytearray(whole)
    content[int(place * (len(content) - 1))] ^= value
    path = tmp_path / "state.npz"
    path.write_bytes(content)
    expected = fit.network.get_weights()
    try:
        fit.restore(path, {"seed": 1})
    except CheckpointError:
        fit.network.set_weights(expected)
    assert_same(fit.network.get_weights(), expected)


@pytest.mark.parametrize(("place", "bit"), [(4, 64), (6, 1), (6, 32), (8, 99)])
def test_a_state_that_claims_an_unknown_kind_of_zip_is_refused(state, tmp_path, place, bit):
    content = bytearray(state[1])
    for signature, offset in ((b"PK\3\4", 0), (b"PK\1\2", 2)):  # the header and the entry of the directory
        content[content.index(signature) + offset + place] ^= bit
    (tmp_path / "state.npz").write_bytes(content)
    with pytest.raises(CheckpointError, match="damaged"):
        state[0].restore(tmp_path / "state.npz", {"seed": 1})


def test_a_state_is_replaced_whole(state, tmp_path, monkeypatch):
    fit, whole = state
    path = tmp_path / "state.npz"
    path.write_bytes(whole)

    def killed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("brnn.model.folder.os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        fit.save(path, {"seed": 2})
    assert path.read_bytes() == whole


# Choosing an epoch


@pytest.mark.parametrize(
    ("losses", "kept"), [([0.5, 0.2, 0.3], 2), ([0.5, 0.4, 0.3], 3), ([0.1, 0.1, 0.1], 1)]
)
def test_the_epoch_kept_is_the_best_on_validation(examples, monkeypatch, losses, kept):
    scripted = iter(losses)
    monkeypatch.setattr(training, "measure", lambda logits, labels: {"n": 1, "log_loss": next(scripted)})
    weights = []
    fit = new_fit(changed(selection="validation"))
    fit.run(
        examples["train"],
        {"validation": examples["validation"]},
        lambda epoch: weights.append(fit.network.get_weights()),
    )
    assert fit.kept_epoch == kept
    assert_same(fit.network.get_weights(), weights[kept - 1])


def test_the_last_epoch_is_kept_where_that_is_the_recipe(examples, monkeypatch):
    monkeypatch.setattr(
        training, "measure", lambda logits, labels: {"n": 1, "accuracy": 1 - len(fit.history)}
    )
    weights = []
    fit = new_fit()
    fit.run(
        examples["train"],
        {"test": examples["test"]},
        lambda epoch: weights.append(fit.network.get_weights()),
    )
    assert fit.kept_epoch == 3
    assert_same(fit.network.get_weights(), weights[-1])


def test_measuring_leaves_the_network_as_it_is(examples):
    fit = new_fit(changed(dropout=0.5))
    before = [w.copy() for w in fit.network.get_weights()]
    first = measured(fit.network, examples["test"])
    assert measured(fit.network, examples["test"]) == first  # no dropout
    assert_same(fit.network.get_weights(), before)


def test_the_table_shows_every_epoch_and_the_one_that_is_kept(examples):
    fit = new_fit(changed(selection="validation"))
    fit.run(examples["train"], {"validation": examples["validation"]})
    metrics = training.record(fit, examples)
    metrics["test"] = measured(fit.network, examples["test"])
    lines = training.table(metrics).splitlines()
    assert [line.endswith("kept") for line in lines[1:4]] == [epoch == fit.kept_epoch for epoch in (1, 2, 3)]
    assert lines[-1].startswith("test: ")
    assert "of 48 reviews" in lines[-1]


def test_what_is_recorded_is_what_was_read(examples):
    fit = new_fit(changed(epochs=1))
    fit.run(examples["train"], {})
    metrics = training.record(fit, examples)
    assert metrics["sizes"] == {name: len(split) for name, split in examples.items()}
    assert metrics["parameters"] == sum(w.size for w in fit.network.get_weights())
    assert metrics["training"] == fit.config.to_json()
    assert 0.5 < metrics["words_known"] <= 1


def test_logits_do_not_depend_on_what_else_is_in_the_batch(examples):
    network = CompiledNetwork(new_fit().network)
    together = network.logits(examples["test"].ids)
    alone = [network.logits([ids])[0] for ids in examples["test"].ids[::7]]
    np.testing.assert_allclose(together[::7], alone, rtol=0, atol=1e-6)


def test_a_constant_step_size_stays_and_a_cosine_rises_and_falls():
    assert {learning_rate_at(at, QUICK) for at in (0, 0.3, 0.99)} == {QUICK.learning_rate}
    cosine = changed(schedule="cosine")
    rates = [learning_rate_at(at / 100, cosine) / QUICK.learning_rate for at in range(100)]
    peak = int(np.argmax(rates))
    assert rates[0] < 0.1
    assert rates[peak] == pytest.approx(1, abs=0.02)
    assert 3 <= peak <= 7
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert 0.01 <= rates[-1] < 0.02


def test_hidden_words_are_unknown_and_padding_is_never_hidden():
    fit = Fit(Network(CONFIG, 102), changed(hidden_words=0.5))
    ids = np.full((40, 50), 7, np.int32)
    ids[:, 30:] = PADDING
    hidden = fit._hide(ids).numpy()
    assert (hidden[:, 30:] == PADDING).all()
    assert set(hidden[:, :30].flat) == {7, UNKNOWN}
    assert np.mean(hidden[:, :30] == UNKNOWN) == pytest.approx(0.5, abs=0.06)


def test_what_is_hidden_does_not_depend_on_whether_the_run_was_stopped(examples):
    config = changed(hidden_words=0.3, epochs=2)
    keras.utils.set_random_seed(1)
    fit = Fit(Network(CONFIG, 102, 0.0, 0.2), config)
    start = [variable.numpy() for variable in fit._variables]
    fit.run(examples["train"], {})
    whole = fit.network.get_weights()
    for variable, value in zip(fit._variables, start, strict=True):
        variable.assign(value)
    fit._train_epoch(examples["train"], 1)
    fit.network.reseed(8, 8)
    fit._train_epoch(examples["train"], 2)
    assert_same(fit.network.get_weights(), whole)
