"""The page: its parts, and what happens when."""

from __future__ import annotations

import json
import logging
import traceback
from functools import partial
from typing import Any

import gradio as gr

from brnn import figures
from brnn.text import MAX_CHARACTERS, TextTooLong
from brnn.ui import api, payload, texts
from brnn.ui.examples import EXAMPLES
from brnn.ui.models import Models, NoModel
from brnn.ui.parts import part

_LOG = logging.getLogger(__name__)
_SAVED = (
    "(text) => { try { return sessionStorage.getItem('brnn.text') ?? text } catch { return text } }"
)


def build(models: Models) -> gr.Blocks:
    """Return the page over some models; they may still be loading when it is served."""

    async def show_models() -> tuple[Any, dict[str, str]]:
        await models.wait()
        names, reasons = models.names(), models.left_out()
        if not names:
            return gr.skip(), {"text": ""}
        default, _ = models.ask().result()
        picker = gr.Dropdown(
            choices=[(payload.model_name(name), name) for name in names],
            value=default,
            visible=len(names) > 1,
        )
        left_out = texts.NOT_LOADED.format(reasons="; ".join(reasons)) if reasons else ""
        return picker, {"text": left_out}

    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="head"):
            gr.HTML(
                f"<h1>{texts.NAME}</h1><p>{texts.TAGLINE}</p>",
                elem_id="name",
                apply_default_css=False,
                js_on_load=None,
            )
            picker = gr.Dropdown(
                [], label=texts.MODEL, elem_id="picker", visible=False, filterable=False
            )
        part("connection", lost=texts.LOST)
        with gr.Column(elem_id="read"):
            with gr.Column(elem_id="writing"):
                review = gr.Textbox(
                    EXAMPLES[0].text,
                    label=texts.REVIEW,
                    placeholder=texts.REVIEW_PLACEHOLDER,
                    lines=4,
                    max_lines=4,
                    elem_id="review",
                )
                with gr.Row(elem_id="examples"):
                    chips = [gr.Button(example.name, size="sm") for example in EXAMPLES]
            verdict = part(
                "verdict", loading={"title": texts.LOADING, "details": [texts.LOADING_DETAIL]}
            )
            stage = part(
                "stage",
                range_note=texts.SCALE,
                templates={"light": figures.template(), "dark": figures.template(dark=True)},
            )
            words = part("words")
        notice = part("notice")

        event: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        run: dict[str, Any] = {
            "fn": partial(read, models),
            "inputs": [review, picker],
            "outputs": [verdict, stage, words],
            "trigger_mode": "always_last",  # the default drops the last keystrokes
            "concurrency_id": "model",
            **event,
        }
        wait: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "multiple", **event}
        # A page that comes back after a lost connection brings what was typed with it.
        restored = page.load(None, review, review, js=_SAVED, **event)
        restored.then(show_models, None, [picker, notice], **wait).then(**run)
        # A model that is not there yet is said to load at once, and reads when it has come.
        gr.on([review.change, picker.input], **run)
        picker.input(models.wait, picker, **wait).then(**run)
        for chip, example in zip(chips, EXAMPLES, strict=True):
            chip.click(None, None, review, js=f"() => {json.dumps(example.text)}", **event)
        api.add(models)
    return page


def read(models: Models, text: str, name: str | None) -> payload.Parts:
    """Return what the page shows of a text that the model `name` reads; never waits for it."""
    answer = models.ask(name)
    if not answer.done():  # whoever waited here would keep all others waiting, too
        return payload.message(texts.LOADING, texts.LOADING_DETAIL)
    try:
        found, analyzer = answer.result()
        return payload.reading(analyzer.analyze(text), found, analyzer.model.config)
    except NoModel as error:
        if models.names():
            return payload.message(texts.BAD_MODEL, *error.reasons, texts.BAD_MODEL_HELP)
        return payload.message(texts.NO_MODEL, *error.reasons, texts.NO_MODEL_HELP)
    except TextTooLong:
        detail = texts.TOO_LONG_DETAIL.format(limit=MAX_CHARACTERS)
        return payload.message(texts.TOO_LONG, detail)
    except Exception as error:
        log_without_text(error)
        return payload.message(texts.FAILED, texts.FAILED_DETAIL)


def log_without_text(error: Exception) -> None:
    """Log where an error arose; its message may quote what a visitor typed and stays out."""
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s while reading a text\n%s", type(error).__name__, places)
