"""Reconciling any mixture of objects and rows: in the end each has the other, or a finding."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.archive.findings import Finding
from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.base import uuid7
from models.trust.erasures import DoomedObject, ErasedKind, Erasure
from service.archive import reconciling, renditions
from service.foundation import clock
from service.foundation.database import query
from service.integrations import adapters
from tests.world import Person, World

LATER = timedelta(minutes=5)
"""What is put in the emulator's present is old by then."""


@dataclass(frozen=True)
class Home:
    """Alice, whose family's things these are, and somebody who is not of it."""

    alice: Person
    bob: Person


@pytest.fixture
async def home(world: World, alice: Person) -> AsyncIterator[Home]:
    """Nobody does what is deferred: each walk is looked at by itself."""
    async with world.worker_away():
        yield Home(alice, await world.person("Bob"))
        await query("delete from procrastinate_jobs")


async def put(key: str, data: bytes = b"as recorded") -> str:
    await adapters().kodo.put(key, data, "image/jpeg")
    return (await adapters().kodo.stat(key) or {})["hash"]


async def ticket(person: Person, family: str) -> Upload:
    upload_id = uuid7()
    return await Upload.create(
        id=upload_id,
        batch_id=uuid7(),
        family_id=UUID(family),
        account=await person.account(),
        key=f"o/{family}/{upload_id}",
        name="IMG_1.jpg",
        bytes=100,
        state=UploadState.EXPIRED,
        expires_at=clock.now(),
    )


async def kept(home: Home, **more: object) -> Photo:
    """A row whose original and master are whole."""
    upload = await ticket(home.alice, home.alice.family)
    photo_id = uuid7()
    master = renditions.master_key_of(photo_id)
    fields: dict = {"state": PhotoState.READY, "master_key": master, **more}
    photo = await Photo.create(
        id=photo_id,
        upload=upload,
        family_id=upload.family_id,
        uploader_id=upload.account_id,
        key=upload.key,
        etag=await put(upload.key),
        bytes=len(b"as recorded"),
        copies={master: await put(master, b"its master")},
        **fields,
    )
    await Upload.filter(id=upload.id).update(state=UploadState.COMPLETED)
    return photo


async def whole(home: Home) -> None:
    await kept(home)


async def in_the_trash(home: Home) -> None:
    await kept(home, deleted_at=clock.now())


async def being_read(home: Home) -> None:
    await kept(home, state=PhotoState.STORED, master_key="")


async def refused_with_a_master(home: Home) -> None:
    await kept(home, state=PhotoState.REFUSED, master_key="")


async def without_its_original(home: Home) -> None:
    await adapters().kodo.delete((await kept(home)).key)


async def without_its_master(home: Home) -> None:
    await adapters().kodo.delete((await kept(home)).master_key)


async def with_another_original(home: Home) -> None:
    await put((await kept(home)).key, b"another!!!!")


async def with_another_master(home: Home) -> None:
    await put((await kept(home)).master_key, b"another")


async def put_with_a_ticket(home: Home) -> None:
    await put((await ticket(home.alice, home.alice.family)).key)


async def put_by_a_stranger(home: Home) -> None:
    await put((await ticket(home.bob, home.alice.family)).key)


async def nobodys(home: Home) -> None:
    await put(f"o/{home.alice.family}/{uuid7()}")


async def a_copy_of_nothing(home: Home) -> None:
    await put(renditions.clean_key_of(uuid7()))


async def being_erased(home: Home) -> None:
    erasure = await Erasure.create(
        kind=ErasedKind.FAMILY, subject_id=uuid7(), asked_by_id=uuid7(), due_at=clock.now()
    )
    doomed = await DoomedObject.create(erasure=erasure, key=f"a/{uuid7()}/{uuid7()}")
    await put(doomed.key)


async def young(home: Home) -> None:
    offset = LATER.total_seconds()
    await home.alice.world.control("kodo", "clock", {"offset_seconds": offset})
    await put(f"young/{uuid7()}")
    await home.alice.world.control("kodo", "clock", {"offset_seconds": 0})


THINGS: list[Callable[[Home], Awaitable[None]]] = [
    *(whole, in_the_trash, being_read, refused_with_a_master, without_its_original),
    *(without_its_master, with_another_original, with_another_master, put_with_a_ticket),
    *(put_by_a_stranger, nobodys, a_copy_of_nothing, being_erased, young),
]


async def due() -> dict[str, str]:
    """The etag of each object that a row asks for."""
    wanted = {}
    for photo in await Photo.all():
        wanted |= {photo.key: photo.etag} | {key: photo.copies[key] for key in named_by(photo)}
    return wanted


def named_by(photo: Photo) -> list[str]:
    return [key for key in (photo.master_key, photo.clean_key, photo.check_key) if key]


async def wrong() -> set[tuple[str, str]]:
    """Every finding that there has to be, by kind and key."""
    wanted, there = await due(), await present()
    unread = await Photo.filter(state=PhotoState.STORED)
    spared = {renditions.master_key_of(photo.id) for photo in unread}
    spared |= {one.key for one in await DoomedObject.all()}
    nobodys = there.keys() - wanted.keys() - spared
    return {
        *(("missing", key) for key in wanted.keys() - there.keys()),
        *(("differs", key) for key in wanted.keys() & there.keys() if wanted[key] != there[key]),
        *(("orphan", key) for key in nobodys if not key.startswith("young/")),
    }


async def present() -> dict[str, str]:
    """The etag of every object."""
    pages = adapters().kodo.pages()
    return {one["key"]: one["hash"] async for page in pages for one in page}


async def noted() -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.key, one.settled_as) for one in await Finding.all().order_by("id")]


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(things=st.lists(st.sampled_from(THINGS), max_size=12), limit=st.integers(1, 7))
async def test_each_is_the_others_or_has_a_finding_and_a_second_walk_changes_nothing(
    home, things, limit
):
    """The examples heap up: what one left is there in the next."""
    for thing in things:
        await thing(home)
    with clock.moved(LATER):
        await reconciling.reconcile(pages=10_000, limit=limit)
        found = await noted()
        assert {(kind, key) for kind, key, settled in found if not settled} == await wrong()
        own = Upload.filter(account_id=(await home.alice.account()).id)
        assert await own.exclude(state=UploadState.COMPLETED).count() == 0
        await reconciling.reconcile(pages=10_000, limit=limit)
        assert await noted() == found
