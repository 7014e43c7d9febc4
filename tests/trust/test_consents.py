"""Consents: asked per purpose, kept on a ledger, and taken back with effect at once."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from models.people.families import Membership
from models.trust.consents import Purpose
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.trust.consent_texts import current
from tests.each import each
from tests.trust.household import agrees, father_of, mother_of, takes_back, told
from tests.world import Person, World, refused

LEDGER = "select * from consents order by id"
WITHDRAWALS = "select * from consent_withdrawals"


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def living(person) -> set[str]:
    held = await person.phone.get("/consents", family_id=person.family)
    return {consent["id"] for consent in held["items"]}


async def test_a_grant_keeps_who_agreed_to_which_words(alice):
    consent = await agrees(alice)
    fields = {"id", "purpose", "version", "student_id", "capacity", "granted_at"}
    assert set(consent) == fields
    assert consent["capacity"] == "guardian"
    text = current(Purpose.SHOW)
    (row,) = await query("select * from consents where purpose = 'show'")
    assert row["account_id"] == (await alice.account()).id
    assert (str(row["family_id"]), str(row["student_id"])) == (alice.family, alice.child)
    assert (row["version"], row["text_hash"]) == (text.version, text.hash)


@each(
    ("change", "status", "code"),
    [
        ({"version": "2020-01"}, 409, "consent.outdated"),
        ({"version": "x" * 21}, 422, "field.too_long"),
        ({"purpose": "everything"}, 422, "field.format"),
        ({"student_id": str(uuid4())}, 404, ""),
        ({"account_id": str(uuid4())}, 422, "field.unknown"),
        ({"text_hash": "x"}, 422, "field.unknown"),
    ],
)
async def test_a_grant_that_cannot_be_right_is_none(alice, change, status, code):
    before = await query(LEDGER)
    with refused(status, code):
        await agrees(alice, **change)
    assert await query(LEDGER) == before


async def test_only_a_guardian_agrees_sees_and_takes_back(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    consent = await agrees(alice)
    await alice.invites(chen, "爷爷", "editor")
    bob.family, chen.child, bob.child = alice.family, alice.child, alice.child
    before = await query(LEDGER)
    for person, status in ((chen, 403), (bob, 404)):
        for act in (agrees, living):
            with refused(status):
                await act(person)
        with refused(status):
            await takes_back(person, consent)
    with pytest.raises(Refused) as missing:
        await takes_back(bob, {"id": uuid4()})
    with pytest.raises(Refused) as foreign:
        await takes_back(bob, consent)
    assert missing.value.problem == foreign.value.problem
    assert await query(LEDGER) == before
    assert await query(WITHDRAWALS) == []


async def test_nobody_agrees_for_anothers_child(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    bob.child = alice.child
    with refused(404):
        await agrees(bob)


async def test_the_same_request_again_is_one_grant(alice):
    answers = await asyncio.gather(*(agrees(alice, key="tapped-once") for _ in range(6)))
    assert answers.count(answers[0]) == 6
    assert len(await query("select 1 from consents where purpose = 'show'")) == 1


async def test_taking_back_adds_to_the_ledger_and_changes_nothing_on_it(world, alice):
    consent = await agrees(alice)
    before = await query(LEDGER)
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():  # so that all five are on their way at once
        await blocking.execute("select 1 from families for update")
        racers = [asyncio.create_task(takes_back(alice, consent)) for _ in range(5)]
        await world.until_blocked(5)
    await asyncio.gather(*racers)
    await blocking.close()
    await takes_back(alice, consent)
    assert await query(LEDGER) == before
    (withdrawal,) = await query(WITHDRAWALS)
    assert str(withdrawal["consent_id"]) == consent["id"]
    assert withdrawal["account_id"] == (await alice.account()).id
    assert consent["id"] not in await living(alice)
    audited = "select 1 from audit_records where action = 'consent.withdrawn'"
    assert len(await query(audited)) == 1


async def test_taking_back_darkens_posts_links_and_likes_at_once(world, alice):
    bob = await world.person("Bob")
    consent = await agrees(alice)
    post = (await alice.shows("春节", [await alice.takes_photo()]))["id"]
    link = (await alice.phone.post(f"/posts/{post}/share-links", {}))["url"]
    shared = f"{world.url}/api/v1/shared/{link.rpartition('/')[2]}"
    assert post in await bob.feed()
    await takes_back(alice, consent)
    assert await bob.sees(f"/posts/{post}") == [False]
    assert post not in await bob.feed()
    assert post not in await alice.feed("public")
    assert (await world.http.get(f"{world.url}/api/v1/feed")).json()["items"] == []
    assert [(await world.http.get(url)).status_code for url in (link, shared)] == [404, 404]
    with refused(404):
        await bob.phone.put(f"/posts/{post}/like")
    assert await alice.sees(f"/posts/{post}", f"/students/{alice.child}") == [True, True]


async def test_taking_back_darkens_the_link_of_a_post_that_was_never_public(world, alice):
    consent = await agrees(alice)
    post = await alice.publishes("春节", [await alice.takes_photo()])
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    link = (await alice.phone.post(f"/posts/{post['id']}/share-links", {}))["url"]
    assert (await world.http.get(link)).status_code == 200
    await takes_back(alice, consent)
    assert (await world.http.get(link)).status_code == 404


async def test_what_went_dark_stays_dark_when_she_agrees_again(world, alice):
    bob = await world.person("Bob")
    consent, photo = await agrees(alice), await alice.takes_photo()
    old = (await alice.shows("春节", [photo]))["id"]
    await takes_back(alice, consent)
    await agrees(alice)
    new = (await alice.shows("元宵", [photo]))["id"]
    assert await bob.feed() == [new]
    assert await bob.sees(f"/posts/{old}") == [False]


async def test_without_consent_nothing_new_is_shown(alice):
    photo = await alice.takes_photo()
    with refused(422, "consent.show_required"):
        await alice.publishes("春节", [photo], audience="public")
    await takes_back(alice, await agrees(alice))
    with refused(422, "consent.show_required"):
        await alice.publishes("春节", [photo], audience="public")
    await alice.consents(Purpose.CLASS, alice.child)
    with refused(422, "consent.show_required"):
        await alice.publishes("春节", [photo], audience="public")
    await alice.publishes("春节", [photo])


async def test_what_one_parent_takes_back_is_dark_though_the_other_agreed(world, alice):
    bob, father = await world.person("Bob"), await father_of(world, alice)
    hers, _his = await agrees(alice), await agrees(father)
    post = (await alice.shows("春节", [await alice.takes_photo()]))["id"]
    await takes_back(father, hers)
    assert await bob.sees(f"/posts/{post}") == [False]
    with refused(422, "consent.show_required"):
        await father.publishes("春节", [await father.takes_photo()], audience="public")


async def test_one_guardian_is_enough_and_the_other_is_told(world, alice):
    father, chen = await father_of(world, alice), await world.person("Chen")
    await alice.invites(chen, "爷爷", "editor")
    consent = await agrees(alice)
    await father.publishes("春节", [await father.takes_photo()], audience="public")
    granted = ("consent_granted", "妈妈同意了「晒出去」（小满），你可以在「授权」里查看或收回")
    assert await told(father, "consent") == [granted]
    for _ in range(2):
        await takes_back(father, consent)
    words = "爸爸收回了「晒出去」的同意（小满），靠它给外面看的内容都收起来了"
    assert await told(alice, "consent") == [("consent_withdrawn", words)]
    assert await told(father, "consent") == [granted]
    assert await told(chen, "consent") == []


async def test_each_purpose_is_agreed_to_and_taken_back_on_its_own(alice):
    given = {purpose: await agrees(alice, purpose=purpose) for purpose in Purpose}
    assert {given[purpose]["purpose"] for purpose in Purpose} == set(Purpose)
    archive = await living(alice) - {consent["id"] for consent in given.values()}
    for purpose in set(Purpose) - {Purpose.ARCHIVE}:
        await takes_back(alice, given.pop(purpose))
        assert await living(alice) == {consent["id"] for consent in given.values()} | archive
    with refused(422, "field.type"):
        await agrees(alice, purpose="show", student_id=[alice.child])
    body = {"family_id": alice.family, "version": "2026-11", "purpose": ["show", "class"]}
    with refused(422, "field.type"):
        await alice.phone.post("/consents", body)


async def test_an_old_taking_back_that_comes_late_leaves_a_newer_yes_alone(alice):
    old = await agrees(alice)
    await takes_back(alice, old)
    new = await agrees(alice)
    await takes_back(alice, old)
    assert new["id"] in await living(alice)


async def test_the_history_tells_every_yes_and_its_end_and_who_it_was(world, alice):
    father = await father_of(world, alice)
    consent = await agrees(alice)
    await takes_back(father, consent)
    await Membership.filter(account=await father.account()).update(until=clock.now())
    items = (await alice.phone.get("/consents/history", family_id=alice.family))["items"]
    assert all(
        set(item)
        == {"consent_id", "event", "at", "who", "purpose", "version", "student_id"} | {"capacity"}
        for item in items
    )
    assert [(i["event"], i["purpose"], i["who"], i["capacity"]) for i in items] == [
        ("withdrawn", "show", "爸爸", "guardian"),
        ("granted", "show", "妈妈", "guardian"),
        ("granted", "archive", "妈妈", "guardian"),
    ]
    assert [i["consent_id"] for i in items[:2]] == [consent["id"]] * 2
    assert items[0]["at"] > items[1]["at"] > items[2]["at"]


async def test_the_history_is_the_guardians_to_read(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    for person, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await person.phone.get("/consents/history", family_id=alice.family)


async def test_one_childs_consent_is_not_the_others(world, alice):
    photo = await alice.takes_photo()
    await agrees(alice)
    await alice.opens_archive("小雨")
    with refused(422, "consent.show_required"):
        await alice.publishes("两个孩子", [photo], audience="public")


async def test_a_post_and_a_withdrawal_at_once_leave_nothing_shown(world, alice):
    bob, consent = await world.person("Bob"), await agrees(alice)
    photo = await alice.takes_photo()
    acts = [alice.publishes("春节", [photo], audience="public") for _ in range(4)]
    await asyncio.gather(*acts, takes_back(alice, consent), return_exceptions=True)
    await world.quiet()
    assert await bob.feed() == []


async def test_with_the_archives_consent_ends_the_recording(alice):
    """个人信息保护法 §15: what was kept stays readable, nothing new is taken."""
    entry = await alice.records(title="第一天上学")
    (consent,) = await living(alice)
    await takes_back(alice, {"id": consent})
    with refused(422, "consent.archive_required"):
        await alice.records(title="第二天上学")
    assert await alice.sees(f"/entries/{entry['id']}") == [True]


async def test_with_the_archives_consent_nothing_of_the_child_is_shown_any_more(world, alice):
    bob, (archive,) = await world.person("Bob"), await living(alice)
    own = await agrees(alice, student_id=None)
    await agrees(alice)
    photo = await alice.takes_photo()
    shown = (await alice.shows("春节", [photo]))["id"]
    boat = (await alice.shows("老照片", [photo], student_id=None))["id"]
    receipt = await takes_back(alice, {"id": archive})
    assert receipt["dark"] == [{"kind": "posts", "words": "晒出的内容", "count": 1}]
    assert "晒出的内容 1 件" in receipt["words"]
    assert "同意过的其他几件也一起收回了" in receipt["words"]
    assert await takes_back(alice, {"id": archive}) == receipt
    assert (await living(alice), await bob.feed()) == ({own["id"]}, [boat])
    assert await bob.sees(f"/posts/{shown}") == [False]


async def test_nor_is_anything_published_about_the_child_in_the_family(alice):
    (archive,), photo = await living(alice), await alice.takes_photo()
    await takes_back(alice, {"id": archive})
    await agrees(alice)
    for audience in ("family", "public"):
        with refused(422, "consent.archive_required"):
            await alice.publishes("春节", [photo], audience=audience)
    await alice.publishes("老照片", [photo], student_id=None)


async def test_whoever_is_not_signed_in_agrees_to_nothing(world, alice):
    consent, nobody = await agrees(alice), Person(world, world.phone("nobody"))
    nobody.family, nobody.child = alice.family, alice.child
    for act in (agrees(nobody), living(nobody), takes_back(nobody, consent)):
        with refused(401):
            await act
