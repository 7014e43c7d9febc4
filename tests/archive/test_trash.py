"""The trash: a photo discarded is gone for everybody at once, and comes back to where it was."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.people.families import Membership, Role
from models.trust.consents import Purpose
from models.trust.moderation import Standing
from service.archive import trash
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Invalid, NotFound
from service.trust import access
from tests.archive.test_avatars import member, put_avatar
from tests.people.relatives import Home, home_of
from tests.pupil import pupil_of
from tests.sharing.curators import featured
from tests.sharing.test_posts import WORDS, readers
from tests.statements import counted
from tests.trust.archive_room import room_of
from tests.world import Person, World, a_photo, refused

NEVER = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def discards(person: Person, *photos: str) -> None:
    for photo in photos:
        await person.phone.delete(f"/photos/{photo}")


async def restores(person: Person, photo: str) -> dict[str, Any]:
    return await person.phone.call("POST", f"/photos/{photo}/restoration")


async def trash_of(person: Person) -> list[str]:
    """The photos that somebody may restore, latest discarded first."""
    found = await person.phone.get(f"/families/{person.family}/trash")
    return [item["photo"]["id"] for item in found["items"]]


async def acts(photo: str) -> list[str]:
    rows = await query(
        "select action from audit_records where subject_id = $1 order by id", UUID(photo)
    )
    return [row["action"] for row in rows if row["action"].startswith("photo.")][2:]


async def erasures() -> list[bool]:
    """For each erasure of photos, in order, whether it was cancelled."""
    rows = await query("select cancelled_at from erasures where kind = 'photos' order by id")
    return [row["cancelled_at"] is not None for row in rows]


async def test_alice_discards_by_mistake_and_finds_it_where_it_was(world, alice):
    kept, lost = await alice.takes_photo(), await alice.takes_photo()
    entry = await alice.records(photo_ids=[lost, kept])
    assert await acts(lost) == []
    await discards(alice, lost, lost)
    assert await alice.sees(f"/photos/{lost}", f"/photos/{kept}") == [False, True]
    (shown,) = await alice.timeline()
    assert ([one["id"] for one in shown["photos"]], shown["photo_count"]) == ([kept], 1)
    (item,) = (await alice.phone.get(f"/families/{alice.family}/trash"))["items"]
    gone, ends = (datetime.fromisoformat(item[name]) for name in ("discarded_at", "purged_at"))
    assert ends - gone == timedelta(days=30)
    assert (await world.http.get(item["photo"]["thumb"])).status_code == 200
    assert await erasures() == [False]
    for _ in range(2):
        assert (await restores(alice, lost))["id"] == lost
    shown = await alice.phone.get(f"/entries/{entry['id']}")
    assert [one["id"] for one in shown["photos"]] == [lost, kept]
    assert await trash_of(alice) == []
    assert await erasures() == [True]
    assert await acts(lost) == ["photo.discarded", "photo.restored"]


async def test_an_entry_stays_without_its_only_photo(alice):
    photo = await alice.takes_photo()
    entry = await alice.records(photo_ids=[photo])
    await discards(alice, photo)
    (shown,) = await alice.timeline()
    assert (shown["id"], shown["photos"]) == (entry["id"], [])


async def test_a_public_post_and_its_link_go_dark_in_the_same_moment_and_come_back(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await alice.consents(Purpose.SHOW, alice.child)
    photos = [await alice.takes_photo() for _ in range(2)]
    post = (await alice.shows(WORDS, photos))["id"]
    link = (await alice.phone.post(f"/posts/{post}/share-links", {}))["url"]
    await featured(world, post)
    await discards(alice, photos[0])
    assert all((await readers(world, post, link)).values())
    (left,) = (await chen.phone.get(f"/posts/{post}"))["pictures"]
    await discards(alice, photos[1])
    assert not any((await readers(world, post, link)).values())
    for relative in (alice, chen):
        assert (await relative.sees(f"/posts/{post}"), await relative.feed("family")) == (
            [False],
            [],
        )
    for path in (link, link.replace("/s/", "/api/v1/shared/")):
        assert (await world.http.get(path)).status_code == 404
    with refused(404):
        await alice.phone.post(f"/posts/{post}/share-links", {})
    with refused(422, "photo.unknown"):
        await alice.publishes(WORDS, [photos[1]])
    await restores(alice, photos[1])
    assert all((await readers(world, post, link)).values())
    assert (await chen.phone.get(f"/posts/{post}"))["pictures"] == [left]


@pytest.mark.parametrize("meanwhile", ["withdrawn", "consent taken back"])
async def test_what_was_taken_back_meanwhile_does_not_return_with_its_picture(
    world, alice, meanwhile
):
    consent = await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    post = (await alice.shows(WORDS, [photo]))["id"]
    link = (await alice.phone.post(f"/posts/{post}/share-links", {}))["url"]
    await discards(alice, photo)
    what = f"/posts/{post}" if meanwhile == "withdrawn" else f"/consents/{consent}"
    await alice.phone.delete(what)
    await restores(alice, photo)
    assert await alice.sees(f"/photos/{photo}") == [True]
    assert not any((await readers(world, post, link)).values())


async def test_the_class_and_the_archivist_with_a_grant_lose_it_too(world: World):
    room = await room_of(world)
    alice, mei = room.alice, await world.person("Mei")
    school = await world.school()
    class_id = await school.opens()
    await school.takes_on(mei, class_id)
    await alice.consents(Purpose.CLASS, alice.child)
    await school.enrols(alice, class_id)
    photo = await alice.takes_photo()
    entry = await alice.records(title="海边", photo_ids=[photo], audience="class")
    await alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    grant = await room.opened()
    paths = (mei, f"/entries/{entry['id']}"), (room.liu, f"{grant}/entries/{entry['id']}")
    for reader, path in paths:
        assert [one["id"] for one in (await reader.phone.get(path))["photos"]] == [photo]
    await discards(alice, photo)
    for reader, path in paths:
        assert (await reader.phone.get(path))["photos"] == []
    assert await mei.sees(f"/photos/{photo}") == [False]
    assert await room.liu.sees(f"{grant}/photos/{photo}") == [False]


async def test_nobody_wears_what_lies_in_the_trash(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    own = await _wears(alice)
    childs = await alice.takes_photo()
    await alice.phone.put(f"/students/{alice.child}/avatar", {"photo_id": childs})
    await discards(alice, own, childs)
    assert (await alice.phone.get("/account"))["avatar"] == ""
    assert (await member(chen, "Alice"))["avatar"] == ""
    assert (await chen.phone.get(f"/students/{alice.child}"))["avatar"] == ""
    with refused(422, "photo.unknown"):
        await alice.phone.put("/account/avatar", {"photo_id": own})
    assert await trash_of(alice) == [childs]
    with refused(404):
        await restores(chen, own)
    for photo in (own, childs):
        await restores(alice, photo)
    assert (await alice.phone.get("/account"))["avatar"]
    assert (await member(chen, "Alice"))["avatar"]
    assert (await chen.phone.get(f"/students/{alice.child}"))["avatar"]


async def _wears(person: Person) -> str:
    """A picture of one's own, worn and checked."""
    photo = await put_avatar(person.phone, a_photo())
    await person.phone.until(f"/photos/{photo}", standing=["passed"])
    await person.phone.put("/account/avatar", {"photo_id": photo})
    return photo


async def test_who_may_discard_and_who_may_restore(world, home):
    alice, chen, dina = home.alice, home.chen, home.dina
    stranger, nobody = await world.person("Wang"), Person(world, world.phone("nobody"))
    his = await chen.takes_photo()
    await chen.records(photo_ids=[his], student_id=None)
    assert await dina.sees(f"/photos/{his}") == [True]
    for person, status, code in (
        (dina, 403, "photo.not_yours"),
        (stranger, 404, ""),
        (nobody, 401, ""),
    ):
        for act in (discards, restores):
            with refused(status, code):
                await act(person, his)
    await discards(alice, his)
    for person, status in ((dina, 404), (stranger, 404), (nobody, 401)):
        for act in (discards, restores):
            with refused(status):
                await act(person, his)
    stranger.family = nobody.family = alice.family
    assert [await trash_of(one) for one in (alice, home.bob, chen, dina)] == [[his]] * 3 + [[]]
    for person, status in ((stranger, 404), (nobody, 401)):
        with refused(status):
            await trash_of(person)
    assert (await restores(chen, his))["id"] == his
    with refused(404):
        await discards(alice, NEVER)


async def test_a_contributor_decides_of_the_own_photos_while_contributing(world, home):
    alice, chen, bob = home.alice, home.chen, home.bob
    hers, his, gone = [await one.takes_photo() for one in (alice, chen, chen)]
    await alice.records(photo_ids=[hers], student_id=None)
    await chen.records(photo_ids=[his], student_id=None)
    with refused(403, "photo.not_yours"):
        await discards(chen, hers)
    await discards(chen, gone)
    await bob.phone.put(await home.place("Chen"), {"role": "viewer"})
    with refused(403, "photo.not_yours"):
        await discards(chen, his)
    with refused(404):
        await restores(chen, gone)
    assert await trash_of(chen) == []
    await Membership.filter(account=await chen.account()).update(role=Role.CONTRIBUTOR)
    await chen.phone.delete(await home.place("Chen"))
    for act in (discards, restores, lambda person, _: trash_of(person)):
        with refused(404):
            await act(chen, gone)
    assert await trash_of(alice) == [gone]


async def test_a_pupil_throws_away_what_it_took_itself(world, alice):
    pupil = await pupil_of(world, alice)
    hers, own = await alice.takes_photo(), await pupil.takes_photo()
    await alice.records(photo_ids=[hers])
    with refused(403, "photo.not_yours"):
        await discards(pupil, hers)
    await discards(pupil, own)
    assert await trash_of(pupil) == await trash_of(alice) == [own]
    assert (await restores(pupil, own))["id"] == own


async def test_a_doubtful_photo_is_its_uploaders_alone_in_the_trash_too(world, home):
    await world.script("wechat", "media_check_async", {"suggest": "review"})
    doubtful = await home.chen.takes_photo()
    with refused(404):
        await discards(home.alice, doubtful)
    await discards(home.chen, doubtful)
    assert (await trash_of(home.alice), await trash_of(home.chen)) == ([], [doubtful])
    with refused(404):
        await restores(home.alice, doubtful)


async def test_nothing_moves_while_the_guardians_are_in_dispute(home):
    photos = [await home.alice.takes_photo() for _ in range(2)]
    await discards(home.alice, photos[0])
    await home.bob.phone.call("POST", f"{home.path}/dispute", key="dispute-1")
    with refused(409, "family.disputed"):
        await discards(home.alice, photos[1])
    with refused(409, "family.disputed"):
        await restores(home.alice, photos[0])
    await home.bob.phone.delete(f"{home.path}/dispute")
    await restores(home.alice, photos[0])


async def test_the_trash_is_paged_latest_first(alice, monkeypatch):
    monkeypatch.setattr(trash, "PAGE", 2)
    photos = [await alice.takes_photo() for _ in range(5)]
    await discards(alice, photos[3])
    await trash.discard(await alice.account(), [UUID(one) for one in photos[:3]])
    await discards(alice, photos[4])
    pages, cursor = [], ""
    while not pages or cursor:
        found = await alice.phone.get(f"/families/{alice.family}/trash", cursor=cursor)
        pages.append([item["photo"]["id"] for item in found["items"]])
        cursor = found["next"]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == [
        photos[4],
        *sorted(photos[:3], reverse=True),
        photos[3],
    ]


async def test_racers_discard_once_and_restore_once(alice):
    photos = [await alice.takes_photo() for _ in range(2)]
    entry = await alice.records(photo_ids=photos)
    both = [UUID(one) for one in photos]
    account = await alice.account()
    went = await asyncio.gather(*(trash.discard(account, both[::way]) for way in (1, -1, 1, -1)))
    assert sorted(went) == [0, 0, 0, 2]
    came = await asyncio.gather(*(trash.restore(account, both[::way]) for way in (1, -1, 1, -1)))
    assert sorted(came) == [0, 0, 0, 2]
    for photo in photos:
        assert await acts(photo) == ["photo.discarded", "photo.restored"]
    assert await erasures() == [True]
    assert len((await alice.phone.get(f"/entries/{entry['id']}"))["photos"]) == 2


async def test_of_a_list_all_go_or_none(world, alice):
    mine = UUID(await alice.takes_photo())
    account = await alice.account()
    for act in (trash.discard, trash.restore):
        with pytest.raises(Invalid) as caught:
            await act(account, [mine, UUID(NEVER)])
        (problem,) = caught.value.fields
        assert (problem.path, problem.code) == ("photo_ids[1]", "photo.unknown")
    assert await alice.sees(f"/photos/{mine}") == [True]
    with pytest.raises(NotFound):
        stranger = await access.viewer(await (await world.person("Wang")).account())
        await trash.page(stranger, UUID(alice.family), after=None)


async def test_five_hundred_photos_cost_no_more_statements_than_five(world, alice, caplog):
    account, ids = await alice.account(), await _many(alice, 500)
    await world.quiet()
    spent = {}
    async with counted(world, caplog) as since:
        for act in (trash.discard, trash.restore):
            for some in (ids[:5], ids[5:]):
                assert await act(account, some) == len(some)
                spent[act, len(some)] = since()
    assert spent[trash.discard, 495] == spent[trash.discard, 5] > 5
    assert spent[trash.restore, 495] == spent[trash.restore, 5] > 5
    assert await trash.discard(account, ids) == 500


async def _many(person: Person, count: int) -> list[UUID]:
    """So many photos that have passed."""
    account_id, family_id = (await person.account()).id, UUID(person.family)
    uploads = [
        Upload(
            family_id=family_id,
            account_id=account_id,
            batch_id=uuid4(),
            key=f"o/{number}",
            name="IMG_0001.jpg",
            bytes=1,
            state=UploadState.COMPLETED,
            expires_at=clock.now(),
        )
        for number in range(count)
    ]
    photos = [
        Photo(
            upload_id=upload.id,
            family_id=family_id,
            uploader_id=account_id,
            key=upload.key,
            etag="",
            bytes=1,
            state=PhotoState.READY,
            standing=Standing.PASSED,
        )
        for upload in uploads
    ]
    await Upload.bulk_create(uploads)
    await Photo.bulk_create(photos)
    return [photo.id for photo in photos]
