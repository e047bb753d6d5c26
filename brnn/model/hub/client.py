"""The Hub's client: imported when first needed, quiet, and with errors that are one sentence each.

Nothing is sent but what was asked for: no telemetry, and the token to the Hub alone.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from importlib import import_module
from logging import ERROR
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import brnn
from brnn.model.hub.address import Address, HubError

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

PATIENCE = 20.0
"""Seconds to wait for the Hub to say something."""
LOG_IN = "log in with `hf auth login`, or set HF_TOKEN"
_MOST = 200  # characters of what the Hub says
_SWITCHED_OFF = ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET")
"""What the client need not do. Xet is for large files: it takes other ways, and so has errors of its own."""


class Unreachable(HubError):
    """The Hub does not answer, or has trouble of its own: what the cache holds may serve instead."""


def read_variables() -> ModuleType:
    """Import the settings of the Hub's client, before anything else of it. Raises HubError."""
    try:
        return import_module("huggingface_hub.constants")  # the other modules would print its errors
    except ValueError as error:
        raise HubError(f"a variable HF_HUB_… has a value that the Hub's client refuses: {error}") from None


@contextlib.contextmanager
def connected(address: Address, writes: bool = False) -> Iterator[HfApi]:
    """Lend the Hub's client, with its environment variables and its login. Raises HubError.

    writes: whether the repository is to be changed.
    """
    constants = read_variables()
    from huggingface_hub import HfApi, get_session
    from huggingface_hub.utils import logging
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    with contextlib.ExitStack() as at_end:
        for name in _SWITCHED_OFF:
            at_end.callback(setattr, constants, name, getattr(constants, name))
            setattr(constants, name, True)
        at_end.callback(logging.set_verbosity, logging.get_verbosity())
        logging.set_verbosity(ERROR)
        if not are_progress_bars_disabled():
            disable_progress_bars()
            at_end.callback(enable_progress_bars)
        at_end.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        session = get_session()
        at_end.callback(setattr, session, "timeout", session.timeout)
        session.timeout = PATIENCE
        try:
            yield HfApi(library_name="brnn", library_version=brnn.__version__)
        except HubError:
            raise
        except Exception as error:  # of any library below the client
            raise _refusal(error, address, writes) from None  # its details may hold more than we know


def endpoint() -> str:
    """Return where the Hub is, without any password that HF_ENDPOINT may hold."""
    from huggingface_hub import constants

    parts = urlsplit(constants.ENDPOINT)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _refusal(error: BaseException, address: Address, writes: bool) -> HubError:
    import httpx2
    from huggingface_hub import constants
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    hub = f"the Hub ({urlsplit(endpoint()).netloc or endpoint()})"
    known = HfHubHTTPError, httpx2.HTTPError, OSError
    while error.__cause__ and (isinstance(error, LocalEntryNotFoundError) or not isinstance(error, known)):
        error = error.__cause__
    match error:
        case HfHubHTTPError() if error.response.status_code >= 500:
            status = error.response.status_code
            return Unreachable(f"{hub} has trouble of its own (status {status}): try again later")
        case HfHubHTTPError():
            return HubError(_answered(error, address, writes, hub))
        case OfflineModeIsEnabled():
            return Unreachable(f"{hub} is not asked, because HF_HUB_OFFLINE is set")
        case httpx2.ConnectError() | httpx2.ProxyError() | httpx2.UnsupportedProtocol():
            return Unreachable(f"{hub} cannot be reached: check the network, HF_ENDPOINT and proxies")
        case httpx2.TimeoutException():
            return Unreachable(f"{hub} does not answer: try again later")
        case httpx2.TransportError():
            return Unreachable(f"the connection to {hub} broke off: try again")
        case OSError(errno=number, strerror=reason) if number is not None:
            place = error.filename or constants.HF_HUB_CACHE
            return HubError(f"{address} cannot be {'pushed' if writes else 'fetched'}: {place}: {reason}")
    return HubError(f"{hub} sent an answer that makes no sense ({type(error).__name__}): check HF_ENDPOINT")


def _answered(error: HfHubHTTPError, address: Address, writes: bool, hub: str) -> str:
    """Return why the Hub refused, and what can be done about it."""
    from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, RevisionNotFoundError

    headers, status = error.response.headers, error.response.status_code
    has_token = "authorization" in error.response.request.headers
    match status:
        case 401 if has_token:
            return f"{hub} does not accept your token: {LOG_IN}"
        case 401 if writes:
            return f"you are not logged in to {hub}: {LOG_IN}"
        case 403 if writes:
            return f"your token may not write to {address}: it must have write access to this repository"
        case 403 if isinstance(error, GatedRepoError):
            return f"{address} is gated: ask for access on its page"
        case 403:
            return f"your token may not read {address}: use one that may"
        case 404 if isinstance(error, RevisionNotFoundError):
            return f"{address.at(None)} has no revision {address.revision or 'main'}"
        case 401 | 404 if not isinstance(error, EntryNotFoundError):
            advice = f"check the name, or {LOG_IN}"
            return f"{address} does not exist, or is private and you may not read it: {advice}"
        case 429:
            wait = headers.get("retry-after", "")
            pause = f"{wait} seconds" if wait.isdecimal() else "a few minutes"
            return f"{hub} takes no more requests for now: wait {pause} and try again"
    said = " ".join((error.server_message or "").split())
    if has_token:
        said = said.replace(error.response.request.headers["authorization"].removeprefix("Bearer "), "…")
    return f"{hub} refused (status {status}): {said[:_MOST]}"
