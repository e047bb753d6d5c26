"""Reverse proxies on loopback that show a local port under a path."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


@contextmanager
def proxy(
    path: str, port: int, keeps: bool = False, named: bool = True, certificate: Path | None = None
) -> Iterator[str]:
    """A reverse proxy that shows a local port under a path, as nginx would.

    keeps: it forwards the path as it came; else without the prefix.
    named: it tells the app which host was asked for.
    certificate: if given, it is asked by https, and tells the app so.
    """

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            inside = self.path.removeprefix(path)
            if (path and inside == self.path) or inside[:1] not in ("", "/", "?"):
                self.send_error(404)
                return
            asked = self.path if keeps else f"/{inside.removeprefix('/')}"
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers)
            if named:
                headers["X-Forwarded-Host"] = headers["Host"]
                headers["X-Forwarded-Proto"] = "https" if certificate else "http"
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

    with _serving(Handler, certificate) as server:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"


@contextmanager
def framing(certificate: Path) -> Iterator[str]:
    """Another site, which shows the address after its `?` in a frame, as Spaces does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = _FRAME.format(unquote(self.path.partition("?")[2])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *arguments: object) -> None:
            pass

    with _serving(Handler, certificate) as server:
        yield f"https://localhost:{server.server_port}/"  # not the site of 127.0.0.1


_MAY = "downloads forms modals popups popups-to-escape-sandbox same-origin scripts"
_FRAME = f"""<!doctype html><title>Another site</title><link rel="icon" href="data:," />
<style>body {{{{ margin: 0 }}}}
  iframe {{{{ border: 0; display: block; width: 100vw; height: 100vh }}}}</style>
<iframe name="space" src="{{}}" allow="clipboard-read; clipboard-write; fullscreen"
  sandbox="{" ".join(f"allow-{what}" for what in _MAY.split())}"></iframe>"""


def certified(folder: Path) -> Path:
    """A file with a new certificate and its key, for tests. Raises FileNotFoundError without openssl."""
    file = folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += [
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-keyout",
        str(file),
        "-out",
        str(folder / "public.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "public.pem").read_bytes())
    return file


@contextmanager
def _serving(
    handler: type[BaseHTTPRequestHandler], certificate: Path | None
) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.socket.listen(128)  # five by default: a page asks for more files at once
    server.handle_error = lambda *_: None  # visitors who leave, or do not trust the certificate at first
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # Otherwise a visitor who is slow to shake hands would keep all others waiting.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
