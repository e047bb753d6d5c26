"""The page behind proxies: some strip the path under which they show it, some keep it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from person import Person
from proxies import proxy
from serving import PATIENCE, App, free_port, running_app

from brnn.ui import files

pytestmark = [pytest.mark.browser, pytest.mark.field_case(9)]

QUESTION = {"text": "A slow start, but a lovely film"}
FILES = ["style.css", "given.json", "plotly.min.js", "main.js"]


@pytest.fixture(scope="module", params=["/brnn", "https://example.org/brnn"])
def served(request, models) -> Iterator[App]:
    arguments = ["--models", str(models), "--port", str(free_port()), "--root-path", request.param]
    with running_app(*arguments) as app:
        yield app


class Answer(NamedTuple):
    status: int
    content: bytes


def asks(url: str, question: object = None) -> Answer:
    data = None if question is None else json.dumps(question).encode()
    try:
        with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.read())
    except HTTPError as error:
        return Answer(error.code, b"")


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("keeps", [False, True])
def test_all_that_the_page_needs_is_found_behind_a_proxy(served, keeps, slash):
    port = urlsplit(served.url).port
    with proxy("/brnn", port, keeps) as outside:
        address = f"{outside}/brnn{slash}"
        page = asks(address).content.decode()
        base = urljoin(address, re.search('<base href="(.*?)"', page)[1])
        assert base == f"{outside}/brnn/"
        own = re.findall(r'<(?:script|link) [^>]*(?:src|href)="(.*?)"', page)
        found = [files.address(name) for name in FILES]
        assert {*found} <= {*own}
        older = [f"page/older/{name}" for name in FILES]
        for file in [*own, *older, "card.png", "favicon.ico", "config", "gradio_api/info"]:
            assert asks(urljoin(base, file)).status == 200, file
        for file in ["card.png", *found, *older]:
            assert asks(urljoin(base, file)).content == asks(served.url + file).content
        read = asks(f"{base}ask/read", QUESTION).content
        assert read == asks(f"{served.url}ask/read", QUESTION).content
        saved = json.loads(asks(f"{base}ask/export", QUESTION | {"form": "csv"}).content)
        assert "lovely" in saved["content"]
        begun = asks(f"{base}gradio_api/call/classify", {"data": [["A good film"]]})
        event = json.loads(begun.content)["event_id"]
        assert b"event: complete" in asks(f"{base}gradio_api/call/classify/{event}").content


def test_without_a_proxy_the_same_page_is_found(served):
    for address in (served.url, f"{served.url}brnn", f"{served.url}brnn/", f"{served.url}/brnn//"):
        page = asks(address).content.decode()
        assert '<base href="/brnn/" />' in page
    assert asks(f"{served.url}card.png") == asks(f"{served.url}brnn/card.png")
    assert asks(f"{served.url}brnncard.png").status == 404


@pytest.mark.parametrize(
    ("served", "keeps"), [("/brnn", False), ("https://example.org/brnn", True)], indirect=["served"]
)
def test_somebody_behind_a_proxy_uses_the_page_as_everybody_does(served, browser, keeps):
    """The proxy is the only one to know its own address, and the slash at the end is left out."""
    port = urlsplit(served.url).port
    with proxy("/brnn", port, keeps, named=False) as outside:
        outside = outside.replace("127.0.0.1", "localhost")
        person = Person(browser.new_page(), f"{outside}/brnn")
        person.open("?__theme=light")
        person.types("A good film")
        assert all(url.startswith(f"{outside}/brnn") for url in person.requests)
        person.page.locator("nav [data-page=models]").click()
        person.page.locator("#models .chart[data-drawn]").first.wait_for()
        assert person.page.locator("#models .figures").first.is_visible()
        person.leaves_without_complaint()
        person.page.close()


@pytest.mark.field_case(10)
@pytest.mark.parametrize("keeps", [False, True])
def test_the_social_card_is_where_the_proxy_shows_the_page(served, keeps, request):
    root = request.node.callspec.params["served"]
    with proxy("/brnn", urlsplit(served.url).port, keeps) as outside:
        page = asks(f"{outside}/brnn/").content.decode()
    expected = root if "://" in root else f"{outside}{root}"
    assert f'<meta property="og:url" content="{expected}/" />' in page
    assert f'<meta property="og:image" content="{expected}/card.png" />' in page
    assert served.says(f"Behind a proxy, it is at  {root}/")
