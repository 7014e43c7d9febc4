"""Erasing imports: what a browser has listed goes with its child, family, account, photo or entry.

The names of files and folders are people's words, and stay no longer than what they were of.
"""

from models.archive.imports import Import, ImportItem
from models.trust.erasures import ErasedKind
from service.trust.personal_data import Holding

_IMPORTS = {
    ErasedKind.STUDENT: "student_id = $1",
    ErasedKind.FAMILY: "family_id = $1",
    ErasedKind.ACCOUNT: "account_id = $1",
}

HOLDINGS = [
    Holding(
        ImportItem,
        "老照片的文件清单",
        {
            **{
                kind: f"importing_id in (select id from imports where {condition})"  # noqa: S608
                for kind, condition in _IMPORTS.items()
            },
            ErasedKind.ENTRY: "entry_id = $1",
        },
        mentions="photo_id = any($1::uuid[]) or entry_id = any($1::uuid[])"
        " or upload_id = any($1::uuid[])",
    ),
    Holding(Import, "收进来的一批批老照片", _IMPORTS),
]
