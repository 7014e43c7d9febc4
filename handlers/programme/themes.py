"""Themes: an archivist invites the families of a region; families and classes take them up."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.programme.tasks import Tasks, TaskView, present_tasks, shown
from models.people.accounts import Account
from service.programme import tasks, themes
from service.programme.themes import ThemeDraft
from service.trust import access

bp = Blueprint("themes")


@bp.post("/regions/<region_id:uuid>/themes")
@operation(
    "Invite the families of a region, as an archivist of its district or of the city",
    takes=ThemeDraft,
    example={
        "title": "一张全家福",
        "words": "找出家里最早的一张全家福，写下照片里的人。",
        "since": "2027-05-15",
        "until": "2027-06-09",
    },
    gives=TaskView,
    status=201,
    refuses=(404,),
)
@signed_in
@limited("tasks", most=30, seconds=600)
@creates(shown)
async def open_theme(request: Request, account: Account, region_id: UUID) -> UUID:
    return (await themes.open_theme(account, region_id, read(request, ThemeDraft))).id


@bp.get("/regions/<region_id:uuid>/themes")
@operation("A region's own themes, to its archivists", query=PageQuery, gives=Page[TaskView])
@signed_in
async def of_region(request: Request, account: Account, region_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await themes.of_region(account, region_id, after=place)
    page, following = cut(found, tasks.PAGE, lambda theme: theme.id)
    return ok(Page(await present_tasks(page, account), following))


@bp.get("/families/<family_id:uuid>/themes")
@operation("The themes of these days that are for a family", gives=Tasks)
@signed_in
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await themes.of_family(await access.viewer(account), family_id)
    return ok(Tasks(await present_tasks(found, account)))


@bp.get("/classes/<class_id:uuid>/themes")
@operation("The themes of these days that a class may take up, to its staff", gives=Tasks)
@signed_in
async def of_class(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    found = await themes.of_class(account, class_id)
    return ok(Tasks(await present_tasks(found, account)))
