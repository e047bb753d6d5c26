"""What the server tells whoever runs it, if asked to: a line for each request, and metrics. Never a text."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn import __version__
from brnn.ui.answers import ANSWERS
from brnn.ui.api.endpoints import Endpoints
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler

_LOG = logging.getLogger("brnn.requests")
_ASKED = re.compile(r"(?:^|/)(ask|gradio_api/(?:run|call))/(\w+)/?$")
_KINDS = {
    *("page", "file", "health", "other", "ask/models", "ask/address"),
    *(f"ask/{name}" for name in ANSWERS),
    *(f"api/{name}" for name in Endpoints.NAMES),
}


class Watched:
    """Notes the requests to an app: what was asked for, the status and the time, but no text."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app, self._watch = app, watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but what is asked about the server itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] == "/metrics" and (found := self._watch.metrics()):
            await found(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def send_noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            self._watch.note(kind_of(scope["path"]), status, time.perf_counter() - began)


def kind_of(path: str) -> str:
    """Return what a path asks for: one of a few names, whatever visitors make up."""
    if path.endswith("/health"):
        return "health"
    if "/page/" in path:
        return "file"
    if asked := _ASKED.search(path):
        kind = f"{'ask' if asked[1] == 'ask' else 'api'}/{asked[2]}"
        return kind if kind in _KINDS else "other"
    return "page" if path.endswith("/") else "other"


class Watch:
    """Where requests are noted.

    metrics: whether they are counted for Prometheus, which needs the package prometheus-client.
    logs: whether each is logged.
    """

    def __init__(self, models: Models, scheduler: Scheduler, metrics: bool, logs: bool) -> None:
        self._metrics = _Metrics(models, scheduler) if metrics else None
        self._logs = logs

    def note(self, kind: str, status: int, seconds: float) -> None:
        """Note a request that was answered."""
        if self._metrics:
            self._metrics.requests.labels(kind, str(status)).inc()
            self._metrics.seconds.labels(kind).observe(seconds)
        if self._logs:
            _LOG.info(kind, extra={"status": status, "milliseconds": round(1_000 * seconds, 1)})

    def metrics(self) -> Response | None:
        """Return the metrics, if there are any."""
        return self._metrics.response() if self._metrics else None


class _Metrics:
    def __init__(self, models: Models, scheduler: Scheduler) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = CollectorRegistry()
        own = self._registry
        self.requests = Counter("brnn_requests", "Requests answered", ["kind", "status"], registry=own)
        self.seconds = Histogram("brnn_request_seconds", "Time until then", ["kind"], registry=own)
        Gauge("brnn_version", "Version of brnn", ["version"], registry=own).labels(__version__).set(1)
        waiting = Gauge("brnn_jobs_waiting", "Jobs that wait for their turn", registry=own)
        waiting.set_function(scheduler.waiting)
        texts = Gauge("brnn_texts", "Texts that were read, or found in the cache", ["how"], registry=own)
        texts.labels("cached").set_function(lambda: models.cached()[0])
        texts.labels("read").set_function(lambda: models.cached()[1])

    def response(self) -> Response:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return Response(generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Json(logging.Formatter):
    """A record as one line of JSON. Of an error, only the kind is told: its message may quote a text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        given = vars(record)
        line |= {name: given[name] for name in ("status", "milliseconds") if name in given}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def log_as_json() -> None:
    """Write all that is logged, requests included, to standard error as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _LOG.setLevel(logging.INFO)
