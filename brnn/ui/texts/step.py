"""Texts about a state of the network that was pressed: what it holds and how it came about."""

from typing import Any

STEP: dict[str, Any] = {
    "of": "state of the {reader} reader, {place}",
    "held": {
        "name": "Evidence it holds",
        "title": "All units of this state, each times its weight in the verdict, in log-odds.",
        "before": "before",
        "added": "this word",
        "raw": "Raw, as in the figure.",
        "centred": "Raw, as in the figure. Relative to the reader’s average: {value}.",
        "moved": "The word moved the state by a distance of {distance}.",
    },
    "units": {
        "name": "The units with the largest shares of it",
        "title": "State × weight in the verdict, in log-odds. Press a unit to look into it.",
        "unit": "Unit {unit} holds {value}: look into it",
        "others": "{count} others {value}",
    },
    "inside": {
        "name": "Inside unit {unit}, which holds {value} of it",
        "first": "This is the reader’s first word: the state before it is zero.",
        "reset": "The candidate gets r × {value} = {gated} from the state before.",
        "table": "The sums of the unit",
        "word": "word\nx·W",
        "memory": "before\nh·U",
        "bias": "bias\nb",
        "total": "sum",
        "tanh": "tanh",
        "sigmoid": "σ",
        "value": "value",
        "mean": "mean of\n{units} units",
        "names": {
            "state": "new state h",
            "update": "update z",
            "reset": "reset r",
            "input": "input i",
            "forget": "forget f",
            "candidate": "candidate g",
            "output": "output o",
        },
    },
    "lines": {
        "simple": ["h = tanh(x·W + h before·U + b) = tanh({word} {memory} {bias}) = {state}"],
        "gru": [
            "h = z × h before + (1 − z) × g = {update} × {before} + (1 − {update}) × {candidate} "
            "= {kept} {written} = {state}",
        ],
        "lstm": [
            "c = f × c before + i × g = {forget} × {cellBefore} + {input} × {candidate} = {kept} {written} "
            "= {cell}",
            "h = o × tanh(c) = {output} × {squashed} = {state}",
        ],
    },
    "failed": "No answer arrived. Unpin the state and press it again.",
}
"""The terms are printed so that they add up."""
