"""Private photos: no route shows staff one that was not asked for, whatever ids they know."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import httpx
import pytest

from models.archive.photos import Photo
from models.people.staff import Office
from models.trust.moderation import Check
from service.trust import moderation
from tests.edge.described import Document, document, operations
from tests.edge.wire import headers_of
from tests.trust.archive_room import CITY, NOTHING, TOWN, holds
from tests.trust.archive_room import asks as asks_to_look
from tests.trust.reviewers import PICTURE, Desk, asks, decides, desk_of
from tests.world import XIANGZHOU, Person, World

STAFF = {"moderator": Office.MODERATOR, "curator": Office.CURATOR, "auditor": Office.AUDITOR}
Ids = dict[str, str]


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await desk_of(world)
    await desk.alice.joins_programme(TOWN)
    return desk


async def staff_of(desk: Desk) -> dict[str, Person]:
    """Everybody who has an office, each in a place that is over Alice's household."""
    world, staff = desk.world, {"moderator": desk.mei}
    for name in ("curator", "auditor"):
        staff[name] = await world.person(name)
        await holds(world, staff[name], STAFF[name], CITY)
    for name, code in (("city", CITY), ("district", XIANGZHOU), ("town", TOWN)):
        staff[name] = await world.archivist(code)
    staff["administrator"] = (await world.school()).administrator
    return staff


async def photos_of(desk: Desk) -> dict[str, str]:
    """A photo of Alice's in every state, each in an entry of the child's; their ids."""
    made = {"passed": await desk.alice.takes_photo()}
    made["doubtful"], made["asked"] = [await _doubtful(desk) for _ in range(2)]
    await desk.world.script("wechat", PICTURE, {"suggest": "risky"})
    made["risky"] = await desk.alice.takes_photo()
    await desk.world.script("wechat", PICTURE, {"push": "held"})
    made["pending"] = await desk.alice.takes_photo(checked=False)
    return made


async def _doubtful(desk: Desk) -> str:
    return (await desk.doubtful_photo()).rpartition("/")[2]


async def ids_of(desk: Desk, photo: str, grant: str, review: str) -> Ids:
    """What the parameters of the routes may be called, filled with what is Alice's."""
    entry = await desk.alice.records(photo_ids=[photo])
    return {
        "family_id": desk.alice.family,
        "student_id": desk.alice.child,
        "photo_id": photo,
        "entry_id": entry["id"],
        "grant_id": grant,
        "review_id": review,
        "region": TOWN,
    }


def requests(doc: Document, everyones: list[Ids]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every GET of the document, once: its template, and path and query with all that is known."""
    sent = set()
    for ids, (template, method, operation) in product(everyones, operations(doc)):
        if method != "get":
            continue
        path = re.sub(r"{(\w+)}", lambda hole, ids=ids: ids.get(hole[1], NOTHING), template)
        named = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
        known = {name: ids[name] for name in named if name in ids}
        for scope in ("public", "family", "class") if "scope" in named else ("",):
            query = known | ({"scope": scope} if scope else {})
            if (path, scope) not in sent:
                sent.add((path, scope))
                yield template, path, query


async def shown_to(person: Person, doc: Document, everyones: list[Ids], secrets: set[str]) -> set:
    """The templates of the routes by which a person gets one of the secrets."""
    found = set()
    for template, path, query in requests(doc, everyones):
        reply = await _get(person, path, query)
        assert reply.status_code < 500, reply.text
        if any(secret in reply.text.replace(path, "") for secret in secrets):
            found.add(template)
    return found


async def _get(person: Person, path: str, query: dict[str, str]) -> httpx.Response:
    world: Any = person.world
    return await world.http.get(world.url + path, params=query, headers=headers_of(person))


async def traces(photo: str) -> set[str]:
    """What every answer with a photo of these would hold: its id or a URL of its objects."""
    kept = await Photo.get(id=UUID(photo))
    return {photo, kept.key}


async def test_no_route_shows_staff_a_photo_that_nobody_asked_them_to_see(desk):
    staff, photos, doc = await staff_of(desk), await photos_of(desk), await document(desk.world)
    grant = (await asks_to_look(staff["town"], desk.alice.child))["id"]
    asked = await asks(desk.alice, f"/photos/{photos['asked']}")
    ids = {name: await ids_of(desk, one, grant, asked["id"]) for name, one in photos.items()}
    everyones, own = list(ids.values()), await traces(photos["asked"])
    unasked = set().union(*[await traces(photos[name]) for name in photos if name != "asked"])
    at_home = await shown_to(desk.alice, doc, everyones, unasked)
    assert {"/api/v1/photos/{photo_id}", "/api/v1/students/{student_id}/timeline"} <= at_home
    for who, person in staff.items():
        assert await shown_to(person, doc, everyones, unasked) == set(), who
        look = {"/api/v1/reviews/{review_id}"} if who == "moderator" else set()
        assert await shown_to(person, doc, [ids["asked"]], own) == look, who


async def test_a_yes_opens_the_one_photo_until_it_is_taken_back_or_decided(desk):
    photos, doc = await photos_of(desk), await document(desk.world)
    others = set().union(*[await traces(photos[name]) for name in photos if name != "asked"])
    path, own = f"/photos/{photos['asked']}", await traces(photos["asked"])
    for ends in ("taken back", "decided"):
        review = await asks(desk.alice, path)
        ids = [await ids_of(desk, photos["asked"], NOTHING, review["id"])]
        assert len(await shown_to(desk.mei, doc, ids, own)) == 1
        if ends == "decided":
            await decides(desk.mei, review, passes=True)
        else:
            await desk.alice.phone.delete(f"{path}/review")
        assert await shown_to(desk.mei, doc, ids, own | others) == set()


async def test_nor_does_doubt_alone_or_a_verdict_that_never_came(desk):
    """Half an hour of silence makes a photo doubtful, and not a human's business."""
    await desk.world.script("wechat", PICTURE, {"push": "never"})
    photo = await desk.alice.takes_photo(checked=False)
    await desk.world.quiet()
    question = await Check.get(subject_id=UUID(photo))
    await moderation.give_up(question.id)
    ids, doc = [await ids_of(desk, photo, photo, photo)], await document(desk.world)
    assert await shown_to(desk.mei, doc, ids, await traces(photo)) == set()
    assert await desk.queue() == []
