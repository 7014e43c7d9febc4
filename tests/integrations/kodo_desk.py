"""A desk with the Kodo adapter on it, and Kodo's levers beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import structs

from service.emulators.serving import kodo_of
from service.foundation.settings import Settings
from service.integrations.kodo import Kodo
from tests.contracts.serving import serving
from tests.world import settings_for

LATER = timedelta(minutes=10)


class Desk:
    """The adapter of one account, against the emulator."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self.settings, self.http, self.url = settings, http, settings.kodo_upload_url
        self.kodo = self.another()

    def another(self) -> Kodo:
        """An adapter of the same account that has lived through nothing yet."""
        return Kodo(self.settings, self.http)

    async def script(self, call: str, *, times: int = 1, key: str = "", **answer: Any) -> None:
        """Have Kodo answer the next `times` such calls, for keys of a prefix, in a certain way."""
        body = {"call": call, "answer": answer, "times": times, "key": key}
        (await self.http.post(f"{self.url}/_control/scripts", json=body)).raise_for_status()

    async def forget_scripts(self) -> None:
        """Back to the truth."""
        await self.http.delete(f"{self.url}/_control/scripts")

    async def calls(self, call: str) -> int:
        """How many such calls Kodo has answered."""
        calls = (await self.http.get(f"{self.url}/_control/calls")).json()
        return sum(each["call"] == call for each in calls)


@asynccontextmanager
async def kodo_desk(folder: Path, **changed: Any) -> AsyncIterator[Desk]:
    """Serve the emulator over `folder`, with some settings changed."""
    settings = structs.replace(settings_for(folder, "postgresql:///", "redis://h"), **changed)
    port = int(settings.kodo_upload_url.rpartition(":")[2])
    async with serving(kodo_of(settings), port), httpx.AsyncClient() as http:
        yield Desk(settings, http)
