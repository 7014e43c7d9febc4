"""The feed: posts by scope, latest first; what is public opens without login.

Pages that everybody gets are ready for half a second: a post that is withdrawn, hidden, edited or
whose consent ends is gone from them within that time, in every process, without a message between
them. URLs are signed as a page is made.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge import compressed
from handlers.edge.bodies import read_query
from handlers.edge.operations import anyone, ok, operation
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import (
    AgeBand,
    AudienceWord,
    Colour,
    Count,
    Moment,
    Nickname,
    PictureUrl,
    Pixels,
)
from handlers.edge.shared_pages import SharedPages
from handlers.sharing.posts import TopicTag
from models.archive.photos import Medium
from models.people.accounts import Account
from models.sharing.posts import PostState
from service.archive.renditions import Rendition, clean_of, rendition_of
from service.foundation import settings
from service.foundation.errors import Invalid, NotSignedIn
from service.sharing import feed, overlays
from service.sharing.cards import Card, Picture
from service.sharing.feed import Place, Scope, Wanted
from service.sharing.overlays import Overlay

bp = Blueprint("feed")


class FeedQuery(PageQuery):
    """Whose posts."""

    scope: Scope = Scope.PUBLIC
    topic: UUID | None = None
    region: Annotated[
        str, Meta(max_length=12, description="Of a district, or what it lies in.")
    ] = ""


class FeedPicture(msgspec.Struct, frozen=True):
    """A picture without metadata on a URL of at most 10 minutes; `film` plays one, if it is one."""

    url: PictureUrl
    film: PictureUrl
    width: Pixels
    height: Pixels
    colour: Colour


class FeedItem(msgspec.Struct, frozen=True):
    """A post on a page. `state` and `reason` tell its author how far its check is."""

    id: UUID
    state: PostState
    reason: str
    audience: AudienceWord
    words: str
    family: str
    child: Nickname
    age: AgeBand
    topic: TopicTag | None
    pictures: list[FeedPicture]
    featured: Annotated[bool, Meta(description="Chosen by a curator.")]
    shown_at: Moment | None
    likes: Count
    comments: Count
    liked: bool
    mine: bool


class OpenPage(msgspec.Struct, frozen=True):
    """A page that everybody gets: its cards, its items for nobody in particular, and the bytes."""

    cards: Sequence[Card]
    items: list[FeedItem]
    next: str
    body: bytes
    tag: str

    async def of(self, account: Account) -> Page[FeedItem]:
        """The same page as one viewer has it: without the families that are far from it."""
        found = await overlays.of(_ids(self.cards), account)
        items = [
            _overlaid(item, card, found[card.id], account)
            for item, card in zip(self.items, self.cards, strict=True)
            if not found[card.id].away
        ]
        return Page(items, self.next)


async def _open_page(wanted: Wanted) -> OpenPage:
    cards, following = _cut(await feed.everybodys(wanted))
    found = await overlays.of(_ids(cards), None)
    items = [_item(card, found[card.id]) for card in cards]
    body = msgspec.json.encode(Page(items, following))
    return OpenPage(cards, items, following, body, compressed.tag_of(body))


async def _viewers_page(cards: list[Card], account: Account) -> Page[FeedItem]:
    """A page of what is shown to one viewer."""
    kept, following = _cut(cards)
    found = await overlays.of(_ids(kept), account)
    return Page(
        [_overlaid(_item(c, found[c.id]), c, found[c.id], account) for c in kept], following
    )


def _cut(cards: list[Card]) -> tuple[Sequence[Card], str]:
    return cut(cards, feed.PAGE, lambda card: (card.moment, card.id))


def _ids(cards: Sequence[Card]) -> list[tuple[UUID, UUID]]:
    return [(card.id, card.family_id) for card in cards]


def _overlaid(item: FeedItem, card: Card, overlay: Overlay, account: Account) -> FeedItem:
    return msgspec.structs.replace(
        item,
        likes=overlay.likes,
        comments=overlay.comments,
        liked=overlay.liked,
        mine=card.author_id == account.id,
    )


def _item(card: Card, overlay: Overlay) -> FeedItem:
    return FeedItem(
        id=card.id,
        state=card.state,
        reason=card.reason if card.state is PostState.REJECTED else "",
        audience=card.audience.word,
        words=card.words,
        family=card.family,
        child=card.child,
        age=card.age,
        topic=TopicTag(card.topic_id, card.topic) if card.topic_id else None,
        pictures=[_picture(one) for one in card.pictures],
        featured=card.featured,
        shown_at=card.shown_at,
        likes=overlay.likes,
        comments=overlay.comments,
        liked=False,
        mine=False,
    )


def _picture(picture: Picture) -> FeedPicture:
    playable = picture.medium is Medium.VIDEO
    return FeedPicture(
        url=rendition_of(picture.master_key, Rendition.CARD, outside=True),
        film=clean_of(picture.clean_key, outside=True) if playable else "",
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
    )


_open_pages = SharedPages("feed", _open_page, lambda: settings.current().feed_page_life)


@bp.get("/feed")
@operation("Posts, latest shown first", query=FeedQuery, gives=Page[FeedItem])
@anyone
async def index(request: Request, account: Account | None) -> HTTPResponse:
    """What is public comes with an ETag to whoever is not signed in."""
    wanted = read_query(request, FeedQuery)
    place = after(wanted.cursor, Place)
    if wanted.scope.is_open:
        asked = Wanted(wanted.scope, wanted.topic, wanted.region, place)
        shared = await _open_pages.get(asked)
        if account:
            return ok(await shared.of(account))
        return compressed.answer(request, shared.body, tag=shared.tag)
    if account is None:
        raise NotSignedIn
    if wanted.region:
        raise Invalid.field("region", "region.public_only", "按地区看，只有公开的内容")
    cards = await feed.viewers(account, wanted.scope, topic=wanted.topic, after=place)
    return ok(await _viewers_page(cards, account))
