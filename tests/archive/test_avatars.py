"""Avatars: one's own picture, seen by relatives after its check; a child's, seen by the family."""

import asyncio
from datetime import timedelta

import pytest

from models.archive.photos import Medium
from service.archive import uploads
from service.demo.phone import Phone, Refused
from service.foundation import clock
from service.foundation.database import query
from tests.world import Person, World, a_photo, refused


async def put_avatar(phone: Phone, data: bytes) -> str:
    """chooseAvatar: the picture goes straight into Kodo; its photo's id."""
    body = {"name": "avatar.jpg", "bytes": len(data)}
    ticket = await phone.post("/account/avatar-uploads", body)
    reply = await phone.put_file(ticket, data)
    assert reply.status_code == 200, reply.text
    return reply.json()["photo_id"]


async def read_by_now(phone: Phone, photo: str) -> None:
    await phone.until(f"/photos/{photo}", state=["ready", "refused"])


async def member(person: Person, nickname: str) -> dict:
    path = f"/families/{person.family}/members"
    members = (await person.phone.get(path))["items"]
    return next(one for one in members if one["nickname"] == nickname)


async def test_alice_wears_a_picture_and_grandfather_sees_it_once_it_was_checked(
    world: World, alice
):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await world.script("wechat", "media_check_async", {"push": "held"})
    photo = await put_avatar(alice.phone, a_photo())
    await read_by_now(alice.phone, photo)
    worn = await alice.phone.put("/account/avatar", {"photo_id": photo})
    reply = await world.http.get(worn["avatar"])
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/jpeg")
    assert (await member(chen, "Alice"))["avatar"] == ""
    await world.quiet()
    await world.control("wechat", "release", {})
    await alice.phone.until(f"/photos/{photo}", standing=["passed"])
    assert (await world.http.get((await member(chen, "Alice"))["avatar"])).status_code == 200
    for _ in range(2):
        assert (await alice.phone.delete("/account/avatar"))["avatar"] == ""
    assert (await member(chen, "Alice"))["avatar"] == ""


async def test_a_risky_picture_is_worn_by_nobody(world: World, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await world.script("wechat", "media_check_async", {"suggest": "risky", "label": 20002})
    photo = await put_avatar(alice.phone, a_photo())
    await alice.phone.until(f"/photos/{photo}", standing=["risky"])
    with refused(422, "photo.risky"):
        await alice.phone.put("/account/avatar", {"photo_id": photo})
    assert (await member(chen, "Alice"))["avatar"] == ""


async def test_what_cannot_be_read_is_refused_with_its_reason(alice):
    photo = await put_avatar(alice.phone, a_photo()[:900])
    await read_by_now(alice.phone, photo)
    with refused(422, "photo.refused"):
        await alice.phone.put("/account/avatar", {"photo_id": photo})


async def test_an_avatar_is_nobody_elses_and_no_family_photo(world: World, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    mine, of_the_family = await put_avatar(alice.phone, a_photo()), await alice.takes_photo()
    await read_by_now(alice.phone, mine)
    assert await bob.sees(f"/photos/{mine}") == [False]
    with refused(422, "photo.unknown"):
        await bob.phone.put("/account/avatar", {"photo_id": mine})
    with refused(422, "photo.unknown"):
        await alice.phone.put("/account/avatar", {"photo_id": of_the_family})
    with refused(422, "photo.unknown"):
        await alice.records(photo_ids=[mine])
    with refused(401):
        await world.phone("nobody").post("/account/avatar-uploads", {"name": "a", "bytes": 1})


@pytest.mark.parametrize("size", [0, (10 << 20) + 1])
async def test_a_picture_of_an_impossible_size_gets_no_ticket(alice, size):
    with refused(422):
        await alice.phone.post("/account/avatar-uploads", {"name": "a.jpg", "bytes": size})


async def test_kodo_takes_no_avatar_that_is_larger_than_its_ticket_allows(alice):
    ticket = await alice.phone.post("/account/avatar-uploads", {"name": "a.jpg", "bytes": 9})
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 413


async def test_one_keeps_the_picture_that_one_wears_and_the_others_go(world: World, alice):
    bob = await world.person("Bob")
    his, of_the_family = await put_avatar(bob.phone, a_photo()), await alice.takes_photo()
    worn = await put_avatar(alice.phone, a_photo())
    await read_by_now(alice.phone, worn)
    await alice.phone.put("/account/avatar", {"photo_id": worn})
    unworn, last = [await put_avatar(alice.phone, a_photo()) for _ in range(2)]
    gone = await query("select id from photos where deleted_at is not null")
    assert [str(row["id"]) for row in gone] == [unworn]
    assert await alice.sees(f"/photos/{worn}", f"/photos/{last}") == [True, True]
    assert await bob.sees(f"/photos/{his}") == [True]
    assert await alice.sees(f"/photos/{of_the_family}") == [True]


async def test_nobody_fills_the_storage_with_pictures_of_oneself(world: World, alice, monkeypatch):
    monkeypatch.setattr("service.archive.uploads.MOST_OWN", 3)
    bob = await world.person("Bob")
    await put_avatar(alice.phone, a_photo())
    body = {"name": "avatar.jpg", "bytes": 9}
    asked = [alice.phone.post("/account/avatar-uploads", body) for _ in range(4)]
    given = await asyncio.gather(*asked, return_exceptions=True)
    assert [one.problem["code"] for one in given if isinstance(one, Refused)] == [
        *("avatar.too_many", "avatar.too_many")
    ]
    await put_avatar(bob.phone, a_photo())
    with clock.moved(uploads.TICKET_LIFE[Medium.PHOTO] + timedelta(seconds=1)):
        await uploads.sweep()
    await put_avatar(alice.phone, a_photo())


async def test_a_child_wears_a_photo_of_the_family_by_its_guardian_alone(world: World, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    await bob.founds("林家")
    photo, foreign = await alice.takes_photo(), await bob.takes_photo()
    path = f"/students/{alice.child}"
    with refused(403):
        await chen.phone.put(f"{path}/avatar", {"photo_id": photo})
    with refused(404):
        await bob.phone.put(f"{path}/avatar", {"photo_id": foreign})
    with refused(422, "photo.unknown"):
        await alice.phone.put(f"{path}/avatar", {"photo_id": foreign})
    for _ in range(2):
        assert (await alice.phone.put(f"{path}/avatar", {"photo_id": photo}))["avatar"]
    assert (await world.http.get((await chen.phone.get(path))["avatar"])).status_code == 200
    (child,) = (await chen.phone.get("/students"))["items"]
    assert child["avatar"]
    assert (await alice.phone.delete(f"{path}/avatar"))["avatar"] == ""
    changes = "select count(*) from audit_records where action = 'student.avatar_changed'"
    assert (await query(changes))[0]["count"] == 2
