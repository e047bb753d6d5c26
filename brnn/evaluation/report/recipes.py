"""The tables of README.md that need no metrics: the recipes of `train.py`, and the explanations."""

from __future__ import annotations

from pathlib import Path

from brnn.config import CELLS
from brnn.evaluation.report.markdown import NONE, code, table
from brnn.explain.registry import EXPLANATIONS
from brnn.training.presets import LADDER, PRESETS, Preset


def recipes(_: Path) -> str:
    """Return the presets of `train.py`, side by side."""
    rows = [_recipe(preset) for preset in PRESETS.values() if preset not in LADDER]
    units = {rung.model.direction: rung.model.units for rung in LADDER}
    readers = (
        f"each cell: bidirectional, {units['bidirectional']} units; one reader, {units['forward']} units"
    )
    rows.append([code("ladder-…"), readers, *_recipe(LADDER[0])[2:]])
    head = ["preset", "readers", "vocabulary", "words read", "pretraining", "teacher's encoder", "epochs"]
    return table([*head, "epoch kept"], rows)


def _recipe(preset: Preset) -> list[str]:
    model, training = preset.model, preset.training
    before = (f"{stage.epochs} epochs" if stage else NONE for stage in (preset.pretraining, preset.teacher))
    return [
        code(preset.name),
        f"{model.direction} {CELLS[model.cell]}, {model.units} units",
        f"{model.vocabulary_size:,}",
        f"{'last' if model.keep == 'end' else 'first'} {model.max_words:,}",
        *before,
        f"{preset.heads.epochs} (heads)" if preset.heads else str(training.epochs),
        "last" if preset.heads or training.selection == "last" else "lowest log-loss on held-out films",
    ]


def methods(_: Path) -> str:
    """Return the methods of `brnn explain`, with the question that each answers."""
    rows = [
        [
            code(explanation.name),
            explanation.question,
            ", ".join(code(f"--{s.name} {s.kind.form}") for s in explanation.settings),
            "statistics" * explanation.needs_statistics,
        ]
        for explanation in EXPLANATIONS.values()
    ]
    return table([code("--method"), "the question it answers", "settings", "needs"], rows)
