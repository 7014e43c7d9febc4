"""A task that ends tomorrow: told once, by day, to those of the class who may still answer."""

from models.trust.reminders import Reminder, ReminderKind
from service.foundation import clock
from service.programme import task_reminders
from tests.programme.campaign import DAY, gives, invites, writes
from tests.trust.mornings import accepts, arrived, at, rounds


async def morning(world, days: int, hour: int = 9) -> list[str]:
    """What has arrived after the rounds of a morning, so many days from today."""
    with at(hour, on=clock.today() + days * DAY):
        await task_reminders.remind()
        await rounds(world)
    return await arrived(world)


async def test_who_has_not_answered_is_told_the_day_before_and_nothing_afterwards(world, room):
    for parent in (room.alice, room.bob, room.wang):
        await accepts(parent, ReminderKind.TASK_DUE, 3)
    task = await invites(room, days=(0, 3))
    await gives(room.bob, task, await writes(room.bob))
    assert await morning(world, 1) == []
    assert await morning(world, 2, hour=5) == []
    assert await morning(world, 2) == ["Alice: 我家的年夜饭"]
    assert await morning(world, 2, hour=15) == ["Alice: 我家的年夜饭"]
    assert len(await morning(world, 3)) == len(await morning(world, 4)) == 1


async def test_a_task_taken_back_is_not_reminded_of(world, room):
    await accepts(room.alice, ReminderKind.TASK_DUE)
    task = await invites(room, days=(0, 1))
    with at(9, on=clock.today()):
        await task_reminders.remind()
    await room.wang.phone.delete(f"/tasks/{task['id']}")
    assert await morning(world, 0, hour=10) == []
    assert [one.dropped for one in await Reminder.filter(kind=ReminderKind.TASK_DUE)] == ["gone"]
