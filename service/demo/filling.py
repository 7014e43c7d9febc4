"""Filling in the demo, once: families, school and curator act through the API as phones do.

Every creating request carries a key of its own, so a fill that was interrupted goes on where it
stopped. What has no route (the operator's appointments) is done by the services' verbs.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import httpx

from models.people.staff import Office
from models.trust.consents import Purpose
from service.demo import growing, school, shelving, story
from service.demo.doors import doors, open_doors
from service.demo.phone import Phone
from service.demo.shots import Shot, develop
from service.demo.steps import Steps, expect
from service.demo.story import Household, Moment, Show
from service.foundation.settings import Settings
from service.trust.consent_texts import current

PAINTERS = 2
TOGETHER = 3
CHECKED = ["passed", "review", "risky"]
SETTLED = ["approved", "rejected", "review"]


@dataclass
class Demo:
    """What is at hand while the demo is filled in."""

    settings: Settings
    http: httpx.AsyncClient
    painters: ProcessPoolExecutor
    phones: dict[str, Phone] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    children: dict[str, str] = field(default_factory=dict)

    async def phone(self, person: str, nickname: str) -> Phone:
        """A signed-in phone, the same for the same person."""
        if person not in self.phones:
            urls = self.settings.public_url, self.settings.wechat_base_url
            phone = self.phones[person] = Phone(self.http, *urls, person)
            await phone.sign_in()
            await phone.put("/account", {"nickname": nickname})
        return self.phones[person]


async def fill_once(settings: Settings, steps: Steps) -> None:
    """Fill in the demo families unless they are there."""
    if doors():
        return
    async with _demo(settings) as demo:
        with steps.step("任命第一位档案员刘芳 · the operator appoints the first archivist"):
            await _appoint(demo)
        with steps.step(
            "三个家庭住进来：画照片、写时间轴 · three families move in (a minute or so)"
        ):
            await asyncio.gather(*(_move_in(demo, household) for household in story.HOUSEHOLDS))
        with steps.step("四年级2班，12 个孩子和王老师 · a class of 12 and teacher Wang"):
            class_id = await _fill_class(demo)
        with steps.step(
            "量身高、一起讲、班级活动、成长册、进档案 · measured, told, asked, printed, filed"
        ):
            await _grow(demo, class_id)
        with steps.step("晒出来的、等检查的、退回的、收回的 · shown, pending, refused, revoked"):
            friend = await _show_all(demo)
        child = demo.children[story.HOUSEHOLDS[0].key]
    paths = {"friend": urlsplit(friend).path, "sample": "/sample", "child": child}
    open_doors(settings.data_folder, paths)


@asynccontextmanager
async def _demo(settings: Settings) -> AsyncIterator[Demo]:
    painters = ProcessPoolExecutor(PAINTERS)
    try:
        async with httpx.AsyncClient(timeout=60) as http:
            yield Demo(settings, http, painters)
    finally:
        painters.shutdown(wait=False, cancel_futures=True)


async def _appoint(demo: Demo) -> None:
    archivist = await demo.phone(story.ARCHIVIST, story.ARCHIVIST)
    await school.appoint(archivist, story.CITY)
    moderator = await demo.phone(story.MODERATOR, story.MODERATOR)
    await school.appoint(moderator, story.CITY, Office.MODERATOR)
    districts = (await archivist.get("/regions"))["items"]
    demo.regions = {district["name"]: district["id"] for district in districts}


async def _move_in(demo: Demo, household: Household) -> None:
    """A family with its child, its relatives and its years."""
    owner = await demo.phone(household.owner.person, household.owner.nickname)
    await _found(demo, owner, household)
    for number, relative in enumerate(household.relatives):
        phone = await demo.phone(relative.person, relative.nickname)
        family = demo.families[household.key]
        path, key = f"/families/{family}/invitations", f"demo-invite-{household.key}-{number}"
        invitation = await owner.post(path, {"role": relative.role}, key=key)
        body = {"code": invitation["code"], "relation": relative.relation}
        await phone.post("/memberships", body, key=f"demo-join-{household.key}-{number}")
    moments = list(enumerate(household.moments))
    for first in range(0, len(moments), TOGETHER):  # some at a time: drawing keeps the cores busy
        several = moments[first : first + TOGETHER]
        await asyncio.gather(*(_remember(demo, household, *one) for one in several))


async def _found(demo: Demo, owner: Phone, household: Household) -> None:
    family = await owner.post(
        "/families",
        {"name": household.name, "relation": household.owner.relation},
        key=f"demo-family-{household.key}",
    )
    place, key = demo.regions[household.district], f"demo-household-{household.key}"
    await owner.post(f"/families/{family['id']}/household", {"region_id": place}, key=key)
    child = await owner.post(
        "/students",
        {
            "family_id": family["id"],
            "nickname": household.child,
            "birth_date": household.born,
            "consent_version": current(Purpose.ARCHIVE).version,
        },
        key=f"demo-child-{household.key}",
    )
    demo.families[household.key], demo.children[household.key] = family["id"], child["id"]
    for purpose, of in (
        (Purpose.SHOW, child["id"]),
        (Purpose.CLASS, child["id"]),
        (Purpose.SHOW, None),
    ):
        body = {"family_id": family["id"], "student_id": of, "purpose": purpose}
        key = f"demo-consent-{household.key}-{purpose}-{'child' if of else 'family'}"
        await owner.post("/consents", body | {"version": current(purpose).version}, key=key)


async def _remember(demo: Demo, household: Household, number: int, moment: Moment) -> None:
    """One entry with its photos, by whoever tells it."""
    teller = demo.phones[moment.by or household.owner.person]
    name = f"{household.key}-{number:02}"
    family = demo.families[household.key]
    shots = enumerate(moment.shots)
    photos = await asyncio.gather(
        *(_put(demo, teller, family, f"{name}-{place}", shot) for place, shot in shots)
    )
    body = {
        "family_id": family,
        "student_id": None if moment.of_family else demo.children[household.key],
        "photo_ids": photos,
        "title": moment.title,
        "story": moment.story,
        "happened": moment.happened,
        "dimension": moment.dimension,
        "audience": moment.audience,
    }
    await teller.post("/entries", body, key=f"demo-entry-{name}")


async def _put(demo: Demo, phone: Phone, family: str, name: str, shot: Shot) -> str:
    """Draw a photo, put it into Kodo, and wait until it is read and checked."""
    paint = asyncio.get_running_loop().run_in_executor
    file_name, data = await paint(demo.painters, partial(develop, shot, name))
    photo = await phone.put_photo(family, file_name, data, key=f"demo-photo-{name}")
    standing = CHECKED if shot.checked else ["pending", "review"]
    read = await phone.until(f"/photos/{photo}", state=["ready", "refused"], standing=standing)
    expect(read["state"] == "ready", f"{name} was not read: {read['refusal']}")
    return photo


async def _fill_class(demo: Demo) -> str:
    """Teacher Wang's class: one child of the three families and eleven classmates; its id."""
    head, teacher = [await demo.phone(one, one) for one in (story.HEAD, story.TEACHER)]
    region = demo.regions[story.DISTRICT]
    archivist = demo.phones[story.ARCHIVIST]
    opened = await school.found(archivist, head, story.SCHOOL, story.APPROVAL, region)
    classroom = await school.open_class(head, teacher, opened, story.CLASS)
    asking = []
    for household in (story.HOUSEHOLDS[0], *story.CLASSMATES):
        if household.key not in demo.families:
            await _found(
                demo, await demo.phone(household.owner.person, household.owner.nickname), household
            )
        guardian = demo.phones[household.owner.person]
        child = demo.children[household.key]
        asking.append(await classroom.is_joined(guardian, child, household.child, household.key))
    await classroom.takes_in(asking)
    return classroom.id


async def _grow(demo: Demo, class_id: str) -> None:
    """What grows around the years of the first family's child."""
    first = story.HOUSEHOLDS[0]
    mother, child = demo.phones[first.owner.person], demo.children[first.key]
    archivist, teacher = demo.phones[story.ARCHIVIST], demo.phones[story.TEACHER]
    await growing.measure(mother, child)
    await growing.remember_together(demo.phones, mother, child)
    city = (await archivist.get("/appointments"))["items"][0]["region_id"]
    task = await growing.invite(archivist, teacher, city, class_id)
    owners = {one.key: one.owner.person for one in (first, *story.CLASSMATES)}
    for said in story.ANSWERED:
        home = demo.families[said.household], demo.children[said.household]
        await growing.answer(demo.phones[owners[said.household]], home, task, said)
    await growing.endorse(teacher, task)
    await growing.print_booklet(mother, teacher, child)
    await shelving.shelve(mother, demo.families[first.key], child)


async def _show_all(demo: Demo) -> str:
    """Every post of the story; returns the share page that the front door offers."""
    households = {h.key: h for h in (*story.HOUSEHOLDS, *story.CLASSMATES)}
    curators = [await demo.phone(one, one) for one in story.CURATORS]
    for curator in curators:
        await school.appoint(curator, story.CITY, Office.CURATOR)
    for key in {show.household for show in story.SHOWS if show.audience == "public"}:
        await demo.phones[households[key].owner.person].bind_phone()
    topic, friend = await growing.open_topic(demo.phones[story.ARCHIVIST]), ""
    for number, show in enumerate(story.SHOWS):
        joined = topic if show.joins_topic else None
        post = await _show(demo, households[show.household], number, show, joined)
        if show.featured:
            await _feature(curators, post["id"])
        for person in show.liked_by:
            await demo.phones[person].put(f"/posts/{post['id']}/like")
        if show.shared:
            url = await _share(demo, households[show.household], number, post["id"], show)
            friend = url or friend
    return friend


async def _feature(curators: list[Phone], post: str) -> None:
    """One proposes it for the wall, the other one confirms."""
    first, second = curators
    await first.put(f"/posts/{post}/featuring")
    await second.call("POST", f"/posts/{post}/featuring/confirmation")


async def _show(
    demo: Demo, household: Household, number: int, show: Show, topic: str | None
) -> dict:
    owner = demo.phones[household.owner.person]
    family = demo.families[household.key]
    if not all(shot.checked for shot in show.shots):
        await _hold_check(demo, owner)
    photos = [
        await _put(demo, owner, family, f"show-{number:02}-{place}", shot)
        for place, shot in enumerate(show.shots)
    ]
    body = {
        "family_id": family,
        "student_id": None if show.of_family else demo.children[household.key],
        "photo_ids": photos,
        "words": show.words,
        "audience": show.audience,
        "topic_id": topic,
    }
    post = await owner.post("/posts", body, key=f"demo-post-{number:02}")
    wanted = show.ends_as.split()
    return await owner.until(f"/posts/{post['id']}", state=wanted)


async def _hold_check(demo: Demo, phone: Phone) -> None:
    """WeChat will never answer about this phone's next picture: a post that stays pending."""
    url = f"{demo.settings.wechat_base_url}/_control"
    openid = (await demo.http.post(f"{url}/logins", json={"person": phone.person})).json()["openid"]
    script = {"call": "media_check_async", "openid": openid, "answer": {"push": "never"}}
    (await demo.http.post(f"{url}/scripts", json=script)).raise_for_status()


async def _share(demo: Demo, household: Household, number: int, post: str, show: Show) -> str:
    owner = demo.phones[household.owner.person]
    path, key = f"/posts/{post}/share-links", f"demo-share-{number:02}"
    link = await owner.post(path, {"days": 365}, key=key)
    if show.revoked:
        await owner.delete(f"/share-links/{link['id']}")
        return ""
    return link["url"]
