"""The emulators without the rest, for whoever develops against them."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

import httpx

from tests.contracts.serving import free_port

LAST = "JIADANG_KODO_RSF_URL"


async def test_they_say_which_settings_lead_to_them_and_a_code_signs_in_once(tmp_path):
    options = ["--data", str(tmp_path), "--port", str(free_port())]
    command = (sys.executable, "-m", "service", "emulators", *options)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    try:
        told = await asyncio.wait_for(settings_told(process.stdout), 60)
        async with httpx.AsyncClient(base_url=told["JIADANG_WECHAT_BASE_URL"]) as wechat:
            code = (await login(wechat)).json()["code"]
            query = {
                "appid": told["JIADANG_WECHAT_APPID"],
                "secret": told["JIADANG_WECHAT_SECRET"],
                "js_code": code,
                "grant_type": "authorization_code",
            }
            first, again = [await wechat.get("/sns/jscode2session", params=query) for _ in "12"]
        assert first.json()["openid"]
        assert again.json()["errcode"] == 40163
        async with httpx.AsyncClient() as phone:
            config = (await phone.get(f"{told['JIADANG_PHONE_URL']}/config.json")).json()
        assert {"name": "陈静", "is": "小满的妈妈"} in config["people"]
        async with httpx.AsyncClient() as kodo:
            assert (await kodo.get(f"{told['JIADANG_KODO_DOWNLOAD_URL']}/x")).status_code == 401
    finally:
        process.terminate()
        await process.wait()


async def settings_told(output: asyncio.StreamReader | None) -> dict[str, str]:
    assert output is not None
    told: dict[str, str] = {}
    while LAST not in told:
        name, _, value = (await output.readline()).decode().strip().partition("=")
        told[name] = value
    return told


async def login(wechat: httpx.AsyncClient) -> httpx.Response:
    """The code of a phone, once the emulator listens."""
    async with asyncio.timeout(60):
        while True:
            with suppress(httpx.ConnectError):
                return await wechat.post("/_control/logins", json={"person": "Alice"})
            await asyncio.sleep(0.05)
