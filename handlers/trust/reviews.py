"""Reviews: asking for a human's look at something doubtful of one's own."""

from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.moderation import Cause, Review, Subject
from service.trust import reviews

bp = Blueprint("reviews")


class ReviewView(msgspec.Struct):
    """A wish that a human looks, to whoever asked and to the moderators; not what is looked at."""

    id: UUID
    kind: Subject
    asked_at: Moment
    decided_at: Moment | None
    passes: Annotated[bool | None, Meta(description="Whether others see it from now on.")]
    cause: Cause
    urgent: bool


def present(review: Review) -> ReviewView:
    return ReviewView(
        id=review.id,
        kind=review.subject,
        asked_at=review.created_at,
        decided_at=review.decided_at,
        passes=review.passes,
        cause=review.cause,
        urgent=review.urgent,
    )


async def shown(account: Account, review_id: UUID) -> ReviewView:
    return present(await reviews.own(account, review_id))


class Doubtful(NamedTuple):
    """A kind of thing whose maker may ask for a human's look: its path, and what is said of it."""

    name: str
    subject: Subject
    path: str
    asking: str
    called: str


_DOUBTFUL = (
    Doubtful(
        *("photo", Subject.PHOTO, "/photos/<photo_id:uuid>"),
        *("look at a doubtful photo of one's own", "a photo"),
    ),
    Doubtful(
        *("entry", Subject.ENTRY, "/entries/<entry_id:uuid>"),
        *("read doubtful words of one's own", "words"),
    ),
    Doubtful(
        *("story", Subject.STORY, "/stories/<story_id:uuid>"),
        *("read a doubtful story of one's own", "a story"),
    ),
    Doubtful(
        *("comment", Subject.ENTRY_COMMENT, "/comments/<comment_id:uuid>"),
        *("read a doubtful comment of one's own", "a comment"),
    ),
    Doubtful(
        *("filed_item", Subject.FILED_ITEM, "/filed-items/<item_id:uuid>"),
        *("read doubtful words of one's own about a filed item", "such words"),
    ),
    Doubtful(
        *("caption", Subject.CAPTION, "/photos/<photo_id:uuid>/caption"),
        *("read one's own doubtful words to a photo", "words to a photo"),
    ),
    Doubtful(
        *("post", Subject.POST, "/posts/<post_id:uuid>"),
        *("look at a doubtful post of one's own for the family", "a post"),
    ),
    Doubtful(
        *("post_comment", Subject.POST_COMMENT, "/post-comments/<comment_id:uuid>"),
        *("read one's own doubtful comment on a post for the family", "such a comment"),
    ),
)


def _asked_about(kind: Doubtful) -> None:
    """The two routes with which whoever made it asks for a human's look, and takes that back."""

    async def ask(request: Request, account: Account, **named: UUID) -> UUID:
        (thing_id,) = named.values()
        return (await reviews.ask(account, kind.subject, thing_id)).id

    async def take_back(request: Request, account: Account, **named: UUID) -> HTTPResponse:
        (thing_id,) = named.values()
        await reviews.take_back(account, kind.subject, thing_id)
        return gone()

    ask.__name__, take_back.__name__ = f"ask_about_{kind.name}", f"take_back_{kind.name}"
    asking = signed_in(limited("reviews", most=300, seconds=600)(creates(shown)(ask)))
    asked = operation(
        f"Ask a human to {kind.asking}", gives=ReviewView, status=201, refuses=(403, 409)
    )
    taken_back = operation(
        f"Take back the wish for a human's look at {kind.called}, while undecided",
        status=204,
        refuses=(403, 409),
    )
    path = f"{kind.path}/review"
    bp.add_route(asked(asking), path, methods=["POST"])  # type: ignore[arg-type]
    taking_back = taken_back(signed_in(take_back))
    bp.add_route(taking_back, path, methods=["DELETE"])  # type: ignore[arg-type]


for doubtful in _DOUBTFUL:
    _asked_about(doubtful)
