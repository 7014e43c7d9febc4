"""Mornings: a clock that is moved to some hour in China, WeChat's sheet, and what arrived."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from models.trust.reminders import ReminderKind
from service.foundation import clock
from service.trust import reminders
from tests.world import Person, World


@contextmanager
def at(hour: int, minute: int = 0, *, on: date | None = None) -> Iterator[None]:
    """So late on the clock of China, tomorrow or on that day."""
    day = on or clock.today() + timedelta(days=1)
    with clock.moved(datetime.combine(day, time(hour, minute), clock.CHINA) - clock.now()):
        yield


async def accepts(person: Person, kind: ReminderKind, times: int = 1) -> None:
    """Answer WeChat's sheet with yes; the phone tells the service."""
    for _ in range(times):
        grant = {"person": person.phone.person, "template_id": f"embedded-{kind}", "times": 1}
        await person.world.control("wechat", "grants", grant)
        await person.phone.post("/subscriptions", {"kinds": [kind]})


async def rounds(world: World) -> None:
    """A round of the job and all that it defers."""
    await reminders.send()
    await world.quiet()


async def arrived(world: World) -> list[str]:
    """Who got which line."""
    sent = await world.control("wechat", "sent")
    return [f"{one['person']}: {one['data']['thing1']['value']}" for one in sent]
