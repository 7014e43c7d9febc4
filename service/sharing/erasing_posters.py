"""Erasing posters: with what they show, file and all; also when one photo of it goes."""

from uuid import UUID

from models.sharing.posters import Poster
from models.trust.erasures import ErasedKind
from service.sharing.erasing import HANGING_ON_POSTS
from service.sharing.posters import key_of
from service.trust.personal_data import Holding, Objects

_OF_LINKS = "link_id in (select id from share_links where {})"
_DISCARDED = """
post_id in (select x.post_id from post_photos x join photos p on p.id = x.photo_id
    where p.discard_id = $1)
"""


async def _files(ids: list[UUID]) -> Objects:
    """The files, also those that a job may be about to put."""
    found = await Poster.filter(id__in=ids)
    return Objects([key_of(one.id) for one in found], sum(one.bytes for one in found))


HOLDINGS = [
    Holding(
        Poster,
        "海报",
        {kind: _OF_LINKS.format(posts) for kind, posts in HANGING_ON_POSTS.items()}
        | {ErasedKind.PHOTOS: _OF_LINKS.format(_DISCARDED)},
        stays={ErasedKind.ACCOUNT: "asked_by_id = $1"},
        why="属于家庭的档案，由家里决定去留",
        objects=_files,
    ),
]
