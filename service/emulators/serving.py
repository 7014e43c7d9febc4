"""Serving the emulators: both in one process, on the ports that the settings name."""

import asyncio
import signal
from urllib.parse import urlsplit

from granian.constants import Interfaces
from granian.server.embed import Server
from sanic import Sanic

from service.emulators.kodo import KodoConfig, create_kodo
from service.emulators.wechat import WeChatConfig, create_wechat
from service.foundation.settings import Settings
from service.integrations.wechat import PUSH_PATH


def wechat_of(settings: Settings) -> Sanic:
    """WeChat as the settings know it."""
    return create_wechat(
        WeChatConfig(
            appid=settings.wechat_appid,
            secret=settings.wechat_secret,
            push_token=settings.wechat_push_token,
            push_key=settings.wechat_push_key,
            push_url=settings.public_url + PUSH_PATH,
        )
    )


def kodo_of(settings: Settings) -> Sanic:
    """Kodo as the settings know it, its objects under the data folder."""
    return create_kodo(
        KodoConfig(
            access_key=settings.kodo_access_key,
            secret_key=settings.kodo_secret_key,
            bucket=settings.kodo_bucket,
            root=settings.data_folder / "kodo",
            backup_bucket=settings.kodo_backup_bucket,
        )
    )


async def serve(settings: Settings) -> None:
    """Serve both until SIGTERM or SIGINT."""
    servers = [
        _server(wechat_of(settings), settings.wechat_base_url),
        _server(kodo_of(settings), settings.kodo_upload_url),
    ]
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, lambda: [server.stop() for server in servers])
    await asyncio.gather(*(server.serve() for server in servers))


def _server(app: Sanic, url: str) -> Server:
    parts = urlsplit(url)
    return Server(
        app,
        address=parts.hostname or "127.0.0.1",
        port=parts.port or 80,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
