"""Stories (共同讲述): relatives' own words and voices on an entry."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.conversations import Relative, relatives
from handlers.archive.photos import PhotoView, present_photos
from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.archive.stories import Story
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import stories
from service.archive.stories import StoryChange, StoryDraft
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("stories")


class StoryView(msgspec.Struct):
    """A relative's telling of an entry, to the family. `standing` is that of its words."""

    id: UUID
    entry_id: UUID
    teller: Relative
    mine: bool
    words: str
    standing: Standing
    recording: Annotated[PhotoView | None, Meta(description="Its voice, to be played.")]
    told_at: Moment


async def present_stories(found: Sequence[Story], viewer: Viewer) -> list[StoryView]:
    """Stories of one entry with their recordings as this viewer has them."""
    if not found:
        return []
    tellers = await relatives(found[0].family_id, [story.author for story in found])
    heard = await stories.recordings_of(viewer, found)
    recordings = {one.id: one for one in await present_photos(heard, viewer, inside=True)}
    return [
        StoryView(
            id=story.id,
            entry_id=story.entry_id,
            teller=tellers[story.author_id],
            mine=story.author_id == viewer.account_id,
            words=story.words,
            standing=story.standing,
            recording=recordings.get(story.recording_id) if story.recording_id else None,
            told_at=story.created_at,
        )
        for story in found
    ]


async def shown(account: Account, story_id: UUID) -> StoryView:
    viewer = await access.viewer(account)
    return (await present_stories([await stories.seen_by(viewer, story_id)], viewer))[0]


@bp.post("/entries/<entry_id:uuid>/stories")
@operation(
    "Add one's own telling to an entry of the family",
    takes=StoryDraft,
    example={
        "words": "那天是我扶着车座跑的，跑到第三个路灯才松手。",
        "recording_id": "0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b",
    },
    gives=StoryView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("stories", most=120, seconds=600)
@creates(shown)
async def tell(request: Request, account: Account, entry_id: UUID) -> UUID:
    return (await stories.tell(account, entry_id, read(request, StoryDraft))).id


@bp.get("/entries/<entry_id:uuid>/stories")
@operation(
    "What the family tells of an entry, oldest first", query=PageQuery, gives=Page[StoryView]
)
@signed_in
async def index(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    viewer = await access.viewer(account)
    found = await stories.of_entry(viewer, entry_id, after=place)
    told, following = cut(found, stories.PAGE, lambda story: story.id)
    return ok(Page(await present_stories(told, viewer), following))


@bp.get("/stories/<story_id:uuid>")
@operation("A story", gives=StoryView)
@signed_in
async def show(request: Request, account: Account, story_id: UUID) -> HTTPResponse:
    return ok(await shown(account, story_id))


@bp.put("/stories/<story_id:uuid>")
@operation(
    "Put one's own story in other words",
    takes=StoryChange,
    example={"words": "那天是我扶着车座跑的，跑到第四个路灯才松手。"},
    gives=StoryView,
    refuses=(403,),
)
@signed_in
@limited("stories", most=120, seconds=600)
async def change(request: Request, account: Account, story_id: UUID) -> HTTPResponse:
    await stories.change(account, story_id, read(request, StoryChange))
    return ok(await shown(account, story_id))


@bp.delete("/stories/<story_id:uuid>")
@operation("Take a story back", status=204, refuses=(403, 409))
@signed_in
async def delete(request: Request, account: Account, story_id: UUID) -> HTTPResponse:
    await stories.delete(account, story_id)
    return gone()
