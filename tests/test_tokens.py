"""Texts become numbers of their words, none lost, whatever the number of cores."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import tiny_corpus
from hypothesis import given
from hypothesis import strategies as st

from brnn.text import tokens
from brnn.text.tokens import Tokens, most_frequent, tokenise, word_counts
from brnn.text.words import clean, forms

TEXTS = st.lists(
    st.text(st.characters(), max_size=30)
    | st.sampled_from(["don't <br /> it’s", "Movie! movie", "well-made …", "😊😴", "and and the"]),
    max_size=12,
)


def words_of(tokens: Tokens) -> list[list[str]]:
    """The words of each text."""
    codes = np.split(tokens.codes, tokens.ends)[:-1]
    return [[tokens.words[code] for code in part] for part in codes]


@pytest.mark.parametrize("punctuation", [False, True])
def test_tokenising_in_parallel_equals_one_after_the_other(monkeypatch, punctuation):
    many = (tiny_corpus.reviews("train/neg") * 80)[:1_700]  # several chunks
    alone = tokenise(many, punctuation)
    monkeypatch.setattr(tokens, "_PARALLEL_FROM", 0)
    monkeypatch.setattr(tokens.os, "cpu_count", lambda: 2)
    together = tokenise(many, punctuation)
    assert together.words == alone.words
    np.testing.assert_array_equal(together.codes, alone.codes)
    np.testing.assert_array_equal(together.ends, alone.ends)
    assert words_of(together) == [forms(t, punctuation) for t in many]


@pytest.mark.skipif(os.name == "nt", reason="asks for a POSIX process group")
def test_workers_end_when_their_parent_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(
        "import multiprocessing, os, signal, threading, time\n"
        "from brnn.text import tokens\n"
        "def kill():\n"
        "    while len(multiprocessing.active_children()) < 2:\n"
        "        time.sleep(0.05)\n"
        "    time.sleep(1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    tokens.os.cpu_count = lambda: 2\n"
        "    threading.Thread(target=kill).start()\n"
        "    tokens.tokenise(['many words ' * 5_000] * 5_000, False)\n"
    )
    root = Path(tokens.__file__).parents[2]
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"],
        env={**os.environ, "PYTHONPATH": str(root)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert parent.wait() == -signal.SIGKILL
    deadline = time.monotonic() + 20
    try:
        while True:
            os.killpg(parent.pid, 0)  # raises when nobody of that group is left
            if time.monotonic() > deadline:
                os.killpg(parent.pid, signal.SIGKILL)
                pytest.fail("workers were left behind")
            time.sleep(0.05)
    except ProcessLookupError:
        pass


@given(texts=TEXTS, punctuation=st.booleans())
def test_tokens_give_back_the_words_of_each_text(texts, punctuation):
    found = words_of(tokenise(texts, punctuation))
    assert found == [forms(clean(t), punctuation) for t in texts]


@given(texts=TEXTS, punctuation=st.booleans(), size=st.integers(1, 20))
def test_the_vocabulary_is_the_most_frequent_words(texts, punctuation, size):
    counts = Counter(form for t in texts for form in forms(clean(t), punctuation))
    expected = sorted(counts, key=lambda word: (-counts[word], word))[:size]
    assert list(most_frequent(tokenise(texts, punctuation), size).words) == expected


@given(texts=TEXTS, punctuation=st.booleans())
def test_words_are_counted_without_punctuation_marks_whatever_the_model_reads(texts, punctuation):
    counts = word_counts(tokenise(texts, punctuation))
    assert counts.tolist() == [len(forms(clean(t), False)) for t in texts]
