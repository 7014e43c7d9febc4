"""Notices: sent at least once, shown once, to nobody but whom they are for."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.people.families import Membership
from models.people.students import StudentAccount
from models.trust.consents import Purpose
from models.trust.notices import Notice, NoticeKind
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.trust import consent_changes, notices
from service.trust.notices import PAGE
from tests.trust.household import (
    agrees,
    child_of,
    father_of,
    mother_of,
    rewritten,
    takes_back,
    told,
    tomorrow,
)
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def tell(*people: Person, kind=NoticeKind.MEMBER_JOINED, subject=None, family=None) -> None:
    accounts = [(await person.account()).id for person in people]
    async with transaction():
        await notices.tell(accounts, kind, subject or uuid4(), family)


async def notices_of(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get("/notices"))["items"]


async def members(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get(f"/families/{person.family}/members"))["items"]


async def test_a_notice_is_a_sentence_about_something(alice):
    subject = uuid4()
    await tell(alice, subject=subject, family=UUID(alice.family))
    (notice,) = (await alice.phone.get("/notices"))["items"]
    assert set(notice) == {
        *("id", "kind", "words", "subject_id", "about", "family_id", "told_at", "read")
    }
    assert (notice["kind"], notice["words"][:4]) == ("member_joined", "家里来了")
    assert (notice["subject_id"], notice["family_id"]) == (str(subject), alice.family)
    assert notice["read"] is False


async def test_a_notice_names_what_to_open(world, alice):
    father, photo = await father_of(world, alice), await alice.takes_photo()
    entry = (await alice.records(title="放风筝", photo_ids=[photo]))["id"]
    await world.quiet()
    said = await father.phone.post(f"/entries/{entry}/comments", {"words": "飞得真高"})
    await world.quiet()
    (heard,) = [one for one in await notices_of(alice) if one["kind"] == "comment_added"]
    assert (heard["subject_id"], heard["about"]) == (said["id"], {"kind": "entry", "id": entry})
    await tell(alice, kind=NoticeKind.CAPTION_DECIDED, subject=UUID(photo))
    await tell(alice, kind=NoticeKind.DRAFT_TO_CONFIRM, subject=UUID(entry))
    await tell(alice, kind=NoticeKind.WORDS_DOUBTFUL)
    gone, draft, caption = (one["about"] for one in (await notices_of(alice))[:3])
    assert (gone, draft, caption) == (None, heard["about"], heard["about"])


async def test_it_names_no_entry_that_is_kept_from_its_reader(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    photo = await chen.takes_photo()
    await world.quiet()
    kept = await alice.records(title="留给爸妈", audience="guardians", photo_ids=[photo])
    await tell(alice, chen, kind=NoticeKind.CAPTION_DECIDED, subject=UUID(photo))
    assert (await notices_of(alice))[0]["about"] == {"kind": "entry", "id": kept["id"]}
    assert (await notices_of(chen))[0]["about"] is None
    shown = await alice.records(title="爷爷拍的", photo_ids=[photo])
    await world.quiet()
    assert (await notices_of(chen))[0]["about"] == {"kind": "entry", "id": shown["id"]}
    (mine,) = [one for one in await members(alice) if one["relation"] == "爷爷"]
    await alice.phone.delete(f"/memberships/{mine['id']}")
    assert all(one["about"] is None for one in await notices_of(chen))


async def test_every_kind_has_a_sentence_though_what_it_is_about_is_gone(alice):
    kinds = sorted(set(NoticeKind) - {NoticeKind.CONSENT_GRANTED, NoticeKind.CONSENT_WITHDRAWN})
    for third in (kinds[::3], kinds[1::3], kinds[2::3]):
        for kind in third:
            await tell(alice, kind=kind)
        said = (await told(alice))[: len(third)]
        assert {kind for kind, _ in said} == set(third)
        assert all(len(words) > 8 for _, words in said)


async def test_what_is_told_twice_or_by_racers_is_shown_once(world, alice):
    father, subject = await father_of(world, alice), uuid4()
    ways = [(alice, father), (father, alice)] * 5
    await asyncio.gather(*(tell(*people, subject=subject) for people in ways))
    await tell(alice, subject=subject)
    for person in (alice, father):
        assert len(await told(person)) == 1
    await tell(alice, subject=subject, kind=NoticeKind.MEMBER_LEFT)
    assert len(await told(alice)) == 2


async def test_a_notice_belongs_to_what_caused_it(alice):
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await notices.tell([(await alice.account()).id], NoticeKind.MEMBER_LEFT, uuid4())
            raise ZeroDivisionError
    assert await told(alice) == []


async def test_whoever_left_learns_no_more_of_the_family(world, alice):
    father, child, bob = (
        await father_of(world, alice),
        await child_of(world, alice),
        await world.person("Bob"),
    )
    family = UUID(alice.family)
    await tell(alice, father, child, bob, family=family)
    await Membership.filter(account=await father.account()).update(until=clock.now())
    await StudentAccount.filter(account=await child.account()).update(until=clock.now())
    await tell(alice, father, child, bob, family=family)
    assert [len(await told(person)) for person in (alice, father, child, bob)] == [2, 1, 1, 0]


async def test_reading_is_remembered_once_and_is_ones_own(world, alice):
    bob = await world.person("Bob")
    await tell(alice)
    (notice,) = (await alice.phone.get("/notices"))["items"]
    path = f"/notices/{notice['id']}/read"
    with pytest.raises(Refused) as foreign:
        await bob.phone.put(path)
    with pytest.raises(Refused) as missing:
        await bob.phone.put(f"/notices/{uuid4()}/read")
    assert foreign.value.status == 404
    assert foreign.value.problem == missing.value.problem
    assert await Notice.filter(read_at__isnull=False).count() == 0
    await alice.phone.put(path)
    (first,) = await query("select read_at from notices")
    await alice.phone.put(path)
    assert await query("select read_at from notices") == [first]
    assert (await alice.phone.get("/notices"))["items"][0]["read"] is True
    audited = "select 1 from audit_records where action = 'notice.read'"
    assert len(await query(audited)) == 1
    assert (await bob.phone.get("/notices"))["items"] == []


async def test_all_up_to_the_one_at_the_head_are_read_and_later_ones_stay_new(world, alice):
    bob = await world.person("Bob")
    for _ in range(PAGE + 1):
        await tell(alice, bob)
    seen = await alice.phone.get("/notices")
    assert seen["unread"] == PAGE + 1
    await tell(alice)
    for _ in range(2):
        await alice.phone.put("/notices/read", {"latest": seen["items"][0]["id"]})
        left = await alice.phone.get("/notices")
        assert (left["unread"], [one["read"] for one in left["items"][:2]]) == (1, [False, True])
    audited = "select 1 from audit_records where action = 'notice.read'"
    assert len(await query(audited)) == PAGE + 1
    assert (await bob.phone.get("/notices"))["unread"] == PAGE + 1


async def test_the_latest_come_first_page_by_page(alice):
    subjects = [uuid4() for _ in range(PAGE + 5)]
    for subject in subjects:
        await tell(alice, subject=subject)
    first = await alice.phone.get("/notices")
    second = await alice.phone.get("/notices", cursor=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (PAGE, 5, "")
    seen = [notice["subject_id"] for notice in first["items"] + second["items"]]
    assert seen == [str(subject) for subject in reversed(subjects)]


async def test_without_a_session_nothing_is_told(world, alice):
    await tell(alice)
    nobody = Person(world, world.phone("nobody"))
    all_read = nobody.phone.put("/notices/read", {"latest": str(uuid4())})
    one_read = nobody.phone.put(f"/notices/{uuid4()}/read")
    for act in (nobody.phone.get("/notices"), one_read, all_read):
        with refused(401):
            await act


async def test_a_new_wording_is_told_once_to_each_who_had_agreed(world, alice, monkeypatch):
    father, bob = await father_of(world, alice), await world.person("Bob")
    await agrees(alice)
    await agrees(father)
    rewritten(monkeypatch, Purpose.SHOW, material=False, changes="换了说法。")
    await consent_changes.tell_of_changes()
    sentence = "「晒出去」的说明有一处小改动，不用重新同意：换了说法。"
    with tomorrow():
        for _ in range(3):
            await consent_changes.tell_of_changes()
        for person in (alice, father):
            words = [words for _, words in await told(person, "consent_text_changed")]
            assert words == [sentence]
        assert await told(bob) == []


async def test_each_further_wording_is_told_also_after_an_outage(alice, monkeypatch):
    await agrees(alice)
    for day, version in enumerate(("b", "c"), start=1):
        since = clock.today() + timedelta(days=day)
        rewritten(
            monkeypatch,
            Purpose.SHOW,
            version=version,
            since=since,
            material=False,
            changes=f"{version}。",
        )
    with clock.moved(timedelta(days=5)):
        await consent_changes.tell_of_changes()
        assert {words[-2:] for _, words in await told(alice, "consent_text_changed")} == {
            "b。",
            "c。",
        }


async def test_a_new_wording_does_not_concern_who_left_took_back_or_agreed_to_it(
    world, alice, monkeypatch
):
    father, child = await father_of(world, alice), await child_of(world, alice)
    mother = await mother_of(world)
    await agrees(alice)
    await agrees(father, student_id=None)
    await Membership.filter(account=await father.account()).update(until=clock.now())
    await takes_back(mother, await agrees(mother))
    rewritten(monkeypatch, Purpose.SHOW, material=False, changes="换了说法。")
    with tomorrow():
        await agrees(alice)
        await consent_changes.tell_of_changes()
    changed = await Notice.filter(kind=NoticeKind.CONSENT_TEXT_CHANGED)
    assert changed == []
    assert await told(child, "consent") == []


async def test_a_material_change_is_asked_and_not_told(alice, monkeypatch):
    await agrees(alice)
    rewritten(monkeypatch, Purpose.SHOW, material=True, changes="多了一个接收方。")
    with tomorrow():
        await consent_changes.tell_of_changes()
    assert await told(alice, "consent") == []


async def test_what_the_release_after_this_one_tells_waits_for_it(alice):
    """While processes are replaced one by one, and after going back."""
    await tell(alice)
    await query("update notices set kind = 'moon_full' where kind = 'member_joined'")
    await tell(alice, kind=NoticeKind.MEMBER_LEFT)
    found = await alice.phone.get("/notices")
    assert [one["kind"] for one in found["items"]] == ["member_left"]
    assert found["unread"] == 1
    async with transaction():
        await notices.read_all(await alice.account(), UUID(found["items"][0]["id"]))
    await query("update notices set kind = 'member_joined' where kind = 'moon_full'")
    found = await alice.phone.get("/notices")
    assert [(one["kind"], one["read"]) for one in found["items"]] == [
        *(("member_left", True), ("member_joined", False))
    ]
