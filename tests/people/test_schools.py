"""Schools: what a family shows its class is seen by its teacher and its parents, while they are."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from models.people.families import District, Relation, Role
from models.people.schools import ClassStaff, Enrolment
from models.people.students import Student
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.people import families, schools
from service.trust.consents import Purpose
from tests.world import refused

EVERYTHING, NOTHING = [True] * 3, [False] * 3


class Classroom:
    """Teacher Wang's class, with Alice's child and Bob's child in it."""

    def __init__(self, world, wang, alice, bob):
        self.world, self.wang, self.alice, self.bob = world, wang, alice, bob
        self.id = uuid4()

    async def opens(self):
        teacher = await self.wang.account()
        opened = await schools.open_class(teacher, "香洲一小", District.XIANGZHOU, "四年级2班")
        self.id = opened.id
        for parent in (self.alice, self.bob):
            await parent.consents(Purpose.CLASS, parent.child)
            await enrols(parent, self.id)

    async def shows(self):
        """What Alice shows the class: an entry, a photo and a post, each checked."""
        photo = await self.alice.takes_photo()
        entry = await self.alice.records(title="运动会", photo_ids=[photo], audience="class")
        post = await self.alice.publishes("运动会", [photo], audience="class")
        await self.alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
        await self.alice.phone.until(f"/posts/{post['id']}", state=["approved"])
        return [f"/entries/{entry['id']}", f"/photos/{photo}", f"/posts/{post['id']}"]


async def parent_of(world, name, child):
    parent = await world.person(name)
    await parent.founds(f"{child}家")
    await parent.opens_archive(child)
    return parent


async def enrols(parent, class_id):
    child = await Student.get(id=parent.child)
    return await schools.enrol(await parent.account(), child, class_id)


@pytest.fixture
async def classroom(world) -> Classroom:
    wang = await world.person("Wang")
    alice, bob = await parent_of(world, "Alice", "小满"), await parent_of(world, "Bob", "豆豆")
    made = Classroom(world, wang, alice, bob)
    await made.opens()
    return made


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
            assert view["taken_on"] is None
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


@pytest.mark.parametrize("whose", ["alice", "bob", "wang"])
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


async def test_who_leaves_the_class_leaves_the_others_in_it(classroom):
    shown = await classroom.shows()
    await Enrolment.filter(student_id=classroom.bob.child).update(until=clock.today())
    assert await classroom.bob.sees(*shown) == NOTHING
    assert await classroom.wang.sees(*shown) == EVERYTHING


async def test_enrolling_needs_the_consent_to_class_view(classroom):
    dora = await parent_of(classroom.world, "Dora", "果果")
    with pytest.raises(Invalid):
        await enrols(dora, classroom.id)
    await dora.consents(Purpose.CLASS, dora.child)
    with pytest.raises(NotFound):
        await enrols(dora, uuid4())
    await asyncio.gather(*(enrols(dora, classroom.id) for _ in range(4)))
    assert await Enrolment.filter(student_id=dora.child).count() == 1


async def test_nobody_enrols_anothers_child(classroom):
    alice, bob, chen = classroom.alice, classroom.bob, await classroom.world.person("Chen")
    await alice.invites(chen, "爷爷", "editor")
    child = await Student.get(id=alice.child)
    with pytest.raises(NotFound):
        await schools.enrol(await bob.account(), child, classroom.id)
    with pytest.raises(Forbidden):
        await schools.enrol(await chen.account(), child, classroom.id)


async def test_only_a_guardian_shows_the_class_anything(classroom):
    alice, chen = classroom.alice, await classroom.world.person("Chen")
    await alice.invites(chen, "爷爷", "editor")
    chen.child = alice.child
    with refused(403):
        await chen.records(title="运动会", audience="class")
    own = await chen.records(title="运动会")
    with refused(403):
        await chen.phone.patch(f"/entries/{own['id']}", {"audience": "class"})
    with refused(403):
        await chen.publishes("运动会", [await chen.takes_photo()], audience="class")


async def test_withdrawing_class_view_is_dark_at_once_and_stays_so(classroom):
    shown = await classroom.shows()
    alice = classroom.alice
    held = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    (consent,) = [one for one in held if one["purpose"] == "class"]
    await alice.phone.delete(f"/consents/{consent['id']}")
    for reader in (classroom.wang, classroom.bob):
        assert await reader.sees(*shown) == NOTHING
        assert await reader.feed("class") == []
    assert await alice.feed("class") == []
    with refused(422, "consent.class_required"):
        await alice.records(title="运动会", audience="class")
    await alice.consents(Purpose.CLASS, alice.child)
    assert await classroom.bob.sees(*shown) == NOTHING


async def test_two_teachers_of_a_new_school_at_once_are_in_one_school(world):
    teachers = [await (await world.person(name)).account() for name in ("Wang", "Zhao", "Qian")]
    await asyncio.gather(
        *(schools.open_class(t, "香洲二小", District.XIANGZHOU, "一班") for t in teachers)
    )
    assert len(await query("select 1 from schools")) == 1
    assert len(await query("select 1 from school_classes")) == 3
