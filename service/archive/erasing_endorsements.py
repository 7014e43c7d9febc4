"""Erasing endorsements: a teacher's words go with the entry; who left them is named no more."""

from uuid import UUID

from models.archive.endorsements import Endorsement, Phrase
from models.trust.erasures import ErasedKind
from service.trust.personal_data import Holding

ANY_TEACHER = "老师"
"""What a family reads beside the words of a teacher whose account is gone."""


async def _unname(ids: list[UUID]) -> None:
    await Endorsement.filter(id__in=ids).update(teacher_name=ANY_TEACHER)


HOLDINGS = [
    Holding(
        Endorsement,
        "老师的评语",
        {
            ErasedKind.STUDENT: "entry_id in (select id from entries where student_id = $1)",
            ErasedKind.FAMILY: "entry_id in (select id from entries where family_id = $1)",
            ErasedKind.ENTRY: "entry_id = $1",
        },
        stays={ErasedKind.ACCOUNT: "teacher_id = $1"},
        why="写给孩子的评语属于孩子的档案，不再署名",
    ),
    Holding(
        Endorsement,
        "老师的评语",
        {ErasedKind.ACCOUNT: f"teacher_id = $1 and teacher_name <> '{ANY_TEACHER}'"},
        clear=_unname,
    ),
    Holding(Phrase, "评语的常用语", {ErasedKind.ACCOUNT: "teacher_id = $1"}),
]
