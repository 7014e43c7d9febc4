"""Students: an archive opens with a guardian's consent, and what it holds stays in the family."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.people.students import OLDEST_YEARS
from service.trust.consents import TEXTS, Purpose
from tests.world import Person, refused

FULL_NAME = "陈小满全名"
VERSION = TEXTS[Purpose.ARCHIVE].version
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
    assert set(child) == {"id", "family_id", "nickname", "full_name", "birth_date"}
    (consent,) = await query("select * from consents")
    assert str(consent["student_id"]) == child["id"]
    assert consent["account_id"] == (await alice.account()).id
    assert (consent["purpose"], consent["version"]) == ("archive", VERSION)
    assert consent["text_hash"] == TEXTS[Purpose.ARCHIVE].hash


async def test_relatives_see_the_child_and_nobody_else_does(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "viewer")
    await bob.founds("林家")
    child = await opens(alice)
    for relative in (alice, chen):
        assert await relative.phone.get(f"/students/{child['id']}") == child
        assert (await relative.phone.get("/students"))["items"] == [child]
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


@pytest.mark.parametrize("version", ["2020-01", "", "2099-12"])
async def test_a_consent_to_other_words_than_todays_opens_nothing(alice, version):
    with refused(409, "consent.outdated"):
        await opens(alice, consent_version=version)
    assert await nothing_was_written()


async def test_without_any_consent_nothing_opens(alice):
    draft = {"family_id": alice.family, "nickname": "小满", "birth_date": "2016-05-01"}
    with refused(422, "field.missing"):
        await alice.phone.post("/students", draft)
    assert await nothing_was_written()


async def test_a_birthday_may_be_today_and_not_tomorrow(alice):
    today = clock.today()
    with refused(422, "student.birth_date"):
        await opens(alice, birth_date=str(today + timedelta(days=1)))
    assert (await opens(alice, birth_date=str(today)))["birth_date"] == str(today)


async def test_nobody_of_thirty_is_a_student(alice):
    grown = clock.today() - timedelta(days=366 * OLDEST_YEARS + 31)
    for birth_date in (str(grown), "1900-01-01", "0001-01-01"):
        with refused(422, "student.birth_date"):
            await opens(alice, birth_date=birth_date)
    assert await nothing_was_written()


@pytest.mark.parametrize(
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
        {"id": str(uuid4())},
        {"account_id": str(uuid4())},
    ],
)
async def test_a_profile_that_cannot_be_right_is_refused(alice, change):
    with refused(422):
        await opens(alice, **change)
    assert await nothing_was_written()


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
