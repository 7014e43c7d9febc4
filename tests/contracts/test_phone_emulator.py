"""The phone emulator: WeChat's answers are its own, and requests leave as WeChat sends them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from service.emulators.serving import phone_of
from tests.contracts.phone_world import APPID, Desk, phone_desk, through
from tests.contracts.serving import serving

MIB = 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with phone_desk(tmp_path / "dist") as desk:
        yield desk


def build(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<title>小程序</title>", encoding="utf-8")
    (tmp_path / "dist" / "app.js").write_text("start()", encoding="utf-8")
    (tmp_path / "secret").write_text("not of the build", encoding="utf-8")


async def test_without_a_build_it_says_how_to_get_one(desk: Desk):
    for path in ("/", "/app/"):
        reply = await desk.http.get(path)
        assert reply.status_code == 503
        assert "还没有装好手机" in reply.text
        assert "make phone" in reply.text


async def test_a_build_is_served_as_soon_as_it_is_there_and_nothing_beside_it(desk, tmp_path):
    build(tmp_path)
    index, script = [await desk.http.get(path) for path in ("/app/?person=陈静", "/app/app.js")]
    assert index.text == "<title>小程序</title>"
    assert script.text == "start()"
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "no-cache"
    for path in ("/app/%2e%2e/secret", "/app/..%2fsecret", "/app/none.js", "/desktop/..%2fapp.py"):
        assert (await desk.http.get(path)).status_code == 404, path


async def test_the_desktop_page_brings_its_style_and_its_script(desk, tmp_path):
    build(tmp_path)
    page = await desk.http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    for name in ("desktop.css", "desktop.js"):
        assert f"/desktop/{name}" in page.text
        assert (await desk.http.get(f"/desktop/{name}")).status_code == 200


async def test_the_phone_learns_where_the_service_is_and_who_may_hold_it(desk: Desk):
    assert (await desk.http.get("/config.json")).json() == {
        "baseUrl": desk.url,
        "appId": APPID,
        "templates": ["t1"],
        "domains": {"request": [desk.url], "uploadFile": [desk.away], "downloadFile": []},
        "people": [{"name": "陈静", "is": "小满的妈妈"}],
    }


async def test_a_request_reaches_the_service_whole_and_its_answer_comes_back(desk: Desk):
    url = f"{desk.url}/echo/%E5%B0%8F%2F?name=%E5%B0%8F%E6%BB%A1&at=1%2B2"
    reply = await desk.passes("PUT", url, content="你好", headers={"Authorization": "Bearer x"})
    assert reply.status_code == 418
    assert reply.headers["X-Told"] == "by the service"
    told = reply.json()
    assert told["method"] == "PUT"
    assert told["body"] == "你好"
    assert told["url"] == url.removeprefix(desk.url)
    assert told["headers"]["authorization"] == "Bearer x"


async def test_a_request_leaves_as_wechat_sends_it_not_as_a_browser_does(desk: Desk):
    browsers = {
        "Origin": "http://127.0.0.1:8003",
        "Referer": "http://127.0.0.1:8003/app/",
        "Cookie": "session=of-the-console",
        "Sec-Fetch-Mode": "cors",
        "Sec-CH-UA": "Chromium",
    }
    told = (await desk.passes("GET", f"{desk.url}/echo/x", headers=browsers)).json()["headers"]
    assert told["referer"] == f"https://servicewechat.com/{APPID}/devtools/page-frame.html"
    assert told["host"] == desk.url.removeprefix("http://")
    assert [name for name in told if name in ("origin", "cookie") or name.startswith("sec-")] == []


async def test_a_cookie_of_the_service_does_not_stay_in_the_browser(desk: Desk):
    reply = await desk.passes("GET", f"{desk.url}/cookie")
    assert reply.status_code == 200
    assert "set-cookie" not in reply.headers


async def test_only_the_server_domains_are_reached(desk: Desk):
    beside = desk.url.replace("127.0.0.1", "localhost")
    for url in (
        f"{beside}/echo/x",
        "https://example.org/",
        f"{desk.url}.example.org/",
        "file:///x",
    ):
        reply = await desk.passes("GET", url)
        assert reply.status_code == 403, url
        assert "x-told" not in reply.headers


async def test_a_service_that_is_away_is_told_from_one_that_fails(desk: Desk):
    reply = await desk.passes("GET", f"{desk.away}/x")
    assert reply.status_code == 502
    assert reply.headers["X-Phone"] == "unreachable"
    answered = await desk.passes("GET", f"{desk.url}/none")
    assert answered.status_code == 404
    assert "X-Phone" not in answered.headers


async def test_a_large_upload_is_on_its_way_before_its_last_byte_was_read(desk: Desk):
    async def body() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield bytes(MIB)
        async with asyncio.timeout(10):
            await desk.service.first_bytes.wait()
        yield bytes(MIB)

    reply = await desk.passes("POST", f"{desk.url}/take", content=body())
    assert reply.text == str(13 * MIB)


async def test_an_upload_that_the_phone_gives_up_ends_at_the_service_too(desk: Desk):
    async def body() -> AsyncIterator[bytes]:
        yield bytes(MIB)
        async with asyncio.timeout(10):
            await desk.service.first_bytes.wait()
        raise ConnectionAbortedError

    headers = {"Content-Length": str(2 * MIB)}
    with pytest.raises(ConnectionAbortedError):
        await desk.passes("POST", f"{desk.url}/take", content=body(), headers=headers)
    async with asyncio.timeout(10):
        assert await desk.service.taken.get() < 2 * MIB


async def test_a_download_arrives_while_it_is_still_being_sent(desk: Desk):
    async with desk.http.stream("GET", through(f"{desk.url}/drip")) as reply:
        chunks = reply.aiter_text()
        assert await anext(chunks) == "first "
        desk.service.go_on.set()
        assert await anext(chunks) == "second"


@pytest_asyncio.fixture(loop_scope="session")
async def holder(world, tmp_path) -> AsyncIterator[httpx.AsyncClient]:
    """The phone emulator of the whole service."""
    async with (
        serving(phone_of(world.settings)) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield http


async def test_the_holder_signs_in_as_the_person_whom_wechat_knows(holder, world):
    alice = await world.person("Alice")
    code = (await holder.post("/login", json={"person": "Alice"})).json()["code"]
    url = through(f"{world.url}/api/v1/sessions")
    headers = {"Idempotency-Key": uuid4().hex}
    session = await holder.post(url, json={"code": code}, headers=headers)
    assert session.status_code == 201
    bearer = {"Authorization": f"Bearer {session.json()['token']}"}
    account = await holder.get(through(f"{world.url}/api/v1/account"), headers=bearer)
    assert account.json()["id"] == (await alice.phone.get("/account"))["id"]


async def test_the_phone_button_gives_a_number_that_the_service_takes(holder, world):
    alice = await world.person("Alice")
    code = (await holder.post("/phone-code", json={"person": "Alice"})).json()["code"]
    await alice.phone.put("/account/phone", {"code": code})


async def test_what_the_holder_accepts_wechat_will_send(holder, world):
    templates = (await holder.get("/config.json")).json()["templates"]
    assert "embedded-task_due" in templates
    body = {"person": "Alice", "template_ids": templates}
    assert (await holder.post("/grants", json=body)).json() == {}


async def test_a_body_that_names_nobody_is_refused(holder):
    for path in ("/login", "/phone-code", "/grants"):
        assert (await holder.post(path, json={"somebody": 1})).status_code == 400
