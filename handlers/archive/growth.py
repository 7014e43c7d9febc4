"""Growth: recording entries and changing them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.conversations import Felt
from handlers.archive.endorsements import EndorsementView, present_endorsements
from handlers.archive.photos import PhotoView, present_photo
from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import AudienceWord, Count, Moment
from handlers.people.persons import PersonTag, present_tag
from models.archive.endorsements import Endorsement
from models.archive.growth import Dimension, Entry
from models.archive.stories import Warmth
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import ages, albums, conversations, endorsements, growth, photos, tagging
from service.archive.albums import Pictures
from service.archive.conversations import Conversation
from service.archive.growth import EntryChange, EntryDraft
from service.foundation import dates
from service.trust import access, kinship
from service.trust.access import Viewer

bp = Blueprint("growth")


class EntryView(msgspec.Struct):
    """An entry, to whoever may see it. `happened` is EDTF, `when` the same in words."""

    id: UUID
    family_id: Annotated[UUID | None, Meta(description="To the family alone.")]
    student_id: UUID | None
    author: Annotated[str, Meta(description="A nickname: the child's where it wrote itself.")]
    mine: bool
    by_child: Annotated[bool, Meta(description="「孩子自己写的」.")]
    title: str
    story: str
    happened: str
    when: str
    age: Annotated[str, Meta(description="The child's, such as 「2岁3个月」, to the family alone.")]
    place: Annotated[str, Meta(description="As the family calls it, to the family alone.")]
    milestone: Annotated[str, Meta(description="The key of its template, or empty.")]
    dimension: Dimension | None
    audience: AudienceWord
    standing: Standing
    unfinished: Annotated[bool, Meta(description="The author's alone, who is not done yet.")]
    draft: Annotated[bool, Meta(description="A student's, which no guardian has confirmed yet.")]
    persons: Annotated[list[PersonTag], Meta(description="Of whom it tells, to the family alone.")]
    photos: Annotated[list[PhotoView], Meta(description="The first 20; all come by pages.")]
    photo_count: Annotated[int, Meta(ge=0, description="How many of them there are.")]
    story_count: Annotated[int, Meta(ge=0, description="What relatives tell, to them alone.")]
    comment_count: Count
    reactions: Felt
    my_reaction: Warmth | None
    endorsements: Annotated[
        list[EndorsementView], Meta(description="To the family, the child and their teacher.")
    ]
    version: Annotated[int, Meta(ge=1, description="Goes up with each change.")]
    recorded_at: Moment


@dataclass(frozen=True)
class _Around:
    """What an entry has around it for one viewer: photos, talk, teachers' words."""

    pictures: Pictures
    said: Conversation
    written: Sequence[Endorsement]
    by_child: bool


async def present_entries(found: Sequence[Entry], viewer: Viewer) -> list[EntryView]:
    """Entries with the first of those of their photos that this viewer may see."""
    pictures = await albums.first_of(viewer, [entry.id for entry in found])
    pictured = [photo for of_entry in pictures.values() for photo in of_entry.first]
    firsts = await photos.firsts_shown_to(viewer, pictured)
    inside = [entry.id for entry in found if is_inside(entry, viewer)]
    said = defaultdict(Conversation, await conversations.beside(viewer, inside))
    written = await endorsements.beside(viewer, [entry.id for entry in found])
    by_child = await kinship.written_by_child(entry.id for entry in found)
    around = {
        e.id: _Around(pictures[e.id], said[e.id], written[e.id], e.id in by_child) for e in found
    }
    return [_present(entry, viewer, around[entry.id], firsts) for entry in found]


def _present(entry: Entry, viewer: Viewer, around: _Around, firsts: set[UUID]) -> EntryView:
    inside = is_inside(entry, viewer)
    pictures, said = around.pictures, around.said
    return EntryView(
        id=entry.id,
        family_id=entry.family_id if inside else None,
        student_id=entry.student_id,
        author=_author(entry, by_child=around.by_child),
        mine=entry.author_id == viewer.account_id,
        by_child=around.by_child,
        title=entry.title,
        story=entry.story,
        happened=entry.happened,
        when=dates.in_words(entry.happened),
        age=_age(entry) if inside else "",
        place=entry.place if inside else "",
        milestone=entry.milestone,
        dimension=entry.dimension,
        audience=entry.audience.word,
        standing=entry.standing,
        unfinished=entry.unfinished,
        draft=entry.draft,
        persons=[present_tag(person) for person in tagging.named_in(entry)] if inside else [],
        photos=[
            present_photo(photo, viewer, inside=inside, firsts=firsts) for photo in pictures.first
        ],
        photo_count=pictures.count,
        story_count=said.story_count,
        comment_count=said.comment_count,
        reactions=said.reactions,
        my_reaction=said.mine,
        endorsements=present_endorsements(around.written, entry, viewer.account_id),
        version=entry.version,
        recorded_at=entry.created_at,
    )


def _author(entry: Entry, *, by_child: bool) -> str:
    return entry.student.nickname if by_child and entry.student else entry.author.nickname


def _age(entry: Entry) -> str:
    return ages.at(entry.student.birth_date, entry.happened) if entry.student else ""


def is_inside(entry: Entry, viewer: Viewer) -> bool:
    """Whether the viewer has it as one of the family, or as the student it is about."""
    return viewer.is_family(entry.family_id) or entry.student_id in viewer.selves


async def present_entry(entry: Entry, viewer: Viewer) -> EntryView:
    """One entry as the viewer has it."""
    return (await present_entries([entry], viewer))[0]


async def shown(account: Account, entry_id: UUID) -> EntryView:
    viewer = await access.viewer(account)
    return await present_entry(await growth.seen_by(viewer, entry_id), viewer)


@bp.post("/entries")
@operation(
    "Record an entry",
    takes=EntryDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6",
        "photo_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"],
        "title": "第一次自己骑车",
        "story": "在情侣路上骑了两百米，摔了一跤，爬起来又骑。",
        "happened": "2024-06-01",
        "place": "情侣路",
        "milestone": "cycling",
        "dimension": "身心健康",
        "audience": "family",
        "person_ids": ["0192f0c6-2b3c-7e5f-9a6b-8c7d6e5f4a3b"],
    },
    gives=EntryView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("entries", most=300, seconds=600)
@creates(shown)
async def record(request: Request, account: Account) -> UUID:
    return (await growth.record(account, read(request, EntryDraft))).id


@bp.get("/entries/<entry_id:uuid>")
@operation("An entry", gives=EntryView)
@signed_in
async def show(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    return ok(await shown(account, entry_id))


@bp.put("/entries/<entry_id:uuid>")
@operation(
    "Change an entry",
    takes=EntryChange,
    example={"title": "第一次自己骑车", "happened": "2024-06~", "version": 1},
    gives=EntryView,
    refuses=(403, 409),
)
@signed_in
@limited("changes", most=300, seconds=600)
async def change(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    entry = await growth.change(account, entry_id, read(request, EntryChange))
    return ok(await present_entry(entry, await access.viewer(account)))
