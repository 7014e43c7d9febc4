"""Reminders: by day, once, to whoever accepted them, and never beyond what was accepted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.people.families import Membership
from models.trust.reminders import Reminder, ReminderKind
from service.foundation import clock
from service.foundation.database import transaction
from service.trust import reminders
from service.trust.reminders import Message
from tests.trust.household import father_of, mother_of
from tests.trust.mornings import accepts, arrived, at, rounds
from tests.world import Person, World, refused

STORY = ReminderKind.STORY_ADDED


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, str]:
    """What each subject is about; one that is not here any more is gone."""
    lines: dict[UUID, str] = {}

    async def read(reminder: Reminder) -> Message | None:
        line = lines.get(reminder.subject_id)
        return Message(line, reminder.day, "pages/entry/entry?id=1") if line else None

    monkeypatch.setitem(reminders._worded, STORY, read)
    return lines


async def asked(*people: Person, about: UUID | None = None) -> UUID:
    subject = about or uuid4()
    accounts = [(await person.account()).id for person in people]
    async with transaction():
        await reminders.ask(accounts, STORY, subject, UUID(people[0].family))
    return subject


async def left(person: Person) -> int:
    items = (await person.phone.get("/subscriptions"))["items"]
    return next(one["left"] for one in items if one["kind"] == STORY)


async def test_it_waits_for_the_morning_and_comes_once(world, alice, worded):
    father = await father_of(world, alice)
    await accepts(alice, STORY, times=3)
    with at(22, 30):
        worded[await asked(alice, father)] = "爷爷讲了一个新故事"
        await rounds(world)
        assert await arrived(world) == []
        with clock.moved(timedelta(hours=10)):
            await rounds(world)
            await rounds(world)
            (reminder,) = await Reminder.all()
            await reminders.deliver(reminder.id)
    assert await arrived(world) == ["Alice: 爷爷讲了一个新故事"]
    (sent,) = await world.control("wechat", "sent")
    assert sent["page"] == "pages/entry/entry?id=1"
    assert sent["data"]["date2"]["value"].endswith("日")
    assert await left(alice) == 2


async def test_nobody_is_asked_for_more_than_they_accepted(world, alice, worded):
    with at(10):
        worded[await asked(alice)] = "还没有同意"
        await accepts(alice, STORY)
        subject = await asked(alice)
        worded[subject] = "同意了一次"
        await asked(alice, about=subject)
        await rounds(world)
        worded[await asked(alice)] = "没有次数了"
        await rounds(world)
    assert await arrived(world) == ["Alice: 同意了一次"]


async def test_one_of_a_kind_a_day_and_the_rest_is_not_used_up(world, alice, worded):
    await accepts(alice, STORY, 3)
    with at(9):
        for line in ("第一个", "第二个"):
            worded[await asked(alice)] = line
        await rounds(world)
        assert len(await arrived(world)) == 1
        assert await left(alice) == 2
        with clock.moved(timedelta(days=1)):
            worded[await asked(alice)] = "第二天的"
            await rounds(world)
    first, second = (line.partition(": ")[2] for line in await arrived(world))
    assert (first in ("第一个", "第二个"), second) == (True, "第二天的")


async def test_what_is_gone_late_or_not_theirs_any_more_is_dropped(world, alice, worded):
    father = await father_of(world, alice)
    await accepts(alice, STORY, 2)
    await accepts(father, STORY)
    with at(12):
        await asked(alice)
        worded[await asked(father)] = "已经不是家里人了"
        await Membership.filter(account=await father.account()).update(until=clock.now())
        await rounds(world)
        worded[await asked(alice)] = "过了两天才送"
        with clock.moved(timedelta(days=2)):
            await rounds(world)
    assert await arrived(world) == []
    assert {one.dropped for one in await Reminder.all()} == {"gone"}
    assert await left(alice) == 2


async def test_a_quota_that_is_spent_puts_it_off_and_a_no_forgets_the_rest(world, alice, worded):
    await accepts(alice, STORY, 2)
    with at(15):
        call = "subscribe_send"
        await world.script("wechat", call, {"errcode": 45009}, times=1)
        worded[await asked(alice)] = "先等一等"
        await rounds(world)
        assert (await arrived(world), await left(alice)) == ([], 2)
        await rounds(world)
        assert (await arrived(world), await left(alice)) == (["Alice: 先等一等"], 1)
        with clock.moved(timedelta(days=1)):
            await world.script("wechat", call, {"errcode": 43101}, times=1)
            worded[await asked(alice)] = "她在微信里关掉了"
            await rounds(world)
    assert len(await arrived(world)) == 1
    assert await left(alice) == 0


async def test_an_acceptance_counts_once_and_only_for_what_there_is(world, alice):
    for _ in range(2):
        await alice.phone.post("/subscriptions", {"kinds": [STORY, STORY]}, key="accepted-once")
    assert await left(alice) == 1
    with refused(422):
        await alice.phone.post("/subscriptions", {"kinds": ["you_have_not_posted"]})
    with refused(401):
        await world.phone("Nobody").get("/subscriptions")


def test_a_line_is_as_long_as_wechat_takes_it():
    assert reminders.shortened("二十个字以内的就原样送出去") == "二十个字以内的就原样送出去"
    assert len(reminders.shortened("长" * 60)) == 20
