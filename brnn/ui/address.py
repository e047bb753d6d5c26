"""Where the page is served: free ports, a proxy's path, and the addresses to print."""

from __future__ import annotations

import errno
import os
import re
import socket
from argparse import ArgumentTypeError

LOCAL, ANY = "127.0.0.1", "0.0.0.0"
"""The host addresses that accept connections from this machine, and from others too."""

FIRST_PORT, PORTS = 7860, 100
_TAKEN = (errno.EADDRINUSE, *[errno.EACCES] * (os.name == "nt"))
"""What the system says of a port that is taken; Windows also says it of one that may not be shared."""

_ROOT_PATH = re.compile(
    r"(https?://([\w.-]+|\[[\dA-Fa-f:]+\])(:\d{1,5})?)?(?P<path>((?!/\.{1,2}(/|$))/[\w.~@+-]+)*)", re.ASCII
)
_OWN_PATHS = {"/ask", "/assets", "/config", "/gradio_api", "/health", "/page", "/static"}


def whole_number(text: str) -> int:
    """Return a port, or a number of ports, as typed. Raises ArgumentTypeError outside 1 … 65535."""
    if not (text.isdecimal() and 1 <= int(text[:6]) <= 65_535):
        raise ArgumentTypeError(f"must be a whole number from 1 to 65535, got {text!r}")
    return int(text)


def root_path(text: str) -> str:
    """Return where a proxy serves the page: a path, such as `/demo`, or an address with one; "" for none.

    Raises ArgumentTypeError for what is neither, or what the page would mistake for its own files.
    """
    path = text.rstrip("/")
    if path and "://" not in path:
        path = "/" + path.lstrip("/")
    if not (match := _ROOT_PATH.fullmatch(path)):
        raise ArgumentTypeError(
            f"must be a path such as /demo or an address such as https://example.org/demo, got {text!r}"
        )
    if match["path"] in _OWN_PATHS:
        raise ArgumentTypeError(f"must not be {match['path']}, which the page uses itself")
    return path


def listen(host: str, port: int, ports: int = PORTS) -> socket.socket:
    """Return a socket that listens at this port or, if it is taken, at the next free one.

    Early connections wait until the app answers. Raises OSError if none of so many ports is free or
    the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + ports, 65_536)):
        # Without the protocol's number asyncio does not see that the socket is TCP, and leaves Nagle's
        # algorithm on: every answer would come 40 ms late.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":  # on Windows it would share the port with another process
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()
        except (OSError, UnicodeError) as error:  # a name may be too long to be looked up
            listener.close()
            if getattr(error, "errno", None) not in _TAKEN:
                raise OSError(f"cannot listen at {host}, port {candidate}: {error}") from None
        else:
            return listener
    raise OSError(f"no free port from {port} to {candidate}")


def network_address() -> str | None:
    """Return this machine's address for others on the same network; None if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # chooses a route, sends nothing
        except OSError:
            return None
        return str(probe.getsockname()[0])


def for_others(host: str, port: int) -> str | None:
    """Return the page's address for others on the same network; None if they cannot open it."""
    address = network_address() if host in (ANY, "::") else None
    return f"http://{address}:{port}/" if address else None


def lines(host: str, port: int, root_path: str = "") -> list[str]:
    """Return what to print once the page is served: its address, here and for others."""
    here = "127.0.0.1" if host in (ANY, "::") else f"[{host}]" if ":" in host else host
    shown = [f"The page is at  http://{here}:{port}/"]
    if root_path:
        shown.append(f"Behind a proxy, it is at  {root_path}/")
    if others := for_others(host, port):
        shown.append(f"For others on this network:  {others}")
    return shown
