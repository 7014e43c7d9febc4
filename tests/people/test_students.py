"""Students: an archive opens with a guardian's consent, and what it holds stays in the family."""

import asyncio
import json
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from models.trust.consents import Purpose
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.people.students import OLDEST_YEARS, age_band
from service.trust.consent_texts import current
from tests.each import each
from tests.edge.wire import NOBODY
from tests.pupil import pupil_of
from tests.world import Person, refused

FULL_NAME, RISKY = "陈小满全名", "想看更多照片加微信"
VIEW = {
    *("id", "family_id", "nickname", "full_name", "birth_date"),
    *("sex", "avatar", "oneself", "signs_in"),
}
VERSION = current(Purpose.ARCHIVE).version
PATHS = ("/students/{}", "/students/{}/timeline")


@pytest.fixture
async def alice(world) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    return alice


async def opens(person, key="", **change):
    draft = {
        "family_id": person.family,
        "nickname": "小满",
        "full_name": FULL_NAME,
        "birth_date": "2016-05-01",
        "consent_version": VERSION,
    }
    return await person.phone.post("/students", draft | change, key=key)


async def nothing_was_written() -> bool:
    rows = await query("select 1 from students union all select 1 from consents")
    return not rows


async def test_opening_an_archive_records_the_guardians_consent(alice):
    child = await opens(alice)
    assert set(child) == VIEW
    (consent,) = await query("select * from consents")
    assert str(consent["student_id"]) == child["id"]
    assert consent["account_id"] == (await alice.account()).id
    assert (consent["purpose"], consent["version"]) == ("archive", VERSION)
    assert consent["text_hash"] == current(Purpose.ARCHIVE).hash


async def test_relatives_see_the_child_and_nobody_else_does(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "viewer")
    await bob.founds("林家")
    child = await opens(alice)
    for relative, full_name in ((alice, FULL_NAME), (chen, "")):
        seen = child | {"full_name": full_name}
        assert await relative.phone.get(f"/students/{child['id']}") == seen
        assert (await relative.phone.get("/students"))["items"] == [seen]
    assert (await bob.phone.get("/students"))["items"] == []
    for path in PATHS:
        with pytest.raises(Refused) as foreign:
            await bob.phone.get(path.format(child["id"]))
        with pytest.raises(Refused) as missing:
            await bob.phone.get(path.format(uuid4()))
        assert foreign.value.status == 404
        assert foreign.value.problem == missing.value.problem


async def test_whoever_is_not_signed_in_finds_no_child(world, alice):
    child = await opens(alice)
    nobody = Person(world, world.phone("nobody"))
    for path in ("/students", *(path.format(child["id"]) for path in PATHS)):
        with refused(401):
            await nobody.phone.get(path)
    nobody.family = alice.family
    with refused(401):
        await opens(nobody)


async def test_only_a_guardian_of_the_family_opens_an_archive(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    bob.family = alice.family
    with refused(403):
        await opens(chen)
    with refused(404):
        await opens(bob)
    assert await nothing_was_written()


@each("version", ["2020-01", "", "2099-12"])
async def test_a_consent_to_other_words_than_todays_opens_nothing(alice, version):
    with refused(409, "consent.outdated"):
        await opens(alice, consent_version=version)
    assert await nothing_was_written()


async def test_without_any_consent_nothing_opens(alice):
    draft = {"family_id": alice.family, "nickname": "小满", "birth_date": "2016-05-01"}
    with refused(422, "field.missing"):
        await alice.phone.post("/students", draft)
    assert await nothing_was_written()


@pytest.mark.parametrize("born", [date(2016, 1, 2), date(2016, 5, 1), date(2016, 12, 31)], ids=str)
def test_outside_xiaoman_grows_older_on_new_years_day_and_never_on_her_birthday(born):
    bands = ((2018, "3岁以下"), (2019, "3-5岁"), (2021, "3-5岁"), (2022, "6-8岁"))
    for year, band in bands:
        days = [date(year, 1, 1) + timedelta(day) for day in range(365)]
        assert {age_band(born, day) for day in days} == {band}


async def test_a_birthday_may_be_today_and_not_tomorrow(alice):
    today = clock.today() + timedelta(days=1)
    noon = datetime.combine(today, time(12), clock.CHINA)
    with clock.moved(noon - clock.now()):
        with refused(422, "student.birth_date"):
            await opens(alice, birth_date=str(today + timedelta(days=1)))
        assert (await opens(alice, birth_date=str(today)))["birth_date"] == str(today)


async def test_nobody_of_thirty_is_a_student(alice):
    grown = clock.today() - timedelta(days=366 * OLDEST_YEARS + 31)
    for birth_date in (str(grown), "1900-01-01", "0001-01-01"):
        with refused(422, "student.birth_date"):
            await opens(alice, birth_date=birth_date)
    assert await nothing_was_written()


@each(
    "change",
    [
        {"birth_date": "2016-02-30"},
        {"birth_date": "去年"},
        {"birth_date": "2016-05-01T00:00:00Z"},
        {"birth_date": 20160501},
        {"nickname": " "},
        {"nickname": "长" * 17},
        {"full_name": "长" * 33},
        {"family_id": "1"},
        {"id": NOBODY},
        {"account_id": NOBODY},
    ],
)
async def test_a_profile_that_cannot_be_right_is_refused(alice, change):
    with refused(422):
        await opens(alice, **change)
    assert await nothing_was_written()


async def test_the_full_name_is_for_guardians_and_the_child_alone(world, alice):
    relatives = {role: await world.person(role) for role in ("viewer", "contributor", "editor")}
    for role, person in relatives.items():
        await alice.invites(person, "亲属", role)
    alice.child = (await opens(alice))["id"]
    pupil = await pupil_of(world, alice)
    told = {}
    for name, person in {"owner": alice, "child": pupil, **relatives}.items():
        child = await person.phone.get(f"/students/{alice.child}")
        (listed,) = (await person.phone.get("/students"))["items"]
        assert (set(child), listed) == (VIEW, child)
        told[name] = child["full_name"]
    assert told == {"owner": FULL_NAME, "child": FULL_NAME} | dict.fromkeys(relatives, "")


@pytest.mark.parametrize("nickname", [FULL_NAME, "陈 小满 全名", "陈·小满全名", "陈\u200b小满全名"])
async def test_the_nickname_is_not_the_full_name(alice, nickname):
    with refused(422, "student.nickname_is_full_name"):
        await opens(alice, nickname=nickname)
    assert await nothing_was_written()
    child = await opens(alice)
    path = f"/students/{child['id']}"
    for change in ({"nickname": nickname}, {"full_name": "小 满"}):
        with refused(422, "student.nickname_is_full_name"):
            await alice.phone.put(path, change)
    assert await alice.phone.get(path) == child


async def test_a_nickname_that_wechat_refuses_opens_and_changes_nothing(alice):
    with refused(422, "words.refused"):
        await opens(alice, nickname=RISKY)
    assert await nothing_was_written()
    child = await opens(alice, full_name=RISKY)
    with refused(422, "words.refused"):
        await alice.phone.put(f"/students/{child['id']}", {"nickname": RISKY})
    assert await alice.phone.get(f"/students/{child['id']}") == child


async def test_a_profile_is_corrected_and_the_person_with_it(alice):
    child = await opens(alice)
    path = f"/students/{child['id']}"
    change = {"nickname": "满满", "full_name": "陈满", "birth_date": "2016-05-02"}
    for body in (change, change, {}, {"birth_date": "2016-05-02"}):
        assert await alice.phone.put(path, body) == child | change
    assert await alice.phone.get(path) == child | change
    (person,) = [
        one
        for one in (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
        if one["student_id"]
    ]
    assert (person["name"], person["born"]) == ("满满", "2016-05-02")
    assert len(await query("select 1 from audit_records where action = 'student.changed'")) == 1


async def test_only_who_decides_for_the_child_corrects_its_profile(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    child = await opens(alice)
    alice.child = child["id"]
    pupil = await pupil_of(world, alice)
    for person, status in ((chen, 403), (pupil, 403), (bob, 404)):
        with refused(status):
            await person.phone.put(f"/students/{child['id']}", {"nickname": "别的"})
    with refused(401):
        await world.phone("nobody").put(f"/students/{child['id']}", {"nickname": "别的"})
    assert (await alice.phone.get(f"/students/{child['id']}"))["nickname"] == "小满"


@each(
    "change",
    [
        {"birth_date": "1900-01-01"},
        {"birth_date": "2999-01-01"},
        {"birth_date": None},
        {"nickname": ""},
        {"full_name": "长" * 33},
        {"family_id": NOBODY},
        {"erased_at": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)
async def test_a_correction_that_cannot_be_right_is_refused(alice, change):
    child = await opens(alice)
    with refused(422):
        await alice.phone.put(f"/students/{child['id']}", change)
    assert await alice.phone.get(f"/students/{child['id']}") == child


async def test_the_same_request_again_opens_one_archive(alice):
    answers = await asyncio.gather(*(opens(alice, key="tapped-once") for _ in range(6)))
    assert answers.count(answers[0]) == 6
    assert len(await query("select 1 from students")) == 1
    assert len(await query("select 1 from consents")) == 1


async def test_the_full_name_never_leaves_the_family(world, alice):
    bob = await world.person("Bob")
    alice.child = (await opens(alice))["id"]
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    await alice.records(title="海边", photo_ids=[photo])
    post = await alice.shows("海边", [photo])
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    token = link["url"].rpartition("/")[2]
    seen = [
        json.dumps(await bob.phone.get(f"/posts/{post['id']}"), ensure_ascii=False),
        (await world.http.get(f"{world.url}/api/v1/feed")).text,
        (await world.http.get(f"{world.url}/api/v1/shared/{token}")).text,
        (await world.http.get(link["url"])).text,
    ]
    assert all("小满" in answer for answer in seen)
    assert not any(FULL_NAME in answer or "2016-05" in answer for answer in seen)
    assert FULL_NAME not in str(await query("select * from audit_records"))
