"""Serving the emulators: all in one process, on the ports that the settings name."""

import asyncio
import re
import signal
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from granian.constants import Interfaces
from granian.server.embed import Server
from sanic import Sanic

from service.emulators.kodo import KodoConfig, create_kodo
from service.emulators.phone import Domains, PhoneConfig, Someone, create_phone
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


def phone_of(settings: Settings, people: Sequence[Someone] = ()) -> Sanic:
    """A phone for these people, its mini-program configured as WeChat's console would have it."""
    domains = Domains(
        # large files go to storage in parts, each a request of its own
        request=(settings.public_url, settings.kodo_upload_url),
        upload_file=(settings.kodo_upload_url,),
        download_file=(settings.kodo_download_url, settings.public_url),
    )
    return create_phone(
        PhoneConfig(
            appid=settings.wechat_appid,
            service_url=settings.public_url,
            wechat_url=settings.wechat_base_url,
            domains=domains,
            templates=tuple(re.findall(r"=([\w-]+):", settings.wechat_templates)),
            people=tuple(people),
        )
    )


async def serve(settings: Settings, people: Sequence[Someone] = ()) -> None:
    """Serve all that the settings name until SIGTERM or SIGINT; `people` may hold the phone."""
    servers = [
        _server(wechat_of(settings), settings.wechat_base_url),
        _server(kodo_of(settings), settings.kodo_upload_url),
    ]
    if settings.phone_url:
        servers.append(_server(phone_of(settings, people), settings.phone_url))
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, lambda: [server.stop() for server in servers])
    await asyncio.gather(*(server.serve() for server in servers))


def _server(app: Sanic, url: str) -> Server:
    parts = urlsplit(url)
    return Server(
        app,
        address=socket.gethostbyname(parts.hostname or "localhost"),
        port=parts.port or 80,
        interface=Interfaces.ASGI,
        log_enabled=False,
    )
