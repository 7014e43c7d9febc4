"""Planting booklets of the canary child: one printed with its teacher's words, one taken away."""

from typing import Any
from uuid import UUID

from models.archive.booklets import Booklet
from models.archive.findings import FindingKind
from service.archive import findings
from service.foundation.database import query, transaction
from tests.archive.booklet_room import booklet_of, confirms, endorses, locks

WORDS = "KANARIE老师的话"


async def plant(home: Any) -> None:
    """All that a booklet leaves anywhere: PDF, content, words, a question, a finding."""
    alice, world = home.alice, home.world
    teacher = await world.person("Wang")
    await home.school.takes_on(teacher, home.class_id)
    (entry,) = await query(
        "select id from entries where student_id = $1 and audience = 30", UUID(alice.child)
    )
    days = {"since": "2020-01-01", "until": "2020-12-31"}
    pupil = await _pupil(home)
    path = await booklet_of(alice, str(entry["id"]), title="KANARIE成长册", **days)
    await alice.phone.call("POST", f"{path}/request")
    await confirms(pupil, path)
    await alice.phone.put(f"{path}/school")
    await endorses(teacher, path, WORDS)
    await alice.phone.until(path, state=["endorsed"])
    await locks(alice, path)
    other = await booklet_of(alice, str(entry["id"]), **days)
    async with world.worker_away():
        await alice.phone.delete(other)
    booklet = await Booklet.get(id=path.rpartition("/")[2])
    async with transaction():
        await findings.note(FindingKind.MISSING, booklet.pdf_key)


async def _pupil(home: Any) -> Any:
    """The child, who is signed in already."""
    pupil = await home.world.person("Xiaoman")
    pupil.family, pupil.child = home.alice.family, home.alice.child
    return pupil
