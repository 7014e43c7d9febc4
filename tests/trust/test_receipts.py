"""Receipts: what went dark with a consent, counted; and dark it is, wherever anybody looks."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from models.sharing.posts import Post
from models.trust.consents import ConsentWithdrawal, Purpose
from service.foundation import clock
from tests.people.classroom import Classroom, classroom_of
from tests.trust.household import agrees, mother_of, takes_back
from tests.world import Person, World


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


def counts(receipt: dict) -> dict[str, int]:
    return {dark["kind"]: dark["count"] for dark in receipt["dark"]}


async def test_a_receipt_tells_what_went_dark_when_and_for_how_long_urls_live(alice):
    consent, photo = await agrees(alice), await alice.takes_photo()
    shown, _, gone = [await alice.shows("春节", [photo]) for _ in range(3)]
    links = [f"/posts/{shown['id']}/share-links"] * 3 + [f"/posts/{gone['id']}/share-links"]
    revoked, *_ = [await alice.phone.post(path, {}) for path in links]
    await alice.phone.delete(f"/share-links/{revoked['id']}")
    await alice.phone.delete(f"/posts/{gone['id']}")
    before = clock.now()
    receipt = await takes_back(alice, consent)
    assert set(receipt) == {
        *("consent_id", "purpose", "student_id", "withdrawn_at", "dark"),
        *("urls_dead_after_seconds", "deletion_offered", "words"),
    }
    assert (receipt["consent_id"], receipt["student_id"]) == (consent["id"], alice.child)
    assert receipt["dark"] == [
        {"kind": "posts", "words": "晒出的内容", "count": 2},
        {"kind": "share_links", "words": "分享链接", "count": 2},
    ]
    assert before <= datetime.fromisoformat(receipt["withdrawn_at"]) <= clock.now()
    assert (receipt["urls_dead_after_seconds"], receipt["deletion_offered"]) == (600, False)
    assert "晒出的内容 2 件、分享链接 2 件" in receipt["words"]
    assert "10分钟内失效" in receipt["words"]


async def test_the_same_request_again_gives_the_same_receipt_whatever_came_after(alice):
    consent, photo = await agrees(alice), await alice.takes_photo()
    twin = await agrees(alice)
    post = (await alice.shows("春节", [photo]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    receipt = await takes_back(alice, consent)
    assert counts(receipt) == {"posts": 1, "share_links": 1}
    await alice.phone.delete(f"/share-links/{link['id']}")
    await alice.phone.delete(f"/posts/{post}")
    again = await agrees(alice)
    await alice.shows("元宵", [photo])
    await takes_back(alice, again)
    with clock.moved(timedelta(days=1)):
        assert await takes_back(alice, consent) == receipt
        assert await takes_back(alice, twin) == receipt | {"consent_id": twin["id"]}


async def test_where_nothing_was_shown_the_receipt_says_so(alice):
    receipt = await takes_back(alice, await agrees(alice))
    assert receipt["dark"] == []
    assert "没有正在给外面看的内容" in receipt["words"]


async def test_with_the_archives_consent_deletion_is_offered(alice):
    await alice.records(title="第一天上学")
    consent = (await alice.phone.get("/consents", family_id=alice.family))["items"][0]
    receipt = await takes_back(alice, consent)
    assert (receipt["dark"], receipt["deletion_offered"]) == ([], True)
    assert "我的数据" in receipt["words"]


async def test_a_siblings_and_the_familys_own_things_are_not_on_it(alice):
    consent, photo = await agrees(alice), await alice.takes_photo()
    await alice.shows("小满", [photo])
    await agrees(alice, student_id=None)
    await alice.shows("老照片", [photo], student_id=None)
    await alice.opens_archive("小雨")
    await agrees(alice)
    await alice.shows("小雨", [photo])
    assert counts(await takes_back(alice, consent)) == {"posts": 1}


async def test_what_ended_elsewhere_at_the_same_moment_is_not_on_it(alice):
    photo, at, given = await alice.takes_photo(), clock.now(), dict[str | None, Any]()
    for child in (alice.child, None):
        given[child] = await agrees(alice, student_id=child)
        await alice.shows("春节", [photo], student_id=child)
    for consent in given.values():
        await ConsentWithdrawal.create(
            consent_id=consent["id"], account_id=(await alice.account()).id, created_at=at
        )
    for consent in given.values():
        assert counts(await takes_back(alice, consent)) == {"posts": 1}


async def test_the_class_loses_entries_posts_and_the_name_on_its_list(world):
    room = await classroom_of(world)
    shown = await room.shows()
    trashed = await room.alice.records(title="删了的", audience="class")
    await room.alice.phone.delete(f"/entries/{trashed['id']}")
    assert await room.children(room.wang) == ["小满", "豆豆"]
    for reader in (room.bob, room.wang):
        assert await reader.sees(*shown) == [True] * 3
        assert len(await reader.feed("class")) == 1
    url = (await room.bob.phone.get(shown[1]))["screen"]
    receipt = await takes_back(room.alice, await _consent(room, Purpose.CLASS))
    assert counts(receipt) == {"posts": 1, "entries": 1, "enrolments": 1}
    for reader in (room.bob, room.wang):
        assert await reader.sees(*shown) == [False] * 3
        assert await reader.feed("class") == []
    assert await room.children(room.wang) == ["豆豆"]
    assert await room.alice.sees(*shown) == [True] * 3
    assert (await world.http.get(url)).status_code == 200
    await world.control("kodo", "clock", {"offset_seconds": receipt["urls_dead_after_seconds"]})
    assert (await world.http.get(url)).status_code == 401


async def test_no_read_path_outside_the_family_shows_what_went_dark(world):
    room = await classroom_of(world)
    consent, photo = await agrees(room.alice), await room.alice.takes_photo()
    post = (await room.alice.shows("国庆看渔女", [photo]))["id"]
    await Post.filter(id=post).update(featured_at=clock.now())
    link = (await room.alice.phone.post(f"/posts/{post}/share-links", {}))["url"]
    readers = [room.bob, room.wang, await world.person("Stranger")]
    assert await _found(world, readers, post, link) == [True] * 12
    await takes_back(room.alice, consent)
    assert await _found(world, readers, post, link) == [False] * 12


async def _consent(room: Classroom, purpose: Purpose) -> dict:
    held = await room.alice.phone.get("/consents", family_id=room.alice.family)
    return next(one for one in held["items"] if one["purpose"] == purpose)


async def _found(world: World, readers: list[Person], post: str, link: str) -> list[bool]:
    """Whether each way to a public post shows it: API by everybody, pages, links, likes."""
    api, token = f"{world.url}/api/v1", link.rpartition("/")[2]
    found = [await _shows(world, f"{api}/feed", post), await _shows(world, world.url, "国庆看渔女")]
    found += [await _shows(world, link, "国庆看渔女")]
    found += [await _shows(world, f"{api}/shared/{token}", "国庆看渔女")]
    for reader in readers:
        found += await reader.sees(f"/posts/{post}")
        found += [post in await reader.feed()]
    return [*found, *[await _likes(reader, post) for reader in readers[:2]]]


async def _shows(world: World, url: str, words: str) -> bool:
    answer: httpx.Response = await world.http.get(url)
    assert answer.status_code in {200, 404}
    return words in answer.text


async def _likes(reader: Person, post: str) -> bool:
    return await reader.sees(f"/posts/{post}") == [True] and bool(
        await reader.phone.put(f"/posts/{post}/like")
    )
