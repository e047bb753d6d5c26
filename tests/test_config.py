"""Settings are checked when they are made, and survive JSON."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brnn.config import ModelConfig, Range, SettingError, TrainingConfig
from brnn.training.presets import PRESETS

SETTINGS = [
    (record, setting) for record in (ModelConfig, TrainingConfig) for setting in dataclasses.fields(record)
]
NUMBERS = [(record, s.name, s.metadata["range"]) for record, s in SETTINGS if "range" in s.metadata]
CHOICES = [(record, s.name, s.metadata["choices"]) for record, s in SETTINGS if "choices" in s.metadata]


def names(cases):
    return [case[1] for case in cases]


def test_a_setting_outside_its_range_is_refused_by_name_with_the_range():
    with pytest.raises(SettingError, match=r"^units must be a whole number from 1 to 1,024, got 0$"):
        ModelConfig(units=0)
    with pytest.raises(SettingError, match=r"^cell must be one of simple, gru, lstm, got 'rnn'$"):
        ModelConfig(cell="rnn")
    with pytest.raises(SettingError, match=r"^punctuation must be true or false, got 1$"):
        ModelConfig(punctuation=1)


@pytest.mark.parametrize(("record", "name", "accepted"), NUMBERS, ids=names(NUMBERS))
def test_a_number_is_accepted_from_end_to_end_and_nothing_else(record, name, accepted: Range):
    kind = int if accepted.whole else float
    for value in (kind(accepted.low), kind(accepted.high)):
        assert getattr(record(**{name: value}), name) == value
    step = 1 if accepted.whole else accepted.high * 1e-9
    wrong = [accepted.low - step, accepted.high + step, "1", None, [1], True, float("nan")]
    if accepted.whole:
        wrong.append(accepted.low + 0.5)
    for value in wrong:
        with pytest.raises(SettingError, match=f"^{name} must be "):
            record(**{name: value})


@pytest.mark.parametrize(("record", "name", "choices"), CHOICES, ids=names(CHOICES))
def test_a_choice_is_one_of_those_listed(record, name, choices):
    for value in choices:
        assert getattr(record(**{name: value}), name) == value
    for value in ("", choices[0].upper(), None, 0, [choices[0]]):
        with pytest.raises(SettingError, match=f"^{name} must be one of "):
            record(**{name: value})


def test_a_hostile_value_is_not_printed_whole():
    with pytest.raises(SettingError) as refused:
        ModelConfig(cell="x" * 100_000)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_settings_survive_json(preset):
    for record in (preset.model, preset.training):
        assert type(record).from_json(json.loads(json.dumps(record.to_json()))) == record


@pytest.mark.parametrize("record", [ModelConfig, TrainingConfig])
def test_json_with_unknown_or_missing_settings_is_refused_by_name(record):
    values = record().to_json()
    with pytest.raises(SettingError, match="unknown settings: 'colour'"):
        record.from_json(values | {"colour": 1})
    first = next(iter(values))
    with pytest.raises(SettingError, match=f"missing settings: '{first}"):
        record.from_json({name: value for name, value in values.items() if name != first})


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=5,
    )
)
def test_any_other_json_is_refused(value):
    with pytest.raises(SettingError):
        ModelConfig.from_json(value)


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ModelConfig().units = 3


@pytest.mark.parametrize(
    ("direction", "forward", "backward"),
    [("forward", True, False), ("backward", False, True), ("bidirectional", True, True)],
)
def test_a_direction_says_which_readers_there_are(direction, forward, backward):
    config = ModelConfig(direction=direction)
    assert (config.has_forward, config.has_backward) == (forward, backward)


def test_the_article_preset_is_the_articles_recipe():
    article = PRESETS["article"]
    assert article.model.to_json() == {
        "cell": "simple",
        "direction": "bidirectional",
        "units": 64,
        "embedding_size": 128,
        "vocabulary_size": 2_000,
        "max_words": 50,
        "keep": "end",
        "punctuation": False,
    }
    assert article.training == TrainingConfig(
        batch_size=32, epochs=5, learning_rate=0.001, dropout=0.0, selection="last"
    )


def test_every_other_preset_chooses_its_epoch_on_validation():
    others = [preset for name, preset in PRESETS.items() if name != "article"]
    assert others
    assert {preset.training.selection for preset in others} == {"validation"}
