"""Planting albums of the canary child: its own, one of the family's year, and a deleted one."""

from typing import Any

from models.archive.findings import FindingKind
from models.archive.printed_albums import PrintedAlbum
from service.archive import findings
from service.foundation.database import transaction
from tests.archive.album_room import asks, printed

TITLE = "KANARIE相册"


async def plant(home: Any) -> None:
    """All that an album leaves anywhere: PDF, title, a notice, a finding."""
    alice = home.alice
    path = await printed(alice, student_id=alice.child, title=TITLE, subtitle="KANARIE的一年")
    await printed(alice, year=2026)
    async with home.world.worker_away():  # which would make an object that goes only after it
        deleted = await asks(alice, student_id=alice.child, title=TITLE)
        await alice.phone.delete(deleted)
    album = await PrintedAlbum.get(id=path.rpartition("/")[2])
    async with transaction():
        await findings.note(FindingKind.MISSING, album.pdf_key)
