"""Endpoints for programs: over HTTP, from Gradio's clients, and as tools of assistants (MCP)."""

import inspect
import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import gradio as gr

from brnn.ui.api.endpoints import Endpoints, Refusal
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler


def serves_tools() -> bool:
    """Return whether the endpoints are also tools of an MCP server: if the package mcp is installed."""
    wanted = os.environ.get("GRADIO_MCP_SERVER") or "true"
    return wanted.lower() == "true" and find_spec("mcp") is not None


class Page(gr.Blocks):
    """A page with endpoints for programs, which may leave out what has a default value.

    address: returns where a file of the page is served, see `files`.
    """

    address: Callable[[str], str]

    def add_endpoints(self, models: Models, scheduler: Scheduler) -> None:
        """Add all endpoints; models may still be loading."""
        self.endpoints = Endpoints(models, scheduler)
        for endpoint in self.endpoints.all:
            # Our scheduler limits the page and programs together. Without Gradio's queue, an answer is
            # the response to the request; with it, one would have to be fetched by a second request.
            gr.api(endpoint, api_name=endpoint.__name__, queue=False, concurrency_limit=None)

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """Add the default values of what was left out. Gradio would print the values that were given."""
        inputs[:] = _arguments(block_fn.fn, *inputs)

    def answer_tools(self) -> None:
        """Let the tools of the MCP server, if there is one, answer with numbers.

        Gradio's own tools answer with what Python prints for a record, which is not JSON.
        """
        if not (served := self.mcp_server_obj):
            return

        @served.mcp_server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
        async def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
            if name not in served.tool_to_endpoint:
                raise Refusal(f"the tools are {', '.join(served.tool_to_endpoint)}")
            endpoint = getattr(self.endpoints, served.tool_to_endpoint[name].strip("/"))
            answer = await endpoint(*_arguments(endpoint, **arguments))
            return answer if isinstance(answer, dict) else {"result": answer}  # MCP wants an object


def _arguments(endpoint: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, ...]:
    """Return the arguments of an endpoint, default values included. Raises Refusal."""
    try:
        given = inspect.signature(endpoint).bind(*args, **kwargs)
    except TypeError as error:  # the message names parameters, not values
        raise Refusal(f"{endpoint.__name__}: {error}") from None
    given.apply_defaults()
    return given.args
