"""README, CONTRIBUTING, CHANGELOG and CITATION name what there is."""

from __future__ import annotations

import re

import pytest
import yaml
from places import ROOT

import brnn

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
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


TITLES = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_the_changelog_begins_with_this_version():
    (latest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert latest == brnn.__version__


def test_the_citation_is_of_this_project():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (cited["type"], cited["license"]) == ("software", "Apache-2.0")
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited["title"].startswith("brnn")
