"""The main job over HTTP, as phones do it: from signing in to a page that a friend opens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image

from models.trust.consents import Purpose
from service.demo import pictures
from service.demo.phone import Phone, Refused
from service.demo.steps import Steps, expect
from service.foundation import clock
from service.foundation.settings import Settings
from service.trust.consent_texts import current

SEASIDE = (22.2665, 113.5826)
SETTLED = ["approved", "rejected", "review"]


@dataclass(frozen=True)
class Done:
    """What was done, and where it can be looked at."""

    told: str
    share_url: str


async def perform(settings: Settings, steps: Steps) -> Done:
    """A newcomer's day: three photos, an entry, a post, a friend's like, a share page."""
    async with _phones(settings) as (mother, friend):
        with steps.step("周敏用微信登录，建好一个家 · signs in, founds a family"):
            family, child = await _settle_in(mother)
        with steps.step("三张照片从手机直接存进对象存储 · three photos straight to Kodo"):
            photos = await _take_photos(mother, family)
        with steps.step("记进孩子的成长时间轴 · recorded in the child's timeline"):
            told = await _record(mother, family, child, photos)
        with steps.step("晒出来，安全检查前别人看不到 · shown, unseen before the check"):
            post = await _show(mother, friend, family, child, photos)
        with steps.step("朋友看到了，点了个赞 · a friend sees it and likes it"):
            await _like(friend, post)
        with steps.step("发到朋友圈：不用登录就能打开 · a share page without login"):
            share_url = await _share(settings, mother, post)
        with steps.step("伪造的回调、别人的照片：都拦住了 · forgeries and strangers refused"):
            await _intrude(settings, friend, photos[0], child)
    return Done(told, share_url)


@asynccontextmanager
async def _phones(settings: Settings) -> AsyncIterator[tuple[Phone, Phone]]:
    async with httpx.AsyncClient(timeout=30) as http:
        people = ("周敏", "她的同事")
        yield tuple(  # type: ignore[misc]
            Phone(http, settings.public_url, settings.wechat_base_url, person) for person in people
        )


async def _settle_in(mother: Phone) -> tuple[str, str]:
    """Her family and child: new the first time, found again later."""
    await mother.sign_in()
    await mother.put("/account", {"nickname": "周敏"})
    families = (await mother.get("/account"))["families"]
    children = (await mother.get("/students"))["items"]
    if families and children:
        return families[0]["id"], children[0]["id"]
    family = await mother.post("/families", {"name": "周家", "relation": "妈妈"})
    child = await mother.post(
        "/students",
        {
            "family_id": family["id"],
            "nickname": "豆豆",
            "birth_date": "2020-03-12",
            "consent_version": current(Purpose.ARCHIVE).version,
        },
    )
    return family["id"], child["id"]


async def _take_photos(mother: Phone, family: str) -> list[str]:
    """One with EXIF, one HEIC, one as WeChat's picker hands it over: without any."""
    files = await asyncio.to_thread(_draw)
    photos = [await mother.put_photo(family, name, data) for name, data in files]
    for photo in photos:
        read = await mother.until(
            f"/photos/{photo}", state=["ready", "refused"], standing=["passed", "review", "risky"]
        )
        expect(read["standing"] == "passed", f"the photo was not passed: {read}")
    return photos


def _draw() -> list[tuple[str, bytes]]:
    seed, taken_at = uuid4().int % 10_000, clock.now().astimezone(clock.CHINA) - timedelta(hours=3)
    camera = ("HUAWEI", "Pura 70")
    kite = pictures.draw("kite", seed=seed, size=(3024, 4032))
    castle = pictures.draw("sandcastle", seed=seed, size=(4032, 3024))
    picked = pictures.as_wechat(pictures.draw("lovers_road", seed=seed, size=(1920, 1440)))
    jpeg = pictures.as_phone(kite, taken_at=taken_at, place=SEASIDE, orientation=6, camera=camera)
    heic = pictures.as_heic(castle, taken_at=taken_at, place=SEASIDE, camera=camera)
    return [("IMG_1.jpg", jpeg), ("IMG_2.heic", heic), ("tmp_3.jpg", picked)]


async def _record(mother: Phone, family: str, child: str, photos: list[str]) -> str:
    body = {
        "family_id": family,
        "student_id": child,
        "photo_ids": photos,
        "title": "情侣路上放风筝",
        "story": "风很大，线放到了头。豆豆说，风筝想去看大桥。",
    }
    entry = await mother.post("/entries", body)
    timeline = await mother.get(f"/students/{child}/timeline")
    found = next(item for item in timeline["items"] if item["id"] == entry["id"])
    expect(len(found["photos"]) == 3, "the timeline does not show three photos")
    expect(found["happened"], "the camera's day was not found")
    return f"周敏记下了 {found['when']} 的「{found['title']}」,{len(found['photos'])} 张照片。"


async def _show(mother: Phone, friend: Phone, family: str, child: str, photos: list[str]) -> str:
    await friend.sign_in()
    consent = {"family_id": family, "student_id": child, "purpose": Purpose.SHOW}
    await mother.post("/consents", consent | {"version": current(Purpose.SHOW).version})
    await mother.bind_phone()
    body = {
        "family_id": family,
        "student_id": child,
        "words": "风筝想去看大桥。",
        "photo_ids": photos,
        "audience": "public",
    }
    post = await mother.post("/posts", body)
    if post["state"] == "pending":
        expect(not await _sees(friend, post["id"]), "seen before the check")
    settled = await mother.until(f"/posts/{post['id']}", state=SETTLED)
    expect(settled["state"] == "approved", f"not approved: {settled}")
    return post["id"]


async def _sees(phone: Phone, post: str) -> bool:
    """Whether the phone gets the post; one that settled in the meantime may be seen."""
    try:
        return (await phone.get(f"/posts/{post}"))["state"] != "approved"
    except Refused as refused:
        if refused.status != 404:
            raise
        return False


async def _like(friend: Phone, post: str) -> None:
    feed = await friend.get("/feed")
    expect(post in [item["id"] for item in feed["items"]], "the friend does not see the post")
    liked = await friend.put(f"/posts/{post}/like")
    expect(liked["liked"] and liked["likes"] == 1, f"the like does not count: {liked}")


async def _share(settings: Settings, mother: Phone, post: str) -> str:
    link = await mother.post(f"/posts/{post}/share-links", {})
    async with httpx.AsyncClient(timeout=30) as browser:
        page = await browser.get(link["url"])
        expect(page.status_code == 200, f"the share page answers {page.status_code}")
        token = link["url"].rpartition("/")[2]
        shared = (await browser.get(f"{settings.public_url}/api/v1/shared/{token}")).json()
        for picture in shared["pictures"]:
            _expect_bare(await browser.get(picture["url"]))
    return link["url"]


def _expect_bare(reply: httpx.Response) -> None:
    """A picture that left the family tells nothing but itself."""
    reply.raise_for_status()
    picture = Image.open(BytesIO(reply.content))
    expect(not picture.getexif(), "a shared picture carries EXIF")


async def _intrude(settings: Settings, friend: Phone, photo: str, child: str) -> None:
    forged: dict[str, Any] = {"upload": str(uuid4()), "hash": "x"}
    async with httpx.AsyncClient(timeout=10) as intruder:
        reply = await intruder.post(f"{settings.public_url}/callbacks/kodo", data=forged)
        expect(reply.status_code == 401, f"a forged callback answers {reply.status_code}")
    for path in (f"/photos/{photo}", f"/students/{child}", f"/students/{child}/timeline"):
        try:
            await friend.get(path)
        except Refused as refused:
            expect(refused.status == 404, f"{path} answers {refused.status}")
        else:
            expect(False, f"{path} opens for a stranger")
