"""The page: one component that draws itself, and the endpoints for programs."""

from pathlib import Path
from typing import Any

import gradio as gr

from brnn import figures
from brnn.ui import texts
from brnn.ui.answers.explain import OFFERED
from brnn.ui.api import Page
from brnn.ui.examples import EXAMPLES
from brnn.ui.models import Models
from brnn.ui.protocol import CONSTANTS
from brnn.ui.scheduler import Scheduler
from brnn.ui.texts.compare import COMPARE
from brnn.ui.texts.experiments import EXPERIMENTS
from brnn.ui.texts.guess import GUESS
from brnn.ui.texts.lesson import LESSON
from brnn.ui.texts.models import MODELS
from brnn.ui.texts.read import PAGE, READ
from brnn.ui.texts.share import SHARE

SCRIPTS = Path(__file__).parent / "web"
SCRIPTS_URL = "page"  # relative, so that it also works behind a proxy
_START = f"""
import(new URL("{SCRIPTS_URL}/main.js", document.baseURI)).then(({{ start }}) =>
  start(element.querySelector(".brnn"), props));
"""


def build(models: Models, scheduler: Scheduler) -> Page:
    """Return the page and the endpoints for programs; models may still be loading.

    Gradio's own components for figures and text remount or render markup on every update. Instead,
    the scripts in `web/` build the page once and update it through the DOM; their questions go to
    `ask`, bypassing Gradio.
    """
    page = Page(title=texts.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(
            None,
            html_template='<div class="brnn"></div>',
            js_on_load=_START,
            elem_id="brnn",
            apply_default_css=False,
            **props(),
        )
        page.add_endpoints(models, scheduler)
    return page


def props() -> dict[str, Any]:
    """Return what the scripts get with the page; no name may be one of gr.HTML's own properties."""
    return {
        "texts": PAGE
        | {
            "read": READ,
            "guess": GUESS,
            "compare": COMPARE,
            "experiments": EXPERIMENTS,
            "models": MODELS,
            "lesson": LESSON,
            "share": SHARE,
        },
        "explanations": OFFERED,
        "examples": [example._asdict() for example in EXAMPLES],
        "figures": figures.TEMPLATES,
        "constants": CONSTANTS,
        "look": figures.look(),
        "templates": {"light": figures.template(), "dark": figures.template(dark=True)},
    }
