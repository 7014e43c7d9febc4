"""Tracing: the id under which all that follows from one request is told.

The edge begins it; jobs that the request defers, and those that these defer, go on with it.
"""

from contextvars import ContextVar

import structlog

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request being served, or of the one from which the job being run follows."""


def begin(identity: str, **bound: str | int) -> None:
    """From here on this task's logs bear this id, and whatever else is `bound`."""
    request_id.set(identity)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=identity, **bound)
