"""README, CONTRIBUTING, CHANGELOG and CITATION name what there is, and what README shows works."""

from __future__ import annotations

import re
import shlex

import plotly.graph_objects as go
import pytest
import yaml
from places import ROOT

import brnn
import train
from brnn.cli import command, explain, guess, push, serve, space
from brnn.evaluation.__main__ import main as evaluate

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
TITLES = re.compile(r"^#+ (.+)$", re.MULTILINE)
PATH = re.compile(r"`((?:brnn|tests|assets|\.ci)/[\w./-]*|[A-Z]\w+file|\w+\.(?:py|toml|lock|txt))`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_the_repository_exists(document):
    text = (ROOT / document).read_text("utf-8")
    named = set(PATH.findall(text)) - {"host.py"}  # the name of an example
    linked = set(re.findall(r"\]\((?!https?:|#)([^)#]+)", text))
    assert sorted(path for path in named | linked if not path_of(path)) == []


def path_of(name: str) -> bool:
    """Whether there is such a file or folder; a bare name may be that of a module."""
    return (ROOT / name).exists() or ("/" not in name and any((ROOT / "brnn").rglob(name)))


def test_links_within_a_document_lead_to_a_heading():
    for document in DOCUMENTS:
        text = (ROOT / document).read_text("utf-8")
        headings = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in TITLES.findall(text)}
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_the_changelog_begins_with_this_version():
    (latest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert latest == brnn.__version__


def test_the_citation_is_of_this_project():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (cited["type"], cited["license"]) == ("software", "Apache-2.0")
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited["title"].startswith("brnn")


def test_no_line_of_a_script_is_longer_than_one_of_python():
    lines = (
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "brnn" / "ui" / "web").rglob("*.js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 110
    )
    assert [*lines] == []


# What README shows

TEXT = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (\S.*)$", TEXT.replace("\\\n", " "), re.MULTILINE)
RUN_ELSEWHERE = {
    "make run": "a fresh clone",
    "make test": "a fresh clone",
    "python3 -m venv .venv": "make",
    ".venv/bin/python -m pip install -r requirements.txt": "make",
    "pip install .": "test_wheel",
    "docker build --tag brnn .": "test_container",
    "docker run --publish 7860:7860 brnn": "test_container",
    "gradio app.py": "test_inside_others",
    "gradio app.py -- --models article": "test_inside_others",
}


@pytest.mark.parametrize("shown", [one for one in COMMANDS if one.split("  ")[0] not in RUN_ELSEWHERE])
def test_every_command_of_readme_is_one(shown, tmp_path, monkeypatch, capsys):
    """Those that answer at once are run; others are read by their own programs, whose tests run them."""
    words = shlex.split(shown, comments=True)
    monkeypatch.chdir(tmp_path)
    if words[0] == "brnn":
        words = ["python", "-m", *words]
    match words[1:]:
        case ["-m", "brnn", "push", *more]:
            assert push._parser().parse_args(more).model
        case ["-m", "brnn", "space", *more]:
            assert space._parser().parse_args(more).name == "user/page"
        case ["-m", "brnn", "explain", *more]:
            assert explain.main(more) == 0
            assert "positive" in capsys.readouterr().out
        case ["-m", "brnn", "serve"] | ["app.py"]:
            assert serve.read_options([]).models is None
        case ["app.py", *more]:
            options = serve.read_options(more)
            assert options.metrics or any(name.startswith("hf://") for name in options.models)
        case ["-m", "brnn", "--model", *more]:
            assert command._parser().parse_args(["--model", *more]).model.startswith("hf://user/")
        case ["-m", "brnn", "guess", *more]:
            assert guess.main(more) == 0
            assert capsys.readouterr().out.startswith("guess: word ")
        case ["-m", "brnn", *more]:
            assert command.main(more) == 0
            assert capsys.readouterr().out.startswith("positive")
        case ["train.py", *more]:
            given = train._parser().parse_args(more)
            assert given.preset in ("article", "gru")
        case ["-m", "brnn.evaluation", *more]:
            (tmp_path / more[-1]).write_text("text,label\nI liked it.,positive\n")
            assert evaluate(more) == 0
        case _:
            pytest.fail(f"what is this? {shown}")


# Others need the page to be served: those for programs, and the one that mounts it.
EXAMPLES = [
    code
    for code in re.findall(r"```python\n(.+?)```", TEXT, re.DOTALL)
    if code.startswith("from brnn import")
]


@pytest.mark.parametrize("code", EXAMPLES)
def test_every_example_in_python_runs(code, monkeypatch):
    drawn = []
    monkeypatch.setattr(go.Figure, "show", lambda figure: drawn.append(figure))
    exec(compile(code, "README.md", "exec"), {})
    assert len(drawn) == code.count(".show()")


def test_readme_names_every_package_version_that_it_asks_for():
    (wanted,) = re.findall(r'requires-python = ">=3.(\d+),<3.(\d+)"', (ROOT / "pyproject.toml").read_text())
    *versions, last = (f"3.{minor}" for minor in range(int(wanted[0]), int(wanted[1])))
    assert f"Python {', '.join(versions)} or {last}" in TEXT
