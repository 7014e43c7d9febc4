"""Uploads: a ticket puts one picture into Kodo, and one photo comes of it, whoever reports it."""

import asyncio
import base64
import json
from datetime import timedelta

import pytest

from models.archive.photos import Medium
from service.archive import uploads
from service.foundation import clock
from service.foundation.database import query
from tests.world import Person, a_photo, refused

MOST = 100_000
LATER = timedelta(minutes=2)
TOO_LATE = uploads.TICKET_LIFE[Medium.PHOTO] + timedelta(minutes=1)


async def asks(person: Person, *, key: str = "", files: int = 1) -> list[dict[str, str]]:
    """Tickets for some files."""
    wanted = [{"name": f"IMG_{n}.jpg", "bytes": MOST} for n in range(files)]
    body = {"family_id": person.family, "files": wanted}
    return (await person.phone.post("/uploads", body, key=key))["items"]


async def stores(person: Person) -> dict[str, str]:
    """Put a picture into Kodo whose callback is lost; the ticket it was put with."""
    await person.world.script("kodo", "callback", {"drop": True})
    ticket = (await asks(person))[0]
    assert (await person.phone.put_file(ticket, a_photo())).status_code == 579
    return ticket


async def confirms(person: Person, ticket: dict[str, str]) -> dict[str, str]:
    return await person.phone.call("POST", f"/uploads/{ticket['upload_id']}/confirmation")


async def photos() -> list[dict]:
    return await query("select id, state, key from photos")


async def audited(action: str) -> int:
    return (await query("select count(*) from audit_records where action = $1", action))[0]["count"]


async def test_a_picture_becomes_a_photo_by_kodos_callback(world, alice):
    ticket = (await asks(alice))[0]
    reply = await alice.phone.put_file(ticket, a_photo())
    assert reply.status_code == 200
    photo = reply.json()["photo_id"]
    assert (await alice.phone.until(f"/photos/{photo}", state=["ready"]))["original"]


async def test_kodos_newer_signature_is_known_too(world, alice):
    await world.control("kodo", "callback-scheme", {"scheme": "Qiniu"})
    assert (await alice.phone.put_file((await asks(alice))[0], a_photo())).status_code == 200


async def test_a_ticket_holds_for_one_file_under_our_key_alone(world, alice):
    ticket = (await asks(alice))[0]
    chosen = {**ticket, "key": "o/somewhere/else"}
    await alice.phone.put_file(chosen, a_photo())
    assert [photo["key"] for photo in await photos()] == [ticket["key"]]
    again = await alice.phone.put_file(ticket, a_photo())
    assert again.status_code == 614


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 403),
        (b"<html><script>alert(1)</script>", 403),
        (b"%PDF-1.7 not a picture", 403),
        (b"MZ not a picture either \0\1\2", 403),
        (b"\xff\xd8\xff" + bytes(MOST), 413),
    ],
    ids=["empty", "html", "pdf", "program", "too large"],
)
async def test_kodo_refuses_what_the_policy_does_not_admit(alice, data, status):
    ticket = (await asks(alice))[0]
    named = {**ticket, "name": "innocent.jpg"}
    assert (await alice.phone.put_file(named, data)).status_code == status
    assert await photos() == []


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "photos:o/another/key", "saveKey": "o/another/key"},
        {"deadline": 4_000_000_000},
        {"fsizeLimit": 1 << 40},
        {"mimeLimit": "*"},
        {"insertOnly": 0},
        {"callbackUrl": "https://evil.example/callback"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_policy_that_a_phone_alters_is_no_policy(alice, change):
    ticket = (await asks(alice))[0]
    access_key, signature, policy = ticket["token"].split(":")
    altered = json.loads(base64.urlsafe_b64decode(policy)) | change
    encoded = base64.urlsafe_b64encode(json.dumps(altered).encode()).decode()
    forged = {**ticket, "token": f"{access_key}:{signature}:{encoded}"}
    assert (await alice.phone.put_file(forged, a_photo())).status_code == 401
    assert await photos() == []


async def test_an_expired_ticket_puts_nothing(world, alice):
    ticket = (await asks(alice))[0]
    await world.control("kodo", "clock", {"offset_seconds": TOO_LATE.total_seconds()})
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 401


async def test_an_expired_ticket_asked_for_again_is_still_expired(alice):
    await asks(alice, key="the-same-request")
    with clock.moved(TOO_LATE):
        ticket = (await asks(alice, key="the-same-request"))[0]
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 401
    assert await photos() == []


async def test_a_repeated_request_gets_the_same_tickets(alice):
    asked = await asyncio.gather(*(asks(alice, key="the-same-request", files=3) for _ in range(10)))
    assert len({tuple(ticket["upload_id"] for ticket in tickets) for tickets in asked}) == 1
    assert [ticket["name"] for ticket in asked[0]] == ["IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert await audited("upload.issued") == 1
    with refused(422, "idempotency_key.reused"):
        await asks(alice, key="the-same-request", files=4)


@pytest.mark.parametrize(
    "body",
    [
        {"files": []},
        {"files": [{"name": "a.jpg", "bytes": 1}] * 21},
        {"files": [{"name": "a.jpg", "bytes": 0}]},
        {"files": [{"name": "a.jpg", "bytes": uploads.MOST_BYTES[Medium.PHOTO] + 1}]},
        {"files": [{"name": "a.jpg", "bytes": True}]},
        {"files": [{"name": " \n", "bytes": 1}]},
        {"files": [{"name": "a" * 201, "bytes": 1}]},
        {"files": [{"name": "a.jpg", "bytes": 1, "key": "o/mine"}]},
        {"files": [{"name": "a.jpg", "bytes": 1}], "state": "completed"},
        {},
    ],
)
async def test_a_request_that_cannot_be_right_is_refused(alice, body):
    with refused(422, "invalid"):
        await alice.phone.post("/uploads", {"family_id": alice.family, **body})
    assert await query("select id from uploads") == []


async def test_twenty_files_are_the_most(alice):
    assert len(await asks(alice, files=20)) == 20


async def test_only_who_may_add_to_the_family_gets_tickets(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷", role="viewer")
    bob.family = alice.family
    for person, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await asks(person)
    with refused(401):
        await asks(Person(world, world.phone("nobody")))


async def test_a_lost_callback_is_made_up_for_by_the_phone(world, alice):
    ticket = await stores(alice)
    photo = await confirms(alice, ticket)
    assert (await confirms(alice, ticket))["id"] == photo["id"]
    assert len(await photos()) == 1


async def test_what_nobody_reported_is_adopted_by_the_sweep(world, alice):
    await stores(alice)
    await uploads.sweep()
    await world.quiet()
    assert await photos() == []
    with clock.moved(LATER):
        await uploads.sweep()
        await uploads.sweep()
    await world.quiet()
    assert [photo["state"] for photo in await photos()] == ["ready"]
    assert await audited("photo.stored") == 1


async def test_a_ticket_never_used_is_given_up_yet_a_late_object_is_adopted(world, alice):
    ticket = (await asks(alice))[0]
    with clock.moved(timedelta(days=2)):
        await uploads.sweep()
        await world.quiet()
    assert (await query("select state from uploads"))[0]["state"] == "expired"
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 200
    assert len(await photos()) == 1


async def test_to_confirm_before_the_upload_ended_is_too_early(alice):
    ticket = (await asks(alice))[0]
    with refused(409, "upload.not_stored"):
        await confirms(alice, ticket)
    await alice.phone.put_file(ticket, a_photo())
    assert (await confirms(alice, ticket))["id"]


async def test_while_kodo_is_away_a_confirmation_waits_and_loses_nothing(world, alice):
    ticket = await stores(alice)
    await world.script("kodo", "stat", {"status": 599}, times=3)
    with refused(503):
        await confirms(alice, ticket)
    assert (await confirms(alice, ticket))["id"]


async def test_somebody_elses_upload_cannot_be_told_from_none(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    for ticket in (await stores(alice), {"upload_id": "00000000-0000-7000-8000-000000000000"}):
        for person in (chen, bob):
            with refused(404, "not_found"):
                await confirms(person, ticket)
    assert await photos() == []
