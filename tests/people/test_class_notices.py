"""Who asks for a class: whoever confirms is told, once until it was read, and then the asker."""

import asyncio
from uuid import UUID

import pytest

from models.trust.notices import Notice, NoticeKind
from service.foundation.database import transaction
from service.trust import notices
from service.trust.consents import Purpose
from tests.people.classroom import Classroom, classroom_of, parent_of
from tests.trust.household import father_of
from tests.world import Person, World


@pytest.fixture
async def classroom(world: World) -> Classroom:
    """Teacher Wang's class, in which nobody has news."""
    made = await classroom_of(world)
    await Notice.all().delete()
    return made


async def told(person: Person) -> list[tuple[str, str, bool]]:
    """Of the class: the kind, what it is about, and whether it is new; the latest first."""
    found = (await person.phone.get("/notices"))["items"]
    return [(one["kind"], one["subject_id"], not one["read"]) for one in found]


async def reads(person: Person) -> None:
    for one in (await person.phone.get("/notices"))["items"]:
        await person.phone.put(f"/notices/{one['id']}/read")


async def test_the_school_is_told_who_asks_to_teach_and_the_teacher_who_may(classroom):
    world, school = classroom.world, classroom.school
    zhao, qian, he = await world.person("Zhao"), await world.person("Qian"), school.administrator
    staff = await school.is_asked(zhao, classroom.id)
    assert await school.is_asked(zhao, classroom.id) == staff
    await school.is_asked(qian, classroom.id)
    assert await told(he) == [("teacher_asked", school.id, True)]
    await reads(he)
    assert await school.is_asked(zhao, classroom.id) == staff
    assert await told(he) == [("teacher_asked", school.id, False)]
    await school.is_asked(await world.person("Sun"), classroom.id)
    assert await told(he) == [("teacher_asked", school.id, True)]
    assert await told(zhao) == []
    for _ in range(2):
        await school.confirms(staff)
    assert await told(zhao) == [("teacher_confirmed", classroom.id, True)]
    for person in (qian, classroom.wang, classroom.alice):
        assert await told(person) == []


async def test_wang_is_told_who_waits_and_the_family_once_the_child_is_in(classroom):
    world, school, wang = classroom.world, classroom.school, classroom.wang
    carol = await parent_of(world, "Carol", "丫丫")
    father = await father_of(world, carol)
    await carol.consents(Purpose.CLASS, carol.child)
    await Notice.all().delete()
    enrolment = await school.is_joined(carol, classroom.id)
    assert await school.is_joined(carol, classroom.id) == enrolment
    assert await told(wang) == [("child_put_down", classroom.id, True)]
    assert await told(carol) == []
    for _ in range(2):
        await wang.phone.call("POST", f"/enrolments/{enrolment}/confirmation")
    for guardian in (carol, father):
        assert await told(guardian) == [("child_taken_in", carol.child, True)]
    for person in (school.administrator, classroom.alice, classroom.bob):
        assert await told(person) == []


async def test_where_nobody_teaches_the_school_is_told_who_waits(classroom):
    school, alice = classroom.school, classroom.alice
    other = await school.opens("四年级3班")
    await school.is_joined(alice, other)
    assert await told(school.administrator) == [("child_put_down", other, True)]
    assert await told(classroom.wang) == []


async def test_of_many_at_once_each_is_told_once(classroom):
    """Of what was read and of what was not, by racers in either order."""
    people = classroom.wang, classroom.alice
    ids = [(await person.account()).id for person in people]

    async def tells(order: list[UUID]) -> None:
        async with transaction():
            await notices.tell_anew(order, NoticeKind.CHILD_PUT_DOWN, UUID(classroom.id))

    for _ in range(3):
        await asyncio.gather(*(tells(order) for order in (ids, ids[::-1]) * 4))
        for person in people:
            assert await told(person) == [("child_put_down", classroom.id, True)]
        await reads(classroom.wang)
