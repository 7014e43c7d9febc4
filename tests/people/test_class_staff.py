"""Class staff: teacher Wang sees what the class is shown, once confirmed, and while he teaches."""

import asyncio
from datetime import timedelta

import pytest

from models.people.schools import ClassStaff
from service.foundation import clock
from service.foundation.database import query
from tests.edge.wire import NOBODY
from tests.people.classroom import EVERYTHING, NOTHING, Classroom, classroom_of
from tests.world import Person, World, refused


@pytest.fixture
async def classroom(world: World) -> Classroom:
    return await classroom_of(world)


async def acts() -> list[str]:
    rows = await query("select action from audit_records where action like 'class_staff.%'")
    return sorted(row["action"].partition(".")[2] for row in rows)


async def teachers(classroom: Classroom) -> list[tuple[str, bool]]:
    path = f"{classroom.school.path}/teachers"
    items = (await classroom.school.administrator.phone.get(path))["items"]
    return [(one["name"], one["confirmed"]) for one in items]


async def classes_of(teacher: Person) -> list[str]:
    return [one["id"] for one in (await teacher.phone.get("/classes"))["items"]]


async def test_a_teacher_sees_nothing_until_the_school_confirms(classroom):
    zhao, school = await classroom.world.person("Zhao"), classroom.school
    shown = await classroom.shows()
    staff = await school.is_asked(zhao, classroom.id, "赵老师")
    assert await teachers(classroom) == [("赵老师", False), ("王老师", True)]
    assert await zhao.sees(*shown, f"/classes/{classroom.id}/students") == [False] * 4
    assert await zhao.feed("class") == []
    assert await classes_of(zhao) == []
    confirmed = await school.confirms(staff)
    assert (confirmed["confirmed"], confirmed["class_name"]) == (True, "四年级2班")
    assert await zhao.sees(*shown) == EVERYTHING
    assert await classroom.children(zhao) == ["小满", "豆豆"]
    assert await classes_of(zhao) == [classroom.id]
    assert await school.confirms(staff) == confirmed
    assert await acts() == ["asked", "asked", "confirmed", "confirmed"]


async def test_time_with_a_class_counts_from_the_confirmation(classroom):
    zhao = await classroom.world.person("Zhao")
    staff = await classroom.school.is_asked(zhao, classroom.id)
    with clock.moved(timedelta(days=5)):
        today = clock.today().isoformat()
        assert (await classroom.school.confirms(staff))["since"] == today


@pytest.mark.parametrize("ending", ["administrator", "wang"])
async def test_an_ex_teacher_sees_nothing_from_the_next_request_on(classroom, ending):
    shown, wang = await classroom.shows(), classroom.wang
    who = wang if ending == "wang" else classroom.school.administrator
    for _ in range(2):
        await who.phone.delete(f"/class-staff/{classroom.staff}")
    assert await wang.sees(*shown, f"/classes/{classroom.id}/students") == [False] * 4
    assert await wang.feed("class") == []
    assert await classes_of(wang) == []
    assert await teachers(classroom) == []
    with refused(404):
        await classroom.school.confirms(classroom.staff)
    assert (await acts()).count("ended") == 1
    assert await classroom.bob.sees(*shown) == EVERYTHING


async def test_an_ex_teacher_comes_back_by_asking_again(classroom):
    shown, wang = await classroom.shows(), classroom.wang
    await wang.phone.delete(f"/class-staff/{classroom.staff}")
    staff = await classroom.school.is_asked(wang, classroom.id)
    assert await wang.sees(*shown) == NOTHING
    await classroom.school.confirms(staff)
    assert await wang.sees(*shown) == EVERYTHING


async def test_an_unconfirmed_teacher_may_be_turned_away(classroom):
    zhao = await classroom.world.person("Zhao")
    staff = await classroom.school.is_asked(zhao, classroom.id)
    await classroom.school.administrator.phone.delete(f"/class-staff/{staff}")
    assert await teachers(classroom) == [("王老师", True)]
    with refused(404):
        await classroom.school.confirms(staff)


async def test_the_teacher_of_another_class_or_school_sees_nothing(classroom):
    shown = await classroom.shows()
    zhao, qian = [await classroom.world.person(name) for name in ("Zhao", "Qian")]
    await classroom.school.takes_on(zhao, await classroom.school.opens("五年级1班"))
    other = await classroom.world.school("香洲二小")
    await other.takes_on(qian, await other.opens())
    for teacher in (zhao, qian):
        assert await teacher.sees(*shown, f"/classes/{classroom.id}/students") == [False] * 4
        assert await teacher.feed("class") == []


async def test_a_code_opens_the_classes_of_its_own_school_alone(classroom):
    other = await classroom.world.school("香洲二小")
    zhao = await classroom.world.person("Zhao")
    for class_id in (classroom.id, NOBODY):
        with refused(404):
            await other.is_asked(zhao, class_id)
    assert await ClassStaff.all().count() == 1


async def test_the_administrator_sees_nicknames_and_no_entries(classroom):
    shown, administrator = await classroom.shows(), classroom.school.administrator
    assert await administrator.sees(*shown) == NOTHING
    assert await administrator.feed("class") == []
    found = (await administrator.phone.get(f"/classes/{classroom.id}/students"))["items"]
    assert [set(child) for child in found] == [{"id", "nickname", "enrolment_id"}] * 2
    assert await classes_of(administrator) == []
    private = [f"/students/{classroom.alice.child}", f"/families/{classroom.alice.family}"]
    assert await administrator.sees(*private) == [False] * 2


async def test_a_teacher_takes_a_child_out_that_the_class_list_names(classroom):
    wang = classroom.wang
    children = (await wang.phone.get(f"/classes/{classroom.id}/students"))["items"]
    (of_bob,) = [one["enrolment_id"] for one in children if one["nickname"] == "豆豆"]
    with refused(404):
        await classroom.alice.phone.delete(f"/enrolments/{of_bob}")
    for _ in range(2):
        await wang.phone.delete(f"/enrolments/{of_bob}")
    assert await classroom.children(wang) == ["小满"]


async def test_nobody_else_confirms_or_ends_a_teacher(classroom):
    """The teacher himself, a colleague, another school's administrator, a parent: as if missing."""
    zhao, other = await classroom.world.person("Zhao"), await classroom.world.school("香洲二小")
    staff = await classroom.school.is_asked(zhao, classroom.id)
    for who in (zhao, classroom.wang, other.administrator, classroom.alice):
        for one in (staff, NOBODY):
            with refused(404):
                await who.phone.call("POST", f"/class-staff/{one}/confirmation")
    for who in (zhao, other.administrator, classroom.alice):
        for one in (classroom.staff, NOBODY):
            with refused(404):
                await who.phone.delete(f"/class-staff/{one}")
    assert await teachers(classroom) == [("王老师", False), ("王老师", True)]
    assert await acts() == ["asked", "asked", "confirmed"]


async def test_asking_five_times_at_once_asks_once(classroom):
    zhao = await classroom.world.person("Zhao")
    tries = (classroom.school.is_asked(zhao, classroom.id) for _ in range(5))
    assert len(set(await asyncio.gather(*tries))) == 1
    assert await classroom.school.is_asked(classroom.wang, classroom.id) == classroom.staff
    assert await ClassStaff.all().count() == 2
    assert await acts() == ["asked", "asked", "confirmed"]


async def test_a_teacher_may_teach_several_classes(classroom):
    wang, school = classroom.wang, classroom.school
    second = await school.opens("五年级1班")
    await school.takes_on(wang, second)
    assert await classes_of(wang) == [second, classroom.id]
    await wang.phone.delete(f"/class-staff/{classroom.staff}")
    assert await classes_of(wang) == [second]
