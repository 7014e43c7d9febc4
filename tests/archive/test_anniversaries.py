"""那年今天: what happened on this very day, the latest year first, to those who may read it."""

from datetime import date
from uuid import UUID, uuid4

from models.archive.growth import Audience
from models.trust.moderation import Standing
from service.archive import anniversaries, timeline
from service.foundation import clock
from tests.archive.recorded import recorded
from tests.world import Person, World, refused


def years_ago(years: int) -> str:
    today = clock.today()
    assert (today.month, today.day) != (2, 29)
    return today.replace(year=today.year - years).isoformat()


async def test_this_day_in_earlier_years_is_told_again(world: World, alice: Person):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    day = years_ago(3)
    last = await recorded(alice, years_ago(1), title="去年")
    many = [await recorded(alice, day, title=f"第{number}件") for number in range(8)]
    await recorded(alice, years_ago(7), title="体检", audience=Audience.GUARDIANS)
    for near in (day + "~", day + "?", day[:7], day[:4], f"{day}/{day}", clock.today().isoformat()):
        await recorded(alice, near, title="差一点")
    await recorded(alice, years_ago(5), title="说不清楚", standing=Standing.REVIEW)
    own = await recorded(alice, years_ago(38), title="婚礼", student_id=None)
    path = f"/students/{alice.child}/on-this-day"
    told = (await chen.phone.get(path))["items"]
    assert [(one["words"], one["day"], one["count"]) for one in told] == [
        ("1年前的今天", years_ago(1), 1),
        ("3年前的今天", day, 8),
    ]
    shown = [[entry["id"] for entry in one["entries"]] for one in told]
    assert shown == [[last], many[:1:-1]]
    assert [one["years"] for one in (await alice.phone.get(path))["items"]] == [1, 3, 5, 7]
    home = f"/families/{alice.family}/on-this-day"
    (wedding,) = (await chen.phone.get(home))["items"]
    assert (wedding["years"], wedding["entries"][0]["id"]) == (38, own)
    everything = (await chen.phone.get(home, whose="all"))["items"]
    assert [one["years"] for one in everything] == [1, 3, 38]
    for gone in (path, home):
        with refused(404):
            await bob.phone.get(gone)


async def test_the_29th_of_february_is_remembered_every_year(alice):
    leap = await recorded(alice, "2020-02-29", title="闰年")
    eve = await recorded(alice, "2020-02-28", title="前一天")
    scope = await timeline.of_student(await alice.account(), UUID(alice.child))

    async def told(day: date) -> list[tuple[int, list[str]]]:
        found = await anniversaries.on_this_day(scope, day)
        return [(one.years, [str(entry.id) for entry in one.entries]) for one in found]

    assert await told(date(2023, 2, 28)) == [(3, [leap]), (3, [eve])]
    assert await told(date(2024, 2, 28)) == [(4, [eve])]
    assert await told(date(2024, 2, 29)) == [(4, [leap])]
    assert await told(date(2023, 3, 1)) == []


async def test_whom_to_remind_is_told_at_once(alice):
    today, child, family = date(2024, 6, 1), UUID(alice.child), UUID(alice.family)
    families = [family, uuid4()]

    async def told() -> set[tuple[UUID, UUID | None]]:
        return await anniversaries.told_on(today, families)

    for columns in (
        {"audience": Audience.GUARDIANS},
        {"standing": Standing.PENDING},
        {"unfinished": True},
        {"draft": True},
        {"deleted_at": clock.now()},
    ):
        await recorded(alice, "2020-06-01", **columns)
    for day in ("2024-06-01", "2020-06", "2020-06-01~", "2020-06-02"):
        await recorded(alice, day)
    assert await told() == set()
    await recorded(alice, "2020-06-01")
    assert await told() == {(family, child)}
    await recorded(alice, "1986-06-01", student_id=None)
    await recorded(alice, "1987-06-01", student_id=None)
    assert await told() == {(family, child), (family, None)}
    assert await anniversaries.told_on(today, [uuid4()]) == set()


def test_the_days_before():
    days = anniversaries.days_before(date(2026, 11, 25))
    assert days[-1] == date(2025, 11, 25)
    assert len(days) == anniversaries.LONGEST
    leap_days = anniversaries.days_before(date(2024, 2, 29))
    assert (leap_days[-1], date(1896, 2, 29) in leap_days) == (date(2020, 2, 29), True)
    assert all(day.month == 2 and day.day == 29 for day in leap_days)
    assert anniversaries.days_before(date(3, 5, 1)) == [date(1, 5, 1), date(2, 5, 1)]
