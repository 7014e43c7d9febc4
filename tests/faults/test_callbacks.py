"""Stories of Kodo's callback going astray: whatever becomes of it, one file is one photo."""

from typing import Any

import pytest

from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import kill
from tests.world import Person, a_photo


async def ticket_of(person: Person) -> dict[str, Any]:
    files = [{"name": "IMG_0001.jpg", "bytes": 1}]
    tickets = await person.phone.post("/uploads", {"family_id": person.family, "files": files})
    return tickets["items"][0]


async def confirms(person: Person, ticket: dict[str, Any]) -> str:
    path = f"/uploads/{ticket['upload_id']}/confirmation"
    return (await patiently(lambda: person.phone.call("POST", path)))["id"]


async def called_back(home: Installation, ticket: dict[str, Any]) -> list[int]:
    """The statuses that Kodo got for the callbacks of a ticket."""
    calls = (await home.http.get(f"{home.settings.kodo_upload_url}/_control/calls")).json()
    return [c["status"] for c in calls if c["call"] == "callback" and c["key"] == ticket["key"]]


async def is_one_photo(home: Installation, person: Person, photo: str) -> None:
    await person.phone.until(f"/photos/{photo}", state=["ready"], standing=["passed"])
    found = await home.rows("select id from photos where family_id = $1", person.family)
    assert [str(row["id"]) for row in found] == [photo]
    stored = "audit_records where action = 'photo.stored' and subject_id = $1"
    assert await home.count(stored, photo) == 1


@pytest.mark.parametrize(
    ("fault", "calls", "answers"),
    [({"drop": True}, 579, []), ({"repeat": 3}, 200, [200] * 3), ({"status": 500}, 579, [])],
    ids=["lost", "tripled", "failed"],
)
async def test_one_photo_whatever_becomes_of_the_callback(
    home: Installation, alice: Person, fault: dict[str, Any], calls: int, answers: list[int]
):
    ticket = await ticket_of(alice)
    await home.script("kodo", "callback", fault, key=ticket["key"])
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == calls
    photo = await confirms(alice, ticket)
    assert await confirms(alice, ticket) == photo
    assert await called_back(home, ticket) == answers
    await is_one_photo(home, alice, photo)


async def test_a_callback_that_comes_after_the_confirmation_makes_no_second_photo(
    home: Installation, alice: Person
):
    ticket = await ticket_of(alice)
    await home.script("kodo", "callback", {"late_seconds": 1}, key=ticket["key"])
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 579
    photo = await confirms(alice, ticket)
    await within(60, lambda: called_back(home, ticket))
    assert await called_back(home, ticket) == [200]
    await is_one_photo(home, alice, photo)


async def test_a_photo_put_while_the_web_is_down_is_confirmed_when_it_is_up(
    home: Installation, alice: Person
):
    ticket = await ticket_of(alice)
    kill(home.processes.web_main()[0])
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 579
    await is_one_photo(home, alice, await confirms(alice, ticket))


async def test_a_photo_that_nobody_reported_is_found_by_the_sweep(
    home: Installation, alice: Person
):
    ticket = await ticket_of(alice)
    await home.script("kodo", "callback", {"drop": True}, key=ticket["key"])
    await alice.phone.put_file(ticket, a_photo())
    age = "update uploads set created_at = created_at - interval '2 minutes' where id = $1"
    await home.rows(age, ticket["upload_id"])
    await home.runs("uploads.sweep")
    await within(60, lambda: home.count("photos where upload_id = $1", ticket["upload_id"]))
    await is_one_photo(home, alice, await confirms(alice, ticket))
