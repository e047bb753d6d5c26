"""The page: an empty place for what the scripts draw, and the endpoints for programs."""

import secrets

import gradio as gr

from brnn.ui import files, texts
from brnn.ui.api import Page
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler


def build(models: Models, scheduler: Scheduler) -> Page:
    """Return the page and the endpoints for programs; models may still be loading.

    Gradio's own components for figures and text remount or render markup on every update, and gr.HTML
    needs a browser that runs any text as a script. Instead, the scripts in `web/` build the page once, in
    this empty column, and update it through the DOM; their questions go to `ask`, bypassing Gradio.
    """
    page = Page(title=texts.TITLE, analytics_enabled=False, fill_width=True)
    page.address = files.address  # of this version of the page: Gradio's reloader makes others
    with page:
        gr.Column(elem_id="brnn", elem_classes=[secrets.token_hex(8)])  # a new class, a page to load again
        page.add_endpoints(models, scheduler)
    return page
