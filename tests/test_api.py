"""The endpoints for programs: typed records, one message for what is wrong, and a schema that stands."""

from __future__ import annotations

import asyncio
import copy
import json
import threading
from typing import get_type_hints

import pytest
from api_schema import FILE, broken, schema
from measured import measured_model
from oracle import random_model
from pydantic import TypeAdapter

from brnn import Analyzer, __version__
from brnn.explain.experiments.comparison import comparison
from brnn.explain.registry import EXPLANATIONS
from brnn.model import folder as model_folder
from brnn.ui import api
from brnn.ui.api import Endpoints, Refusal, health
from brnn.ui.api.records import Health
from brnn.ui.models import Models, find
from brnn.ui.scheduler import Scheduler

TEXT, OTHER = "A slow start, but the film was lovely, zyzzy.", "A slow start, but the film was dull."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Models: `a` with statistics, `b` without and with one reader, `c` damaged."""
    folder = tmp_path_factory.mktemp("models")
    model_folder.save(measured_model("gru"), folder / "a")
    model_folder.save(random_model("lstm", "forward", max_words=50), folder / "b")
    model_folder.save(random_model(), folder / "c")
    (folder / "c" / model_folder.WEIGHTS).unlink()
    return folder


@pytest.fixture(scope="module")
def endpoints(folder) -> Endpoints:
    models = Models(lambda: find([str(folder)]), [str(folder)])
    models.start()
    return Endpoints(models, Scheduler())


@pytest.fixture(scope="module")
def analyzers(folder) -> dict[str, Analyzer]:
    return {name: Analyzer.load(folder / name) for name in "ab"}


def asked(endpoint, *args, **kwargs):
    """The answer of an endpoint, which is of the type that it promises, as JSON."""
    answer = asyncio.run(endpoint(*args, **kwargs))
    extra = "ignore" if endpoint.__name__ == "explain" else "forbid"  # what a method adds is in the schema
    promised = get_type_hints(endpoint)["return"]
    TypeAdapter(promised).validate_python(answer, strict=True, extra=extra)
    return json.loads(json.dumps(answer, allow_nan=False))


# Answers


@pytest.mark.parametrize("model", ["a", "b"])
def test_a_verdict_is_that_of_the_model_that_was_named(endpoints, analyzers, model):
    found = asked(endpoints.classify, [TEXT, "", OTHER] * 10, model)
    assert [one["logit"] for one in found] == pytest.approx(
        [one.logit for one in analyzers[model].classify([TEXT, "", OTHER] * 10)]
    )


def test_without_a_name_the_default_answers(endpoints, analyzers):
    assert asked(endpoints.analyze, TEXT)["model"] == "a"
    assert asked(endpoints.classify, [TEXT]) == asked(endpoints.classify, [TEXT], "a")


@pytest.mark.parametrize("model", ["a", "b"])
def test_an_analysis_adds_up_and_lacks_what_the_model_lacks(endpoints, analyzers, model):
    found, analysis = asked(endpoints.analyze, TEXT, model), analyzers[model].analyze(TEXT)
    ledger = found["ledger"]
    parts = [ledger[reader] for reader in ("forward", "backward") if ledger[reader] is not None]
    assert ledger["bias"] + sum(map(sum, parts)) + ledger["remainder"] == pytest.approx(
        analysis.reading.logit
    )
    assert found["forward_memory"] == analysis.reading.forward.tolist()
    assert (found["backward_memory"] is None) == (ledger["backward"] is None) == (model == "b")


@pytest.mark.parametrize("method", EXPLANATIONS)
def test_every_explanation_is_answered_as_the_schema_says(endpoints, method):
    entry = EXPLANATIONS[method]
    found = asked(endpoints.explain, TEXT, method, other=OTHER if entry.texts == 2 else None)
    adds = json.loads(FILE.read_text("utf-8"))["explanations"][method]["adds"]
    assert found.keys() - {"model", "text", "words", "verdict"} <= adds.keys()
    assert found["rows"]
    assert {key for row in found["rows"] for key in row} <= adds["rows"][0].keys()


def test_settings_are_given_as_numbers_yes_or_no_or_as_text(endpoints, analyzers):
    found = asked(endpoints.explain, TEXT, "order", {"shuffles": 3, "seed": "1", "span": "2:3"}, model="b")
    assert found["shuffled_logits"] == list(analyzers["b"].order(TEXT, (1, 3), 3, 1).shuffles.logits)
    raw, centred = (asked(endpoints.explain, TEXT, settings={"centred": value}) for value in (False, True))
    assert raw["bias"] != centred["bias"]
    assert centred["bias"] == analyzers["a"].ledger(TEXT, centred=True).bias


def test_two_texts_differ_by_what_the_rows_say(endpoints, analyzers):
    found = asked(endpoints.compare, TEXT, OTHER)
    expected = comparison(analyzers["a"].analyze(TEXT), analyzers["a"].analyze(OTHER))
    assert found["logit"] == expected.logit
    total = found["bias"] + sum(row["forward"] + row["backward"] for row in found["rows"])
    assert total + found["remainder"] == pytest.approx(found["logit"])
    (replaced,) = (row for row in found["rows"] if row["kind"] == "replaced")
    assert (replaced["first"], replaced["second"], replaced["place_first"]) == ("lovely", "dull", 8)
    (deleted,) = (row for row in found["rows"] if row["kind"] == "deleted")
    assert (deleted["first"], deleted["second"], deleted["place_second"]) == ("zyzzy", None, None)


def test_a_model_whose_settings_are_damaged_leaves_the_others(tmp_path):
    model_folder.save(random_model(), tmp_path / "a")
    for name, content in (("b", "{ damaged"), ("c", '{"model": {"cell": "none"}}'), ("d", '{"sha256": 5}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / model_folder.CONFIG).write_text(content)
    models = Models(lambda: find([str(tmp_path)]), [str(tmp_path)])
    models.start()
    described = asked(Endpoints(models, Scheduler()).models)["models"]
    assert [(one["name"], one["cell"]) for one in described] == [
        ("a", "simple"),
        *((name, None) for name in "bcd"),
    ]


def test_one_text_under_two_models(endpoints, analyzers):
    found = asked(endpoints.compare, TEXT, other_model="b")
    sides = [analyzers[name].analyze(TEXT).verdict.logit for name in "ab"]
    assert [found["first"]["model"], found["second"]["model"]] == ["a", "b"]
    assert [found[side]["verdict"]["logit"] for side in ("first", "second")] == pytest.approx(sides)
    assert found["logit"] == pytest.approx(sides[1] - sides[0])


def test_the_models_are_described_without_being_loaded(folder):
    models = Models(lambda: find([str(folder)]), [str(folder)])
    models.start()
    found = asked(Endpoints(models, Scheduler()).models)
    assert found["default"] == "a"
    assert not models._asked.keys() - {"a"}
    first, second = found["models"][:2]
    assert (first["name"], first["cell"], first["readers"]) == ("a", "gru", ["forward", "backward"])
    assert (second["name"], second["readers"], second["max_words"]) == ("b", ["forward"], 50)
    assert first["explanations"] == [method["name"] for method in found["methods"]] == [*EXPLANATIONS]
    assert set(EXPLANATIONS) - set(second["explanations"]) == {"knowing", "agreement", "mute"}


# What is wrong, and what would be right


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("classify", {"texts": "A film"}, r"texts must be a list of up to 1,000 strings"),
        ("classify", {"texts": ["A film"] * 1001}, r"texts must be a list of up to 1,000 strings"),
        ("classify", {"texts": ["A film", 7]}, r"a review must be a string, got int"),
        ("classify", {"texts": ["A film"], "model": "nope"}, r"model must be one of a, b"),
        ("classify", {"texts": ["A film"], "model": ["a"]}, r"model must be one of a, b"),
        ("classify", {"texts": ["A film"], "model": "c"}, r"the model c cannot be loaded: model.weights.h5"),
        ("analyze", {"text": None}, r"a review must be a string, got NoneType"),
        ("analyze", {"text": "x" * 200_000}, r"a review may have up to [\d,]+ characters"),
        ("explain", {"text": TEXT, "method": "nope"}, r"method must be one of ledger, units, "),
        ("explain", {"text": TEXT, "method": ["ledger"]}, r"method must be one of ledger, units, "),
        ("explain", {"text": TEXT, "settings": [1]}, r"settings must be an object, such as"),
        (
            "explain",
            {"text": TEXT, "settings": {"steps": 1}},
            r"steps is not a setting of ledger, but of gradients; it has centred",
        ),
        ("explain", {"text": TEXT, "method": "reach", "settings": {"x": 1}}, r"of reach; it has none"),
        ("explain", {"text": TEXT, "settings": {"\ud800": 1}}, "\ufffd is not a setting of ledger"),
        ("explain", {"text": TEXT, "settings": {"centred": 2}}, r"centred must be yes or no"),
        ("explain", {"text": TEXT, "method": "edits"}, r"edits takes 2 texts"),
        ("explain", {"text": TEXT, "method": "mute", "model": "b"}, r"has no statistics.npz"),
        ("compare", {"text": TEXT}, r"compare needs other, a second text, or other_model, a second model"),
        ("compare", {"text": TEXT, "other_model": "nope"}, r"model must be one of a, b"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(endpoints, name, given, message):
    with pytest.raises(Refusal, match=message) as refused:
        asyncio.run(getattr(endpoints, name)(**given))
    assert "film" not in str(refused.value)


def test_a_failing_of_ours_says_nothing_of_the_text(endpoints, monkeypatch, caplog):
    def fail(self, text):
        raise ValueError(text)

    monkeypatch.setattr(Analyzer, "analyze", fail)
    with pytest.raises(Refusal, match="could not be read"):
        asyncio.run(endpoints.analyze("my secret"))
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


# Tools of assistants


@pytest.mark.parametrize(
    ("variable", "installed", "served"),
    [
        ("", True, True),
        ("false", True, False),
        ("True", True, True),
        (None, True, True),
        (None, False, False),
    ],
)
def test_tools_are_served_if_their_package_is_there_and_nobody_objects(
    monkeypatch, variable, installed, served
):
    monkeypatch.delenv("GRADIO_MCP_SERVER", raising=False)
    if variable is not None:
        monkeypatch.setenv("GRADIO_MCP_SERVER", variable)
    monkeypatch.setattr(api, "find_spec", lambda name: object() if installed else None)
    assert api.serves_tools() is served


# Health


def test_health_is_told_at_once_while_the_model_loads_and_afterwards():
    go = threading.Event()

    class Analyzer:
        def analyze(self, text: str) -> str:
            return text

    models = Models(lambda: {"a": lambda: go.wait(60) and Analyzer()})
    models.start()
    loading = health.state(models)
    go.set()
    models.ask().result(60)
    expected = Health(status="ok", version=__version__, model="a", problems=[])
    assert health.state(models) == expected
    assert loading == {**expected, "status": "loading", "model": None}


def test_without_a_model_everything_says_why():
    def broken():
        raise ValueError("it is broken")

    models = Models(lambda: {"a": broken})
    endpoints = Endpoints(models, Scheduler())
    models.start()
    offer = asked(endpoints.models)
    assert (offer["default"], offer["models"], offer["problems"]) == (None, [], ["it is broken"])
    found = asked(endpoints.health)
    assert (found["status"], found["problems"]) == ("failed", ["it is broken"])
    for model in (None, "a"):
        with pytest.raises(Refusal, match="it is broken"):
            asyncio.run(endpoints.classify(["A film"], model))


# The schema


def test_the_schema_stands():
    recorded, found = json.loads(FILE.read_text("utf-8")), schema()
    broke = [*broken(recorded, found)]
    assert not broke, f"this breaks callers: {broke}"
    assert found == recorded, "the API can do more than its schema says: make schema"


BEFORE = {
    "endpoints": {
        "/ask": {
            "description": "Ask.",
            "parameters": {
                "properties": {"text": {"type": "string"}, "how": {"enum": ["a", "b"]}},
                "required": ["text"],
            },
            "returns": {"properties": {"logit": {"type": "number"}}, "required": ["logit"]},
        }
    }
}


def changed(*path, to):
    after = copy.deepcopy(BEFORE)
    place = after["endpoints"]["/ask"] if path else after
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return [*broken(BEFORE, after)]


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        (("returns", "properties", "logit"), None, "/returns/properties/logit is gone"),
        (("returns", "properties", "logit", "type"), "string", 'logit/type was "number" and is "string"'),
        (("returns", "required"), [], "/returns/required: logit has become optional"),
        (("parameters", "properties", "how"), None, "/parameters/properties/how is gone"),
        (("parameters", "properties", "how", "enum"), ["b", "c"], "how/enum: a is gone"),
        (("parameters", "required"), ["text", "how"], "/parameters/required: how has become required"),
    ],
)
def test_a_change_that_breaks_callers_is_named(path, to, message):
    (found,) = changed(*path, to=to)
    assert found.startswith("/endpoints/ask/")
    assert found.endswith(message)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("description",), "Ask again."),
        (("parameters", "properties", "more"), {"type": "string", "default": ""}),
        (("parameters", "required"), []),
        (("parameters", "properties", "how", "enum"), ["a", "b", "c"]),
        (("returns", "properties", "more"), {"type": "number"}),
        (("returns", "required"), ["logit", "more"]),
    ],
)
def test_a_change_that_adds_breaks_nobody(path, to):
    assert changed(*path, to=to) == []


def test_an_endpoint_that_is_gone_is_named():
    assert [*broken(BEFORE, {"endpoints": {}})] == ["/endpoints/ask is gone"]
