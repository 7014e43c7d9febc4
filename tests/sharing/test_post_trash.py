"""The trash of posts: dark at once for everybody, and in 30 days gone for good unless restored."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.trust.erasures import ErasedKind, Erasure
from service.foundation.database import query, transaction
from service.sharing import post_trash
from service.trust.consents import Purpose
from tests.trust.leaving import passes
from tests.world import Person, refused

WORDS = "国庆带小满去看渔女"
TABLES = ("posts", "post_photos", "likes", "share_links")


async def restores(person: Person, post: str) -> None:
    await person.phone.call("POST", f"/posts/{post}/restoration")


async def trash_of(person: Person, family: str = "") -> list[str]:
    path = f"/families/{family or person.family}/trash/posts"
    return [item["post"]["id"] for item in (await person.phone.get(path))["items"]]


async def hanging(post: str) -> dict[str, Any]:
    """How many rows of each table are the post's."""
    found = {}
    for table in TABLES:
        column = "id" if table == "posts" else "post_id"
        rows = await query(f"select 1 from {table} where {column} = $1", post)
        found[table] = len(rows)
    return found


async def test_it_is_dark_at_once_and_comes_back_as_it_was(world, alice, bob, chen):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    before = await alice.phone.get(f"/posts/{post}")
    for _ in range(2):
        await alice.phone.delete(f"/posts/{post}")
    for person in (alice, bob, chen):
        assert (await person.sees(f"/posts/{post}"), await person.feed()) == ([False], [])
    assert (await world.http.get(link["url"])).status_code == 404
    for act in (
        alice.phone.put(f"/posts/{post}", {"words": "又来了"}),
        bob.phone.put(f"/posts/{post}/like"),
        alice.phone.post(f"/posts/{post}/share-links", {}),
    ):
        with refused(404):
            await act
    (item,) = (await alice.phone.get(f"/families/{alice.family}/trash/posts"))["items"]
    gone, ends = (datetime.fromisoformat(item[name]) for name in ("discarded_at", "purged_at"))
    assert (item["post"]["words"], ends - gone) == (WORDS, timedelta(days=30))
    for _ in range(2):
        await restores(alice, post)
    after = await alice.phone.get(f"/posts/{post}")
    assert {**after, "pictures": 0} == {**before, "pictures": 0}
    assert (await bob.sees(f"/posts/{post}"), await trash_of(alice)) == ([True], [])
    assert (await world.http.get(link["url"])).status_code == 200


async def test_who_may_discard_it_may_restore_it(world, alice, bob, chen):
    photo = await chen.takes_photo()
    his = (await chen.publishes(WORDS, [photo], audience="family"))["id"]
    hers = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    await world.quiet()
    nobody = Person(world, world.phone("nobody"))
    for person, post, status in (
        *((chen, hers, 403), (bob, hers, 403), (bob, his, 404)),
        (nobody, hers, 401),
    ):
        for call in (person.phone.delete(f"/posts/{post}"), restores(person, post)):
            with refused(status):
                await call
    await chen.phone.delete(f"/posts/{his}")
    await alice.phone.delete(f"/posts/{hers}")
    for person, post, status in ((chen, hers, 404), (bob, hers, 404), (nobody, his, 401)):
        with refused(status):
            await restores(person, post)
    assert (await trash_of(alice), await trash_of(chen)) == ([hers, his], [his])
    for person, status in ((bob, 404), (nobody, 401)):
        with refused(status):
            await trash_of(person, alice.family)
    await restores(alice, his)
    assert await chen.sees(f"/posts/{his}") == [True]


async def test_restoring_widens_nothing(world, alice, bob):
    consent, photo = await alice.consents(Purpose.SHOW, alice.child), await alice.takes_photo()
    dark, withdrawn = [(await alice.shows(WORDS, [photo]))["id"] for _ in range(2)]
    async with world.worker_away():
        risky = (await alice.publishes("想看更多加微信", [photo], audience="public"))["id"]
        for post in (dark, withdrawn, risky):
            await alice.phone.delete(f"/posts/{post}")
    await world.quiet()
    await alice.phone.call("POST", f"/posts/{withdrawn}/withdrawal")
    await alice.phone.delete(f"/consents/{consent}")
    for post in (dark, withdrawn, risky):
        await restores(alice, post)
        assert await bob.sees(f"/posts/{post}") == [False]
    await alice.consents(Purpose.SHOW, alice.child)
    states = [(await alice.phone.get(f"/posts/{p}"))["state"] for p in (dark, withdrawn, risky)]
    assert states == ["approved", "withdrawn", "rejected"]
    assert await bob.feed() == []


async def test_after_thirty_days_it_is_gone_with_all_that_hangs_on_it(world, alice, bob):
    photo = await alice.takes_photo()
    gone, kept = [(await alice.shows(WORDS, [photo]))["id"] for _ in range(2)]
    for post in (gone, kept):
        await bob.phone.put(f"/posts/{post}/like")
        await alice.phone.post(f"/posts/{post}/share-links", {})
    await alice.phone.delete(f"/posts/{gone}")
    await passes(world, 29)
    assert await trash_of(alice) == [gone]
    await passes(world, 30)
    assert await hanging(gone) == dict.fromkeys(TABLES, 0)
    assert await hanging(kept) == dict.fromkeys(TABLES, 1)
    assert await alice.sees(f"/photos/{photo}", f"/posts/{kept}") == [True, True]
    with refused(404):
        await restores(alice, gone)
    erasure = await Erasure.get(kind=ErasedKind.POST)
    await passes(world, 30, 145)
    await erasure.refresh_from_db()
    assert erasure.done_at


async def test_what_is_restored_while_it_is_being_discarded_stays(world, alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await post_trash.discard(await alice.account(), UUID(post))
            restoring = asyncio.create_task(restores(alice, post))
            await world.until_blocked(1)
        await restoring
    assert await alice.sees(f"/posts/{post}") == [True]
    await passes(world, 30)
    assert await alice.sees(f"/posts/{post}") == [True]


async def test_the_trash_is_paged_latest_first(alice, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(post_trash, "PAGE", 2)
    photo = await alice.takes_photo()
    made = [(await alice.publishes(f"第{n}条", [photo]))["id"] for n in range(3)]
    for post in made:
        await alice.phone.delete(f"/posts/{post}")
    path = f"/families/{alice.family}/trash/posts"
    first = await alice.phone.get(path)
    second = await alice.phone.get(path, cursor=first["next"])
    found = [item["post"]["id"] for page in (first, second) for item in page["items"]]
    assert (found, second["next"]) == (made[::-1], "")
