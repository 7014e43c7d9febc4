"""Share links: giving a post or a show page one, revoking it, and what it opens without login."""

from typing import Annotated, Literal
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
from handlers.edge.shapes import AgeBand, Colour, Moment, Nickname, PictureUrl, Pixels
from handlers.edge.shared_pages import SharedPages
from models.archive.photos import Photo
from models.people.accounts import Account
from models.sharing.share_links import Layout, ShareLink
from service.archive.renditions import Rendition, clean_url, rendition_url
from service.foundation import settings
from service.people import students
from service.sharing import share_links, share_opening
from service.sharing.share_links import PageLinkDraft, ShareLinkDraft
from service.sharing.share_opening import ShownPost
from service.sharing.show_page_contents import ShownPage, ShownThing

bp = Blueprint("share_links")
BEGIN = "pages/welcome/welcome"
"""Where 「我也给孩子建一本」 leads in the mini-program."""


class ShareLinkView(msgspec.Struct):
    """A link as whoever decides hands it on."""

    id: UUID
    url: str
    expires_at: Moment
    layout: Layout
    picks: list[UUID]
    story_id: UUID | None


class SharedPicture(msgspec.Struct):
    """A picture on a URL of at most 10 minutes; `told` is how old the child was: 「6岁」.

    Of a film it is the poster, and `film` is to be played.
    """

    url: PictureUrl
    width: Pixels
    height: Pixels
    colour: Colour
    told: str = ""
    film: PictureUrl = ""


class SharedLine(msgspec.Struct):
    """What a relative tells of it, by the name that the family has for them: 「爷爷」."""

    called: str
    words: str


class SharedEntry(msgspec.Struct):
    """A record or a filed item of a show page; of a child `when` is the year alone."""

    title: str
    words: str
    when: str
    child: Nickname
    age: AgeBand
    pictures: list[SharedPicture]
    more: Annotated[int, Meta(ge=0, description="Pictures that are not on the page.")]
    kind: Annotated[str, Meta(description="Of a filed item 照片, 录音, 录像, 实物 or 文书.")] = ""


class SharedSection(msgspec.Struct):
    title: str
    entries: list[SharedEntry]


class SharedView(msgspec.Struct):
    """All that a friend in Moments gets: nothing in it names an account, a school or a place.

    A post has `pictures`, a show page has a `title` and `sections`.
    """

    layout: Literal["grid", "single", "then_and_now", "page"]
    words: str
    family: str
    begin: Annotated[str, Meta(description="Where in the mini-program one begins one's own.")]
    title: str = ""
    child: Nickname = ""
    age: AgeBand = ""
    pictures: list[SharedPicture] = []
    line: SharedLine | None = None
    topic: str = ""
    shown_at: Moment | None = None
    sections: list[SharedSection] = []


def present_shared(shown: share_opening.Shown) -> SharedView:
    return present_page(shown) if isinstance(shown, ShownPage) else _post(shown)


def _post(shown: ShownPost) -> SharedView:
    post, line = shown.post, shown.line
    child, age = students.shown_outside(post.student)
    return SharedView(
        layout=shown.link.layout.value,
        words=post.words,
        family=post.family.name,
        begin=BEGIN,
        child=child,
        age=age,
        pictures=[_picture(photo, told) for photo, told in shown.photos],
        line=SharedLine(line.called, line.words) if line else None,
        topic=post.topic.title if post.topic else "",
        shown_at=post.shown_at,
    )


def present_page(shown: ShownPage) -> SharedView:
    page = shown.page
    return SharedView(
        layout="page",
        words=page.words,
        family=page.family.name,
        begin=BEGIN,
        title=page.title,
        sections=[
            SharedSection(section.title, [_entry(one) for one in section.things])
            for section in shown.sections
        ],
    )


def _entry(one: ShownThing) -> SharedEntry:
    child, age = students.shown_outside(one.student)
    return SharedEntry(
        title=one.title,
        words=one.words,
        when=one.when,
        child=child,
        age=age,
        pictures=[_picture(photo) for photo in one.photos],
        more=one.more,
        kind=one.kind,
    )


def _picture(photo: Photo, told: str = "") -> SharedPicture:
    return SharedPicture(
        url=rendition_url(photo, Rendition.CARD, outside=True),
        width=photo.width,
        height=photo.height,
        colour=photo.colour,
        told=told,
        film=clean_url(photo, outside=True),
    )


def _present(link: ShareLink) -> ShareLinkView:
    return ShareLinkView(
        id=link.id,
        url=share_links.url_of(link),
        expires_at=link.expires_at,
        layout=link.layout,
        picks=[UUID(str(pick)) for pick in link.picks],
        story_id=link.story_id,
    )


async def shown(account: Account, link_id: UUID) -> ShareLinkView:
    return _present(await share_links.own(account, link_id))


@bp.post("/posts/<post_id:uuid>/share-links")
@operation(
    "Give an approved post a link",
    takes=ShareLinkDraft,
    example={"days": 30, "layout": "grid", "picks": []},
    gives=ShareLinkView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("share-links", most=60, seconds=600)
@creates(shown)
async def issue(request: Request, account: Account, post_id: UUID) -> UUID:
    return (await share_links.issue(account, post_id, read(request, ShareLinkDraft))).id


@bp.post("/show-pages/<page_id:uuid>/share-links")
@operation(
    "Give a show page that has passed a link",
    takes=PageLinkDraft,
    example={"days": 30},
    gives=ShareLinkView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("share-links", most=60, seconds=600)
@creates(shown)
async def issue_for_page(request: Request, account: Account, page_id: UUID) -> UUID:
    return (await share_links.issue_for_page(account, page_id, read(request, PageLinkDraft))).id


@bp.get("/posts/<post_id:uuid>/share-links")
@operation(
    "The living links of a post, latest first",
    query=PageQuery,
    gives=Page[ShareLinkView],
    refuses=(403,),
)
@signed_in
async def index(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    return _page(await share_links.living_of(account, post_id, after=place))


@bp.get("/show-pages/<page_id:uuid>/share-links")
@operation(
    "The living links of a show page, latest first",
    query=PageQuery,
    gives=Page[ShareLinkView],
    refuses=(403,),
)
@signed_in
async def index_of_page(request: Request, account: Account, page_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    return _page(await share_links.living_of_page(account, page_id, after=place))


def _page(links: list[ShareLink]) -> HTTPResponse:
    found, following = cut(links, share_links.PAGE, lambda link: link.id)
    return ok(Page([_present(link) for link in found], following))


@bp.delete("/share-links/<link_id:uuid>")
@operation("Revoke a link at once", status=204, refuses=(403,))
@signed_in
async def revoke(request: Request, account: Account, link_id: UUID) -> HTTPResponse:
    await share_links.revoke(account, link_id)
    return gone()


async def _opened(token: str) -> msgspec.Raw:
    shown = present_shared(await share_opening.opened(token))
    return msgspec.Raw(msgspec.json.encode(shown))


_open_links = SharedPages("shared", _opened, lambda: settings.current().feed_page_life)


@bp.get("/shared/<token:str>")
@operation("What a living link opens, without login", gives=SharedView, refuses=(503,))
async def opened(request: Request, token: str) -> HTTPResponse:
    return ok(await _open_links.get(token), headers={"X-Robots-Tag": "noindex"})
