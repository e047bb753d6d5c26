"""Models on the Hub: the real client against a server on this machine, with everything that can go wrong."""

from __future__ import annotations

import dataclasses
import re
import shlex
import shutil
import socket
import traceback
from pathlib import Path

import pytest
from hub_server import GITATTRIBUTES, OWNER, READER, Fault
from huggingface_hub import constants
from measured import measured_model
from oracle import random_model

import train
from brnn import Analyzer
from brnn.cli.command import main
from brnn.evaluation.report.card import card
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.model.folder import LIMITS, ModelFolderError
from brnn.model.hub import client, download, names, upload
from brnn.model.hub.address import Address, HubError
from brnn.ui.answers.metrics import metrics
from brnn.ui.answers.question import Asked, Question
from brnn.ui.models import Models, find

TEXTS = ["a slow start but lovely", "dull", "", "the plot was not good and i liked it"]
NAME = "hf://user/name"


@pytest.fixture
def offline(monkeypatch):
    """Do not ask the Hub any more."""
    return lambda: monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


@pytest.fixture
def files(saved) -> dict[str, bytes]:
    """The files of a small model, by name."""
    (saved / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A card\n")
    return {path.name: path.read_bytes() for path in saved.iterdir()}


def another(tmp_path: Path, seed: int = 1) -> dict[str, bytes]:
    """The files of another model."""
    model_folder.save(random_model(seed=seed), tmp_path / f"other{seed}", card="---\na: b\n---\n")
    return {path.name: path.read_bytes() for path in (tmp_path / f"other{seed}").iterdir()}


def logits(model: str | Path) -> list[float]:
    return [verdict.logit for verdict in Analyzer.load(model).classify(TEXTS)]


def refusal(action, *arguments, kind: type[ModelFolderError] = HubError) -> str:
    """The message with which something is refused: one sentence, no more details, and no token."""
    with pytest.raises(kind) as refused:
        action(*arguments)
    message = str(refused.value)
    assert len(message.splitlines()) == 1
    assert len(message) < 400
    details = "".join(traceback.format_exception(refused.value))
    assert OWNER not in details
    assert READER not in details
    return message


def cached_files(tmp_path: Path) -> list[Path]:
    """All files of the cache, each of them whole: what is being downloaded has another name."""
    found = [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert not [path for path in found if path.suffix in (".incomplete", ".part", ".tmp")]
    assert all(download._is_sound(path) for path in found if "snapshots" in path.parts)
    return found


# There and back


def test_a_pushed_model_is_fetched_as_it_was(hub, saved, files, log_in):
    log_in(OWNER)
    pushed = upload.push(model_folder.files_of(saved), Address("user/name"))
    assert pushed.page == f"{hub.url}/user/name"
    assert pushed.pinned == Address("user/name", hub.repositories["user/name"].revisions["main"])
    assert hub.repositories["user/name"].files("main")[1] == GITATTRIBUTES | files
    for name in (NAME, str(pushed.pinned)):
        assert logits(name) == logits(saved)
        assert {path.name: path.read_bytes() for path in names.folder_of(name).iterdir()} == files


def test_a_branch_is_created_and_keeps_its_own_model(hub, saved, files, tmp_path, log_in):
    log_in(OWNER)
    upload.push(model_folder.files_of(saved), Address("user/name"))
    other = another(tmp_path)
    pushed = upload.push(dict(other), Address("user/name", "v2"))
    assert pushed.page == f"{hub.url}/user/name/tree/v2"
    assert logits(NAME) == logits(saved)
    assert logits(f"{NAME}@v2") == logits(str(pushed.pinned)) == logits(tmp_path / "other1") != logits(NAME)


def test_a_model_is_one_commit_and_a_second_push_replaces_it(hub, saved, tmp_path, log_in):
    log_in(OWNER)
    upload.push(model_folder.files_of(saved), Address("user/name"))
    before = len(hub.repositories["user/name"].commits)
    upload.push(dict(another(tmp_path)), Address("user/name"))
    assert len(hub.repositories["user/name"].commits) == before + 1
    assert logits(NAME) == logits(tmp_path / "other1")


def test_the_same_model_once_more_makes_no_commit(hub, saved, log_in):
    log_in(OWNER)
    files = model_folder.files_of(saved)
    first, second = (upload.push(files, Address("user/name")) for _ in range(2))
    assert first == second


def test_private_makes_a_new_repository_private_and_never_uses_a_public_one(hub, files, log_in):
    log_in(OWNER)
    upload.push(dict(files), Address("user/secret"), private=True)
    assert hub.repositories["user/secret"].private
    upload.push(dict(files), Address("user/secret"), private=True)
    upload.push(dict(files), Address("user/name"))
    before = dict(hub.repositories["user/name"].revisions)
    assert "is public already" in refusal(upload.push, dict(files), Address("user/name"), True)
    assert hub.repositories["user/name"].revisions == before


def test_only_files_of_a_model_travel(hub, saved, files, log_in, tmp_path):
    (saved / "thesis.txt").write_text("mine")
    (saved / "statistics.npz").write_bytes(b"left from another model")  # config.json knows nothing of it
    assert model_folder.files_of(saved).keys() == files.keys()
    hub.add("user/name", files | {"pytorch_model.bin": b"pickled", "sub/config.json": b"{}", "a.py": b"bad"})
    assert {path.name for path in names.folder_of(NAME).iterdir()} == files.keys()
    assert not [asked for asked in hub.requests if "pytorch" in asked or "a.py" in asked or "/sub" in asked]


@pytest.mark.parametrize("name", ["../../token", "/etc/passwd", "thesis.txt"])
def test_config_json_cannot_name_other_files_to_push(saved, name):
    config = (saved / "config.json").read_text().replace('"sha256": {', f'"sha256": {{"{name}": "",')
    (saved / "config.json").write_text(config)
    assert model_folder.files_of(saved).keys() <= {*model_folder.FILES}


def test_a_private_model_is_fetched_with_the_token_of_its_owner(hub, saved, files, log_in):
    hub.add("user/name", files, private=True)
    log_in(OWNER)
    assert logits(NAME) == logits(saved)


def test_nothing_is_asked_but_what_is_needed_and_the_token_goes_to_the_hub_alone(
    hub, files, log_in, monkeypatch
):
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", False)
    monkeypatch.setenv("AI_AGENT", "somebody")
    log_in(OWNER)
    upload.push(dict(files), Address("user/name"))
    names.folder_of(NAME)
    allowed = ("/api/models/user/name", "/api/repos/create", "/api/validate-yaml", "/user/name", "/storage/")
    assert all(asked.split()[1].startswith(allowed) for asked in hub.requests)
    stored = [asked for asked in hub.requests if "/storage/" in asked]
    assert {asked.split()[0] for asked in stored} == {"PUT", "GET"}
    assert not {*stored} & {*hub.with_token}
    assert len({*hub.with_token}) >= 10
    assert all("agent" not in agent and "torch" not in agent for agent in hub.agents if agent)
    assert constants.HF_HUB_DISABLE_TELEMETRY is False  # as it was


# The cache


def test_a_commit_in_the_cache_is_not_asked_for_again(hub, files):
    commit = hub.add("user/name", files).revisions["main"]
    names.folder_of(f"{NAME}@{commit}")
    hub.requests.clear()
    assert names.folder_of(f"{NAME}@{commit}").name == commit
    assert hub.requests == []


def test_a_branch_is_looked_up_and_only_what_is_new_is_downloaded(hub, saved, files, tmp_path):
    hub.add("user/name", files)
    assert logits(NAME) == logits(saved)
    hub.requests.clear()
    names.folder_of(NAME)
    assert hub.requests == ["GET /api/models/user/name?blobs=true"]
    hub.add("user/name", another(tmp_path))
    assert logits(NAME) == logits(tmp_path / "other1")


@pytest.mark.parametrize("revision", ["", "@main", "@v1", "@refs/pr/1"])
def test_offline_the_cache_serves(hub, saved, files, offline, revision, caplog):
    for name in ("v1", "refs/pr/1"):
        hub.add("user/name", files).commit(files, name)
    names.folder_of(NAME + revision)
    offline()
    hub.requests.clear()
    assert logits(NAME + revision) == logits(saved)
    assert hub.requests == []
    assert caplog.messages == []  # it is what was asked for


FAILING = {
    "trouble": Fault("", status=503),
    "cut off": Fault("", cut=0),
    "silent": Fault("", silent=True),
}


@pytest.mark.parametrize("fault", FAILING)
def test_if_the_hub_fails_the_cache_serves_and_says_so(hub, saved, files, fault, caplog, monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    commit = hub.add("user/name", files).revisions["main"]
    names.folder_of(NAME)
    assert not caplog.messages
    hub.faults.append(FAILING[fault])
    assert logits(NAME) == logits(saved)
    assert f"using commit {commit[:7]} of {NAME}, which is in the cache" in caplog.text
    assert len(caplog.messages) == 1


def test_a_download_that_fails_leaves_the_older_model_in_use(hub, saved, files, tmp_path, offline):
    hub.add("user/name", files)
    names.folder_of(NAME)
    hub.add("user/name", another(tmp_path))
    hub.faults.append(Fault("GET /storage/", status=500))
    assert logits(NAME) == logits(saved)
    offline()
    assert logits(NAME) == logits(saved)  # and not half of the newer one


def test_offline_it_is_said_what_the_cache_lacks(hub, files, offline):
    hub.add("user/name", files)
    offline()
    everything = "missing: config.json, vocabulary.txt, model.weights.h5, metrics.json"
    message = refusal(names.folder_of, NAME)
    assert "HF_HUB_OFFLINE" in message
    assert f"{NAME} is not in the cache ({everything})" in message


@pytest.mark.parametrize("name", ["model.weights.h5", "config.json"])
def test_offline_a_file_that_was_lost_is_named(hub, files, offline, name):
    hub.add("user/name", files)
    (names.folder_of(NAME) / name).unlink()
    offline()
    assert refusal(names.folder_of, NAME).endswith(f"{NAME} is not in the cache (missing: {name})")


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.resolve().write_bytes(b"damaged")])
def test_statistics_that_are_lost_or_damaged_are_fetched_again(hub, tmp_path, damage):
    model_folder.save(measured_model("gru"), tmp_path / "measured")
    files = {path.name: path.read_bytes() for path in (tmp_path / "measured").iterdir()}
    commit = hub.add("user/name", files).revisions["main"]
    damage(names.folder_of(f"{NAME}@{commit}") / "statistics.npz")
    assert (names.folder_of(f"{NAME}@{commit}") / "statistics.npz").read_bytes() == files["statistics.npz"]


@pytest.mark.parametrize("pinned", [False, True])
def test_a_file_damaged_in_the_cache_is_fetched_again(hub, saved, files, pinned, offline):
    commit = hub.add("user/name", files).revisions["main"]
    name = f"{NAME}@{commit}" if pinned else NAME
    weights = names.folder_of(name) / "model.weights.h5"
    weights.resolve().write_bytes(b"damaged")
    assert logits(name) == logits(saved)
    weights.resolve().write_bytes(b"damaged")
    offline()
    assert "missing: model.weights.h5" in refusal(names.folder_of, name)


def test_what_the_loader_refuses_is_named_as_it_was_typed(hub, files):
    hub.add("user/name", files | {"vocabulary.txt": b"[padding]\n[unknown]\nfilm\n"})
    message = refusal(Analyzer.load, NAME, kind=ModelFolderError)
    assert message.startswith(f"the model {NAME} cannot be loaded: vocabulary.txt: it does not match")


# What may go wrong on the way down


@dataclasses.dataclass
class Case:
    """Who asks for what, what happens, and what is said. several: of the messages, by what is asked."""

    says: str
    fault: Fault | None = None
    token: str | None = None
    name: str = NAME


def code(name: str) -> dict[str, str]:
    """How the Hub says more of an error than its status."""
    return {"X-Error-Code": name}


LISTING, FILE, STORED = "GET /api/models/user", "(GET|HEAD) /user/name/resolve/.*vocabulary", "GET /storage/"
SAYS_500 = "has trouble of its own (status 500): try again later"
SAYS_CUT = "broke off: try again"
DOWN = {
    "missing, without login": Case("hf://user/no does not exist, or is private", name="hf://user/no"),
    "missing": Case("hf://user/no does not exist, or is private", None, OWNER, "hf://user/no"),
    "private, without login": Case("hf://user/secret does not exist, or is private", name="hf://user/secret"),
    "private": Case("does not exist, or is private and you may not read it", None, READER, "hf://user/secret"),
    "revision": Case("hf://user/name has no revision v9", name=f"{NAME}@v9"),
    "commit": Case("hf://user/name has no revision abcdefabcd", name=f"{NAME}@{'abcdef' * 7}"[:55]),
    "401, wrong token": Case("does not accept your token: log in with `hf auth login`", None, "hf_wrong"),
    "403": Case("your token may not read hf://user/name", Fault(LISTING, status=403), READER),
    "403, gated": Case("is gated: ask", Fault(LISTING, status=403, headers=code("GatedRepo")), READER),
    "404, a file": Case("refused (status 404)", Fault(FILE, status=404, headers=code("EntryNotFound"))),
    "418": Case("refused (status 418): said after Bearer …", Fault(LISTING, status=418), READER),
    "429": Case("takes no more requests for now: wait a few minutes", Fault(LISTING, status=429)),
    "429, wait": Case("wait 77 seconds and", Fault(LISTING, status=429, headers={"Retry-After": "77"})),
    "429, a file": Case("takes no more requests for now", Fault(FILE, status=429)),
    "429, what is stored": Case("takes no more requests for now", Fault(STORED, status=429)),
    "500": Case(SAYS_500, Fault(LISTING, status=500), OWNER),
    "500, a file": Case(SAYS_500, Fault(FILE, status=500), OWNER),
    "500, what is stored": Case(SAYS_500, Fault(STORED, status=500), OWNER),
    "cut off": Case(SAYS_CUT, Fault(LISTING, cut=50)),
    "cut off, a file": Case(SAYS_CUT, Fault("GET .*vocabulary", cut=20)),
    "cut off, what is stored": Case(SAYS_CUT, Fault(STORED, cut=3000)),
    "silent": Case("does not answer: try again later", Fault(LISTING, silent=True)),
    "another page": Case("makes no sense (JSONDecodeError)", Fault(LISTING, body=b"<h1>Wi-fi: log in</h1>")),
    "another Hub": Case("reports no commit", Fault(LISTING, body=b'{"id": "user/name", "sha": "../../x"}')),
    "other JSON": Case("makes no sense", Fault(LISTING, body=b"[]")),
    "damaged, a file": Case("vocabulary.txt of hf://user/name@", Fault("GET .*vocabulary", damage=True)),
    "damaged, what is stored": Case("arrived damaged, twice", Fault(STORED, damage=True)),
}  # fmt: skip


@pytest.mark.parametrize("case", DOWN)
def test_a_failing_download_is_one_sentence_and_leaves_nothing_half_written(
    hub, saved, files, case, log_in, monkeypatch, tmp_path, caplog, capfd
):
    monkeypatch.setattr(client, "PATIENCE", 0.5)
    hub.add("user/name", files)
    hub.add("user/secret", files, private=True)
    case = DOWN[case]
    if case.token:
        log_in(case.token)
    if case.fault:
        hub.faults.append(case.fault)
    assert case.says in refusal(names.folder_of, case.name)
    assert download.cached(Address.of(case.name)) is None
    cached_files(tmp_path)
    assert main(["--model", case.name, "good"]) == 2  # nor does what is left change the next answer
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("brnn: ")
    assert case.says in said.err
    assert len(said.err.splitlines()) == 1
    assert OWNER not in said.err + caplog.text
    assert READER not in said.err + caplog.text
    hub.faults.clear()
    log_in(OWNER)
    if case.name == NAME:
        assert logits(NAME) == logits(saved)


def test_a_server_that_is_not_there_is_named(hub, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setattr(
            constants, "ENDPOINT", f"http://user:hf_secret@127.0.0.1:{nobody.getsockname()[1]}"
        )
        message = refusal(names.folder_of, NAME)
    assert message.startswith("the Hub (127.0.0.1:")
    assert "cannot be reached: check the network, HF_ENDPOINT and proxies" in message
    assert "hf_secret" not in message


@pytest.mark.parametrize("fault", [Fault("GET .*vocabulary", 1, cut=20), Fault(STORED, 1, damage=True)])
def test_what_goes_wrong_once_is_mended(hub, saved, files, fault, tmp_path):
    hub.add("user/name", files)
    hub.faults.append(fault)
    assert logits(NAME) == logits(saved)
    cached_files(tmp_path)


LISTED = {
    "too large": (
        {"vocabulary.txt": b"x" * (LIMITS["vocabulary.txt"] + 1)},
        "its vocabulary.txt is larger than 20,",
    ),
    "a large card": (
        {"README.md": b"x" * (LIMITS["README.md"] + 1)},
        "its README.md is larger than 1,000,000",
    ),
    "a folder": ({"config.json": None, "config.json/x": b""}, "its config.json is a folder"),
    "no weights": ({"model.weights.h5": None, "model.safetensors": b"x"}, "its model.weights.h5 is missing"),
    "something else": ({name: None for name in model_folder.FILES}, "its vocabulary.txt is missing"),
}


@pytest.mark.parametrize("listed", LISTED)
def test_a_repository_of_something_else_is_refused_before_any_file_is_asked_for(hub, files, listed):
    changes, says = LISTED[listed]
    hub.add(
        "user/name", {name: content for name, content in (files | changes).items() if content is not None}
    )
    assert f"{NAME} holds no brnn model: {says}" in refusal(names.folder_of, NAME)
    assert hub.requests == ["GET /api/models/user/name?blobs=true"]


def test_a_file_of_another_kind_is_named_before_one_is_read(hub, files, saved, monkeypatch):
    hub.add("user/name", files | {"model.weights.h5": b"\x80\x04pickled"})
    monkeypatch.setattr(model_folder, "checksum", lambda path: pytest.fail("a file was read"))
    message = refusal(Analyzer.load, NAME, kind=ModelFolderError)
    assert message == f"the model {NAME} cannot be loaded: model.weights.h5: it is not an HDF5 file"


def test_too_little_room_is_said_before_anything_is_downloaded(hub, files, monkeypatch, tmp_path):
    hub.add("user/name", files)
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9 - 1000, 1000))
    message = refusal(names.folder_of, NAME)
    assert "there is too little space in" in message
    assert "HF_HOME names another place" in message
    assert len(hub.requests) == 1
    assert cached_files(tmp_path) == []


def test_a_cache_that_cannot_be_written_is_named(hub, files, monkeypatch, tmp_path):
    hub.add("user/name", files)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "file" / "cache"))
    assert str(tmp_path / "file") in refusal(names.folder_of, NAME)


def test_a_cache_that_cannot_be_read_is_named(hub, files, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied", str(path))

    commit = hub.add("user/name", files).revisions["main"]
    names.folder_of(NAME)
    monkeypatch.setattr(download, "_is_sound", forbidden)
    assert "the cache of the Hub cannot be read: [Errno 13]" in refusal(names.folder_of, f"{NAME}@{commit}")


# What may go wrong on the way up

CREATE, MODES, COMMIT = "POST /api/repos/create", "POST .*/preupload/", "POST .*/commit/"
UP = {
    "401, without login": Case("you are not logged in to the Hub "),
    "401, wrong token": Case("does not accept your token", None, "hf_wrong"),
    "403": Case("your token may not write to hf://user/name", None, READER),
    "403, new": Case("your token may not write to hf://user/new", None, READER, "hf://user/new"),
    "404, on the way": Case("does not exist, or is private", Fault(COMMIT, status=404), OWNER),
    "400, the card": Case(
        "refused (status 400): said after Bearer …", Fault("POST /api/validate-yaml", status=400), OWNER
    ),
    "413": Case("refused (status 413): said after Bearer …", Fault(COMMIT, status=413), OWNER),
    "429": Case("takes no more requests", Fault(LISTING, status=429), OWNER),
    "429, at the commit": Case("takes no more requests", Fault(COMMIT, status=429), OWNER),
    "500": Case(SAYS_500, Fault(LISTING, status=500), OWNER),
    "500, creating": Case(SAYS_500, Fault(CREATE, status=500), OWNER, "hf://user/new"),
    "500, on the way": Case(SAYS_500, Fault(MODES, status=500), OWNER),
    "500, at the storage": Case(SAYS_500, Fault("PUT", status=500), OWNER),
    "500, at the commit": Case(SAYS_500, Fault(COMMIT, status=500), OWNER),
    "cut off, at the storage": Case("broke off", Fault("PUT", cut=0, status=200), OWNER),
    "cut off, at the commit": Case("broke off", Fault(COMMIT, cut=10, body=b"x" * 99), OWNER),
    "silent": Case("does not answer", Fault(LISTING, silent=True), OWNER),
    "silent, creating": Case("does not answer", Fault(CREATE, silent=True), OWNER, "hf://user/new"),
    "silent, at the commit": Case("does not answer", Fault(COMMIT, silent=True), OWNER),
    "other JSON": Case("makes no sense (KeyError)", Fault(COMMIT, body=b"{}"), OWNER),
}


@pytest.mark.parametrize("case", UP)
def test_a_failing_push_is_one_sentence_and_changes_nothing(
    hub, saved, files, case, log_in, monkeypatch, tmp_path, capfd
):
    monkeypatch.setattr(client, "PATIENCE", 0.5)
    hub.add("user/name", files)
    case = UP[case]
    model_folder.save(random_model(seed=1), tmp_path / "mine", card="---\na: b\n---\n")
    if case.token:
        log_in(case.token)
    if case.fault:
        hub.faults.append(case.fault)
    assert main(["push", str(tmp_path / "mine"), case.name]) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("brnn: ")
    assert case.says in said.err
    assert len(said.err.splitlines()) == 1
    assert OWNER not in said.err
    assert READER not in said.err
    assert hub.repositories["user/name"].files("main")[1] == files
    assert {*hub.repositories} <= {"user/name", "user/new"}


# The command


@pytest.fixture
def mine(tmp_path) -> Path:
    """A saved model without a card."""
    model_folder.save(random_model(), tmp_path / "mine")
    return tmp_path / "mine"


def test_push_prints_the_address_and_makes_a_card_if_there_is_none(hub, mine, log_in, capsys):
    log_in(OWNER)
    assert main(["push", str(mine), "user/name", "--private", "--revision", "v1"]) == 0
    commit = hub.repositories["user/name"].revisions["v1"]
    assert capsys.readouterr().out == f"{hub.url}/user/name/tree/v1\nThis version: hf://user/name@{commit}\n"
    pushed = hub.repositories["user/name"].files("v1")[1]
    assert hub.repositories["user/name"].private
    assert pushed["README.md"].startswith(b"---\n")
    assert b"# `random`" in pushed["README.md"]
    assert not (mine / "README.md").exists()
    assert main(["--model", f"hf://user/name@{commit}", "good film"]) == 0


def test_a_dry_run_sends_nothing_and_says_what_it_would_send(hub, mine, capsys):
    assert main(["push", str(mine), "user/name", "--private", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Nothing is sent" in out
    assert "hf://user/name" in out
    assert "private" in out
    for path in mine.iterdir():
        assert f"{path.stat().st_size:,} bytes  {path.name}" in out
    assert "README.md" in out
    assert hub.requests == []


def test_a_model_with_a_card_is_pushed_whatever_its_figures_are(hub, tmp_path, capsys):
    metrics = {"own_temperatures": {"short": {}, "long": 1}}
    odd = dataclasses.replace(random_model(), name="odd", metrics=metrics)
    model_folder.save(odd, tmp_path / "odd", card="# Odd")
    assert main(["push", str(tmp_path / "odd"), "user/name", "--dry-run"]) == 0
    assert "# `odd`" in card(tmp_path / "odd")


def test_a_damaged_model_is_not_pushed(hub, mine, capsys):
    (mine / "vocabulary.txt").write_text("")
    assert main(["push", str(mine), "user/name"]) == 2
    assert "vocabulary.txt: it does not match its checksum" in capsys.readouterr().err
    assert hub.requests == []


BAD = [
    "name",
    "user",
    "user/na me",
    "a/b/c",
    "user/--",
    "user/..",
    ".user/name",
    "user/name.",
    "user//name",
    "/name",
]
BAD_REVISIONS = ["", "../x", "a//b", "-x", "a b", "v1/", "@", "x\n"]


@pytest.mark.parametrize("name", [*BAD, *(f"user/name@{revision}" for revision in BAD_REVISIONS)])
def test_what_is_no_address_is_refused_with_an_example(mine, name, capsys):
    assert main(["push", str(mine), name]) == 2
    assert main(["--model", f"hf://{name}", "good"]) == 2
    for line in capsys.readouterr().err.splitlines():
        assert "it must be hf://user/name" in line or "it must be the name of a branch" in line


@pytest.mark.parametrize("revision", [*BAD_REVISIONS[1:], "refs//x"])
def test_a_branch_that_cannot_be_one_is_refused(mine, revision, capsys):
    assert main(["push", str(mine), "user/name", f"--revision={revision}"]) == 2
    assert "is not a revision" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("hf://user/name", Address("user/name")),
        ("user/name", Address("user/name")),
        ("hf://models/user/name", Address("user/name")),
        ("hf://A-b_c.1/d.e@v1.0", Address("A-b_c.1/d.e", "v1.0")),
        ("hf://user/name@refs/pr/1", Address("user/name", "refs/pr/1")),
    ],
)
def test_addresses_are_read_and_written(text, address):
    assert Address.of(text) == Address.of(str(address)) == address


def test_a_push_that_fails_after_training_says_where_the_model_is(hub, mine, log_in, capsys):
    log_in(READER)
    assert train._push(mine, Address("user/name"), private=True) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("train.py: your token may not write to hf://user/name")
    command = re.search(r"the model is saved: push it with: brnn (push .+)$", line)[1]
    log_in(OWNER)
    assert main(shlex.split(command)) == 0
    assert hub.repositories["user/name"].private


# Models by name


@pytest.fixture
def shipped(saved, tmp_path, monkeypatch) -> Path:
    """What ships: two models."""
    for name in ("default", "article"):
        shutil.copytree(saved, tmp_path / "assets" / name)
    monkeypatch.setattr(shelf, "ASSETS", tmp_path / "assets")
    return tmp_path / "assets"


def test_several_sources_name_their_models_in_order(shipped, saved, tmp_path):
    shutil.copytree(saved, tmp_path / "more" / "default")
    shutil.copytree(saved, tmp_path / "more" / "extra")
    sources = ["hf://user/name@v1", "article", str(saved), str(tmp_path / "more"), "default", "nowhere"]
    found = names.named_in(sources)
    assert found == {
        "hf://user/name@v1": "hf://user/name@v1",
        "article": shipped / "article",
        "model": saved,
        "default": tmp_path / "more" / "default",
        "extra": tmp_path / "more" / "extra",
        str(shipped / "default"): shipped / "default",  # the name is taken
        "nowhere": "nowhere",
    }
    assert [*found][:2] == ["hf://user/name@v1", "article"]
    assert [*names.named_in([])] == ["default", "article"]


def test_the_models_page_measures_what_is_here_and_fetches_nothing(hub, files, shipped, monkeypatch):
    hub.add("user/name", files)
    asked = Asked("article", None, Question({}), None, [NAME, "article", "nowhere"])
    assert [one["name"] for one in metrics(asked)["models"]] == ["article"]
    assert hub.requests == []
    names.folder_of(NAME)
    monkeypatch.setattr(download, "_is_sound", lambda _: pytest.fail("weights can be large"))
    assert [one["name"] for one in metrics(asked)["models"]] == ["article", NAME]


def test_a_model_of_the_hub_that_fails_leaves_the_others(hub, files, shipped):
    hub.add("user/name", files)
    sources = ["hf://user/no", NAME, "article"]
    models = Models(lambda: find(sources), sources)
    models.start()
    assert models.ask().result(60)[0] == NAME
    assert models.names() == [NAME, "article"]
    (problem,) = models.left_out()
    assert problem.startswith("hf://user/no does not exist, or is private")
