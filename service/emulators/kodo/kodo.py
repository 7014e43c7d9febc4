"""The emulated account: its buckets, keys, clock, scripts and call log."""

import asyncio
import ssl
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sanic import Request

from service.emulators.kodo.scripts import Scripts
from service.emulators.kodo.signatures import Scheme, Signatures
from service.emulators.kodo.staging import Staging
from service.emulators.kodo.store import Store

CALLS_KEPT = 10_000
CALLBACK_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class KodoConfig:
    """The account's key pair, its private bucket, and the folder that holds everything.

    `backup_bucket`, if it has one, is managed alike; nothing is uploaded to it or served from it.
    """

    access_key: str
    secret_key: str
    bucket: str
    root: Path
    backup_bucket: str = ""


class Clock:
    """The emulator's time, which a test may set off from the machine's."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> float:
        """Unix seconds."""
        return time.time() + self.offset_seconds


@dataclass
class Kodo:
    """Everything the handlers share; `http` calls back and is opened with the server."""

    config: KodoConfig
    clock: Clock
    store: Store
    stores: dict[str, Store]
    staging: Staging
    signatures: Signatures
    http: httpx.AsyncClient
    scripts: Scripts = field(default_factory=Scripts)
    callback_scheme: Scheme = "QBox"
    calls: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))

    jobs: dict[str, dict[str, object]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run beside the requests, until done or the server stops."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def close(self) -> None:
        """Stop what runs in the background and close the connections."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.http.aclose()

    def record(self, call: str, key: str, **facts: object) -> None:
        """Remember a call for GET /_control/calls."""
        self.calls.append({"call": call, "key": key, "at": self.clock.now(), **facts})


def open_kodo(config: KodoConfig) -> Kodo:
    """Open the bucket's folder, sweeping what a killed process left."""
    clock = Clock()
    stores = {config.bucket: Store(config.root, clock.now)}
    if config.backup_bucket:
        stores[config.backup_bucket] = Store(config.root / "backup", clock.now)
    return Kodo(
        config=config,
        clock=clock,
        store=stores[config.bucket],
        stores=stores,
        staging=Staging(config.root / "staging", clock.now),
        signatures=Signatures(config.access_key, config.secret_key),
        http=httpx.AsyncClient(
            timeout=CALLBACK_TIMEOUT_SECONDS, trust_env=False, verify=ssl.create_default_context()
        ),
    )


def of(request: Request) -> Kodo:
    """The account this request talks to."""
    return request.app.ctx.kodo


def name_call(request: Request, call: str, key: str) -> None:
    """Say what this request is, for the call log."""
    request.ctx.call = (call, key)
