"""The desk page: what a phone cannot do, at a browser: importing old photos, saving, printing.

The page itself knows nobody: whoever sits before it lets it in with a phone.
"""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.modules import Modules
from handlers.pages.rendering import page

bp = Blueprint("desk")

_modules = Modules("shared", "desk")


@bp.get("/desk")
async def desk(request: Request) -> HTTPResponse:
    """The page at `/desk`, for whoever sits down before it."""
    return page("desk/page.html", acts=True, modules=f"/desk/{_modules.version}")


@bp.get("/desk/<version:str>/<name:str>")
async def module(request: Request, version: str, name: str) -> HTTPResponse:
    """One of the page's modules."""
    return _modules.answer(request, version, name)
