"""Copying: objects out of the bucket into the folder, those that it has not, several at once."""

import asyncio
from asyncio import Semaphore

from msgspec.structs import replace

from service.archive import renditions
from service.backup.folders import Folder, Kept, condition_of, settle
from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo import Kodo, Outcome
from service.integrations.kodo.exchange import NO_SUCH_KEY

AT_ONCE = 8
ATTEMPTS = 2
UNTYPED = "application/octet-stream"


class Copying:
    """One run: `lost` is what the store could not give as its row knows it, `fetched` counts."""

    def __init__(self, folder: Folder, kodo: Kodo) -> None:
        self.lost: list[Kept] = []
        self.fetched = 0
        self._folder, self._kodo, self._turns = folder, kodo, Semaphore(AT_ONCE)

    async def copy(self, wanted: list[Kept]) -> list[Kept]:
        """See to it that the folder has these objects (up to BATCH_LIMIT); which of them it has."""
        outcomes = await self._kodo.stat_many(one.key for one in wanted)
        planned = [
            plan
            for one, outcome in zip(wanted, outcomes, strict=True)
            if (plan := self._planned(one, outcome))
        ]
        missing = {one.etag: one for one in planned if not self._has(one)}
        there = await asyncio.gather(*(self._fetch(one) for one in missing.values()))
        failed = {etag for etag, got in zip(missing, there, strict=True) if not got}
        self.fetched += len(missing) - len(failed)
        self.lost += [one for one in planned if one.etag in failed]
        return [one for one in planned if one.etag not in failed]

    def _planned(self, wanted: Kept, outcome: Outcome) -> Kept | None:
        """The object as the store has it; or, where that is not what the row knows, as an earlier
        backup has it.
        """
        facts = outcome.facts
        if facts is None and outcome.code != NO_SUCH_KEY:
            raise VendorUnavailable("kodo", f"status {outcome.code}")
        if facts and wanted.etag in {"", facts["hash"]}:
            size, kind = facts["fsize"], facts.get("mimeType") or UNTYPED
            return replace(wanted, etag=facts["hash"], bytes=size, media_type=kind)
        self.lost.append(wanted)
        kept = replace(wanted, media_type=UNTYPED)
        return kept if wanted.etag and self._has(kept) else None

    def _has(self, one: Kept) -> bool:
        return self._folder.holds(one.etag, one.bytes)

    async def _fetch(self, one: Kept) -> bool:
        """Whether the bytes that the etag promises came; bytes may be damaged on the way."""
        target = self._folder.blob(one.etag)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f"{target.name}.unfinished")
        async with self._turns:
            for _ in range(ATTEMPTS):
                try:
                    until = renditions.deadline(renditions.INSIDE)
                    await self._kodo.fetch(one.key, beside, until=until)
                except VendorRefused as refused:
                    if refused.code != 404:
                        raise
                    return False
                etag, sha256 = await condition_of(beside)
                if etag == one.etag and one.sha256 in {"", sha256}:
                    await asyncio.to_thread(settle, beside, target)
                    return True
            return False
