"""Logs: one JSON line per event on standard error, with the request's id and no personal data."""

import logging
import sys
import traceback
from typing import Any

import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

OURS = ("service.", "handlers.", "models.")
DEEPEST, LONGEST = 20, 8
QUIET = (
    "httpcore",
    "httpx",  # whose lines hold URLs, and those hold tokens
    "procrastinate.blueprints",
    "procrastinate.periodic",
    "procrastinate.worker",
    "sanic.root",
    "tortoise",
)


def configure(*, level: int = logging.INFO) -> None:
    """Send structlog and the standard library's loggers to standard error as JSON lines."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_places),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    set_on_retry_hooks([_log_retry])
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _places(exc_info: tuple[Any, BaseException | None, Any]) -> list[dict[str, Any]]:
    """An exception and its causes as types and places, without the words of others.

    Local variables hold tokens and names; so do the messages of PostgreSQL (the row that was
    refused), of httpx (the address) and of parsers (the value).
    """
    told, error = [], exc_info[1]
    while error is not None and len(told) < LONGEST:
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told.append({"type": type(error).__name__, "what": _what(error), "at": places})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _what(error: BaseException) -> str:
    """What may be said of an error: our own words, a system's error, the name of a constraint."""
    if type(error).__module__.startswith(OURS):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or ""
    known = (getattr(error, name, None) for name in ("sqlstate", "table_name", "constraint_name"))
    return " ".join(str(one) for one in known if one)


def _log_retry(details: RetryDetails) -> None:
    """One retry, without the call's arguments: a signed header is as good as a key."""
    structlog.get_logger("retries").warning(
        "retry", call=details.name, number=details.retry_num, cause=type(details.caused_by).__name__
    )
