"""Topics: who opens one, who reads it, and whose posts join it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from models.people.regions import Region
from models.people.staff import Office
from service.foundation import clock
from tests.programme.campaign import CITY, SETTLED, period, told
from tests.trust.archive_room import holds
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

WORDS = "外婆的缝纫机"


async def opens(staff: Person, code: str, **said: Any) -> dict[str, Any]:
    """A topic of a region whose words were checked."""
    region = await Region.get(code=code)
    body = {"title": "6·9 国际档案日", **period(), **said}
    made = await staff.phone.post(f"/regions/{region.id}/topics", body)
    return await staff.phone.until(f"/topics/{made['id']}", standing=SETTLED)


async def listed(person: Person, **query: str) -> list[str]:
    return [topic["id"] for topic in (await person.phone.get("/topics", **query))["items"]]


@pytest.fixture
async def liu(world: World) -> Person:
    """The archivist of Xiangzhou."""
    return await world.archivist()


async def test_a_region_invites_and_the_families_there_join(world, alice, bob, liu):
    await alice.joins_programme(XIANGZHOU)
    photo = await alice.takes_photo()
    topic = await opens(liu, XIANGZHOU, words="晒一件老物件")
    assert (topic["region"], topic["open"], topic["standing"]) == ("香洲区", True, "passed")
    nobody = Person(world, world.phone("nobody"))
    assert await nobody.sees(f"/topics/{topic['id']}") == [True]
    assert await listed(nobody) == await listed(nobody, region=JINWAN) == []
    assert await listed(nobody, region=XIANGZHOU) == [topic["id"]]
    post = await alice.shows(WORDS, [photo], topic_id=topic["id"])
    seen = await bob.phone.get(f"/posts/{post['id']}")
    assert seen["topic"] == {"id": topic["id"], "title": "6·9 国际档案日"}
    await bob.opens_archive("小夏")
    own = await bob.takes_photo()
    for unfit in (topic["id"], str(uuid4())):
        with refused(422, "topic.unknown"):
            await bob.publishes(WORDS, [own], topic_id=unfit)
    await liu.phone.delete(f"/topics/{topic['id']}")
    with refused(422, "topic.unknown"):
        await alice.publishes(WORDS, [photo], topic_id=topic["id"])
    kept = await alice.phone.put(f"/posts/{post['id']}", {"topic_id": topic["id"]})
    assert (kept["topic"]["id"], kept["version"]) == (topic["id"], 1)
    assert (await alice.phone.put(f"/posts/{post['id']}", {"topic_id": None}))["topic"] is None
    with refused(422, "topic.unknown"):
        await alice.phone.put(f"/posts/{post['id']}", {"topic_id": topic["id"]})


async def test_the_citys_topic_is_open_to_every_family_while_it_runs(world, bob):
    mei = await world.person("Mei")
    await holds(world, mei, Office.CURATOR, CITY)
    topic = await opens(mei, CITY)
    upcoming = await opens(mei, CITY, **period(3, 9))
    await bob.opens_archive("小夏")
    photo = await bob.takes_photo()
    assert (await bob.publishes(WORDS, [photo], topic_id=topic["id"]))["topic"]["id"] == topic["id"]
    with refused(422, "topic.unknown"):
        await bob.publishes(WORDS, [photo], topic_id=upcoming["id"])
    with clock.moved(timedelta(days=15)):
        assert await listed(bob) == []
    assert await listed(bob, region=XIANGZHOU) == [topic["id"]]


async def test_who_opens_changes_and_closes_one(world, alice, liu):
    town, jin = await world.archivist("440402004000"), await world.archivist(JINWAN)
    nobody = Person(world, world.phone("nobody"))
    for person, status in ((alice, 404), (town, 404), (jin, 404), (nobody, 401)):
        with refused(status):
            await opens(person, XIANGZHOU)
    topic = f"/topics/{(await opens(liu, XIANGZHOU))['id']}"
    for person, status in ((alice, 403), (jin, 403), (nobody, 401)):
        for call in (person.phone.put(topic, {"words": "乱改"}), person.phone.delete(topic)):
            with refused(status):
                await call
    with refused(422, "invalid"):
        await liu.phone.put(topic, {"title": "另一个题目"})
    async with world.worker_away():
        changed = await liu.phone.put(topic, {"words": "晒一件老物件"})
        assert (changed["standing"], changed["open"]) == ("pending", False)
        assert (await alice.sees(topic), await listed(alice, region=XIANGZHOU)) == ([False], [])
    await liu.phone.until(topic, standing=["passed"])
    assert (await liu.phone.get(topic))["closed"] is False
    for _ in range(2):
        await liu.phone.delete(topic)
    assert (await alice.phone.get(topic))["closed"] is True
    with refused(409, "topic.closed"):
        await liu.phone.put(topic, {"words": "再来一次"})


async def test_words_in_doubt_stay_with_liu_who_finds_better_ones(world, alice, liu):
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    topic = await opens(liu, XIANGZHOU)
    path = f"/topics/{topic['id']}"
    assert (topic["standing"], await alice.sees(path)) == ("review", [False])
    (sentence,) = await told(liu, "words_doubtful")
    assert "换个说法" in sentence
    await liu.phone.put(path, {"words": "晒一件老物件"})
    await liu.phone.until(path, standing=["passed"])
    assert await told(liu, "words_doubtful") == []


async def test_a_topic_that_cannot_be_right_is_refused_and_a_risky_one_is_its_authors(
    world, alice, liu
):
    for days, code in (
        *((period(3, 2), "topic.period"), (period(-9, -2), "topic.past")),
        (period(0, 400), "topic.too_long"),
    ):
        with refused(422, code):
            await opens(liu, XIANGZHOU, **days)
    for wrong in ({"title": " "}, {"title": "字" * 21}, {"region": "x"}, {"words": "字" * 301}):
        with refused(422, "invalid"):
            await opens(liu, XIANGZHOU, **wrong)
    with refused(422, "region.unknown"):
        await listed(alice, region="火星")
    risky = await opens(liu, XIANGZHOU, words="想看更多加微信")
    assert risky["standing"] == "risky"
    assert await alice.sees(f"/topics/{risky['id']}") == [False]
    shown = await opens(liu, XIANGZHOU, **period(3, 9))
    mei, path = await world.person("Mei"), f"/regions/{risky['region_id']}/topics"
    await holds(world, mei, Office.CURATOR, CITY)
    for staff, seen in ((liu, [shown, risky]), (mei, [shown])):
        assert (await staff.phone.get(path))["items"] == seen
    with refused(404):
        await alice.phone.get(path)
