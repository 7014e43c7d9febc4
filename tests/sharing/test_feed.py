"""The feed: whose posts, from where, and every one of them once."""

import asyncio

import pytest

from service.sharing.feed import PAGE
from service.trust.consents import Purpose
from tests.world import JINWAN, XIANGZHOU, Person, World, refused


async def pages(person: Person, between=None) -> list[list[str]]:
    """The ids of all pages of the public feed; `between` happens after each."""
    found, cursor = [], ""
    while cursor or not found:
        page = await person.phone.get("/feed", **({"cursor": cursor} if cursor else {}))
        found.append([post["id"] for post in page["items"]])
        cursor = page["next"]
        if between:
            await between(len(found))
    return found


async def shows_many(person: Person, photo: str, count: int) -> list[str]:
    """Public posts of one photo, all approved; the latest first."""
    made = await asyncio.gather(
        *(person.publishes(f"第{n}条", [photo], audience="public") for n in range(count))
    )
    for post in made:
        await person.phone.until(f"/posts/{post['id']}", state=["approved"])
    shown = [await person.phone.get(f"/posts/{post['id']}") for post in made]
    return [p["id"] for p in sorted(shown, key=lambda p: (p["shown_at"], p["id"]), reverse=True)]


async def in_one_class(world: World, *parents: Person) -> Person:
    """Teacher Wang, whose class the parents' children are in."""
    wang, school = await world.person("Wang"), await world.school()
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    for parent in parents:
        await parent.consents(Purpose.CLASS, parent.child)
        await school.enrols(parent, class_id)
    return wang


async def test_each_scope_shows_its_own_to_those_it_is_for(world, alice, bob, chen):
    await bob.opens_archive("小夏")
    wang, dora = await in_one_class(world, alice, bob), await world.person("Dora")
    photo = await alice.takes_photo()
    ids = []
    for audience in ("guardians", "family", "class", "public"):
        ids.append((await alice.publishes("看海", [photo], audience=audience))["id"])
        await alice.phone.until(f"/posts/{ids[-1]}", state=["approved"])
    guardians, family, in_class, public = ids
    for person in (alice, bob, chen, wang, dora):
        assert await person.feed("public") == [public]
    assert await alice.feed("family") == [public, in_class, family, guardians]
    assert await chen.feed("family") == [public, in_class, family]
    for person in (bob, wang, dora):
        assert await person.feed("family") == []
    for person in (alice, bob, wang):
        assert await person.feed("class") == [public, in_class]
    assert await dora.feed("class") == await chen.feed("class") == []


async def test_without_login_there_is_the_public_feed_alone(world, alice):
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    nobody = world.phone("nobody")
    items = (await nobody.get("/feed"))["items"]
    assert [(item["id"], item["mine"], item["liked"]) for item in items] == [(post, False, False)]
    for scope in ("family", "class"):
        with refused(401):
            await nobody.get("/feed", scope=scope)
    nobody.token = "a token that was never given"
    with refused(401):
        await nobody.get("/feed")


async def test_a_district_shows_its_own_families(alice, bob):
    await alice.joins_programme(XIANGZHOU)
    await bob.opens_archive("小夏")
    await bob.consents(Purpose.SHOW, bob.child)
    hers = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    his = (await bob.shows("看山", [await bob.takes_photo()]))["id"]

    async def of(region: str) -> list[str]:
        return [p["id"] for p in (await alice.phone.get("/feed", region=region))["items"]]

    assert (await of(XIANGZHOU), await of(JINWAN)) == ([hers], [])
    assert await alice.feed() == [his, hers]


async def test_every_post_is_paged_once_while_others_arrive_and_go(alice, bob):
    photo = await alice.takes_photo()
    made = await shows_many(alice, photo, PAGE + 5)

    async def others_arrive_and_one_goes(page: int) -> None:
        await alice.shows("新的", [photo])
        await alice.phone.delete(f"/posts/{made[PAGE - 2]}")

    first, second = await pages(bob, others_arrive_and_one_goes)
    assert (first, second) == (made[:PAGE], made[PAGE:])


async def test_nobody_makes_up_a_cursor_or_a_scope(alice, bob):
    await shows_many(alice, await alice.takes_photo(), PAGE + 1)
    cursor = (await bob.phone.get("/feed"))["next"]
    unsigned = "A" * 21 + cursor[21:]  # the signature is the first 16 bytes
    for forged in (unsigned, cursor[:-4], cursor[22:], "0", "é"):
        with refused(422, "cursor.invalid"):
            await bob.phone.get("/feed", cursor=forged)
    for query in ({"scope": "everything"}, {"region": "火星"}, {"limit": "1000"}, {"state": ""}):
        with refused(422, "invalid"):
            await bob.phone.get("/feed", **query)


@pytest.mark.parametrize("audience", ["guardians", "family", "class"])
async def test_no_narrower_post_gets_into_the_public_feed(world, alice, bob, audience):
    if audience == "class":
        await in_one_class(world, alice)
    post = await alice.publishes("看海", [await alice.takes_photo()], audience=audience)
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    assert await bob.feed() == await alice.feed() == []
    assert await bob.sees(f"/posts/{post['id']}") == [False]
