"""Logs: one JSON line per event on standard error, with the request's id and no personal data."""

import logging
import sys

import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

_TRACEBACKS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
"""Local variables hold tokens, names and words: a traceback shows the places alone."""
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
        structlog.processors.ExceptionRenderer(_TRACEBACKS),
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


def _log_retry(details: RetryDetails) -> None:
    """One retry, without the call's arguments: a signed header is as good as a key."""
    structlog.get_logger("retries").warning(
        "retry", call=details.name, number=details.retry_num, cause=str(details.caused_by)
    )
