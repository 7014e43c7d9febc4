"""Stories of large files, sent in parts (multipart v2): interrupted, resumed and given up."""

import random
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from qiniu.utils import etag_stream, urlsafe_base64_encode

from models.archive.photos import Medium
from service.archive.uploads import TICKET_LIFE
from service.demo.phone import Refused
from tests.faults.installation import Installation, within
from tests.faults.outcomes import confirms, is_one_photo, keys_in
from tests.faults.sdk_phone import SdkPhone, Ticket, tickets_for
from tests.world import Person

SIZE = (1900, 1500)
EXPIRED = "uploads where id = $1 and state = 'expired'"


@pytest.fixture(scope="module")
def large() -> bytes:
    """A photo of more than two parts, as nothing makes noise smaller."""
    noise = random.Random(4).randbytes(SIZE[0] * SIZE[1] * 3)
    data = BytesIO()
    Image.frombytes("RGB", SIZE, noise).save(data, "JPEG", quality=100, subsampling=0)
    return data.getvalue()


@pytest.fixture
def file(large: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(large)
    return path


class ByHand:
    """An upload in parts by a phone that keeps Kodo's protocol itself."""

    def __init__(self, home: Installation, ticket: Ticket, data: bytes) -> None:
        entry = urlsafe_base64_encode(ticket["key"])
        bucket = home.settings.kodo_bucket
        self._http = home.http
        self._url = f"{ticket['url']}/buckets/{bucket}/objects/{entry}/uploads"
        self._headers = {"Authorization": f"UpToken {ticket['token']}"}
        size = ticket["part_bytes"]
        self.parts = [data[at : at + size] for at in range(0, len(data), size)]
        self._etags: dict[int, str] = {}

    async def _ask(self, method: str, path: str = "", **body: Any) -> httpx.Response:
        return await self._http.request(method, self._url + path, headers=self._headers, **body)

    async def begin(self) -> None:
        self._url += f"/{(await self._ask('POST')).raise_for_status().json()['uploadId']}"

    async def send(self, number: int) -> int:
        """Send a part, counted from 1; Kodo's status."""
        part = self.parts[number - 1]
        reply = await self._ask("PUT", f"/{number}", content=part)
        if reply.status_code == 200:
            told = reply.json()
            assert told == {
                "etag": etag_stream(BytesIO(part)),
                "md5": md5(part, usedforsecurity=False).hexdigest(),
            }
            self._etags[number] = told["etag"]
        return reply.status_code

    async def tries(self, number: int) -> int:
        """Kodo's word on a part by its first byte: what it refuses it does not read."""
        return (
            await self._ask("PUT", f"/{number}", content=self.parts[number - 1][:1])
        ).status_code

    async def complete(self) -> httpx.Response:
        parts = [{"partNumber": n, "etag": etag} for n, etag in sorted(self._etags.items())]
        return await self._ask("POST", json={"parts": parts, "fname": "IMG_0001.jpg"})

    async def abort(self) -> int:
        return (await self._ask("DELETE")).status_code


async def begun(home: Installation, person: Person, data: bytes) -> tuple[Ticket, ByHand]:
    """A ticket and an upload with it that has begun."""
    (ticket,) = await tickets_for(person, len(data))
    upload = ByHand(home, ticket, data)
    assert len(upload.parts) == ticket["parts"] == 3
    await upload.begin()
    return ticket, upload


async def test_the_sdk_sends_a_large_photo_in_parts(
    home: Installation, alice: Person, large: bytes, file: Path, tmp_path: Path
):
    (ticket,) = await tickets_for(alice, len(large))
    phone = SdkPhone(home.settings.kodo_upload_url)
    answer = await phone.put_in_parts(ticket, file, tmp_path)
    assert answer.status == 200
    assert await is_one_photo(home, alice, ticket, large) == answer.told["photo_id"]
    assert await parts_taken(home, ticket) == ticket["parts"]


async def test_the_sdk_goes_on_where_it_was_interrupted(
    home: Installation, alice: Person, large: bytes, file: Path, tmp_path: Path
):
    (ticket,) = await tickets_for(alice, len(large))
    phone = SdkPhone(home.settings.kodo_upload_url)
    await home.script("kodo", "part", {}, key=ticket["key"], times=2)
    await home.script("kodo", "part", {"status": 599}, key=ticket["key"], times=2)
    assert (await phone.put_in_parts(ticket, file, tmp_path)).status == 599
    assert (await phone.put_in_parts(ticket, file, tmp_path)).status == 200
    assert await parts_taken(home, ticket) == ticket["parts"]
    await is_one_photo(home, alice, ticket, large)


async def parts_taken(home: Installation, ticket: Ticket) -> int:
    """How many parts Kodo took for a ticket."""
    calls = await home.control("kodo", "calls")
    taken = [c for c in calls if c["call"] == "part" and c["key"] == ticket["key"]]
    return [c["status"] for c in taken].count(200)


async def test_parts_in_any_order_and_sent_twice_become_the_file(
    home: Installation, alice: Person, large: bytes
):
    ticket, upload = await begun(home, alice, large)
    for number in (3, 1, 3):
        assert await upload.send(number) == 200
    assert await upload.send(2) == 200
    told = (await upload.complete()).json()
    assert await is_one_photo(home, alice, ticket, large) == told["photo_id"]


async def test_a_lost_callback_of_a_large_photo_is_made_up_for(
    home: Installation, alice: Person, large: bytes
):
    ticket, upload = await begun(home, alice, large)
    await home.script("kodo", "callback", {"drop": True}, key=ticket["key"])
    for number in (1, 2, 3):
        assert await upload.send(number) == 200
    assert (await upload.complete()).status_code == 579
    photo = await confirms(alice, ticket)
    assert await is_one_photo(home, alice, ticket, large) == photo


async def test_an_upload_that_was_aborted_leaves_nothing_and_its_ticket_is_still_good(
    home: Installation, alice: Person, large: bytes
):
    ticket, upload = await begun(home, alice, large)
    assert await upload.send(1) == 200
    assert await upload.abort() == 200
    assert await upload.tries(2) == 612
    assert (await upload.complete()).status_code == 612
    with pytest.raises(Refused) as refused:
        await confirms(alice, ticket)
    assert refused.value.problem["code"] == "upload.not_stored"
    again = ByHand(home, ticket, large)
    await again.begin()
    for number in (1, 2, 3):
        assert await again.send(number) == 200
    assert (await again.complete()).status_code == 200
    await is_one_photo(home, alice, ticket, large)


async def test_a_ticket_that_expires_before_the_last_part_is_asked_for_anew(
    home: Installation, alice: Person, large: bytes
):
    ticket, upload = await begun(home, alice, large)
    assert [await upload.send(number) for number in (1, 2)] == [200, 200]
    late = TICKET_LIFE[Medium.PHOTO].total_seconds() + 60
    await home.control("kodo", "clock", {"offset_seconds": late})
    try:
        assert await upload.tries(3) == 401
        assert (await upload.complete()).status_code == 401
    finally:
        await home.control("kodo", "clock", {"offset_seconds": 0})
    await gives_up(home, ticket)
    assert not await home.count("photos where family_id = $1", alice.family)
    assert await keys_in_family(home, alice) == []
    anew, upload = await begun(home, alice, large)
    for number in (1, 2, 3):
        assert await upload.send(number) == 200
    assert (await upload.complete()).status_code == 200
    await is_one_photo(home, alice, anew, large)


async def gives_up(home: Installation, ticket: Ticket) -> None:
    """Let the service see that a ticket has expired; its room is free again."""
    age = "created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day'"
    await home.rows(f"update uploads set {age} where id = $1", ticket["upload_id"])
    await home.runs("uploads.sweep")
    await within(60, lambda: home.count(EXPIRED, ticket["upload_id"]))


async def keys_in_family(home: Installation, person: Person) -> list[str]:
    """The originals that Kodo holds of a family."""
    return await keys_in(home, f"o/{person.family}/")
