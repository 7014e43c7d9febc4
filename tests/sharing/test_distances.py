"""Distances: a family that one does not want to meet, and somebody whom a family keeps away."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from service.foundation.database import query
from service.sharing import distances
from service.sharing.distances import BlockDraft
from tests.sharing.test_feed import in_one_class
from tests.sharing.test_post_comments import read_by, said
from tests.trust.leaving import counted
from tests.world import Person, World, refused


async def two_families_of_one_class(world: World, alice: Person, bob: Person) -> tuple[str, str]:
    """A public post of Alice's and one for the class."""
    await bob.opens_archive("小夏")
    await in_one_class(world, alice, bob)
    photo = await alice.takes_photo()
    public = (await alice.shows("看海", [photo]))["id"]
    in_class = (await alice.publishes("给班里", [photo], audience="class"))["id"]
    await alice.phone.until(f"/posts/{in_class}", state=["approved"])
    return public, in_class


async def test_a_muted_family_is_in_no_feed_of_ones_own_and_does_not_learn_it(world, alice, bob):
    public, in_class = await two_families_of_one_class(world, alice, bob)
    before = len((await alice.phone.get("/notices"))["items"])
    await asyncio.gather(*(bob.phone.put(f"/posts/{public}/mute") for _ in range(3)))
    assert await bob.feed() == await bob.feed("class") == []
    assert await bob.sees(f"/posts/{public}", f"/posts/{in_class}") == [True, True]
    nobody = world.phone("nobody")
    assert len((await nobody.get("/feed"))["items"]) == 1
    assert len((await alice.phone.get("/notices"))["items"]) == before
    [kept] = (await bob.phone.get("/mutes"))["items"]
    assert kept["family"] == "陈家"
    assert (await alice.phone.get("/mutes"))["items"] == []
    await alice.phone.delete(f"/mutes/{kept['id']}")
    assert await bob.feed() == []
    for _ in range(2):
        await bob.phone.delete(f"/mutes/{kept['id']}")
    assert (await bob.feed(), await bob.feed("class")) == ([public], [in_class, public])
    await bob.phone.put(f"/posts/{in_class}/mute")
    await bob.phone.delete(f"/posts/{in_class}/mute")
    assert await bob.feed() == [public]
    actions = await query("select action from audit_records where action like 'family.%muted'")
    assert len(actions) == 4


async def test_no_count_of_ones_data_tells_of_a_distance(world, alice, bob):
    """Bob does not want to meet Alice's family, and she keeps him away."""
    public, _ = await two_families_of_one_class(world, alice, bob)
    comment = await said(bob, public, "说了难听的话")
    await world.quiet()
    family = f"/families/{alice.family}/data"
    async with world.worker_away():
        hers = counted(await alice.phone.get(family))
        his = counted(await bob.phone.get("/account/data"))
        await bob.phone.put(f"/posts/{public}/mute")
        assert counted(await alice.phone.get(family)) == hers
        assert counted(await bob.phone.get("/account/data")) == his | {"mutes": 1}
        await alice.phone.post(f"/families/{alice.family}/blocks", {"post_comment_id": comment})
        assert counted(await bob.phone.get("/account/data")) == his | {"mutes": 1}
    assert counted(await alice.phone.get(family))["blocks"] == 1


async def test_one_mutes_what_one_sees_and_not_ones_own(world, alice, bob, chen):
    photo = await alice.takes_photo()
    family = (await alice.publishes("家里人看", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{family}", state=["approved"])
    with refused(404):
        await bob.phone.put(f"/posts/{family}/mute")
    with refused(404):
        await bob.phone.delete(f"/posts/{family}/mute")
    with refused(409, "mute.own_family"):
        await chen.phone.put(f"/posts/{family}/mute")
    for act in (world.phone("nobody").put, world.phone("nobody").delete):
        with refused(401):
            await act(f"/posts/{family}/mute")
    assert await query("select id from mutes") == []


@pytest.fixture
async def blocks(alice: Person) -> str:
    return f"/families/{alice.family}/blocks"


async def test_whom_a_family_keeps_away_for_them_nothing_of_it_is_there(world, alice, bob, blocks):
    public, in_class = await two_families_of_one_class(world, alice, bob)
    comment = await said(bob, public, "说了难听的话")
    await bob.phone.put(f"/posts/{public}/like")
    await alice.phone.delete(f"/post-comments/{comment}")
    made = await asyncio.gather(
        *(alice.phone.post(blocks, {"post_comment_id": comment}) for _ in range(3))
    )
    assert {(one["id"], one["nickname"]) for one in made} == {(made[0]["id"], "Bob")}
    assert await bob.feed() == await bob.feed("class") == []
    assert await bob.sees(f"/posts/{public}", f"/posts/{in_class}") == [False, False]
    for act in (bob.phone.put, bob.phone.delete):
        with refused(404, "not_found"):
            await act(f"/posts/{public}/like")
    with refused(404):
        await bob.phone.post(f"/posts/{public}/comments", {"words": "再说"})
    assert len((await world.phone("nobody").get("/feed"))["items"]) == 1
    [kept] = (await alice.phone.get(blocks))["items"]
    for _ in range(2):
        await alice.phone.delete(f"{blocks}/{kept['id']}")
    assert (await bob.feed(), await bob.feed("class")) == ([public], [in_class, public])
    assert await read_by(bob, public) == []


async def test_who_is_kept_away_again_while_it_is_ended_is_kept_away_until_then(
    alice, bob, blocks, monkeypatch
):
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    comment = await said(bob, post, "真好")
    kept = (await alice.phone.post(blocks, {"post_comment_id": comment}))["id"]
    ending: list[asyncio.Task[None]] = []

    async def then_ended(sql: str, *values: Any) -> list[dict[str, Any]]:
        found = await query(sql, *values)
        ending.append(asyncio.create_task(alice.phone.delete(f"{blocks}/{kept}")))
        await asyncio.wait(ending, timeout=1)
        return found

    monkeypatch.setattr(distances, "query", then_ended)
    family, draft = UUID(alice.family), BlockDraft(post_comment_id=UUID(comment))
    again = await distances.block(await alice.account(), family, draft)
    assert str(again.id) == kept
    await ending[0]
    assert await query("select id from blocks") == []
    blocked = await query("select 1 from audit_records where action = 'account.blocked'")
    assert len(blocked) == 1


async def test_only_guardians_keep_away_and_never_their_own(world, alice, bob, chen, blocks):
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    body = {"post_comment_id": await said(bob, post, "真好")}
    own = {"post_comment_id": await said(chen, post, "真好")}
    nobody = Person(world, world.phone("nobody"))
    for person, status in ((chen, 403), (bob, 404), (nobody, 401)):
        with refused(status):
            await person.phone.post(blocks, body)
        with refused(status):
            await person.phone.get(blocks)
        with refused(status):
            await person.phone.delete(f"{blocks}/{body['post_comment_id']}")
    with refused(409, "block.own_family"):
        await alice.phone.post(blocks, own)
    await bob.opens_archive("小夏")
    with refused(422, "post_comment.unknown"):
        await bob.phone.post(f"/families/{bob.family}/blocks", own)
    assert await query("select id from blocks") == []


async def test_who_comes_into_the_family_is_not_kept_away_any_more(world, alice, bob, blocks):
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    comment = await said(bob, post, "真好")
    await alice.phone.post(blocks, {"post_comment_id": comment})
    assert await bob.sees(f"/posts/{post}") == [False]
    await alice.invites(bob, "爸爸")
    assert await bob.sees(f"/posts/{post}") == [True]
    assert (await bob.phone.put(f"/posts/{post}/like"))["liked"]
