"""The programs and the Hub: processes of their own, which find it by their environment alone."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
import tiny_corpus
from hub_server import OWNER, READER, Fault, Hub, running
from oracle import random_model
from places import ROOT

from brnn import Analyzer
from brnn.evaluation.__main__ import main as measure
from brnn.model import folder as model_folder

TEXTS = ["A slow start, but a lovely film.", "Dull.", "the jokes were brilliant, and the plot is a mess"]
TINY = [
    *("--units=4", "--embedding-size=4", "--vocabulary-size=80", "--max-words=20", "--batch-size=8"),
    *("--epochs=1", "--direction=forward"),
]


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running() as hub:
        yield hub


@pytest.fixture
def environment(hub, tmp_path) -> dict[str, str]:
    """That of a person who is logged in, with a cache of their own."""
    others = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return others | {"HF_ENDPOINT": hub.url, "HF_TOKEN": OWNER, "HF_HOME": str(tmp_path / "home")}


@pytest.fixture
def run(environment):
    """Run a program. Returns what ended; its output never holds a token."""

    def run(*arguments: str, shell: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        command = f"{shell} exec {shlex.join([sys.executable, *arguments])}"
        ended = subprocess.run(
            ["bash", "-c", command],
            cwd=ROOT,
            env=environment | changed,
            capture_output=True,
            text=True,
            check=False,
        )
        for token in (OWNER, READER):
            assert token not in ended.stdout + ended.stderr
        return ended

    return run


@pytest.fixture
def files(tmp_path) -> dict[str, bytes]:
    """The files of a small model, by name."""
    model_folder.save(random_model("gru", units=32), tmp_path / "small", card="---\na: b\n---\n")
    return {path.name: path.read_bytes() for path in (tmp_path / "small").iterdir()}


def logits(printed: str) -> list[float]:
    return [json.loads(line)["logit"] for line in printed.splitlines()]


def test_a_model_trained_and_pushed_reads_elsewhere_to_the_bit_as_here(hub, run, tmp_path):
    data = tiny_corpus.write_archive(tmp_path / "tiny.tar.gz")
    mine = tmp_path / "mine"
    arguments = ["--data", str(data), "--output", str(mine), "--push-to-hub", "user/name", "--private"]
    trained = run("train.py", *TINY, *arguments)
    assert trained.returncode == 0, trained.stderr
    commit = hub.repositories["user/name"].revisions["main"]
    pinned = f"hf://user/name@{commit}"
    assert trained.stdout.endswith(f"Pushed: {hub.url}/user/name\nThis version: {pinned}\n")
    assert hub.repositories["user/name"].private
    shutil.move(mine, tmp_path / "moved")  # only the Hub has it where it was
    read = run("-m", "brnn", "--json", "--model", pinned, *TEXTS)
    assert (read.returncode, read.stderr) == (0, "")
    here = [verdict.logit for verdict in Analyzer.load(tmp_path / "moved").classify(TEXTS)]
    assert logits(read.stdout) == here
    assert len({*here}) == len(here)
    again = run("-m", "brnn", "--json", "--model", "hf://user/name@main", *TEXTS)
    assert again.stdout == read.stdout
    requests = len(hub.requests)
    offline = run("-m", "brnn", "--json", "--model", "hf://user/name@main", *TEXTS, HF_HUB_OFFLINE="1")
    assert (offline.stdout, offline.stderr, len(hub.requests)) == (read.stdout, "", requests)


@pytest.mark.parametrize(
    ("arguments", "token", "says", "status"),
    [
        (["--push-to-hub", "name"], OWNER, "name is not an address on the Hub", 1),
        (["--push-to-hub", "user/name"], "", "you are not logged in to the Hub: log in", 1),
        (["--push-to-hub", "user/name", "--metrics-only"], OWNER, "--push-to-hub needs a whole model", 2),
        (["--private"], OWNER, "--private says how to push", 2),
    ],
)
def test_train_refuses_before_it_trains(run, tmp_path, arguments, token, says, status):
    ended = run(
        "train.py", "--output", str(tmp_path / "mine"), "--data", "nowhere", *arguments, HF_TOKEN=token
    )
    assert (ended.returncode, ended.stdout) == (status, "")
    assert says in ended.stderr.splitlines()[-1]
    assert not (tmp_path / "mine").exists()


def test_a_full_disk_half_way_is_said_and_nothing_half_written_stays(hub, run, files, tmp_path):
    hub.add("user/name", files)
    blocks = len(files["model.weights.h5"]) // 1024 // 2
    ended = run("-m", "brnn", "--model", "hf://user/name", "good", shell=f"ulimit -f {blocks};")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(r"brnn: hf://user/name cannot be fetched: .+: File too large\n", ended.stderr)
    kept = [
        path for path in (tmp_path / "home" / "hub").rglob("*") if path.is_file() and path.suffix != ".lock"
    ]
    assert not [path for path in kept if "incomplete" in path.name or path.name == "model.weights.h5"]
    assert run("-m", "brnn", "--model", "hf://user/name", "good").returncode == 0


def test_a_program_ends_with_one_sentence_and_a_status(hub, run, files):
    hub.add("user/name", files)
    hub.faults.append(Fault("GET /storage/", times=1, status=500))
    ended = run("-m", "brnn", "explain", "good", "--model", "hf://user/name")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(
        r"brnn: the Hub \([\d.:]+\) has trouble of its own \(status 500\): .+\n", ended.stderr
    )
    ended = run("-m", "brnn", "push", "article", "user/name", HF_TOKEN=READER)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1


def test_a_variable_that_the_client_cannot_read_is_named(run):
    ended = run("-m", "brnn", "--model", "hf://user/name", "good", HF_HUB_ETAG_TIMEOUT="x")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("brnn: a variable HF_HUB_… has a value that the Hub's client refuses")
    assert len(ended.stderr.splitlines()) == 1


def test_the_app_offers_models_of_the_hub_beside_others(hub, files, environment, monkeypatch, tmp_path):
    from serving import free_port, running_app

    hub.add("user/name", files).commit(files, "v1")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BRNN_MODELS", f"hf://user/no, hf://user/name@v1, article, {tmp_path / 'small'}")
    with running_app("--port", str(free_port())) as app:
        answer = ask(app.url, "models")
        assert answer["models"] == ["hf://user/name@v1", "article", "small"]
        assert answer["default"] == "hf://user/name@v1"
        (problem,) = answer["problems"]
        assert problem.startswith("hf://user/no does not exist, or is private")
        read = ask(app.url, "read", text=TEXTS[0], model="hf://user/name@v1")
        assert read["model"] == "hf://user/name@v1"
        measured = ask(app.url, "metrics", model="article")
        assert [one["name"] for one in measured["models"]][:2] == ["article", "baseline"]
        assert {*(one["name"] for one in measured["models"])} == {*answer["models"], "baseline"}
        assert OWNER not in app.output + json.dumps([answer, read, measured])
    assert all(
        asked.split()[1].startswith(("/api/models/user/", "/user/", "/storage/")) for asked in hub.requests
    )


def ask(url: str, question: str, **entries: str) -> dict:
    """The answer of a running app."""
    content = json.dumps(entries).encode()
    request = urllib.request.Request(f"{url}ask/{question}", content, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120) as answer:
        return json.load(answer)


def test_results_are_not_saved_in_the_cache_of_the_hub(capsys):
    for arguments in ([], ["--texts", "x.csv", "--save"]):
        with pytest.raises(SystemExit) as ended:
            measure(["--model", "article", "hf://user/name", *arguments])
        assert ended.value.code == 2
        assert "not saved in a model on the Hub" in capsys.readouterr().err


EXAMPLES = {
    "-m brnn": "hf://user/name@v1",
    "-m brnn explain": "hf://user/name@v1",
    "-m brnn push": "brnn push assets/mine user/name",
    "-m brnn space": "brnn space user/name --to folder",
    "app.py": "hf://user/name@v1",
}


@pytest.mark.parametrize("program", EXAMPLES)
def test_help_has_an_example_and_loads_no_client(program):
    answer = subprocess.run(
        [sys.executable, "-X", "importtime", *program.split(), "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert EXAMPLES[program] in " ".join(answer.stdout.split())
    assert "huggingface_hub" not in answer.stderr
