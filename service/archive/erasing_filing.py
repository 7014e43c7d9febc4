"""Erasing what was filed: with the child or the family; of each item its number stays taken."""

from models.archive.filing import (
    Box,
    FamilyArchive,
    FiledFile,
    FiledItem,
    FiledPerson,
    WithdrawnNumber,
)
from models.trust.erasures import ErasedKind
from service.archive import filed_items
from service.trust.personal_data import Holding

_OF = {ErasedKind.STUDENT: "student_id = $1", ErasedKind.FAMILY: "family_id = $1"}
_PARTS = {
    kind: f"item_id in (select id from filed_items where {of})"  # noqa: S608
    for kind, of in _OF.items()
}
_TAGS = "person_id in (select person_id from students where id = $1)"
_OF_FAMILY = "属于家庭的档案，由家里决定去留"


_DISCARDED = "photo_id in (select id from photos where discard_id = $1)"

HOLDINGS = [
    Holding(
        FiledPerson,
        "收进档案的东西说到的人",
        _PARTS | {ErasedKind.STUDENT: f"{_PARTS[ErasedKind.STUDENT]} or {_TAGS}"},
    ),
    Holding(FiledFile, "收进档案的东西有哪些照片", _PARTS | {ErasedKind.PHOTOS: _DISCARDED}),
    Holding(
        FiledItem,
        "收进档案的东西",
        _OF,
        stays={ErasedKind.ACCOUNT: "filed_by_id = $1 or words_by_id = $1"},
        why=_OF_FAMILY,
        clear=filed_items.bury,
    ),
    Holding(Box, "档案盒", {ErasedKind.FAMILY: "family_id = $1"}),
    Holding(
        FamilyArchive,
        "家庭档案用哪种分类",
        {ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "confirmed_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        WithdrawnNumber,
        "用过的档号",
        stays={ErasedKind.FAMILY: "family_id = $1"},
        why="号码用过就不再给别的东西用，只记号码，不记是什么",
    ),
]
