"""Uploads: a ticket puts one picture into Kodo, and one photo comes of it, whoever reports it."""

import asyncio
import base64
import json
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.archive.photos import Medium, Upload
from models.people.families import Family
from service.archive import uploads
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query, transaction
from service.integrations.kodo import BATCH_LIMIT
from tests.each import each
from tests.world import Person, a_photo, refused

MB = 1 << 20
MOST = 100_000
LATER = timedelta(minutes=2)
TOO_LATE = uploads.TICKET_LIFE[Medium.PHOTO] + timedelta(minutes=1)
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isommp42"
M4A = b"\0\0\0\x18ftypM4A \0\0\2\0M4A mp42"
MP3 = b"ID3\4\0\0\0\0\0\0"


def policy_of(ticket: dict[str, str]) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(ticket["token"].split(":")[2]))


async def asks_for(
    person: Person, bytes: int = MOST, medium: str = "photo", files: int = 1
) -> list[dict[str, Any]]:
    """Tickets for files of one kind and size."""
    wanted = [{"name": f"{n}", "bytes": bytes, "medium": medium} for n in range(files)]
    body = {"family_id": person.family, "files": wanted}
    return (await person.phone.post("/uploads", body))["items"]


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


@each(
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


@each(
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
    access_key, signature, _ = ticket["token"].split(":")
    altered = policy_of(ticket) | change
    encoded = base64.urlsafe_b64encode(json.dumps(altered).encode()).decode()
    forged = {**ticket, "token": f"{access_key}:{signature}:{encoded}"}
    assert (await alice.phone.put_file(forged, a_photo())).status_code == 401
    assert await photos() == []


@each(
    ("medium", "most", "types", "life"),
    [
        ("photo", 50 * MB, "image/*", 15 * 60),
        ("video", 500 * MB, "video/*", 2 * 3600),
        ("audio", 50 * MB, "audio/*;video/mp4", 30 * 60),
    ],
)
async def test_a_ticket_admits_what_was_announced_for_a_while(alice, medium, most, types, life):
    (ticket,) = await asks_for(alice, most, medium)
    policy = policy_of(ticket)
    assert (ticket["medium"], policy["mimeLimit"], policy["fsizeLimit"]) == (medium, types, most)
    assert (policy["fsizeMin"], policy["insertOnly"], policy["detectMime"]) == (1, 1, 1)
    assert policy["deadline"] - datetime.now(UTC).timestamp() == pytest.approx(life, abs=10)
    with refused(422, "file.too_large"):
        await asks_for(alice, most + 1, medium)


async def test_what_is_too_large_is_named_by_its_place(alice):
    sizes = [("photo", 50 * MB), ("video", 51 * MB), ("audio", 51 * MB), ("photo", 51 * MB)]
    wanted = [{"name": "1", "bytes": size, "medium": medium} for medium, size in sizes]
    with pytest.raises(Refused) as refusal:
        await alice.phone.post("/uploads", {"family_id": alice.family, "files": wanted})
    (error,) = refusal.value.problem["errors"]
    assert (error["path"], error["code"]) == ("files[2].bytes", "file.too_large")
    assert error["detail"] == "这个文件太大了，最大 50 MB"


@pytest.mark.parametrize(
    ("medium", "admitted", "others"),
    [
        ("photo", [b"\xff\xd8\xff", b"GIF89a"], [MP4, M4A, MP3, b"%PDF-1.7"]),
        ("video", [MP4], [b"\xff\xd8\xff", MP3, b"PK\3\4"]),
        ("audio", [M4A, MP3], [b"\xff\xd8\xff", b"RIFF\0\0\0\0AVI ", b"<html>"]),
    ],
)
async def test_a_ticket_admits_files_of_its_medium_alone(alice, medium, admitted, others):
    tickets = iter(await asks_for(alice, MOST, medium, len(admitted) + len(others)))
    for heads, status in ((admitted, 200), (others, 403)):
        for head in heads:
            reply = await alice.phone.put_file(next(tickets), head + bytes(1000))
            assert reply.status_code == status, (head, reply.text)
    assert len(await photos()) == len(admitted)


@each(("bytes", "parts"), [(1, 0), (8 * MB, 0), (8 * MB + 1, 3), (12 * MB, 3), (50 * MB, 13)])
async def test_a_large_file_is_to_be_sent_in_parts(alice, bytes, parts):
    (ticket,) = await asks_for(alice, bytes)
    assert (ticket["parts"], ticket["part_bytes"]) == (parts, 4 * MB)


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


@each(
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


async def test_whoever_asks_too_often_is_asked_to_wait(alice):
    answers = await asyncio.gather(*(asks(alice) for _ in range(125)), return_exceptions=True)
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert [refusal.status for refusal in refusals] == [429] * 5
    assert await Upload.all().count() == 120


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


async def test_a_flood_of_abandoned_tickets_holds_nobody_up(world, alice):
    (abandoned,) = await asks(alice)
    flood = await Upload.get(id=abandoned["upload_id"])
    await Upload.bulk_create(
        [_another(flood, f"o/abandoned/{n}") for n in range(BATCH_LIMIT)], batch_size=500
    )
    ticket = await stores(alice)
    with clock.moved(LATER):
        await uploads.sweep()
    await world.quiet()
    assert [photo["key"] for photo in await photos()] == [ticket["key"]]
    calls = [call["call"] for call in await world.control("kodo", "calls")]
    assert calls.count("batch") == 2
    with clock.moved(TOO_LATE):
        await uploads.sweep()
    assert await Upload.filter(state="expired").count() == BATCH_LIMIT + 1


def _another(ticket: Upload, key: str) -> Upload:
    """A ticket like it for another file."""
    names = ("batch_id", "family_id", "account_id", "name", "bytes", "expires_at")
    return Upload(key=key, **{name: getattr(ticket, name) for name in names})


async def test_an_erasure_and_a_completion_wait_for_each_other_in_one_order(world, alice):
    """The erasure holds the family and takes the ticket; the completion finds none and gives in."""
    ticket = await stores(alice)
    await world.quiet()
    outside = copy_context()
    async with transaction():
        await Family.filter(id=alice.family).select_for_update().first()
        completing = asyncio.create_task(
            uploads.complete(UUID(ticket["upload_id"])), context=outside
        )
        await world.until_blocked(1)
        await Upload.filter(id=ticket["upload_id"]).delete()
    assert await completing is None
    assert await photos() == []


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


@pytest.mark.parametrize(("status", "times"), [(599, 3), (401, 1), (403, 1), (419, 1), (631, 1)])
async def test_while_kodo_is_away_or_denies_us_a_confirmation_waits_and_loses_nothing(
    world, alice, status, times
):
    ticket = await stores(alice)
    await world.script("kodo", "stat", {"status": status}, times=times)
    with refused(503):
        await confirms(alice, ticket)
    assert (await confirms(alice, ticket))["id"]


async def test_what_is_known_is_confirmed_even_while_kodo_is_away(world, alice):
    ticket = (await asks(alice))[0]
    photo = (await alice.phone.put_file(ticket, a_photo())).json()["photo_id"]
    await world.script("kodo", "stat", {"status": 599}, times=None)
    assert (await confirms(alice, ticket))["id"] == photo


async def test_somebody_elses_upload_cannot_be_told_from_none(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    for ticket in (await stores(alice), {"upload_id": "00000000-0000-7000-8000-000000000000"}):
        for person in (chen, bob):
            with refused(404, "not_found"):
                await confirms(person, ticket)
    assert await photos() == []
