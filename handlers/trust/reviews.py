"""Reviews: asking for a human's look at something doubtful, and the moderators' queue."""

from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment, PictureUrl
from models.people.accounts import Account
from models.trust.moderation import Review, Subject
from service.foundation.drafts import Draft
from service.trust import reviews
from service.trust.moderation import Content, Picture, Sound, Text, Unfit

bp = Blueprint("reviews")


class ReviewView(msgspec.Struct):
    """A wish that a human looks, to whoever asked and to the moderators; not what is looked at."""

    id: UUID
    kind: Subject
    asked_at: Moment
    decided_at: Moment | None
    passes: Annotated[bool | None, Meta(description="Whether relatives see it from now on.")]


class ReviewedThing(msgspec.Struct):
    """What is to be decided: a picture, a recording or words, and nobody's name beside it."""

    id: UUID
    kind: Subject
    asked_at: Moment
    words: str
    picture: PictureUrl
    sound: PictureUrl


class ReviewDecision(Draft):
    """What a moderator makes of it."""

    passes: Annotated[bool, Meta(description="True: others may see it. False: nobody ever does.")]


def _present(review: Review) -> ReviewView:
    return ReviewView(
        id=review.id,
        kind=review.subject,
        asked_at=review.created_at,
        decided_at=review.decided_at,
        passes=review.passes,
    )


def _present_thing(review: Review, content: Content) -> ReviewedThing:
    return ReviewedThing(
        id=review.id,
        kind=review.subject,
        asked_at=review.created_at,
        words=content.words if isinstance(content, Text) else "",
        picture=content.url if isinstance(content, Picture) else "",
        sound=content.url if isinstance(content, Sound | Unfit) else "",
    )


async def shown(account: Account, review_id: UUID) -> ReviewView:
    return _present(await reviews.own(account, review_id))


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
        *("caption", Subject.CAPTION, "/photos/<photo_id:uuid>/caption"),
        *("read one's own doubtful words to a photo", "words to a photo"),
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


@bp.get("/reviews")
@operation(
    "What waits for a moderator, oldest first, without what is to be seen",
    query=PageQuery,
    gives=Page[ReviewView],
    refuses=(404,),
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await reviews.waiting(account, after=place), reviews.PAGE, lambda review: review.id
    )
    return ok(Page([_present(review) for review in found], following))


@bp.get("/reviews/<review_id:uuid>")
@operation("Look at what is to be decided; recorded", gives=ReviewedThing, refuses=(403,))
@signed_in
@limited("review-looks", most=600, seconds=600)
async def look(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    return ok(_present_thing(*await reviews.look(account, review_id)))


@bp.post("/reviews/<review_id:uuid>/decision")
@operation(
    "Decide, as a moderator of the city, whether others may see it",
    takes=ReviewDecision,
    example={"passes": True},
    gives=ReviewView,
    refuses=(403, 409),
)
@signed_in
async def decide(request: Request, account: Account, review_id: UUID) -> HTTPResponse:
    passes = read(request, ReviewDecision).passes
    return ok(_present(await reviews.decide(account, review_id, passes=passes)))
