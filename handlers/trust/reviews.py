"""Reviews: asking for a human's look at something doubtful, and the moderators' queue."""

from typing import Annotated
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


@bp.post("/photos/<photo_id:uuid>/review")
@operation(
    "Ask a human to look at a doubtful photo of one's own",
    gives=ReviewView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("reviews", most=300, seconds=600)
@creates(shown)
async def ask_about_photo(request: Request, account: Account, photo_id: UUID) -> UUID:
    return (await reviews.ask(account, Subject.PHOTO, photo_id)).id


@bp.delete("/photos/<photo_id:uuid>/review")
@operation(
    "Take back the wish for a human's look at a photo, while undecided",
    status=204,
    refuses=(403, 409),
)
@signed_in
async def take_back_photo(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await reviews.take_back(account, Subject.PHOTO, photo_id)
    return gone()


@bp.post("/entries/<entry_id:uuid>/review")
@operation(
    "Ask a human to read doubtful words of one's own",
    gives=ReviewView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("reviews", most=300, seconds=600)
@creates(shown)
async def ask_about_entry(request: Request, account: Account, entry_id: UUID) -> UUID:
    return (await reviews.ask(account, Subject.ENTRY, entry_id)).id


@bp.delete("/entries/<entry_id:uuid>/review")
@operation(
    "Take back the wish for a human's look at words, while undecided",
    status=204,
    refuses=(403, 409),
)
@signed_in
async def take_back_entry(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await reviews.take_back(account, Subject.ENTRY, entry_id)
    return gone()


@bp.post("/stories/<story_id:uuid>/review")
@operation(
    "Ask a human to read a doubtful story of one's own",
    gives=ReviewView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("reviews", most=300, seconds=600)
@creates(shown)
async def ask_about_story(request: Request, account: Account, story_id: UUID) -> UUID:
    return (await reviews.ask(account, Subject.STORY, story_id)).id


@bp.delete("/stories/<story_id:uuid>/review")
@operation(
    "Take back the wish for a human's look at a story, while undecided",
    status=204,
    refuses=(403, 409),
)
@signed_in
async def take_back_story(request: Request, account: Account, story_id: UUID) -> HTTPResponse:
    await reviews.take_back(account, Subject.STORY, story_id)
    return gone()


@bp.post("/comments/<comment_id:uuid>/review")
@operation(
    "Ask a human to read a doubtful comment of one's own",
    gives=ReviewView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("reviews", most=300, seconds=600)
@creates(shown)
async def ask_about_comment(request: Request, account: Account, comment_id: UUID) -> UUID:
    return (await reviews.ask(account, Subject.ENTRY_COMMENT, comment_id)).id


@bp.delete("/comments/<comment_id:uuid>/review")
@operation(
    "Take back the wish for a human's look at a comment, while undecided",
    status=204,
    refuses=(403, 409),
)
@signed_in
async def take_back_comment(request: Request, account: Account, comment_id: UUID) -> HTTPResponse:
    await reviews.take_back(account, Subject.ENTRY_COMMENT, comment_id)
    return gone()


@bp.post("/photos/<photo_id:uuid>/caption/review")
@operation(
    "Ask a human to read one's own doubtful words to a photo",
    gives=ReviewView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("reviews", most=300, seconds=600)
@creates(shown)
async def ask_about_caption(request: Request, account: Account, photo_id: UUID) -> UUID:
    return (await reviews.ask(account, Subject.CAPTION, photo_id)).id


@bp.delete("/photos/<photo_id:uuid>/caption/review")
@operation(
    "Take back the wish for a human's look at words to a photo, while undecided",
    status=204,
    refuses=(403, 409),
)
@signed_in
async def take_back_caption(request: Request, account: Account, photo_id: UUID) -> HTTPResponse:
    await reviews.take_back(account, Subject.CAPTION, photo_id)
    return gone()


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
