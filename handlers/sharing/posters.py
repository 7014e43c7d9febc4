"""Posters: having one drawn of a living link, and the file to save."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import PictureUrl
from models.people.accounts import Account
from models.sharing.posters import PosterShape
from service.sharing import posters
from service.sharing.posters import PosterDraft

bp = Blueprint("posters")

WARNING = "存下的海报收不回；以后把链接停了，上面的码就打不开了"


class PosterView(msgspec.Struct):
    """A poster. While it is being drawn `url` is empty; the file is a PNG of 1080 pixels' width."""

    id: UUID
    link_id: UUID
    shape: PosterShape
    state: Annotated[
        Literal["asked", "ready"],
        Meta(description="`asked` again where the link shows something else by now."),
    ]
    url: PictureUrl
    warning: Annotated[str, Meta(description="To be said before it is saved.")]


async def shown(account: Account, poster_id: UUID) -> PosterView:
    poster, ready = await posters.seen_by(account, poster_id)
    url = posters.url_of(poster) if ready else ""
    return PosterView(
        poster.id, poster.link_id, poster.shape, "ready" if ready else "asked", url, WARNING
    )


@bp.post("/share-links/<link_id:uuid>/posters")
@operation(
    "Have a poster drawn of what a link shows; again it is the same one",
    takes=PosterDraft,
    example={"shape": "4:5"},
    gives=PosterView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("posters", most=60, seconds=600)
@creates(shown)
async def ask(request: Request, account: Account, link_id: UUID) -> UUID:
    return (await posters.ask(account, link_id, read(request, PosterDraft))).id


@bp.get("/posters/<poster_id:uuid>")
@operation("A poster, as long as its link lives", gives=PosterView, refuses=(403, 409))
@signed_in
async def show(request: Request, account: Account, poster_id: UUID) -> HTTPResponse:
    return ok(await shown(account, poster_id))
