"""Logs: an operator learns what broke and where; nobody's name, token or words are among it."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import asyncpg
import httpx
import pytest
import structlog
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from service.foundation import logs
from service.foundation.database import query
from service.foundation.errors import Unavailable

CANARY = "canary-1f3a"


@pytest.fixture
def written(monkeypatch) -> Iterator[io.StringIO]:
    """What is written to standard error, with the logs set up as a process does."""
    root, hooks = logging.getLogger(), get_on_retry_hooks()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure()
    yield stream
    root.handlers[:], root.level = before
    set_on_retry_hooks(hooks)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def raised(error: Exception) -> None:
    secret = CANARY  # noqa: F841  a local variable, as a handler has it
    raise error


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"could not read {CANARY}"),
        KeyError(CANARY),
        httpx.HTTPError(f"https://h/?access_token={CANARY}"),
        asyncpg.UniqueViolationError(f"Key (openid)=({CANARY}) already exists."),
    ],
)
async def test_an_error_tells_its_place_and_not_its_words(written, error):
    try:
        await raised(error)
    except Exception as caught:
        structlog.get_logger("edge").error("unexpected", exc_info=caught)
        logging.getLogger("asyncio").error("Task exception", exc_info=caught)
    assert CANARY not in written.getvalue()
    for line in lines(written):
        assert line["exception"][0]["type"] == type(error).__name__
        assert any("test_logs.py" in place for place in line["exception"][0]["at"])


async def test_the_cause_is_told_too_and_in_its_order(written):
    try:
        try:
            await raised(ValueError(CANARY))
        except ValueError as cause:
            raise Unavailable("kodo.unavailable") from cause
    except Unavailable as caught:
        structlog.get_logger("edge").error("unexpected", exc_info=caught)
    (line,) = lines(written)
    assert [one["type"] for one in line["exception"]] == ["Unavailable", "ValueError"]
    assert line["exception"][0]["what"] == "kodo.unavailable"


async def test_a_full_disk_and_a_broken_constraint_are_named(written, world):
    alice = await world.person("Alice")
    openid = (await alice.account()).openid
    for act in (
        raised(OSError(28, "No space left on device", f"/{CANARY}")),
        query(
            "insert into accounts (id, created_at, openid, nickname)"
            " values (gen_random_uuid(), now(), $1, $2)",
            openid,
            CANARY,
        ),
    ):
        try:
            await act
        except Exception as caught:
            structlog.get_logger("edge").error("unexpected", exc_info=caught)
    assert CANARY not in written.getvalue()
    assert openid not in written.getvalue()
    disk, constraint = lines(written)[-2:]
    assert disk["exception"][0]["what"] == "No space left on device"
    assert any("accounts_openid_key" in one["what"] for one in constraint["exception"])
