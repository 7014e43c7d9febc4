"""Featurings: nothing comes on the wall by one pair of eyes, nor by the family's own."""

import asyncio
from uuid import UUID

from models.people.staff import Office
from models.sharing.posts import Post
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.sharing.curators import curator, featured
from tests.trust.archive_room import CITY, acts, holds
from tests.trust.household import told
from tests.trust.leaving import asks, carried_out, counted, of_child
from tests.world import JINWAN, Person, refused

WORDS = "国庆带小满去看渔女"


async def on_the_wall(person: Person, post: str) -> bool:
    """On the feed of what is featured, to somebody."""
    return post in await person.feed("featured")


async def becomes(person: Person, post: str, *, on: bool) -> None:
    """A page of the feed may be half a second old."""

    async def as_wanted() -> bool:
        return await on_the_wall(person, post) is on

    await person.world.until(as_wanted)


async def confirms(person: Person, post: str) -> dict:
    return await person.phone.call("POST", f"/posts/{post}/featuring/confirmation")


async def test_one_proposes_another_one_confirms_and_the_author_is_told(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    wu, gu = await curator(world, "Wu"), await curator(world, "Gu")
    with refused(409, "featuring.not_proposed"):
        await confirms(gu, post)
    first = await wu.phone.put(f"/posts/{post}/featuring")
    assert (first["mine"], first["confirmed_at"]) == (True, None)
    assert await wu.phone.put(f"/posts/{post}/featuring") == first
    with refused(403, "featuring.four_eyes"):
        await confirms(wu, post)
    assert not await on_the_wall(bob, post)
    for person, mine in ((wu, True), (gu, False)):
        (waiting,) = (await person.phone.get("/featurings"))["items"]
        assert (waiting["post"]["words"], waiting["mine"]) == (WORDS, mine)
    with refused(404):
        await bob.phone.get("/featurings")
    tries = await asyncio.gather(*(confirms(gu, post) for _ in range(4)))
    assert tries == [tries[0]] * 4
    await becomes(bob, post, on=True)
    assert len(await told(alice, "post_featured")) == 1
    for _ in range(2):
        await wu.phone.delete(f"/posts/{post}/featuring")
    await becomes(bob, post, on=False)
    assert await acts("featuring.%") == [
        *("featuring.proposed", "featuring.confirmed", "featuring.ended"),
    ]


async def test_not_what_is_not_public_and_not_longer_than_it_is(world, alice, bob):
    photo = await alice.takes_photo()
    own = (await alice.publishes("家里", [photo], audience="family"))["id"]
    await alice.phone.until(f"/posts/{own}", state=["approved"])
    wu = await curator(world, "Wu")
    with refused(404):
        await wu.phone.put(f"/posts/{own}/featuring")
    post = (await alice.shows(WORDS, [photo]))["id"]
    await wu.phone.put(f"/posts/{post}/featuring")
    await alice.phone.call("POST", f"/posts/{post}/withdrawal")
    gu = await curator(world, "Gu")
    with refused(404):
        await confirms(gu, post)
    assert not await on_the_wall(bob, post)
    assert (await Post.get(id=UUID(post))).featured_at is None


async def test_only_staff_over_the_place_and_never_of_the_family(world, alice, bob):
    await alice.joins_programme()
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    far, mei, wu = await world.person("Far"), await world.person("Mei"), await curator(world, "Wu")
    await holds(world, far, Office.CURATOR, JINWAN)
    await holds(world, mei, Office.MODERATOR, CITY)
    archivist = await world.archivist()
    for person in (alice, bob, far, mei, archivist):
        with refused(404):
            await person.phone.put(f"/posts/{post}/featuring")
    with refused(401):
        await world.phone("nobody").put(f"/posts/{post}/featuring")
    await wu.phone.put(f"/posts/{post}/featuring")
    for person in (alice, bob, far, mei):
        with refused(404):
            await confirms(person, post)
    aunt = await curator(world, "Dina")
    await alice.invites(aunt, "亲属", role="viewer")
    with refused(403, "featuring.of_family"):
        await confirms(aunt, post)
    await confirms(archivist, post)
    await becomes(bob, post, on=True)
    rows = await query("select count(*) from featurings where confirmed_at is not null")
    assert rows[0]["count"] == 1


async def test_what_joins_it_later_only_a_machine_has_seen(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    await featured(world, post)
    await becomes(bob, post, on=True)
    await alice.phone.put(f"/posts/{post}", {"words": f"{WORDS}，路上数路灯"})
    await world.quiet()
    await becomes(bob, post, on=False)
    await featured(world, post)
    await becomes(bob, post, on=True)


async def test_the_drawn_phone_is_one_childs_whatever_families_are_called(world, alice):
    dora = await world.person("Dora")
    await dora.founds("陈家")
    await dora.opens_archive("小满")
    await dora.consents(Purpose.SHOW, dora.child)
    for mother, words in ((alice, "放风筝"), (dora, "堆城堡"), (dora, "捡贝壳")):
        await featured(world, (await mother.shows(words, [await mother.takes_photo()]))["id"])
    phone = (await world.http.get(world.url)).text.split('role="img"')[1].split("</ol>")[0]
    assert [words in phone for words in ("放风筝", "堆城堡", "捡贝壳")] == [False, True, True]


async def test_of_a_proposal_no_family_learns_before_it_is_confirmed(world, alice, bob):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    wu, gu = await curator(world, "Wu"), await curator(world, "Gu")
    child, family = f"/students/{alice.child}/data", f"/families/{alice.family}/data"

    async def counts() -> list[int]:
        found = [counted(await alice.phone.get(path)) for path in (child, family)]
        return [one.get("featurings", 0) for one in found]

    before = await alice.phone.get(family)
    await wu.phone.put(f"/posts/{post}/featuring")
    assert await counts() == [0, 0]
    assert await alice.phone.get(family) == before
    await wu.phone.delete(f"/posts/{post}/featuring")
    await featured(world, post)
    assert await counts() == [1, 1]
    with refused(404):
        await bob.phone.get(child)
    await wu.phone.delete(f"/posts/{post}/featuring")
    await gu.phone.put(f"/posts/{post}/featuring")
    assert await counts() == [1, 1]
    erasure = await asks(alice, of_child(alice))
    await carried_out(world, erasure)
    assert await query("select id from featurings") == []
