"""Filed items (归档): what a family's archive holds, each under its archival number (档号)."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.photos import PhotoView, present_photos
from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from handlers.people.persons import PersonTag, present_tag
from models.archive.filing import Category, FiledItem, OpenLevel, Retention
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import filed_items, filed_lists, tagging
from service.archive.class_schemes import scheme
from service.archive.filed_lists import Chosen
from service.archive.filing_forms import FilingChange, FilingDraft
from service.foundation import dates
from service.trust import access
from service.trust.access import Viewer

bp = Blueprint("filed_items")


class FiledItemView(msgspec.Struct):
    """An item, to whoever of the family may see it. `happened` is EDTF, `when` in words."""

    id: UUID
    family_id: UUID
    student_id: UUID | None
    entry_id: Annotated[UUID | None, Meta(description="From which it was filed.")]
    number: Annotated[str, Meta(description="档号: XZ000123-ZP·2018·Y-0007, for good.")]
    category: Category
    retention: Retention
    scheme: Annotated[str, Meta(description="Under which it was filed.")]
    class_code: str
    class_title: Annotated[str, Meta(description="「业绩类 › 荣誉」.")]
    title: str
    happened: str
    when: str
    persons: list[PersonTag]
    place: str
    words: str
    responsible: str
    catalogued_by: Annotated[str, Meta(description="Who filed it (著录者).")]
    source: str
    location: str
    box_id: UUID | None
    box_number: int | None
    open_level: OpenLevel
    standing: Standing
    photos: list[PhotoView]
    version: Annotated[int, Meta(ge=1, description="Goes up with each change.")]
    changeable: Annotated[bool, Meta(description="By the account: corrected, or taken out.")]
    filed_at: Moment


class FiledQuery(PageQuery, kw_only=True):
    """Which items: of a class with all below it, in a box, from an entry, with these words."""

    class_code: Annotated[str, Meta(max_length=4)] = ""
    box_id: UUID | None = None
    entry_id: UUID | None = None
    q: Annotated[
        str,
        Meta(
            max_length=30,
            description="Words, blanks part them: of title, words, place, people, class or number.",
        ),
    ] = ""


async def present_items(found: Sequence[FiledItem], viewer: Viewer) -> list[FiledItemView]:
    """Items with those of their files that this viewer may see."""
    seen = [
        file.photo
        for item in found
        for file in item.files
        if file.photo.shown_to_others or file.photo.uploader_id == viewer.account_id
    ]
    kept = [photo for photo in seen if photo.deleted_at is None]
    views = {one.id: one for one in await present_photos(kept, viewer, inside=True)}
    return [_present(item, views, viewer) for item in found]


def _present(item: FiledItem, views: dict[UUID, PhotoView], viewer: Viewer) -> FiledItemView:
    files = sorted(item.files, key=lambda file: file.position)
    return FiledItemView(
        id=item.id,
        family_id=item.family_id,
        student_id=item.student_id,
        entry_id=item.entry_id,
        number=item.number,
        category=item.category,
        retention=item.retention,
        scheme=item.scheme,
        class_code=item.class_code,
        class_title=scheme(item.scheme).title(item.class_code),
        title=item.title,
        happened=item.happened,
        when=dates.in_words(item.happened),
        persons=[present_tag(person) for person in tagging.named_in(item)],
        place=item.place,
        words=item.words,
        responsible=item.responsible,
        catalogued_by=item.filed_by.nickname,
        source=item.source,
        location=item.location,
        box_id=item.box_id,
        box_number=item.box.number if item.box else None,
        open_level=item.open_level,
        standing=item.standing,
        photos=[views[file.photo_id] for file in files if file.photo_id in views],
        version=item.version,
        changeable=viewer.may_change(item.filed_by_id, item.family_id, item.student_id),
        filed_at=item.created_at,
    )


async def shown(account: Account, item_id: UUID) -> FiledItemView:
    viewer = await access.viewer(account)
    return (await present_items([await filed_items.seen_by(viewer, item_id)], viewer))[0]


@bp.post("/filed-items")
@operation(
    "File something under the next archival number",
    takes=FilingDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "class_code": "D2",
        "title": "三好学生奖状",
        "happened": "2024-06",
        "person_ids": ["0192f0c6-2b3c-7e5f-9a6b-8c7d6e5f4a3b"],
        "photo_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"],
        "words": "二年级下学期得的。",
        "location": "书房柜子第二层",
    },
    gives=FiledItemView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("filing", most=300, seconds=600)
@creates(shown)
async def file(request: Request, account: Account) -> UUID:
    return (await filed_items.file(account, read(request, FilingDraft))).id


@bp.get("/families/<family_id:uuid>/filed-items")
@operation("What a family has filed, latest first", query=FiledQuery, gives=Page[FiledItemView])
@signed_in
@limited("filed", most=300, seconds=60)
@costly("search")
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    asked = read_query(request, FiledQuery)
    viewer, place = await access.viewer(account), after(asked.cursor, UUID)
    chosen = Chosen(asked.class_code, asked.box_id, asked.entry_id, asked.q)
    found = await filed_lists.of_family(viewer, family_id, chosen, after=place)
    items, following = cut(found, filed_items.PAGE, lambda item: item.id)
    return ok(Page(await present_items(items, viewer), following))


@bp.get("/filed-items/<item_id:uuid>")
@operation("A filed item", gives=FiledItemView)
@signed_in
async def show(request: Request, account: Account, item_id: UUID) -> HTTPResponse:
    return ok(await shown(account, item_id))


@bp.put("/filed-items/<item_id:uuid>")
@operation(
    "Correct what is said of an item; its number stays",
    takes=FilingChange,
    example={"location": "书房柜子第三层", "version": 1},
    gives=FiledItemView,
    refuses=(403, 409),
)
@signed_in
@limited("changes", most=300, seconds=600)
async def change(request: Request, account: Account, item_id: UUID) -> HTTPResponse:
    item = await filed_items.change(account, item_id, read(request, FilingChange))
    return ok((await present_items([item], await access.viewer(account)))[0])


@bp.delete("/filed-items/<item_id:uuid>")
@operation(
    "Take an item out of the archive for good; its photos stay", status=204, refuses=(403, 409)
)
@signed_in
async def withdraw(request: Request, account: Account, item_id: UUID) -> HTTPResponse:
    await filed_items.withdraw(account, item_id)
    return gone()
