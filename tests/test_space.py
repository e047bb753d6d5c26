"""`brnn space`: what a Space's folder holds, and how it goes up to a Hub on this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hub_server import OWNER, READER, Fault
from oracle import random_model
from places import ROOT
from test_wheel import tracked

from brnn.cli.command import main
from brnn.cli.space import folder
from brnn.model import folder as model_folder
from brnn.model import shelf

KEYS = {
    *("title", "emoji", "colorFrom", "colorTo", "sdk", "sdk_version", "python_version", "app_file"),
    *("suggested_hardware", "license", "short_description", "thumbnail", "models", "datasets", "tags"),
}
"""Those of ours that Hugging Face documents for a Space's card."""
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
PAGE = "spaces/user/page"


def settings(card: str) -> dict:
    """The front matter of a card."""
    _, front, _ = card.split("---\n", 2)
    return yaml.safe_load(front)


@pytest.fixture
def space(tmp_path, saved, capsys) -> Path:
    """A Space's folder with a model of one's own and a shipped one."""
    arguments = ["--model", str(saved), "--model", "article", "--to", str(tmp_path / "space")]
    assert main(["space", "user/page", *arguments]) == 0
    assert capsys.readouterr().out == f"The Space is in {tmp_path / 'space'}\n"
    return tmp_path / "space"


def files_in(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_the_card_says_what_spaces_must_know(space):
    found = settings((space / "README.md").read_text("utf-8"))
    assert found.keys() <= KEYS
    assert {found["colorFrom"], found["colorTo"]} <= COLOURS
    assert len(found["short_description"]) <= 60
    assert (found["sdk"], found["app_file"]) == ("gradio", "app.py")
    assert found["python_version"] == "3.12"  # a text: 3.10 would be the number 3.1
    assert f"gradio=={found['sdk_version']}" in (ROOT / "requirements.lock").read_text("utf-8").split()
    assert found["suggested_hardware"] == "zero-a10g"
    assert found["datasets"] == ["stanfordnlp/imdb"]
    assert "models" not in found  # those are of the Hub
    address, picture = found["thumbnail"].split("/resolve/main/")
    assert address.endswith("/spaces/user/page")
    assert (space / picture).read_bytes().startswith(b"\x89PNG")


def test_the_folder_holds_the_package_the_models_and_no_more(space, saved):
    package = {name for name in tracked("brnn") if not name.endswith((".csv", ".json", ".toml"))}
    own = {
        ".gitattributes",
        "README.md",
        "app.py",
        "requirements.txt",
        "assets/baseline/metrics.json",
        "assets/ladder/runs.json",
    }
    models = {f"assets/model/{name}" for name in files_in(saved) | {"README.md"}}
    models |= set(tracked("assets/article"))
    assert files_in(space) == package | own | models
    assert 'MODELS = "model,article"\n' in (space / "app.py").read_text("utf-8")
    assert sum(path.stat().st_size for path in space.rglob("*")) < 5_000_000


def test_it_installs_all_that_is_needed_to_read_but_what_every_space_has(space):
    listed = (space / "requirements.txt").read_text("utf-8").splitlines()
    everything = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    left_out = {re.split("[<>=]", line)[0] for line in {*everything} - {*listed}}
    assert {*listed} <= {*everything}
    assert left_out == {"gradio", "huggingface-hub", "keras", "tensorflow", "tensorflow-cpu"}


def test_the_one_decorated_function_is_there_for_zerogpu_only():
    """The app is what Spaces runs: nothing is served and no model is named before it is filled in."""
    app = (Path(folder.__file__).with_name("app.py")).read_text("utf-8")
    assert app.count("@spaces.GPU") == 1
    assert app.index("import spaces") < app.index("from brnn")
    assert app.count('MODELS = ""\n') == 1


def test_without_a_model_named_those_that_ship_with_the_package_are_chosen():
    assert [*folder.chosen([])] == [name for name in shelf.INCLUDED if name in shelf.models_in(shelf.ASSETS)]


def test_a_model_that_guesses_words_goes_along(saved, tmp_path):
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guesser")
    assert [*folder.chosen([str(saved), str(tmp_path / "guesser")])] == ["model", "guesser"]


def refused(capsys, *arguments: str) -> str:
    """The one line with which `brnn space` refuses."""
    assert main(["space", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert OWNER not in said.err
    return said.err


def test_what_cannot_become_a_space_is_refused_in_one_sentence(saved, tmp_path, capsys):
    other = tmp_path / "other" / "model"
    other.parent.mkdir()
    other.symlink_to(saved)
    strange = tmp_path / "my model"
    strange.symlink_to(saved)
    to = ["--to", str(tmp_path / "space")]
    assert "is not an address on the Hub" in refused(capsys, "page", *to)
    assert "there is no model folder nowhere" in refused(capsys, "user/page", "--model", "nowhere", *to)
    twice = ["--model", str(saved), "--model", str(other)]
    assert "two of the models are called model" in refused(capsys, "user/page", *twice, *to)
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guesses" / "model")
    twice = ["--model", str(saved), "--model", str(tmp_path / "guesses" / "model")]
    assert "two of the models are called model" in refused(capsys, "user/page", *twice, *to)
    assert "my model: in a Space" in refused(capsys, "user/page", "--model", str(strange), *to)
    assert not (tmp_path / "space").exists()
    assert "is not empty" in refused(capsys, "user/page", "--model", str(saved), "--to", str(tmp_path))
    file = tmp_path / "file"
    file.write_text("no folder")
    assert "cannot write" in refused(capsys, "user/page", "--model", str(saved), "--to", str(file / "below"))


def test_a_dry_run_says_what_would_be_sent(hub, saved, capsys):
    assert main(["space", "user/page", "--model", str(saved), "--dry-run"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("Nothing is sent. Without --dry-run, hf://spaces/user/page gets these files")
    assert [line.split()[-1] for line in lines if "brnn" in line or "assets" in line] == [
        "brnn/",
        "assets/model/",
    ]
    assert hub.requests == []


# Up to the Hub


def test_a_new_space_is_created_with_its_hardware_and_gets_all_files_at_once(
    hub, log_in, saved, tmp_path, capsys
):
    log_in(OWNER)
    arguments = ["space", "user/page", "--model", str(saved), "--hardware", "cpu-basic", "--private"]
    assert main([*arguments, "--to", str(tmp_path / "space")]) == 0
    capsys.readouterr()
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{hub.url}/{PAGE}\n"
    made = hub.repositories[PAGE]
    assert made.private
    assert (made.asked["sdk"], made.asked["hardware"]) == ("gradio", "cpu-basic")
    assert len(made.commits) == 2  # the first one is the Hub's own
    files = made.files("main")[1]
    assert {*files} == files_in(tmp_path / "space")
    assert all((tmp_path / "space" / name).read_bytes() == content for name, content in files.items())
    assert settings(files["README.md"].decode())["suggested_hardware"] == "cpu-basic"


def test_a_second_time_the_package_and_the_models_are_replaced(hub, log_in, saved, capsys):
    log_in(OWNER)
    hub.add(PAGE, {"brnn/old.py": b"old", "assets/old/config.json": b"{}", "NOTES.md": b"mine"})
    assert main(["space", "user/page", "--model", str(saved)]) == 0
    files = hub.repositories[PAGE].files("main")[1]
    assert not {"brnn/old.py", "assets/old/config.json"} & {*files}
    assert files["NOTES.md"] == b"mine"
    assert "assets/model/config.json" in files


def test_a_model_of_the_hub_is_copied_as_it_is_and_named(hub, log_in, saved, capsys):
    log_in(OWNER)
    files = {path.name: path.read_bytes() for path in saved.iterdir()}
    hub.add("user/name", files).commit(files, "v1")
    assert main(["space", "user/page", "--model", "hf://user/name@v1"]) == 0
    made = hub.repositories[PAGE].files("main")[1]
    assert made["assets/name/model.weights.h5"] == files["model.weights.h5"]
    assert settings(made["README.md"].decode())["models"] == ["user/name"]
    assert "(hf://user/name@v1)" in made["README.md"].decode()


def test_a_private_model_is_not_published_by_a_public_space(hub, log_in, saved, capsys):
    log_in(OWNER)
    hub.add("user/name", {path.name: path.read_bytes() for path in saved.iterdir()}, private=True)
    said = refused(capsys, "user/page", "--model", "hf://user/name")
    assert "hf://user/name is private, and a public Space would publish it: add --private" in said
    assert PAGE not in hub.repositories
    assert main(["space", "user/page", "--model", "hf://user/name", "--private"]) == 0
    assert hub.repositories[PAGE].private


@pytest.mark.parametrize(
    ("token", "fault", "says"),
    [
        ("", None, "you are not logged in to the Hub "),
        (READER, None, "your token may not write to hf://spaces/user/page"),
        (OWNER, Fault("POST /api/repos/create", status=402), "refused (status 402)"),
        (OWNER, Fault("POST /api/spaces/user/page/commit", status=429), "takes no more requests for now"),
        (OWNER, Fault("POST /api/spaces/user/page/commit", status=500), "has trouble of its own"),
    ],
)
def test_a_refusal_of_the_hub_is_one_sentence_and_nothing_half_made_is_shown(
    hub, log_in, saved, capsys, token, fault, says
):
    if token:
        log_in(token)
    if fault:
        hub.faults.append(fault)
    assert says in refused(capsys, "user/page", "--model", str(saved))
    made = hub.repositories.get(PAGE)
    assert made is None or not any(name.startswith("brnn/") for name in made.files("main")[1])
