"""Erasing booklets: with the child or the family, PDF and all; a booklet outlives its entries.

What is locked is a print: who takes a single entry away for good takes it out of the choice, and
guardians delete the booklet where its words are to go as well.
"""

from uuid import UUID

from models.archive.booklets import Booklet, BookletEntry, BookletState
from models.trust.erasures import ErasedKind
from service.archive.booklet_printing import key_of
from service.trust.personal_data import Holding, Objects

_OF = {ErasedKind.STUDENT: "student_id = $1", ErasedKind.FAMILY: "family_id = $1"}


async def _files(ids: list[UUID]) -> Objects:
    """The PDFs, also those that a job may be about to put."""
    locked = await Booklet.filter(id__in=ids, state=BookletState.LOCKED)
    return Objects([key_of(one) for one in locked], sum(one.pdf_bytes for one in locked))


HOLDINGS = [
    Holding(
        BookletEntry,
        "成长册里选的记录",
        {kind: f"booklet_id in (select id from booklets where {of})" for kind, of in _OF.items()}  # noqa: S608
        | {ErasedKind.ENTRY: "entry_id = $1"},
    ),
    Holding(
        Booklet,
        "成长册",
        _OF,
        stays={ErasedKind.ACCOUNT: "maker_id = $1 or teacher_id = $1"},
        why="属于家庭的档案，由家里决定去留",
        objects=_files,
    ),
]
