"""Push a model's folder to the Hub, in one commit: nobody ever sees half of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import brnn
from brnn.model.hub import client
from brnn.model.hub.address import Address, HubError
from brnn.model.hub.client import LOG_IN, connected, endpoint

if TYPE_CHECKING:
    from huggingface_hub import HfApi


class Pushed(NamedTuple):
    """A model on the Hub: the address of its page, and where this version stays whatever is pushed later."""

    page: str
    pinned: Address


def push(files: dict[str, Path | bytes], address: Address, private: bool = False) -> Pushed:
    """Upload the files of a model; create the repository and the branch if needed. Raises HubError.

    files: their places or contents by name, see `model.folder.files_of`.
    private: whether a new repository is private; an existing one must be private already.
    """
    with connected(address, writes=True) as api:
        from huggingface_hub import CommitOperationAdd

        _prepare(api, address, private)
        done = api.create_commit(
            address.repository,
            [CommitOperationAdd(name, content) for name, content in files.items()],
            commit_message=f"Upload a model with brnn {brnn.__version__}",
            revision=address.revision,
        )
        page = f"{endpoint()}/{address.repository}"
        if address.revision:
            page += f"/tree/{address.revision}"
        return Pushed(page, address.at(done.oid))


def check_login(address: Address) -> None:
    """Raise HubError if there is no token at all. Asks nobody."""
    with connected(address, writes=True):
        from huggingface_hub import get_token

        if not get_token():
            raise HubError(f"the Hub does not know you: {LOG_IN}")


def _prepare(api: HfApi, address: Address, private: bool) -> None:
    from huggingface_hub.errors import HfHubHTTPError

    try:
        is_private = api.model_info(address.repository, timeout=client.PATIENCE).private
    except HfHubHTTPError as error:
        if error.response.status_code != 404:
            raise
        api.create_repo(address.repository, private=private or None, exist_ok=True)
    else:
        if private and not is_private:
            reason = "is public already: make it private in its settings, or leave out --private"
            raise HubError(f"{address.at(None)} {reason}")
    if address.revision:
        api.create_branch(address.repository, branch=address.revision, exist_ok=True)
