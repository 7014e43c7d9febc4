"""Comings of age: 14 and 18 are noticed on their day, once, and whoever is concerned is told."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.people.students import Age, Student
from service.foundation import clock
from service.foundation.database import query
from service.people import comings_of_age
from service.people.comings_of_age import birthday
from service.trust.access.viewers import born_by
from tests.roles import as_owner
from tests.trust.household import child_of, father_of, mother_of, told
from tests.world import Person, refused

NOTICED = 'select age, "on" from comings_of_age order by age'


def on(day: date):
    """The clock at noon of a day in China."""
    noon = clock.now().astimezone(clock.CHINA).replace(hour=12)
    return clock.moved(noon.replace(year=day.year, month=day.month, day=day.day) - clock.now())


def born_before(years: int, days: int = 0) -> str:
    """The birth date of a child that turns so old in so many days."""
    with clock.moved(timedelta(days=days)):
        return born_by(years).isoformat()


async def test_on_the_day_the_guardians_and_the_child_are_told(world):
    alice = await mother_of(world, born_before(14, days=1))
    father, child = await father_of(world, alice), await child_of(world, alice)
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await comings_of_age.notice()
    assert await query(NOTICED) == []
    with clock.moved(timedelta(days=1)):
        await comings_of_age.notice()
        words = "小满满14周岁了：以后要把内容给家人以外的人看，得小满自己同意。"
        for guardian in (alice, father):
            ((kind, sentence),) = await told(guardian, "child")
            assert (kind, sentence[: len(words)]) == ("child_fourteen", words)
        ((kind, sentence),) = await told(child, "child")
        assert (kind, sentence[:8]) == ("child_fourteen", "你满14周岁了：")
        assert await told(chen, "child") == []
        assert await query(NOTICED) == [{"age": "14", "on": clock.today()}]
    audited = "select 1 from audit_records where action = 'student.fourteen' and actor_id is null"
    assert len(await query(audited)) == 1


async def test_eighteen_is_noticed_too(world):
    alice = await mother_of(world, born_before(18, days=1))
    await comings_of_age.notice()
    with clock.moved(timedelta(days=1)):
        await comings_of_age.notice()
        (latest, _) = await told(alice, "child")
        assert latest == (
            "child_eighteen",
            "小满满18周岁了：小满自己登录以后，成长档案就由小满自己做主",
        )
        assert [row["age"] for row in await query(NOTICED)] == ["14", "18"]


async def test_it_happens_once_however_often_and_by_how_many_it_is_looked_for(world):
    alice = await mother_of(world, born_before(14))
    await asyncio.gather(*(comings_of_age.notice() for _ in range(5)))
    await comings_of_age.notice()
    assert len(await query(NOTICED)) == 1
    assert len(await told(alice, "child")) == 1
    assert len(await query("select 1 from audit_records where action = 'student.fourteen'")) == 1


async def test_after_an_outage_what_was_missed_is_noticed_with_its_true_day(world):
    alice = await mother_of(world, born_before(14, days=3))
    day = clock.today() + timedelta(days=3)
    with clock.moved(timedelta(days=20)):
        await comings_of_age.notice()
        assert len(await told(alice, "child")) == 1
    assert await query(NOTICED) == [{"age": "14", "on": day}]


async def test_a_child_that_was_erased_or_made_younger_comes_of_no_age(world):
    alice = await mother_of(world, born_before(14))
    erased = alice.child
    younger = await alice.opens_archive("小雨", born_before(14))
    await Student.filter(id=erased).update(erased_at=clock.now())
    await Student.filter(id=younger).update(birth_date=clock.today())
    for child in (erased, younger):
        await comings_of_age._come_of_age(UUID(child), Age.FOURTEEN)
    await comings_of_age.notice()
    assert await query(NOTICED) == []
    assert await told(alice, "child") == []


async def test_a_birthday_told_by_a_wrong_birth_date_is_told_again_on_its_day(world):
    alice = await mother_of(world, "2011-05-20")
    await comings_of_age.notice()
    assert len(await told(alice, "child")) == 1
    right = {"birth_date": born_before(14, days=1)}
    await alice.phone.put(f"/students/{alice.child}", right)
    assert (await query(NOTICED), await told(alice, "child")) == ([], [])
    with clock.moved(timedelta(days=1)):
        await comings_of_age.notice()
        assert len(await told(alice, "child")) == 1
        await alice.phone.put(f"/students/{alice.child}", {"nickname": "阿满"})
        assert await query(NOTICED) == [{"age": "14", "on": clock.today()}]


@pytest.mark.usefixtures("spoilt")
async def test_nobody_makes_a_child_younger_that_decides_for_itself(world):
    """Or the guardians would decide anew; while the child does not sign in, they put it right."""
    alice = await mother_of(world, born_before(15))
    path = f"/students/{alice.child}"
    await alice.phone.put(path, {"birth_date": born_before(13)})
    await alice.phone.put(path, {"birth_date": born_before(15)})
    await child_of(world, alice)
    with refused(422, "student.came_of_age"):
        await alice.phone.put(path, {"birth_date": born_before(13)})
    await alice.phone.put(path, {"birth_date": born_before(16), "nickname": "阿满"})
    assert (await alice.phone.get(path))["birth_date"] == born_before(16)


async def test_what_cannot_be_told_is_not_noticed_and_is_told_the_next_time(world):
    alice: Person = await mother_of(world, born_before(14))
    url, failing = world.settings.database_url, "check (kind <> 'child_fourteen')"
    await as_owner(url, f"alter table notices add constraint broken {failing}")
    with pytest.raises(Exception, match="broken"):
        await comings_of_age.notice()
    assert await query(NOTICED) == []
    await as_owner(url, "alter table notices drop constraint broken")
    await comings_of_age.notice()
    assert len(await told(alice, "child")) == 1


@settings(max_examples=300, deadline=None)
@given(
    born=st.dates(date(1990, 1, 1), date(2030, 12, 31))
    | st.sampled_from([date(year, 2, day) for year in range(1992, 2031, 4) for day in (28, 29)]),
    years=st.sampled_from([14, 18]),
    days=st.integers(-3, 3) | st.integers(-400, 400),
)
def test_one_is_of_age_from_the_birthday_on(born, years, days):
    the_day = birthday(born, years)
    today = the_day + timedelta(days=days)
    with on(today):
        assert clock.today() == today
        assert (born <= born_by(years)) == (today >= the_day)


@pytest.mark.parametrize(
    ("born", "age", "expected"),
    [
        (date(2012, 2, 29), 14, date(2026, 3, 1)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2012, 2, 29), 16, date(2028, 2, 29)),
        (date(2012, 2, 28), 14, date(2026, 2, 28)),
        (date(2012, 12, 31), 14, date(2026, 12, 31)),
    ],
)
def test_the_birthday_of_29_february_is_1_march(born, age, expected):
    assert birthday(born, age) == expected
