"""The content censor: a verdict on a picture behind a signed URL, or in the question itself."""

import base64
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from service.foundation import clock
from service.integrations.errors import VendorRefused
from tests.integrations.kodo_desk import LATER, Desk, kodo_desk
from tests.world import a_photo


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        await desk.kodo.put("m/1.jpg", a_photo(), "image/jpeg")
        yield desk


def inline(data: bytes) -> str:
    return f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}"


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    data = BytesIO()
    Image.new(mode, (width, height)).save(data, "PNG")
    return data.getvalue()


def url_of(desk: Desk, key: str = "m/1.jpg") -> str:
    return desk.kodo.download_url(key, until=clock.now() + LATER)


async def test_a_harmless_picture_passes_in_every_scene(desk):
    for uri in (url_of(desk), inline(a_photo())):
        verdict = await desk.kodo.censor(uri)
        assert verdict.suggestion == "pass"
        found = {name: scene.suggestion for name, scene in verdict.scenes.items()}
        assert found == dict.fromkeys(("pulp", "terror", "politician"), "pass")
        assert verdict.scenes["pulp"].details[0].label == "normal"


@pytest.mark.parametrize("suggestion", ["review", "block"])
async def test_a_doubtful_picture_is_named(desk, suggestion):
    await desk.script("censor", key="m/", suggestion=suggestion)
    verdict = await desk.kodo.censor(url_of(desk), scenes=("terror", "ads", "behavior"))
    assert verdict.suggestion == verdict.scenes["terror"].suggestion == suggestion
    assert verdict.scenes["terror"].details[0].label != "normal"
    assert verdict.scenes["ads"].suggestion == verdict.scenes["behavior"].suggestion == "pass"
    assert (await desk.kodo.censor(url_of(desk))).suggestion == "pass"


async def test_a_rendition_is_judged_as_well(desk):
    url = desk.kodo.download_url("m/1.jpg", until=clock.now() + LATER, fop="imageView2/2/w/64")
    assert (await desk.kodo.censor(url)).suggestion == "pass"


@pytest.mark.parametrize(
    "uri",
    [
        inline(b"no picture at all"),
        inline(picture(31, 100)),
        inline(picture(5001, 32)),
        inline(picture(64, 64, "RGBA")),
        inline(bytes(10 * 1024 * 1024 + 1)),
        "data:image/png;base64,***",
        "data:image/png,plain",
        "ftp://127.0.0.1/a.jpg",
        "http://127.0.0.1:1/a.jpg",
    ],
    ids=lambda uri: uri[:60],
)
async def test_what_is_no_fit_picture_is_refused(desk, uri):
    with pytest.raises(VendorRefused) as refused:
        await desk.kodo.censor(uri)
    assert refused.value.code == 400


async def test_the_smallest_and_the_widest_pictures_are_judged(desk):
    for width, height in ((32, 32), (5000, 32)):
        assert await desk.kodo.censor(inline(picture(width, height)))


async def test_an_object_that_is_not_there_or_whose_url_died_has_no_verdict(desk):
    dead = desk.kodo.download_url("m/1.jpg", until=clock.now() - LATER)
    for uri in (dead, url_of(desk, "m/none.jpg")):
        with pytest.raises(VendorRefused):
            await desk.kodo.censor(uri)


@pytest.mark.parametrize("scenes", [(), ("pulp", "weather")])
async def test_a_scene_that_kodo_does_not_know_is_refused(desk, scenes):
    with pytest.raises(VendorRefused):
        await desk.kodo.censor(url_of(desk), scenes=scenes)


async def ask(desk: Desk, body: str, **headers: str) -> int:
    headers = {"Content-Type": "application/json", **headers}
    url = f"{desk.url}/v3/image/censor"
    return (await desk.http.post(url, content=body, headers=headers)).status_code


async def test_only_the_account_may_ask_and_its_signature_covers_the_question(desk):
    asked: dict[str, Any] = {"data": {"uri": url_of(desk)}, "params": {"scenes": ["pulp"]}}
    body, url = msgspec.json.encode(asked).decode(), f"{desk.url}/v3/image/censor"
    signed = desk.kodo.qiniu("POST", url, {"Content-Type": "application/json"}, body)
    assert await ask(desk, body, Authorization=signed) == 200
    assert await ask(desk, body.replace("pulp", "terror"), Authorization=signed) == 401
    assert await ask(desk, body, Authorization=desk.kodo.qbox(url, body)) == 401
    assert await ask(desk, body) == 401
    half = body[:-4]
    signed = desk.kodo.qiniu("POST", url, {"Content-Type": "application/json"}, half)
    assert await ask(desk, half, Authorization=signed) == 400
