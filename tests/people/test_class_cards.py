"""Class cards: families come by the teacher's card, and the teacher takes them in with one tap."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.people.schools import ClassStaff, Enrolment
from models.trust.erasures import ErasedKind
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import class_cards
from service.trust import personal_data
from service.trust.consents import Purpose
from tests.edge.wire import NOBODY
from tests.people.classroom import parent_of
from tests.school import APPROVAL, School
from tests.world import Person, World, refused

CHILDREN = ("小满", "豆豆", "果果")


class Group:
    """The class's group chat: teacher Wang, three parents, and what they do there."""

    def __init__(self, world: World, school: School, class_id: str) -> None:
        self.world, self.school, self.id = world, school, class_id
        self.wang: Person
        self.staff = ""
        self.parents: list[Person] = []

    async def gathers(self) -> None:
        self.wang = await self.world.person("Wang")
        self.staff = await self.school.takes_on(self.wang, self.id)
        for number, child in enumerate(CHILDREN):
            parent = await parent_of(self.world, f"Parent {number}", child)
            await parent.consents(Purpose.CLASS, parent.child)
            self.parents.append(parent)

    async def card(self, by: Person | None = None) -> dict[str, str]:
        return await self.school.card(self.id, by or self.wang)

    async def cards(self, reader: Person) -> list[dict[str, str]]:
        return (await reader.phone.get(f"/classes/{self.id}/cards"))["items"]

    async def opens(self, code: str) -> bool:
        """Whether a card says anything, and lets a family ask: always both or neither."""
        parent = self.parents[0]
        looks = await parent.sees(f"/class-card-codes/{code}")
        body = {"card": code, "name": "陈小满"}
        if looks == [True]:
            await parent.phone.post(f"/students/{parent.child}/enrolments", body)
            await Enrolment.filter(student_id=parent.child).delete()
            return True
        with refused(404):
            await parent.phone.post(f"/students/{parent.child}/enrolments", body)
        return False

    async def all_join(self, code: str) -> list[str]:
        body = {"card": code, "name": "陈小满"}
        return [
            (await one.phone.post(f"/students/{one.child}/enrolments", body))["id"]
            for one in self.parents
        ]

    async def takes_in(self, ids: list[str], by: Person | None = None):
        path = f"/classes/{self.id}/enrolments/confirmation"
        return await (by or self.wang).phone.call("POST", path, {"ids": ids})


async def audited(action: str) -> int:
    rows = await query("select count(*) from audit_records where action = $1", action)
    return rows[0]["count"]


@pytest.fixture
async def group(world: World) -> Group:
    school = await world.school()
    group = Group(world, school, await school.opens())
    await group.gathers()
    return group


async def test_a_class_gathers_by_one_card_and_one_tap(group: Group):
    card = await group.card()
    assert set(card) == {"id", "code", "teacher", "expires_at"}
    assert card["teacher"] == "王老师"
    said = await group.parents[0].phone.get(f"/class-card-codes/{card['code']}")
    assert said == {
        "school": "香洲一小",
        "region": "香洲区",
        "approval": APPROVAL,
        "class_id": group.id,
        "class_name": "四年级2班",
        "teacher": "王老师",
        "expires_at": card["expires_at"],
    }
    ids = await group.all_join(card["code"])
    waiting = (await group.wang.phone.get(f"/classes/{group.id}/enrolments"))["items"]
    assert [one["id"] for one in waiting] == ids
    assert {one["nickname"] for one in waiting} == set(CHILDREN)
    await group.parents[2].phone.delete(f"/enrolments/{ids[2]}")
    answer = await group.takes_in([*ids, NOBODY, ids[0]])
    assert answer["confirmed"] == ids[:2]
    assert [(one["id"], one["code"]) for one in answer["refused"]] == [
        (ids[2], "enrolment.gone"),
        (NOBODY, "enrolment.gone"),
    ]
    assert all("家长" in one["detail"] for one in answer["refused"])
    assert (await group.takes_in(ids))["confirmed"] == ids[:2]
    assert await audited("student.taken_into_class") == 2
    children = (await group.wang.phone.get(f"/classes/{group.id}/students"))["items"]
    assert [child["nickname"] for child in children] == ["小满", "豆豆"]
    assert not await Enrolment.filter(id__in=ids).exclude(name="").exists()


async def test_two_teachers_and_a_leaving_family_do_not_stop_each_other(group: Group):
    ids = await group.all_join((await group.card())["code"])
    administrator = group.school.administrator
    outcomes = await asyncio.gather(
        group.takes_in(ids),
        group.takes_in(ids[::-1], administrator),
        group.parents[1].phone.delete(f"/enrolments/{ids[1]}"),
    )
    assert [outcome["confirmed"][0] for outcome in outcomes[:2]] == [ids[0], ids[2]]
    assert await audited("student.taken_into_class") in {2, 3}
    present = await Enrolment.filter(until=None, confirmed_at__isnull=False)
    assert {str(one.id) for one in present} == {ids[0], ids[2]}


async def test_the_staff_of_the_class_alone_issues_cards_sees_them_and_takes_in(group: Group):
    ids = await group.all_join((await group.card())["code"])
    zhao, other = await group.world.person("Zhao"), await group.world.school("香洲二小")
    elsewhere = await group.school.opens("四年级3班")
    await group.school.takes_on(zhao, elsewhere)
    for who in (zhao, other.administrator, group.parents[0], await group.world.person("Eve")):
        for call in (group.card(who), group.cards(who), group.takes_in(ids, who)):
            with refused(404):
                await call
    body = {"ids": ids}
    (refusal, *_) = (
        await zhao.phone.call("POST", f"/classes/{elsewhere}/enrolments/confirmation", body)
    )["refused"]
    assert refusal["id"] == ids[0]
    for many in ([], [NOBODY] * 61):
        with refused(422):
            await group.takes_in(many)
    own, others = await group.card(), await group.card(group.school.administrator)
    assert others["teacher"] == "何校长"
    assert (await group.cards(group.wang))[:2] == [others | {"code": ""}, own]
    assert [one["code"] for one in await group.cards(group.school.administrator)] == [
        others["code"],
        "",
        "",
    ]


async def test_a_card_is_long_issued_once_for_one_tap_and_only_its_hash_is_kept(group: Group):
    path = f"/classes/{group.id}/cards"
    made = [await group.wang.phone.post(path, None, key="tapped-once") for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]["code"]) * 6 >= 128
    assert made[0]["code"] not in str(await query("select * from class_cards"))
    assert await audited("class_card.issued") == 1
    eve = await group.world.person("Eve")
    for number in range(20):
        with refused(404):
            await eve.phone.get(f"/class-card-codes/guess-{number}")
    with refused(429, "rate_limited"):
        await eve.phone.get(f"/class-card-codes/{made[0]['code']}")
    with refused(401):
        await group.world.phone("nobody").get(f"/class-card-codes/{made[0]['code']}")


async def test_a_card_dies_after_a_week_and_when_it_is_revoked(group: Group):
    card, other = await group.card(), await group.card()
    with clock.moved(class_cards.LIFE - timedelta(minutes=1)):
        assert await group.opens(card["code"])
    with clock.moved(class_cards.LIFE):
        assert not await group.opens(card["code"])
        assert await group.cards(group.wang) == []
    path = f"/class-cards/{card['id']}"
    for who in (group.parents[0], await group.world.person("Eve")):
        with refused(404):
            await who.phone.delete(path)
    for _ in range(2):
        await group.school.administrator.phone.delete(path)
    assert await audited("class_card.revoked") == 1
    assert not await group.opens(card["code"])
    assert await group.opens(other["code"])
    assert [one["id"] for one in await group.cards(group.wang)] == [other["id"]]
    with refused(404):
        await group.wang.phone.delete(f"/class-cards/{NOBODY}")


async def test_a_card_dies_with_the_place_of_whoever_issued_it_and_comes_back_with_none(
    group: Group,
):
    """The teacher who returns to the class, and the head who returns to office, issue anew."""
    school, card = group.school, await group.card()
    of_head = await group.card(school.administrator)
    assert await group.opens(card["code"])
    await group.wang.phone.delete(f"/class-staff/{group.staff}")
    assert not await group.opens(card["code"])
    await school.takes_on(group.wang, group.id)
    assert not await group.opens(card["code"])
    fresh = await group.card()
    await ClassStaff.filter(until=None).update(until=clock.today() + timedelta(days=3))
    for days, alive in ((2, True), (3, False)):
        with clock.moved(timedelta(days=days)):
            assert await group.opens(fresh["code"]) is alive
    await school.archivist.phone.delete(f"/appointments/{school.appointment_id}")
    body = {"office": "school_administrator", "name": "何校长", "school_id": school.id}
    offer = await school.archivist.phone.post("/appointments", body)
    await school.administrator.takes_up(offer["code"])
    assert not await group.opens(of_head["code"])
    assert await group.opens((await group.card(school.administrator))["code"])


async def test_cards_go_with_the_account_that_issued_them(group: Group):
    card, of_head = await group.card(), await group.card(group.school.administrator)
    wang = (await group.wang.account()).id
    async with transaction():
        purged = await personal_data.purge(ErasedKind.ACCOUNT, UUID(str(wang)))
    assert purged.rows["class_cards"] == 1
    assert [str(row["id"]) for row in await query("select id from class_cards")] == [of_head["id"]]
    assert not await group.opens(card["code"])
