"""Memberships: roles and relations, leaving and removing, and the one owner of a family."""

import asyncio
from uuid import UUID

import pytest

from models.people.families import Membership, Role
from models.trust.consents import Purpose
from service.demo.phone import Refused
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, Invalid
from service.people import families, memberships
from tests.each import each
from tests.people.relatives import Home, home_of, invitation_of, told
from tests.trust.leaving import asks, carried_out, of_home
from tests.world import World, refused

MEMBER = {"id", "nickname", "role", "shown_role", "relation", "since", "oneself"}
NOBODY = "00000000-0000-7000-8000-000000000000"
PATHS = ("", "/members", "/timeline")


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def acts() -> list[str]:
    rows = await query(
        "select action from audit_records where action like 'membership.%'"
        " or action like 'ownership.%' order by id"
    )
    return [row["action"] for row in rows][1:]  # the first made Bob a guardian


async def test_everybody_is_shown_as_one_who_looks_adds_or_decides(home):
    members = await home.members()
    assert all(set(member) == MEMBER | {"avatar"} & set(member) for member in members.values())
    assert {name: (m["role"], m["shown_role"], m["relation"]) for name, m in members.items()} == {
        "Alice": ("owner", "管理", "妈妈"),
        "Bob": ("guardian", "管理", "爸爸"),
        "Chen": ("editor", "能记", "爷爷"),
        "Dina": ("viewer", "只看", "亲属"),
    }
    assert [name for name, member in members.items() if member["oneself"]] == ["Alice"]
    assert (await home.dina.phone.get(home.path))["shown_role"] == "只看"


async def test_a_guardian_gives_roles_below_and_up_to_guardian(home):
    for role, shown in (("contributor", "能记"), ("viewer", "只看"), ("guardian", "管理")):
        changed = await home.bob.phone.put(await home.place("Chen"), {"role": role})
        assert (changed["role"], changed["shown_role"]) == (role, shown)
        assert (await home.chen.phone.get(home.path))["role"] == role
    again = await home.bob.phone.put(await home.place("Chen"), {"role": "guardian"})
    assert again["role"] == "guardian"
    assert await acts() == ["membership.changed"] * 3


async def test_a_role_holds_from_the_next_request_on(home):
    await home.chen.records(title="第一步")
    await home.alice.phone.put(await home.place("Chen"), {"role": "viewer"})
    with refused(403, "role.too_low"):
        await home.chen.records(title="第二步")


async def test_whoever_does_not_guard_changes_nobody(home):
    for who in (home.chen, home.dina):
        for name in ("Alice", "Bob", "Chen", "Dina"):
            with refused(403):
                await who.phone.put(await home.place(name), {"role": "guardian"})
        with refused(403, "role.too_low"):
            await who.phone.put(await home.place("Bob"), {"relation": "亲属"})
    assert await acts() == []


async def test_guardians_do_not_lower_each_other(home):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    for who in (home.alice, home.chen):
        with refused(403, "membership.guardian"):
            await who.phone.put(await home.place("Bob"), {"role": "viewer"})
    with refused(403, "membership.guardian"):
        await home.bob.phone.put(await home.place("Alice"), {"role": "guardian"})
    roles = {"Alice": "owner", "Bob": "guardian", "Chen": "guardian", "Dina": "viewer"}
    assert await home.roles() == roles


async def test_one_may_lower_oneself_but_not_the_owner(home):
    await home.bob.phone.put(await home.place("Bob"), {"role": "contributor"})
    with refused(403, "role.too_low"):
        await home.bob.phone.put(await home.place("Bob"), {"role": "guardian"})
    await home.chen.phone.put(await home.place("Chen"), {"role": "viewer"})
    with refused(409, "membership.owner"):
        await home.alice.phone.put(await home.place("Alice"), {"role": "guardian"})
    assert [*(await home.roles()).values()] == ["owner", "contributor", "viewer", "viewer"]


async def test_ownership_is_no_role_to_give(home):
    for who, name in ((home.alice, "Bob"), (home.bob, "Bob"), (home.bob, "Alice")):
        with refused(422):
            await who.phone.put(await home.place(name), {"role": "owner"})
    chen = await Membership.get(id=(await home.members())["Chen"]["id"])
    with pytest.raises(Invalid):
        await memberships.change(await home.alice.account(), chen.id, role=Role.OWNER)
    with pytest.raises(Forbidden):
        await memberships.change(await home.bob.account(), chen.id, role=Role.OWNER)
    assert await acts() == []


async def test_a_relation_is_ones_own_or_a_guardians_to_set(home):
    await home.dina.phone.put(await home.place("Dina"), {"relation": "外婆"})
    await home.bob.phone.put(await home.place("Chen"), {"relation": "外公"})
    found = {name: member["relation"] for name, member in (await home.members()).items()}
    assert found == {"Alice": "妈妈", "Bob": "爸爸", "Chen": "外公", "Dina": "外婆"}
    assert [*(await home.roles()).values()] == ["owner", "guardian", "editor", "viewer"]


@each(
    "body", [{"role": "king"}, {"role": None}, {"relation": "哥哥"}, {"until": None}, {"role": 40}]
)
async def test_a_change_that_cannot_be_right_is_refused(home, body):
    with refused(422):
        await home.alice.phone.put(await home.place("Chen"), body)
    assert await acts() == []


async def test_whoever_is_removed_is_refused_at_the_next_request(home):
    place = await home.place("Chen")
    assert await home.chen.sees(*(home.path + path for path in PATHS)) == [True] * 3
    for _ in range(2):
        await home.bob.phone.delete(place)
    assert await home.chen.sees(*(home.path + path for path in PATHS)) == [False] * 3
    assert await home.chen.sees(f"/students/{home.alice.child}") == [False]
    with refused(404):
        await home.chen.records(title="第一步")
    assert "Chen" not in await home.roles()
    assert await acts() == ["membership.ended"]
    with refused(404):
        await home.bob.phone.put(place, {"role": "editor"})


async def test_anybody_but_the_owner_leaves_whenever_they_like(home):
    for who, name in ((home.chen, "Chen"), (home.bob, "Bob"), (home.dina, "Dina")):
        place = await home.place(name)
        for _ in range(2):
            await who.phone.delete(place)
        assert await who.sees(home.path) == [False]
    assert await home.roles() == {"Alice": "owner"}
    assert await acts() == ["membership.ended"] * 3


async def test_whoever_comes_back_has_a_new_membership(home):
    before = await home.place("Chen")
    await home.chen.phone.delete(before)
    await home.alice.invites(home.chen, "外公", "viewer")
    after = await home.place("Chen")
    assert after != before
    rows = await Membership.filter(account_id=(await home.chen.account()).id).order_by("since")
    assert [(row.role, row.until is None) for row in rows] == [
        (Role.EDITOR, False),
        (Role.VIEWER, True),
    ]
    assert rows[0].until is not None
    assert rows[0].until <= rows[1].since
    await home.chen.phone.delete(before)
    assert await home.chen.sees(home.path) == [True]


async def test_no_guardian_removes_another(home):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    for who, name in ((home.alice, "Bob"), (home.bob, "Alice"), (home.chen, "Bob")):
        with refused(403, "membership.guardian"):
            await who.phone.delete(await home.place(name))
    assert len(await home.roles()) == 4


async def test_whoever_does_not_guard_removes_nobody(home):
    gone = await home.place("Chen")
    await home.chen.phone.delete(gone)
    for place in (gone, await home.place("Bob"), await home.place("Alice")):
        with refused(403, "role.too_low"):
            await home.dina.phone.delete(place)
    assert len(await home.roles()) == 3


async def test_a_foreign_membership_and_a_missing_one_look_the_same(world, home):
    eve, place = await world.person("Eve"), await home.place("Dina")
    await eve.founds("林家")
    await home.chen.phone.delete(await home.place("Chen"))
    for who in (eve, home.chen):
        problems = []
        for path in (place, f"/memberships/{NOBODY}"):
            for method, body in (("DELETE", None), ("PUT", {"role": "editor"})):
                with pytest.raises(Refused) as refusal:
                    await who.phone.call(method, path, body)
                problems.append(refusal.value.problem)
        assert problems[0]["status"] == 404
        assert problems.count(problems[0]) == 4
    assert "Dina" in await home.roles()


async def test_the_owner_stays_while_anybody_or_any_child_is_left(world, home):
    place = await home.place("Alice")
    for name in ("Bob", "Chen", "Dina"):
        with refused(409, "membership.owner"):
            await home.alice.phone.delete(place)
        who = {"Bob": home.bob, "Chen": home.chen, "Dina": home.dina}[name]
        await who.phone.delete(await home.place(name))
    with refused(409, "membership.owner"):
        await home.alice.phone.delete(place)
    eve = await world.person("Eve")
    await eve.founds("林家")
    (own,) = (await eve.phone.get(f"/families/{eve.family}/members"))["items"]
    await eve.phone.delete(f"/memberships/{own['id']}")
    assert await eve.sees(f"/families/{eve.family}") == [False]


async def test_the_other_guardians_are_told_who_came_and_who_left(home):
    places = {name: member["id"] for name, member in (await home.members()).items()}
    await home.chen.phone.delete(f"/memberships/{places['Chen']}")
    await home.bob.phone.delete(f"/memberships/{places['Dina']}")
    joined = [("member_joined", places[name]) for name in ("Dina", "Chen", "Bob")]
    left = [("member_left", places[name]) for name in ("Dina", "Chen")]
    assert await told(home.alice) == left + joined
    assert await told(home.bob) == left[1:]
    assert await told(home.chen) == await told(home.dina) == []


async def test_the_owner_hands_the_family_over_to_another_guardian(home):
    heir = (await home.members())["Bob"]["id"]
    path, body = f"{home.path}/ownership", {"membership_id": heir}
    handed = await home.alice.phone.post(path, body, key="handed-over")
    assert handed["role"] == "guardian"
    assert await home.alice.phone.post(path, body, key="handed-over") == handed
    roles = await home.roles()
    assert (roles["Alice"], roles["Bob"]) == ("guardian", "owner")
    with refused(403, "ownership.not_yours"):
        await home.alice.phone.post(path, body)
    await home.alice.phone.delete(await home.place("Alice"))
    assert (await home.bob.phone.get(home.path))["role"] == "owner"
    assert await acts() == ["ownership.handed_over", "membership.ended"]


async def test_only_the_owner_hands_over_and_only_to_a_guardian_of_the_family(world, home):
    eve = await world.person("Eve")
    await eve.founds("林家")
    (foreign,) = (await eve.phone.get(f"/families/{eve.family}/members"))["items"]
    places = {name: member["id"] for name, member in (await home.members()).items()}
    path = f"{home.path}/ownership"
    for who, heir, status in (
        (home.bob, places["Bob"], 403),
        (home.chen, places["Bob"], 403),
        (eve, foreign["id"], 404),
        (home.alice, foreign["id"], 404),
        (home.alice, NOBODY, 404),
        (home.alice, places["Chen"], 409),
    ):
        with refused(status):
            await who.phone.post(path, {"membership_id": heir})
    await home.alice.phone.post(path, {"membership_id": places["Alice"]})
    await home.bob.phone.delete(f"/memberships/{places['Bob']}")
    with refused(404):
        await home.alice.phone.post(path, {"membership_id": places["Bob"]})
    assert (await home.roles())["Alice"] == "owner"
    assert await acts() == ["membership.ended"]


async def test_racing_hand_overs_leave_one_owner(home):
    await home.alice.phone.put(await home.place("Chen"), {"role": "guardian"})
    heirs = [(await home.members())[name]["id"] for name in ("Bob", "Chen")] * 5
    path = f"{home.path}/ownership"
    tries = (home.alice.phone.post(path, {"membership_id": heir}) for heir in heirs)
    results = await asyncio.gather(*tries, return_exceptions=True)
    losers = [result for result in results if isinstance(result, Refused)]
    assert [loser.status for loser in losers] == [403] * 9
    roles = sorted((await home.roles()).values())
    assert roles == ["guardian", "guardian", "owner", "viewer"]


async def test_a_removal_and_a_promotion_at_once_leave_no_removed_guardian(home):
    for _ in range(5):
        place = await home.place("Chen")
        results = await asyncio.gather(
            home.alice.phone.delete(place),
            home.bob.phone.put(place, {"role": "guardian"}),
            return_exceptions=True,
        )
        failed = [result for result in results if isinstance(result, BaseException)]
        assert [type(one) for one in failed] == [Refused], results
        assert failed[0].status in (403, 404)  # type: ignore[attr-defined]
        if "Chen" in await home.roles():
            await home.chen.phone.delete(await home.place("Chen"))
        await home.alice.invites(home.chen, "爷爷", "editor")


async def test_a_leaver_and_those_invited_by_them_do_not_block_each_other(world, home):
    """The family's row is always locked first: one order for all, so no deadlock."""
    guests = [await world.person(f"guest {number}") for number in range(8)]
    code = (await invitation_of(home.bob, uses=20, relation="亲属"))["code"]
    place = await home.place("Bob")
    joining = [guest.phone.post("/memberships", {"code": code}) for guest in guests]
    results = await asyncio.gather(*joining, home.bob.phone.delete(place), return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(one, Refused) and one.status == 404 for one in failed), failed
    late = await world.person("late guest")
    with refused(404):
        await late.phone.post("/memberships", {"code": code})


async def test_nor_does_the_owner_leave_what_nobody_else_could_take_back(world):
    eve, bob = await world.person("Eve"), await world.person("Bob")
    await eve.founds("林家")
    (own,) = (await eve.phone.get(f"/families/{eve.family}/members"))["items"]
    photo = await eve.takes_photo()
    with refused(409, "membership.owner"):
        await eve.phone.delete(f"/memberships/{own['id']}")
    await eve.consents(Purpose.SHOW)
    post = f"/posts/{(await eve.shows('海边', [photo]))['id']}"
    with refused(409, "membership.owner"):
        await eve.phone.delete(f"/memberships/{own['id']}")
    assert await bob.sees(post) == [True]
    await carried_out(world, await asks(eve, of_home(eve)))
    assert await bob.sees(post) == [False]


async def test_whoever_leaves_while_the_family_is_erased_finds_it_gone(world, home):
    place, chen = await home.place("Chen"), await home.chen.account()
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await families.lock(UUID(home.alice.family))
            leaving = asyncio.create_task(home.chen.phone.delete(place))
            await world.until_blocked(1)
            await Membership.filter(account_id=chen.id).delete()
        with refused(404):
            await leaving
