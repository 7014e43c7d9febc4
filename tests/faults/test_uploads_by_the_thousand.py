"""The story of a thousand uploads while callbacks go astray and anything of ours is killed."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from PIL import Image
from qiniu import Auth

from tests.faults.conftest import settled_in
from tests.faults.installation import Installation, patiently, within
from tests.faults.ledger import Ledger
from tests.faults.outcomes import confirms, keys_in
from tests.faults.processes import kill
from tests.faults.sdk_phone import SdkPhone, Ticket
from tests.world import Person

pytestmark = pytest.mark.last

FAMILIES, BATCHES, FILES = 5, 10, 20
AT_ONCE = 6
VICTIMS = ("web", "web_main", "worker", "postmaster", "backends", "valkey")
PATIENCE = 60
FAULTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "none": [],
    "dropped": [("callback", {"drop": True})],
    "failed": [("callback", {"status": 500})],
    "tripled": [("callback", {"repeat": 3})],
    "late": [("callback", {"late_seconds": 3})],
    "slow": [("callback", {"delay_seconds": 1})],
    "599": [("upload", {"status": 599})],
    "599 at both hosts": [("upload", {"status": 599})] * 2,
    "599 though stored": [("upload", {"status": 599, "stored": True})],
    "579 at once": [("upload", {"status": 579})],
}
SHARES = (50, 10, 5, 10, 5, 5, 5, 3, 4, 3)
STORED = {200, 579}
KEPT = """
select id, upload_id, key, state, sha256,
    (select count(*) from audit_records where subject_id = p.id and action = 'photo.stored') stored,
    (select count(*) from audit_records where subject_id = p.id and action = 'photo.ready') read,
    (select count(*) from notices where subject_id = p.id) notices
from photos p where family_id = any($1)
"""


class Phones:
    """The families' phones: what they put, and what each was told of it."""

    def __init__(self, home: Installation, ledger: Ledger, chance: random.Random) -> None:
        self._home, self._ledger, self._chance = home, ledger, chance
        self._kodo = SdkPhone(home.settings.kodo_upload_url)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.digests: dict[str, str] = {}
        """By the upload's id, the SHA-256 of what was put."""

    async def put_all(self, persons: list[Person]) -> None:
        batches = (self._put_batch(person) for person in persons for _ in range(BATCHES))
        await asyncio.gather(*batches)

    async def _put_batch(self, person: Person) -> None:
        async with self._turns:
            files = [a_small_photo(self._chance) for _ in range(FILES)]
            for ticket, data in zip(await self._tickets(person, files), files, strict=True):
                await self._put(person, ticket, data)

    async def _tickets(self, person: Person, files: list[bytes]) -> list[Ticket]:
        wanted = [{"name": "IMG.jpg", "bytes": len(data)} for data in files]
        body, key = {"family_id": person.family, "files": wanted}, uuid4().hex
        asked = await patiently(lambda: person.phone.post("/uploads", body, key=key), PATIENCE)
        return asked["items"]

    async def _put(self, person: Person, ticket: Ticket, data: bytes) -> None:
        """Until Kodo has it. Of those that were not told of a photo, half ask for it."""
        upload, status = ticket["upload_id"], 0
        self.digests[upload] = sha256(data).hexdigest()
        (fault,) = self._chance.choices(list(FAULTS), SHARES)
        for call, answer in FAULTS[fault]:
            await self._home.script("kodo", call, answer, key=ticket["key"])
        while status not in STORED:
            status, told = await self._kodo.put(ticket, data)
        self._ledger.acknowledge("stored", upload)
        if status == 200:
            self._ledger.acknowledge("photo", told["photo_id"])
        elif self._chance.random() < 0.5:
            self._ledger.acknowledge("photo", await confirms(person, ticket))


def a_small_photo(chance: random.Random) -> bytes:
    """Some 4 KB of noise."""
    data = BytesIO()
    noise = Image.frombytes("RGB", (48, 36), chance.randbytes(48 * 36 * 3))
    noise.save(data, "JPEG", quality=90)
    return data.getvalue()


async def kills(home: Installation, chance: random.Random) -> None:
    """Each victim twice, in any order."""
    for name in chance.sample(VICTIMS * 2, len(VICTIMS) * 2):
        await asyncio.sleep(chance.uniform(1, 4))
        for pid in getattr(home.processes, name)()[:1]:
            kill(pid)


async def test_of_a_thousand_uploads_none_is_lost_doubled_or_orphaned(
    home: Installation, ledger: Ledger, seed: int
):
    persons = [await settled_in(home, f"家{n}") for n in range(FAMILIES)]
    phones = Phones(home, ledger, random.Random(seed))
    async with clock_of_kodo_late(home):
        await asyncio.gather(phones.put_all(persons), kills(home, random.Random(seed)))
    assert len(phones.digests) == FAMILIES * BATCHES * FILES
    await within(PATIENCE, home.is_whole)
    await heals(home, list(phones.digests))
    rows = await home.rows(KEPT, [person.family for person in persons])
    were_kept_once(ledger, phones.digests, rows)
    assert await digests_in_kodo(home, rows) == phones.digests
    assert {row["key"] for row in rows} == await objects_of(home, persons)


async def heals(home: Installation, uploads: list[str]) -> None:
    """The sweep finds what nobody reported, and a walk over the bucket finds nothing wrong."""
    age = "update uploads set created_at = created_at - interval '2 minutes' where id = any($1)"
    await home.rows(age, uploads)
    await runs_before_all_else(home, "uploads.sweep")

    async def is_adopted() -> bool:
        return await home.count("photos where upload_id = any($1)", uploads) == len(uploads)

    await within(PATIENCE, is_adopted)
    for _ in range(2):  # the first walk may have begun before
        await a_walk_ends(home)
    assert not await home.rows("select kind, key from findings where settled_at is null")


async def a_walk_ends(home: Installation) -> None:
    began = "walks where name = 'objects' and began_at > $1"
    (row,) = await home.rows("select now() as now")
    await runs_before_all_else(home, "objects.reconcile")
    await within(PATIENCE, lambda: home.count(began, row["now"]))


async def runs_before_all_else(home: Installation, job: str) -> None:
    """Have a periodic job run though hundreds of photos wait to be read."""
    await home.runs(job)
    await home.rows("update procrastinate_jobs set priority = 9 where task_name = $1", job)


def were_kept_once(ledger: Ledger, digests: dict[str, str], rows: list[asyncpg.Record]) -> None:
    """What was acknowledged has its row, each row its records, and what was read is right."""
    uploads = [str(row["upload_id"]) for row in rows]
    assert sorted(uploads) == sorted(ledger.made("stored")) == sorted(digests)
    assert {str(row["id"]) for row in rows} >= {*ledger.made("photo")}
    for row, upload in zip(rows, uploads, strict=True):
        is_read = row["state"] == "ready"
        assert (row["stored"], row["read"], row["notices"]) == (1, int(is_read), 0)
        assert row["sha256"] == (digests[upload] if is_read else "")
    assert any(row["read"] for row in rows)


async def digests_in_kodo(home: Installation, rows: list[asyncpg.Record]) -> dict[str, str]:
    """By the upload's id, the SHA-256 of what Kodo holds."""
    given = home.settings
    auth = Auth(given.kodo_access_key, given.kodo_secret_key)

    async def digest(row: asyncpg.Record) -> tuple[str, str]:
        url = auth.private_download_url(f"{given.kodo_download_url}/{row['key']}")
        reply = await home.http.get(url)
        return str(row["upload_id"]), sha256(reply.raise_for_status().content).hexdigest()

    return dict([await digest(row) for row in rows])


async def objects_of(home: Installation, persons: list[Person]) -> set[str]:
    """The keys of all originals that Kodo holds of the families."""
    held = [await keys_in(home, f"o/{person.family}/") for person in persons]
    return {key for keys in held for key in keys}


@asynccontextmanager
async def clock_of_kodo_late(home: Installation) -> AsyncIterator[None]:
    """Three minutes behind: to a walk over the bucket, nothing looks too young to be judged."""
    await home.control("kodo", "clock", {"offset_seconds": -180})
    try:
        yield
    finally:
        await home.control("kodo", "clock", {"offset_seconds": 0})
