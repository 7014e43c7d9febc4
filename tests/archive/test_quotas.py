"""Quotas: a family keeps as much as it may, whoever asks first; what is given up makes room."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from models.archive.photos import Medium, Photo
from service.archive import trash, uploads
from service.demo.phone import Refused
from service.foundation import clock, settings
from service.trust import purges
from tests.pupil import pupil_of
from tests.world import Person, World, a_photo, refused

MB = 1 << 20
MOST = 1 << 30
FILM = uploads.MOST_BYTES[Medium.VIDEO]
LEFT = MOST - 2 * FILM
"""Beside two films: 24 MB."""
TICKETS_EXPIRED = uploads.TICKET_LIFE[Medium.VIDEO] + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def small_quota(world: World) -> Iterator[None]:
    """One GiB for each family."""
    settings.use(msgspec.structs.replace(world.settings, family_quota_gib=1))
    yield
    settings.use(world.settings)


async def asks(person: Person, *sizes: int, medium: str = "photo") -> list[dict[str, Any]]:
    """Tickets for files of these sizes."""
    files = [{"name": f"{n}", "bytes": size, "medium": medium} for n, size in enumerate(sizes)]
    body = {"family_id": person.family, "files": files}
    return (await person.phone.post("/uploads", body))["items"]


async def used(person: Person) -> int:
    storage = await person.phone.get(f"/families/{person.family}/storage")
    assert storage["most_bytes"] == MOST
    return storage["used_bytes"]


async def is_full(person: Person, *sizes: int) -> bool:
    """Whether there is no room for files of these sizes; else it is theirs now."""
    try:
        await asks(person, *sizes)
    except Refused as refusal:
        assert (refusal.status, refusal.problem["code"]) == (409, "family.full")
        return True
    return False


async def test_a_new_family_uses_nothing(alice):
    assert await used(alice) == 0


async def test_a_ticket_reserves_what_it_announces_and_a_photo_takes_what_it_is(alice):
    (ticket,) = await asks(alice, 30 * MB)
    assert await used(alice) == 30 * MB
    data = a_photo()
    assert (await alice.phone.put_file(ticket, data)).status_code == 200
    assert await used(alice) == len(data)


async def test_the_last_byte_is_given_and_not_one_more(alice):
    await asks(alice, FILM, FILM, medium="video")
    assert await is_full(alice, LEFT - 1, 2)
    assert not await is_full(alice, LEFT)
    assert await used(alice) == MOST
    assert await is_full(alice, 1)


async def test_of_those_who_race_for_the_last_room_as_many_win_as_fit(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await asks(alice, FILM, FILM, medium="video")
    full = await asyncio.gather(*(is_full(p, LEFT // 3) for p in (alice, chen) * 5))
    assert full.count(False) == 3
    assert await used(alice) == MOST


async def test_another_family_has_room_of_its_own(world, alice):
    bob = await world.person("Bob")
    await bob.founds("王家")
    await asks(alice, FILM, FILM, medium="video")
    assert not await is_full(bob, LEFT + 1)
    with refused(404):
        await bob.phone.get(f"/families/{alice.family}/storage")


async def test_a_refusal_says_how_much_there_is(alice):
    await asks(alice, FILM, FILM, medium="video")
    with pytest.raises(Refused) as refusal:
        await asks(alice, LEFT + 1)
    assert refusal.value.problem["detail"] == "家里的空间（1 GB）不够了，清理一些不要的再传"


async def test_tickets_that_expired_give_their_room_back(world, alice):
    await asks(alice, FILM, FILM, medium="video")
    await uploads.sweep()
    assert await is_full(alice, LEFT + 1)
    with clock.moved(TICKETS_EXPIRED):
        await uploads.sweep()
        assert await used(alice) == 0
        await asks(alice, FILM, FILM, medium="video")


async def test_an_idempotent_repetition_reserves_once(alice):
    body = {"family_id": alice.family, "files": [{"name": "a", "bytes": 40 * MB}]}
    for _ in range(3):
        await alice.phone.post("/uploads", body, key="the-same-request")
    assert await used(alice) == 40 * MB


async def test_the_trash_takes_room_until_it_is_emptied(world, alice):
    data = a_photo()
    photo = await alice.takes_photo(data)
    await alice.phone.delete(f"/photos/{photo}")
    assert await used(alice) == len(data)
    with clock.moved(trash.KEPT + timedelta(minutes=1)):
        await purges.due()
        await world.quiet()
    assert not await Photo.exists(id=photo)
    assert await used(alice) == 0


async def test_what_comes_late_is_kept_though_there_is_no_room(world, alice):
    """What is stored is never thrown away; the family merely has to make room for more."""
    (ticket,) = await asks(alice, 50 * MB)
    with clock.moved(TICKETS_EXPIRED):
        await uploads.sweep()
        await asks(alice, FILM, FILM, LEFT, medium="video")
        assert await is_full(alice, 1)
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 200
    assert await used(alice) > MOST
    assert await is_full(alice, 1)


async def test_a_child_with_an_account_of_its_own_sees_the_room_it_has(world, alice):
    pupil = await pupil_of(world, alice)
    await asks(pupil, MB)
    assert await used(pupil) == MB
