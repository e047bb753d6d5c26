"""Where the page is served: free ports, and the addresses to print."""

from __future__ import annotations

import os
import socket

ANY = "0.0.0.0"
"""The host address that accepts connections from other machines."""

FIRST_PORT, PORTS = 7860, 100


def port_number(text: str) -> int:
    """Return a port as typed. Raises ValueError unless it lies in 1 … 65535."""
    if not 1 <= (port := int(text)) <= 65_535:
        raise ValueError(f"a port must lie between 1 and 65535, got {text}")
    return port


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at this port or, if it is taken, at the next free one.

    Early connections wait until the app answers. Raises OSError if none of 100 ports is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS, 65_536)):
        # Without the protocol's number asyncio does not see that the socket is TCP, and leaves Nagle's
        # algorithm on: every answer would come 40 ms late.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":  # on Windows it would share the port with another process
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError(f"no free port from {port} to {port + PORTS - 1}")


def network_address() -> str | None:
    """Return this machine's address for others on the same network; None if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # chooses a route, sends nothing
        except OSError:
            return None
        return str(probe.getsockname()[0])


def lines(host: str, port: int, root_path: str = "") -> list[str]:
    """Return what to print once the page is served: its address, here and for others."""
    here = "127.0.0.1" if host in (ANY, "::") else f"[{host}]" if ":" in host else host
    shown = [f"The page is at  http://{here}:{port}/"]
    if root_path:
        shown.append(f"Behind a proxy, it is at  {root_path}")
    if host in (ANY, "::") and (address := network_address()):
        shown.append(f"For others on this network:  http://{address}:{port}/")
    return shown
