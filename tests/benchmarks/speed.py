"""Time all that README says about speed, each beside a baseline in the same run, and write it down.

    make speed ARGS="--data aclImdb_v1.tar.gz"

Takes about ten minutes on two cores with nothing else to do, and writes assets/speed/figures.json and a
picture; `make report` puts both into README. Each part has a command of its own, which tells more.

    training   an epoch of the article's recipe, and the same in plain Keras code (against_keras_fit.py)
    reading    one text of 10 to 2,000 words, and the bare pass compiled by TensorFlow (forward_pass.py)
    bulk       1,000 texts, and `predict` of Keras
    start      from `python app.py` to page and verdict, memory, and `import gradio` (app_footprint.py)
    page       its bytes and those of a bare Gradio page; a key to the painted stage, and the browser's
               shortest way to the server and back (page_speed.py)
    visitors   1, 10 and 100 who ask in a closed loop (visitors.py)
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
from against_keras_fit import epochs
from app_footprint import start_and_rest
from forward_pass import bare_pass, random_model, timed, timings
from page_speed import PAINTED, SENTENCE, pressed
from person import Person
from playwright.sync_api import Page, Request
from serving import App, running_app, running_browser
from visitors import measure

from brnn import Analyzer
from brnn.config import CELLS
from brnn.model.backend import keras

ROOT = Path(__file__).resolve().parents[2]
FIGURES, PICTURE = ROOT / "assets" / "speed" / "figures.json", ROOT / "assets" / "speed" / "reading.png"
LENGTHS = (10, 20, 60, 200, 400, 1_000, 2_000)
STEADY = 200
"""From so many words on, what a call costs by itself hardly counts, and the growth is fitted."""
BARE_PAGE = """
import gradio
with gradio.Blocks() as page:
    text, label = gradio.Textbox(), gradio.Label()
    gradio.Button().click(lambda text: {text: 1.0}, text, label, api_name="answer")
page.launch(server_name="127.0.0.1", quiet=False)
"""
TO_THE_SERVER = f"""async (count) => {{
    const times = [];
    for (let number = 0; number < count + 5; number += 1) {{
        const started = performance.now();
        await (await fetch("health")).json();
        await {PAINTED};
        times.push(performance.now() - started);
    }}
    return times.slice(5);
}}"""

Row = dict[str, Any]
"""A measurement: what, unit, ours, baseline (what it is), theirs, n. Both figures are medians."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, help="archive or folder of the reviews; else the one in the cache"
    )
    parser.add_argument("--only", choices=PARTS, help="measure this part alone, and write nothing")
    options = parser.parse_args()
    rows, growth = [], []
    for name, part in PARTS.items():
        if options.only in (None, name):
            for row in part(options):
                print(line(row), flush=True)
                (growth if "words" in row else rows).append(row)
    if not options.only:
        FIGURES.parent.mkdir(exist_ok=True)
        found = {"cores": os.cpu_count(), "rows": rows, "reading": growth}
        found |= {"growth": fitted(growth), "steady": STEADY}
        FIGURES.write_text(json.dumps(found, indent=1) + "\n")
        draw(growth)


def line(row: Row) -> str:
    what = f"{row['what']}, {row['words']:,} words" if "words" in row else row["what"]
    numbers = f"{row['ours']:10,.3g} {row['unit']:12} {row['theirs']:10,.3g}"
    return f"{what:52}{numbers}  ratio {row['ours'] / row['theirs']:8.3g}  {row['baseline']}"


def compared(what: str, unit: str, ours: Sequence[float], baseline: str, theirs: Sequence[float]) -> Row:
    return {
        "what": what,
        "unit": unit,
        "ours": statistics.median(ours),
        "baseline": baseline,
        "theirs": statistics.median(theirs),
        "n": len(ours),
    }


def training(options: argparse.Namespace) -> Iterator[Row]:
    pairs = [*epochs("article", options.data, None, 5)][1:]
    theirs, ours = zip(*pairs, strict=True)
    yield compared("one epoch of the article's recipe", "s", ours, "Keras, `fit`", theirs)


def reading(options: argparse.Namespace) -> Iterator[Row]:
    for cell, name in CELLS.items():
        analyzer = Analyzer(random_model(cell, "128", str(max(LENGTHS))))
        bare = bare_pass(analyzer.model)
        for words in LENGTHS:
            (theirs, ours), _ = timings(analyzer, bare, words, 15)
            row = compared(
                name, "ms", [1_000 * s for s in ours], "Keras, compiled", [1_000 * s for s in theirs]
            )
            yield row | {"cell": cell, "words": words}


def fitted(rows: Sequence[Row]) -> dict[str, float]:
    """Return the power of the number of words that the time of a reading grows with, by cell."""
    found = {}
    for cell in dict.fromkeys(row["cell"] for row in rows):
        points = [
            (row["words"], row["ours"]) for row in rows if row["cell"] == cell and row["words"] >= STEADY
        ]
        words, times = np.log(points).T
        found[cell] = float(np.polyfit(words, times, 1)[0])
    return found


def bulk(options: argparse.Namespace) -> Iterator[Row]:
    analyzer, random = Analyzer.load(), np.random.default_rng(0)  # random weights would doubt every verdict
    model = analyzer.model
    ids = [random.integers(2, 2_000, length) for length in random.integers(5, 400, 1_000)]
    texts = [" ".join(model.vocabulary.words[number - 2] for number in text) for text in ids]
    plain = keras.Sequential(
        [
            keras.layers.Embedding(len(model.vocabulary), model.config.embedding_size, mask_zero=True),
            keras.layers.Bidirectional(keras.layers.GRU(model.config.units)),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    padded = keras.utils.pad_sequences(ids)
    plain.predict(padded[:64], verbose=0)
    ours, theirs = [], []
    for _ in range(3):
        ours.append(timed(lambda: analyzer.classify(texts)))
        theirs.append(timed(lambda: plain.predict(padded, verbose=0)))
    yield compared("`default` on 1,000 texts of 5 to 400 words", "s", ours, "Keras, `predict`", theirs)


def start(options: argparse.Namespace) -> Iterator[Row]:
    runs = [start_and_rest(0) for _ in range(3)]
    bare = "`import gradio` alone"
    imports = [run["seconds of `import gradio`"] for run in runs]
    for what, key in (
        ("from start to first verdict", "first verdict"),
        ("from start to page and verdict", "page"),
    ):
        yield compared(what, "s", [run[f"seconds to the {key}"] for run in runs], bare, imports)
    held, theirs = [run["megabytes then"] for run in runs], [bare_memory() for _ in runs]
    yield compared("memory at the first verdict", "MB", held, bare, theirs)


def bare_memory() -> float:
    """Megabytes of an interpreter that has imported Gradio."""
    code = "import gradio; print(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def page(options: argparse.Namespace) -> Iterator[Row]:
    with running_browser() as browser:
        bare = App(program=("-c", BARE_PAGE))
        try:
            bare.serves()
            theirs = weight(browser.new_page(), bare.url)
        finally:
            bare.stop()
        with running_app() as app:
            ours = weight(browser.new_page(), app.url)
            yield compared(
                "size of the page, compressed", "MB", [ours], "a Gradio page with three components", [theirs]
            )
            person = Person(browser.new_page(viewport={"width": 1280, "height": 720}), app.url)
            person.open()
            person.pastes(" ".join((SENTENCE * 6).split()[:60]) + " ")
            keys = pressed(person, 50)
            ways = person.page.evaluate(TO_THE_SERVER, 50)
            yield compared(
                "from a keystroke to the redrawn figure, 60 words",
                "ms",
                keys,
                "`/health`, then a repaint",
                ways,
            )


def weight(tab: Page, url: str) -> float:
    """Megabytes that a browser fetches until a page is quiet."""
    answers: list[Request] = []
    tab.on("requestfinished", lambda request: answers.append(request))
    tab.goto(url, wait_until="networkidle")
    sizes = [request.sizes()["responseBodySize"] for request in answers]
    tab.close()
    return sum(sizes) / 1e6


def visitors(options: argparse.Namespace) -> Iterator[Row]:
    found = dict(measure(ROOT, [1, 10, 100], 15, "now"))
    alone = found.pop(1)
    for number, met in found.items():
        many, one = f"{number} visitors who never pause", "one visitor"
        yield compared(f"{many}: answers", "a second", [met.a_second], one, [alone.a_second])
        yield compared(f"{many}: median time", "ms", [1_000 * met.median], one, [1_000 * alone.median])


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "training": training,
    "reading": reading,
    "bulk": bulk,
    "start": start,
    "page": page,
    "visitors": visitors,
}


def draw(rows: Sequence[Row]) -> None:
    """Write the picture of the time that a reading takes, by words and cell."""
    figure = go.Figure()
    for (cell, name), colour in zip(CELLS.items(), ("#3b6fb6", "#c2683a", "#5a8f5a"), strict=True):
        of_cell = [row for row in rows if row["cell"] == cell]
        for key, label, dash in (("ours", name, "solid"), ("theirs", f"{name}, Keras", "dot")):
            figure.add_scatter(
                x=[row["words"] for row in of_cell],
                y=[row[key] for row in of_cell],
                name=label,
                line={"color": colour, "dash": dash},
                mode="lines+markers",
            )
    axis = {"type": "log", "dtick": 1, "gridcolor": "#e3e3e3"}
    figure.update_layout(
        xaxis={**axis, "title": {"text": "words"}},
        yaxis={**axis, "title": {"text": "milliseconds"}},
        width=760,
        height=380,
        margin={"l": 60, "r": 10, "t": 10, "b": 50},
        plot_bgcolor="white",
        font={"size": 14},
    )
    with running_browser() as browser:
        tab = browser.new_page(viewport={"width": 780, "height": 400}, device_scale_factor=2)
        tab.set_content(figure.to_html(include_plotlyjs=True, config={"displayModeBar": False}))
        tab.locator(".main-svg").first.wait_for()
        tab.locator(".plotly-graph-div").screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
