"""Student accounts: a child signs in by its guardian's code, as itself, alone and for a while."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.trust.consents import Purpose
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.people import student_accounts
from service.trust.consent_texts import current
from tests.people.relatives import Home, home_of
from tests.pupil import almost, code_for, enters, invitation_for, pupil_of, tomorrow
from tests.world import Person, World, a_photo, refused

VIEW = {"id", "student_id", "code", "expires_at"}


async def bound(what: str = "until is null") -> int:
    rows = await query(f"select count(*) from student_accounts where {what}")
    return rows[0]["count"]


async def audited(action: str) -> int:
    rows = await query("select count(*) from audit_records where action = $1", action)
    return rows[0]["count"]


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    return alice


async def test_a_child_signs_in_with_its_code_and_sees_its_own_profile(world, alice):
    path = f"/students/{alice.child}"
    await alice.phone.put(path, {"full_name": "陈小满"})
    pupil = await world.person("Xiaoman")
    assert await pupil.sees(path) == [False]
    invitation = await invitation_for(alice)
    assert set(invitation) == VIEW
    profile = await enters(pupil, invitation["code"])
    assert (profile["id"], profile["full_name"]) == (alice.child, "陈小满")
    assert (profile["oneself"], profile["signs_in"]) == (True, True)
    assert (await pupil.phone.get("/students"))["items"] == [profile]
    seen = await alice.phone.get(path)
    assert (seen["oneself"], seen["signs_in"]) == (False, True)
    assert await audited("student_account.opened") == 1


async def test_only_guardians_invite_and_see_who_is_invited(world, home):
    stranger = await world.person("Eve")
    path = f"/students/{home.alice.child}/invitations"
    for person, status in ((home.chen, 403), (home.dina, 403), (stranger, 404)):
        with refused(status):
            await person.phone.post(path, None)
        with refused(status):
            await person.phone.get(path)
    own, others = await invitation_for(home.alice), await invitation_for(home.bob)
    listed = (await home.bob.phone.get(path))["items"]
    assert listed == [others, own | {"code": ""}]


async def test_a_code_is_for_one_account_once(world, alice):
    code, other = await code_for(alice), await world.person("Dou")
    pupil = await world.person("Xiaoman")
    for _ in range(2):
        assert (await enters(pupil, code))["id"] == alice.child
    with refused(404):
        await enters(other, code)
    await pupil.phone.delete(f"/students/{alice.child}/account")
    with refused(404):
        await enters(pupil, code)
    assert await bound("true") == 1


async def test_whoever_was_the_child_does_not_come_back_by_another_code_of_that_time(world, alice):
    first, second = await code_for(alice), await code_for(alice)
    pupil = await world.person("Xiaoman")
    await enters(pupil, first)
    await alice.phone.delete(f"/students/{alice.child}/account")
    with refused(404):
        await enters(pupil, second)
    assert await bound() == 0
    assert (await enters(pupil, await code_for(alice)))["id"] == alice.child


async def test_many_racers_with_one_code_leave_one_student(world, alice):
    code = await code_for(alice)
    racers = [await world.person(f"racer {number}") for number in range(12)]
    tries = await asyncio.gather(*(enters(r, code) for r in racers), return_exceptions=True)
    losers = [one for one in tries if isinstance(one, Refused)]
    assert [loser.status for loser in losers] == [404] * 11
    assert await bound() == 1


async def test_a_child_has_one_account_and_an_account_is_one_child(world, alice):
    codes = [await code_for(alice) for _ in range(3)]
    sister = await alice.opens_archive("小雨")
    hers = await code_for(alice, sister)
    pupil, other = await world.person("Xiaoman"), await world.person("Dou")
    await enters(pupil, codes[0])
    with refused(409, "student_account.taken"):
        await enters(other, codes[1])
    with refused(409, "student_account.another"):
        await enters(pupil, hers)
    alice.child = str((await pupil.phone.get("/students"))["items"][0]["id"])
    with refused(409, "student_account.taken"):
        await invitation_for(alice)
    assert await bound("true") == 1


async def test_one_account_with_the_codes_of_many_families_becomes_one_child(world):
    pupil, codes = await world.person("Xiaoman"), []
    for number in range(6):
        parent = await world.person(f"Parent {number}")
        await parent.founds("林家")
        await parent.opens_archive("豆豆")
        codes.append(await code_for(parent))
    await world.quiet()
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():  # so that all of them are on their way at once
        await blocking.execute("select 1 from families for update")
        racers = [asyncio.create_task(enters(pupil, code)) for code in codes]
        await world.until_blocked(6)
    await blocking.close()
    tries = await asyncio.gather(*racers, return_exceptions=True)
    losers = [one for one in tries if isinstance(one, Refused)]
    assert [loser.problem["code"] for loser in losers] == ["student_account.another"] * 5
    assert await bound("true") == 1


async def test_nobody_of_the_family_becomes_its_child(home):
    code = await code_for(home.alice)
    for member in (home.alice, home.bob, home.chen, home.dina):
        with refused(409, "student_account.member"):
            await enters(member, code)
    assert await bound("true") == 0


async def test_a_code_dies_after_a_week_when_revoked_and_with_its_guardian(world, home):
    fresh = await code_for(home.alice)
    revoked, left = await invitation_for(home.alice), await code_for(home.bob)
    path = f"/student-invitations/{revoked['id']}"
    with refused(403):
        await home.chen.phone.delete(path)
    with refused(404):
        await (await world.person("Eve")).phone.delete(path)
    for _ in range(2):
        await home.bob.phone.delete(path)
    assert await audited("student_invitation.revoked") == 1
    await home.bob.phone.put(await home.place("Bob"), {"role": "editor"})
    pupil = await world.person("Xiaoman")
    problems = []
    for code, moved in (("wrong", 0), (revoked["code"], 0), (left, 0), (fresh, 8)):
        with clock.moved(timedelta(days=moved)), pytest.raises(Refused) as refusal:
            await enters(pupil, code)
        problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    listed = (await home.alice.phone.get(f"/students/{home.alice.child}/invitations"))["items"]
    assert [one["code"] for one in listed] == [fresh]
    with clock.moved(student_accounts.LIFE - timedelta(minutes=1)):
        await enters(pupil, fresh)


async def test_a_code_is_long_and_only_its_hash_is_kept(world, alice):
    code = await code_for(alice)
    assert len(code) * 6 >= 128
    (row,) = await query("select * from student_invitations")
    assert code not in str(row)
    pupil = await world.person("Xiaoman")
    for number in range(10):
        with refused(404):
            await enters(pupil, f"guess-{number}")
    with refused(429):
        await enters(pupil, code)


async def test_the_same_request_again_invites_once(alice):
    path = f"/students/{alice.child}/invitations"
    made = [await alice.phone.post(path, None, key="tapped-once") for _ in range(2)]
    assert made[0] == made[1]
    assert await audited("student_invitation.issued") == 1


@pytest.mark.parametrize("who", ["guardian", "child"])
async def test_what_a_guardian_or_the_child_ends_is_over_at_once(world, alice, who):
    pupil = await pupil_of(world, alice)
    draft = await pupil.records(title="我的一天")
    await world.quiet()
    ends = {"guardian": alice, "child": pupil}[who]
    paths = (f"/students/{alice.child}", f"/entries/{draft['id']}")
    assert await pupil.sees(*paths) == [True, True]
    for _ in range(2):
        await ends.phone.delete(f"/students/{alice.child}/account")
    assert await pupil.sees(*paths) == [False, False]
    assert (await pupil.phone.get("/students"))["items"] == []
    with refused(404):
        await pupil.records(title="还想写")
    assert (await bound("until is not null"), await audited("student_account.ended")) == (1, 1)
    again = await world.person("New")
    await enters(again, await code_for(alice))


async def test_nobody_else_ends_it(world, home):
    pupil = await pupil_of(world, home.alice)
    stranger, path = await world.person("Eve"), f"/students/{home.alice.child}/account"
    for person, status in ((home.chen, 403), (home.dina, 403), (stranger, 404)):
        with refused(status):
            await person.phone.delete(path)
    assert await pupil.sees(f"/students/{home.alice.child}") == [True]


async def test_whoever_tried_out_the_childs_account_still_ends_the_childs(world, alice):
    """A mother first bound her second phone to it, then joined as a member with that phone."""
    phone = await pupil_of(world, alice, "Second")
    await alice.phone.delete(f"/students/{alice.child}/account")
    await alice.invites(phone, "妈妈", "editor")
    member = (await alice.phone.get(f"/families/{alice.family}/members"))["items"][1]
    await alice.phone.put(f"/memberships/{member['id']}", {"role": "guardian"})
    pupil = await pupil_of(world, alice)
    await phone.phone.delete(f"/students/{alice.child}/account")
    assert await pupil.sees(f"/students/{alice.child}") == [False]


async def test_nor_is_she_called_as_the_child_is(world, alice):
    phone = await pupil_of(world, alice, "Second")
    await alice.phone.delete(f"/students/{alice.child}/account")
    await alice.invites(phone, "外婆", "editor")
    path = f"/entries/{(await alice.records(title='海边'))['id']}/comments"
    said = await phone.phone.post(path, {"words": "真好看"})
    assert said["author"]["called"] == "外婆"


async def test_a_ticket_of_a_former_student_makes_no_photo(world, alice):
    pupil = await pupil_of(world, alice)
    files = [{"name": "a.jpg", "bytes": len(data := a_photo())}]
    body = {"family_id": alice.family, "files": files}
    (ticket,) = (await pupil.phone.post("/uploads", body))["items"]
    await alice.phone.delete(f"/students/{alice.child}/account")
    await pupil.phone.put_file(ticket, data)
    await world.quiet()
    assert await query("select 1 from photos") == []
    with refused(404):
        await pupil.phone.post("/uploads", body)


async def test_at_eighteen_the_child_decides_and_its_guardians_no_longer(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满", almost(18))
    pupil, path = await pupil_of(world, alice), f"/students/{alice.child}"
    with refused(403, "student.not_of_age"):
        await pupil.phone.put(path, {"nickname": "阿满"})
    with tomorrow():
        for call in (
            alice.phone.put(path, {"nickname": "小小满"}),
            alice.phone.delete(f"{path}/account"),
            invitation_for(alice),
        ):
            with refused(403, "student.grown"):
                await call
        assert (await pupil.phone.put(path, {"nickname": "阿满"}))["nickname"] == "阿满"
        await pupil.phone.delete(f"{path}/account")
        assert (await alice.phone.put(path, {"nickname": "小满"}))["nickname"] == "小满"


async def test_a_grown_child_who_never_signed_in_may_still_be_invited(world):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满", almost(18))
    with tomorrow():
        assert (await (await pupil_of(world, alice)).phone.get("/students"))["items"]


def forbidden(home: Home, things: dict[str, str]) -> list[tuple[str, str, Any]]:
    """What a student must not do: publish, share, agree for others, rule over the family."""
    family, show = home.alice.family, current(Purpose.SHOW).version
    post = {"family_id": family, "student_id": home.alice.child, "photo_ids": [things["photo"]]}
    consent = {"family_id": family, "purpose": "show", "version": show}
    return [
        *(("POST", "/posts", post | {"audience": a}) for a in ("public", "class", "family")),
        ("POST", f"/posts/{things['post']}/share-links", {}),
        ("DELETE", f"/posts/{things['post']}", None),
        ("POST", "/consents", consent | {"student_id": home.alice.child}),
        ("POST", "/consents", consent | {"student_id": things["sister"]}),
        ("POST", "/consents", consent),
        ("GET", f"{home.path}/members", None),
        ("GET", home.path, None),
        ("GET", f"{home.path}/timeline", None),
        ("GET", f"/students/{things['sister']}", None),
        ("GET", f"/students/{things['sister']}/timeline", None),
        ("POST", f"{home.path}/invitations", {}),
        ("PUT", home.path, {"name": "我家"}),
        ("POST", f"{home.path}/dispute", None),
        ("POST", f"{home.path}/persons", {"name": "同桌"}),
        ("PUT", f"/persons/{things['person']}", {"name": "同桌"}),
        ("PUT", f"/photos/{things['photo']}/persons", {"person_ids": []}),
        ("PUT", f"/students/{home.alice.child}", {"nickname": "阿满"}),
        ("POST", f"/students/{home.alice.child}/invitations", None),
        ("POST", "/entries", {"family_id": family, "title": "家里的事"}),
        ("POST", "/entries", {"family_id": family, "title": "x", "student_id": things["sister"]}),
        ("PUT", f"/entries/{things['entry']}", {"title": "改掉"}),
        ("DELETE", f"/entries/{things['entry']}", None),
        ("POST", f"/entries/{things['entry']}/confirmation", {"version": 1}),
    ]


async def test_a_student_writes_its_own_drafts_and_nothing_else(world, home):
    pupil, alice = await pupil_of(world, home.alice), home.alice
    photo = await alice.takes_photo()
    child = alice.child
    entry = await alice.records(title="海边", photo_ids=[photo])
    post = await alice.publishes("海边", [photo])
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    persons = (await pupil.phone.get(f"{home.path}/persons"))["items"]
    sister = await alice.opens_archive("小雨")
    alice.child = child
    things = {"photo": photo, "entry": entry["id"], "post": post["id"], "sister": sister}
    things |= {"person": persons[0]["id"]}
    assert await pupil.sees(f"/entries/{entry['id']}", f"/posts/{post['id']}") == [True, True]
    rows = await query("select count(*) from audit_records")
    allowed = []
    for method, path, body in forbidden(home, things):
        try:
            await pupil.phone.call(method, path, body, key=uuid4().hex if method == "POST" else "")
            allowed.append((method, path, body))
        except Refused as refusal:
            if refusal.status not in {403, 404}:
                allowed.append((method, path, refusal.problem))
    assert allowed == []
    assert await query("select count(*) from audit_records") == rows
    assert await query("select 1 from posts where id <> $1", UUID(post["id"])) == []
