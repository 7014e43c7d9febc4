"""Enrolments: what a family shows its class is seen by those who are in it, while they are."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.people.families import Membership, Relation, Role
from models.people.schools import ClassStaff, Enrolment
from models.people.students import Student
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import families
from service.trust.consents import Purpose
from tests.each import each
from tests.edge.wire import NOBODY
from tests.people.classroom import EVERYTHING, NOTHING, Classroom, classroom_of, parent_of
from tests.world import Person, World, refused


@pytest.fixture
async def classroom(world: World) -> Classroom:
    return await classroom_of(world)


async def enrolments_of(parent: Person) -> list[tuple[str, bool]]:
    """The classes of the parent's child, and whether the child is in them."""
    items = (await parent.phone.get(f"/students/{parent.child}/enrolments"))["items"]
    return [(one["class_name"], one["until"] is None) for one in items]


async def leaves(parent: Person) -> None:
    (present, *_) = (await parent.phone.get(f"/students/{parent.child}/enrolments"))["items"]
    await parent.phone.delete(f"/enrolments/{present['id']}")


async def withdraws(parent: Person) -> None:
    held = (await parent.phone.get("/consents", family_id=parent.family))["items"]
    of_child = [one for one in held if one["purpose"] == "class" and one["student_id"]]
    await parent.phone.delete(f"/consents/{of_child[0]['id']}")


async def acts() -> list[str]:
    rows = await query(
        "select action from audit_records"
        " where action in ('student.enrolled', 'student.left_class') order by id"
    )
    return [row["action"] for row in rows]


async def test_teacher_and_classmates_parents_see_what_the_class_is_shown(classroom):
    shown = await classroom.shows()
    for reader in (classroom.wang, classroom.bob):
        assert await reader.sees(*shown) == EVERYTHING
        assert await reader.feed("class") == [shown[2].rpartition("/")[2]]
        assert await reader.feed("public") == []
    dora = await parent_of(classroom.world, "Dora", "果果")
    assert await dora.sees(*shown) == NOTHING
    assert await dora.feed("class") == []


async def test_the_class_sees_neither_the_child_nor_the_family(classroom):
    await classroom.shows()
    child, family = classroom.alice.child, classroom.alice.family
    private = [
        f"/students/{child}",
        f"/students/{child}/timeline",
        f"/students/{child}/enrolments",
        f"/families/{family}",
        f"/families/{family}/members",
        f"/families/{family}/timeline",
    ]
    for reader in (classroom.wang, classroom.bob):
        assert not any(await reader.sees(*private))


async def test_the_class_gets_no_original_and_no_day_of_the_camera(classroom):
    entry, photo, _ = await classroom.shows()
    for reader in (classroom.wang, classroom.bob):
        (within,) = (await reader.phone.get(entry))["photos"]
        for view in (within, await reader.phone.get(photo)):
            assert view["original"] == ""
            assert view["taken"] == ""
            assert view["screen"]
            assert classroom.alice.family not in str(view)
    assert (await classroom.alice.phone.get(photo))["original"]


async def test_a_relative_of_a_classmate_is_no_parent_of_the_class(classroom):
    shown = await classroom.shows()
    aunt, father = await classroom.world.person("Aunt"), await classroom.world.person("Father")
    await classroom.bob.invites(aunt, "亲属")
    assert await aunt.sees(*shown) == NOTHING
    async with transaction():
        family = UUID(classroom.bob.family)
        await families.join(await father.account(), family, Role.GUARDIAN, Relation.FATHER)
    assert await father.sees(*shown) == EVERYTHING


@each("whose", ["alice", "bob", "wang"])
async def test_everything_is_seen_from_the_first_day_until_the_last(classroom, whose):
    """Of the child who is shown, of the parent who looks, of the teacher."""
    shown = await classroom.shows()
    today = clock.today()
    dates = {"since": today + timedelta(days=10), "until": today + timedelta(days=20)}
    if whose == "wang":
        await ClassStaff.all().update(**dates)
    else:
        child = getattr(classroom, whose).child
        await Enrolment.filter(student_id=child).update(**dates)
    looking = classroom.bob if whose == "bob" else classroom.wang
    for days, seen in ((0, NOTHING), (10, EVERYTHING), (19, EVERYTHING), (20, NOTHING)):
        with clock.moved(timedelta(days=days)):
            assert await looking.sees(*shown) == seen, days
            teaches = await classroom.wang.sees(f"/classes/{classroom.id}/students")
            assert teaches == [seen == EVERYTHING or whose != "wang"], days


async def test_moving_class_moves_access_at_once_for_everybody(classroom):
    """Alice's child moves to another school: both teachers and both sets of classmates notice."""
    shown, alice, world = await classroom.shows(), classroom.alice, classroom.world
    zhao, dora = await world.person("Zhao"), await parent_of(world, "Dora", "果果")
    other = await world.school("香洲二小")
    there = await other.opens("四年级5班")
    await other.takes_on(zhao, there)
    await dora.consents(Purpose.CLASS, dora.child)
    await other.enrols(dora, there)
    for reader, seen in ((classroom.wang, EVERYTHING), (zhao, NOTHING), (dora, NOTHING)):
        assert await reader.sees(*shown) == seen
    await other.enrols(alice, there)
    for reader, seen in (
        (classroom.wang, NOTHING),
        (classroom.bob, NOTHING),
        (zhao, EVERYTHING),
        (dora, EVERYTHING),
        (alice, EVERYTHING),
    ):
        assert await reader.sees(*shown) == seen
    assert await enrolments_of(alice) == [("四年级5班", True), ("四年级2班", False)]
    assert await classroom.children(classroom.wang) == ["豆豆"]
    assert (await acts())[-2:] == ["student.left_class", "student.enrolled"]


async def test_whoever_moves_sees_no_more_of_the_class_before(classroom):
    shown, bob = await classroom.shows(), classroom.bob
    await classroom.school.enrols(bob, await classroom.school.opens("四年级3班"))
    assert await bob.sees(*shown) == NOTHING
    assert await bob.feed("class") == []
    assert await classroom.wang.sees(*shown) == EVERYTHING


async def test_who_leaves_the_class_leaves_the_others_in_it(classroom):
    shown = await classroom.shows()
    await leaves(classroom.bob)
    assert await classroom.bob.sees(*shown) == NOTHING
    assert await classroom.wang.sees(*shown) == EVERYTHING
    await leaves(classroom.alice)
    assert await classroom.wang.sees(*shown) == NOTHING
    assert await classroom.children(classroom.wang) == []
    await leaves(classroom.alice)
    assert (await acts()).count("student.left_class") == 2


async def test_whoever_comes_back_the_same_day_is_in_the_class_again(classroom):
    shown, alice = await classroom.shows(), classroom.alice
    elsewhere = await classroom.school.opens("四年级3班")
    for class_id in (elsewhere, classroom.id):
        await classroom.school.enrols(alice, class_id)
    assert await classroom.bob.sees(*shown) == EVERYTHING
    assert [present for _, present in await enrolments_of(alice)] == [True, False, False]


async def test_enrolling_needs_the_consent_to_class_view(classroom):
    dora = await parent_of(classroom.world, "Dora", "果果")
    with refused(422, "consent.class_required"):
        await classroom.school.enrols(dora, classroom.id)
    await dora.consents(Purpose.CLASS, dora.child)
    tries = (classroom.school.is_joined(dora, classroom.id) for _ in range(4))
    assert len(set(await asyncio.gather(*tries))) == 1
    assert await Enrolment.filter(student_id=dora.child).count() == 1
    assert len(await acts()) == 3


async def test_a_child_that_races_into_two_schools_is_in_one_class(classroom):
    alice, school = classroom.alice, classroom.school
    other = await classroom.world.school("香洲二小")
    here, there = await school.opens("四年级3班"), await other.opens()
    for _ in range(3):
        await asyncio.gather(school.is_joined(alice, here), other.is_joined(alice, there))
        assert await Enrolment.filter(student_id=alice.child, until=None).count() == 1
        await school.enrols(alice, classroom.id)


async def test_a_guardian_who_has_left_the_family_is_not_answered_again(classroom):
    alice, school = classroom.alice, classroom.school
    path = f"/students/{alice.child}/enrolments"
    body = await school.joining(await school.opens("四年级3班"))
    await alice.phone.post(path, body, key="moved-once")
    account = await alice.account()
    await Membership.filter(account_id=account.id).update(until=clock.now())
    with refused(404):
        await alice.phone.post(path, body, key="moved-once")


async def test_the_same_request_again_makes_nothing_new(classroom):
    """Not even after the child has moved on: a replay brings nobody back."""
    alice, school = classroom.alice, classroom.school
    second = await school.opens("四年级3班")
    path, body = f"/students/{alice.child}/enrolments", await school.joining(second)
    made = await alice.phone.post(path, body, key="moved-once")
    assert await alice.phone.post(path, body, key="moved-once") == made
    await school.enrols(alice, classroom.id)
    again = await alice.phone.post(path, body, key="moved-once")
    assert (again["id"], again["until"]) == (made["id"], clock.today().isoformat())
    present = await Enrolment.filter(student_id=alice.child, until=None)
    assert [str(one.school_class_id) for one in present] == [classroom.id]


async def test_nobody_enrols_or_takes_out_anothers_child(classroom):
    alice, school = classroom.alice, classroom.school
    chen, second = await classroom.world.person("Chen"), await school.opens("四年级3班")
    await alice.invites(chen, "爷爷", "editor")
    (row,) = (await alice.phone.get(f"/students/{alice.child}/enrolments"))["items"]
    for who, status in ((classroom.bob, 404), (classroom.wang, 404), (chen, 403)):
        path = f"/students/{alice.child}/enrolments"
        with refused(status):
            await who.phone.post(path, await school.joining(second))
        if who is not classroom.wang:  # whose class it is
            with refused(status):
                await who.phone.delete(f"/enrolments/{row['id']}")
    with refused(404):
        await alice.phone.delete(f"/enrolments/{NOBODY}")
    assert await chen.sees(f"/students/{alice.child}/enrolments") == [True]
    assert await enrolments_of(alice) == [("四年级2班", True)]
    assert len(await acts()) == 2


async def test_only_a_guardian_shows_the_class_anything(classroom):
    alice, chen = classroom.alice, await classroom.world.person("Chen")
    await alice.invites(chen, "爷爷", "editor")
    chen.child = alice.child
    with refused(403):
        await chen.records(title="运动会", audience="class")
    own = await chen.records(title="运动会")
    with refused(403):
        await chen.phone.put(f"/entries/{own['id']}", {"audience": "class"})
    with refused(403):
        await chen.publishes("运动会", [await chen.takes_photo()], audience="class")


async def test_withdrawing_class_view_is_dark_at_once_and_stays_so(classroom):
    shown = await classroom.shows()
    alice, bob = classroom.alice, classroom.bob
    administrator = classroom.school.administrator
    await withdraws(alice)
    for reader in (classroom.wang, bob):
        assert await reader.sees(*shown) == NOTHING
        assert await reader.feed("class") == []
    for reader in (classroom.wang, administrator):
        assert await classroom.children(reader) == ["豆豆"]
    assert await alice.feed("class") == []
    with refused(422, "consent.class_required"):
        await alice.records(title="运动会", audience="class")
    await alice.consents(Purpose.CLASS, alice.child)
    assert await classroom.children(classroom.wang) == ["小满", "豆豆"]
    assert await bob.sees(*shown) == NOTHING


async def test_one_childs_consent_and_one_purpose_tell_nothing_of_others(classroom):
    alice = classroom.alice
    await alice.consents(Purpose.SHOW, alice.child)
    await alice.consents(Purpose.CLASS)
    await withdraws(alice)
    assert await classroom.children(classroom.wang) == ["豆豆"]


async def test_the_class_list_is_for_its_teachers_and_its_school_alone(classroom):
    other = await classroom.world.school("香洲二小")
    stranger = await classroom.world.person("Stranger")
    path = f"/classes/{classroom.id}/students"
    for who in (classroom.alice, classroom.bob, other.administrator, stranger):
        assert await who.sees(path, f"/classes/{NOBODY}/students") == [False] * 2
    for who in (classroom.wang, classroom.school.administrator):
        assert await who.sees(path) == [True]
        items = (await who.phone.get(path))["items"]
        assert {child["id"] for child in items} == {classroom.alice.child, classroom.bob.child}
        assert [set(child) for child in items] == [{"id", "nickname", "enrolment_id"}] * 2


async def test_a_made_up_child_of_somebody_with_the_card_opens_nothing(classroom):
    """A card is forwarded out of its group: whoever gets hold of it is not of the class."""
    shown = await classroom.shows()
    stranger = await parent_of(classroom.world, "Stranger", "编的")
    await stranger.consents(Purpose.CLASS, stranger.child)
    asked = await classroom.school.is_joined(stranger, classroom.id)
    assert await stranger.sees(*shown) == NOTHING
    assert await stranger.feed("class") == []
    post = await stranger.publishes("看我", [await stranger.takes_photo()], audience="class")
    await stranger.phone.until(f"/posts/{post['id']}", state=["approved"])
    for reader in (classroom.wang, classroom.bob):
        assert await reader.sees(f"/posts/{post['id']}") == [False]
    assert "编的" not in await classroom.children(classroom.wang)
    with refused(403, "enrolment.by_school"):
        await stranger.phone.call("POST", f"/enrolments/{asked}/confirmation")
    for _ in range(2):
        await classroom.wang.phone.delete(f"/enrolments/{asked}")
    with refused(404):
        await classroom.wang.phone.call("POST", f"/enrolments/{asked}/confirmation")
    assert await stranger.sees(*shown) == NOTHING


async def test_the_teacher_takes_in_who_asks_and_the_name_is_forgotten(classroom):
    shown, dora = await classroom.shows(), await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    asked = await classroom.school.is_joined(dora, classroom.id)
    path = f"/classes/{classroom.id}/enrolments"
    (waiting,) = (await classroom.wang.phone.get(path))["items"]
    assert set(waiting) == {"id", "name", "nickname", "since"}
    assert (waiting["id"], waiting["name"], waiting["nickname"]) == (asked, "陈小满", "果果")
    assert await dora.sees(*shown) == NOTHING
    for _ in range(2):
        await classroom.wang.phone.call("POST", f"/enrolments/{asked}/confirmation")
    assert await dora.sees(*shown) == EVERYTHING
    assert (await classroom.wang.phone.get(path))["items"] == []
    assert await classroom.children(classroom.wang) == ["小满", "果果", "豆豆"]
    assert (await Enrolment.get(id=asked)).name == ""
    taken = "select count(*) from audit_records where action = 'student.taken_into_class'"
    assert (await query(taken))[0]["count"] == 3


async def test_only_the_staff_of_the_class_sees_who_waits_and_decides(classroom):
    zhao, dora = (
        await classroom.world.person("Zhao"),
        await parent_of(classroom.world, "Dora", "果果"),
    )
    other = await classroom.world.school("香洲二小")
    third = await classroom.school.opens("四年级3班")
    await classroom.school.takes_on(zhao, third)
    await dora.consents(Purpose.CLASS, dora.child)
    asked = await classroom.school.is_joined(dora, classroom.id)
    for who in (zhao, other.administrator, classroom.bob):
        assert await who.sees(f"/classes/{classroom.id}/enrolments") == [False]
        for method, path in (("POST", f"{asked}/confirmation"), ("DELETE", asked)):
            with refused(404):
                await who.phone.call(method, f"/enrolments/{path}")
    await withdraws(dora)
    assert (await classroom.wang.phone.get(f"/classes/{classroom.id}/enrolments"))["items"] == []


async def test_whoever_takes_the_consent_back_waits_for_no_class_and_leaves_no_name(classroom):
    dora = await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    asked = await classroom.school.is_joined(dora, classroom.id)
    await withdraws(dora)
    assert (await Enrolment.get(id=asked)).name == ""
    assert await enrolments_of(dora) == [("四年级2班", False)]
    await dora.consents(Purpose.CLASS, dora.child)
    with refused(404):
        await classroom.wang.phone.call("POST", f"/enrolments/{asked}/confirmation")
    await classroom.school.enrols(dora, classroom.id)
    assert await classroom.children(classroom.wang) == ["小满", "果果", "豆豆"]


async def test_nobody_is_taken_in_whose_family_agrees_no_more(classroom):
    """Not one either who still waits from the days when a withdrawal left that alone."""
    dora = await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    asked = await classroom.school.is_joined(dora, classroom.id)
    await withdraws(dora)
    await Enrolment.filter(id=asked).update(until=None, name="陈小满")
    path, wang = f"/classes/{classroom.id}/enrolments/confirmation", classroom.wang
    with refused(404):
        await wang.phone.call("POST", f"/enrolments/{asked}/confirmation")
    answer = await wang.phone.call("POST", path, {"ids": [asked]})
    assert (answer["confirmed"], len(answer["refused"])) == ([], 1)
    assert (await Enrolment.get(id=asked)).confirmed_at is None


async def test_nobody_asks_for_a_class_while_the_consent_is_taken_back(classroom):
    dora = await parent_of(classroom.world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    await classroom.school.joining(classroom.id)
    async with transaction():
        await Student.filter(id=dora.child).select_for_update().get()
        taking_back = asyncio.create_task(withdraws(dora))
        await classroom.world.until_blocked(1)
        asking = asyncio.create_task(classroom.school.is_joined(dora, classroom.id))
        await classroom.world.until_blocked(2)
    await taking_back
    with refused(422, "consent.class_required"):
        await asking
