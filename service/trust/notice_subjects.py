"""Notice subjects: what to open for a notice, where that is about something on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from models.people.accounts import Account
from models.trust.notices import Notice
from service.foundation.database import query
from service.trust import access
from service.trust.access import Viewer

Place = Literal[
    "entry",
    "post",
    "show_page",
    "task",
    "booklet",
    "poster",
    "endorsement",
    "phrase",
    "filed_item",
    "printed_album",
]


@dataclass(frozen=True)
class About:
    """What to open: a thing of this kind; an endorsement is opened at its entry."""

    kind: Place
    id: UUID


_WHERE: dict[Place, tuple[str, ...]] = {
    "entry": (
        "select id, id as place from entries",
        "select id, entry_id from stories",
        "select id, entry_id from entry_comments",
        "select photo_id, entry_id from entry_photos",
    ),
    "post": ("select id, id from posts", "select id, post_id from post_comments"),
    "show_page": ("select id, id from show_pages",),
    "task": ("select id, id from tasks",),
    "booklet": ("select id, id from booklets",),
    "poster": ("select id, id from posters",),
    "endorsement": ("select id, entry_id from endorsements",),
    "phrase": ("select id, id from phrases",),
    "filed_item": ("select id, id from filed_items",),
    "printed_album": ("select id, id from printed_albums where deleted_at is null",),
}
"""By kind: a subject's id, and the id of what is opened for it."""
_BY_ACCESS = {"entry", "endorsement", "post", "filed_item"}
"""Another thing than the subject of which the account was told, or closed since then."""

_FOUND = " union all ".join(
    f"select '{kind}' as kind, t.* from ({rows}) t(id, place)"  # noqa: S608  our own words
    " where t.id = any($1::uuid[])"
    for kind, statements in _WHERE.items()
    for rows in statements
)


async def places(account: Account, notices: Iterable[Notice]) -> dict[UUID, About]:
    """What to open for each notice, by the id of its subject; nothing for what has no page.

    What is not shown to the account is none: a photo of its may lie in an entry that others keep
    from it. A photo in several entries leads to the latest of those that are.
    """
    rows = await query(_FOUND, [notice.subject_id for notice in notices])
    found = [(row["id"], About(row["kind"], row["place"])) for row in rows]
    seen = await _seen(await access.viewer(account), [about.id for _, about in found])
    shown = [one for one in found if one[1].id in seen or one[1].kind not in _BY_ACCESS]
    return dict(sorted(shown, key=lambda one: one[1].id))


async def _seen(viewer: Viewer, ids: list[UUID]) -> set[UUID]:
    """The entries, posts and filed items among these that somebody sees."""
    seen: list[Any] = []
    for visible_to in (
        access.entries_visible_to,
        access.posts_visible_to,
        access.filed_items_visible_to,
    ):
        seen += await visible_to(viewer).filter(id__in=ids).values_list("id", flat=True)
    return set(seen)
