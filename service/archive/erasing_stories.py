"""Erasing conversations: stories, comments and reactions go with their entry."""

from models.archive.stories import EntryComment, EntryReaction, Story
from models.trust.erasures import ErasedKind
from service.trust.personal_data import Holding

_OF_FAMILY = "属于家庭的档案，由家里决定去留"
_ON_ENTRIES = {
    ErasedKind.STUDENT: "entry_id in (select id from entries where student_id = $1)",
    ErasedKind.FAMILY: "entry_id in (select id from entries where family_id = $1)",
    ErasedKind.ENTRY: "entry_id = $1",
}

HOLDINGS = [
    Holding(EntryReaction, "点过的心情", _ON_ENTRIES | {ErasedKind.ACCOUNT: "account_id = $1"}),
    Holding(
        EntryComment,
        "记录下面的话",
        _ON_ENTRIES,
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        Story,
        "家里人补的讲述",
        _ON_ENTRIES
        | {ErasedKind.PHOTOS: "recording_id in (select id from photos where discard_id = $1)"},
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why=_OF_FAMILY,
    ),
]
