"""Erasing printed albums: with the child or the family, PDF and all.

An album of the whole family goes with any child of it, who may be in every picture. What is printed
outlives single records: guardians delete an album where one of its pictures is to go as well.
"""

from uuid import UUID

from models.archive.printed_albums import AlbumState, PrintedAlbum
from models.trust.erasures import ErasedKind
from service.archive.printed_albums import key_of
from service.trust.personal_data import Holding, Objects

_OF_CHILD = """
student_id = $1
or student_id is null and family_id = (select family_id from students where id = $1)
or person_id = (select person_id from students where id = $1)
"""


async def _files(ids: list[UUID]) -> Objects:
    """The PDFs, also those that a job may be about to put."""
    found = await PrintedAlbum.filter(id__in=ids).exclude(state=AlbumState.WAITING)
    there = sum(one.pdf_bytes for one in found if one.pdf_key)
    return Objects([key_of(one) for one in found], there)


HOLDINGS = [
    Holding(
        PrintedAlbum,
        "印出来的家庭相册",
        {ErasedKind.STUDENT: _OF_CHILD, ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "account_id = $1"},
        why="属于家庭的档案，由家里决定去留",
        objects=_files,
    ),
]
