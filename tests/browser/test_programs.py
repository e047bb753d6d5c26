"""Programs that ask the served app: over HTTP, with Gradio's clients, and by the Model Context Protocol."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from api_schema import FILE
from gradio_client import Client
from gradio_client.exceptions import AppError
from serving import PATIENCE, ROOT

from brnn import __version__

pytestmark = pytest.mark.browser

TEXT = "A slow start, but a lovely film."
README = (ROOT / "README.md").read_text("utf-8")
SECTION = README.split("## From other programs\n")[1].split("\n## ")[0]
JAVASCRIPT_CLIENT = "@gradio/client@2.7.0"
SCHEMA = json.loads(FILE.read_text("utf-8"))


def example(language: str, app) -> str:
    """README's example in a language, as it stands but for the address."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    assert "http://127.0.0.1:7860/" in code.replace('7860"', '7860/"')
    return code.replace("http://127.0.0.1:7860", app.url.rstrip("/"))


def run(*command: str, code: str = "", folder: Path = ROOT) -> str:
    """What a program prints."""
    ended = subprocess.run(
        command, input=code, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def post(app, path: str, **body) -> tuple[int, dict]:
    connection = http.client.HTTPConnection(app.url.split("/")[2], timeout=PATIENCE)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def get(app, path: str) -> tuple[int, dict]:
    connection = http.client.HTTPConnection(app.url.split("/")[2], timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


@pytest.fixture(scope="module")
def client(app) -> Client:
    client = Client(app.url, verbose=False)
    yield client
    client.close()


@pytest.fixture(scope="module")
def expected(analyzers) -> list[float]:
    """What README's examples print: the logit, the evidence of both readers, the bias."""
    ledger = analyzers["article"].ledger(TEXT)
    return [ledger.logit, ledger.forward_total, ledger.backward_total, ledger.bias]


# README's examples


def printed(output: str) -> list[float]:
    return [*map(float, output.splitlines()[-1].split())]


def test_readmes_example_in_python_gives_the_numbers(app, expected):
    assert printed(run(sys.executable, "-", code=example("python", app))) == expected


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_readmes_example_with_curl_gives_the_numbers(app, expected):
    answer = json.loads(run("bash", "-s", code=example("bash", app)))
    (found,) = answer["data"]
    numbers = [found["verdict"]["logit"], found["forward_total"], found["backward_total"], found["bias"]]
    assert numbers == expected


@pytest.fixture(scope="session")
def javascript() -> Path:
    """A folder with Gradio's client for JavaScript, which npm fetches once."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js is not installed")
    folder = ROOT / "build" / JAVASCRIPT_CLIENT
    if not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--prefix", ".", "--no-audit", "--no-fund", "--ignore-scripts"]
        ended = subprocess.run(
            [*install, JAVASCRIPT_CLIENT], cwd=folder, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            pytest.skip(f"npm cannot install {JAVASCRIPT_CLIENT}: {ended.stderr.strip()[:200]}")
    return folder


def test_readmes_example_in_javascript_gives_the_numbers(app, expected, javascript):
    output = run("node", "--input-type=module", "-", code=example("javascript", app), folder=javascript)
    assert printed(output) == expected


def test_readmes_table_lists_the_endpoints_and_their_parameters():
    rows = re.findall(r"^\| `(/\w+)` \| (.*?) \|", SECTION, re.MULTILINE)
    listed = {name: re.findall(r"`(\w+)`", parameters) for name, parameters in rows}
    assert listed == {
        name: [*endpoint["parameters"]["properties"]] for name, endpoint in SCHEMA["endpoints"].items()
    }


# Endpoints


def test_nothing_else_is_public(app, client):
    """What the page itself asks is no endpoint for others, and Gradio adds none of its own."""
    shown = client.view_api(return_format="dict")
    assert shown["named_endpoints"].keys() == SCHEMA["endpoints"].keys()
    assert not shown["unnamed_endpoints"]
    _, info = get(app, "/gradio_api/info")
    assert info["named_endpoints"].keys() == SCHEMA["endpoints"].keys()
    assert not info["unnamed_endpoints"]
    _, config = get(app, "/config")
    assert [f"/{each['api_name']}" for each in config["dependencies"]] == [*SCHEMA["endpoints"]]


def test_programs_get_numbers(client, analyzers):
    texts = ["A good film", "", "A dull film"]
    answers = client.predict(texts, model="small", api_name="/classify")
    for answer, verdict in zip(answers, analyzers["small"].classify(texts), strict=True):
        assert answer == pytest.approx(verdict.as_dict())
    answer = client.predict("A good film", api_name="/analyze")
    analysis = analyzers["article"].analyze("A good film")
    assert answer["words"] == ["A", "good", "film"]
    assert answer["forward_memory"] == pytest.approx(analysis.reading.forward)
    assert answer["ledger"]["backward"] == list(analysis.ledger.backward)
    found = client.predict("A good film", "occlusion", {"span": "2:3"}, api_name="/explain")
    expected = analyzers["article"].occlusion("A good film", [(1, 3)])
    assert found["rows"][0]["logit_loss"] == pytest.approx(expected.logit[0])
    found = client.predict("A good film", other_model="small", api_name="/compare")
    logits = [analyzers[name].analyze("A good film").verdict.logit for name in ("article", "small")]
    assert found["logit"] == pytest.approx(logits[1] - logits[0])


def test_models_are_listed_by_the_names_that_can_be_given(client):
    found = client.predict(api_name="/models")
    assert found["default"] == "article"
    names = [model["name"] for model in found["models"]]
    assert {"small", "ladder/gru-forward"} < set(names)
    for name in names:
        if name != "unreadable":
            assert client.predict([TEXT], model=name, api_name="/classify")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([TEXT, "occlusion", {"span": "0"}], "span must be up to 100 ranges of words"),
        ([TEXT, "ledger", None, None, "nope"], "model must be one of article, "),
        ([TEXT, "ledger", None, None, "article", "more"], "explain: too many positional arguments"),
        ([], "explain: missing a required argument: 'text'"),
    ],
)
def test_what_is_wrong_is_said_and_no_text_is_logged(app, given, message):
    status, answer = post(app, "/gradio_api/run/explain", data=given)
    assert status == 500
    assert answer["error"].startswith(message)
    assert TEXT not in app.output


def test_a_client_hears_what_is_wrong(client):
    with pytest.raises(AppError, match="model must be one of article, "):
        client.predict(TEXT, model="nope", api_name="/explain")


# Health


def test_health_is_an_endpoint_and_an_address(app, client):
    found = client.predict(api_name="/health")
    assert get(app, "/health") == (200, found)
    assert found == {"status": "ok", "version": __version__, "model": "article", "problems": []}


# Tools of assistants


def test_assistants_get_numbers_from_tools_that_describe_themselves(app, expected):
    mcp = pytest.importorskip("mcp")
    from mcp.client.streamable_http import streamable_http_client

    (server,) = json.loads(example("json", app))["mcpServers"].values()

    async def ask():
        async with (
            streamable_http_client(server["url"]) as (receive, send, _),
            mcp.ClientSession(receive, send) as session,
        ):
            await session.initialize()
            return (
                (await session.list_tools()).tools,
                await session.call_tool("explain", {"text": TEXT}),
                await session.call_tool("classify", {"texts": [TEXT]}),
                await session.call_tool("explain", {"text": TEXT, "model": "nope"}),
                await session.call_tool("explain", {"texts": TEXT}),
            )

    with ThreadPoolExecutor(1) as pool:  # Playwright may have an event loop of its own in this thread
        tools, explained, classified, unknown, misnamed = pool.submit(asyncio.run, ask()).result()
    assert [f"/{tool.name}" for tool in tools] == [*SCHEMA["endpoints"]]
    for tool in tools:
        assert tool.description.startswith(SCHEMA["endpoints"][f"/{tool.name}"]["description"])
        assert all(each["description"] for each in tool.inputSchema["properties"].values())
    found = explained.structuredContent
    assert json.loads(explained.content[0].text) == found
    assert [found["logit"], found["forward_total"], found["backward_total"], found["bias"]] == expected
    assert classified.structuredContent["result"][0]["logit"] == pytest.approx(expected[0])
    assert unknown.isError
    assert unknown.content[0].text.startswith("model must be one of article, ")
    assert misnamed.isError
    assert misnamed.content[0].text.startswith("explain: ")
    assert TEXT not in misnamed.content[0].text
