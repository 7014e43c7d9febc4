"""The Sanic app: which WeChat calls the emulator answers."""

from uuid import uuid4

from sanic import Sanic

from service.emulators.wechat.checks import media_check_async, msg_sec_check
from service.emulators.wechat.config import WeChatConfig
from service.emulators.wechat.control import add_controls
from service.emulators.wechat.credentials import jscode2session, stable_token, token
from service.emulators.wechat.edge import Route, answering
from service.emulators.wechat.links import generate_urllink
from service.emulators.wechat.mini_codes import getwxacodeunlimit
from service.emulators.wechat.phone_numbers import getuserphonenumber
from service.emulators.wechat.platform import Platform
from service.emulators.wechat.subscriptions import subscribe_send

ROUTES = (
    Route("GET", "/sns/jscode2session", jscode2session, needs_token=False),
    Route("GET", "/cgi-bin/token", token, needs_token=False),
    Route("POST", "/cgi-bin/stable_token", stable_token, needs_token=False),
    Route("POST", "/wxa/msg_sec_check", msg_sec_check),
    Route("POST", "/wxa/media_check_async", media_check_async),
    Route("POST", "/wxa/business/getuserphonenumber", getuserphonenumber),
    Route("POST", "/wxa/getwxacodeunlimit", getwxacodeunlimit),
    Route("POST", "/wxa/generate_urllink", generate_urllink),
    Route("POST", "/cgi-bin/message/subscribe/send", subscribe_send),
)


def create_wechat(config: WeChatConfig) -> Sanic:
    """The emulator for one mini-program; its state lives and dies with the app."""
    app = Sanic(f"wechat-{uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.platform = Platform(config)
    app.ctx.call_names = [route.name for route in ROUTES]
    for route in ROUTES:
        app.add_route(answering(route), route.path, methods=["GET", "POST"], name=route.name)
    add_controls(app)
    app.register_listener(_close, "after_server_stop")
    return app


async def _close(app: Sanic) -> None:
    await app.ctx.platform.close()
    Sanic.unregister_app(app)
