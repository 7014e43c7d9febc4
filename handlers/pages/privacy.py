"""Privacy pages: what is done with whose data, in full, to whoever wants to read it."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.rendering import page
from models.trust.consents import Purpose
from service.foundation import settings
from service.foundation.errors import NotFound
from service.trust import consent_texts

bp = Blueprint("privacy")


@bp.get("/privacy")
async def overview(request: Request) -> HTTPResponse:
    """What the service keeps of whom, and each consent in a line."""
    texts = [consent_texts.current(purpose) for purpose in Purpose]
    return _page("overview", texts=texts)


@bp.get("/privacy/children")
async def children(request: Request) -> HTTPResponse:
    """The rules for children's data, as 儿童个人信息网络保护规定 §8 asks for on their own."""
    return _page("children")


@bp.get("/privacy/<purpose:str>")
async def of_purpose(request: Request, purpose: str) -> HTTPResponse:
    """One consent in full, with how it came to say what it says."""
    if purpose not in set(Purpose):
        raise NotFound
    history = consent_texts.history(Purpose(purpose))
    return _page("purpose", text=history[0], history=history)


def _page(name: str, **shown: Any) -> HTTPResponse:
    given = settings.current()
    return page(
        f"privacy/{name}.html",
        person=given.responsible_person,
        contact=given.responsible_contact,
        accept=consent_texts.ACCEPT,
        decline=consent_texts.DECLINE,
        **shown,
    )
