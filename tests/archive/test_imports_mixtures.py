"""Imports in any order of events, several at once: each file ends once, and in one place."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.archive.growth import EntryPhoto
from models.archive.imports import Import, ImportItem, ImportState, ItemState
from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.people.accounts import Account
from models.trust.notices import Notice
from service.archive import import_items, import_keeping, import_uploads, imports, trash
from service.archive.import_items import GroupChange, ItemDraft, ItemsDraft
from service.archive.import_uploads import TicketsDraft
from service.archive.imports import ImportDraft
from service.demo.phone import Refused
from service.foundation.database import query, transaction
from service.foundation.errors import Refusal
from tests.world import Person, World

FILES = ("IMG_20080207_101500.jpg", "IMG_20080207_101501.jpg", "册/1.jpg", "册/2.jpg", "a.txt")
Act = tuple[str, int]
ACTS = st.tuples(
    st.sampled_from(
        (
            *("list", "leave_out", "take_back", "date", "start", "ticket", "expire", "store"),
            *("read", "read", "refuse", "keep", "keep", "discard", "delete_entry", "cancel"),
        )
    ),
    st.integers(0, len(FILES) - 1),
)
USUAL: list[Act] = [
    *[("list", n) for n in range(len(FILES))],
    ("start", 0),
    *[("ticket", n) for n in range(len(FILES))],
]
RANK = {ItemState.FOUND: 0, ItemState.UPLOADED: 1, ItemState.KEPT: 2, ItemState.SKIPPED: 2}


class Story:
    """One import, and everything that may happen to it."""

    def __init__(self, alice: Person, account: Account, importing: Import) -> None:
        self.alice, self.account, self.id = alice, account, importing.id
        self.ranks: dict[UUID, int] = {}

    async def item(self, n: int) -> ImportItem | None:
        return await ImportItem.get_or_none(importing_id=self.id, path=FILES[n])

    async def photo(self, n: int) -> Photo | None:
        item = await self.item(n)
        return await Photo.get_or_none(upload_id=item.upload_id) if item else None

    async def list(self, n: int) -> None:
        sha256 = f"{self.id.hex}{n:032}"
        files = [ItemDraft(path=FILES[n], bytes=n + 1, sha256=sha256)]
        await import_items.put(self.account, self.id, ItemsDraft(items=files))

    async def leave_out(self, n: int) -> None:
        await self._choose(n, skipped=True)

    async def take_back(self, n: int) -> None:
        await self._choose(n, skipped=False)

    async def date(self, n: int) -> None:
        await self._choose(n, taken="1986-22~")

    async def _choose(self, n: int, **said: Any) -> None:
        change = GroupChange(paths=[FILES[n]], **said)
        await import_items.choose(self.account, self.id, change)

    async def start(self, n: int) -> None:
        await imports.start(self.account, self.id)

    async def ticket(self, n: int) -> None:
        item = await self.item(n)
        if item:
            await import_uploads.tickets(self.account, self.id, TicketsDraft(item_ids=[item.id]))

    async def expire(self, n: int) -> None:
        item = await self.item(n)
        issued = Upload.filter(id=item.upload_id if item else None, state=UploadState.ISSUED)
        await issued.update(state=UploadState.EXPIRED)

    async def store(self, n: int) -> None:
        """The object has come, as `uploads.complete` notes it."""
        item = await self.item(n)
        async with transaction():
            found = Upload.filter(id=item.upload_id if item else None).select_for_update()
            upload = await found.get_or_none()
            if upload and upload.state is not UploadState.COMPLETED:
                await Upload.filter(id=upload.id).update(state=UploadState.COMPLETED)
                await Photo.create(
                    upload_id=upload.id,
                    family_id=upload.family_id,
                    uploader_id=self.account.id,
                    key=upload.key,
                    etag="",
                    bytes=upload.bytes,
                )

    async def read(self, n: int) -> None:
        await self._read(n, PhotoState.READY)

    async def refuse(self, n: int) -> None:
        await self._read(n, PhotoState.REFUSED)

    async def _read(self, n: int, state: PhotoState) -> None:
        seen = await self.photo(n)
        async with transaction():
            stored = Photo.filter(id=seen.id if seen else None, state=PhotoState.STORED)
            if photo := await stored.select_for_update().get_or_none():
                await Photo.filter(id=photo.id).update(state=state, sha256=uuid4().hex)
                await imports.photo_read(photo.id)

    async def keep(self, n: int) -> None:
        await import_keeping.keep(self.id)

    async def discard(self, n: int) -> None:
        if photo := await self.photo(n):
            await trash.discard(self.account, [photo.id])

    async def delete_entry(self, n: int) -> None:
        item = await self.item(n)
        if item and item.entry_id:
            await self.alice.phone.delete(f"/entries/{item.entry_id}")

    async def cancel(self, n: int) -> None:
        await imports.cancel(self.account, self.id)

    async def happens(self, act: Act) -> None:
        verb: Callable[[int], Coroutine] = getattr(self, act[0])
        with suppress(Refusal, Refused):
            await verb(act[1])

    async def ends(self) -> None:
        """Whatever was left, a browser brings it to its end."""
        await imports.start(self.account, self.id)
        for n in range(len(FILES)):
            for verb in ("ticket", "store", "read", "keep"):
                await self.happens((verb, n))


async def holds(story: Story) -> None:
    """What is true at any moment."""
    importing = await Import.get(id=story.id)
    items = await ImportItem.filter(importing_id=story.id)
    kept = [item for item in items if item.state is ItemState.KEPT]
    assert all((item.state is ItemState.SKIPPED) == bool(item.reason) for item in items)
    assert all((item.entry_id is not None) == (item in kept) for item in items)
    assert all(item.photo_id for item in items if item.state is ItemState.UPLOADED)
    places = EntryPhoto.filter(entry__imported_as__importing_id=story.id).distinct()
    held = [place.photo_id for place in await places]
    assert sorted(held) == sorted(item.photo_id for item in kept if item.photo_id)
    if importing.state is ImportState.PREVIEW:
        assert not held
        assert not any(item.upload_id for item in items)
    else:
        ranks = {item.id: RANK[item.state] for item in items}
        assert all(ranks.get(one, 2) >= rank for one, rank in story.ranks.items())
        story.ranks = ranks
    undone = [item for item in items if item.state in imports.UNDONE]
    assert (importing.state is ImportState.DONE) == bool(importing.done_at)
    assert not (importing.state is ImportState.DONE and undone)
    assert await Notice.filter(subject_id=story.id).count() == bool(importing.done_at)


@pytest.fixture
async def account(world: World, alice: Person) -> Any:
    """Nobody does what is deferred: each event is looked at by itself."""
    async with world.worker_away():
        yield await alice.account()
        await query("delete from procrastinate_jobs")


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_whatever_happens_in_whatever_order(account, alice, data):
    draft = ImportDraft(name="照片", student_id=UUID(alice.child))
    story = Story(alice, account, await imports.begin(account, UUID(alice.family), draft))
    usual = USUAL[: data.draw(st.integers(0, len(USUAL)))]
    rest = data.draw(st.lists(st.lists(ACTS, min_size=1, max_size=3), max_size=8))
    for at_once in [*([act] for act in usual), *rest]:
        await asyncio.gather(*(story.happens(act) for act in at_once))
        await holds(story)
    if not await ImportItem.exists(importing_id=story.id):
        return
    if (await Import.get(id=story.id)).state is not ImportState.CANCELLED:
        await story.ends()
        await holds(story)
        assert (await Import.get(id=story.id)).state is ImportState.DONE
