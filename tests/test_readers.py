"""The readers in NumPy: the equations of every cell, and numbers that depend on nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import CELLS, DIRECTIONS, KINDS, oracle_reading, random_analyzer, weights_of
from threadpoolctl import OpenBLASController, ThreadpoolController, threadpool_limits

from brnn.config import Cell
from brnn.model import cells
from brnn.model.one_thread import OneThread

LENGTHS = (0, 1, 2, 50, 500)
SIZES = {"small": {}, "large": {"units": 65}}
kinds = st.sampled_from(KINDS)
lengths = st.lists(st.integers(0, 9) | st.integers(0, 80), min_size=1, max_size=70)


def texts_of(lengths, seed=1):
    random = np.random.default_rng(seed)
    return [random.integers(1, 20, length, dtype=np.int32) for length in lengths]


def readers_of(kind, **settings):
    return random_analyzer(*kind, **settings)._readers


def bits(reading) -> tuple[bytes, bytes, float]:
    return reading.forward.tobytes(), reading.backward.tobytes(), reading.logit


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_states_and_logit_equal_the_oracle(kind, length):
    (ids,) = texts_of([length])
    model = random_analyzer(*kind).model
    expected = oracle_reading(ids, model.config, weights_of(model))
    reading = readers_of(kind).read(ids)
    assert reading.forward.shape == expected.forward.shape
    assert reading.backward.shape == expected.backward.shape
    np.testing.assert_allclose(reading.forward, expected.forward, rtol=0, atol=1e-5)
    np.testing.assert_allclose(reading.backward, expected.backward, rtol=0, atol=1e-5)
    assert reading.logit == pytest.approx(expected.logit, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_reader_has_no_units(kind):
    reading = readers_of(kind).read(*texts_of([3]))
    assert reading.forward.shape == (3, 0 if kind[1] == "backward" else 6)
    assert reading.backward.shape == (3, 0 if kind[1] == "forward" else 6)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_head_weights_belong_to_the_reader_that_they_weigh(direction):
    analyzer = random_analyzer("simple", direction)
    forward, backward = analyzer._readers.head_weights()
    kernel = analyzer.model.weights["head/kernel"][:, 0]
    assert np.concatenate([forward, backward]).tolist() == kernel.tolist()
    assert len(forward) == (0 if direction == "backward" else 6)
    assert len(backward) == (0 if direction == "forward" else 6)


@pytest.mark.parametrize("kind", KINDS)
def test_no_words_leave_the_bias_alone(kind):
    readers, (nothing, ids) = readers_of(kind), texts_of([0, 3])
    assert readers.read(nothing).logit == readers.bias
    assert readers.final([nothing, ids]).logits[0] == np.float32(readers.bias)
    assert len(readers.final([]).logits) == len(readers.read_all([])) == 0


# Numbers that depend on nothing else


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_read_to_the_same_bits_whatever_is_read_beside_it(kind, size):
    readers = readers_of(kind, **SIZES[size])

    @given(lengths, st.integers(0, 99))
    def check(lengths, seed):
        texts = texts_of(lengths, seed)
        final = readers.final(texts)
        for place, reading in enumerate(readers.read_all(texts)):
            assert bits(reading) == bits(readers.read(texts[place]))
            assert final.logits[place] == np.float32(reading.logit)
            if lengths[place]:
                assert final.forward[place].tobytes() == reading.forward[-1].tobytes()
                assert final.backward[place].tobytes() == reading.backward[0].tobytes()

    check()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_a_span_is_read_to_the_same_bits_as_if_it_had_been_typed(kind, size):
    readers = readers_of(kind, **SIZES[size])
    (ids,) = texts_of([70])  # more rows than a batch has
    spans = [(word, word + 1) for word in range(70)] + [(0, 70), (5, 40), (68, 70), (0, 3)]
    found = readers.without(ids, spans)
    expected = readers.final([np.delete(ids, slice(*span)) for span in spans])
    for one, other in zip(found, expected, strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_beginning_and_end_is_read_to_the_same_bits_as_if_it_had_been_typed(kind, size):
    readers = readers_of(kind, **SIZES[size])
    (ids,) = texts_of([70])
    parts = ([ids[: t + 1] for t in range(70)], [ids[t:] for t in range(70)])
    for found, texts in zip(readers.endings(ids), parts, strict=True):
        for one, other in zip(found, readers.final(texts), strict=True):
            assert one.tobytes() == other.tobytes()


def blas_threads() -> set[int]:
    """NumPy's; SciPy brings a library of its own."""
    blas = ThreadpoolController().select(user_api="blas").lib_controllers
    return {library.num_threads for library in blas if "scipy.libs" not in library.filepath}


@pytest.fixture
def two_threads():
    """BLAS with two threads, whoever set others before."""
    OpenBLASController.clear_controlling_thread(force=True)
    with threadpool_limits(2):
        yield
    OpenBLASController.clear_controlling_thread(force=True)


@pytest.mark.parametrize(
    "read",
    [
        lambda readers, ids: readers.read(ids),
        lambda readers, ids: readers.final([ids]),
        lambda readers, ids: readers.without(ids, [(0, 1)]),
        lambda readers, ids: readers.endings(ids),
    ],
)
def test_every_reading_keeps_blas_to_one_thread(read, two_threads, monkeypatch):
    seen, product = set(), np.vecmat

    def watched(*arguments):
        seen.update(blas_threads())
        return product(*arguments)

    monkeypatch.setattr(np, "vecmat", watched)
    read(readers_of(("gru", "bidirectional")), *texts_of([2]))
    assert seen == {1}
    assert blas_threads() == {2}


def test_blas_has_one_thread_whichever_thread_reads_and_all_again_when_nobody_does(two_threads):
    one_thread = OneThread()
    seen = []

    def inside() -> None:
        with one_thread:
            seen.append(blas_threads())

    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:  # both live on
        for pool in (first, second, first):
            pool.submit(inside).result()
            seen.append(blas_threads())
        first.submit(one_thread.__enter__).result()
        second.submit(one_thread.__enter__).result()
        first.submit(one_thread.__exit__).result()
        seen.append(blas_threads())
        second.submit(one_thread.__exit__).result()
        seen.append(blas_threads())
    assert seen == [{1}, {2}] * 4


# One list of cells


def test_every_cell_of_the_settings_has_its_equations():
    assert tuple(cells.CELLS) == Cell.__args__ == CELLS


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_saturates_without_a_warning(cell):
    kind = cells.CELLS[cell]
    x = np.linspace(-500, 500, 12 * len(kind.gates), dtype=np.float32)
    states = kind.step(x, x[::-1], *[np.ones(12, np.float32)] * kind.states)
    assert len(states) == kind.states
    assert all(np.isfinite(state).all() and state.dtype == np.float32 for state in states)
