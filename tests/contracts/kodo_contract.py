"""The two parties to Kodo's contract: our adapter and the official SDK at one bucket, and a table.

By default the bucket is the emulator's. With JIADANG_CONTRACT_KODO_ACCESS_KEY, _SECRET_KEY, _BUCKET
and _DOMAIN in the environment it is a real one, except in CI: everything happens under a random
prefix, which is emptied at the end.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from qiniu import Auth, BucketManager, put_data
from qiniu.http.endpoint import Endpoint
from qiniu.http.region import Region, ServiceName

from service.emulators.serving import kodo_of
from service.foundation.settings import Settings
from service.integrations.kodo import Kodo
from tests.contracts.serving import serving
from tests.world import settings_for

NAMES = ("ACCESS_KEY", "SECRET_KEY", "BUCKET", "DOMAIN")
NOBODY = "http://127.0.0.1:1"
"""A callback URL that Kodo cannot reach."""

VECTORS, ADAPTER, SDK = "published vectors", "adapter acts, SDK judges", "SDK acts, adapter judges"


class Ledger:
    """What was agreed upon, call by call, and by whom it was judged."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, str]] = {}

    @contextmanager
    def judging(self, call: str, *judges: str) -> Iterator[None]:
        """The block is the proof: it counts once it has ended well."""
        row = self._cells.setdefault(call, {})
        # One failed proof of a call is not mended by another that holds.
        kept = {judge: row.get(judge, "✓") for judge in judges}
        row.update(dict.fromkeys(judges, "✗"))
        yield
        row.update(kept)

    def page(self, against: str) -> str:
        """The table in Markdown."""
        judges = (VECTORS, ADAPTER, SDK)
        rows = [
            f"| {call} | " + " | ".join(row.get(judge, "–") for judge in judges) + " |"
            for call, row in sorted(self._cells.items())
        ]
        head = f"| call | {' | '.join(judges)} |\n|---|:-:|:-:|:-:|"
        title = f"# The Kodo contract\n\nAgainst {against}. – means that nothing there can judge."
        return "\n".join([title, "", head, *rows, ""])


class Contract:
    """Both parties at the same bucket. Keys are under `prefix`."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, hosts: dict[str, Any]) -> None:
        self.settings, self.http = settings, http
        self.prefix = f"contract-{uuid4().hex}/"
        self.kodo = Kodo(settings, http)
        self.auth = Auth(settings.kodo_access_key, settings.kodo_secret_key)
        self.bucket_name = settings.kodo_bucket
        self.scheme = settings.kodo_rs_url.partition(":")[0]
        ends = {
            service: [Endpoint.from_host(f"{self.scheme}://{hosts[service.value]['domains'][0]}")]
            for service in (ServiceName.UP, ServiceName.IO, ServiceName.RS, ServiceName.RSF)
        }
        self.region = Region(services=ends)
        self.bucket = self.managing(self.auth)

    def managing(self, auth: Auth) -> BucketManager:
        """The SDK's management, in the name of `auth`."""
        return BucketManager(auth, regions=[self.region], preferred_scheme=self.scheme)

    async def sdk(self, verb: Callable[..., Any], *arguments: Any) -> tuple[Any, int]:
        """One of the SDK's blocking calls: Kodo's answer and status."""
        *answer, info = await asyncio.to_thread(verb, *arguments)
        # Of a batch that came to 298 the SDK returns nothing but keeps the answer.
        return answer[0] or info.json(), info.status_code

    async def sdk_put(self, key: str, data: bytes, token: str = "") -> tuple[Any, int]:
        """Upload by the SDK, with a token of its own unless it is given one."""
        token = token or self.auth.upload_token(self.bucket_name, key)
        return await self.sdk(lambda: put_data(token, key, data, regions=[self.region]))

    async def keys(self) -> list[str]:
        """All keys under the prefix."""
        return [each["key"] async for page in self.kodo.pages(self.prefix) for each in page]


@asynccontextmanager
async def contract(folder: Path) -> AsyncIterator[Contract]:
    """The contract at the emulator, or at the Kodo that the environment names."""
    given = {name: os.environ.get(f"JIADANG_CONTRACT_KODO_{name}", "") for name in NAMES}
    is_real = all(given.values()) and "CI" not in os.environ
    settings = msgspec.structs.replace(
        settings_for(folder, "postgresql:///", "redis://h"), public_url=NOBODY
    )
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        if is_real:
            made = await _at_kodo(settings, http, given)
        else:
            port = int(settings.kodo_upload_url.rpartition(":")[2])
            url = await stack.enter_async_context(serving(kodo_of(settings), port))
            made = Contract(settings, http, await _hosts(settings, http, url))
        try:
            yield made
        finally:
            await made.kodo.delete_many(await made.keys())


async def _at_kodo(settings: Settings, http: httpx.AsyncClient, given: dict[str, str]) -> Contract:
    account = msgspec.structs.replace(
        settings,
        kodo_access_key=given["ACCESS_KEY"],
        kodo_secret_key=given["SECRET_KEY"],
        kodo_bucket=given["BUCKET"],
        kodo_download_url=f"https://{given['DOMAIN'].removeprefix('https://')}",
    )
    hosts = await _hosts(account, http, "https://uc.qiniuapi.com")
    urls = {
        f"kodo_{setting}_url": f"https://{hosts[service]['domains'][0]}"
        for setting, service in (("upload", "up"), ("rs", "rs"), ("rsf", "rsf"))
    }
    urls["kodo_censor_url"] = "https://ai.qiniuapi.com"
    return Contract(msgspec.structs.replace(account, **urls), http, hosts)


async def _hosts(settings: Settings, http: httpx.AsyncClient, uc_url: str) -> dict[str, Any]:
    query = {"ak": settings.kodo_access_key, "bucket": settings.kodo_bucket}
    reply = await http.get(f"{uc_url}/v4/query", params=query)
    return reply.raise_for_status().json()["hosts"][0]
