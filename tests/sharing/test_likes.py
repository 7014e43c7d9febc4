"""Likes: one of each account, counted exactly, and only for what one sees."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from models.people.accounts import Account, Session
from service.demo.phone import Phone, Refused
from service.foundation import clock, tokens
from service.foundation.database import query
from service.sharing import likes, tallies
from tests.world import Person, World, refused


async def crowd(patient: httpx.AsyncClient, world: World, size: int) -> list[Phone]:
    """The phones of so many people who have signed in."""
    accounts = [Account(openid=f"openid-of-fan-{n}") for n in range(size)]
    phones = [Phone(patient, world.url, "", account.openid) for account in accounts]
    for phone in phones:
        phone.token = tokens.random_token()
    times = {"used_at": clock.now(), "expires_at": clock.now() + timedelta(days=1)}
    await Account.bulk_create(accounts)
    await Session.bulk_create(
        Session(account_id=account.id, token_hash=tokens.hashed(phone.token), **times)
        for account, phone in zip(accounts, phones, strict=True)
    )
    return phones


async def likes_of(person: Person, post: str) -> tuple[int, bool]:
    """How many, and whether the person's own is among them."""
    shown = await person.phone.get(f"/posts/{post}")
    return shown["likes"], shown["liked"]


@pytest.fixture
async def post(alice: Person) -> str:
    return (await alice.shows("看海", [await alice.takes_photo()]))["id"]


async def test_a_like_counts_once_and_can_be_taken_back(alice, bob, post):
    for _ in range(3):
        answer = await bob.phone.put(f"/posts/{post}/like")
        assert (answer["likes"], answer["liked"]) == (1, True)
    assert (await likes_of(alice, post), await likes_of(bob, post)) == ((1, False), (1, True))
    await alice.phone.put(f"/posts/{post}/like")
    for _ in range(2):
        answer = await bob.phone.delete(f"/posts/{post}/like")
        assert (answer["likes"], answer["liked"]) == (1, False)
    assert await likes_of(alice, post) == (1, True)


async def test_the_feed_tells_each_viewer_their_own_likes(world, alice, bob, post):
    other = (await alice.shows("看山", [await alice.takes_photo()]))["id"]
    await bob.phone.put(f"/posts/{post}/like")
    for phone, liked in ((bob.phone, True), (alice.phone, False), (world.phone("nobody"), False)):
        items = (await phone.get("/feed"))["items"]
        assert [(item["id"], item["likes"], item["liked"]) for item in items] == [
            (other, 0, False),
            (post, 1, liked),
        ]


async def test_five_hundred_at_once_are_counted_exactly(world, alice, bob, post):
    """Likes and unlikes of the same accounts, whatever their order, and a roll-up among them."""
    path = f"/posts/{post}/like"
    async with httpx.AsyncClient(timeout=60) as patient:
        fans = await crowd(patient, world, 200)
        await asyncio.gather(*(fan.put(path) for fan in [*fans, *fans[:20]]))
        assert await likes_of(bob, post) == (200, False)
        acts = [fan.delete(path) for fan in fans[:50]] + [fan.put(path) for fan in fans[:50]]
        acts += [fan.delete(path) for fan in [*fans[50:150], *fans[50:130]]]
        await asyncio.gather(*acts, tallies.roll_up())
    count = (await query("select count(*) from likes"))[0]["count"]
    assert await likes_of(bob, post) == (count, False)
    assert 50 <= count <= 100


async def test_of_several_taps_in_one_moment_the_last_one_counts(alice, bob, post):
    """They come in one statement: a thumb that was quick ends where it ended."""
    act, taps = await bob.account(), {"like": likes.like, "unlike": likes.unlike}
    for thumbs in (["unlike", "like"], ["like", "unlike"], ["like", "unlike", "like"]):
        answers = await asyncio.gather(*(taps[thumb](act, UUID(post)) for thumb in thumbs))
        liked = thumbs[-1] == "like"
        assert [(one.likes, one.liked) for one in answers] == [(int(liked), liked)] * len(thumbs)
        assert await likes_of(alice, post) == (int(liked), False)


async def test_one_who_sees_nothing_spoils_it_for_nobody(world, alice, bob, post):
    photo = await alice.takes_photo()
    family = (await alice.publishes("家里人看", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{family}", state=["approved"])
    async with httpx.AsyncClient(timeout=60) as patient:
        fans = await crowd(patient, world, 20)
        paths = [f"/posts/{post if n % 2 else family}/like" for n in range(20)]
        acts = (fan.put(path) for fan, path in zip(fans, paths, strict=True))
        answers = await asyncio.gather(*acts, return_exceptions=True)
    for place, answer in enumerate(answers):
        if place % 2:
            assert isinstance(answer, dict)
            assert (answer["post_id"], answer["liked"]) == (post, True)
        else:
            assert isinstance(answer, Refused)
            assert answer.status == 404
    assert await likes_of(alice, post) == (10, False)
    assert (await alice.phone.put(f"/posts/{family}/like"))["likes"] == 1


async def test_only_what_one_sees_can_be_liked(world, alice, bob, chen, post):
    photo = await alice.takes_photo()
    family = (await alice.publishes("家里人看", [photo], audience="family"))["id"]
    guardians = (await alice.publishes("我们看", [photo], audience="guardians"))["id"]
    await world.quiet()
    await chen.phone.put(f"/posts/{family}/like")
    await alice.phone.delete(f"/posts/{post}")
    for person, unseen in (
        *((bob, family), (chen, guardians), (bob, post), (chen, post)),
        (bob, "00000000-0000-7000-8000-000000000000"),
    ):
        for act in (person.phone.put, person.phone.delete):
            with refused(404, "not_found"):
                await act(f"/posts/{unseen}/like")
    for act in (world.phone("nobody").put, world.phone("nobody").delete):
        with refused(401):
            await act(f"/posts/{family}/like")
    assert (await query("select count(*) from likes"))[0]["count"] == 1
