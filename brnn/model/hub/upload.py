"""Push a model or a Space to the Hub, in one commit: nobody ever sees half of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import brnn
from brnn.model.hub import client
from brnn.model.hub.address import Address, HubError
from brnn.model.hub.client import LOG_IN, connected, endpoint

if TYPE_CHECKING:
    from huggingface_hub import HfApi


class Pushed(NamedTuple):
    """What was pushed: the address of its page, and where this version stays whatever is pushed later."""

    page: str
    pinned: Address


def push(
    files: dict[str, Path | bytes], address: Address, private: bool = False, hardware: str | None = None
) -> Pushed:
    """Upload the files of a model or of a Space; create what is needed. Raises HubError.

    files: their places or contents by name, see `model.folder.files_of`.
    private: whether a new repository is private; an existing one must be private already.
    hardware: what a new Space runs on, as the Hub calls it. Of a Space that is there already, older files in
        folders are removed: its package and models are replaced.
    """
    with connected(address, writes=True) as api:
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        there = _prepare(api, address, private, hardware)
        old = [name for name in there if address.kind == "space" and "/" in name and name not in files]
        done = api.create_commit(
            address.repository,
            [
                *(CommitOperationAdd(name, content) for name, content in files.items()),
                *(CommitOperationDelete(name) for name in old),
            ],
            commit_message=f"Upload a {address.kind} with brnn {brnn.__version__}",
            repo_type=address.kind,
            revision=address.revision,
        )
        page = f"{endpoint()}/{'spaces/' if address.kind == 'space' else ''}{address.repository}"
        if address.revision:
            page += f"/tree/{address.revision}"
        return Pushed(page, address.at(done.oid))


def check_public(models: Sequence[str]) -> None:
    """Raise HubError if one of these models on the Hub is private: a public Space would publish it."""
    for model in models:
        address = Address.of(model)
        with connected(address) as api:
            if api.model_info(address.repository, timeout=client.PATIENCE).private:
                raise HubError(f"{address} is private, and a public Space would publish it: add --private")


def check_login(address: Address) -> None:
    """Raise HubError if there is no token at all. Asks nobody."""
    with connected(address, writes=True):
        from huggingface_hub import get_token

        if not get_token():
            raise HubError(f"you are not logged in to the Hub: {LOG_IN}")


def _prepare(api: HfApi, address: Address, private: bool, hardware: str | None) -> list[str]:
    """Create the repository and the branch unless they are there. Return the names of its files."""
    from huggingface_hub import SpaceHardware
    from huggingface_hub.errors import HfHubHTTPError

    there = []
    try:
        about = api.repo_info(address.repository, repo_type=address.kind, timeout=client.PATIENCE)
    except HfHubHTTPError as error:
        if error.response.status_code != 404:
            raise
        api.create_repo(
            address.repository,
            repo_type=address.kind,
            private=private or None,
            exist_ok=True,
            space_sdk="gradio" if address.kind == "space" else None,
            space_hardware=SpaceHardware(hardware) if hardware else None,
        )
    else:
        there = [file.rfilename for file in getattr(about, "siblings", None) or ()]
        if private and not about.private:
            reason = "is public already: make it private in its settings, or leave out --private"
            raise HubError(f"{address.at(None)} {reason}")
    if address.revision:
        api.create_branch(address.repository, branch=address.revision, exist_ok=True)
    return there
