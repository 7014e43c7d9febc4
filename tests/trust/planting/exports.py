"""Planting what was packed of the canary child: with its family, alone, and by itself."""

from typing import Any

from models.people.students import Student
from tests.archive.suitcase import packed


async def plant(home: Any) -> None:
    """Three files, each with all of the child in it; for the last one it is of age for a while."""
    await packed(home.alice)
    await packed(home.alice, home.alice.child)
    pupil = await home.world.person("Xiaoman")
    pupil.family = home.alice.family
    child = await Student.get(id=home.alice.child)
    await Student.filter(id=child.id).update(birth_date="2000-01-01")
    await packed(pupil, home.alice.child)
    await Student.filter(id=child.id).update(birth_date=child.birth_date)
