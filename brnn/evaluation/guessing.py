"""Measure how well a model guesses the words of test reviews: from the past, the future, and both.

The perplexity here is a pseudo-perplexity (Salazar et al. 2020): each word is guessed with all of its
neighbours on a side given. It must not be compared with that of a language model that reads from one end.

Rows beside those of the heads: "nothing" guesses by how often a word occurs in the reviews of the training;
"other_future" and "other_past" are the head that listens to both readers, of which one reads another review.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.evaluation.report import guess_card_text
from brnn.evaluation.study.intervals import Films
from brnn.evaluation.word_kinds import KINDS, groups
from brnn.model.folder import Model, save
from brnn.model.heads import Heads, beside
from brnn.model.readers import Readers
from brnn.records import READERS, Head, Reader
from brnn.text.vocabulary import SPECIAL
from brnn.training.guess_recipe import GuessRun
from brnn.training.recipe import WEIGHTS_DTYPE

REVIEWS = 2_000
"""How many test reviews are guessed: about 450,000 words."""
_AT_ONCE, _SEED = 64, 0
_FIRST = len(SPECIAL)
Ids = NDArray[np.int32]


def publish(run: GuessRun, output: Path, whole: bool = True) -> dict[str, Any]:
    """Measure a trained model, save it, and return its metrics. The test split is read here, once.

    whole: whether to save the model; otherwise only the metrics are returned.
    """
    rounded = {name: array.astype(WEIGHTS_DTYPE).astype(np.float32) for name, array in run.weights.items()}
    model = Model(output.name, run.preset.model, run.data.vocabulary, rounded, task="guess")
    examples, exam = run.data.examples, run.data.exam
    learnt_from = examples["train"].ids + examples["unlabelled"].ids
    metrics = run.metrics() | {
        "guesses": measure_guesses(model, examples["test"].ids, exam.films, learnt_from)
    }
    if whole:
        card = guess_card_text(model.name, model.config, metrics)
        save(dataclasses.replace(model, metrics=metrics), output, WEIGHTS_DTYPE, card)
    return metrics


def table(metrics: dict[str, Any]) -> str:
    """Return the results on the test reviews as a table for the terminal."""
    lines = [
        f"{'guesses from':14} {'words':>9} {'top-1':>7} {'top-5':>7} {'perplexity':>11} {'median rank':>12}"
    ]
    for name, row in metrics["guesses"]["rows"].items():
        one = row["all"]
        lines.append(
            f"{name:14} {one['n']:9,} {one['top1']:7.1%} {one['top5']:7.1%} {one['perplexity']:11.1f} "
            f"{one['median_rank']:12.0f}"
            if one["n"]
            else f"{name:14} {0:9}"
        )
    return "\n".join(lines)


def measure_guesses(
    model: Model, test: list[Ids], films: tuple[str, ...], others: list[Ids]
) -> dict[str, Any]:
    """Return how well a model guesses the known words of test reviews, ready for JSON.

    test: ids of the test reviews, with marks. films: of each of them.
    others: ids of all reviews that the model learnt from, likewise.
    """
    rows = np.random.default_rng(_SEED).permutation(len(test))[:REVIEWS]
    texts = [test[row] for row in rows]
    classes = model.vocabulary.known
    places = [np.flatnonzero((ids >= _FIRST) & (ids < _FIRST + classes)) for ids in texts]
    review = np.repeat(np.arange(len(texts)), [len(found) for found in places])
    found = _guessed(model, texts, places, others)
    kinds = groups(model.vocabulary, texts, review, np.concatenate(places), others)
    resampled = Films(np.array(films)[rows][review], _SEED)
    read = sum(int((ids < _FIRST + classes).sum()) for ids in texts)  # without marks
    figures = {
        "reviews": len(texts),
        "words": read,
        "known": len(review) / max(1, read),
        "classes": classes,
        "kinds": KINDS,
        "rows": {
            name: {kind: _figures(*guessed, resampled, kinds[kind]) for kind in KINDS if kind in kinds}
            for name, guessed in found.items()
        },
    }
    if {"past", "both", "future"} <= {*found}:
        figures["gains"] = {kind: _gains(found, resampled, among) for kind, among in kinds.items()}
    return figures


Guessed = tuple[NDArray[np.float32], NDArray[np.int32]]
"""Log-probability, in nats, and rank of every known word, (words,) each."""


def _guessed(
    model: Model, texts: list[Ids], places: list[NDArray[np.intp]], others: list[Ids]
) -> dict[str, Guessed]:
    """Return how every known word is guessed, by row of the table. places: of these words in each text."""
    readers, heads = Readers(model.config, model.weights), Heads(model.config, model.weights)
    classes = model.vocabulary.known
    true = np.concatenate([ids[at] for ids, at in zip(texts, places, strict=True)]) - _FIRST
    rows: list[str] = ["nothing", *heads.names]
    if "both" in heads.names:
        rows += ["other_future", "other_past"]
    found = {row: (np.zeros(len(true), np.float32), np.zeros(len(true), np.int32)) for row in rows}
    counts = np.bincount(np.concatenate(others), minlength=_FIRST + classes)[_FIRST : _FIRST + classes] + 1
    shares, order = np.log(counts / counts.sum()), np.argsort(np.argsort(-counts, kind="stable"))
    found["nothing"] = shares[true].astype(np.float32), (1 + order[true]).astype(np.int32)
    rng = np.random.default_rng(_SEED)
    first = 0
    for batch, states in tqdm(_states(readers, texts, places), "Guess", -(-len(texts) // _AT_ONCE)):
        last = first + len(states["forward"])
        drawn = _elsewhere([len(at) for at in places[batch]], rng)
        other = {reader: own[drawn] for reader, own in states.items()}
        given: dict[str, tuple[Head, dict[Reader, NDArray[np.float32]]]] = {
            head: (head, states) for head in heads.names
        } | {
            "other_future": ("both", states | {"backward": other["backward"]}),
            "other_past": ("both", states | {"forward": other["forward"]}),
        }
        for row in rows[1:]:
            judged = heads.judge(*given[row], true[first:last])
            found[row][0][first:last], found[row][1][first:last] = judged.logs, judged.ranks
        first = last
    return found


def _states(
    readers: Readers, texts: list[Ids], places: list[NDArray[np.intp]]
) -> Iterator[tuple[slice, dict[Reader, NDArray[np.float32]]]]:
    """Yield batches of texts, with the states beside all of their known words."""
    for start in range(0, len(texts), _AT_ONCE):
        batch = slice(start, start + _AT_ONCE)
        read = readers.read_all(texts[batch])
        parts = [beside(reading, at) for reading, at in zip(read, places[batch], strict=True)]
        yield batch, {reader: np.concatenate([part[reader] for part in parts]) for reader in READERS}


def _elsewhere(counts: list[int], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return for every word of some texts, one after the other, a random word of another one of them.

    counts: words of each text. A single text has no other: its words get words of its own.
    """
    own, total = np.repeat(counts, counts), sum(counts)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    drawn = rng.integers(0, np.maximum(1, total - own))
    return np.asarray(np.where(drawn < start, drawn, drawn + own) % max(1, total))


def _figures(logs: NDArray[np.float32], ranks: NDArray[np.int32], films: Films, among: Any) -> dict[str, Any]:
    """Return n and the figures of one row, with 95% intervals."""
    loss = films.mean(-logs, among)
    if not loss["n"]:
        return {"n": 0}
    top1, top5 = films.share(ranks <= 1, among), films.share(ranks <= 5, among)
    return {
        "n": loss["n"],
        "top1": top1["share"],
        "top1_interval": top1["interval"],
        "top5": top5["share"],
        "top5_interval": top5["interval"],
        "perplexity": float(np.exp(loss["mean"])),
        "perplexity_interval": np.exp(loss["interval"]).tolist() if loss["interval"] else None,
        "mean_rank": float(ranks[among].mean()),
        "median_rank": float(np.median(ranks[among])),
    }


def _gains(found: dict[str, Guessed], films: Films, among: Any) -> dict[str, Any]:
    """Return what both directions gain over the better single one: a ratio of each figure, with intervals."""
    (past, past_ranks), (both, ranks), (future, future_ranks) = (
        found[head] for head in ("past", "both", "future")
    )
    if not among.any():
        return {"n": 0}
    gains: dict[str, Any] = {"n": int(among.sum())}
    for name, most in (("top1", 1), ("top5", 5)):
        hits = [found_ranks <= most for found_ranks in (past_ranks, future_ranks)]
        better = max(hits, key=lambda one: float(one[among].mean()))
        gains[name] = films.ratio(ranks <= most, better, among)
    better_logs = max((past, future), key=lambda logs: float(logs[among].mean()))
    less = films.mean(better_logs - both, among)
    gains["perplexity"] = {
        "n": less["n"],
        "ratio": float(np.exp(less["mean"])),
        "interval": np.exp(less["interval"]).tolist() if less["interval"] else None,
    }
    return gains
