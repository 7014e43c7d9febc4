"""Topics (话题): what a campaign invites to show, run by a region's staff, read by anybody."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import anyone, gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from models.people.accounts import Account
from models.sharing.topics import Topic
from models.trust.moderation import Standing
from service.foundation import clock
from service.foundation.drafts import Draft
from service.sharing import topics
from service.sharing.topics import TopicChange, TopicDraft

bp = Blueprint("topics")


class TopicView(msgspec.Struct):
    """A topic, and of which region's."""

    id: UUID
    region_id: UUID
    region: str
    title: str
    words: str
    since: date
    until: Annotated[date, Meta(description="The last day.")]
    open: Annotated[bool, Meta(description="Whether posts may join it today.")]
    closed: Annotated[bool, Meta(description="Ended before its time, for good.")]
    standing: Annotated[Standing, Meta(description="Others see it once it has passed.")]


class Topics(msgspec.Struct):
    items: Annotated[list[TopicView], Meta(description="The first to end first.")]


class TopicQuery(Draft):
    """From where."""

    region: Annotated[str, Meta(max_length=12, description="A region's code, besides.")] = ""


def present_topic(topic: Topic) -> TopicView:
    return TopicView(
        id=topic.id,
        region_id=topic.region_id,
        region=topic.region.name,
        title=topic.title,
        words=topic.words,
        since=topic.since,
        until=topic.until,
        open=topics.is_open(topic, clock.today()),
        closed=topic.closed_at is not None,
        standing=topic.standing,
    )


async def shown(account: Account | None, topic_id: UUID) -> TopicView:
    return present_topic(await topics.seen_by(account, topic_id))


@bp.post("/regions/<region_id:uuid>/topics")
@operation(
    "Open a topic, as an archivist or a curator of the district or of the city",
    takes=TopicDraft,
    example={
        "title": "6·9 国际档案日",
        "words": "晒一件家里的老物件，说说它的来历。",
        "since": "2027-06-01",
        "until": "2027-06-30",
    },
    gives=TopicView,
    status=201,
    refuses=(404,),
)
@signed_in
@limited("topics", most=30, seconds=600)
@creates(shown)
async def open_topic(request: Request, account: Account, region_id: UUID) -> UUID:
    return (await topics.open_topic(account, region_id, read(request, TopicDraft))).id


@bp.get("/regions/<region_id:uuid>/topics")
@operation(
    "All topics of a region, ended or not, latest first, for its staff",
    query=PageQuery,
    gives=Page[TopicView],
)
@signed_in
async def index_of_region(request: Request, account: Account, region_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    pages = await topics.of_region(account, region_id, after=place)
    found, following = cut(pages, topics.PAGE, lambda topic: topic.id)
    return ok(Page([present_topic(topic) for topic in found], following))


@bp.get("/topics")
@operation("The topics of these days", query=TopicQuery, gives=Topics)
@anyone
async def index(request: Request, account: Account | None) -> HTTPResponse:
    found = await topics.current(read_query(request, TopicQuery).region)
    return ok(Topics([present_topic(topic) for topic in found]))


@bp.get("/topics/<topic_id:uuid>")
@operation("A topic", gives=TopicView)
@anyone
async def show(request: Request, account: Account | None, topic_id: UUID) -> HTTPResponse:
    return ok(await shown(account, topic_id))


@bp.put("/topics/<topic_id:uuid>")
@operation(
    "Say a topic otherwise, or give it more time",
    takes=TopicChange,
    example={"words": "晒一件老物件，请爷爷奶奶说说。", "until": "2027-07-15"},
    gives=TopicView,
    refuses=(403, 409),
)
@signed_in
@limited("topics", most=30, seconds=600)
async def change(request: Request, account: Account, topic_id: UUID) -> HTTPResponse:
    await topics.change(account, topic_id, read(request, TopicChange))
    return ok(await shown(account, topic_id))


@bp.delete("/topics/<topic_id:uuid>")
@operation("Close a topic; what joined it stays", status=204, refuses=(403,))
@signed_in
async def close(request: Request, account: Account, topic_id: UUID) -> HTTPResponse:
    await topics.close(account, topic_id)
    return gone()
