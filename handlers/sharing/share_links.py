"""Share links: giving a post one, revoking it, and what it opens without login."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import AgeBand, Moment, Nickname
from handlers.sharing.posts import PictureView, present_pictures
from models.people.accounts import Account
from models.sharing.posts import Post
from service.archive.renditions import Rendition
from service.people import students
from service.sharing import share_links
from service.sharing.share_links import ShareLinkDraft

bp = Blueprint("share_links")


class ShareLinkView(msgspec.Struct):
    """A link as its issuer hands it on."""

    id: UUID
    url: str
    expires_at: Moment


class SharedView(msgspec.Struct):
    """All that a friend in Moments gets: nothing in it names an account, a school or a place."""

    words: str
    family: str
    child: Nickname
    age: AgeBand
    pictures: list[PictureView]
    shown_at: Moment | None


def present_shared(post: Post, rendition: Rendition = Rendition.CARD) -> SharedView:
    child, age = students.shown_outside(post.student)
    return SharedView(
        words=post.words,
        family=post.family.name,
        child=child,
        age=age,
        pictures=present_pictures(post, rendition),
        shown_at=post.shown_at,
    )


async def shown(account: Account, link_id: UUID) -> ShareLinkView:
    link = await share_links.own(account, link_id)
    return ShareLinkView(link.id, share_links.url_of(link), link.expires_at)


@bp.post("/posts/<post_id:uuid>/share-links")
@operation(
    "Give an approved post a link",
    takes=ShareLinkDraft,
    example={"days": 30},
    gives=ShareLinkView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("share-links", most=60, seconds=600)
@creates(shown)
async def issue(request: Request, account: Account, post_id: UUID) -> UUID:
    return (await share_links.issue(account, post_id, read(request, ShareLinkDraft))).id


@bp.delete("/share-links/<link_id:uuid>")
@operation("Revoke a link at once", status=204, refuses=(403,))
@signed_in
async def revoke(request: Request, account: Account, link_id: UUID) -> HTTPResponse:
    await share_links.revoke(account, link_id)
    return gone()


@bp.get("/shared/<token:str>")
@operation("What a living link opens, without login", gives=SharedView, refuses=(503,))
async def opened(request: Request, token: str) -> HTTPResponse:
    post = await share_links.opened(token)
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return ok(present_shared(post), headers=headers)
