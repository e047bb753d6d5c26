"""Damage and make up what strangers may send, and see that nothing crashes, hangs or gets out unescaped.

    python tests/benchmarks/fuzz.py [--cases 1000000] [--seed 0]

Each case is made from a random number, which is printed if the case fails, so that it can be repeated with
--seed and --cases 1. What is made up: texts, vocabularies, settings, weights, arrays, questions, addresses,
and whatever is put into a page, a table or a terminal. A case takes at most five seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import contextlib

from oracle import random_model

from brnn.cli.terminal import harmless, shortened, width
from brnn.config import ModelConfig, SettingError, TrainingConfig
from brnn.data import npz
from brnn.explain.sheets.columns import log_odds, texts
from brnn.explain.sheets.sheet import Sheet, as_csv
from brnn.model import weights
from brnn.model.hub.address import Address, HubError
from brnn.text import streams
from brnn.text.vocabulary import Vocabulary
from brnn.text.words import TextTooLong, clean, forms, split
from brnn.ui import address
from brnn.ui.answers.question import BadQuestion, NothingToRead, Question
from brnn.ui.standalone import harmless_json

SECONDS = 5
PIECES = [
    *("good", "film", "isn't", "don’t", "___", "a", "-", "–", "…", ".", "!", " ", "\n", "\t", "\0", "\r"),
    *(
        "é",
        "e\u0301",
        "ﬁ",
        "\u00ad",
        "\u200b",
        "\u200d",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\U0001f600",
        "漢",
        "ا",
    ),
    *("<b>", "</script>", "<!--", "-->", "&amp;", "&#0;", "&#x1F600;", "&lt", "<br/>", "<img src=x>", "${x}"),
    *(
        "{{x}}",
        "=1+1",
        "@SUM",
        "'",
        '"',
        "\\",
        "\u2028",
        "\x1b[31m",
        "\x07",
        "%s",
        "../",
        "hf://",
        "@v1",
        "/",
    ),
]
MODEL = random_model("gru", units=2)
VALUES = [None, True, -1, 0, 1, 2**63, 1.5, 1e308, float("nan"), "gru", "both", [], {}, [1], {"a": 1}]
Random = random.Random


def text(dice: Random) -> str:
    most = 2_000 if dice.random() < 0.02 else 40
    return "".join(
        dice.choice(PIECES) if dice.random() < 0.7 else chr(dice.randrange(0x3000))
        for _ in range(dice.randrange(most))
    )


def damaged(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(changed) or 1)
        match dice.randrange(4):
            case 0:
                del changed[at : at + dice.randrange(1, 64)]
            case 1:
                changed[at:at] = dice.randbytes(dice.randrange(1, 16))
            case 2 if changed:
                changed[at % len(changed)] ^= 1 << dice.randrange(8)
            case _:
                changed[at : at + 4] = dice.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])
    return bytes(changed)


def value(dice: Random, depth: int = 0) -> Any:
    if depth < 3 and dice.random() < 0.3:
        return {text(dice)[:9]: value(dice, depth + 1) for _ in range(dice.randrange(4))}
    return text(dice) if dice.random() < 0.4 else dice.choice(VALUES)


def read_text(dice: Random) -> None:
    typed = text(dice)
    try:
        encoded = MODEL.vocabulary.encode(typed, MODEL.config)
    except TextTooLong:
        return
    letters = [*encoded.text]
    assert all(
        0 <= start < end <= len(letters)
        for start, end in ((w.start, w.end) for w in split(encoded.text, True))
    )
    assert len(encoded.ids) == len(encoded.words)
    assert encoded.text == clean(typed)
    assert forms(encoded.text, True) == [word.form for word in split(encoded.text, True)]


def read_stream(dice: Random) -> None:
    with contextlib.suppress(streams.NotText):
        streams.legible(streams.decode(damaged(text(dice).encode("utf-8", "replace"), dice)))


def read_vocabulary(dice: Random) -> None:
    path = FOLDER / "vocabulary.txt"
    path.write_bytes(damaged(VOCABULARY, dice))
    with contextlib.suppress(ValueError):
        Vocabulary.load(path)


def read_settings(dice: Random) -> None:
    kind = dice.choice([ModelConfig, TrainingConfig])
    given = kind().to_json()
    for name in dice.sample([*given], dice.randrange(1, 4)):
        given[name] = value(dice)
    if dice.random() < 0.2:
        given[text(dice)] = value(dice)
    try:
        kind.from_json(given if dice.random() < 0.95 else value(dice))
    except SettingError as error:
        assert str(error).isprintable(), "a setting is quoted as it came"


def read_weights(dice: Random) -> None:
    path = FOLDER / "weights.h5"
    path.write_bytes(damaged(WEIGHTS, dice))
    with contextlib.suppress(ValueError):
        weights.load(path, MODEL.config, len(MODEL.vocabulary))


def read_arrays(dice: Random) -> None:
    path = FOLDER / "arrays.npz"
    path.write_bytes(damaged(ARRAYS, dice))
    with contextlib.suppress(ValueError):
        npz.read(path, {"a", "b"})


def read_question(dice: Random) -> None:
    try:
        asked = Question.of(
            {"text": value(dice), "word": value(dice), "model": value(dice)}
            if dice.random() < 0.8
            else value(dice)
        )
        asked.text()
        asked.choice("model", ["gru"], None)
        asked.number("word", 0, 9)
    except (BadQuestion, NothingToRead, TextTooLong) as error:
        assert len(str(error)) < 500, "an error quotes what was sent"


def read_address(dice: Random) -> None:
    typed = text(dice)[:200]
    with contextlib.suppress(HubError):
        assert str(Address.of(typed)).isprintable()
    with contextlib.suppress(argparse.ArgumentTypeError):
        assert address.root_path(typed).isascii()


def escape(dice: Random) -> None:
    typed = text(dice)
    held = harmless_json({"text": typed})
    assert not set("<>&\u2028\u2029") & set(held)
    assert json.loads(held)["text"] == typed
    shown = harmless(typed)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) <= 1
    assert width(shortened(shown, 40)) <= 40
    table = as_csv([(None, Sheet("m", {}, [], [texts("word", "", [typed]), log_odds("e", "", [0.0])]))])
    cell = next(csv.DictReader(io.StringIO(table, newline="")))["word"]
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))


FOLDER = Path()
VOCABULARY = WEIGHTS = ARRAYS = b""
TARGETS: list[tuple[float, Callable[[Random], None]]] = [
    (0.3, read_text),
    (0.1, read_stream),
    (0.05, read_vocabulary),
    (0.15, read_settings),
    (0.05, read_weights),
    (0.05, read_arrays),
    (0.1, read_question),
    (0.1, read_address),
    (0.1, escape),
]


def main() -> int:
    global FOLDER, VOCABULARY, WEIGHTS, ARRAYS
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    def too_long(*_: object) -> None:
        raise TimeoutError(f"took more than {SECONDS} seconds")

    signal.signal(signal.SIGALRM, too_long)
    failed, counts, began = 0, dict.fromkeys((target.__name__ for _, target in TARGETS), 0), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        MODEL.vocabulary.save(FOLDER / "v")
        weights.save(MODEL.weights, FOLDER / "w")
        npz.write(FOLDER / "a", {"a": MODEL.weights["head/kernel"], "b": MODEL.weights["head/bias"]})
        VOCABULARY, WEIGHTS, ARRAYS = ((FOLDER / name).read_bytes() for name in "vwa")
        for number in range(options.seed, options.seed + options.cases):
            dice = Random(number)
            [target] = dice.choices([t for _, t in TARGETS], [share for share, _ in TARGETS])
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                target(dice)
            except Exception as error:
                failed += 1
                print(
                    f"--seed {number}: {target.__name__}: {type(error).__name__}: {str(error)[:200]}",
                    flush=True,
                )
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            counts[target.__name__] += 1
    for name, count in counts.items():
        print(f"{count:9,}  {name}")
    print(f"{options.cases:9,}  cases, {failed} failed, {time.monotonic() - began:.0f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
