"""What `--help` says: every command has an example, and its examples have valid options."""

from __future__ import annotations

import re
import shlex

import pytest

import train
from brnn.cli.command import main as brnn_main
from brnn.cli.serve import main as serve_main
from brnn.evaluation.__main__ import main as evaluate_main
from brnn.evaluation.baseline import main as baseline_main
from brnn.evaluation.ladder import main as ladder_main
from brnn.evaluation.report.__main__ import main as report_main
from brnn.evaluation.study.__main__ import main as study_main

PROGRAMS = {
    "brnn": brnn_main,
    "brnn explain": lambda arguments: brnn_main(["explain", *arguments]),
    "brnn guess": lambda arguments: brnn_main(["guess", *arguments]),
    "brnn push": lambda arguments: brnn_main(["push", *arguments]),
    "brnn serve": lambda arguments: brnn_main(["serve", *arguments]),
    "brnn space": lambda arguments: brnn_main(["space", *arguments]),
    "python app.py": None,
    "python train.py": train.main,
    "python -m brnn.evaluation": evaluate_main,
    "python -m brnn.evaluation.baseline": baseline_main,
    "python -m brnn.evaluation.ladder": ladder_main,
    "python -m brnn.evaluation.report": report_main,
    "python -m brnn.evaluation.study": study_main,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_has_an_example_with_options_that_exist(program, capsys, monkeypatch):
    main = PROGRAMS[program]
    if main is None:  # app.py takes its arguments from the system
        monkeypatch.setattr("sys.argv", ["app.py", "--help"])
        with pytest.raises(SystemExit, match="0"):
            serve_main(None)
    else:
        with pytest.raises(SystemExit, match="0"):
            main(["--help"])
    shown = capsys.readouterr().out
    examples = re.findall(rf"^ +{re.escape(program)} (?=[\"<\w./-])(.+)", shown, re.MULTILINE)
    assert examples, shown
    listed = set(re.findall(r"^ +(?:-h, )?(--[a-z-]+)", shown, re.MULTILINE))
    for example in examples:
        given = {word for word in shlex.split(example) if word.startswith("--")}
        assert given <= listed
