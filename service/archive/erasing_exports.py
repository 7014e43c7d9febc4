"""Erasing exports: with the child or the family, and a family's own with any child in it."""

from uuid import UUID

from tortoise.expressions import Q

from models.archive.exports import Export, ExportState
from models.trust.erasures import ErasedKind
from service.archive.exports import key_of
from service.trust.personal_data import Holding, Objects

_OF_CHILD = """
student_id = $1
or student_id is null and family_id = (select family_id from students where id = $1)
"""
_LABEL = "打包带走的家档"
_NEVER_PACKED = Q(state=ExportState.WAITING) | Q(state=ExportState.CANCELLED, key="")


async def _files(ids: list[UUID]) -> Objects:
    """The files, also one that a job may be about to put."""
    found = await Export.filter(~_NEVER_PACKED, id__in=ids)
    there = sum(one.bytes for one in found if one.state is ExportState.READY)
    return Objects([key_of(one) for one in found], there)


HOLDINGS = [
    Holding(
        Export,
        _LABEL,
        {
            ErasedKind.STUDENT: f"({_OF_CHILD}) and not by_child",
            ErasedKind.FAMILY: "family_id = $1 and not by_child",
        },
        stays={ErasedKind.ACCOUNT: "account_id = $1 and not by_child"},
        why="属于家庭的档案，由家里决定去留",
        objects=_files,
    ),
    Holding(
        Export,
        _LABEL,
        {
            ErasedKind.ACCOUNT: "account_id = $1 and by_child",
            ErasedKind.STUDENT: "student_id = $1 and by_child",
            ErasedKind.FAMILY: "family_id = $1 and by_child",
        },
        untold=frozenset({ErasedKind.STUDENT, ErasedKind.FAMILY}),
        objects=_files,
    ),
]
