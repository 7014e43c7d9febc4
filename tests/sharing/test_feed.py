"""The feed: whose posts, from where, and every one of them once."""

import asyncio
from itertools import product
from uuid import UUID

import msgspec

from models.base import uuid7
from models.people.regions import Region
from models.sharing.posts import Post
from service.foundation import settings
from service.foundation.database import query
from service.sharing import feed
from service.sharing.feed import PAGE, Scope, Wanted
from service.trust import access
from service.trust.consents import Purpose
from tests.each import each
from tests.programme.campaign import period
from tests.trust.archive_room import CITY, TOWN
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
    for scope in ("family", "class", "mine"):
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

    assert (await of(XIANGZHOU), await of(JINWAN), await of(CITY)) == ([hers], [], [hers])
    assert await alice.feed() == [his, hers]


async def test_nobody_learns_by_asking_in_which_town_a_family_lives(alice, bob):
    await alice.joins_programme(TOWN)
    hers = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    with refused(422, "region.unknown"):
        await bob.phone.get("/feed", region=TOWN)
    assert [p["id"] for p in (await bob.phone.get("/feed", region=XIANGZHOU))["items"]] == [hers]


async def test_every_post_is_paged_once_while_others_arrive_and_go(alice, bob):
    photo = await alice.takes_photo()
    made = await shows_many(alice, photo, PAGE + 5)

    async def others_arrive_and_one_goes(page: int) -> None:
        await alice.shows("新的", [photo])
        await alice.phone.post(f"/posts/{made[PAGE - 2]}/withdrawal", None)

    first, second = await pages(bob, others_arrive_and_one_goes)
    assert (first, second) == (made[:PAGE], made[PAGE:])


async def test_nobody_makes_up_a_cursor_or_a_scope(alice, bob):
    await shows_many(alice, await alice.takes_photo(), PAGE + 1)
    cursor = (await bob.phone.get("/feed"))["next"]
    unsigned = "A" * 21 + cursor[21:]  # the signature is the first 16 bytes
    for forged in (unsigned, cursor[:-4], cursor[22:], "0", "é"):
        with refused(422, "cursor.invalid"):
            await bob.phone.get("/feed", cursor=forged)
    for asked in ({"scope": "everything"}, {"region": "火星"}, {"limit": "1000"}, {"state": ""}):
        with refused(422, "invalid"):
            await bob.phone.get("/feed", **asked)


@each("audience", ["guardians", "family", "class"])
async def test_no_narrower_post_gets_into_the_public_feed(world, alice, bob, audience):
    if audience == "class":
        await in_one_class(world, alice)
    post = await alice.publishes("看海", [await alice.takes_photo()], audience=audience)
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    assert await bob.feed() == await alice.feed() == []
    assert await bob.sees(f"/posts/{post['id']}") == [False]


async def test_ones_own_are_there_in_every_state_and_nobody_elses(world, alice, bob, chen):
    photo = await alice.takes_photo()
    approved = (await alice.shows("看海", [photo]))["id"]
    rejected = (await alice.shows("想看更多加微信", [photo]))["id"]
    withdrawn = (await alice.shows("看山", [photo]))["id"]
    await alice.phone.post(f"/posts/{withdrawn}/withdrawal", None)
    await chen.publishes("爷爷拍的", [await chen.takes_photo()], audience="family")
    async with world.worker_away():
        pending = (await alice.publishes("刚发的", [photo], audience="public"))["id"]
        items = (await alice.phone.get("/feed", scope="mine"))["items"]
        assert [(item["id"], item["state"], item["mine"]) for item in items] == [
            (pending, "pending", True),
            (withdrawn, "withdrawn", True),
            (rejected, "rejected", True),
            (approved, "approved", True),
        ]
        assert "广告" in items[2]["reason"]
    assert await bob.feed("mine") == []


async def test_what_curators_chose_is_a_feed_of_its_own_in_the_order_of_their_choice(
    world, alice, bob
):
    photo = await alice.takes_photo()
    ids = [(await alice.shows(words, [photo]))["id"] for words in ("一", "二", "三")]
    for post in (ids[2], ids[0]):
        await query("update posts set featured_at = now() where id = $1", UUID(post))
    assert await bob.feed("featured") == [ids[0], ids[2]]
    items = (await world.phone("nobody").get("/feed"))["items"]
    assert [(item["id"], item["featured"]) for item in items] == [
        (ids[2], True),
        (ids[1], False),
        (ids[0], True),
    ]
    await alice.phone.post(f"/posts/{ids[0]}/withdrawal", None)
    assert await bob.feed("featured") == [ids[2]]


async def test_a_topic_gathers_its_posts_and_forms_no_page_with_others(world, alice, bob):
    archivist, region = await world.archivist(), await Region.get(code=XIANGZHOU)
    draft = {"title": "国际档案日", **period()}
    made = await archivist.phone.post(f"/regions/{region.id}/topics", draft)
    topic = made["id"]
    await archivist.phone.until(f"/topics/{topic}", standing=["passed"])
    await alice.joins_programme(XIANGZHOU)
    photo = await alice.takes_photo()
    await alice.shows("不在话题里", [photo])
    joined = (await alice.shows("太爷爷的船票", [photo], topic_id=topic))["id"]
    [item] = (await bob.phone.get("/feed", topic=topic))["items"]
    assert (item["id"], item["topic"]) == (joined, {"id": topic, "title": "国际档案日"})
    assert (await bob.phone.get("/feed", topic=str(region.id)))["items"] == []


async def test_the_public_page_says_what_everybody_may_see_in_every_condition(world, alice, bob):
    """The page's own statement against `access`, over every mixture of what makes a post dark."""
    photo = UUID(await alice.takes_photo())
    shown = UUID((await alice.shows("看海", [str(photo)]))["id"])
    ended = (await query("select * from consents order by id desc limit 1"))[0]
    columns = ("audience", "state", "hidden", "deleted", "consent", "pictured")
    mixtures = product(
        (30, 40), ("approved", "pending", "rejected", "withdrawn"), *[(False, True)] * 4
    )
    for mixture in mixtures:
        one = dict(zip(columns, mixture, strict=True))
        await _placed(shown, photo, **one)
    everybodys = {card.id for card in await feed.everybodys(Wanted(Scope.PUBLIC))}
    visible = access.posts_visible_to(access.ANONYMOUS)
    assert everybodys == {post.id for post in await visible} == await _two_of_all(shown)
    await query(
        "insert into restrictions (id, created_at, family_id, what, reason, until, imposed_by_id)"
        " values ($1, now(), $2, 'showing', '', now() + interval '1 day', $1)",
        *(uuid7(), UUID(alice.family)),
    )
    assert await feed.everybodys(Wanted(Scope.PUBLIC)) == [] == await visible
    await query("update restrictions set lifted_at = now()")
    await alice.phone.delete(f"/consents/{ended['id']}")
    assert await feed.everybodys(Wanted(Scope.PUBLIC)) == [] == await visible


async def _placed(like: UUID, photo: UUID, **what) -> None:
    """A post like another one, in some condition."""
    made = uuid7()
    await query(
        "insert into posts (id, created_at, family_id, author_id, student_id, consent_id, words,"
        " audience, state, reason, shown_at, hidden_at, deleted_at)"
        " select $1, now(), family_id, author_id, student_id, case when $2 then consent_id end,"
        " words, $3, $4, '', now(), case when $5 then now() end, case when $6 then now() end"
        " from posts where id = $7",
        *(made, what["consent"], what["audience"], what["state"]),
        *(what["hidden"], what["deleted"], like),
    )
    await query(
        "insert into post_photos (id, created_at, post_id, photo_id, position, waits)"
        " values ($1, now(), $2, $3, 0, $4)",
        *(uuid7(), made, photo, not what["pictured"]),
    )


async def _two_of_all(shown: UUID) -> set[UUID]:
    """The one that was shown, and the one mixture with nothing against it."""
    sound = await Post.filter(
        audience=40, state="approved", hidden_at=None, deleted_at=None, consent_id__isnull=False
    ).filter(pictures__waits=False)
    assert (len(sound), shown in {post.id for post in sound}) == (2, True)
    return {post.id for post in sound}


async def test_a_page_that_a_crowd_shares_is_gone_within_its_life(world, alice, bob):
    settings.use(msgspec.structs.replace(world.settings, feed_page_life=0.3))
    post = (await alice.shows("看海", [await alice.takes_photo()]))["id"]
    nobody = world.phone("nobody")
    await world.until(lambda: _is_shown(nobody, post))
    await bob.phone.put(f"/posts/{post}/like")
    own = (await bob.phone.get("/feed"))["items"]
    assert [(item["liked"], item["likes"], item["mine"]) for item in own] == [(True, 1, False)]
    await alice.phone.post(f"/posts/{post}/withdrawal", None)
    async with asyncio.timeout(1):
        while await _is_shown(nobody, post):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await bob.feed() == []


async def _is_shown(phone, post: str) -> bool:
    return post in [item["id"] for item in (await phone.get("/feed"))["items"]]


async def test_who_has_the_page_is_not_sent_it_again(world, alice, bob):
    await alice.shows("看海", [await alice.takes_photo()])
    address = f"{world.url}/api/v1/feed"
    first = await world.http.get(address)
    again = await world.http.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await bob.phone.put(f"/posts/{first.json()['items'][0]['id']}/like")
    fresh = await world.http.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (fresh.status_code, fresh.json()["items"][0]["likes"]) == (200, 1)
