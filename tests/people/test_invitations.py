"""Invitations: a code lets relatives in, only as many, only for a while, and nobody else."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.people.families import Role
from models.people.students import StudentAccount
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Invalid
from service.people import invitations, sessions
from tests.each import each
from tests.world import Person, refused

VIEW = {
    *("id", "code", "role", "shown_role", "relation", "issued_by", "uses_left", "expires_at"),
}


async def invitation_of(person, **draft):
    return await person.phone.post(f"/families/{person.family}/invitations", draft)


async def joins(person, code, relation="爷爷", key=""):
    body = {"code": code, "relation": relation}
    return await person.phone.post("/memberships", body, key=key)


async def uses_left():
    return [row["uses_left"] for row in await query("select uses_left from invitations")]


@pytest.fixture
async def alice(world) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    return alice


async def test_a_relative_joins_as_what_they_were_invited(world, alice):
    chen = await world.person("Chen")
    invitation = await invitation_of(alice, role="viewer")
    assert set(invitation) == VIEW
    family = await joins(chen, invitation["code"])
    assert (family["id"], family["role"], family["relation"]) == (alice.family, "viewer", "爷爷")
    assert await uses_left() == [0]


async def test_only_guardians_invite(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    bob.family = alice.family
    with refused(403, "role.too_low"):
        await invitation_of(chen)
    with refused(404):
        await invitation_of(bob)
    nobody = Person(world, world.phone("nobody"))
    nobody.family = alice.family
    with refused(401):
        await invitation_of(nobody)
    with refused(401):
        await joins(nobody, "any")


@each(
    "draft",
    [
        {"role": "guardian"},
        {"role": "owner"},
        {"role": 40},
        {"uses": 0},
        {"uses": 21},
        {"uses": 1.5},
        {"code_hash": "x"},
        {"expires_at": "2099-01-01T00:00:00Z"},
        {"family_id": "00000000-0000-0000-0000-000000000000"},
    ],
)
async def test_an_invitation_that_goes_too_far_is_refused(alice, draft):
    with refused(422):
        await invitation_of(alice, **draft)
    assert await uses_left() == []


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.OWNER])
async def test_nobody_is_invited_above_editor_by_any_way(alice, role):
    with pytest.raises(Invalid):
        await invitations.issue(await alice.account(), UUID(alice.family), role, 1)


async def test_two_hundred_racers_for_one_place_leave_one_winner(world, alice):
    code = (await invitation_of(alice))["code"]
    racers = [world.phone(f"racer {number}") for number in range(200)]
    for racer in racers:  # past the limit of sign-ins at the edge
        _, racer.token = await sessions.sign_in(await racer.login_code())
    body = {"code": code, "relation": "亲属"}
    tries = (racer.post("/memberships", body) for racer in racers)
    results = await asyncio.gather(*tries, return_exceptions=True)
    losers = [result for result in results if isinstance(result, Refused)]
    assert [loser.status for loser in losers] == [404] * 199
    assert await uses_left() == [0]
    assert len((await alice.phone.get(f"/families/{alice.family}/members"))["items"]) == 2


async def test_one_person_tapping_five_times_at_once_takes_one_place(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice, uses=3))["code"]
    families = await asyncio.gather(*(joins(chen, code) for _ in range(5)))
    assert {family["id"] for family in families} == {alice.family}
    assert await uses_left() == [2]
    assert len(await query("select 1 from audit_records where action = 'family.joined'")) == 1


async def test_a_member_stays_what_they_are_and_uses_nothing_up(world, alice):
    chen = await world.person("Chen")
    await joins(chen, (await invitation_of(alice, role="viewer"))["code"])
    code = (await invitation_of(alice, role="editor"))["code"]
    for member, role, relation in ((chen, "viewer", "爷爷"), (alice, "owner", "妈妈")):
        family = await joins(member, code, "外公")
        assert (family["role"], family["relation"]) == (role, relation)
    assert await uses_left() == [0, 1]


async def test_the_same_request_again_makes_nothing_new(world, alice):
    chen = await world.person("Chen")
    path = f"/families/{alice.family}/invitations"
    invitation = await alice.phone.post(path, {}, key="tapped-once")
    assert await alice.phone.post(path, {}, key="tapped-once") == invitation
    joined = await joins(chen, invitation["code"], key="joined-once")
    assert await joins(chen, invitation["code"], key="joined-once") == joined
    assert await uses_left() == [0]


async def test_an_invitation_ends_after_a_week(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice))["code"]
    with clock.moved(invitations.LIFE + timedelta(seconds=1)), refused(404):
        await joins(chen, code)
    with clock.moved(invitations.LIFE - timedelta(minutes=1)):
        await joins(chen, code)


async def test_wrong_used_up_and_expired_codes_look_the_same(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    used, fresh = (await invitation_of(alice))["code"], (await invitation_of(alice))["code"]
    await joins(chen, used)
    problems = []
    for code, moved in (("wrong", 0), (used, 0), (fresh, 8), (fresh.upper(), 0)):
        with clock.moved(timedelta(days=moved)), pytest.raises(Refused) as refusal:
            await joins(bob, code)
        problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)


async def test_a_code_is_long_and_only_its_hash_is_kept(alice):
    code = (await invitation_of(alice))["code"]
    assert len(code) * 6 >= 128
    (row,) = await query("select * from invitations")
    assert code not in str(row)


async def test_guessing_ends_after_ten_tries_even_if_the_next_is_right(world, alice):
    bob, chen = await world.person("Bob"), await world.person("Chen")
    code = (await invitation_of(alice))["code"]
    for number in range(10):
        with refused(404):
            await joins(bob, f"guess-{number}")
    with refused(429, "rate_limited"):
        await joins(bob, code)
    await joins(chen, code)


@each("body", [{}, {"code": "", "relation": "爷爷"}, {"code": "x", "relation": "哥哥"}])
async def test_a_yes_that_says_too_little_is_refused(world, body):
    chen = await world.person("Chen")
    with refused(422):
        await chen.phone.post("/memberships", body)


async def test_nobody_joins_as_more_than_they_were_invited(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice, role="viewer"))["code"]
    for field in ("role", "family_id", "account_id", "since"):
        with refused(422, "field.unknown"):
            body = {"code": code, "relation": "爷爷", field: "owner"}
            await chen.phone.post("/memberships", body)
    assert await uses_left() == [1]


async def looks(person, code):
    return await person.phone.get(f"/invitation-codes/{code}")


async def listed(guardian):
    return (await guardian.phone.get(f"/families/{guardian.family}/invitations"))["items"]


async def test_one_tap_on_a_card_is_enough(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice, relation="爷爷", role="viewer"))["code"]
    card = {"family": "陈家", "invited_by": "Alice", "relation": "爷爷", "shown_role": "只看"}
    assert await looks(chen, code) == card
    family = await chen.phone.post("/memberships", {"code": code})
    assert (family["id"], family["relation"]) == (alice.family, "爷爷")
    assert (family["role"], family["shown_role"]) == ("viewer", "只看")


async def test_a_card_that_names_nobody_asks_who_one_is(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice))["code"]
    assert (await looks(chen, code))["relation"] is None
    with refused(422, "relation.required"):
        await chen.phone.post("/memberships", {"code": code})
    assert await uses_left() == [1]
    assert (await joins(chen, code, "外公"))["relation"] == "外公"


async def test_a_guest_knows_better_than_the_card_who_they_are(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice, relation="爷爷"))["code"]
    assert (await joins(chen, code, "外公"))["relation"] == "外公"


async def test_looking_uses_nothing_up_and_joins_nobody(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice))["code"]
    for _ in range(3):
        await looks(chen, code)
    assert await uses_left() == [1]
    assert (await chen.phone.get("/account"))["families"] == []


async def test_a_card_that_opens_nothing_looks_like_one_that_never_was(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    used, ended, late = [await invitation_of(alice, relation="爷爷") for _ in range(3)]
    await joins(chen, used["code"])
    await alice.phone.delete(f"/invitations/{ended['id']}")
    problems = []
    for code, moved in (("wrong", 0), (used["code"], 0), (ended["code"], 0), (late["code"], 8)):
        for tries in (looks, joins):
            with clock.moved(timedelta(days=moved)), pytest.raises(Refused) as refusal:
                await tries(bob, code)
            problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == 8
    await joins(bob, late["code"])


async def test_looking_at_cards_by_guessing_ends_after_ten_tries(world, alice):
    bob, chen = await world.person("Bob"), await world.person("Chen")
    code = (await invitation_of(alice))["code"]
    for number in range(10):
        with refused(404):
            await looks(bob, f"guess-{number}")
    with refused(429, "rate_limited"):
        await looks(bob, code)
    await looks(chen, code)


async def test_guessing_from_one_address_ends_whatever_the_account(world, alice):
    code = (await invitation_of(alice))["code"]
    guessers = [await world.person(f"guesser {number}") for number in range(10)]
    for guesser in guessers:
        for number in range(10):
            with refused(404):
                await looks(guesser, f"guess-{number}")
    with refused(429, "rate_limited"):
        await looks(alice, code)


async def test_guardians_see_what_is_open_and_each_their_own_codes(world, alice):
    bob = await world.person("Bob")
    await alice.invites(bob, "爸爸", "editor")
    (_, his) = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    await alice.phone.put(f"/memberships/{his['id']}", {"role": "guardian"})
    hers = await invitation_of(alice, uses=2)
    his = await invitation_of(bob, relation="奶奶")
    late, ended = await invitation_of(bob), await invitation_of(bob)
    await alice.phone.delete(f"/invitations/{ended['id']}")
    await query("update invitations set expires_at = now() where id = $1", UUID(late["id"]))
    for who, own, other in ((alice, hers, his), (bob, his, hers)):
        found = {one["id"]: one for one in await listed(who)}
        assert found == {own["id"]: own, other["id"]: other | {"code": ""}}
    assert (his["issued_by"], his["relation"], hers["uses_left"]) == ("Bob", "奶奶", 2)


async def test_nobody_but_a_guardian_sees_or_ends_invitations(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", "editor")
    await bob.founds("林家")
    invitation = await invitation_of(alice)
    for who, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await who.phone.get(f"/families/{alice.family}/invitations")
        with refused(status):
            await who.phone.delete(f"/invitations/{invitation['id']}")
    with refused(404):
        await alice.phone.delete("/invitations/00000000-0000-7000-8000-000000000000")
    assert len(await listed(alice)) == 1


async def test_an_ended_invitation_lets_nobody_in(world, alice):
    chen = await world.person("Chen")
    invitation = await invitation_of(alice)
    for _ in range(2):
        await alice.phone.delete(f"/invitations/{invitation['id']}")
    with refused(404):
        await joins(chen, invitation["code"])
    ended = "select 1 from audit_records where action = 'invitation.revoked'"
    assert len(await query(ended)) == 1


async def test_the_guardian_undoes_a_joining_by_removing_the_member(world, alice):
    chen = await world.person("Chen")
    code = (await invitation_of(alice, relation="爷爷"))["code"]
    await chen.phone.post("/memberships", {"code": code})
    (notice,) = (await alice.phone.get("/notices"))["items"]
    assert notice["kind"] == "member_joined"
    await alice.phone.delete(f"/memberships/{notice['subject_id']}")
    assert await chen.sees(f"/families/{alice.family}") == [False]


async def test_the_child_itself_does_not_join_as_a_relative(world, alice):
    student = await world.person("Xiaoman")
    child = await alice.opens_archive("小满")
    account = await student.account()
    await StudentAccount.create(student_id=UUID(child), account=account, since=clock.now())
    card = (await invitation_of(alice, relation="亲属"))["code"]
    with refused(409, "membership.student"):
        await student.phone.post("/memberships", {"code": card})
    await StudentAccount.all().update(until=clock.now())
    await student.phone.post("/memberships", {"code": card})
