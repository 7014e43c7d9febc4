"""Backups: a second bucket of the account that holds a copy of whatever must not be lost.

Kodo copies between buckets of one region alone. What is removed from the first bucket through us is
removed from the second one, too: an erased photo must not live on there.
"""

from collections.abc import Iterable

import httpx
import msgspec

from service.foundation.settings import Settings
from service.integrations.errors import VendorRefused
from service.integrations.kodo.exchange import NO_SUCH_KEY
from service.integrations.kodo.management import Management, Outcome

TAKEN = 614


class Backups(Management):
    """Management of the bucket and, where the settings name one, of its backup."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        super().__init__(settings, http)
        second = msgspec.structs.replace(settings, kodo_bucket=settings.kodo_backup_bucket)
        self._backup = Management(second, http) if settings.kodo_backup_bucket else None

    async def back_up(self, key: str) -> None:
        """Copy an object into the backup bucket, if there is one; what is there already stays."""
        if self._backup is None:
            return
        try:
            await self._ask("POST", self._rs(self._pair("copy", key, key, False, self._backup)))
        except VendorRefused as refused:
            if refused.code != TAKEN:
                raise

    async def bring_back(self, key: str, target: str) -> bool:
        """Copy a backup to another key of the bucket; False where there is no backup of it."""
        if self._backup is None:
            return False
        try:
            await self._ask_again(
                "POST", self._rs(self._backup._pair("copy", key, target, True, self))
            )
        except VendorRefused as refused:
            if refused.code != NO_SUCH_KEY:
                raise
            return False
        return True

    async def delete(self, key: str) -> None:
        """Remove an object, and its backup; one that is gone already is fine."""
        await super().delete(key)
        if self._backup:
            await self._backup.delete(key)

    async def delete_many(self, keys: Iterable[str]) -> list[Outcome]:
        """Remove up to BATCH_LIMIT objects and their backups; the worse outcome of each pair."""
        asked = list(keys)
        outcomes = await super().delete_many(asked)
        if self._backup is None:
            return outcomes
        backups = await self._backup.delete_many(asked)
        return [
            object_ if backup.is_done or backup.code == NO_SUCH_KEY else backup
            for object_, backup in zip(outcomes, backups, strict=True)
        ]
