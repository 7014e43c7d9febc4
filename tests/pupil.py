"""A pupil: a child of a family with a WeChat of its own, signed in by its guardian's code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from service.foundation import clock
from service.trust.access.viewers import born_by
from tests.world import Person, World

DAY = timedelta(days=1)


async def code_for(guardian: Person, child: str = "") -> str:
    """The code of a new invitation for the guardian's child."""
    return (await invitation_for(guardian, child))["code"]


async def invitation_for(guardian: Person, child: str = "") -> dict[str, Any]:
    return await guardian.phone.post(f"/students/{child or guardian.child}/invitations", None)


async def enters(person: Person, code: str, key: str = "") -> dict[str, Any]:
    """Sign in as the student of a code."""
    return await person.phone.post("/student-accounts", {"code": code}, key=key)


async def pupil_of(world: World, guardian: Person, name: str = "Xiaoman") -> Person:
    """The guardian's child, signed in as itself."""
    pupil = await world.person(name)
    await enters(pupil, await code_for(guardian))
    pupil.family, pupil.child = guardian.family, guardian.child
    return pupil


def almost(years: int) -> str:
    """The birth date of somebody who turns so old tomorrow."""
    with tomorrow():
        return born_by(years).isoformat()


@contextmanager
def tomorrow() -> Iterator[None]:
    with clock.moved(DAY):
        yield
