"""The files that the browser loads: the desktop page, and what the mini-program's build made."""

from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import file

from service.emulators.phone.config import PhoneConfig, is_built

DESKTOP = Path(__file__).parent / "desktop"


async def desktop(request: Request) -> HTTPResponse:
    """The page with the phone in its middle; without a build, the page that says how to get one."""
    if is_built(_bundle(request)):
        return await _sent(request, DESKTOP, "index.html")
    return await _unbuilt(request)


async def desktop_file(request: Request, name: str) -> HTTPResponse:
    """A style or a script of the desktop page."""
    return await _sent(request, DESKTOP, name)


async def bundle_index(request: Request) -> HTTPResponse:
    """The phone itself."""
    if not is_built(_bundle(request)):
        return await _unbuilt(request)
    return await _sent(request, _bundle(request), "index.html")


async def bundle_file(request: Request, name: str) -> HTTPResponse:
    """Any other file of the build."""
    return await _sent(request, _bundle(request), name)


async def _unbuilt(request: Request) -> HTTPResponse:
    return await file(DESKTOP / "unbuilt.html", 503, max_age=None, no_store=True)


async def _sent(request: Request, folder: Path, name: str) -> HTTPResponse:
    """A file of the folder, asked for anew each time: a build may have replaced it."""
    return await file(_found(folder, name), request_headers=request.headers)


def _found(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotFound(f"There is no file {name}")
    return path


def _bundle(request: Request) -> Path:
    config: PhoneConfig = request.app.ctx.phone
    return config.bundle
