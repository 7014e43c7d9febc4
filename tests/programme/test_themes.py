"""Themes: the city invites every family, a district those of its households, without any class."""

import pytest

from models.people.regions import Region
from service.foundation import clock
from tests.people.classroom import parent_of
from tests.programme.campaign import (
    CITY,
    DAY,
    TOWN,
    answered,
    gives,
    invites,
    period,
    proclaims,
    writes,
)
from tests.pupil import pupil_of
from tests.world import JINWAN, XIANGZHOU, Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    """The mother of 小满, whose family has no class and no household number."""
    return await parent_of(world, "Alice", "小满")


async def open_to(reader: Person) -> list[str]:
    found = await reader.phone.get(f"/families/{reader.family}/themes")
    return [theme["title"] for theme in found["items"]]


async def test_the_citys_theme_is_open_to_every_family(world, alice):
    city, chen = await world.archivist(CITY), await world.person("Chen")
    await alice.invites(chen, "爷爷", "viewer")
    pupil, bob = await pupil_of(world, alice), await parent_of(world, "Bob", "豆豆")
    theme = await proclaims(city, CITY, words="找出家里最早的一张全家福")
    await proclaims(city, CITY, title="以后的", **period(7, 9))
    await proclaims(city, CITY, title="短的", **period(0, 1))
    for reader in (alice, chen, bob):
        assert await open_to(reader) == ["短的", "以后的", "一张全家福"]
    with clock.moved(3 * DAY):
        assert await open_to(pupil) == ["以后的", "一张全家福"]
    seen = await bob.phone.get(f"/tasks/{theme['id']}")
    assert (seen["class_id"], seen["teacher"], seen["mine"]) == (None, "", False)
    with refused(404):
        await bob.phone.get(f"/families/{alice.family}/themes")
    with refused(401):
        await world.phone("nobody").get(f"/families/{alice.family}/themes")


async def test_a_family_answers_it_without_a_class(world, alice):
    theme = await proclaims(await world.archivist(CITY), CITY)
    entry, chen = await writes(alice), await world.person("Chen")
    await alice.invites(chen, "爷爷", "editor")
    chen.child = alice.child
    with refused(422, "answer.no_class"):
        await gives(alice, theme, entry, shown=True)
    with refused(403):
        await gives(chen, theme, entry)
    assert await gives(alice, theme, entry) == {
        "student_id": alice.child,
        "entry_id": entry,
        "shown": False,
    }
    assert (await alice.phone.get(f"/entries/{entry}"))["audience"] == "family"
    assert await answered(await world.archivist(CITY), theme) == 1
    (shown,) = (await chen.phone.get(f"/families/{alice.family}/themes"))["items"]
    assert [one["entry_id"] for one in shown["own"]] == [entry]
    await alice.phone.delete(f"/tasks/{theme['id']}/answers/{alice.child}")
    assert await answered(chen, theme) == 0
    for reader in (alice, await world.archivist(CITY)):
        with refused(403):
            await reader.phone.get(f"/tasks/{theme['id']}/answers")


async def test_a_districts_theme_is_for_its_households(world, alice):
    district, bob = await world.archivist(XIANGZHOU), await parent_of(world, "Bob", "豆豆")
    theme = await proclaims(district, XIANGZHOU, title="香洲的老街")
    town = await proclaims(district, TOWN, title="吉大的早茶")
    entry = await writes(alice)
    for away in ("", JINWAN):
        if away:
            await alice.joins_programme(away)
        assert await open_to(alice) == []
        with refused(403, "theme.elsewhere"):
            await gives(alice, theme, entry)
    await alice.joins_programme(XIANGZHOU)
    await bob.joins_programme(TOWN)
    assert await open_to(alice) == ["香洲的老街"]
    assert await open_to(bob) == ["香洲的老街", "吉大的早茶"]
    await gives(alice, theme, entry)
    with refused(403, "theme.elsewhere"):
        await gives(alice, town, entry)


async def test_only_archivists_of_district_and_city_proclaim_theirs(world, alice):
    district, town = await world.archivist(XIANGZHOU), await world.archivist(TOWN)
    jinwan, city = await world.archivist(JINWAN), await world.archivist(CITY)
    region = (await Region.get(code=XIANGZHOU)).id
    path, body = f"/regions/{region}/themes", {"title": "别的", **period()}
    theme = await proclaims(district, XIANGZHOU)
    for person in (town, jinwan, alice):
        with refused(404):
            await person.phone.post(path, body)
        with refused(404):
            await person.phone.get(path)
        with refused(403):
            await person.phone.delete(f"/tasks/{theme['id']}")
    with refused(401):
        await world.phone("nobody").post(path, body)
    async with world.worker_away():
        waiting = await city.phone.post(path, {"title": "市里的", **period()})
        listed = (await district.phone.get(path))["items"]
        assert [one["title"] for one in listed] == ["一张全家福"]
        assert await district.sees(f"/tasks/{waiting['id']}") == [False]
    await city.phone.until(f"/tasks/{waiting['id']}", standing=["passed"])
    await city.phone.delete(f"/tasks/{theme['id']}")
    assert await alice.sees(f"/tasks/{theme['id']}") == [False]
    (_, closed) = (await district.phone.get(path))["items"]
    assert (closed["title"], closed["closed"]) == ("一张全家福", True)


async def test_a_class_takes_up_a_theme_and_each_child_counts_once(world, room, li):
    city = await world.archivist(CITY)
    theme = await proclaims(city, CITY)
    elsewhere = await proclaims(city, JINWAN, title="金湾的")
    path = f"/classes/{room.id}/themes"
    for reader in (room.wang, room.school.administrator):
        assert [one["title"] for one in (await reader.phone.get(path))["items"]] == ["一张全家福"]
    for person in (li, room.bob):
        assert await person.sees(path) == [False]
    task = await invites(room, theme_id=theme["id"])
    assert task["theme_id"] == theme["id"]
    for unknown in (elsewhere, task):
        with refused(422, "theme.unknown"):
            await invites(room, theme_id=unknown["id"])
    alices, bobs = await writes(room.alice), await writes(room.bob)
    await gives(room.alice, task, alices)
    await gives(room.bob, theme, bobs)
    assert await answered(city, theme) == 2
    await gives(room.alice, theme, alices)
    assert (await answered(city, theme), await answered(room.wang, task)) == (2, 1)
