"""One owner: whatever members do to each other, a family has exactly one, and keeps its guardians.

Random acts are compared with a plain reading of the rules.
"""

import random
from collections.abc import Awaitable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from models.people.accounts import Account
from models.people.families import Membership, Relation, Role
from models.people.persons import Person
from models.people.students import Student
from service.foundation.errors import Conflict, Forbidden, Refusal
from service.people import families, invitations, memberships
from tests.each import each
from tests.world import World

ACTS = 120
GIVEN = (Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR, Role.GUARDIAN)
Expected = type[Refusal] | None


class Rules:
    """Who has which role, and what should become of an act; None where it should be done."""

    def __init__(self, owner: UUID) -> None:
        self.roles = {owner: Role.OWNER}

    def _guards(self, actor: UUID) -> bool:
        return self.roles[actor] >= Role.GUARDIAN

    def invite(self, actor: UUID, guest: UUID, role: Role) -> Expected:
        if not self._guards(actor):
            return Forbidden
        self.roles.setdefault(guest, role)
        return None

    def end(self, actor: UUID, named: UUID) -> Expected:
        if actor == named and self.roles[actor] is Role.OWNER:
            return Conflict
        if actor != named and (not self._guards(actor) or self._guards(named)):
            return Forbidden
        del self.roles[named]
        return None

    def change(self, actor: UUID, named: UUID, role: Role) -> Expected:
        if actor == named and self.roles[actor] is Role.OWNER:
            return Conflict
        if actor == named and role > self.roles[actor]:
            return Forbidden
        if actor != named and not self._guards(actor):
            return Forbidden
        if actor != named and self._guards(named) and role != self.roles[named]:
            return Forbidden
        self.roles[named] = role
        return None

    def hand_over(self, actor: UUID, named: UUID) -> Expected:
        if self.roles[actor] is not Role.OWNER:
            return Forbidden
        if actor != named and self.roles[named] is not Role.GUARDIAN:
            return Conflict
        self.roles[actor] = Role.GUARDIAN
        self.roles[named] = Role.OWNER
        return None


class Play:
    """Six people who do to one family whatever comes to their mind."""

    def __init__(self, seed: int, people: list[Account], family_id: UUID) -> None:
        self.dice = random.Random(seed)
        self.people, self.family_id = people, family_id
        self.rules = Rules(people[0].id)
        self.actor = people[0]

    async def act(self) -> tuple[str, Expected, Expected]:
        """One act: what it was, what should have become of it, and what did."""
        present = [one for one in self.people if one.id in self.rules.roles]
        actor = self.actor = self.dice.choice(present)
        named = self.dice.choice(present)
        place = (await places(self.family_id))[named.id].id
        role, rules = self.dice.choice(GIVEN), self.rules
        match what := self.dice.choice(("invite", "end", "change", "change", "hand over")):
            case "invite":
                guest, role = self.dice.choice(self.people), min(role, Role.EDITOR)
                expected = rules.invite(actor.id, guest.id, role)
                got = await outcome(invited(actor, guest, self.family_id, role))
            case "end":
                expected = rules.end(actor.id, named.id)
                got = await outcome(memberships.end(actor, place))
            case "change":
                expected = rules.change(actor.id, named.id, role)
                got = await outcome(memberships.change(actor, place, role=role))
            case _:
                expected = rules.hand_over(actor.id, named.id)
                got = await outcome(memberships.hand_over(actor, self.family_id, place))
        return what, expected, got


@each("seed", range(6))
async def test_a_family_has_one_owner_and_guardians_go_by_themselves(world, seed):
    play, seen = await playing(world, seed), set()
    for number in range(ACTS):
        before = await places(play.family_id)
        what, expected, got = await play.act()
        after = await places(play.family_id)
        assert got is expected, (number, what)
        roles = {account: place.role for account, place in after.items()}
        assert roles == play.rules.roles, (number, what)
        assert [*roles.values()].count(Role.OWNER) == 1, (number, what)
        guarded = {one for one, place in before.items() if place.role >= Role.GUARDIAN}
        fallen = {one for one in guarded if roles.get(one, Role.VIEWER) < Role.GUARDIAN}
        assert fallen <= {play.actor.id}, (number, what)
        seen.add((what, expected))
    assert len(seen) >= 8, "too few kinds of outcome to be worth anything"


async def playing(world: World, seed: int) -> Play:
    """A family of the first of six people; a child's archive keeps it from being left."""
    founder = await (await world.person("Alice")).account()  # WeChat knows her
    people = [founder, *[await Account.create(openid=f"o-{uuid4().hex}") for _ in range(5)]]
    family = await families.found(founder, "陈家", Relation.MOTHER)
    child: dict[str, Any] = {"nickname": "小满", "birth_date": date(2016, 5, 1)}
    person = await Person.create(family=family, name="小满")
    await Student.create(family=family, person=person, **child)
    return Play(seed, people, family.id)


async def places(family_id: UUID) -> dict[UUID, Membership]:
    return {m.account_id: m for m in await Membership.filter(family_id=family_id, until=None)}


async def invited(actor: Account, guest: Account, family_id: UUID, role: Role) -> None:
    invitation = await invitations.issue(actor, family_id, role, 1, Relation.OTHER)
    await invitations.accept(guest, invitations.code_of(invitation))


async def outcome(act: Awaitable[Any]) -> Expected:
    """The kind of refusal, or None where it was done."""
    try:
        await act
    except Refusal as refusal:
        return type(refusal)
    return None
