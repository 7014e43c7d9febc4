"""The child's own consent: asked from 14 on, and at 18 nobody else's."""

from uuid import UUID

import pytest

from models.trust.consents import Purpose
from service.foundation.database import query
from service.foundation.errors import Invalid
from service.trust import consents
from service.trust.access.viewers import born_by
from service.trust.consent_texts import current
from tests.each import each
from tests.trust.household import agrees, child_of, father_of, mother_of, takes_back, told, tomorrow
from tests.world import Person, World, refused

OUTWARD = sorted(set(Purpose) - {Purpose.ARCHIVE})


def turning(years: int) -> str:
    """The birth date of a child that turns so old tomorrow."""
    with tomorrow():
        return born_by(years).isoformat()


@pytest.fixture
async def alice(world: World) -> Person:
    """A mother whose child turns 14 tomorrow."""
    return await mother_of(world, turning(14))


async def test_from_fourteen_on_each_new_showing_stands_on_the_childs_own_yes(world, alice):
    bob, photo = await world.person("Bob"), await alice.takes_photo()
    await agrees(alice)
    old = (await alice.shows("十三岁", [photo]))["id"]
    child = await child_of(world, alice)
    with tomorrow():
        with refused(422, "consent.child_required"):
            await alice.publishes("十四岁", [photo], audience="public")
        assert await bob.sees(f"/posts/{old}") == [True]
        own = await agrees(child)
        assert own["capacity"] == "child"
        new = (await alice.shows("十四岁", [photo]))["id"]
        assert await bob.sees(f"/posts/{new}") == [True]
    (row,) = await query("select consent_id from posts where id = $1", UUID(new))
    assert str(row["consent_id"]) == own["id"]


async def test_what_the_child_takes_back_is_dark_whoever_had_agreed(world, alice):
    bob, photo = await world.person("Bob"), await alice.takes_photo()
    await agrees(alice)
    old = (await alice.shows("十三岁", [photo]))["id"]
    child = await child_of(world, alice)
    with tomorrow():
        own = await agrees(child)
        new = (await alice.shows("十四岁", [photo]))["id"]
        await takes_back(child, own)
        assert await bob.sees(f"/posts/{old}", f"/posts/{new}") == [False, False]
        with refused(422, "consent.child_required"):
            await alice.publishes("又一次", [photo], audience="public")
        await alice.publishes("又一次", [photo])


async def test_a_guardian_takes_back_what_the_child_agreed_to_and_it_is_told(world, alice):
    child, father = await child_of(world, alice), await father_of(world, alice)
    with tomorrow():
        await takes_back(father, await agrees(child))
        words = "收回了「晒出去」的同意（小满），靠它给外面看的内容都收起来了"
        assert await told(child, "consent") == [("consent_withdrawn", f"爸爸{words}")]
        assert await told(alice, "consent") == [
            ("consent_withdrawn", f"爸爸{words}"),
            ("consent_granted", "孩子本人同意了「晒出去」（小满）"),
        ]


@each("purpose", OUTWARD)
async def test_for_a_child_of_fourteen_no_guardian_says_yes(alice, purpose):
    await agrees(alice, purpose=purpose)
    home = purpose, UUID(alice.family), UUID(alice.child)
    await consents.require(*home)
    with tomorrow():
        with pytest.raises(Invalid) as lacking:
            await consents.require(*home)
        assert "邀请孩子登录" in lacking.value.detail
        with refused(422, "consent.child_required"):
            await agrees(alice, purpose=purpose)


async def test_the_archive_is_the_guardians_to_agree_to_until_eighteen(world, alice):
    child = await child_of(world, alice)
    with tomorrow():
        await alice.records(title="十四岁")
        await agrees(alice, purpose="archive")
        assert (await agrees(child, purpose="archive"))["capacity"] == "child"


async def test_the_familys_own_things_wait_for_no_child(alice):
    photo = await alice.takes_photo()
    await agrees(alice, student_id=None)
    with tomorrow():
        await alice.publishes("老照片", [photo], audience="public", student_id=None)


async def test_a_younger_child_decides_nothing(world, alice):
    child, consent = await child_of(world, alice), await agrees(alice)
    before = await query("select * from consents order by id")
    for act in (agrees(child), agrees(child, purpose="archive"), takes_back(child, consent)):
        with refused(403, "student.not_of_age"):
            await act
    assert await query("select * from consents order by id") == before
    assert await query("select 1 from consent_withdrawals") == []


async def test_a_child_agrees_for_itself_alone(world, alice):
    child, hers = await child_of(world, alice), await agrees(alice, student_id=None)
    sibling = await alice.opens_archive("小雨", "2010-01-01")
    archive = (await alice.phone.get("/consents", family_id=alice.family))["items"][0]
    assert archive["student_id"] == sibling
    bob = await world.person("Bob")
    await bob.founds("林家")
    with tomorrow():
        for other in (sibling, None):
            with refused(404):
                await agrees(child, student_id=other)
        with refused(404):
            await agrees(child, family_id=bob.family)
        for consent in (hers, archive):
            with refused(404):
                await takes_back(child, consent)


async def test_a_child_reads_what_was_agreed_for_it_and_no_more(world, alice):
    consent = await agrees(alice)
    await agrees(alice, student_id=None)
    child = await child_of(world, alice)
    held = (await child.phone.get("/consents", family_id=alice.family))["items"]
    assert {one["purpose"] for one in held} == {"archive", "show"}
    assert {one["student_id"] for one in held} == {alice.child}
    lines = (await child.phone.get("/consents/history", family_id=alice.family))["items"]
    assert [line["who"] for line in lines] == ["妈妈"] * 2
    assert lines[0]["consent_id"] == consent["id"]
    bob = await world.person("Bob")
    await bob.founds("林家")
    with refused(404):
        await child.phone.get("/consents", family_id=bob.family)


async def test_after_a_material_change_it_is_the_child_who_is_asked_again(
    world, alice, monkeypatch
):
    photo, child = await alice.takes_photo(), await child_of(world, alice)
    with tomorrow():
        await agrees(child)
        version = current(Purpose.SHOW).version
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(consents, "accepted", lambda purpose: [])
            with refused(422, "consent.renewal_required"):
                await alice.publishes("十四岁", [photo], audience="public")
        assert version == current(Purpose.SHOW).version


async def test_at_eighteen_control_passes_to_the_child_that_signs_in(world):
    alice = await mother_of(world, turning(18))
    await agrees(alice, purpose="archive")
    (held, _) = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    child = await child_of(world, alice)
    with tomorrow():
        for act in (agrees(alice, purpose="archive"), takes_back(alice, held)):
            with refused(403, "student.grown"):
                await act
        await agrees(child)
        await takes_back(child, held)
        with refused(422, "consent.archive_required"):
            await alice.records(title="十八岁")


async def test_while_the_grown_child_does_not_sign_in_the_guardians_keep_the_archive(world):
    alice = await mother_of(world, turning(18))
    with tomorrow():
        await agrees(alice, purpose="archive")
        await alice.records(title="十八岁")
        with refused(422, "consent.child_required"):
            await agrees(alice)
