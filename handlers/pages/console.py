"""The staff console: moderation, restrictions, featuring and figures, at a browser or a phone.

The page itself knows nobody: staff let it in with a phone, and what they may do is the API's word.
It needs no cookie, so that no other site can act in its name.
"""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.modules import Modules
from handlers.pages.rendering import page

bp = Blueprint("console")

_modules = Modules("shared", "console")


@bp.get("/console")
async def console(request: Request) -> HTTPResponse:
    """The page at `/console`, for whoever sits down before it."""
    return page("console/page.html", acts=True, modules=f"/console/{_modules.version}")


@bp.get("/console/<version:str>/<name:str>")
async def module(request: Request, version: str, name: str) -> HTTPResponse:
    """One of the page's modules."""
    return _modules.answer(request, version, name)
