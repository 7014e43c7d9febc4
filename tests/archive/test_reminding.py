"""Reminding: a relative's new story, and what happened on this day, told by WeChat once."""

from datetime import timedelta

import pytest

from models.trust.reminders import Reminder, ReminderKind
from service.archive import anniversary_reminders
from service.foundation import clock
from tests.trust.mornings import accepts, arrived, at, rounds
from tests.world import Person, World


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    return alice


async def test_a_grandmothers_story_reaches_the_mother_by_day_without_its_words(world, alice):
    grandmother = await world.person("Grandmother")
    await alice.invites(grandmother, "奶奶")
    for person in (alice, grandmother):
        await accepts(person, ReminderKind.STORY_ADDED, 2)
    entry = await alice.records(title="会走路了")
    await world.quiet()
    with at(10):
        path = f"/entries/{entry['id']}/stories"
        told = await grandmother.phone.post(path, {"words": "那天我也在，五步。"})
        await world.quiet()
        await rounds(world)
        assert await arrived(world) == ["Alice: 奶奶讲了一段新的故事"]
        (sent,) = await world.control("wechat", "sent")
        assert sent["page"] == f"pages/entry/entry?id={entry['id']}"
        with clock.moved(timedelta(days=1)):
            await grandmother.phone.post(path, {"words": "后来收回的"})
            await world.quiet()
            second = (await alice.phone.get(path))["items"][-1]
            await grandmother.phone.delete(f"/stories/{second['id']}")
            await rounds(world)
    assert second["id"] != told["id"]
    assert len(await arrived(world)) == 1
    assert [one.dropped for one in await Reminder.all().order_by("id")] == ["", "gone"]


async def test_what_happened_on_this_day_is_told_to_the_family_once(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    today = clock.today()
    for person in (alice, bob):
        await accepts(person, ReminderKind.ON_THIS_DAY, 3)
    day = (today + timedelta(days=1)).replace(year=today.year - 4)
    await alice.records(title="四年前", happened=day.isoformat())
    await alice.records(title="说不准哪天", happened=f"{day.year}-{day.month:02}")
    await bob.records(title="只给自己看", happened=day.isoformat(), audience="guardians")
    await world.quiet()
    with at(7):
        await anniversary_reminders.remind()
        assert not await Reminder.exists()
    with at(9):
        for _ in range(2):
            await anniversary_reminders.remind()
            await rounds(world)
    assert await arrived(world) == ["Alice: 那年今天，小满的一天"]
    with at(9, on=today + timedelta(days=2)):
        await anniversary_reminders.remind()
        await rounds(world)
    assert len(await arrived(world)) == 1
