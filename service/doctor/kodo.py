"""Kodo: our keys, each bucket private, each host the right one. Nothing is stored by looking."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from msgspec.structs import replace

from service.doctor.clocks import skew_of
from service.doctor.findings import Finding, fine, judged, look, wrong
from service.foundation.settings import Environment, Settings
from service.integrations.errors import VendorDenied, VendorRefused, VendorUnavailable
from service.integrations.kodo import Kodo

NO_SUCH_BUCKET, BAD_TOKEN, FORBIDDEN, BAD_REQUEST = 631, 401, 403, 400
UC_URL = "https://uc.qiniuapi.com"
"""Kodo's host for what is known of a bucket: the doctor alone asks it."""
PUBLIC = "谁都能看孩子的照片：马上在 Kodo 控制台把它改成私有空间"


class _Bucket(msgspec.Struct):
    private: int


async def check(given: Settings) -> AsyncIterator[Finding]:
    """Stat, list and begin an upload that is given up again, each by its own host."""
    async with httpx.AsyncClient() as http:
        kodo = Kodo(given, http)
        yield await _asked("rs", given.kodo_bucket, partial(kodo.stat, _nothing()))
        yield await _asked("rsf", given.kodo_bucket, partial(kodo.page, _nothing(), limit=1))
        yield await _asked("upload", given.kodo_bucket, partial(_begin_and_give_up, kodo))
        yield await _private(kodo, given)
        if given.kodo_backup_bucket:
            backup = Kodo(replace(given, kodo_bucket=given.kodo_backup_bucket), http)
            yield await _asked("备份", given.kodo_backup_bucket, partial(backup.stat, _nothing()))
            if given.environment is Environment.PRODUCTION:  # the emulators have no such host
                yield await _backup_private(backup, http, given.kodo_backup_bucket)
        async for finding in skew_of(http, "Kodo ", given.kodo_rs_url):
            yield finding


def _nothing() -> str:
    return f"doctor/{uuid4().hex}"


async def _begin_and_give_up(kodo: Kodo) -> None:
    key = _nothing()
    await kodo.abort(key, await kodo.begin(key))


async def _asked(host: str, bucket: str, ask: Callable[[], Awaitable[Any]]) -> Finding:
    what = f"Kodo {host}（空间 {bucket}）"
    try:
        await ask()
    except VendorRefused as refused:
        return wrong(f"{what}：拒绝了（{refused.code}）", _mend(host, refused.code))
    except VendorDenied as denied:
        return wrong(f"{what}：拒绝了（{denied.number}）", _mend(host, denied.number))
    except VendorUnavailable as away:
        return wrong(f"{what}：没有回应（{away.why}）", _setting(host, "检查地址和出站防火墙"))
    return fine(what)


def _mend(host: str, code: int) -> str:
    if code == NO_SUCH_BUCKET:
        return "空间不存在：核对 JIADANG_KODO_BUCKET 和它所在的账号"
    if code in {BAD_TOKEN, FORBIDDEN}:
        return "密钥不对或没有权限：核对 JIADANG_KODO_ACCESS_KEY、JIADANG_KODO_SECRET_KEY 和时钟"
    if code == BAD_REQUEST:
        return _setting(host, "区域不对：换成空间所在区域的域名")
    return "按 Kodo 的状态码核对 JIADANG_KODO_ 开头的设置"


def _setting(host: str, advice: str) -> str:
    name = {"rs": "RS", "rsf": "RSF", "upload": "UPLOAD"}.get(host, "RS")
    return f"{advice}（JIADANG_KODO_{name}_URL）"


async def _private(kodo: Kodo, given: Settings) -> Finding:
    what = f"空间 {given.kodo_bucket} 是私有的"
    try:
        private = await kodo.is_private()
    except VendorUnavailable as away:
        mend = "检查 JIADANG_KODO_DOWNLOAD_URL：绑定的域名、解析和证书"
        return wrong(f"Kodo 下载域名：没有回应（{away.why}）", mend)
    return judged(private, what if private else f"空间 {given.kodo_bucket} 是公开的", PUBLIC)


async def _backup_private(kodo: Kodo, http: httpx.AsyncClient, bucket: str) -> Finding:
    """It has no domain by which to try: Kodo itself is asked, as its SDK does (`bucket_info`)."""
    what, url = f"备份空间 {bucket}", f"{UC_URL}/v2/bucketInfo?bucket={bucket}"
    try:
        reply = (await http.post(url, headers=kodo.managing("POST", url))).raise_for_status()
        private = msgspec.json.decode(reply.content, type=_Bucket).private
    except (httpx.HTTPError, msgspec.MsgspecError):
        return look(f"{what}：不知道是不是私有的", "在 Kodo 控制台核对：它必须是私有空间")
    return judged(private, f"{what} 是{'私有' if private else '公开'}的", PUBLIC)
