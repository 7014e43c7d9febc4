"""School years: a class ends on its day, or earlier; whoever was in it sees nothing of it then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from models.people.schools import Enrolment, SchoolClass
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import classes, school_years
from service.trust.consents import Purpose
from tests.edge.wire import NOBODY
from tests.people.classroom import EVERYTHING, NOTHING, Classroom, classroom_of, parent_of
from tests.trust.household import told
from tests.trust.mornings import at
from tests.world import Person, World, refused

DAY = timedelta(days=1)


@pytest.fixture
async def classroom(world: World) -> Classroom:
    return await classroom_of(world)


async def listed(classroom: Classroom) -> dict[str, date]:
    """The classes on the administrator's list, and the day on which each ends."""
    items = await classroom.school.administrator.phone.get(f"{classroom.school.path}/classes")
    return {one["name"]: date.fromisoformat(one["until"]) for one in items["items"]}


async def offered(classroom: Classroom) -> list[str]:
    """What a teacher may choose from who has the school's code."""
    shown = await classroom.wang.phone.get(f"/school-codes/{classroom.school.code}")
    return [one["name"] for one in shown["classes"]]


async def changes(classroom: Classroom, **change: Any) -> dict[str, Any]:
    return await classroom.school.administrator.phone.put(f"/classes/{classroom.id}", change)


async def waits(classroom: Classroom) -> tuple[Person, str]:
    """Dora, whose child waits for the class, and the enrolment."""
    dora = await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    return dora, await classroom.school.is_joined(dora, classroom.id)


async def acts(*actions: str) -> list[str]:
    """Who did which of these: the system, or somebody."""
    rows = await query(
        "select action, actor_id from audit_records where action = any($1)", [*actions]
    )
    return sorted(f"{row['action']}{'' if row['actor_id'] else ' by itself'}" for row in rows)


@asynccontextmanager
async def on(
    classroom: Classroom, day: date, *others: Person, hour: int = 12
) -> AsyncIterator[None]:
    """That day, on which those of the classroom and these others sign in anew."""
    of_it = (classroom.wang, classroom.alice, classroom.bob, classroom.school.administrator)
    with at(hour, on=day):
        for person in (*of_it, *others):
            await person.phone.sign_in()
        yield


async def is_over(classroom: Classroom, shown: list[str], enrolment: str) -> None:
    """Nothing of the class is left to anybody, but to each family what is its own."""
    wang, bob, alice = classroom.wang, classroom.bob, classroom.alice
    for reader in (wang, bob):
        assert await reader.sees(*shown) == NOTHING
        assert await reader.feed("class") == []
    assert await alice.sees(*shown) == EVERYTHING
    lists = [f"/classes/{classroom.id}/{what}" for what in ("students", "enrolments", "cards")]
    for staff in (wang, classroom.school.administrator):
        assert await staff.sees(*lists) == [False] * 3
    assert (await wang.phone.get("/classes"))["items"] == []
    assert await offered(classroom) == [] and await listed(classroom) == {}
    teachers = await classroom.school.administrator.phone.get(f"{classroom.school.path}/teachers")
    assert teachers["items"] == []
    assert (await Enrolment.get(id=enrolment)).name == ""


@pytest.mark.parametrize(
    ("opened", "ends"),
    [
        (date(2026, 9, 1), date(2027, 9, 1)),
        (date(2027, 2, 28), date(2027, 9, 1)),
        (date(2027, 7, 1), date(2027, 9, 1)),
        (date(2027, 7, 2), date(2028, 9, 1)),
        (date(2027, 8, 31), date(2028, 9, 1)),
    ],
)
def test_a_class_ends_on_the_next_1_september_that_is_two_months_away(opened, ends):
    assert classes.year_end(opened) == ends


async def test_on_its_day_everybody_in_the_class_is_out_of_it(classroom):
    shown, (dora, waiting) = await classroom.shows(), await waits(classroom)
    until = (await listed(classroom))["四年级2班"]
    assert until == classes.year_end(clock.today())
    (of_alice,) = (
        await classroom.alice.phone.get(f"/students/{classroom.alice.child}/enrolments")
    )["items"]
    assert of_alice["class_until"] == until.isoformat()
    async with on(classroom, until - DAY, hour=23):
        await school_years.end()
        assert await classroom.bob.sees(*shown) == EVERYTHING
    async with on(classroom, until, dora, hour=0):
        for _ in range(2):
            await school_years.end()
        await is_over(classroom, shown, waiting)
        (was,) = (await dora.phone.get(f"/students/{dora.child}/enrolments"))["items"]
        assert (was["until"], was["confirmed"]) == (until.isoformat(), False)
    ends = ("student.left_class", "class_staff.ended", "class.ended")
    assert (
        await acts(*ends)
        == [f"{ends[2]} by itself", f"{ends[1]} by itself"] + [f"{ends[0]} by itself"] * 3
    )


async def test_the_administrator_ends_a_class_at_once_and_again(classroom):
    shown, (_, waiting) = await classroom.shows(), await waits(classroom)
    card = await classroom.school.card(classroom.id, classroom.wang)
    today = clock.today().isoformat()
    for day in (today, today, "2020-01-01"):
        assert (await changes(classroom, until=day))["until"] == today
    await is_over(classroom, shown, waiting)
    assert await classroom.bob.sees(f"/class-card-codes/{card['code']}") == [False]
    assert await acts("class.ended", "class.changed") == ["class.ended"]
    again = await classroom.school.opens("四年级2班")
    assert again != classroom.id and list(await listed(classroom)) == ["四年级2班"]


async def test_a_class_that_has_ended_takes_nobody_in_and_never_comes_back(classroom):
    """Not between its day and the round of the job either."""
    _, waiting = await waits(classroom)
    eve, zhao = (
        await parent_of(classroom.world, "Eve", "石头"),
        await classroom.world.person("Zhao"),
    )
    await eve.consents(Purpose.CLASS, eve.child)
    asked = await classroom.school.is_asked(zhao, classroom.id)
    until, school = (await listed(classroom))["四年级2班"], classroom.school
    async with on(classroom, until - DAY):
        card = (await school.card(classroom.id))["code"]
    qian = await classroom.world.person("Qian")
    async with on(classroom, until, eve, qian):
        with refused(404):
            await eve.phone.post(
                f"/students/{eve.child}/enrolments", {"card": card, "name": "陈石头"}
            )
        for staff in (classroom.wang, school.administrator):
            with refused(404):
                await staff.phone.call("POST", f"/enrolments/{waiting}/confirmation")
            with refused(404):
                path = f"/classes/{classroom.id}/enrolments/confirmation"
                await staff.phone.call("POST", path, {"ids": [waiting]})
            with refused(404):
                await school.card(classroom.id, staff)
        with refused(404):
            await school.confirms(asked)
        with refused(404):
            await school.is_asked(qian, classroom.id)
        for change in ({"until": (until + DAY).isoformat()}, {"name": "五年级2班"}):
            with refused(409, "class.ended"):
                await changes(classroom, **change)
        await school_years.end()
    assert (await SchoolClass.get(id=classroom.id)).until == until


async def test_a_class_moves_up_with_its_children_into_the_next_year(classroom):
    shown = await classroom.shows()
    until = (await listed(classroom))["四年级2班"]
    later = until.replace(year=until.year + 1)
    async with on(classroom, until - 20 * DAY):
        for _ in range(2):
            moved = await changes(classroom, name="五年级2班", until=later.isoformat())
        assert moved == {"id": classroom.id, "name": "五年级2班", "until": later.isoformat()}
        assert await classroom.school.opens("四年级2班")
    async with on(classroom, until):
        await school_years.end()
        assert await classroom.bob.sees(*shown) == EVERYTHING
        assert await listed(classroom) == {"五年级2班": later, "四年级2班": later}
        assert await classroom.children(classroom.wang) == ["小满", "豆豆"]
    async with on(classroom, later):
        await school_years.end()
        assert await classroom.bob.sees(*shown) == NOTHING
    assert await acts("class.changed") == ["class.changed"]


async def test_a_change_is_refused_in_words_that_lead_on(classroom):
    until = (await listed(classroom))["四年级2班"]
    await classroom.school.opens("四年级3班")
    with refused(409, "class.exists"):
        await changes(classroom, name="四年级3班")
    latest = until.replace(
        year=clock.today().year + (clock.today() >= date(clock.today().year, 9, 1)) + 1
    )
    assert (await changes(classroom, until=latest.isoformat()))["until"] == latest.isoformat()
    with refused(422, "class.until"):
        await changes(classroom, until=(latest + DAY).isoformat())
    for bad in ({"name": ""}, {"name": "字" * 31}, {"until": "九月"}, {"until": None}):
        with refused(422):
            await changes(classroom, **bad)
    assert await changes(classroom) == {
        "id": classroom.id,
        "name": "四年级2班",
        "until": latest.isoformat(),
    }


async def test_nobody_but_the_schools_administrator_changes_or_ends_a_class(classroom):
    other = await classroom.world.school("香洲二小")
    stranger, before = await classroom.world.person("Stranger"), await listed(classroom)
    for who in (classroom.wang, classroom.alice, other.administrator, stranger):
        for class_id in (classroom.id, NOBODY):
            with refused(404):
                await who.phone.put(f"/classes/{class_id}", {"until": "2020-01-01"})
    with refused(401):
        await classroom.world.phone("Nobody").put(f"/classes/{classroom.id}", {"name": "我们班"})
    assert await listed(classroom) == before
    assert await classroom.children(classroom.wang) == ["小满", "豆豆"]


async def test_who_asks_while_the_class_is_ended_is_not_left_in_it(classroom):
    """The family waits for the administrator, or the other way round; nobody is in it after."""
    dora = await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    await classroom.school.joining(classroom.id)
    zhao = await classroom.world.person("Zhao")
    async with transaction():
        await SchoolClass.filter(id=classroom.id).select_for_update().get()
        ending = asyncio.create_task(changes(classroom, until="2020-01-01"))
        await classroom.world.until_blocked(1)
        joining = asyncio.create_task(classroom.school.is_joined(dora, classroom.id))
        await classroom.world.until_blocked(2)
        teaching = asyncio.create_task(classroom.school.is_asked(zhao, classroom.id))
        await classroom.world.until_blocked(3)
    await ending
    for too_late in (joining, teaching):
        with refused(404):
            await too_late
    assert await Enrolment.filter(classes.present(), school_class_id=classroom.id).count() == 0


async def test_a_class_without_an_end_is_given_one_and_lives_until_then(classroom):
    """As the release before opens it while processes are replaced."""
    shown = await classroom.shows()
    await SchoolClass.filter(id=classroom.id).update(until=None)
    assert await classroom.children(classroom.wang) == ["小满", "豆豆"]
    await school_years.end()
    assert await listed(classroom) == {"四年级2班": classes.year_end(clock.today())}
    assert await classroom.bob.sees(*shown) == EVERYTHING


async def test_the_administrator_is_told_once_a_year_that_classes_end(classroom):
    second = await classroom.school.opens("四年级3班")
    administrator, until = classroom.school.administrator, (await listed(classroom))["四年级2班"]
    other = await classroom.world.school("香洲二小")
    async with on(classroom, until - 31 * DAY):
        await school_years.tell()
        assert await told(administrator, "class_ending") == []
    async with on(classroom, until - 30 * DAY):
        await asyncio.gather(*(school_years.tell() for _ in range(3)))
        ((_, words),) = await told(administrator, "class_ending")
        assert words.startswith("有的班快到期了")
        (notice,) = (await administrator.phone.get("/notices"))["items"][:1]
        assert notice["subject_id"] == classroom.school.id
        later = until.replace(year=until.year + 1).isoformat()
        for class_id in (classroom.id, second):
            await administrator.phone.put(f"/classes/{class_id}", {"until": later})
    async with on(classroom, until - DAY):
        await school_years.tell()
        assert len(await told(administrator, "class_ending")) == 1
        await other.administrator.phone.sign_in()
        for nobody in (classroom.wang, classroom.alice, other.administrator):
            assert await told(nobody, "class_ending") == []
    async with on(classroom, until.replace(year=until.year + 1) - 30 * DAY):
        await school_years.tell()
        (anew,) = (await administrator.phone.get("/notices"))["items"][:1]
        assert (anew["kind"], anew["id"] != notice["id"]) == ("class_ending", True)
        assert len(await told(administrator, "class_ending")) == 1


async def test_an_administrator_who_left_is_not_told(classroom):
    school = classroom.school
    until = (await listed(classroom))["四年级2班"]
    await school.archivist.phone.delete(f"/appointments/{school.appointment_id}")
    async with on(classroom, until - 30 * DAY):
        await school_years.tell()
        assert await told(school.administrator, "class_ending") == []
