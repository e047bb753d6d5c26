"""Whether texts can be read: for programs, and as a plain address for the health check of a container."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from brnn import __version__
from brnn.ui.api.records import Health
from brnn.ui.models import Models, NoModel


def state(models: Models) -> Health:
    """Return at once whether the default model is loaded."""
    found: Health = {"status": "loading", "version": __version__, "model": None, "problems": []}
    default = models.ask()
    if not default.done():
        return found
    if isinstance(error := default.exception(), NoModel):
        return {**found, "status": "failed", "problems": error.reasons}
    return {**found, "status": "ok", "model": default.result()[0]}


def route(models: Models) -> Route:
    """Return the route `GET /health`, whose status is 200 if texts can be read, otherwise 503."""

    async def health(request: Request) -> Response:
        found = state(models)
        return JSONResponse(found, 200 if found["status"] == "ok" else 503, {"Cache-Control": "no-store"})

    return Route("/health", health)
