"""The theme of Gradio's own components: system fonts, the page's colours, no boxes."""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import fonts

from brnn.figures.colours import DARK, LIGHT

_FONTS = [fonts.Font("system-ui"), fonts.Font("sans-serif")]
_MONO = [fonts.Font("ui-monospace"), fonts.Font("monospace")]


def theme() -> gr.themes.Base:
    """Return the theme. It uses system fonts, so that nothing is loaded from another host."""
    same: dict[str, tuple[str, str]] = {
        "body_background_fill": (LIGHT.page, DARK.page),
        "background_fill_primary": (LIGHT.page, DARK.page),
        "background_fill_secondary": (LIGHT.page, DARK.page),
        "block_background_fill": (LIGHT.page, DARK.page),
        "body_text_color": (LIGHT.text, DARK.text),
        "body_text_color_subdued": (LIGHT.quiet, DARK.quiet),
        "block_label_text_color": (LIGHT.quiet, DARK.quiet),
        "block_info_text_color": (LIGHT.quiet, DARK.quiet),
        "input_background_fill": (LIGHT.page, DARK.page),
        "input_background_fill_focus": (LIGHT.page, DARK.page),
        "input_border_color": (LIGHT.quiet, DARK.quiet),
        "input_border_color_focus": ("var(--chosen)", "var(--chosen)"),
        "input_placeholder_color": (LIGHT.quiet, DARK.quiet),
        "border_color_primary": (LIGHT.rule, DARK.rule),
        "button_secondary_background_fill": ("transparent", "transparent"),
        "button_secondary_background_fill_hover": ("transparent", "transparent"),
        "button_secondary_text_color": (LIGHT.text, DARK.text),
        "button_secondary_border_color": (LIGHT.rule, DARK.rule),
        "button_secondary_border_color_hover": (LIGHT.quiet, DARK.quiet),
    }
    values = {name: light for name, (light, _) in same.items()}
    values |= {f"{name}_dark": dark for name, (_, dark) in same.items()}
    return gr.themes.Base(font=_FONTS, font_mono=_MONO).set(
        **values,
        block_border_width="0px",
        block_shadow="none",
        input_shadow="none",
        input_shadow_focus="none",
        button_secondary_shadow="none",
    )
