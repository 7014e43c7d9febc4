"""How we talk to others. `bootstrap` opens the adapters; features ask for them here."""

from dataclasses import dataclass

from redis.asyncio import Redis

from service.integrations.kodo import Kodo
from service.integrations.wechat import WeChat


@dataclass(frozen=True)
class Adapters:
    """The open connections of this process to the world outside."""

    kodo: Kodo
    wechat: WeChat
    valkey: Redis


_open: Adapters | None = None


def use(adapters: Adapters | None) -> None:
    """Make `adapters` those of this process (None when they are closed)."""
    global _open  # noqa: PLW0603  one composition root per process
    _open = adapters


def adapters() -> Adapters:
    """The adapters that bootstrap opened."""
    if _open is None:
        raise RuntimeError("the service is not open: see service.bootstrap")
    return _open
