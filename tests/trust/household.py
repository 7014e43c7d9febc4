"""A household of the tests: Alice, the father, the child with a phone of its own, and their yes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.people.families import Membership, Relation, Role
from models.people.students import StudentAccount
from models.trust.consents import Purpose
from service.foundation import clock
from service.trust.consent_texts import TEXTS, Text, current
from tests.world import Person, World


async def mother_of(world: World, born: str = "2016-05-01") -> Person:
    """Alice, who keeps 小满's archive."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满", born)
    return alice


async def father_of(world: World, mother: Person) -> Person:
    """The other guardian of the family."""
    father = await world.person("Father")
    father.family, father.child = mother.family, mother.child
    await Membership.create(
        account=await father.account(),
        family_id=UUID(mother.family),
        role=Role.GUARDIAN,
        relation=Relation.FATHER,
        since=clock.now(),
    )
    return father


async def child_of(world: World, mother: Person) -> Person:
    """The mother's child, signed in by itself."""
    child = await world.person("Xiaoman")
    child.family, child.child = mother.family, mother.child
    account = await child.account()
    await StudentAccount.create(student_id=UUID(mother.child), account=account, since=clock.now())
    return child


async def agrees(person: Person, key: str = "", **change: Any) -> dict[str, Any]:
    purpose = change.get("purpose", "show")
    version = current(Purpose(purpose)).version if purpose in set(Purpose) else ""
    body = {
        "family_id": person.family,
        "student_id": person.child,
        "purpose": purpose,
        "version": version,
    }
    return await person.phone.post("/consents", body | change, key=key)


async def takes_back(person: Person, consent: dict[str, Any]) -> dict[str, Any]:
    """The receipt."""
    return await person.phone.delete(f"/consents/{consent['id']}")


async def told(person: Person, about: str = "") -> list[tuple[str, str]]:
    """The kind and the sentence of each notice whose kind begins so, latest first."""
    found = (await person.phone.get("/notices"))["items"]
    return [(one["kind"], one["words"]) for one in found if one["kind"].startswith(about)]


def rewritten(monkeypatch: pytest.MonkeyPatch, purpose: Purpose, **change: Any) -> Text:
    """Put a further version of a text into the table, from tomorrow on."""
    before = TEXTS[purpose]
    text = replace(
        before,
        **{"version": f"{before.version}+", "since": clock.today() + timedelta(days=1)} | change,
        before=before,
    )
    monkeypatch.setitem(TEXTS, purpose, text)
    return text


@contextmanager
def tomorrow() -> Iterator[None]:
    with clock.moved(timedelta(days=1)):
        yield
