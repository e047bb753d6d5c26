"""Every setting is a flag, and a flag changes its own setting alone."""

from __future__ import annotations

import argparse
import dataclasses

import pytest

from brnn.config import ModelConfig, SettingError, TrainingConfig
from brnn.training.options import add_flags, with_flags

BASE = ModelConfig(cell="gru", units=7, punctuation=True)
CHANGES = {
    "--cell lstm": {"cell": "lstm"},
    "--direction backward": {"direction": "backward"},
    "--units 9": {"units": 9},
    "--embedding-size 10": {"embedding_size": 10},
    "--vocabulary-size 11": {"vocabulary_size": 11},
    "--max-words 12": {"max_words": 12},
    "--keep start": {"keep": "start"},
    "--no-punctuation": {"punctuation": False},
    "--batch-size 13": {"batch_size": 13},
    "--epochs 14": {"epochs": 14},
    "--learning-rate 0.5": {"learning_rate": 0.5},
    "--learning-rate 1e-4": {"learning_rate": 1e-4},
    "--clip-norm 1.5": {"clip_norm": 1.5},
    "--dropout 0.25": {"dropout": 0.25},
    "--schedule cosine": {"schedule": "cosine"},
    "--embedding-dropout 0.1": {"embedding_dropout": 0.1},
    "--hidden-words 0.2": {"hidden_words": 0.2},
    "--seed 15": {"seed": 15},
    "--selection last": {"selection": "last"},
    "--calibrate": {"calibrate": True},
    "--negations 16": {"negations": 16},
}


def parse(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_flags(parser, ModelConfig, "model")
    add_flags(parser, TrainingConfig, "training")
    return parser.parse_args(argv)


def records(*argv: str) -> dict:
    given = parse(*argv)
    return {
        **with_flags(BASE, given).to_json(),
        **with_flags(TrainingConfig(), given).to_json(),
    }


def test_without_flags_the_preset_stays_as_it_is():
    assert with_flags(BASE, parse()) == BASE


@pytest.mark.parametrize(("flags", "change"), CHANGES.items())
def test_a_flag_changes_its_setting_alone(flags, change):
    assert records(*flags.split()) == records() | change
    assert records() != records() | change


def test_every_setting_has_a_flag():
    tried = {name for change in CHANGES.values() for name in change}
    for record in (ModelConfig, TrainingConfig):
        assert {setting.name for setting in dataclasses.fields(record)} <= tried


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--units 0", "--units must be a whole number from 1 to 1,024, got 0"),
        ("--units 1.5", "--units must be a whole number from 1 to 1,024, got '1.5'"),
        ("--units many", "--units must be a whole number from 1 to 1,024, got 'many'"),
        ("--dropout 1", "--dropout must be a number from 0.0 to 0.95, got 1.0"),
        ("--dropout nan", "--dropout must be a number from 0.0 to 0.95, got nan"),
        ("--learning-rate inf", "--learning-rate must be a number from 1e-07 to 1.0, got inf"),
        ("--keep middle", "--keep must be one of start, end, got 'middle'"),
        ("--seed -1", "--seed must be a whole number from 0 to 2,147,483,647, got -1"),
    ],
)
def test_a_bad_value_is_refused_by_name_with_what_is_accepted(flags, message):
    with pytest.raises(SettingError) as refused:
        records(*flags.split())
    assert str(refused.value) == message


def test_help_names_every_flag_with_what_it_accepts(capsys):
    with pytest.raises(SystemExit):
        parse("--help")
    text = " ".join(capsys.readouterr().out.split())
    assert "--punctuation, --no-punctuation" in text
    assert "--units … number of units in each reader (a whole number from 1 to 1,024)" in text
    assert "(simple, gru, lstm)" in text
