"""Share pages: what opens from WeChat Moments, without login, in one anonymous request."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import counted_as
from handlers.edge.bodies import read_form
from handlers.edge.shared_pages import SharedPages
from handlers.pages.cards import Card, card_of
from handlers.pages.rendering import again, page
from handlers.sharing.share_links import present_page
from models.sharing.reports import ReportReason
from service.foundation import settings
from service.foundation.errors import Invalid, NotFound, TooMany
from service.people import families
from service.sharing import reports, share_opening
from service.sharing.reports import ReportDraft
from service.sharing.share_opening import ShownPost
from service.sharing.show_page_contents import ShownPage

bp = Blueprint("share_pages")

PREVIEW_LETTERS = 60
REASONS = {
    ReportReason.CHILD_IN_DANGER: "孩子可能有危险",
    ReportReason.PRIVATE: "露出了住址、电话、证件或学校",
    ReportReason.ABUSE: "有伤害人的话",
    ReportReason.INDECENT: "内容不雅",
    ReportReason.VIOLENT: "画面或文字吓人",
    ReportReason.FRAUD: "像是骗人的",
    ReportReason.ADVERTISING: "是广告",
    ReportReason.NOT_THEIRS: "用了别人的照片或文字",
    ReportReason.OTHER: "别的意见",
}


async def _made(token: str) -> HTTPResponse:
    """The page behind a living link; every other token gets one and the same gentle 404."""
    try:
        shown = await share_opening.opened(token)
    except NotFound:
        return _gone()
    if isinstance(shown, ShownPage):
        return _show_page(shown, token)
    return await _post(shown, token)


_pages = SharedPages("share_page", _made, lambda: settings.current().feed_page_life)


@bp.get("/s/<token:str>")
async def opened(request: Request, token: str) -> HTTPResponse:
    """What a link opens, made once for a whole circle of friends who tap at the same time."""
    return again(await _pages.get(token))


def _gone() -> HTTPResponse:
    return page("gone.html", status=404)


async def _post(shown: ShownPost, token: str) -> HTTPResponse:
    post = shown.post
    card = card_of(post, shown.photos)
    author = await families.membership_or_none(post.author, post.family_id)
    return _shared(
        "share_page.html",
        token,
        card=card,
        layout=shown.link.layout.value,
        line=shown.line,
        topic=post.topic.title if post.topic else "",
        teller=author.relation if author else "",
        preview=_preview(card.words) or f"{card.family}分享的{_counted(card)}",
    )


def _counted(card: Card) -> str:
    return "一段视频" if card.pictures[0].film else f" {len(card.pictures)} 张照片"


def _show_page(shown: ShownPage, token: str) -> HTTPResponse:
    view = present_page(shown)
    pictures = [one for part in view.sections for entry in part.entries for one in entry.pictures]
    return _shared(
        "share_page_show.html",
        token,
        view=view,
        cover=pictures[0].url if pictures else "",
        preview=_preview(view.words) or f"{view.family}的家档",
    )


def _shared(template: str, token: str, **shown: Any) -> HTTPResponse:
    reasons = {reason.value: words for reason, words in REASONS.items()}
    return page(template, shared=True, token=token, reasons=reasons, **shown)


def _preview(said: str) -> str:
    """What WeChat writes beside the title of a forwarded link (Open Graph's description)."""
    words = " ".join(said.split())
    return words if len(words) <= PREVIEW_LETTERS else words[:PREVIEW_LETTERS] + "…"


@bp.post("/s/<token:str>/report")
async def report(request: Request, token: str) -> HTTPResponse:
    """A friend's word on what a living link opens: read by a human, whatever it says."""
    try:
        subject, subject_id = await share_opening.reported(token)
        draft = read_form(request, ReportDraft)
        await reports.report_anonymously(subject, subject_id, draft, counted_as(request))
    except NotFound:
        return _gone()
    except Invalid:
        return page("share_page_reported.html", status=422, token=token, came="incomplete")
    except TooMany as refusal:
        later = page("share_page_reported.html", status=429, token=token, came="too_many")
        later.headers["Retry-After"] = str(refusal.retry_after)
        return later
    return page("share_page_reported.html", token=token, came="thanks")
