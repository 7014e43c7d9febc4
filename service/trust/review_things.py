"""Review things: what a human may be asked to look at, in whichever table it is.

One statement asks all of them: which reviews are open, whose the thing is and of which family. It
follows an index of the open reviews and looks at each thing by its key, so that the length of the
archive does not matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.trust.moderation import Cause, Subject
from models.trust.notices import NoticeKind
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.trust import access, kinship
from service.trust.access import Viewer


@dataclass(frozen=True)
class Thing:
    """Something to be looked at: who made it, its family, and whether it (still) waits for that."""

    maker: UUID | None
    family: UUID | None
    waits: bool


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its rows as SQL (`t`), and where those say the rest.

    `doubtful` is what they look like while the machine's doubt is open, `refused` once they were
    refused. `visible_to` is for those whose makers may ask; `decided` tells them of the decision.
    """

    rows: str
    maker: str = "t.author_id"
    family: str = "t.family_id"
    doubtful: str = "t.standing = 'review'"
    refused: str = "false"
    visible_to: Callable[[Viewer], QuerySet[Any]] | None = None
    decided: NoticeKind | None = NoticeKind.REVIEW_DECIDED


KINDS = {
    Subject.PHOTO: Kind("photos t", "t.uploader_id", visible_to=access.photos_visible_to),
    Subject.CAPTION: Kind(
        "photos t",
        "t.words_by_id",
        doubtful="t.words_standing = 'review'",
        visible_to=access.photos_visible_to,
        decided=NoticeKind.CAPTION_DECIDED,
    ),
    Subject.ENTRY: Kind("entries t", visible_to=access.entries_visible_to),
    Subject.STORY: Kind("stories t", visible_to=access.stories_visible_to),
    Subject.ENTRY_COMMENT: Kind(
        "entry_comments t join entries u on u.id = t.entry_id",
        family="u.family_id",
        visible_to=access.comments_visible_to,
    ),
    Subject.FILED_ITEM: Kind(
        "(select *, null::timestamptz as deleted_at from filed_items) t",
        "t.words_by_id",
        visible_to=access.filed_items_visible_to,
    ),
    Subject.POST: Kind(
        "posts t",
        doubtful="(t.state = 'review' and t.edit is null"
        " or t.state = 'approved' and t.edit = 'review')",
        refused="t.state = 'rejected'",
        visible_to=access.posts_visible_to,
        decided=None,
    ),
    Subject.POST_COMMENT: Kind(
        "post_comments t join posts u on u.id = t.post_id",
        family="u.family_id",
        refused="t.standing = 'risky'",
        visible_to=access.own_post_comments,
    ),
    Subject.SHOW_PAGE: Kind("show_pages t", refused="t.standing = 'risky'", decided=None),
}


def _branch(subject: Subject, kind: Kind) -> str:
    """A reported thing is looked at also where its maker has put it away since."""
    return f"""
    select {kind.maker} as maker, {kind.family} as family, (r.cause = '{Cause.REPORT}'
        or t.deleted_at is null and (r.cause in ('{Cause.ASKED}', '{Cause.DOUBT}') and
        {kind.doubtful} or r.cause = '{Cause.APPEAL}' and {kind.refused})) as waits
    from {kind.rows} where r.subject = '{subject}' and t.id = r.subject_id"""  # noqa: S608


THINGS = "\n    union all".join(_branch(*pair) for pair in KINDS.items())
"""Of a row `r` of reviews its thing, if there still is one. Our own words only, as all here."""
_OF_REVIEW = f"""
select thing.* from reviews r cross join lateral ({THINGS}) thing where r.id = $1
"""  # noqa: S608
_OF_SUBJECT = f"""
select thing.* from (values ($1::varchar, $2::uuid, $3::varchar)) as r (subject, subject_id, cause)
cross join lateral ({THINGS}) thing
"""  # noqa: S608


async def of_review(review_id: UUID) -> Thing:
    """The thing of a review by its id; NotFound where either is gone."""
    return _thing(await query(_OF_REVIEW, review_id))


async def require(subject: Subject, subject_id: UUID, cause: Cause = Cause.REPORT) -> Thing:
    """A thing as a look for this cause would meet it; NotFound where it is gone."""
    return _thing(await query(_OF_SUBJECT, subject.value, subject_id, cause.value))


async def is_near(account: Account, maker: UUID | None, family: UUID | None) -> bool:
    """Whether this is the account's own, of its family, or made by somebody of its family."""
    if account.id == maker:
        return True
    homes = await kinship.homes_of(account.id)
    return family in homes or bool(maker and homes & await kinship.homes_of(maker))


def _thing(rows: list[dict[str, Any]]) -> Thing:
    if not rows:
        raise NotFound
    return Thing(**rows[0])
