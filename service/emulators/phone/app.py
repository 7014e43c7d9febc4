"""The Sanic app: the desktop page, the mini-program's files, WeChat's answers, and the way out."""

from uuid import uuid4

import httpx
from sanic import Sanic

from service.emulators.phone import files, passing, wechat
from service.emulators.phone.config import PhoneConfig

PATIENCE = 60
"""Seconds: WeChat's own bound on a request."""

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]


def create_phone(config: PhoneConfig) -> Sanic:
    """The phone for one mini-program; what it remembers is the browser's."""
    app = Sanic(f"phone-{uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.phone = config
    app.before_server_start(_open)
    app.after_server_stop(_close)
    for handler, path, method in (
        (files.desktop, "/", "GET"),
        (files.desktop_file, "/desktop/<name:str>", "GET"),
        (files.bundle_index, "/app/", "GET"),
        (files.bundle_file, "/app/<name:path>", "GET"),
        (wechat.config, "/config.json", "GET"),
        (wechat.login, "/login", "POST"),
        (wechat.phone_code, "/phone-code", "POST"),
        (wechat.grants, "/grants", "POST"),
    ):
        app.add_route(handler, path, methods=[method], strict_slashes=True)
    app.add_route(passing.through, "/through/<target:path>", methods=METHODS, stream=True)
    return app


async def _open(app: Sanic) -> None:
    app.ctx.http = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)


async def _close(app: Sanic) -> None:
    await app.ctx.http.aclose()
    Sanic.unregister_app(app)
