"""Stories of Kodo's callback going astray: whatever becomes of it, one file is one photo."""

import os
import signal
from typing import Any

import pytest

from tests.archive.test_upload_callbacks import called_back as callback_of
from tests.faults.installation import Installation, within
from tests.faults.outcomes import (
    called_back,
    confirms,
    is_one_photo,
    keys_in,
    records,
)
from tests.faults.processes import kill
from tests.faults.sdk_phone import Ticket, tickets_for
from tests.world import Person, a_photo

SETTLED = "update erasures set purged_at = purged_at - interval '1 day' where id = $1"


async def put(person: Person, data: bytes) -> tuple[Ticket, int]:
    """Put a file; its ticket and what Kodo says."""
    (ticket,) = await tickets_for(person, len(data))
    return ticket, (await person.phone.put_file(ticket, data)).status_code


@pytest.mark.parametrize(
    ("fault", "answers"),
    [({"drop": True}, []), ({"status": 500}, []), ({"late_seconds": 1}, [200])],
    ids=["lost", "failed", "late"],
)
async def test_a_confirmation_makes_up_for_a_callback(
    home: Installation, alice: Person, fault: dict[str, Any], answers: list[int]
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "callback", fault, key=ticket["key"])
    assert (await alice.phone.put_file(ticket, data)).status_code == 579
    photo = await confirms(alice, ticket)
    assert await confirms(alice, ticket) == photo
    await within(60, lambda: was_called_back(home, ticket, len(answers)))
    assert await called_back(home, ticket) == answers
    assert await is_one_photo(home, alice, ticket, data) == photo


async def was_called_back(home: Installation, ticket: Ticket, times: int) -> bool:
    return len(await called_back(home, ticket)) >= times


async def test_a_thousand_callbacks_make_one_photo(home: Installation, alice: Person):
    """Twenty at once, as many as are let in, each of fifty times that the phone puts the file."""
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "callback", {"repeat": 20}, key=ticket["key"], times=50)
    for _ in range(50):
        assert (await alice.phone.put_file(ticket, data)).status_code == 200
    assert await called_back(home, ticket) == [200] * 1000
    await is_one_photo(home, alice, ticket, data)


async def test_callbacks_that_overtake_each_other_make_a_photo_each(
    home: Installation, alice: Person
):
    files = [a_photo() for _ in range(3)]
    tickets = await tickets_for(alice, *map(len, files))
    for ticket, seconds in zip(tickets, (1.5, 0.7, 0.1), strict=True):
        await home.script("kodo", "callback", {"late_seconds": seconds}, key=ticket["key"])
    for ticket, data in zip(tickets, files, strict=True):
        assert (await alice.phone.put_file(ticket, data)).status_code == 579
    ids = [await is_one_photo(home, alice, *each) for each in zip(tickets, files, strict=True)]
    assert sorted(ids) == ids[::-1]


async def test_a_photo_put_while_the_web_is_down_is_confirmed_when_it_is_up(
    home: Installation, alice: Person
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    kill(home.processes.web_main()[0])
    assert (await alice.phone.put_file(ticket, data)).status_code == 579
    photo = await confirms(alice, ticket)
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_a_photo_put_while_the_database_is_away_is_confirmed_when_it_is_back(
    home: Installation, alice: Person
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    kill(home.processes.postmaster()[0])
    assert (await alice.phone.put_file(ticket, data)).status_code == 579
    assert await called_back(home, ticket) == [503]
    photo = await confirms(alice, ticket)
    assert await is_one_photo(home, alice, ticket, data) == photo


async def test_a_callback_needs_no_valkey(home: Installation, alice: Person):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    (valkey,) = home.processes.valkey()
    os.kill(valkey, signal.SIGSTOP)
    try:
        assert (await alice.phone.put_file(ticket, data)).status_code == 200
    finally:
        os.kill(valkey, signal.SIGCONT)
    await is_one_photo(home, alice, ticket, data)


@pytest.mark.parametrize("job", ["uploads.sweep", "objects.reconcile"])
async def test_a_photo_that_nobody_reported_is_found(home: Installation, alice: Person, job: str):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "callback", {"drop": True}, key=ticket["key"])
    await home.control("kodo", "clock", {"offset_seconds": -150})
    try:
        assert (await alice.phone.put_file(ticket, data)).status_code == 579
    finally:
        await home.control("kodo", "clock", {"offset_seconds": 0})
    age = "update uploads set created_at = created_at - interval '2 minutes' where id = $1"
    await home.rows(age, ticket["upload_id"])
    await home.runs(job)
    photo = await is_one_photo(home, alice, ticket, data)
    assert await confirms(alice, ticket) == photo


async def test_a_callback_takes_no_photo_out_of_the_trash(home: Installation, alice: Person):
    data = a_photo()
    (ticket, _) = await put(alice, data)
    photo = await is_one_photo(home, alice, ticket, data)
    await alice.phone.delete(f"/photos/{photo}")
    (discarded,) = await home.rows("select * from photos where id = $1", photo)
    reply = await home.http.send(callback_of(home, ticket))
    assert (reply.status_code, reply.json()) == (200, {"photo_id": photo})
    assert await home.rows("select * from photos where id = $1", photo) == [discarded]
    assert await records(home, photo, "photo.stored") == 1


async def test_a_callback_brings_back_no_photo_that_was_purged(home: Installation, alice: Person):
    data = a_photo()
    (ticket, _) = await put(alice, data)
    photo = await is_one_photo(home, alice, ticket, data)
    await alice.phone.delete(f"/photos/{photo}")
    (row,) = await home.rows("select discard_id from photos where id = $1", photo)
    await stays_gone(home, alice, ticket, data, await purged(home, row["discard_id"]))
    assert await records(home, photo, "photo.stored") == 1


async def test_a_callback_brings_back_nothing_of_an_erased_account(
    home: Installation, alice: Person
):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    await home.script("kodo", "callback", {"drop": True}, key=ticket["key"])
    assert (await alice.phone.put_file(ticket, data)).status_code == 579
    account = await account_of(home, ticket)
    await alice.phone.post("/account/erasure", None)
    await stays_gone(home, alice, ticket, data, await purged(home, account))
    assert not await home.count("photos where uploader_id = $1", account)


async def account_of(home: Installation, ticket: Ticket) -> Any:
    """Whose ticket it is."""
    (row,) = await home.rows("select account_id from uploads where id = $1", ticket["upload_id"])
    return row["account_id"]


async def purged(home: Installation, subject: Any) -> Any:
    """Let the time pass until an erasure is carried out for the first time; its id."""
    (row,) = await home.rows(
        "update erasures set due_at = now() - interval '1 second' where subject_id = $1"
        " returning id",
        subject,
    )
    await home.runs("erasures.due")
    once = "erasures where id = $1 and purged_at is not null"
    await within(60, lambda: home.count(once, row["id"]))
    return row["id"]


async def stays_gone(
    home: Installation, person: Person, ticket: Ticket, data: bytes, erasure: Any
) -> None:
    """Neither a replayed callback nor the same file put again brings anything back."""

    async def is_empty() -> bool:
        return not await keys_in(home, f"o/{person.family}/")

    await within(60, is_empty)
    assert (await home.http.send(callback_of(home, ticket))).status_code == 404
    assert (await person.phone.put_file(ticket, data)).status_code == 579
    assert set(await called_back(home, ticket)) <= {200, 404}
    assert not await is_empty()
    await home.rows(SETTLED, erasure)
    await home.runs("erasures.due")
    await within(60, lambda: home.count("erasures where id = $1 and done_at is not null", erasure))
    assert await is_empty()
    for table, column in (("photos", "upload_id"), ("uploads", "id")):
        assert not await home.count(f"{table} where {column} = $1", ticket["upload_id"])
