"""Share pages: what opens from WeChat Moments, without login, in one anonymous request."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.cards import Card, card_of
from handlers.pages.rendering import page
from service.foundation.errors import NotFound
from service.people import families
from service.sharing import share_links

bp = Blueprint("share_pages")

PREVIEW_LETTERS = 60


@bp.get("/s/<token:str>")
async def opened(request: Request, token: str) -> HTTPResponse:
    """The page behind a living link; every other token gets one and the same gentle 404."""
    try:
        post = await share_links.opened(token)
    except NotFound:
        return page("gone.html", status=404)
    card = card_of(post)
    author = await families.membership_or_none(post.author, post.family_id)
    return page(
        "share_page.html",
        card=card,
        teller=author.relation if author else "",
        preview=_preview(card),
    )


def _preview(card: Card) -> str:
    """What WeChat writes beside the title of a forwarded link (Open Graph's description)."""
    words = " ".join(card.words.split())
    if not words:
        return f"{card.family}分享的 {len(card.pictures)} 张照片"
    return words if len(words) <= PREVIEW_LETTERS else words[:PREVIEW_LETTERS] + "…"
