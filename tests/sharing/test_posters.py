"""Posters: drawn of what a living link shows, kept, and handed out no longer than it lives."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
from PIL import Image

from models.sharing.posters import Poster, PosterShape
from models.sharing.share_links import ShareLink
from service.archive import reconciling
from service.foundation import clock
from service.foundation.database import query
from service.integrations import adapters
from service.sharing import poster_contents, posters
from service.sharing.poster_pages import Content
from tests.archive.vault import Vault, lose
from tests.trust.leaving import carried_out, objects
from tests.world import Person, World, a_photo, refused

WORDS = "国庆带小满去看渔女，回来的路上她一直在数路灯。"
TALL, SQUARE = {"shape": "4:5"}, {"shape": "1:1"}
CODES = "getwxacodeunlimit"


async def linked(person: Person, photos: int = 1) -> dict[str, Any]:
    """A public post and its link: `post`, `photos`, `link` and the path to ask for posters."""
    taken = [await person.takes_photo(a_photo(640, 480)) for _ in range(photos)]
    post = (await person.shows(WORDS, taken))["id"]
    link = (await person.phone.post(f"/posts/{post}/share-links", {}))["id"]
    return {"post": post, "photos": taken, "link": link, "posters": f"/share-links/{link}/posters"}


async def drawn(person: Person, ways: dict[str, Any], shape: dict[str, str]) -> str:
    """The path of a poster, once it is there."""
    path = f"/posters/{(await person.phone.post(ways['posters'], shape))['id']}"
    await person.phone.until(path, state=["ready"])
    return path


async def picture_of(person: Person, path: str) -> Image.Image:
    url = (await person.phone.get(path))["url"]
    dies = int(parse_qs(urlsplit(url).query)["e"][0]) - clock.now().timestamp()
    assert 0 < dies <= 600
    return Image.open(BytesIO((await person.world.http.get(url)).raise_for_status().content))


def files(world: World) -> list[str]:
    return [key for key in objects(world) if key.startswith("posters/")]


async def test_a_poster_is_drawn_once_and_kept(world, alice):
    ways = await linked(alice, photos=4)
    asked = await alice.phone.post(ways["posters"], TALL, key="poster-1")
    assert (asked["shape"], "收不回" in asked["warning"]) == ("4:5", True)
    path = f"/posters/{asked['id']}"
    await alice.phone.until(path, state=["ready"])
    assert (await picture_of(alice, path)).size == (1080, 1350)
    again = [await alice.phone.post(ways["posters"], TALL, key=k) for k in ("poster-1", "poster-2")]
    assert [one["id"] for one in again] == [asked["id"]] * 2
    assert [one["state"] for one in again] == ["ready"] * 2
    square = await drawn(alice, ways, SQUARE)
    assert (await picture_of(alice, square)).size == (1080, 1080)
    before = await Poster.get(id=asked["id"])
    await posters.draw(before.id)
    await lose(before.key)
    await posters.draw(before.id)
    after = await Poster.get(id=asked["id"])
    assert (after.etag, after.digest) == (before.etag, before.digest), "the same bytes anew"
    told = (await alice.phone.get("/notices"))["items"]
    leads = [one["about"] for one in told if one["kind"] == "poster_ready"]
    assert [f"/{one['kind']}s/{one['id']}" for one in leads] == [square, path]
    assert (await alice.phone.get(path))["link_id"] == ways["link"]


async def test_it_shows_what_the_link_shows_and_nothing_that_tells_where_or_when(world, alice):
    ways = await linked(alice, photos=3)
    for number, photo in enumerate(ways["photos"]):
        body = {"taken": f"202{number}-05-02", "place": "香炉湾", "caption": "在学校"}
        await alice.phone.put(f"/photos/{photo}", body)
    content = await _content(ways["link"])
    told = msgspec.json.encode(content).decode()
    for secret in ("2016", "2022", "香炉湾", "在学校", "Alice", alice.family, alice.child):
        assert secret not in told
    assert (content.child, content.family, content.words) == ("小满", "陈家", WORDS)
    assert [str(one.photo_id) for one in content.pictures] == ways["photos"]
    first, _, last = ways["photos"]
    compared = await _laid_out(alice, ways, layout="then_and_now", picks=[last, first])
    assert [one.age for one in compared.pictures] == ["4岁", "6岁"]
    (single,) = (await _laid_out(alice, ways, layout="single", picks=[last])).pictures
    assert (str(single.photo_id), single.age) == (last, "")


async def _content(link_id: str) -> Content:
    content = await poster_contents.shown(await ShareLink.get(id=link_id), PosterShape.TALL)
    assert content
    return content


async def _laid_out(alice: Person, ways: dict[str, Any], **draft: Any) -> Content:
    """What the poster of another link of the post shows."""
    link = await alice.phone.post(f"/posts/{ways['post']}/share-links", draft)
    return await _content(link["id"])


async def test_it_is_for_whoever_decides(world, alice, bob, chen):
    ways = await linked(alice)
    path = await drawn(alice, ways, TALL)
    nobody = Person(world, world.phone("nobody"))
    for person, status in ((chen, 403), (bob, 404), (nobody, 401)):
        with refused(status):
            await person.phone.post(ways["posters"], TALL)
        with refused(status):
            await person.phone.get(path)
    for body in ({}, {"shape": "16:9"}, TALL | {"size": 1080}):
        with refused(422, "invalid"):
            await alice.phone.post(ways["posters"], body)
    with refused(404):
        await alice.phone.get(f"/posters/{alice.child}")
    made = await asyncio.gather(*(alice.phone.post(ways["posters"], SQUARE) for _ in range(5)))
    assert len({one["id"] for one in made}) == 1


async def test_with_its_link_it_ends(world, alice):
    ways = await linked(alice)
    path = await drawn(alice, ways, TALL)
    for table, ending, back in (
        ("posts", "hidden_at = now()", "hidden_at = null"),
        ("posts", "state = 'withdrawn'", "state = 'approved'"),
        ("share_links", "expires_at = now()", "expires_at = now() + interval '1 day'"),
    ):
        await query(f"update {table} set {ending}")
        await _is_gone(alice, ways, path)
        await query(f"update {table} set {back}")
    await alice.phone.get(path)
    await posters.clear()
    await world.quiet()
    assert len(files(world)) == 1
    await alice.phone.delete(f"/share-links/{ways['link']}")
    await _is_gone(alice, ways, path)
    for _ in range(2):
        await posters.clear()
        await world.quiet()
    assert (await Poster.all().count(), files(world)) == (0, [])


async def test_all_that_have_ended_go_in_one_night(world, alice, monkeypatch):
    monkeypatch.setattr(posters, "BITE", 1)
    ways = await linked(alice)
    for shape in (TALL, SQUARE):
        await drawn(alice, ways, shape)
    assert len(files(world)) == 2
    await alice.phone.delete(f"/share-links/{ways['link']}")
    await posters.clear()
    await world.quiet()
    assert (await Poster.all().count(), files(world)) == (0, [])


async def test_with_the_consent_it_goes(world, alice):
    ways = await linked(alice)
    path = await drawn(alice, ways, TALL)
    (consent,) = await query("select consent_id from share_links")
    await alice.phone.delete(f"/consents/{consent['consent_id']}")
    await _is_gone(alice, ways, path)
    await posters.clear()
    await world.quiet()
    assert (await Poster.all().count(), files(world)) == (0, [])


async def _is_gone(alice: Person, ways: dict[str, Any], path: str) -> None:
    with refused(404):
        await alice.phone.get(path)
    with refused(409, "poster.link_ended"):
        await alice.phone.post(ways["posters"], SQUARE)


async def test_what_is_no_more_shown_is_drawn_no_more(world, alice):
    ways = await linked(alice, photos=2)
    path = await drawn(alice, ways, TALL)
    before = await Poster.get(link_id=ways["link"])
    async with world.worker_away():
        await alice.phone.delete(f"/photos/{ways['photos'][0]}")
        shown = await alice.phone.get(path)
        assert (shown["state"], shown["url"]) == ("asked", "")
    await alice.phone.until(path, state=["ready"])
    after = await Poster.get(link_id=ways["link"])
    assert (after.key, after.etag == before.etag) == (before.key, False)
    async with world.worker_away():
        other = await alice.phone.post(ways["posters"], SQUARE)
        await alice.phone.delete(f"/share-links/{ways['link']}")
    await world.quiet()
    assert (await Poster.get(id=other["id"])).digest == ""
    assert files(world) == [before.key]


async def test_however_often_it_is_looked_at_it_is_drawn_anew_once(world, alice):
    ways = await linked(alice, photos=2)
    path = await drawn(alice, ways, TALL)
    async with world.worker_away():
        await alice.phone.delete(f"/photos/{ways['photos'][0]}")
        looks = await asyncio.gather(*(alice.phone.get(path) for _ in range(5)))
        looks.append(await alice.phone.get(path))
        assert {one["state"] for one in looks} == {"asked"}
        assert len(await _drawings_waiting()) == 1
        poster = await Poster.get(link_id=ways["link"])
        await asyncio.gather(*(posters.draw(poster.id) for _ in range(4)))
        acts = await query("select 1 from audit_records where action = 'poster.drawn'")
        assert len(acts) == 2, "once at first, once anew"
    assert (await alice.phone.get(path))["state"] == "ready"


async def _drawings_waiting() -> list[dict[str, Any]]:
    return await query(
        "select 1 from procrastinate_jobs where task_name = 'posters.draw' and status = 'todo'"
    )


async def test_while_one_is_drawn_the_others_leave_the_worker_to_other_work(world, alice):
    ways = await linked(alice)
    async with world.worker_away():
        asked = await alice.phone.post(ways["posters"], TALL)
        poster = await Poster.get(id=asked["id"])
        async with posters._press, asyncio.timeout(10):
            await posters.draw(poster.id)
        assert len(await _drawings_waiting()) == 2, "it comes again by itself"
    await alice.phone.until(f"/posters/{asked['id']}", state=["ready"])


async def test_a_slow_store_holds_up_no_withdrawal(world, alice, monkeypatch):
    """What is kept meanwhile is handed to nobody, and goes with what has ended."""
    ways = await linked(alice)
    (consent,) = await query("select consent_id from share_links")
    kodo, begun, goes_on = adapters().kodo, asyncio.Event(), asyncio.Event()
    put = kodo.put_file

    async def put_slowly(*file: Any) -> str:
        begun.set()
        await goes_on.wait()
        return await put(*file)

    monkeypatch.setattr(kodo, "put_file", put_slowly)
    path = f"/posters/{(await alice.phone.post(ways['posters'], TALL))['id']}"
    try:
        async with asyncio.timeout(20):
            await begun.wait()
            await alice.phone.delete(f"/consents/{consent['consent_id']}")
    finally:
        goes_on.set()
    await world.quiet()
    assert len(files(world)) == 1
    await _is_gone(alice, ways, path)
    await posters.clear()
    await world.quiet()
    assert (await Poster.all().count(), files(world)) == (0, [])


async def test_vendors_away_only_delay_it(world, alice):
    ways = await linked(alice)
    await world.script("wechat", CODES, {"http_status": 502}, times=4)
    await world.script("kodo", "download", {"status": 503}, key=f"m/{ways['photos'][0]}", times=3)
    async with world.worker_away():
        path = f"/posters/{(await alice.phone.post(ways['posters'], TALL))['id']}"
        assert (await alice.phone.get(path))["state"] == "asked"
    await alice.phone.until(path, state=["ready"])
    async with world.worker_away():
        await query("update posters set digest = ''")
        with clock.moved(timedelta(minutes=11)):
            for _ in range(3):
                await posters.sweep()
        waiting = "select from procrastinate_jobs where task_name = $1"
        assert len(await query(waiting, "posters.draw")) == 1
    await alice.phone.until(path, state=["ready"])
    assert len(files(world)) == 1


async def test_the_walk_over_all_objects_knows_it_and_an_erasure_takes_it(world, alice):
    ways = await linked(alice, photos=2)
    await drawn(alice, ways, TALL)
    poster = await Poster.get(link_id=ways["link"])
    assert await _left_open() == []
    await lose(poster.key)
    assert await _left_open() == [poster.key]
    await world.quiet()
    assert Vault(world).holds(poster.key) and await _left_open() == []
    for thing in (f"/photos/{ways['photos'][0]}", f"/posts/{ways['post']}"):
        await alice.phone.delete(thing)
        await query("update erasures set due_at = now() - interval '1 day'")
        await carried_out(world, {"kind": "family"})
        assert (await Poster.all().count(), files(world)) == (0, [])
        if "photos" in thing:
            await drawn(alice, ways, SQUARE)


async def _left_open() -> list[str]:
    async for _ in reconciling.look_at_all():
        pass
    return [row["key"] for row in await query("select key from findings where settled_at is null")]
