"""From outside: names, certificates, the front door, and the address that WeChat pushes to.

This asks from the machine itself, by the public name: a firewall before it is not seen.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx

from service.doctor.findings import Finding, fine, judged, look, wrong
from service.foundation.settings import Settings
from service.integrations import door
from service.integrations.wechat import PUSH_PATH, Push

SOON_DAYS = 14
DAY = 24 * 60 * 60
PATIENCE = 5
NOT_OURS = 401
ECHO = "doctor"
EVENT = {"MsgType": "event", "Event": "doctor"}
"""Of no kind that anybody acts on."""
APPLY = "核对后用 deploy/upgrade 换上新设置（systemd：deploy/systemd/upgrade /opt/jiadang/current）"


async def check(given: Settings) -> AsyncIterator[Finding]:
    """Every host once, then what is behind the public one."""
    for url in sorted(_urls(given)):
        yield await _host(urlsplit(url))
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        yield await _alive(http, given)
        yield await _push(http, given)
        yield await _event(http, given)


def _urls(given: Settings) -> set[str]:
    kodo = (given.kodo_upload_url, given.kodo_download_url, given.kodo_rs_url, given.kodo_rsf_url)
    return {given.public_url, given.wechat_base_url, *kodo}


async def _host(url: SplitResult) -> Finding:
    secure, host = url.scheme == "https", url.hostname or ""
    try:
        async with asyncio.timeout(PATIENCE):
            writer = (await _connect(host, url.port or (443 if secure else 80), secure))[1]
    except socket.gaierror:
        return wrong(f"{host}：域名解析不到", "检查拼写、DNS 记录和这台机器的解析设置")
    except ssl.SSLError as error:
        mend = "证书过期、域名不符或缺少中间证书：换证书后重新加载 HAProxy"
        return wrong(f"{host}：证书不被信任（{error.reason or type(error).__name__}）", mend)
    except (OSError, TimeoutError):
        return wrong(f"{url.netloc}：连不上", "检查服务是否在运行、防火墙和安全组")
    certificate = writer.get_extra_info("peercert")
    writer.close()
    if not certificate:
        return fine(f"{url.netloc}：连得上")
    days = int(door.certificate_left(certificate) // DAY)
    if days < SOON_DAYS:
        return look(f"{host}：证书还有 {days} 天", "续期，放进 certificates，重新加载 HAProxy")
    return fine(f"{host}：连得上，证书还有 {days} 天")


async def _connect(host: str, port: int, secure: bool) -> tuple[Any, asyncio.StreamWriter]:
    context = door.trusted() if secure else None
    return await asyncio.open_connection(host, port, ssl=context)


async def _alive(http: httpx.AsyncClient, given: Settings) -> Finding:
    what = f"{given.public_url}/healthz"
    try:
        status = (await http.get(what)).status_code
    except httpx.HTTPError as error:
        status = type(error).__name__
    mend = "检查 HAProxy 和网页进程：它们在运行、已经就绪（/readyz）吗"
    return judged(status == 200, what if status == 200 else f"{what}：{status}", mend)


async def _push(http: httpx.AsyncClient, given: Settings) -> Finding:
    """The question that WeChat's console asks when the address is entered, signed as it signs."""
    what, query = f"消息推送 {given.public_url}{PUSH_PATH}", Push(given).push_check(ECHO)
    try:
        answer = await http.get(given.public_url + PUSH_PATH, params=query)
    except httpx.HTTPError as error:
        return wrong(f"{what}：{type(error).__name__}", "先让公网地址能打开")
    mend = "网页进程的 JIADANG_WECHAT_PUSH_TOKEN 和这里的不一样：" + APPLY
    return judged(answer.status_code == 200 and answer.text == ECHO, what, mend)


async def _event(http: httpx.AsyncClient, given: Settings) -> Finding:
    """An event as WeChat pushes it, sealed with the key of these settings."""
    what, (query, body) = "消息推送的加密", Push(given).sealed(EVENT)
    try:
        answer = await http.post(given.public_url + PUSH_PATH, params=query, content=body)
    except httpx.HTTPError as error:
        return wrong(f"{what}：{type(error).__name__}", "先让公网地址能打开")
    if answer.status_code not in {200, NOT_OURS}:
        return wrong(f"{what}：{answer.status_code}", "先让网页进程就绪（/readyz）")
    mend = "网页进程的 JIADANG_WECHAT_PUSH_KEY 或 JIADANG_WECHAT_APPID 和这里的不一样：" + APPLY
    return judged(answer.status_code == 200, what, mend)
