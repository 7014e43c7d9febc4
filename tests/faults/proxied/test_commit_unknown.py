"""Stories of a COMMIT whose outcome nobody knows: the phone asks again, and it is done once."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.demo.phone import Refused
from tests.archive.filing_room import AWARD
from tests.faults.installation import patiently
from tests.faults.laboratory import Laboratory
from tests.faults.proxy import Held
from tests.world import Person, refused

COMMIT = b"COMMIT"
UNKNOWN = (503, "database.unavailable")


def entry(person: Person) -> dict[str, Any]:
    return {"family_id": person.family, "student_id": person.child, "title": "一天"}


def ticket(person: Person) -> dict[str, Any]:
    return {"family_id": person.family, "files": [{"name": "1.jpg", "bytes": 1}]}


def award(person: Person) -> dict[str, Any]:
    return {"family_id": person.family, **AWARD}


def invitation(person: Person) -> dict[str, Any]:
    return {"role": "contributor"}


def ids_in(answer: dict[str, Any]) -> list[str]:
    """The ids of what was made."""
    made = answer.get("items", [answer])
    return [one[name] for one in made for name in ("id", "upload_id") if name in one]


WRITES = {
    "entries": ("/entries", entry),
    "uploads": ("/uploads", ticket),
    "filed_items": ("/filed-items", award),
    "invitations": ("/families/{family}/invitations", invitation),
}


@pytest.mark.parametrize("held", Held)
@pytest.mark.parametrize("table", WRITES)
async def test_what_is_asked_again_under_its_key_is_there_once(
    lab: Laboratory, alice: Person, table: str, held: Held
):
    """Held.REQUEST: the connection broke before the COMMIT; Held.REPLY: behind it."""
    path, body = WRITES[table]
    path, key, of_alice = path.format(family=alice.family), uuid4().hex, body(alice)
    async with lab.database.stops(COMMIT, key.encode(), held=held) as moment:
        asking = asyncio.create_task(alice.phone.post(path, of_alice, key=key))
        (await moment.reached()).reset()
        moment.go_on()
        with refused(*UNKNOWN):
            await asking
    rows = f"{table} where family_id = $1"
    assert await lab.home.count(rows, alice.family) == (held is Held.REPLY)
    made = await patiently(lambda: alice.phone.post(path, of_alice, key=key))
    again = await patiently(lambda: alice.phone.post(path, of_alice, key=key))
    assert ids_in(again) == ids_in(made) != []
    assert await lab.home.count(rows, alice.family) == 1
    assert await lab.home.count("replays where key = $1", key) == 1


@pytest.mark.parametrize("held", Held)
async def test_a_change_is_made_once_and_the_phone_sees_which(
    lab: Laboratory, alice: Person, held: Held
):
    path = f"/entries/{(await alice.records(title='第一天'))['id']}"
    entry_id, change = UUID(path.rpartition("/")[2]), {"title": "第二天", "version": 1}
    async with lab.database.stops(COMMIT, entry_id.bytes, "第二天".encode(), held=held) as moment:
        asking = asyncio.create_task(alice.phone.put(path, change))
        (await moment.reached()).reset()
        moment.go_on()
        with refused(*UNKNOWN):
            await asking
    try:
        await patiently(lambda: alice.phone.put(path, change))
    except Refused as changed:
        assert (changed.status, held) == (409, Held.REPLY)
    shown = await alice.phone.get(path)
    assert (shown["title"], shown["version"]) == ("第二天", 2)
    assert await lab.home.count("entry_revisions where entry_id = $1", entry_id) == 1


@pytest.mark.parametrize("held", Held)
async def test_what_was_taken_back_is_gone_though_nobody_was_told(
    lab: Laboratory, alice: Person, bob: Person, held: Held
):
    post = (await alice.shows("放风筝", [await alice.takes_photo()]))["id"]
    async with lab.database.stops(COMMIT, UUID(post).bytes, held=held) as moment:
        asking = asyncio.create_task(alice.phone.delete(f"/posts/{post}"))
        (await moment.reached()).reset()
        moment.go_on()
        with refused(*UNKNOWN):
            await asking
    for _ in range(2):
        await patiently(lambda: alice.phone.delete(f"/posts/{post}"))
    assert await bob.sees(f"/posts/{post}") == [False]
    deleted = "audit_records where subject_id = $1 and action = 'post.deleted'"
    assert await lab.home.count(deleted, post) == 1
