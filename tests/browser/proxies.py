"""Reverse proxies on loopback that show a local port under a path."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def proxy(path: str, port: int, keeps: bool = False, named: bool = True) -> Iterator[str]:
    """A reverse proxy that shows a local port under a path, as nginx would.

    keeps: it forwards the path as it came; else without the prefix.
    named: it tells the app which host was asked for.
    """

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            inside = self.path.removeprefix(path)
            if inside == self.path or inside[:1] not in ("", "/", "?"):
                self.send_error(404)
                return
            asked = self.path if keeps else f"/{inside.removeprefix('/')}"
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers)
            if named:
                headers["X-Forwarded-Host"] = headers["Host"]
            else:
                headers["Host"] = f"127.0.0.1:{port}"
            connection = http.client.HTTPConnection("127.0.0.1", port)
            left = contextlib.suppress(OSError, http.client.HTTPException)  # visitor or app
            with contextlib.closing(connection), left:
                connection.request(self.command, asked, body, headers)
                self.answer(connection.getresponse())

        def answer(self, answer: http.client.HTTPResponse) -> None:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            with contextlib.closing(answer):
                while part := answer.read1(65_536):
                    self.wfile.write(part)
                    self.wfile.flush()

        do_GET = do_POST = do_HEAD = forward

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
