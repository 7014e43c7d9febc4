"""Measurements: who records and reads them, what is asked kindly, and that mistakes go for good."""

from typing import Any
from uuid import UUID

import pytest

from models.archive.measurements import Measurement
from models.people.students import Student
from models.trust.consents import Purpose
from models.trust.erasures import ErasedKind
from service.demo.phone import Refused
from service.foundation import clock
from service.trust import erasures, purges
from service.trust.consent_texts import current
from tests.archive.circle import forgoes, relative
from tests.archive.shelf import acts, pages
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.world import Person, refused

FIGURES: dict[str, Any] = {"height_cm": 131.5, "weight_kg": 27.4, "left_eye": 5.0, "right_eye": 4.9}
NOTHING = dict.fromkeys(FIGURES)


async def measures(person: Person, day: str = "2024-09-01", **figures: Any) -> dict[str, Any]:
    path = f"/students/{person.child}/measurements"
    return await person.phone.post(path, {"day": day, **figures})


async def listed(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get(f"/students/{person.child}/measurements"))["items"]


def told(measured: dict[str, Any]) -> dict[str, Any]:
    return {name: measured[name] for name in FIGURES}


async def asked(person: Person, path: str = "", **figures: Any) -> tuple[str, str, str]:
    """What a figure is refused for: field, code, and the sentence that is shown."""
    with pytest.raises(Refused) as caught:
        if path:
            await person.phone.put(path, figures)
        else:
            await measures(person, **figures)
    (error,) = caught.value.problem["errors"]
    assert (caught.value.status, caught.value.problem["detail"]) == (422, error["detail"])
    return error["path"], error["code"].removeprefix("measurement."), error["detail"]


@pytest.fixture
async def girl(alice: Person) -> Person:
    """Alice, who has said that 小满 is a girl."""
    await alice.phone.put(f"/students/{alice.child}", {"sex": "女"})
    return alice


async def test_a_mother_measures_and_the_family_reads(girl):
    dina = await relative(girl, "Dina", "外婆", "viewer")
    made = await measures(girl, **FIGURES)
    assert told(made) == FIGURES
    assert (made["day"], made["age"], made["author"]) == ("2024-09-01", "8岁4个月", "Alice")
    assert made["height_standing"] == made["weight_standing"] == "和同龄孩子差不多"
    (seen,) = await listed(dina)
    assert (told(seen), made["changeable"], seen["changeable"]) == (FIGURES, True, False)
    assert await acts("measurement.recorded") == 1
    born = await measures(girl, "2016-05-01", weight_kg=3.257)
    assert told(born) == NOTHING | {"weight_kg": 3.26}
    assert (born["age"], born["height_standing"]) == ("出生那天", "")
    (row,) = await Measurement.filter(id=made["id"])
    assert (row.height_mm, row.weight_g, row.left_eye, row.right_eye) == (1315, 27400, 50, 49)


async def test_the_latest_day_comes_first_page_by_page(alice, monkeypatch):
    monkeypatch.setattr("service.archive.measurements.PAGE", 2)
    days = ("2023-09-01", "2024-09-01", "2022-09-01", "2024-09-01", "2021-09-01")
    made = {(await measures(alice, day, left_eye=5.0))["id"]: day for day in days}
    found = await pages(alice, f"/students/{alice.child}/measurements")
    assert [len(page) for page in found] == [2, 2, 1]
    inside = [one for page in found for one in page]
    assert [made[one] for one in inside] == sorted(days, reverse=True)
    assert len(set(inside)) == 5


async def test_sex_is_asked_for_the_reference_alone_and_may_stay_unsaid(alice):
    path = f"/students/{alice.child}"
    assert (await alice.phone.get(path))["sex"] is None
    unsaid = await measures(alice, **FIGURES)
    assert (unsaid["height_standing"], unsaid["weight_standing"]) == ("", "")
    assert (await alice.phone.put(path, {"sex": "男"}))["sex"] == "男"
    assert (await listed(alice))[0]["height_standing"] == "和同龄孩子差不多"
    assert (await alice.phone.put(path, {"nickname": "满满"}))["sex"] == "男"
    assert (await alice.phone.put(path, {"sex": None}))["sex"] is None
    assert await acts("student.changed") == 3
    with refused(422, "field.format"):
        await alice.phone.put(path, {"sex": "保密"})
    sister = {
        "family_id": alice.family,
        "nickname": "圆圆",
        "birth_date": "2020-05-01",
        "sex": "女",
        "consent_version": current(Purpose.ARCHIVE).version,
    }
    assert (await alice.phone.post("/students", sister))["sex"] == "女"
    chen = await relative(alice, "Chen", "爷爷")
    with refused(403, "role.too_low"):
        await chen.phone.put(path, {"sex": "女"})


async def test_whoever_adds_to_the_archive_measures_and_nobody_outside_ever_reads(world, girl):
    chen = await relative(girl, "Chen", "爷爷")
    dina = await relative(girl, "Dina", "外婆", "viewer")
    pupil, wang = await pupil_of(world, girl), await in_class(world, girl)
    bob = await world.person("Bob")
    wang.child = bob.child = girl.child
    own = await measures(pupil, left_eye=4.9)
    await measures(chen, height_cm=131.5)
    assert [one["author"] for one in await listed(pupil)] == ["Chen", "Xiaoman"]
    with refused(403, "role.too_low"):
        await measures(dina, height_cm=131.5)
    paths = [
        f"/students/{girl.child}/{name}"
        for name in ("measurements", "curves/height", "curves/eyesight", "curves/height.svg")
    ]
    for person in (wang, bob):
        assert await person.sees(*paths) == [False] * 4
        with refused(404):
            await measures(person, height_cm=131.5)
        with refused(404):
            await person.phone.put(f"/measurements/{own['id']}", {"left_eye": 5.0})
        with refused(404):
            await person.phone.delete(f"/measurements/{own['id']}")
    assert len(await listed(girl)) == 2


async def test_its_author_and_the_guardians_correct_it(world, girl):
    chen = await relative(girl, "Chen", "爷爷")
    lee = await relative(girl, "Lee", "亲属")
    path = f"/measurements/{(await measures(chen, height_cm=131.5, left_eye=4.9))['id']}"
    changed = await chen.phone.put(path, {"height_cm": 132.04, "right_eye": 5.0})
    assert told(changed) == NOTHING | {"height_cm": 132.0, "left_eye": 4.9, "right_eye": 5.0}
    moved = await girl.phone.put(path, {"day": "2024-10-01", "left_eye": None})
    assert told(moved) == NOTHING | {"height_cm": 132.0, "right_eye": 5.0}
    assert (moved["day"], moved["age"]) == ("2024-10-01", "8岁5个月")
    same = {"day": "2024-10-01", "height_cm": 132.0, "left_eye": None}
    for again in (same, {}, {"height_cm": 132.01}):
        assert told(await girl.phone.put(path, again)) == told(moved)
    assert await acts("measurement.changed") == 2
    with refused(403, "measurement.not_yours"):
        await lee.phone.put(path, {"height_cm": 130})
    with refused(403, "measurement.not_yours"):
        await lee.phone.delete(path)
    emptied = await asked(girl, path, height_cm=None, right_eye=None)
    assert emptied[:2] == ("height_cm", "empty")
    assert told((await listed(girl))[0]) == told(moved)


async def test_once_the_consent_is_taken_back_figures_go_and_none_come(girl):
    path = f"/measurements/{(await measures(girl, **FIGURES))['id']}"
    await forgoes(girl)
    for new in ({"height_cm": 132}, {"day": "2024-10-01"}, {"left_eye": None, "right_eye": 5.0}):
        with refused(422, "consent.archive_required"):
            await girl.phone.put(path, new)
    left = await girl.phone.put(path, {"weight_kg": None, "left_eye": None, "height_cm": 131.5})
    assert told(left) == NOTHING | {"height_cm": 131.5, "right_eye": 4.9}


async def test_what_is_deleted_is_gone_for_good_and_deleting_it_again_is_fine(world, girl):
    chen = await relative(girl, "Chen", "爷爷")
    kept = await measures(girl, height_cm=131.5)
    mistaken = await measures(chen, "2024-09-02", **FIGURES)
    path = f"/measurements/{mistaken['id']}"
    for person in (chen, chen, girl):
        await person.phone.delete(path)
    assert await acts("measurement.deleted") == 1
    assert [one["id"] for one in await listed(girl)] == [kept["id"]]
    row = await Measurement.get(id=mistaken["id"])
    assert (row.height_mm, row.weight_g, row.left_eye, row.right_eye) == (None,) * 4
    for person in (chen, girl):
        with refused(404):
            await person.phone.put(path, {"left_eye": 5.0})
    await measures(girl, "2024-09-03", height_cm=131.6)


async def test_all_of_it_goes_with_the_child(girl):
    await measures(girl, **FIGURES)
    await measures(girl, "2024-10-01", left_eye=5.0)
    kept = (await girl.phone.get(f"/students/{girl.child}/data"))["items"]
    assert [one["count"] for one in kept if one["label"] == "身高、体重和视力"] == [2]
    erasure = await girl.phone.post(f"/students/{girl.child}/erasure", None)
    with clock.moved(erasures.WAITING[ErasedKind.STUDENT]):
        await purges.purge(UUID(erasure["id"]))
    assert not await Measurement.exists()
    assert (await Student.get(id=girl.child)).sex is None


async def test_in_a_dispute_nothing_is_deleted_but_measuring_goes_on(girl):
    father = await relative(girl, "Frank", "爸爸", "editor")
    members = (await girl.phone.get(f"/families/{girl.family}/members"))["items"]
    his = next(one["id"] for one in members if one["nickname"] == "Frank")
    await girl.phone.put(f"/memberships/{his}", {"role": "guardian"})
    made = await measures(girl, height_cm=131.5)
    await father.phone.post(f"/families/{girl.family}/dispute", None)
    with refused(409, "family.disputed"):
        await girl.phone.delete(f"/measurements/{made['id']}")
    await measures(father, "2024-09-05", weight_kg=27.0)
    assert len(await listed(girl)) == 2


async def test_slips_are_named_kindly_and_the_sure_are_believed(girl):
    assert await asked(girl, height_cm=1.35) == (
        *("height_cm", "in_metres", "身高请填厘米：是 135 吗？"),
    )
    assert await asked(girl, weight_kg=54) == (
        *("weight_kg", "in_jin", "体重 54 公斤，是不是按斤填的？按斤的话，请填 27"),
    )
    heavy = await measures(girl, weight_kg=54, surely=True)
    assert heavy["weight_standing"] == "比大多数同龄孩子重一些"
    await measures(girl, "2024-12-01", weight_kg=55)
    with refused(422, "measurement.in_metres"):
        await measures(girl, height_cm=1.35, surely=True)
    assert await asked(girl, left_eye=0.8) == (
        *("left_eye", "eye_decimal", "视力请填五分记录：小数记录的 0.8 就是 4.9"),
    )


async def test_a_child_that_grew_shorter_is_asked_about_and_only_what_is_new(girl):
    await measures(girl, "2024-03-01", height_cm=130.0)
    await measures(girl, "2024-09-01", height_cm=128.5)
    path = f"/measurements/{(await measures(girl, '2024-10-01', left_eye=5.0))['id']}"
    shorter = "2024年3月1日记的是 130 厘米，和这次对得上吗？"
    assert await asked(girl, path, height_cm=128.4) == ("height_cm", "shrunk", shorter)
    sure = await girl.phone.put(path, {"height_cm": 128.4, "surely": True})
    assert sure["height_cm"] == 128.4
    assert (await girl.phone.put(path, {"right_eye": 4.9}))["right_eye"] == 4.9
    assert (await asked(girl, path, day="2024-10-02"))[1] == "shrunk"
    assert (await asked(girl, day="2024-02-01", height_cm=131.6))[1] == "shrunk"


async def test_every_wrong_field_is_named_at_once(girl):
    with pytest.raises(Refused) as caught:
        await measures(girl, "2016-04-30", height_cm=12, weight_kg=0, left_eye=6, right_eye=4.95)
    named = {error["path"]: error["code"] for error in caught.value.problem["errors"]}
    assert named == {
        "day": "measurement.before_birth",
        "height_cm": "measurement.height_range",
        "weight_kg": "measurement.weight_range",
        "left_eye": "measurement.eye_range",
        "right_eye": "measurement.eye_step",
    }
    assert (await asked(girl))[:2] == ("height_cm", "empty")
    assert (await asked(girl, day="2999-01-01", left_eye=5.0))[:2] == ("day", "future")
    assert await listed(girl) == []
