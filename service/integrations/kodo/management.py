"""Management: what Kodo knows of objects, and moving, copying and removing them (rs and rsf)."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
from qiniu.utils import entry

from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo.exchange import (
    NO_SUCH_KEY,
    PARTLY_DONE,
    Exchange,
    decoded,
    is_for_now,
)

BATCH_LIMIT = 1000
PAGE = 1000
Facts = dict[str, Any]
"""`{fsize, hash, mimeType, putTime, …}`: bytes, qetag, media type, 100 ns since 1970."""


@dataclass(frozen=True)
class Outcome:
    """What one operation of a batch came to: Kodo's status and, of a stat, the facts."""

    key: str
    code: int
    facts: Facts | None = None

    @property
    def is_done(self) -> bool:
        """Whether Kodo did it."""
        return self.code == 200

    @property
    def is_for_now(self) -> bool:
        """Whether the same operation may succeed later."""
        return is_for_now(self.code)


class _Result(msgspec.Struct):
    code: int
    data: Any = None


class Page(msgspec.Struct):
    """Some objects in the order of their keys; with a `marker` there is more, even after none."""

    items: list[Facts] | None = None  # an empty page may say null
    marker: str = ""


class Management(Exchange):
    """Objects by key. A call is repeated by itself only where a second run does no harm."""

    async def stat(self, key: str) -> Facts | None:
        """The facts of an object, or None where there is none."""
        try:
            reply = await self._ask_again("POST", self._rs(f"/stat/{self._entry(key)}"))
        except VendorRefused as refused:
            if refused.code == NO_SUCH_KEY:
                return None
            raise
        return decoded(reply, Facts)

    async def delete(self, key: str) -> None:
        """Remove an object; one that is gone already is fine."""
        try:
            await self._ask_again("POST", self._rs(f"/delete/{self._entry(key)}"))
        except VendorRefused as refused:
            if refused.code != NO_SUCH_KEY:
                raise

    async def copy(self, source: str, target: str, *, force: bool = False) -> None:
        """Copy within the bucket; refused with 612 without a source, 614 when `target` is taken.

        With `force` the target is replaced, and only then a lost answer is asked for again.
        """
        ask = self._ask_again if force else self._ask
        await ask("POST", self._rs(self._pair("copy", source, target, force)))

    async def move(self, source: str, target: str, *, force: bool = False) -> None:
        """Rename within the bucket; refused like a copy. Never repeated: the source may be gone."""
        await self._ask("POST", self._rs(self._pair("move", source, target, force)))

    async def stat_many(self, keys: Iterable[str]) -> list[Outcome]:
        """Stat up to BATCH_LIMIT objects in one call; the outcomes in the order of the keys."""
        return await self._batch("stat", list(keys))

    async def delete_many(self, keys: Iterable[str]) -> list[Outcome]:
        """Remove up to BATCH_LIMIT objects in one call; 612 is one that was gone already."""
        return await self._batch("delete", list(keys))

    async def pages(self, prefix: str = "", *, limit: int = PAGE) -> AsyncIterator[list[Facts]]:
        """The objects whose keys start with `prefix`, in pages of up to `limit` (1 to PAGE).

        Each has its `key` beside the facts. The marker alone says whether there is more: a page
        may be empty and not the last.
        """
        marker = ""
        while True:
            page = await self.page(prefix, marker, limit=limit)
            yield page.items or []
            marker = page.marker
            if not marker:
                return

    async def page(self, prefix: str = "", marker: str = "", *, limit: int = PAGE) -> Page:
        """One page: the first, or that behind the `marker` of another."""
        asked = {"bucket": self._settings.kodo_bucket, "prefix": prefix, "limit": limit}
        query = urlencode(asked | ({"marker": marker} if marker else {}))
        reply = await self._ask_again("GET", f"{self._settings.kodo_rsf_url}/list?{query}")
        return decoded(reply, Page)

    async def _batch(self, verb: str, keys: list[str]) -> list[Outcome]:
        if len(keys) > BATCH_LIMIT:
            raise ValueError(f"{len(keys)} operations: Kodo takes {BATCH_LIMIT} at a time")
        if not keys:
            return []
        body = urlencode([("op", f"/{verb}/{self._entry(key)}") for key in keys])
        reply = await self._ask_again("POST", self._rs("/batch"), body, also=PARTLY_DONE)
        return _outcomes(keys, reply)

    def _rs(self, path: str) -> str:
        return self._settings.kodo_rs_url + path

    def _entry(self, key: str) -> str:
        return entry(self._settings.kodo_bucket, key)

    def _pair(
        self, verb: str, source: str, target: str, force: bool, into: "Management | None" = None
    ) -> str:
        """`into` is another bucket of the account than the source's."""
        pair = f"{self._entry(source)}/{(into or self)._entry(target)}"
        return f"/{verb}/{pair}/force/{str(force).lower()}"


def _outcomes(keys: list[str], reply: httpx.Response) -> list[Outcome]:
    results = decoded(reply, list[_Result])
    if len(results) != len(keys):
        raise VendorUnavailable("kodo", "half an answer")
    return [
        Outcome(key, each.code, each.data if each.code == 200 else None)
        for key, each in zip(keys, results, strict=True)
    ]
