"""Reconciling: every object is a row's or in quarantine, and every row has its object or a finding.

What Alice's family keeps lies in Kodo; the tests meddle with it as a fault or a stranger would.
"""

import asyncio
from contextlib import AbstractContextManager
from contextvars import copy_context
from datetime import timedelta

import pytest

from models.archive.findings import Finding, FindingKind, Walk
from models.archive.photos import Photo, Upload, UploadState
from models.base import uuid7
from models.people.families import Family
from models.trust.audit import AuditRecord
from service.archive import findings, readings, reconciling, uploads
from service.foundation import clock
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.integrations.errors import VendorUnavailable
from tests.trust.leaving import objects
from tests.world import Person, a_photo

NOBODYS = "o/00000000-0000-7000-8000-000000000001/00000000-0000-7000-8000-000000000002"


def later(**more: float) -> AbstractContextManager[None]:
    """When nothing in Kodo is fresh any more."""
    return clock.moved(timedelta(**more or {"minutes": 5}))


async def walks() -> None:
    """The job, when all that was put is old enough."""
    with later():
        await reconciling.reconcile()


async def puts(key: str, data: bytes = b"somebody's") -> str:
    await adapters().kodo.put(key, data, "image/jpeg")
    return key


async def found() -> list[tuple[str, str]]:
    """What is open, by kind and key."""
    return sorted((str(one.kind), one.key) for one in await findings.open_ones())


async def became(key: str) -> list[str]:
    """What became of the findings about an object; empty of one that is open."""
    return [one.settled_as for one in await Finding.filter(key=key).order_by("id")]


async def stores(person: Person) -> dict[str, str]:
    """Put a picture of which nobody hears; the ticket it was put with."""
    await person.world.script("kodo", "callback", {"drop": True})
    files = [{"name": "IMG_1.jpg", "bytes": 100_000}]
    body = {"family_id": person.family, "files": files}
    ticket = (await person.phone.post("/uploads", body))["items"][0]
    assert (await person.phone.put_file(ticket, a_photo())).status_code == 579
    return ticket


async def photo_of(person: Person) -> Photo:
    return await Photo.get(id=await person.takes_photo())


async def test_a_bucket_and_rows_that_agree_leave_no_finding(alice):
    await alice.takes_photo()
    await walks()
    assert await Finding.all().count() == 0


async def test_what_came_with_a_ticket_is_adopted_even_when_the_ticket_was_given_up(world, alice):
    ticket = await stores(alice)
    with later(days=1):
        await Upload.filter(id=ticket["upload_id"]).update(state=UploadState.EXPIRED)
        await reconciling.reconcile()
        await reconciling.reconcile()
    await world.quiet()
    assert [str(one.upload_id) for one in await Photo.all()] == [ticket["upload_id"]]
    assert await AuditRecord.filter(action="photo.stored").count() == 1
    assert await Finding.all().count() == 0


async def test_after_an_outage_all_is_adopted_or_in_quarantine_within_a_minute(world, alice):
    async with world.worker_away():
        tickets = [await stores(alice) for _ in range(3)]
        await puts(NOBODYS)
        with later():
            await uploads.sweep()
            await reconciling.reconcile()
    await world.quiet()
    photos = await Photo.all()
    assert {str(photo.upload_id) for photo in photos} == {one["upload_id"] for one in tickets}
    assert await found() == [("orphan", NOBODYS)]
    named = {key for photo in photos for key in (photo.key, photo.master_key)}
    assert objects(world) == {NOBODYS} | named


async def test_what_an_ex_member_put_is_nobodys_until_they_are_back(world, alice):
    bob = await world.person("Bob")
    await alice.invites(bob, "爸爸")
    ticket = await stores(bob)
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    place = next(one["id"] for one in members if one["nickname"] == "Bob")
    await alice.phone.delete(f"/memberships/{place}")
    await walks()
    assert await found() == [("orphan", ticket["key"])]
    assert ticket["key"] in objects(world)
    await alice.invites(bob, "爸爸")
    await walks()
    assert (await found(), await became(ticket["key"])) == ([], ["adopted"])
    assert await Photo.exists(upload_id=ticket["upload_id"])


async def test_an_object_of_nobody_is_noted_once_and_left_where_it_is(world, alice):
    keys = [NOBODYS, "m/no-photo.jpg", "somewhere/相册 1.jpg", "z" * 750]
    for key in keys:
        await puts(key)
    await walks()
    await walks()
    assert await found() == sorted(("orphan", key) for key in keys)
    assert objects(world) == set(keys)
    (noted,) = await Finding.filter(key=NOBODYS)
    assert (noted.bytes, noted.etag) == (10, (await adapters().kodo.stat(NOBODYS) or {})["hash"])
    assert await AuditRecord.filter(action="finding.orphan").count() == len(keys)
    await adapters().kodo.delete(NOBODYS)
    await walks()
    assert await became(NOBODYS) == ["gone"]


async def test_a_young_object_is_let_alone(alice):
    await puts(NOBODYS)
    await reconciling.reconcile()
    assert await found() == []


async def test_the_copies_of_a_photo_that_is_being_read_are_no_orphans(world, alice):
    async with world.worker_away():
        await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo())
        photo = await Photo.get()
        await puts(f"m/{photo.id}.jpg")
        await puts(f"c/{photo.id}")
        await walks()
        assert await found() == []
    await world.quiet()
    await walks()
    assert await found() == [("orphan", f"c/{photo.id}")]
    assert (await findings.open_ones())[0].photo_id == photo.id


async def test_a_lost_original_is_missing_until_it_is_back(alice):
    photo = await photo_of(alice)
    original = a_photo()
    await puts(photo.key, original)
    await Photo.filter(id=photo.id).update(
        etag=(await adapters().kodo.stat(photo.key) or {})["hash"], bytes=len(original)
    )
    await adapters().kodo.delete(photo.key)
    await walks()
    await walks()
    assert await found() == [("missing", photo.key)]
    assert (await findings.open_ones())[0].photo_id == photo.id
    await puts(photo.key, original)
    await walks()
    assert (await found(), await became(photo.key)) == ([], ["returned"])


async def test_another_object_under_a_photos_key_differs(alice):
    photo = await photo_of(alice)
    await puts(photo.key, b"another")
    await walks()
    assert await found() == [("differs", photo.key)]
    await adapters().kodo.delete(photo.key)
    await walks()
    assert await found() == [("missing", photo.key)]
    assert await became(photo.key) == ["gone", ""]


async def test_a_photo_in_the_trash_still_has_its_objects(world, alice):
    photo = await photo_of(alice)
    await Photo.filter(id=photo.id).update(deleted_at=clock.now())
    await walks()
    assert await found() == []
    await adapters().kodo.delete(photo.key)
    await walks()
    assert await found() == [("missing", photo.key)]


@pytest.mark.parametrize("fault", ["lost", "another"])
async def test_a_master_that_lacks_is_made_again(world, alice, fault):
    photo = await photo_of(alice)
    before = await Photo.filter(id=photo.id).values()
    if fault == "lost":
        await adapters().kodo.delete(photo.master_key)
    else:
        await puts(photo.master_key, b"another")
    await walks()
    await world.quiet()
    await walks()
    assert (await found(), await became(photo.master_key)) == ([], ["repaired"])
    assert (await adapters().kodo.stat(photo.master_key) or {})["mimeType"] == "image/jpeg"
    assert await Photo.filter(id=photo.id).values() == before
    trail = AuditRecord.filter(subject_id=photo.id, action="photo.derived_again")
    assert await trail.count() == 1


async def test_a_master_is_made_again_once_its_original_is_back(world, alice):
    data = a_photo()
    photo = await Photo.get(id=await alice.takes_photo(data))
    for key in (photo.key, photo.master_key):
        await adapters().kodo.delete(key)
    await walks()
    await world.quiet()
    assert await found() == [("missing", photo.master_key), ("missing", photo.key)]
    await puts(photo.key, data)
    await reconciling.repair()
    await world.quiet()
    await walks()
    assert (await found(), await became(photo.master_key)) == ([], ["repaired"])


async def test_a_master_does_not_wait_behind_originals_that_nobody_can_make(world, alice):
    lost = [Finding(kind=FindingKind.MISSING, key=f"o/{n}", photo_id=uuid7()) for n in range(500)]
    await Finding.bulk_create(lost)
    photo = await photo_of(alice)
    await adapters().kodo.delete(photo.master_key)
    await findings.note(FindingKind.MISSING, photo.master_key, photo.id, 1, "")
    await reconciling.repair()
    await world.quiet()
    assert photo.master_key in objects(world)


async def test_no_master_is_made_of_a_picture_that_nobody_has_checked(world, alice):
    photo = await photo_of(alice)
    await puts(photo.key, a_photo())
    await adapters().kodo.delete(photo.master_key)
    await walks()
    await world.quiet()
    await readings.derive_again(photo.id)
    assert await found() == [("differs", photo.key), ("missing", photo.master_key)]
    assert photo.master_key not in objects(world)


async def test_a_kodo_that_stumbles_is_no_reason_for_a_finding(world, alice):
    photo = await photo_of(alice)
    await adapters().kodo.delete(photo.key)
    async with world.worker_away():
        for call in ("list", "stat"):
            await world.script("kodo", call, {"status": 599}, times=None)
            with pytest.raises(VendorUnavailable):
                await walks()
            await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
            assert await Finding.all().count() == 0
        await walks()
        assert await found() == [("missing", photo.key)]


async def test_a_walk_goes_on_where_it_stopped_and_begins_anew_at_the_end(alice):
    photo = await photo_of(alice)
    for key in ("a", "b", "n/1", "z"):
        await puts(key)
    with later():
        await reconciling.reconcile(pages=1, limit=2)
        assert await found() == [("orphan", "a"), ("orphan", "b")]
        assert (await Walk.get()).key == "b"
        await adapters().kodo.delete(photo.key)
        await reconciling.reconcile(pages=2, limit=2)
        assert (await Walk.get()).marker == ""
    wrong = {("missing", photo.key), *(("orphan", key) for key in ("a", "b", "n/1", "z"))}
    assert set(await found()) == wrong


async def test_an_empty_bucket_has_lost_everything(world, alice):
    photo = await photo_of(alice)
    await adapters().kodo.delete_many([photo.key, photo.master_key])
    async with world.worker_away():
        await walks()
        assert await found() == [("missing", photo.master_key), ("missing", photo.key)]


async def test_walkers_at_once_are_as_good_as_one(world, alice):
    ticket = await stores(alice)
    for key in (NOBODYS, "a", "z"):
        await puts(key)
    with later():
        await asyncio.gather(*(reconciling.reconcile(limit=2) for _ in range(8)))
        await reconciling.reconcile()
    assert await found() == sorted(("orphan", key) for key in (NOBODYS, "a", "z"))
    assert await Finding.all().count() == 3
    assert await Photo.filter(upload_id=ticket["upload_id"]).count() == 1
    assert await AuditRecord.filter(action="finding.orphan").count() == 3


async def test_what_is_erased_meanwhile_leaves_no_finding(world, alice):
    """An erasure holds the family; the walk that has its doubts waits, and has none after it."""
    photo = await photo_of(alice)
    await adapters().kodo.delete_many([photo.key, photo.master_key])
    outside = copy_context()
    async with world.worker_away():
        async with transaction():
            await Family.filter(id=alice.family).select_for_update().first()
            walk = asyncio.create_task(walks(), context=outside)
            await world.until_blocked(1)
            await Photo.filter(id=photo.id).delete()
        await walk
    assert await Finding.all().count() == 0


async def test_what_was_listed_and_then_removed_is_no_orphan(world, alice):
    await puts(NOBODYS)
    outside = copy_context()
    async with world.worker_away():
        async with transaction():
            await query("lock table photos in access exclusive mode")
            walk = asyncio.create_task(walks(), context=outside)
            await world.until_blocked(1)
            await adapters().kodo.delete(NOBODYS)
        await walk
    assert await Finding.all().count() == 0


async def test_an_orphan_is_removed_for_good_but_never_what_is_somebodys(world, alice):
    ticket = await stores(alice)
    await puts(NOBODYS)
    async with transaction():
        mistaken = await findings.note(FindingKind.ORPHAN, ticket["key"])
        orphan = await findings.note(FindingKind.ORPHAN, NOBODYS)
    assert await reconciling.remove_orphan(orphan)
    assert not await reconciling.remove_orphan(orphan)
    assert not await reconciling.remove_orphan(mistaken)
    assert (await became(NOBODYS), NOBODYS in objects(world)) == (["removed"], False)
    assert ticket["key"] in objects(world)
    assert await AuditRecord.filter(action="finding.removed").count() == 1
